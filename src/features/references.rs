//! What links here?

use std::sync::Arc;

use crate::index::{File, FileId, LinksUnder, TagFamily, View, link_key};
use crate::note::Link;
use crate::resolve::{Resolution, Spot, resolve};
use crate::text::{NameKey, Span};

use super::Location;
use super::cursor::{Subject, locate, subject_at};

/// Every link to the thing at byte `offset` of the note `id`: the note, by a link to it, its first
/// heading or its title; a heading; a block; a tag. `None` when there is no such thing.
///
/// In the order of the paths, then of the text. With `declaration`, the thing itself comes first.
pub fn references(view: &View, id: FileId, offset: usize, declaration: bool) -> Option<Vec<Location>> {
    let file = view.index.file(id)?;
    let subject = subject_at(view, &file, &*file.note()?, offset)?;
    let mut found = Vec::new();
    if let Subject::Spot(id, spot) = &subject
        && declaration
    {
        found.extend(locate(view, *id, *spot));
    }
    found.extend(match &subject {
        Subject::Spot(id, spot) => links_to(view, *id, *spot),
        Subject::Tag(tag) => tags_like(view, tag),
    });
    Some(found)
}

/// Every link to a spot of the file `id`, in the order of the paths, then of the text. To the whole
/// file lead all links to it, wherever in it they lead; its own links into itself do not count,
/// except those to its first heading.
pub fn links_to(view: &View, id: FileId, spot: Spot) -> Vec<Location> {
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let mut found = Vec::new();
    each_link_to(view, &file, |from, link, meant| {
        if leads_to(meant, link, spot) {
            found.push(Location { file: from.clone(), full: link.span, focus: link.span });
        }
    });
    found
}

/// Which place of its file a link means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// One that is there.
    Spot(Spot),
    /// One that is missing.
    Missing,
}

/// Calls `with` for every link that leads to `file` or into it, with the file that holds the link:
/// in the order of the paths, then of the text.
pub(super) fn each_link_to(view: &View, file: &Arc<File>, mut with: impl FnMut(&Arc<File>, &Link, Meant)) {
    let keys = names_of(view, file);
    let files = referring_files(view, file, &keys);
    for files in files.chunks(TOGETHER) {
        // They lie all over memory, and it answers many at once.
        File::fetch_all(files.iter().map(|from| &**from));
        let found = view.map_all(files, |from| links_in(view, from, file, &keys));
        for (from, links) in files.iter().zip(found) {
            links.iter().for_each(|(link, meant)| with(from, link, *meant));
        }
    }
}

/// How many files are looked at before `with` hears of them.
const TOGETHER: usize = 4096;

/// The links in `from` that lead to `file` or into it.
fn links_in(view: &View, from: &File, file: &File, keys: &[NameKey]) -> Vec<(Link, Meant)> {
    let (id, mut named_so) = (file.place.id, LinksUnder::new(keys));
    // Whether it is worth asking the resolver.
    let links = from.links_to(|path| match path.is_empty() {
        true => from.place.id == id,
        false => named_so.has(path),
    });
    let meant = |link: Link| match resolve(&*view.index, &view.vault.settings, &from.place, &link) {
        Resolution::Found { file, spot } if file.place.id == id => Some((link, Meant::Spot(spot))),
        Resolution::MissingSpot { file, .. } if file.place.id == id => Some((link, Meant::Missing)),
        _ => None,
    };
    links.into_iter().filter_map(meant).collect()
}

/// The keys under which links to the file are found.
fn names_of(view: &View, file: &File) -> Vec<NameKey> {
    match view.vault.settings.aliases_resolve {
        true => file.link_keys(),
        false => vec![link_key(file.place.path.name())],
    }
}

/// The files that hold a link under one of the keys, and the file itself, in the order of the paths.
fn referring_files(view: &View, file: &Arc<File>, keys: &[NameKey]) -> Vec<Arc<File>> {
    let ids = keys.iter().flat_map(|key| view.index.referrers(key).to_vec());
    view.index.files_of(ids.chain([file.place.id]))
}

fn leads_to(meant: Meant, link: &Link, wanted: Spot) -> bool {
    match (wanted, meant) {
        (Spot::Whole, meant) => !link.is_local() || meant == Meant::Spot(Spot::Heading(0)),
        (wanted, meant) => meant == Meant::Spot(wanted),
    }
}

/// Every place where the tag, or one nested in it, is written (R26).
fn tags_like(view: &View, tag: &str) -> Vec<Location> {
    let family = TagFamily::of(tag);
    let places = |file: Arc<File>| {
        view.go_on();
        let note = file.note();
        let spans: Vec<Span> = note
            .iter()
            .flat_map(|note| &note.tags)
            .filter(|tag| family.has(&tag.name))
            .map(|tag| tag.span)
            .collect();
        spans.into_iter().map(move |span| Location { file: file.clone(), full: span, focus: span })
    };
    view.index.with_tag_of(&family).into_iter().flat_map(places).collect()
}
