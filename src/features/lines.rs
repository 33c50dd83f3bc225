//! Links as a list shows them: each with the line that it stands in.

use std::sync::Arc;

use crate::index::{File, View};
use crate::text::Span;

use super::Location;

/// A link in its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    /// The link, in bytes of its file.
    pub span: Span,
    /// The line, trimmed; of a long one, what stands around the link. Empty when the file has
    /// changed on disk meanwhile, or cannot be read.
    pub text: String,
}

/// Links of one file.
#[derive(Debug, Clone)]
pub struct FileLinks {
    /// The file that holds them.
    pub file: Arc<File>,
    /// The links, in the order of the text.
    pub links: Vec<LinkLine>,
}

/// Places, which come in the order of their files, file by file.
#[derive(Debug, Default)]
pub(super) struct ByFile(Vec<(Arc<File>, Vec<Span>)>);

impl ByFile {
    /// Adds a place of `file`.
    pub fn add(&mut self, file: &Arc<File>, span: Span) {
        match self.0.last_mut() {
            Some((last, spans)) if Arc::ptr_eq(last, file) => spans.push(span),
            _ => self.0.push((file.clone(), vec![span])),
        }
    }

    /// The files, each with its places.
    pub fn files(self) -> impl Iterator<Item = (Arc<File>, Vec<Span>)> {
        self.0.into_iter()
    }

    /// The links at the places, with their lines.
    pub fn in_lines(self, view: &View) -> Vec<FileLinks> {
        self.files().map(|(file, spans)| in_lines(view, file, spans)).collect()
    }
}

impl FromIterator<Location> for ByFile {
    fn from_iter<T: IntoIterator<Item = Location>>(places: T) -> Self {
        let mut files = Self::default();
        places.into_iter().for_each(|place| files.add(&place.file, place.focus));
        files
    }
}

/// A longer line is cut, in bytes: a list shows no more.
const LONGEST_LINE: usize = 240;

/// How many bytes of a long line are shown on each side of the start of the link.
const AROUND: usize = 100;

/// The links of `file` at `spans`, with their lines. Reads the file once.
pub(super) fn in_lines(view: &View, file: Arc<File>, spans: Vec<Span>) -> FileLinks {
    let read = view.read(file.place.id).ok();
    let note = file.note();
    let text = read.as_ref().filter(|read| note.as_ref() == Some(&read.note)).map(|read| &*read.text);
    let line = |span: Span| {
        let lines = &note.as_ref()?.lines;
        let line = lines.line_span(lines.line_of(span.start as usize));
        Some(around(line.of(text?), span.start.saturating_sub(line.start) as usize))
    };
    let links =
        spans.into_iter().map(|span| LinkLine { span, text: line(span).unwrap_or_default() }).collect();
    FileLinks { file, links }
}

/// `line` without the space around it; of a long one, the part around byte `at`.
fn around(line: &str, at: usize) -> String {
    if line.len() <= LONGEST_LINE {
        return line.trim().to_owned();
    }
    let (start, end) = (boundary(line, at.saturating_sub(AROUND)), boundary(line, at.saturating_add(AROUND)));
    let shown = line.get(start..end).unwrap_or_default().trim();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    format!("{before}{shown}{after}")
}

/// The last place at or before byte `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_link_at_characters() {
        let line = format!("{}[[x]]{}", "語".repeat(100), "ü".repeat(200));
        let shown = around(&line, 300);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("[[x]]"), "{shown}");
        assert!(shown.len() < LONGEST_LINE);
        assert_eq!(around("  short [[x]] ", 8), "short [[x]]");
    }
}
