//! Finding and reading every file of a vault.

use std::fs::FileType;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ::ignore::{DirEntry, WalkBuilder, WalkState};

use super::ignore::Belonging;
use super::root::Root;
use super::{Found, Stamp, VaultPath};
use crate::note::Format;

/// Finds every file below `root` that belongs, and every folder, and gives each to `visit`, in
/// parallel, until `stop` says true.
pub(super) fn walk(
    root: &Arc<Root>,
    belonging: &Arc<Belonging>,
    visit: &(impl Fn(&Root, &DirEntry) + Sync),
    stop: &(impl Fn() -> bool + Sync),
) {
    let filter = {
        let (root, belonging) = (Arc::clone(root), Arc::clone(belonging));
        move |entry: &DirEntry| belongs(&root, &belonging, entry)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let walker = WalkBuilder::new(&root.real)
        // Its own filters are off: `Belonging` answers for the walk as it does for single paths.
        .standard_filters(false)
        .follow_links(false)
        .threads(threads)
        .filter_entry(filter)
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            if stop() {
                return WalkState::Quit;
            }
            match entry {
                Ok(entry) => visit(root, &entry),
                Err(error) => tracing::warn!("a part of the vault is left out: {error}"),
            }
            WalkState::Continue
        })
    });
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

/// The file at `entry`, read when it is a note; `None` for a folder.
pub(super) fn found(root: &Root, entry: &DirEntry) -> Option<Found> {
    let path = path_of(root, entry)?;
    if Format::of(path.name()).is_some() {
        return read(root, path, entry.path());
    }
    stamped(path, entry).map(|(path, stamp)| Found { path, stamp, text: None })
}

/// The file at `entry`, not opened; `None` for a folder.
pub(super) fn stamp(root: &Root, entry: &DirEntry) -> Option<(VaultPath, Stamp)> {
    stamped(path_of(root, entry)?, entry)
}

fn path_of(root: &Root, entry: &DirEntry) -> Option<VaultPath> {
    entry.file_type().filter(FileType::is_file)?;
    VaultPath::new(&root.walked(entry.path())?)
}

fn stamped(path: VaultPath, entry: &DirEntry) -> Option<(VaultPath, Stamp)> {
    match entry.metadata() {
        Ok(metadata) => Some((path, Stamp::of(&metadata))),
        Err(error) => {
            tracing::warn!("{path} is left out: {error}");
            None
        }
    }
}

/// The note at `place`: without text when it cannot be read, `None` when it is gone.
fn read(root: &Root, path: VaultPath, place: &Path) -> Option<Found> {
    let (text, stamp) = match root.open(path.as_str()) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => (Err(error), place.symlink_metadata().map(|metadata| Stamp::of(&metadata)).ok()?),
    };
    let text = text.inspect_err(|error| tracing::warn!("{path} is not read: {error}")).ok();
    Some(Found { path, stamp, text })
}
