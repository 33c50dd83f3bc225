//! How many notes have a tag, and which.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::index::{File, FileId, View};
use crate::text::fold;

use super::attachment::uri;
use super::excerpt::plain_line;

/// How many notes are listed.
const LISTED: usize = 10;

/// The notes that have the tag, or one nested in it (R26), first in the order of the paths.
pub(super) fn about(view: &View, name: &str) -> String {
    let notes = notes(view, &fold(name));
    let count = match notes.len() {
        1 => "1 note".to_owned(),
        count => format!("{count} notes"),
    };
    let mut lines = vec![format!("**#{}** · {count}", plain_line(name)), String::new()];
    lines.extend(notes.iter().take(LISTED).map(|file| line(view, file)));
    if notes.len() > LISTED {
        lines.push(format!("- … and {} more", notes.len() - LISTED));
    }
    lines.join("\n")
}

fn notes(view: &View, key: &str) -> Vec<Arc<File>> {
    let nested = format!("{key}/");
    let keys = view.index.tags().into_iter().map(|(tag, _)| tag);
    let fitting = keys.filter(|tag| tag.as_str() == key || tag.starts_with(&nested));
    let ids: FxHashSet<FileId> = fitting.flat_map(|tag| view.index.tagged(&tag).to_vec()).collect();
    let mut files: Vec<_> = ids.into_iter().filter_map(|id| view.index.file(id)).collect();
    files.sort_by(|a, b| a.place.path.cmp(&b.place.path));
    files
}

fn line(view: &View, file: &File) -> String {
    format!("- {}", link(view, file))
}

/// A Markdown link to a note, shown as its path.
pub(super) fn link(view: &View, file: &File) -> String {
    let shown = plain_line(file.place.path.without_md()).replace(['[', ']', '\\'], " ");
    match uri(view, &file.place.path) {
        Some(uri) => format!("[{shown}]({uri})"),
        None => shown,
    }
}
