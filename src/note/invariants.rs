//! What holds for any text, whatever stands in it. For the tests and the fuzz targets: each panics
//! where it does not hold.

use crate::text::Span;

use super::cursor::{Typing, typing_at};
use super::{Container, LinkSyntax, Note, frontmatter, markdown, structure};

/// Every span of a note.
pub fn spans(note: &Note) -> Vec<Span> {
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

/// Every span is one of the text, and everything is in the order of the text.
pub fn check_spans(text: &str, note: &Note) {
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

/// What is typed at byte `offset` is a part of the text that touches it.
pub fn check_typing(text: &str, note: &Note, offset: usize) {
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

/// What is read with a shortcut is what is read without one.
pub fn check_shortcuts(text: &str) {
    let read = |structure| {
        let mut note = Note { length: text.len() as u32, ..Note::default() };
        markdown::put_together(text, 0, structure, &mut note);
        note
    };
    let (short, long) = (read(structure::walk(text, 0)), read(structure::walk_whole(text, 0)));
    assert_eq!(short, long, "{text:?}");
}

/// YAML that is read at sight says what the parser reads (R6).
pub fn check_read_at_sight(yaml: &str) {
    frontmatter::check_read_at_sight(yaml);
}

/// A note comes back from its bytes as it was.
pub fn check_stored(note: &Note) {
    let mut bytes = Vec::new();
    note.pack(&mut bytes);
    assert_eq!(Note::of_packed(&bytes).as_ref(), Some(note));
}
