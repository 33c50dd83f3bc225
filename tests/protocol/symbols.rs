//! `textDocument/documentSymbol`, `workspace/symbol` and `workspaceSymbol/resolve`.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

const TEXT: &str = "😀\n\n# A\n\n## 😀 B\ntext #tag\n";

fn document(vault: &Vault) -> Value {
    json!({"textDocument": {"uri": uri(&vault.path("a.md"))}})
}

#[test]
fn an_outline_is_nested_for_clients_that_take_it() {
    let vault = Vault::new(&[]);
    let nested = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}});
    let mut client = Client::start(vault.root(), nested);
    client.open(&vault.path("a.md"), TEXT);
    let found = client.result("textDocument/documentSymbol", document(&vault));
    let a = &found[0];
    assert_eq!((&a["name"], a["range"]["end"]["line"].as_u64()), (&json!("A"), Some(6)), "{found}");
    let b = &a["children"][0];
    assert_eq!(b["name"], "😀 B");
    assert_eq!(b["selectionRange"]["end"], json!({"line": 4, "character": 7}));
    assert_eq!(b["children"][0]["name"], "#tag");
}

#[test]
fn an_outline_is_flat_for_others() {
    let vault = Vault::new(&[("a.md", TEXT)]);
    let mut client = Client::start(vault.root(), json!({}));
    let found = client.result("textDocument/documentSymbol", document(&vault));
    let shown = found.as_array().expect("a list").iter();
    let shown = Value::from_iter(shown.map(|one| json!([one["name"], one["containerName"]])));
    assert_eq!(shown, json!([["A", null], ["😀 B", "A"], ["#tag", "😀 B"]]));
    assert_eq!(found[0]["location"]["uri"], uri(&vault.path("a.md")));
}

#[test]
fn symbols_of_all_folders_are_in_one_order() {
    let one = Vault::new(&[("gardens.md", "# More\n"), ("x.md", "")]);
    let two = Vault::new(&[("garden.md", ""), ("y.md", "# y\n## My gardens\n")]);
    let folders = [one.root(), two.root()].map(|root| json!({"uri": uri(root), "name": "v"}));
    let mut client = Client::initialize(json!({"capabilities": {}, "workspaceFolders": folders}));
    client.open(&one.path("z.md"), "#gardener");
    let found = client.result("workspace/symbol", json!({"query": "garden"}));
    let names: Vec<_> = found.as_array().expect("a list").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names[0], "garden");
    assert_eq!(names.len(), 4, "{names:?}");
    let heading = found.as_array().expect("a list").iter().find(|one| one["name"] == "My gardens");
    let location = &heading.expect("it is there")["location"];
    assert_eq!(location["uri"], uri(&two.path("y.md")));
    assert_eq!(location["range"]["start"], json!({"line": 1, "character": 0}));
}

#[test]
fn a_symbol_gets_its_range_later_where_the_client_asks_for_it() {
    let vault = Vault::new(&[("a.md", "# a\n## Garden 😀\n")]);
    let lazy = json!({"workspace": {"symbol": {"resolveSupport": {"properties": ["location.range"]}}}});
    let mut client = Client::start(vault.root(), lazy);
    let found = client.result("workspace/symbol", json!({"query": "gard"}));
    let symbol = &found.as_array().expect("a list").iter().find(|one| one["containerName"] == "a");
    let symbol = symbol.expect("it is there").clone();
    assert_eq!(symbol["location"], json!({"uri": uri(&vault.path("a.md"))}));
    let resolved = client.result("workspaceSymbol/resolve", symbol);
    assert_eq!(resolved["location"]["range"]["start"]["line"], 1, "{resolved}");
    for strange in
        [json!(null), json!(7), json!({"folder": 0, "file": 9, "path": "no", "start": 5, "end": 1})]
    {
        let mut other = resolved.clone();
        other["data"] = strange.clone();
        let same = client.result("workspaceSymbol/resolve", other.clone());
        assert_eq!(same["location"], other["location"]);
    }
}

#[test]
fn an_alias_is_told_from_the_note_that_has_it() {
    let vault = Vault::new(&[("b.md", "---\naliases: [Flora]\n---\n# Garden\n\n## Beds\n")]);
    let mut client = Client::start(vault.root(), json!({}));
    let mut kind =
        |query: &str| client.result("workspace/symbol", json!({"query": query}))[0]["kind"].clone();
    assert_eq!(
        [kind("b"), kind("Flora"), kind("Beds")].map(|kind| kind.as_u64()),
        [Some(1), Some(11), Some(15)]
    );
}
