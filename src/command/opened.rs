//! A vault, opened and indexed for one command.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::index::{Index, View};
use crate::plan::disk::{Lock, Stopped, recover};
use crate::vault::{CacheFolder, Settings, Vault};

use super::{Failure, terminal};

/// Work that is done sooner shows no progress: a bar that flashes by tells nothing.
const PATIENCE: Duration = Duration::from_millis(300);

/// Opens the vault in `folder` and reads all of it. What is wrong with its settings, and what
/// cannot be read in it, is said on standard error; so is a change that a killed run left, and that
/// is finished or undone first.
///
/// # Errors
/// When `folder` is no folder that can be read, or a change in it cannot be finished.
pub fn open(folder: &Path) -> Result<View, Failure> {
    let root = root(folder)?;
    let (vault, problems) = Vault::open(&root, &serde_json::Value::Null);
    for problem in problems {
        terminal::complain(&format!("wikilinks: warning: {problem}"));
    }
    if let Some(done) = recover(&vault).map_err(Failure)? {
        terminal::complain(&format!("wikilinks: {done}"));
    }
    let index = Index::new();
    let progress = Progress::new("Reading", None);
    let kept = CacheFolder::of_user().and_then(|cache| cache.file_of(&vault));
    index.load_kept(&vault, kept.as_ref(), |files| progress.set(files), || false);
    Ok(View::new(Arc::new(vault), Arc::new(index)))
}

/// Takes the right to change the vault in `folder`, before it is opened: what is planned then
/// stays true until it is done.
///
/// # Errors
/// When `folder` is no folder that can be read, another run changes it, or a change that a killed
/// run left cannot be finished.
pub fn lock(folder: &Path) -> Result<Lock, Stopped> {
    let root = root(folder).map_err(|Failure(why)| Stopped::Failed(why))?;
    let vault = Vault::with_settings(&root, Settings::default());
    let lock = Lock::take(&vault)?;
    if let Some(done) = lock.recover(&vault)? {
        terminal::complain(&format!("wikilinks: {done}"));
    }
    Ok(lock)
}

/// The folder itself, links on the way to it followed.
///
/// # Errors
/// When it is no folder that can be read.
pub fn root(folder: &Path) -> Result<PathBuf, Failure> {
    let shown = folder.display();
    let root = folder.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Failure(format!("there is no folder {shown}\nGive the folder that holds the notes."))
        }
        _ => Failure(format!("{shown} cannot be opened: {error}")),
    })?;
    if !root.is_dir() {
        return Err(Failure(format!("{shown} is a file\nGive the folder that holds the notes.")));
    }
    std::fs::read_dir(&root).map_err(|error| Failure(format!("{shown} cannot be read: {error}")))?;
    Ok(root)
}

/// A progress bar on the terminal's standard error; none where that is no terminal, or while the
/// work is young.
pub struct Progress {
    label: &'static str,
    total: Option<usize>,
    began: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// A bar for `total` steps, or for a number that is not known yet.
    pub fn new(label: &'static str, total: Option<usize>) -> Self {
        Self { label, total, began: Instant::now(), bar: OnceLock::new() }
    }

    /// Says that `done` steps are done. Cheap; may be called from several threads.
    pub fn set(&self, done: usize) {
        if done.is_multiple_of(64) && self.began.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| self.bar()).set_position(done as u64);
        }
    }

    fn bar(&self) -> ProgressBar {
        let template = match self.total {
            Some(_) => "{msg} [{bar:40}] {pos}/{len}",
            None => "{spinner} {msg} {pos} files",
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let length = self.total.map(|total| total as u64);
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
        bar.with_style(style).with_message(self.label)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
