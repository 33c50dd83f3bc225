//! A part of a note as a note of its own.

use expect_test::{Expect, expect};
use wikilinks::features::extract::extractions;
use wikilinks::text::Span;

use crate::support::fixture::Fixture;

/// The first way to move the section at the cursor, or the lines of `selected`, and what it makes of
/// the vault.
fn shown(vault: &str, selected: Option<&str>, way: usize) -> String {
    let fixture = Fixture::new(vault);
    let (id, range) = match selected {
        None => (fixture.at().0, Span::at(fixture.at().1)),
        Some(text) => {
            let start = fixture.text("main.md").find(text).expect("the selected text");
            (fixture.file("main.md").place.id, Span::new(start, start + text.len()))
        }
    };
    let plans = extractions(&fixture.view, id, range);
    plans.get(way).map(|plan| format!("{}\n{}", plan.title, fixture.outcome(plan))).unwrap_or_default()
}

fn check(vault: &str, selected: Option<&str>, expected: Expect) {
    expected.assert_eq(&shown(vault, selected, 0));
}

#[test]
fn r22_a_section_moves_and_every_link_goes_on_leading_where_it_led() {
    check(
        "//- x/main.md\n# Top\n[[#Gar den]] [[#Top]]\n\n## Gar$0 den\n[[#Top]] [[#Bed]] [[./near]] [[far]] [[gone]] ^blk\n### Bed\n\n## End\n\
         //- x/near.md\n[[main#Bed]] [[main#^blk|x]] [[main]] [[main#End]]\n//- far.md\n[m](x/main.md#gar-den)\n",
        None,
        expect![[r#"
            Move to a new note "Gar den" and link to it
            //- new x/Gar den.md
            ## Gar den
            [[main#Top]] [[#Bed]] [[./near]] [[far]] [[gone]] ^blk
            ### Bed
            //- far.md
            [m](x/Gar%20den.md#gar-den)
            //- x/main.md
            # Top
            [[Gar den#Gar den]] [[#Top]]

            [[Gar den]]

            ## End
            //- x/near.md
            [[Gar den#Bed]] [[Gar den#^blk|x]] [[main]] [[main#End]]
        "#]],
    );
}

#[test]
fn lines_that_are_selected_move_and_are_embedded() {
    let vault = "Before\n\nFirst: [[a]] & so on\nsecond\n\nBehind\n//- a.md\n";
    let expected = expect![[r#"
        Move to a new note "First a & so on" and embed it
        //- new First a & so on.md
        First: [[a]] & so on
        second
        //- main.md
        Before

        ![[First a & so on]]

        Behind
    "#]];
    expected.assert_eq(&shown(vault, Some("irst: [[a]] & so on\nsec"), 1));
}

#[test]
fn r22_a_name_that_is_taken_or_linked_is_not_used() {
    check(
        "# Idea$0\n[[Idea 2]]\n//- x/idea.md\n",
        None,
        expect![[r#"
            Move to a new note "Idea 3" and link to it
            //- new Idea 3.md
            # Idea
            [[Idea 2]]
            //- main.md
            [[Idea 3]]
        "#]],
    );
}

#[test]
fn what_does_not_stand_alone_stays() {
    check("a\n\n```\ncode\nmore\n```\n", Some("code\nmore"), expect![""]);
    check("---\na: b\n---\ntext\n", Some("a: b\n---\ntext"), expect![""]);
    check("[a]\n\ntext [a]\n\n[a]: x.md\n//- x.md\n", Some("text"), expect![""]);
    check("- a\n- b\n\n^list\n", Some("- a"), expect![""]);
    check("one\n\ntwo\n---\nthree\n", Some("two"), expect![""]);
    check("text\n\n%% a\nb %%\n", Some("b %%"), expect![""]);
    check("tex$0t\n", None, expect![""]);
}

#[test]
fn a_cursor_that_is_a_selected_character_selects_nothing() {
    check("See [[a]] here.\n", Some("[[a"), expect![""]);
    check("two\n\nlines\n", Some("o\n\n"), expect![""]);
    let section = shown("# Garden\ntext\n\n# End\n", Some("d"), 0);
    assert!(section.starts_with("Move to a new note \"Garden\" and link to it\n"), "{section}");
}

#[test]
fn the_footnotes_of_a_section_go_along_and_those_of_the_rest_stay() {
    check(
        "# Top\nOne[^1] and both[^2].\n\n## Par$0t\nTwo[^2], three[^3], four[^x].\n\n## End\n\n\
         [^1]: one\n\n[^2]: both\n[^3]: three [[far]]\n    and more\n\n[^x]: four\n//- far.md\n",
        None,
        expect![[r#"
            Move to a new note "Part" and link to it
            //- new Part.md
            ## Part
            Two[^2], three[^3], four[^x].

            [^2]: both

            [^3]: three [[far]]
                and more

            [^x]: four
            //- main.md
            # Top
            One[^1] and both[^2].

            [[Part]]

            ## End

            [^1]: one

            [^2]: both
        "#]],
    );
    // The last section holds the footnotes of all.
    check(
        "One[^1].\n\n## Par$0t\nTwo[^2].\n\n[^1]: one\n[^2]: two\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        Two[^2].

        [^2]: two
        //- main.md
        One[^1].

        [[Part]]

        [^1]: one
    "#]],
    );
    check(
        "One[^1].\n\n## Par$0t\nTwo.\n\n[^1]: one\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        Two.
        //- main.md
        One[^1].

        [[Part]]

        [^1]: one
    "#]],
    );
    check(
        "## Par$0t\nTwo[^2].\n\n[^2]: two\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        Two[^2].

        [^2]: two
        //- main.md
        [[Part]]
    "#]],
    );
    check(
        "a[^1]\n\nb[^1] c\n\n[^1]: note\n",
        Some("b[^1] c"),
        expect![[r#"
        Move to a new note "b c" and link to it
        //- new b c.md
        b[^1] c

        [^1]: note
        //- main.md
        a[^1]

        [[b c]]

        [^1]: note
    "#]],
    );
    // A footnote that is defined in the middle of it.
    check("a[^1]\n\n## Par$0t\n[^1]: note\n\ntext\n", None, expect![""]);
}
