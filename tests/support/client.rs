//! A scripted editor: starts the built server, and speaks LSP with it over standard input and
//! output.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long anything may take, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server, and the client's end of the connection.
pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Messages that were read while something else was waited for.
    waiting: VecDeque<Value>,
    last_id: i64,
    /// What `initialize` was answered.
    pub initialized: Value,
    /// What the client answers to `workspace/configuration`.
    pub settings: Value,
    /// The title of the action that the client chooses whenever it is asked; `null` for none.
    /// `false` when the test answers by itself.
    pub choice: Value,
    /// What the client answers to `workspace/applyEdit`: an object with a `result`, or with an `error`.
    pub applied: Value,
    cache: Option<TempDir>,
}

impl Client {
    /// Starts a server, and sends nothing. Its user's cache folder is empty, and goes with it.
    pub fn spawn() -> Self {
        let cache = TempDir::new().expect("a temporary folder");
        let mut client = Self::spawn_with_cache(cache.path());
        client.cache = Some(cache);
        client
    }

    /// As [`Client::spawn`], for a user with this cache folder.
    pub fn spawn_with_cache(cache: &Path) -> Self {
        // As the scripts in tests/editors: another build of the server may be named.
        let built = env!("CARGO_BIN_EXE_wikilinks").into();
        let mut server = Command::new(std::env::var_os("WIKILINKS_BINARY").unwrap_or(built))
            .arg("server")
            .env("XDG_CACHE_HOME", cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(server.stdout.take().expect("it is piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            input: server.stdin.take(),
            server,
            messages,
            waiting: VecDeque::new(),
            last_id: 0,
            initialized: Value::Null,
            settings: Value::Null,
            choice: Value::Null,
            applied: json!({"result": {"applied": true}}),
            cache: None,
        }
    }

    /// Starts a server with one folder open, for a client with these capabilities.
    pub fn start(root: &Path, capabilities: Value) -> Self {
        Self::initialize(json!({
            "processId": std::process::id(),
            "capabilities": capabilities,
            "workspaceFolders": [{"uri": uri(root), "name": "vault"}],
        }))
    }

    /// Starts a server, and initializes it with `params`.
    pub fn initialize(params: Value) -> Self {
        Self::initialize_with_settings(params, Value::Null)
    }

    /// As [`Client::initialize`], for a client that answers `settings` when it is asked.
    pub fn initialize_with_settings(params: Value, settings: Value) -> Self {
        let mut client = Self::spawn();
        client.settings = settings;
        client.initialized = client.result("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends one message.
    pub fn send(&mut self, message: &Value) {
        self.send_raw(&frame(&message.to_string()));
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request, and returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// Waits for the response to `id`.
    pub fn response(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into();
        self.wait(&format!("the response to {id}"), |message| {
            message.get("method").is_none() && message["id"] == id
        })
    }

    /// Sends a request, and waits for its response.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.response(id)
    }

    /// Sends a request, and waits for its result. Fails on an error.
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let response = self.request(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// Sends a request, and waits for its error. Fails on a result.
    pub fn error(&mut self, method: &str, params: Value) -> Value {
        let response = self.request(method, params);
        assert!(response.get("error").is_some(), "{method}: {response}");
        response["error"].clone()
    }

    /// Waits for a notification or request of the server whose parameters `fit`; gives these back.
    pub fn wait_for(&mut self, method: &str, fit: impl Fn(&Value) -> bool) -> Value {
        let message = self.wait(method, |message| message["method"] == method && fit(&message["params"]));
        message["params"].clone()
    }

    /// Waits until the server asks for a choice, and gives back the id of the request.
    pub fn question_id(&mut self) -> Value {
        let message = self.wait("a question", |message| message["method"] == "window/showMessageRequest");
        message["id"].clone()
    }

    /// Whether a message of the server with this method has arrived and was not waited for.
    pub fn has_received(&mut self, method: &str) -> bool {
        while let Ok(message) = self.messages.try_recv() {
            self.take_in(message);
        }
        self.waiting.iter().any(|message| message["method"] == method)
    }

    /// Lets go of the messages that have arrived and that nothing has waited for.
    pub fn forget_what_was_not_waited_for(&mut self) {
        while let Ok(message) = self.messages.try_recv() {
            self.take_in(message);
        }
        self.waiting.clear();
    }

    /// The number of the server's process.
    pub fn process_id(&self) -> u32 {
        self.server.id()
    }

    /// Opens a document.
    pub fn open(&mut self, path: &Path, text: &str) {
        let document = json!({"uri": uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces the whole text of an open document.
    pub fn replace(&mut self, path: &Path, version: i32, text: &str) {
        self.notify("textDocument/didChange", change(path, version, json!([{"text": text}])));
    }

    /// Waits until diagnostics of `version` are published for a document; gives back their codes.
    pub fn published_codes(&mut self, path: &Path, version: Option<i32>) -> Vec<String> {
        let uri = uri(path);
        let params = self.wait_for("textDocument/publishDiagnostics", |params| {
            params["uri"] == uri.as_str() && (version.is_none() || params["version"] == json!(version))
        });
        codes(&params["diagnostics"])
    }

    /// Asks for the diagnostics of a document; gives back their codes.
    pub fn pulled_codes(&mut self, path: &Path) -> Vec<String> {
        let report = self.result("textDocument/diagnostic", json!({"textDocument": {"uri": uri(path)}}));
        codes(&report["items"])
    }

    /// Waits until the whole vault that `path` is in has been read.
    pub fn until_read(&mut self, path: &Path) {
        // A link is followed before that.
        self.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri(path)}}));
    }

    /// Waits until it is also known what links to what: hover and some code actions do without that.
    pub fn until_linked(&mut self) {
        self.result("workspace/symbol", json!({"query": "a"}));
    }

    /// The file names that a definition request leads to, when the vault has been read.
    pub fn definition_files(&mut self, path: &Path, line: u32, column: u32) -> Vec<String> {
        self.until_read(path);
        let found = self.result("textDocument/definition", at(path, line, column));
        found.as_array().into_iter().flatten().map(|place| file_name(place_uri(place))).collect()
    }

    /// Repeats `ask` until `fit` likes what it gives: for what follows from a notification whose
    /// effect nothing tells.
    pub fn until<T: std::fmt::Debug>(
        &mut self,
        mut ask: impl FnMut(&mut Self) -> T,
        fit: impl Fn(&T) -> bool,
    ) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let value = ask(self);
            if fit(&value) {
                return value;
            }
            assert!(Instant::now() < end, "still {value:?}");
            std::thread::yield_now();
        }
    }

    /// Shuts the server down, and waits for its end.
    pub fn shut_down(mut self) -> ExitStatus {
        self.result("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.exit_status()
    }

    /// Closes the connection.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits for the server's end.
    pub fn exit_status(mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().expect("the server can be waited for") {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for a message that fits. Others are kept for later, and requests are answered.
    fn wait(&mut self, what: &str, fit: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        let mut looked_at = 0;
        loop {
            while looked_at < self.waiting.len() {
                if fit(&self.waiting[looked_at]) {
                    return self.waiting.remove(looked_at).expect("it was just looked at");
                }
                looked_at += 1;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) => self.take_in(message),
                Err(error) => panic!("no {what}: {error}; waiting: {:?}", self.waiting),
            }
        }
    }

    fn take_in(&mut self, message: Value) {
        // Also where a test only wants an answer of some kind.
        let error = message["error"]["message"].as_str().unwrap_or_default();
        assert!(!error.contains("this is a bug in wikilinks"), "{message}");
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            if method == "window/showMessageRequest" && self.choice == false {
                return self.waiting.push_back(message);
            }
            let mut answer = json!({"jsonrpc": "2.0", "id": id});
            if method == "workspace/applyEdit" {
                let ends = self.applied.as_object().expect("an object").clone();
                answer.as_object_mut().expect("an object").extend(ends);
                self.send(&answer);
                return self.waiting.push_back(message);
            }
            let result = match method {
                "workspace/configuration" => json!([self.settings]),
                "window/showMessageRequest" if self.choice.is_string() => json!({"title": self.choice}),
                _ => Value::Null,
            };
            answer["result"] = result;
            self.send(&answer);
        }
        self.waiting.push_back(message);
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.input = None;
        // Where it is counted what code runs, a server tells it when it ends by itself.
        let end = Instant::now() + PATIENCE;
        while std::env::var_os("LLVM_PROFILE_FILE").is_some()
            && Instant::now() < end
            && matches!(self.server.try_wait(), Ok(None))
        {
            std::thread::sleep(Duration::from_millis(5));
        }
        // A server that has ended already cannot be killed, and need not be.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// `body` as a frame.
pub fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The `file` URI of a path, encoded as editors do.
pub fn uri(path: &Path) -> String {
    let text = path.to_str().expect("the test's paths are UTF-8");
    let mut uri = String::from("file://");
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte as char)
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The parameters of a request about a place.
pub fn at(path: &Path, line: u32, column: u32) -> Value {
    json!({"textDocument": {"uri": uri(path)}, "position": {"line": line, "character": column}})
}

/// The parameters of `textDocument/didChange`.
pub fn change(path: &Path, version: i32, changes: Value) -> Value {
    json!({"textDocument": {"uri": uri(path), "version": version}, "contentChanges": changes})
}

/// The codes of diagnostics, sorted.
pub fn codes(diagnostics: &Value) -> Vec<String> {
    let codes = diagnostics.as_array().expect("a list of diagnostics").iter();
    let mut codes: Vec<_> = codes.filter_map(|one| Some(one["code"].as_str()?.to_owned())).collect();
    codes.sort();
    codes
}

/// The URI of a `Location` or a `LocationLink`.
pub fn place_uri(place: &Value) -> &str {
    place["uri"].as_str().or_else(|| place["targetUri"].as_str()).expect("a place has a URI")
}

/// The last segment of a URI.
pub fn file_name(uri: &str) -> String {
    uri.rsplit('/').next().unwrap_or_default().to_owned()
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let value = line.strip_prefix("Content-Length: ");
        length = value.map(|value| value.parse().expect("a length")).or(length);
    }
    let mut body = vec![0; length.expect("every message has a length")];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("every message is JSON"))
}
