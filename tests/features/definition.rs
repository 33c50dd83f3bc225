//! Where does this link lead?

use expect_test::{Expect, expect};
use wikilinks::features::definition::definition;

use crate::support::fixture::Fixture;

fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let shown = match definition(&fixture.view, id, offset) {
        None => "no link".to_owned(),
        Some(found) => {
            let text = fixture.view.read(id).unwrap().text;
            let targets: Vec<_> = found.targets.iter().map(|target| fixture.show(target)).collect();
            format!("{} -> {}", found.origin.of(&text), targets.join(", "))
        }
    };
    expected.assert_eq(&shown);
}

#[test]
fn a_link_leads_to_the_start_of_its_note() {
    check(
        "See ![[ide$0as|mine]].\n//- x/ideas.md\n---\ntitle: I\n---\n# Ideas\n",
        expect![[r#"![[ideas|mine]] -> x/ideas.md:1:1 """#]],
    );
}

#[test]
fn a_cursor_behind_the_link_is_still_on_it() {
    check("[[a]]$0 [[b]]\n//- a.md\n//- b.md\n", expect![[r#"[[a]] -> a.md:1:1 """#]]);
    check("[[a]]$0[[b]]\n//- a.md\n//- b.md\n", expect![[r#"[[b]] -> b.md:1:1 """#]]);
    check("[[a]] $0 [[b]]\n//- a.md\n//- b.md\n", expect!["no link"]);
}

#[test]
fn r15_a_heading() {
    check(
        "[[ideas#garden$0]]\n//- ideas.md\n# X\n\n## The Garden?\n## Garden!\n",
        expect![[r#"[[ideas#garden]] -> ideas.md:4:4 "Garden!""#]],
    );
}

#[test]
fn r16_a_nested_heading() {
    check(
        "[[i#B#plan$0]]\n//- i.md\n# A\n## Plan\n# B\n## Plan\n",
        expect![[r#"[[i#B#plan]] -> i.md:4:4 "Plan""#]],
    );
}

#[test]
fn r17_a_block() {
    check("[[#^x$0]]\n\ntext\n\n- one\n- two ^x\n", expect![[r#"[[#^x]] -> main.md:6:1 """#]]);
}

#[test]
fn r18_a_footnote_by_link_and_by_reference() {
    check("[[#[^1]$0]]\n\n[^1]: The note.\n", expect![[r#"[[#[^1]]] -> main.md:3:3 "1""#]]);
    check("Text[^lon$0g] more\n\n[^long]: The note.\n", expect![[r#"[^long] -> main.md:3:3 "long""#]]);
    check("Text [^1] mo$0re\n\n[^1]: The note.\n", expect!["no link"]);
}

#[test]
fn r14_an_attachment() {
    check(
        "![[image.png|300$0]]\n//- assets/image.png\nx\n",
        expect!["![[image.png|300]] -> assets/image.png"],
    );
}

#[test]
fn r12_an_alias_still_helps() {
    check(
        "[[ai$0]]\n//- Artificial.md\n---\naliases: [AI]\n---\n",
        expect![[r#"[[ai]] -> Artificial.md:1:1 """#]],
    );
}

#[test]
fn r13_markdown_links_and_reference_definitions() {
    check("[t](x/b%20c.md#h$0)\n//- x/b c.md\n# H\n", expect![[r#"[t](x/b%20c.md#h) -> x/b c.md:1:3 "H""#]]);
    check(
        "[t][id]\n\n[id]: <x/b c.md$0>\n//- x/b c.md\n",
        expect![[r#"[id]: <x/b c.md> -> x/b c.md:1:1 """#]],
    );
}

#[test]
fn a_missing_heading_leads_to_its_note_and_a_missing_note_nowhere() {
    check("[[a#nope$0]]\n//- a.md\n# H\n", expect![[r#"[[a#nope]] -> a.md:1:1 """#]]);
    check("[[nope$0]]\n", expect!["[[nope]] -> "]);
}

#[test]
fn r06_a_link_in_the_frontmatter() {
    check("---\nup: \"[[a$0]]\"\n---\n//- a.md\n", expect![[r#"[[a]] -> a.md:1:1 """#]]);
}

#[test]
fn unsaved_text_wins() {
    check("[[a#New$0]]\n//- a.md open\n# New\n", expect![[r#"[[a#New]] -> a.md:1:3 "New""#]]);
}

#[test]
fn crlf_notes_have_the_same_lines() {
    check("[[a#H$0]]\n//- a.md\nx\\r\ny\\r\n# H\\r\n", expect![[r#"[[a#H]] -> a.md:3:3 "H""#]]);
}
