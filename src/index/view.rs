//! A vault and its index, as a feature is handed them.

use std::sync::Arc;

use crate::note::Note;
use crate::vault::{Stamp, Vault, VaultPath};

use super::{Cancel, File, FileId, Index};

/// What a question is asked about: a vault, its settings, and its index. Cheap to clone.
#[derive(Clone)]
pub struct View {
    /// The vault.
    pub vault: Arc<Vault>,
    /// Its index.
    pub index: Arc<Index>,
    /// Whether someone waits for the answer.
    pub(super) cancel: Cancel,
}

/// A note together with the text that it was parsed from. Cheap to clone.
#[derive(Clone)]
pub struct NoteText {
    /// The file.
    pub file: Arc<File>,
    /// Its text.
    pub text: Arc<str>,
    /// The parse of exactly this text.
    pub note: Arc<Note>,
    /// What the file looks like on disk, when the text is from there.
    pub stamp: Option<Stamp>,
}

impl View {
    /// A vault and its index, for someone who waits for every answer.
    pub fn new(vault: Arc<Vault>, index: Arc<Index>) -> Self {
        Self { vault, index, cancel: Cancel::default() }
    }

    /// The note `id` with its text: the editor's when it is open, else the disk's. A note that has
    /// changed on disk since it was indexed is parsed again, so that text and spans always fit.
    ///
    /// # Errors
    /// A sentence that says why there is no text: gone, unreadable, not UTF-8.
    pub fn read(&self, id: FileId) -> Result<NoteText, String> {
        let file = self.index.file(id).ok_or("the note is gone")?;
        let path = &file.place.path;
        if file.format.is_none() {
            return Err(format!("{path} is not a note"));
        }
        if let (Some(open), Some(note)) = (file.open(), file.note()) {
            let text = open.text.clone();
            return Ok(NoteText { file, text, note, stamp: None });
        }
        let path = path.clone();
        self.read_disk(file, &path)
    }

    /// The note `id` with its text, which is at `path` on disk by now, although the index has it
    /// elsewhere.
    ///
    /// # Errors
    /// As [`View::read`].
    pub fn read_moved(&self, id: FileId, path: &VaultPath) -> Result<NoteText, String> {
        let file = self.index.file(id).ok_or("the note is gone")?;
        self.read_disk(file, path)
    }

    fn read_disk(&self, file: Arc<File>, path: &VaultPath) -> Result<NoteText, String> {
        self.go_on();
        let format = file.format.ok_or_else(|| format!("{path} is not a note"))?;
        let (text, stamp) =
            self.vault.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
        let known = (file.stamp() == Some(stamp) && file.open().is_none()).then(|| file.note()).flatten();
        let note = known.unwrap_or_else(|| Arc::new(crate::note::parse(&text, format)));
        Ok(NoteText { file, text: text.into(), note, stamp: Some(stamp) })
    }
}
