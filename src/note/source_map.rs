//! From a text without escapes back to its source.

use std::borrow::Cow;

use crate::text::Span;

use super::{Container, Link};

/// A string's meaning, and where each of its characters stands in the source.
#[derive(Debug)]
pub(super) struct Unescaped<'t> {
    /// What is meant.
    pub(super) text: Cow<'t, str>,
    /// Where runs begin that are the same on both sides: byte of `text`, byte of the source. In
    /// order; the first begins at 0.
    runs: Vec<(u32, u32)>,
}

impl<'t> Unescaped<'t> {
    /// A string that means what it says, at byte `start` of the source.
    pub(super) fn verbatim(text: &'t str, start: usize) -> Self {
        Self { text: Cow::Borrowed(text), runs: vec![(0, Span::at(start).start)] }
    }

    /// The span in the source of `span` in the meaning.
    pub(super) fn source(&self, span: Span) -> Span {
        Span { start: self.at(span.start), end: self.at(span.end) }
    }

    /// `links` of the meaning, with spans in the source.
    pub(super) fn links(&self, links: Vec<Link>, container: Container) -> impl Iterator<Item = Link> {
        links.into_iter().map(move |link| Link {
            container,
            span: self.source(link.span),
            path_span: self.source(link.path_span),
            subpath_span: link.subpath_span.map(|span| self.source(span)),
            display_span: link.display_span.map(|span| self.source(span)),
            ..link
        })
    }

    fn at(&self, at: u32) -> u32 {
        let next = self.runs.partition_point(|&(meaning, _)| meaning <= at);
        self.runs.get(next.saturating_sub(1)).map_or(at, |&(meaning, source)| source + (at - meaning))
    }
}

/// Builds an [`Unescaped`], left to right.
pub(super) struct Unescaping {
    text: String,
    runs: Vec<(u32, u32)>,
}

impl Unescaping {
    pub(super) fn new() -> Self {
        Self { text: String::new(), runs: Vec::new() }
    }

    /// A run that means itself, at byte `start` of the source.
    pub(super) fn plain(&mut self, run: &str, start: usize) {
        if !run.is_empty() {
            self.mark(start);
            self.text.push_str(run);
        }
    }

    /// A character that is written as an escape at byte `start` of the source.
    pub(super) fn escape(&mut self, c: char, start: usize) {
        self.mark(start);
        self.text.push(c);
    }

    /// The whole, whose source ends at byte `end`.
    pub(super) fn finish<'t>(mut self, end: usize) -> Unescaped<'t> {
        self.mark(end);
        Unescaped { text: Cow::Owned(self.text), runs: self.runs }
    }

    fn mark(&mut self, source: usize) {
        self.runs.push((self.text.len() as u32, Span::at(source).start));
    }
}

/// The character that `\uXXXX\uXXXX` means, of which `high` is read and `rest` is the second part.
pub(super) fn surrogates(high: u32, rest: &str) -> Option<(char, usize)> {
    let low = u32::from_str_radix(rest.strip_prefix("\\u")?, 16).ok()?;
    let low = (0xdc00..0xe000).contains(&low).then(|| low - 0xdc00)?;
    Some((char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?, 11))
}
