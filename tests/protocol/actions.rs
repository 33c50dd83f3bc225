//! `textDocument/codeAction`: which kinds are given when.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

fn kinds(client: &mut Client, vault: &Vault, context: Value) -> Vec<String> {
    told(client, vault, context, "kind")
}

/// One field of each action at a place of `a.md`.
fn told(client: &mut Client, vault: &Vault, context: Value, field: &str) -> Vec<String> {
    let place = json!({"line": 0, "character": 5});
    let params = json!({
        "textDocument": {"uri": uri(&vault.path("a.md"))},
        "range": {"start": place, "end": place},
        "context": context,
    });
    let found = client.result("textDocument/codeAction", params);
    let actions = found.as_array().cloned().unwrap_or_default();
    actions.iter().filter_map(|action| Some(action[field].as_str()?.to_owned())).collect()
}

#[test]
fn other_ways_to_write_a_link_are_given_when_they_are_asked_for() {
    let vault = Vault::new(&[("x/b.md", "")]);
    let literals = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport":
        {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}}}});
    let mut client = Client::start(vault.root(), literals);
    client.open(&vault.path("a.md"), "😀 [[b]]");
    let mut kinds = |context| kinds(&mut client, &vault, context);
    // Three ways to write the link, and a block id for the line.
    let all = vec!["refactor.rewrite"; 4];
    assert_eq!(kinds(json!({"diagnostics": []})), all);
    assert_eq!(kinds(json!({"diagnostics": [], "only": ["refactor"]})), all);
    assert_eq!(kinds(json!({"diagnostics": [], "only": ["refactor.rewrite"], "triggerKind": 1})), all);
    assert!(kinds(json!({"diagnostics": [], "only": ["quickfix"]})).is_empty());
    assert!(kinds(json!({"diagnostics": [], "only": ["refactor.rewrite.x"]})).is_empty());
    assert!(kinds(json!({"diagnostics": [], "triggerKind": 2})).is_empty());
}

#[test]
fn words_that_name_a_note_can_be_linked() {
    let vault = Vault::new(&[("x/garden.md", "")]);
    let literals = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport":
        {"codeActionKind": {"valueSet": ["refactor"]}}}}});
    let mut client = Client::start(vault.root(), literals);
    client.open(&vault.path("a.md"), "My garden");
    // Who looks for actions is not made to wait until the names are known.
    client.until(
        |client| told(client, &vault, json!({"diagnostics": []}), "title"),
        |titles| titles.contains(&"Link \"garden\" to \"x/garden\"".to_owned()),
    );
}

#[test]
fn all_is_mended_at_once_only_when_that_is_asked_for() {
    let vault = Vault::new(&[("b.md", "---\naliases: [Bee]\n---\n")]);
    let literals = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport":
        {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}}});
    let mut client = Client::start(vault.root(), literals);
    client.open(&vault.path("a.md"), "[[Bee]]\n");
    let kind = "source.fixAll.wikilinks";
    for only in [kind, "source.fixAll", "source"] {
        assert_eq!(kinds(&mut client, &vault, json!({"diagnostics": [], "only": [only]})), [kind]);
    }
    assert!(!kinds(&mut client, &vault, json!({"diagnostics": []})).contains(&kind.to_owned()));
}

#[test]
fn a_section_is_moved_to_a_new_note_where_the_client_makes_files() {
    let vault = Vault::new(&[]);
    for (makes, expected) in [(json!(["create"]), vec!["refactor.extract"; 2]), (json!([]), vec![])] {
        let mut client = Client::start(
            vault.root(),
            json!({
                "textDocument": {"codeAction": {"codeActionLiteralSupport":
                    {"codeActionKind": {"valueSet": ["refactor"]}}}},
                "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": makes}},
            }),
        );
        client.open(&vault.path("a.md"), "# Garden\ntext\n");
        let only = json!({"diagnostics": [], "only": ["refactor.extract"]});
        assert_eq!(kinds(&mut client, &vault, only), expected);
    }
}
