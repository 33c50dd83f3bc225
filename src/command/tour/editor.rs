//! What an editor does besides showing: it keeps texts, says where a cursor is, and carries out
//! the edits that the server sends.

use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::text::{Encoding, LineTable, Position};

use super::Trouble;

/// What stays as it is in the path of a URI.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A folder of notes, as an editor has it.
pub struct Editor {
    root: PathBuf,
}

impl Editor {
    /// An editor for the notes below `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The URI of the note at `path`; the folder's own for an empty path.
    pub fn uri(&self, path: &str) -> String {
        let absolute = self.root.join(path).to_string_lossy().replace('\\', "/");
        let absolute = absolute.trim_end_matches('/');
        // A drive's letter has no slash in front.
        let slash = if absolute.starts_with('/') { "" } else { "/" };
        format!("file://{slash}{}", utf8_percent_encode(absolute, IN_PATH))
    }

    /// The path in the folder that a URI names.
    pub fn path(&self, uri: &str) -> Result<String, Trouble> {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (whole, root) = (decode(uri), decode(&self.uri("")) + "/");
        let path = whole.strip_prefix(&root).map(str::to_owned);
        path.ok_or_else(|| Trouble(format!("the server names a file outside the folder: {uri}")))
    }

    /// The text of the note at `path`.
    pub fn text(&self, path: &str) -> Result<String, Trouble> {
        fs::read_to_string(self.root.join(path)).map_err(|error| Trouble(format!("{path}: {error}")))
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// Saves the note at `path`.
    pub fn save(&self, path: &str, text: &str) -> Result<(), Trouble> {
        fs::write(self.root.join(path), text).map_err(|error| Trouble(format!("{path}: {error}")))
    }

    /// The parameters of a question about the place where `cursor` begins in the note at `path`.
    pub fn at(&self, path: &str, cursor: &str) -> Result<Value, Trouble> {
        let text = self.text(path)?;
        let offset = text.find(cursor).ok_or_else(|| Trouble(format!("{path} does not hold {cursor}")))?;
        let position = position(&text, offset);
        Ok(json!({"textDocument": {"uri": self.uri(path)}, "position": position}))
    }

    /// Carries out an LSP `WorkspaceEdit` on the files, and gives back what it changed: the path
    /// before, the path after, and both texts.
    pub fn apply(&self, edit: &Value) -> Result<Vec<Change>, Trouble> {
        let changes = edit["documentChanges"].as_array().ok_or_else(|| {
            Trouble("the edit has no documentChanges, which this client asked for".to_owned())
        })?;
        let mut changed: Vec<Change> = Vec::new();
        for change in changes {
            match change["kind"].as_str() {
                None => changed.push(self.edit(change)?),
                Some("rename") => self.rename(change, &mut changed)?,
                Some(kind) => return Err(Trouble(format!("this client cannot {kind} files"))),
            }
        }
        Ok(changed)
    }

    fn edit(&self, change: &Value) -> Result<Change, Trouble> {
        let path = self.path(change["textDocument"]["uri"].as_str().unwrap_or_default())?;
        let before = self.text(&path)?;
        let after = edited(&before, &change["edits"]);
        self.save(&path, &after)?;
        Ok(Change { from: path.clone(), to: path, before, after })
    }

    fn rename(&self, change: &Value, changed: &mut Vec<Change>) -> Result<(), Trouble> {
        let from = self.path(change["oldUri"].as_str().unwrap_or_default())?;
        let to = self.path(change["newUri"].as_str().unwrap_or_default())?;
        if self.has(&to) {
            return Err(Trouble(format!("{to} is there already")));
        }
        fs::rename(self.root.join(&from), self.root.join(&to))
            .map_err(|error| Trouble(format!("{from}: {error}")))?;
        match changed.iter_mut().find(|change| change.to == from) {
            Some(change) => change.to = to,
            None => {
                let text = self.text(&to)?;
                changed.push(Change { from, to, before: text.clone(), after: text });
            }
        }
        Ok(())
    }
}

/// What an edit did to one file.
pub struct Change {
    /// Its path before.
    pub from: String,
    /// Its path after.
    pub to: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// `text` after an array of LSP `TextEdit`s.
pub fn edited(text: &str, edits: &Value) -> String {
    let lines = LineTable::new(text);
    let edits = edits.as_array().into_iter().flatten();
    let mut edits: Vec<_> = edits
        .map(|edit| {
            let (start, end) =
                (offset(&lines, &edit["range"]["start"]), offset(&lines, &edit["range"]["end"]));
            (start, end, edit["newText"].as_str().unwrap_or_default())
        })
        .collect();
    edits.sort_by_key(|&(start, end, _)| (start, end));
    let (mut out, mut at) = (String::new(), 0);
    for (start, end, new) in edits {
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(new);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The LSP position of byte `offset` of `text`.
pub fn position(text: &str, offset: usize) -> Value {
    let at = LineTable::new(text).position(offset, Encoding::Utf16);
    json!({"line": at.line, "character": at.column})
}

/// The byte of an LSP position.
pub fn offset(lines: &LineTable, position: &Value) -> usize {
    let number = |name: &str| position[name].as_u64().and_then(|it| u32::try_from(it).ok()).unwrap_or(0);
    lines.offset(Position { line: number("line"), column: number("character") }, Encoding::Utf16)
}
