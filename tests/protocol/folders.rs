//! Several folders, none, and files outside all of them.

use serde_json::json;

use super::Vault;
use super::client::{Client, uri};

fn folders(vaults: &[&Vault]) -> Client {
    let folders: Vec<_> = vaults.iter().map(|vault| json!({"uri": uri(vault.root()), "name": "x"})).collect();
    Client::initialize(json!({"processId": null, "capabilities": {}, "workspaceFolders": folders}))
}

#[test]
fn each_folder_is_a_vault_of_its_own() {
    let one = Vault::new(&[("a.md", "[[b]] [[c]]"), ("b.md", "")]);
    let two = Vault::new(&[("a.md", "[[b]] [[c]]"), ("c.md", "")]);
    let mut client = folders(&[&one, &two]);
    assert_eq!(client.definition_files(&one.path("a.md"), 0, 2), ["b.md"]);
    assert!(client.definition_files(&one.path("a.md"), 0, 8).is_empty());
    assert!(client.definition_files(&two.path("a.md"), 0, 2).is_empty());
    assert_eq!(client.definition_files(&two.path("a.md"), 0, 8), ["c.md"]);
}

#[test]
fn a_file_belongs_to_the_innermost_folder() {
    let outer = Vault::new(&[("b.md", ""), ("inner/a.md", "[[b]]"), ("inner/x/b.md", "")]);
    let folders =
        json!([{"uri": uri(outer.root()), "name": "o"}, {"uri": uri(&outer.path("inner")), "name": "i"}]);
    let mut client =
        Client::initialize(json!({"processId": null, "capabilities": {}, "workspaceFolders": folders}));
    let found = client.result("textDocument/definition", super::client::at(&outer.path("inner/a.md"), 0, 2));
    assert_eq!(found[0]["uri"], uri(&outer.path("inner/x/b.md")));
}

#[test]
fn folders_come_and_go_while_documents_are_open() {
    let one = Vault::new(&[("a.md", "")]);
    let two = Vault::new(&[("b.md", "[[c]]"), ("c.md", "")]);
    let b = two.path("b.md");
    let mut client = folders(&[&one]);
    client.open(&b, "text [[c]]");
    assert!(client.definition_files(&b, 0, 7).is_empty(), "its folder is not open");

    let folder = json!({"uri": uri(two.root()), "name": "two"});
    let event = |added: serde_json::Value, removed: serde_json::Value| json!({"event": {"added": added, "removed": removed}});
    client.notify("workspace/didChangeWorkspaceFolders", event(json!([folder]), json!([])));
    assert_eq!(client.definition_files(&b, 0, 7), ["c.md"]);
    client.notify("workspace/didChangeWorkspaceFolders", event(json!([]), json!([folder])));
    assert!(client.definition_files(&b, 0, 7).is_empty());
}

#[test]
#[allow(deprecated)]
fn older_ways_to_name_the_root_work() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("x/b.md", "")]);
    for root in [
        json!({"rootUri": uri(vault.root())}),
        json!({"rootUri": null, "rootPath": vault.root()}),
        json!({"rootUri": uri(vault.root()), "workspaceFolders": null}),
    ] {
        let mut params = root;
        params["capabilities"] = json!({});
        params["processId"] = json!(null);
        let mut client = Client::initialize(params);
        assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    }
}

#[test]
fn a_file_outside_every_folder_works_with_those_open_beside_it() {
    let loose = Vault::new(&[("b.md", "")]);
    let (a, c) = (loose.path("a.md"), loose.path("c.md"));
    let mut client = Client::initialize(json!({"processId": null, "rootUri": null, "capabilities": {}}));
    client.open(&a, "[[#Here]] [[c]] [[b]]\n\n# Here\n");
    client.open(&c, "");
    assert_eq!(client.definition_files(&a, 0, 4), ["a.md"]);
    assert_eq!(client.definition_files(&a, 0, 12), ["c.md"]);
    assert!(client.definition_files(&a, 0, 18).is_empty(), "nobody has looked for b.md");
    assert!(client.published_codes(&a, Some(1)).is_empty(), "and so it is not said to be missing");
}
