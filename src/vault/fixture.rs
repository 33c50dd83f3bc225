//! Vaults for tests.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use serde_json::Value;
use tempfile::TempDir;

use super::{Found, Vault, VaultPath};

/// A folder with these files: paths and texts.
pub(super) fn folder(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(root.path(), path, text);
    }
    root
}

/// Writes one file, and makes the folders above it.
pub(super) fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// The vault at `root`, whose settings must be fine.
pub(super) fn open(root: &Path) -> Vault {
    let (vault, problems) = Vault::open(root, &Value::Null);
    assert_eq!(problems, []);
    vault
}

/// All that a walk finds, by path.
pub(super) fn found(vault: &Vault) -> Vec<Found> {
    let all = Mutex::new(Vec::new());
    let read = |paths: Vec<VaultPath>| {
        let reading = vault.reading(paths.iter());
        all.lock().unwrap().extend(paths.iter().filter_map(|path| reading.found(path)));
    };
    vault.walk(read, || false);
    let mut all = all.into_inner().unwrap();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The paths that a walk finds, in order.
pub(super) fn paths(vault: &Vault) -> Vec<String> {
    found(vault).iter().map(|found| found.path.to_string()).collect()
}
