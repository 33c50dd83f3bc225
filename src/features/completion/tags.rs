//! `#ta`: tags (R26).

use std::cmp::Reverse;

use crate::index::{NoteText, View, WordMarks};
use crate::text::{NameKey, fold};

use super::best::{Best, best};
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS};

/// A tag that fits.
struct Hit {
    key: NameKey,
    score: u32,
    count: usize,
}

/// The tags of the vault, and the tags that those are nested in, with the number of notes that
/// have them.
pub(super) fn complete(view: &View, source: &NoteText, typed: &str, target: &Target<'_>) -> Completions {
    let query = Query::new(typed);
    let (hits, more) = hits(view, &query, typed_here(view, source, target.part()));
    let items = hits.into_iter().map(|hit| {
        let name = spelling(view, &hit.key);
        target.item(Proposal {
            kind: ItemKind::Tag,
            label: name.clone(),
            detail: if hit.count == 1 { "1 note".to_owned() } else { format!("{} notes", hit.count) },
            insert: name,
            file: None,
        })
    });
    completions(&query, more, items)
}

/// The tags that fit, best first, and whether there are more: not `typed_here`.
fn hits(view: &View, query: &Query, typed_here: Option<NameKey>) -> (Vec<Hit>, bool) {
    let mut families = view.index.tag_families();
    let (mut with, mut hits, mut bound) = (Matching::new(), Vec::new(), Best::new(MAX_ITEMS));
    let mut look = |key: &NameKey, marks: WordMarks, count: usize| {
        let at_most = (Reverse(query.at_most_in(marks)), Reverse(count));
        if !query.may_fit(marks.letters())
            || !bound.may_hold_like(&at_most)
            || (count == 1 && typed_here.as_ref() == Some(key))
        {
            return;
        }
        let Some(score) = query.score_text(key, &mut with) else { return };
        let place = (Reverse(score), Reverse(count));
        // Hardly any key of very many is copied.
        if bound.may_hold_like(&place) {
            bound.push(place);
            hits.push(Hit { key: key.clone(), score, count });
        }
    };
    view.index.for_each_tag(|key, marks, count| {
        let count = families.remove(key).unwrap_or(count);
        look(key, marks, count);
    });
    families.iter().for_each(|(key, &count)| look(key, WordMarks::of(key), count));
    let is_full = bound.is_full();
    let (hits, more) = best(hits, MAX_ITEMS, |hit| (Reverse(hit.score), Reverse(hit.count), hit.key.clone()));
    (hits, more || is_full)
}

/// The tag `part`, when it is there only because it is being typed.
fn typed_here(view: &View, source: &NoteText, part: &str) -> Option<NameKey> {
    let key = NameKey::new(part);
    (view.index.first_tagged(&key, 2) == [source.file.place.id]).then_some(key)
}

/// The tag as the first note that has it writes it.
fn spelling(view: &View, key: &str) -> String {
    let file = view.index.first_tagged(key, 1).into_iter().find_map(|id| view.index.file(id));
    let names = file.as_ref().and_then(|file| file.names());
    let tag = names.as_ref().and_then(|names| names.tags.iter().find(|tag| fold(tag.name) == key));
    tag.map_or_else(|| key.to_owned(), |tag| tag.name.to_string())
}
