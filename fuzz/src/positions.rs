//! Lines and columns, counted the slow and obvious way.

use std::ops::Range;

use wikilinks::text::{Encoding, Position};

/// The content of each line of `text`, without what ends it.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    let (mut lines, mut start) = (Vec::new(), 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
            lines.push(start..at);
            start = at + 2;
        } else if c == '\n' || c == '\r' {
            lines.push(start..at);
            start = at + 1;
        }
    }
    lines.push(start..text.len());
    lines
}

fn width(c: char, encoding: Encoding) -> u32 {
    match encoding {
        Encoding::Utf8 => c.len_utf8() as u32,
        Encoding::Utf16 => c.len_utf16() as u32,
        Encoding::Utf32 => 1,
    }
}

/// The byte of a position: counted character by character, and held inside the text and the line.
pub fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let lines = lines(text);
    let Some(line) = lines.get(position.line as usize) else { return text.len() };
    let mut column = 0;
    for (at, c) in text[line.clone()].char_indices() {
        column += width(c, encoding);
        if column > position.column {
            return line.start + at;
        }
    }
    line.end
}

/// The position of a byte at which a character begins.
pub fn position(text: &str, offset: usize, encoding: Encoding) -> Position {
    let lines = lines(text);
    let line = lines.iter().rposition(|line| line.start <= offset).expect("the first begins at 0");
    let before = &text[lines[line].start..offset.min(lines[line].end)];
    Position { line: line as u32, column: before.chars().map(|c| width(c, encoding)).sum() }
}
