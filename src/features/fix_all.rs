//! What can be mended without a question?

use crate::index::{FileId, View};
use crate::plan::{Edit, Plan, file_edits};
use crate::text::Span;
use crate::vault::DiagnosticCode;

use super::fixes::{Fix, fixes};

/// Every problem of the note `id` that has one answer, mended: links that say an alias of one note
/// (R12). What would have to be guessed is left. `None` when there is nothing to do.
pub fn fix_all(view: &View, id: FileId) -> Option<Plan> {
    let revision = view.index.revision();
    let read = view.read(id).ok()?;
    let whole = Span { start: 0, end: read.note.length };
    let found = fixes(view, id, whole);
    let by_alias: Vec<&Fix> =
        found.iter().filter(|fix| fix.mends.code == DiagnosticCode::AliasAsTarget).collect();
    let only = |fix: &&&Fix| by_alias.iter().filter(|other| other.mends.span == fix.mends.span).count() == 1;
    let of_this_text = |fix: &&Fix| {
        fix.plan.edits.iter().all(|file| file.path == read.file.place.path && file.text == read.text)
    };
    let edits: Vec<Edit> = by_alias
        .iter()
        .filter(only)
        .copied()
        .filter(of_this_text)
        .flat_map(|fix| fix.plan.edits.iter().flat_map(|file| file.edits.clone()))
        .collect();
    let title = match edits.len() {
        1 => "Mend 1 link".to_owned(),
        count => format!("Mend {count} links"),
    };
    let edits: Vec<_> = file_edits(read, edits).into_iter().collect();
    (!edits.is_empty()).then_some(Plan { title, revision, edits, operations: Vec::new() })
}
