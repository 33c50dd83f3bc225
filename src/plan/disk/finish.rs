//! Makes new contents visible, one rename after the other; can be run again at any point.
//!
//! Each file is looked at first: what of its change is done, and what is still to do. Only when
//! every file is in a state that the change itself passes through is anything done.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::vault::{Vault, VaultPath};

use super::fingerprint::Fingerprint;
use super::journal::{Change, Journal};
use super::{Stopped, failed, fault, place, remove_if_there, sync_folder};

/// One rename that is still to be done.
struct Step {
    before: PathBuf,
    after: PathBuf,
    /// Whether a file is replaced, or must not be there.
    replaces: bool,
}

/// What is still to be done.
pub struct Remaining {
    steps: Vec<Step>,
}

/// Refuses a target that is there already.
pub fn check_targets(vault: &Vault, journal: &Journal) -> Result<(), Stopped> {
    for change in journal.changes.iter().filter(|change| change.from.is_none() || change.moves()) {
        let (to, found) = place(vault, &change.to)?;
        // Where case does not count, the file itself is found under its new name.
        if found.is_none() || change.only_respells() && !is_spelled(&to) {
            continue;
        }
        return Err(Stopped::Refused(format!("{} is already there; choose another name", change.to)));
    }
    Ok(())
}

/// What is still to be done of `journal`. Changes nothing.
///
/// # Errors
/// When a file is in a state that the changes do not lead through: somebody else changed it.
pub fn check(vault: &Vault, journal: &Journal) -> Result<Remaining, Stopped> {
    let mut remaining = Remaining { steps: Vec::new() };
    for look in looks(vault, journal) {
        remaining.steps.extend(look.steps()?);
    }
    Ok(remaining)
}

/// Whether nothing of `journal` has been done yet, so that all of it can still be undone.
pub fn is_untouched(vault: &Vault, journal: &Journal) -> Result<bool, Stopped> {
    for look in looks(vault, journal) {
        if !look.is_untouched()? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn looks<'a>(vault: &'a Vault, journal: &'a Journal) -> impl Iterator<Item = Look<'a>> {
    let numbered = journal.changes.iter().enumerate();
    numbered.map(move |(number, change)| Look { vault, journal, number, change })
}

/// Does what is still to be done.
pub fn finish(vault: &Vault, journal: &Journal, remaining: &Remaining) -> Result<(), Stopped> {
    for change in journal.changes.iter().filter(|change| change.moves()) {
        if let Some(folder) = place(vault, &change.to)?.0.parent() {
            fs::create_dir_all(folder).map_err(unfinished(folder))?;
        }
    }
    let mut folders = FxHashSet::default();
    for step in &remaining.steps {
        step.run(vault).map_err(unfinished(&step.after))?;
        folders.extend([&step.before, &step.after].into_iter().filter_map(|place| place.parent()));
    }
    folders.into_iter().for_each(sync_folder);
    for folder in &journal.left {
        let place = place(vault, folder)?.0;
        // It stays when something is in it that did not move.
        if fs::remove_dir(&place).is_ok()
            && let Some(above) = place.parent()
        {
            sync_folder(above);
        }
    }
    Ok(())
}

fn unfinished(place: &Path) -> impl FnOnce(std::io::Error) -> Stopped {
    failed(format!(
        "{} cannot be put in its place; the change is half done, and the next run of wikilinks finishes it",
        place.display()
    ))
}

impl Step {
    /// From folder to folder, both opened: a symbolic link that takes the place of one leads nowhere.
    fn run(&self, vault: &Vault) -> std::io::Result<()> {
        fault::point();
        let ((from, name), (to, new_name)) =
            (vault.open_folder_of(&self.before)?, vault.open_folder_of(&self.after)?);
        if !self.replaces && to.has(new_name) {
            return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, "something is already there"));
        }
        from.rename(name, &to, new_name)?;
        fault::point();
        Ok(())
    }
}

/// One change, looked at on the disk.
struct Look<'a> {
    vault: &'a Vault,
    journal: &'a Journal,
    number: usize,
    change: &'a Change,
}

impl Look<'_> {
    /// The renames that are left to do for this change.
    fn steps(&self) -> Result<Vec<Step>, Stopped> {
        let change = self.change;
        let Some((from, old)) = &change.from else { return self.creation() };
        let (source, found) = self.file(from)?;
        if !change.moves() {
            return found.map_or_else(|| self.refuse(from, "is gone"), |_| self.replacement(&source, *old));
        }
        let (to, found_to) = self.file(&change.to)?;
        if change.only_respells() {
            let is_at_source = found.is_some() && (found_to.is_none() || is_spelled(&source));
            let is_at_to = found_to.is_some() && (found.is_none() || is_spelled(&to));
            return self.respelling((&source, is_at_source), (&to, is_at_to), *old);
        }
        match (found.is_some(), found_to.is_some()) {
            (true, false) => {
                let mut steps = self.replacement(&source, *old)?;
                steps.push(Step { before: source, after: to, replaces: false });
                Ok(steps)
            }
            (false, true) => self.arrived(&to),
            (true, true) => self.refuse(&change.to, "is already there"),
            (false, false) => self.refuse(from, "is gone"),
        }
    }

    /// A file whose name changes in case only goes through a third name: some systems take the two
    /// for one.
    fn respelling(
        &self,
        (source, is_at_source): (&Path, bool),
        (to, is_at_to): (&Path, bool),
        old: Fingerprint,
    ) -> Result<Vec<Step>, Stopped> {
        let between = self.journal.between(to, self.number);
        let is_between = is_regular(&between);
        let out = Step { before: between.clone(), after: to.to_owned(), replaces: false };
        match (is_at_source, is_between, is_at_to) {
            (true, false, false) => {
                let mut steps = self.replacement(source, old)?;
                steps.push(Step { before: source.to_owned(), after: between, replaces: false });
                steps.push(out);
                Ok(steps)
            }
            (false, true, false) if self.has(&between, self.change.new)? => Ok(vec![out]),
            (false, false, true) => self.arrived(to),
            (false, false, false) => self.refuse(self.change.source(), "is gone"),
            _ => self.refuse(&self.change.to, "is already there"),
        }
    }

    /// Whether nothing of this change has been done, whatever others did to the file. New contents
    /// that still wait say so; a file that only moves says so by being where it was.
    fn is_untouched(&self) -> Result<bool, Stopped> {
        let source = place(self.vault, self.change.source())?.0;
        if self.change.writes() {
            return Ok(is_regular(&self.journal.beside(&source, self.number)));
        }
        let to = place(self.vault, &self.change.to)?.0;
        let moved = is_regular(&self.journal.between(&to, self.number))
            || self.change.moves() && is_spelled(&to) && self.has(&to, self.change.new)?;
        Ok(is_regular(&source) && !moved)
    }

    fn creation(&self) -> Result<Vec<Step>, Stopped> {
        let (to, found) = self.file(&self.change.to)?;
        let beside = self.journal.beside(&to, self.number);
        if found.is_some() {
            return self.arrived(&to);
        }
        if !is_regular(&beside) || !self.has(&beside, self.change.new)? {
            return self.refuse(&self.change.to, "has lost its new contents");
        }
        Ok(vec![Step { before: beside, after: to, replaces: false }])
    }

    /// The step that gives the file at `source` its new contents, unless it has them.
    fn replacement(&self, source: &Path, old: Fingerprint) -> Result<Vec<Step>, Stopped> {
        let (path, new) = (self.change.source(), self.change.new);
        let beside = self.journal.beside(source, self.number);
        if self.has(source, new)? {
            return Ok(Vec::new());
        }
        if !self.has(source, old)? {
            return self.refuse(path, "has been changed by someone else");
        }
        if !is_regular(&beside) || !self.has(&beside, new)? {
            return self.refuse(path, "has lost its new contents");
        }
        Ok(vec![Step { before: beside, after: source.to_owned(), replaces: true }])
    }

    /// Nothing is left to do for a file that is where it should be, if it is the one.
    fn arrived(&self, to: &Path) -> Result<Vec<Step>, Stopped> {
        match self.has(to, self.change.new)? {
            true => Ok(Vec::new()),
            false => self.refuse(&self.change.to, "has been changed by someone else"),
        }
    }

    /// Where `path` is, and the regular file that is there.
    fn file(&self, path: &VaultPath) -> Result<(PathBuf, Option<Metadata>), Stopped> {
        match place(self.vault, path)? {
            (_, Some(metadata)) if !metadata.is_file() => self.refuse(path, "is not a regular file"),
            found => Ok(found),
        }
    }

    fn has(&self, place: &Path, contents: Fingerprint) -> Result<bool, Stopped> {
        let found = Fingerprint::of_file(place);
        Ok(found.map_err(failed(format!("{} cannot be read", place.display())))? == contents)
    }

    fn refuse<T>(&self, path: &VaultPath, why: &str) -> Result<T, Stopped> {
        Err(Stopped::Refused(format!("{path} {why}")))
    }
}

/// Whether there is a regular file at `place`.
fn is_regular(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_file())
}

/// Whether the folder of `place` has an entry that is spelled just so. Where case does not count, a
/// file can be found under a name that it does not have.
fn is_spelled(place: &Path) -> bool {
    let Some((folder, name)) = place.parent().zip(place.file_name()) else { return false };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name() == name)
}

/// Removes what new contents wait beside the files of `journal`, and what else it may have left.
pub fn remove_beside(vault: &Vault, journal: &Journal) -> Result<(), Stopped> {
    let mut folders = FxHashSet::default();
    for (number, change) in journal.changes.iter().enumerate() {
        let source = place(vault, change.source())?.0;
        fault::point();
        let beside = journal.beside(&source, number);
        remove_if_there(&beside).map_err(failed(format!("{} cannot be removed", beside.display())))?;
        let to = place(vault, &change.to)?.0;
        folders.extend([&source, &to].into_iter().filter_map(|place| place.parent().map(Path::to_owned)));
    }
    for folder in &folders {
        let trial = journal.trial(folder);
        remove_if_there(&trial).map_err(failed(format!("{} cannot be removed", trial.display())))?;
        sync_folder(folder);
    }
    for folder in journal.made.iter().rev() {
        fault::point();
        // It stays when someone has put something into it.
        let _ = fs::remove_dir(place(vault, folder)?.0);
    }
    Ok(())
}
