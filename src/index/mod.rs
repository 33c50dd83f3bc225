//! Who is who, and who links to whom, in one vault: the concurrent workspace index.
//!
//! Everything is keyed by *what is written*: files by their names, links by the name that stands in
//! them. What a link leads to is looked up when someone asks ([`crate::resolve`]), so a note that
//! comes, goes or moves changes no other note's entry.
//!
//! Readers look things up at any time and take what they need out of the maps; no look-up holds a
//! lock while another runs. Changes go through one writer, in the order in which they arrive, and
//! each bumps the [revision](Index::revision).
//!
//! Where to look: how it is filled in `load`, `unread` and `stored`, changed in `update`; files and their names
//! in `file`, `place`, `by_id`, `by_key`; what notes say of each other in `links`, `links_under`, `sets`, `tags`;
//! names to be ranked in `catalog`, `kept_catalog`, `shelf`, and what is seen of them at sight in `letters`,
//! `marks`, `word_marks`.

mod by_id;
mod by_key;
mod cancel;
mod catalog;
mod facts;
mod file;
mod gathered;
mod kept_catalog;
mod kept_stamp;
mod letters;
mod links;
mod links_under;
mod load;
mod marks;
mod memory;
mod named_words;
mod once;
mod own_threads;
mod place;
mod plain;
mod sets;
mod several;
mod shelf;
mod stored;
mod tags;
mod unread;
mod update;
mod vault_fields;
mod view;
mod word_marks;

pub use cancel::{Cancel, Cancelled};
pub use catalog::{Catalog, LinkedName, Missing};
pub use facts::Facts;
pub use file::{File, OpenText, content_hash};
pub use letters::{FewLetters, Letters, begins_word};
pub use links_under::LinksUnder;
pub use load::{Listed, ReadFiles};
pub use marks::{Marks, MarksOfMany};
pub use memory::MemoryRow;
pub use named_words::{NamedWord, NamedWords};
#[cfg(test)]
pub(crate) use own_threads::ends_while_all_are_busy;
pub(crate) use own_threads::give_back_soon;
pub use place::{FileId, Place, Places, SharedPlace};
pub use plain::StandIns;
pub use sets::FileIds;
pub use several::Several;
pub use shelf::{Entry, Name, NameKind, Shelf};
pub use tags::TagFamily;
pub use update::Touched;
pub use vault_fields::KnownKey;
pub use view::{NoteText, View};
pub use word_marks::WordMarks;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use dashmap::DashMap;
use rustc_hash::FxBuildHasher;

use by_id::FilesById;
use by_key::{ByKey, FileKey, PathKey};
use links::LateLinks;

use crate::text::{NameKey, fold};
use crate::vault::VaultPath;

type Map<K, V> = DashMap<K, V, FxBuildHasher>;

/// The files of one vault, their names, and their links.
#[derive(Default)]
pub struct Index {
    /// Each path that was ever seen keeps its id for as long as the index lives: here those whose
    /// file is gone.
    gone: Map<VaultPath, FileId>,
    files: FilesById,
    /// The files that are named already and not among `files` yet.
    unread: unread::Unread,
    /// By folded vault path.
    paths: ByKey<PathKey>,
    /// By folded last segment of the path, extension included.
    names: ByKey<FileKey>,
    /// By what notes say: backlinks, aliases, tags.
    links: LateLinks,
    /// Names to be ranked, once they are asked for.
    catalog: kept_catalog::KeptCatalog,
    /// Names to be found in texts; `None` until they are first asked for.
    named_words: Mutex<Option<Arc<NamedWords>>>,
    /// Names that were looked for, and what is near them.
    remembered: Mutex<once::Remembered>,
    /// What the frontmatter of all notes says; read when it is first asked for.
    fields: Mutex<vault_fields::Kept>,
    /// Grows with every change of what is known of the disk.
    disk_revision: AtomicU64,
    names_revision: AtomicU64,
    next_id: AtomicU32,
    revision: AtomicU64,
    /// How many changes have begun, while `revision` counts those that are made.
    begun: AtomicU64,
    writer: Mutex<()>,
}

impl Index {
    /// An index without a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// A number that grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Whether nothing has changed since the [revision](Index::revision) was this, and nothing is half
    /// changed: what was looked up meanwhile is of one state.
    pub fn is_still_at(&self, revision: u64) -> bool {
        // Who has looked up something of a change has taken a lock of a map behind the writer, who had
        // counted the change before: it is seen here.
        self.begun.load(Ordering::Acquire) == revision
    }

    /// A number that grows with every change of a file on disk that the index is told of.
    pub fn disk_revision(&self) -> u64 {
        self.disk_revision.load(Ordering::Acquire)
    }

    /// The file with this id, when it is still there.
    pub fn file(&self, id: FileId) -> Option<Arc<File>> {
        self.files.get(id).or_else(|| self.read_unread(id))
    }

    /// The file at exactly this path: case and normal form count.
    pub fn file_at(&self, path: &VaultPath) -> Option<Arc<File>> {
        self.file(self.place_at(path)?.id)
    }

    /// The notes that have the alias `key` (folded), in the order of their ids.
    pub fn aliased(&self, key: &str) -> FileIds {
        self.links.get().aliases.get(key).map(|ids| ids.clone()).unwrap_or_default()
    }

    /// The files that hold a link whose [`link_key`] is `key`, in the order of their ids. What such
    /// a link leads to is for [`crate::resolve`] to say.
    pub fn referrers(&self, key: &str) -> FileIds {
        self.links.get().referrers.get(key).map(|ids| ids.clone()).unwrap_or_default()
    }

    /// How many files [`Index::referrers`] gives, without a copy of them.
    pub fn referrer_count(&self, key: &str) -> usize {
        self.links.get().referrers.get(key).map_or(0, |ids| ids.len())
    }

    /// The notes that have the tag `key` (folded, without `#`) itself, in the order of their ids.
    pub fn tagged(&self, key: &str) -> FileIds {
        self.links.get().tags.get(key).map(|ids| ids.clone()).unwrap_or_default()
    }

    /// The first `count` of [`Index::tagged`]: nearly all notes may have a tag.
    pub fn first_tagged(&self, key: &str, count: usize) -> Vec<FileId> {
        self.links.get().tags.get(key).map_or_else(Vec::new, |ids| ids.iter().copied().take(count).collect())
    }

    /// Every tag of the vault, folded, with the number of notes that have it. In no order.
    pub fn tags(&self) -> Vec<(NameKey, usize)> {
        self.links.get().tags.iter().map(|entry| (entry.key().name.clone(), entry.value().len())).collect()
    }

    /// Calls `with` for every tag of the vault, folded, with what is seen of it at sight and the number of
    /// notes that have it. In no order. `with` must not come back to the index.
    pub fn for_each_tag(&self, mut with: impl FnMut(&NameKey, WordMarks, usize)) {
        for entry in &self.links.get().tags {
            with(&entry.key().name, entry.key().marks, entry.value().len());
        }
    }

    /// Every name that some link says, with the number of files that hold such a link. In no order.
    pub fn linked_names(&self) -> Vec<(NameKey, usize)> {
        self.links.get().referrers.iter().map(|entry| (entry.key().clone(), entry.value().len())).collect()
    }

    /// Whether it is known what links to what, so that nobody who asks for it has to wait ([`Index::list`]).
    pub fn has_links(&self) -> bool {
        self.links.are_there()
    }

    /// Every file, in the order of the paths.
    pub fn files(&self) -> Vec<Arc<File>> {
        self.wait_for_all();
        by_path(self.files.to_vec())
    }

    /// Each of the files with these ids that is still there.
    pub fn files_at(&self, ids: &[FileId]) -> Vec<Arc<File>> {
        let files = self.files.get_all(ids).into_iter().zip(ids);
        files.filter_map(|(file, &id)| file.or_else(|| self.read_unread(id))).collect()
    }

    /// The files with these ids that are still there, each once, in the order of the paths.
    pub fn files_of(&self, ids: impl IntoIterator<Item = FileId>) -> Vec<Arc<File>> {
        let mut ids: Vec<FileId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        by_path(self.files_at(&ids))
    }

    /// Calls `with` for every file, in no order. `with` must not come back to the index.
    pub fn for_each_file(&self, mut with: impl FnMut(&Arc<File>)) {
        self.wait_for_all();
        self.files.for_each(&mut with);
    }

    /// How many files there are, notes and attachments.
    pub fn len(&self) -> usize {
        self.wait_for_all();
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until a load is through, where one is under way ([`Index::list`]).
    fn wait_for_all(&self) {
        self.links.get();
    }

    /// The place of the file at exactly this path.
    fn place_at(&self, path: &VaultPath) -> Option<SharedPlace> {
        let places = self.at(&fold(path.as_str()));
        places.as_slice().iter().find(|place| place.path == *path).cloned()
    }

    /// The place of `path`: with its id, which is given out now if it has none yet.
    fn place_of(&self, path: &VaultPath) -> SharedPlace {
        self.place_at(path).unwrap_or_else(|| {
            let id = self.gone.get(path).map(|id| *id);
            let id = id.unwrap_or_else(|| FileId(self.next_id.fetch_add(1, Ordering::Relaxed)));
            SharedPlace::new(Place::new(id, path.clone()))
        })
    }
}

/// The files in the order of their paths.
fn by_path(files: Vec<Arc<File>>) -> Vec<Arc<File>> {
    // Ids go in the order of the paths, but for files that came after the start. They are here to be
    // compared; paths are elsewhere in memory, and the second sort asks little of what is in order.
    let mut files: Vec<_> = files.into_iter().map(|file| (file.place.id, file)).collect();
    files.sort_unstable_by_key(|(id, _)| *id);
    let mut files: Vec<_> = files.into_iter().map(|(_, file)| file).collect();
    files.iter().for_each(|file| file.place.path.fetch());
    files.sort_by(|a, b| a.place.path.cmp(&b.place.path));
    files
}

/// What the index is asked by the resolver. The planner answers the same questions for the vault
/// as it will be after a rename.
pub trait Lookup {
    /// The files whose last path segment, extension included, folds to `key`; the order is that of
    /// R11, step 4, for a source in no folder.
    fn named(&self, key: &str) -> Places;
    /// The files whose whole vault path folds to `key`.
    fn at(&self, key: &str) -> Places;
    /// What is in a file; `None` for an attachment or a note that cannot be read.
    fn note(&self, id: FileId) -> Option<Arc<crate::note::Note>>;
    /// The notes that have the alias `key` (folded).
    fn with_alias(&self, key: &str) -> Vec<SharedPlace>;
}

impl Lookup for Index {
    fn named(&self, key: &str) -> Places {
        self.names.get(key)
    }

    fn at(&self, key: &str) -> Places {
        self.paths.get(key)
    }

    fn note(&self, id: FileId) -> Option<Arc<crate::note::Note>> {
        self.file(id)?.note()
    }

    fn with_alias(&self, key: &str) -> Vec<SharedPlace> {
        self.aliased(key).iter().filter_map(|&id| Some(self.file(id)?.place.clone())).collect()
    }
}

/// What a link with this last path segment is filed under, and what the links to a file of this
/// name are found under: folded, without `.md` (R9, R10).
pub fn link_key(name: &str) -> NameKey {
    NameKey::of_folded(link_stem(&fold(name)))
}

/// The part of a folded name that [`link_key`] is made of.
fn link_stem(folded: &str) -> &str {
    let mut stem = folded;
    while let Some(shorter) = stem.strip_suffix(".md").filter(|s| !s.is_empty()) {
        stem = shorter;
    }
    stem
}
