//! A request that panics, in a server that goes on.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};

use super::request::caught;
use super::wire::{Frame, FrameReader};
use super::workspace::lock;

/// The request that panics while this is set. None that another test in this process sends.
const BROKEN: &str = "textDocument/references";

/// Whether [`BROKEN`] is.
static SET: Mutex<bool> = Mutex::new(false);

/// Panics when it is the turn of `method`, when its work is done and nothing is answered yet.
pub(super) fn spring(method: &str) {
    let panics = method == BROKEN && *lock(&SET);
    assert!(!panics, "a bug in {method}");
}

/// A client in the same process.
struct Client {
    to_server: WriteHalf<DuplexStream>,
    from_server: FrameReader<ReadHalf<DuplexStream>>,
}

impl Client {
    async fn start(root: &Path) -> Self {
        let (here, there) = tokio::io::duplex(1 << 20);
        let (server_input, server_output) = tokio::io::split(there);
        tokio::spawn(super::serve(server_input, server_output));
        let (from_server, to_server) = tokio::io::split(here);
        let mut client = Self { to_server, from_server: FrameReader::new(from_server) };
        let root = super::uri::from_path(root).unwrap();
        client.ask("initialize", json!({"rootUri": root, "capabilities": {}})).await;
        client.send(json!({"jsonrpc": "2.0", "method": "initialized", "params": {}})).await;
        client
    }

    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.to_server.write_all(frame.as_bytes()).await.unwrap();
    }

    async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    /// The response to a request. What the server asks meanwhile stays without an answer.
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.send(json!({"jsonrpc": "2.0", "id": method, "method": method, "params": params})).await;
        loop {
            let Some(Frame::Body(body)) = self.from_server.next().await else { panic!("no answer") };
            let message: Value = serde_json::from_slice(&body).unwrap();
            if message.get("method").is_none() && message["id"] == method {
                return message;
            }
        }
    }
}

fn document(root: &Path, name: &str) -> Value {
    json!({"uri": super::uri::from_path(&root.join(name)).unwrap()})
}

/// An edit arrives with the request that panics: the next request sees it all the same.
#[test]
fn a_request_that_panics_is_answered_and_the_index_stays_right() {
    let root = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        std::fs::write(root.path().join(name), "[[b]]").unwrap();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut client = Client::start(root.path()).await;
        let mut document = document(root.path(), "a.md");
        let mut place = json!({"textDocument": document, "position": {"line": 0, "character": 3}});
        place["context"] = json!({"includeDeclaration": true});
        document["version"] = json!(1);
        document["languageId"] = json!("markdown");
        document["text"] = json!("[[b]]");
        client.notify("textDocument/didOpen", json!({"textDocument": document})).await;
        for (version, name) in [(2, "c"), (3, "b"), (4, "c")] {
            document["version"] = json!(version);
            let changes = json!([{"text": format!("[[{name}]]")}]);
            let change = json!({"textDocument": document, "contentChanges": changes});
            client.notify("textDocument/didChange", change).await;
            *lock(&SET) = true;
            let failed = client.ask(BROKEN, place.clone()).await;
            *lock(&SET) = false;
            assert_eq!(failed["error"]["code"], -32603, "{failed}");
            let message = failed["error"]["message"].as_str().unwrap();
            assert!(message.starts_with("textDocument/references has failed"), "{message}");

            let found = client.ask("textDocument/definition", place.clone()).await;
            let uri = found["result"][0]["uri"].as_str().unwrap();
            assert!(uri.ends_with(&format!("/{name}.md")), "{uri}");
            let all = client.ask(BROKEN, place.clone()).await["result"].as_array().unwrap().len();
            assert_eq!(all, if name == "c" { 2 } else { 4 }, "links to {name}, and the note");
        }
    });
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *lock(&self.0), bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_panic_is_logged_with_the_method_and_its_words() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let failed: tower_lsp::jsonrpc::Result<()> = caught("textDocument/hover", || panic!("no {}", "way"));
        assert!(failed.is_err());
    });
    let log = String::from_utf8(lock(&log.0).clone()).unwrap();
    assert!(log.contains("ERROR") && log.contains("textDocument/hover has failed: no way"), "{log}");
}
