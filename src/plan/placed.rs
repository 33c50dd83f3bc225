//! How is a text written in the place of an embed? As a part of its line; or as lines of their own, with
//! the marks of the lists and quotes that they come to stand in.

use crate::note::{Container, Link};

use super::Refusal;
use super::extract::newline;

/// `text` as it stands in the place of `embed` in the text `source`. Lines of their own get blank ones
/// around them where there are none.
///
/// # Errors
/// When it is more than a part of a line, and the embed is no more than that.
pub(super) fn placed(source: &str, embed: &Link, text: &str, has_headings: bool) -> Result<String, Refusal> {
    let before = source.get(..embed.span.start as usize).unwrap_or_default();
    let behind = source.get(embed.span.end as usize..).unwrap_or_default();
    let line_before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let line_behind = behind.split(['\n', '\r']).next().unwrap_or_default();
    let marks = Marks::of(line_before);
    let in_cell = embed.container == Container::Table;
    let is_alone = marks.end == line_before.len() && line_behind.trim().is_empty() && !in_cell;
    let is_one_line = !text.contains('\n');
    if is_one_line && !has_headings {
        return Ok(match (is_alone && line_before.is_empty(), in_cell) {
            (true, _) => text.to_owned(),
            (_, true) => in_a_cell(text),
            _ => text[Marks::of(text).end..].to_owned(),
        });
    }
    if !is_alone {
        return Err(Refusal("the embed shows several lines, and stands in one".to_owned()));
    }
    let end = newline(source);
    let (text, next) = marks.continued(line_before, text);
    let text = text.replace(end, &format!("{end}{next}"));
    let text = text.replace(&format!("{end}{next}{end}"), &format!("{end}{}{end}", next.trim_end()));
    let blank = |line: Option<&str>| line.is_none_or(|line| line.trim_matches([' ', '\t', '>']).is_empty());
    let is_title = |line: &str| line.trim_start_matches([' ', '>']).starts_with("[!");
    let above = before.lines().rev().nth(usize::from(!line_before.is_empty()));
    let starts_here = marks.item.is_some() || blank(above) || above.is_some_and(is_title);
    let above = if starts_here { String::new() } else { format!("{end}{line_before}") };
    let below = behind.lines().nth(1);
    let starts_there = blank(below) || below.is_some_and(|line| Marks::of(line).item.is_some());
    let below = if starts_there { String::new() } else { format!("{end}{}", next.trim_end()) };
    Ok(format!("{above}{text}{below}"))
}

/// `text` in a table, where a `|` begins the next cell unless a backslash stands before it (R2).
fn in_a_cell(text: &str) -> String {
    let text = &text[Marks::of(text).end..];
    text.replace("\\|", "|").replace('|', "\\|")
}

/// The marks of quotes, lists and tasks at the start of a line.
struct Marks {
    /// Where they end.
    end: usize,
    /// Where the innermost list's mark begins, and where its text begins, a box left aside.
    item: Option<(usize, usize)>,
}

impl Marks {
    fn of(line: &str) -> Self {
        let mut marks = Self { end: 0, item: None };
        loop {
            let rest = &line[marks.end..];
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let mark = mark_length(&rest[spaces..]);
            if mark == 0 {
                marks.end += if marks.end == 0 || spaces == rest.len() { spaces } else { 0 };
                // Further spaces in front of an embed belong to the mark: the text of the item begins
                // behind them, and its further lines have to be as deep.
                marks.item = marks.item.map(|(start, _)| (start, marks.end));
                return marks.past_box(line);
            }
            let start = marks.end + spaces;
            let behind = &line[start + mark..];
            marks.end = start + mark + usize::from(behind.starts_with([' ', '\t']));
            marks.item = if rest[spaces..].starts_with('>') { None } else { Some((start, marks.end)) };
        }
    }

    /// With the box of a task, `[ ] `, which stands behind a list's mark only.
    fn past_box(mut self, line: &str) -> Self {
        let rest = &line[self.end..];
        let mut letters = rest.chars();
        let is_box = letters.next() == Some('[') && letters.next().is_some();
        if self.item.is_some() && is_box && letters.as_str().starts_with("] ") {
            self.end = line.len() - letters.as_str().len() + 2;
        }
        self
    }

    /// `text` as it begins behind these marks of `line`, and what its further lines begin with. The items
    /// of a list take the place of the item that they are embedded in.
    fn continued<'t>(&self, line: &str, text: &'t str) -> (&'t str, String) {
        let list = Self::of(text);
        match (self.item, list.item) {
            (Some((start, end)), Some((0, width))) if width == end - start => {
                (&text[list.end..], further(&line[..start]))
            }
            (Some((_, end)), _) => (text, further(&line[..end])),
            (None, _) => (text, further(&line[..self.end])),
        }
    }
}

/// The length of the mark of a quote or a list that `text` begins with, without the space behind it.
fn mark_length(text: &str) -> usize {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = match text.as_bytes().get(digits) {
        Some(b'>') if digits == 0 => return 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        _ => return 0,
    };
    if text[mark..].is_empty() || text[mark..].starts_with([' ', '\t']) { mark } else { 0 }
}

/// `marks` for a further line of what they begin: the marks of lists are spaces there.
fn further(marks: &str) -> String {
    marks.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}
