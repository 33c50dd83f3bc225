//! How a question is answered: on a worker, with the state that the client sees.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::AbortHandle;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{Position, Range, Uri};

use crate::index::{Cancel, Cancelled, File, View};
use crate::plan::Refusal;
use crate::text::{LineTable, Span};
use crate::vault::VaultPath;

use super::convert::{self, Places};
use super::session::Session;
use super::workspace::{Folder, Loaded, lock};
use super::written::{self, Written};

/// How often an answer is computed again because the index has changed.
const ATTEMPTS: usize = 5;

/// How long edits may wait for an answer.
const QUICK: Duration = Duration::from_millis(50);

/// A question about one file.
pub(super) struct Asked {
    /// The session.
    pub session: Arc<Session>,
    /// The folder that the file is in.
    pub folder: Arc<Folder>,
    /// The vault and the index.
    pub view: View,
    /// The file.
    pub file: Arc<File>,
    /// The version that the document had when the question came; `None` when it is not open.
    version: Option<i32>,
}

impl Asked {
    /// The byte that `position` means in the file.
    pub fn offset(&self, position: Position) -> usize {
        self.lines().map_or(0, |lines| convert::offset(&lines, position, self.session.support().encoding))
    }

    /// The bytes that `range` means in the file.
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// The range of `span` in the file.
    pub fn range(&self, span: Span) -> Option<Range> {
        Some(convert::range(&*self.lines()?, span, self.session.support().encoding))
    }

    fn lines(&self) -> Option<Cow<'_, LineTable>> {
        self.file.lines()
    }

    /// Computes an answer that edits files, on one revision of the index.
    ///
    /// # Errors
    /// `ContentModified` when the document is not the one that the question was about any more, or
    /// when the index does not come to rest.
    pub fn on_one_revision<T>(&self, compute: impl Fn() -> T) -> Result<T> {
        if self.version != self.file.open().map(|open| open.version) {
            return Err(Error::content_modified());
        }
        on_one_revision(&self.view, compute)
    }
}

/// Computes an answer that edits files, on one revision of the index.
///
/// # Errors
/// `ContentModified` when the index does not come to rest.
pub(super) fn on_one_revision<T>(view: &View, compute: impl Fn() -> T) -> Result<T> {
    for _ in 0..ATTEMPTS {
        let revision = view.index.revision();
        let answer = compute();
        if view.index.is_still_at(revision) {
            return Ok(answer);
        }
    }
    Err(Error::content_modified())
}

/// Answers `method`, asked about the file `uri`: `None` when the file is none that is known.
pub(super) async fn ask<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    answer: impl Fn(&Asked) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<T>> {
    ask_after(session, method, uri, Wait { loaded: Loaded::All, told: 0 }, answer).await
}

/// As [`ask`], of names and of single files: it waits only until the names are loaded.
///
/// Where the answer needs all of the vault after all, the index waits; the load, which it waits for, is on
/// threads of its own.
pub(super) async fn ask_early<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    answer: impl Fn(&Asked) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<T>> {
    ask_after(session, method, uri, Wait { loaded: Loaded::Names, told: 0 }, answer).await
}

/// As [`ask`], for an answer that edits many files: what the client has told of files until now is
/// taken in first.
pub(super) async fn ask_in_order<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    answer: impl Fn(&Asked) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<T>> {
    let told = session.locate(uri).map_or(0, |(folder, _)| folder.told());
    ask_after(session, method, uri, Wait { loaded: Loaded::All, told }, answer).await
}

/// As [`ask`], for an answer that may be long: it is written as JSON on the worker, and put.
pub(super) async fn ask_for_much<T: Serialize, A>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    answer: impl Fn(&Asked) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<A>> {
    let written = move |asked: &Asked| answer(asked)?.map(|answer| Written::of(&answer)).transpose();
    ask_for_written(session, method, uri, written).await
}

/// As [`ask`], for an answer that is written as JSON already: it is put.
pub(super) async fn ask_for_written<A>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    answer: impl Fn(&Asked) -> Result<Option<Written>> + Send + 'static,
) -> Result<Option<A>> {
    let written = ask(session, method, uri, answer).await?;
    written::put(written.unwrap_or_else(Written::null));
    Ok(None)
}

/// What a question waits for.
struct Wait {
    loaded: Loaded,
    /// How much of the news of files must be taken in.
    told: u64,
}

async fn ask_after<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    uri: &Uri,
    wait: Wait,
    answer: impl Fn(&Asked) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<T>> {
    let Some((folder, path)) = session.locate(uri) else { return Ok(None) };
    let version = lock(&session.documents).version(&folder, &path);
    folder.until(wait.loaded).await;
    folder.until_taken_in(wait.told).await;
    let session = session.clone();
    on_worker(method, move |cancel| {
        session.flush(&folder);
        on_one_state(&folder, || match asked(session.clone(), folder.clone(), &path, version, cancel) {
            Some(asked) => answer(&asked),
            None => Ok(None),
        })
        .flatten()
    })
    .await
}

/// An answer that is of one state of the index. Where that has changed meanwhile, it is computed again: a
/// quick one while nothing is taken in.
///
/// # Errors
/// `ContentModified` for an answer that takes long while the index does not come to rest: edits must not
/// wait for it.
fn on_one_state<T>(folder: &Folder, compute: impl Fn() -> T) -> Result<T> {
    for _ in 0..ATTEMPTS {
        let (revision, began) = (folder.index.revision(), Instant::now());
        let answer = compute();
        if folder.index.is_still_at(revision) {
            return Ok(answer);
        }
        if began.elapsed() < QUICK {
            let _quiet = folder.writing();
            return Ok(compute());
        }
    }
    Err(Error::content_modified())
}

/// What `compute` says of each of `folders`, when they are loaded.
pub(super) async fn ask_folders<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    folders: Vec<Arc<Folder>>,
    compute: impl Fn(Places, &View) -> T + Send + 'static,
) -> Result<Vec<T>> {
    for folder in &folders {
        folder.until_ready().await;
    }
    let session = session.clone();
    on_worker(method, move |cancel| {
        let of_one = |folder: &Arc<Folder>| {
            session.flush(folder);
            let view = || folder.view().until(cancel);
            on_one_state(folder, || compute(Places { session: &session, folder }, &view()))
        };
        folders.iter().map(of_one).collect()
    })
    .await
}

fn asked(
    session: Arc<Session>,
    folder: Arc<Folder>,
    path: &VaultPath,
    version: Option<i32>,
    cancel: &Cancel,
) -> Option<Asked> {
    let view = folder.view().until(cancel);
    let file = view.index.file_at(path)?;
    Some(Asked { session, folder, view, file, version })
}

/// Runs `work` off the protocol's task. A panic in it becomes an error answer. When the request is
/// cancelled before the work has begun, it is not done at all; later, it ends where it asks its [`View`]
/// whether to go on.
pub(super) async fn on_worker<T: Send + 'static>(
    method: &'static str,
    work: impl FnOnce(&Cancel) -> Result<T> + Send + 'static,
) -> Result<T> {
    let cancel = Cancel::default();
    let asked = cancel.clone();
    let task = tokio::task::spawn_blocking(move || caught(method, || work(&asked)));
    let _cancel = CancelOnDrop(task.abort_handle(), cancel);
    task.await.unwrap_or_else(|_| Err(Error::request_cancelled()))
}

/// The result of `work`, or an error that says that `method` has failed.
pub(super) fn caught<T>(method: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let work = || {
        let done = work();
        #[cfg(test)]
        super::panic_tests::spring(method);
        done
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        if panic.is::<Cancelled>() {
            return Err(Error::request_cancelled());
        }
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        tracing::error!("{method} has failed: {words}");
        let message =
            format!("{method} has failed: this is a bug in wikilinks. Other requests are not affected");
        Err(Error { message: message.into(), ..Error::internal_error() })
    })
}

struct CancelOnDrop(AbortHandle, Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.abort();
        self.1.cancel();
    }
}

/// The error answer that tells why something cannot be done: LSP's `RequestFailed`.
pub(super) fn refused(refusal: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: refusal.0.into(), data: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_names_the_method() {
        let answer: Result<()> = caught("textDocument/hover", || panic!("no {}", "way"));
        let error = answer.unwrap_err();
        assert_eq!(error.code, ErrorCode::InternalError);
        assert!(error.message.starts_with("textDocument/hover has failed"), "{}", error.message);
    }
}
