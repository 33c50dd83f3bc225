//! A [`LineTable`] as it is stored: numbers that are small, and cannot lie. Every list of them makes a table
//! that holds what it promises, or none.
//!
//! The length of the text in bytes; how many bytes each line but the last has, with what ends it; how many
//! of these end it; and of each run of characters that are not ASCII, how many bytes are between it and the
//! one before, and what it is.

use serde::ser::SerializeTuple;
use serde::{Deserialize, Serialize, Serializer};

use super::line_table::{Breaks, WideRun};
use super::{LineTable, Reader};

/// How many bytes end the lines.
#[derive(Serialize, Deserialize)]
enum StoredBreaks {
    Same(u8),
    Mixed(Vec<u8>),
}

impl Serialize for LineTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let starts = [0].iter().chain(&self.starts);
        let lines = self.starts.iter().zip(starts).map(|(start, before)| start - before);
        let breaks = match &self.breaks {
            Breaks::Same(width) => StoredBreaks::Same(*width as u8),
            Breaks::Mixed(ends) => StoredBreaks::Mixed(
                self.starts.iter().zip(ends).map(|(start, end)| (start - end) as u8).collect(),
            ),
        };
        let ends = [0].into_iter().chain(self.wide.iter().map(|run| run.end()));
        let wide = self.wide.iter().zip(ends).map(|(run, end)| (run.start - end, run.packed));
        let mut fields = serializer.serialize_tuple(4)?;
        fields.serialize_element(&self.length)?;
        fields.serialize_element(&Each(lines))?;
        fields.serialize_element(&breaks)?;
        fields.serialize_element(&Each(wide))?;
        fields.end()
    }
}

/// A list that need not be put together before it is written.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

impl LineTable {
    /// The table that `bytes` hold, from their first to their last, as postcard writes it; `None` when they
    /// hold none. Read by hand: of tens of thousands of notes, for one position each.
    pub fn of_stored(bytes: &[u8]) -> Option<LineTable> {
        let mut bytes = Reader(bytes);
        let length = bytes.number()?;
        let (starts, shortest) = starts(&mut bytes, length)?;
        let breaks = match bytes.next()? {
            StoredBreaks::Same(width) => {
                (matches!(width, 1 | 2) && shortest >= width.into()).then_some(Breaks::Same(width.into()))?
            }
            StoredBreaks::Mixed(widths) => Breaks::Mixed(ends(&starts, &widths)?),
        };
        let wide = runs(&mut bytes, length)?;
        let table = Self { starts: starts.into(), breaks, length, wide: wide.into() };
        // No line ends within a character.
        let in_its_line = |run: &WideRun| run.end() <= table.line_span(table.line_of(run.start as usize)).end;
        (bytes.is_empty() && table.wide.iter().all(in_its_line)).then_some(table)
    }
}

/// Takes the number of a list's items off `bytes`, each of which has at least `least` bytes there.
fn count(bytes: &mut Reader, least: usize) -> Option<usize> {
    let count = bytes.number()? as usize;
    (count <= bytes.0.len() / least).then_some(count)
}

/// Where each line but the first begins, in a text of `length` bytes; and how many bytes the shortest line has,
/// with what ends it.
fn starts(bytes: &mut Reader, length: u32) -> Option<(Vec<u32>, u32)> {
    let count = count(bytes, 1)?;
    let (mut starts, mut sum, mut shortest) = (Vec::with_capacity(count), 0_u32, u32::MAX);
    for _ in 0..count {
        let line = bytes.number()?;
        shortest = shortest.min(line);
        sum = sum.checked_add(line)?;
        starts.push(sum);
    }
    (sum <= length).then_some((starts, shortest))
}

/// Where the content of each line but the last ends, by how many bytes end it.
fn ends(starts: &[u32], widths: &[u8]) -> Option<Box<[u32]>> {
    let befores = [0].iter().chain(starts);
    let end = |((&start, &before), &width): ((&u32, &u32), &u8)| {
        (matches!(width, 1 | 2) && start - before >= width.into()).then(|| start - u32::from(width))
    };
    let ends: Option<Box<[u32]>> = starts.iter().zip(befores).zip(widths).map(end).collect();
    ends.filter(|_| widths.len() == starts.len())
}

/// The runs, each at least one character long, in a text of `length` bytes.
fn runs(bytes: &mut Reader, length: u32) -> Option<Vec<WideRun>> {
    let count = count(bytes, 2)?;
    let (mut runs, mut end) = (Vec::with_capacity(count), 0_u32);
    for _ in 0..count {
        let run = WideRun { start: end.checked_add(bytes.number()?)?, packed: bytes.number()? };
        let bytes = run.count().checked_mul(run.width()).filter(|bytes| *bytes > 0)?;
        end = run.start.checked_add(bytes).filter(|end| *end <= length && run.width() > 1)?;
        runs.push(run);
    }
    Some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Encoding;

    const TEXTS: [&str; 6] = [
        "",
        "one\n\nthree",
        "a\r\nb\r\n",
        "a\r\nb\nc\r",
        "é\n日本語 a😀😀\nпривет\n",
        "a😀b\r\n日本語 e\u{301}x\rпривет\n\n😀😀 [[x]]\r\n",
    ];

    fn stored(text: &str) -> Vec<u8> {
        postcard::to_stdvec(&LineTable::new(text)).unwrap()
    }

    #[test]
    fn what_is_stored_comes_back() {
        let long_line = format!("{}\nb\n{}\n", "a".repeat(300), "日".repeat(70_000));
        let many_lines = "ab\n".repeat(5000);
        for text in TEXTS.into_iter().chain([&*long_line, &*many_lines]) {
            assert_eq!(LineTable::of_stored(&stored(text)), Some(LineTable::new(text)), "{text:.40}");
        }
    }

    #[test]
    fn bytes_that_are_cut_off_or_go_on_hold_no_lines() {
        for text in TEXTS {
            let mut bytes = stored(text);
            for end in 0..bytes.len() {
                assert_eq!(LineTable::of_stored(&bytes[..end]), None, "{text:?} up to {end}");
            }
            bytes.push(0);
            assert_eq!(LineTable::of_stored(&bytes), None, "{text:?}");
        }
    }

    /// Every byte of each, replaced by every other: a table, or none, but nothing that its own conversions
    /// cannot bear.
    #[test]
    fn bytes_that_were_changed_hold_sound_lines_or_none() {
        for text in TEXTS {
            let bytes = stored(text);
            for (at, byte) in (0..bytes.len()).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
                let mut bytes = bytes.clone();
                bytes[at] = byte;
                let Some(table) = LineTable::of_stored(&bytes) else { continue };
                assert!(table.starts.is_sorted_by(|a, b| a < b));
                assert!(table.starts.last().is_none_or(|last| *last <= table.length()));
                for line in 0..table.len() {
                    let span = table.line_span(line);
                    assert!(span.start <= span.end && span.end <= table.length(), "{bytes:?}");
                }
                for offset in 0..=text.len() {
                    let position = table.position(offset, Encoding::Utf16);
                    assert!(table.offset(position, Encoding::Utf16) <= table.length() as usize);
                }
            }
        }
    }

    #[test]
    fn a_count_that_lies_takes_no_memory() {
        let lies = postcard::to_stdvec(&(10_u32, u32::MAX)).unwrap();
        assert_eq!(LineTable::of_stored(&lies), None);
        let no_lines = StoredBreaks::Same(1);
        let lies = postcard::to_stdvec(&(10_u32, 0_u32, no_lines, u32::MAX)).unwrap();
        assert_eq!(LineTable::of_stored(&lies), None);
    }
}
