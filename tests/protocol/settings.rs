//! What an editor and a vault set.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

fn params(vault: &Vault, capabilities: Value, options: Value) -> Value {
    json!({
        "processId": null, "rootUri": uri(vault.root()), "capabilities": capabilities,
        "initializationOptions": options,
    })
}

const ASKABLE: &str =
    r#"{"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}}"#;

fn askable() -> Value {
    serde_json::from_str(ASKABLE).expect("it is JSON")
}

#[test]
fn initialization_options_are_settings() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let off = json!({"diagnostics": {"unresolved-note": "off"}});
    for options in [off.clone(), json!({"wikilinks": off})] {
        let mut client = Client::initialize(params(&vault, json!({}), options));
        client.open(&a, "[[missing]]");
        assert!(client.published_codes(&a, Some(1)).is_empty());
    }
    let mut client = Client::initialize(params(&vault, json!({}), Value::Null));
    client.open(&a, "[[missing]]");
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
}

#[test]
fn the_editor_is_asked_for_settings_when_it_can_be() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let off = json!({"diagnostics": {"unresolved-note": "off"}});
    let mut client = Client::initialize_with_settings(params(&vault, askable(), Value::Null), off);
    client.open(&a, "[[missing]]");
    assert!(client.published_codes(&a, Some(1)).is_empty());

    client.settings = json!({"diagnostics": {"unresolved-note": "error"}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
}

#[test]
fn settings_may_come_with_the_notification() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::initialize(params(&vault, json!({}), Value::Null));
    client.open(&a, "[[missing]]");
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
    let settings = json!({"settings": {"wikilinks": {"diagnostics": {"unresolved-note": "off"}}}});
    client.notify("workspace/didChangeConfiguration", settings);
    assert!(client.published_codes(&a, Some(1)).is_empty());
}

#[test]
fn a_setting_that_is_wrong_is_named_and_the_rest_holds() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let options = json!({"links": {"format": "longest"}, "diagnostics": {"unresolved-note": "off"}});
    let mut client = Client::initialize(params(&vault, json!({}), options));
    let shown = client.wait_for("window/showMessage", |_| true);
    assert_eq!(shown["type"], 2);
    assert!(shown["message"].as_str().is_some_and(|text| text.contains("links.format")), "{shown}");
    client.open(&a, "[[missing]]");
    assert!(client.published_codes(&a, Some(1)).is_empty());
}

#[test]
fn a_settings_file_that_changes_is_read_again() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::initialize(params(&vault, watching, Value::Null));
    client.open(&a, "[[missing]]");
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
    vault.write(".wikilinks.toml", "[diagnostics]\nunresolved-note = \"off\"\n");
    let changes = json!([{"uri": uri(&vault.path(".wikilinks.toml")), "type": 1}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    assert!(client.published_codes(&a, Some(1)).is_empty());
}

#[test]
fn a_gitignore_that_changes_lets_files_go() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let a = vault.path("a.md");
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::initialize(params(&vault, watching, Value::Null));
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
    vault.write(".gitignore", "b.md\n");
    let changes = json!([{"uri": uri(&vault.path(".gitignore")), "type": 1}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    client.until(|client| client.definition_files(&a, 0, 2), Vec::is_empty);
}

#[test]
fn loading_is_shown_to_clients_that_show_progress() {
    let vault = Vault::new(&[("a.md", "")]);
    let capabilities = json!({"window": {"workDoneProgress": true}});
    let mut client = Client::initialize(params(&vault, capabilities, Value::Null));
    let token = client.wait_for("window/workDoneProgress/create", |_| true)["token"].clone();
    // A small vault is loaded before the client has agreed; then nothing follows.
    client.open(&vault.path("a.md"), "[[missing]]");
    assert_eq!(client.published_codes(&vault.path("a.md"), Some(1)), ["unresolved-note"]);
    if client.has_received("$/progress") {
        let of = |kind: &'static str| {
            let token = token.clone();
            move |params: &Value| params["token"] == token && params["value"]["kind"] == kind
        };
        client.wait_for("$/progress", of("begin"));
        client.wait_for("$/progress", of("end"));
    }
}
