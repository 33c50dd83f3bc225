//! `textDocument/semanticTokens` and `textDocument/linkedEditingRange`.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

#[test]
fn comments_and_keys_have_kinds_of_their_own() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "---\nup: x\n---\n%% one %% ^id\n");
    let whole = client.result("textDocument/semanticTokens/full", json!({"textDocument": {"uri": uri(&a)}}));
    assert_eq!(whole["data"], json!([1, 0, 2, 5, 0, 2, 0, 9, 4, 0, 0, 10, 3, 3, 0]));
}

#[test]
fn tokens_are_whole_then_differences() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    let document = json!({"uri": uri(&a)});
    client.open(&a, "😀 [[b]] #tag\n\n![[no]]\n");
    let whole = client.result("textDocument/semanticTokens/full", json!({"textDocument": document}));
    assert_eq!(whole["data"], json!([0, 3, 5, 0, 0, 0, 6, 4, 2, 0, 2, 0, 7, 1, 1]));

    let delta = |client: &mut Client, previous: &Value| {
        let params = json!({"textDocument": document, "previousResultId": previous});
        client.result("textDocument/semanticTokens/full/delta", params)
    };
    let same = delta(&mut client, &whole["resultId"]);
    assert_eq!(same["edits"], json!([]));
    client.replace(&a, 2, "😀 [[b]]\n\n![[no]]\n");
    let changed = delta(&mut client, &same["resultId"]);
    assert_eq!(changed["edits"], json!([{"start": 5, "deleteCount": 5, "data": []}]));
    let unknown = delta(&mut client, &json!("unknown"));
    assert_eq!(unknown["data"], json!([0, 3, 5, 0, 0, 2, 0, 7, 1, 1]));

    let range = json!({"start": {"line": 1, "character": 0}, "end": {"line": 3, "character": 0}});
    let params = json!({"textDocument": document, "range": range});
    let part = client.result("textDocument/semanticTokens/range", params);
    assert_eq!(part, json!({"data": [2, 0, 7, 1, 1]}));
}

#[test]
fn the_legend_says_what_the_numbers_are() {
    let vault = Vault::new(&[]);
    let client = Client::start(vault.root(), json!({}));
    let legend = &client.initialized["capabilities"]["semanticTokensProvider"]["legend"];
    assert_eq!(legend["tokenTypes"][1], "macro");
    assert_eq!(legend["tokenModifiers"], json!(["unresolved"]));
}

#[test]
fn a_name_and_its_links_are_edited_together() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "# A\n😀 [[#Part]]\n## Part\n");
    let found = client.result("textDocument/linkedEditingRange", at(&a, 2, 5));
    let starts = found["ranges"].as_array().expect("ranges").iter().map(|range| range["start"].clone());
    let expected = json!([{"line": 1, "character": 6}, {"line": 2, "character": 3}]);
    assert_eq!(Value::from_iter(starts), expected);
    assert_eq!(client.result("textDocument/linkedEditingRange", at(&a, 1, 0)), Value::Null);
}
