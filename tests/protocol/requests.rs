//! Every request, once.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, file_name, uri};

#[test]
fn definition_leads_to_the_note() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    let found = client.result("textDocument/definition", at(&vault.path("a.md"), 0, 2));
    assert_eq!(found[0]["uri"], uri(&vault.path("b.md")));
    assert_eq!(client.result("textDocument/definition", at(&vault.path("b.md"), 0, 0)), Value::Null);
}

#[test]
fn hover_shows_the_note_in_markdown() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "# Garden\n\nAbout plants.\n")]);
    let mut client = Client::start(vault.root(), json!({}));
    let found = client.result("textDocument/hover", at(&vault.path("a.md"), 0, 2));
    assert_eq!(found["contents"]["kind"], "markdown");
    assert!(
        found["contents"]["value"].as_str().is_some_and(|text| text.contains("About plants.")),
        "{found}"
    );
    assert_eq!(found["range"]["end"], json!({"line": 0, "character": 5}));
}

#[test]
fn hover_is_plain_text_for_clients_that_show_no_markdown() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "# Garden\n")]);
    let plain = json!({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}});
    let mut client = Client::start(vault.root(), plain);
    let found = client.result("textDocument/hover", at(&vault.path("a.md"), 0, 2));
    assert_eq!(found["contents"]["kind"], "plaintext");
}

#[test]
fn references_are_every_link_with_the_declaration_on_request() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "# B\n"), ("c.md", "x [[b|shown]]")]);
    let mut client = Client::start(vault.root(), json!({}));
    let mut ask = |declaration: bool| -> Vec<String> {
        let mut params = at(&vault.path("a.md"), 0, 2);
        params["context"] = json!({"includeDeclaration": declaration});
        let found = client.result("textDocument/references", params);
        let places = found.as_array().expect("a list").iter();
        places.map(|place| file_name(super::client::place_uri(place))).collect()
    };
    assert_eq!(ask(false), ["a.md", "c.md"]);
    assert_eq!(ask(true).len(), 3);
    assert!(ask(true).contains(&"b.md".to_owned()));
}

#[test]
fn completion_keeps_its_order_and_says_what_it_replaces() {
    let vault = Vault::new(&[("garden.md", "# Garden\n\nAbout plants.\n"), ("sub/gardening.md", "")]);
    let a = vault.path("a.md");
    let item = json!({"insertReplaceSupport": true, "labelDetailsSupport": true});
    let capabilities = json!({"textDocument": {"completion": {"completionItem": item}}});
    let mut client = Client::start(vault.root(), capabilities);
    client.open(&a, "[[gard]]");
    let list = client.result("textDocument/completion", at(&a, 0, 6));
    let items = list["items"].as_array().expect("items");
    let first = &items[0];
    assert_eq!(first["label"], "garden");
    let sorted: Vec<_> = items.iter().filter_map(|item| item["sortText"].as_str()).collect();
    assert!(sorted.is_sorted() && sorted.len() == items.len());
    let edit = &first["textEdit"];
    assert_eq!(edit["replace"]["start"], json!({"line": 0, "character": 2}));
    assert_eq!(edit["replace"]["end"], json!({"line": 0, "character": 8}));
    assert!(edit["newText"].as_str().is_some_and(|text| text.ends_with("]]")), "{edit}");
    assert!(first["filterText"].as_str().is_some_and(|text| text.contains("gard")));
    assert!(items.iter().all(|item| item.get("documentation").is_none() && item.get("preselect").is_none()));

    let resolved = client.result("completionItem/resolve", first.clone());
    let documentation = resolved["documentation"]["value"].as_str();
    assert!(documentation.is_some_and(|text| text.contains("About plants.")), "{resolved}");
}

#[test]
fn completion_is_a_plain_edit_for_plain_clients() {
    let vault = Vault::new(&[("garden.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "[[gard");
    let list = client.result("textDocument/completion", at(&a, 0, 6));
    let edit = &list["items"][0]["textEdit"];
    assert_eq!(edit["range"]["start"], json!({"line": 0, "character": 2}));
    assert_eq!(edit["newText"], "garden]]");
    assert!(list["items"][0].get("labelDetails").is_none());
    assert_eq!(client.result("textDocument/completion", at(&a, 0, 0)), Value::Null);
}

#[test]
fn an_item_that_is_none_of_ours_is_given_back() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    for item in [
        json!({"label": "x"}),
        json!({"label": "x", "data": 7}),
        json!({"label": "x", "data": {"folder": 0, "file": 9, "path": "gone.md"}}),
    ] {
        assert_eq!(client.result("completionItem/resolve", item.clone()), item);
    }
}

#[test]
fn requests_about_unknown_files_are_answered_with_nothing() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({"textDocument": {"diagnostic": {}}}));
    for method in ["textDocument/definition", "textDocument/hover", "textDocument/completion"] {
        assert_eq!(client.result(method, at(&vault.path("no.md"), 3, 3)), Value::Null, "{method}");
    }
    assert!(client.pulled_codes(&vault.path("no.md")).is_empty());
}

#[test]
fn completion_says_of_each_item_what_kind_of_thing_it_is() {
    let b = "---\ntags: [plants]\naliases: [Flora]\nstatus: done\n---\n# Garden\n\ntext ^blk\n";
    let vault = Vault::new(&[("b.md", b), ("pic.png", ""), ("c.md", "[[Later]]")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "");
    let kinds = [
        ("[[b", "b", "REFERENCE", 18),
        ("[[Flor", "Flora", "INTERFACE", 8),
        ("![[pic", "pic.png", "FILE", 17),
        ("[[Lat", "Later", "EVENT", 23),
        ("[[b#Gar", "Garden", "STRUCT", 22),
        ("[[b#^bl", "^blk", "SNIPPET", 15),
        ("[[b|Flo", "Flora", "TEXT", 1),
        ("#plan", "plants", "KEYWORD", 14),
        ("---\nsta", "status", "PROPERTY", 10),
        ("---\nstatus: do", "done", "VALUE", 12),
    ];
    for (version, (text, label, name, kind)) in (2..).zip(kinds) {
        client.replace(&a, version, text);
        let line = text.matches('\n').count();
        let column = text.len() - text.rfind('\n').map_or(0, |at| at + 1);
        let list = client.result("textDocument/completion", at(&a, line as u32, column as u32));
        let items = list["items"].as_array().unwrap_or_else(|| panic!("nothing for {text:?}"));
        let item = items.iter().find(|item| {
            item["label"]
                .as_str()
                .is_some_and(|it| it.trim_start_matches('^') == label.trim_start_matches('^'))
        });
        assert_eq!(item.unwrap_or_else(|| panic!("no {label}: {list}"))["kind"], kind, "{text:?} {name}");
    }
}
