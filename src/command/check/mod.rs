//! `wikilinks check`: every problem of a vault.

mod excerpt;
mod github;
mod json;
mod text;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::features::diagnostics::{Diagnostic, diagnostics};
use crate::features::mentions::mention_diagnostics;
use crate::index::{File, View};
use crate::text::{Encoding, Span};
use crate::vault::{DiagnosticCode, Severity, VaultPath};

use super::arguments::{CheckArguments, Format};
use super::opened::{self, Progress};
use super::terminal::{self, Colors};
use super::{Ending, Failure};
use excerpt::Excerpt;

/// A range of a file as people count: lines and characters from 1, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Range {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// A place that has to do with a problem.
#[derive(Debug)]
struct Related {
    file: String,
    range: Range,
    message: String,
}

/// One problem, ready to be printed.
#[derive(Debug)]
struct Problem {
    file: String,
    range: Range,
    code: DiagnosticCode,
    severity: Severity,
    message: String,
    help: String,
    related: Vec<Related>,
    /// The line of the problem; only for people.
    excerpt: Option<Excerpt>,
}

/// What a check found.
#[derive(Debug)]
struct Report {
    /// In the order of the paths, then of the places.
    problems: Vec<Problem>,
    /// How many notes were looked at.
    notes: usize,
    /// How many problems are quieter than what was asked for.
    quiet: usize,
    /// How long it took, from opening the vault on.
    took: Duration,
}

/// Checks a vault and prints what is wrong in it.
pub fn run(arguments: &CheckArguments) -> Result<Ending, Failure> {
    let began = Instant::now();
    let view = opened::open(&arguments.vault)?;
    let mut report = check(&view, arguments);
    report.took = began.elapsed();
    let answer = match arguments.format {
        Format::Text => text::render(&report, Colors::for_stdout(arguments.color)),
        Format::Json => json::render(&report),
        Format::Github => github::render(&report),
    };
    let ending = if report.problems.is_empty() { Ending::Fine } else { Ending::Problems };
    terminal::print(&answer, ending)
}

/// Looks at every note of the vault.
fn check(view: &View, arguments: &CheckArguments) -> Report {
    let files: Vec<_> = view.index.files().into_iter().filter(|file| file.has_note()).collect();
    let (progress, done) = (Progress::new("Checking", Some(files.len())), AtomicUsize::new(0));
    let checked: Vec<(Vec<Problem>, usize)> = files
        .par_iter()
        .map(|file| {
            let answer = check_note(view, file, arguments);
            progress.set(done.fetch_add(1, Ordering::Relaxed) + 1);
            answer
        })
        .collect();
    let quiet = checked.iter().map(|(_, quiet)| quiet).sum();
    let problems = checked.into_iter().flat_map(|(problems, _)| problems).collect();
    Report { problems, notes: files.len(), quiet, took: Duration::ZERO }
}

/// The problems of one note, by their places, and how many more are too quiet.
fn check_note(view: &View, file: &Arc<File>, arguments: &CheckArguments) -> (Vec<Problem>, usize) {
    let all = diagnostics(view, file.place.id);
    let total = all.len();
    let mut loud: Vec<_> =
        all.into_iter().filter(|found| arguments.min_severity.admits(found.severity)).collect();
    let quiet = total - loud.len();
    if arguments.mentions {
        loud.extend(mention_diagnostics(view, file.place.id));
    }
    loud.sort_by_key(|found| (found.span, found.code));
    if loud.is_empty() {
        return (Vec::new(), quiet);
    }
    let text = match arguments.format {
        Format::Text => view.read(file.place.id).ok().map(|read| read.text),
        Format::Json | Format::Github => None,
    };
    let problems = loud.into_iter().map(|found| problem(file, found, text.as_deref(), &arguments.vault));
    (problems.collect(), quiet)
}

fn problem(file: &File, found: Diagnostic, text: Option<&str>, folder: &Path) -> Problem {
    let related = found.related.into_iter().map(|(place, message)| Related {
        file: shown_path(folder, &place.file.place.path),
        range: range(&place.file, place.focus),
        message,
    });
    Problem {
        file: shown_path(folder, &file.place.path),
        range: range(file, found.span),
        code: found.code,
        severity: found.severity,
        related: related.collect(),
        excerpt: text.zip(file.lines()).map(|(text, lines)| Excerpt::new(text, &lines, found.span)),
        message: found.message,
        help: found.help,
    }
}

/// Where `span` is in `file`; an attachment has one place only, its start.
fn range(file: &File, span: Span) -> Range {
    let Some(lines) = file.lines() else { return Range { line: 1, column: 1, end_line: 1, end_column: 1 } };
    let start = lines.position(span.start as usize, Encoding::Utf32);
    let end = lines.position(span.end as usize, Encoding::Utf32);
    Range {
        line: start.line + 1,
        column: start.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
    }
}

/// How a path is printed: as it is reached from the folder that the command runs in.
fn shown_path(folder: &Path, path: &VaultPath) -> String {
    let folder = folder.to_string_lossy();
    match folder.strip_prefix("./").unwrap_or(&folder).trim_end_matches('/') {
        "" if folder.starts_with('/') => format!("/{path}"),
        "" | "." => path.to_string(),
        folder => format!("{folder}/{path}"),
    }
}

/// The word for a severity, the same in every format and in the settings.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
        Severity::Hint => "hint",
    }
}

/// `1 note`, `2 notes`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The last line for people: `12 problems in 7 notes: 8 unresolved-note, …; 421 notes checked in 35 ms`.
fn summary(report: &Report) -> String {
    let mut files: Vec<_> = report.problems.iter().map(|problem| &problem.file).collect();
    files.dedup();
    let mut line = match report.problems.len() {
        0 => "No problems".to_owned(),
        count => {
            format!("{} in {}: {}", counted(count, "problem"), counted(files.len(), "note"), by_code(report))
        }
    };
    line += &format!("; {} checked in {} ms", counted(report.notes, "note"), report.took.as_millis());
    if report.quiet > 0 {
        line += &format!(
            "\n{} not shown: --min-severity hint shows all",
            counted(report.quiet, "quieter finding")
        );
    }
    line
}

/// How often each code was found, the most frequent first.
fn by_code(report: &Report) -> String {
    let count = |code| report.problems.iter().filter(|problem| problem.code == code).count();
    let mut counts: Vec<_> = DiagnosticCode::ALL.iter().map(|&code| (count(code), code.name())).collect();
    counts.retain(|(count, _)| *count > 0);
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.iter().map(|(count, name)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_folder_that_the_command_runs_in() {
        let note = VaultPath::new("a/b.md").unwrap();
        for (folder, shown) in [
            (".", "a/b.md"),
            ("./", "a/b.md"),
            ("notes", "notes/a/b.md"),
            ("./notes/", "notes/a/b.md"),
            ("/", "/a/b.md"),
            ("/home/me", "/home/me/a/b.md"),
            ("..", "../a/b.md"),
        ] {
            assert_eq!(shown_path(Path::new(folder), &note), shown, "{folder}");
        }
    }

    /// A report with one problem of each of `codes`, in as many notes.
    fn report(codes: &[DiagnosticCode]) -> Report {
        let problem = |(number, &code): (usize, &DiagnosticCode)| Problem {
            file: format!("{number}.md"),
            range: Range { line: 1, column: 1, end_line: 1, end_column: 2 },
            code,
            severity: Severity::Warning,
            message: String::new(),
            help: String::new(),
            related: Vec::new(),
            excerpt: None,
        };
        let problems = codes.iter().enumerate().map(problem).collect();
        Report { problems, notes: 421, quiet: 0, took: Duration::from_millis(35) }
    }

    #[test]
    fn the_summary_counts_by_code_the_most_frequent_first() {
        use DiagnosticCode::{AmbiguousLink, UnresolvedHeading, UnresolvedNote};
        let report = report(&[AmbiguousLink, UnresolvedHeading, UnresolvedNote, UnresolvedHeading]);
        assert_eq!(
            summary(&report),
            "4 problems in 4 notes: 2 unresolved-heading, 1 unresolved-note, 1 ambiguous-link; \
             421 notes checked in 35 ms"
        );
    }

    #[test]
    fn the_summary_says_what_is_not_shown() {
        let report = Report { quiet: 2, ..report(&[]) };
        assert_eq!(
            summary(&report),
            "No problems; 421 notes checked in 35 ms\n\
             2 quieter findings not shown: --min-severity hint shows all"
        );
    }
}
