//! `^id`: which block a block id names (R17).

use crate::text::Span;

use super::Block;
use super::whitespace::{line_breaks, line_start, without_end};

/// What kind of block a [`Frame`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameKind {
    Root,
    Quote,
    List,
    Item,
    Footnote,
    Paragraph,
    Heading,
    Table,
    /// Code, HTML: holds no other block and no id.
    Leaf,
}

impl FrameKind {
    /// Whether it holds other blocks, and is not the whole text.
    pub(super) fn nests(self) -> bool {
        matches!(self, FrameKind::Quote | FrameKind::List | FrameKind::Item | FrameKind::Footnote)
    }
}

/// A block that the walk is in.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) span: Span,
    /// The block that ended last in this one, when an id below may name it.
    pub(super) previous: Option<Span>,
    /// The first block in this one that has ended.
    pub(super) first_child: Option<Span>,
    /// The text so far that stands in an item of a tight list.
    pub(super) own_text: Option<Span>,
    /// The last row so far of a table.
    pub(super) last_row: Option<Span>,
}

impl Frame {
    pub(super) fn new(kind: FrameKind, span: Span) -> Self {
        Self { kind, span, previous: None, first_child: None, own_text: None, last_row: None }
    }
}

/// The block that the id at the end of a paragraph, or of an item's own text, names.
///
/// `frames` are the open blocks, the paragraph or the item last; `span` is the text, trimmed.
pub(super) fn of_text(text: &str, frames: &[Frame], span: Span) -> Option<Block> {
    let id_span = trailing_id(text, span)?;
    let caret = id_span.start as usize - 1;
    let (owner, around) = frames.split_last()?;
    let parent = if owner.kind == FrameKind::Paragraph { around.last()? } else { owner };
    let block = if caret == span.start as usize {
        below(text, parent, caret)?
    } else if let Some(line) = line_of_its_own(text, span, caret) {
        let above = lazy_container(text, frames, caret).unwrap_or(owned(parent, owner));
        without_end(text, Span { start: above.start, end: line as u32 })
    } else {
        without_end(text, owned(parent, owner))
    };
    Some(Block { id: id_span.of(text).into(), id_span, span: block })
}

/// The block that an id in the last row of a table names: the table, when the row is only the id.
pub(super) fn of_table(text: &str, table: Span, row: Span) -> Option<Block> {
    let row = without_end(text, row);
    let id_span = trailing_id(text, row)?;
    if id_span.start != row.start + 1 {
        return None;
    }
    let end = line_start(text, row.start as usize) as u32;
    let span = without_end(text, Span { start: table.start, end: end.max(table.start) });
    Some(Block { id: id_span.of(text).into(), id_span, span })
}

/// The block under an id: a list's item for its first paragraph.
fn owned(parent: &Frame, owner: &Frame) -> Span {
    let is_first = parent.first_child.is_none();
    if parent.kind == FrameKind::Item && is_first { parent.span } else { owner.span }
}

/// The block before the id at `caret`, which is all of its paragraph, with at most one blank line
/// between.
fn below(text: &str, parent: &Frame, caret: usize) -> Option<Span> {
    let previous = parent.previous?;
    let is_text_of_item = parent.kind == FrameKind::Item && parent.first_child == Some(previous);
    let previous = without_end(text, previous);
    let between = Span::new(previous.end as usize, caret).of(text);
    let start = if is_text_of_item { parent.span.start } else { previous.start };
    (line_breaks(between) <= 2).then_some(Span { start, ..previous })
}

/// Where the line before ends, when nothing but the id is in the last line of the paragraph.
fn line_of_its_own(text: &str, span: Span, caret: usize) -> Option<usize> {
    let before = Span::new(span.start as usize, caret).of(text);
    let before = before.trim_end_matches([' ', '\t', '>']);
    before.ends_with(['\n', '\r']).then(|| span.start as usize + before.trim_end().len())
}

/// The list or quote that the line of `caret` continues without its indent or mark.
fn lazy_container(text: &str, frames: &[Frame], caret: usize) -> Option<Span> {
    let line = line_start(text, caret);
    let mut prefix = text.get(line..caret)?;
    let mut list = None;
    for frame in frames {
        match frame.kind {
            FrameKind::List => list = Some(frame.span),
            FrameKind::Quote => match prefix.trim_start().strip_prefix('>') {
                Some(rest) => prefix = rest,
                None => return Some(frame.span),
            },
            FrameKind::Item => {
                let indent = caret - line - prefix.trim_start().len();
                let mark = frame.span.start as usize;
                if indent <= mark - line_start(text, mark) {
                    return list;
                }
            }
            _ => {}
        }
    }
    None
}

/// The id, without `^`, that ends `span`: behind a space or a line break, or as all of it.
pub(super) fn trailing_id(text: &str, span: Span) -> Option<Span> {
    let source = span.of(text);
    let before = source.trim_end_matches(|c: char| c.is_alphanumeric() || c == '-');
    let before_caret = before.strip_suffix('^')?;
    let stands_free = before_caret.is_empty() || before_caret.ends_with(char::is_whitespace);
    let is_there = before.len() < source.len();
    (stands_free && is_there)
        .then(|| Span::new(span.start as usize + before.len(), span.start as usize + source.len()))
}
