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

/// Every place that is none: behind the end of a line, between `\r` and `\n`, inside a pair.
#[test]
fn a_position_that_is_none_is_the_nearest_before_it() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    // (encoding, line, a column that is none, the column that it stands for)
    for (encoding, line, odd, right) in [
        ("utf-16", 0, 1, 0),
        ("utf-16", 0, 3, 2),
        ("utf-16", 0, 4, 2),
        ("utf-16", 0, u32::MAX, 2),
        ("utf-8", 0, 1, 0),
        ("utf-8", 0, 3, 0),
        ("utf-8", 0, 5, 4),
        ("utf-32", 0, 2, 1),
    ] {
        let mut client = start(&vault, encoding);
        for column in [odd, right] {
            // What is put in at the one place and at the other gives the same text.
            client.open(&a, "😀\r\nx");
            let here = json!({"line": line, "character": column});
            let changes = json!([{"range": {"start": here, "end": here}, "text": "[[b]]"}]);
            client.notify("textDocument/didChange", super::client::change(&a, 2, changes));
            let at_link = at(&a, line, right + 2);
            let found = client.result("textDocument/definition", at_link);
            let range = json!({"start": {"line": line, "character": right}, "end": {"line": line, "character": right + 5}});
            assert_eq!(found[0]["originSelectionRange"], range, "{encoding} {line}:{column}");
        }
    }
}

#[test]
fn a_line_that_is_none_is_the_end_of_the_text() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = start(&vault, "utf-16");
    client.open(&a, "x\r\ny");
    for (line, column) in [(2, 0), (7, 9), (u32::MAX, u32::MAX)] {
        let here = json!({"line": line, "character": column});
        let changes = json!([{"range": {"start": here, "end": here}, "text": " [[b]]"}]);
        client.notify("textDocument/didChange", super::client::change(&a, 2, changes));
        assert_eq!(client.definition_files(&a, 1, 4), ["b.md"], "{line}:{column}");
        client.open(&a, "x\r\ny");
    }
}

#[test]
fn a_request_at_a_negative_or_broken_position_is_answered() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let uri = super::client::uri(&vault.path("a.md"));
    let mut client = start(&vault, "utf-16");
    for (line, column) in [(json!(-1), json!(-7)), (json!(-0.5), json!(1e300)), (json!(0), json!(2.5))] {
        let position = json!({"line": line, "character": column});
        let asked = json!({"textDocument": {"uri": uri}, "position": position});
        client.result("textDocument/definition", asked);
    }
    let asked = json!({"textDocument": {"uri": uri}, "position": {"line": "0", "character": []}});
    assert_eq!(client.error("textDocument/definition", asked)["code"], -32602);
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
}
