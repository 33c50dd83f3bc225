//! The files of an index as bytes, and back: what is kept between runs.
//!
//! The bytes may have been damaged, and the vault may have changed meanwhile. So nothing of them is
//! believed but what is in a note, and that only of a file that looks as it did.

use std::io::{self, Write};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postcard::experimental::serialized_size;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};

use crate::note::{Format, PackedNote};
use crate::vault::{CacheContent, CacheFile, OpenCache, Stamp, VaultPath};

use super::file::KeptNote;
use super::load::Parsed;
use super::{File, Index};

/// What is kept of one file. The bytes of its note stand behind those of the files before.
#[derive(Serialize, Deserialize)]
struct Row<'b> {
    path: &'b str,
    /// Seconds and nanoseconds since 1970.
    modified: (u64, u32),
    size: u64,
    content: u64,
    /// How many bytes its note has; none for an attachment.
    note: u32,
}

impl Row<'_> {
    fn stamp(&self) -> Option<Stamp> {
        let (seconds, nanoseconds) = self.modified;
        let since = Duration::from_secs(seconds).checked_add(Duration::from_nanos(nanoseconds.into()))?;
        Some(Stamp { modified: Some(UNIX_EPOCH.checked_add(since)?), size: self.size })
    }
}

impl Index {
    /// Keeps the files of the index in `cache`: all that are as they are on disk, and of whose stamps
    /// it is sure that a later change changes them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(&self, cache: &CacheFile) -> io::Result<()> {
        let mut files = self.files();
        files.retain(|file| row(file).is_some());
        let rows = Rows(&files);
        let length = serialized_size(&rows).map_err(io::Error::other)?;
        cache.write(length as u64, |out| {
            postcard::to_io(&rows, &mut *out).map_err(io::Error::other)?;
            files.iter().try_for_each(|file| write_note(file, out))
        })
    }
}

/// The rows of files that are all kept, made one by one: of very many they would take as much memory as the
/// files' paths.
struct Rows<'f>(&'f [Arc<File>]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        self.0.iter().filter_map(|file| row(file)).try_for_each(|row| rows.serialize_element(&row))?;
        rows.end()
    }
}

/// What is kept of `file` besides its note.
fn row(file: &File) -> Option<Row<'_>> {
    let stamp = file.stamp().filter(|_| file.settled && file.open().is_none())?;
    let modified = stamp.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    // Without its note, a file that has a text could not be read.
    let note = match (&file.kept, file.format) {
        (Some(kept), Some(_)) => kept.packed.bytes().len(),
        (None, None) => 0,
        _ => return None,
    };
    Some(Row {
        path: file.place.path.as_str(),
        modified: (modified.as_secs(), modified.subsec_nanos()),
        size: stamp.size,
        content: file.content.map_or(0, NonZeroU64::get),
        note: note.try_into().ok()?,
    })
}

fn write_note(file: &File, out: &mut dyn Write) -> io::Result<()> {
    file.kept.as_ref().map_or(Ok(()), |kept| out.write_all(kept.packed.bytes()))
}

/// What was kept of a vault.
pub(super) struct Kept {
    notes: Arc<Vec<u8>>,
    /// The paths of all files, one behind the other.
    paths: String,
    /// In the order of the paths.
    files: Vec<KeptFile>,
}

struct KeptFile {
    /// Where its path ends, in the paths of all.
    path_end: u32,
    stamp: Stamp,
    content: u64,
    /// Where its note ends, in those of all.
    note_end: u32,
}

impl Kept {
    /// What `open` of `cache` holds; `None` when that cannot be used.
    pub fn read(cache: &CacheFile, open: OpenCache) -> Option<Self> {
        let CacheContent { first, rest } = cache.read(open)?;
        let kept = Self::of(&first, rest);
        if kept.is_none() {
            cache.drop_it("it is damaged");
        }
        kept
    }

    fn of(rows: &[u8], notes: Vec<u8>) -> Option<Self> {
        let (rows, nothing) = postcard::take_from_bytes::<Vec<Row>>(rows).ok()?;
        let (mut paths, mut note_end) = (String::new(), 0_u32);
        paths.reserve_exact(rows.iter().map(|row| row.path.len()).sum());
        let mut files = Vec::with_capacity(rows.len());
        let is_sorted = rows.is_sorted_by(|a, b| a.path < b.path);
        for row in rows {
            paths.push_str(row.path);
            note_end = note_end.checked_add(row.note)?;
            let path_end = paths.len().try_into().ok()?;
            files.push(KeptFile { path_end, stamp: row.stamp()?, content: row.content, note_end });
        }
        let is_whole = nothing.is_empty() && is_sorted && note_end as usize == notes.len();
        is_whole.then(|| Self { notes: Arc::new(notes), paths, files })
    }

    /// How many files are kept.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    fn path(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.files[before].path_end);
        self.paths.get(start as usize..self.files[number].path_end as usize).unwrap_or_default()
    }

    /// What is kept of files that are asked for in the order of their paths, from `first` on.
    pub fn run_from(&self, first: &VaultPath) -> Run<'_> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.path(middle) < first.as_str() {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Run { kept: self, at: low }
    }
}

/// A way through what is kept, in the order of the paths.
pub(super) struct Run<'k> {
    kept: &'k Kept,
    /// The number of the first file that is not passed yet.
    at: usize,
}

impl Run<'_> {
    /// What is kept of the file at `path`, which comes behind all that were asked for, when it looks like
    /// `stamp`.
    pub fn file(&mut self, path: &VaultPath, stamp: Stamp) -> Option<Parsed> {
        let kept = self.kept;
        while self.at < kept.len() && kept.path(self.at) < path.as_str() {
            self.at += 1;
        }
        let found =
            kept.files.get(self.at).filter(|file| file.stamp == stamp && kept.path(self.at) == path.as_str());
        let file = found?;
        let format = Format::of(path.name());
        let (note, content) = match format {
            None => (None, None),
            Some(_) => {
                let start = self.at.checked_sub(1).map_or(0, |before| kept.files[before].note_end);
                let note = PackedNote::of_buffer(&kept.notes, start as usize..file.note_end as usize)?;
                (Some(KeptNote::kept(note)), NonZeroU64::new(file.content))
            }
        };
        Some(Parsed { path: path.clone(), stamp, settled: true, format, kept: note, content })
    }
}

#[cfg(test)]
#[path = "stored_tests.rs"]
mod tests;
