//! The files of an index as bytes, and back: what is kept between runs.
//!
//! The bytes may have been damaged, and the vault may have changed meanwhile. So nothing of them is
//! believed but what is in a note, and that only of a file that looks as it did.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::note::{Format, PackedNote};
use crate::vault::{CacheFile, Stamp, VaultPath};

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
    /// Adds the files of the index to `out`: all that are as they are on disk, and of whose stamps it
    /// is sure that a later change changes them.
    pub fn store(&self, out: &mut Vec<u8>) {
        let files = self.files();
        let mut notes = Vec::new();
        let rows: Vec<Row> = files.iter().filter_map(|file| row(file, &mut notes)).collect();
        // A `Vec` takes all that is written to it.
        if let Ok(bytes) = postcard::to_extend(&rows, std::mem::take(out)) {
            *out = bytes;
        }
        out.append(&mut notes);
    }
}

/// What is kept of `file`; its note goes to the end of `notes`.
fn row<'f>(file: &'f File, notes: &mut Vec<u8>) -> Option<Row<'f>> {
    let stamp = file.stamp.filter(|_| file.settled && file.open.is_none())?;
    let modified = stamp.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let before = notes.len();
    // Without its note, a file that has a text could not be read.
    match (&file.kept, file.format) {
        (Some(kept), Some(_)) => notes.extend_from_slice(kept.packed.bytes()),
        (None, None) => {}
        _ => return None,
    }
    Some(Row {
        path: file.place.path.as_str(),
        modified: (modified.as_secs(), modified.subsec_nanos()),
        size: stamp.size,
        content: file.content.unwrap_or_default(),
        note: (notes.len() - before).try_into().ok()?,
    })
}

/// What was kept of a vault.
pub(super) struct Kept {
    notes: Arc<Vec<u8>>,
    /// By path.
    files: FxHashMap<Box<str>, KeptFile>,
}

struct KeptFile {
    stamp: Stamp,
    content: u64,
    /// Where its note begins and ends in those of all.
    note: (usize, usize),
}

impl Kept {
    /// What `file` of `cache` holds; `None` when that cannot be used.
    pub fn read(cache: &CacheFile, file: std::fs::File) -> Option<Self> {
        let (mut bytes, at) = cache.read(file)?;
        let found = kept_files(&bytes, at);
        if found.is_none() {
            cache.drop_it("it is damaged");
        }
        let (files, notes) = found?;
        // Of the bytes only the notes stay in memory.
        Some(Self { files, notes: Arc::new(bytes.split_off(notes)) })
    }

    /// How many files are kept.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// What is kept of the file at `path`, when it looks like `stamp`.
    pub fn file(&self, path: &VaultPath, stamp: Stamp) -> Option<Parsed> {
        let kept = self.files.get(path.as_str()).filter(|kept| kept.stamp == stamp)?;
        let format = Format::of(path.name());
        let (start, end) = kept.note;
        let (note, content) = match format {
            None => (None, None),
            Some(_) => {
                let note = PackedNote::of_buffer(&self.notes, start..end)?;
                (Some(KeptNote::kept(note)), Some(kept.content))
            }
        };
        Some(Parsed { path: path.clone(), stamp, settled: true, format, kept: note, content })
    }
}

/// The files of `bytes`, which begin at `at`, and where their notes begin.
fn kept_files(bytes: &[u8], at: usize) -> Option<(FxHashMap<Box<str>, KeptFile>, usize)> {
    let (rows, notes) = postcard::take_from_bytes::<Vec<Row>>(bytes.get(at..)?).ok()?;
    let mut start = 0_usize;
    let mut files = FxHashMap::with_capacity_and_hasher(rows.len(), Default::default());
    for row in rows {
        let end = start.checked_add(row.note as usize).filter(|end| *end <= notes.len())?;
        let kept = KeptFile { stamp: row.stamp()?, content: row.content, note: (start, end) };
        files.insert(row.path.into(), kept);
        start = end;
    }
    (start == notes.len()).then_some((files, bytes.len() - notes.len()))
}

#[cfg(test)]
#[path = "stored_tests.rs"]
mod tests;
