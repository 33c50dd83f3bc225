//! What all handlers share.

use std::sync::{Arc, Mutex, OnceLock};

use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tower_lsp::Client;
use tower_lsp::ls_types::{CodeDescription, Uri};

use crate::index::{File, Touched};
use crate::vault::{DiagnosticCode, VaultPath};

use super::capabilities::Support;
use super::diagnostics::Answered;
use super::keep::Keeper;
use super::moves::Moves;
use super::refresh::Given;
use super::settings::ClientSettings;
use super::sync::Documents;
use super::workspace::{Folder, Loaded, Workspace, lock};
use super::{tokens, uri, watch};

/// The state of one connection.
pub(super) struct Session {
    /// The client, to send to.
    pub client: Client,
    /// The folders.
    pub workspace: Workspace,
    /// The open documents.
    pub documents: Mutex<Documents>,
    /// The settings that the client sent.
    pub settings: Mutex<ClientSettings>,
    /// What has changed since diagnostics were last looked at.
    pub changes: Changes,
    /// What was answered last to `workspace/diagnostic`.
    pub answered: Mutex<Option<Answered>>,
    /// The semantic tokens that were answered last.
    pub tokens: tokens::Answered,
    /// What the answers were made of that open documents show.
    pub given: Given,
    /// The moves of files that the editor makes by itself, or was asked to make.
    pub moves: Moves,
    /// What keeps the indexes for the next run.
    pub keeper: Arc<Keeper>,
    support: OnceLock<Support>,
    /// The tasks that go on as long as the connection does.
    tasks: Mutex<Vec<AbortHandle>>,
}

impl Session {
    /// A session before `initialize`.
    pub fn new(client: Client, keeper: Arc<Keeper>) -> Self {
        Self {
            client,
            workspace: Workspace::default(),
            documents: Mutex::default(),
            settings: Mutex::default(),
            changes: Changes::default(),
            answered: Mutex::default(),
            tokens: tokens::Answered::default(),
            given: Given::default(),
            moves: Moves::default(),
            keeper,
            support: OnceLock::new(),
            tasks: Mutex::default(),
        }
    }

    /// Where `code` is documented, for a client that shows it.
    pub fn describes(&self, code: DiagnosticCode) -> Option<CodeDescription> {
        if self.support().describes_codes { self.keeper.manual.describes(code) } else { None }
    }

    /// Runs `task` until it ends or the connection does.
    pub fn while_connected(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        tasks.retain(|task| !task.is_finished());
        tasks.push(tokio::spawn(task).abort_handle());
    }

    /// Ends what goes on as long as the connection does.
    pub fn end(&self) {
        lock(&self.tasks).drain(..).for_each(|task| task.abort());
        self.workspace.folders().iter().for_each(|folder| folder.close());
    }

    /// What the client can do.
    pub fn support(&self) -> &Support {
        self.support.get_or_init(Support::default)
    }

    /// Settles what the client can do. Only the first call counts.
    pub fn set_support(&self, support: Support) {
        // A second `initialize` is refused before it comes here.
        let _ = self.support.set(support);
    }

    /// The folder that the file `uri` is in, and its path there; `None` for what is no file, and for a
    /// file outside every folder beside which none is open.
    pub fn locate(&self, uri: &Uri) -> Option<(Arc<Folder>, VaultPath)> {
        self.workspace.known_folder_of(&uri::to_path(uri)?)
    }

    /// The URI of a file: as the client spelled it when it has the file open.
    pub fn uri_of(&self, folder: &Folder, path: &VaultPath) -> Option<Uri> {
        let open = lock(&self.documents).uri(folder, path);
        open.or_else(|| folder.uris.uri(path))
    }

    /// As [`Session::uri_of`], of a file that the index has: quicker, for very many.
    pub fn uri_of_file(&self, folder: &Folder, file: &File) -> Option<Uri> {
        match file.open() {
            Some(_) => self.uri_of(folder, &file.place.path),
            None => folder.uris.uri(&file.place.path),
        }
    }

    /// Takes what clients have typed in `folder` into its index, each document once. Does nothing
    /// before the index has the names. Parses: not to be called on the protocol's task.
    pub fn flush(&self, folder: &Arc<Folder>) {
        if folder.has(Loaded::Names) {
            self.take_in(folder);
        }
    }

    fn take_in(&self, folder: &Arc<Folder>) {
        let _writing = folder.writing();
        let (closed, changed) = lock(&self.documents).take_changes(folder);
        let vault = folder.vault();
        let mut touched = Vec::new();
        for path in closed {
            self.given.forget(folder, &path);
            let belongs = !folder.loose && vault.accepts(&path);
            let text = belongs.then(|| vault.read(&path).ok()).flatten();
            let disk = text.as_ref().map(|(text, stamp)| (text.as_str(), *stamp));
            touched.push(folder.index.close(&path, disk));
            if belongs && disk.is_none() {
                // Gone, or a file that is a target all the same although its text cannot be read.
                touched.extend(watch::look_at(folder, &vault, &path));
            }
        }
        for (path, version, buffer) in changed {
            touched.push(folder.index.put_open(&path, version, buffer.text().into()));
        }
        if !touched.is_empty() {
            self.changes.add(folder, touched);
        }
    }
}

/// Changes that wait for the diagnostics task.
#[derive(Default)]
pub(super) struct Changes {
    waiting: Mutex<Vec<Change>>,
    news: Notify,
    /// The same news, for who looks at what documents show.
    to_show: Notify,
}

/// One change.
pub(super) enum Change {
    /// Files have changed.
    Files(Arc<Folder>, Vec<Touched>),
    /// Anything in the folder may have changed.
    Folder(Arc<Folder>),
    /// A document is closed: what was published for it is void.
    Closed(Uri),
}

impl Changes {
    /// Files of `folder` have changed.
    pub fn add(&self, folder: &Arc<Folder>, touched: Vec<Touched>) {
        self.push(Change::Files(folder.clone(), touched));
    }

    /// Adds a change.
    pub fn push(&self, change: Change) {
        if let Change::Files(folder, _) | Change::Folder(folder) = &change {
            folder.kept.changed();
        }
        lock(&self.waiting).push(change);
        self.wake();
    }

    /// Lets the diagnostics task look for documents that have changed.
    pub fn wake(&self) {
        self.news.notify_one();
        self.to_show.notify_one();
    }

    /// Waits until what documents show may be something else. For one task.
    pub async fn wait_to_show(&self) {
        self.to_show.notified().await;
    }

    /// Waits until there is something to look at.
    pub async fn wait(&self) {
        self.news.notified().await;
    }

    /// Takes all that waits.
    pub fn take(&self) -> Vec<Change> {
        std::mem::take(&mut lock(&self.waiting))
    }
}
