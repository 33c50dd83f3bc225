//! A vault: a folder of notes, and what is set for it. The only module that reads files.

mod path;
mod settings;

pub use path::VaultPath;
pub use settings::{DiagnosticCode, LinkFormat, Settings, SettingsProblem, Severity};

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a file looked like when it was read: tells whether it has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// Its length in bytes.
    pub size: u64,
}

/// A file that a walk found.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: VaultPath,
    /// What it looked like.
    pub stamp: Stamp,
    /// Its text; `None` for an attachment, and for a note that is not UTF-8 or cannot be read.
    pub text: Option<String>,
}

/// One vault: its root, its settings, and which files belong to it.
///
/// A value: when a settings file changes, a new one is opened.
#[derive(Debug)]
pub struct Vault {
    root: PathBuf,
    /// The settings in force.
    pub settings: Settings,
}

impl Vault {
    /// Opens the vault at `root`: reads `.obsidian/app.json` (R19) and `.wikilinks.toml`, and lays
    /// them over `client`, the settings that the editor sends (`null` for none).
    ///
    /// Never fails: what is wrong with a setting is in the second value, and its default stays.
    pub fn open(_root: &Path, _client: &serde_json::Value) -> (Vault, Vec<SettingsProblem>) {
        todo!()
    }

    /// A vault at `root` with these settings, which reads no settings file. For single files
    /// outside any folder, and for tests.
    pub fn with_settings(_root: &Path, _settings: Settings) -> Vault {
        todo!()
    }

    /// The vault's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `path` is on this machine.
    pub fn absolute(&self, _path: &VaultPath) -> PathBuf {
        todo!()
    }

    /// The vault path of a file on this machine; `None` when it is not below the root, or its
    /// name is not UTF-8.
    pub fn relative(&self, _path: &Path) -> Option<VaultPath> {
        todo!()
    }

    /// Whether a walk takes this path in: it is not hidden, and neither `.gitignore` nor a setting
    /// leaves it out. Looks at names only; the file need not exist.
    pub fn accepts(&self, _path: &VaultPath) -> bool {
        todo!()
    }

    /// Whether `.obsidian/app.json` names the path in `userIgnoreFilters`: such a note resolves,
    /// and comes last in completion (R19).
    pub fn is_set_aside(&self, _path: &VaultPath) -> bool {
        todo!()
    }

    /// Reads a file of the vault.
    ///
    /// # Errors
    /// When it is not a regular file inside the root (symbolic links are not followed out of it),
    /// cannot be read, or is not UTF-8 (`InvalidData`).
    pub fn read(&self, _path: &VaultPath) -> std::io::Result<(String, Stamp)> {
        todo!()
    }

    /// What the file looks like now; `None` when there is no regular file.
    pub fn stamp(&self, _path: &VaultPath) -> Option<Stamp> {
        todo!()
    }

    /// Finds and reads every file of the vault, in parallel; `take` is called from several threads.
    /// What cannot be read or entered is logged, and the rest goes on. `stop` is looked at often;
    /// when it says true the walk ends early.
    pub fn walk(&self, _take: impl Fn(Found) + Sync, _stop: impl Fn() -> bool + Sync) {
        todo!()
    }
}
