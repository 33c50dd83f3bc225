//! What links here?

use expect_test::{Expect, expect};
use wikilinks::features::references::references;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

fn check(vault: &str, declaration: bool, expected: Expect) {
    check_with(Settings::default(), vault, declaration, expected);
}

fn check_with(settings: Settings, vault: &str, declaration: bool, expected: Expect) {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let shown = match references(&fixture.view, id, offset, declaration) {
        None => "nothing here".to_owned(),
        Some(found) => found.iter().map(|location| fixture.show(location) + "\n").collect(),
    };
    expected.assert_eq(&shown);
}

const VAULT: &str = r#"
//- a.md
[[Ideas]] and [[x/ideas|shown]], [md](x/ideas.md#garden).
//- b.md
---
up: "[[ideas]]"
---
![[ideas#Garden]] [[ideas#^blk]] `[[ideas]]` [[other]]
//- other/ideas.md
Not [[x/ideas]]... but yes.
//- board.canvas
{"nodes":[{"type":"file","file":"x/ideas.md"}]}
"#;

#[test]
fn a_note_by_its_first_heading() {
    let vault = format!("{VAULT}//- x/ideas.md\n# Ide$0as\n## Garden\n[[#Garden]]\ntext ^blk\n");
    check(
        &vault,
        false,
        expect![[r#"
            a.md:1:1 "[[Ideas]]"
            a.md:1:15 "[[x/ideas|shown]]"
            a.md:1:34 "[md](x/ideas.md#garden)"
            b.md:2:6 "[[ideas]]"
            b.md:4:1 "![[ideas#Garden]]"
            b.md:4:19 "[[ideas#^blk]]"
            board.canvas:1:34 "x/ideas.md"
            other/ideas.md:1:5 "[[x/ideas]]"
        "#]],
    );
}

#[test]
fn a_note_by_a_link_to_it() {
    check(
        "//- a.md\n[[b$0]] [[b#H]]\n//- b.md\n# H\n//- c.md\n[[B.md|x]]\n",
        true,
        expect![[r#"
        b.md:1:1 ""
        a.md:1:1 "[[b]]"
        a.md:1:7 "[[b#H]]"
        c.md:1:1 "[[B.md|x]]"
    "#]],
    );
}

#[test]
fn a_note_by_its_title() {
    check(
        "//- a.md\n[[b]]\n//- b.md\n---\ntitle: The $0title\n---\n",
        false,
        expect![[r#"
        a.md:1:1 "[[b]]"
    "#]],
    );
}

#[test]
fn a_heading_from_itself_and_from_a_link() {
    check(
        "//- a.md\n[[b#Garden]] [[b]]\n//- b.md\n# B\n## Gar$0den\n[[#garden]]\n",
        false,
        expect![[r#"
        a.md:1:1 "[[b#Garden]]"
        b.md:3:1 "[[#garden]]"
    "#]],
    );
    check(
        "//- a.md\n[[b#Gar$0den]] [[b]]\n//- b.md\n# B\n## Garden\n[[#garden]]\n",
        false,
        expect![[r#"
        a.md:1:1 "[[b#Garden]]"
        b.md:3:1 "[[#garden]]"
    "#]],
    );
}

#[test]
fn a_block() {
    check(
        "//- a.md\n[[b#^ID]] ![[b]]\n//- b.md\nText ^i$0d\n",
        true,
        expect![[r#"
        b.md:1:1 ""
        a.md:1:1 "[[b#^ID]]"
    "#]],
    );
}

#[test]
fn r26_a_tag_with_those_nested_in_it() {
    check(
        "//- a.md\n#Are$0a and #area/x\n//- b.md\n---\ntags: [area/y, areas]\n---\n",
        false,
        expect![[r#"
        a.md:1:2 "Area"
        a.md:1:12 "area/x"
        b.md:2:8 "area/y"
    "#]],
    );
}

#[test]
fn an_attachment() {
    check(
        "//- a.md\n![[i.png$0]] and ![](x/i.png)\n//- x/i.png\n",
        false,
        expect![[r#"
        a.md:1:1 "![[i.png]]"
        a.md:1:16 "![](x/i.png)"
    "#]],
    );
}

#[test]
fn nothing() {
    check("plain $0text\n", false, expect!["nothing here"]);
    check("[[no$0pe]]\n", false, expect!["nothing here"]);
}

#[test]
fn r18_a_footnote_by_its_label() {
    check(
        "//- a.md\nOne[^x] and two[^X].\n\n[^x$0]: text\n\n[[#[^x]]]\n//- b.md\n[[a#[^x]]]\n",
        true,
        expect![[r#"
            a.md:3:3 "x"
            a.md:5:1 "[[#[^x]]]"
            b.md:1:1 "[[a#[^x]]]"
        "#]],
    );
}

#[test]
fn r12_links_by_an_alias_where_a_setting_makes_it_a_target() {
    let settings = Settings { aliases_resolve: true, ..Settings::default() };
    check_with(
        settings,
        "---\naliases: [Bee]\n---\n# B$0\n//- a.md\n[[Bee]] [[main]] [[bees]]\n",
        false,
        expect![[r#"
            a.md:1:1 "[[Bee]]"
            a.md:1:9 "[[main]]"
        "#]],
    );
}
