//! `workspace/executeCommand`.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

fn run(client: &mut Client, command: &str, arguments: Value) -> Value {
    client.result("workspace/executeCommand", json!({"command": command, "arguments": arguments}))
}

fn error(client: &mut Client, command: &str, arguments: Value) -> Value {
    client.error("workspace/executeCommand", json!({"command": command, "arguments": arguments}))
}

/// A client that makes files and shows documents.
fn making() -> Value {
    json!({
        "window": {"showDocument": {"support": true}},
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
        },
    })
}

#[test]
fn the_commands_are_told() {
    let vault = Vault::new(&[]);
    let client = Client::start(vault.root(), json!({}));
    let commands = &client.initialized["capabilities"]["executeCommandProvider"]["commands"];
    let names = ["backlinks", "orphans", "unresolved", "mentions", "new", "daily", "blockLink", "graph"];
    let expected = Value::from_iter(names.map(|name| json!(format!("wikilinks.{name}"))));
    assert_eq!(*commands, expected);
}

#[test]
fn backlinks_are_of_the_note_or_of_the_thing_at_a_position() {
    let vault = Vault::new(&[("b.md", "# The B\n\ntext ^id\n"), ("c.md", "x\n😀 [[b]]\n")]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "# A\n[[b#^id]]");
    let range = |line, from, to| json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}});
    let from_a = json!({"uri": uri(&a), "title": "A", "path": "a.md",
        "links": [{"range": range(1, 0, 9), "text": "[[b#^id]]"}]});
    let from_c = json!({"uri": uri(&vault.path("c.md")), "title": "c", "path": "c.md",
        "links": [{"range": range(1, 3, 8), "text": "😀 [[b]]"}]});
    let found = run(&mut client, "wikilinks.backlinks", json!([{"uri": uri(&b)}]));
    assert_eq!(found, json!([from_a, from_c]));
    let position = json!({"line": 2, "character": 6});
    let found = run(&mut client, "wikilinks.backlinks", json!([{"uri": uri(&b), "position": position}]));
    assert_eq!(found, json!([from_a]));
    let gone = json!([{"uri": uri(&vault.path("gone.md"))}]);
    assert_eq!(run(&mut client, "wikilinks.backlinks", gone), json!([]));
}

#[test]
fn mentions_of_a_note_are_those_that_are_not_linked() {
    let vault = Vault::new(&[("garden.md", ""), ("a.md", "😀 a Garden\n"), ("b.md", "[[garden]]\n")]);
    let mut client = Client::start(vault.root(), json!({}));
    let found = run(&mut client, "wikilinks.mentions", json!([{"uri": uri(&vault.path("garden.md"))}]));
    let range = json!({"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 11}});
    let links = json!([{"range": range, "text": "😀 a Garden"}]);
    assert_eq!(
        found,
        json!([{"uri": uri(&vault.path("a.md")), "title": "a", "path": "a.md", "links": links}])
    );
}

#[test]
fn orphans_and_unresolved_targets_are_of_one_folder_or_of_all() {
    let (one, two) = (
        Vault::new(&[("a.md", "[[b]] [[nope]]"), ("b.md", "")]),
        Vault::new(&[("c.md", "[[nope]] [[nope]] [[zero]]")]),
    );
    let folders = [one.root(), two.root()].map(|root| json!({"uri": uri(root), "name": "v"}));
    let mut client = Client::initialize(json!({"capabilities": {}, "workspaceFolders": folders}));
    let paths = |found: &Value| {
        Value::from_iter(found.as_array().expect("a list").iter().map(|note| note["path"].clone()))
    };
    let all = run(&mut client, "wikilinks.orphans", json!([]));
    assert_eq!(paths(&all), json!(["a.md", "c.md"]));
    for place in [two.path("c.md"), two.root().to_owned()] {
        let of_two = run(&mut client, "wikilinks.orphans", json!([{"uri": uri(&place)}]));
        let expected = json!([{"uri": uri(&two.path("c.md")), "title": "c", "path": "c.md"}]);
        assert_eq!(of_two, expected);
    }
    let found = run(&mut client, "wikilinks.unresolved", json!([{}]));
    let shown = found.as_array().expect("a list").iter().map(|target| {
        let links = target["links"].as_array().expect("links");
        json!([target["target"], target["code"], links.len()])
    });
    let expected = json!([
        ["nope", "unresolved-note", 2],
        ["nope", "unresolved-note", 1],
        ["zero", "unresolved-note", 1],
    ]);
    assert_eq!(Value::from_iter(shown), expected);
    let link = &found[2]["links"][0];
    assert_eq!(link["uri"], uri(&two.path("c.md")));
    assert_eq!(link["range"]["start"], json!({"line": 0, "character": 18}));
    assert_eq!(link["text"], "[[nope]] [[nope]] [[zero]]");
}

#[test]
fn a_note_in_a_folder_that_is_opened_inside_another_is_told_once() {
    let vault = Vault::new(&[("a.md", ""), ("inner/b.md", "[[nope]]")]);
    let folders = [vault.root().to_owned(), vault.path("inner")];
    let folders = folders.map(|root| json!({"uri": uri(&root), "name": "v"}));
    let mut client = Client::initialize(json!({"capabilities": {}, "workspaceFolders": folders}));
    let orphans = run(&mut client, "wikilinks.orphans", json!([]));
    assert_eq!(orphans.as_array().map(Vec::len), Some(2), "{orphans}");
    let unresolved = run(&mut client, "wikilinks.unresolved", json!([]));
    assert_eq!(unresolved.as_array().map(Vec::len), Some(1), "{unresolved}");
}

#[test]
fn a_graph_is_of_all_folders_or_around_a_note() {
    let (one, two) = (
        Vault::new(&[("a.md", "[[b]] [[b]]"), ("b.md", "[[c]]"), ("c.md", "")]),
        Vault::new(&[("d.md", "# The D\n[[e]]"), ("e.md", "")]),
    );
    let folders = [one.root(), two.root()].map(|root| json!({"uri": uri(root), "name": "v"}));
    let mut client = Client::initialize(json!({"capabilities": {}, "workspaceFolders": folders}));
    let all = run(&mut client, "wikilinks.graph", json!([]));
    assert_eq!(all["nodes"].as_array().map(Vec::len), Some(5));
    assert_eq!(all["nodes"][3], json!({"uri": uri(&two.path("d.md")), "title": "The D", "path": "d.md"}));
    let links = json!([
        {"source": 0, "target": 1, "count": 2},
        {"source": 1, "target": 2, "count": 1},
        {"source": 3, "target": 4, "count": 1},
    ]);
    assert_eq!(all["links"], links);
    let around = json!([{"uri": uri(&one.path("c.md")), "depth": 1}]);
    let around = run(&mut client, "wikilinks.graph", around);
    assert_eq!(around["links"], json!([{"source": 0, "target": 1, "count": 1}]));
    let refused = error(&mut client, "wikilinks.graph", json!([{"depth": 1}]));
    assert_eq!(refused["code"], -32602);
}

#[test]
fn a_new_note_is_made_and_shown() {
    let vault = Vault::new(&[("a.md", "")]);
    let mut client = Client::start(vault.root(), making());
    let made = run(&mut client, "wikilinks.new", json!([{"name": "plants/New One"}]));
    let new = uri(&vault.path("plants/New One.md"));
    assert_eq!(made, json!({"uri": new}));
    let edit = client.wait_for("workspace/applyEdit", |_| true);
    let [create, text] = edit["edit"]["documentChanges"].as_array().expect("changes").as_slice() else {
        panic!("{edit}")
    };
    assert_eq!((&create["kind"], &create["uri"]), (&json!("create"), &json!(new)));
    assert_eq!(create["options"]["overwrite"], false);
    assert_eq!(text["edits"][0]["newText"], "# New One\n");
    let shown = client.wait_for("window/showDocument", |_| true);
    assert_eq!(shown["uri"], new);
}

#[test]
fn a_new_note_is_not_shown_when_nobody_asks_for_it() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), making());
    run(&mut client, "wikilinks.new", json!([{"name": "x", "uri": uri(vault.root()), "open": false}]));
    run(&mut client, "wikilinks.orphans", json!([]));
    assert!(!client.has_received("window/showDocument"));
}

#[test]
fn a_new_note_that_cannot_be_is_refused_with_the_reason() {
    let vault = Vault::new(&[("a.md", ""), (".wikilinks.toml", "[files]\nexclude = [\"drafts/\"]\n")]);
    let mut client = Client::start(vault.root(), making());
    let mut refusal = |argument: Value| {
        let error = error(&mut client, "wikilinks.new", json!([argument]));
        (error["code"].clone(), error["message"].as_str().unwrap_or_default().to_owned())
    };
    let (code, message) = refusal(json!({"name": "a"}));
    assert_eq!((code, &*message), (json!(-32803), "a.md is there already; choose another name"));
    assert!(refusal(json!({"name": "../a"})).1.contains("no place in the vault"));
    assert!(
        refusal(json!({"name": "drafts/a"})).1.contains("would be left out of the vault by its settings")
    );
    assert_eq!(refusal(json!({"name": "x", "uri": "file:///elsewhere/y/z.md"})).0, json!(-32602));
    assert!(!client.has_received("workspace/applyEdit"));

    let mut plain = Client::start(vault.root(), json!({}));
    let refused = error(&mut plain, "wikilinks.new", json!([{"name": "x"}]));
    assert!(refused["message"].as_str().is_some_and(|text| text.contains("makes no files")), "{refused}");
}

#[test]
fn a_daily_note_is_made_once_and_shown() {
    let vault = Vault::new(&[
        (".obsidian/daily-notes.json", r#"{"folder": "days", "format": "YYYY/MM-DD", "template": "t/day"}"#),
        ("t/day.md", "# {{title}}, {{date:dddd}}\n"),
        ("days/2026/11-23.md", ""),
    ]);
    let mut client = Client::start(vault.root(), making());
    let there = run(&mut client, "wikilinks.daily", json!([{"date": "yesterday", "today": "2026-11-24"}]));
    assert_eq!(there, json!({"uri": uri(&vault.path("days/2026/11-23.md")), "created": false}));
    assert_eq!(client.wait_for("window/showDocument", |_| true)["uri"], there["uri"]);
    assert!(!client.has_received("workspace/applyEdit"));
    let made = run(&mut client, "wikilinks.daily", json!([{"today": "2026-11-24"}]));
    assert_eq!(made, json!({"uri": uri(&vault.path("days/2026/11-24.md")), "created": true}));
    let edit = client.wait_for("workspace/applyEdit", |_| true);
    let text = &edit["edit"]["documentChanges"][1]["edits"][0]["newText"];
    assert_eq!(text, "# 11-24, Tuesday\n");
    let refused = error(&mut client, "wikilinks.daily", json!([{"date": "someday"}]));
    assert_eq!(refused["code"], -32803);
    assert!(
        refused["message"].as_str().is_some_and(|text| text.contains("\"someday\" is no day")),
        "{refused}"
    );
    let mut plain = Client::start(vault.root(), json!({}));
    let there = json!([{"date": "2026-11-23"}]);
    assert_eq!(run(&mut plain, "wikilinks.daily", there)["created"], false);
}

#[test]
fn a_block_gets_an_id_and_its_link_is_told() {
    let vault = Vault::new(&[("a.md", "text\n\nmore ^here\n")]);
    let mut client = Client::start(vault.root(), making());
    let at =
        |line: u32| json!([{"uri": uri(&vault.path("a.md")), "position": {"line": line, "character": 1}}]);
    let there = run(&mut client, "wikilinks.blockLink", at(2));
    assert_eq!(there, json!({"link": "[[a#^here]]", "created": false}));
    assert!(!client.has_received("workspace/applyEdit"));
    let made = run(&mut client, "wikilinks.blockLink", at(0));
    assert_eq!(made["created"], true);
    let id =
        made["link"].as_str().and_then(|link| link.strip_prefix("[[a#")?.strip_suffix("]]")).expect("a link");
    let edit = client.wait_for("workspace/applyEdit", |_| true);
    assert_eq!(edit["edit"]["documentChanges"][0]["edits"][0]["newText"], format!(" {id}"));
    assert_eq!(run(&mut client, "wikilinks.blockLink", at(1)), Value::Null);
}

#[test]
fn arguments_that_are_not_the_commands_own_are_refused() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    for (command, arguments, says) in [
        ("wikilinks.nothing", json!([]), "there is no command wikilinks.nothing"),
        ("wikilinks.backlinks", json!([]), "missing field `uri`"),
        ("wikilinks.backlinks", json!(["x"]), "takes an object"),
        ("wikilinks.orphans", json!([{"uri": 7}]), "wikilinks.orphans"),
        ("wikilinks.orphans", json!([{}, {}]), "takes one argument"),
        ("wikilinks.new", json!([{"name": "x", "open": "yes"}]), "wikilinks.new"),
    ] {
        let refused = error(&mut client, command, arguments);
        assert_eq!(refused["code"], -32602, "{refused}");
        assert!(refused["message"].as_str().is_some_and(|text| text.contains(says)), "{refused}");
    }
}

/// How a client that makes no edit may say so, and what the person at it reads.
const NOT_MADE: [(&str, &str); 4] = [
    (r#"{"result": {"applied": false, "failureReason": "it is read-only"}}"#, "it is read-only"),
    (r#"{"result": {"applied": false}}"#, "the editor gave no reason"),
    (r#"{"error": {"code": -32603, "message": "no window"}}"#, "no window"),
    (r#"{"error": {}}"#, "the client gave no reason"),
];

#[test]
fn an_edit_that_the_client_does_not_make_is_told_with_its_reason() {
    let vault = Vault::new(&[("a.md", "text\n")]);
    let mut client = Client::start(vault.root(), making());
    for (answer, why) in NOT_MADE {
        client.applied = serde_json::from_str(answer).unwrap();
        let refused = error(&mut client, "wikilinks.new", json!([{"name": "x"}]));
        assert_eq!(refused["message"], format!("x.md is not made: {why}"), "{answer}");
        let at = json!([{"uri": uri(&vault.path("a.md")), "position": {"line": 0, "character": 1}}]);
        let refused = error(&mut client, "wikilinks.blockLink", at);
        assert_eq!(refused["message"], format!("the block gets no id: {why}"), "{answer}");
    }
}

#[test]
fn what_an_editor_cannot_do_is_refused_with_what_to_do_instead() {
    let vault = Vault::new(&[("a.md", "text\n")]);
    let mut plain = Client::start(vault.root(), json!({}));
    let at = json!([{"uri": uri(&vault.path("a.md")), "position": {"line": 0, "character": 1}}]);
    let refused = error(&mut plain, "wikilinks.blockLink", at);
    assert!(refused["message"].as_str().is_some_and(|text| text.contains("add the block id")), "{refused}");

    let mut nowhere = Client::initialize(json!({"processId": null, "capabilities": making()}));
    let refused = error(&mut nowhere, "wikilinks.new", json!([{"name": "x"}]));
    assert!(
        refused["message"].as_str().is_some_and(|text| text.contains("open a folder first")),
        "{refused}"
    );
}
