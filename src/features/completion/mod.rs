//! What could be written here?
//!
//! [`typing_at`] says what is being typed; a file for each kind of thing says what fits, and `ranking` in
//! which order (and `words`, what need not be ranked). Every link that is proposed was checked with the
//! resolver (R21).

pub(super) mod best;
mod blocks;
mod dates;
mod destination;
mod display;
mod everywhere;
pub(super) mod fields;
mod headings;
mod notes;
pub(super) mod ranking;
pub(super) mod tags;
mod target;
mod unclosed;
mod words;

use crate::index::{FileId, NoteText, View};
use crate::note::cursor::{Typing, WikiPart, WikiTyping, typing_at};
use crate::text::Span;

use fields::Around;
use target::Target;

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
    /// A key of the frontmatter.
    Key,
    /// A value of the frontmatter.
    Value,
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
pub fn complete(view: &View, id: FileId, offset: usize) -> Option<Completions> {
    let source = view.read(id).ok()?;
    if !source.text.is_char_boundary(offset) {
        return None;
    }
    let source = unclosed::ended(&source, offset).unwrap_or(source);
    Some(match typing_at(&source.text, &source.note, offset)? {
        Typing::Wiki(typing) => complete_wikilink(view, &source, &typing, offset),
        Typing::Destination(typing) => destination::complete(view, &source, &typing, offset),
        Typing::Tag { typed, replace, .. } => {
            tags::complete(view, &source, &typed, &Target::bare(&source.text, replace, offset))
        }
        Typing::UnquotedWiki(typing) if typing.part == WikiPart::Path => {
            fields::unquoted_link(view, &source, &typing, offset)
        }
        Typing::UnquotedWiki(_) => return None,
        Typing::Key { typed, replace, has_value } => {
            fields::keys(view, &source, &Around { typed, replace, offset }, has_value)
        }
        Typing::Value { key, typed, replace, in_list } => {
            fields::values(view, &source, &key, &Around { typed, replace, offset }, in_list)
        }
    })
}

fn complete_wikilink(view: &View, source: &NoteText, typing: &WikiTyping, offset: usize) -> Completions {
    let target = Target::wiki(&source.text, typing, offset);
    match typing.part {
        WikiPart::Path => {
            let mut found = notes::complete(view, source, typing, &target);
            dates::add(view, source, typing, &target, &mut found);
            found
        }
        WikiPart::Heading => headings::of_note(view, source, typing, &target),
        WikiPart::AnyHeading => headings::of_all(view, source, typing, &target),
        WikiPart::Block => blocks::of_note(view, source, typing, &target),
        WikiPart::AnyBlock => blocks::of_all(view, source, typing, &target),
        WikiPart::Display => display::complete(view, source, typing, &target),
    }
}

/// The documentation of an item about `file`: the preview that hover shows.
pub fn documentation(view: &View, file: FileId) -> Option<String> {
    super::hover::preview(view, file)
}
