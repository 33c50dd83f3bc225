//! What is found by what notes say: backlinks, aliases and tags. Filled behind the names, so that a
//! vault can answer where a link leads before it can answer what leads there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use crate::text::{NameKey, fold_into};

use super::own_threads::on_own_threads;
use super::sets::{self, IdSets};
use super::tags::{TagKey, above};
use super::update::Change;
use super::{File, FileId, link_stem};

/// By what notes say: the files that say it.
#[derive(Default)]
pub(super) struct Links {
    /// By folded alias: the notes that have it.
    pub aliases: IdSets,
    /// By [`super::link_key`]: the files that hold such a link.
    pub referrers: IdSets,
    /// By folded tag, without `#`: the notes that have it.
    pub tags: IdSets<TagKey>,
    /// By folded tag: the notes that have a tag that is nested in it.
    pub nested_tags: IdSets,
}

/// How many files a thread takes the links of at a time.
const TOGETHER: usize = 256;

/// The [`Links`], which may have to be waited for.
#[derive(Default)]
pub(super) struct LateLinks {
    links: Links,
    is_late: AtomicBool,
    /// The changes that came while the links are late.
    put_off: Mutex<Vec<Change>>,
    filled: Condvar,
}

impl LateLinks {
    /// The links of all files. Waits until they are filled.
    pub fn get(&self) -> &Links {
        if !self.are_there() {
            let mut put_off = self.lock();
            while !self.are_there() {
                put_off = self.filled.wait(put_off).unwrap_or_else(|poisoned| poisoned.into_inner());
            }
        }
        &self.links
    }

    /// Whether nobody has to wait for them.
    pub fn are_there(&self) -> bool {
        !self.is_late.load(Ordering::Acquire)
    }

    /// Who asks from now on waits for [`LateLinks::fill`].
    pub fn are_late(&self) {
        self.is_late.store(true, Ordering::Release);
    }

    /// Adds the links of `files`, then what has changed meanwhile. On threads of its own: those of a
    /// pool may be waiting for it.
    pub fn fill(&self, files: &[Arc<File>]) {
        // Also when it panics: a part of the links is better than to wait for ever.
        let _end = End(self);
        let links = &self.links;
        on_own_threads(|| {
            files.par_chunks(TOGETHER).for_each_init(String::new, |folded, files| {
                files.iter().for_each(|file| links.push(file, folded));
            });
            rayon::scope(|scope| {
                scope.spawn(|_| sets::settle(&links.referrers));
                scope.spawn(|_| sets::settle(&links.aliases));
                scope.spawn(|_| sets::settle(&links.tags));
                scope.spawn(|_| sets::settle(&links.nested_tags));
            });
        });
    }

    /// Takes a change of the file `id` into the links; later, while they are late.
    pub fn change(&self, id: FileId, old: Option<&Arc<File>>, new: Option<&Arc<File>>) {
        if self.is_late.load(Ordering::Acquire) {
            let mut put_off = self.lock();
            if self.is_late.load(Ordering::Acquire) {
                put_off.push((id, old.cloned(), new.cloned()));
                return;
            }
        }
        self.links.replace(id, old.map(|file| &**file), new.map(|file| &**file));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Change>> {
        // Each change in it is whole.
        self.put_off.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Ends the waiting when it is dropped.
struct End<'l>(&'l LateLinks);

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut put_off = self.0.lock();
        for (id, old, new) in put_off.drain(..) {
            self.0.links.replace(id, old.as_deref(), new.as_deref());
        }
        self.0.is_late.store(false, Ordering::Release);
        self.0.filled.notify_all();
    }
}

impl Links {
    /// Adds what `file` says. The lists have to be settled when all files are added.
    fn push(&self, file: &File, folded: &mut String) {
        let Some(names) = file.names() else { return };
        let id = file.place.id;
        for name in names.linked() {
            sets::push(&self.referrers, link_stem(fold_into(name, folded)), id);
        }
        for alias in names.aliases() {
            sets::push(&self.aliases, fold_into(alias, folded), id);
        }
        for tag in &names.tags {
            let key = fold_into(tag.name, folded);
            sets::push(&self.tags, key, id);
            above(key).for_each(|above| sets::push(&self.nested_tags, above, id));
        }
    }

    fn replace(&self, id: FileId, old: Option<&File>, new: Option<&File>) {
        let both = |keys: fn(&File) -> Vec<NameKey>| {
            (old.map(keys).unwrap_or_default(), new.map(keys).unwrap_or_default())
        };
        let (before, now) = both(File::alias_keys);
        sets::replace(&self.aliases, &before, &now, id);
        let (before, now) = both(File::reference_keys);
        sets::replace(&self.referrers, &before, &now, id);
        let (before, now) = both(File::tag_keys);
        sets::replace(&self.tags, &before, &now, id);
        let (before, now) = both(File::keys_above_tags);
        sets::replace(&self.nested_tags, &before, &now, id);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Index;
    use crate::vault::{Settings, Stamp, Vault, VaultPath};

    fn vault() -> (tempfile::TempDir, Vault) {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in
            [("a.md", "[[b]] #x"), ("b.md", "---\naliases: Bee\n---\n[[a]]"), ("c.md", "[[a]]")]
        {
            std::fs::write(root.path().join(path), text).unwrap();
        }
        let vault = Vault::with_settings(root.path(), Settings::default());
        (root, vault)
    }

    fn read(index: &Index, vault: &Vault) -> Vec<std::sync::Arc<super::File>> {
        let listed = index.list(vault, || false);
        index.read_listed(vault, listed, None, |_| {}, || false).files
    }

    fn said(index: &Index) -> [usize; 4] {
        [
            index.referrers("a").len(),
            index.referrers("b").len(),
            index.aliased("bee").len(),
            index.tags().len(),
        ]
    }

    #[test]
    fn what_changes_before_the_links_are_filled_counts() {
        let (_root, vault) = vault();
        let index = Index::new();
        let files = read(&index, &vault);
        let path = |path| VaultPath::new(path).unwrap();
        index.put_disk(&path("a.md"), Some("[[a]] #y #z"), Stamp { modified: None, size: 0 });
        index.remove(&path("c.md"));
        index.put_open(&path("new.md"), 1, "[[b]]".into());
        assert!(index.file_at(&path("c.md")).is_none());
        index.fill_links(&files);
        assert_eq!(said(&index), [2, 1, 1, 2]);
    }

    #[test]
    fn who_asks_too_early_waits() {
        let (_root, vault) = vault();
        let index = Index::new();
        let files = read(&index, &vault);
        std::thread::scope(|scope| {
            let asked = scope.spawn(|| said(&index));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!asked.is_finished());
            index.fill_links(&files);
            assert_eq!(asked.join().unwrap(), [2, 1, 1, 1]);
        });
    }
}
