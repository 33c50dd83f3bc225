//! Finding and reading every file of a vault.

use std::fs::{self, FileType};
use std::io;
use std::sync::Arc;

use ::ignore::{DirEntry, WalkBuilder};
use rayon::Scope;

use super::ignore::Belonging;
use super::root::{self, Root};
use super::{Found, Stamp, VaultPath, inside};
use crate::note::Format;

/// How many files of one folder are visited together: enough that handing them to a thread costs
/// nothing, few enough that a folder of thousands keeps all threads busy.
const TOGETHER: usize = 32;

/// A file that belongs, as its folder lists it.
pub(super) type Listed = (VaultPath, fs::DirEntry);

/// A walk that is under way.
struct Walk<'w, V, S> {
    root: &'w Root,
    belonging: &'w Belonging,
    visit: V,
    stop: S,
}

/// Finds every file below `root` that belongs, and gives them to `visit`, some of one folder at a
/// time, in the order of their paths; in parallel, until `stop` says true.
pub(super) fn walk(
    root: &Root,
    belonging: &Belonging,
    visit: impl Fn(&[Listed]) + Sync,
    stop: impl Fn() -> bool + Sync,
) {
    let walk = Walk { root, belonging, visit, stop };
    rayon::scope(|scope| walk.enter(scope, String::new()));
}

impl<'w, V: Fn(&[Listed]) + Sync, S: Fn() -> bool + Sync> Walk<'w, V, S> {
    fn enter<'s>(&'s self, scope: &Scope<'s>, folder: String) {
        if (self.stop)() {
            return;
        }
        let left_out = |error| tracing::warn!("a part of the vault is left out: /{folder}: {error}");
        let entries = match fs::read_dir(self.root.below(&folder)) {
            Ok(entries) => entries,
            Err(error) => return left_out(error),
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries {
            match entry {
                Ok(entry) => self.sort_out(entry, &folder, &mut files, &mut folders),
                Err(error) => left_out(error),
            }
        }
        // What is spawned last is done first: the files, so that few folders are open at once.
        for folder in folders {
            scope.spawn(move |scope| self.enter(scope, folder));
        }
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        while !files.is_empty() {
            let some = files.split_off(files.len().saturating_sub(TOGETHER));
            scope.spawn(move |_| {
                if !(self.stop)() {
                    (self.visit)(&some);
                }
            });
        }
    }

    /// Puts `entry`, which is in `folder`, to the `files` or `folders` when it belongs.
    fn sort_out(
        &self,
        entry: fs::DirEntry,
        folder: &str,
        files: &mut Vec<Listed>,
        folders: &mut Vec<String>,
    ) {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            tracing::warn!("{} is left out: its name is not UTF-8", entry.path().display());
            return;
        };
        let path = if folder.is_empty() { name.to_owned() } else { [folder, "/", name].concat() };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                if self.belonging.takes_folder(&path) {
                    folders.push(path);
                }
            }
            Ok(kind) if kind.is_file() => {
                if self.belonging.takes_file(&path) {
                    files.extend(VaultPath::new(&path).map(|path| (path, entry)));
                }
            }
            kind => tracing::debug!("{path} is left out: it is {}", described(kind.ok())),
        }
    }
}

/// The paths of the files below `folder` that belong. No symbolic link is followed, to the folder
/// neither.
pub(super) fn files_below(
    root: &Arc<Root>,
    belonging: &Arc<Belonging>,
    folder: &VaultPath,
) -> Vec<VaultPath> {
    let place = root.real.join(folder.as_str());
    let linked = place.canonicalize().map_or(true, |real| real != place);
    if linked || !place.is_dir() || !belonging.takes_folder(folder.as_str()) {
        return Vec::new();
    }
    let (of, to) = (Arc::clone(root), Arc::clone(belonging));
    let walker = WalkBuilder::new(&place)
        .standard_filters(false)
        .follow_links(false)
        .filter_entry(move |entry| belongs(&of, &to, entry))
        .build();
    let files = walker.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.filter_map(|entry| VaultPath::new(&root.walked(entry.path())?)).collect()
}

/// Whether the walk takes `entry` in, or enters it.
fn belongs(root: &Root, belonging: &Belonging, entry: &DirEntry) -> bool {
    let Some(path) = root.walked(entry.path()) else {
        tracing::warn!("{} is left out: its name is not UTF-8", entry.path().display());
        return false;
    };
    match entry.file_type() {
        Some(kind) if kind.is_dir() => belonging.takes_folder(&path),
        Some(kind) if kind.is_file() => belonging.takes_file(&path),
        kind => {
            tracing::debug!("{path} is left out: it is {}", described(kind));
            false
        }
    }
}

/// What a thing is that is neither a file nor a folder.
fn described(kind: Option<FileType>) -> &'static str {
    if kind.is_some_and(|kind| kind.is_symlink()) { "a symbolic link" } else { "not a regular file" }
}

/// With fewer files of one folder to open, to open the folder first costs more than it saves.
const WORTH_A_FOLDER: usize = 3;

/// The folder of some files that are to be read.
pub(super) struct Reading<'r> {
    root: &'r Root,
    folder: Option<inside::OpenFolder>,
}

impl<'r> Reading<'r> {
    /// The folder of `files`, which are all in one.
    pub fn of(root: &'r Root, files: &[Listed]) -> Self {
        let first = files.first().filter(|_| files.len() >= WORTH_A_FOLDER);
        // What is wrong with the folder is told of its files.
        Self {
            root,
            folder: first.and_then(|(path, _)| inside::OpenFolder::open(&root.real, path.folder()).ok()),
        }
    }

    /// The file, read when it is a note; `None` when it is gone.
    pub fn found(&self, (path, entry): &Listed) -> Option<Found> {
        if Format::of(path.name()).is_none() {
            return stamp((path, entry)).map(|stamp| Found { path: path.clone(), stamp, bytes: None });
        }
        let opened = match &self.folder {
            Some(folder) => folder.file(path.name()).map(|opened| root::read_opened(&opened)),
            None => self.root.open(path.as_str()),
        };
        found(path, opened, || stamp((path, entry)))
    }
}

/// The note at `path`, of which this was opened; `None` when it is gone. What cannot be read is logged, and
/// is without bytes; `looks` says what it looks like where it could not be opened.
pub(super) fn found(
    path: &VaultPath,
    opened: io::Result<(io::Result<Vec<u8>>, Stamp)>,
    looks: impl FnOnce() -> Option<Stamp>,
) -> Option<Found> {
    let (bytes, stamp) = match opened {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => (Err(error), looks()?),
    };
    let bytes = bytes.inspect_err(|error| tracing::warn!("{path} is not read: {error}")).ok();
    Some(Found { path: path.clone(), stamp, bytes })
}

/// What the file looks like, without opening it; `None` when it is gone.
pub(super) fn stamp((path, entry): (&VaultPath, &fs::DirEntry)) -> Option<Stamp> {
    let metadata = entry.metadata().inspect_err(|error| tracing::warn!("{path} is left out: {error}"));
    metadata.ok().map(|metadata| Stamp::of(&metadata))
}
