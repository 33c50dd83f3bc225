//! Files and folders that the editor moves.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};
use super::edits::able;

/// The parameters that tell of moves, each from a path to a path.
pub fn moves(vault: &Vault, moves: &[(&str, &str)]) -> Value {
    let files = moves
        .iter()
        .map(|(from, to)| json!({"oldUri": uri(&vault.path(from)), "newUri": uri(&vault.path(to))}));
    json!({"files": files.collect::<Vec<_>>()})
}

fn will_rename(client: &mut Client, vault: &Vault, these: &[(&str, &str)]) -> Value {
    client.result("workspace/willRenameFiles", moves(vault, these))
}

/// The new texts of an edit, file by file, as `a.md: x, y`.
pub fn texts(vault: &Vault, edit: &Value) -> Vec<String> {
    let root = format!("{}/", uri(vault.root()));
    let changes = edit["documentChanges"].as_array().unwrap_or_else(|| panic!("no document changes: {edit}"));
    let one = |change: &Value| {
        let uri = change["textDocument"]["uri"].as_str().unwrap_or_else(|| panic!("no text edit: {change}"));
        let edits = change["edits"].as_array().expect("edits").iter();
        let edits: Vec<_> = edits.filter_map(|edit| edit["newText"].as_str()).collect();
        format!("{}: {}", uri.strip_prefix(&root).unwrap_or(uri), edits.join(", "))
    };
    changes.iter().map(one).collect()
}

#[test]
fn moves_of_files_and_folders_are_asked_for_and_told() {
    let vault = Vault::new(&[]);
    let client = Client::start(vault.root(), able());
    let operations = &client.initialized["capabilities"]["workspace"]["fileOperations"];
    for when in ["willRename", "didRename"] {
        let filters = operations[when]["filters"].as_array().expect("filters");
        let patterns: Vec<_> = filters.iter().map(|filter| filter["pattern"].clone()).collect();
        let pattern = |kind: &str| json!({"glob": "**/*", "matches": kind});
        assert_eq!(patterns, [pattern("file"), pattern("folder")], "{when}");
    }
}

#[test]
fn r22_a_file_that_the_editor_moves_keeps_its_links() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "[up](a.md)")]);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("b.md", "x/new.md")]);
    assert_eq!(texts(&vault, &edit), ["a.md: new", "b.md: ../a.md"], "the editor renames the file: {edit}");
    assert_eq!(edit["changeAnnotations"]["link"]["label"], "Update 2 links in 2 notes");
}

#[test]
fn r22_several_files_move_at_once() {
    let vault = Vault::new(&[("a.md", "[[b]] [[c]]"), ("b.md", "[[c]]"), ("c.md", "[[b]] [[a]]")]);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("b.md", "c.md"), ("c.md", "b.md")]);
    assert_eq!(texts(&vault, &edit), ["a.md: c, b", "b.md: b", "c.md: c"], "they change their names");
}

#[test]
fn r22_a_folder_stands_for_the_files_below_it() {
    let files = [
        ("a.md", "[[x/y/b]] [[x/c]] ![[x/d.png]] [[xx/e]]"),
        ("x/y/b.md", "[c](../c.md) [a](../../a.md)"),
        ("x/c.md", "[[x/y/b]]"),
        ("x/d.png", ""),
        ("xx/e.md", ""),
    ];
    let vault = Vault::new(&files);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("x", "deep/z")]);
    let right = ["a.md: deep/z/y/b, deep/z/c, deep/z/d.png", "x/c.md: deep/z/y/b", "x/y/b.md: ../../../a.md"];
    assert_eq!(texts(&vault, &edit), right);
}

#[test]
fn a_file_that_moves_by_itself_and_with_its_folder_goes_where_it_goes_by_itself() {
    let vault = Vault::new(&[("a.md", "[[x/b]] [[x/c]]"), ("x/b.md", ""), ("x/c.md", "")]);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("x", "y"), ("x/b.md", "z/b.md")]);
    assert_eq!(texts(&vault, &edit), ["a.md: z/b, y/c"]);
}

#[test]
fn a_file_that_moves_to_another_vault_is_told_and_nothing_is_changed() {
    let one = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let two = Vault::new(&[]);
    let folders = [&one, &two].map(|vault| json!({"uri": uri(vault.root()), "name": "x"}));
    let mut client =
        Client::initialize(json!({"processId": null, "capabilities": able(), "workspaceFolders": folders}));
    let files = json!([{"oldUri": uri(&one.path("b.md")), "newUri": uri(&two.path("b.md"))}]);
    assert_eq!(client.result("workspace/willRenameFiles", json!({"files": files})), Value::Null);
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(shown["message"], "b.md leaves its vault: links to it and links in it are not changed.");
    let files =
        ["b.md", "c.md"].map(|name| json!({"oldUri": uri(&one.path(name)), "newUri": uri(&two.path(name))}));
    assert_eq!(client.result("workspace/willRenameFiles", json!({"files": files})), Value::Null);
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(
        shown["message"],
        "2 files leave their vault: links to them and links in them are not changed."
    );
}

#[test]
fn files_of_two_vaults_may_move_at_once() {
    let one = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let two = Vault::new(&[("a.md", "[[c]] [[c]]"), ("c.md", "")]);
    let folders = [&one, &two].map(|vault| json!({"uri": uri(vault.root()), "name": "x"}));
    let mut client =
        Client::initialize(json!({"processId": null, "capabilities": able(), "workspaceFolders": folders}));
    let files = json!([
        {"oldUri": uri(&one.path("b.md")), "newUri": uri(&one.path("new.md"))},
        {"oldUri": uri(&two.path("c.md")), "newUri": uri(&two.path("new.md"))},
    ]);
    let edit = client.result("workspace/willRenameFiles", json!({"files": files}));
    let changes = edit["documentChanges"].as_array().expect("document changes");
    assert_eq!(changes[0]["textDocument"]["uri"], uri(&one.path("a.md")));
    assert_eq!(changes[1]["textDocument"]["uri"], uri(&two.path("a.md")));
    let label = &edit["changeAnnotations"]["link"]["label"];
    assert_eq!(label, "Update 1 link in 1 note; Update 2 links in 1 note");
}

#[test]
fn files_that_nobody_knows_move_without_an_edit() {
    let vault = Vault::new(&[("a.md", "")]);
    let mut client = Client::start(vault.root(), able());
    assert_eq!(will_rename(&mut client, &vault, &[("no.md", "new.md"), ("none", "x")]), Value::Null);
    let files = json!([{"oldUri": "untitled:x", "newUri": "untitled:y"}]);
    assert_eq!(client.result("workspace/willRenameFiles", json!({"files": files})), Value::Null);
}

/// Moves a file or a folder on disk.
pub fn move_on_disk(vault: &Vault, from: &str, to: &str) {
    let to = vault.path(to);
    std::fs::create_dir_all(to.parent().expect("a file has a folder")).expect("a folder can be made");
    std::fs::rename(vault.path(from), to).expect("it is there");
}

/// A client that takes edits, and tells of changed files.
pub fn taking() -> Value {
    let mut client = able();
    client["workspace"]["applyEdit"] = json!(true);
    client["workspace"]["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
    client
}

/// Tells of files that are gone and of files that have come.
pub fn tell(client: &mut Client, vault: &Vault, gone: &[&str], came: &[&str]) {
    let event = |path: &&str, kind: u32| json!({"uri": uri(&vault.path(path)), "type": kind});
    let gone = gone.iter().map(|path| event(path, 3));
    let changes: Vec<_> = gone.chain(came.iter().map(|path| event(path, 1))).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
}

/// Waits until the link at the start of `path` leads to the file `name`.
pub fn until_leads(client: &mut Client, vault: &Vault, path: &str, name: &str) {
    let path = vault.path(path);
    client.until(|client| client.definition_files(&path, 0, 2), |found| found == &[name]);
}

fn did_rename(client: &mut Client, vault: &Vault, these: &[(&str, &str)]) {
    client.notify("workspace/didRenameFiles", moves(vault, these));
}

#[test]
fn a_client_that_only_tells_of_moves_is_asked_to_edit() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "# b\n\n[up](a.md)")]);
    let mut client = Client::start(vault.root(), taking());
    client.open(&vault.path("a.md"), "unsaved [[b]]");
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 11), ["b.md"]);
    move_on_disk(&vault, "b.md", "x/new.md");
    did_rename(&mut client, &vault, &[("b.md", "x/new.md")]);
    tell(&mut client, &vault, &["b.md"], &["x/new.md"]);
    let edit = client.wait_for("workspace/applyEdit", |_| true)["edit"].clone();
    assert_eq!(texts(&vault, &edit), ["a.md: new", "x/new.md: new, ../a.md"], "on the new URI");
    assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 1);
    assert_eq!(edit["documentChanges"][1]["textDocument"]["version"], Value::Null);
}

#[test]
fn a_folder_that_a_client_only_tells_of_stands_for_its_files() {
    let vault = Vault::new(&[("a.md", "[[x/b]] [[x/c]]"), ("x/b.md", ""), ("x/c.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    move_on_disk(&vault, "x", "y");
    did_rename(&mut client, &vault, &[("x", "y")]);
    let edit = client.wait_for("workspace/applyEdit", |_| true)["edit"].clone();
    assert_eq!(texts(&vault, &edit), ["a.md: y/b, y/c"]);
}

#[test]
fn a_document_that_stays_open_where_its_file_was_is_no_note() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("x/b.md", "# b")]);
    let mut client = Client::start(vault.root(), able());
    client.open(&vault.path("a.md"), "[[b]]");
    client.open(&vault.path("x/b.md"), "# b");
    let orphans = |client: &mut Client| {
        let params = json!({"command": "wikilinks.orphans", "arguments": []});
        let found = client.result("workspace/executeCommand", params);
        let notes = found.as_array().expect("a list").iter();
        notes.filter_map(|note| note["path"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    for (from, to) in [("x/b.md", "b.md"), ("b.md", "x/b.md"), ("x", "y")] {
        move_on_disk(&vault, from, to);
        client.open(&vault.path(&to.replace('y', "y/b.md")), "# b");
        did_rename(&mut client, &vault, &[(from, to)]);
        tell(&mut client, &vault, &[from], &[to]);
        client.until(orphans, |found| found == &["a.md"]);
    }
}

#[test]
fn what_was_asked_before_is_not_done_again_when_it_is_told() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "[[d]]"), ("d.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    will_rename(&mut client, &vault, &[("b.md", "new.md")]);
    move_on_disk(&vault, "b.md", "new.md");
    did_rename(&mut client, &vault, &[("b.md", "new.md")]);
    // The edits of this one would come after those of the first.
    move_on_disk(&vault, "d.md", "e.md");
    did_rename(&mut client, &vault, &[("d.md", "e.md")]);
    let edit = client.wait_for("workspace/applyEdit", |_| true)["edit"].clone();
    assert_eq!(texts(&vault, &edit), ["c.md: e"]);
}

#[test]
fn a_move_that_is_told_waits_for_no_watcher() {
    let vault = Vault::new(&[("a.md", "[[new]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    will_rename(&mut client, &vault, &[("b.md", "new.md")]);
    move_on_disk(&vault, "b.md", "new.md");
    did_rename(&mut client, &vault, &[("b.md", "new.md")]);
    until_leads(&mut client, &vault, "a.md", "new.md");
}

#[test]
fn a_move_that_the_index_has_taken_in_already_is_let_be() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "[[new]]")]);
    let mut client = Client::start(vault.root(), taking());
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    move_on_disk(&vault, "b.md", "new.md");
    tell(&mut client, &vault, &["b.md"], &["new.md"]);
    until_leads(&mut client, &vault, "c.md", "new.md");
    did_rename(&mut client, &vault, &[("b.md", "new.md")]);
    vault.write("mark.md", "");
    vault.write("c.md", "[[mark]]");
    tell(&mut client, &vault, &[], &["mark.md", "c.md"]);
    until_leads(&mut client, &vault, "c.md", "mark.md");
    assert!(!client.has_received("workspace/applyEdit"));
}

#[test]
fn a_client_that_takes_no_edits_is_told_what_is_not_done() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    move_on_disk(&vault, "b.md", "new.md");
    did_rename(&mut client, &vault, &[("b.md", "new.md")]);
    let shown = client.wait_for("window/showMessage", |_| true);
    let message = shown["message"].as_str().expect("a message");
    assert!(message.contains("takes no edits") && message.contains("\"new\""), "{message}");
}

#[test]
fn a_rename_that_was_thrown_away_does_not_keep_the_move_from_being_followed() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    let mut params = super::client::at(&vault.path("a.md"), 0, 3);
    params["newName"] = json!("new");
    client.result("textDocument/rename", params);
    move_on_disk(&vault, "b.md", "new.md");
    did_rename(&mut client, &vault, &[("b.md", "new.md")]);
    let edit = client.wait_for("workspace/applyEdit", |_| true)["edit"].clone();
    assert_eq!(texts(&vault, &edit), ["a.md: new"]);
}

#[test]
fn a_file_may_take_the_place_of_another() {
    let vault = Vault::new(&[("a.md", "[[b]] [[x/b]]"), ("b.md", "old"), ("x/b.md", "new")]);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("x/b.md", "b.md")]);
    assert_eq!(texts(&vault, &edit), ["a.md: b"], "the link to what is replaced stays");
}

#[test]
fn r22_a_name_that_a_move_sets_free_may_be_taken_in_the_same_move() {
    let vault = Vault::new(&[("a.md", "[[b]] [[x/b]]"), ("b.md", "old"), ("x/b.md", "new")]);
    let mut client = Client::start(vault.root(), able());
    let edit = will_rename(&mut client, &vault, &[("x/b.md", "b.md"), ("b.md", "c.md")]);
    assert_eq!(texts(&vault, &edit), ["a.md: c, b"]);
}

#[test]
fn links_that_the_client_does_not_update_are_told_with_its_reason() {
    for (answer, why) in [
        (json!({"result": {"applied": false, "failureReason": "it is read-only"}}), "it is read-only"),
        (json!({"result": {"applied": false}}), "the editor gave no reason"),
        (json!({"error": {"code": -32603, "message": "no window"}}), "no window"),
    ] {
        let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
        let mut client = Client::start(vault.root(), taking());
        client.applied = answer;
        assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
        move_on_disk(&vault, "b.md", "new.md");
        did_rename(&mut client, &vault, &[("b.md", "new.md")]);
        let shown = client.wait_for("window/showMessage", |_| true);
        let message = shown["message"].as_str().expect("a message");
        assert!(message.starts_with("Not done: ") && message.ends_with(&format!(": {why}")), "{message}");
    }
}

#[test]
fn a_move_whose_links_cannot_be_kept_is_told_with_the_reason() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), taking());
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    move_on_disk(&vault, "b.md", "c#d.md");
    did_rename(&mut client, &vault, &[("b.md", "c#d.md")]);
    let shown = client.wait_for("window/showMessage", |_| true);
    let message = shown["message"].as_str().expect("a message");
    assert!(
        message.starts_with("The links to moved files are not updated: ") && message.contains("holds \"#\""),
        "{message}"
    );
}
