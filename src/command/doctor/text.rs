//! The report for a person.

use std::cmp::Reverse;
use std::fmt::Write;

use super::super::check::counted;
use super::super::mebibytes;
use super::super::terminal::{Colors, Style, printable};
use super::{Group, Report};
use crate::plan::disk::Interrupted;
use crate::vault::Source;

/// The whole report.
pub fn render(report: &Report, colors: Colors) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_report(&mut out, report, colors);
    out
}

fn write_report(out: &mut String, report: &Report, colors: Colors) -> std::fmt::Result {
    writeln!(out, "wikilinks {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "{}", printable(&report.root.to_string_lossy()))?;
    heading(out, "Settings in force", colors)?;
    write_settings(out, report, colors)?;
    heading(out, "In the index", colors)?;
    write_counts(out, report)?;
    heading(out, "Memory", colors)?;
    write_memory(out, report)?;
    write_groups(out, "Left out", &report.left_out, colors)?;
    write_groups(out, "Cannot be read", &report.unreadable, colors)?;
    write_interrupted(out, report.interrupted.as_ref(), colors)
}

fn heading(out: &mut String, title: &str, colors: Colors) -> std::fmt::Result {
    writeln!(out, "\n{}", colors.paint(Style::Strong, title))
}

fn write_settings(out: &mut String, report: &Report, colors: Colors) -> std::fmt::Result {
    let rows: Vec<_> = report
        .settings
        .iter()
        .map(|setting| (setting.key, printable(&setting.value.to_string()).into_owned(), setting.source))
        .collect();
    let keys = rows.iter().map(|(key, ..)| key.len()).max().unwrap_or(0);
    for (key, value, source) in rows {
        let style = if source == Source::Default { Style::Faint } else { Style::Note };
        writeln!(out, "  {key:keys$}  {value:<12}  {}", colors.paint(style, source.name()))?;
    }
    for problem in &report.problems {
        let label = colors.paint(Style::Warning, "warning").into_owned();
        writeln!(out, "  {label}: {}", printable(&problem.to_string()))?;
    }
    Ok(())
}

fn write_counts(out: &mut String, report: &Report) -> std::fmt::Result {
    let counts = &report.counts;
    let files = [
        counted(counts.notes, "note"),
        counted(counts.canvases, "canvas").replace("canvass", "canvases"),
        counted(counts.bases, "base"),
        counted(counts.attachments, "attachment"),
    ];
    writeln!(out, "  {}", files.join(", "))?;
    writeln!(out, "  {}; `wikilinks check` says which are broken", counted(counts.links, "link"))?;
    writeln!(out, "  read in {} ms", report.took.as_millis())?;
    Ok(())
}

/// What takes memory, the most first; what takes a thousandth of it or less is not told.
fn write_memory(out: &mut String, report: &Report) -> std::fmt::Result {
    let index = report.index_bytes();
    let mut rows: Vec<_> = report.memory.iter().filter(|row| row.bytes > index / 1000).collect();
    rows.sort_by_key(|row| Reverse(row.bytes));
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.what, row.bytes as u64)).collect();
    rows.push(("the index, of these", index as u64));
    rows.extend(report.resident_bytes.map(|bytes| ("the process", bytes)));
    let widest = rows.iter().map(|(what, _)| what.len()).max().unwrap_or(0);
    rows.iter().try_for_each(|(what, bytes)| writeln!(out, "  {what:widest$}  {:>9}", mebibytes(*bytes)))
}

fn write_groups(out: &mut String, title: &str, groups: &[Group], colors: Colors) -> std::fmt::Result {
    heading(out, title, colors)?;
    if groups.is_empty() {
        writeln!(out, "  nothing")?;
    }
    for group in groups {
        writeln!(out, "  {} {}", group.count, printable(&group.why))?;
        for path in &group.paths {
            writeln!(out, "    {}", printable(path))?;
        }
        if group.count > group.paths.len() {
            writeln!(out, "    and {} more", group.count - group.paths.len())?;
        }
    }
    Ok(())
}

fn write_interrupted(out: &mut String, found: Option<&Interrupted>, colors: Colors) -> std::fmt::Result {
    heading(out, "Interrupted change", colors)?;
    match found {
        None => writeln!(out, "  none"),
        Some(Interrupted::UnderWay) => writeln!(out, "  none; another run is changing the vault right now"),
        Some(Interrupted::Left(title)) => {
            let title = printable(title);
            writeln!(
                out,
                "  {title}\n  The next command in this vault finishes or undoes it: `wikilinks check`"
            )
        }
        Some(Interrupted::Unusable(why)) => writeln!(
            out,
            "  its journal in .wikilinks cannot be used: {}\n  Delete it to keep the vault as it is",
            printable(why)
        ),
    }
}
