//! What is this link about?

use crate::index::{FileId, View};
use crate::text::Span;

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The link or tag under the cursor.
    pub span: Span,
    /// Markdown.
    pub markdown: String,
}

/// What to show at byte `offset` of the note `id`; `None` when nothing is there to tell of.
pub fn hover(_view: &View, _id: FileId, _offset: usize) -> Option<Hover> {
    todo!()
}

/// The preview of a whole note, as hover shows it on a link to it: also completion's documentation.
pub fn preview(_view: &View, _id: FileId) -> Option<String> {
    todo!()
}
