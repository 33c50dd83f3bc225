//! What an editor shows in one document beside its text.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

#[test]
fn a_link_is_resolved_when_it_is_asked_for() {
    let vault = Vault::new(&[("b.md", "# The B\n\n## Part\n")]);
    let a = vault.path("a.md");
    let tooltips = json!({"textDocument": {"documentLink": {"tooltipSupport": true}}});
    let mut client = Client::start(vault.root(), tooltips);
    client.open(&a, "😀 [[b#Part]] [[gone]] [[b]]");
    let ask = json!({"textDocument": {"uri": uri(&a)}});
    let links = client.result("textDocument/documentLink", ask.clone());
    assert_eq!(links.as_array().map(Vec::len), Some(2), "{links}");
    assert_eq!(links[0]["range"]["start"], json!({"line": 0, "character": 3}));
    assert!(links[0].get("target").is_none());
    let resolved = client.result("documentLink/resolve", links[0].clone());
    assert_eq!(resolved["target"], format!("{}#L3", uri(&vault.path("b.md"))));
    assert_eq!(resolved["tooltip"], "The B > Part (b.md)");
    let resolved = client.result("documentLink/resolve", links[1].clone());
    assert_eq!(resolved["target"], uri(&vault.path("b.md")));

    client.replace(&a, 2, "[[b]]");
    let stale = client.result("documentLink/resolve", links[0].clone());
    assert_eq!(stale, links[0]);
    let strange = json!({"range": links[0]["range"], "data": {"folder": 7}});
    assert_eq!(client.result("documentLink/resolve", strange.clone()), strange);
}

#[test]
fn a_client_without_tooltips_gets_none() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    let ask = json!({"textDocument": {"uri": uri(&vault.path("a.md"))}});
    let links = client.result("textDocument/documentLink", ask);
    let resolved = client.result("documentLink/resolve", links[0].clone());
    assert!(resolved["target"].is_string() && resolved.get("tooltip").is_none(), "{resolved}");
}

#[test]
fn folds_are_whole_lines_and_no_more_than_the_client_takes() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let ask = json!({"textDocument": {"uri": uri(&a)}});
    let text = "# A\ntext\n## B\nmore\n%%\nx\n%%\n";
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, text);
    let folds = client.result("textDocument/foldingRange", ask.clone());
    let expected = json!([
        {"startLine": 0, "endLine": 6},
        {"startLine": 2, "endLine": 6},
        {"startLine": 4, "endLine": 6, "kind": "comment"},
    ]);
    assert_eq!(folds, expected);
    let limited = json!({"textDocument": {"foldingRange": {"rangeLimit": 1, "lineFoldingOnly": true}}});
    let mut client = Client::start(vault.root(), limited);
    client.open(&a, text);
    assert_eq!(client.result("textDocument/foldingRange", ask), json!([expected[0]]));
}

#[test]
fn selections_grow_at_every_position() {
    let vault = Vault::new(&[("a.md", "😀 [[b|word]]\n")]);
    let mut client = Client::start(vault.root(), json!({}));
    let positions = [json!({"line": 0, "character": 8}), json!({"line": 9, "character": 0})];
    let ask = json!({"textDocument": {"uri": uri(&vault.path("a.md"))}, "positions": positions});
    let found = client.result("textDocument/selectionRange", ask);
    let line =
        |from, to| json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
    let first = &found[0];
    assert_eq!(first["range"], line(7, 11), "{found}");
    assert_eq!(first["parent"]["range"], line(3, 13));
    assert_eq!(first["parent"]["parent"]["range"], line(0, 13));
    assert_eq!(found.as_array().map(Vec::len), Some(2));
}

#[test]
fn highlights_tell_the_thing_from_links_to_it() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "# A\n[[#Part]]\n## Part\n");
    let found = client.result("textDocument/documentHighlight", at(&a, 1, 4));
    let kinds = found.as_array().expect("a list").iter();
    let kinds = Value::from_iter(kinds.map(|one| json!([one["range"]["start"]["line"], one["kind"]])));
    assert_eq!(kinds, json!([[1, 2], [2, 3]]));
    assert_eq!(client.result("textDocument/documentHighlight", at(&a, 3, 0)), Value::Null);
}
