//! A new note by its name.

use crate::index::{Lookup, View};
use crate::note::Format;
use crate::plan::{FileOperation, Plan, Refusal, check_name};
use crate::text::fold;
use crate::vault::VaultPath;

use super::daily::Date;
use super::template::{Filling, from_template};

/// Makes a note called `name`, which may hold folders and end in `.md`, from the vault's root: where
/// a link with that text leads then (R21). It begins as the template that is set, or with its name as
/// a heading.
///
/// # Errors
/// When there is such a file, when the name cannot be one, or when the place is outside the vault or
/// left out of it by the settings; when the template that is set is not there.
pub fn new_note(view: &View, name: &str) -> Result<(VaultPath, Plan), Refusal> {
    let path = new_path(view, name)?;
    let text = new_text(view, &path)?;
    Ok((path.clone(), creation(view, path, text)))
}

/// How the new note at `path` begins.
///
/// # Errors
/// When the template that is set is not there.
pub(super) fn new_text(view: &View, path: &VaultPath) -> Result<String, Refusal> {
    let (template, now) = (&view.vault.settings.new_template, view.vault.now());
    let filled = match Date::from_days(now.day) {
        Some(day) => from_template(view, template, &Filling { title: path.stem(), day, now })?,
        None => None,
    };
    Ok(filled.unwrap_or_else(|| format!("# {}\n", path.stem())))
}

/// The plan that makes the note at `path` with this text.
pub(super) fn creation(view: &View, path: VaultPath, text: String) -> Plan {
    let title = format!("Create note \"{}\"", path.without_md());
    let operations = vec![FileOperation::Create { path, text }];
    Plan { title, revision: view.index.revision(), edits: Vec::new(), operations }
}

/// The path of a new note called `name`.
///
/// # Errors
/// As [`new_note`], but for the template.
pub(super) fn new_path(view: &View, name: &str) -> Result<VaultPath, Refusal> {
    let refuse = |words: String| Err(Refusal(words));
    let name = name.trim();
    let file = match Format::of(name) {
        Some(Format::Markdown) => name.to_owned(),
        _ => format!("{name}.md"),
    };
    let Some(path) = VaultPath::joined("", file.trim_start_matches('/')) else {
        return refuse(format!("\"{name}\" is no place in the vault; write a name, with folders before it"));
    };
    check_name(&path)?;
    for folder in path.folder().split('/').filter(|folder| !folder.is_empty()) {
        if let Some(folder) = VaultPath::new(folder) {
            check_name(&folder)?;
        }
    }
    if !view.vault.accepts(&path) {
        return refuse(format!(
            "{path} would be left out of the vault by its settings; choose another place"
        ));
    }
    let taken = !view.index.at(&fold(path.as_str())).as_slice().is_empty();
    if taken || view.vault.stamp(&path).is_some() {
        return refuse(format!("{path} is there already; choose another name"));
    }
    if view.vault.place_to_write(&path).is_err() {
        return refuse(format!("{path} would be outside the vault; choose another place"));
    }
    Ok(path)
}
