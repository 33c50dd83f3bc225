//! A plan carried out on disk: all of it or nothing, also when the process is killed on the way.
//!
//! | file | what it does |
//! |---|---|
//! | `lock` | two runs never change a vault at once |
//! | `journal` | what is going to be done, in a form that survives the process |
//! | `prepare` | checks everything, and writes all new contents beside the old ones |
//! | `finish` | makes them visible, one rename after the other; can be run again at any point |
//! | `recover` | finishes or undoes what a killed run left |
//! | `fingerprint` | tells contents apart |
//! | `fault` | where the tests kill the process |
//!
//! The order is what makes it safe. First the journal's draft is on disk, then the new contents,
//! then one rename makes the draft the journal. Before that rename nothing has changed, and a run
//! that finds a draft removes what belongs to it. After it everything is there that is needed to
//! finish, and a run that finds a journal does so.

mod fault;
mod fingerprint;
mod finish;
mod journal;
mod lock;
mod prepare;
mod recover;

pub use lock::Lock;
pub use recover::{Interrupted, interrupted, recover};

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::vault::{Vault, VaultPath};

use super::Plan;

/// Why a plan was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The vault does not allow it: a sentence for a person. Nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// The system did not do its part: a sentence for a person. It says so when the vault is left
    /// between the old and the new state, to be finished by the next run; else nothing was changed.
    #[error("{0}")]
    Failed(String),
}

/// Carries out `plan` in `vault`: all of it or nothing.
///
/// Text edits keep every byte outside of them, and the files' permissions. `left` are folders that
/// go when the plan leaves them empty.
///
/// # Errors
/// [`Stopped::Refused`] when a file is no longer what the plan was made for (R25), is read-only or
/// behind a symbolic link, or when a target exists. [`Stopped::Failed`] when a file cannot be
/// written, because the disk is full for example.
pub fn apply(lock: &Lock, vault: &Vault, plan: &Plan, left: &[VaultPath]) -> Result<(), Stopped> {
    if plan.edits.is_empty() && plan.operations.is_empty() {
        return Ok(());
    }
    let prepared = prepare::prepare(lock, vault, plan, left)?;
    let written = prepared.write(vault, lock).and_then(|()| lock.commit());
    let remaining = match written.and_then(|()| finish::check(vault, &prepared.journal)) {
        Ok(remaining) => remaining,
        Err(stopped) => {
            // Nothing is visible yet. What cannot be removed now is removed by the next run.
            let _ = recover::undo(lock, vault, &prepared.journal);
            return Err(stopped);
        }
    };
    finish::finish(vault, &prepared.journal, &remaining)?;
    lock.remove_journal()
}

/// An error of the system as a [`Stopped`]: `what` says what was being done.
fn failed(what: impl std::fmt::Display) -> impl FnOnce(io::Error) -> Stopped {
    move |error| Stopped::Failed(format!("{what}: {error}"))
}

/// Where `path` is, and what is there now.
fn place(vault: &Vault, path: &VaultPath) -> Result<(std::path::PathBuf, Option<fs::Metadata>), Stopped> {
    vault.place_to_write(path).map_err(|error| Stopped::Refused(format!("{path} cannot be changed: {error}")))
}

/// Makes the names in a folder last. Not every system can: then its own order has to do.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Removes a file that may be gone already.
fn remove_if_there(place: &Path) -> io::Result<()> {
    match fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
