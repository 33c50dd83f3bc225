//! A plan, shown or carried out.

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::index::View;
use crate::plan::disk::{Stopped, apply};
use crate::plan::{Plan, Reason, Refusal};
use crate::vault::VaultPath;

use super::arguments::ColorChoice;
use super::check::counted;
use super::diff::{self, Look};
use super::terminal::{self, Colors};
use super::{Ending, Failure, opened};

/// What someone asked for.
pub struct Wanted {
    /// How it is done.
    pub plan: Plan,
    /// What is said when it has been done: `Renamed a.md to b.md`.
    pub done: String,
    /// The folders that go when nothing is left in them.
    pub left: Vec<VaultPath>,
}

impl From<Refusal> for Stopped {
    fn from(Refusal(why): Refusal) -> Self {
        Stopped::Refused(why)
    }
}

/// How a change is to be made.
pub struct How<'a> {
    /// The vault's folder.
    pub folder: &'a Path,
    /// Whether it is only shown.
    pub dry_run: bool,
    /// In which colours.
    pub color: ColorChoice,
}

/// Makes or shows the change that `wanted` says for the vault.
pub fn run(how: &How, wanted: impl FnOnce(&View) -> Result<Wanted, Refusal>) -> Result<Ending, Failure> {
    match answer(how, wanted) {
        Ok(answer) => terminal::print(&answer, Ending::Fine),
        Err(Stopped::Refused(why)) => {
            terminal::complain(&format!("wikilinks: {why}"));
            Ok(Ending::Problems)
        }
        Err(Stopped::Failed(why)) => Err(Failure(why)),
    }
}

fn answer(how: &How, wanted: impl FnOnce(&View) -> Result<Wanted, Refusal>) -> Result<String, Stopped> {
    let lock = if how.dry_run { None } else { Some(opened::lock(how.folder)?) };
    let view = opened::open(how.folder).map_err(|Failure(why)| Stopped::Failed(why))?;
    let wanted = wanted(&view)?;
    let Some(lock) = lock else {
        let look = Look { colors: Colors::for_stdout(how.color), is_shown: io::stdout().is_terminal() };
        return Ok(diff::render(&wanted.plan, look));
    };
    apply(&lock, &view.vault, &wanted.plan, &wanted.left)?;
    Ok(format!("{}\n", terminal::printable(&said(&view, &wanted))))
}

/// What was done, in one line.
fn said(view: &View, wanted: &Wanted) -> String {
    let mut said = wanted.done.clone();
    let (links, notes) = wanted.plan.links();
    if links > 0 {
        said += &format!("; {} in {} updated", counted(links, "link"), counted(notes, "note"));
    }
    let edits = wanted.plan.edits.iter().flat_map(|file| &file.edits);
    match edits.filter(|edit| edit.reason == Reason::Guard).count() {
        0 => {}
        1 => said += ", 1 of them to another note",
        guards => said += &format!(", {guards} of them to other notes"),
    }
    let stays = wanted.left.iter().find(|folder| view.vault.is_folder(folder));
    if let Some(folder) = stays {
        said += &format!("; {folder} stays, for what is in it that the vault leaves out");
    }
    said
}
