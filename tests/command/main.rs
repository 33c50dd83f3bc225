//! The built command, as a person at a terminal runs it.

mod cache;
mod check;
mod coming_from;
mod doctor;
mod documentation;
mod explain;
mod help;
mod list;
mod shipped;
mod tour;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A vault on disk.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A vault with these files: `(path, text)`.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs `wikilinks` in this folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.0.path(), arguments)
    }
}

/// What a run left.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `wikilinks` in `folder`.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    ran(command(folder).args(arguments).output().expect("the command runs"))
}

/// The built command, to be run in `folder`.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wikilinks"));
    command.current_dir(folder).stdin(Stdio::null()).env_remove("NO_COLOR").env_remove("WIKILINKS_LOG");
    command
}

/// What `output` says.
pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("it was not ended by a signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
