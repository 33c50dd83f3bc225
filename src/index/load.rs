//! The start: a whole vault at once, in parallel, with what was kept of it since the last run.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::note::{Format, PackedNote, parse};
use crate::text::fold_into;
use crate::vault::{CacheFile, Found, Stamp, Vault, VaultPath};

use super::file::KeptNote;
use super::gathered::Gathered;
use super::place::{FileKey, PathKey};
use super::stored::Kept;
use super::{File, FileId, Index, Place, Touched, content_hash, link_stem, sets};

/// A file that was found, and read or known.
pub(super) struct Parsed {
    pub path: VaultPath,
    pub stamp: Stamp,
    pub settled: bool,
    pub format: Option<Format>,
    pub kept: Option<KeptNote>,
    pub content: Option<u64>,
}

impl Parsed {
    /// A file that was read at `read` or later.
    fn of(found: Found, read: SystemTime) -> Self {
        let Found { path, stamp, text } = found;
        let format = Format::of(path.name());
        let kept = format.zip(text.as_deref()).map(|(format, text)| KeptNote::packed(parse(text, format)));
        let (settled, content) = (stamp.is_settled(read), text.as_deref().map(content_hash));
        Self { path, stamp, settled, format, kept, content }
    }

    fn file(self, id: FileId) -> Arc<File> {
        let Self { path, stamp, settled, format, kept, content } = self;
        let place = Arc::new(Place::new(id, path));
        Arc::new(File { place, format, kept, stamp: Some(stamp), settled, content, open: None })
    }
}

/// The same files, with their packed notes in one piece of memory.
fn together(mut parsed: Vec<Parsed>) -> Vec<Parsed> {
    PackedNote::share(parsed.iter_mut().filter_map(|file| Some(&mut file.kept.as_mut()?.packed)));
    parsed
}

/// The file at `path`, read; `None` when it is gone. What cannot be read is without a text.
fn found(vault: &Vault, path: VaultPath, stamp: Stamp) -> Option<Found> {
    if Format::of(path.name()).is_none() {
        return Some(Found { path, stamp, text: None });
    }
    match vault.read(&path) {
        Ok((text, stamp)) => Some(Found { path, stamp, text: Some(text) }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!("{path} is not read: {error}");
            Some(Found { path, stamp, text: None })
        }
    }
}

impl Index {
    /// Reads the whole vault into an empty index. Nothing else may change the index meanwhile, and
    /// no answer may be given from it: the order of the candidates is settled at the end.
    ///
    /// `progress` is called from several threads with the number of files so far. When `stop` says
    /// true the load ends early, and the index holds a part of the vault.
    pub fn load(&self, vault: &Vault, progress: impl Fn(usize) + Sync, stop: impl Fn() -> bool + Sync) {
        let (parsed, began) = (Gathered::new(progress), SystemTime::now());
        vault.walk_parts(|found| Parsed::of(found, began), |part| parsed.add(together(part)), stop);
        self.take_in(parsed.in_order(|parsed| &parsed.path));
    }

    /// As [`Index::load`], but of a file that looks as it did when it was kept in `cache`, nothing is
    /// read. The index is the same. Says whether something has changed since it was kept.
    pub fn load_kept(
        &self,
        vault: &Vault,
        cache: Option<&CacheFile>,
        progress: impl Fn(usize) + Sync,
        stop: impl Fn() -> bool + Sync,
    ) -> bool {
        let Some((cache, file)) = cache.and_then(|cache| Some((cache, cache.open()?))) else {
            self.load(vault, progress, stop);
            return true;
        };
        let (seen, began) = (Gathered::new(progress), SystemTime::now());
        let walk = || vault.walk_stamps(|part| seen.add(part), &stop);
        let (kept, ()) = rayon::join(|| Kept::read(cache, file), walk);
        let (seen, read) = (seen.in_order(|(path, _)| path), AtomicUsize::new(0));
        let parsed: Vec<Parsed> = seen
            .into_par_iter()
            .filter_map(|(path, stamp)| {
                if let Some(file) = kept.as_ref().and_then(|kept| kept.file(&path, stamp)) {
                    return Some(file);
                }
                read.fetch_add(1, Ordering::Relaxed);
                (!stop()).then(|| found(vault, path, stamp)).flatten().map(|found| Parsed::of(found, began))
            })
            .collect();
        let same = read.into_inner() == 0 && kept.is_some_and(|kept| kept.len() == parsed.len());
        self.take_in(parsed);
        !same
    }

    /// Fills the maps. Ids go in the order of the paths, and so do the files in every map: what goes
    /// by the first of several gives the same answer whatever the order of files on disk (R11).
    fn take_in(&self, parsed: Vec<Parsed>) {
        self.begun.fetch_add(1, Ordering::AcqRel);
        self.next_id.store(parsed.len() as u32, Ordering::Relaxed);
        parsed.into_par_iter().enumerate().for_each_init(String::new, |folded, (number, found)| {
            self.add(found.file(FileId(number as u32)), folded)
        });
        rayon::scope(|scope| {
            for lists in [&self.referrers, &self.aliases, &self.tags] {
                scope.spawn(|_| lists.iter_mut().for_each(|mut ids| ids.settle()));
            }
            scope.spawn(|_| self.names.iter_mut().for_each(|mut places| places.sort()));
            scope.spawn(|_| self.paths.iter_mut().for_each(|mut places| places.sort()));
        });
        self.names_revision.fetch_add(1, Ordering::Release);
        self.revision.fetch_add(1, Ordering::Release);
    }

    /// Adds a file to every map. The lists in them have to be put in order when all are added.
    fn add(&self, file: Arc<File>, folded: &mut String) {
        let (id, place) = (file.place.id, &file.place);
        self.paths.entry(PathKey(place.clone())).or_default().push(place.clone());
        self.names.entry(FileKey(place.clone())).or_default().push(place.clone());
        if let Some(names) = file.names() {
            for name in names.linked() {
                sets::push(&self.referrers, link_stem(fold_into(name, folded)), id);
            }
            for alias in names.aliases() {
                sets::push(&self.aliases, fold_into(alias, folded), id);
            }
            for tag in &names.tags {
                sets::push(&self.tags, fold_into(tag.name, folded), id);
            }
        }
        self.files.insert(id, file);
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
}
