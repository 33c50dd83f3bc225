//! `#ta`: tags (R26).

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::{FileId, NoteText, View};
use crate::text::{NameKey, fold};

use super::ranking::{Matching, Query, best, completions};
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
    let mut with = Matching::new();
    let hits: Vec<Hit> = counts(view)
        .into_iter()
        .filter(|(key, count)| !(*count == 1 && is_typed_here(view, source, key, target.part())))
        .filter_map(|(key, count)| {
            let score = query.score_text(&key, &mut with)?;
            Some(Hit { key, score, count })
        })
        .collect();
    let (hits, more) = best(hits, MAX_ITEMS, |hit| (Reverse(hit.score), Reverse(hit.count), hit.key.clone()));
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

/// Each tag with the number of notes that have it, or one nested in it.
fn counts(view: &View) -> FxHashMap<NameKey, usize> {
    let own = view.index.tags();
    let mut counts: FxHashMap<NameKey, usize> = own.iter().cloned().collect();
    let mut nested = FxHashMap::<&str, FxHashSet<FileId>>::default();
    for (key, _) in &own {
        let above = key.match_indices('/').map(|(at, _)| &key[..at]).filter(|above| !above.is_empty());
        for above in above {
            nested.entry(above).or_default().extend(view.index.tagged(key).iter());
        }
    }
    for (above, mut notes) in nested {
        notes.extend(view.index.tagged(above).iter());
        counts.insert(NameKey::new(above), notes.len());
    }
    counts
}

/// Whether the tag is there only because it is being typed.
fn is_typed_here(view: &View, source: &NoteText, key: &NameKey, part: &str) -> bool {
    *key == NameKey::new(part) && view.index.tagged(key).first() == Some(&source.file.place.id)
}

/// The tag as the first note that has it writes it.
fn spelling(view: &View, key: &str) -> String {
    let file = view.index.tagged(key).first().and_then(|&id| view.index.file(id));
    let names = file.as_ref().and_then(|file| file.names());
    let tag = names.as_ref().and_then(|names| names.tags.iter().find(|tag| fold(tag.name) == key));
    tag.map_or_else(|| key.to_owned(), |tag| tag.name.to_string())
}
