//! The first paragraph that says something.

use crate::text::Span;

use super::structure::{Candidate, Structure};
use super::whitespace::trimmed;
use super::{Note, block_id};

/// The first of the paragraphs at the top level that says more than tags, a block id, embeds or
/// comments; else the first such text in a list or quote.
pub(super) fn find(text: &str, structure: &Structure<'_>, note: &Note) -> Option<Span> {
    let says = |candidate: &Candidate| says_something(text, candidate.span, structure, note);
    let (main, others): (Vec<_>, Vec<_>) =
        structure.paragraphs.iter().partition(|paragraph| paragraph.top_level);
    let main = main.into_iter().find(|candidate| says(candidate));
    let found = main.or_else(|| others.into_iter().find(|candidate| says(candidate)))?;
    Some(behind_callout_head(text, found.span))
}

fn says_something(text: &str, span: Span, structure: &Structure<'_>, note: &Note) -> bool {
    let span = behind_callout_head(text, span);
    if block_id::trailing_id(text, span).is_some_and(|id| id.start == span.start + 1) {
        return false;
    }
    let first = structure.said.partition_point(|piece| piece.start < span.start);
    let pieces = structure.said[first..].iter().take_while(|piece| piece.start < span.end);
    pieces.into_iter().any(|piece| {
        let characters = piece.of(text).char_indices();
        let mut places = characters.filter(|(_, c)| c.is_alphanumeric());
        places.any(|(at, _)| !is_silent(piece.start + at as u32, structure, note))
    })
}

/// Whether byte `at` is in a comment, an embed, a tag or a block id.
fn is_silent(at: u32, structure: &Structure<'_>, note: &Note) -> bool {
    let covers = |span: Span| span.start <= at && at < span.end;
    let comment = structure.comments.partition_point(|span| span.end <= at);
    let tag = note.tags.partition_point(|tag| tag.span.end <= at);
    let block = note.blocks.partition_point(|block| block.id_span.end <= at);
    let link = note.links.partition_point(|link| link.span.start <= at);
    structure.comments.get(comment).is_some_and(|&span| covers(span))
        || note.tags.get(tag).is_some_and(|tag| covers(tag.span))
        || note.blocks.get(block).is_some_and(|block| covers(block.id_span))
        || link > 0 && note.links[link - 1].embed && covers(note.links[link - 1].span)
}

/// The text of a callout without its first line, `[!info] Title`.
fn behind_callout_head(text: &str, span: Span) -> Span {
    let source = span.of(text);
    if !source.starts_with("[!") {
        return span;
    }
    let line = source.find(['\n', '\r']).unwrap_or(source.len());
    let rest = source[line..].trim_start_matches(['\n', '\r', '>', ' ', '\t']);
    trimmed(text, Span { start: span.end - rest.len() as u32, end: span.end })
}
