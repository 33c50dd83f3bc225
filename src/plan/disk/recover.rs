//! Finishes or undoes what a killed run left.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::vault::Vault;

use super::journal::{Journal, Unreadable};
use super::lock::{draft_in, is_held, journal_in};
use super::{Lock, Stopped, finish, remove_if_there};

/// How long a journal can be, in bytes.
const LARGEST_JOURNAL: u64 = 256 << 20;

/// How much of a title is told, in characters.
const LONGEST_TITLE: usize = 200;

/// Finishes or undoes the change of `vault` that a run was killed in. What any command calls
/// first: cheap when there is nothing to do. Says in one sentence what it did, if anything.
///
/// # Errors
/// Why it cannot be finished, and what to do, for a person to read. Nothing is changed then.
pub fn recover(vault: &Vault) -> Result<Option<String>, String> {
    let folder = vault.own_folder().ok();
    let left = folder.is_some_and(|folder| is_there(&journal_in(&folder)) || is_there(&draft_in(&folder)));
    if !left {
        return Ok(None);
    }
    let lock = Lock::take(vault).map_err(|stopped| stopped.to_string())?;
    lock.recover(vault).map_err(|stopped| stopped.to_string())
}

/// A change of a vault that is not at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interrupted {
    /// Another run is at work right now.
    UnderWay,
    /// A run was killed. The next command finishes the change, or undoes it; the text says what it
    /// does, in a few words.
    Left(String),
    /// A run was killed, or something else wrote its journal, which no command can use: why.
    Unusable(String),
}

/// Whether a change of `vault` was interrupted. Only looks: [`recover`] puts it right.
pub fn interrupted(vault: &Vault) -> Option<Interrupted> {
    let folder = vault.own_folder().ok()?;
    if is_held(&folder) {
        return Some(Interrupted::UnderWay);
    }
    let (journal, draft) = (journal_in(&folder), draft_in(&folder));
    let is_draft = !is_there(&journal);
    let place = if is_draft { draft } else { journal };
    if !is_there(&place) {
        return None;
    }
    Some(match read(&place) {
        Ok(journal) => Interrupted::Left(told(&journal)),
        // A draft may be torn: it is removed.
        Err(Unreadable::Torn) if is_draft => Interrupted::Left("it had not begun".to_owned()),
        Err(Unreadable::Torn) => Interrupted::Unusable("it is damaged".to_owned()),
        Err(Unreadable::Strange(why)) => Interrupted::Unusable(why),
    })
}

impl Lock {
    /// As [`recover`], for who has the lock already.
    ///
    /// # Errors
    /// As [`recover`].
    pub fn recover(&self, vault: &Vault) -> Result<Option<String>, Stopped> {
        if is_there(&self.journal()) {
            return self.finish_journal(vault).map(Some);
        }
        if is_there(&self.draft()) {
            return self.undo_draft(vault).map(Some);
        }
        Ok(None)
    }

    fn finish_journal(&self, vault: &Vault) -> Result<String, Stopped> {
        let journal = read(&self.journal()).map_err(|unreadable| {
            Stopped::Refused(format!(
                "an interrupted change left .wikilinks/journal, which cannot be used: {}. Nothing was changed. \
                 Delete the file to keep the vault as it is",
                match unreadable {
                    Unreadable::Torn => "it is damaged".to_owned(),
                    Unreadable::Strange(why) => why,
                }
            ))
        })?;
        let title = told(&journal);
        let remaining = match finish::check(vault, &journal) {
            Ok(remaining) => remaining,
            Err(Stopped::Refused(why)) if finish::is_untouched(vault, &journal).unwrap_or(false) => {
                undo(self, vault, &journal)?;
                return Ok(format!("An interrupted change was undone before it had begun: {title}; {why}."));
            }
            Err(Stopped::Refused(why)) => {
                return Err(Stopped::Refused(format!(
                    "an interrupted change ({title}) cannot be finished: {why}. Nothing more was changed. \
                     Put that right, or delete .wikilinks/journal to keep the vault as it is"
                )));
            }
            Err(failed) => return Err(failed),
        };
        finish::finish(vault, &journal, &remaining)?;
        self.remove_journal()?;
        let count = journal.changes.len();
        let files = if count == 1 { "file" } else { "files" };
        Ok(format!("An interrupted change was finished: {title}, {count} {files}."))
    }

    fn undo_draft(&self, vault: &Vault) -> Result<String, Stopped> {
        match read(&self.draft()) {
            Ok(journal) => {
                undo(self, vault, &journal)?;
                Ok(format!("An interrupted change was undone before it had begun: {}.", told(&journal)))
            }
            // Whoever wrote it came no further.
            Err(Unreadable::Torn) => {
                remove_if_there(&self.draft())
                    .map_err(super::failed(".wikilinks/journal.draft cannot be removed"))?;
                Ok("An interrupted change was undone before it had begun.".to_owned())
            }
            Err(Unreadable::Strange(why)) => Err(Stopped::Refused(format!(
                "an interrupted change left .wikilinks/journal.draft, which cannot be used: {why}. Nothing was \
                 changed. Delete the file to keep the vault as it is"
            ))),
        }
    }
}

/// Removes all that `journal` has put beside the files, and then itself. For a change of which
/// nothing is visible yet.
pub(super) fn undo(lock: &Lock, vault: &Vault, journal: &Journal) -> Result<(), Stopped> {
    lock.take_back().map_err(super::failed(".wikilinks/journal cannot be removed"))?;
    finish::remove_beside(vault, journal)?;
    super::fault::point();
    remove_if_there(&lock.draft()).map_err(super::failed(".wikilinks/journal.draft cannot be removed"))
}

fn is_there(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok()
}

/// What the change does, for a person; a title can be as long as its writer liked.
fn told(journal: &Journal) -> String {
    journal.title.chars().take(LONGEST_TITLE).collect()
}

fn read(place: &Path) -> Result<Journal, Unreadable> {
    let text = || -> io::Result<String> {
        // A pipe would make us wait, and a symbolic link lead elsewhere.
        if !fs::symlink_metadata(place)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        File::open(place)?.take(LARGEST_JOURNAL).read_to_end(&mut bytes)?;
        // A torn journal may end within a character.
        Ok(String::from_utf8(bytes).unwrap_or_default())
    };
    Journal::parse(&text().map_err(|error| Unreadable::Strange(error.to_string()))?)
}
