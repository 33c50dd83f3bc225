//! What a link that leads nowhere looks for.

use crate::features::near::{near_headings, near_names};
use crate::index::{NoteText, View, link_key};
use crate::note::Link;
use crate::resolve::{FoundFile, MissingFile, SpotKind, is_attachment_name, resolve};

use super::excerpt::plain_line;
use super::tag::link as link_to;

/// How many near names are shown.
const NEAR: usize = 3;

/// At most so many links with the name are asked what they mean.
const COUNTED: usize = 500;

/// A place that is not in the note.
pub(super) fn spot(view: &View, found: &FoundFile, kind: SpotKind, link: &Link) -> String {
    let file = view.index.file(found.place.id);
    let note = file.as_ref().map_or_else(String::new, |file| link_to(view, file));
    let subpath = plain_line(link.subpath.as_deref().unwrap_or_default());
    let what = match kind {
        SpotKind::Heading => format!("No heading **{subpath}** in {note}."),
        SpotKind::Block => format!("No block **{subpath}** in {note}."),
        SpotKind::Footnote => format!("No footnote **{subpath}** in {note}."),
    };
    let near = match kind {
        SpotKind::Heading => near_headings(view, found.place.id, &subpath, NEAR),
        SpotKind::Block | SpotKind::Footnote => Vec::new(),
    };
    let near: Vec<String> = near.iter().map(|heading| format!("`#{heading}`")).collect();
    joined(&[what, did_you_mean(&near)])
}

/// A file that is not in the vault.
pub(super) fn file(view: &View, source: &NoteText, link: &Link, missing: &MissingFile) -> String {
    let path = plain_line(&link.path);
    match missing {
        MissingFile::OutsideVault => format!("**{path}** leads out of the vault."),
        MissingFile::OnlyAlias(places) => {
            let files = places.iter().filter_map(|place| view.index.file(place.id));
            let notes: Vec<String> = files.take(NEAR).map(|file| link_to(view, &file)).collect();
            let what = format!("**{path}** is an alias of {}, and no note's name.", notes.join(", "));
            joined(&[what, waiting(view, link)])
        }
        MissingFile::NoFile => {
            let kind = if is_attachment_name(link.name()) { "file" } else { "note" };
            let what = format!("No {kind} **{path}** yet.");
            let near = near_names(view, &link.path, NEAR + 1);
            let near: Vec<String> = near
                .iter()
                .filter(|place| place.id != source.file.place.id)
                .filter_map(|place| view.index.file(place.id))
                .take(NEAR)
                .map(|file| link_to(view, &file))
                .collect();
            joined(&[what, waiting(view, link), did_you_mean(&near)])
        }
    }
}

fn did_you_mean(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("Did you mean {}?", near.join(", ")),
    }
}

/// How many links with the same name wait for it, over the whole vault.
fn waiting(view: &View, link: &Link) -> String {
    let key = link_key(link.name());
    let files = view.index.referrers(&key);
    let is_unresolved = |from: &crate::index::File, link: &Link| {
        resolve(&*view.index, &view.vault.settings, &from.place, link).file().is_none()
    };
    let (mut links, mut asked) = (0, 0);
    for file in files.iter().filter_map(|&id| view.index.file(id)) {
        let note = file.note();
        let of_file = note.iter().flat_map(|note| &note.links);
        for other in of_file.filter(|other| !other.is_local() && link_key(other.name()) == key) {
            asked += 1;
            links += usize::from(asked > COUNTED || is_unresolved(&file, other));
        }
    }
    match links {
        0 | 1 => "Only this link waits for it.".to_owned(),
        links => format!("{links} links wait for it."),
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n")
}
