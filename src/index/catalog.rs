//! Every name that a link could be completed to, ready to be ranked on a keystroke.
//!
//! Built when it is first asked for, then kept right by the writer file by file, so that no
//! keystroke looks at the whole vault but to rank it.

use std::hash::BuildHasher;
use std::sync::Arc;

use nucleo_matcher::{Utf32Str, Utf32String};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::{FxBuildHasher, FxHashMap};
use unicode_normalization::UnicodeNormalization;

use crate::note::Format;
use crate::text::{NameKey, fold};

use super::{File, FileId, Index, Lookup, link_key};

/// Which ASCII letters and digits a text holds, in any case: a quick way to see that it cannot
/// match. `ü` counts as `u`, which matches it; a character that may count as any letter counts as all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters(u64);

impl Letters {
    /// The letters of a text that is searched.
    pub fn of(text: &str) -> Self {
        let others = text.chars().filter(|c| !c.is_ascii()).map(Self::matched_by);
        others.fold(Self::typed(text), Self::and)
    }

    /// The letters that begin a word of a text that is searched: at its start, behind what is no
    /// letter, a capital, the first digit of a number. In doubt a letter counts as one that does.
    pub fn of_starts(text: &str) -> Self {
        let mut before = ' ';
        let starts = text.char_indices().filter(|&(_, c)| {
            let before = std::mem::replace(&mut before, c);
            let goes_on = match c {
                'a'..='z' => before.is_ascii_alphanumeric(),
                '0'..='9' => before.is_ascii_digit(),
                _ => false,
            };
            !goes_on
        });
        starts.fold(Self::default(), |all, (at, c)| all.and(Self::of(&text[at..at + c.len_utf8()])))
    }

    /// The ASCII letters that match `c`.
    fn matched_by(c: char) -> Self {
        let base = std::iter::once(c).nfd().next().filter(char::is_ascii);
        match (base, c) {
            // Beyond these the matcher's table differs from Unicode's: it takes `ḁ` for a `c`.
            (Some(base), ..'\u{250}') => Self::typed(base.encode_utf8(&mut [0; 4])),
            // Other scripts than Latin, and what is between them.
            (_, '\u{370}'..='\u{1cff}' | '\u{2e80}'..='\u{a6ff}' | '\u{ac00}'..='\u{faff}') => Self(0),
            _ => Self(u64::MAX),
        }
    }

    /// The letters of a text that is searched for: other characters than ASCII ask for nothing.
    pub fn typed(text: &str) -> Self {
        Self(text.bytes().fold(0, |bits, byte| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => bits | 1 << (letter - b'a'),
            digit @ b'0'..=b'9' => bits | 1 << (26 + digit - b'0'),
            _ => bits,
        }))
    }

    /// Whether every letter of `typed` is here.
    pub fn hold(self, typed: Letters) -> bool {
        typed.0 & !self.0 == 0
    }

    /// How many letters are here and not in `other`.
    pub fn missing_from(self, other: Letters) -> u32 {
        (self.0 & !other.0).count_ones()
    }

    fn and(self, other: Letters) -> Letters {
        Letters(self.0 | other.0)
    }
}

/// What a name is to its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The file's name, without `.md`.
    Stem,
    /// The title, when it differs from the name.
    Title,
    /// An alias.
    Alias,
}

/// One name.
#[derive(Debug)]
pub struct Name {
    /// What it is to its file.
    pub kind: NameKind,
    /// As it is written.
    pub text: Box<str>,
    /// Its letters.
    pub letters: Letters,
    /// The characters, where the text is not ASCII.
    wide: Option<Utf32String>,
}

impl Name {
    fn new(kind: NameKind, text: &str) -> Self {
        let wide = (!text.is_ascii()).then(|| Utf32String::from(text));
        Self { kind, text: text.into(), letters: Letters::of(text), wide }
    }

    /// The name as the matcher reads it.
    pub fn haystack(&self) -> Utf32Str<'_> {
        match &self.wide {
            Some(wide) => wide.slice(..),
            None => Utf32Str::Ascii(self.text.as_bytes()),
        }
    }
}

/// A file and its names.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file.
    pub file: Arc<File>,
    /// Its names: first the stem, which every file has.
    pub names: Arc<[Name]>,
    /// How many files hold a link with its name.
    pub backlinks: u32,
    /// Equal for files in the same folder.
    pub folder: u64,
    /// Whether the file is no note: here, so that ranking need not fetch the file.
    pub attachment: bool,
    /// Whether the file is open in an editor.
    pub open: bool,
}

impl Entry {
    fn new(file: Arc<File>, backlinks: usize) -> Self {
        let names = names_of(&file);
        Self {
            folder: FxBuildHasher.hash_one(file.place.folder_key()),
            backlinks: backlinks as u32,
            attachment: file.format != Some(Format::Markdown),
            open: file.open.is_some(),
            names,
            file,
        }
    }
}

/// What can be seen of an entry at sight: kept apart, so that to pass over most of them is quick.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// The letters of all its names.
    pub letters: Letters,
    /// The letters that begin a word of its names.
    pub starts: Letters,
    /// The letters of its path.
    pub path: Letters,
}

impl Marks {
    fn of(entry: &Entry) -> Self {
        let of_all =
            |letters: fn(&Name) -> Letters| entry.names.iter().map(letters).fold(Letters(0), Letters::and);
        Self {
            letters: of_all(|name| name.letters),
            starts: of_all(|name| Letters::of_starts(&name.text)),
            path: Letters::of(entry.file.place.path.as_str()),
        }
    }
}

fn names_of(file: &File) -> Arc<[Name]> {
    let stem = file.place.path.stem();
    let mut names = vec![Name::new(NameKind::Stem, stem)];
    if let Some(note) = file.names() {
        let title = note.title().filter(|title| fold(title) != fold(stem));
        names.extend(title.map(|title| Name::new(NameKind::Title, title)));
        let aliases = note.aliases().filter(|alias| *alias != stem);
        names.extend(aliases.map(|alias| Name::new(NameKind::Alias, alias)));
    }
    names.into()
}

/// A name that links use and no file has.
#[derive(Debug)]
pub struct LinkedName {
    /// What such links are filed under ([`link_key`]).
    pub key: NameKey,
    /// The name as some link writes it.
    pub name: Name,
    /// The letters that begin a word of it.
    pub starts: Letters,
}

/// The names of a vault. A value: a change makes a new one, or changes one that nobody holds.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// By the number of the file's id.
    entries: Vec<Option<Entry>>,
    /// Of the entry with the same number; of none, no letters.
    marks: Vec<Marks>,
    /// In the order of the keys.
    missing: Vec<Arc<LinkedName>>,
}

impl Catalog {
    /// Every place where an entry may be, by the number of the file's id.
    pub fn entries(&self) -> &[Option<Entry>] {
        &self.entries
    }

    /// The entry with this number.
    pub fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number)?.as_ref()
    }

    /// What can be seen at sight of each of [`Self::entries`].
    pub fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// The names that links use and no file has, in the order of their keys.
    pub fn missing(&self) -> &[Arc<LinkedName>] {
        &self.missing
    }

    fn set(&mut self, id: FileId, entry: Option<Entry>) {
        let at = id.0 as usize;
        if at >= self.entries.len() {
            self.entries.resize(at + 1, None);
            self.marks.resize(at + 1, Marks::default());
        }
        self.marks[at] = entry.as_ref().map(Marks::of).unwrap_or_default();
        self.entries[at] = entry;
    }

    fn set_missing(&mut self, key: &NameKey, name: Option<&str>) {
        let at = self.missing.binary_search_by(|linked| linked.key.cmp(key));
        match (at, name) {
            (Err(at), Some(name)) => self.missing.insert(at, linked_name(key.clone(), name)),
            (Ok(at), None) => drop(self.missing.remove(at)),
            _ => {}
        }
    }
}

fn linked_name(key: NameKey, name: &str) -> Arc<LinkedName> {
    let text = name.strip_suffix(".md").filter(|stem| !stem.is_empty()).unwrap_or(name);
    Arc::new(LinkedName { key, name: Name::new(NameKind::Stem, text), starts: Letters::of_starts(text) })
}

impl Index {
    /// The names of the vault as they are now. The first call builds them.
    pub fn catalog(&self) -> Arc<Catalog> {
        if let Some(catalog) = &*self.lock_catalog() {
            return catalog.clone();
        }
        // The writer waits, so that no change is missed between building and keeping.
        let _writer = self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(catalog) = &*self.lock_catalog() {
            return catalog.clone();
        }
        let built = Arc::new(self.build_catalog());
        self.lock_catalog().insert(built).clone()
    }

    pub(super) fn lock_catalog(&self) -> std::sync::MutexGuard<'_, Option<Arc<Catalog>>> {
        // A change that panicked halfway would leave a stale entry at worst.
        self.catalog.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn build_catalog(&self) -> Catalog {
        let files: Vec<Arc<File>> = self.files.iter().map(|entry| entry.value().clone()).collect();
        let mut catalog = Catalog::default();
        let entry = |file: &Arc<File>| {
            let backlinks = self.referrers(&link_key(file.place.path.name())).len();
            let entry = Entry::new(file.clone(), backlinks);
            (file.place.id, Marks::of(&entry), entry)
        };
        let entries: Vec<_> = (&files).into_par_iter().map(entry).collect();
        let count = entries.iter().map(|(id, ..)| id.0 as usize + 1).max().unwrap_or(0);
        catalog.entries.resize(count, None);
        catalog.marks.resize(count, Marks::default());
        for (id, marks, entry) in entries {
            catalog.marks[id.0 as usize] = marks;
            catalog.entries[id.0 as usize] = Some(entry);
        }
        catalog.missing = self.missing_names(&files);
        catalog
    }

    fn missing_names(&self, files: &[Arc<File>]) -> Vec<Arc<LinkedName>> {
        let missing = spellings(files.iter()).into_iter().filter(|(key, _)| self.bearers(key).is_empty());
        let mut missing: Vec<_> = missing.map(|(key, name)| linked_name(key, name)).collect();
        missing.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        missing
    }

    /// The files that links under `key` could lead to.
    fn bearers(&self, key: &str) -> Vec<FileId> {
        let with_md = format!("{key}.md");
        [key, &with_md]
            .into_iter()
            .flat_map(|name| self.named(name).as_slice().iter().map(|place| place.id).collect::<Vec<_>>())
            .collect()
    }

    /// Takes a change into the names. Called by the writer, behind the other maps.
    pub(super) fn update_catalog(&self, id: FileId, old: Option<&File>, new: Option<&Arc<File>>) {
        let mut guard = self.lock_catalog();
        let Some(catalog) = guard.as_mut() else { return };
        let catalog = Arc::make_mut(catalog);
        let backlinks = |file: &File| self.referrers(&link_key(file.place.path.name())).len();
        catalog.set(id, new.map(|file| Entry::new(file.clone(), backlinks(file))));
        let keys = changed_keys(old, new.map(|file| &**file));
        let spelled = if keys.is_empty() { FxHashMap::default() } else { spellings(new.into_iter()) };
        for key in keys {
            let (bearers, referrers) = (self.bearers(&key), self.referrers(&key).len());
            for bearer in &bearers {
                if let Some(Some(entry)) = catalog.entries.get_mut(bearer.0 as usize) {
                    entry.backlinks = referrers as u32;
                }
            }
            let is_missing = bearers.is_empty() && referrers > 0;
            let name = spelled.get(&key).copied().unwrap_or(&key);
            catalog.set_missing(&key, is_missing.then_some(name));
        }
    }
}

/// The names that links in these files say. Of several spellings the first in the order of the
/// characters, which is one with capitals, whatever the order of the files.
fn spellings<'f>(files: impl Iterator<Item = &'f Arc<File>>) -> FxHashMap<NameKey, &'f str> {
    let mut names = FxHashMap::<NameKey, &str>::default();
    for said in files.filter_map(|file| file.names()) {
        for name in said.linked() {
            names.entry(link_key(name)).and_modify(|first| *first = name.min(*first)).or_insert(name);
        }
    }
    names
}

/// The names whose links or bearers a change alters.
fn changed_keys(old: Option<&File>, new: Option<&File>) -> Vec<NameKey> {
    let references = |file: Option<&File>| file.map(File::reference_keys).unwrap_or_default();
    let (before, after) = (references(old), references(new));
    let gone = before.iter().filter(|key| after.binary_search(key).is_err());
    let come = after.iter().filter(|key| before.binary_search(key).is_err());
    let mut keys: Vec<_> = gone.chain(come).cloned().collect();
    if old.is_some() != new.is_some() {
        keys.extend(old.or(new).map(|file| link_key(file.place.path.name())));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    const STAMP: Stamp = Stamp { modified: None, size: 0 };

    fn put(index: &Index, path: &str, text: &str) {
        index.put_disk(&VaultPath::new(path).unwrap(), Some(text), STAMP);
    }

    fn remove(index: &Index, path: &str) {
        index.remove(&VaultPath::new(path).unwrap());
    }

    /// Every name with its backlinks, then the names that no file has.
    fn shown(catalog: &Catalog) -> Vec<String> {
        let mut lines = Vec::new();
        for entry in catalog.entries().iter().flatten() {
            let names: Vec<&str> = entry.names.iter().map(|name| &*name.text).collect();
            lines.push(format!("{}: {} <- {}", entry.file.place.path, names.join(", "), entry.backlinks));
        }
        lines.extend(catalog.missing().iter().map(|linked| format!("? {}", linked.key.as_str())));
        lines
    }

    #[test]
    fn names_are_kept_right_by_each_change() {
        let index = Index::new();
        put(&index, "a.md", "[[b]] [[B.md]] [[New One]] ![[map.png]]\n");
        assert_eq!(shown(&index.catalog()), ["a.md: a <- 0", "? b", "? map.png", "? new one"]);
        assert_eq!(&*index.catalog().missing()[2].name.text, "New One");
        let steps: &[(&str, Option<&str>)] = &[
            ("x/b.md", Some("---\naliases: [Bee]\n---\n# The B\n[[a]] [[gone]]\n")),
            ("c.md", Some("[[new one]] [[b|x]]\n")),
            ("a.md", Some("[[b]]\n")),
            ("map.png", None),
            ("x/b.md", Some("# b\n[[map.png]] [[Later]]\n")),
        ];
        for (path, text) in steps {
            index.put_disk(&VaultPath::new(path).unwrap(), *text, STAMP);
            assert_eq!(shown(&index.catalog()), shown(&index.build_catalog()), "after {path}");
        }
        for path in ["c.md", "x/b.md", "a.md", "map.png"] {
            remove(&index, path);
            assert_eq!(shown(&index.catalog()), shown(&index.build_catalog()), "without {path}");
        }
        assert!(shown(&index.catalog()).is_empty());
    }

    #[test]
    fn a_catalog_in_use_does_not_change() {
        let index = Index::new();
        put(&index, "a.md", "");
        let before = index.catalog();
        put(&index, "b.md", "");
        assert_eq!(before.entries().iter().flatten().count(), 1);
        assert_eq!(index.catalog().entries().iter().flatten().count(), 2);
    }

    #[test]
    fn letters_rule_out_only_what_cannot_match() {
        assert!(Letters::of("Alpha 7").hold(Letters::typed("la7")));
        assert!(!Letters::of("Alpha").hold(Letters::typed("b")));
        assert!(Letters::of("Über").hold(Letters::typed("uber")));
        assert!(Letters::of("abc").hold(Letters::typed("ä")));
        assert!(!Letters::of("Über").hold(Letters::typed("z")));
        assert!(!Letters::of("заметка").hold(Letters::typed("a")));
    }

    #[test]
    fn letters_never_rule_out_what_the_matcher_finds() {
        let mut matcher = nucleo_matcher::Matcher::new(nucleo_matcher::Config::DEFAULT);
        for c in ('\u{80}'..='\u{ffff}').filter(|c| c.is_alphanumeric()) {
            let haystack = [c];
            for letter in b"abcdefghijklmnopqrstuvwxyz0123456789".chunks(1) {
                let found = matcher.fuzzy_match(Utf32Str::Unicode(&haystack), Utf32Str::Ascii(letter));
                let letter = std::str::from_utf8(letter).unwrap();
                let kept = Letters::of(&c.to_string()).hold(Letters::typed(letter));
                assert!(found.is_none() || kept, "{letter} matches {c} (U+{:04X})", u32::from(c));
            }
        }
    }
}
