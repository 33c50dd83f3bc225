//! Files that change outside the editor.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

/// A client that watches files when asked to.
fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

fn event(vault: &Vault, path: &str, kind: u32) -> Value {
    json!({"uri": uri(&vault.path(path)), "type": kind})
}

/// Waits until the link in `a.md` leads where it should.
fn until_leads(client: &mut Client, vault: &Vault, files: &[&str]) {
    let a = vault.path("a.md");
    client.until(|client| client.definition_files(&a, 0, 2), |found| found == files);
}

#[test]
fn a_client_that_watches_is_asked_to() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), watching());
    let params = client.wait_for("client/registerCapability", |_| true);
    let registration = &params["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(registration["registerOptions"]["watchers"][0]["globPattern"], "**/*");
}

#[test]
fn what_the_client_tells_of_is_read_again() {
    let vault = Vault::new(&[("a.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), watching());
    assert!(client.definition_files(&vault.path("a.md"), 0, 2).is_empty());

    vault.write("b.md", "");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [event(&vault, "b.md", 1)]}));
    until_leads(&mut client, &vault, &["b.md"]);

    std::fs::remove_file(vault.path("b.md")).expect("it is there");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [event(&vault, "b.md", 3)]}));
    until_leads(&mut client, &vault, &[]);
}

#[test]
fn a_thousand_files_are_one_batch() {
    let vault = Vault::new(&[("a.md", "[[note 999]]")]);
    let mut client = Client::start(vault.root(), watching());
    assert!(client.definition_files(&vault.path("a.md"), 0, 2).is_empty());
    let mut changes = Vec::new();
    for number in 0..1000 {
        let name = format!("deep/note {number}.md");
        vault.write(&name, "[[a]]");
        changes.push(event(&vault, &name, 1));
    }
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    until_leads(&mut client, &vault, &["note%20999.md"]);
    let a = super::client::at(&vault.path("a.md"), 0, 0);
    let mut about_a = a.clone();
    about_a["context"] = json!({"includeDeclaration": false});
    let found = client
        .until(|client| client.result("textDocument/references", about_a.clone()), |found| !found.is_null());
    // The cursor is on the link to note 999: nothing else links there.
    assert_eq!(found.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_folder_that_comes_or_goes_stands_for_its_files() {
    let vault = Vault::new(&[("a.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), watching());
    vault.write("x/y/b.md", "");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [event(&vault, "x", 1)]}));
    until_leads(&mut client, &vault, &["b.md"]);
    std::fs::remove_dir_all(vault.path("x")).expect("it is there");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [event(&vault, "x", 3)]}));
    until_leads(&mut client, &vault, &[]);
}

#[test]
fn an_open_document_keeps_its_text_when_the_file_changes() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", ""), ("mark.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), watching());
    client.open(&a, "[[b]]");
    vault.write("a.md", "[[c]] is on disk");
    vault.write("new.md", "");
    let changes = json!([event(&vault, "a.md", 2), event(&vault, "new.md", 1)]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    // The batch is through when the new note is known.
    let mark = vault.path("mark.md");
    client.open(&mark, "[[new]]");
    client.until(|client| client.definition_files(&mark, 0, 2), |found| *found == ["new.md"]);
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
}

#[test]
fn attachments_are_targets_too() {
    let vault = Vault::new(&[("a.md", "[[x.png]]")]);
    let mut client = Client::start(vault.root(), watching());
    std::fs::write(vault.path("x.png"), [0xff, 0xfe, 0]).expect("it can be written");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [event(&vault, "x.png", 1)]}));
    until_leads(&mut client, &vault, &["x.png"]);
    let found = client.result("textDocument/definition", super::client::at(&vault.path("a.md"), 0, 2));
    assert_eq!(
        found[0]["range"],
        json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}})
    );
}

#[test]
fn the_server_watches_where_the_client_does_not() {
    let vault = Vault::new(&[("a.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), json!({}));
    assert!(client.definition_files(&vault.path("a.md"), 0, 2).is_empty());
    vault.write("x/b.md", "");
    until_leads(&mut client, &vault, &["b.md"]);
    std::fs::rename(vault.path("x/b.md"), vault.path("c.md")).expect("it is there");
    until_leads(&mut client, &vault, &[]);
    assert!(!client.has_received("client/registerCapability"));
}

#[test]
fn a_saved_file_is_known_by_its_new_stamp() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), watching());
    client.open(&a, "x [[b]]");
    vault.write("a.md", "x [[b]]");
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&a)}}));
    assert_eq!(client.definition_files(&a, 0, 4), ["b.md"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
    assert_eq!(client.definition_files(&a, 0, 4), ["b.md"]);
}

#[test]
fn r25_a_rename_that_was_killed_is_finished_before_the_vault_is_read() {
    let vault = Vault::new(&[("a.md", "[[old]]"), ("b.md", "[[old]]"), ("old.md", "")]);
    let settled = |kill_at: usize| {
        let mut rename = std::process::Command::new(env!("CARGO_BIN_EXE_wikilinks"));
        rename.args(["rename", vault.root().to_str().unwrap(), "old", "new"]);
        let ended = rename.env("WIKILINKS_KILL_AT", kill_at.to_string()).output().unwrap().status;
        !ended.success() && vault.path(".wikilinks/journal").exists()
    };
    assert!((1..200).any(settled), "a rename can be killed when its journal is complete");
    let mut client = Client::start(vault.root(), json!({}));
    let shown = client.wait_for("window/showMessage", |_| true);
    assert!(shown["message"].as_str().unwrap().contains("Rename note"), "{shown}");
    client.open(&vault.path("c.md"), "[[new]]");
    assert_eq!(client.definition_files(&vault.path("c.md"), 0, 3), ["new.md"]);
    assert_eq!(std::fs::read_to_string(vault.path("a.md")).unwrap(), "[[new]]");
    assert!(!vault.path(".wikilinks/journal").exists());
}
