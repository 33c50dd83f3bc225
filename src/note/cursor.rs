//! What stands at a cursor, even half typed. The parse knows no unclosed `[[al`, so completion
//! reads the line.

mod destination;
mod field;
mod tag;
mod wiki;
mod yaml;

use crate::text::Span;

use super::{Container, Note};

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
    /// Inside `[[…` without quotes where a value of the frontmatter begins, which YAML takes for a list
    /// in a list (R6). A link needs quotes there: what is written starts before the brackets.
    UnquotedWiki(WikiTyping),
    /// A key of the frontmatter.
    Key {
        /// What stands between the start of the line and the cursor.
        typed: String,
        /// The whole key around the cursor.
        replace: Span,
        /// Whether a colon follows.
        has_value: bool,
    },
    /// A value of the frontmatter, or an entry of a list of such.
    Value {
        /// The key that it is a value of.
        key: String,
        /// What stands between its start and the cursor, a quote in front included.
        typed: String,
        /// The whole value around the cursor, with its quotes.
        replace: Span,
        /// Whether it stands in a list in brackets, where commas part the entries.
        in_list: bool,
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
pub fn typing_at(text: &str, note: &Note, offset: usize) -> Option<Typing> {
    let line = Line::around(text, offset)?;
    if note.frontmatter.as_ref().is_some_and(|it| it.body.touches(offset) && it.body.end > line.start as u32)
    {
        return yaml::wiki(&line)
            .map(Typing::Wiki)
            .or_else(|| yaml::unquoted_wiki(&line).map(Typing::UnquotedWiki))
            .or_else(|| yaml::tag(&line, note))
            .or_else(|| field::typing(&line, note));
    }
    if let Some(wiki) = wiki::typing(&line, note) {
        return Some(Typing::Wiki(wiki));
    }
    if let Some(destination) = destination::typing(&line, note) {
        return Some(Typing::Destination(destination));
    }
    if is_opaque_at(text, note, offset) { None } else { tag::typing(&line, note) }
}

/// The line that the cursor is on. All numbers are bytes of the whole text, on character
/// boundaries.
struct Line<'t> {
    text: &'t str,
    start: usize,
    cursor: usize,
    end: usize,
}

impl<'t> Line<'t> {
    /// `None` when `offset` is no place between two characters.
    fn around(text: &'t str, offset: usize) -> Option<Self> {
        let (before, after) = text.split_at_checked(offset)?;
        let start = memchr::memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |at| at + 1);
        let length = memchr::memchr2(b'\n', b'\r', after.as_bytes()).unwrap_or(after.len());
        Some(Self { text, start, cursor: offset, end: offset + length })
    }

    /// The text between two bytes; nothing when they are no such places.
    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or("")
    }
}

/// The end of the opaque range that holds byte `at`.
fn opaque_end(note: &Note, at: usize) -> Option<usize> {
    let next = note.opaque.partition_point(|range| range.end as usize <= at);
    let range = note.opaque.get(next)?;
    (range.start as usize <= at).then_some(range.end as usize)
}

/// Whether a cursor at `offset` is inside code, math, a comment or HTML.
fn is_opaque_at(text: &str, note: &Note, offset: usize) -> bool {
    let next = note.opaque.partition_point(|range| (range.end as usize) < offset);
    let Some(range) = note.opaque.get(next).filter(|range| (range.start as usize) < offset) else {
        return false;
    };
    (range.end as usize) > offset || goes_on(range.of(text))
}

/// Whether what is typed at the end of an opaque range still belongs to it: code blocks, and
/// comments that nothing closes.
fn goes_on(source: &str) -> bool {
    if source.starts_with("<!--") {
        return !source.contains("-->");
    }
    source.starts_with("```") || source.starts_with("~~~") || !source.starts_with(['`', '<', '%', '$'])
}
