//! What stands at a cursor, even half typed. The parse knows no unclosed `[[al`, so completion
//! reads the line.

use crate::text::Span;

use super::Container;

/// What is being typed at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typing {
    /// Inside `[[…`: which part, and what a completion replaces.
    Wiki(WikiTyping),
    /// Inside a Markdown link's destination, `[text](…`.
    Destination(DestinationTyping),
    /// Behind `#` in the text, or in the frontmatter's `tags`.
    Tag {
        /// What stands between `#` and the cursor.
        typed: String,
        /// The whole tag around the cursor, without `#`.
        replace: Span,
        /// Whether it stands in the frontmatter.
        in_frontmatter: bool,
    },
}

/// The part of a wikilink that the cursor is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WikiPart {
    /// `[[al`: the path.
    Path,
    /// `[[note#he`, `[[#he`: a heading; `typed` is what stands behind the first `#`, and may hold
    /// more `#` (R16).
    Heading,
    /// `[[note#^id`, `[[#^id`: a block.
    Block,
    /// `[[##he`: a heading of any note.
    AnyHeading,
    /// `[[^^id`: a block of any note.
    AnyBlock,
    /// `[[note|sh`: the display text.
    Display,
}

/// A wikilink with the cursor in it, closed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WikiTyping {
    /// Whether `!` stands in front.
    pub embed: bool,
    /// Which part the cursor is in.
    pub part: WikiPart,
    /// The path before `#` or `|`, trimmed; what is typed so far when `part` is `Path`.
    pub path: String,
    /// What stands between the start of the part and the cursor, without its mark (`#`, `#^`,
    /// `##`, `^^`, `|`).
    pub typed: String,
    /// The part around the cursor, its mark excluded: from where it starts to where the next part,
    /// `]`, `]]` or the end of what is a link begins. For `AnyHeading` and `AnyBlock` the mark is
    /// included, since the whole target is written anew.
    pub replace: Span,
    /// What follows `replace` and has to be absorbed when the link is closed: `]]`, `]`, or
    /// nothing. Empty, at the end of `replace`, when another part (`|shown]]`) follows.
    pub closing: Span,
    /// Whether another part of the link follows the one the cursor is in, up to a `]]`.
    pub followed: bool,
    /// What the link stands in.
    pub container: Container,
}

/// A Markdown link's destination with the cursor in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DestinationTyping {
    /// Whether `!` stands in front of the link.
    pub embed: bool,
    /// Whether the destination begins with `<`.
    pub angled: bool,
    /// The path before `#`, percent-decoded; what is typed so far when the cursor is in the path.
    pub path: String,
    /// What stands between `#` and the cursor; `None` when the cursor is in the path.
    pub subpath: Option<String>,
    /// The part around the cursor: path or subpath, `<`, `>`, `#` excluded.
    pub replace: Span,
    /// Whether a `)` closes the destination on this line.
    pub closed: bool,
}

/// What is typed at byte `offset` of `text`, or `None` where no completion is due: plain text,
/// code, comments, math.
///
/// `note` is the parse of the same `text`; it tells code and tables from text.
pub fn typing_at(_text: &str, _note: &super::Note, _offset: usize) -> Option<Typing> {
    todo!()
}
