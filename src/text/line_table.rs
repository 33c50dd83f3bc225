//! From bytes to lines and columns and back, without the text.

use super::Span;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what LSP means unless something else was agreed on.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text as editors say it. Both numbers count from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The line. `\n`, `\r\n` and a lone `\r` end a line.
    pub line: u32,
    /// The column in the line, in the units of an [`Encoding`].
    pub column: u32,
}

/// A run of characters that each take the same number of bytes, more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WideRun {
    /// The byte where the run begins.
    pub start: u32,
    /// How many characters it has, times four, plus the bytes of each less one.
    pub packed: u32,
}

impl WideRun {
    pub fn count(self) -> u32 {
        self.packed >> 2
    }
    pub fn width(self) -> u32 {
        (self.packed & 3) + 1
    }
    pub fn end(self) -> u32 {
        self.start + self.count() * self.width()
    }
}

/// Where the lines of one text begin, and where it is not ASCII: all that is needed to convert
/// between byte offsets and positions in any [`Encoding`], without keeping the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineTable {
    /// The first byte of each line but the first.
    pub(super) starts: Box<[u32]>,
    /// What ends the lines.
    pub(super) breaks: Breaks,
    /// The length of the text in bytes.
    pub(super) length: u32,
    pub(super) wide: Box<[WideRun]>,
}

/// What ends the lines of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Each time one byte, or each time two.
    Same(u32),
    /// Now one byte, now two: where the content of each line but the last ends.
    Mixed(Box<[u32]>),
}

impl Default for Breaks {
    fn default() -> Self {
        Breaks::Same(1)
    }
}

impl LineTable {
    /// The table of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (starts, breaks) = match memchr::memchr(b'\r', bytes) {
            None => (starts(bytes), Breaks::Same(1)),
            Some(_) => with_returns(bytes),
        };
        let wide = if bytes.is_ascii() { Vec::new() } else { wide_runs(bytes) };
        Self { starts: starts.into(), breaks, length: bytes.len() as u32, wide: wide.into() }
    }

    /// How many lines the text has; at least one.
    pub fn len(&self) -> usize {
        self.starts.len() + 1
    }

    /// Never: a text without a byte has one line. Here because `len` is.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line that holds byte `offset`, counted from zero.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset)
    }

    /// The content of line `line`, without what ends it; the last line's for any later number.
    pub fn line_span(&self, line: usize) -> Span {
        let line = line.min(self.starts.len());
        let start = if line == 0 { 0 } else { self.starts[line - 1] };
        let end = match (&self.breaks, self.starts.get(line)) {
            (_, None) => self.length,
            (Breaks::Same(width), Some(next)) => next - width,
            (Breaks::Mixed(ends), Some(_)) => ends[line],
        };
        Span { start, end }
    }

    /// The position of byte `offset`. Past the text's end, the end's; between `\r` and `\n`, the
    /// end of the line.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.line_of(offset);
        let span = self.line_span(line);
        let offset = (offset as u32).clamp(span.start, span.end);
        let column = offset - span.start - self.saved(span.start, offset, encoding);
        Position { line: line as u32, column }
    }

    /// The byte at `position`, which may be anything that a client sends: a column past the line's
    /// end means its end (as LSP says), a line past the last one the end of the text, and a column
    /// inside a character the start of that character.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.len() {
            return self.length as usize;
        }
        let span = self.line_span(line);
        let mut at = span.start;
        let mut left = position.column;
        let first = self.wide.partition_point(|run| run.end() <= span.start);
        for run in &self.wide[first..] {
            if run.start >= span.end {
                break;
            }
            let ascii = run.start - at;
            if left <= ascii {
                return (at + left) as usize;
            }
            left -= ascii;
            let units = units(run.width(), encoding);
            let whole = left / units;
            if whole < run.count() {
                return (run.start + whole * run.width()) as usize;
            }
            left -= run.count() * units;
            at = run.end();
        }
        at.saturating_add(left).min(span.end) as usize
    }

    /// How many columns fewer than bytes there are between two offsets of one line.
    fn saved(&self, from: u32, to: u32, encoding: Encoding) -> u32 {
        if encoding == Encoding::Utf8 {
            return 0;
        }
        let first = self.wide.partition_point(|run| run.end() <= from);
        let mut saved = 0;
        for run in &self.wide[first..] {
            if run.start >= to {
                break;
            }
            // An offset inside a character counts as the character's start.
            let count = run.count().min((to - run.start) / run.width());
            saved += count * (run.width() - units(run.width(), encoding));
            if to < run.end() {
                saved += (to - run.start) % run.width();
            }
        }
        saved
    }

    /// The length of the text in bytes.
    pub fn length(&self) -> u32 {
        self.length
    }

    /// The bytes that this table takes on the heap.
    pub fn heap_bytes(&self) -> usize {
        let ends = if let Breaks::Mixed(ends) = &self.breaks { ends.len() } else { 0 };
        (self.starts.len() + ends) * 4 + self.wide.len() * 8
    }
}

/// The first byte of each line but the first, of a text without a `\r` in it.
fn starts(bytes: &[u8]) -> Vec<u32> {
    let breaks = memchr::memchr_iter(b'\n', bytes);
    // To count them is quicker than to make room again and again.
    let mut starts = Vec::with_capacity(breaks.clone().count());
    starts.extend(breaks.map(|at| at as u32 + 1));
    starts
}

/// The first byte of each line but the first, and what ends the lines, of a text with a `\r` in it.
fn with_returns(bytes: &[u8]) -> (Vec<u32>, Breaks) {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    let mut next = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        // The `\n` of a `\r\n` ends no line of its own.
        if at < next {
            continue;
        }
        next = if bytes[at..].starts_with(b"\r\n") { at + 2 } else { at + 1 };
        ends.push(at as u32);
        starts.push(next as u32);
    }
    let width = |at: usize| starts[at] - ends[at];
    let same = (1..starts.len()).all(|at| width(at) == width(0));
    let breaks = if same { Breaks::Same(width(0)) } else { Breaks::Mixed(ends.into()) };
    (starts, breaks)
}

/// The runs of characters that take more than one byte.
fn wide_runs(bytes: &[u8]) -> Vec<WideRun> {
    let mut wide = Vec::<WideRun>::new();
    let mut at = 0;
    while let Some(next) = next_wide(bytes, at) {
        at = next;
        let width = match bytes[at] {
            0xf0.. => 4,
            0xe0.. => 3,
            _ => 2,
        };
        match wide.last_mut() {
            Some(run) if run.end() == at as u32 && run.width() == width => run.packed += 4,
            _ => wide.push(WideRun { start: at as u32, packed: 4 | (width - 1) }),
        }
        at += width as usize;
    }
    wide
}

/// The first byte from `at` on that is not ASCII.
fn next_wide(bytes: &[u8], mut at: usize) -> Option<usize> {
    const STEP: usize = 32;
    if *bytes.get(at)? >= 0x80 {
        return Some(at);
    }
    // A fixed number of bytes at once is a few instructions.
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<STEP>()) {
        if chunk.iter().fold(0, |all, byte| all | byte) >= 0x80 {
            break;
        }
        at += STEP;
    }
    bytes.get(at..)?.iter().position(|byte| *byte >= 0x80).map(|found| at + found)
}

/// The columns of a character of `width` bytes.
fn units(width: u32, encoding: Encoding) -> u32 {
    match encoding {
        Encoding::Utf8 => width,
        Encoding::Utf16 if width == 4 => 2,
        Encoding::Utf16 | Encoding::Utf32 => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same conversion, written the slow and obvious way.
    fn slow_position(text: &str, offset: usize, encoding: Encoding) -> Position {
        let (mut line, mut start) = (0, 0);
        let bytes = text.as_bytes();
        for at in 0..offset {
            let ends = bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                line += 1;
                start = at + 1;
            }
        }
        let column = text[start..offset].trim_end_matches('\r').chars().map(|c| match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        });
        Position { line, column: column.sum::<usize>() as u32 }
    }

    #[test]
    fn every_offset_of_a_mixed_text_converts_there_and_back() {
        let text = "a😀b\r\n日本語 e\u{301}x\rпривет\n\n😀😀 [[x]]\r\n";
        let table = LineTable::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let position = table.position(offset, encoding);
                assert_eq!(position, slow_position(text, offset, encoding), "{offset} in {encoding:?}");
                let between = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                assert_eq!(table.offset(position, encoding), offset - usize::from(between));
            }
        }
    }

    #[test]
    fn crlf_and_lone_cr_end_lines() {
        let table = LineTable::new("a\r\nb\rc\n");
        assert_eq!(table.len(), 4);
        assert_eq!(table.line_span(0), Span::new(0, 1));
        assert_eq!(table.line_span(1), Span::new(3, 4));
        assert_eq!(table.line_span(3), Span::new(7, 7));
    }

    #[test]
    fn a_column_past_the_end_is_the_end_of_its_line() {
        let table = LineTable::new("ab\r\ncd");
        assert_eq!(table.offset(Position { line: 0, column: 99 }, Encoding::Utf16), 2);
        assert_eq!(table.offset(Position { line: 9, column: 0 }, Encoding::Utf16), 6);
        assert_eq!(table.offset(Position { line: u32::MAX, column: u32::MAX }, Encoding::Utf16), 6);
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_the_start_of_its_character() {
        let table = LineTable::new("a😀b");
        assert_eq!(table.offset(Position { line: 0, column: 2 }, Encoding::Utf16), 1);
        assert_eq!(table.offset(Position { line: 0, column: 3 }, Encoding::Utf16), 5);
    }

    #[test]
    fn unicode_line_separators_end_no_line() {
        assert_eq!(LineTable::new("a\u{2028}b\u{b}c\u{85}d").len(), 1);
    }
}
