//! How many links lead to this note, and to each heading and block of it?

use rustc_hash::FxHashMap;

use crate::index::{FileId, View};
use crate::resolve::Spot;
use crate::text::Span;

use super::cursor::name_span;
use super::references::{Meant, each_link_to};

/// Something in a note that links lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lens {
    /// Where it is shown: a heading's text, a block's id, the start of a note without a heading.
    pub span: Span,
    /// How many links lead to it.
    pub count: usize,
    /// Whether it is the note as a whole, with all that is in it.
    pub note: bool,
}

/// The note `id`, its headings and its blocks that links lead to, in the order of the text. The note
/// is shown at its first heading, and its links to itself do not count for it.
pub fn lenses(view: &View, id: FileId) -> Vec<Lens> {
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let Some(note) = file.note() else { return Vec::new() };
    let mut counts: FxHashMap<Spot, usize> = FxHashMap::default();
    each_link_to(view, &file, |from, _, meant| {
        if from.place.id != id {
            *counts.entry(Spot::Whole).or_default() += 1;
        }
        if let Meant::Spot(spot @ (Spot::Heading(1..) | Spot::Block(_))) = meant {
            *counts.entry(spot).or_default() += 1;
        }
    });
    let lens = |(spot, count): (Spot, usize)| {
        let is_note = spot == Spot::Whole;
        let span = name_span(&note, spot).or(is_note.then_some(Span::at(0)))?;
        Some(Lens { span, count, note: is_note })
    };
    let mut found: Vec<Lens> = counts.into_iter().filter_map(lens).collect();
    found.sort_unstable();
    found
}
