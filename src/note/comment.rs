//! `%%…%%`: comments, within a line or over many (R4).

use crate::text::Span;

use super::opaque::{Forward, Opaque, OpaqueKind};
use super::pairs::find_pair;

/// The comments of `text` from byte `start` on, in order. `code` is what no comment begins or ends
/// in: code, math and HTML, sorted.
///
/// An unclosed `%%` is no comment.
pub(super) fn find(text: &str, start: usize, code: &[Opaque]) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut blocked = Forward::new(code, |opaque| opaque.span);
    let mut open = None;
    let mut at = start;
    while let Some(found) = find_pair(&text.as_bytes()[at..], *b"%%") {
        at += found;
        if let Some(opaque) = blocked.holding(at) {
            at = opaque.span.end as usize;
            continue;
        }
        at += 2;
        match open.take() {
            Some(from) => comments.push(Span::new(from, at)),
            None => open = Some(at - 2),
        }
    }
    comments
}

/// Whether the text of an opaque range is that of a comment, Obsidian's or HTML's.
pub fn is_comment(source: &str) -> bool {
    source.starts_with("%%") || source.starts_with("<!--")
}

/// `ranges` with `comments` put in: sorted, not overlapping. What a comment holds is left out.
pub(super) fn put_into(ranges: Vec<Opaque>, comments: &[Span]) -> Vec<Opaque> {
    if comments.is_empty() {
        return ranges;
    }
    let mut inside = Forward::new(comments, |span| *span);
    let kept = ranges.into_iter().filter(|range| inside.holding(range.span.start as usize).is_none());
    let comments = comments.iter().map(|&span| Opaque { span, kind: OpaqueKind::Comment });
    let mut all: Vec<Opaque> = kept.chain(comments).collect();
    all.sort_by_key(|range| range.span.start);
    all
}
