//! What could be written here?

use crate::index::{FileId, View};
use crate::text::Span;

/// The most items that an answer holds, whatever the vault's size.
pub const MAX_ITEMS: usize = 100;

/// What could be written at a cursor.
#[derive(Debug, Clone, Default)]
pub struct Completions {
    /// The proposals, best first, at most [`MAX_ITEMS`].
    pub items: Vec<Item>,
    /// Whether more fit than are here: the editor asks again when more is typed.
    pub incomplete: bool,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A note, by its name, title or path.
    Note,
    /// A note, by an alias.
    Alias,
    /// An attachment.
    Attachment,
    /// A name that links use and no note has.
    Unresolved,
    /// A heading.
    Heading,
    /// A block.
    Block,
    /// A display text.
    Display,
    /// A tag.
    Tag,
}

/// One proposal.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// What the list shows.
    pub label: String,
    /// What stands beside it: the folder, the note of an alias.
    pub detail: String,
    /// What editors match against what is typed. Holds what was typed so far, so that an editor
    /// that filters by its own rules keeps the item.
    pub filter: String,
    /// What replaces `replace`.
    pub insert: String,
    /// The bytes that are replaced: all of the part around the cursor, and the `]]` or `)` that
    /// `insert` writes anew.
    pub replace: Span,
    /// The bytes that are replaced by an editor that inserts rather than replaces: up to the
    /// cursor, and any closing brackets directly behind it.
    pub insert_only: Span,
    /// The note that the documentation of the item is about ([`documentation`]).
    pub file: Option<FileId>,
}

/// What could be written at byte `offset` of the note `id`; `None` where nothing is to be proposed.
pub fn complete(_view: &View, _id: FileId, _offset: usize) -> Option<Completions> {
    todo!()
}

/// The documentation of an item about `file`: the preview that hover shows.
pub fn documentation(view: &View, file: FileId) -> Option<String> {
    super::hover::preview(view, file)
}
