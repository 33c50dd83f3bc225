//! Any session: edits, opens, closes, moves, and what other programs do to the files meanwhile. No
//! request panics, and in the end the server knows what one knows that has just been started.
#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use wikilinks::text::{Encoding, Position};
use wikilinks_fuzz::connection::{Connection, runtime, uri};
use wikilinks_fuzz::positions;
use wikilinks_fuzz::script::{Event, Place, Question};

/// How much happens at most.
const MOST_EVENTS: usize = 40;

/// How long it may take until the server has looked at all files.
const PATIENCE: Duration = Duration::from_secs(10);

struct Editor {
    vault: tempfile::TempDir,
    server: Connection,
    /// The open files: version and text.
    open: BTreeMap<String, (i64, String)>,
    version: i64,
    writes: u64,
}

impl Editor {
    async fn new() -> Self {
        let vault = tempfile::tempdir().expect("a temporary folder");
        let server = Connection::start(vault.path()).await;
        Self { vault, server, open: BTreeMap::new(), version: 0, writes: 0 }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.vault.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    /// Writes a file, each time at a later time: no two texts have one stamp.
    fn write(&mut self, name: &str, text: &str) {
        let path = self.path(name);
        // Where a file is that should be a folder, nothing is written.
        let made = path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok());
        if made && fs::write(&path, text).is_ok() {
            self.writes += 1;
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + self.writes);
            let file = fs::File::options().write(true).open(&path).expect("it was just written");
            file.set_modified(time).expect("it is ours");
        }
    }

    async fn tell(&mut self, name: &str, kind: u32) {
        let changes = json!([{"uri": self.uri(name), "type": kind}]);
        self.server.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
    }

    async fn open(&mut self, name: &str, text: String) {
        self.version += 1;
        let document =
            json!({"uri": self.uri(name), "languageId": "markdown", "version": self.version, "text": text});
        self.open.insert(name.to_owned(), (self.version, text));
        self.server.notify("textDocument/didOpen", json!({"textDocument": document})).await;
    }

    async fn close(&mut self, name: &str) -> Option<String> {
        let (_, text) = self.open.remove(name)?;
        let document = json!({"uri": self.uri(name)});
        self.server.notify("textDocument/didClose", json!({"textDocument": document})).await;
        Some(text)
    }

    async fn edit(&mut self, name: &str, from: Place, to: Place, new: &str) {
        self.version += 1;
        let place = |Place(line, column): Place| json!({"line": line % 8, "character": column % 32});
        let change = json!([{"range": {"start": place(from), "end": place(to)}, "text": new}]);
        let document = json!({"uri": self.uri(name), "version": self.version});
        if let Some((version, text)) = self.open.get_mut(name) {
            let at = |Place(line, column): Place| {
                let place = Position { line: u32::from(line % 8), column: u32::from(column % 32) };
                positions::offset(text, place, Encoding::Utf16)
            };
            let (a, b) = (at(from), at(to));
            *text = format!("{}{new}{}", &text[..a.min(b)], &text[a.max(b)..]);
            *version = self.version;
        }
        self.server
            .notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}))
            .await;
    }

    /// The editor moves a file or a folder, and opens anew what was open there.
    async fn rename(&mut self, from: &str, to: &str) {
        let inside = format!("{to}/");
        if !self.path(from).exists()
            || self.path(to).exists()
            || format!("{to}/").starts_with(&format!("{from}/"))
        {
            return;
        }
        if self.open.keys().any(|name| name == to || name.starts_with(&inside)) {
            return;
        }
        let files = json!({"files": [{"oldUri": self.uri(from), "newUri": self.uri(to)}]});
        // A move that is refused is made all the same by some editors.
        let _ = self.server.ask("workspace/willRenameFiles", files.clone()).await;
        if !self.moved_on_disk(from, to) {
            return;
        }
        self.server.notify("workspace/didRenameFiles", files).await;
        let below = format!("{from}/");
        let names: Vec<String> =
            self.open.keys().filter(|name| *name == from || name.starts_with(&below)).cloned().collect();
        for name in names {
            let text = self.close(&name).await.expect("it is open");
            self.open(&name.replacen(from, to, 1), text).await;
        }
    }

    fn moved_on_disk(&self, from: &str, to: &str) -> bool {
        let (from, to) = (self.path(from), self.path(to));
        let made = to.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok());
        made && !to.exists() && fs::rename(from, to).is_ok()
    }

    async fn happens(&mut self, event: Event) {
        match event {
            Event::Open(name, text) if !self.open.contains_key(name.0) => self.open(name.0, text.0).await,
            Event::Open(..) => {}
            Event::Edit(name, from, to, text) => self.edit(name.0, from, to, &text.0).await,
            Event::Close(name) => drop(self.close(name.0).await),
            Event::Save(name) => {
                let Some((_, text)) = self.open.get(name.0).cloned() else { return };
                self.write(name.0, &text);
                self.server
                    .notify("textDocument/didSave", json!({"textDocument": {"uri": self.uri(name.0)}}))
                    .await;
                self.tell(name.0, 2).await;
            }
            Event::Write(name, text) => {
                let kind = if self.path(name.0).exists() { 2 } else { 1 };
                self.write(name.0, &text.0);
                self.tell(name.0, kind).await;
            }
            Event::Delete(name) => {
                if fs::remove_file(self.path(name.0)).is_ok() {
                    self.tell(name.0, 3).await;
                }
            }
            Event::Rename(from, to) => self.rename(from.0, to.0).await,
            Event::RenameFolder(from, to) => self.rename(from.0, to.0).await,
            Event::MoveFolder(from, to) => {
                if self.moved_on_disk(from.0, to.0) {
                    self.tell(from.0, 3).await;
                    self.tell(to.0, 1).await;
                }
            }
            Event::DeleteFolder(folder) => {
                if fs::remove_dir_all(self.path(folder.0)).is_ok() {
                    self.tell(folder.0, 3).await;
                }
            }
            Event::Ignore(folder, yes) => {
                let kind = if self.path(".gitignore").exists() { 2 } else { 1 };
                self.write(".gitignore", &if yes { format!("{}/\n", folder.0) } else { String::new() });
                self.tell(".gitignore", kind).await;
            }
            Event::Ask(question, name, place) => {
                let (uri, position) =
                    (self.uri(name.0), json!({"line": place.0 % 8, "character": place.1 % 32}));
                // What is refused is refused with an error, which is an answer.
                let _ = ask(&mut self.server, question, &uri, position).await;
            }
        }
    }

    /// What a server that has just been started says of the same files and documents.
    async fn fresh(&self) -> Vec<Value> {
        let mut fresh = Connection::start(self.vault.path()).await;
        for (name, (version, text)) in &self.open {
            let document =
                json!({"uri": self.uri(name), "languageId": "markdown", "version": version, "text": text});
            fresh.notify("textDocument/didOpen", json!({"textDocument": document})).await;
        }
        let known = known(&mut fresh, self.vault.path(), &self.texts()).await;
        fresh.shut_down().await;
        known
    }

    /// Every note, as the editor or the disk has it.
    fn texts(&self) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        collect(self.vault.path(), "", &mut texts);
        texts.extend(self.open.iter().map(|(name, (_, text))| (name.clone(), text.clone())));
        texts
    }
}

fn collect(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), texts);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            texts.insert(name, text);
        }
    }
}

/// All that a server knows of these files: what is wrong, what is where, and where each link leads.
async fn known(server: &mut Connection, root: &Path, texts: &BTreeMap<String, String>) -> Vec<Value> {
    let start = json!({"line": 0, "character": 0});
    // This waits until all that was told of files is taken in.
    let _ = ask(server, Question::Rename, &uri(&root.join("a.md")), start.clone()).await;
    let mut known = Vec::new();
    for question in [Question::WorkspaceDiagnostic, Question::WorkspaceSymbol] {
        known.push(ask(server, question, "", Value::Null).await);
    }
    for (name, text) in texts {
        let uri = uri(&root.join(name));
        for question in
            [Question::DocumentSymbol, Question::DocumentLink, Question::CodeLens, Question::InlayHint]
        {
            known.push(ask(server, question, &uri, start.clone()).await);
        }
        for (at, _) in text.match_indices(['[', '#', '^']) {
            let at = positions::position(text, at + 1, Encoding::Utf16);
            let at = json!({"line": at.line, "character": at.column});
            for question in [Question::Definition, Question::References] {
                known.push(ask(server, question, &uri, at.clone()).await);
            }
        }
    }
    known
}

async fn ask(server: &mut Connection, question: Question, uri: &str, position: Value) -> Value {
    let document = json!({"uri": uri});
    let range = json!({"start": position, "end": position});
    let mut params = json!({"textDocument": document, "position": position, "range": range});
    let method = match question {
        Question::Definition => "textDocument/definition",
        Question::Hover => "textDocument/hover",
        Question::References => {
            params["context"] = json!({"includeDeclaration": true});
            "textDocument/references"
        }
        Question::Completion => "textDocument/completion",
        Question::PrepareRename => "textDocument/prepareRename",
        Question::Rename => {
            params["newName"] = json!("new name");
            "textDocument/rename"
        }
        Question::CodeAction => {
            params["context"] = json!({"diagnostics": []});
            "textDocument/codeAction"
        }
        Question::Diagnostic => "textDocument/diagnostic",
        Question::DocumentSymbol => "textDocument/documentSymbol",
        Question::DocumentLink => "textDocument/documentLink",
        Question::FoldingRange => "textDocument/foldingRange",
        Question::SelectionRange => {
            params["positions"] = json!([position]);
            "textDocument/selectionRange"
        }
        Question::Highlight => "textDocument/documentHighlight",
        Question::CodeLens => "textDocument/codeLens",
        Question::InlayHint => {
            params["range"] = json!({"start": position, "end": {"line": 1000, "character": 0}});
            "textDocument/inlayHint"
        }
        Question::Tokens => "textDocument/semanticTokens/full",
        Question::LinkedEditing => "textDocument/linkedEditingRange",
        Question::WorkspaceDiagnostic => {
            params = json!({"previousResultIds": []});
            "workspace/diagnostic"
        }
        Question::WorkspaceSymbol => {
            params = json!({"query": ""});
            "workspace/symbol"
        }
        Question::CallHierarchy => "textDocument/prepareCallHierarchy",
    };
    let answer = server.ask(method, params.clone()).await.unwrap_or_else(|error| error["code"].clone());
    json!([method, params, in_order(answer)])
}

/// The answer without what differs from one session to the next, and without the order of its lists.
fn in_order(mut answer: Value) -> Value {
    match &mut answer {
        Value::Array(entries) => {
            let mut sorted: Vec<Value> = std::mem::take(entries).into_iter().map(in_order).collect();
            sorted.sort_by_key(Value::to_string);
            Value::Array(sorted)
        }
        Value::Object(members) => {
            members.remove("resultId");
            members.remove("data");
            members.iter_mut().for_each(|(_, value)| *value = in_order(value.take()));
            answer
        }
        _ => answer,
    }
}

async fn live_through(events: Vec<Event>) {
    let mut editor = Editor::new().await;
    for event in events.into_iter().take(MOST_EVENTS) {
        editor.happens(event).await;
    }
    let fresh = editor.fresh().await;
    let end = Instant::now() + PATIENCE;
    loop {
        let texts = editor.texts();
        let known = known(&mut editor.server, editor.vault.path(), &texts).await;
        if known == fresh {
            break;
        }
        if Instant::now() > end {
            for (known, fresh) in known.iter().zip(&fresh).filter(|(known, fresh)| known != fresh) {
                eprintln!("known {known:#}\nfresh {fresh:#}");
            }
            panic!("the server does not know what a fresh one knows of {texts:#?}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    editor.server.shut_down().await;
}

fuzz_target!(|events: Vec<Event>| {
    runtime().block_on(live_through(events));
});
