//! Two runs never change a vault at once.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::vault::Vault;

use super::{Stopped, failed, fault, remove_if_there, sync_folder};

/// How long a run waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it looks.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to change a vault, until it is dropped. The system takes it back from a process that
/// is killed.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    /// Held, never read: the lock is on this file.
    _file: File,
}

impl Lock {
    /// Waits up to ten seconds for the right to change `vault`. A warning is logged when there is
    /// something to wait for.
    ///
    /// # Errors
    /// When another run still changes the vault, or the folder `.wikilinks` cannot be made.
    pub fn take(vault: &Vault) -> Result<Self, Stopped> {
        Self::take_within(vault, PATIENCE)
    }

    /// As [`take`](Self::take), for tests that cannot wait so long.
    fn take_within(vault: &Vault, patience: Duration) -> Result<Self, Stopped> {
        let folder = vault
            .own_folder()
            .map_err(|error| Stopped::Refused(format!(".wikilinks cannot be used: {error}; remove it")))?;
        let (began, mut told) = (Instant::now(), false);
        loop {
            // Only an empty folder goes: what was made for a lock that cannot be made.
            let attempt = attempt(&folder).inspect_err(|_| drop(fs::remove_dir(&folder)))?;
            if let Some(file) = attempt {
                return Ok(Self { folder, _file: file });
            }
            if began.elapsed() >= patience {
                return Err(Stopped::Refused(
                    "another run of wikilinks is changing this vault; try again when it has ended".to_owned(),
                ));
            }
            if !told {
                tracing::warn!("another run of wikilinks is changing this vault; waiting for it");
                told = true;
            }
            thread::sleep(PAUSE);
        }
    }

    /// Where the list of changes is kept that may still be undone.
    pub(super) fn draft(&self) -> PathBuf {
        draft_in(&self.folder)
    }

    /// Where the list of changes is kept that has to be finished.
    pub(super) fn journal(&self) -> PathBuf {
        journal_in(&self.folder)
    }

    /// Puts the draft on disk.
    pub(super) fn write_draft(&self, text: &str) -> Result<(), Stopped> {
        let write = || -> io::Result<()> {
            let mut file = File::create_new(self.draft())?;
            fault::write(&mut file, text.as_bytes())?;
            file.sync_all()?;
            fault::point();
            sync_folder(&self.folder);
            Ok(())
        };
        write().map_err(failed(".wikilinks/journal.draft cannot be written, and nothing was changed"))
    }

    /// Makes the draft the journal: from here on the changes are finished, not undone.
    pub(super) fn commit(&self) -> Result<(), Stopped> {
        fault::point();
        fs::rename(self.draft(), self.journal())
            .map_err(failed(".wikilinks/journal cannot be written, and nothing was changed"))?;
        sync_folder(&self.folder);
        fault::point();
        Ok(())
    }

    /// Makes the journal a draft again, while nothing of it has been done.
    pub(super) fn take_back(&self) -> io::Result<()> {
        match fs::rename(self.journal(), self.draft()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => sync_folder(&self.folder),
        }
        Ok(())
    }

    /// Removes the journal: everything is done.
    pub(super) fn remove_journal(&self) -> Result<(), Stopped> {
        fault::point();
        remove_if_there(&self.journal())
            .map_err(failed("all is done, but .wikilinks/journal cannot be removed"))?;
        sync_folder(&self.folder);
        fault::point();
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Elsewhere another run could lock a file that is no longer the one that all lock.
        if cfg!(unix) {
            let _ = fs::remove_file(lock_in(&self.folder));
            // Only an empty folder goes.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Where the journal is.
pub fn journal_in(folder: &Path) -> PathBuf {
    folder.join("journal")
}

/// Where its draft is.
pub fn draft_in(folder: &Path) -> PathBuf {
    folder.join("journal.draft")
}

/// Whether another run holds the lock in `folder`. Makes nothing there.
pub fn is_held(folder: &Path) -> bool {
    let place = lock_in(folder);
    // A pipe would make us wait.
    fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_file())
        && File::open(place).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn lock_in(folder: &Path) -> PathBuf {
    folder.join("lock")
}

/// The locked file; `None` while another process has the lock.
fn attempt(folder: &Path) -> Result<Option<File>, Stopped> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(failed("the folder .wikilinks cannot be made in the vault")(error));
        }
        _ => {}
    }
    let place = lock_in(folder);
    // Opening a pipe would wait forever, and a symbolic link would lead elsewhere.
    if fs::symlink_metadata(&place).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Stopped::Refused(".wikilinks/lock is not a regular file; remove it".to_owned()));
    }
    let file = match OpenOptions::new().write(true).create(true).truncate(false).open(&place) {
        Ok(file) => file,
        // The run before removed the folder just now.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(".wikilinks/lock cannot be opened")(error)),
    };
    match file.try_lock() {
        Ok(()) if is_at(&file, &place) => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed("this vault's disk knows no locks")(error)),
    }
}

/// Whether `file` is still the one at `place`: the run before removes its lock when it ends.
#[cfg(unix)]
fn is_at(file: &File, place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().ok().zip(fs::symlink_metadata(place).ok()).is_some_and(|(a, b)| same(a, b))
}

/// Whether `file` is still the one at `place`: no run removes it.
#[cfg(not(unix))]
fn is_at(_file: &File, _place: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Settings;

    #[test]
    fn the_second_waits_then_refuses_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::with_settings(folder.path(), Settings::default());
        let first = Lock::take(&vault).unwrap();
        let second = Lock::take_within(&vault, Duration::from_millis(120));
        assert!(matches!(second, Err(Stopped::Refused(why)) if why.contains("another run")));
        let under_way = Some(crate::plan::disk::Interrupted::UnderWay);
        assert_eq!(crate::plan::disk::interrupted(&vault), under_way, "and nobody waits to see it");
        drop(first);
        assert_eq!(crate::plan::disk::interrupted(&vault), None);
        drop(Lock::take(&vault).unwrap());
        assert!(cfg!(not(unix)) || fs::read_dir(folder.path()).unwrap().next().is_none());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_in_the_place_of_the_folder_or_the_lock_is_refused() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let vault = Vault::with_settings(folder.path(), Settings::default());
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".wikilinks")).unwrap();
        assert!(matches!(Lock::take(&vault), Err(Stopped::Refused(_))));
        fs::remove_file(folder.path().join(".wikilinks")).unwrap();
        fs::create_dir(folder.path().join(".wikilinks")).unwrap();
        let target = elsewhere.path().join("lock");
        std::os::unix::fs::symlink(&target, folder.path().join(".wikilinks/lock")).unwrap();
        assert!(matches!(Lock::take(&vault), Err(Stopped::Refused(_))));
        assert!(!target.exists());
    }
}
