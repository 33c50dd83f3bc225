//! After any number of changes, from the editor and from the disk, the server knows what a fresh one
//! would read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};
use super::support::chance::Chance;

fn name(chance: &mut Chance) -> String {
    let folder = ["", "x/", "x/y/"][chance.below(3)];
    format!("{folder}{}.md", chance.below(4))
}

fn text(chance: &mut Chance) -> String {
    let name = name(chance);
    format!(
        "---\naliases: [n{}]\n---\n# H{}\n[[{name}]] [[{}#H{}]]\n",
        chance.below(4),
        chance.below(3),
        chance.below(6),
        chance.below(3)
    )
}

fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
    })
}

/// Everything that is wrong in the vault, by document.
fn problems(client: &mut Client) -> BTreeMap<String, Value> {
    let report = client.result("workspace/diagnostic", json!({"previousResultIds": []}));
    let items = report["items"].as_array().expect("items").iter();
    items.map(|item| (item["uri"].to_string(), item["items"].clone())).collect()
}

#[test]
fn a_long_session_knows_what_a_fresh_one_reads() {
    (0..4).for_each(|seed| live_through(Chance(seed)));
}

fn live_through(mut chance: Chance) {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), pulling());
    let mut open: BTreeMap<String, i32> = BTreeMap::new();
    for step in 0..400 {
        let name = name(&mut chance);
        let path = vault.path(&name);
        match (chance.below(6), open.contains_key(&name)) {
            (0, false) => {
                client.open(&path, &text(&mut chance));
                open.insert(name, 1);
            }
            (0, true) => {
                client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&path)}}));
                open.remove(&name);
            }
            (1 | 2, true) => client.replace(&path, step + 2, &text(&mut chance)),
            (3, _) if path.exists() => {
                std::fs::remove_file(&path).expect("it is there");
                told(&mut client, &vault, &name, 3);
            }
            (4, _) => {
                // Asking makes the server parse at a time that differs from step to step.
                problems(&mut client);
            }
            _ => {
                let kind = if path.exists() { 2 } else { 1 };
                // The length differs, so the file counts as changed even within one tick of a clock.
                vault.write(&name, &format!("{}{}", text(&mut chance), " ".repeat(step as usize)));
                told(&mut client, &vault, &name, kind);
            }
        }
    }
    for name in open.keys() {
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&vault.path(name))}}));
    }
    let mut fresh = Client::start(vault.root(), pulling());
    let expected = problems(&mut fresh);
    assert!(!expected.is_empty());
    client.until(problems, |found| *found == expected);
}

fn told(client: &mut Client, vault: &Vault, name: &str, kind: u32) {
    let changes = json!([{"uri": uri(&vault.path(name)), "type": kind}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
}
