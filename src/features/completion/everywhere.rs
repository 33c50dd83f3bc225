//! `[[##he`, `[[^^id`: what the notes of the whole vault hold under names.

use std::cmp::Reverse;

use nucleo_matcher::Matcher;

use crate::index::{Catalog, Entry, View};
use crate::note::Names;

use super::MAX_ITEMS;
use super::ranking::{Query, best_of};

/// The best of the names in all notes, each as the number of its entry in the catalog and its
/// number in the note; and whether there are more. `names` calls back with each name of a note and
/// its number.
pub(super) fn in_all_notes(
    view: &View,
    catalog: &Catalog,
    query: &Query,
    names: impl Fn(&Names, &mut dyn FnMut(usize, &str)) + Sync,
) -> (Vec<(usize, usize)>, bool) {
    let rank = |first: usize, entries: &[Option<Entry>], hits: &mut Vec<_>, matcher: &mut Matcher| {
        let mut buffer = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let note = entry.as_ref().and_then(|entry| entry.file.names());
            let (Some(note), Some(entry)) = (note, entry) else { continue };
            names(&note, &mut |number, name| {
                if let Some(score) = query.score_text(name, matcher, &mut buffer) {
                    let set_aside = view.vault.is_set_aside(&entry.file.place.path);
                    hits.push((set_aside, Reverse(score), Reverse(entry.backlinks), first + at, number));
                }
            });
        }
    };
    let (hits, more) = best_of(catalog.entries(), 2 * MAX_ITEMS, |hit| *hit, rank);
    (hits.into_iter().map(|(.., at, number)| (at, number)).collect(), more)
}
