//! Problems for programs: one JSON object, described in `docs/diagnostics.md`.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use super::super::terminal::is_command;
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
    let report = JsonReport {
        version: 1,
        notes: report.notes,
        problems: report.problems.iter().map(problem).collect(),
    };
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless);
    // Serializing plain structs to memory cannot fail: no map has keys that are not strings.
    let _ = report.serialize(&mut serializer);
    out.push(b'\n');
    String::from_utf8_lossy(&out).into_owned()
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

/// Escapes what a terminal would obey, which JSON by itself lets through (U+009B begins an escape
/// sequence too): the output may end on one.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        for piece in text.split_inclusive(is_command) {
            match piece.chars().next_back().filter(|&c| is_command(c)) {
                None => writer.write_all(piece.as_bytes())?,
                // All of these are in the basic plane.
                Some(c) => {
                    let plain = &piece.as_bytes()[..piece.len() - c.len_utf8()];
                    writer.write_all(plain)?;
                    write!(writer, "\\u{:04x}", c as u32)?;
                }
            }
        }
        Ok(())
    }
}
