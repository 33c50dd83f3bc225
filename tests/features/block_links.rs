//! Block ids where they are missing, and other small changes at a link.

use expect_test::{Expect, expect};
use wikilinks::features::alias_from_display::alias_from_display;
use wikilinks::features::block_link::block_link;
use wikilinks::features::fix_all::fix_all;
use wikilinks::features::rewrites::convert_all;
use wikilinks::plan::Plan;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

/// The link to the block at the cursor, and the note with its id, which is written `ID`.
fn check_block(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let shown = match block_link(&fixture.view, id, offset) {
        None => "none".to_owned(),
        Some(found) => {
            let after = found.plan.as_ref().map(|plan| fixture.outcome(plan)).unwrap_or_default();
            let id = found.link.rsplit('^').next().and_then(|rest| rest.get(..6)).unwrap_or("??????");
            format!("{}\n{after}", found.link).replace(&format!("^{id}"), "^ID")
        }
    };
    expected.assert_eq(&shown);
}

#[test]
fn r17_a_paragraph_an_item_and_a_table_get_ids_where_they_name_them() {
    check_block(
        "One li$0ne\nand another.\n\nMore\n",
        expect![[r#"
            [[main#^ID]]
            //- main.md
            One line
            and another. ^ID

            More
        "#]],
    );
    check_block(
        "- one\n- tw$0o [[x]]\n  - three\n//- x.md\n",
        expect![[r#"
            [[main#^ID]]
            //- main.md
            - one
            - two [[x]] ^ID
              - three
        "#]],
    );
    check_block(
        "| a |\n|---|\n| b$0 |\n",
        expect![[r#"
            [[main#^ID]]
            //- main.md
            | a |
            |---|
            | b |

            ^ID
        "#]],
    );
    check_block(
        "> quo$0ted\n",
        expect![[r#"
            [[main#^ID]]
            //- main.md
            > quoted ^ID
        "#]],
    );
}

#[test]
fn a_block_with_an_id_keeps_it_and_what_is_no_block_gets_none() {
    check_block(
        "a `co$0de` b\n",
        expect![[r#"
        [[main#^ID]]
        //- main.md
        a `code` b ^ID
    "#]],
    );
    check_block("<!-- to$0c -->\n", expect!["none"]);
    check_block("te$0xt ^abcdef\n", expect!["[[main#^ID]]\n"]);
    check_block("# He$0ading\n", expect!["none"]);
    check_block("```\nco$0de\n```\n", expect!["none"]);
    check_block("a\n\n$0\n\nb\n", expect!["none"]);
    check_block("---\na$0: b\n---\n", expect!["none"]);
}

fn check(vault: &str, plan: impl Fn(&Fixture) -> Option<Plan>, expected: Expect) {
    let fixture = Fixture::new(vault);
    let shown = plan(&fixture).map(|plan| format!("{}\n{}", plan.title, fixture.outcome(&plan)));
    expected.assert_eq(&shown.unwrap_or_default());
}

#[test]
fn a_display_text_becomes_an_alias_of_the_note() {
    let alias = |fixture: &Fixture| alias_from_display(&fixture.view, fixture.at().0, fixture.at().1);
    check(
        "[[x/Note|the$0 \"one\"]]\n//- x/Note.md\n---\naliases: [First]\n---\n",
        alias,
        expect![[r#"
            Add the alias "the "one"" to "x/Note"
            //- x/Note.md
            ---
            aliases: [First, the "one"]
            ---
        "#]],
    );
    check("[[Note|Fir$0st]]\n//- Note.md\n---\naliases: first\n---\n", alias, expect![""]);
    check("[[Note|No$0te]]\n//- Note.md\n", alias, expect![""]);
    check("[[Note#H|ha$0]]\n//- Note.md\n# H\n", alias, expect![""]);
    check("![[Note|ha$0]] [[gone|x]]\n//- Note.md\n", alias, expect![""]);
}

#[test]
fn an_alias_that_needs_quotes_makes_a_list_of_a_scalar() {
    let alias = |fixture: &Fixture| alias_from_display(&fixture.view, fixture.at().0, fixture.at().1);
    for (before, after) in [
        ("aliases: one", "aliases: [one, \"a: b\"]"),
        ("aliases: one, two", "aliases: [one, two, \"a: b\"]"),
        ("aliases:   null", "aliases:   [\"a: b\"]"),
        ("aliases: 'it''s'", "aliases: [it's, \"a: b\"]"),
        ("aliases: x # y", "none"),
        ("aliases: |\n  x", "none"),
        ("aliases: [one", "none"),
    ] {
        let fixture = Fixture::new(&format!("[[Note|a$0: b]]\n//- Note.md\n---\n{before}\n---\n"));
        let outcome = alias(&fixture).map(|plan| fixture.outcome(&plan));
        let line = outcome.as_deref().and_then(|text| text.lines().nth(2)).unwrap_or("none");
        assert_eq!(line, after, "{before}");
    }
}

#[test]
fn r21_all_links_of_a_note_are_converted_where_they_can_be() {
    let convert = |fixture: &Fixture| convert_all(&fixture.view, fixture.at().0, fixture.at().1);
    check(
        "---\nup: \"[[a]]\"\n---\n[[a$0]] ![[i.png]] [[b c|x]] [[gone]] [y](a.md) `[[a]]`\n//- a.md\n//- b c.md\n//- i.png\n",
        convert,
        expect![[r#"
            Write all 3 links of the note as Markdown links
            //- main.md
            ---
            up: "[[a]]"
            ---
            [a](a.md) ![](i.png) [x](b%20c.md) [[gone]] [y](a.md) `[[a]]`
        "#]],
    );
    check("[a](a.md$0) [![i](i.png)](a.md) [z](https://x.org)\n//- a.md\n//- i.png\n", convert, expect![""]);
    check("[[a$0]]\n//- a.md\n", convert, expect![""]);
}

#[test]
fn r12_all_that_has_one_answer_is_mended_at_once() {
    let fix = |fixture: &Fixture| fix_all(&fixture.view, fixture.file("main.md").place.id);
    check(
        "[[AI]] [[ai|x]] [[Both]] [[gone]] [[AI]]\n//- Artificial.md\n---\naliases: [AI, Both]\n---\n//- b.md\n---\naliases: Both\n---\n",
        fix,
        expect![[r#"
            Mend 3 links
            //- main.md
            [[Artificial|AI]] [[Artificial|x]] [[Both]] [[gone]] [[Artificial|AI]]
        "#]],
    );
    check("[[a]]\n//- a.md\n", fix, expect![""]);
}

#[test]
fn a_block_link_is_a_markdown_link_where_new_links_are() {
    let settings = Settings { markdown_links: true, ..Settings::default() };
    let fixture = Fixture::with_settings("//- x/my note.md\nte$0xt ^id\n", settings);
    let (id, offset) = fixture.at();
    let link = block_link(&fixture.view, id, offset).expect("a block").link;
    assert_eq!(link, "[my note](x/my%20note.md#^id)");
}
