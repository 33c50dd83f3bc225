//! Open documents.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, change, frame, uri};

#[test]
fn unsaved_edits_win_over_the_disk() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "[[c]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["c.md"]);
    client.replace(&a, 2, "text [[b]]");
    assert_eq!(client.definition_files(&a, 0, 7), ["b.md"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"], "what is on disk holds again");
}

#[test]
fn headings_of_an_unsaved_document_are_found() {
    let vault = Vault::new(&[("a.md", "[[b#New]]"), ("b.md", "# Old")]);
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&vault.path("b.md"), "text\n\n# New\n");
    let found = client.result("textDocument/definition", at(&vault.path("a.md"), 0, 5));
    assert_eq!(found[0]["range"]["start"]["line"], 2);
}

#[test]
fn three_hundred_edits_in_one_write_are_made_in_their_order() {
    let vault = Vault::new(&[("299.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "");
    let mut bytes = Vec::new();
    let mut column = 0;
    for version in 0..300 {
        let text = format!("[[{version}]]");
        let here = json!({"line": 0, "character": column});
        let changes = json!([{"range": {"start": here, "end": here}, "text": text}]);
        column += text.len();
        let message = json!({"jsonrpc": "2.0", "method": "textDocument/didChange",
            "params": change(&a, version + 2, changes)});
        bytes.extend(frame(&message.to_string()));
    }
    let ask = json!({"jsonrpc": "2.0", "id": "last", "method": "textDocument/definition",
        "params": at(&a, 0, column as u32 - 3)});
    bytes.extend(frame(&ask.to_string()));
    client.send_raw(&bytes);
    let found = client.response("last");
    assert_eq!(found["result"].as_array().map(Vec::len), Some(1), "{found}");
    assert!(found["result"][0]["uri"].as_str().is_some_and(|uri| uri.ends_with("/299.md")));
}

#[test]
fn several_changes_of_one_message_each_stand_on_the_one_before() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "x\r\ny");
    let range = |from: (u32, u32), to: (u32, u32)| json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}});
    let changes = json!([
        {"range": range((0, 1), (1, 0)), "text": ""},
        {"range": range((0, 0), (0, 2)), "text": "[[]]"},
        {"range": range((0, 2), (0, 2)), "text": "b"},
    ]);
    client.notify("textDocument/didChange", change(&a, 2, changes));
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
}

/// Helix 25.01 sends the two from tasks of their own, and the edit may be the first to arrive.
#[test]
fn an_edit_that_overtakes_its_opening_is_made_on_the_text_that_is_opened() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    let range = json!({"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 3}});
    let changes = json!([{"range": range, "text": "c"}]);
    client.notify("textDocument/didChange", change(&a, 2, changes));
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"], "what is on disk holds until it is open");
    client.open(&a, "[[b]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["c.md"]);
    client.replace(&a, 3, "text [[b]]");
    assert_eq!(client.definition_files(&a, 0, 7), ["b.md"], "edits go on from there");
}

#[test]
fn an_edit_that_the_opened_text_holds_already_is_not_made_again() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.replace(&a, 1, "[[c]]");
    client.open(&a, "[[b]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
}

#[test]
fn an_edit_that_waits_is_forgotten_when_the_document_is_closed() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.replace(&a, 2, "[[c]]");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
    client.open(&a, "[[b]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
}

#[test]
fn an_edit_of_a_document_that_is_not_open_waits() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", ""), ("c.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    client.replace(&vault.path("a.md"), 2, "[[c]]");
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
}

#[test]
fn a_document_that_is_opened_twice_has_the_newer_text() {
    let vault = Vault::new(&[("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "[[b]]");
    client.open(&a, "[[c]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["c.md"]);
}

#[test]
fn a_document_that_was_never_saved_is_gone_when_it_is_closed() {
    let vault = Vault::new(&[("a.md", "[[new]]")]);
    let (a, new) = (vault.path("a.md"), vault.path("new.md"));
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&new, "# New");
    assert_eq!(client.definition_files(&a, 0, 2), ["new.md"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&new)}}));
    assert!(client.definition_files(&a, 0, 2).is_empty());
}

#[test]
fn two_spellings_of_a_uri_are_one_document() {
    let vault = Vault::new(&[("b.md", ""), ("[x] заметка.md", "")]);
    let a = vault.path("[x] заметка.md");
    let plain = format!("file://{}", a.display());
    let mut client = Client::start(vault.root(), json!({}));
    let document = json!({"uri": plain, "languageId": "markdown", "version": 1, "text": ""});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.replace(&a, 2, "[[b]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
    let asked = json!({"textDocument": {"uri": plain}, "position": {"line": 0, "character": 2}});
    assert_eq!(client.result("textDocument/definition", asked).as_array().map(Vec::len), Some(1));
}

#[cfg(unix)]
#[test]
fn a_root_behind_a_symbolic_link_is_the_same_root() {
    let vault = Vault::new(&[("real/a.md", "[[b]]"), ("real/b.md", "")]);
    std::os::unix::fs::symlink(vault.path("real"), vault.path("link")).expect("a link can be made");
    let mut client = Client::start(&vault.path("link"), json!({}));
    client.open(&vault.path("real/a.md"), "text [[b]]");
    assert_eq!(client.definition_files(&vault.path("link/a.md"), 0, 7), ["b.md"]);
}

#[test]
fn documents_that_are_no_files_are_passed_over() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    let document =
        json!({"uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "[[x]]"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let asked =
        json!({"textDocument": {"uri": "untitled:Untitled-1"}, "position": {"line": 0, "character": 2}});
    assert_eq!(client.result("textDocument/hover", asked), Value::Null);
}

#[test]
fn a_closed_file_that_cannot_be_read_is_still_a_target() {
    let vault = Vault::new(&[("a.md", "[[b]]")]);
    let b = vault.path("b.md");
    std::fs::write(&b, [b'x', 0xff]).expect("it can be written");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&b, "x\u{fffd}");
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&b)}}));
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
}
