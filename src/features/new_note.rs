//! A new note by its name.

use crate::index::{Lookup, View};
use crate::note::Format;
use crate::plan::{FileOperation, Plan, Refusal, check_name};
use crate::text::fold;
use crate::vault::VaultPath;

use super::daily::day_with_template;
use super::template::{Filling, from_template};

/// Makes a note called `name`, which may hold folders and end in `.md`, from the vault's root: where
/// a link with that text leads then (R21). It begins as the template that is set, or with its name as
/// a heading.
///
/// # Errors
/// When the name cannot be one, and as [`note_at`].
pub fn new_note(view: &View, name: &str) -> Result<(VaultPath, Plan), Refusal> {
    let path = path_called(name)?;
    let plan = note_at(view, &path)?;
    Ok((path, plan))
}

/// The path of a note called `name`, which may hold folders and end in `.md`.
///
/// # Errors
/// When the name leads to no place in a vault.
pub(super) fn path_called(name: &str) -> Result<VaultPath, Refusal> {
    let name = name.trim();
    let file = match Format::of(name) {
        Some(Format::Markdown) => name.to_owned(),
        _ => format!("{name}.md"),
    };
    VaultPath::joined("", file.trim_start_matches('/')).ok_or_else(|| {
        Refusal(format!("\"{name}\" is no place in the vault; write a name, with folders before it"))
    })
}

/// Makes a note at `path` that begins as the template that is set, or with its name as a heading. The
/// note of a day begins as the template of daily notes.
///
/// # Errors
/// When the template that is set is not there, and as [`note_with`].
pub(super) fn note_at(view: &View, path: &VaultPath) -> Result<Plan, Refusal> {
    let (settings, now) = (&view.vault.settings, view.vault.now());
    let (template, day) = match day_with_template(view, path) {
        Some(day) => (&settings.daily_template, day),
        None => (&settings.new_template, now.date()),
    };
    let filled = from_template(view, template, &Filling { title: path.stem(), day, now })?;
    note_with(view, path, filled.unwrap_or_else(|| format!("# {}\n", path.stem())))
}

/// Makes a note at `path` with this text.
///
/// # Errors
/// When there is such a file, when it or a folder cannot be called so, or when the place is outside
/// the vault or left out of it by the settings.
pub(super) fn note_with(view: &View, path: &VaultPath, text: String) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    check_free(view, path)?;
    let title = format!("Create note \"{}\"", path.without_md());
    let operations = vec![FileOperation::Create { path: path.clone(), text }];
    Ok(Plan { title, revision, edits: Vec::new(), operations })
}

fn check_free(view: &View, path: &VaultPath) -> Result<(), Refusal> {
    let refuse = |words: String| Err(Refusal(words));
    check_name(path)?;
    for folder in path.folder().split('/').filter(|folder| !folder.is_empty()) {
        if let Some(folder) = VaultPath::new(folder) {
            check_name(&folder)?;
        }
    }
    if !view.vault.accepts(path) {
        return refuse(format!(
            "{path} would be left out of the vault by its settings; choose another place"
        ));
    }
    let taken = !view.index.at(&fold(path.as_str())).as_slice().is_empty();
    if taken || view.vault.stamp(path).is_some() {
        return refuse(format!("{path} is there already; choose another name"));
    }
    if view.vault.place_to_write(path).is_err() {
        return refuse(format!("{path} would be outside the vault; choose another place"));
    }
    Ok(())
}
