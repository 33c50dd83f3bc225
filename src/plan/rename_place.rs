//! A heading, a block id or a tag gets another name, and every link to it follows (R22).

use std::sync::Arc;

use crate::index::{FileId, NoteText, TagFamily, View};
use crate::note::{Note, parse};
use crate::resolve::Spot;
use crate::text::{Span, fold};

use super::outcome::Outcome;
use super::relink::{file_edits, with_links};
use super::{Edit, FileEdits, Plan, Reason, Refusal, check_writable};

/// Renames a heading or a block id of the note `id`, and rewrites the links that lead there.
///
/// # Errors
/// A sentence that says why not; nothing is changed then.
pub fn rename_spot(view: &View, id: FileId, spot: Spot, new: &str) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let read = view.read(id).map_err(Refusal)?;
    let (span, what) = place_of(&read.note, spot)?;
    let new = checked_name(spot, new)?;
    let title = format!("Rename {what} \"{}\" to \"{new}\"", span.of(&read.text));
    let edit = Edit { span, text: new.to_owned(), reason: Reason::Rename };
    let Some(own) = file_edits(read, vec![edit]) else { return Ok(Plan::nothing(title, revision)) };
    let after = note_after(&own, spot)?;
    let outcome = Outcome::new(&view.index).changed(id, after);
    let edits = with_links(view, outcome, &[id], &[own], true)?;
    Ok(Plan { title, revision, edits, operations: Vec::new() })
}

/// The name in the source, and what it is called.
fn place_of(note: &Note, spot: Spot) -> Result<(Span, &'static str), Refusal> {
    let found = match spot {
        Spot::Heading(at) => note.headings.get(at).map(|heading| (heading.content, "heading")),
        Spot::Block(at) => note.blocks.get(at).map(|block| (block.id_span, "block id")),
        Spot::Footnote(_) | Spot::Whole => None,
    };
    found.ok_or_else(|| Refusal("the note has changed; try again".to_owned()))
}

fn checked_name(spot: Spot, new: &str) -> Result<&str, Refusal> {
    let new = new.trim();
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err(Refusal("a new name is one line that is not empty".to_owned()));
    }
    if matches!(spot, Spot::Block(_)) && !new.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Refusal(format!("\"{new}\" is no block id: letters, digits and \"-\" only")));
    }
    Ok(new)
}

/// The note as it will be. Its headings and blocks stay as many as they were, or the new name is
/// more than a name.
fn note_after(own: &FileEdits, spot: Spot) -> Result<Arc<Note>, Refusal> {
    let after = parse(&own.applied(), crate::note::Format::Markdown);
    let fits = after.headings.len() == own.note.headings.len() && after.blocks.len() == own.note.blocks.len();
    let clashes = match spot {
        Spot::Block(at) if fits => {
            let id = fold(&after.blocks[at].id);
            after.blocks.iter().enumerate().any(|(other, block)| other != at && fold(&block.id) == id)
        }
        _ => false,
    };
    if clashes {
        return Err(Refusal("another block of the note has this id".to_owned()));
    }
    fits.then(|| Arc::new(after))
        .ok_or_else(|| Refusal("the new name would change the note's structure".to_owned()))
}

/// Renames the tag `old` (without `#`), and every tag nested in it, in the whole vault (R26).
///
/// # Errors
/// When the new name is no tag, or a note that has the tag cannot be read.
pub fn rename_tag(view: &View, old: &str, new: &str) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let new = new.trim().trim_start_matches('#');
    if !is_tag(new) {
        return Err(Refusal(format!(
            "\"{new}\" is no tag: letters, digits, \"_\", \"-\" and \"/\", and not digits alone"
        )));
    }
    let family = TagFamily::of(old);
    let mut edits = Vec::new();
    for file in view.index.with_tag_of(&family) {
        let read = view.read(file.place.id).map_err(Refusal)?;
        edits.extend(file_edits_of_tag(read, old, new, &family));
    }
    check_writable(view, &edits)?;
    Ok(Plan { title: format!("Rename tag #{old} to #{new}"), revision, edits, operations: Vec::new() })
}

fn file_edits_of_tag(read: NoteText, old: &str, new: &str, family: &TagFamily) -> Option<FileEdits> {
    let depth = old.split('/').count();
    let edits = read.note.tags.iter().filter(|tag| family.has(&tag.name)).map(|tag| {
        // The first segments are those of the old name, in whatever case; their length can differ
        // from the folded name's.
        let end: usize = tag.name.split('/').take(depth).map(|segment| segment.len() + 1).sum::<usize>() - 1;
        let span = Span { start: tag.span.start, end: tag.span.start + end as u32 };
        Edit { span, text: new.to_owned(), reason: Reason::Rename }
    });
    let edits = edits.collect();
    file_edits(read, edits)
}

/// Whether `name` can stand behind `#` (R26).
fn is_tag(name: &str) -> bool {
    let note = parse(&format!("#{name}"), crate::note::Format::Markdown);
    note.tags.len() == 1 && &*note.tags[0].name == name
}
