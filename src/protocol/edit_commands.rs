//! The commands that change notes, by `workspace/applyEdit`: new notes, daily notes, block ids.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, ShowDocumentParams, Uri};

use crate::features;
use crate::features::daily::{DailyNote, daily_note, day_in_words, today};
use crate::features::new_note::new_note as planned;
use crate::index::View;
use crate::plan::{Plan, Refusal};
use crate::vault::VaultPath;

use super::commands::folder_of;
use super::convert::{Places, Renaming, workspace_edit};
use super::request::{ask, on_worker, refused};
use super::session::Session;
use super::workspace::Folder;

#[derive(Deserialize)]
pub(super) struct NewNote {
    name: String,
    uri: Option<Uri>,
    #[serde(default = "yes")]
    open: bool,
}

#[derive(Deserialize)]
pub(super) struct Daily {
    /// The day in words; today without any.
    date: Option<String>,
    /// What day it is for the person, `2026-11-24`; the system's clock says it otherwise.
    today: Option<String>,
    uri: Option<Uri>,
    #[serde(default = "yes")]
    open: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
pub(super) struct At {
    uri: Uri,
    position: Position,
}

#[derive(Serialize)]
pub(super) struct Link {
    /// The link to the block, as another note writes it.
    link: String,
    /// Whether the block had no id before.
    created: bool,
}

#[derive(Serialize)]
pub(super) struct Created {
    uri: Uri,
}

#[derive(Serialize)]
pub(super) struct Day {
    uri: Uri,
    /// Whether the note was not there before.
    created: bool,
}

/// `wikilinks.new`.
pub(super) async fn new_note(session: &Arc<Session>, asked: NewNote) -> Result<Created> {
    must_make_files(session)?;
    let folder = folder_for(session, asked.uri.as_ref())?;
    let name = asked.name;
    let (path, plan) = on_folder(session, &folder, "wikilinks.new", move |view| planned(view, &name)).await?;
    let uri = session.uri_of(&folder, &path).ok_or_else(|| refusal("the name makes no URI"))?;
    create(session, folder, path, plan).await?;
    show(session, asked.open, &uri);
    Ok(Created { uri })
}

/// `wikilinks.daily`.
pub(super) async fn daily(session: &Arc<Session>, asked: Daily) -> Result<Day> {
    let folder = folder_for(session, asked.uri.as_ref())?;
    let (words, client_says) = (asked.date.unwrap_or_else(|| "today".to_owned()), asked.today);
    let (path, plan) = on_folder(session, &folder, "wikilinks.daily", move |view| {
        let day = day_of(view, &words, client_says.as_deref())?;
        Ok(match daily_note(view, day)? {
            DailyNote::Found(id) => (view.index.file(id).map(|file| file.place.path.clone()), None),
            DailyNote::New(path, plan) => (Some(path), Some(plan)),
        })
    })
    .await?;
    let path = path.ok_or_else(Error::content_modified)?;
    let uri = session.uri_of(&folder, &path).ok_or_else(|| refusal("the name makes no URI"))?;
    let created = plan.is_some();
    if let Some(plan) = plan {
        must_make_files(session)?;
        create(session, folder, path, plan).await?;
    }
    show(session, asked.open, &uri);
    Ok(Day { uri, created })
}

/// `wikilinks.blockLink`.
pub(super) async fn block_link(session: &Arc<Session>, asked: At) -> Result<Option<Link>> {
    let position = asked.position;
    let found = ask(session, "wikilinks.blockLink", &asked.uri, move |asked| {
        let (id, offset) = (asked.file.place.id, asked.offset(position));
        let found = asked.on_one_revision(|| features::block_link::block_link(&asked.view, id, offset))?;
        Ok(found.map(|found| (found, asked.folder.clone())))
    });
    let Some((found, folder)) = found.await? else { return Ok(None) };
    if let Some(plan) = &found.plan {
        if !session.support().apply_edit {
            return Err(refusal("this editor makes no changes for a server; add the block id in the editor"));
        }
        apply(session, &folder, plan, "the block gets no id").await?;
    }
    Ok(Some(Link { link: found.link, created: found.plan.is_some() }))
}

/// The day that `words` name.
fn day_of(view: &View, words: &str, client_says: Option<&str>) -> std::result::Result<Date, Refusal> {
    let today = match client_says {
        None => Some(today(view)),
        Some(says) => day_in_words(says, today(view)),
    };
    today.and_then(|today| day_in_words(words, today)).ok_or_else(|| {
        let words = client_says.filter(|_| today.is_none()).unwrap_or(words);
        Refusal(format!(
            "\"{words}\" is no day; write today, yesterday, tomorrow, last friday, next monday, in 3 days or 2026-11-24"
        ))
    })
}

fn must_make_files(session: &Session) -> Result<()> {
    let support = session.support();
    match support.apply_edit && support.create_files {
        true => Ok(()),
        false => Err(refusal("this editor makes no files for a server; make the note in the editor")),
    }
}

/// The folder that holds `uri`, or the first that is open.
fn folder_for(session: &Session, uri: Option<&Uri>) -> Result<Arc<Folder>> {
    match uri {
        Some(uri) => folder_of(session, uri),
        None => session.workspace.opened().into_iter().next().ok_or_else(|| {
            refusal("no folder is open, so there is no place for a new note; open a folder first")
        }),
    }
}

/// What `compute` says of the folder when it is loaded.
async fn on_folder<T: Send + 'static>(
    session: &Arc<Session>,
    folder: &Arc<Folder>,
    method: &'static str,
    compute: impl FnOnce(&View) -> std::result::Result<T, Refusal> + Send + 'static,
) -> Result<T> {
    folder.until_ready().await;
    let (session, folder) = (session.clone(), folder.clone());
    on_worker(method, move |cancel| {
        session.flush(&folder);
        compute(&folder.view().until(cancel)).map_err(refused)
    })
    .await
}

/// Lets the client make the new file.
///
/// # Errors
/// When it does not, with its reason.
async fn create(session: &Arc<Session>, folder: Arc<Folder>, path: VaultPath, plan: Plan) -> Result<()> {
    apply(session, &folder, &plan, &format!("{path} is not made")).await?;
    session.clone().paths_changed(vec![folder.vault().absolute(&path)]);
    Ok(())
}

/// Lets the client carry out `plan`.
///
/// # Errors
/// `failure` when it does not, with its reason.
async fn apply(session: &Arc<Session>, folder: &Arc<Folder>, plan: &Plan, failure: &str) -> Result<()> {
    let (edit, _) = workspace_edit(Places { session, folder }, plan, Renaming::InTheEdit);
    let asking = session.clone();
    // In a task of its own: a handler that waits for the client could keep the answer from it.
    let asked = tokio::spawn(async move { asking.client.apply_edit(edit).await });
    let why = match asked.await {
        Ok(Ok(answer)) if answer.applied => return Ok(()),
        Ok(Ok(answer)) => answer.failure_reason.unwrap_or_else(|| "the editor gave no reason".to_owned()),
        Ok(Err(error)) => error.message.into_owned(),
        Err(_) => "the request has failed".to_owned(),
    };
    Err(refusal(&format!("{failure}: {why}")))
}

/// Shows the note, when that is asked for and the client can.
fn show(session: &Arc<Session>, asked: bool, uri: &Uri) {
    if !asked || !session.support().show_document {
        return;
    }
    let (session, uri) = (session.clone(), uri.clone());
    let document = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
    tokio::spawn(async move {
        if let Err(error) = session.client.show_document(document).await {
            tracing::debug!("the editor does not show the note: {error}");
        }
    });
}

fn refusal(words: &str) -> Error {
    refused(Refusal(words.to_owned()))
}
