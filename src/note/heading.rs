//! The named places inside a note.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A heading, ATX or setext.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading<T = Box<str>> {
    /// 1 for `#` to 6 for `######`.
    pub level: u8,
    /// From the first `#` (or the first byte of a setext heading's text) to the end of the
    /// heading's last line, without the line break.
    pub span: Span,
    /// The heading's text in the source, trimmed, without `#`s and without a setext underline.
    pub content: Span,
    /// The source under `content`: markup included.
    pub raw: T,
    /// What a reader sees: the text without emphasis marks, links as their shown text, code
    /// without backticks. Equal to `raw` for most headings, and then `None`.
    pub plain: Option<T>,
}

impl<T: Deref<Target = str>> Heading<T> {
    /// The text that a reader sees.
    pub fn text(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.raw)
    }
}

/// A block that has an id (R17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block<T = Box<str>> {
    /// The id, without `^`.
    pub id: T,
    /// The id in the source, without `^`.
    pub id_span: Span,
    /// The paragraph, list item, list, quote, callout or table that is meant. Without the id when
    /// that stands on a line of its own below it.
    pub span: Span,
}

/// A footnote's definition, `[^label]: …` (R18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote<T = Box<str>> {
    /// The label, without `^`.
    pub label: T,
    /// The label in the source, without `^`.
    pub label_span: Span,
    /// The whole definition.
    pub span: Span,
}

/// A tag, in the text or in the frontmatter (R26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag<T = Box<str>> {
    /// The tag without `#`, as written: `area/garden`.
    pub name: T,
    /// The name in the source, without `#`.
    pub span: Span,
    /// Whether it stands in the frontmatter.
    pub in_frontmatter: bool,
}
