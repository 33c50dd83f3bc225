//! Files whose names are known, and which are read one by one meanwhile: at a start, a link can be
//! followed as soon as the names are there. Who asks for a file that is not read yet reads it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use crate::vault::Reading;

use super::load::Parsed;
use super::{File, FileId, Index, SharedPlace};

/// The files that are read while the index answers already.
#[derive(Default)]
pub(super) struct Unread {
    is_any: AtomicBool,
    vault: Mutex<Option<UnreadVault>>,
}

struct UnreadVault {
    reading: Reading,
    /// Every file that was found, by the number of its id.
    places: Arc<Vec<SharedPlace>>,
    /// What was read because someone asked for it.
    asked_for: Vec<Arc<File>>,
}

impl Unread {
    /// From now on, what is asked for of `places` and is not in the index yet is read.
    pub fn begin(&self, reading: Reading, places: Arc<Vec<SharedPlace>>) {
        *self.lock() = Some(UnreadVault { reading, places, asked_for: Vec::new() });
        self.is_any.store(true, Ordering::Release);
    }

    /// All that will be read is read. Gives out the files that were read because someone asked.
    pub fn end(&self) -> Vec<Arc<File>> {
        let vault = self.lock().take();
        self.is_any.store(false, Ordering::Release);
        vault.map_or_else(Vec::new, |vault| vault.asked_for)
    }

    fn lock(&self) -> MutexGuard<'_, Option<UnreadVault>> {
        // What was read before a panic is whole.
        self.vault.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Index {
    /// The file with this id, which the map of files does not have: read now when nobody has read it yet.
    pub(super) fn read_unread(&self, id: FileId) -> Option<Arc<File>> {
        if !self.unread.is_any.load(Ordering::Acquire) {
            return None;
        }
        // Held while it is read: who asks for it too shall have this very file.
        let mut vault = self.unread.lock();
        if let Some(file) = self.files.get(id) {
            return Some(file);
        }
        let vault = vault.as_mut()?;
        let place = vault.places.get(id.0 as usize).filter(|place| !self.gone.contains_key(&place.path))?;
        let began = SystemTime::now();
        let found = vault.reading.found(&place.path)?;
        let (file, is_new) = self.add_read(Arc::new(Parsed::of(&found, began).at(place.clone())));
        if is_new {
            vault.asked_for.push(file.clone());
        }
        Some(file)
    }

    /// Adds a file that was read, unless it is there by now: that one is as new or newer. Says which of the
    /// two is in the index, and whether it is the one that was read.
    pub(super) fn add_read(&self, file: Arc<File>) -> (Arc<File>, bool) {
        let there = self.files.get_or_insert(file.clone());
        let is_new = Arc::ptr_eq(&there, &file);
        (there, is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lookup;
    use super::*;
    use crate::vault::{Settings, Stamp, Vault, VaultPath};

    fn vault(files: &[(&str, &str)]) -> (tempfile::TempDir, Vault) {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let place = root.path().join(path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, text).unwrap();
        }
        let vault = Vault::with_settings(root.path(), Settings::default());
        (root, vault)
    }

    fn path(path: &str) -> VaultPath {
        VaultPath::new(path).unwrap()
    }

    #[test]
    fn a_name_is_known_and_its_file_is_read_when_it_is_asked_for() {
        let (_root, vault) = vault(&[("a.md", "# A\n"), ("x/b.md", "[[a]]\n"), ("x/map.png", "")]);
        let index = Index::new();
        let listed = index.list(&vault, || false);
        let names = |name: &str| index.named(name).as_slice().len();
        assert_eq!([names("a.md"), names("b.md"), names("map.png"), names("c.md")], [1, 1, 1, 0]);
        let (a, map) = (index.file_at(&path("a.md")).unwrap(), index.file_at(&path("x/map.png")).unwrap());
        assert_eq!((a.note().unwrap().headings.len(), map.has_note()), (1, false));
        assert_eq!(index.files.len(), 2, "b is not read yet");
        let read = index.read_listed(&vault, listed, None, |_| {}, || false);
        index.fill_links(&read.files);
        assert!(Arc::ptr_eq(&a, &index.file_at(&path("a.md")).unwrap()), "it is not read again");
        assert_eq!((index.len(), index.referrers("a").len()), (3, 1));
    }

    #[test]
    fn what_happens_before_all_is_read_counts() {
        let files =
            [("a.md", "[[b]]"), ("b.md", "[[a]]"), ("c.md", "[[a]]"), ("d.md", "[[a]]"), ("e.md", "")];
        let (root, vault) = vault(&files);
        let index = Index::new();
        let listed = index.list(&vault, || false);
        index.put_open(&path("a.md"), 1, "[[x]]".into());
        index.put_open(&path("new.md"), 1, "[[a]]".into());
        index.put_disk(&path("b.md"), Some("[[b]]"), Stamp { modified: None, size: 5 });
        index.remove(&path("c.md"));
        std::fs::remove_file(root.path().join("d.md")).unwrap();
        assert!(index.file_at(&path("d.md")).is_none());
        std::fs::remove_file(root.path().join("e.md")).unwrap();
        let read = index.read_listed(&vault, listed, None, |_| {}, || false);
        index.fill_links(&read.files);
        assert_eq!(read.gone, [path("d.md"), path("e.md")]);
        assert_eq!(index.named("e.md").as_slice().len(), 1, "until somebody looks again");
        read.gone.iter().for_each(|path| drop(index.remove(path)));
        let paths: Vec<String> = index.files().iter().map(|file| file.place.path.to_string()).collect();
        assert_eq!(paths, ["a.md", "b.md", "new.md"]);
        let referrers = ["a", "b", "x"].map(|name| index.referrers(name).len());
        assert_eq!(referrers, [1, 1, 1]);
        for name in ["c.md", "d.md", "e.md"] {
            assert!(
                index.named(name).as_slice().is_empty() && index.at(name).as_slice().is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn who_asks_for_all_files_waits_until_they_are_read() {
        let (_root, vault) = vault(&[("a.md", "[[b]]"), ("b.md", "")]);
        let index = Index::new();
        let listed = index.list(&vault, || false);
        std::thread::scope(|scope| {
            let files = scope.spawn(|| index.files().len());
            let names = scope.spawn(|| index.catalog().entries().count());
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!files.is_finished() && !names.is_finished());
            let read = index.read_listed(&vault, listed, None, |_| {}, || false);
            index.fill_links(&read.files);
            assert_eq!((files.join().unwrap(), names.join().unwrap()), (2, 2));
        });
    }
}
