//! What `wikilinks list` can list. `docs/list.md` describes the fields.

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

use crate::features;
use crate::features::lines::LinkLine;
use crate::index::{File, View};
use crate::note::Format;
use crate::resolve::resolve;
use crate::text::{Encoding, Span};

use super::Row;

/// A note.
#[derive(Serialize)]
pub(super) struct NoteRow {
    path: String,
    title: String,
}

impl NoteRow {
    fn of(file: &Arc<File>) -> Self {
        Self { path: file.place.path.to_string(), title: file.title().to_owned() }
    }
}

impl Row for NoteRow {
    fn text(&self) -> String {
        self.path.clone()
    }
}

/// A place in a file, counted from one; columns in characters.
#[derive(Serialize)]
struct Place {
    file: String,
    line: u32,
    column: u32,
}

impl Place {
    fn of(file: &File, span: Span) -> Self {
        let at = file.lines().map(|lines| lines.position(span.start as usize, Encoding::Utf32));
        let at = at.unwrap_or_default();
        Self { file: file.place.path.to_string(), line: at.line + 1, column: at.column + 1 }
    }

    fn text(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A link.
#[derive(Serialize)]
pub(super) struct LinkRow {
    #[serde(flatten)]
    place: Place,
    /// The path and subpath that are meant.
    link: String,
    embed: bool,
    /// The file that it leads to; `null` when there is none.
    target: Option<String>,
    /// Whether the file, and the place in it, are there.
    resolved: bool,
}

impl Row for LinkRow {
    fn text(&self) -> String {
        let target = self.target.as_deref().unwrap_or("(nothing)");
        let missing = if self.resolved || self.target.is_none() { "" } else { " (place missing)" };
        format!("{} {} -> {target}{missing}", self.place.text(), self.link)
    }
}

/// How often a note is linked to.
#[derive(Serialize)]
pub(super) struct BacklinksRow {
    #[serde(flatten)]
    note: NoteRow,
    count: usize,
}

impl Row for BacklinksRow {
    fn text(&self) -> String {
        format!("{:<6} {}", self.count, self.note.path)
    }
}

/// A tag.
#[derive(Serialize)]
pub(super) struct TagRow {
    tag: String,
    notes: usize,
}

impl Row for TagRow {
    fn text(&self) -> String {
        format!("{:<6} #{}", self.notes, self.tag)
    }
}

/// What links look for and do not find.
#[derive(Serialize)]
pub(super) struct UnresolvedRow {
    target: String,
    code: &'static str,
    links: Vec<PlacedLine>,
}

#[derive(Serialize)]
struct PlacedLine {
    #[serde(flatten)]
    place: Place,
    text: String,
}

impl Row for UnresolvedRow {
    fn text(&self) -> String {
        format!("{:<6} {} {}", self.links.len(), self.target, self.code)
    }
}

/// A note that is mentioned and not linked.
#[derive(Serialize)]
pub(super) struct MentionsRow {
    #[serde(flatten)]
    note: NoteRow,
    mentions: Vec<PlacedLine>,
}

impl Row for MentionsRow {
    fn text(&self) -> String {
        format!("{:<6} {}", self.mentions.len(), self.note.path)
    }
}

/// Every note, in the order of the paths.
pub(super) fn notes(view: &View) -> Vec<NoteRow> {
    let files = view.index.files();
    files.iter().filter(|file| file.format == Some(Format::Markdown)).map(NoteRow::of).collect()
}

/// Every link, in the order of the paths, then of the text.
pub(super) fn links(view: &View) -> Vec<LinkRow> {
    let files = view.index.files();
    let of_file = |file: &Arc<File>| {
        let note = file.note();
        let links = note.iter().flat_map(|note| &note.links);
        let row = |link: &crate::note::Link| {
            let resolution = resolve(&*view.index, &view.vault.settings, &file.place, link);
            let subpath = link.subpath.as_deref().map(|subpath| format!("#{subpath}"));
            LinkRow {
                place: Place::of(file, link.span),
                link: format!("{}{}", link.path, subpath.unwrap_or_default()),
                embed: link.embed,
                target: resolution.file().map(|found| found.place.path.to_string()),
                resolved: resolution.found().is_some(),
            }
        };
        links.map(row).collect::<Vec<_>>()
    };
    files.iter().flat_map(of_file).collect()
}

/// The notes that links of other files lead to, the most links first, then by path.
pub(super) fn backlinks(view: &View) -> Vec<BacklinksRow> {
    let graph = features::graph::graph(view);
    let mut counts = vec![0; graph.nodes.len()];
    graph.edges.iter().for_each(|edge| counts[edge.target] += edge.count);
    let linked = graph.nodes.iter().zip(counts).filter(|(_, count)| *count > 0);
    let mut rows: Vec<_> =
        linked.map(|(file, count)| BacklinksRow { note: NoteRow::of(file), count }).collect();
    rows.sort_by_key(|row| Reverse(row.count));
    rows
}

/// The tags, those of the most notes first, then by name.
pub(super) fn tags(view: &View) -> Vec<TagRow> {
    let tags = view.index.tags().into_iter();
    let mut rows: Vec<_> = tags.map(|(key, notes)| TagRow { tag: key.as_str().to_owned(), notes }).collect();
    rows.sort_by(|a, b| (Reverse(a.notes), &a.tag).cmp(&(Reverse(b.notes), &b.tag)));
    rows
}

/// The notes to which no other file links, in the order of the paths.
pub(super) fn orphans(view: &View) -> Vec<NoteRow> {
    features::orphans::orphans(view).iter().map(NoteRow::of).collect()
}

/// What links look for and do not find, what most look for first.
pub(super) fn unresolved(view: &View) -> Vec<UnresolvedRow> {
    let line = |file: &File, link: &LinkLine| PlacedLine {
        place: Place::of(file, link.span),
        text: link.text.clone(),
    };
    let row = |found: features::unresolved::Unresolved| UnresolvedRow {
        links: found
            .files
            .iter()
            .flat_map(|links| links.links.iter().map(|link| line(&links.file, link)))
            .collect(),
        code: found.code.name(),
        target: found.target,
    };
    features::unresolved::unresolved(view).into_iter().map(row).collect()
}

/// The notes that are mentioned and not linked, the most mentions first, then by path.
pub(super) fn mentions(view: &View) -> Vec<MentionsRow> {
    let placed = |files: &features::lines::FileLinks| {
        let line = |line: &LinkLine| PlacedLine {
            place: Place::of(&files.file, line.span),
            text: line.text.clone(),
        };
        files.links.iter().map(line).collect::<Vec<_>>()
    };
    let row = |found: features::mentions::Mentioned| MentionsRow {
        note: NoteRow::of(&found.file),
        mentions: found.mentions.iter().flat_map(placed).collect(),
    };
    features::mentions::mentioned(view).into_iter().map(row).collect()
}
