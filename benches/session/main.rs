//! What a person waits for, of a vault of so many notes: an editor's session with the built server.
//!
//! `cargo bench --bench session -- 100000` writes a vault of 100,000 notes into a temporary folder, starts
//! the server on it without and with what it keeps between runs, and prints a table. 10,000 notes when
//! nothing is said.

#[path = "../../tests/support/chance.rs"]
mod chance;
#[allow(dead_code)]
#[path = "../../tests/support/client.rs"]
mod client;
mod vault;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use client::{Client, at, change, frame, uri};
use serde_json::{Value, json};
use vault::Vault;

/// As the server's: to read a long answer takes the client memory too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let notes = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let (root, cache) = (tempfile::tempdir(), tempfile::tempdir());
    let (root, cache) = (root.expect("a temporary folder"), cache.expect("a temporary folder"));
    let vault = Vault::write(root.path(), notes.max(1_000));
    println!("{} notes", vault.notes);
    let scan = scan(&vault.root).and_then(|_| scan(&vault.root));
    let mut cold = Session::start(&vault, cache.path());
    row("started, cold", &ratio(cold.started, scan));
    cold.client.until_read(&cold.note);
    row("all is read, cold", &ratio(cold.began.elapsed(), scan));
    row("memory, MB", &cold.memory().map_or("unknown".to_owned(), |bytes| (bytes / 1_000_000).to_string()));
    // What is built and kept behind that is no one's answer.
    std::thread::sleep(Duration::from_secs(8 + vault.notes as u64 / 100_000));
    cold.measure();
    cold.client.shut_down();
    let warm = Session::start(&vault, cache.path());
    row("started, warm", &ratio(warm.started, scan));
}

fn row(what: &str, measured: &str) {
    println!("{what:<56} {measured}");
}

/// How long ripgrep needs to find every `[[`; `None` where there is none.
fn scan(root: &Path) -> Option<Duration> {
    let began = Instant::now();
    let mut command = Command::new("rg");
    command.args(["--no-ignore", "--hidden", "-c", "-F", "[[", "-g", "*.md"]).arg(root);
    let status = command.stdout(Stdio::null()).status().ok()?;
    status.success().then(|| began.elapsed())
}

fn ratio(took: Duration, scan: Option<Duration>) -> String {
    let seconds = took.as_secs_f64();
    match scan {
        Some(scan) => format!("{seconds:.3} s, {:.2} of a scan", seconds / scan.as_secs_f64()),
        None => format!("{seconds:.3} s (no ripgrep to compare with)"),
    }
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// The median, and what is nearly the slowest: of a hundred the last but one.
fn quantiles(mut all: Vec<Duration>) -> String {
    all.sort_unstable();
    let at = |share: usize| ms(all[(all.len() * share / 100).min(all.len() - 1)]);
    format!("median {:.1}, p99 {:.1}, of {}", at(50), at(99), all.len())
}

/// An editor with one note of the vault open.
struct Session<'v> {
    client: Client,
    vault: &'v Vault,
    /// The note in which is typed, its last line, which is empty, and its version.
    note: PathBuf,
    last_line: u32,
    version: i32,
    began: Instant,
    /// How long it took until a link was followed.
    started: Duration,
}

/// The number of the note in which is typed.
const OPEN: usize = 500;

impl<'v> Session<'v> {
    fn start(vault: &'v Vault, cache: &Path) -> Self {
        let (note, text) = (vault.path(OPEN), vault.text(OPEN));
        let began = Instant::now();
        let mut client = Client::spawn_with_cache(cache);
        let refresh = json!({"refreshSupport": true});
        client.result(
            "initialize",
            json!({
                "processId": std::process::id(),
                "capabilities": {
                    "workspace": {
                        "didChangeWatchedFiles": {"dynamicRegistration": true},
                        "codeLens": refresh,
                        "inlayHint": refresh,
                        "semanticTokens": refresh,
                        "workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename"]},
                    },
                    "textDocument": {"publishDiagnostics": {"versionSupport": true}},
                },
                "workspaceFolders": [{"uri": uri(&vault.root), "name": "vault"}],
            }),
        );
        client.notify("initialized", json!({}));
        client.open(&note, &text);
        let mut session = Self {
            client,
            vault,
            last_line: text.matches('\n').count() as u32,
            note,
            version: 1,
            began,
            started: Duration::ZERO,
        };
        let found = session.definition(OPEN, 0).0;
        assert_eq!(found, uri(&vault.path(vault.targets(OPEN)[0])));
        session.started = session.began.elapsed();
        session
    }

    /// The answer, and how long it took until the client had read it.
    fn ask(&mut self, method: &str, params: Value) -> (Value, Duration) {
        let began = Instant::now();
        let mut response = self.client.request(method, params);
        let took = began.elapsed();
        assert!(response.get("error").is_none(), "{method}: {response}");
        (response["result"].take(), took)
    }

    /// Where the link with this number of a note leads.
    fn definition(&mut self, note: usize, link: u32) -> (Value, Duration) {
        let place = at(&self.vault.path(note), Vault::FIRST_LINK + link, Vault::COLUMN);
        let (found, took) = self.ask("textDocument/definition", place);
        (found[0]["uri"].clone(), took)
    }

    /// The bytes of memory that the server has, where the system tells.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.client.process_id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kibibytes| kibibytes * 1_024)
    }

    fn measure(&mut self) {
        let notes: Vec<usize> = (0..100).map(|at| 2 + at * (self.vault.notes - 2) / 100).collect();
        self.follow(&notes);
        self.hover(&notes[..50]);
        self.references();
        self.rename();
        let (found, took) = self.ask("workspace/symbol", json!({"query": "Rename me"}));
        row("workspace/symbol, ms", &format!("{:.1}, {} found", ms(took), len(&found)));
        self.complete(&notes[50..62]);
        self.diagnose();
        self.type_much();
    }

    fn follow(&mut self, notes: &[usize]) {
        let mut times = Vec::new();
        for &note in notes {
            self.client.open(&self.vault.path(note), &self.vault.text(note));
            for link in 0..3 {
                let (found, took) = self.definition(note, link);
                let target = self.vault.targets(note)[link as usize];
                assert_eq!(found, uri(&self.vault.path(target)), "link {link} of note {note}");
                times.push(took);
            }
        }
        row("definition, ms", &quantiles(times));
    }

    fn hover(&mut self, notes: &[usize]) {
        let place = |note: &usize| at(&self.vault.path(*note), Vault::FIRST_LINK, Vault::COLUMN);
        let places: Vec<Value> = notes.iter().map(place).collect();
        let times = places.into_iter().map(|place| self.ask("textDocument/hover", place).1).collect();
        row("hover, ms", &quantiles(times));
    }

    fn references(&mut self) {
        let params = self.at_link(3, "[[Hub]]", json!({"context": {"includeDeclaration": false}}));
        let (found, took) = self.ask("textDocument/references", params);
        row("references, ms", &format!("{:.1}, {} links", ms(took), len(&found)));
    }

    fn rename(&mut self) {
        let params = self.at_link(2, "[[Rename me|", json!({"newName": "A new name"}));
        let (found, took) = self.ask("textDocument/rename", params);
        let files = found["documentChanges"].as_array().map(Vec::as_slice).unwrap_or_default();
        let links: usize = files.iter().map(|file| len(&file["edits"])).sum();
        row("rename, ms", &format!("{:.1}, {links} links", ms(took)));
    }

    /// `params`, asked at the link that begins so in a note, which is opened.
    fn at_link(&mut self, note: usize, link: &str, mut params: Value) -> Value {
        let (path, text) = (self.vault.path(note), self.vault.text(note));
        self.client.open(&path, &text);
        let mut lines = text.lines().zip(0..);
        let found = lines.find_map(|(line, number)| Some((number, columns(&line[..line.find(link)?]))));
        let (line, column) = found.expect("the note holds the link");
        for (key, value) in at(&path, line, column + 3).as_object().expect("an object") {
            params[key] = value.clone();
        }
        params
    }

    /// The names of these notes are typed, six letters of each.
    fn complete(&mut self, notes: &[usize]) {
        let (mut times, mut most) = (Vec::new(), 0);
        for &note in notes {
            let mut typed = "[[".to_owned();
            for letter in self.vault.name(note).chars().take(6) {
                typed.push(letter);
                self.put(&typed);
                let mut place = at(&self.note, self.last_line, columns(&typed));
                place["context"] = json!({"triggerKind": 1});
                let (found, took) = self.ask("textDocument/completion", place);
                times.push(took);
                most = most.max(found.to_string().len());
            }
        }
        self.put("");
        row("completion while typing, ms", &quantiles(times));
        row("the biggest answer, KiB", &(most / 1_024).to_string());
    }

    fn diagnose(&mut self) {
        let mut times = Vec::new();
        for number in 0..10 {
            self.client.forget_what_was_not_waited_for();
            let began = Instant::now();
            self.put(&format!("[[No such note {number}]]"));
            let (uri, version) = (uri(&self.note), self.version);
            self.client.wait_for("textDocument/publishDiagnostics", |published| {
                published["uri"] == uri.as_str() && published["version"] == version
            });
            times.push(began.elapsed());
        }
        self.put("");
        row("keystroke to diagnostics, ms", &quantiles(times));
    }

    /// Five hundred edits in one write, then a question.
    fn type_much(&mut self) {
        let mut times = Vec::new();
        for _ in 0..5 {
            let mut bytes = Vec::new();
            for column in 0..500 {
                self.version += 1;
                let place = json!({"line": self.last_line, "character": column});
                let edit = json!([{"range": {"start": place, "end": place}, "text": "x"}]);
                let params = change(&self.note, self.version, edit);
                let message = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params});
                bytes.extend(frame(&message.to_string()));
            }
            let place = at(&self.note, Vault::FIRST_LINK, Vault::COLUMN);
            let began = Instant::now();
            self.client.send_raw(&bytes);
            self.ask("textDocument/hover", place);
            times.push(began.elapsed());
            self.put("");
        }
        row("500 edits in one write, then a hover, ms", &quantiles(times));
    }

    /// Makes `text` the last line of the open note.
    fn put(&mut self, text: &str) {
        self.version += 1;
        let (start, end) = (
            json!({"line": self.last_line, "character": 0}),
            json!({"line": self.last_line + 1, "character": 0}),
        );
        let edit = json!([{"range": {"start": start, "end": end}, "text": text}]);
        self.client.notify("textDocument/didChange", change(&self.note, self.version, edit));
    }
}

/// How many UTF-16 columns a text takes.
fn columns(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

fn len(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}
