//! Where does this link lead?

use crate::index::{FileId, View};
use crate::text::Span;

use super::Location;

/// Where a link leads.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The whole link under the cursor.
    pub origin: Span,
    /// Where it leads. Empty when it leads nowhere; several for an alias of several notes.
    pub targets: Vec<Location>,
}

/// Where the link (or footnote reference, or tag) at byte `offset` of the note `id` leads; `None`
/// when there is no link.
pub fn definition(_view: &View, _id: FileId, _offset: usize) -> Option<Definition> {
    todo!()
}
