//! `wikilinks rename`: another name for a note, a folder, a heading, a block, a footnote or a tag.

use std::sync::Arc;

use crate::features::rename::new_path;
use crate::index::{File, View};
use crate::plan::{Plan, Refusal, rename_file, rename_files, rename_footnote, rename_spot, rename_tag};
use crate::resolve::Spot;
use crate::text::fold;
use crate::vault::VaultPath;

use super::arguments::RenameArguments;
use super::change::{self, How, Wanted};
use super::check::counted;
use super::named::{Named, check_folder, files_in, folders_of, named};
use super::{Ending, Failure};

/// Renames what the arguments name, or shows what that would change.
pub fn run(arguments: &RenameArguments) -> Result<Ending, Failure> {
    let how = How { folder: &arguments.vault, dry_run: arguments.dry_run, color: arguments.color };
    change::run(&how, |view| wanted(view, &arguments.old, &arguments.new))
}

fn wanted(view: &View, old: &str, new: &str) -> Result<Wanted, Refusal> {
    if let Some(tag) = old.strip_prefix('#') {
        return renamed_tag(view, tag, new);
    }
    match named(view, old)? {
        Named::File(file) => renamed_file(view, &file, new),
        Named::Folder(folder) => renamed_folder(view, &folder, new),
        Named::Spot(file, spot) => {
            let plan = match spot {
                Spot::Footnote(at) => rename_footnote(view, file.place.id, at, new)?,
                spot => rename_spot(view, file.place.id, spot, new)?,
            };
            let done = format!("{} in {}", past(&plan), file.place.path);
            Ok(Wanted { plan, done, left: Vec::new() })
        }
    }
}

fn renamed_tag(view: &View, tag: &str, new: &str) -> Result<Wanted, Refusal> {
    let plan = rename_tag(view, tag, new)?;
    if plan.edits.is_empty() {
        return Err(Refusal(format!("no note has the tag #{tag}")));
    }
    let done = format!("{} in {}", past(&plan), counted(plan.edits.len(), "note"));
    Ok(Wanted { plan, done, left: Vec::new() })
}

fn renamed_file(view: &View, file: &Arc<File>, new: &str) -> Result<Wanted, Refusal> {
    let to = new_path(file, new)?;
    check_folder(view, to.folder())?;
    let plan = rename_file(view, file.place.id, &to)?;
    let done = match plan.operations.is_empty() {
        true => format!("{to} has this name already"),
        false => format!("Renamed {} to {to}", file.place.path),
    };
    Ok(Wanted { plan, done, left: Vec::new() })
}

fn renamed_folder(view: &View, folder: &VaultPath, new: &str) -> Result<Wanted, Refusal> {
    let name = new.trim().trim_end_matches('/');
    let to = if name.contains('/') {
        VaultPath::new(name.trim_start_matches('/'))
    } else {
        folder.with_name(name)
    };
    let to = to.ok_or_else(|| {
        Refusal(format!("\"{new}\" is no name for a folder: write a name, or a path from the vault's root"))
    })?;
    if to.as_str().starts_with(&format!("{folder}/")) {
        return Err(Refusal(format!("{folder} cannot be moved into itself")));
    }
    if view.vault.is_folder(&to) && fold(to.as_str()) != fold(folder.as_str()) {
        return Err(Refusal(format!(
            "{to} is already there; choose another name, or move the files into it"
        )));
    }
    check_folder(view, to.as_str())?;
    let files = files_in(view, folder)?;
    let moves: Option<Vec<_>> = files
        .iter()
        .map(|(file, rest)| Some((file.place.id, VaultPath::new(&format!("{to}/{rest}"))?)))
        .collect();
    let plan = rename_files(view, &moves.unwrap_or_default())?;
    let done = format!("Renamed {folder} to {to}, {}", counted(files.len(), "file"));
    Ok(Wanted { plan, done, left: if to == *folder { Vec::new() } else { folders_of(folder, &files) } })
}

/// What a plan has done: its title, in the past.
fn past(plan: &Plan) -> String {
    plan.title.replacen("Rename ", "Renamed ", 1)
}
