//! Where no link can stand (R4): what the block walk and the comments found, in one list.

use crate::text::Span;

/// What keeps links out of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpaqueKind {
    /// A code block or a code span.
    Code,
    /// `$…$` or `$$…$$`. Weaker than a link that begins before it.
    Math,
    /// A raw HTML block, or a tag within a line.
    Html,
    /// `%%…%%`.
    Comment,
}

/// A place where no link can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opaque {
    pub(super) span: Span,
    pub(super) kind: OpaqueKind,
}

/// A reader of sorted, not overlapping spans for questions that only go forward.
pub(super) struct Forward<'a, T> {
    items: &'a [T],
    span: fn(&T) -> Span,
    next: usize,
}

impl<'a, T> Forward<'a, T> {
    pub(super) fn new(items: &'a [T], span: fn(&T) -> Span) -> Self {
        Self { items, span, next: 0 }
    }

    /// The item that holds byte `at`. Each `at` has to be no less than the one before.
    pub(super) fn holding(&mut self, at: usize) -> Option<&'a T> {
        while self.items.get(self.next).is_some_and(|item| (self.span)(item).end as usize <= at) {
            self.next += 1;
        }
        self.items.get(self.next).filter(|item| (self.span)(item).start as usize <= at)
    }

    /// Whether an item ends at byte `at`, which was asked for before.
    pub(super) fn ends(&self, at: usize) -> bool {
        let before = self.next.checked_sub(1).and_then(|last| self.items.get(last));
        before.is_some_and(|item| (self.span)(item).end as usize == at)
    }
}

/// The spans of `ranges`, sorted, with those that overlap made one.
pub(super) fn merged(ranges: &[Opaque]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::with_capacity(ranges.len());
    for span in ranges.iter().map(|range| range.span).filter(|span| !span.is_empty()) {
        match spans.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    spans
}
