//! Problems for programs: one JSON object, described in `docs/diagnostics.md`.

use serde::Serialize;

use super::super::json::line;
use super::{Problem, Related, Report, severity_name};

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    notes: usize,
    problems: Vec<JsonProblem<'a>>,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    /// `null` when nothing is known.
    help: Option<&'a str>,
    related: Vec<JsonRelated<'a>>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// The whole report for a program, on one line.
pub fn render(report: &Report) -> String {
    line(&JsonReport {
        version: 1,
        notes: report.notes,
        problems: report.problems.iter().map(problem).collect(),
    })
}

fn problem(problem: &Problem) -> JsonProblem<'_> {
    JsonProblem {
        place: place(&problem.file, problem.range),
        code: problem.code.name(),
        severity: severity_name(problem.severity),
        message: &problem.message,
        help: Some(problem.help.as_str()).filter(|help| !help.is_empty()),
        related: problem.related.iter().map(related).collect(),
    }
}

fn related(related: &Related) -> JsonRelated<'_> {
    JsonRelated { place: place(&related.file, related.range), message: &related.message }
}

fn place(file: &str, range: super::Range) -> JsonPlace<'_> {
    let super::Range { line, column, end_line, end_column } = range;
    JsonPlace { file, line, column, end_line, end_column }
}
