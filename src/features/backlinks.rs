//! Which notes link here? The answer of [`references`] as a list of notes, each link in its line.

use crate::index::{FileId, View};
use crate::resolve::Spot;

use super::lines::{ByFile, FileLinks};
use super::references::{links_to, references};

/// The files that hold a link to the note `id`, or with `offset` to the thing at that byte of it, in
/// the order of the paths. A note's links to itself are no backlinks of it; they are of its headings
/// and blocks. Empty when nothing that can be linked to is there.
pub fn backlinks(view: &View, id: FileId, offset: Option<usize>) -> Vec<FileLinks> {
    let mut found = match offset {
        Some(offset) => references(view, id, offset, false).unwrap_or_default(),
        None => links_to(view, id, Spot::Whole),
    };
    if offset.is_none() {
        found.retain(|link| link.file.place.id != id);
    }
    ByFile::from_iter(found).in_lines(view)
}
