//! `textDocument/codeAction`: which kinds are given when.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

fn kinds(client: &mut Client, vault: &Vault, context: Value) -> Vec<String> {
    let place = json!({"line": 0, "character": 5});
    let params = json!({
        "textDocument": {"uri": uri(&vault.path("a.md"))},
        "range": {"start": place, "end": place},
        "context": context,
    });
    let found = client.result("textDocument/codeAction", params);
    let actions = found.as_array().cloned().unwrap_or_default();
    actions.iter().filter_map(|action| Some(action["kind"].as_str()?.to_owned())).collect()
}

#[test]
fn other_ways_to_write_a_link_are_given_when_they_are_asked_for() {
    let vault = Vault::new(&[("x/b.md", "")]);
    let literals = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport":
        {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}}}});
    let mut client = Client::start(vault.root(), literals);
    client.open(&vault.path("a.md"), "😀 [[b]]");
    let mut kinds = |context| kinds(&mut client, &vault, context);
    let all = vec!["refactor.rewrite"; 3];
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
    assert_eq!(kinds(&mut client, &vault, json!({"diagnostics": []})), ["refactor.rewrite"]);
}
