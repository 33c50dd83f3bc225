//! `wikilinks move`: files and folders into a folder.

use crate::index::{FileId, View};
use crate::plan::{Refusal, rename_files};
use crate::vault::VaultPath;

use super::arguments::MoveArguments;
use super::change::{self, How, Wanted};
use super::check::counted;
use super::named::{Named, check_folder, files_in, folders_of, named};
use super::{Ending, Failure};

/// Moves what the arguments name, or shows what that would change.
pub fn run(arguments: &MoveArguments) -> Result<Ending, Failure> {
    let how = How { folder: &arguments.vault, dry_run: arguments.dry_run, color: arguments.color };
    change::run(&how, |view| wanted(view, &arguments.paths, &arguments.folder))
}

fn wanted(view: &View, paths: &[String], folder: &str) -> Result<Wanted, Refusal> {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    let folder = if folder == "." { "" } else { folder };
    if !folder.is_empty() && VaultPath::new(folder).is_none() {
        return Err(Refusal(format!(
            "\"{folder}\" is no folder in the vault: write its path from the vault's root"
        )));
    }
    check_folder(view, folder)?;
    let mut moves = Moves { view, folder, files: Vec::new(), left: Vec::new() };
    paths.iter().try_for_each(|path| moves.add(path))?;
    moves.files.sort();
    moves.files.dedup();
    let plan = rename_files(view, &moves.files)?;
    let into = if folder.is_empty() { "the vault's folder" } else { folder };
    let what = match (paths, plan.operations.len()) {
        (_, 0) => format!("All of it is in {into} already"),
        ([one], 1) => format!("Moved {one} to {into}"),
        (_, count) => format!("Moved {} to {into}", counted(count, "file")),
    };
    Ok(Wanted { plan, done: what, left: moves.left })
}

/// What moves where.
struct Moves<'a> {
    view: &'a View,
    /// Empty for the vault's own.
    folder: &'a str,
    files: Vec<(FileId, VaultPath)>,
    left: Vec<VaultPath>,
}

impl Moves<'_> {
    /// Takes in one of the things that move.
    fn add(&mut self, given: &str) -> Result<(), Refusal> {
        match named(self.view, given)? {
            Named::File(file) => {
                let to = self.target(file.place.path.name())?;
                self.files.push((file.place.id, to));
            }
            Named::Folder(folder) => self.add_folder(&folder)?,
            Named::Spot(..) => {
                return Err(Refusal(format!(
                    "{given} is a part of a note; only whole files and folders are moved"
                )));
            }
        }
        Ok(())
    }

    fn add_folder(&mut self, folder: &VaultPath) -> Result<(), Refusal> {
        let inside = self.folder == folder.as_str() || self.folder.starts_with(&format!("{folder}/"));
        if inside {
            return Err(Refusal(format!("{folder} cannot be moved into itself")));
        }
        let files = files_in(self.view, folder)?;
        for (file, rest) in &files {
            let to = self.target(&format!("{}/{rest}", folder.name()))?;
            self.files.push((file.place.id, to));
        }
        // One that stays where it is is not left.
        if folder.folder() != self.folder {
            self.left.extend(folders_of(folder, &files));
        }
        Ok(())
    }

    fn target(&self, rest: &str) -> Result<VaultPath, Refusal> {
        let text = if self.folder.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.folder) };
        VaultPath::new(&text).ok_or_else(|| Refusal(format!("{text} is no path in the vault")))
    }
}
