//! Edits as values: what a rename or a fix would do, before anyone does it.
//!
//! Every edit to a file, whoever asks for it and whoever carries it out, is a [`Plan`]. An editor
//! carries out its own; for the terminal, [`disk`] does.

mod add_alias;
mod alias;
mod carried;
pub mod disk;
mod extract;
mod file_name;
mod footnote;
mod free_name;
mod inline;
mod outcome;
mod placed;
mod read_again;
mod relink;
mod rename_files;
mod rename_place;
mod rewrite;
mod title;

pub use add_alias::alias_edit;
pub use alias::rename_alias;
pub use extract::extract;
pub use file_name::check_name;
pub use footnote::rename_footnote;
pub use inline::inline;
pub use relink::file_edits;
pub use rename_files::{Made, edits_for_moved, edits_for_moves_made, rename_file, rename_files};
pub use rename_place::{rename_spot, rename_tag};
pub use rewrite::{contained, written};

use std::sync::Arc;

use crate::index::View;
use crate::note::Note;
use crate::text::Span;
use crate::vault::VaultPath;

/// Why an edit is made: an editor can show and ask by these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The renamed thing itself: the file, its title, its first heading.
    Rename,
    /// A link to the renamed thing, or in it.
    Link,
    /// A link to something else, whose meaning the new name would change (R22). To be confirmed.
    Guard,
    /// A fix that someone asked for.
    Fix,
}

/// One replacement in a file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced.
    pub span: Span,
    /// What takes their place.
    pub text: String,
    /// Why.
    pub reason: Reason,
}

/// The edits of one file, in the order of their spans, none overlapping another.
#[derive(Debug, Clone)]
pub struct FileEdits {
    /// The file, by the path that it has before the plan is carried out.
    pub path: VaultPath,
    /// The version of the open document that the spans are for; `None` when it is not open (R25).
    pub version: Option<i32>,
    /// The text that the spans are for.
    pub text: Arc<str>,
    /// The parse of that text.
    pub note: Arc<Note>,
    /// The edits.
    pub edits: Vec<Edit>,
}

impl FileEdits {
    /// Whether an edit changes what a heading says.
    fn edits_a_heading(&self) -> bool {
        let headings = &self.note.headings;
        self.edits.iter().any(|edit| {
            let after = headings.partition_point(|heading| heading.content.start <= edit.span.start);
            headings[..after].last().is_some_and(|heading| heading.content.contains(edit.span))
        })
    }

    /// The text after the edits.
    pub fn applied(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for edit in &self.edits {
            text.push_str(self.text.get(at..edit.span.start as usize).unwrap_or(""));
            text.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        text.push_str(self.text.get(at..).unwrap_or(""));
        text
    }

    /// How many links of this file change for a reason that `counts`.
    fn links_for(&self, counts: impl Fn(Reason) -> bool) -> usize {
        let links = &self.note.links;
        let (mut count, mut last) = (0, None);
        for edit in self.edits.iter().filter(|edit| counts(edit.reason)) {
            let before = links.partition_point(|link| link.span.start <= edit.span.start);
            // An image in the text of a link begins after it, and ends before the link's path.
            let link = (0..before)
                .rev()
                .take(8)
                .find(|&at| links.get(at).is_some_and(|l| l.span.end >= edit.span.end));
            if link.is_none() || link != last {
                count += 1;
            }
            last = link;
        }
        count
    }
}

/// A change to the files themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOperation {
    /// The file at `from` moves to `to`, which must not exist.
    Rename {
        /// The path before.
        from: VaultPath,
        /// The path after.
        to: VaultPath,
    },
    /// A new file, which must not exist.
    Create {
        /// Its path.
        path: VaultPath,
        /// Its text.
        text: String,
    },
}

/// A set of edits that belong together: all are made, or none.
///
/// Text edits come first, each on the file's old path; file operations follow.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// What the plan does, in a few words: `Rename note "a" to "b"`.
    pub title: String,
    /// The index's revision that it was computed on.
    pub revision: u64,
    /// The edits, file by file, in the order of the paths.
    pub edits: Vec<FileEdits>,
    /// Changes to the files themselves.
    pub operations: Vec<FileOperation>,
}

impl Plan {
    /// A plan that changes nothing: all is as it is to be.
    fn nothing(title: String, revision: u64) -> Self {
        Self { title, revision, ..Self::default() }
    }

    /// How many links change, and in how many files.
    pub fn links(&self) -> (usize, usize) {
        self.links_for(|reason| reason != Reason::Rename)
    }

    /// How many links change for a reason that `counts`, and in how many files. A link counts once,
    /// also when both its path and its subpath change.
    pub fn links_for(&self, counts: impl Fn(Reason) -> bool) -> (usize, usize) {
        let per_file = self.edits.iter().map(|file| file.links_for(&counts));
        per_file.filter(|&count| count > 0).fold((0, 0), |(links, files), count| (links + count, files + 1))
    }
}

/// Why something cannot be done: a sentence that says what is wrong, where, and what to do.
/// Nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

/// R22: a link that leads nowhere must not come to lead somewhere, unless a setting allows it.
fn check_adopted(view: &View, relinked: &relink::Relinked) -> Result<(), Refusal> {
    let allowed = view.vault.settings.rename_adopts_unresolved;
    let Some(first) = relinked.adopted.first().filter(|_| !allowed) else { return Ok(()) };
    let others = match relinked.adopted.len() - 1 {
        0 => String::new(),
        1 => " and one more".to_owned(),
        count => format!(" and {count} more"),
    };
    Err(Refusal(format!(
        "{} in {}{others} leads nowhere now and would lead here; choose another name, or set rename.adopt_unresolved = true",
        first.text, first.path
    )))
}

/// Refuses to edit a file that nobody may write: the other edits would be made without it.
fn check_writable(view: &View, edits: &[FileEdits]) -> Result<(), Refusal> {
    match edits.iter().find(|file| view.vault.is_read_only(&file.path)) {
        None => Ok(()),
        Some(file) => Err(Refusal(format!(
            "{} is read-only, and has to be edited too; make it writable first",
            file.path
        ))),
    }
}

/// Adds the edits of one file to those of all. What they replace needs no other edit: a link in a
/// heading that gets another text, say.
fn merge(all: &mut Vec<FileEdits>, more: FileEdits) {
    match all.binary_search_by(|file| file.path.cmp(&more.path)) {
        Err(at) => all.insert(at, more),
        Ok(at) => {
            let edits = &mut all[at].edits;
            edits.retain(|edit| !more.edits.iter().any(|other| other.span.contains(edit.span)));
            edits.extend(more.edits);
            edits.sort_by_key(|edit| edit.span);
        }
    }
}
