//! Work-done progress: how many files have been read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_lsp::ls_types::{ProgressToken, WorkDoneProgressCreateParams, request::WorkDoneProgressCreate};

use super::session::Session;
use super::workspace::Folder;

/// How often the client is told.
const INTERVAL: Duration = Duration::from_millis(100);

/// The progress of one load, for a client that shows it.
pub(super) struct Progress(Option<(oneshot::Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to tell the client about `count`, the number of files read so far.
    pub fn start(session: Arc<Session>, folder: Arc<Folder>, count: Arc<AtomicUsize>) -> Self {
        if !session.support().progress {
            return Self(None);
        }
        let (end, ended) = oneshot::channel();
        Self(Some((end, tokio::spawn(tell(session, folder, count, ended)))))
    }

    /// Ends the progress: the client is told, unless it never agreed to be.
    pub async fn end(self) {
        if let Self(Some((end, task))) = self {
            // An error means that the task is through already.
            let _ = end.send(());
            let _ = task.await;
        }
    }
}

async fn tell(
    session: Arc<Session>,
    folder: Arc<Folder>,
    count: Arc<AtomicUsize>,
    mut ended: oneshot::Receiver<()>,
) {
    let token = ProgressToken::String(format!("wikilinks/load/{}", folder.id));
    let create = WorkDoneProgressCreateParams { token: token.clone() };
    let created = session.client.send_request::<WorkDoneProgressCreate>(create);
    tokio::select! {
        created = created => if created.is_err() { return },
        // A vault that is loaded before the client has agreed needs no progress.
        _ = &mut ended => return,
    }
    let vault = folder.vault();
    let name = vault.root().file_name().unwrap_or_default().to_string_lossy();
    let progress = session.client.progress(token, format!("Reading {name}")).begin().await;
    let mut told = 0;
    loop {
        let files = count.load(Ordering::Relaxed);
        if files != told {
            told = files;
            progress.report(format!("{files} files")).await;
        }
        if tokio::time::timeout(INTERVAL, &mut ended).await.is_ok() {
            break;
        }
    }
    progress.finish_with_message(format!("{} files", count.load(Ordering::Relaxed))).await;
}
