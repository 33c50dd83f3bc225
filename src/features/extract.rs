//! What is selected, or the section at the cursor, as a note of its own.

use crate::index::{FileId, NoteText, View};
use crate::plan::{Plan, extract};
use crate::text::Span;

/// What moves the lines of `range` to a new note, leaving a link or an embed. A range within one
/// line that does not hold all of its text is only a cursor, which some editors show as a character
/// that is selected: then it is the section whose heading the cursor is on. Empty where that cannot
/// be done without changing what a link means.
pub fn extractions(view: &View, id: FileId, range: Span) -> Vec<Plan> {
    let Ok(read) = view.read(id) else { return Vec::new() };
    let note = &read.note;
    let section = || note.heading_at(range.start as usize).map(|(at, _)| note.section(at));
    let Some(span) = selected_lines(&read, range).or_else(section) else { return Vec::new() };
    // Blank lines around it stay where they are.
    let text = span.of(&read.text);
    let start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let span = Span::new(start, text.trim_end().len().max(start)).shifted(span.start as usize);
    [false, true].into_iter().filter_map(|embed| extract(view, id, span, embed).ok()).collect()
}

/// The lines that `range` touches, when it is more than a cursor.
fn selected_lines(read: &NoteText, range: Span) -> Option<Span> {
    let line_of = |at: u32| read.note.lines.line_span(read.note.lines.line_of(at as usize));
    let first = line_of(range.start);
    let last = line_of(range.end.saturating_sub(1).max(range.start));
    let selected = range.of(&read.text).trim();
    let is_whole = !selected.is_empty() && selected == first.of(&read.text).trim();
    (is_whole || selected.contains(['\n', '\r'])).then_some(Span { start: first.start, end: last.end })
}
