//! Files that something else than the editor moves.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};
use super::moves::{move_on_disk, moves, taking, tell, texts, until_leads};

/// A client that wants moves to be followed, and chooses `choice` when it is asked.
fn following(vault: &Vault, choice: &str) -> Client {
    let params = json!({
        "processId": null,
        "capabilities": taking(),
        "initializationOptions": {"rename": {"followMoves": true}},
        "workspaceFolders": [{"uri": uri(vault.root()), "name": "vault"}],
    });
    let mut client = Client::initialize(params);
    client.choice = json!(choice);
    client
}

/// Waits until the server has read the vault.
fn until_read(client: &mut Client, vault: &Vault) {
    client.until_read(&vault.path("a.md"));
}

fn question(client: &mut Client) -> Value {
    client.wait_for("window/showMessageRequest", |_| true)
}

fn edit(client: &mut Client) -> Value {
    client.wait_for("workspace/applyEdit", |_| true)["edit"].clone()
}

#[test]
fn a_file_that_is_gone_and_one_with_the_same_content_are_one() {
    let files = [("a.md", "[[b]]"), ("b.md", "text [c](c.md)"), ("c.md", "[[b]] [[b|shown]]")];
    let vault = Vault::new(&files);
    let mut client = following(&vault, "Update links");
    client.open(&vault.path("a.md"), "unsaved [[b]]");
    until_read(&mut client, &vault);
    move_on_disk(&vault, "b.md", "x/new.md");
    tell(&mut client, &vault, &["b.md"], &["x/new.md"]);
    let asked = question(&mut client);
    assert_eq!(asked["message"], "1 file was moved outside the editor. Update 4 links to it?");
    let actions: Vec<_> =
        asked["actions"].as_array().expect("actions").iter().map(|one| &one["title"]).collect();
    assert_eq!(actions, ["Update links", "No"]);
    let edit = edit(&mut client);
    assert_eq!(texts(&vault, &edit), ["a.md: new", "c.md: new, new", "x/new.md: ../c.md"]);
    assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 1);
}

#[test]
fn a_folder_that_was_moved_is_all_of_its_files() {
    let files = [
        ("a.md", "[[x/b]] [[x/c]] ![[x/d.png]]"),
        ("x/b.md", "b"),
        ("x/c.md", "[[x/b]]"),
        ("x/empty.md", ""),
        ("x/d.png", "d"),
    ];
    let vault = Vault::new(&files);
    let mut client = following(&vault, "Update links");
    until_read(&mut client, &vault);
    move_on_disk(&vault, "x", "y");
    tell(&mut client, &vault, &["x"], &["y"]);
    let asked = question(&mut client);
    assert_eq!(asked["message"], "4 files were moved outside the editor. Update 4 links to them?");
    let edit = edit(&mut client);
    assert_eq!(texts(&vault, &edit), ["a.md: y/b, y/c, y/d.png", "y/c.md: y/b"]);
}

#[test]
fn whoever_says_no_gets_no_edit() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new]]")]);
    let mut client = following(&vault, "No");
    until_read(&mut client, &vault);
    move_on_disk(&vault, "b.md", "new.md");
    tell(&mut client, &vault, &["b.md"], &["new.md"]);
    question(&mut client);
    until_leads(&mut client, &vault, "c.md", "new.md");
    assert!(!client.has_received("workspace/applyEdit"));
}

/// Moves `b.md` to `new.md`. Says whether the server has asked about that, rather than about what is
/// moved next, to which two links lead.
fn is_asked(mut client: Client, vault: &Vault) -> bool {
    vault.write("k.md", "next");
    vault.write("l.md", "[[k]] [[k]]");
    tell(&mut client, vault, &[], &["k.md", "l.md"]);
    until_leads(&mut client, vault, "l.md", "k.md");
    move_on_disk(vault, "b.md", "new.md");
    tell(&mut client, vault, &["b.md"], &["new.md", "copy.md"]);
    until_leads(&mut client, vault, "c.md", "new.md");
    move_on_disk(vault, "k.md", "x/m.md");
    tell(&mut client, vault, &["k.md"], &["x/m.md"]);
    let next = "1 file was moved outside the editor. Update 2 links to it?";
    question(&mut client)["message"] != next
}

#[test]
fn nobody_is_asked_unless_it_is_set() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new]]")]);
    let mut client = Client::start(vault.root(), taking());
    until_read(&mut client, &vault);
    move_on_disk(&vault, "b.md", "new.md");
    tell(&mut client, &vault, &["b.md"], &["new.md"]);
    until_leads(&mut client, &vault, "c.md", "new.md");
    client.result("textDocument/hover", super::client::at(&vault.path("a.md"), 0, 2));
    assert!(!client.has_received("window/showMessageRequest"));
}

#[test]
fn nobody_is_asked_about_a_file_that_no_link_leads_to() {
    let vault = Vault::new(&[("a.md", ""), ("b.md", "text"), ("c.md", "[[new]]")]);
    assert!(!is_asked(following(&vault, "No"), &vault));
}

#[test]
fn nobody_is_asked_when_it_is_not_plain_which_file_has_moved() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new]]")]);
    let mut client = following(&vault, "No");
    until_read(&mut client, &vault);
    vault.write("copy.md", "text");
    assert!(!is_asked(client, &vault));
}

#[test]
fn nobody_is_asked_about_what_the_editor_moves() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new]]")]);
    let mut client = following(&vault, "No");
    client.result("workspace/willRenameFiles", moves(&vault, &[("b.md", "new.md")]));
    assert!(!is_asked(client, &vault));
}

#[test]
fn nobody_is_asked_about_what_a_rename_moves() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new#h]]")]);
    vault.write(".wikilinks.toml", "[rename]\nadopt_unresolved = true\n");
    let mut client = following(&vault, "No");
    let mut params = super::client::at(&vault.path("a.md"), 0, 2);
    params["newName"] = json!("new");
    client.result("textDocument/rename", params);
    assert!(!is_asked(client, &vault));
}

#[test]
fn links_that_were_updated_with_the_move_are_not_asked_about() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[new]]"), ("gone.md", "[[b]]")]);
    let mut client = following(&vault, "No");
    until_read(&mut client, &vault);
    vault.write("a.md", "[[new]]");
    std::fs::remove_file(vault.path("gone.md")).expect("it is there");
    assert!(!is_asked(client, &vault), "as when another branch is checked out");
}

#[test]
fn r25_a_note_that_changes_before_the_answer_is_left_as_it_is() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text"), ("c.md", "[[b]]"), ("d.md", "[[b]]")]);
    let mut client = following(&vault, "No");
    client.choice = json!(false);
    client.open(&vault.path("a.md"), "[[b]]");
    client.open(&vault.path("c.md"), "[[b]]");
    until_read(&mut client, &vault);
    move_on_disk(&vault, "b.md", "new.md");
    tell(&mut client, &vault, &["b.md"], &["new.md"]);
    let id = client.question_id();
    client.replace(&vault.path("a.md"), 2, "typed [[b]]");
    client.replace(&vault.path("c.md"), 2, "x");
    client.replace(&vault.path("c.md"), 3, "[[b]]");
    client.send(&json!({"jsonrpc": "2.0", "id": id, "result": {"title": "Update links"}}));
    let edit = edit(&mut client);
    assert_eq!(texts(&vault, &edit), ["c.md: new", "d.md: new"]);
    assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 3, "the version that has this text");
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(shown["message"], "Links are not updated in notes that have changed meanwhile: a.md.");
}

#[test]
fn the_server_sees_moves_by_itself_where_the_client_does_not_watch() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "text")]);
    let params = json!({
        "processId": null,
        "capabilities": {"workspace": {"applyEdit": true, "workspaceEdit": {"documentChanges": true}}},
        "initializationOptions": {"rename": {"followMoves": true}},
        "workspaceFolders": [{"uri": uri(vault.root()), "name": "vault"}],
    });
    let mut client = Client::initialize(params);
    client.choice = json!("Update links");
    until_read(&mut client, &vault);
    std::fs::rename(vault.path("b.md"), vault.path("new.md")).expect("it is there");
    let edit = edit(&mut client);
    assert_eq!(texts(&vault, &edit), ["a.md: new"]);
}

#[test]
fn a_move_to_a_name_that_no_link_can_hold_is_not_offered() {
    let vault = Vault::new(&[("a.md", "[[b]] [[c]]"), ("b.md", "text of b"), ("c.md", "text of c")]);
    let mut client = following(&vault, "Update links");
    until_read(&mut client, &vault);
    move_on_disk(&vault, "b.md", "C#.md");
    tell(&mut client, &vault, &["b.md"], &["C#.md"]);
    let a = vault.path("a.md");
    client.until(|client| client.definition_files(&a, 0, 2), Vec::is_empty);
    assert!(!client.has_received("window/showMessageRequest"));
    // What can be followed still is.
    move_on_disk(&vault, "c.md", "new.md");
    tell(&mut client, &vault, &["c.md"], &["new.md"]);
    question(&mut client);
    assert_eq!(texts(&vault, &edit(&mut client)), ["a.md: new"]);
}
