//! What holds for any text: nothing panics, every span fits, and nothing takes more than linear
//! time.

use proptest::prelude::*;

use crate::note::cursor::typing_at;
use crate::note::invariants::{check_spans, check_typing, spans};
use crate::note::{Format, Note, parse};
use crate::text::Encoding;

/// Pieces that grammars meet in odd places.
const FRAGMENTS: &[&str] = &[
    "[[",
    "]]",
    "[",
    "]",
    "|",
    "\\|",
    "#",
    "##",
    "# ",
    "^",
    " ^id",
    "^id",
    "!",
    "`",
    "```",
    "~~~",
    "$",
    "$$",
    "%%",
    "<!--",
    "-->",
    "<b>",
    "<div>",
    "(",
    ")",
    "](",
    "](<",
    ">",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "---",
    "===",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "    ",
    "\t",
    "| a | b |\n|---|---|\n",
    "[^1]",
    "[^1]: ",
    "[id]: x.md",
    "a",
    "note",
    "é",
    "日本",
    "🌱",
    "\u{feff}",
    "\0",
    "\u{200b}",
    "\u{3000}",
    " ",
    "  ",
    "#tag",
    "#a/b",
    "\\",
    "&amp;",
    "&#35;",
    "%20",
    "https:",
    "*",
    "_",
    "~~",
    ": ",
    "tags: ",
    "aliases: ",
    "title: ",
    "\"",
    "'",
    "\"[[",
    "]]\"",
    "{",
    "}",
    "{{",
    "@",
    ",",
    "\\u0041",
    "\\ud83d\\ude00",
    "{\"nodes\":[{\"text\":\"",
    "\"file\":\"",
    "\"}]}",
    "filters:\n  - ",
    "---\n",
    "\n---\n",
];

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..40).prop_map(|pieces| pieces.concat())
}

fn any_format() -> impl Strategy<Value = Format> {
    prop::sample::select(&[Format::Markdown, Format::Markdown, Format::Canvas, Format::Base][..])
}

/// At least so many cases; more with `PROPTEST_CASES`.
pub(crate) fn config(least: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: config.cases.max(least), failure_persistence: None, ..config }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn any_text_parses_into_spans_that_fit(text in any_text(), format in any_format()) {
        check_spans(&text, &parse(&text, format));
    }

    #[test]
    fn any_note_is_packed_and_comes_back(text in any_text(), format in any_format()) {
        let note = parse(&text, format);
        let mut bytes = Vec::new();
        note.pack(&mut bytes);
        prop_assert_eq!(Note::of_packed(&bytes), Some(note));
    }

    #[test]
    fn damaged_bytes_make_a_note_whose_spans_fit_or_none(
        text in any_text(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Vec::new();
        parse(&text, Format::Markdown).pack(&mut bytes);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            let Some(note) = Note::of_packed(bytes) else { continue };
            prop_assert!(spans(&note).iter().all(|span| span.start <= span.end && span.end <= note.length));
            for offset in 0..=text.len() {
                let _ = typing_at(&text, &note, offset);
                let position = note.lines.position(offset, Encoding::Utf16);
                let _ = (note.lines.offset(position, Encoding::Utf16), note.link_at(offset));
            }
            for at in 0..note.headings.len() {
                prop_assert!(note.section(at).start <= note.section(at).end);
            }
        }
    }

    #[test]
    fn any_frontmatter_parses(yaml in any_text()) {
        let text = format!("---\n{yaml}\n---\n[[a]]");
        check_spans(&text, &parse(&text, Format::Markdown));
    }

    #[test]
    fn any_cursor_has_an_answer(text in any_text()) {
        let note = parse(&text, Format::Markdown);
        for offset in 0..=text.len() + 1 {
            check_typing(&text, &note, offset);
        }
    }

    #[test]
    fn a_stale_note_breaks_no_cursor(text in any_text(), other in any_text()) {
        let note = parse(&other, Format::Markdown);
        for offset in 0..=text.len() {
            let _ = typing_at(&text, &note, offset);
        }
    }
}

/// Texts that make a scanner quadratic which starts again at each mark. Minutes, if one does.
#[test]
fn long_and_hostile_texts_take_linear_time() {
    let texts = [
        "[".repeat(200_000),
        "[[".repeat(100_000) + "]]",
        "[[a\n".repeat(20_000),
        "[[a ".repeat(40_000),
        "[[a]] ".repeat(20_000),
        "[[a|".repeat(40_000),
        "%%".repeat(100_001),
        "%% ` ".repeat(30_000),
        "`[[".repeat(50_000),
        "$[[".repeat(50_000),
        "#a ".repeat(50_000),
        ">".repeat(5_000) + "^id",
        "> ".repeat(500) + "^id\n",
        "- ".repeat(5_000) + "a" + &"\n".repeat(100_000) + "^id",
        "---\n".to_owned() + &"[".repeat(50_000) + "\n---\n",
        "| ".repeat(20_000) + "\n" + &"|-".repeat(20_000) + "\n" + &"|[[a]]".repeat(20_000),
        "\\".repeat(200_000) + "[[a]]",
        "![](".repeat(20_000),
        "a ^b\n\n".repeat(20_000),
        "^b\n".repeat(20_000),
        "- a\n^b\n".repeat(10_000),
        "# [[a]] *b*\n".repeat(10_000),
        "[a]: b\n".repeat(10_000),
        "| [[a\\|b]] |\n|---|\n".repeat(5_000),
        "| a |\n|---|\n\n".repeat(5_000),
        "&#".repeat(100_000),
        "[a](&#".to_owned() + &"1".repeat(100_000) + ")",
        "---\n".to_owned() + &"- ".repeat(50_000),
        "---\na: \"".to_owned() + &"\\\"[[".repeat(50_000) + "]]\"\n---\n",
        "---\naliases: ".to_owned() + &"a, ".repeat(50_000) + "\n---\n",
        "{\"nodes\":[{\"text\":\"".to_owned() + &"\\u0041[[".repeat(30_000),
        "\"".repeat(100_001),
    ];
    for text in &texts {
        for format in [Format::Markdown, Format::Canvas, Format::Base] {
            check_spans(text, &parse(text, format));
        }
        let note = parse(text, Format::Markdown);
        check_typing(text, &note, text.len());
        check_typing(text, &note, text.len() / 2);
    }
}
