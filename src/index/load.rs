//! The cold start: a whole vault at once, in parallel.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::{ParallelBridge, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::note::{self, Format};
use crate::text::NameKey;
use crate::vault::{Found, Vault, VaultPath};

use super::{File, Index, Place, Touched, content_hash, sets};

impl Index {
    /// Reads the whole vault into an empty index. Nothing else may change the index meanwhile, and
    /// no answer may be given from it: the order of the candidates is settled at the end.
    ///
    /// `progress` is called from several threads with the number of files so far. When `stop` says
    /// true the load ends early, and the index holds a part of the vault.
    pub fn load(&self, vault: &Vault, progress: impl Fn(usize) + Sync, stop: impl Fn() -> bool + Sync) {
        let count = AtomicUsize::new(0);
        vault.walk(
            |found| {
                self.insert_loaded(found);
                progress(count.fetch_add(1, Ordering::Relaxed) + 1);
            },
            stop,
        );
        self.settle();
    }

    /// Walks the vault again, and takes in what has changed since.
    pub fn reload(&self, vault: &Vault) -> Vec<Touched> {
        let (seen, touched) =
            (std::sync::Mutex::new(FxHashSet::<VaultPath>::default()), std::sync::Mutex::new(Vec::new()));
        vault.walk(
            |found| {
                let known = self.file_at(&found.path).and_then(|file| file.stamp);
                if known != Some(found.stamp) {
                    let change = self.put_disk(&found.path, found.text.as_deref(), found.stamp);
                    touched.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(change);
                }
                seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(found.path);
            },
            || false,
        );
        let seen = seen.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut touched = touched.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let gone =
            self.files().into_iter().filter(|file| file.stamp.is_some() && !seen.contains(&file.place.path));
        touched.extend(gone.map(|file| self.remove(&file.place.path)));
        touched
    }

    fn insert_loaded(&self, found: Found) {
        let id = self.id_of(&found.path);
        let place = Arc::new(Place::new(id, found.path));
        let format = Format::of(place.path.name());
        let text = found.text.as_deref();
        let note = format.and_then(|format| Some(Arc::new(note::parse(text?, format))));
        let content = text.map(content_hash);
        let file = File { place, format, note, stamp: Some(found.stamp), content, open: None };
        self.paths.entry(file.place.key.clone()).or_default().push(file.place.clone());
        self.names.entry(NameKey::new(file.place.name_key())).or_default().push(file.place.clone());
        sets::push(&self.aliases, file.alias_keys(), id);
        sets::push(&self.referrers, file.reference_keys(), id);
        sets::push(&self.tags, file.tag_keys(), id);
        self.files.insert(id, Arc::new(file));
    }

    /// Settles the order of all that was pushed: the same vault gives the same answers whatever
    /// the order of files on disk (R11).
    fn settle(&self) {
        [&self.paths, &self.names].into_iter().par_bridge().for_each(|map| {
            map.iter_mut().for_each(|mut entry| entry.value_mut().sort());
        });
        [&self.aliases, &self.referrers, &self.tags].into_iter().par_bridge().for_each(sets::sort_all);
        self.revision.fetch_add(1, Ordering::Release);
    }
}
