//! Positions in every encoding.

use serde_json::json;

use super::Vault;
use super::client::{Client, at};

const TEXT: &str = "e\u{301}x\r\n😀日 [[b]] [[c]]\r😀[[c]]\n";

fn start(vault: &Vault, encoding: &str) -> Client {
    let capabilities = json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"definition": {"linkSupport": true}},
    });
    Client::start(vault.root(), capabilities)
}

#[test]
fn positions_go_in_and_out_in_the_encoding_that_was_agreed_on() {
    let vault = Vault::new(&[("a.md", TEXT), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    for (encoding, column, third) in [("utf-8", 8, 4), ("utf-16", 4, 2), ("utf-32", 3, 1)] {
        let mut client = start(&vault, encoding);
        let range = |line: u32, from: u32| json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": from + 5}});
        for (line, from, file) in [(1, column, "b.md"), (1, column + 6, "c.md"), (2, third, "c.md")] {
            assert_eq!(client.definition_files(&a, line, from + 2), [file], "{encoding} {line}");
            let found = client.result("textDocument/definition", at(&a, line, from + 2));
            assert_eq!(found[0]["originSelectionRange"], range(line, from), "{encoding} {line}");
        }
    }
}

#[test]
fn edits_count_in_the_encoding_that_was_agreed_on() {
    let vault = Vault::new(&[("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    for (encoding, column, third) in [("utf-8", 8, 4), ("utf-16", 4, 2), ("utf-32", 3, 1)] {
        let mut client = start(&vault, encoding);
        client.open(&a, TEXT);
        let replace = |line: u32, from: u32, text: &str| {
            let range = json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": from + 1}});
            json!({"range": range, "text": text})
        };
        let changes = json!([replace(1, column + 2, "c"), replace(2, third + 2, "b")]);
        client.notify("textDocument/didChange", super::client::change(&a, 2, changes));
        assert_eq!(client.definition_files(&a, 1, column + 2), ["c.md"], "{encoding}");
        assert_eq!(client.definition_files(&a, 2, third + 2), ["b.md"], "{encoding}");
    }
}

#[test]
fn positions_in_other_notes_are_theirs() {
    let vault = Vault::new(&[("a.md", "[[b#Ü]]"), ("b.md", "😀\r\n\r\n# Ü\r\n")]);
    let mut client = start(&vault, "utf-16");
    let found = client.result("textDocument/definition", at(&vault.path("a.md"), 0, 3));
    let focus = &found[0]["targetSelectionRange"];
    assert_eq!(*focus, json!({"start": {"line": 2, "character": 2}, "end": {"line": 2, "character": 3}}));
}
