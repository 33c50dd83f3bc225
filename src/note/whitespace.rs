//! Spans without the white space around them, and lines.

use crate::text::Span;

/// `span` without the white space at its ends. Empty, at its start, when there is nothing else.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let source = span.of(text);
    let start = source.len() - source.trim_start().len();
    if start == source.len() {
        return Span { start: span.start, end: span.start };
    }
    Span { start: span.start + start as u32, end: span.start + source.trim_end().len() as u32 }
}

/// `span` without the line breaks and spaces at its end.
pub(super) fn without_end(text: &str, span: Span) -> Span {
    Span { start: span.start, end: span.start + span.of(text).trim_end().len() as u32 }
}

/// The first byte of the line that holds byte `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1)
}

/// How many line breaks `text` has: `\n`, `\r\n`, or a lone `\r`.
pub(super) fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let returns =
        bytes.iter().enumerate().filter(|&(at, &byte)| byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    returns.count() + memchr::memchr_iter(b'\n', bytes).count()
}
