//! One file of the vault, as the index knows it.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::note::{Format, Link, Names, Note, PackedNote};
use crate::text::{LineTable, NameKey};
use crate::vault::Stamp;

use super::kept_stamp::KeptStamp;
use super::tags::above;
use super::{SharedPlace, link_key};

/// The text of a document that is open in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenText {
    /// The version that the editor gave it.
    pub version: i32,
    /// The text that was parsed.
    pub text: Arc<str>,
}

/// A hash of a text, as [`File::content`] keeps it.
pub fn content_hash(text: &str) -> NonZeroU64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    NonZeroU64::new(hasher.finish()).unwrap_or(NonZeroU64::MIN)
}

/// A packed note that has more bytes is kept whole too: to unpack it would take long, for an answer
/// that looks at it often.
const MOST_PACKED: usize = 8 << 10;

/// What is in a file: packed, and for some files whole too.
#[derive(Debug, Clone)]
pub(super) struct KeptNote {
    pub packed: PackedNote,
    /// Apart, as most files have none.
    pub whole: Option<Box<WholeNote>>,
}

/// A note that is not unpacked for each who asks.
#[derive(Debug, Clone)]
pub(super) struct WholeNote {
    pub note: Arc<Note>,
    /// The unsaved text, when an editor has the file open.
    pub open: Option<OpenText>,
}

impl WholeNote {
    /// A note on disk.
    fn on_disk(note: Note) -> Box<Self> {
        Box::new(Self { note: Arc::new(note), open: None })
    }
}

impl KeptNote {
    /// A note on disk.
    pub fn packed(note: Note) -> Self {
        let packed = PackedNote::new(&note);
        let whole = (packed.bytes().len() > MOST_PACKED).then(|| WholeNote::on_disk(note));
        Self { packed, whole }
    }

    /// A note that an editor has open: it is asked about with every keystroke.
    pub fn open(note: Note, open: OpenText) -> Self {
        let packed = PackedNote::new(&note);
        Self { packed, whole: Some(Box::new(WholeNote { note: Arc::new(note), open: Some(open) })) }
    }

    /// A note that was kept between runs.
    pub fn kept(packed: PackedNote) -> Self {
        let is_long = packed.bytes().len() > MOST_PACKED;
        Self { whole: is_long.then(|| packed.unpack()).flatten().map(WholeNote::on_disk), packed }
    }

    fn note(&self) -> Option<Arc<Note>> {
        match &self.whole {
            Some(whole) => Some(whole.note.clone()),
            None => self.packed.unpack().map(Arc::new),
        }
    }
}

/// A file at one revision. A change makes a new one.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub place: SharedPlace,
    /// What kind of text it has; `None` for an attachment.
    pub format: Option<Format>,
    /// What is in it; `None` for an attachment, and for a note that cannot be read or decoded.
    pub(super) kept: Option<KeptNote>,
    pub(super) kept_stamp: KeptStamp,
    /// Whether every later write gives the file another stamp ([`Stamp::is_settled`]).
    pub settled: bool,
    /// A hash of the text on disk when it was last read ([`content_hash`]): tells a file that was
    /// moved. `None` for an attachment, whose bytes are not read, and for what is only in an editor.
    pub content: Option<NonZeroU64>,
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

    /// What it looked like on disk when it was last read; `None` when it is only in an editor.
    pub fn stamp(&self) -> Option<Stamp> {
        self.kept_stamp.into()
    }

    /// Its unsaved text, when an editor has it open.
    pub fn open(&self) -> Option<&OpenText> {
        self.kept.as_ref()?.whole.as_ref()?.open.as_ref()
    }

    /// What is in it; `None` for an attachment, and for a note that cannot be read or decoded. It is
    /// unpacked for every call, which takes some microseconds: ask once.
    pub fn note(&self) -> Option<Arc<Note>> {
        self.kept.as_ref()?.note()
    }

    /// Whether there is a [note](File::note).
    pub fn has_note(&self) -> bool {
        self.kept.is_some()
    }

    /// What the note says by name, without the rest of it: for who looks at very many notes.
    pub fn names(&self) -> Option<Names<'_>> {
        self.kept.as_ref()?.packed.names()
    }

    /// The links whose path is one of `paths`, in the order of the text, without the rest of the note.
    pub fn links_to(&self, mut paths: impl FnMut(&[u8]) -> bool) -> Vec<Link> {
        match &self.kept {
            None => Vec::new(),
            Some(KeptNote { whole: Some(whole), .. }) => {
                whole.note.links.iter().filter(|link| paths(link.path.as_bytes())).cloned().collect()
            }
            Some(kept) => kept.packed.links_to(paths),
        }
    }

    /// Has the processor fetch the note's first bytes, without waiting for them: for who is about to read
    /// very many notes, one after the other.
    pub fn fetch(&self) {
        std::hint::black_box(self.kept.as_ref().and_then(|kept| kept.packed.bytes().first().copied()));
    }

    /// As [`File::fetch`], of all of `files`, and with it where the lines and the links of each begin.
    pub fn fetch_all<'f>(files: impl Iterator<Item = &'f File> + Clone) {
        files.clone().for_each(File::fetch);
        // Where they are is said by what was fetched: that is here by now.
        files.filter_map(|file| file.kept.as_ref()).for_each(|kept| kept.packed.fetch_parts());
    }

    /// What a reader sees of each of the note's headings whose number is `wanted`, with the number, without
    /// the rest of the note.
    pub fn heading_texts(&self, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, &str)> {
        let texts = self.kept.as_ref().map(|kept| kept.packed.heading_texts(wanted));
        texts.into_iter().flatten()
    }

    /// The note's lines, without the rest of it.
    pub fn lines(&self) -> Option<Cow<'_, LineTable>> {
        let kept = self.kept.as_ref()?;
        match &kept.whole {
            Some(whole) => Some(Cow::Borrowed(&whole.note.lines)),
            None => kept.packed.lines().map(Cow::Owned),
        }
    }

    /// What it is called: the note's title, else the file's name without `.md`.
    pub fn title(&self) -> &str {
        let title = self.kept.as_ref().and_then(|kept| kept.packed.title());
        title.unwrap_or(self.place.path.stem())
    }

    /// The folded aliases, each once: what the file is found under in the index.
    pub(super) fn alias_keys(&self) -> Vec<NameKey> {
        self.names().map_or_else(Vec::new, |names| sorted(names.aliases().map(NameKey::new)))
    }

    /// The keys of the links in this file, each once: what it is found under as one that holds them.
    pub(super) fn reference_keys(&self) -> Vec<NameKey> {
        self.names().map_or_else(Vec::new, |names| sorted(names.linked().map(link_key)))
    }

    /// The folded tags that its tags are nested in, each once.
    pub(super) fn keys_above_tags(&self) -> Vec<NameKey> {
        sorted(self.tag_keys().iter().flat_map(|key| above(key)).map(NameKey::of_folded))
    }

    /// The folded tags, each once.
    pub(super) fn tag_keys(&self) -> Vec<NameKey> {
        self.names()
            .map_or_else(Vec::new, |names| sorted(names.tags.iter().map(|tag| NameKey::new(tag.name))))
    }
}

fn sorted(keys: impl Iterator<Item = NameKey>) -> Vec<NameKey> {
    let mut keys: Vec<NameKey> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_pointer_width = "64")]
    #[test]
    fn a_file_takes_no_more_than_the_allocator_gives_for_eighty_bytes() {
        // With the counts of its `Arc`.
        assert_eq!(size_of::<File>() + 2 * size_of::<usize>(), 80);
    }
}
