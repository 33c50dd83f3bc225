//! Which lines of a note can be folded away? Sections, frontmatter, code, quotes and callouts,
//! comments.

use std::cmp::Reverse;

use crate::note::{Format, Note, is_comment};
use crate::text::Span;

/// Lines that fold into the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The first line, counted from zero: it stays.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// Whether it is a comment.
    pub comment: bool,
}

/// The folds of a note, in the order of their first lines, none of a single line. Of more than
/// `limit`, those with the most lines.
///
/// `text` is what `note` was parsed from.
pub fn folds(text: &str, note: &Note, format: Format, limit: usize) -> Vec<Fold> {
    let mut found = sections(text, note);
    let front = note.frontmatter.iter().map(|front| (front.span, false));
    let opaque = note.opaque.iter().map(|&span| (span, is_comment(span.of(text))));
    found.extend(front.chain(opaque).filter_map(|(span, comment)| fold(text, note, span, comment)));
    if format == Format::Markdown {
        found.extend(quotes(text, note));
    }
    found.sort_unstable();
    found.dedup_by_key(|fold| (fold.first, fold.last));
    if found.len() > limit {
        found.sort_by_key(|fold| Reverse(fold.last - fold.first));
        found.truncate(limit);
        found.sort_unstable();
    }
    found
}

fn sections(text: &str, note: &Note) -> Vec<Fold> {
    let sections = (0..note.headings.len()).map(|at| note.section(at));
    sections.filter_map(|section| fold(text, note, section, false)).collect()
}

/// The lines of `span` without the blank ones at its end; `None` when it is one line.
fn fold(text: &str, note: &Note, span: Span, comment: bool) -> Option<Fold> {
    let source = span.of(text);
    let end = span.start as usize + source.trim_end().len();
    let first = note.lines.line_of(span.start as usize) as u32;
    let last = note.lines.line_of(end) as u32;
    (first < last).then_some(Fold { first, last, comment })
}

/// Quotes and callouts: lines that begin with `>`, one after another.
fn quotes(text: &str, note: &Note) -> Vec<Fold> {
    let mut found = Vec::new();
    let mut opaque = note.opaque.iter().peekable();
    let mut open: Option<u32> = None;
    let body = note.frontmatter.as_ref().map_or(0, |front| note.lines.line_of(front.span.end as usize) + 1);
    for number in body..note.lines.len() {
        let line = note.lines.line_span(number);
        while opaque.next_if(|span| span.end <= line.start).is_some() {}
        // A line inside a code block that began before it is no quote; a code block in a quote is.
        let inside = opaque.peek().is_some_and(|span| span.start < line.start) && open.is_none();
        let quoted = !inside && line.of(text).trim_start().starts_with('>');
        match (open, quoted) {
            (None, true) => open = Some(number as u32),
            (Some(first), false) => {
                found.extend(lines(first, number as u32 - 1));
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.and_then(|first| lines(first, note.lines.len() as u32 - 1)));
    found
}

fn lines(first: u32, last: u32) -> Option<Fold> {
    (first < last).then_some(Fold { first, last, comment: false })
}
