//! Other ways to write a link.

use expect_test::{Expect, expect};
use wikilinks::features::rewrites::rewrites;

use crate::support::fixture::Fixture;

fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let shown = rewrites(&fixture.view, id, offset).into_iter().map(|rewrite| {
        let outcome = fixture.outcome(&rewrite.plan);
        format!("{}: {}\n", rewrite.title, outcome.lines().nth(1).unwrap_or_default())
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn a_wikilink_becomes_a_markdown_link_or_gets_another_path() {
    check(
        "//- a/main.md\n[[b$0#Part One|shown]] x\n//- a/x/b c.md\n//- a/b.md\n# Part One\n",
        expect![[r#"
            Write the link as a Markdown link: [shown](b.md#Part%20One) x
            Write the path from this note's folder: [[./b#Part One|shown]] x
            Write the path from the vault's folder: [[a/b#Part One|shown]] x
        "#]],
    );
    check(
        "//- a/main.md\n[[b c$0]]\n//- x/b c.md\n",
        expect![[r#"
        Write the link as a Markdown link: [b c](../x/b%20c.md)
        Write the path from this note's folder: [[../x/b c]]
        Write the path from the vault's folder: [[x/b c]]
    "#]],
    );
    check(
        "//- main.md\n![[i_1.p$0ng]]\n//- x/i_1.png\n",
        expect![[r#"
        Write the link as a Markdown link: ![](x/i_1.png)
        Write the path from this note's folder: ![[./x/i_1.png]]
        Write the path from the vault's folder: ![[x/i_1.png]]
    "#]],
    );
}

#[test]
fn a_markdown_link_becomes_a_wikilink() {
    check(
        "//- a/main.md\n[shown](../x/b%20c.md#pa$0rt) y\n//- x/b c.md\n# Part\n",
        expect![[r#"
            Write the link as a wikilink: [[b c#part|shown]] y
            Write the path from the vault's folder: [shown](x/b%20c.md#part) y
        "#]],
    );
    check(
        "//- main.md\n[b](x/b$0.md)\n//- x/b.md\n",
        expect![[r#"
            Write the link as a wikilink: [[b]]
        "#]],
    );
}

#[test]
fn r02_a_table_keeps_its_backslash() {
    check(
        "//- main.md\n| [s](x/b$0.md) |\n|---|\n//- x/b.md\n",
        expect![[r#"
            Write the link as a wikilink: | [[b\|s]] |
        "#]],
    );
    check(
        "//- main.md\n| [[x/b$0\\|s]] |\n|---|\n//- x/b.md\n",
        expect![[r#"
        Write the link as a Markdown link: | [s](x/b.md) |
        Write the path as short as possible: | [[b\|s]] |
        Write the path from this note's folder: | [[./x/b\|s]] |
    "#]],
    );
}

#[test]
fn r21_what_would_lead_elsewhere_is_not_offered() {
    // Two notes have the name, so the bare name would mean the one at the root.
    check(
        "//- a/main.md\n[[x/b$0]]\n//- x/b.md\n//- b.md\n",
        expect![[r#"
        Write the link as a Markdown link: [x/b](../x/b.md)
        Write the path from this note's folder: [[../x/b]]
    "#]],
    );
    check("[[no$0pe]] \n", expect![[r#""#]]);
    check("pl$0ain\n", expect![[r#""#]]);
    check(
        "//- main.md\n---\nup: \"[[x/b$0]]\"\n---\n//- x/b.md\n",
        expect![[r#"
        Write the path as short as possible: ---
        Write the path from this note's folder: ---
    "#]],
    );
}

#[test]
fn a_link_into_its_own_note_has_both_forms() {
    check(
        "[[#He$0re it is]]\n# Here it is\n",
        expect![[r#"
        Write the link as a Markdown link: [Here it is](#Here%20it%20is)
    "#]],
    );
    check(
        "| [[#Here$0\\|there]] |\n|---|\n\n# Here\n",
        expect![[r#"
        Write the link as a Markdown link: | [there](#Here) |
    "#]],
    );
    check(
        "[Here it is](#here$0-it-is)\n# Here it is\n",
        expect![[r#"
        Write the link as a wikilink: [[#Here it is]]
    "#]],
    );
    check(
        "[there](#he$0re)\n# Here\n",
        expect![[r#"
        Write the link as a wikilink: [[#here|there]]
    "#]],
    );
    check(
        "[[#A#He$0re]]\n# A\n## Here\n",
        expect![[r#"
        Write the link as a Markdown link: [A > Here](#A%23Here)
    "#]],
    );
}

#[test]
fn r18_a_slug_becomes_its_heading_and_a_title_is_not_lost() {
    check(
        "[x](b.md#part$0-one)\n//- b.md\n# Part One\n",
        expect![[r#"
        Write the link as a wikilink: [[b#Part One|x]]
    "#]],
    );
    check("[x](b.md#part$0-one \"title\")\n//- b.md\n# Part One\n", expect![[r#""#]]);
    check("[x](<b.md#Part One$0> 'title')\n//- b.md\n# Part One\n", expect![[r#""#]]);
    check(
        "[[b#One#T$0wo]]\n//- b.md\n# One\n## Two\n",
        expect![[r#"
        Write the link as a Markdown link: [b > One > Two](b.md#One%23Two)
        Write the path from this note's folder: [[./b#One#Two]]
    "#]],
    );
}
