//! What links here?

use crate::index::{FileId, View};

use super::Location;

/// Every link to the thing at byte `offset` of the note `id`: the note, by a link to it, its first
/// heading or its title; a heading; a block; a tag. `None` when there is no such thing.
///
/// In the order of the paths, then of the text. With `declaration`, the thing itself comes first.
pub fn references(_view: &View, _id: FileId, _offset: usize, _declaration: bool) -> Option<Vec<Location>> {
    todo!()
}
