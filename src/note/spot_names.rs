//! What links call the places in a note: R15, R17, R18. And for a note with many places, to which many links
//! lead, which place is called so.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::FxHashMap;

use crate::text::fold;

use super::Note;

/// The characters that do not count in a heading (R15).
pub(crate) const IGNORED: &str = "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\";

/// `text` as headings are compared (R15): punctuation becomes a space, spaces collapse, ends are
/// trimmed, case is folded.
pub fn heading_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if !(c.is_whitespace() || IGNORED.contains(c)) {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The slug of a heading as GitHub makes it, before it gets a number: lower case, without punctuation,
/// spaces as `-` (R18).
pub(crate) fn slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c => c.is_alphanumeric().then_some(c),
        })
        .collect()
}

/// The places of a note by what links call them, each as its number in the note's lists.
#[derive(Debug)]
pub(crate) struct SpotNames {
    headings: FxHashMap<String, Vec<usize>>,
    slugs: FxHashMap<String, Vec<usize>>,
    blocks: FxHashMap<String, usize>,
    footnotes: FxHashMap<String, usize>,
}

impl SpotNames {
    fn of(note: &Note) -> Self {
        let (mut headings, mut slugs) = (FxHashMap::default(), FxHashMap::default());
        for (at, heading) in note.headings.iter().enumerate() {
            add(&mut headings, heading_key(&heading.raw), at);
            if let Some(plain) = &heading.plain {
                add(&mut headings, heading_key(plain), at);
            }
            add(&mut slugs, fold(&slug(heading.text())).into_owned(), at);
        }
        let blocks = first_of_each(note.blocks.iter().map(|block| &*block.id));
        let footnotes = first_of_each(note.footnotes.iter().map(|footnote| &*footnote.label));
        Self { headings, slugs, blocks, footnotes }
    }

    /// The headings with this [`heading_key`], in the order of the text.
    pub fn headings(&self, key: &str) -> &[usize] {
        self.headings.get(key).map_or(&[], Vec::as_slice)
    }

    /// The headings with this slug, folded, in the order of the text.
    pub fn slugs(&self, folded: &str) -> &[usize] {
        self.slugs.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The first block with this id, folded.
    pub fn block(&self, folded: &str) -> Option<usize> {
        self.blocks.get(folded).copied()
    }

    /// The first footnote with this label, folded.
    pub fn footnote(&self, folded: &str) -> Option<usize> {
        self.footnotes.get(folded).copied()
    }
}

/// Adds the number `at`, which is not smaller than all that are there.
fn add(all: &mut FxHashMap<String, Vec<usize>>, name: String, at: usize) {
    let there = all.entry(name).or_default();
    if there.last() != Some(&at) {
        there.push(at);
    }
}

fn first_of_each<'n>(
    names: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator,
) -> FxHashMap<String, usize> {
    // The first of several is put in last.
    names.enumerate().rev().map(|(at, name)| (fold(name).into_owned(), at)).collect()
}

/// The [`SpotNames`] of a note, made when they pay. They say nothing that the note does not: those of two
/// notes are always equal, and a copy has none.
#[derive(Debug, Default)]
pub(super) struct LateSpotNames {
    asked: AtomicU32,
    names: OnceLock<Box<SpotNames>>,
}

/// In a note with fewer places, to look through them is as quick.
const MANY: usize = 64;

/// How often the places of a note are looked through before it pays to make a table of them.
const PATIENCE: u32 = 16;

impl LateSpotNames {
    /// The bytes that it points to.
    pub fn heap_bytes(&self) -> usize {
        let Some(names) = self.names.get() else { return 0 };
        let several = names.headings.iter().chain(&names.slugs);
        let several =
            several.map(|(name, at)| name.len() + size_of_val(&**at) + size_of::<(String, Vec<usize>)>());
        let single = names.blocks.keys().chain(names.footnotes.keys());
        let single = single.map(|name| name.len() + size_of::<(String, usize)>());
        size_of::<SpotNames>() + several.chain(single).sum::<usize>()
    }
}

impl Note {
    /// The places by what links call them; `None` where they are few, or were asked for seldom: then they are
    /// looked through.
    pub(crate) fn spot_names(&self) -> Option<&SpotNames> {
        if let Some(names) = self.spot_names.names.get() {
            return Some(names);
        }
        if self.headings.len() + self.blocks.len() + self.footnotes.len() < MANY {
            return None;
        }
        let asked = self.spot_names.asked.fetch_add(1, Ordering::Relaxed);
        (asked >= PATIENCE).then(|| &**self.spot_names.names.get_or_init(|| Box::new(SpotNames::of(self))))
    }
}

impl Clone for LateSpotNames {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for LateSpotNames {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LateSpotNames {}
