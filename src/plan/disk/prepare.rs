//! Checks everything, and writes all new contents beside the old ones.

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::plan::{FileEdits, FileOperation, Plan};
use crate::vault::{Vault, VaultPath};

use super::fingerprint::Fingerprint;
use super::journal::{Change, Journal};
use super::{Lock, Stopped, failed, fault, finish, place, sync_folder};

/// A journal, and the new contents that it speaks of.
pub struct Prepared {
    /// What will be done.
    pub journal: Journal,
    /// For each change, the new contents where there are any.
    contents: Vec<Option<String>>,
}

/// Makes a journal of `plan`, which is checked against the disk. Changes nothing.
pub fn prepare(lock: &Lock, vault: &Vault, plan: &Plan, left: &[VaultPath]) -> Result<Prepared, Stopped> {
    if lock.journal().exists() || lock.draft().exists() {
        return Err(Stopped::Refused("an interrupted run has to be finished first; try again".to_owned()));
    }
    let mut edits: FxHashMap<&VaultPath, &FileEdits> =
        plan.edits.iter().filter(|file| !file.edits.is_empty()).map(|file| (&file.path, file)).collect();
    let (mut changes, mut contents) = (Vec::new(), Vec::new());
    for operation in &plan.operations {
        let (change, content) = match operation {
            FileOperation::Rename { from, to } => changed(vault, from, to, edits.remove(from))?,
            FileOperation::Create { path, text } => (
                Change { from: None, to: path.clone(), new: Fingerprint::of(text.as_bytes()) },
                Some(text.clone()),
            ),
        };
        changes.push(change);
        contents.push(content);
    }
    for file in plan.edits.iter().filter(|file| edits.contains_key(&file.path)) {
        let (change, content) = changed(vault, &file.path, &file.path, Some(file))?;
        changes.push(change);
        contents.push(content);
    }
    let made = missing_folders(vault, &changes)?;
    let mut left = left.to_vec();
    left.sort_by(|a, b| b.cmp(a));
    let journal = Journal::new(plan.title.clone(), changes, made, left);
    journal.check_names().map_err(Stopped::Refused)?;
    finish::check_targets(vault, &journal)?;
    Ok(Prepared { journal, contents })
}

/// What happens to the file at `from`, and its new text where it gets one.
fn changed(
    vault: &Vault,
    from: &VaultPath,
    to: &VaultPath,
    edits: Option<&FileEdits>,
) -> Result<(Change, Option<String>), Stopped> {
    let source = writable(vault, from)?;
    let unreadable = failed(format!("{from} cannot be read, and nothing was changed"));
    let Some(file) = edits else {
        let old = Fingerprint::of_file(&source).map_err(unreadable)?;
        return Ok((Change { from: Some((from.clone(), old)), to: to.clone(), new: old }, None));
    };
    let bytes = fs::read(&source).map_err(unreadable)?;
    if bytes != file.text.as_bytes() {
        return Err(Stopped::Refused(format!("{from} has changed since it was read; try again")));
    }
    check_fit(file)?;
    let text = file.applied();
    let (old, new) = (Fingerprint::of(&bytes), Fingerprint::of(text.as_bytes()));
    let text = (old != new).then_some(text);
    Ok((Change { from: Some((from.clone(), old)), to: to.clone(), new }, text))
}

/// The place of a file that may be changed.
fn writable(vault: &Vault, path: &VaultPath) -> Result<PathBuf, Stopped> {
    let refuse = |why: &str| Err(Stopped::Refused(format!("{path} {why}")));
    match place(vault, path)? {
        (_, None) => refuse("is gone; try again"),
        (_, Some(metadata)) if !metadata.is_file() => refuse("is not a regular file"),
        (_, Some(metadata)) if metadata.permissions().readonly() => {
            refuse("is read-only; make it writable, or choose another name")
        }
        (place, Some(_)) => match fs::OpenOptions::new().write(true).open(&place) {
            Ok(_) => Ok(place),
            Err(error) => refuse(&format!("cannot be written: {error}")),
        },
    }
}

/// Edits that do not fit their text would lose some of it.
fn check_fit(file: &FileEdits) -> Result<(), Stopped> {
    let mut end = 0;
    let fits = file.edits.iter().all(|edit| {
        let (ordered, inside) = (end <= edit.span.start, file.text.get(edit.span.range()).is_some());
        end = edit.span.end;
        ordered && inside
    });
    if !fits {
        return Err(Stopped::Failed(format!(
            "the edits of {} do not fit its text, and nothing was changed; please report this",
            file.path
        )));
    }
    Ok(())
}

/// The folders that the changes need and that are not there, each behind the one it lies in.
fn missing_folders(vault: &Vault, changes: &[Change]) -> Result<Vec<VaultPath>, Stopped> {
    let (mut missing, mut seen) = (Vec::new(), FxHashSet::default());
    for change in changes {
        let folder = change.to.folder();
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for path in ends.filter_map(|end| VaultPath::new(folder.get(..end)?)) {
            if seen.insert(path.clone()) && place(vault, &path)?.1.is_none() {
                missing.push(path);
            }
        }
    }
    Ok(missing)
}

impl Prepared {
    /// Puts the draft, the folders and all new contents on disk, and tries what else could fail.
    /// What is visible in the vault does not change, but for new folders.
    pub fn write(&self, vault: &Vault, lock: &Lock) -> Result<(), Stopped> {
        lock.write_draft(&self.journal.to_text())?;
        for folder in &self.journal.made {
            let place = place(vault, folder)?.0;
            fault::point();
            fs::create_dir(&place)
                .map_err(failed(format!("the folder {folder} cannot be made, and nothing was changed")))?;
            if let Some(above) = place.parent() {
                sync_folder(above);
            }
        }
        self.try_moves(vault)?;
        let numbered = self.journal.changes.par_iter().zip(&self.contents).enumerate();
        let written = numbered.filter_map(|(number, (change, content))| {
            Some(self.write_beside(vault, number, change, content.as_deref()?))
        });
        sync_all(&written.collect::<Result<Vec<_>, Stopped>>()?)
    }

    /// Writes new contents beside the old ones, with their owner and permissions; says where.
    fn write_beside(
        &self,
        vault: &Vault,
        number: usize,
        change: &Change,
        content: &str,
    ) -> Result<PathBuf, Stopped> {
        let source = change.source();
        let (place, metadata) = place(vault, source)?;
        let beside = self.journal.beside(&place, number);
        let write = || {
            let (folder, name) = vault.open_folder_of(&beside)?;
            let mut file = folder.create_new(name)?;
            if let Some(metadata) = &metadata {
                dress(&file, metadata)?;
            }
            fault::write(&mut file, content.as_bytes())
        };
        write().map_err(failed(format!("{source} cannot be written, and nothing was changed")))?;
        Ok(beside)
    }

    /// Moves an empty file along the way of every move: the folders let it, and lie on one disk.
    fn try_moves(&self, vault: &Vault) -> Result<(), Stopped> {
        let mut tried = FxHashSet::default();
        for change in self.journal.changes.iter().filter(|change| change.moves()) {
            let (source, to) = (change.source(), &change.to);
            if !tried.insert((source.folder(), to.folder())) {
                continue;
            }
            let (before, after) = (place(vault, source)?.0, place(vault, to)?.0);
            let (Some(before), Some(after)) = (before.parent(), after.parent()) else { continue };
            let (before, after) = (self.journal.trial(before), self.journal.trial(after));
            let attempt = || {
                File::create_new(&before)?;
                fault::point();
                let ((from, name), (to, new_name)) =
                    (vault.open_folder_of(&before)?, vault.open_folder_of(&after)?);
                from.rename(name, &to, new_name)?;
                fault::point();
                fs::remove_file(&after)
            };
            attempt().map_err(failed(format!("{source} cannot become {to}, and nothing was changed")))?;
        }
        Ok(())
    }
}

/// Makes new files last, and their names. After all are written: most systems then do it at once,
/// where each file by itself would cost a turn of the disk.
fn sync_all(files: &[PathBuf]) -> Result<(), Stopped> {
    let unwritten =
        |file: &PathBuf| failed(format!("{} cannot be written, and nothing was changed", file.display()));
    files.par_iter().try_for_each(|file| {
        fault::point();
        let opened = fs::OpenOptions::new().write(true).open(file);
        opened.and_then(|opened| opened.sync_all()).map_err(unwritten(file))
    })?;
    let folders: FxHashSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.into_iter().for_each(sync_folder);
    Ok(())
}

/// Gives a new file the owner and the permissions of the one that it will replace.
fn dress(file: &File, old: &Metadata) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only an administrator may give files away; for others the owner is themselves.
            let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}
