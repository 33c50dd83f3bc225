//! Finding every file of a vault.

use std::fs::{self, FileType};
use std::sync::Arc;

use ::ignore::{DirEntry, WalkBuilder};
use rayon::Scope;

use super::VaultPath;
use super::ignore::Belonging;
use super::root::Root;

/// How many files of one folder are visited together: enough that handing them to a thread costs
/// nothing, few enough that a folder of thousands keeps all threads busy.
const TOGETHER: usize = 32;

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
    visit: impl Fn(Vec<VaultPath>) + Sync,
    stop: impl Fn() -> bool + Sync,
) {
    let walk = Walk { root, belonging, visit, stop };
    rayon::scope(|scope| walk.enter(scope, String::new()));
}

impl<'w, V: Fn(Vec<VaultPath>) + Sync, S: Fn() -> bool + Sync> Walk<'w, V, S> {
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
        files.sort_unstable();
        while !files.is_empty() {
            let some = files.split_off(files.len().saturating_sub(TOGETHER));
            scope.spawn(move |_| {
                if !(self.stop)() {
                    (self.visit)(some);
                }
            });
        }
    }

    /// Puts `entry`, which is in `folder`, to the `files` or `folders` when it belongs.
    fn sort_out(
        &self,
        entry: fs::DirEntry,
        folder: &str,
        files: &mut Vec<VaultPath>,
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
                    files.extend(VaultPath::new(&path));
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
