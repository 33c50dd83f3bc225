//! From an opened folder to an index that answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tower_lsp::ls_types::MessageType;

use crate::plan::disk::recover;

use super::progress::Progress;
use super::session::{Change, Session};
use super::workspace::Folder;

impl Session {
    /// Loads the vault of `folder` in the background. Questions wait until what they need is loaded.
    pub fn start(self: &Arc<Self>, folder: Arc<Folder>) {
        let session = self.clone();
        tokio::spawn(session.load(folder));
    }

    async fn load(self: Arc<Self>, folder: Arc<Folder>) {
        let count = Arc::new(AtomicUsize::new(0));
        let progress = Progress::start(self.clone(), folder.clone(), count.clone());
        let (session, loading) = (self.clone(), folder.clone());
        let loaded = tokio::task::spawn_blocking(move || {
            let problems = session.open_vault(&loading);
            // What a killed run left is settled first, so that one state of the vault is read.
            let settled = if loading.loose { Ok(None) } else { recover(&loading.vault()) };
            // Watching begins before the walk: what changes behind its back is told.
            session.clone().watch(&loading);
            let vault = loading.vault();
            let listed = loading.index.list(&vault, || loading.is_closed());
            loading.set_named();
            let read = loading.index.read_listed(
                &vault,
                listed,
                session.keeper.file_of(&loading).as_ref(),
                |files| {
                    count.fetch_max(files, Ordering::Relaxed);
                },
                || loading.is_closed(),
            );
            if !loading.is_closed() {
                loading.kept.loaded(&loading, read.changed);
            }
            (problems, settled, read)
        });
        let (problems, settled, read) = match loaded.await {
            Ok((problems, settled, read)) => (problems, settled, Some(read)),
            Err(_) => {
                tracing::error!("{} was not read to its end", folder.vault().root().display());
                (Vec::new(), Ok(None), None)
            }
        };
        // Those who ask for them wait; all others are answered. Before any lock is taken that one of those
        // may hold.
        let gone = read.as_ref().map_or_else(Vec::new, |read| read.gone.clone());
        let index = folder.index.clone();
        tokio::task::spawn_blocking(move || match read {
            Some(read) => index.fill_links(&read.files),
            None => index.fill_what_was_read(),
        });
        // What was opened meanwhile goes in before all is answered.
        let (session, loading) = (self.clone(), folder.clone());
        let taken_in = tokio::task::spawn_blocking(move || session.flush(&loading));
        if taken_in.await.is_err() {
            tracing::error!("what was typed meanwhile is not taken in");
        }
        let mut early = folder.set_ready();
        early.extend(gone.iter().map(|path| folder.vault().absolute(path)));
        tokio::spawn(self.clone().keep(folder.clone()));
        // A client that pulls has been told nothing yet that could be wrong.
        if !self.support().pull_diagnostics {
            self.changes.push(Change::Folder(folder.clone()));
        }
        self.clone().paths_changed(early);
        // So that the first keystroke in a link need not wait for the names that are ranked.
        let index = folder.index.clone();
        tokio::task::spawn_blocking(move || index.catalog());
        progress.end().await;
        self.show_problems(problems).await;
        self.show_settled(settled).await;
    }

    /// Tells what became of a change that was interrupted.
    async fn show_settled(&self, settled: Result<Option<String>, String>) {
        match settled {
            Ok(None) => {}
            Ok(Some(done)) => self.client.show_message(MessageType::INFO, done).await,
            Err(left) => self.client.show_message(MessageType::WARNING, left).await,
        }
    }

    /// Opens the vault of `folder` anew, since its settings have changed, and walks it again.
    pub async fn reopen(self: &Arc<Self>, folder: Arc<Folder>) {
        folder.until_ready().await;
        let (session, reopened) = (self.clone(), folder.clone());
        let problems = tokio::task::spawn_blocking(move || {
            let problems = session.open_vault(&reopened);
            let _writing = reopened.writing();
            reopened.index.reload(&reopened.vault());
            session.changes.push(Change::Folder(reopened.clone()));
            problems
        });
        self.show_problems(problems.await.unwrap_or_default()).await;
    }
}
