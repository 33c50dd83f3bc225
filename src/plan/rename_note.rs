//! A note or attachment gets another path, and every link goes on meaning what it meant (R22).

use std::sync::Arc;

use crate::index::{File, FileId, Lookup, Place, View};
use crate::note::Format;
use crate::vault::VaultPath;

use super::file_name::check_name;
use super::outcome::Outcome;
use super::relink::{Relink, file_edits};
use super::title::title_edits;
use super::{FileEdits, FileOperation, Plan, Refusal, check_adopted, merge};

/// Moves the file `id` to `to`, and rewrites exactly the links that would otherwise change their
/// meaning (R22, R23), and the titles that say the old name (R24).
///
/// # Errors
/// A sentence that says why not; nothing is changed then (R25).
pub fn rename_note(view: &View, id: FileId, to: &VaultPath) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let file = view.index.file(id).ok_or_else(|| Refusal("the file is gone".to_owned()))?;
    let from = file.place.path.clone();
    let mut plan = Plan { title: title(&file, to), revision, ..Plan::default() };
    if from == *to {
        return Ok(plan);
    }
    check_target(view, &file, to)?;
    let (titles, outcome) = with_titles(view, &file, to)?;
    let relinked = Relink::new(view, &outcome, id).run()?;
    check_adopted(view, &relinked, to.stem())?;
    plan.edits = relinked.edits;
    if let Some(titles) = titles {
        merge(&mut plan.edits, titles);
    }
    plan.operations.push(FileOperation::Rename { from, to: to.clone() });
    Ok(plan)
}

fn title(file: &File, to: &VaultPath) -> String {
    let what = if file.format == Some(Format::Markdown) { "note" } else { "file" };
    format!("Rename {what} \"{}\" to \"{}\"", file.place.path.without_md(), to.without_md())
}

/// Refuses a name that cannot be, and a place that is taken.
fn check_target(view: &View, file: &File, to: &VaultPath) -> Result<(), Refusal> {
    if to.name() != file.place.path.name() {
        check_name(to)?;
    }
    if Format::of(to.name()) != Format::of(file.place.path.name()) {
        return Err(Refusal(format!(
            "{to} would be another kind of file than {}; keep the extension",
            file.place.path
        )));
    }
    if !view.vault.accepts(to) {
        return Err(Refusal(format!(
            "{to} is a place that the settings or .gitignore leave out of the vault"
        )));
    }
    let id = file.place.id;
    let key = crate::text::fold(to.as_str());
    if let Some(taken) = view.index.at(&key).as_slice().iter().find(|place| place.id != id) {
        return Err(Refusal(format!("{} is already there; choose another name", taken.path)));
    }
    let only_case_changes = *key == *file.place.key;
    if !only_case_changes && view.vault.stamp(to).is_some() {
        return Err(Refusal(format!("{to} is already there; choose another name")));
    }
    Ok(())
}

/// The edits of the titles (R24), and the vault as it will be.
fn with_titles<'a>(
    view: &'a View,
    file: &Arc<File>,
    to: &VaultPath,
) -> Result<(Option<FileEdits>, Outcome<'a>), Refusal> {
    let outcome = Outcome::new(&view.index).moved(Place::new(file.place.id, to.clone()));
    let (old, new) = (file.place.path.stem(), to.stem());
    let keeps_titles = !view.vault.settings.rename_updates_title || old == new;
    if file.format != Some(Format::Markdown) || keeps_titles {
        return Ok((None, outcome));
    }
    let read = view.read(file.place.id).map_err(Refusal)?;
    let edits = title_edits(&read, old, new);
    let Some(edits) = file_edits(read, edits) else { return Ok((None, outcome)) };
    let after = crate::note::parse(&edits.applied(), Format::Markdown);
    if after.headings.len() != edits.note.headings.len() {
        return Err(Refusal(format!(
            "\"{new}\" cannot be a heading; choose another name, or set rename.update_title = false"
        )));
    }
    Ok((Some(edits), outcome.changed(file.place.id, Arc::new(after))))
}
