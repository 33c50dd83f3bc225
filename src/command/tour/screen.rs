//! What an editor would show, on a terminal of 80 columns.

use unicode_width::UnicodeWidthStr;

use super::super::terminal::{Colors, Style, printable};
use super::editor::Change;

/// The width of everything that is shown.
const COLUMNS: usize = 78;

/// A page that grows line by line.
pub struct Screen {
    colors: Colors,
    text: String,
}

impl Screen {
    /// An empty page.
    pub fn new(colors: Colors) -> Self {
        Self { colors, text: String::new() }
    }

    /// The page, and an empty one in its place.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A title over the whole width.
    pub fn title(&mut self, title: &str) {
        let rule = "─".repeat(COLUMNS.saturating_sub(title.width() + 4));
        let line = format!("── {} {rule}", self.colors.paint(Style::Strong, title));
        self.line("");
        self.line(&line);
    }

    /// Words to the reader.
    pub fn say(&mut self, words: &str) {
        for line in words.split('\n').flat_map(|line| wrapped(line, COLUMNS)) {
            self.line(&line);
        }
    }

    /// A command, or lines to copy.
    pub fn code(&mut self, code: &str) {
        for line in code.lines() {
            let line = format!("  {}", self.colors.paint(Style::Link, line));
            self.line(&line);
        }
    }

    /// Lines `from..=to` (from 1) of a note, with their numbers. `mark` is shown reversed in line
    /// `marked`: the cursor.
    pub fn note(&mut self, path: &str, text: &str, lines: (usize, usize), cursor: Option<(usize, &str)>) {
        let header = format!("  {}", self.colors.paint(Style::Faint, &printable(path)));
        self.line("");
        self.line(&header);
        for (number, line) in text.lines().enumerate().map(|(number, line)| (number + 1, line)) {
            if number < lines.0 || number > lines.1 {
                continue;
            }
            let shown = printable(line);
            let shown = match cursor {
                Some((at, mark)) if at == number => {
                    let (before, rest) = shown.split_once(mark).unwrap_or((&shown, ""));
                    format!("{before}{}{rest}", self.colors.paint(Style::Reversed, mark))
                }
                _ => shown.into_owned(),
            };
            let line = format!("{}{shown}", self.gutter(&number.to_string()));
            self.line(&line);
        }
    }

    /// Marks under the columns `from..to` of the last line of a note, and what they say.
    pub fn squiggle(&mut self, before: &str, marked: &str, words: &str) {
        let indent = " ".repeat(before.width());
        let marks = "~".repeat(marked.width().max(1));
        let gutter = self.gutter("");
        let line = format!("{gutter}{indent}{}", self.colors.paint(Style::Warning, &marks));
        self.line(&line);
        for words in words.lines().flat_map(|line| wrapped(line, COLUMNS - 8)) {
            let line = format!("{gutter}{}", self.colors.paint(Style::Warning, &words));
            self.line(&line);
        }
    }

    fn gutter(&self, number: &str) -> String {
        self.colors.paint(Style::Faint, &format!("{number:>4} │ ")).into_owned()
    }

    /// A box of proposals, the first chosen: each with what stands beside it.
    pub fn popup(&mut self, indent: usize, rows: &[(String, String)]) {
        let width =
            |pick: fn(&(String, String)) -> &str| rows.iter().map(|row| pick(row).width()).max().unwrap_or(0);
        let (left, right) = (width(|row| &row.0), width(|row| &row.1));
        let rows: Vec<String> = rows
            .iter()
            .map(|(label, detail)| format!("{}  {}", padded(label, left), padded(detail, right)))
            .map(|row| if right == 0 { row.trim_end().to_owned() } else { row })
            .collect();
        self.boxed(indent, &rows, Some(0));
    }

    /// A box of Markdown, as a hover shows it: without the marks of emphasis.
    pub fn hover(&mut self, indent: usize, markdown: &str) {
        let text = markdown.replace("**", "").replace('`', "");
        let width = COLUMNS - indent - 4;
        let rows: Vec<String> = reflowed(text.trim()).iter().flat_map(|line| wrapped(line, width)).collect();
        self.boxed(indent, &rows, None);
    }

    /// Lines in a frame, one of them shown as chosen.
    fn boxed(&mut self, indent: usize, rows: &[String], chosen: Option<usize>) {
        let rows: Vec<_> = rows.iter().map(|row| printable(row)).collect();
        let width = rows.iter().map(|row| row.width()).max().unwrap_or(0);
        let space = " ".repeat(indent);
        let rule = "─".repeat(width + 2);
        self.line(&format!("{space}╭{rule}╮"));
        for (number, row) in rows.iter().enumerate() {
            let row = format!(" {} ", padded(row, width));
            let style = if chosen == Some(number) { Style::Reversed } else { Style::Strong };
            let row = if number == 0 { self.colors.paint(style, &row).into_owned() } else { row };
            self.line(&format!("{space}│{row}│"));
        }
        self.line(&format!("{space}╰{rule}╯"));
    }

    /// What an edit did to a file, as a unified diff without context.
    pub fn diff(&mut self, change: &Change) {
        self.line("");
        for (style, sign, path) in [(Style::Removed, "---", &change.from), (Style::Added, "+++", &change.to)]
        {
            let line = self.colors.paint(style, &format!("{sign} {}", printable(path))).into_owned();
            self.line(&line);
        }
        for hunk in hunks(&change.before, &change.after) {
            let header = format!(
                "@@ -{} +{} @@",
                range(hunk.before_line, &hunk.before),
                range(hunk.after_line, &hunk.after)
            );
            let header = self.colors.paint(Style::Faint, &header).into_owned();
            self.line(&header);
            for (style, sign, lines) in
                [(Style::Removed, '-', &hunk.before), (Style::Added, '+', &hunk.after)]
            {
                for line in lines {
                    let line = self.colors.paint(style, &format!("{sign}{}", printable(line))).into_owned();
                    self.line(&line);
                }
            }
        }
    }
}

/// `3` for one line, `3,2` for two: a range in a diff's header.
fn range(line: usize, lines: &[&str]) -> String {
    if lines.len() == 1 { line.to_string() } else { format!("{line},{}", lines.len()) }
}

/// Lines that were replaced, with the number of the first, from 1.
struct Hunk<'a> {
    before_line: usize,
    after_line: usize,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

/// What differs between two texts. Where their lines are as many, as after a rename, each run of
/// lines that differ; else all between the first and the last.
fn hunks<'a>(before: &'a str, after: &'a str) -> Vec<Hunk<'a>> {
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    if old.len() != new.len() {
        let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = (&old[start..], &new[start..]);
        let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
        let (before, after) = (&rest.0[..rest.0.len() - end], &rest.1[..rest.1.len() - end]);
        let line = start + 1;
        return vec![Hunk {
            before_line: line,
            after_line: line,
            before: before.to_vec(),
            after: after.to_vec(),
        }];
    }
    let mut hunks: Vec<Hunk> = Vec::new();
    for (number, (a, b)) in old.iter().zip(&new).enumerate().filter(|(_, (a, b))| a != b) {
        match hunks.last_mut().filter(|hunk| hunk.before_line + hunk.before.len() == number + 1) {
            Some(hunk) => {
                hunk.before.push(a);
                hunk.after.push(b);
            }
            None => {
                let line = number + 1;
                hunks.push(Hunk { before_line: line, after_line: line, before: vec![a], after: vec![b] });
            }
        }
    }
    hunks
}

/// The lines of a Markdown text as a reader sees them: a line break inside a paragraph is a space,
/// unless two spaces or a backslash stand before it; headings stand without their `#`s.
fn reflowed(markdown: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in markdown.lines() {
        let hard = line.ends_with("  ") || line.ends_with('\\');
        let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let text = if is_heading { line.trim_start_matches('#') } else { line };
        let text = text.trim_end_matches('\\').trim();
        match lines.last_mut().filter(|_| goes_on && !text.is_empty()) {
            Some(last) => *last += &format!(" {text}"),
            None => lines.push(text.to_owned()),
        }
        goes_on = !text.is_empty() && !hard && !is_heading;
    }
    lines
}

/// `text` with spaces behind it, up to `width` columns.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// `text` in lines of at most `width` columns, broken at spaces. A longer word stands alone.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last =
            lines.last_mut().filter(|line| line.is_empty() || line.width() + 1 + word.width() <= width);
        match last {
            Some(line) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(draw: impl FnOnce(&mut Screen)) -> String {
        let mut screen = Screen::new(Colors(false));
        draw(&mut screen);
        screen.take()
    }

    #[test]
    fn a_box_is_as_wide_as_its_widest_line() {
        let rows = [("日本".to_owned(), "a".to_owned()), ("x".to_owned(), "folder".to_owned())];
        assert_eq!(
            shown(|screen| screen.popup(2, &rows)),
            "  ╭──────────────╮\n  │ 日本  a      │\n  │ x     folder │\n  ╰──────────────╯\n"
        );
    }

    #[test]
    fn a_diff_shows_the_lines_that_differ() {
        let change = Change {
            from: "a.md".to_owned(),
            to: "b.md".to_owned(),
            before: "1\n2\n3\n4\n5\n".to_owned(),
            after: "1\nzwei\ndrei\n4\nfünf\n".to_owned(),
        };
        assert_eq!(
            shown(|screen| screen.diff(&change)),
            "\n--- a.md\n+++ b.md\n@@ -2,2 +2,2 @@\n-2\n-3\n+zwei\n+drei\n@@ -5 +5 @@\n-5\n+fünf\n"
        );
    }

    #[test]
    fn a_diff_of_texts_of_different_length_shows_all_between() {
        let change = Change {
            from: "a.md".to_owned(),
            to: "a.md".to_owned(),
            before: "1\n2\n5\n".to_owned(),
            after: "1\n2a\n2b\n5\n".to_owned(),
        };
        assert!(shown(|screen| screen.diff(&change)).ends_with("@@ -2 +2,2 @@\n-2\n+2a\n+2b\n"));
    }

    #[test]
    fn a_paragraph_flows_and_a_hard_break_stays() {
        let lines = reflowed("# Title\nOne\ntwo.\n\n#tag stays  \nNext\\\nlast");
        assert_eq!(lines, ["Title", "One two.", "", "#tag stays", "Next", "last"]);
    }

    #[test]
    fn long_words_stand_alone() {
        assert_eq!(wrapped("ab cd efghijk l", 5), ["ab cd", "efghijk", "l"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
