//! `[[note#he`, `[[#he`, `[[##he`: headings.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::index::{Entry, File, NoteText, View};
use crate::note::cursor::WikiTyping;
use crate::note::{LinkSyntax, Note};
use crate::resolve::{Spot, heading_subpath, heading_text, link_path, resolve_path, resolve_subpath};

use super::everywhere::in_all_notes;
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS};

/// How many of the best are looked at: some of them cannot be linked, and are left out.
pub(super) const TRIED: usize = 3 * MAX_ITEMS;

/// A heading that fits.
struct Hit {
    heading: usize,
    score: u32,
}

/// The headings of the note that the link leads to. Behind `A#` those that are below a heading `A`
/// (R16).
pub(super) fn of_note(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let Some((file, note)) = linked_note(view, source, &typing.path, LinkSyntax::Wiki) else {
        return Completions::default();
    };
    let (above, typed) = match typing.typed.rsplit_once('#') {
        Some((above, typed)) => (Some(above), typed),
        None => (None, &*typing.typed),
    };
    let query = Query::new(typed);
    let items = fitting(&note, above, &query).into_iter().take(TRIED).filter_map(|hit| {
        let insert = subpath_below(&note, above, hit.heading)?;
        Some(target.item(proposal(&file, &note, hit.heading, insert)?))
    });
    completions(&query, false, items)
}

/// The note that a link with this path leads to, with its headings: for this note the unsaved ones.
pub(super) fn linked_note(
    view: &View,
    source: &NoteText,
    path: &str,
    syntax: LinkSyntax,
) -> Option<(Arc<File>, Arc<Note>)> {
    let found = resolve_path(&*view.index, &view.vault.settings, &source.file.place, path, syntax).ok()?;
    if found.place.id == source.file.place.id {
        return Some((source.file.clone(), source.note.clone()));
    }
    let file = view.index.file(found.place.id)?;
    let note = file.note()?;
    Some((file, note))
}

/// The headings that fit, best first, then in the order of the text.
fn fitting(note: &Note, above: Option<&str>, query: &Query) -> Vec<Hit> {
    let mut with = Matching::new();
    let range = match above {
        None => 0..note.headings.len(),
        Some(above) => match resolve_subpath(note, above, LinkSyntax::Wiki) {
            Ok(Spot::Heading(parent)) => below(note, parent),
            _ => 0..0,
        },
    };
    let mut hits: Vec<Hit> = range
        .filter_map(|heading| {
            let text = note.headings.get(heading)?.text();
            let score = query.score_text(text, &mut with)?;
            Some(Hit { heading, score })
        })
        .collect();
    hits.sort_by_key(|hit| Reverse(hit.score));
    hits
}

/// The headings in the section that heading `parent` opens.
fn below(note: &Note, parent: usize) -> std::ops::Range<usize> {
    let level = note.headings.get(parent).map_or(0, |heading| heading.level);
    let after = note.headings.get(parent + 1..).unwrap_or_default();
    let count = after.iter().take_while(|heading| heading.level > level).count();
    parent + 1..parent + 1 + count
}

/// What leads to a heading: behind the segments that are typed already, else as short as possible.
fn subpath_below(note: &Note, above: Option<&str>, heading: usize) -> Option<String> {
    let nested = above.and_then(|above| {
        let text = format!("{above}#{}", heading_text(&note.headings.get(heading)?.raw));
        (resolve_subpath(note, &text, LinkSyntax::Wiki) == Ok(Spot::Heading(heading))).then_some(text)
    });
    nested.or_else(|| heading_subpath(note, heading))
}

fn proposal(file: &File, note: &Note, heading: usize, insert: String) -> Option<Proposal> {
    let heading = note.headings.get(heading)?;
    Some(Proposal {
        kind: ItemKind::Heading,
        label: heading.text().to_owned(),
        detail: "#".repeat(heading.level.into()),
        insert,
        file: Some(file.place.id),
    })
}

/// The headings of all notes.
pub(super) fn of_all(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let query = Query::new(&typing.typed);
    let catalog = view.index.catalog();
    // The marks of a heading that says the note's name are those of the names.
    let may_hold = |entry: &Entry<'_>| {
        let headings = entry.headings().iter().map(|marks| marks.letters());
        headings.chain([entry.marks().letters]).any(|letters| query.may_fit(letters))
    };
    let (hits, more) = in_all_notes(view, &catalog, &query, may_hold, |note, with| {
        note.headings.iter().enumerate().for_each(|(number, heading)| with(number, heading.text()));
    });
    let items = hits.into_iter().filter_map(|(at, heading)| {
        let file = catalog.entry(at)?.file;
        let note = &*file.note()?;
        let subpath = heading_subpath(note, heading)?;
        let insert = format!("{}#{subpath}", path_to(view, source, file)?);
        let proposal = proposal(file, note, heading, insert)?;
        Some(target.item(Proposal { detail: file.place.path.without_md().to_owned(), ..proposal }))
    });
    completions(&query, more, items)
}

/// The path to write in front of `#`; nothing for a place in the same note.
pub(super) fn path_to(view: &View, source: &NoteText, file: &File) -> Option<String> {
    if file.place.id == source.file.place.id {
        return Some(String::new());
    }
    link_path(&*view.index, &view.vault.settings, &source.file.place, &file.place, LinkSyntax::Wiki)
}
