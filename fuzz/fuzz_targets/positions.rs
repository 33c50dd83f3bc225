//! Bytes to lines and columns and back, and edits by lines and columns, in all three encodings,
//! against the slow and obvious way.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wikilinks::text::{Buffer, Encoding, LineTable, Position};
use wikilinks_fuzz::positions::{offset, position};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    from: (u32, u32),
    to: (u32, u32),
    new: &'a str,
    text: &'a str,
}

/// A place that is mostly in the text or close behind it.
fn near((line, column): (u32, u32)) -> Position {
    Position { line: line % 8, column: column % 32 }
}

fn check_table(input: &Input, encoding: Encoding) {
    let (text, table) = (input.text, LineTable::new(input.text));
    for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
        let found = table.position(at, encoding);
        assert_eq!(found, position(text, at, encoding), "{at} in {encoding:?}");
        assert_eq!(table.offset(found, encoding), offset(text, found, encoding), "{found:?} {encoding:?}");
    }
    for (line, column) in [input.from, input.to] {
        for place in [Position { line, column }, near((line, column))] {
            let found = table.offset(place, encoding);
            assert_eq!(found, offset(text, place, encoding), "{place:?} in {encoding:?}");
        }
    }
}

fn check_buffer(input: &Input, encoding: Encoding) {
    let (text, from, to) = (input.text, near(input.from), near(input.to));
    let mut buffer = Buffer::new(text);
    buffer.edit(from, to, encoding, input.new);
    let (a, b) = (offset(text, from, encoding), offset(text, to, encoding));
    let expected = format!("{}{}{}", &text[..a.min(b)], input.new, &text[a.max(b)..]);
    assert_eq!(buffer.text(), expected, "{from:?} to {to:?} in {encoding:?}");
}

fuzz_target!(|input: Input| {
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        check_table(&input, encoding);
        check_buffer(&input, encoding);
    }
});
