//! `wikilinks list` and `wikilinks graph`.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::Folder;

fn vault() -> Folder {
    Folder::new(&[
        ("a.md", "# The \"A\" & more\n[[b]] [[b#Part]] [[b#gone]] ![[i.png]] #x/y\n"),
        ("b.md", "---\ntags: [X, x/y]\n---\n## Part\n😀 [[gone]] [[Gone|x]] [[b]]\n"),
        ("x/lonely.md", ""),
        ("board.canvas", r#"{"nodes":[{"type":"file","file":"a.md"}]}"#),
        ("i.png", ""),
    ])
}

fn check(arguments: &[&str], expected: Expect) {
    let ran = vault().run(arguments);
    assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
    expected.assert_eq(&ran.out);
}

#[test]
fn each_list_is_lines_for_people() {
    check(
        &["list", "notes"],
        expect![[r#"
        a.md
        b.md
        x/lonely.md
    "#]],
    );
    check(
        &["list", "links", "."],
        expect![[r#"
        a.md:2:1 b -> b.md
        a.md:2:7 b#Part -> b.md
        a.md:2:18 b#gone -> b.md (place missing)
        a.md:2:29 i.png -> i.png
        b.md:5:3 gone -> (nothing)
        b.md:5:12 Gone -> (nothing)
        b.md:5:23 b -> b.md
        board.canvas:1:34 a.md -> a.md
    "#]],
    );
    check(
        &["list", "backlinks"],
        expect![[r#"
            3      b.md
            1      a.md
        "#]],
    );
    check(
        &["list", "tags"],
        expect![[r#"
            2      #x/y
            1      #x
        "#]],
    );
    check(
        &["list", "orphans"],
        expect![[r#"
        x/lonely.md
    "#]],
    );
    check(
        &["list", "unresolved"],
        expect![[r#"
            2      gone unresolved-note
            1      b#gone unresolved-heading
        "#]],
    );
}

#[test]
fn json_is_one_object() {
    let folder = vault();
    let list = |of: &str| {
        let ran = folder.run(&["list", of, "--format", "json"]);
        let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(answer["version"], 1);
        answer["items"].clone()
    };
    assert_eq!(list("notes")[0], json!({"path": "a.md", "title": "The \"A\" & more"}));
    let link = json!({"file": "a.md", "line": 2, "column": 18, "link": "b#gone", "embed": false,
        "target": "b.md", "resolved": false});
    assert_eq!(list("links")[2], link);
    assert_eq!(list("backlinks")[0], json!({"path": "b.md", "title": "Part", "count": 3}));
    assert_eq!(list("tags")[0], json!({"tag": "x/y", "notes": 2}));
    let line = "😀 [[gone]] [[Gone|x]] [[b]]";
    let place = |column: u32| json!({"file": "b.md", "line": 5, "column": column, "text": line});
    let gone = json!({"target": "gone", "code": "unresolved-note", "links": [place(3), place(12)]});
    assert_eq!(list("unresolved")[0], gone);
    assert_eq!(list("orphans"), json!([{"path": "x/lonely.md", "title": "lonely"}]));
}

#[test]
fn a_vault_without_anything_has_empty_lists() {
    let folder = Folder::new(&[]);
    for of in ["notes", "links", "backlinks", "tags", "orphans", "unresolved"] {
        let ran = folder.run(&["list", of]);
        assert_eq!((ran.code, &*ran.out), (0, ""), "{of}");
    }
}

#[test]
fn a_graph_can_be_drawn() {
    check(
        &["graph"],
        expect![[r#"
        digraph vault {
          n0 [label="The \"A\" & more", tooltip="a.md"];
          n1 [label="Part", tooltip="b.md"];
          n2 [label="board.canvas", tooltip="board.canvas"];
          n3 [label="lonely", tooltip="x/lonely.md"];
          n0 -> n1 [weight=3];
          n2 -> n0;
        }
    "#]],
    );
    check(
        &["graph", "--format", "json"],
        expect![[r#"
        {"version":1,"nodes":[{"path":"a.md","title":"The \"A\" & more"},{"path":"b.md","title":"Part"},{"path":"board.canvas","title":"board.canvas"},{"path":"x/lonely.md","title":"lonely"}],"links":[{"source":0,"target":1,"count":3},{"source":2,"target":0,"count":1}]}
    "#]],
    );
    check(
        &["graph", "--format", "graphml"],
        expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="path" for="node" attr.name="path" attr.type="string"/>
        <key id="title" for="node" attr.name="title" attr.type="string"/>
        <key id="count" for="edge" attr.name="count" attr.type="int"/>
        <graph id="vault" edgedefault="directed">
        <node id="n0"><data key="path">a.md</data><data key="title">The &quot;A&quot; &amp; more</data></node>
        <node id="n1"><data key="path">b.md</data><data key="title">Part</data></node>
        <node id="n2"><data key="path">board.canvas</data><data key="title">board.canvas</data></node>
        <node id="n3"><data key="path">x/lonely.md</data><data key="title">lonely</data></node>
        <edge source="n0" target="n1"><data key="count">3</data></edge>
        <edge source="n2" target="n0"><data key="count">1</data></edge>
        </graph>
        </graphml>
    "#]],
    );
}

#[test]
fn a_graph_around_a_note_goes_both_ways() {
    let around = |depth: &str| {
        let ran = vault().run(&["graph", ".", "--around", "b", "--depth", depth, "--format", "json"]);
        let graph: Value = serde_json::from_str(&ran.out).expect("JSON");
        let paths = graph["nodes"].as_array().expect("nodes").iter().map(|node| node["path"].clone());
        (Value::from_iter(paths), graph["links"].clone())
    };
    assert_eq!(around("0"), (json!(["b.md"]), json!([])));
    assert_eq!(around("1").0, json!(["a.md", "b.md"]));
    let (paths, links) = around("9");
    assert_eq!(paths, json!(["a.md", "b.md", "board.canvas"]));
    assert_eq!(links[1], json!({"source": 2, "target": 0, "count": 1}));
    let ran = vault().run(&["graph", ".", "--around", "nothing"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing"), "{}", ran.err);
}

#[test]
fn names_of_files_do_not_reach_the_terminal_as_commands() {
    let folder = Folder::new(&[("\u{1b}[31mred.md", "[[\u{9b}x]]\n")]);
    for arguments in [
        &["list", "notes"][..],
        &["list", "links"],
        &["list", "unresolved", "--format", "json"],
        &["graph"],
        &["graph", "--format", "graphml"],
        &["graph", "--format", "json"],
        &["graph", "--format", "html"],
    ] {
        let out = folder.run(arguments).out;
        assert!(!out.is_empty() && !out.contains(['\u{1b}', '\u{9b}']), "{arguments:?} {out}");
    }
}

#[test]
fn a_page_holds_the_notes_as_data_that_no_name_can_leave() {
    let folder = Folder::new(&[
        ("a.md", "---\ntags: [x/y, z]\n---\n[[</script><!--]] [[b]] [[b]] [[./gone]] [[b#nothing]]\n"),
        ("f/b.md", "---\ntitle: \"{script}\\L</script>&\"\n---\n[[</SCRIPT><!--]] #z\n"),
    ]);
    let page = folder.run(&["graph", "--format", "html"]).out;
    let (_, data) = page.split_once("id=\"data\">").expect("data");
    let (data, rest) = data.split_once('<').expect("an end");
    assert!(rest.starts_with("/script>\n<!-- sigma"), "{data}");
    assert!(!data.contains(['>', '&', '\u{2028}']), "{data}");
    let data: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(
        data["nodes"],
        json!([
            {"path": "a.md", "title": "a", "tags": [0, 1]},
            {"path": "f/b.md", "title": "{script}\u{2028}</script>&", "tags": [0]},
        ])
    );
    assert_eq!(data["tags"], json!(["z", "x"]));
    assert_eq!(data["missing"], json!(["</script><!--", "gone"]));
    assert_eq!(data["links"], json!([[0, 1, 3], [0, 2, 1], [1, 2, 1], [0, 3, 1]]));
    let scripts = page.matches("<script").count();
    assert_eq!((scripts, page.matches("</script>").count()), (5, 5));
    assert!(page.contains("content=\"default-src 'none'; "), "a policy");
}

#[test]
fn mentions_are_listed_and_checked_when_that_is_asked_for() {
    let folder = Folder::new(&[("Garden.md", ""), ("a.md", "A garden.\n"), ("b.md", "[[Garden]]\n")]);
    assert_eq!(folder.run(&["list", "mentions"]).out, "1      Garden.md\n");
    let listed: Value =
        serde_json::from_str(&folder.run(&["list", "mentions", "--format", "json"]).out).unwrap();
    let mention = json!({"file": "a.md", "line": 1, "column": 3, "text": "A garden."});
    assert_eq!(listed["items"], json!([{"path": "Garden.md", "title": "Garden", "mentions": [mention]}]));
    assert_eq!(folder.run(&["check"]).code, 0);
    let ran = folder.run(&["check", "--mentions"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("a.md:1:3: information[unlinked-mention]: \"garden\" is a name of Garden.md"),
        "{}",
        ran.out
    );
}

#[test]
fn a_graph_around_what_is_no_note_is_refused() {
    let folder = Folder::new(&[("a.md", "# H\n"), ("x/b.md", "")]);
    for (around, said) in [
        ("x/", "x/ is no note\nGive a note"),
        ("#tag", "the vault has no #tag"),
        ("gone", "the vault has no gone"),
    ] {
        let ran = folder.run(&["graph", "--around", around]);
        assert!(ran.code == 2 && ran.err.contains(said), "{} {}", ran.code, ran.err);
    }
}
