//! Code lenses and inlay hints.

use expect_test::{Expect, expect};
use wikilinks::features::hints::hints;
use wikilinks::features::lens::lenses;
use wikilinks::text::Span;
use wikilinks::vault::Settings;

use crate::support::fixture::{Fixture, place};

fn check_lenses(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let text = fixture.text("b.md");
    let shown = lenses(&fixture.view, fixture.file("b.md").place.id).into_iter().map(|lens| {
        let note = if lens.note { "note " } else { "" };
        format!("{note}{} {:?} {}\n", place(&text, lens.span), lens.span.of(&text), lens.count)
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn what_links_lead_to_has_a_lens() {
    check_lenses(
        "//- a.md\n[[b]] [[b#B]] [[b#Part]] [[b#gone]]\n//- c.md open\n[[B#^ID|x]] [[b#^id]]\n\
         //- b.md\n# B\n[[#Part]] [[b]] text ^id\n## Part\n## Other\ntext ^none\n",
        expect![[r#"
            note 1:3 "B" 6
            2:23 "id" 2
            3:4 "Part" 2
        "#]],
    );
}

#[test]
fn a_note_without_a_heading_has_its_lens_at_the_start() {
    check_lenses(
        "//- a.md\n[[b]]\n//- b.md\ntext\n",
        expect![[r#"
        note 1:1 "" 1
    "#]],
    );
    check_lenses("//- b.md\n# B\n[[b]] [[#B]]\n", expect![[r#""#]]);
}

fn check_hints(vault: &str, titles: bool, embeds: bool, expected: Expect) {
    let settings = Settings { hints_titles: titles, hints_embeds: embeds, ..Settings::default() };
    let fixture = Fixture::with_settings(vault, settings);
    let text = fixture.text("main.md");
    let found = hints(&fixture.view, fixture.file("main.md").place.id, Span::new(0, text.len()));
    let shown = found.into_iter().map(|hint| format!("{} {}\n", place(&text, Span::at(hint.at)), hint.text));
    expected.assert_eq(&shown.collect::<String>());
}

const HINTS: &str = "[[202401011230]] [[202401011230|x]] [[garden]] ![[garden#^id]] ![[garden#^long]] [[garden#^id]]\n\
    [[202401011230#Part]] [[202401011230#gone]] ![[garden]]\n\
    //- 202401011230.md\n# A day\n## Part\n//- garden.md\n# The garden\n- An *item* of a\n  list ^id\n\n\
    Many words, which go on and on, and on, and on, until they are far too long to be read behind a link ^long\n";

#[test]
fn notes_named_by_ids_are_shown_by_their_titles() {
    check_hints(
        HINTS,
        true,
        false,
        expect![[r#"
        1:17 A day
        2:22 A day
    "#]],
    );
}

#[test]
fn embedded_blocks_are_shown_by_their_texts() {
    check_hints(
        HINTS,
        false,
        true,
        expect![[r#"
        1:63 An *item* of a list
        1:81 Many words, which go on and on, and on, and on, until they a…
    "#]],
    );
}

#[test]
fn there_are_no_hints_until_they_are_set() {
    check_hints(HINTS, false, false, expect![[r#""#]]);
}

#[test]
fn hints_are_those_of_the_range_that_is_asked_for() {
    let settings = Settings { hints_titles: true, ..Settings::default() };
    let fixture = Fixture::with_settings("[[12]]\n[[12]]\n//- 12.md\n# Twelve\n", settings);
    let id = fixture.file("main.md").place.id;
    let found = hints(&fixture.view, id, Span::new(7, 13));
    assert_eq!(found.iter().map(|hint| hint.at).collect::<Vec<_>>(), [13]);
}
