//! Every request, once.

use serde_json::json;

use super::Vault;
use super::client::{Client, at};

#[test]
fn definition_leads_to_the_note() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    assert_eq!(client.result("textDocument/definition", at(&vault.path("b.md"), 0, 0)), json!(null));
}
