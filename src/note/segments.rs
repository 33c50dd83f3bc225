//! Cuts a Markdown text at its top level: most of a note is plain enough to be read at sight, and
//! only the rest has to go through pulldown-cmark.
//!
//! What is cut off as plain depends on nothing before or behind it, nor does anything else on it:
//! the blocks are those that pulldown-cmark finds in the whole text. When in doubt, it is not plain.

use memchr::{memchr, memchr3};

use crate::text::Span;

use super::heading_text;
use super::pairs::find_pair;

/// A piece of a text's top level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    /// An ATX heading without markup. The span has no line break.
    Heading { level: u8, span: Span },
    /// A paragraph in which no code, math, HTML, Markdown link or footnote begins. The span has no
    /// line break at its end.
    Paragraph(Span),
    /// A fenced code block, both fences included. The span has no line break at its end.
    Code(Span),
    /// Whole blocks of any kind.
    Other(Span),
}

/// The segments of `text` from byte `start` on, in order. Blank lines between them are left out.
pub(super) fn segments(text: &str, start: usize) -> impl Iterator<Item = Segment> {
    let mut cutter = Cutter { text: text.as_bytes(), at: start };
    if !can_be_cut(&cutter.text[start..]) {
        cutter.at = text.len();
        return Some(Segment::Other(Span::new(start, text.len()))).into_iter().chain(cutter);
    }
    None.into_iter().chain(cutter)
}

/// Whether no definition (`[label]: …`, `[^label]: …`) can stand in the text, which would change
/// what brackets mean anywhere, every line ends with `\n`, and no other character of control stands
/// in it that the parser takes for white space here and for text there.
fn can_be_cut(text: &[u8]) -> bool {
    let lone_return = |at: usize| text.get(at + 1) != Some(&b'\n');
    find_pair(text, *b"]:").is_none()
        && memchr3(b'\0', 0x0b, 0x0c, text).is_none()
        && !memchr::memchr_iter(b'\r', text).any(lone_return)
}

struct Cutter<'t> {
    text: &'t [u8],
    at: usize,
}

/// What a line is by its first bytes, at the top level and behind a blank line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Heading(u8),
    /// A code fence: its mark, and how many there are.
    Fence(u8, usize),
    /// Text that begins a paragraph or goes on with one, and nothing else.
    Text,
    /// A list, quote, table, HTML, indented line, underline, …
    Other,
}

impl Iterator for Cutter<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        while self.at < self.text.len() {
            let (start, end) = (self.at, self.line_end(self.at));
            self.at = end + 1;
            let segment = match self.line(start, end) {
                Line::Blank => continue,
                Line::Heading(level) => self.heading(level, start, end),
                Line::Fence(mark, length) => self.code(mark, length, start),
                Line::Text => self.paragraph(start, end),
                Line::Other => self.other(start),
            };
            return Some(segment);
        }
        None
    }
}

impl Cutter<'_> {
    /// Where the line that holds byte `at` ends, its `\n` excluded.
    fn line_end(&self, at: usize) -> usize {
        memchr(b'\n', &self.text[at..]).map_or(self.text.len(), |length| at + length)
    }

    fn line(&self, start: usize, end: usize) -> Line {
        Line::of(self.text[start..end].strip_suffix(b"\r").unwrap_or(&self.text[start..end]))
    }

    /// `from..to` without `\r` at its end.
    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(from, to - usize::from(to > from && self.text[to - 1] == b'\r'))
    }

    fn heading(&self, level: u8, start: usize, end: usize) -> Segment {
        let line = &self.text[start..end];
        if heading_text::has_markup(line) || memchr(b'$', line).is_some() {
            return Segment::Other(Span::new(start, self.at.min(self.text.len())));
        }
        Segment::Heading { level, span: self.span(start, end) }
    }

    fn code(&mut self, mark: u8, length: usize, start: usize) -> Segment {
        while self.at < self.text.len() {
            let (line, end) = (self.at, self.line_end(self.at));
            self.at = end + 1;
            if closes(&self.text[line..end], mark, length) {
                return Segment::Code(self.span(start, end));
            }
        }
        Segment::Other(Span::new(start, self.text.len()))
    }

    /// The paragraph whose first line is `start..end`.
    fn paragraph(&mut self, start: usize, mut end: usize) -> Segment {
        while self.at < self.text.len() {
            let next = self.line_end(self.at);
            match self.line(self.at, next) {
                Line::Text => (self.at, end) = (next + 1, next),
                Line::Other => return self.other(start),
                Line::Blank | Line::Heading(_) | Line::Fence(..) => break,
            }
        }
        if has_markup(&self.text[start..end]) {
            return Segment::Other(Span::new(start, self.at.min(self.text.len())));
        }
        Segment::Paragraph(self.span(start, end))
    }

    /// Blocks of any kind from byte `start` on, up to a line at the margin behind a blank one that
    /// is of no list, quote or footnote.
    fn other(&mut self, start: usize) -> Segment {
        let mut behind_blank = false;
        self.at = start;
        while self.at < self.text.len() {
            let end = self.line_end(self.at);
            match self.line(self.at, end) {
                Line::Blank => behind_blank = true,
                Line::Text | Line::Heading(_) | Line::Fence(..) if behind_blank => break,
                _ if goes_over_blank_lines(&self.text[self.at..end]) => {
                    self.at = self.text.len();
                    break;
                }
                _ => behind_blank = false,
            }
            self.at = end + 1;
        }
        Segment::Other(Span::new(start, self.at.min(self.text.len())))
    }
}

impl Line {
    fn of(line: &[u8]) -> Self {
        let Some(&first) = line.first() else { return Line::Blank };
        let marks = line.iter().take_while(|&&byte| byte == first).count();
        let behind = line.get(marks).copied();
        let is_space = |byte: Option<u8>| matches!(byte, None | Some(b' ' | b'\t'));
        match first {
            b' ' | b'\t' if line.iter().all(|byte| matches!(byte, b' ' | b'\t')) => Line::Blank,
            b'#' if marks <= 6 && is_space(behind) => Line::Heading(marks as u8),
            b'`' if marks >= 3 && memchr(b'`', &line[marks..]).is_some() => Line::Other,
            b'`' | b'~' if marks >= 3 => Line::Fence(first, marks),
            // No list, no rule and no underline: those have white space or nothing behind the marks.
            b'*' | b'_' | b'=' if marks <= 3 && behind.is_some_and(|byte| byte > b' ') => Line::Text,
            b'[' if marks == 2 => Line::Text,
            b'0'..=b'9' => {
                let number = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
                if matches!(line.get(number), Some(b'.' | b')')) { Line::Other } else { Line::Text }
            }
            b'*' | b'_' | b'=' | b'[' | b' ' | b'\t' | b'-' | b'+' | b'>' | b'|' | b'<' | b':' | b'~' => {
                Line::Other
            }
            ..=b' ' | 0x7f => Line::Other,
            _ => Line::Text,
        }
    }
}

/// Whether `line` closes a code block that `length` times `mark` opened.
fn closes(line: &[u8], mark: u8, length: usize) -> bool {
    let indent = line.iter().take_while(|&&byte| byte == b' ').count();
    let marks = line[indent..].iter().take_while(|&&byte| byte == mark).count();
    let rest = &line[indent + marks..];
    indent <= 3 && marks >= length && rest.iter().all(|byte| matches!(byte, b' ' | b'\r'))
}

/// Whether code, math, HTML, a Markdown link or a footnote may begin in `text`.
fn has_markup(text: &[u8]) -> bool {
    memchr3(b'`', b'$', b'<', text).is_some()
        || memchr::memchr_iter(b']', text).any(|at| text.get(at + 1) == Some(&b'('))
        || find_pair(text, *b"[^").is_some()
}

/// Whether `line`, in a list or before it, may begin a block that a blank line does not end.
fn goes_over_blank_lines(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let Some(html) = line.strip_prefix(b"<") else {
        return line.starts_with(b"```") || line.starts_with(b"~~~");
    };
    let named =
        |name: &str| html.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
    matches!(html.first(), Some(b'!' | b'?')) || ["pre", "script", "style", "textarea"].into_iter().any(named)
}
