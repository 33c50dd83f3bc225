//! Diagnostics: pushed as soon as they change, or pulled by the client.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features;
use crate::index::{File, FileId, Touched, View};
use crate::vault::Vault;

use super::convert::Places;
use super::request::{Asked, on_worker};
use super::session::{Change, Session};
use super::workspace::{Folder, Loaded, lock};

/// What one look at the changes comes to.
#[derive(Default)]
struct News {
    /// What to publish, in this order.
    publish: Vec<PublishDiagnosticsParams>,
    /// Whether a client that pulls should ask again: a change concerns another open note.
    refresh: bool,
}

/// Publishes diagnostics as long as the session lives. One task, so that what is published about
/// a document is in the order of its versions; it takes all that has changed since its last look.
pub(super) async fn publish(session: Arc<Session>) {
    let mut known = FxHashMap::default();
    let refresh = Arc::new(Notify::new());
    session.while_connected(refresh_when(session.clone(), refresh.clone()));
    loop {
        session.changes.wait().await;
        let looking = session.clone();
        let news = on_worker("textDocument/publishDiagnostics", move |_| Ok(look(&looking))).await;
        let news = news.unwrap_or_default();
        for params in news.publish {
            if is_known(&mut known, &params) {
                continue;
            }
            session.client.send_notification::<notification::PublishDiagnostics>(params).await;
        }
        if news.refresh && session.support().refresh_diagnostics {
            refresh.notify_one();
        }
    }
}

/// Lets the client ask for diagnostics again, whenever `wanted`. One request at a time: what comes
/// while the client answers makes one more.
async fn refresh_when(session: Arc<Session>, wanted: Arc<Notify>) {
    loop {
        wanted.notified().await;
        if let Err(error) = session.client.workspace_diagnostic_refresh().await {
            tracing::debug!("the editor does not refresh diagnostics: {error}");
        }
    }
}

/// Whether the client has been told exactly this, by the documents' URIs; from now on it has.
fn is_known(
    known: &mut FxHashMap<String, PublishDiagnosticsParams>,
    params: &PublishDiagnosticsParams,
) -> bool {
    let uri = params.uri.as_str();
    if params.version.is_none() {
        // The document is closed: only what was told is taken back.
        return known.remove(uri).is_none();
    }
    known.insert(uri.to_owned(), params.clone()).is_some_and(|before| before == *params)
}

fn look(session: &Session) -> News {
    let folders = session.workspace.folders();
    folders.iter().for_each(|folder| session.flush(folder));
    let mut news = News::default();
    let mut stale: FxHashMap<u32, Stale> = FxHashMap::default();
    for change in session.changes.take() {
        match change {
            Change::Files(folder, touched) => {
                stale.entry(folder.id).or_default().add(&folder.view(), touched);
            }
            Change::Folder(folder) => stale.entry(folder.id).or_default().all = true,
            Change::Closed(uri) => news.publish.push(PublishDiagnosticsParams::new(uri, Vec::new(), None)),
        }
    }
    let pulls = session.support().pull_diagnostics;
    if pulls {
        news.publish.clear();
    }
    for folder in folders.iter().filter(|folder| folder.has(Loaded::All)) {
        let Some(stale) = stale.get(&folder.id) else { continue };
        for file in open_files(session, folder, |id| stale.holds(id)) {
            match pulls {
                true => news.refresh |= stale.all || stale.concerned.contains(&file.place.id),
                false => news.publish.extend(published(session, folder, &file)),
            }
        }
    }
    news
}

/// The notes of one folder whose diagnostics may be others than before.
#[derive(Default)]
struct Stale {
    all: bool,
    changed: FxHashSet<FileId>,
    /// Notes that hold a link under a name that a change touched.
    concerned: FxHashSet<FileId>,
}

impl Stale {
    fn add(&mut self, view: &View, touched: Vec<Touched>) {
        for touched in touched {
            self.changed.extend(touched.file);
            let referrers = touched.keys.iter().flat_map(|key| view.index.referrers(key).to_vec());
            self.concerned.extend(referrers.filter(|id| Some(*id) != touched.file));
        }
    }

    fn holds(&self, id: FileId) -> bool {
        self.all || self.changed.contains(&id) || self.concerned.contains(&id)
    }
}

/// The open documents of `folder` that are `wanted`, in the order of their paths.
pub(super) fn open_files(
    session: &Session,
    folder: &Folder,
    wanted: impl Fn(FileId) -> bool,
) -> Vec<Arc<File>> {
    let documents = lock(&session.documents);
    let files = documents.paths(folder).filter_map(|path| folder.index.file_at(path));
    let mut files: Vec<_> = files.filter(|file| wanted(file.place.id)).collect();
    drop(documents);
    files.sort_unstable_by(|a, b| a.place.path.cmp(&b.place.path));
    files
}

fn published(session: &Session, folder: &Folder, file: &File) -> Option<PublishDiagnosticsParams> {
    let uri = session.uri_of(folder, &file.place.path)?;
    let (version, items) = computed(session, folder, &folder.view(), file)?;
    // Without a version, the index does not have the editor's text yet: more will follow.
    version.map(|version| PublishDiagnosticsParams::new(uri, items, Some(version)))
}

/// The diagnostics of a file, with the version of the text that they are about.
fn computed(
    session: &Session,
    folder: &Folder,
    view: &View,
    file: &File,
) -> Option<(Option<i32>, Vec<Diagnostic>)> {
    loop {
        let before = view.index.file(file.place.id)?;
        let found = features::diagnostics::diagnostics(view, file.place.id);
        let after = view.index.file(file.place.id)?;
        // The spans are those of the file that the feature saw.
        if Arc::ptr_eq(&before, &after) {
            let version = after.open().map(|open| open.version);
            return Some((version, Places { session, folder }.diagnostics(&after, &found)));
        }
    }
}

/// `textDocument/diagnostic`.
pub(super) fn document(asked: &Asked, previous: Option<&String>) -> Option<DocumentDiagnosticReportResult> {
    let (_, items) = computed(&asked.session, &asked.folder, &asked.view, &asked.file)?;
    let result_id = result_id(&items);
    let report: DocumentDiagnosticReport = if previous == Some(&result_id) {
        RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }
        .into()
    } else {
        full(Some(result_id), items).into()
    };
    Some(report.into())
}

/// The report about a document that is none of ours.
pub(super) fn nothing() -> DocumentDiagnosticReportResult {
    DocumentDiagnosticReport::from(full(None, Vec::new())).into()
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> RelatedFullDocumentDiagnosticReport {
    RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    }
}

/// Two lists of diagnostics have the same id exactly when they are equal (up to a hash).
fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// What was answered last to `workspace/diagnostic`, and on what state: some clients ask every few
/// seconds, also when nothing has changed.
pub(super) struct Answered {
    state: State,
    known: FxHashMap<String, String>,
}

/// The folders as they were: equal when nothing has changed that an answer depends on.
type State = Vec<FolderState>;

struct FolderState {
    id: u32,
    revision: u64,
    vault: Arc<Vault>,
}

impl FolderState {
    fn of(folder: &Folder) -> Self {
        Self { id: folder.id, revision: folder.index.revision(), vault: folder.vault() }
    }
}

impl PartialEq for FolderState {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.revision) == (other.id, other.revision) && Arc::ptr_eq(&self.vault, &other.vault)
    }
}

/// `workspace/diagnostic`: every note of every folder. A note without a problem that the client
/// does not know of is left out; one that is gone is told once more, without a problem.
pub(super) async fn workspace(
    session: &Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let folders = session.workspace.opened();
    for folder in &folders {
        folder.until_ready().await;
    }
    let session = session.clone();
    let previous: FxHashMap<String, String> =
        params.previous_result_ids.into_iter().map(|id| (id.uri.as_str().to_owned(), id.value)).collect();
    on_worker("workspace/diagnostic", move |cancel| {
        folders.iter().for_each(|folder| session.flush(folder));
        let state: State = folders.iter().map(|folder| FolderState::of(folder)).collect();
        let unchanged = |last: &Answered| last.state == state && last.known == previous;
        if lock(&session.answered).as_ref().is_some_and(unchanged) {
            let items = previous.into_iter().filter_map(|(uri, id)| still(&uri, id)).collect();
            return Ok(WorkspaceDiagnosticReport { items }.into());
        }
        let mut items = Vec::new();
        for folder in &folders {
            let view = folder.view().until(cancel);
            for file in folder.index.files().iter().filter(|file| file.has_note()) {
                if folder.is_closed() {
                    break;
                }
                items.extend(report(&session, folder, &view, file, &previous));
            }
        }
        let known: FxHashMap<String, String> = items.iter().filter_map(known_by).collect();
        let gone = previous.keys().filter(|uri| !known.contains_key(*uri)).filter_map(|uri| gone(uri));
        items.extend(gone.collect::<Vec<_>>());
        *lock(&session.answered) = Some(Answered { state, known });
        Ok(WorkspaceDiagnosticReport { items }.into())
    })
    .await
}

/// The URI and the result id by which the client knows a report from now on.
fn known_by(report: &WorkspaceDocumentDiagnosticReport) -> Option<(String, String)> {
    match report {
        WorkspaceDocumentDiagnosticReport::Full(full) => {
            let id = full.full_document_diagnostic_report.result_id.clone()?;
            Some((full.uri.as_str().to_owned(), id))
        }
        WorkspaceDocumentDiagnosticReport::Unchanged(same) => {
            let id = same.unchanged_document_diagnostic_report.result_id.clone();
            Some((same.uri.as_str().to_owned(), id))
        }
    }
}

/// The report of a note about which there is nothing new.
fn still(uri: &str, result_id: String) -> Option<WorkspaceDocumentDiagnosticReport> {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    let (uri, version) = (uri.parse().ok()?, None);
    Some(
        WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }
            .into(),
    )
}

/// The report of a note that is gone: no problem, and nothing to be known by.
fn gone(uri: &str) -> Option<WorkspaceDocumentDiagnosticReport> {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: None, items: Vec::new() };
    let uri = uri.parse().ok()?;
    Some(WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }.into())
}

fn report(
    session: &Session,
    folder: &Arc<Folder>,
    view: &View,
    file: &File,
    previous: &FxHashMap<String, String>,
) -> Option<WorkspaceDocumentDiagnosticReport> {
    let inner = session.workspace.opened_folder_of(&folder.vault().absolute(&file.place.path));
    if inner.is_some_and(|(inner, _)| inner.id != folder.id) {
        return None;
    }
    let uri = session.uri_of(folder, &file.place.path)?;
    let (version, items) = computed(session, folder, view, file)?;
    let known = previous.get(uri.as_str());
    if items.is_empty() && known.is_none() {
        return None;
    }
    let (version, result_id) = (version.map(i64::from), result_id(&items));
    Some(if known == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }
            .into()
    } else {
        let full_document_diagnostic_report =
            FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
    })
}
