//! What a program reads, which may end up on a terminal all the same.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use super::terminal::is_command;

/// `value` as JSON, on one line. No map in it may have keys that are not strings.
pub fn line(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless);
    // Serializing to memory cannot fail, but for keys that are not strings.
    let _ = value.serialize(&mut serializer);
    out.push(b'\n');
    String::from_utf8_lossy(&out).into_owned()
}

/// Escapes what a terminal would obey, which JSON by itself lets through (U+009B begins an escape
/// sequence too): the output may end on one.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        for piece in text.split_inclusive(is_command) {
            match piece.chars().next_back().filter(|&c| is_command(c)) {
                None => writer.write_all(piece.as_bytes())?,
                // All of these are in the basic plane.
                Some(c) => {
                    let plain = &piece.as_bytes()[..piece.len() - c.len_utf8()];
                    writer.write_all(plain)?;
                    write!(writer, "\\u{:04x}", c as u32)?;
                }
            }
        }
        Ok(())
    }
}
