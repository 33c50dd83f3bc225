//! `[[path#subpath|display]]` (R1–R5).

use memchr::{memchr, memchr2, memchr3, memmem};

use crate::text::Span;

use super::opaque::{Opaque, OpaqueKind};
use super::pairs::find_pair;
use super::whitespace::trimmed;
use super::{Container, Link, LinkSyntax};

/// The wikilinks of `text` from byte `start` on, in order. Their container is `Text`, or `Table`
/// where `\|` is written.
///
/// `opaque` is sorted and does not overlap. A math range that a link reaches into is no math: it is
/// emptied.
pub(super) fn find(text: &str, start: usize, opaque: &mut [Opaque]) -> Vec<Link> {
    let mut scanner = Scanner { text, opaque, next: 0, links: Vec::new() };
    let mut at = start;
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| find_pair(rest, *b"[[")) {
        at = scanner.line(at + found);
    }
    scanner.links
}

struct Scanner<'a> {
    text: &'a str,
    opaque: &'a mut [Opaque],
    /// The first opaque range that does not end before where the scan is.
    next: usize,
    links: Vec<Link>,
}

impl Scanner<'_> {
    /// Scans from `[[` at `from` to behind the first link, or to where its line ends. Returns where
    /// to go on.
    fn line(&mut self, from: usize) -> usize {
        if let Some(end) = self.opaque_end(from) {
            return end;
        }
        let bytes = self.text.as_bytes();
        let mut open = None;
        let mut at = from;
        while let Some(found) = memchr3(b'[', b']', b'\n', &bytes[at..]) {
            let hit = at + found;
            if let Some(skip) = self.opaque_between(at, hit, open.is_some()) {
                if memchr2(b'\n', b'\r', &bytes[at..skip]).is_some() {
                    return skip;
                }
                at = skip;
                continue;
            }
            at = hit + 1;
            match bytes[hit] {
                b'\n' => return at,
                b'[' if bytes.get(at) == Some(&b'[') && !is_escaped(self.text, hit) => open = Some(hit),
                b']' if bytes.get(at) == Some(&b']') => {
                    if let Some(open) = open {
                        let ends_label = bytes.get(at + 1) == Some(&b']') && is_in_label(&bytes[open..hit]);
                        return self.close(open, hit + usize::from(ends_label));
                    }
                }
                _ => {}
            }
        }
        bytes.len()
    }

    /// The end of the opaque range that holds byte `at`.
    fn opaque_end(&mut self, at: usize) -> Option<usize> {
        while self.opaque.get(self.next).is_some_and(|range| range.span.end as usize <= at) {
            self.next += 1;
        }
        let range = self.opaque.get(self.next)?;
        (range.span.start as usize <= at).then_some(range.span.end as usize)
    }

    /// The end of the first opaque range that begins in `from..=to`. Math does not count while a
    /// link is open.
    fn opaque_between(&mut self, from: usize, to: usize, open: bool) -> Option<usize> {
        while let Some(range) = self.opaque.get(self.next) {
            if range.span.start as usize > to {
                return None;
            }
            if range.span.end as usize > from && !(open && range.kind == OpaqueKind::Math) {
                return Some(range.span.end as usize);
            }
            if range.span.end as usize > to {
                return None;
            }
            self.next += 1;
        }
        None
    }

    /// Takes the link from `[[` at `open` to `]]` at `close`. Returns where to go on.
    fn close(&mut self, open: usize, close: usize) -> usize {
        let inner = &self.text.as_bytes()[open + 2..close];
        if let Some(line_end) = memchr(b'\r', inner) {
            return open + 2 + line_end + 1;
        }
        self.drop_math(open, close + 2);
        self.links.extend(link(self.text, open, close));
        close + 2
    }

    /// Empties the math ranges that begin inside the link `from..to` and end behind it.
    fn drop_math(&mut self, from: usize, to: usize) {
        let begun = self.opaque[self.next..].iter_mut();
        for range in begun.take_while(|range| (range.span.start as usize) < to) {
            if range.kind == OpaqueKind::Math
                && range.span.start as usize > from
                && range.span.end as usize > to
            {
                range.span.end = range.span.start;
            }
        }
    }
}

/// Whether the `]` behind `link` closes the label of a footnote: `[[#[^1]]]` (R18).
fn is_in_label(link: &[u8]) -> bool {
    memmem::rfind(link, b"#[^").is_some_and(|label| memchr(b']', &link[label..]).is_none())
}

/// Whether an odd number of backslashes stands before byte `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].iter().rev();
    before.take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// The link whose `[[` is at `open` and whose `]]` is at `close`; `None` when it names nothing.
fn link(text: &str, open: usize, close: usize) -> Option<Link> {
    let inner = Span::new(open + 2, close);
    let parts = Parts::of(text, inner);
    if parts.path.is_empty() && parts.subpath.is_none_or(Span::is_empty) {
        return None;
    }
    let embed = open > 0 && text.as_bytes()[open - 1] == b'!' && !is_escaped(text, open - 1);
    Some(Link {
        syntax: LinkSyntax::Wiki,
        container: if parts.escaped_bar { Container::Table } else { Container::Text },
        embed,
        span: Span::new(open - usize::from(embed), close + 2),
        path_span: parts.path,
        subpath_span: parts.subpath,
        display_span: parts.display,
        path: parts.path.of(text).into(),
        subpath: parts.subpath.map(|subpath| subpath.of(text).into()),
    })
}

/// The parts of what stands between `[[` and `]]`, trimmed.
pub(super) struct Parts {
    pub(super) path: Span,
    pub(super) subpath: Option<Span>,
    pub(super) display: Option<Span>,
    /// Whether `\|` is written, not `|` (R2).
    pub(super) escaped_bar: bool,
}

impl Parts {
    /// Splits `inner` at the first `|`, and what is before it at its first `#` (R1).
    pub(super) fn of(text: &str, inner: Span) -> Parts {
        let source = inner.of(text);
        let start = inner.start as usize;
        let bar = memchr(b'|', source.as_bytes());
        let target = &source[..bar.unwrap_or(source.len())];
        let (target, escaped_bar) = match target.strip_suffix('\\') {
            Some(before) if bar.is_some() => (before, true),
            _ => (target, false),
        };
        let hash = memchr(b'#', target.as_bytes());
        let path = trimmed(text, Span::new(start, start + hash.unwrap_or(target.len())));
        let subpath = hash.map(|hash| trimmed(text, Span::new(start + hash + 1, start + target.len())));
        let display = bar.map(|bar| trimmed(text, Span::new(start + bar + 1, inner.end as usize)));
        Parts { path, subpath, display, escaped_bar }
    }
}
