//! Which notes link here? The answer of [`references`] as a list of notes, each link in its line.

use std::sync::Arc;

use crate::index::{File, FileId, View};
use crate::resolve::Spot;
use crate::text::Span;

use super::Location;
use super::lines::{FileLinks, in_lines};
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
    by_file(found).into_iter().map(|(file, spans)| in_lines(view, file, spans)).collect()
}

/// Places, which are in the order of their files, file by file.
pub(super) fn by_file(places: Vec<Location>) -> Vec<(Arc<File>, Vec<Span>)> {
    let mut files: Vec<(Arc<File>, Vec<Span>)> = Vec::new();
    for place in places {
        match files.last_mut() {
            Some((file, spans)) if Arc::ptr_eq(file, &place.file) => spans.push(place.focus),
            _ => files.push((place.file, vec![place.focus])),
        }
    }
    files
}
