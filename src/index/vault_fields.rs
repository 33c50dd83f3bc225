//! The keys of all frontmatter of a vault, how often each is used, and what for.
//!
//! The index keeps of a frontmatter only what links need. The rest is read when it is first asked for,
//! and again from the files that have changed.

use std::cmp::Reverse;
use std::sync::{Arc, MutexGuard};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::note::{Field, FieldKind, Format, fields};

use super::{File, FileId, View};

/// How many values of a key are told apart in one note.
const MOST_VALUES: usize = 100;

/// How long a value may be, in bytes: a longer one is no choice.
const LONGEST: usize = 200;

/// A key of the frontmatter, as the notes of a vault use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The key.
    pub name: Box<str>,
    /// How many notes have it: none, when only Obsidian's settings name it.
    pub notes: usize,
    /// The kind of its values that is set in Obsidian.
    pub set: Option<FieldKind>,
    /// The kinds of its values, with the number of notes for each: the most used first.
    pub kinds: Vec<(FieldKind, usize)>,
    /// Its values, or the entries of its lists, with the number of notes for each: the most used first,
    /// then by the alphabet.
    pub values: Vec<(Box<str>, usize)>,
}

impl KnownKey {
    /// The kind of its values: the one that is set, else that of most notes that have a value.
    pub fn kind(&self) -> Option<FieldKind> {
        let used = self.kinds.iter().map(|(kind, _)| *kind).find(|kind| *kind != FieldKind::Empty);
        self.set.or(used)
    }

    /// Whether a value may be of this kind: it is set so, or some note has such a value.
    pub fn may_be(&self, kind: FieldKind) -> bool {
        self.set == Some(kind) || self.kinds.iter().any(|(used, _)| *used == kind)
    }
}

/// What is kept: the fields of each file that was looked at, and what they come to.
#[derive(Default)]
pub(super) struct Kept {
    files: FxHashMap<FileId, (Arc<File>, Arc<[Field]>)>,
    /// With the revision, and what is set in Obsidian, that they are of.
    keys: Option<(u64, Kinds, Arc<[KnownKey]>)>,
}

/// Keys with their kinds, as they are set in Obsidian.
type Kinds = Vec<(Box<str>, FieldKind)>;

impl View {
    /// The keys of all frontmatter, and those that Obsidian has set a kind for; the most used first, then
    /// by the alphabet.
    pub fn known_keys(&self) -> Arc<[KnownKey]> {
        // Who comes while the files are read waits, and does not read them too.
        let mut kept = self.kept_fields();
        let (revision, set) = (self.index.revision(), self.vault.property_kinds());
        if let Some((_, _, keys)) =
            kept.keys.as_ref().filter(|(of, kinds, _)| *of == revision && *kinds == set)
        {
            return keys.clone();
        }
        let files = self.index.files();
        let with_some = |file: &&Arc<File>| {
            file.format == Some(Format::Markdown)
                && file.names().is_some_and(|names| names.frontmatter.is_some())
        };
        let files: Vec<&Arc<File>> = files.iter().filter(with_some).collect();
        let read = |file: &&Arc<File>| {
            let known = kept.files.get(&file.place.id).filter(|(known, _)| Arc::ptr_eq(known, file));
            let fields = known.map_or_else(|| self.fields_of(file).into(), |(_, fields)| fields.clone());
            (file.place.id, (Arc::clone(file), fields))
        };
        kept.files = files.par_iter().map(read).collect::<Vec<_>>().into_iter().collect();
        let keys: Arc<[KnownKey]> = counted(kept.files.values().map(|(_, fields)| &**fields), &set).into();
        kept.keys = Some((revision, set, keys.clone()));
        keys
    }

    fn kept_fields(&self) -> MutexGuard<'_, Kept> {
        // What is kept is replaced as a whole.
        self.index.fields.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn fields_of(&self, file: &File) -> Vec<Field> {
        match file.open() {
            Some(open) => fields(&open.text),
            // A file that has gone by now says nothing.
            None => self.vault.read(&file.place.path).map(|(text, _)| fields(&text)).unwrap_or_default(),
        }
    }
}

#[derive(Default)]
struct Count<'a> {
    notes: usize,
    kinds: FxHashMap<FieldKind, usize>,
    values: FxHashMap<&'a str, usize>,
}

fn counted<'a>(notes: impl Iterator<Item = &'a [Field]>, set: &'a Kinds) -> Vec<KnownKey> {
    let set: FxHashMap<&str, FieldKind> = set.iter().map(|(name, kind)| (&**name, *kind)).collect();
    let mut counts: FxHashMap<&str, Count> = set.keys().map(|name| (*name, Count::default())).collect();
    for field in notes.flatten().filter(|field| !field.name.is_empty()) {
        let count = counts.entry(&field.name).or_default();
        count.notes += 1;
        *count.kinds.entry(field.kind).or_default() += 1;
        for value in field.values.iter().take(MOST_VALUES).filter(|value| value.len() <= LONGEST) {
            *count.values.entry(value).or_default() += 1;
        }
    }
    let key = |(name, count): (&str, Count)| {
        let values = count.values.into_iter().map(|(value, notes)| (value.into(), notes));
        KnownKey {
            name: name.into(),
            notes: count.notes,
            set: set.get(name).copied(),
            kinds: most_first(count.kinds.into_iter()),
            values: most_first(values),
        }
    };
    let mut keys: Vec<KnownKey> = counts.into_iter().map(key).collect();
    keys.sort_unstable_by(|a, b| (Reverse(a.notes), &a.name).cmp(&(Reverse(b.notes), &b.name)));
    keys
}

fn most_first<T: Ord>(counts: impl Iterator<Item = (T, usize)>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.collect();
    counts.sort_unstable_by(|(a, m), (b, n)| (Reverse(m), a).cmp(&(Reverse(n), b)));
    counts
}
