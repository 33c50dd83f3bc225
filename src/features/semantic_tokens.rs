//! What is each part of a note, for an editor that colours it?

use crate::index::{NoteText, View};
use crate::note::{Link, Note, is_comment};
use crate::resolve::{Resolution, resolve};
use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A link, with its brackets.
    Link,
    /// An embed, with its `!`.
    Embed,
    /// A tag; in the text with its `#`.
    Tag,
    /// A block's id, with its `^`.
    BlockId,
    /// A comment, `%%…%%` or `<!-- … -->`.
    Comment,
    /// A key of the frontmatter.
    Key,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands. Never over the end of a line.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is a link or embed that looks for what is not there.
    pub unresolved: bool,
}

/// The tokens of a note that touch `range`, in the order of the text, none over another.
pub fn tokens(view: &View, read: &NoteText, range: Span) -> Vec<Token> {
    let (text, note) = (&*read.text, &*read.note);
    let token = |span, kind| Token { span, kind, unresolved: false };
    let mut found: Vec<Token> = Vec::new();
    found.extend(note.links.iter().filter(|link| link.span.meets(range)).map(|link| Token {
        unresolved: is_unresolved(view, read, link),
        ..token(link.span, if link.embed { TokenKind::Embed } else { TokenKind::Link })
    }));
    found.extend(note.tags.iter().map(|tag| {
        let start = tag.span.start.saturating_sub(u32::from(!tag.in_frontmatter));
        token(Span { start, ..tag.span }, TokenKind::Tag)
    }));
    found.extend(note.blocks.iter().map(|block| {
        let start = block.id_span.start.saturating_sub(1);
        token(Span { start, ..block.id_span }, TokenKind::BlockId)
    }));
    let comments = note.opaque.iter().filter(|span| is_comment(span.of(text)) && span.meets(range));
    found.extend(comments.flat_map(|span| lines_of(note, *span)).map(|span| token(span, TokenKind::Comment)));
    found.extend(keys(text, note).into_iter().map(|span| token(span, TokenKind::Key)));
    found.retain(|token| token.span.meets(range) && !token.span.is_empty());
    found.sort_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
    without_overlaps(found)
}

fn is_unresolved(view: &View, read: &NoteText, link: &Link) -> bool {
    let resolution = resolve(&*view.index, &view.vault.settings, &read.file.place, link);
    !matches!(resolution, Resolution::Found { .. })
}

/// `span` line by line, without what ends the lines.
fn lines_of(note: &Note, span: Span) -> impl Iterator<Item = Span> {
    let lines = note.lines.line_of(span.start as usize)..=note.lines.line_of(span.end as usize);
    lines.map(move |line| {
        let line = note.lines.line_span(line);
        let (start, end) = (line.start.max(span.start), line.end.min(span.end));
        Span { start: start.min(end), end }
    })
}

/// The keys at the top of the frontmatter.
fn keys(text: &str, note: &Note) -> Vec<Span> {
    let Some(front) = &note.frontmatter else { return Vec::new() };
    let key = |line: Span| {
        let source = line.of(text);
        if source.starts_with([' ', '\t', '#', '-', '{', '[', '\'', '"', '%', '&', '*', '!', '|', '>']) {
            return None;
        }
        let colons = source.match_indices(':').map(|(at, _)| at);
        let ends = |at: &usize| source[at + 1..].chars().next().is_none_or(char::is_whitespace);
        let end = colons.into_iter().find(ends)?;
        let name = source[..end].trim_end();
        Some(Span { start: line.start, end: line.start + name.len() as u32 })
    };
    lines_of(note, front.body).filter_map(key).collect()
}

/// Of tokens over one another, the one that begins first.
fn without_overlaps(found: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(found.len());
    for token in found {
        if kept.last().is_none_or(|last| last.span.end <= token.span.start) {
            kept.push(token);
        }
    }
    kept
}
