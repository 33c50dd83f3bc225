//! A server in this process, and the client's end of its connection.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;

/// How long any answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server and its client.
pub struct Connection {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<i32>,
    last_id: i64,
    /// Answers that came while another was waited for.
    early: HashMap<i64, Value>,
}

impl Connection {
    /// A server to which nothing has been said.
    pub fn open() -> Self {
        let (here, there) = tokio::io::duplex(1 << 20);
        let (server_input, server_output) = tokio::io::split(there);
        let server = tokio::spawn(wikilinks::protocol::serve(server_input, server_output));
        let (output, input) = tokio::io::split(here);
        Self { input, output: BufReader::new(output), server, last_id: 0, early: HashMap::new() }
    }

    /// A server that has this folder open.
    pub async fn start(root: &Path) -> Self {
        let mut connection = Self::open();
        let capabilities = json!({
            "textDocument": {"diagnostic": {}},
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
        });
        let params = json!({"rootUri": uri(root), "capabilities": capabilities});
        connection.ask("initialize", params).await.expect("it is well formed");
        connection.notify("initialized", json!({})).await;
        connection
    }

    /// Sends bytes as they are. `false` when the server has ended.
    pub async fn send_raw(&mut self, bytes: &[u8]) -> bool {
        self.input.write_all(bytes).await.is_ok()
    }

    async fn send(&mut self, message: &Value) {
        assert!(self.send_raw(&frame(message.to_string().as_bytes())).await, "the server has ended");
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    /// Sends a request, and waits for its result or its error.
    pub async fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
        let answer = self.answer(id).await;
        match answer.get("error") {
            // No request may panic, and none is refused that is well formed.
            Some(error) if error["code"] == -32603 => panic!("{method} {params}: {error}"),
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].clone()),
        }
    }

    async fn answer(&mut self, id: i64) -> Value {
        loop {
            if let Some(answer) = self.early.remove(&id) {
                return answer;
            }
            let message = tokio::time::timeout(PATIENCE, self.next()).await.expect("an answer in time");
            let message = message.expect("the server goes on");
            match (message.get("method"), message.get("id")) {
                // What the server asks gets the answer of a client that does nothing.
                (Some(_), Some(own)) => {
                    self.send(&json!({"jsonrpc": "2.0", "id": own, "result": null})).await;
                }
                (None, Some(own)) => drop(self.early.insert(own.as_i64().unwrap_or(0), message)),
                _ => {}
            }
        }
    }

    /// The next message of the server; `None` when it has ended. What is no message ends the process.
    pub async fn next(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            let value = line.strip_prefix("Content-Length: ").and_then(|value| value.trim().parse().ok());
            length = Some(value.expect("each header is a length"));
        }
        let mut body = vec![0; length.expect("each message has a length")];
        self.output.read_exact(&mut body).await.ok()?;
        Some(serde_json::from_slice(&body).expect("each message is JSON"))
    }

    /// Closes the input, reads all that is still answered, and waits for the end.
    pub async fn close(mut self) -> Vec<Value> {
        // An error means that the server has ended.
        let _ = self.input.shutdown().await;
        let mut rest = Vec::new();
        let end = async {
            while let Some(message) = self.next().await {
                rest.push(message);
            }
        };
        tokio::time::timeout(PATIENCE, end).await.expect("an end in time");
        self.server.await.expect("the server does not panic");
        rest
    }

    /// Ends the session as an editor does.
    pub async fn shut_down(mut self) {
        self.ask("shutdown", Value::Null).await.expect("it is the first");
        self.notify("exit", Value::Null).await;
        let code = tokio::time::timeout(PATIENCE, self.server).await.expect("an end in time");
        assert_eq!(code.expect("the server does not panic"), 0);
    }
}

/// `body` as a frame.
pub fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

/// The URI of a file whose path needs no escapes but those of a few characters.
pub fn uri(path: &Path) -> String {
    let path = path.to_str().expect("the paths here are UTF-8");
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => uri.push(byte as char),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The runtime of all runs.
pub fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).max_blocking_threads(4).enable_all().build().expect("a runtime")
    })
}
