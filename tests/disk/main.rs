//! Changes on disk: all of it or nothing, and not a byte beside.

mod any_vault;
mod commands;
mod disk;
mod documentation;
mod dry_run;
mod full;
mod hostile;
mod killed;
#[path = "../properties/model.rs"]
#[allow(dead_code)]
mod model;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Every file below a folder, hidden ones too, and every empty folder (as `path/`), with its bytes.
pub type Contents = BTreeMap<String, Vec<u8>>;

/// A vault on disk.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A vault with these files: `(path, text)`.
    pub fn new<T: AsRef<[u8]>>(files: impl IntoIterator<Item = (impl AsRef<str>, T)>) -> Self {
        // In memory where there is such a place: a disk takes its time to make every file last.
        let in_memory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self(in_memory.expect("a temporary folder")).with(files)
    }

    /// The same on a disk.
    pub fn on_disk<T: AsRef<[u8]>>(files: impl IntoIterator<Item = (impl AsRef<str>, T)>) -> Self {
        Self(tempfile::tempdir().expect("a temporary folder")).with(files)
    }

    fn with<T: AsRef<[u8]>>(self, files: impl IntoIterator<Item = (impl AsRef<str>, T)>) -> Self {
        for (path, text) in files {
            self.write(path.as_ref(), text);
        }
        self
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn contents(&self) -> Contents {
        let mut contents = Contents::new();
        collect(self.path(), "", &mut contents);
        // The lock stays where it could not be removed without a race.
        if cfg!(not(unix)) {
            contents.remove(".wikilinks/lock");
        }
        contents
    }

    /// `wikilinks COMMAND VAULT ARGUMENTS`, not started yet.
    pub fn command(&self, command: &str, arguments: &[&str]) -> Command {
        let mut run = Command::new(env!("CARGO_BIN_EXE_wikilinks"));
        run.arg(command).arg(self.path()).args(arguments);
        run.stdin(Stdio::null()).env_remove("WIKILINKS_LOG").env_remove("WIKILINKS_KILL_AT");
        run
    }

    /// Runs `wikilinks COMMAND VAULT ARGUMENTS`.
    pub fn run(&self, command: &str, arguments: &[&str]) -> Ran {
        Ran::from(self.command(command, arguments).output().expect("it runs"))
    }

    /// The same, killed at its `point`-th point.
    pub fn run_until(&self, point: u64, command: &str, arguments: &[&str]) -> Ran {
        let mut run = self.command(command, arguments);
        Ran::from(run.env("WIKILINKS_KILL_AT", point.to_string()).output().expect("it runs"))
    }
}

fn collect(folder: &Path, prefix: &str, contents: &mut Contents) {
    let entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")).collect();
    if entries.is_empty() && !prefix.is_empty() {
        contents.insert(prefix.to_owned(), Vec::new());
    }
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_str().expect("UTF-8"));
        match entry.file_type().expect("a type") {
            kind if kind.is_dir() => collect(&entry.path(), &format!("{path}/"), contents),
            kind if kind.is_file() => drop(contents.insert(path, fs::read(entry.path()).expect("a file"))),
            _ => drop(contents.insert(path, b"something else".to_vec())),
        }
    }
}

/// What a run left.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` when it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ran {
    /// The run ended with `code`, or here.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}
