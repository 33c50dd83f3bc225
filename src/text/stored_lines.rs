//! A [`LineTable`] as it is stored: numbers that are small, and cannot lie.

use serde::ser::SerializeTuple;
use serde::{Deserialize, Serialize, Serializer};

use super::LineTable;
use super::line_table::{Breaks, WideRun};

/// The lines of a text. Every list of numbers below makes a table that holds what [`LineTable`]
/// promises, or none.
#[derive(Deserialize)]
pub(super) struct StoredLines {
    /// The length of the text in bytes.
    length: u32,
    /// How many bytes each line but the last has, with what ends it.
    lines: Vec<u32>,
    breaks: StoredBreaks,
    /// How many bytes are between the run and the one before, and what it is.
    wide: Vec<(u32, u32)>,
}

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

impl TryFrom<StoredLines> for LineTable {
    type Error = &'static str;

    fn try_from(stored: StoredLines) -> Result<Self, Self::Error> {
        let StoredLines { length, lines, breaks, wide } = stored;
        let widths_fit = match &breaks {
            StoredBreaks::Same(width) => {
                matches!(width, 1 | 2) && lines.iter().all(|line| *line >= (*width).into())
            }
            StoredBreaks::Mixed(widths) => {
                let fits = |(line, width): (&u32, &u8)| matches!(width, 1 | 2) && *line >= (*width).into();
                widths.len() == lines.len() && lines.iter().zip(widths).all(fits)
            }
        };
        let starts =
            sums(lines).filter(|starts| widths_fit && starts.last().is_none_or(|last| *last <= length));
        let starts = starts.ok_or("lines that are not in their text")?;
        let breaks = match breaks {
            StoredBreaks::Same(width) => Breaks::Same(width.into()),
            StoredBreaks::Mixed(widths) => Breaks::Mixed(
                starts.iter().zip(widths).map(|(start, width)| start - u32::from(width)).collect(),
            ),
        };
        let wide = runs(wide, length).ok_or("characters that are not in their text")?;
        let table = Self { starts: starts.into(), breaks, length, wide: wide.into() };
        let in_its_line = |run: &WideRun| run.end() <= table.line_span(table.line_of(run.start as usize)).end;
        if table.wide.iter().all(in_its_line) { Ok(table) } else { Err("a line ends within a character") }
    }
}

/// The sum up to each number; `None` when one is too large.
fn sums(mut numbers: Vec<u32>) -> Option<Vec<u32>> {
    let mut sum = 0_u32;
    for number in &mut numbers {
        sum = sum.checked_add(*number)?;
        *number = sum;
    }
    Some(numbers)
}

/// The runs, each at least one character long, in a text of `length` bytes.
fn runs(stored: Vec<(u32, u32)>, length: u32) -> Option<Vec<WideRun>> {
    let mut end = 0_u32;
    let run = |(gap, packed): (u32, u32)| {
        let run = WideRun { start: end.checked_add(gap)?, packed };
        let bytes = run.count().checked_mul(run.width()).filter(|bytes| *bytes > 0)?;
        end = run.start.checked_add(bytes).filter(|end| *end <= length && run.width() > 1)?;
        Some(run)
    };
    stored.into_iter().map(run).collect()
}
