//! Answers that edit files: rename, moves, and fixes.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

/// A client that takes all that an edit can hold.
pub fn able() -> Value {
    json!({
        "workspace": {"workspaceEdit": {
            "documentChanges": true,
            "resourceOperations": ["create", "rename", "delete"],
            "changeAnnotationSupport": {"groupsOnLabel": true},
        }},
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
    })
}

fn rename(client: &mut Client, vault: &Vault, name: &str) -> Value {
    let mut params = at(&vault.path("a.md"), 0, 3);
    params["newName"] = json!(name);
    client.result("textDocument/rename", params)
}

#[test]
fn prepare_rename_gives_the_name() {
    let vault = Vault::new(&[("a.md", "[[b]] text"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), able());
    let prepared = client.result("textDocument/prepareRename", at(&vault.path("a.md"), 0, 3));
    assert_eq!(prepared["placeholder"], "b");
    assert_eq!(prepared["range"]["start"], json!({"line": 0, "character": 2}));
    let error = client.error("textDocument/prepareRename", at(&vault.path("a.md"), 0, 8));
    assert_eq!(error["code"], -32803);
}

#[test]
fn r25_a_rename_carries_versions_annotations_and_the_file_operation_last() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "[[b]]")]);
    let mut client = Client::start(vault.root(), able());
    client.open(&vault.path("a.md"), "[[b]] unsaved");
    let edit = rename(&mut client, &vault, "new");
    let changes = edit["documentChanges"].as_array().expect("document changes");
    let [a, c, operation] = changes.as_slice() else { panic!("{edit}") };
    assert_eq!(a["textDocument"], json!({"uri": uri(&vault.path("a.md")), "version": 1}));
    assert_eq!(c["textDocument"], json!({"uri": uri(&vault.path("c.md")), "version": null}));
    assert_eq!(a["edits"][0]["newText"], "new");
    assert_eq!(a["edits"][0]["annotationId"], "link");
    assert_eq!(operation["kind"], "rename");
    assert_eq!(operation["oldUri"], uri(&vault.path("b.md")));
    assert_eq!(operation["newUri"], uri(&vault.path("new.md")));
    let annotations = edit["changeAnnotations"].as_object().expect("annotations");
    assert_eq!(annotations.keys().collect::<Vec<_>>(), ["link", "rename"]);
    assert_eq!(annotations["link"]["label"], "Update 2 links in 2 notes");
    assert_eq!(annotations["rename"]["label"], "Rename note");
    assert!(annotations.values().all(|one| one["needsConfirmation"] == false));
}

#[test]
fn a_rename_that_guards_other_links_asks_to_confirm_them() {
    let files = [("a.md", "[[x/b]]"), ("x/b.md", ""), ("y/new.md", ""), ("y/c.md", ""), ("d.md", "[[new]]")];
    let vault = Vault::new(&files);
    let mut client = Client::start(vault.root(), able());
    let edit = rename(&mut client, &vault, "new");
    let guard = &edit["changeAnnotations"]["guard"];
    assert_eq!(guard["label"], "Keep 1 link to other notes", "{edit}");
    assert_eq!(guard["needsConfirmation"], true);
    let why = guard["description"].as_str().expect("a description");
    assert!(why.contains("would change where these links lead"), "{why}");
    let guarded = edit["documentChanges"].as_array().expect("document changes");
    let d = guarded.iter().find(|change| change["textDocument"]["uri"] == uri(&vault.path("d.md")));
    assert_eq!(d.expect("an edit of d.md")["edits"][0]["annotationId"], "guard");
}

#[test]
fn a_link_whose_path_and_heading_change_counts_once() {
    let vault = Vault::new(&[("a.md", "[[b#b]] [[b]]"), ("b.md", "# b\n")]);
    let mut client = Client::start(vault.root(), able());
    let edit = rename(&mut client, &vault, "new");
    assert_eq!(edit["documentChanges"][0]["edits"].as_array().map(Vec::len), Some(3), "{edit}");
    assert_eq!(edit["changeAnnotations"]["link"]["label"], "Update 2 links in 1 note");
}

#[test]
fn an_edit_that_renames_something_else_says_so() {
    let vault = Vault::new(&[("a.md", "[[#Old]]\n\n# Old\n"), ("c.md", "[[a#Old]]")]);
    let mut client = Client::start(vault.root(), able());
    let mut params = at(&vault.path("a.md"), 2, 3);
    params["newName"] = json!("New");
    let edit = client.result("textDocument/rename", params);
    assert_eq!(edit["changeAnnotations"]["rename"]["label"], "Rename heading");
    assert_eq!(edit["changeAnnotations"]["link"]["label"], "Update 2 links in 2 notes");
}

#[test]
fn a_client_without_file_operations_is_told_which_file_to_rename() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    let edit = rename(&mut client, &vault, "new");
    assert!(edit.get("documentChanges").is_none());
    let edits = &edit["changes"][uri(&vault.path("a.md"))];
    assert_eq!(edits[0]["newText"], "new");
    let shown = client.wait_for("window/showMessage", |_| true);
    let message = shown["message"].as_str().expect("a message");
    assert!(message.contains("b.md") && message.contains("new.md"), "{message}");
}

#[test]
fn a_client_with_document_changes_only_keeps_its_versions() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client =
        Client::start(vault.root(), json!({"workspace": {"workspaceEdit": {"documentChanges": true}}}));
    let edit = rename(&mut client, &vault, "new");
    let changes = edit["documentChanges"].as_array().expect("document changes");
    assert_eq!(changes.len(), 1, "{edit}");
    assert!(changes[0]["edits"][0].get("annotationId").is_none());
    client.wait_for("window/showMessage", |_| true);
}

#[test]
fn a_rename_that_cannot_be_done_says_why() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let mut client = Client::start(vault.root(), able());
    for name in ["c", "x|y", "../out"] {
        let mut params = at(&vault.path("a.md"), 0, 3);
        params["newName"] = json!(name);
        let error = client.error("textDocument/rename", params);
        assert_eq!(error["code"], -32803, "{error}");
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{error}");
    }
}

#[test]
fn a_fix_creates_the_missing_note() {
    let vault = Vault::new(&[("a.md", "[[Ideas]]")]);
    let range = json!({"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3}});
    let params = |only: Value| {
        json!({"textDocument": {"uri": uri(&vault.path("a.md"))}, "range": range,
            "context": {"diagnostics": [], "only": only}})
    };
    let mut client = Client::start(vault.root(), able());
    let actions = client.result("textDocument/codeAction", params(Value::Null));
    let create = actions
        .as_array()
        .expect("a list")
        .iter()
        .find(|action| action["edit"]["documentChanges"][0]["kind"] == "create");
    let create = create.unwrap_or_else(|| panic!("no fix creates the note: {actions}"));
    assert_eq!(create["kind"], "quickfix");
    assert_eq!(create["edit"]["documentChanges"][0]["uri"], uri(&vault.path("Ideas.md")));
    assert_eq!(create["diagnostics"][0]["code"], "unresolved-note");
    assert_eq!(client.result("textDocument/codeAction", params(json!(["refactor.move"]))), Value::Null);

    let mut plain = Client::start(vault.root(), json!({}));
    assert_eq!(plain.result("textDocument/codeAction", params(Value::Null)), Value::Null);
}
