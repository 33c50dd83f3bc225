//! A part of a note as a note of its own.

use expect_test::{Expect, expect};
use wikilinks::features::extract::extractions;
use wikilinks::text::Span;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

/// The first way to move the section at the cursor, or the lines of `selected`, and what it makes of
/// the vault.
fn shown(vault: &str, selected: Option<&str>, way: usize) -> String {
    shown_in(&Fixture::new(vault), selected, way)
}

fn shown_in(fixture: &Fixture, selected: Option<&str>, way: usize) -> String {
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
    check("---\na: b\nc: d\n---\ntext\n", Some("a: b\nc: d"), expect![""]);
    check("---\na:\n- b\n---\ntext\n", Some("- b\n---\ntext"), expect![""]);
    check("text\n\n---\nmore\n", Some("---\nmore"), expect![""]);
    check("[a]\n\ntext [a]\n\n[a]: x.md\n//- x.md\n", Some("text"), expect![""]);
    check("- a\n- b\n\n^list\n", Some("- a"), expect![""]);
    check("- a ^id\n- b\n", Some("- b"), expect![""]);
    check("one\n\ntwo\n---\nthree\n", Some("two"), expect![""]);
    check("text\n\n%% a\nb %%\n", Some("b %%"), expect![""]);
    check("- item\n\n    [[x]]\n//- x.md\n", Some("- item"), expect![""]);
    check("tex$0t\n", None, expect![""]);
}

#[test]
fn lines_of_a_canvas_stay() {
    let fixture = Fixture::new("//- board.canvas\n{\n\"nodes\": []\n}\n");
    let id = fixture.file("board.canvas").place.id;
    assert!(extractions(&fixture.view, id, Span::new(2, 13)).is_empty());
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

#[test]
fn a_footnote_goes_along_only_where_it_is_a_text_of_its_own() {
    let in_a_quote = "a[^1]\n\n> [^1]: quoted\n";
    check(in_a_quote, Some("a[^1]"), expect![""]);
    let refers_to_another = "a[^1]\n\n[^1]: see [^2]\n\n[^2]: more\n";
    check(refers_to_another, Some("a[^1]"), expect![""]);
    let would_be_code = "[^1]: one\n\n# Par$0t\na[^1]\n\n```\ncode\n";
    check(would_be_code, None, expect![""]);
}

#[test]
fn footnotes_go_from_between_those_that_stay() {
    check(
        "a[^1] c[^3]\n\nb[^2]\n\n[^1]: one\n[^2]: two\n[^3]: three\n\nEnd\n",
        Some("a[^1] c[^3]"),
        expect![[r#"
            Move to a new note "a c" and link to it
            //- new a c.md
            a[^1] c[^3]

            [^1]: one

            [^3]: three
            //- main.md
            [[a c]]

            b[^2]

            [^2]: two

            End
        "#]],
    );
}

#[test]
fn a_footnote_that_is_defined_and_used_in_the_part_moves_with_it() {
    check(
        "# Top\n\n## Par$0t\na[^1]\n\n[^1]: own\n\nmore\n\n## End\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        a[^1]

        [^1]: own

        more
        //- main.md
        # Top

        [[Part]]

        ## End
    "#]],
    );
    check(
        "text\n\n[^1]: unused\n",
        Some("[^1]: unused"),
        expect![[r#"
        Move to a new note "unused" and link to it
        //- new unused.md
        [^1]: unused
        //- main.md
        text

        [[unused]]
    "#]],
    );
}

#[test]
fn the_frontmatter_stays_where_it_is() {
    check(
        "---\ntags: [a]\n---\n# Top\n## Par$0t\n#b text\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        #b text
        //- main.md
        ---
        tags: [a]
        ---
        # Top
        [[Part]]
    "#]],
    );
}

#[test]
fn a_section_right_behind_a_comment_moves_without_it() {
    check(
        "<!-- from the web -->\n## Par$0t\ntext\n",
        None,
        expect![[r#"
            Move to a new note "Part" and link to it
            //- new Part.md
            ## Part
            text
            //- main.md
            <!-- from the web -->
            [[Part]]
        "#]],
    );
}

#[test]
fn r22_links_to_the_headings_of_the_rest_and_of_other_notes_stay_as_they_are() {
    check(
        "# Top\n[[#End]]\n\n## Par$0t\n\n## Middle\n\n## End\n",
        None,
        expect![[r#"
            Move to a new note "Part" and link to it
            //- new Part.md
            ## Part
            //- main.md
            # Top
            [[#End]]

            [[Part]]

            ## Middle

            ## End
        "#]],
    );
    check(
        "# Top\n\n## Par$0t\n[[far#One]] [[far#Two]]\n//- far.md\n# One\n# Two\n",
        None,
        expect![[r#"
        Move to a new note "Part" and link to it
        //- new Part.md
        ## Part
        [[far#One]] [[far#Two]]
        //- main.md
        # Top

        [[Part]]
    "#]],
    );
}

#[test]
fn r14_where_markdown_links_are_written_the_link_is_one_and_the_embed_is_not() {
    let settings = Settings { markdown_links: true, ..Settings::default() };
    let fixture = Fixture::with_settings("# Top\n\n## My par$0t\ntext\n", settings);
    expect![[r#"
        Move to a new note "My part" and link to it
        //- new My part.md
        ## My part
        text
        //- main.md
        # Top

        [My part](My%20part.md)
    "#]]
    .assert_eq(&shown_in(&fixture, None, 0));
    expect![[r#"
        Move to a new note "My part" and embed it
        //- new My part.md
        ## My part
        text
        //- main.md
        # Top

        ![[My part]]
    "#]]
    .assert_eq(&shown_in(&fixture, None, 1));
}

#[test]
fn lines_go_on_ending_as_they_did() {
    assert_eq!(
        shown("# Top\\r\n\\r\n## Par$0t\\r\na[^1]\\r\n\\r\n[^1]: one\\r\n", None, 0),
        "Move to a new note \"Part\" and link to it\n\
         //- new Part.md\n## Part\r\na[^1]\r\n\r\n[^1]: one\r\n\
         //- main.md\n# Top\r\n\r\n[[Part]]\r\n"
    );
}

#[test]
fn the_new_note_is_called_what_every_system_can_call_a_file() {
    for (text, name) in [
        ("# What now...", "What now"),
        ("# ???", "New note"),
        ("# CON", "CON 2"),
        ("# a\u{7}b - c/d", "a b c d"),
        ("# Nick", "Nick 2"),
        ("one two three four five six seven eight nine", "one two three four five six seven eight"),
        (
            "# Donaudampfschifffahrtsgesellschaft und Rechtsschutzversicherung sind lang",
            "Donaudampfschifffahrtsgesellschaft und Rechtsschutzversicher",
        ),
        (
            "# Donaudampfschifffahrtsgesellschaften & Rechtsversicherungen x",
            "Donaudampfschifffahrtsgesellschaften & Rechtsversicherungen",
        ),
    ] {
        let vault = format!("{text}\n//- other.md\n---\naliases: [Nick]\n---\n");
        let shown = shown(&vault, Some(text), 0);
        let title = format!("Move to a new note \"{name}\" and link to it");
        assert_eq!(shown.lines().next(), Some(&*title), "{text}");
    }
}

#[test]
fn r18_links_to_a_footnote_follow_it_where_it_goes() {
    check(
        "//- main.md\n# Main\n\n## Pa$0rt\ntext[^1]\n\n[^1]: one\n\n## Rest\nmore[^2] [[#[^1]]] [[#[^2]]]\n\n[^2]: two\n\
         //- b.md\n[[main#[^1]]] [[main#[^2]]]\n",
        None,
        expect![[r#"
            Move to a new note "Part" and link to it
            //- new Part.md
            ## Part
            text[^1]

            [^1]: one
            //- main.md
            # Main

            [[Part]]

            [^1]: one

            ## Rest
            more[^2] [[#[^1]]] [[#[^2]]]

            [^2]: two
        "#]],
    );
}
