//! A link, as it is written.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkSyntax {
    /// `[[path#subpath|display]]` (R1).
    Wiki,
    /// `[display](path#subpath)` (R13).
    Inline {
        /// Whether the destination stands in `<…>`.
        angled: bool,
    },
    /// `[label]: path#subpath` (R13).
    Definition {
        /// Whether the destination stands in `<…>`.
        angled: bool,
    },
    /// The `file` of a canvas card, with its `subpath` (R8).
    CanvasFile,
}

impl LinkSyntax {
    /// Whether this is one of Markdown's own forms, whose paths are percent-encoded and start from
    /// the source's folder (R13).
    pub fn is_markdown(self) -> bool {
        matches!(self, LinkSyntax::Inline { .. } | LinkSyntax::Definition { .. })
    }
}

/// What a link stands in: decides how text written into it is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Container {
    /// The body of a note.
    #[default]
    Text,
    /// A table's cell, or a place where the author wrote `\|` for `|` (R2): `|` is written `\|`.
    Table,
    /// A single-quoted YAML scalar: `'` is written `''`.
    SingleQuoted,
    /// A double-quoted YAML scalar: `"` and `\` are escaped.
    DoubleQuoted,
    /// A YAML scalar without quotes, or a block scalar (in `.base` files).
    PlainScalar,
    /// A JSON string (in `.canvas` files).
    Json,
}

/// A link to a file, a place in a file, or a place in the same note. Links to other hosts (with a
/// URI scheme) are not kept.
///
/// Spans are in the raw source. `path`, `subpath` and `display` are what they mean: unescaped for
/// their container, percent-decoded for Markdown's forms, trimmed (R5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link<T = Box<str>> {
    /// How it is written.
    pub syntax: LinkSyntax,
    /// What it stands in.
    pub container: Container,
    /// Whether `!` stands in front.
    pub embed: bool,
    /// All of it: from `!`, `[[` or `[` to behind `]]` or `)`. A definition's is from its `[` to
    /// the end of its destination; a canvas card's is its `file` string without quotes.
    pub span: Span,
    /// The path in the source, trimmed; without `<>`. Empty, at the place where a path would
    /// stand, for a link into the same note.
    pub path_span: Span,
    /// The subpath in the source, trimmed, without the first `#`. `None` when there is no `#`.
    pub subpath_span: Option<Span>,
    /// The display text in the source, trimmed: what stands behind `|`, or between `[` and `]`.
    /// `None` when there is none; a canvas card and a definition have none.
    pub display_span: Option<Span>,
    /// The path that is meant. Empty for a link into the same note.
    pub path: T,
    /// The subpath that is meant, without the first `#`: `A#B`, `^id`, `[^1]`, `page=3`.
    pub subpath: Option<T>,
}

impl<T: Deref<Target = str>> Link<T> {
    /// The last segment of the path: what the index files the link under.
    pub fn name(&self) -> &str {
        last_segment(&self.path)
    }

    /// Whether the link leads into its own note: `[[#Heading]]`.
    pub fn is_local(&self) -> bool {
        self.path.is_empty()
    }
}

/// What stands behind the last `/` of a path.
pub(super) fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
