//! How many notes have a tag, and which.

use crate::index::{File, TagFamily, View};

use super::attachment::uri;
use super::excerpt::plain_line;

/// How many notes are listed.
const LISTED: usize = 10;

/// The notes that have the tag, or one nested in it (R26), first in the order of the paths.
pub(super) fn about(view: &View, name: &str) -> String {
    let notes = view.index.with_tag_of(&TagFamily::of(name));
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
