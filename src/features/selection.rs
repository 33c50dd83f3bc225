//! What is selected when a selection grows? The word, a part of a link, the link, the line, the
//! paragraph, the section and those around it, the note.

use crate::note::{Note, trimmed};
use crate::text::Span;

/// The most lines that a paragraph is followed up, and down.
const LINES: usize = 2000;

/// The spans around byte `offset`, the smallest first, each inside the next and larger than the one
/// before; the last is the whole text.
///
/// `text` is what `note` was parsed from.
pub fn selection(text: &str, note: &Note, offset: usize) -> Vec<Span> {
    let mut spans = in_line(text, note, offset);
    spans.push(paragraph(text, note, offset));
    spans.extend(note.tables.iter().chain(&note.opaque).copied());
    spans.extend(note.blocks.iter().map(|block| block.span));
    spans.extend((0..note.headings.len()).map(|at| note.section(at)));
    spans.extend(note.frontmatter.iter().flat_map(|front| [front.body, front.span]));
    spans.push(Span { start: 0, end: note.length });
    spans.retain(|span| span.touches(offset) && !span.is_empty());
    spans.sort_by_key(|span| span.len());
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        if nested.last().is_none_or(|last| span.contains(*last) && span != *last) {
            nested.push(span);
        }
    }
    nested
}

/// What is smaller than a line.
fn in_line(text: &str, note: &Note, offset: usize) -> Vec<Span> {
    let line = note.lines.line_span(note.lines.line_of(offset));
    let mut spans = vec![word(text, line, offset), trimmed(text, line), line];
    if let Some(link) = note.link_at(offset) {
        spans.extend([link.path_span, link.span]);
        spans.extend(link.subpath_span.into_iter().chain(link.display_span));
        // What is meant by a path with its subpath: all between the brackets but the display text.
        let end = link.subpath_span.map_or(link.path_span.end, |subpath| subpath.end);
        spans.push(Span { start: link.path_span.start.min(end), end });
    }
    let tags = note.tags.iter().filter(|tag| line.contains(tag.span));
    spans.extend(tags.map(|tag| Span { start: tag.span.start.saturating_sub(1), ..tag.span }));
    let headings = note.headings.iter().filter(|heading| heading.span.touches(offset));
    spans.extend(headings.flat_map(|heading| [heading.content, heading.span]));
    spans
}

/// The letters and digits around `offset`.
fn word(text: &str, line: Span, offset: usize) -> Span {
    let Some((before, after)) = line.of(text).split_at_checked(offset.saturating_sub(line.start as usize))
    else {
        return Span::at(offset);
    };
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = before.trim_end_matches(in_word).len();
    let end = before.len() + after.len() - after.trim_start_matches(in_word).len();
    Span::new(start, end).shifted(line.start as usize)
}

/// The lines around `offset` up to blank ones.
fn paragraph(text: &str, note: &Note, offset: usize) -> Span {
    let at = note.lines.line_of(offset);
    let said = |line: &usize| !note.lines.line_span(*line).of(text).trim().is_empty();
    if !said(&at) {
        return Span::at(offset);
    }
    let first = (at.saturating_sub(LINES)..at).rev().take_while(said).last().unwrap_or(at);
    let last = (at + 1..note.lines.len().min(at + LINES)).take_while(said).last().unwrap_or(at);
    Span { start: note.lines.line_span(first).start, end: note.lines.line_span(last).end }
}
