//! Where else in this note is the thing under the cursor?

use crate::index::{File, FileId, TagFamily, View};
use crate::note::{Link, Note};
use crate::resolve::{Resolution, Spot, resolve};
use crate::text::{Span, fold};

use super::cursor::{Subject, Thing, name_span, subject_at, thing_at};

/// A place where the thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// The place.
    pub span: Span,
    /// Whether it is the thing itself, not a link to it.
    pub definition: bool,
}

/// What links can have in common.
#[derive(PartialEq, Eq)]
enum Target {
    Spot(FileId, Spot),
    /// A file that is missing, as it is written, folded.
    Missing(String, Option<String>),
}

/// The places in the note `id` that speak of what a cursor at byte `offset` is on, in the order of the
/// text: links with the same target, the heading or block itself, the same tag and those nested in it
/// (R26). Links that lead nowhere belong together when they say the same. Empty where nothing is.
pub fn highlights(view: &View, id: FileId, offset: usize) -> Vec<Highlight> {
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let Some(note) = file.note() else { return Vec::new() };
    let note = &*note;
    if let Some(Subject::Tag(tag)) = subject_at(view, &file, note, offset) {
        let family = TagFamily::of(&tag);
        let tags = note.tags.iter().filter(|tag| family.has(&tag.name));
        return tags.map(|tag| Highlight { span: tag.span, definition: false }).collect();
    }
    let Some(wanted) = target_at(view, &file, note, offset) else { return Vec::new() };
    let links = note.links.iter().filter(|link| target(view, &file, link) == wanted);
    let mut found: Vec<Highlight> =
        links.map(|link| Highlight { span: link.span, definition: false }).collect();
    found.extend(definition(&file, note, &wanted).map(|span| Highlight { span, definition: true }));
    found.sort_unstable();
    found
}

fn target_at(view: &View, file: &File, note: &Note, offset: usize) -> Option<Target> {
    if let Thing::Link(link) = thing_at(note, offset)? {
        return Some(target(view, file, link));
    }
    match subject_at(view, file, note, offset)? {
        Subject::Spot(id, spot) => Some(Target::Spot(id, spot)),
        Subject::Tag(_) => None,
    }
}

/// What `link` leads to. The first heading of this note speaks of the note.
fn target(view: &View, file: &File, link: &Link) -> Target {
    match resolve(&*view.index, &view.vault.settings, &file.place, link) {
        Resolution::Found { file: found, spot } => match spot {
            Spot::Heading(0) if found.place.id == file.place.id => Target::Spot(found.place.id, Spot::Whole),
            spot => Target::Spot(found.place.id, spot),
        },
        Resolution::MissingSpot { file: found, .. } => {
            let subpath = link.subpath.as_deref().map(|subpath| fold(subpath).into_owned());
            Target::Missing(found.place.key.as_str().to_owned(), subpath)
        }
        Resolution::MissingFile(_) => Target::Missing(fold(&link.path).into_owned(), None),
    }
}

/// Where the target is, when it is in this note.
fn definition(file: &File, note: &Note, target: &Target) -> Option<Span> {
    match target {
        Target::Spot(id, spot) if *id == file.place.id => name_span(note, *spot),
        _ => None,
    }
}
