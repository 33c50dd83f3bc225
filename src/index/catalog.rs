//! Every name that a link could be completed to, ready to be ranked on a keystroke.
//!
//! Built when it is first asked for, then kept right by the writer file by file, so that no
//! keystroke looks at the whole vault but to rank it.

use std::sync::Arc;

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{NameKey, fold_into};

use super::facts::Facts;
use super::marks::{Marks, MarksOfMany};
use super::plain::plain;
use super::shelf::{Entry, Name, NameKind, ROOM, Shelf};
use super::{File, FileId, Index, Lookup, link_key, link_stem};

/// A name that links use and no file has.
#[derive(Debug)]
pub struct LinkedName {
    /// What such links are filed under ([`link_key`]).
    pub key: NameKey,
    text: Box<str>,
    plain: Box<[u8]>,
}

impl LinkedName {
    fn new(key: NameKey, name: &str) -> Arc<Self> {
        let text = name.strip_suffix(".md").filter(|stem| !stem.is_empty()).unwrap_or(name);
        let plain = if text.is_ascii() { Vec::new() } else { plain(text).unwrap_or_default() };
        Arc::new(LinkedName { key, text: text.into(), plain: plain.into() })
    }

    /// The name as some link writes it.
    pub fn name(&self) -> Name<'_> {
        Name { kind: NameKind::Stem, text: &self.text, is_ascii: self.text.is_ascii(), plain: &self.plain }
    }
}

/// The names of a vault. A value: a change makes a new one, or changes one that nobody holds.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// By the number of the file's id: all but the last shelf are full.
    shelves: Vec<Arc<Shelf>>,
    missing: Arc<Missing>,
}

/// The names that links use and no file has.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    /// In the order of the keys.
    names: Vec<Arc<LinkedName>>,
    marks: MarksOfMany,
}

impl Missing {
    fn new(mut names: Vec<Arc<LinkedName>>) -> Self {
        names.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let mut marks = MarksOfMany::default();
        for (at, linked) in names.iter().enumerate() {
            marks.insert(at, Marks::of_name(&linked.text));
        }
        Self { names, marks }
    }

    /// The names, in the order of their keys.
    pub fn names(&self) -> &[Arc<LinkedName>] {
        &self.names
    }

    /// What can be seen at sight of each name.
    pub fn marks(&self) -> &MarksOfMany {
        &self.marks
    }

    fn set(&mut self, key: &NameKey, name: Option<&str>) {
        let at = self.names.binary_search_by(|linked| linked.key.cmp(key));
        match (at, name) {
            (Err(at), Some(name)) => {
                let linked = LinkedName::new(key.clone(), name);
                self.marks.insert(at, Marks::of_name(&linked.text));
                self.names.insert(at, linked);
            }
            (Ok(at), None) => {
                self.marks.remove(at);
                self.names.remove(at);
            }
            _ => {}
        }
    }
}

impl Catalog {
    /// The names of all files. The file with the number `n` is the `n`th of all on all shelves.
    pub fn shelves(&self) -> &[Arc<Shelf>] {
        &self.shelves
    }

    /// The number of the first file on the shelf with this number.
    pub fn first_on(shelf: usize) -> usize {
        shelf * ROOM
    }

    /// The entry with this number.
    pub fn entry(&self, number: usize) -> Option<Entry<'_>> {
        self.shelves.get(number / ROOM)?.entry(number % ROOM)
    }

    /// Every entry, in the order of the numbers.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.shelves.iter().flat_map(|shelf| shelf.entries()).map(|(_, entry)| entry)
    }

    /// The names that links use and no file has.
    pub fn missing(&self) -> &Missing {
        &self.missing
    }

    /// The shelf that has the file `id`, and where on it.
    fn shelf_of(&mut self, id: FileId) -> (&mut Shelf, usize) {
        let number = id.0 as usize;
        if number / ROOM >= self.shelves.len() {
            self.shelves.resize_with(number / ROOM + 1, Arc::default);
        }
        (Arc::make_mut(&mut self.shelves[number / ROOM]), number % ROOM)
    }
}

impl Catalog {
    /// The catalog of these files, each at the number of its id.
    pub(super) fn build(index: &Index, files: &[Option<Arc<File>>]) -> Self {
        let shelf = |files: &[Option<Arc<File>>]| Arc::new(Shelf::of(files, |file| index.backlinks_of(file)));
        let (shelves, missing) = rayon::join(
            || files.par_chunks(ROOM).map(shelf).collect(),
            || Arc::new(index.missing_names(files)),
        );
        Catalog { shelves, missing }
    }

    /// Takes a change in that `index` has taken in, and others perhaps since.
    pub(super) fn change(
        &mut self,
        index: &Index,
        id: FileId,
        old: Option<&Arc<File>>,
        new: Option<&Arc<File>>,
    ) {
        let (shelf, at) = self.shelf_of(id);
        shelf.set(at, new.map(|file| (file, Facts::of(file, index.backlinks_of(file)))));
        let keys = changed_keys(old.map(|file| &**file), new.map(|file| &**file));
        let wanted: FxHashSet<&str> = keys.iter().map(NameKey::as_str).collect();
        let spelled =
            if keys.is_empty() { FxHashMap::default() } else { spellings(new.into_iter(), &wanted) };
        for key in &keys {
            let (bearers, referrers) = (index.bearers(key), index.referrer_count(key));
            for &bearer in &bearers {
                let (shelf, at) = self.shelf_of(bearer);
                shelf.set_backlinks(at, referrers);
            }
            let is_missing = bearers.is_empty() && referrers > 0;
            let name = spelled.get(key).copied().unwrap_or(key);
            Arc::make_mut(&mut self.missing).set(key, is_missing.then_some(name));
        }
    }
}

impl Index {
    /// How many files hold a link with the name of `file`.
    fn backlinks_of(&self, file: &File) -> usize {
        self.referrer_count(&link_key(file.place.path.name()))
    }

    fn missing_names(&self, files: &[Option<Arc<File>>]) -> Missing {
        // One after the other: to copy all keys, so that threads can share them, takes memory.
        let referrers = self.links.get().referrers.iter();
        let missing = referrers.filter(|entry| self.bearers(entry.key()).is_empty());
        let missing: Vec<NameKey> = missing.map(|entry| entry.key().clone()).collect();
        let missing: FxHashSet<&str> = missing.iter().map(NameKey::as_str).collect();
        let spelled = files.par_chunks(ROOM).map(|files| spellings(files.iter().flatten(), &missing));
        let spelled = spelled.reduce(FxHashMap::default, |mut all, more| {
            more.into_iter().for_each(|(key, name)| add_spelling(&mut all, key.as_str(), name));
            all
        });
        Missing::new(spelled.into_iter().map(|(key, name)| LinkedName::new(key, name)).collect())
    }

    /// The files that links under `key` could lead to.
    fn bearers(&self, key: &str) -> Vec<FileId> {
        let with_md = format!("{key}.md");
        [key, &with_md]
            .into_iter()
            .flat_map(|name| self.named(name).as_slice().iter().map(|place| place.id).collect::<Vec<_>>())
            .collect()
    }
}

/// How links in these files write the `wanted` names.
fn spellings<'f>(
    files: impl Iterator<Item = &'f Arc<File>>,
    wanted: &FxHashSet<&str>,
) -> FxHashMap<NameKey, &'f str> {
    let (mut names, mut folded) = (FxHashMap::<NameKey, &str>::default(), String::new());
    for said in files.filter_map(|file| file.names()) {
        for name in said.linked() {
            let key = link_stem(fold_into(name, &mut folded));
            if wanted.contains(key) {
                add_spelling(&mut names, key, name);
            }
        }
    }
    names
}

/// Of several spellings the first in the order of the characters counts, which is one with capitals,
/// whatever the order of the files.
fn add_spelling<'f>(names: &mut FxHashMap<NameKey, &'f str>, key: &str, name: &'f str) {
    match names.get_mut(key) {
        Some(first) => *first = name.min(*first),
        None => drop(names.insert(NameKey::of_folded(key), name)),
    }
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
        for entry in catalog.entries() {
            let names: Vec<&str> = entry.names().map(|name| name.text).collect();
            lines.push(format!(
                "{}: {} <- {}",
                entry.file.place.path,
                names.join(", "),
                entry.facts.backlinks
            ));
        }
        lines.extend(catalog.missing().names().iter().map(|linked| format!("? {}", linked.key.as_str())));
        lines
    }

    fn rebuilt(index: &Index) -> Catalog {
        Catalog::build(index, &index.files.by_number())
    }

    #[test]
    fn names_are_kept_right_by_each_change() {
        let index = Index::new();
        put(&index, "a.md", "[[b]] [[B.md]] [[New One]] ![[map.png]]\n");
        assert_eq!(shown(&index.catalog()), ["a.md: a <- 0", "? b", "? map.png", "? new one"]);
        assert_eq!(index.catalog().missing().names()[2].name().text, "New One");
        let steps: &[(&str, Option<&str>)] = &[
            ("x/b.md", Some("---\naliases: [Bee]\n---\n# The B\n[[a]] [[gone]]\n")),
            ("c.md", Some("[[new one]] [[b|x]]\n")),
            ("a.md", Some("[[b]]\n")),
            ("map.png", None),
            ("x/b.md", Some("# b\n[[map.png]] [[Later]]\n")),
            ("a.md", Some("---\naliases: [Äh, short, a longer one]\n---\n# Über\n## One\n## Two\n")),
            ("c.md", Some("---\ntitle: Größe\naliases: é\n---\n## Three\n")),
            ("a.md", Some("# A\n")),
        ];
        for (path, text) in steps {
            index.put_disk(&VaultPath::new(path).unwrap(), *text, STAMP);
            let (kept, built) = (index.catalog(), rebuilt(&index));
            assert_eq!(shown(&kept), shown(&built), "after {path}");
            assert_eq!(format!("{:?}", kept.shelves()), format!("{:?}", built.shelves()), "after {path}");
        }
        for path in ["c.md", "x/b.md", "a.md", "map.png"] {
            remove(&index, path);
            assert_eq!(shown(&index.catalog()), shown(&rebuilt(&index)), "without {path}");
        }
        assert!(shown(&index.catalog()).is_empty());
    }

    #[test]
    fn names_are_fetched_where_files_are_gone_too() {
        let index = Index::new();
        for path in ["a.md", "b.md", "c.md"] {
            put(&index, path, "");
        }
        for path in ["c.md", "a.md", "b.md"] {
            remove(&index, path);
            index.catalog().shelves().iter().for_each(|shelf| shelf.fetch(0..shelf.len()));
        }
    }

    #[test]
    fn a_catalog_in_use_does_not_change() {
        let index = Index::new();
        put(&index, "a.md", "");
        let before = index.catalog();
        put(&index, "b.md", "");
        assert_eq!(before.entries().count(), 1);
        assert_eq!(index.catalog().entries().count(), 2);
    }
}
