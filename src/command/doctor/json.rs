//! The report for a program: one object, described in `docs/doctor.md`.

use serde::Serialize;
use serde_json::Value;

use super::super::json::line;
use super::{Group, Report};
use crate::plan::disk::Interrupted;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    /// The program's version.
    wikilinks: &'static str,
    root: String,
    settings: Vec<JsonSetting<'a>>,
    settings_problems: Vec<JsonProblem<'a>>,
    notes: usize,
    canvases: usize,
    bases: usize,
    attachments: usize,
    links: usize,
    left_out: Vec<JsonGroup<'a>>,
    unreadable: Vec<JsonGroup<'a>>,
    /// `null` for none.
    interrupted: Option<JsonInterrupted<'a>>,
    index_milliseconds: u64,
    index_bytes: usize,
    memory: Vec<JsonMemory>,
    /// `null` where the system does not say.
    resident_bytes: Option<u64>,
}

/// A part of `index_bytes`.
#[derive(Serialize)]
struct JsonMemory {
    what: &'static str,
    bytes: usize,
}

#[derive(Serialize)]
struct JsonSetting<'a> {
    key: &'static str,
    value: &'a Value,
    source: &'static str,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    place: &'a str,
    key: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    kind: &'static str,
    why: &'a str,
    /// The `.gitignore`, or `files.exclude`; `null` when no pattern is the reason.
    file: Option<&'a str>,
    pattern: Option<&'a str>,
    count: usize,
    /// The first few.
    paths: &'a [String],
}

#[derive(Serialize)]
struct JsonInterrupted<'a> {
    state: &'static str,
    what: Option<&'a str>,
}

/// The whole report.
pub fn render(report: &Report) -> String {
    let counts = report.counts;
    line(&JsonReport {
        version: 1,
        wikilinks: env!("CARGO_PKG_VERSION"),
        root: report.root.to_string_lossy().into_owned(),
        settings: report
            .settings
            .iter()
            .map(|setting| JsonSetting {
                key: setting.key,
                value: &setting.value,
                source: setting.source.name(),
            })
            .collect(),
        settings_problems: report
            .problems
            .iter()
            .map(|problem| JsonProblem {
                place: &problem.place,
                key: &problem.key,
                message: &problem.message,
            })
            .collect(),
        notes: counts.notes,
        canvases: counts.canvases,
        bases: counts.bases,
        attachments: counts.attachments,
        links: counts.links,
        left_out: report.left_out.iter().map(group).collect(),
        unreadable: report.unreadable.iter().map(group).collect(),
        interrupted: report.interrupted.as_ref().map(interrupted),
        index_milliseconds: report.took.as_millis() as u64,
        index_bytes: report.index_bytes(),
        memory: report.memory.iter().map(|row| JsonMemory { what: row.what, bytes: row.bytes }).collect(),
        resident_bytes: report.resident_bytes,
    })
}

fn group(group: &Group) -> JsonGroup<'_> {
    let (file, pattern) = group.pattern.as_ref().map(|(file, pattern)| (&**file, &**pattern)).unzip();
    JsonGroup { kind: group.kind, why: &group.why, file, pattern, count: group.count, paths: &group.paths }
}

fn interrupted(found: &Interrupted) -> JsonInterrupted<'_> {
    let (state, what) = match found {
        Interrupted::UnderWay => ("under_way", None),
        Interrupted::Left(title) => ("left", Some(&**title)),
        Interrupted::Unusable(why) => ("unusable", Some(&**why)),
    };
    JsonInterrupted { state, what }
}
