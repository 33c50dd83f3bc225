//! What can be typed in several places of a note at once, so that nothing breaks elsewhere?

use rustc_hash::FxHashSet;

use crate::index::{FileId, View};
use crate::note::Note;
use crate::plan::Edit;
use crate::text::Span;

use super::cursor::{Thing, thing_at};
use super::rename::{prepare, rename};

/// The places in the note `id` that hold the same name as the cursor at byte `offset`, in the order of
/// the text: the name of a heading that is not the note's own, of a block or of a footnote, and those
/// of the links to it. At least two, one of them around the cursor.
///
/// Empty unless a rename would change exactly these: no other note links there, no link to
/// something else would change its meaning, and every place says the name in the same way.
pub fn linked_ranges(view: &View, id: FileId, offset: usize) -> Vec<Span> {
    linked(view, id, offset).unwrap_or_default()
}

fn linked(view: &View, id: FileId, offset: usize) -> Option<Vec<Span>> {
    let file = view.index.file(id)?;
    let note = &*file.note()?;
    if !may_be_linked(note, offset) {
        return None;
    }
    let name = prepare(view, id, offset).ok()?.placeholder;
    // Any other name: what it would change is what holds the old one.
    let plan = rename(view, id, offset, &format!("{name}x")).ok()?;
    let [edits] = plan.edits.as_slice() else { return None };
    if !plan.operations.is_empty() || edits.path != file.place.path {
        return None;
    }
    // A link to a block says the `^` again, which is no part of the name.
    let marked = |edit: &Edit| edit.text.starts_with('^') && edit.span.of(&edits.text).starts_with('^');
    let name_span = |edit: &Edit| Span { start: edit.span.start + u32::from(marked(edit)), ..edit.span };
    let spans: Vec<Span> = edits.edits.iter().map(name_span).collect();
    let texts: FxHashSet<&str> = spans.iter().map(|span| span.of(&edits.text)).collect();
    let names: FxHashSet<&str> = edits.edits.iter().map(|edit| edit.text.trim_start_matches('^')).collect();
    let around = spans.iter().any(|span| span.touches(offset));
    (spans.len() > 1 && texts.len() == 1 && names.len() == 1 && around).then_some(spans)
}

/// Whether the cursor is on a name that can stand in several places of this note.
fn may_be_linked(note: &Note, offset: usize) -> bool {
    match thing_at(note, offset) {
        Some(Thing::Link(link)) => link.is_local(),
        Some(Thing::BlockId(_) | Thing::Footnote(_)) => true,
        Some(Thing::Heading(at)) => at > 0,
        _ => false,
    }
}
