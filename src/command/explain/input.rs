//! The link and the note that are asked about.

use std::path::Path;
use std::sync::Arc;

use crate::features::near::near_names;
use crate::index::{File, View};
use crate::note::{self, Format, Link};
use crate::vault::VaultPath;

use super::super::Failure;

/// A link as it was given, in brackets, and what it says.
#[derive(Debug)]
pub struct Written {
    /// The link's own text.
    pub text: String,
    /// What it says.
    pub link: Link,
}

/// The link in `given`: a link in any form, or a bare target.
pub fn link(given: &str) -> Result<Written, Failure> {
    let given = given.trim();
    let is_written_out = ["[", "!["].iter().any(|opening| given.starts_with(opening));
    let text = if is_written_out { given.to_owned() } else { format!("[[{given}]]") };
    match note::parse(&text, Format::Markdown).links.into_iter().next() {
        Some(link) => Ok(Written { text: link.span.of(&text).to_owned(), link }),
        None if text.contains("://") => Err(Failure(format!(
            "{given} leads out of the vault: only links to notes and files are explained"
        ))),
        None => Err(Failure(format!(
            "{given} is no link\n\
             Give one as it stands in a note, in quotes: '[[Note#Heading]]', '[text](note.md)', or just 'Note'."
        ))),
    }
}

/// The note at `given`: its path in the vault or on this machine, with or without `.md`.
pub fn note(view: &View, given: &str) -> Result<Arc<File>, Failure> {
    let in_vault = given.trim_start_matches("./");
    let on_disk = Path::new(given).canonicalize().ok().and_then(|path| view.vault.relative(&path));
    let texts = [in_vault.to_owned(), format!("{in_vault}.md")];
    let paths = texts.iter().filter_map(|text| VaultPath::new(text)).chain(on_disk);
    let found = paths.filter_map(|path| view.index.file_at(&path)).find(|file| file.has_note());
    found.ok_or_else(|| no_such_note(view, given))
}

fn no_such_note(view: &View, given: &str) -> Failure {
    let mut message = format!("the vault has no note {given}");
    let near = near_names(view, given, 3);
    let near: Vec<_> = near.iter().map(|place| place.path.as_str()).collect();
    if near.is_empty() {
        message += "\nGive its path from the vault's folder, as projects/plan.md.";
    } else {
        message += &format!("\nDid you mean {}?", near.join(" or "));
    }
    Failure(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_be_given_in_any_form() {
        for (given, path, subpath) in [
            ("[[a#b|c]]", "a", Some("b")),
            ("![[x.png]]", "x.png", None),
            ("[t](a.md#h)", "a.md", Some("h")),
            ("  a#b ", "a", Some("b")),
            ("#Heading", "", Some("Heading")),
        ] {
            let written = link(given).unwrap();
            assert_eq!((&*written.link.path, written.link.subpath.as_deref()), (path, subpath), "{given}");
        }
    }

    #[test]
    fn what_is_no_link_is_said_to_be_none() {
        assert!(link("[[]]").unwrap_err().to_string().contains("is no link"));
        assert!(link("[x](https://example.org)").unwrap_err().to_string().contains("leads out of the vault"));
    }
}
