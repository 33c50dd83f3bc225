//! `wikilinks tour`: a real session with the real server, shown on the terminal.
//!
//! Nothing is played: each answer is what the server gave over its pipe, and the tour ends with 1
//! when one is not what it has to be.

mod client;
mod editor;
mod scenes;
mod screen;
mod session;

use std::fs;
use std::path::Path;

use super::arguments::TourArguments;
use super::terminal::{self, Colors};
use super::{Ending, Failure};
use session::Session;

/// Why the tour cannot go on: an answer is missing, or is not what it has to be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Trouble(String);

/// The notes of the tour: their paths in the vault, and their texts.
const VAULT: [(&str, &str); 9] = [
    ("Attachment theory.md", include_str!("vault/Attachment theory.md")),
    ("Internal working model.md", include_str!("vault/Internal working model.md")),
    ("Secure base.md", include_str!("vault/Secure base.md")),
    ("Strange situation.md", include_str!("vault/Strange situation.md")),
    ("daily/2026-03-14.md", include_str!("vault/daily/2026-03-14.md")),
    ("people/John Bowlby.md", include_str!("vault/people/John Bowlby.md")),
    ("people/Mary Ainsworth.md", include_str!("vault/people/Mary Ainsworth.md")),
    ("reading/Attachment in adults.md", include_str!("vault/reading/Attachment in adults.md")),
    ("reading/Attention and effort.md", include_str!("vault/reading/Attention and effort.md")),
];

/// Shows the five answers.
pub fn run(arguments: &TourArguments) -> Result<Ending, Failure> {
    let cannot = |error: std::io::Error| Failure(format!("the tour cannot start: {error}"));
    let folder = tempfile::tempdir().map_err(cannot)?;
    // The server is told the folder's own path, as an editor would tell it.
    let root = folder.path().canonicalize().map_err(cannot)?;
    write_vault(&root).map_err(cannot)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(cannot)?;
    let ended = runtime.block_on(show(&root, Colors::for_stdout(arguments.color)));
    runtime.shutdown_background();
    match ended {
        Ok(()) => Ok(Ending::Fine),
        Err(Trouble(reason)) => {
            terminal::complain(&format!("wikilinks: the tour went wrong: {reason}"));
            Ok(Ending::Problems)
        }
    }
}

fn write_vault(root: &Path) -> std::io::Result<()> {
    for (path, text) in VAULT {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// The whole tour, one page for each answer.
async fn show(root: &Path, colors: Colors) -> Result<(), Trouble> {
    let mut session = Session::start(root, colors).await?;
    scenes::completion(&mut session).await?;
    session.print()?;
    scenes::definition(&mut session).await?;
    session.print()?;
    scenes::hover(&mut session).await?;
    session.print()?;
    scenes::diagnostics(&mut session).await?;
    session.print()?;
    scenes::rename(&mut session).await?;
    session.print()?;
    scenes::next_steps(&mut session);
    session.print()?;
    session.end().await
}
