//! The named places inside a note.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A heading, ATX or setext.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 for `#` to 6 for `######`.
    pub level: u8,
    /// From the first `#` (or the first byte of a setext heading's text) to the end of the
    /// heading's last line, without the line break.
    pub span: Span,
    /// The heading's text in the source, trimmed, without `#`s and without a setext underline.
    pub content: Span,
    /// The source under `content`: markup included.
    pub raw: Box<str>,
    /// What a reader sees: the text without emphasis marks, links as their shown text, code
    /// without backticks. Equal to `raw` for most headings, and then `None`.
    pub plain: Option<Box<str>>,
}

impl Heading {
    /// The text that a reader sees.
    pub fn text(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.raw)
    }
}

/// A block that has an id (R17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The id, without `^`.
    pub id: Box<str>,
    /// The id in the source, without `^`.
    pub id_span: Span,
    /// The paragraph, list item, list, quote, callout or table that is meant. Without the id when
    /// that stands on a line of its own below it.
    pub span: Span,
}

/// A footnote's definition, `[^label]: …` (R18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The label, without `^`.
    pub label: Box<str>,
    /// The label in the source, without `^`.
    pub label_span: Span,
    /// The whole definition.
    pub span: Span,
}

/// A tag, in the text or in the frontmatter (R26).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The tag without `#`, as written: `area/garden`.
    pub name: Box<str>,
    /// The name in the source, without `#`.
    pub span: Span,
    /// Whether it stands in the frontmatter.
    pub in_frontmatter: bool,
}
