//! `[[##he`, `[[^^id`: what the notes of the whole vault hold under names.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::index::{Catalog, Entry, Shelf, View};
use crate::note::Names;

use super::MAX_ITEMS;
use super::best::{Best, best_of};
use super::ranking::{Matching, Query};

/// How many shelves of notes one thread looks at alone: with fewer, others cost more than they save.
const SHELVES_ALONE: usize = 2;

/// What decides a name's place, in the order of the fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    /// Notes that `.obsidian/app.json` sets aside come last (R19).
    set_aside: bool,
    score: Reverse<u32>,
    backlinks: Reverse<u32>,
    /// The number of the entry in the catalog.
    at: usize,
    /// The number of the name in the note.
    number: usize,
}

/// The best of the names in all notes, each as the number of its entry in the catalog and its
/// number in the note; and whether there are more. `names` calls back with each name of a note and
/// its number; it is asked only for notes of which `may_hold` says true.
pub(super) fn in_all_notes(
    view: &View,
    catalog: &Catalog,
    query: &Query,
    may_hold: impl Fn(&Entry<'_>) -> bool + Sync,
    names: impl Fn(&Names, &mut dyn FnMut(usize, &str)) + Sync,
) -> (Vec<(usize, usize)>, bool) {
    let rank = |_, number, shelf: &Arc<Shelf>, best: &mut Best<Hit>, with: &mut Matching| {
        view.go_on();
        for (at, entry) in shelf.entries().filter(|(_, entry)| may_hold(entry)) {
            let Some(note) = entry.file.names() else { continue };
            let (at, backlinks) = (Catalog::first_on(number) + at, Reverse(entry.facts.backlinks));
            let set_aside = view.vault.is_set_aside(|| &entry.file.place.path);
            names(&note, &mut |number, name| {
                if let Some(score) = query.score_text(name, with).map(Reverse) {
                    best.push(Hit { set_aside, score, backlinks, at, number });
                }
            });
        }
    };
    let (hits, more) = best_of(catalog.shelves(), 1, SHELVES_ALONE, 2 * MAX_ITEMS, rank);
    (hits.into_iter().map(|hit| (hit.at, hit.number)).collect(), more)
}
