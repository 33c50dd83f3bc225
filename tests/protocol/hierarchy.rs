//! The call hierarchy: the graph of notes.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

fn names(calls: &Value, end: &str) -> Value {
    Value::from_iter(calls.as_array().expect("a list").iter().map(|call| call[end]["name"].clone()))
}

#[test]
fn backlinks_and_links_are_a_tree_that_can_be_walked() {
    let vault = Vault::new(&[("b.md", "[[c]]\n"), ("c.md", "# The C\n"), ("😀.md", "😀 [[b]] [[b]]\n")]);
    let b = vault.path("b.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&vault.path("a.md"), "# The A\n\n[[b]]");
    let prepared = client.result("textDocument/prepareCallHierarchy", at(&b, 0, 0));
    assert_eq!(prepared[0]["name"], "The C", "the cursor is on the link: {prepared}");
    let prepared = client.result("textDocument/prepareCallHierarchy", at(&b, 1, 0));
    let item = &prepared[0];
    assert_eq!((&item["name"], &item["uri"], &item["kind"]), (&json!("b"), &json!(uri(&b)), &json!(1)));

    let calls = client.result("callHierarchy/incomingCalls", json!({"item": item}));
    assert_eq!(names(&calls, "from"), json!(["The A", "😀"]));
    let starts = calls[1]["fromRanges"].as_array().expect("ranges").iter();
    let starts = Value::from_iter(starts.map(|range| range["start"]["character"].clone()));
    assert_eq!(starts, json!([3, 9]));
    let next = client.result("callHierarchy/incomingCalls", json!({"item": calls[0]["from"]}));
    assert_eq!(next, json!([]));

    let calls = client.result("callHierarchy/outgoingCalls", json!({"item": item}));
    assert_eq!(names(&calls, "to"), json!(["The C"]));
    assert_eq!(calls[0]["fromRanges"][0]["end"], json!({"line": 0, "character": 5}));
}

#[test]
fn a_heading_is_found_again_after_an_edit() {
    let vault = Vault::new(&[("a.md", "[[b#Part]]")]);
    let b = vault.path("b.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&b, "# B\n## Part\n");
    let prepared = client.result("textDocument/prepareCallHierarchy", at(&b, 1, 4));
    assert_eq!(prepared[0]["name"], "Part");
    client.replace(&b, 2, "# B\n## New\n## Part\n");
    let calls = client.result("callHierarchy/incomingCalls", json!({"item": prepared[0]}));
    assert_eq!(names(&calls, "from"), json!(["a"]));
    client.replace(&b, 3, "# B\n");
    assert_eq!(client.result("callHierarchy/incomingCalls", json!({"item": prepared[0]})), Value::Null);
    let mut strange = prepared[0].clone();
    strange["data"] = json!({"heading": -1});
    assert_eq!(client.result("callHierarchy/outgoingCalls", json!({"item": strange})), Value::Null);
}

#[test]
fn r17_r18_a_block_and_a_footnote_are_found_again_too() {
    let vault = Vault::new(&[("a.md", "[[b#^id]]\n"), ("c.md", "[[b#[^1]]]\n")]);
    let b = vault.path("b.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&b, "text ^id\n\n[^1]: note\n");
    for (line, name, from) in [(0, "^id", "a"), (2, "[^1]", "c")] {
        let prepared =
            client.result("textDocument/prepareCallHierarchy", at(&b, line, if line == 0 { 6 } else { 2 }));
        assert_eq!(prepared[0]["name"], name);
        let calls = client.result("callHierarchy/incomingCalls", json!({"item": prepared[0]}));
        assert_eq!(names(&calls, "from"), json!([from]), "{name}");
    }
}
