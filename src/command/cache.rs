//! `wikilinks cache`: what is kept between runs, and deleting it.

use std::fmt::Write;

use super::arguments::{CacheAction, CacheArguments};
use super::check::counted;
use super::terminal::{self, printable};
use super::{Ending, Failure, mebibytes};
use crate::vault::{CacheEntry, CacheFolder};

/// Says what is kept, or deletes it.
pub fn run(arguments: &CacheArguments) -> Result<Ending, Failure> {
    let Some(folder) = CacheFolder::of_user() else {
        return Err(Failure("this user has no cache folder: set XDG_CACHE_HOME to one".to_owned()));
    };
    let shown = folder.path().display();
    let answer = match arguments.action {
        None => {
            let entries = folder.entries();
            listed(&folder, &entries.map_err(|error| Failure(format!("{shown} cannot be read: {error}")))?)
        }
        Some(CacheAction::Clear) => {
            let count = folder.clear();
            let count = count.map_err(|error| Failure(format!("{shown} cannot be cleared: {error}")))?;
            format!("{} deleted\n", counted(count, "file"))
        }
    };
    terminal::print(&answer, Ending::Fine)
}

/// The folder, then a line for each file in it, then the sum.
fn listed(folder: &CacheFolder, entries: &[CacheEntry]) -> String {
    let mut out = format!("{}\n", printable(&folder.path().to_string_lossy()));
    for entry in entries {
        let vault = entry.vault.as_ref().map(|vault| vault.to_string_lossy().into_owned());
        let vault = vault.unwrap_or_else(|| "not finished, or damaged".to_owned());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {:>10}  {}", mebibytes(entry.size), printable(&vault));
    }
    let sum = entries.iter().map(|entry| entry.size).sum();
    let _ = writeln!(out, "{}, {}", counted(entries.len(), "file"), mebibytes(sum));
    out
}
