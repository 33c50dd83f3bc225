//! The server as an editor meets it: the built binary, over standard input and output.

#[path = "../support/mod.rs"]
mod support;

mod actions;
mod cache;
mod commands;
mod concurrency;
mod confinement;
mod decorations;
mod diagnostics;
mod document;
mod edits;
mod files;
mod folders;
mod hierarchy;
mod lifecycle;
mod long_session;
mod moved_outside;
mod moves;
mod odd_files;
mod positions;
mod refresh;
mod renames;
mod requests;
mod settings;
mod symbols;
mod sync;
mod tokens;
mod wire;

use std::path::{Path, PathBuf};

use support::client;
use tempfile::TempDir;

/// A folder with files.
struct Vault {
    folder: TempDir,
}

impl Vault {
    /// A vault of these files.
    fn new(files: &[(&str, &str)]) -> Self {
        let vault = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (path, text) in files {
            vault.write(path, text);
        }
        vault
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
}
