//! Files: names, plans, and what is not touched.

use expect_test::expect;
use wikilinks::features::rename::rename;
use wikilinks::plan::Reason;

use super::{check, check_prepare};
use crate::support::fixture::Fixture;

#[test]
fn only_the_case_changes() {
    check(
        "[[note$0]] [[NOTE]]\n//- note.md\n# note\n",
        "Note",
        expect![[r#"
        //- note.md -> Note.md
        //- note.md
        # Note
    "#]],
    );
}

#[test]
fn a_new_name_with_a_dot() {
    check(
        "[[note$0]] [t](note.md) [t](note)\n//- note.md\n",
        "v1.2",
        expect![[r#"
        //- note.md -> v1.2.md
        //- main.md
        [[v1.2]] [t](v1.2.md) [t](v1.2)
    "#]],
    );
}

#[test]
fn a_plan_says_what_it_renames() {
    let title = |vault, new_name| {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        rename(&fixture.view, id, offset, new_name).unwrap().title
    };
    assert_eq!(title("[[a$0]]\n//- x/a.md\n", "b"), r#"Rename note "x/a" to "x/b""#);
    assert_eq!(title("![[i.png$0]]\n//- i.png\n", "j"), r#"Rename file "i.png" to "j.png""#);
}

/// A link counts once, whatever changes in it; the image in its text is another one.
#[test]
fn a_plan_counts_the_links_that_change() {
    let fixture = Fixture::new(
        "[[old]] [[ol$0d#Old]] [![shown](old.md) text](old.md)\n//- b.md\n[[old]] [[new]]\n//- old.md\n# old\n//- x/new.md\n",
    );
    let (id, offset) = fixture.at();
    let plan = rename(&fixture.view, id, offset, "new").unwrap();
    let shown = "//- main.md\n[[new]] [[new#new]] [![shown](new.md) text](new.md)\n";
    assert!(fixture.outcome(&plan).contains(shown), "{}", fixture.outcome(&plan));
    assert_eq!(plan.links(), (6, 2), "the note's own heading is no link");
    assert_eq!(plan.links_for(|reason| reason == Reason::Link), (5, 2));
    assert_eq!(plan.links_for(|reason| reason == Reason::Guard), (1, 1));
}

#[test]
fn an_attachment_keeps_its_extension() {
    check(
        "![[i.png$0|300]] ![](x/i.png)\n//- x/i.png\n",
        "j",
        expect![[r#"
        //- x/i.png -> x/j.png
        //- main.md
        ![[j.png|300]] ![](x/j.png)
    "#]],
    );
}

#[test]
fn r08_canvas_cards_follow() {
    check(
        "[[a$0]]\n//- x/a.md\n//- b.canvas\n{\n\t\"nodes\":[\n\t\t{\"type\":\"file\",\"file\":\"x/a.md\"},\n\t\t{\"type\":\"text\",\"text\":\"see [[a]]\\n\"}\n\t]\n}\n",
        "b \"q\"".replace('"', "").as_str(),
        expect![[r#"
            //- x/a.md -> x/b q.md
            //- b.canvas
            {
            	"nodes":[
            		{"type":"file","file":"x/b q.md"},
            		{"type":"text","text":"see [[b q]]\n"}
            	]
            }
            //- main.md
            [[b q]]
        "#]],
    );
}

#[test]
fn crlf_and_a_missing_last_newline_stay() {
    let fixture = Fixture::new("[[a$0]]\\r\nx [[a]]\\r\n[[a]]\n//- a.md\n");
    let (id, offset) = fixture.at();
    let plan = rename(&fixture.view, id, offset, "b").unwrap();
    assert_eq!(plan.edits[0].applied(), "[[b]]\r\nx [[b]]\r\n[[b]]\n");
}

#[test]
fn what_prepare_offers() {
    check_prepare("[[x/no$0te|shown]]\n//- x/note.md\n", expect![[r#""note", now "note""#]]);
    check_prepare("😀 [t](x/a%20b.md$0)\n//- x/a b.md\n", expect![[r#""x/a%20b.md", now "a b""#]]);
    check_prepare("[[note#He$0ad]]\n//- note.md\n# Head\n", expect![[r#""Head", now "Head""#]]);
    check_prepare("# ma$0in\n", expect![[r#""main", now "main""#]]);
    check_prepare("[[nope$0]]\n", expect![[r#"refused: "nope" leads to no note; create it first"#]]);
    check_prepare(
        "plain $0text\n",
        expect![
            "refused: nothing can be renamed here; put the cursor on a link, a heading, a block id, a tag or an alias"
        ],
    );
    check_prepare(
        "[[ai$0]]\n//- A.md\n---\naliases: [AI]\n---\n",
        expect![[r#"refused: "ai" is an alias of A and no note's name; rename A itself"#]],
    );
}
