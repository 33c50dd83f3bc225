//! A [`LineTable`] as it is stored: numbers that are small, and cannot lie.

use serde::{Deserialize, Serialize};

use super::LineTable;
use super::line_table::{Breaks, WideRun};

/// The lines of a text. Every list of numbers below makes a table that holds what [`LineTable`]
/// promises, or none.
#[derive(Serialize, Deserialize)]
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

impl From<LineTable> for StoredLines {
    fn from(table: LineTable) -> Self {
        let gaps = |numbers: &[u32]| {
            let mut last = 0;
            numbers.iter().map(|&at| at - std::mem::replace(&mut last, at)).collect()
        };
        let breaks = match &table.breaks {
            Breaks::Same(width) => StoredBreaks::Same(*width as u8),
            Breaks::Mixed(ends) => StoredBreaks::Mixed(
                table.starts.iter().zip(ends).map(|(start, end)| (start - end) as u8).collect(),
            ),
        };
        let mut last = 0;
        let wide =
            table.wide.iter().map(|run| (run.start - std::mem::replace(&mut last, run.end()), run.packed));
        Self { length: table.length, lines: gaps(&table.starts), breaks, wide: wide.collect() }
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
