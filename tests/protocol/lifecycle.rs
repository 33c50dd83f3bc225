//! Begin, end, and what no client should send.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, frame};

#[test]
fn initialize_tells_who_we_are_and_what_we_can() {
    let vault = Vault::new(&[]);
    let client = Client::start(vault.root(), json!({}));
    let (info, can) = (&client.initialized["serverInfo"], &client.initialized["capabilities"]);
    assert_eq!(info["name"], "wikilinks");
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(can["positionEncoding"], "utf-16");
    assert_eq!(can["textDocumentSync"], json!({"openClose": true, "change": 2, "save": true}));
    assert_eq!(can["completionProvider"]["triggerCharacters"], json!(["[", "#", "^", "|", "(", "/"]));
    assert_eq!(can["renameProvider"], json!({"prepareProvider": true}));
    assert_eq!(can["diagnosticProvider"], Value::Null);
    assert!(client.shut_down().success());
}

#[test]
fn diagnostics_can_be_pulled_by_clients_that_pull() {
    let vault = Vault::new(&[]);
    let client = Client::start(vault.root(), json!({"textDocument": {"diagnostic": {}}}));
    let can = &client.initialized["capabilities"]["diagnosticProvider"];
    assert_eq!(can["interFileDependencies"], true);
    assert_eq!(can["workspaceDiagnostics"], true);
}

#[test]
fn the_best_encoding_that_is_offered_is_agreed_on() {
    let vault = Vault::new(&[]);
    for (offered, agreed) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-8", "utf-16", "utf-32"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-16"),
        (json!(["utf-32"]), "utf-32"),
    ] {
        let client = Client::start(vault.root(), json!({"general": {"positionEncodings": offered}}));
        assert_eq!(client.initialized["capabilities"]["positionEncoding"], agreed, "{offered}");
    }
}

#[test]
fn shutdown_and_exit_end_with_0() {
    let vault = Vault::new(&[]);
    assert_eq!(Client::start(vault.root(), json!({})).shut_down().code(), Some(0));
}

#[test]
fn exit_without_shutdown_ends_with_1() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1));
}

#[test]
fn a_closed_connection_ends_the_server() {
    let vault = Vault::new(&[]);
    let mut client = Client::start(vault.root(), json!({}));
    client.close_input();
    assert_eq!(client.exit_status().code(), Some(1));

    let mut client = Client::spawn();
    client.send_raw(b"Content-Length: 100\r\n\r\n{");
    client.close_input();
    assert_eq!(client.exit_status().code(), Some(1));
}

#[test]
fn what_was_asked_before_the_connection_closes_is_answered() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    let id = client.ask("textDocument/definition", at(&vault.path("a.md"), 0, 2));
    client.close_input();
    assert_eq!(client.response(id)["result"].as_array().map(Vec::len), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_ends_with_the_process_that_it_serves() {
    let mut short = std::process::Command::new("true").spawn().expect("a short process starts");
    let vault = Vault::new(&[]);
    // Not waited for, it stays in the process table until the client is through with `initialize`.
    let client = Client::initialize(json!({
        "processId": short.id(), "capabilities": {}, "rootUri": super::client::uri(vault.root()),
    }));
    short.wait().expect("it ends");
    assert_eq!(client.exit_status().code(), Some(1));
}

#[test]
fn a_request_before_initialize_or_after_shutdown_is_refused() {
    let vault = Vault::new(&[("a.md", "")]);
    let mut client = Client::spawn();
    let early = client.error("textDocument/hover", at(&vault.path("a.md"), 0, 0));
    assert_eq!(early["code"], -32002);
    client.result("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    client.notify("initialized", json!({}));
    let second = client.error("initialize", json!({"processId": null, "capabilities": {}}));
    assert_eq!(second["code"], -32600);
    client.result("shutdown", Value::Null);
    let late = client.error("textDocument/hover", at(&vault.path("a.md"), 0, 0));
    assert_eq!(late["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(0));
}

#[test]
fn messages_that_are_sent_without_waiting_for_initialize_are_taken_in() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::spawn();
    let id = client.ask(
        "initialize",
        json!({
        "processId": null, "rootUri": super::client::uri(vault.root()), "capabilities": {}}),
    );
    client.notify("initialized", json!({}));
    client.open(&a, "[[b]]");
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
    assert!(client.response(id)["result"].is_object());
}

#[test]
fn nothing_that_is_no_message_stops_the_server() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    for (bytes, code) in [
        (frame("{\"jsonrpc\":\"2.0\",\"method\":"), -32700),
        (frame("nonsense"), -32700),
        (frame("[]"), -32600),
        (frame("{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":\"shutdown\"}"), -32600),
        (frame(&"[".repeat(100_000)), -32700),
        (b"Content-Length: x\r\n\r\n".to_vec(), -32700),
        (b"Content-Length: 99999999999999999999\r\n\r\n".to_vec(), -32700),
    ] {
        client.send_raw(&bytes);
        assert_eq!(client.response(Value::Null)["error"]["code"], code);
        assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
    }
}

#[test]
fn odd_messages_are_answered_or_passed_over() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::start(vault.root(), json!({}));
    assert_eq!(client.error("wikilinks/unknown", json!({}))["code"], -32601);
    assert_eq!(client.error("textDocument/hover", json!({"position": 7}))["code"], -32602);
    client.notify("wikilinks/unknown", json!({}));
    client.notify("$/unknown", json!({}));
    client.notify("textDocument/didOpen", json!({"nothing": true}));
    client.notify("$/cancelRequest", json!({"id": 4711}));
    client.send(&json!({"jsonrpc": "2.0", "id": 4711, "result": null}));
    client.send_raw(b"\r\n\r\ncontent-type: x\r\ncontent-length:  4  \r\n\r\nnull");
    assert_eq!(client.response(Value::Null)["error"]["code"], -32600);
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
}

#[test]
fn half_a_surrogate_pair_and_huge_positions_do_no_harm() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let uri = super::client::uri(&a);
    let mut client = Client::start(vault.root(), json!({}));
    let open = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"markdown","version":1,"text":"\ud83d [[b]]"}}}}}}"#
    );
    client.send_raw(&frame(&open));
    assert_eq!(client.definition_files(&a, 0, 4), ["b.md"]);

    let range =
        json!({"start": {"line": 0, "character": 99_999}, "end": {"line": u64::MAX, "character": -5}});
    let changes = json!([{"range": range, "text": " [[b]]"}]);
    client.notify("textDocument/didChange", super::client::change(&a, 2, changes));
    assert_eq!(client.definition_files(&a, 0, 11), ["b.md"]);
    let far = json!({"textDocument": {"uri": uri}, "position": {"line": u64::MAX, "character": u64::MAX}});
    client.result("textDocument/definition", far);
    assert_eq!(client.definition_files(&a, 0, 11), ["b.md"]);
}

#[test]
fn a_request_that_is_cancelled_is_answered_so() {
    let vault = Vault::new(&[("a.md", "")]);
    let mut client = Client::spawn();
    client.result(
        "initialize",
        json!({
        "processId": null, "rootUri": super::client::uri(vault.root()), "capabilities": {}}),
    );
    // Nothing is loaded before `initialized`, so the request waits.
    let id = client.ask("textDocument/hover", at(&vault.path("a.md"), 0, 0));
    client.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(client.response(id)["error"]["code"], -32800);
}
