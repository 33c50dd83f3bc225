//! Values as postcard writes them, one after the other.

use serde::Deserialize;

/// Reads one value after the other out of bytes; nothing from the first on that they do not hold.
#[derive(Clone)]
pub(crate) struct Reader<'b>(pub &'b [u8]);

impl<'b> Reader<'b> {
    /// The next value; `None` when the bytes do not hold it.
    pub fn next<T: Deserialize<'b>>(&mut self) -> Option<T> {
        let (value, rest) = postcard::take_from_bytes(self.0).ok()?;
        self.0 = rest;
        Some(value)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// The next number. Quicker than as any other value: most are one byte.
    pub fn number(&mut self) -> Option<u32> {
        match self.0.first()? {
            0x80.. => self.next(),
            _ => self.byte().map(u32::from),
        }
    }

    /// Passes over a number: of its bytes, all but the last have the highest bit.
    pub fn pass_number(&mut self) -> Option<()> {
        while self.byte()? >= 0x80 {}
        Some(())
    }

    /// The bytes of the next text. Whether they are UTF-8 is for the caller to see.
    pub fn text(&mut self) -> Option<&'b [u8]> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length as usize)?;
        self.0 = rest;
        Some(text)
    }

    /// Whether all is read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
