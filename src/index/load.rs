//! The start: a whole vault at once, in parallel, names first, with what was kept of it since the last run.

use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::note::{Format, PackedNote, parse};
use crate::vault::{CacheFile, Found, OpenCache, Stamp, Vault, VaultPath};

use super::file::KeptNote;
use super::gathered::Gathered;
use super::own_threads::on_own_threads;
use super::stored::Kept;
use super::{File, FileId, Index, Place, SharedPlace, Touched, content_hash};

/// What a file looks like that has gone since it was found: no file.
const GONE: Stamp = Stamp { modified: None, size: u64::MAX };

/// How many files are read, at least, before what was read is put together and taken in.
const TOGETHER: usize = 512;

/// A file that was found, and read or known.
pub(super) struct Parsed {
    pub path: VaultPath,
    pub stamp: Stamp,
    pub settled: bool,
    pub format: Option<Format>,
    pub kept: Option<KeptNote>,
    pub content: Option<NonZeroU64>,
}

impl Parsed {
    /// A file that was read at `read` or later, with its text; without one when it is none or cannot be read.
    pub fn new(path: &VaultPath, text: Option<&str>, stamp: Stamp, read: SystemTime) -> Self {
        let format = Format::of(path.name());
        let kept = format.zip(text).map(|(format, text)| KeptNote::packed(parse(text, format)));
        let (settled, content) = (stamp.is_settled(read), text.map(content_hash));
        Self { path: path.clone(), stamp, settled, format, kept, content }
    }

    /// A file that was found, and has gone since.
    fn gone(path: &VaultPath) -> Self {
        Self::new(path, None, GONE, SystemTime::UNIX_EPOCH)
    }

    pub fn of(found: &Found, read: SystemTime) -> Self {
        Self::new(&found.path, found.text(), found.stamp, read)
    }

    /// The file at `place`, which no editor has open.
    pub fn at(self, place: SharedPlace) -> File {
        let Self { stamp, settled, format, kept, content, .. } = self;
        File { place, format, kept, kept_stamp: Some(stamp).into(), settled, content }
    }
}

/// The same files, with their packed notes in few pieces of memory.
fn together(mut parsed: Vec<Parsed>) -> Vec<Parsed> {
    PackedNote::share(parsed.iter_mut().filter_map(|file| Some(&mut file.kept.as_mut()?.packed)));
    parsed
}

/// The files that a walk has found.
pub struct Listed {
    /// By the number of their ids, which go in the order of the paths.
    places: Arc<Vec<SharedPlace>>,
    /// Neighbours of one folder each.
    pieces: Vec<Range<usize>>,
}

impl Listed {
    /// The pieces, to be worked at in parallel.
    fn pieces(&self) -> impl IndexedParallelIterator<Item = &[SharedPlace]> {
        self.pieces.par_iter().map(|piece| self.places_of(piece.clone()))
    }

    fn places_of(&self, files: Range<usize>) -> &[SharedPlace] {
        self.places.get(files).unwrap_or_default()
    }

    /// The pieces, some neighbours at a time: so many that their notes fill pieces of memory well, and so few
    /// that all threads have enough of them.
    fn groups(&self) -> Vec<&[Range<usize>]> {
        let enough = (self.places.len() / (16 * rayon::current_num_threads())).min(TOGETHER);
        let (mut groups, mut rest) = (Vec::new(), self.pieces.as_slice());
        while let Some(first) = rest.first() {
            let is_last = |piece: &Range<usize>| piece.end - first.start >= enough;
            let count = rest.iter().position(is_last).map_or(rest.len(), |last| last + 1);
            let (group, behind) = rest.split_at(count);
            groups.push(group);
            rest = behind;
        }
        groups
    }
}

/// What was read of the files that a walk has found.
pub struct ReadFiles {
    /// For [`Index::fill_links`].
    pub files: Vec<Arc<File>>,
    /// What [`Index::load_kept`] says.
    pub changed: Option<usize>,
    /// Files that have gone since they were found. They keep their names until they are looked at again: who
    /// tells that they were moved is told later.
    pub gone: Vec<VaultPath>,
}

impl Index {
    /// Reads the whole vault into an empty index. Nothing else may change the index meanwhile.
    ///
    /// `progress` is called from several threads with the number of files so far. When `stop` says
    /// true the load ends early, and the index holds a part of the vault.
    pub fn load(
        &self,
        vault: &Vault,
        progress: impl Fn(usize) + Send + Sync,
        stop: impl Fn() -> bool + Send + Sync,
    ) {
        self.load_kept(vault, None, progress, stop);
    }

    /// As [`Index::load`], but of a file that looks as it did when it was kept in `cache`, nothing is
    /// read. The index is the same. Says how many files came, changed or went since it was kept;
    /// `None` when nothing is kept that can be used.
    pub fn load_kept(
        &self,
        vault: &Vault,
        cache: Option<&CacheFile>,
        progress: impl Fn(usize) + Send + Sync,
        stop: impl Fn() -> bool + Send + Sync,
    ) -> Option<usize> {
        let listed = self.list(vault, &stop);
        let read = self.read_listed(vault, listed, cache, progress, stop);
        self.fill_links(&read.files);
        read.gone.iter().for_each(|path| drop(self.remove(path)));
        read.changed
    }

    /// The first step of a load: finds the files of the vault and takes their names in, into an empty index.
    /// From then on the index can be asked, and changed: a file that is not read yet is read by whoever
    /// asks for it, and who asks for all files, for backlinks, aliases or tags waits for
    /// [`Index::fill_links`].
    ///
    /// Ids go in the order of the paths, and so do the files in every map: what goes by the first of
    /// several gives the same answer whatever the order of files on disk (R11).
    pub fn list(&self, vault: &Vault, stop: impl Fn() -> bool + Send + Sync) -> Listed {
        on_own_threads(|| self.list_here(vault, stop))
    }

    fn list_here(&self, vault: &Vault, stop: impl Fn() -> bool + Send + Sync) -> Listed {
        let found = Gathered::new(|_| ());
        vault.walk(|paths| found.add(paths), stop);
        let found = found.in_order(|path| path);
        self.begun.fetch_add(1, Ordering::AcqRel);
        let pieces: Vec<Range<usize>> = found.iter().map(|(at, paths)| *at..at + paths.len()).collect();
        let places = found.into_par_iter().flat_map_iter(|(first, paths)| {
            paths.into_iter().enumerate().map(move |(at, path)| {
                let place = SharedPlace::new(Place::new(FileId((first + at) as u32), path));
                self.paths.push(place.clone());
                self.names.push(place.clone());
                place
            })
        });
        let places: Arc<Vec<SharedPlace>> = Arc::new(places.collect());
        rayon::join(|| self.names.sort(), || self.paths.sort());
        self.files.reserve(places.len());
        self.next_id.store(places.len() as u32, Ordering::Relaxed);
        self.links.are_late();
        self.unread.begin(vault.reading_anywhere(), places.clone());
        self.names_revision.fetch_add(1, Ordering::Release);
        self.revision.fetch_add(1, Ordering::Release);
        Listed { places, pieces }
    }

    /// The second step of a load: reads the files, or takes what was kept in `cache` of one that looks as
    /// it did.
    pub fn read_listed(
        &self,
        vault: &Vault,
        listed: Listed,
        cache: Option<&CacheFile>,
        progress: impl Fn(usize) + Send + Sync,
        stop: impl Fn() -> bool + Send + Sync,
    ) -> ReadFiles {
        let count = AtomicUsize::new(0);
        let take = |places: &[SharedPlace], parsed: Vec<Parsed>| {
            let files = self.take_in(places, parsed);
            progress(count.fetch_add(places.len(), Ordering::Relaxed) + places.len());
            files
        };
        let cache = cache.and_then(|cache| Some((cache, cache.open()?)));
        let (mut files, changed) = on_own_threads(|| match cache {
            Some(cache) => read_kept(vault, &listed, cache, &take, &stop),
            None => (read_all(vault, &listed, &take, &stop), None),
        });
        files.append(&mut self.unread.end());
        self.names_revision.fetch_add(1, Ordering::Release);
        let gone = files.iter().filter(|file| file.stamp() == Some(GONE));
        let gone = gone.map(|file| file.place.path.clone()).collect();
        ReadFiles { files, changed, gone }
    }

    /// The last step of a load: adds what `files` say to what can be asked.
    pub fn fill_links(&self, files: &[Arc<File>]) {
        self.links.fill(files);
    }

    /// The last step of a load that has failed: what was read is all that there is.
    pub fn fill_what_was_read(&self) {
        self.unread.end();
        self.fill_links(&self.files.to_vec());
    }

    /// Takes in what was `parsed` of `places`, in the same order, and those that have gone by now. Gives out
    /// the files that are in the index by this.
    fn take_in(&self, places: &[SharedPlace], parsed: Vec<Parsed>) -> Vec<Arc<File>> {
        let (mut files, mut parsed) = (Vec::with_capacity(parsed.len()), parsed.into_iter().peekable());
        // Nobody removes a file while it is added.
        let _writer = self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for place in places {
            let read = parsed.next_if(|parsed| parsed.path == place.path);
            if !self.gone.is_empty() && self.gone.contains_key(&place.path) {
                continue;
            }
            let file = read.unwrap_or_else(|| Parsed::gone(&place.path)).at(place.clone());
            let (file, is_new) = self.add_read(Arc::new(file));
            files.extend(is_new.then_some(file));
        }
        files
    }

    /// Walks the vault again, and takes in what has changed since.
    pub fn reload(&self, vault: &Vault) -> Vec<Touched> {
        let began = SystemTime::now();
        let found = Gathered::new(|_| ());
        let read = |paths: Vec<VaultPath>| {
            let reading = vault.reading(paths.iter());
            let changed = |path: VaultPath| {
                let known = self.file_at(&path).and_then(|file| file.stamp());
                let found = reading.found(&path)?;
                Some((path, (known != Some(found.stamp)).then(|| Parsed::of(&found, began))))
            };
            found.add(paths.into_iter().filter_map(changed).collect());
        };
        vault.walk(read, || false);
        let found: Vec<_> =
            found.in_order(|(path, _)| path).into_iter().flat_map(|(_, piece)| piece).collect();
        let seen: FxHashSet<VaultPath> = found.iter().map(|(path, _)| path.clone()).collect();
        // Not on the threads of the walk, which may be what the writer is waiting for.
        let changed = found.into_iter().filter_map(|(_, parsed)| parsed);
        let mut touched: Vec<Touched> = changed.map(|parsed| self.put(parsed)).collect();
        let gone = self
            .files()
            .into_iter()
            .filter(|file| file.stamp().is_some() && !seen.contains(&file.place.path));
        touched.extend(gone.map(|file| self.remove(&file.place.path)));
        touched
    }
}

/// Reads all files.
fn read_all(
    vault: &Vault,
    listed: &Listed,
    take: &(impl Fn(&[SharedPlace], Vec<Parsed>) -> Vec<Arc<File>> + Sync),
    stop: &(impl Fn() -> bool + Sync),
) -> Vec<Arc<File>> {
    let began = SystemTime::now();
    let group = |pieces: &&[Range<usize>]| {
        let mut parsed = Vec::new();
        for piece in *pieces {
            if stop() {
                return Vec::new();
            }
            let places = listed.places_of(piece.clone());
            let reading = vault.reading(places.iter().map(|place| &place.path));
            let found = places.iter().filter_map(|place| reading.found(&place.path));
            parsed.extend(found.map(|found| Parsed::of(&found, began)));
        }
        let files = pieces.first().zip(pieces.last()).map_or(0..0, |(first, last)| first.start..last.end);
        take(listed.places_of(files), together(parsed))
    };
    listed.groups().par_iter().flat_map_iter(group).collect()
}

/// Takes what was kept of the files that look as they did, and reads the others. Says how many differ. Where
/// what was kept is damaged, as [`read_all`].
fn read_kept(
    vault: &Vault,
    listed: &Listed,
    (cache, open): (&CacheFile, OpenCache),
    take: &(impl Fn(&[SharedPlace], Vec<Parsed>) -> Vec<Arc<File>> + Sync),
    stop: &(impl Fn() -> bool + Sync),
) -> (Vec<Arc<File>>, Option<usize>) {
    let (began, read) = (SystemTime::now(), AtomicUsize::new(0));
    let look = |places: &[SharedPlace]| {
        let reading = vault.reading(places.iter().map(|place| &place.path));
        places.iter().map(|place| reading.stamp(&place.path)).collect::<Vec<Option<Stamp>>>()
    };
    let (kept, stamps) =
        rayon::join(|| Kept::read(cache, open), || listed.pieces().map(look).collect::<Vec<_>>());
    let Some(kept) = kept else { return (read_all(vault, listed, take, stop), None) };
    let piece = |(places, stamps): (&[SharedPlace], Vec<Option<Stamp>>)| {
        if stop() {
            return Vec::new();
        }
        let mut run = places.first().map(|first| kept.run_from(&first.path));
        let file = |(place, stamp): (&SharedPlace, Option<Stamp>)| {
            let known = run.as_mut().and_then(|run| run.file(&place.path, stamp?));
            known.or_else(|| {
                read.fetch_add(1, Ordering::Relaxed);
                vault.reading_anywhere().found(&place.path).map(|found| Parsed::of(&found, began))
            })
        };
        take(places, places.iter().zip(stamps).filter_map(file).collect())
    };
    let files: Vec<Arc<File>> = listed.pieces().zip(stamps).flat_map_iter(piece).collect();
    let read = read.into_inner();
    let changed = read + kept.len().abs_diff(files.len() - read.min(files.len()));
    (files, Some(changed))
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
