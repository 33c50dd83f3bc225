//! Any bytes on the server's input: whatever comes, what it answers are messages, and it ends when
//! its input does.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use wikilinks_fuzz::connection::{Connection, frame, runtime, uri};

/// Between two bodies, where they are sent as well-formed frames.
const BETWEEN: &[u8] = b"\n~~~\n";

/// A small vault for all runs: nothing writes into it.
fn vault() -> &'static Path {
    static VAULT: OnceLock<tempfile::TempDir> = OnceLock::new();
    let vault = VAULT.get_or_init(|| {
        let vault = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in [("a.md", "[[b]] [[b#B|x]] [[c]] #t ^id\n"), ("b.md", "# B\n\n[[a#^id]]\n")] {
            std::fs::write(vault.path().join(name), text).expect("a file");
        }
        vault
    });
    vault.path()
}

/// Whether the input opens a folder. It could be any folder of this machine, and a large one.
fn opens_a_folder(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    text.contains("root") || text.contains("workspacefolder") || text.contains("\\u00")
}

async fn talk(bytes: &[u8]) {
    let Some((&mode, bytes)) = bytes.split_first() else { return };
    let (initialized, framed) = (mode & 1 == 0, mode & 2 == 0);
    let mut connection = Connection::open();
    if initialized {
        let params = json!({"rootUri": uri(vault()), "capabilities": {}});
        let _ = connection.ask("initialize", params).await;
        connection.notify("initialized", json!({})).await;
    }
    // A body says where the vault is by `$VAULT`.
    let text = String::from_utf8_lossy(bytes);
    let named = text.contains("$VAULT").then(|| text.replace("$VAULT", &uri(vault())).into_bytes());
    let bytes = named.as_deref().unwrap_or(bytes);
    let finder = bytes.windows(BETWEEN.len()).enumerate().filter(|(_, window)| *window == BETWEEN);
    let mut start = 0;
    let mut goes_on = true;
    for end in finder.map(|(at, _)| at).chain([bytes.len()]) {
        // Two separators may overlap.
        let Some(piece) = bytes.get(start..end) else { continue };
        start = end + BETWEEN.len();
        goes_on = goes_on && connection.send_raw(&if framed { frame(piece) } else { piece.to_vec() }).await;
    }
    connection.close().await;
}

fuzz_target!(|bytes: &[u8]| {
    if !opens_a_folder(bytes) {
        runtime().block_on(talk(bytes));
    }
});
