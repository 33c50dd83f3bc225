//! What is selected, or the section at the cursor, as a note of its own.

use crate::index::{FileId, View};
use crate::plan::{Plan, extract};
use crate::text::Span;

/// What moves the lines of `range` to a new note, or the section whose heading the cursor is on when
/// `range` is empty: leaving a link, and leaving an embed. Empty where that cannot be done without
/// changing what a link means.
pub fn extractions(view: &View, id: FileId, range: Span) -> Vec<Plan> {
    let Ok(read) = view.read(id) else { return Vec::new() };
    let note = &read.note;
    let span = match range.is_empty() {
        true => note.heading_at(range.start as usize).map(|(at, _)| note.section(at)),
        false => {
            let last = note.lines.line_of(range.end.saturating_sub(1).max(range.start) as usize);
            let first = note.lines.line_span(note.lines.line_of(range.start as usize));
            Some(Span { start: first.start, end: note.lines.line_span(last).end })
        }
    };
    let Some(span) = span else { return Vec::new() };
    // Blank lines around it stay where they are.
    let text = span.of(&read.text);
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let span = Span::new(start, text.trim_end().len().max(start)).shifted(span.start as usize);
    [false, true].into_iter().filter_map(|embed| extract(view, id, span, embed).ok()).collect()
}
