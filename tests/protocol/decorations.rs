//! `textDocument/codeLens` and `textDocument/inlayHint`.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

#[test]
fn lenses_tell_the_editor_what_to_list() {
    let vault = Vault::new(&[("b.md", "# B\n\n😀 text ^id\n")]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let commands = json!({"experimental": {"commands": {"commands": ["wikilinks.showReferences"]}}});
    let mut client = Client::start(vault.root(), commands);
    client.open(&a, "[[b]] [[b#^id]]");
    let ask = json!({"textDocument": {"uri": uri(&b)}});
    let found = client.result("textDocument/codeLens", ask);
    let shown = found.as_array().expect("a list").iter().map(|lens| lens["command"].clone());
    let command = |title: &str, argument: Value| json!({"title": title, "command": "wikilinks.showReferences", "arguments": [argument]});
    let position = json!({"line": 2, "character": 9});
    let expected = json!([
        command("2 backlinks", json!({"uri": uri(&b)})),
        command("1 backlink", json!({"uri": uri(&b), "position": position})),
    ]);
    assert_eq!(Value::from_iter(shown), expected);
    for lens in found.as_array().expect("a list") {
        let argument = lens["command"]["arguments"][0].clone();
        let backlinks = json!({"command": "wikilinks.backlinks", "arguments": [argument]});
        let backlinks = client.result("workspace/executeCommand", backlinks);
        assert_eq!(backlinks[0]["path"], "a.md", "the argument is the command's");
    }
}

#[test]
fn lenses_cannot_be_clicked_where_the_editor_has_no_command_and_can_be_turned_off() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let ask = json!({"textDocument": {"uri": uri(&vault.path("b.md"))}});
    let mut client = Client::start(vault.root(), json!({}));
    let found = client.result("textDocument/codeLens", ask.clone());
    assert_eq!(found[0]["command"], json!({"title": "1 backlink", "command": ""}));
    vault.write(".wikilinks.toml", "lens.backlinks = false\n");
    let mut client = Client::start(vault.root(), json!({}));
    assert_eq!(client.result("textDocument/codeLens", ask), Value::Null);
}

#[test]
fn hints_stand_behind_their_links() {
    let vault = Vault::new(&[(".wikilinks.toml", "hints.titles = true\n"), ("12.md", "# Twelve\n")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "😀 [[12]]\n");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    let ask = json!({"textDocument": {"uri": uri(&a)}, "range": range});
    let found = client.result("textDocument/inlayHint", ask);
    let position = json!({"line": 0, "character": 9});
    assert_eq!(found, json!([{"position": position, "label": "Twelve", "paddingLeft": true}]));
}
