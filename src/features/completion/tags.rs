//! `#ta`: tags (R26).

use std::cmp::Reverse;

use crate::index::{NoteText, View, WordMarks};
use crate::text::{NameKey, fold};

use super::best::{Best, best};
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS};

/// A tag that fits.
pub(in crate::features) struct Hit {
    pub key: NameKey,
    pub score: u32,
    /// How many notes have it.
    pub count: usize,
}

/// The tags that fit best: first by how well, then by how many notes have them.
pub(in crate::features) struct BestTags<'q> {
    query: &'q Query,
    most: usize,
    with: Matching,
    text: String,
    bound: Best<(Reverse<u32>, Reverse<usize>)>,
    hits: Vec<Hit>,
}

impl<'q> BestTags<'q> {
    /// For the first `most`.
    pub fn new(query: &'q Query, most: usize) -> Self {
        let (with, text, bound) = (Matching::new(), String::new(), Best::new(most));
        Self { query, most, with, text, bound, hits: Vec::new() }
    }

    /// Adds the tag `key`, which `count` notes have, if it is one of the best: as it is written with `mark` in
    /// front, which is no letter.
    pub fn look(&mut self, mark: &str, key: &NameKey, marks: WordMarks, count: usize) {
        let at_most = (Reverse(self.query.at_most_in(marks)), Reverse(count));
        if !self.query.may_fit(marks.letters()) || !self.bound.may_hold_like(&at_most) {
            return;
        }
        self.text.clear();
        self.text.push_str(mark);
        self.text.push_str(key);
        let Some(score) = self.query.score_text(&self.text, &mut self.with) else { return };
        let place = (Reverse(score), Reverse(count));
        // Hardly any key of very many is copied.
        if self.bound.may_hold_like(&place) {
            self.bound.push(place);
            self.hits.push(Hit { key: key.clone(), score, count });
        }
    }

    /// The best, in order; and whether there are more.
    pub fn in_order(self) -> (Vec<Hit>, bool) {
        let order = |hit: &Hit| (Reverse(hit.score), Reverse(hit.count), hit.key.clone());
        let (hits, more) = best(self.hits, self.most, order);
        (hits, more || self.bound.is_full())
    }
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
    let mut tags = BestTags::new(query, MAX_ITEMS);
    let mut look = |key: &NameKey, marks: WordMarks, count: usize| {
        if count != 1 || typed_here.as_ref() != Some(key) {
            tags.look("", key, marks, count);
        }
    };
    view.index.for_each_tag(|key, marks, count| {
        let count = families.remove(key).unwrap_or(count);
        look(key, marks, count);
    });
    families.iter().for_each(|(key, &count)| look(key, WordMarks::of(key), count));
    tags.in_order()
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
