//! A footnote gets another label: its definition, its references, and the links to it (R18).

use std::sync::Arc;

use memchr::memmem;

use crate::index::{FileId, NoteText, View};
use crate::note::{Format, parse};
use crate::text::{Span, fold};

use super::outcome::Outcome;
use super::relink::{file_edits, with_links};
use super::{Edit, Plan, Reason, Refusal};

/// Renames footnote `at` of the note `id`.
///
/// # Errors
/// A sentence that says why not; nothing is changed then.
pub fn rename_footnote(view: &View, id: FileId, at: usize, new: &str) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let read = view.read(id).map_err(Refusal)?;
    let footnote =
        read.note.footnotes.get(at).ok_or_else(|| Refusal("the note has changed; try again".into()))?;
    let (old, new) = (footnote.label.to_string(), new.trim().trim_start_matches('^'));
    if new.is_empty() || new.contains(|c: char| c.is_whitespace() || "[]^|#".contains(c)) {
        return Err(Refusal(format!(
            "\"{new}\" is no label of a footnote: no spaces, and none of [ ] ^ | #"
        )));
    }
    if read
        .note
        .footnotes
        .iter()
        .enumerate()
        .any(|(other, footnote)| other != at && fold(&footnote.label) == fold(new))
    {
        return Err(Refusal(format!("the note has a footnote [^{new}] already")));
    }
    let spans = references(&read, &fold(&old));
    let count = read.note.footnotes.len();
    let edits =
        spans.into_iter().map(|span| Edit { span, text: new.to_owned(), reason: Reason::Rename }).collect();
    let title = format!("Rename footnote \"{old}\" to \"{new}\"");
    let Some(own) = file_edits(read, edits) else { return Ok(Plan::nothing(title, revision)) };
    let after = parse(&own.applied(), Format::Markdown);
    if after.footnotes.len() != count {
        return Err(Refusal("the new label would change the note's structure".into()));
    }
    let outcome = Outcome::new(&view.index).changed(id, Arc::new(after));
    let edits = with_links(view, outcome, &[id], &[own], true)?;
    Ok(Plan { title, revision, edits, operations: Vec::new() })
}

/// Every `[^label]` of the text, without its marks, but in code and the like; those that links
/// lead to are for the links' own edits.
fn references(read: &NoteText, label: &str) -> Vec<Span> {
    let (text, note) = (&*read.text, &read.note);
    let is_free = |span: Span| {
        let in_link =
            note.links.iter().any(|link| link.subpath_span.is_some_and(|subpath| subpath.contains(span)));
        !in_link && !note.opaque.iter().any(|opaque| opaque.contains(span))
    };
    memmem::find_iter(text.as_bytes(), b"[^")
        .filter_map(|start| {
            let end = start + 2 + text.get(start + 2..)?.find([']', '\n', '\r'])?;
            let span = Span::new(start + 2, end);
            (fold(span.of(text)) == label && text[end..].starts_with(']') && is_free(span)).then_some(span)
        })
        .collect()
}
