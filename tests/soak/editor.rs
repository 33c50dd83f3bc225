//! An editor with a vault open, and the programs beside it that change its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::process::Process;
use super::support::chance::Chance;
use super::support::client::{Client, change, uri};
use super::{questions, vault};

/// How many documents are open at most.
const MOST_OPEN: usize = 20;

/// How many questions are under way at most.
const MOST_ASKED: usize = 8;

pub struct Editor {
    root: PathBuf,
    notes: usize,
    client: Client,
    /// The open documents: version, and the lines of the text.
    open: BTreeMap<String, (i32, Vec<String>)>,
    /// The questions that have no answer yet.
    asked: Vec<i64>,
    version: i32,
}

/// A client that asks for diagnostics, and watches files.
fn client(root: &Path) -> Client {
    let capabilities = json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
    });
    Client::start(root, capabilities)
}

impl Editor {
    pub fn start(root: &Path, notes: usize) -> Self {
        let (client, open, asked) = (client(root), BTreeMap::new(), Vec::new());
        Self { root: root.to_owned(), notes, client, open, asked, version: 1 }
    }

    /// Each kind of question once, so that all that is made when it is first needed is made.
    pub fn warm_up(&mut self, chance: &mut Chance) {
        for _ in 0..MOST_OPEN {
            self.open(chance);
        }
        for method in questions::OF_PLACES {
            self.ask_of_place(chance, method);
        }
        for _ in 0..20 {
            let (method, params) = questions::of_workspace(chance);
            self.asked.push(self.client.ask(method, params));
        }
        self.settle();
    }

    pub fn process(&self) -> Process {
        Process::of(self.client.process_id())
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.root.join(name))
    }

    fn open(&mut self, chance: &mut Chance) {
        let name = vault::name(chance.below(self.notes));
        if self.open.len() >= MOST_OPEN || self.open.contains_key(&name) {
            return;
        }
        // A note that another program has deleted opens with a text of its own.
        let text = fs::read_to_string(self.root.join(&name)).unwrap_or_else(|_| "# New\n".to_owned());
        self.version += 1;
        let document =
            json!({"uri": self.uri(&name), "languageId": "markdown", "version": self.version, "text": text});
        self.client.notify("textDocument/didOpen", json!({"textDocument": document}));
        let lines = text.split('\n').map(str::to_owned).collect();
        self.open.insert(name, (self.version, lines));
    }

    fn close(&mut self, chance: &mut Chance) {
        let Some(name) = self.some_open(chance) else { return };
        self.open.remove(&name);
        self.client.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(&name)}}));
    }

    fn some_open(&self, chance: &mut Chance) -> Option<String> {
        self.open.keys().nth(chance.below(self.open.len().max(1))).cloned()
    }

    /// Types: one line becomes another. Now and then a document is opened or closed.
    pub fn edit(&mut self, chance: &mut Chance) {
        match chance.below(100) {
            0 => self.close(chance),
            1 | 2 => self.open(chance),
            _ => {}
        }
        let Some(name) = self.some_open(chance) else { return self.open(chance) };
        let (link, part) = (vault::link(chance, self.notes), chance.below(5));
        let new = match chance.below(6) {
            0 => format!("# Part {part}"),
            1 => format!("text ^b{part}"),
            2 => format!("half [[note {part}"),
            3 => String::new(),
            _ => format!("Some words, {link} and #t{part}."),
        };
        self.version += 1;
        let (version, lines) = self.open.get_mut(&name).expect("it is open");
        *version = self.version;
        let line = chance.below(lines.len());
        let end = lines[line].encode_utf16().count();
        let range = json!({"start": {"line": line, "character": 0}, "end": {"line": line, "character": end}});
        lines[line].clone_from(&new);
        let changes = json!([{"range": range, "text": new}]);
        let params = change(&self.root.join(&name), self.version, changes);
        self.client.notify("textDocument/didChange", params);
    }

    /// Another program writes, deletes or moves a note, and the editor tells of it.
    pub fn file_event(&mut self, chance: &mut Chance) {
        let name = vault::name(chance.below(self.notes));
        let path = self.root.join(&name);
        let there = path.exists();
        match chance.below(10) {
            0 if there => {
                fs::remove_file(&path).expect("it is there");
                self.tell(&[(&name, 3)]);
            }
            1 if there => {
                let other = vault::name(chance.below(self.notes));
                if !self.root.join(&other).exists() {
                    fs::rename(&path, self.root.join(&other)).expect("both folders are there");
                    self.tell(&[(&name, 3), (&other, 1)]);
                }
            }
            _ => {
                fs::write(&path, vault::text(chance, self.notes)).expect("its folder is there");
                self.tell(&[(&name, if there { 2 } else { 1 })]);
            }
        }
    }

    fn tell(&mut self, changes: &[(&String, u32)]) {
        let changes: Vec<Value> =
            changes.iter().map(|(name, kind)| json!({"uri": self.uri(name), "type": kind})).collect();
        self.client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    /// Asks something, and does not wait for the answer before others are due.
    pub fn ask(&mut self, chance: &mut Chance) {
        if chance.below(20) == 0 {
            let (method, params) = questions::of_workspace(chance);
            self.asked.push(self.client.ask(method, params));
        } else {
            let method = *chance.pick(questions::OF_PLACES);
            self.ask_of_place(chance, method);
        }
        if chance.below(10) == 0 {
            let id = *chance.pick(&self.asked);
            self.client.notify("$/cancelRequest", json!({"id": id}));
        }
        if self.asked.len() >= MOST_ASKED {
            self.settle();
        }
    }

    fn ask_of_place(&mut self, chance: &mut Chance, method: &str) {
        let Some((name, line, column)) = self.some_place(chance) else { return };
        let params = questions::of_place(method, &self.uri(&name), line, column);
        self.asked.push(self.client.ask(method, params));
    }

    /// A place in an open document, in a link where the line has one.
    fn some_place(&self, chance: &mut Chance) -> Option<(String, usize, usize)> {
        let name = self.some_open(chance)?;
        let (_, lines) = &self.open[&name];
        let line = chance.below(lines.len());
        let column = lines[line].find("[[").map_or(0, |at| lines[line][..at].encode_utf16().count() + 2);
        Some((name, line, column))
    }

    /// Takes all answers that are due. None is an internal error.
    fn settle(&mut self) {
        for id in std::mem::take(&mut self.asked) {
            let answer = self.client.response(id);
            assert_ne!(answer["error"]["code"], -32603, "{answer}");
        }
        self.client.forget_what_was_not_waited_for();
    }

    /// Every kind of question, to this server and to one that has just been started.
    pub fn compare_with_a_fresh_one(&mut self, chance: &mut Chance) {
        self.settle();
        let mut fresh = client(&self.root);
        for (name, (version, lines)) in &self.open {
            let document = json!({"uri": self.uri(name), "languageId": "markdown", "version": version,
                "text": lines.join("\n")});
            fresh.notify("textDocument/didOpen", json!({"textDocument": document}));
        }
        fresh.until_linked();
        for method in questions::OF_PLACES {
            let Some((name, line, column)) = self.some_place(chance) else { continue };
            self.compare(&mut fresh, method, questions::of_place(method, &self.uri(&name), line, column));
        }
        self.compare(&mut fresh, "workspace/diagnostic", json!({"previousResultIds": []}));
        self.compare(&mut fresh, "workspace/symbol", json!({"query": "note 1"}));
        assert!(fresh.shut_down().success());
    }

    fn compare(&mut self, fresh: &mut Client, method: &str, params: Value) {
        let expected = questions::comparable(answer(fresh, method, &params));
        // What was told of files is taken in soon, not at once.
        self.client.until(
            |client| questions::comparable(answer(client, method, &params)),
            |known| *known == expected,
        );
    }

    pub fn shut_down(self) {
        assert!(self.client.shut_down().success());
    }
}

/// The result, or the code of the error.
fn answer(client: &mut Client, method: &str, params: &Value) -> Value {
    let mut answer = client.request(method, params.clone());
    client.forget_what_was_not_waited_for();
    match answer.get("error") {
        Some(error) => error["code"].clone(),
        None => answer["result"].take(),
    }
}
