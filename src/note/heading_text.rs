//! Headings: where their text is, and what a reader sees of it.

use pulldown_cmark::CowStr;

use crate::text::Span;

use super::structure::{Piece, Structure};
use super::whitespace::{trimmed, without_end};
use super::{Heading, Link};

/// The heading under `span`, which may have a line break at its end.
pub(super) fn read(text: &str, level: u8, span: Span) -> Heading {
    let span = without_end(text, span);
    let source = span.of(text);
    let marks = source.len() - source.trim_start_matches('#').len();
    let behind = source[marks..].chars().next();
    let content = if (1..=6).contains(&marks) && behind.is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
    {
        atx_content(text, Span { start: span.start + marks as u32, ..span })
    } else {
        let line = source.rfind(['\n', '\r']).unwrap_or(source.len());
        trimmed(text, Span { end: span.start + line as u32, ..span })
    };
    Heading { level, span, content, raw: content.of(text).into(), plain: None }
}

/// Whether a heading's text may show as something else than its source.
pub(super) fn has_markup(raw: &[u8]) -> bool {
    raw.iter().any(|byte| b"*_`[<\\&~%".contains(byte))
}

/// What is left of an ATX heading, behind its first `#`s, without those at its end.
fn atx_content(text: &str, behind: Span) -> Span {
    let content = trimmed(text, behind);
    let source = content.of(text);
    let before = source.trim_end_matches('#');
    if before.is_empty() {
        return Span { end: content.start, ..content };
    }
    if before.len() == source.len() || !before.ends_with([' ', '\t']) {
        return content;
    }
    Span { end: content.start + before.trim_end().len() as u32, ..content }
}

/// Fills in [`Heading::plain`], now that wikilinks and comments are known.
pub(super) fn fill(text: &str, structure: &mut Structure<'_>, links: &[Link]) {
    for (start, pieces) in std::mem::take(&mut structure.heading_pieces) {
        let index = structure.headings.partition_point(|heading| heading.span.start < start);
        let Some(heading) = structure.headings.get_mut(index).filter(|it| it.span.start == start) else {
            continue;
        };
        let replaced = replacements(heading.content, links, &structure.comments);
        let said = Saying { text, out: String::new() }.all(&pieces, &replaced);
        let said = said.trim();
        heading.plain = (*said != *heading.raw).then(|| said.into());
    }
}

/// A part of the source that shows as something else.
struct Replaced {
    span: Span,
    /// Shown as it is in the source.
    instead: Option<Span>,
    /// Shown as its pieces say.
    within: Option<Span>,
}

/// The wikilinks and comments that begin in `content`, in order.
fn replacements(content: Span, links: &[Link], comments: &[Span]) -> Vec<Replaced> {
    let first = links.partition_point(|link| link.span.start < content.start);
    let links = links[first..].iter().take_while(|link| link.span.start < content.end);
    let links = links.filter(|link| !link.syntax.is_markdown()).map(|link| match link.display_span {
        Some(display) if !display.is_empty() => {
            Replaced { span: link.span, instead: None, within: Some(display) }
        }
        _ => Replaced { span: link.span, instead: Some(target(link)), within: None },
    });
    let first = comments.partition_point(|comment| comment.end <= content.start);
    let comments = comments[first..].iter().take_while(|comment| comment.start < content.end);
    let comments = comments.map(|&span| Replaced { span, instead: None, within: None });
    let mut all: Vec<Replaced> = links.chain(comments).collect();
    all.sort_by_key(|replaced| replaced.span.start);
    all
}

/// `path#subpath` as written.
fn target(link: &Link) -> Span {
    match link.subpath_span {
        Some(subpath) if link.path.is_empty() => subpath,
        Some(subpath) => Span { start: link.path_span.start, end: subpath.end },
        None => link.path_span,
    }
}

struct Saying<'t> {
    text: &'t str,
    out: String,
}

impl Saying<'_> {
    fn all(mut self, pieces: &[Piece<'_>], replaced: &[Replaced]) -> String {
        let mut replaced = replaced.iter().peekable();
        let mut shown = u32::MAX;
        for (span, said) in pieces {
            let mut at = span.start;
            while at < span.end {
                while replaced.next_if(|next| next.span.end <= at).is_some() {}
                let Some(next) = replaced.peek().filter(|next| next.span.start < span.end) else {
                    self.part(*span, said, at, span.end);
                    break;
                };
                self.part(*span, said, at, next.span.start);
                if shown != next.span.start {
                    self.out.push_str(next.instead.unwrap_or_default().of(self.text));
                    shown = next.span.start;
                }
                let end = next.span.end.min(span.end);
                if let Some(within) = next.within {
                    self.part(*span, said, at.max(within.start), end.min(within.end));
                }
                at = end;
            }
        }
        self.out
    }

    /// What a piece says between `from` and `to`. All of it, or a part of its source where both are
    /// the same.
    fn part(&mut self, span: Span, said: &CowStr<'_>, from: u32, to: u32) {
        if from == span.start && to == span.end {
            self.out.push_str(said);
        } else if from < to && **said == *span.of(self.text) {
            self.out.push_str(Span { start: from, end: to }.of(self.text));
        }
    }
}
