//! The editors' side. The only module that knows LSP and JSON-RPC.
//!
//! | file | what it does |
//! |---|---|
//! | `wire`, `message`, `transport` | bytes to frames, frames to messages, messages to handlers |
//! | `server` | one method for each message of LSP |
//! | `request` | runs a question on a worker, on the state that the client sees |
//! | `written` | long results, written as JSON on that worker |
//! | `session`, `workspace`, `sync` | what is shared: folders, their indexes, open documents |
//! | `moves`, `moved_outside` | files that the editor moves, and those that others do |
//! | `apply` | edits that the client did not ask for |
//! | `document` | links, folds, selections and highlights of one document |
//! | `decorations` | code lenses and inlay hints |
//! | `tokens` | semantic tokens, and linked editing |
//! | `refresh` | tells the client to ask again |
//! | `actions` | fixes, and other ways to write a link |
//! | `hierarchy` | the graph of notes, as calls |
//! | `symbols` | outlines, and names in the whole workspace |
//! | `commands` | `workspace/executeCommand` |
//! | `load`, `progress`, `watch`, `settings` | how an index comes to be right, and stays so |
//! | `keep` | what is kept of it for the next run |
//! | `manual` | the pages that explain diagnostics |
//! | `diagnostics` | pushed and pulled |
//! | `capabilities`, `convert`, `uri` | between LSP's values and ours |
//! | `lifecycle`, `log` | how it ends, and what it tells meanwhile |

mod actions;
mod apply;
mod capabilities;
mod commands;
mod convert;
mod decorations;
mod diagnostics;
mod document;
mod edit_commands;
mod hierarchy;
mod keep;
mod lifecycle;
mod load;
mod log;
mod manual;
mod message;
mod moved_outside;
mod moves;
#[cfg(test)]
mod panic_tests;
mod progress;
mod refresh;
mod request;
mod server;
mod session;
#[cfg(test)]
mod session_tests;
mod settings;
mod symbols;
mod sync;
mod tokens;
mod transport;
mod uri;
mod watch;
mod wire;
mod workspace;
mod written;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp::LspService;

use crate::vault::CacheFolder;

use keep::Keeper;

/// How many requests compute at the same time; more wait. Cores are few, and answers are short.
const WORKERS: usize = 8;

/// How long a thread that has computed stays for the next request. It holds what it has freed: after a start, or a
/// big rename, much.
const STAY: Duration = Duration::from_secs(1);

/// Serves one editor over standard input and output.
pub fn run_stdio() -> ExitCode {
    log::begin();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Two more, for reading and writing.
        .max_blocking_threads(WORKERS + 2)
        .thread_keep_alive(STAY)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("wikilinks: the server cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let keeper = Arc::new(Keeper::new(CacheFolder::of_user()));
    let code = runtime.block_on(serve_with(tokio::io::stdin(), tokio::io::stdout(), keeper.clone()));
    keeper.finish();
    // A thread that still reads, or computes for nobody, does not hold up the end.
    runtime.shutdown_background();
    lifecycle::process_code(code)
}

/// Serves one client over any pair of streams, and returns the exit code that LSP asks for: 0 after
/// `shutdown`, else 1. Nothing is kept for the next run.
pub async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> i32 {
    serve_with(input, output, Arc::default()).await
}

async fn serve_with(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
    keeper: Arc<Keeper>,
) -> i32 {
    let (gone, shut_down) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let (service, socket) =
        LspService::new(|client| server::Server::new(client, keeper, gone.clone(), shut_down.clone()));
    tokio::select! {
        () = transport::run(input, output, service, socket) => {}
        () = gone.notified() => tracing::warn!("the editor's process is gone"),
    }
    lifecycle::exit_code(shut_down.load(Ordering::Relaxed))
}
