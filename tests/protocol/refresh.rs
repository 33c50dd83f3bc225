//! `workspace/codeLens/refresh` and its kin: what other files change is asked for again.

use std::time::Duration;

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, uri};

fn refreshing() -> Value {
    json!({"workspace": {
        "codeLens": {"refreshSupport": true},
        "inlayHint": {"refreshSupport": true},
        "semanticTokens": {"refreshSupport": true},
    }})
}

fn lens_title(client: &mut Client, vault: &Vault) -> Value {
    let ask = json!({"textDocument": {"uri": uri(&vault.path("b.md"))}});
    client.result("textDocument/codeLens", ask)[0]["command"]["title"].clone()
}

/// Long enough for what is going to be told.
fn wait() {
    std::thread::sleep(Duration::from_millis(900));
}

#[test]
fn lenses_follow_the_links_of_other_documents() {
    let vault = Vault::new(&[]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), refreshing());
    client.open(&b, "# B\n");
    client.open(&a, "text");
    wait();
    assert_eq!(lens_title(&mut client, &vault), Value::Null);
    assert!(!client.has_received("workspace/codeLens/refresh"), "nothing has changed");
    client.replace(&a, 2, "[[b]]");
    client.wait_for("workspace/codeLens/refresh", |_| true);
    assert_eq!(lens_title(&mut client, &vault), "1 backlink");
    assert!(!client.has_received("workspace/inlayHint/refresh"));
    assert!(!client.has_received("workspace/semanticTokens/refresh"), "only the document's own have changed");
}

#[test]
fn tokens_and_hints_follow_notes_that_come_and_are_renamed_inside() {
    let vault = Vault::new(&[(".wikilinks.toml", "hints.titles = true\n")]);
    let (a, id) = (vault.path("a.md"), vault.path("12.md"));
    let mut client = Client::start(vault.root(), refreshing());
    client.open(&a, "[[12]]");
    wait();
    client.open(&id, "# Twelve\n");
    client.wait_for("workspace/semanticTokens/refresh", |_| true);
    client.wait_for("workspace/inlayHint/refresh", |_| true);
    client.replace(&id, 2, "# A dozen\n");
    client.wait_for("workspace/inlayHint/refresh", |_| true);
    assert!(!client.has_received("workspace/semanticTokens/refresh"));
}

#[test]
fn a_client_that_cannot_refresh_is_not_told() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&vault.path("b.md"), "# B\n");
    client.open(&vault.path("a.md"), "[[b]]");
    wait();
    assert!(!client.has_received("workspace/codeLens/refresh"));
}

#[test]
fn what_changes_right_behind_an_answer_is_asked_for_again() {
    let vault = Vault::new(&[]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), refreshing());
    client.open(&b, "# B\n");
    client.open(&a, "text");
    wait();
    // The client asks for its new text at once; what changes then comes before anyone has looked.
    client.replace(&b, 2, "# B\n\nMore.\n");
    assert_eq!(lens_title(&mut client, &vault), Value::Null);
    client.replace(&a, 2, "[[b]]");
    client.wait_for("workspace/codeLens/refresh", |_| true);
    assert_eq!(lens_title(&mut client, &vault), "1 backlink");
    assert!(!client.has_received("workspace/inlayHint/refresh"), "nobody has asked for hints");
}

#[test]
fn typing_alone_asks_for_nothing_again() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), refreshing());
    client.open(&a, "text");
    wait();
    for version in 2..6 {
        client.replace(&a, version, &format!("[[b]] {version}"));
        let ask = json!({"textDocument": {"uri": uri(&a)}});
        client.result("textDocument/semanticTokens/full", ask.clone());
        client.result("textDocument/codeLens", ask);
    }
    wait();
    assert!(!client.has_received("workspace/semanticTokens/refresh"));
    assert!(!client.has_received("workspace/codeLens/refresh"));
}

#[test]
fn who_types_without_a_pause_hears_of_other_files_all_the_same() {
    let vault = Vault::new(&[]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), refreshing());
    client.open(&a, "text");
    client.open(&b, "text");
    wait();
    client.forget_what_was_not_waited_for();
    let mut version = 1;
    client.until(
        |client| {
            version += 1;
            client.replace(&b, version, &format!("[[a]] {version}"));
            std::thread::sleep(Duration::from_millis(50));
            client.has_received("workspace/codeLens/refresh")
        },
        |has_received| *has_received,
    );
}
