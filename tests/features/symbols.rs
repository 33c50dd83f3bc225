//! The outline of a note, and the symbols of a vault.

use expect_test::{Expect, expect};
use wikilinks::features::outline::{Part, outline};
use wikilinks::features::workspace_symbols::{MAX_SYMBOLS, workspace_symbols};

use crate::support::fixture::{Fixture, place};

fn show_parts(text: &str, parts: &[Part], depth: usize, out: &mut String) {
    for part in parts {
        let lines = part.full.of(text).trim_end().lines().count().max(1);
        let indent = "  ".repeat(depth);
        out.push_str(&format!("{indent}{} {:?} {} {lines}\n", part.name, part.kind, place(text, part.focus)));
        assert!(part.full.contains(part.focus), "{part:?}");
        show_parts(text, &part.children, depth + 1, out);
    }
}

#[test]
fn an_outline_nests_headings_and_holds_blocks_and_tags() {
    let fixture = Fixture::new(
        "//- a.md\n---\ntags: x\n---\nBefore #y\n\nTitle\n=====\n\ntext ^one\n\n### Deep *one* #z\n## Less\n\n- a\n- b\n\n^list\n\n# [[b|Next]]\n#\n",
    );
    let text = fixture.text("a.md");
    let mut out = String::new();
    show_parts(&text, &outline(&fixture.file("a.md").note().expect("a note")), 0, &mut out);
    expect![[r#"
        #x Tag 2:7 1
        #y Tag 4:9 1
        Title Heading 6:1 12
          ^one Block 9:7 1
          Deep one #z Heading 11:5 1
            #z Tag 11:17 1
          Less Heading 12:4 6
            ^list Block 17:2 4
        Next Heading 19:3 1
        # Heading 20:2 1
    "#]]
    .assert_eq(&out);
}

fn check(vault: &str, typed: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let shown = workspace_symbols(&fixture.view, typed).into_iter().map(|symbol| {
        let at = place(&fixture.text(symbol.file.place.path.as_str()), symbol.span);
        format!("{:?} {} ({}) {}:{at}\n", symbol.kind, symbol.name, symbol.container, symbol.file.place.path)
    });
    expected.assert_eq(&shown.collect::<String>());
}

const VAULT: &str = r#"
//- plants/garden.md
---
aliases: [Gärtnerei, Plot]
tags: [garden]
---
# Garden
## Gardeners
//- a.md open
[[garden]] [[garden]] #Garden/small
# Unsaved garden
//- other.md
---
title: The Garden
---
//- garden.png
"#;

#[test]
fn notes_aliases_headings_and_tags_are_found_the_exact_name_first() {
    check(
        VAULT,
        "garden",
        expect![[r#"
            Note garden (plants) plants/garden.md:1:1
            Heading Gardeners (plants/garden) plants/garden.md:6:1
            Note The Garden (other) other.md:1:1
            Note Unsaved garden (a) a.md:1:1
            Tag #garden (plants/garden) plants/garden.md:3:8
            Tag #Garden/small (a) a.md:1:24
        "#]],
    );
    check(
        VAULT,
        "gartnerei",
        expect![[r#"
        Alias Gärtnerei (plants/garden) plants/garden.md:1:1
    "#]],
    );
}

#[test]
fn a_mark_finds_tags() {
    check(
        VAULT,
        "#gard",
        expect![[r#"
            Tag #garden (plants/garden) plants/garden.md:3:8
            Tag #Garden/small (a) a.md:1:24
        "#]],
    );
}

#[test]
fn nothing_typed_gives_the_notes_with_the_most_backlinks() {
    check(
        VAULT,
        "",
        expect![[r#"
            Note garden (plants) plants/garden.md:1:1
            Note a () a.md:1:1
            Note other () other.md:1:1
        "#]],
    );
}

#[test]
fn there_are_never_too_many() {
    let files: String =
        (0..300).map(|number| format!("//- n{number:03}.md\n# Heading\n#t{number}\n")).collect();
    let fixture = Fixture::new(&files);
    for typed in ["", "n", "hea", "t1"] {
        assert!(workspace_symbols(&fixture.view, typed).len() <= MAX_SYMBOLS, "{typed}");
    }
    let first = &workspace_symbols(&fixture.view, "n")[0];
    assert_eq!(first.name, "n000");
}
