//! One file of the vault, as the index knows it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::note::{Format, Note};
use crate::text::NameKey;
use crate::vault::Stamp;

use super::{Place, link_key};

/// The text of a document that is open in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenText {
    /// The version that the editor gave it.
    pub version: i32,
    /// The text that was parsed.
    pub text: Arc<str>,
}

/// A hash of a text, as [`File::content`] keeps it.
pub fn content_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A file at one revision. A change makes a new one.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub place: Arc<Place>,
    /// What kind of text it has; `None` for an attachment.
    pub format: Option<Format>,
    /// What is in it; `None` for an attachment, and for a note that cannot be read or decoded.
    pub note: Option<Arc<Note>>,
    /// What it looked like on disk when it was last read; `None` when it is only in an editor.
    pub stamp: Option<Stamp>,
    /// Whether every later write gives the file another stamp ([`Stamp::is_settled`]).
    pub settled: bool,
    /// A hash of the text on disk when it was last read ([`content_hash`]): tells a file that was
    /// moved. `None` for an attachment, whose bytes are not read, and for what is only in an editor.
    pub content: Option<u64>,
    /// Its unsaved text, when an editor has it open.
    pub open: Option<OpenText>,
}

impl File {
    /// The keys of everything that this file is called by links: its name, and its aliases.
    pub fn link_keys(&self) -> Vec<NameKey> {
        let mut keys = vec![link_key(self.place.path.name())];
        keys.extend(self.alias_keys());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// What it is called: the note's title, else the file's name without `.md`.
    pub fn title(&self) -> &str {
        self.note.as_deref().and_then(Note::title).unwrap_or(self.place.path.stem())
    }

    /// The note's aliases, as they are written: folded, what the file is found under in the index.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &str> {
        self.note.iter().flat_map(|note| note.aliases()).map(|alias| &*alias.value)
    }

    /// The names that the links say, as they are written: by [`link_key`], what the file is found
    /// under as one that holds such links.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let links = self.note.iter().flat_map(|note| &note.links);
        links.map(|link| link.name()).filter(|name| !name.is_empty())
    }

    /// The note's tags, as they are written: folded, what the file is found under in the index.
    pub(super) fn tags(&self) -> impl Iterator<Item = &str> {
        self.note.iter().flat_map(|note| &note.tags).map(|tag| &*tag.name)
    }

    /// The folded aliases, each once.
    pub(super) fn alias_keys(&self) -> Vec<NameKey> {
        sorted(self.aliases().map(NameKey::new).collect())
    }

    /// The keys of the links in this file, each once.
    pub(super) fn reference_keys(&self) -> Vec<NameKey> {
        sorted(self.references().map(link_key).collect())
    }

    /// The folded tags, each once.
    pub(super) fn tag_keys(&self) -> Vec<NameKey> {
        sorted(self.tags().map(NameKey::new).collect())
    }
}

fn sorted(mut keys: Vec<NameKey>) -> Vec<NameKey> {
    keys.sort_unstable();
    keys.dedup();
    keys
}
