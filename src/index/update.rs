//! The one writer: how a file comes, changes and goes.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use crate::note::{self, Format, Names};
use crate::text::NameKey;
use crate::vault::{Stamp, VaultPath};

use super::file::KeptNote;
use super::load::Parsed;
use super::{File, FileId, Index, OpenText, Place, SharedPlace};

/// A file before and after a change.
pub(super) type Change = (FileId, Option<Arc<File>>, Option<Arc<File>>);

/// What a change concerns: the names under which the changed file is linked to, before and after.
///
/// A note is concerned when it holds a link under one of these names. Empty when the change alters
/// nothing that a link could lead to: text between headings, say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The file.
    pub file: Option<FileId>,
    /// The keys ([`super::link_key`]), sorted, each once.
    pub keys: Vec<NameKey>,
}

impl Index {
    /// Takes in what is on disk at `path`: `text` is `None` for an attachment, and for a note that
    /// cannot be read. While an editor has the file open, the editor's text stays (only the stamp
    /// is noted).
    pub fn put_disk(&self, path: &VaultPath, text: Option<&str>, stamp: Stamp) -> Touched {
        self.put(Parsed::new(path, text, stamp, SystemTime::now()))
    }

    /// As [`Index::put_disk`], of a file that is parsed.
    pub(super) fn put(&self, parsed: Parsed) -> Touched {
        self.change(&parsed.path.clone(), |old, place| {
            let file = parsed.at(place);
            Some(match old.filter(|old| old.open().is_some()) {
                Some(old) => {
                    let (format, kept) = (old.format, old.kept.clone());
                    File { format, kept, ..file }
                }
                None => file,
            })
        })
    }

    /// Takes in the text of a document that is open in an editor: it wins over the disk.
    pub fn put_open(&self, path: &VaultPath, version: i32, text: Arc<str>) -> Touched {
        // A document without a known extension was opened as Markdown, or it would not be here.
        let format = Format::of(path.name()).unwrap_or(Format::Markdown);
        let note = note::parse(&text, format);
        let kept = Some(KeptNote::open(note, OpenText { version, text }));
        self.change(path, |old, place| {
            let kept_stamp = old.and_then(File::stamp).into();
            let content = old.and_then(|old| old.content);
            let settled = old.is_some_and(|old| old.settled);
            Some(File { place, format: Some(format), kept, kept_stamp, settled, content })
        })
    }

    /// Forgets the editor's text of `path`: what is on disk holds again, or nothing is there.
    pub fn close(&self, path: &VaultPath, disk: Option<(&str, Stamp)>) -> Touched {
        let parsed = disk.map(|(text, stamp)| Parsed::new(path, Some(text), stamp, SystemTime::now()));
        self.change(path, |_, place| Some(parsed?.at(place)))
    }

    /// The file at `path` is gone from the disk. While an editor has it open, its text stays.
    pub fn remove(&self, path: &VaultPath) -> Touched {
        self.change(path, |old, place| {
            let old = old.filter(|old| old.open().is_some())?;
            Some(File {
                place,
                format: old.format,
                kept: old.kept.clone(),
                kept_stamp: None.into(),
                settled: false,
                content: None,
            })
        })
    }

    /// Replaces the file at `path` by what `make` makes of it. The maps are changed before the file
    /// is, so that no reader finds a name whose file is not there yet.
    fn change(
        &self,
        path: &VaultPath,
        make: impl FnOnce(Option<&File>, SharedPlace) -> Option<File>,
    ) -> Touched {
        // A poisoned lock guards no data: the maps are each consistent in themselves.
        let _writer = self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.begun.fetch_add(1, Ordering::AcqRel);
        let place = self.place_of(path);
        let id = place.id;
        let old = self.file(id);
        let new = make(old.as_deref(), place).map(Arc::new);
        let touched = touched(id, old.as_deref(), new.as_deref());
        if let Some(new) = &new {
            self.files.insert(new.clone());
        }
        self.rename_entries(old.as_deref(), new.as_deref());
        self.links.change(id, old.as_ref(), new.as_ref());
        if new.is_none() {
            self.files.remove(id);
        }
        self.update_catalog(id, old.as_ref(), new.as_ref());
        if disk(old.as_deref()) != disk(new.as_deref()) {
            self.disk_revision.fetch_add(1, Ordering::Release);
        }
        if names_differ(old.as_deref(), new.as_deref()) {
            self.names_revision.fetch_add(1, Ordering::Release);
        }
        self.revision.fetch_add(1, Ordering::Release);
        touched
    }

    fn rename_entries(&self, old: Option<&File>, new: Option<&File>) {
        match (old, new) {
            (None, Some(new)) => {
                let place = &new.place;
                self.gone.remove(&place.path);
                self.paths.insert(place.clone());
                self.names.insert(place.clone());
            }
            (Some(old), None) => self.forget(&old.place),
            _ => {}
        }
    }

    /// The file at `place` is gone: it has no name any more, and keeps its id should it come back.
    fn forget(&self, place: &Place) {
        self.gone.insert(place.path.clone(), place.id);
        self.paths.remove(&place.key, place.id);
        self.names.remove(place.name_key(), place.id);
    }
}

/// What is known of the file on disk.
fn disk(file: Option<&File>) -> Option<(Option<Stamp>, Option<NonZeroU64>, bool)> {
    file.map(|file| (file.stamp(), file.content, file.open().is_none()))
}

/// Whether a change brings a name, or takes one away.
fn names_differ(old: Option<&File>, new: Option<&File>) -> bool {
    let aliases = |file: Option<&File>| file.map(File::alias_keys).unwrap_or_default();
    let format = |file: Option<&File>| file.map(|file| file.format);
    format(old) != format(new) || aliases(old) != aliases(new)
}

fn touched(id: FileId, old: Option<&File>, new: Option<&File>) -> Touched {
    let same = match (old, new) {
        (Some(old), Some(new)) => same_targets(old, new),
        _ => false,
    };
    let mut keys: Vec<NameKey> = match same {
        true => Vec::new(),
        false => [old, new].into_iter().flatten().flat_map(File::link_keys).collect(),
    };
    keys.sort_unstable();
    keys.dedup();
    Touched { file: Some(id), keys }
}

/// Whether a link to the note, or to a place in it, means the same for both.
fn same_targets(old: &File, new: &File) -> bool {
    let (Some(old), Some(new)) = (old.names(), new.names()) else {
        return old.has_note() == new.has_note();
    };
    old.blocks.iter().map(|b| b.id).eq(new.blocks.iter().map(|b| b.id))
        && old.footnotes.iter().map(|f| f.label).eq(new.footnotes.iter().map(|f| f.label))
        && old.aliases().eq(new.aliases())
        && headings(&old).eq(headings(&new))
}

/// What a link can say of the headings.
fn headings<'n>(names: &'n Names) -> impl Iterator<Item = (u8, &'n str, Option<&'n str>)> {
    names.headings.iter().map(|heading| (heading.level, heading.raw, heading.plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_no_known_extension_stays_a_note_while_its_file_is_read() {
        let (index, path) = (Index::new(), VaultPath::new("notes").unwrap());
        index.put_open(&path, 1, "[[a]]".into());
        for size in 5..7 {
            index.put_disk(&path, None, Stamp { modified: None, size });
            let file = index.file_at(&path).unwrap();
            assert_eq!((file.format, file.has_note()), (Some(Format::Markdown), true));
        }
        index.close(&path, None);
        index.put_disk(&path, None, Stamp { modified: None, size: 7 });
        let file = index.file_at(&path).unwrap();
        assert_eq!((file.format, file.has_note()), (None, false));
    }
}
