//! Problems as GitHub's workflow commands: annotations beside the lines.

use super::super::terminal::printable;
use super::{Problem, Report, summary};
use crate::vault::Severity;

/// The whole report for a workflow's log, the summary last.
pub fn render(report: &Report) -> String {
    let mut out: String = report.problems.iter().map(annotation).collect();
    out += &summary(report);
    out.push('\n');
    out
}

/// `::warning file=…,line=…,col=…,endColumn=…,title=…::…`
fn annotation(problem: &Problem) -> String {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let (file, range) = (property(&problem.file), problem.range);
    // Columns are only allowed where the annotation stays on one line.
    let place = if range.line == range.end_line {
        format!("line={},col={},endColumn={}", range.line, range.column, range.end_column)
    } else {
        format!("line={},endLine={}", range.line, range.end_line)
    };
    let mut lines = vec![data(&problem.message)];
    if !problem.help.is_empty() {
        lines.push(format!("help: {}", data(&problem.help)));
    }
    for related in &problem.related {
        lines.push(data(&format!("{}:{}: {}", related.file, related.range.line, related.message)));
    }
    format!("::{level} file={file},{place},title={}::{}\n", problem.code.name(), lines.join("%0A"))
}

/// Text behind the `::`.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// The value of a property, which `,` and `:` would end.
fn property(text: &str) -> String {
    let escapes = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")];
    let text = escapes.iter().fold(text.to_owned(), |text, (of, escape)| text.replace(of, escape));
    printable(&text).into_owned()
}
