//! Problems as a compiler prints them.

use std::fmt::Write;

use super::super::terminal::{Colors, Style, printable};
use super::{Problem, Report, severity_name, summary};
use crate::vault::Severity;

/// The whole report for a person.
pub fn render(report: &Report, colors: Colors) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        // Writing to a string cannot fail.
        let _ = write_problem(&mut out, problem, colors);
    }
    out += &summary(report);
    out.push('\n');
    out
}

fn write_problem(out: &mut String, problem: &Problem, colors: Colors) -> std::fmt::Result {
    let place = format!("{}:{}:{}", printable(&problem.file), problem.range.line, problem.range.column);
    let label = format!("{}[{}]", severity_name(problem.severity), problem.code.name());
    let (label, message) = (colors.paint(style(problem.severity), &label), printable(&problem.message));
    writeln!(out, "{}: {label}: {message}", colors.paint(Style::Strong, &place))?;
    let gutter = problem.range.line.to_string().len();
    if let Some(excerpt) = &problem.excerpt {
        let number = colors.paint(Style::Faint, &format!("{:>gutter$} |", excerpt.line)).into_owned();
        let empty = colors.paint(Style::Faint, &format!("{:>gutter$} |", "")).into_owned();
        writeln!(out, "{number} {}", excerpt.shown())?;
        writeln!(out, "{empty} {}", colors.paint(style(problem.severity), &excerpt.carets()))?;
    }
    let mark = " ".repeat(gutter + 1);
    if !problem.help.is_empty() {
        writeln!(out, "{mark}= {}: {}", colors.paint(Style::Good, "help"), printable(&problem.help))?;
    }
    for related in &problem.related {
        let (file, range) = (printable(&related.file), related.range);
        let message = printable(&related.message);
        writeln!(out, "{mark}= {file}:{}:{}: {message}", range.line, range.column)?;
    }
    writeln!(out)
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::Error,
        Severity::Warning => Style::Warning,
        Severity::Information | Severity::Hint => Style::Note,
    }
}
