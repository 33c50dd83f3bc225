//! What holds for any text: nothing panics, every span fits, and nothing takes more than linear
//! time.

use proptest::prelude::*;

use crate::note::cursor::{Typing, typing_at};
use crate::note::{Container, Format, LinkSyntax, Note, parse};
use crate::text::{Encoding, Span};

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

/// Every span of a note.
fn spans(note: &Note) -> Vec<Span> {
    let mut spans = Vec::new();
    for heading in &note.headings {
        spans.extend([heading.span, heading.content]);
    }
    for block in &note.blocks {
        spans.extend([block.span, block.id_span]);
    }
    for footnote in &note.footnotes {
        spans.extend([footnote.span, footnote.label_span]);
    }
    for link in &note.links {
        spans.extend(
            [link.span, link.path_span].into_iter().chain(link.subpath_span).chain(link.display_span),
        );
    }
    spans.extend(note.tags.iter().map(|tag| tag.span));
    spans.extend(note.opaque.iter().chain(&note.tables).chain(&note.summary));
    if let Some(frontmatter) = &note.frontmatter {
        let named = [&frontmatter.title, &frontmatter.description, &frontmatter.linter_title];
        let properties = named.into_iter().flatten().chain(&frontmatter.aliases);
        spans.extend(properties.map(|property| property.span));
        spans.extend([frontmatter.span, frontmatter.body]);
        spans.extend(frontmatter.error.iter().map(|error| error.span));
    }
    spans
}

fn check_spans(text: &str, note: &Note) {
    for span in spans(note) {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    }
    assert!(note.links.is_sorted_by_key(|link| link.span.start), "links of {text:?}");
    assert!(note.tags.is_sorted_by_key(|tag| tag.span.start), "tags of {text:?}");
    assert!(note.blocks.is_sorted_by_key(|block| block.id_span.start), "blocks of {text:?}");
    assert!(note.headings.is_sorted_by_key(|heading| heading.span.start), "headings of {text:?}");
    assert!(note.opaque.windows(2).all(|pair| pair[0].end <= pair[1].start), "opaque of {text:?}");
    for link in &note.links {
        let parts = [Some(link.path_span), link.subpath_span, link.display_span];
        if link.syntax != LinkSyntax::CanvasFile {
            assert!(parts.into_iter().flatten().all(|part| link.span.contains(part)), "{link:?} of {text:?}");
        }
        let verbatim = matches!(link.container, Container::Text | Container::Table);
        if link.syntax == LinkSyntax::Wiki && verbatim {
            assert_eq!(link.path_span.of(text), &*link.path, "{text:?}");
            assert_eq!(link.subpath_span.map(|span| span.of(text)), link.subpath.as_deref(), "{text:?}");
        }
    }
    for heading in &note.headings {
        assert_eq!(heading.content.of(text), &*heading.raw, "{text:?}");
    }
    for block in &note.blocks {
        assert_eq!(block.id_span.of(text), &*block.id, "{text:?}");
    }
    if let Some(error) = note.frontmatter.as_ref().and_then(|frontmatter| frontmatter.error.as_ref()) {
        assert!(!error.span.is_empty(), "the error of {text:?}");
    }
}

fn check_typing(text: &str, note: &Note, offset: usize) {
    let replace = match typing_at(text, note, offset) {
        None => return,
        Some(Typing::Wiki(wiki) | Typing::UnquotedWiki(wiki)) => {
            assert!(wiki.closing.start == wiki.replace.end, "{text:?} at {offset}");
            assert!(text.get(wiki.closing.range()).is_some(), "{text:?} at {offset}");
            wiki.replace
        }
        Some(Typing::Destination(destination)) => destination.replace,
        Some(Typing::Tag { replace, .. } | Typing::Key { replace, .. } | Typing::Value { replace, .. }) => {
            replace
        }
    };
    assert!(text.get(replace.range()).is_some() && replace.touches(offset), "{text:?} at {offset}");
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
