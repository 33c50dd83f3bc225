//! The unsaved text of an open document.

use ropey::Rope;

use super::{Encoding, Position};

/// The text of a document that is open in an editor, as the editor's edits leave it.
#[derive(Debug, Clone, Default)]
pub struct Buffer {
    rope: Rope,
}

impl Buffer {
    /// A buffer that holds `text`.
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// Replaces what lies between two positions by `text`.
    ///
    /// Positions outside the text mean its nearest place, and a reversed range is taken the other
    /// way round, so that any edit a client sends has a meaning.
    pub fn edit(&mut self, from: Position, to: Position, encoding: Encoding, text: &str) {
        let (a, b) = (self.char_at(from, encoding), self.char_at(to, encoding));
        let (a, b) = (a.min(b), a.max(b));
        self.rope.remove(a..b);
        self.rope.insert(a, text);
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.rope.to_string()
    }

    /// The index of the character at `position`.
    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let content = self.rope.line(line);
        let mut length = content.len_chars();
        while length > 0 && matches!(content.char(length - 1), '\n' | '\r') {
            length -= 1;
        }
        let column = position.column as usize;
        let chars = match encoding {
            Encoding::Utf32 => column,
            Encoding::Utf8 => content.byte_to_char(column.min(content.len_bytes())),
            Encoding::Utf16 => content.utf16_cu_to_char(column.min(content.len_utf16_cu())),
        };
        start + chars.min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn edits_count_in_the_agreed_encoding() {
        for (encoding, column) in [(Encoding::Utf8, 9), (Encoding::Utf16, 5), (Encoding::Utf32, 3)] {
            let mut buffer = Buffer::new("x\r\n😀😀 [[a]]\r\n");
            buffer.edit(at(1, column), at(1, column + 5), encoding, "b");
            assert_eq!(buffer.text(), "x\r\n😀😀 b\r\n", "{encoding:?}");
        }
    }

    #[test]
    fn a_lone_cr_ends_a_line() {
        let mut buffer = Buffer::new("a\rb\rc");
        buffer.edit(at(1, 0), at(1, 1), Encoding::Utf16, "B");
        assert_eq!(buffer.text(), "a\rB\rc");
    }

    #[test]
    fn edits_outside_the_text_land_at_its_nearest_place() {
        let mut buffer = Buffer::new("ab\ncd");
        buffer.edit(at(0, 99), at(0, 99), Encoding::Utf16, "!");
        assert_eq!(buffer.text(), "ab!\ncd");
        buffer.edit(at(99, 0), at(99, 7), Encoding::Utf8, "?");
        assert_eq!(buffer.text(), "ab!\ncd?");
        buffer.edit(at(1, 2), at(1, 0), Encoding::Utf32, "");
        assert_eq!(buffer.text(), "ab!\n?");
    }
}
