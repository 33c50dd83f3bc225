//! What is going to be done, in a form that survives the process.
//!
//! One JSON value in each line, so that a person can read what a run was about:
//!
//! ```text
//! {"journal":{"version":1,"id":"4f…","title":"Rename note \"a\" to \"b\""}}
//! {"change":{"from":"a.md","to":"b.md","old":"12-…","new":"12-…"}}
//! {"end":"231-…"}
//! ```
//!
//! A vault can come from anywhere, and a journal with it. So what is read is checked as what a
//! stranger says: no path leaves the vault or is hidden, no file is named twice, and the new
//! contents lie under names that follow from the journal's number.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::text::{NameKey, fold};
use crate::vault::VaultPath;

use super::fingerprint::Fingerprint;

const VERSION: u32 = 1;

/// All that a run changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// The number that the names of its files beside others hold.
    id: u64,
    /// What the run does, in a few words.
    pub title: String,
    /// What happens to each file.
    pub changes: Vec<Change>,
    /// The folders that are made for it, each behind the one that it lies in.
    pub made: Vec<VaultPath>,
    /// The folders that go when they are empty at the end, each before the one that it lies in.
    pub left: Vec<VaultPath>,
}

/// What happens to one file: other contents, another path, or both. The contents come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it is, and its contents; `None` for a new file.
    pub from: Option<(VaultPath, Fingerprint)>,
    /// Where it will be.
    pub to: VaultPath,
    /// Its contents then.
    pub new: Fingerprint,
}

impl Change {
    /// Where the new contents are written beside: the file as it is, or the new one.
    pub fn source(&self) -> &VaultPath {
        self.from.as_ref().map_or(&self.to, |(from, _)| from)
    }

    /// Whether new contents are written.
    pub fn writes(&self) -> bool {
        self.from.as_ref().is_none_or(|(_, old)| *old != self.new)
    }

    /// Whether the file gets another path.
    pub fn moves(&self) -> bool {
        self.source() != &self.to
    }

    /// Whether the path changes, but only in its case or its normal form. The file's own old name
    /// can then be in the way.
    pub fn only_respells(&self) -> bool {
        self.moves() && fold(self.source().as_str()) == fold(self.to.as_str())
    }
}

/// Why a journal cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Its end is not there: the run was killed while it was written.
    Torn,
    /// It is not one that this program wrote: why, for a person.
    Strange(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Line {
    Journal {
        version: u32,
        id: String,
        title: String,
    },
    Change {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        to: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<String>,
        new: String,
    },
    Made(String),
    Left(String),
    End(String),
}

impl Journal {
    /// A journal with a number of its own.
    pub fn new(title: String, changes: Vec<Change>, made: Vec<VaultPath>, left: Vec<VaultPath>) -> Self {
        Self { id: RandomState::new().hash_one(&title), title, changes, made, left }
    }

    /// Where the new contents of the change `number` wait, beside the file at `source`.
    pub fn beside(&self, source: &Path, number: usize) -> PathBuf {
        source.with_file_name(format!(".wikilinks-{:016x}-{number}", self.id))
    }

    /// Where the file of the change `number` is on its way to a name that differs in case only.
    pub fn between(&self, to: &Path, number: usize) -> PathBuf {
        to.with_file_name(format!(".wikilinks-{:016x}-{number}-moves", self.id))
    }

    /// A file that tries whether files can be moved, in `folder`.
    pub fn trial(&self, folder: &Path) -> PathBuf {
        folder.join(format!(".wikilinks-{:016x}-trial", self.id))
    }

    /// The text of the journal.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let head =
            Line::Journal { version: VERSION, id: format!("{:016x}", self.id), title: self.title.clone() };
        push(&mut text, &head);
        for change in &self.changes {
            let from = change.from.as_ref();
            push(
                &mut text,
                &Line::Change {
                    from: from.map(|(path, _)| path.to_string()),
                    to: change.to.to_string(),
                    old: from.map(|(_, old)| old.to_string()),
                    new: change.new.to_string(),
                },
            );
        }
        self.made.iter().for_each(|folder| push(&mut text, &Line::Made(folder.to_string())));
        self.left.iter().for_each(|folder| push(&mut text, &Line::Left(folder.to_string())));
        let end = Line::End(Fingerprint::of(text.as_bytes()).to_string());
        push(&mut text, &end);
        text
    }

    /// The journal that `text` is.
    ///
    /// # Errors
    /// When it is not complete, or not one that this program wrote.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        check_version(text)?;
        let body = whole_body(text).ok_or(Unreadable::Torn)?;
        let mut lines = body.lines().enumerate();
        let strange = |number: usize| Unreadable::Strange(format!("line {} cannot be read", number + 1));
        let head = lines.next().and_then(|(_, line)| serde_json::from_str(line).ok());
        let Some(Line::Journal { id, title, .. }) = head else { return Err(strange(0)) };
        let id = number(&id).ok_or_else(|| strange(0))?;
        let mut journal = Self { id, title, changes: Vec::new(), made: Vec::new(), left: Vec::new() };
        for (number, line) in lines {
            let line = serde_json::from_str(line).map_err(|_| strange(number))?;
            journal.take_in(line).ok_or_else(|| strange(number))?;
        }
        journal.check_names().map_err(Unreadable::Strange)?;
        Ok(journal)
    }

    fn take_in(&mut self, line: Line) -> Option<()> {
        match line {
            Line::Change { from, to, old, new } => {
                let from = match (from, old) {
                    (Some(from), Some(old)) => Some((plain(&from)?, old.parse().ok()?)),
                    (None, None) => None,
                    _ => return None,
                };
                self.changes.push(Change { from, to: plain(&to)?, new: new.parse().ok()? });
            }
            Line::Made(folder) => self.made.push(plain(&folder)?),
            Line::Left(folder) => self.left.push(plain(&folder)?),
            Line::Journal { .. } | Line::End(_) => return None,
        }
        Some(())
    }

    /// No two changes may meet at a path: one would overwrite the other. New paths may not differ in
    /// case only either; those that are there may.
    ///
    /// # Errors
    /// The path at which they do, in a sentence.
    pub fn check_names(&self) -> Result<(), String> {
        let meet = |path: &VaultPath| Err(format!("two files would meet at {path}"));
        let mut sources = FxHashSet::default();
        for (from, _) in self.changes.iter().filter_map(|change| change.from.as_ref()) {
            if !sources.insert(from) {
                return meet(from);
            }
        }
        let mut targets = FxHashSet::default();
        for change in self.changes.iter().filter(|change| change.from.is_none() || change.moves()) {
            if sources.contains(&change.to) || !targets.insert(NameKey::new(change.to.as_str())) {
                return meet(&change.to);
            }
        }
        Ok(())
    }
}

fn push(text: &mut String, line: &Line) {
    // Strings and numbers only: this cannot fail.
    text.push_str(&serde_json::to_string(line).unwrap_or_default());
    text.push('\n');
}

/// A path that no run would refuse to write, as far as its text tells.
fn plain(text: &str) -> Option<VaultPath> {
    VaultPath::new(text).filter(|_| text.split('/').all(|segment| !segment.starts_with('.')))
}

/// A number as it is written in names: sixteen digits of base 16.
fn number(text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text, 16).ok()?;
    (format!("{number:016x}") == text).then_some(number)
}

/// What stands before a last line that fits it; `None` when there is no such line.
fn whole_body(text: &str) -> Option<&str> {
    let whole = text.strip_suffix('\n')?;
    let (body, last) = text.split_at(whole.rfind('\n')? + 1);
    let Ok(Line::End(end)) = serde_json::from_str(last) else { return None };
    (end.parse() == Ok(Fingerprint::of(body.as_bytes()))).then_some(body)
}

/// A newer program may end its journals otherwise: so its number comes before everything.
fn check_version(text: &str) -> Result<(), Unreadable> {
    let head: Option<serde_json::Value> =
        text.split_once('\n').and_then(|(head, _)| serde_json::from_str(head).ok());
    match head.as_ref().and_then(|head| head.pointer("/journal/version")?.as_u64()) {
        Some(version) if version != u64::from(VERSION) => Err(Unreadable::Strange(format!(
            "it has version {version}, and this program knows version {VERSION} only"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VaultPath {
        VaultPath::new(text).unwrap()
    }

    fn journal() -> Journal {
        let (old, new) = (Fingerprint::of(b"old"), Fingerprint::of(b"new"));
        let changes = vec![
            Change { from: Some((path("a \"b\".md"), old)), to: path("x/é.md"), new },
            Change { from: Some((path("c.md"), old)), to: path("C.md"), new: old },
            Change { from: None, to: path("d.md"), new },
        ];
        Journal::new("Rename\n\"x\"".to_owned(), changes, vec![path("x")], vec![path("y")])
    }

    /// The text with `from` replaced, and an end that fits.
    fn forged(from: &str, to: &str) -> String {
        let text = journal().to_text();
        let mut body = whole_body(&text).unwrap().replace(from, to);
        let end = Line::End(Fingerprint::of(body.as_bytes()).to_string());
        push(&mut body, &end);
        body
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = journal();
        assert_eq!(Journal::parse(&written.to_text()), Ok(written));
    }

    #[test]
    fn every_shorter_text_is_torn() {
        let text = journal().to_text();
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            assert_eq!(Journal::parse(&text[..end]), Err(Unreadable::Torn), "{}", &text[..end]);
        }
    }

    #[test]
    fn a_changed_byte_is_seen() {
        assert_eq!(Journal::parse(&journal().to_text().replace("d.md", "e.md")), Err(Unreadable::Torn));
    }

    #[test]
    fn paths_that_leave_the_vault_or_are_hidden_are_not_taken() {
        for hostile in ["../d.md", "/etc/d.md", ".git/hooks/d", "x/.ssh/d", "x/../../d", "", "x//d"] {
            let text = forged("\"d.md\"", &format!("\"{hostile}\""));
            assert!(matches!(Journal::parse(&text), Err(Unreadable::Strange(_))), "{hostile}");
        }
    }

    #[test]
    fn two_files_at_one_path_are_not_taken() {
        for twice in ["c.md", "C.MD", "x/é.md", "x/e\u{301}.md"] {
            let text = forged("\"d.md\"", &format!("\"{twice}\""));
            assert!(matches!(Journal::parse(&text), Err(Unreadable::Strange(_))), "{twice}");
        }
    }

    #[test]
    fn a_newer_journal_is_left_to_a_newer_program() {
        let text = forged("\"version\":1", "\"version\":2");
        assert!(matches!(Journal::parse(&text), Err(Unreadable::Strange(why)) if why.contains("version 2")));
    }
}
