//! A plan as a unified diff, as `git diff` prints one and `git apply` takes it.
//!
//! Nothing is compared: the edits say what changes, and the hunks follow from them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use crate::plan::{Edit, FileEdits, FileOperation, Plan};
use crate::vault::VaultPath;

use super::terminal::{Colors, Style, printable};

/// How many lines are shown around a change.
const CONTEXT: usize = 3;

/// How a diff is printed.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Which colours.
    pub colors: Colors,
    /// Whether it goes to a terminal, which must not obey what stands in a note. Elsewhere every
    /// byte stays as it is, so that the diff can be applied.
    pub is_shown: bool,
}

/// Some lines that are replaced by others.
struct Change<'a> {
    /// The first line, from zero, in the text before.
    line: usize,
    /// How many lines before it the text has more or less after it.
    shift: isize,
    old: Vec<&'a str>,
    new: Vec<String>,
}

/// The diff of all that `plan` does, in the order of the paths.
pub fn render(plan: &Plan, look: Look) -> String {
    let mut files: Vec<_> =
        plan.edits.iter().map(|file| (&file.path, render_edits(plan, file, look))).collect();
    for operation in &plan.operations {
        match operation {
            FileOperation::Rename { from, to } if plan.edits.iter().all(|file| file.path != *from) => {
                files.push((from, header(from, to, false, look)));
            }
            FileOperation::Rename { .. } => {}
            FileOperation::Create { path, text } => files.push((path, render_new(path, text, look))),
        }
    }
    files.sort();
    files.into_iter().map(|(_, text)| text).collect()
}

fn render_edits(plan: &Plan, file: &FileEdits, look: Look) -> String {
    let to = plan.operations.iter().find_map(|operation| match operation {
        FileOperation::Rename { from, to } if *from == file.path => Some(to),
        _ => None,
    });
    let changes = changes(&file.text, &file.edits);
    if changes.is_empty() && to.is_none() {
        return String::new();
    }
    let mut out = header(&file.path, to.unwrap_or(&file.path), !changes.is_empty(), look);
    let lines: Vec<_> = file.text.split_inclusive('\n').collect();
    for hunk in changes.chunk_by(|a, b| b.line <= a.line + a.old.len() + 2 * CONTEXT) {
        push_hunk(&mut out, &lines, hunk, look);
    }
    out
}

fn render_new(path: &VaultPath, text: &str, look: Look) -> String {
    let mut out = String::new();
    let head = [
        format!("diff --git {} {}", quoted("a/", path), quoted("b/", path)),
        "new file mode 100644".to_owned(),
    ];
    head.iter().for_each(|line| push(&mut out, Style::Strong, line, look));
    if !text.is_empty() {
        push(&mut out, Style::Strong, "--- /dev/null", look);
        push(&mut out, Style::Strong, &named("+++ ", "b/", path), look);
        let new = text.split_inclusive('\n').map(str::to_owned).collect();
        push_hunk(&mut out, &[], &[Change { line: 0, shift: 0, old: Vec::new(), new }], look);
    }
    out
}

/// What stands before the hunks of a file.
fn header(from: &VaultPath, to: &VaultPath, changes: bool, look: Look) -> String {
    let mut out = String::new();
    let mut line = |text: String| push(&mut out, Style::Strong, &text, look);
    line(format!("diff --git {} {}", quoted("a/", from), quoted("b/", to)));
    if from != to {
        line(format!("rename from {}", quoted("", from)));
        line(format!("rename to {}", quoted("", to)));
    }
    if changes {
        line(named("--- ", "a/", from));
        line(named("+++ ", "b/", to));
    }
    out
}

/// A line that names a file. A tab ends a name with a space in it, as `patch` wants.
fn named(mark: &str, prefix: &str, path: &VaultPath) -> String {
    let quoted = quoted(prefix, path);
    let end = if quoted.contains(' ') && !quoted.starts_with('"') { "\t" } else { "" };
    format!("{mark}{quoted}{end}")
}

/// A path, in quotes when something in it would end the line or the name.
fn quoted(prefix: &str, path: &VaultPath) -> String {
    let path = format!("{prefix}{path}");
    if !path.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\')) {
        return path;
    }
    let mut out = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Writing to a string cannot fail.
            c if c.is_ascii_control() => drop(write!(out, "\\{:03o}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The changed lines of `text`, in order.
fn changes<'a>(text: &'a str, edits: &[Edit]) -> Vec<Change<'a>> {
    let starts: Vec<usize> =
        text.split_inclusive('\n').scan(0, |at, line| Some(replace(at, line.len()))).collect();
    let line_of = |at: u32| starts.partition_point(|&start| start <= at as usize).saturating_sub(1);
    let mut groups: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let (first, last) = (line_of(edit.span.start), line_of(edit.span.end));
        match groups.last_mut() {
            // Neighbours belong together: what goes stands before what comes.
            Some((lines, group)) if first <= lines.end => {
                lines.end = lines.end.max(last + 1);
                group.push(edit);
            }
            _ => groups.push((first..last + 1, vec![edit])),
        }
    }
    let mut shift = 0;
    let mut changes = Vec::with_capacity(groups.len());
    for (lines, group) in groups {
        let start_of = |line: usize| starts.get(line).copied().unwrap_or(text.len());
        let bytes = start_of(lines.start)..start_of(lines.end);
        if let Some(change) = change(text, lines.start, bytes, &group, shift) {
            shift += change.new.len() as isize - change.old.len() as isize;
            changes.push(change);
        }
    }
    changes
}

/// What `at` was, after it grew by `length`.
fn replace(at: &mut usize, length: usize) -> usize {
    let before = *at;
    *at += length;
    before
}

/// What edits change in the lines that `bytes` of the text are; `None` for nothing.
fn change<'a>(
    text: &'a str,
    line: usize,
    bytes: Range<usize>,
    edits: &[&Edit],
    shift: isize,
) -> Option<Change<'a>> {
    let mut after = String::new();
    let mut at = bytes.start;
    for edit in edits {
        after += text.get(at..edit.span.start as usize).unwrap_or_default();
        after += &edit.text;
        at = edit.span.end as usize;
    }
    after += text.get(at..bytes.end).unwrap_or_default();
    let mut old: Vec<_> = text.get(bytes).unwrap_or_default().split_inclusive('\n').collect();
    let mut new: Vec<_> = after.split_inclusive('\n').map(str::to_owned).collect();
    let same_before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    old.drain(..same_before);
    new.drain(..same_before);
    let same_after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    old.truncate(old.len() - same_after);
    new.truncate(new.len() - same_after);
    let line = line + same_before;
    (!old.is_empty() || !new.is_empty()).then_some(Change { line, shift, old, new })
}

/// Changes that are close to each other, with the lines around them.
fn push_hunk(out: &mut String, lines: &[&str], hunk: &[Change], look: Look) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let start = first.line.saturating_sub(CONTEXT);
    let end = (last.line + last.old.len() + CONTEXT).min(lines.len());
    let grown: isize = hunk.iter().map(|change| change.new.len() as isize - change.old.len() as isize).sum();
    let count = end - start;
    let (new_start, new_count) =
        (start.saturating_add_signed(first.shift), count.saturating_add_signed(grown));
    push(out, Style::Note, &format!("@@ -{} +{} @@", range(start, count), range(new_start, new_count)), look);
    let mut at = start;
    for change in hunk {
        push_lines(out, ' ', lines.get(at..change.line).unwrap_or_default(), look);
        push_lines(out, '-', &change.old, look);
        push_lines(out, '+', &change.new, look);
        at = change.line + change.old.len();
    }
    push_lines(out, ' ', lines.get(at..end).unwrap_or_default(), look);
}

/// `start` counts from zero; no lines are said to lie behind the line before them.
fn range(start: usize, count: usize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{count}", start + 1),
    }
}

fn push_lines(out: &mut String, mark: char, lines: &[impl AsRef<str>], look: Look) {
    let style = match mark {
        '-' => Style::Removed,
        '+' => Style::Added,
        _ => Style::Link,
    };
    for line in lines {
        let line = line.as_ref();
        let text = format!("{mark}{}", line.strip_suffix('\n').unwrap_or(line));
        if mark == ' ' {
            push_plain(out, &text, look)
        } else {
            push(out, style, &text, look)
        }
        if !line.ends_with('\n') {
            out.push_str("\\ No newline at end of file\n");
        }
    }
}

fn push(out: &mut String, style: Style, line: &str, look: Look) {
    out.push_str(&look.colors.paint(style, &shown(line, look)));
    out.push('\n');
}

fn push_plain(out: &mut String, line: &str, look: Look) {
    out.push_str(&shown(line, look));
    out.push('\n');
}

fn shown(line: &str, look: Look) -> Cow<'_, str> {
    if look.is_shown { printable(line) } else { Cow::Borrowed(line) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::note::{Format, parse};
    use crate::plan::Reason;
    use crate::text::Span;

    const RAW: Look = Look { colors: Colors(false), is_shown: false };

    fn file(text: &str, edits: &[(usize, usize, &str)]) -> FileEdits {
        let edit = |&(start, end, text): &(usize, usize, &str)| Edit {
            span: Span::new(start, end),
            text: text.to_owned(),
            reason: Reason::Link,
        };
        FileEdits {
            path: VaultPath::new("a.md").unwrap(),
            version: None,
            text: text.into(),
            note: Arc::new(parse(text, Format::Markdown)),
            edits: edits.iter().map(edit).collect(),
        }
    }

    fn hunks(text: &str, edits: &[(usize, usize, &str)]) -> String {
        let plan = Plan { edits: vec![file(text, edits)], ..Plan::default() };
        let diff = render(&plan, RAW);
        diff.split_once("+++ b/a.md\n").map_or(diff.clone(), |(_, hunks)| hunks.to_owned())
    }

    #[test]
    fn a_line_comes_with_three_around_it_and_far_lines_in_a_hunk_of_their_own() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n";
        assert_eq!(
            hunks(text, &[(8, 9, "five"), (27, 29, "13!")]),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n\
             @@ -10,4 +10,4 @@\n 10\n 11\n 12\n-13\n+13!\n"
        );
    }

    #[test]
    fn a_new_note_is_shown_as_made_of_nothing() {
        let new = |text: &str| {
            let create =
                FileOperation::Create { path: VaultPath::new("x/new.md").unwrap(), text: text.to_owned() };
            render(&Plan { operations: vec![create], ..Plan::default() }, RAW)
        };
        let head = "diff --git a/x/new.md b/x/new.md\nnew file mode 100644\n";
        assert_eq!(new(""), head);
        let hunk = "--- /dev/null\n+++ b/x/new.md\n@@ -0,0 +1,2 @@\n+# New\n+text\n";
        assert_eq!(new("# New\ntext\n"), format!("{head}{hunk}"));
    }

    #[test]
    fn a_missing_newline_and_a_carriage_return_are_kept() {
        assert_eq!(
            hunks("a\r\nb", &[(0, 1, "x"), (3, 4, "y")]),
            "@@ -1,2 +1,2 @@\n-a\r\n-b\n\\ No newline at end of file\n+x\r\n+y\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn whole_lines_come_and_go() {
        assert_eq!(hunks("a\nb\nc\n", &[(2, 4, "")]), "@@ -1,3 +1,2 @@\n a\n-b\n c\n");
        assert_eq!(hunks("a\nc\n", &[(2, 2, "b\n")]), "@@ -1,2 +1,3 @@\n a\n+b\n c\n");
        assert_eq!(hunks("a\n", &[(2, 2, "b\n")]), "@@ -1 +1,2 @@\n a\n+b\n");
        assert_eq!(hunks("", &[(0, 0, "b\n")]), "@@ -0,0 +1 @@\n+b\n");
        assert_eq!(hunks("a\n", &[(0, 1, "a")]), "");
    }

    /// What a diff makes of a text, by someone who only reads diffs.
    fn patched(text: &str, hunks: &str) -> String {
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let (mut out, mut at) = (String::new(), 0);
        let mut rest = hunks.split_inclusive('\n').peekable();
        while let Some(line) = rest.next() {
            let (mark, body) = line.split_at(1);
            let lacks_end = rest.peek().is_some_and(|next| next.starts_with('\\'));
            let body = if lacks_end { body.trim_end_matches('\n') } else { body };
            match mark {
                "@" => {
                    let start = line[4..].split([',', ' ']).next().unwrap().parse::<usize>().unwrap();
                    let start = if line.contains(",0 +") { start } else { start - 1 };
                    out.extend(lines[at..start].iter().copied());
                    at = start;
                }
                " " | "-" => {
                    assert_eq!(lines[at], body);
                    at += 1;
                    if mark == " " {
                        out += body
                    }
                }
                "+" => out += body,
                _ => assert_eq!(mark, "\\"),
            }
        }
        out.extend(lines[at..].iter().copied());
        out
    }

    proptest! {
        #[test]
        fn a_diff_says_exactly_what_the_edits_do(
            text in "([ab]\n|\n|c|d\r\n){0,30}",
            cuts in prop::collection::vec((0usize..90, "[x\n]{0,3}"), 0..12),
        ) {
            let mut places: Vec<_> = cuts.iter().map(|(at, _)| at % (text.len() + 1)).collect();
            places.sort_unstable();
            let edits: Vec<_> = places
                .chunks_exact(2)
                .zip(&cuts)
                .map(|(pair, (_, new))| (pair[0], pair[1], new.as_str()))
                .collect();
            prop_assert_eq!(patched(&text, &hunks(&text, &edits)), file(&text, &edits).applied());
        }
    }
}
