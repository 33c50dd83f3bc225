//! The line that a problem stands in, with marks under the place.

use unicode_width::UnicodeWidthStr;

use crate::text::{LineTable, Span};

use super::super::terminal::push_printable;

/// How many columns of a line are shown at most: with a gutter, it fits a terminal of 80.
const COLUMNS: usize = 72;
/// How many of them the marked part may take.
const MARKED_COLUMNS: usize = 60;

/// A line, cut to what fits, in three parts. Every part is fit for a terminal.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: usize,
    /// What stands before the place.
    pub before: String,
    /// The place, up to the end of its first line.
    pub marked: String,
    /// What stands behind it.
    pub after: String,
}

impl Excerpt {
    /// The line of `text` in which `span` begins. Looks only at the part that is shown, however
    /// long the line is.
    pub fn new(text: &str, lines: &LineTable, span: Span) -> Self {
        let line = lines.line_of(span.start as usize);
        let whole = lines.line_span(line);
        let start = span.start.min(whole.end);
        let end = span.end.clamp(start, whole.end);
        let part = |start, end| Span { start, end }.of(text);
        let (before, marked, after) =
            (part(whole.start, start), part(start, end), part(end, whole.end).trim_end());
        let marked = leading(marked, MARKED_COLUMNS);
        let left = COLUMNS - marked.width().min(COLUMNS);
        // Each side may use what the other does not need.
        let needed_after = leading(after, left).width();
        let before = trailing(before, (left / 2).max(left.saturating_sub(needed_after)));
        let after = leading(after, left.saturating_sub(before.width()));
        Self { line: line + 1, before, marked, after }
    }

    /// The whole line.
    pub fn shown(&self) -> String {
        format!("{}{}{}", self.before, self.marked, self.after)
    }

    /// The marks under it: at least one.
    pub fn carets(&self) -> String {
        format!("{}{}", " ".repeat(self.before.width()), "^".repeat(self.marked.width().max(1)))
    }
}

/// The beginning of `text`, as wide as `columns` at most; `…` where more follows.
fn leading(text: &str, columns: usize) -> String {
    let (shown, all) = fitting(text.chars(), columns);
    if all { shown.concat() } else { shown.concat() + "…" }
}

/// The end of `text`, as wide as `columns` at most; `…` where more stands before.
fn trailing(text: &str, columns: usize) -> String {
    let (mut shown, all) = fitting(text.chars().rev(), columns);
    if !all {
        shown.push("…".to_owned());
    }
    shown.reverse();
    shown.concat()
}

/// As many of `chars` as fit into `columns` together with a `…`, each as it is printed, and whether
/// that is all of them.
fn fitting(chars: impl Iterator<Item = char>, columns: usize) -> (Vec<String>, bool) {
    let mut shown: Vec<String> = Vec::new();
    let (mut width, mut kept) = (0, 0);
    for c in chars {
        let mut one = String::new();
        push_printable(&mut one, c);
        width += one.width();
        shown.push(one);
        // Characters without a width take no room, but time.
        if width > columns || shown.len() > 4 * columns + 4 {
            shown.truncate(kept);
            return (shown, false);
        }
        if width < columns {
            kept = shown.len();
        }
    }
    (shown, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the marks below it, for the first `marked` in `text`.
    fn excerpt(text: &str, marked: &str) -> String {
        let start = text.find(marked).unwrap();
        let found = Excerpt::new(text, &LineTable::new(text), Span::new(start, start + marked.len()));
        format!("{}\n{}", found.shown(), found.carets())
    }

    #[test]
    fn marks_stand_under_the_place() {
        assert_eq!(excerpt("first\r\nsee [[x]] now  \r\n", "[[x]]"), "see [[x]] now\n    ^^^^^");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(excerpt("日本 [[語]]", "[[語]]"), "日本 [[語]]\n     ^^^^^^");
        assert_eq!(excerpt("😀e\u{301} [[x]]", "[[x]]"), "😀e\u{301} [[x]]\n    ^^^^^");
    }

    #[test]
    fn a_tab_takes_four() {
        assert_eq!(excerpt("\t- [[x]]", "[[x]]"), "    - [[x]]\n      ^^^^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}[[x]]{}", "before ".repeat(20_000), " after".repeat(20_000));
        let shown = excerpt(&text, "[[x]]");
        let (line, marks) = shown.split_once('\n').unwrap();
        assert!(line.starts_with('…') && line.ends_with('…'), "{line}");
        assert!(line.width() <= COLUMNS && line.width() > COLUMNS - 4, "{}", line.width());
        let column = marks.find('^').unwrap();
        assert_eq!(line.chars().skip(column).take(5).collect::<String>(), "[[x]]");
    }

    #[test]
    fn a_place_near_the_start_leaves_its_room_to_what_follows() {
        let shown = excerpt(&format!("a [[x]]{}", " after".repeat(99)), "[[x]]");
        let line = shown.lines().next().unwrap();
        assert!(line.starts_with("a [[x]] after"));
        assert!(line.width() > COLUMNS - 2, "{}", line.width());
    }

    #[test]
    fn a_place_longer_than_the_line_is_cut_too() {
        let text = format!("[[{}]]", "wide 語 ".repeat(100));
        let shown = excerpt(&text, &text);
        let (line, marks) = shown.split_once('\n').unwrap();
        assert!(line.ends_with('…') && line.width() <= COLUMNS);
        assert_eq!(marks.len(), line.width());
    }

    #[test]
    fn an_empty_place_gets_one_mark_and_a_place_over_lines_ends_with_the_first() {
        assert_eq!(excerpt("a: b\n", ""), "a: b\n^");
        assert_eq!(excerpt("a: b\nc: d\n", "b\nc"), "a: b\n   ^");
    }

    #[test]
    fn a_vault_cannot_write_to_the_terminal() {
        let shown = excerpt("\x1b]0;owned\u{7} [[x\x1b[2J]]", "[[x\x1b[2J]]");
        assert_eq!(shown, "␛]0;owned␇ [[x␛[2J]]\n           ^^^^^^^^^");
    }

    #[test]
    fn a_hundred_thousand_characters_without_width_do_no_harm() {
        let text = format!("{}[[x]]", "\u{301}".repeat(100_000));
        assert!(excerpt(&text, "[[x]]").len() < 2_000);
    }
}
