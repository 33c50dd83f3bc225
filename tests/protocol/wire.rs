//! What arrives on the wire, whatever it is: a clear answer, and every later one too.

use std::time::Duration;

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, change, frame, uri};

/// A vault in which `a.md` leads to `b.md`, and a client.
fn start() -> (Vault, Client) {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "# B\n"), ("c.md", "")]);
    let client = Client::start(vault.root(), json!({}));
    (vault, client)
}

/// The server still answers, and rightly.
#[track_caller]
fn still_answers(client: &mut Client, vault: &Vault) {
    assert_eq!(client.definition_files(&vault.path("a.md"), 0, 2), ["b.md"]);
}

#[test]
fn parameters_of_the_wrong_type_are_refused_by_every_request() {
    let (vault, mut client) = start();
    for method in [
        "textDocument/definition",
        "textDocument/hover",
        "textDocument/references",
        "textDocument/completion",
        "completionItem/resolve",
        "textDocument/prepareRename",
        "textDocument/rename",
        "textDocument/codeAction",
        "textDocument/diagnostic",
        "workspace/diagnostic",
        "workspace/willRenameFiles",
        "workspace/executeCommand",
    ] {
        for params in [json!(7), json!("x"), json!([7]), json!({"textDocument": 7}), json!({"uri": {}})] {
            let refused = client.error(method, params.clone());
            assert_eq!(refused["code"], -32602, "{method} {params}: {refused}");
            assert!(refused["message"].as_str().is_some_and(|message| !message.is_empty()), "{method}");
        }
    }
    still_answers(&mut client, &vault);
}

#[test]
fn notifications_of_the_wrong_type_are_passed_over() {
    let (vault, mut client) = start();
    for method in [
        "initialized",
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didSave",
        "textDocument/didClose",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWorkspaceFolders",
        "workspace/didRenameFiles",
        "$/cancelRequest",
        "$/setTrace",
    ] {
        for params in [json!(7), json!([]), json!({"textDocument": "x", "id": {}, "event": 1})] {
            client.notify(method, params);
        }
    }
    still_answers(&mut client, &vault);
}

#[test]
fn shutdown_takes_any_parameters_and_comes_once() {
    for params in [json!(null), json!({}), json!([])] {
        let (_vault, mut client) = start();
        client.send(&json!({"jsonrpc": "2.0", "id": "end", "method": "shutdown", "params": params}));
        let answer = client.response("end");
        assert!(answer.get("error").is_none(), "{params}: {answer}");
        assert_eq!(client.error("shutdown", Value::Null)["code"], -32600);
        client.notify("exit", Value::Null);
        assert_eq!(client.exit_status().code(), Some(0));
    }
}

#[test]
fn an_initialize_that_is_refused_can_be_sent_again() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::spawn();
    client.notify("initialized", json!({}));
    client.open(&vault.path("a.md"), "too early");
    for params in [json!({"capabilities": 5}), json!({"processId": "x", "capabilities": {}}), json!([1])] {
        assert_eq!(client.error("initialize", params.clone())["code"], -32602, "{params}");
    }
    assert_eq!(client.error("textDocument/hover", at(&vault.path("a.md"), 0, 0))["code"], -32002);
    client.result("initialize", json!({"rootUri": uri(vault.root()), "capabilities": {}}));
    client.notify("initialized", json!({}));
    still_answers(&mut client, &vault);
}

#[test]
fn what_comes_after_shutdown_changes_nothing_and_is_answered() {
    let (vault, mut client) = start();
    client.result("shutdown", Value::Null);
    client.open(&vault.path("a.md"), "[[c]]");
    client.replace(&vault.path("a.md"), 2, "[[c]]");
    for method in ["textDocument/definition", "workspace/executeCommand", "initialize"] {
        assert_eq!(client.error(method, at(&vault.path("a.md"), 0, 0))["code"], -32600, "{method}");
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(0));
}

#[test]
fn cancels_of_what_is_unknown_or_finished_touch_nothing() {
    let (vault, mut client) = start();
    let definition = at(&vault.path("a.md"), 0, 2);
    let finished = client.ask("textDocument/definition", definition.clone());
    client.response(finished);
    for id in [json!(finished), json!(4711), json!(-1), json!("x"), json!(1.5), json!(null), json!({})] {
        client.notify("$/cancelRequest", json!({"id": id}));
    }
    // An id may come again when its request is answered: what was cancelled before does not count.
    client.send(&json!({"jsonrpc": "2.0", "id": 4711, "method": "textDocument/definition",
        "params": definition}));
    assert!(client.response(4711)["result"].is_array());
    still_answers(&mut client, &vault);
}

#[test]
fn every_request_of_a_crowd_is_answered_once_though_half_are_cancelled() {
    let (vault, mut client) = start();
    let mut bytes = Vec::new();
    for id in 0..400 {
        let ask = json!({"jsonrpc": "2.0", "id": format!("q{id}"), "method": "textDocument/definition",
            "params": at(&vault.path("a.md"), 0, 2)});
        bytes.extend(frame(&ask.to_string()));
        if id % 2 == 0 {
            let cancel =
                json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": format!("q{id}")}});
            bytes.extend([frame(&cancel.to_string()), frame(&cancel.to_string())].concat());
        }
    }
    client.send_raw(&bytes);
    for id in 0..400 {
        let answer = client.response(format!("q{id}"));
        let cancelled = answer["error"]["code"] == -32800;
        assert!(answer["result"].is_array() || cancelled && id % 2 == 0, "{answer}");
    }
    still_answers(&mut client, &vault);
}

#[test]
fn two_requests_with_one_id_are_both_answered() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::spawn();
    client.result("initialize", json!({"rootUri": uri(vault.root()), "capabilities": {}}));
    // Nothing is loaded before `initialized`, so the first waits.
    let ask = json!({"jsonrpc": "2.0", "id": "twin", "method": "textDocument/definition",
        "params": at(&vault.path("a.md"), 0, 2)});
    client.send(&ask);
    client.send(&ask);
    client.notify("initialized", json!({}));
    let answers = [client.response("twin"), client.response("twin")];
    assert!(answers.iter().any(|answer| answer["result"].is_array()), "{answers:?}");
    still_answers(&mut client, &vault);
}

#[test]
fn edits_are_made_in_the_order_in_which_they_arrive_whatever_their_versions() {
    let (vault, mut client) = start();
    let a = vault.path("a.md");
    client.open(&a, "[[b]]");
    for (version, name) in [(9, "c"), (3, "b"), (-4, "c"), (i32::MAX, "b"), (0, "c")] {
        let range = json!({"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 3}});
        client.notify("textDocument/didChange", change(&a, version, json!([{"range": range, "text": name}])));
        assert_eq!(client.definition_files(&a, 0, 2), [format!("{name}.md")], "version {version}");
    }
}

#[test]
fn an_edit_without_a_version_or_of_a_strange_range_breaks_no_document() {
    let (vault, mut client) = start();
    let a = vault.path("a.md");
    client.open(&a, "[[c]]\n");
    let document = json!({"uri": uri(&a)});
    let whole = json!([{"text": "lost"}]);
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": whole}));
    assert_eq!(client.definition_files(&a, 0, 2), ["c.md"], "no version, no edit");
    // The end before the start: the two change places.
    let range = json!({"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 2}});
    client.notify("textDocument/didChange", change(&a, 2, json!([{"range": range, "text": "b"}])));
    client.result("textDocument/hover", at(&a, 0, 2));
    client.replace(&a, 3, "[[b]]");
    still_answers(&mut client, &vault);
}

#[test]
fn a_length_that_is_too_short_costs_one_message() {
    let (vault, mut client) = start();
    client.send_raw(b"Content-Length: 10\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}");
    still_answers(&mut client, &vault);
    assert_eq!(client.response(Value::Null)["error"]["code"], -32700);
}

#[test]
fn a_length_that_is_too_long_costs_what_it_swallows() {
    let (vault, mut client) = start();
    let ask = json!({"jsonrpc": "2.0", "id": "swallowed", "method": "textDocument/definition",
        "params": at(&vault.path("a.md"), 0, 2)});
    for longer in [1, 5, 30] {
        let body = json!({"jsonrpc": "2.0", "method": "wikilinks/unknown"}).to_string();
        client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len() + longer).as_bytes());
        client.send(&ask);
        still_answers(&mut client, &vault);
        assert_eq!(client.response(Value::Null)["error"]["code"], -32700);
    }
}

#[test]
fn a_length_that_no_message_has_is_no_length() {
    let (vault, mut client) = start();
    for length in ["-5", "1e3", "0x10", "", "4294967296", "99999999999", "18446744073709551615"] {
        client.send_raw(format!("Content-Length: {length}\r\n\r\n").as_bytes());
        still_answers(&mut client, &vault);
        assert_eq!(client.response(Value::Null)["error"]["code"], -32700, "{length}");
    }
}

#[test]
fn an_empty_body_is_no_message() {
    let (vault, mut client) = start();
    client.send_raw(b"Content-Length: 0\r\n\r\n");
    assert_eq!(client.response(Value::Null)["error"]["code"], -32700);
    still_answers(&mut client, &vault);
}

#[test]
fn a_body_that_is_cut_in_the_middle_ends_the_server() {
    for cut in [1, 20, 60] {
        let (_vault, mut client) = start();
        let bytes = frame(&json!({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover"}).to_string());
        client.send_raw(&bytes[..cut]);
        client.close_input();
        assert_eq!(client.exit_status().code(), Some(1), "cut at {cut}");
    }
}

#[test]
fn a_body_that_comes_in_pieces_is_one_message() {
    let (vault, mut client) = start();
    let ask = json!({"jsonrpc": "2.0", "id": "slow", "method": "textDocument/definition",
        "params": at(&vault.path("a.md"), 0, 2)});
    for piece in frame(&ask.to_string()).chunks(7) {
        client.send_raw(piece);
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(client.response("slow")["result"].is_array());
}

#[test]
fn a_message_of_fifty_megabytes_is_read() {
    let (vault, mut client) = start();
    let long = "x".repeat(50 << 20);
    assert_eq!(client.error("wikilinks/unknown", json!({"text": long}))["code"], -32601);
    // A note of that size, as an editor opens it: one long line.
    let long_note = vault.path("long.md");
    client.open(&long_note, &long);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&long_note)}}));
    still_answers(&mut client, &vault);
}

#[test]
fn a_client_that_does_not_read_yet_stops_nothing() {
    let (vault, mut client) = start();
    let mut bytes = Vec::new();
    for id in 0..2_000 {
        let ask = json!({"jsonrpc": "2.0", "id": format!("q{id}"), "method": "textDocument/hover",
            "params": at(&vault.path("a.md"), 0, 2)});
        bytes.extend(frame(&ask.to_string()));
    }
    // More than both pipes hold, in one write.
    client.send_raw(&bytes);
    assert!(client.response("q1999")["result"].is_object());
    assert!(client.response("q0")["result"].is_object());
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_ends_although_the_pipe_stays_open_when_its_editor_is_killed() {
    let mut editor = std::process::Command::new("sleep").arg("600").spawn().expect("a process starts");
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    let mut client = Client::initialize(json!({
        "processId": editor.id(), "capabilities": {}, "rootUri": uri(vault.root()),
    }));
    still_answers(&mut client, &vault);
    editor.kill().expect("it runs");
    editor.wait().expect("it ends");
    // `client` still holds both pipes.
    assert_eq!(client.exit_status().code(), Some(1));
}

#[test]
fn a_process_that_cannot_be_found_does_not_end_the_server() {
    let vault = Vault::new(&[("a.md", "[[b]]"), ("b.md", "")]);
    // As from an editor in another container.
    let process = u32::MAX;
    let mut client =
        Client::initialize(json!({"processId": process, "capabilities": {}, "rootUri": uri(vault.root())}));
    std::thread::sleep(Duration::from_millis(100));
    still_answers(&mut client, &vault);
}
