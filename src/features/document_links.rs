//! Which parts of a note can be clicked, and where do they lead?

use crate::index::{File, FileId, View};
use crate::note::Link;
use crate::resolve::{Resolution, Spot, resolve, resolve_path};
use crate::text::Span;

use super::Location;
use super::cursor::{locate, spot_name};

/// Where a link leads, and in words.
#[derive(Debug, Clone)]
pub struct LinkTarget {
    /// The place. The start of the file for the whole of it, and when only the place in it is missing.
    pub location: Location,
    /// The title of the note and its path, the heading or block with it.
    pub tooltip: String,
}

/// The links of the note `id` that lead to a file, in the order of the text.
pub fn document_links(view: &View, id: FileId) -> Vec<Span> {
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let note = file.note();
    let links = note.iter().flat_map(|note| &note.links);
    let leads = |link: &&Link| {
        resolve_path(&*view.index, &view.vault.settings, &file.place, &link.path, link.syntax).is_ok()
    };
    links.filter(leads).map(|link| link.span).collect()
}

/// Where the link of the note `id` leads that stands at exactly `span`. `None` when there is no such
/// link any more, or when it leads nowhere.
pub fn link_target(view: &View, id: FileId, span: Span) -> Option<LinkTarget> {
    let file = view.index.file(id)?;
    let note = file.note()?;
    let link = note.links.iter().find(|link| link.span == span)?;
    let (id, spot) = match resolve(&*view.index, &view.vault.settings, &file.place, link) {
        Resolution::Found { file, spot } => (file.place.id, spot),
        Resolution::MissingSpot { file, .. } => (file.place.id, Spot::Whole),
        Resolution::MissingFile(_) => return None,
    };
    let location = locate(view, id, spot)?;
    let tooltip = tooltip(&location.file, spot);
    Some(LinkTarget { location, tooltip })
}

fn tooltip(file: &File, spot: Spot) -> String {
    let (title, path) = (file.title(), file.place.path.as_str());
    match spot_name(file, spot).filter(|_| spot != Spot::Whole) {
        _ if !file.has_note() => path.to_owned(),
        Some(place) => format!("{title} > {place} ({path})"),
        None => format!("{title} ({path})"),
    }
}
