//! The cold start: a whole vault at once, in parallel.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use rayon::iter::{IntoParallelIterator, ParallelBridge, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashSet;

use crate::note::{Format, Note, parse};
use crate::text::NameKey;
use crate::vault::{Found, Stamp, Vault, VaultPath};

use super::{File, Index, Place, Touched, content_hash, sets};

/// A file that was found and read.
struct Parsed {
    path: VaultPath,
    stamp: Stamp,
    format: Option<Format>,
    note: Option<Arc<Note>>,
    content: Option<u64>,
}

impl Parsed {
    fn of(found: Found) -> Self {
        let Found { path, stamp, text } = found;
        let format = Format::of(path.name());
        let note = format.zip(text.as_deref()).map(|(format, text)| Arc::new(parse(text, format)));
        Self { path, stamp, format, note, content: text.as_deref().map(content_hash) }
    }
}

impl Index {
    /// Reads the whole vault into an empty index. Nothing else may change the index meanwhile, and
    /// no answer may be given from it: the order of the candidates is settled at the end.
    ///
    /// `progress` is called from several threads with the number of files so far. When `stop` says
    /// true the load ends early, and the index holds a part of the vault.
    pub fn load(&self, vault: &Vault, progress: impl Fn(usize) + Sync, stop: impl Fn() -> bool + Sync) {
        let parsed = Mutex::new(Vec::new());
        vault.walk(
            |found| {
                let found = Parsed::of(found);
                let count = {
                    let mut parsed = parsed.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    parsed.push(found);
                    parsed.len()
                };
                progress(count);
            },
            stop,
        );
        let mut parsed = parsed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        // Ids in the order of the paths: what goes by the first of several files gives the same
        // answer whatever the order of files on disk (R11).
        parsed.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        for found in &parsed {
            self.id_of(&found.path);
        }
        parsed.into_par_iter().for_each(|found| self.insert_parsed(found));
        self.settle();
    }

    /// Walks the vault again, and takes in what has changed since.
    pub fn reload(&self, vault: &Vault) -> Vec<Touched> {
        let (seen, touched) = (Mutex::new(FxHashSet::<VaultPath>::default()), Mutex::new(Vec::new()));
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

    fn insert_parsed(&self, found: Parsed) {
        let Parsed { path, stamp, format, note, content } = found;
        let id = self.id_of(&path);
        let place = Arc::new(Place::new(id, path));
        let file = File { place, format, note, stamp: Some(stamp), content, open: None };
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
