//! Several files in one string, and a cursor in one of them.
//!
//! ```text
//! //- inbox.md
//! See [[Ideas#Garden$0]].
//! //- folder/ideas.md open
//! # Garden
//! ```
//!
//! A line `//- path` begins a file; what stands before the first is `main.md`. A file marked `open`
//! is open in an editor with that text. `$0` is the cursor and no part of the text. `\r` at the
//! end of a line, written so, makes that line end with CRLF.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::{DateTime, datetime};
use tempfile::TempDir;
use wikilinks::features::Location;
use wikilinks::index::{File, FileId, Index, View};
use wikilinks::plan::{FileOperation, Plan};
use wikilinks::text::{Encoding, LineTable, Span};
use wikilinks::vault::{Settings, Vault, VaultPath};

/// What the clock of every fixture says, on a Tuesday.
const NOW: DateTime = datetime(2026, 11, 24, 15, 4, 5, 0);

/// A vault on disk, its index, and a cursor.
pub struct Fixture {
    /// The folder, which goes when the fixture goes.
    pub folder: TempDir,
    /// The vault and its index.
    pub view: View,
    /// The file with `$0` in it, and the byte where it stood.
    pub cursor: Option<(FileId, usize)>,
}

impl Fixture {
    /// The vault that `text` describes, with default settings.
    pub fn new(text: &str) -> Self {
        Self::with_settings(text, Settings::default())
    }

    /// The vault that `text` describes.
    pub fn with_settings(text: &str, settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut files = split(text);
        let cursor = files.iter_mut().find_map(|(path, _, text)| {
            let at = text.find("$0")?;
            text.replace_range(at..at + 2, "");
            Some((VaultPath::new(path).expect("a path"), at))
        });
        for (path, _, text) in &files {
            write(folder.path(), path, text);
        }
        let vault = Vault::with_settings(folder.path(), settings).with_clock(NOW);
        let index = Index::new();
        index.load(&vault, |_| {}, || false);
        for (path, open, text) in &files {
            if *open {
                index.put_open(&VaultPath::new(path).expect("a path"), 7, text.as_str().into());
            }
        }
        let cursor = cursor.map(|(path, at)| (index.file_at(&path).expect("the file").place.id, at));
        Self { folder, view: View::new(Arc::new(vault), Arc::new(index)), cursor }
    }

    /// The file and the byte of the cursor.
    pub fn at(&self) -> (FileId, usize) {
        self.cursor.expect("the fixture has a $0")
    }

    /// The file at `path`.
    pub fn file(&self, path: &str) -> Arc<File> {
        let path = VaultPath::new(path).expect("a path");
        self.view.index.file_at(&path).unwrap_or_else(|| panic!("no file {path}"))
    }

    /// The text of the file at `path`, as the view reads it.
    pub fn text(&self, path: &str) -> Arc<str> {
        self.view.read(self.file(path).place.id).expect("readable").text
    }

    /// `path:line:column "text"` of a location's focus, lines and columns from one.
    pub fn show(&self, location: &Location) -> String {
        let path = &location.file.place.path;
        if !location.file.has_note() {
            return path.to_string();
        }
        let text = self.view.read(location.file.place.id).expect("readable").text;
        format!("{path}:{} {:?}", place(&text, location.focus), location.focus.of(&text))
    }

    /// Every file that a plan changes, as it will be: `//- path` and the text.
    pub fn outcome(&self, plan: &Plan) -> String {
        let mut out = String::new();
        for operation in &plan.operations {
            match operation {
                FileOperation::Rename { from, to } => out.push_str(&format!("//- {from} -> {to}\n")),
                FileOperation::Create { path, text } => out.push_str(&format!("//- new {path}\n{text}")),
            }
        }
        for file in &plan.edits {
            out.push_str(&format!("//- {}\n{}", file.path, file.applied()));
        }
        out
    }
}

/// `line:column`, both from one, of the start of a span.
pub fn place(text: &str, span: Span) -> String {
    let at = LineTable::new(text).position(span.start as usize, Encoding::Utf32);
    format!("{}:{}", at.line + 1, at.column + 1)
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// (path, open, text) of each file.
fn split(text: &str) -> Vec<(String, bool, String)> {
    let mut files: Vec<(String, bool, String)> = Vec::new();
    for line in text.strip_prefix('\n').unwrap_or(text).split_inclusive('\n') {
        if let Some(header) = line.trim_end().strip_prefix("//- ") {
            let (path, open) = header.strip_suffix(" open").map_or((header, false), |path| (path, true));
            files.push((path.to_owned(), open, String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("main.md".to_owned(), false, String::new()));
        }
        let line = line.strip_suffix("\\r\n").map_or_else(|| line.to_owned(), |line| format!("{line}\r\n"));
        files.last_mut().expect("just pushed").2.push_str(&line);
    }
    files
}
