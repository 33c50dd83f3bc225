//! What would mend a problem?

use expect_test::{Expect, expect};
use wikilinks::features::fixes::fixes;
use wikilinks::text::Span;

use crate::support::fixture::Fixture;

/// Each fix at the cursor, and what it makes of the vault.
fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let mut shown = String::new();
    for fix in fixes(&fixture.view, id, Span::at(offset)) {
        let preferred = if fix.preferred { " (preferred)" } else { "" };
        shown += &format!("== {}{preferred}\n{}\n", fix.title, fixture.outcome(&fix.plan).trim_end());
    }
    expected.assert_eq(&shown);
}

#[test]
fn an_unresolved_note_becomes_a_near_one_or_is_created() {
    check(
        "![[Ida$0es#x|y]]\n//- x/Ideas.md\n",
        expect![[r#"
        == Link to "x/Ideas" (preferred)
        //- main.md
        ![[Ideas#x|y]]
        == Create note "Idaes"
        //- new Idaes.md
        # Idaes
    "#]],
    );
}

#[test]
fn a_note_is_created_where_its_link_leads() {
    check(
        "//- f/main.md\n[[a/b$0]]\n",
        expect![[r#"
        == Create note "a/b" (preferred)
        //- new a/b.md
        # b
    "#]],
    );
    check(
        "//- f/main.md\n[x](a%20b.md$0)\n",
        expect![[r#"
        == Create note "f/a b" (preferred)
        //- new f/a b.md
        # a b
    "#]],
    );
    check(
        "//- f/main.md\n[[../c$0]]\n",
        expect![[r#"
        == Create note "c" (preferred)
        //- new c.md
        # c
    "#]],
    );
}

#[test]
fn no_note_is_created_outside_the_vault_or_under_a_bad_name() {
    check("[[../../c$0]]\n", expect![""]);
    check("[[what?$0]]\n", expect![""]);
    check("[[.hidden/x$0]]\n", expect![""]);
}

#[test]
fn a_heading_becomes_a_near_one_or_is_added() {
    check(
        "[[a#Gardn$0]]\n//- a.md\n# Garden\ntext",
        expect![[r#"
        == Link to heading "Garden" (preferred)
        //- main.md
        [[a#Garden]]
        == Add heading "Gardn" to "a"
        //- a.md
        # Garden
        text

        ## Gardn
    "#]],
    );
}

#[test]
fn r12_an_alias_is_written_as_the_display_text() {
    check(
        "[[a$0i]]\n//- Artificial.md\n---\naliases: [AI]\n---\n",
        expect![[r#"
        == Link to "Artificial" by its name (preferred)
        //- main.md
        [[Artificial|ai]]
    "#]],
    );
    check(
        "| [[a$0i]] |\n| --- |\n//- Artificial.md\n---\naliases: [AI]\n---\n",
        expect![[r#"
        == Link to "Artificial" by its name (preferred)
        //- main.md
        | [[Artificial\|ai]] |
        | --- |
    "#]],
    );
    check(
        "[[a$0i|shown]]\n//- Artificial.md\n---\naliases: [AI]\n---\n",
        expect![[r#"
        == Link to "Artificial" by its name (preferred)
        //- main.md
        [[Artificial|shown]]
    "#]],
    );
}

#[test]
fn r11_an_ambiguous_link_gets_its_path() {
    check(
        "[[n$0|x]]\n//- b/n.md\n//- c/n.md\n",
        expect![[r#"
        == Link to "b/n" (preferred)
        //- main.md
        [[b/n|x]]
        == Link to "c/n"
        //- main.md
        [[c/n|x]]
    "#]],
    );
}

#[test]
fn nothing_to_mend() {
    check("[[a$0]]\n//- a.md\n", expect![""]);
}

#[test]
fn all_missing_notes_of_a_note_can_be_created_at_once() {
    check(
        "[[Firs$0t one]] [[x/second#h|s]] [[FIRST ONE]] [[C#]] ![[map.png]] [[there]]\n//- there.md\n",
        expect![[r#"
            == Create note "First one" (preferred)
            //- new First one.md
            # First one
            == Create all 3 notes that links of this note look for
            //- new First one.md
            # First one
            //- new x/second.md
            # second
            //- new C.md
            # C
        "#]],
    );
}
