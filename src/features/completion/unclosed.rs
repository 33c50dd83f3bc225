//! A frontmatter that is being written: the line that ends it is not there yet.

use std::sync::Arc;

use crate::index::NoteText;
use crate::note::{Format, parse};

/// The note as it is when its frontmatter ends behind the line of byte `offset`. `None` when it has one
/// already, when its first line opens none, or when a line above is no key, value or comment: then the
/// first line is a rule above a text.
pub(super) fn ended(source: &NoteText, offset: usize) -> Option<NoteText> {
    let is_markdown = source.file.format == Some(Format::Markdown);
    let opens = source.text.trim_start_matches('\u{feff}').starts_with("---");
    if !is_markdown || !opens || source.note.frontmatter.is_some() {
        return None;
    }
    let lines = &source.note.lines;
    let at = lines.line_of(offset);
    let line = |number: usize| lines.line_span(number).of(&source.text);
    let is_entry = |line: &str| line.starts_with([' ', '\t', '-', '#']) || line.contains(':');
    if at == 0 || !(1..at).all(|number| is_entry(line(number))) {
        return None;
    }
    let mut text = source.text.to_string();
    text.insert_str(lines.line_span(at).end as usize, "\n---\n");
    let note = Arc::new(parse(&text, Format::Markdown));
    note.frontmatter.is_some().then(|| NoteText { text: text.into(), note, ..source.clone() })
}
