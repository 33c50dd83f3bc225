//! The start: a whole vault at once, in parallel, with what was kept of it since the last run.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::note::{Format, PackedNote, parse};
use crate::vault::{CacheFile, Found, Stamp, Vault, VaultPath};

use super::file::KeptNote;
use super::gathered::Gathered;
use super::place::{FileKey, PathKey};
use super::stored::{Kept, Run};
use super::{File, FileId, Index, Place, Touched, content_hash};

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
    /// A file that was read at `read` or later, with its text; without one when it is none or cannot be read.
    pub fn new(path: &VaultPath, text: Option<&str>, stamp: Stamp, read: SystemTime) -> Self {
        let format = Format::of(path.name());
        let kept = format.zip(text).map(|(format, text)| KeptNote::packed(parse(text, format)));
        let (settled, content) = (stamp.is_settled(read), text.map(content_hash));
        Self { path: path.clone(), stamp, settled, format, kept, content }
    }

    fn of(found: &Found, read: SystemTime) -> Self {
        Self::new(&found.path, found.text(), found.stamp, read)
    }

    /// The file at `place`, which no editor has open.
    pub fn at(self, place: Arc<Place>) -> File {
        let Self { stamp, settled, format, kept, content, .. } = self;
        File { place, format, kept, stamp: Some(stamp), settled, content, open: None }
    }

    fn file(self, id: FileId) -> Arc<File> {
        let place = Arc::new(Place::new(id, self.path.clone()));
        Arc::new(self.at(place))
    }
}

/// The same files, with their packed notes in one piece of memory.
fn together(mut parsed: Vec<Parsed>) -> Vec<Parsed> {
    PackedNote::share(parsed.iter_mut().filter_map(|file| Some(&mut file.kept.as_mut()?.packed)));
    parsed
}

impl Index {
    /// Reads the whole vault into an empty index. Nothing else may change the index meanwhile, and
    /// no answer may be given from it: the order of the candidates is settled at the end.
    ///
    /// `progress` is called from several threads with the number of files so far. When `stop` says
    /// true the load ends early, and the index holds a part of the vault.
    pub fn load(&self, vault: &Vault, progress: impl Fn(usize) + Sync, stop: impl Fn() -> bool + Sync) {
        self.load_kept(vault, None, progress, stop);
    }

    /// As [`Index::load`], but of a file that looks as it did when it was kept in `cache`, nothing is
    /// read. The index is the same. Says how many files came, changed or went since it was kept;
    /// `None` when nothing is kept that can be used.
    pub fn load_kept(
        &self,
        vault: &Vault,
        cache: Option<&CacheFile>,
        progress: impl Fn(usize) + Sync,
        stop: impl Fn() -> bool + Sync,
    ) -> Option<usize> {
        let (files, changed) = self.load_names(vault, cache, progress, stop);
        self.fill_links(&files);
        changed
    }

    /// As [`Index::load_kept`], but when it returns, only the files and their names are in the index.
    /// Who asks for backlinks, aliases or tags waits until [`Index::fill_links`] is given the files that
    /// are the first value. All else can be asked, and changed.
    pub fn load_names(
        &self,
        vault: &Vault,
        cache: Option<&CacheFile>,
        progress: impl Fn(usize) + Sync,
        stop: impl Fn() -> bool + Sync,
    ) -> (Vec<Arc<File>>, Option<usize>) {
        let began = SystemTime::now();
        let Some((cache, file)) = cache.and_then(|cache| Some((cache, cache.open()?))) else {
            let parsed = Gathered::new(progress);
            vault.walk_parts(|found| Parsed::of(&found, began), |part| parsed.add(together(part)), stop);
            return (self.take_in(parsed.in_order(|parsed| &parsed.path)), None);
        };
        let seen = Gathered::new(progress);
        let walk = || vault.walk_stamps(|part| seen.add(part), &stop);
        let (kept, ()) = rayon::join(|| Kept::read(cache, file), walk);
        let (seen, read) = (seen.in_order(|(path, _)| path), AtomicUsize::new(0));
        let file = |run: Option<&mut Run>, (path, stamp): (VaultPath, Stamp)| {
            let known = match run {
                Some(run) => run.file(path, stamp),
                None => Err(path),
            };
            let path = match known {
                Ok(file) => return Some(file),
                Err(path) => path,
            };
            read.fetch_add(1, Ordering::Relaxed);
            (!stop()).then(|| vault.found(path, stamp)).flatten().map(|found| Parsed::of(&found, began))
        };
        // A file that has gone by now leaves its number free.
        let pieces = seen.into_par_iter().map(|(first, piece)| {
            let mut run = kept.as_ref().zip(piece.first()).map(|(kept, (path, _))| kept.run_from(path));
            (first, piece.into_iter().filter_map(|seen| file(run.as_mut(), seen)).collect())
        });
        let files = self.take_in(pieces.collect());
        let read = read.into_inner();
        let changed = kept.map(|kept| read + kept.len().abs_diff(files.len() - read.min(files.len())));
        (files, changed)
    }

    /// Adds what `files` say to what can be asked: the end of [`Index::load_names`].
    pub fn fill_links(&self, files: &[Arc<File>]) {
        self.links.fill(files);
    }

    /// Fills the maps of files and names. Ids go in the order of the paths, and so do the files in every
    /// map: what goes by the first of several gives the same answer whatever the order of files on disk
    /// (R11).
    fn take_in(&self, pieces: Vec<(usize, Vec<Parsed>)>) -> Vec<Arc<File>> {
        let count = pieces.last().map_or(0, |(first, piece)| first + piece.len());
        self.begun.fetch_add(1, Ordering::AcqRel);
        self.next_id.store(count as u32, Ordering::Relaxed);
        let files = pieces.into_par_iter().flat_map_iter(|(first, piece)| {
            piece.into_iter().enumerate().map(move |(at, found)| {
                let file = found.file(FileId((first + at) as u32));
                self.add(&file);
                file
            })
        });
        let files: Vec<Arc<File>> = files.collect();
        rayon::join(
            || self.names.iter_mut().for_each(|mut places| places.sort()),
            || self.paths.iter_mut().for_each(|mut places| places.sort()),
        );
        self.links.are_late();
        self.names_revision.fetch_add(1, Ordering::Release);
        self.revision.fetch_add(1, Ordering::Release);
        files
    }

    fn add(&self, file: &Arc<File>) {
        let place = &file.place;
        self.paths.entry(PathKey(place.clone())).or_default().push(place.clone());
        self.names.entry(FileKey(place.clone())).or_default().push(place.clone());
        self.files.insert(place.id, file.clone());
    }

    /// Walks the vault again, and takes in what has changed since.
    pub fn reload(&self, vault: &Vault) -> Vec<Touched> {
        let began = SystemTime::now();
        let (seen, changed) = (Mutex::new(FxHashSet::<VaultPath>::default()), Mutex::new(Vec::new()));
        vault.walk(
            |found| {
                seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(found.path.clone());
                let known = self.file_at(&found.path).and_then(|file| file.stamp);
                if known != Some(found.stamp) {
                    let parsed = Parsed::of(&found, began);
                    changed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(parsed);
                }
            },
            || false,
        );
        let seen = seen.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let changed = changed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        // Not on the threads of the walk, which may be what the writer is waiting for.
        let mut touched: Vec<Touched> = changed.into_iter().map(|parsed| self.put(parsed)).collect();
        let gone =
            self.files().into_iter().filter(|file| file.stamp.is_some() && !seen.contains(&file.place.path));
        touched.extend(gone.map(|file| self.remove(&file.place.path)));
        touched
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::vault::Settings;

    #[test]
    fn a_walk_leaves_the_threads_of_all_to_a_writer_that_needs_them() {
        let root = tempfile::tempdir().unwrap();
        for number in 0..200 {
            std::fs::write(root.path().join(format!("{number}.md")), "[[a]]").unwrap();
        }
        let vault = Vault::with_settings(root.path(), Settings::default());
        let index = Index::new();
        let (send, free) = channel();
        std::thread::scope(|scope| {
            let writer = index.writer.lock().unwrap();
            let reload = scope.spawn(|| index.reload(&vault));
            std::thread::sleep(Duration::from_millis(100));
            // Every thread of the pool has to come by.
            std::thread::spawn(move || send.send(rayon::broadcast(|_| ()).len()));
            let came = free.recv_timeout(Duration::from_secs(60));
            drop(writer);
            assert!(came.is_ok(), "the threads wait for the writer");
            assert_eq!(reload.join().unwrap().len(), 200);
        });
    }
}
