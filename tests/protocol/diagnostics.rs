//! Diagnostics, pushed and pulled.

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, codes, uri};

fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}

#[test]
fn diagnostics_follow_every_version() {
    let vault = Vault::new(&[("b.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "[[missing]]");
    let params = client.wait_for("textDocument/publishDiagnostics", |params| params["version"] == 1);
    let problem = &params["diagnostics"][0];
    assert_eq!(problem["code"], "unresolved-note");
    assert_eq!(problem["source"], "wikilinks");
    assert_eq!(problem["severity"], 2);
    assert_eq!(problem["range"]["start"]["line"], 0);
    assert!(problem["message"].as_str().is_some_and(|text| text.contains("missing")), "{problem}");
    client.replace(&a, 2, "[[b]]");
    assert!(client.published_codes(&a, Some(2)).is_empty());
}

#[test]
fn a_note_that_comes_or_goes_changes_the_open_notes_that_link_to_it() {
    let vault = Vault::new(&[]);
    let (a, b, c) = (vault.path("a.md"), vault.path("b.md"), vault.path("c.md"));
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&c, "no link");
    assert!(client.published_codes(&c, Some(1)).is_empty());
    client.open(&a, "[[b]]");
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
    client.open(&b, "# Heading");
    assert!(client.published_codes(&a, Some(1)).is_empty());
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&b)}}));
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
    assert!(client.published_codes(&b, None).is_empty());
}

#[test]
fn a_heading_that_goes_changes_the_open_notes_that_link_to_it() {
    let vault = Vault::new(&[]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&b, "# Heading");
    client.open(&a, "[[b#Heading]]");
    client.until(|client| client.published_codes(&a, Some(1)), Vec::is_empty);
    client.replace(&b, 2, "# Other");
    client.until(|client| client.published_codes(&a, Some(1)), |found| *found == ["unresolved-heading"]);
}

#[test]
fn a_closed_document_has_no_diagnostics() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), json!({}));
    client.open(&a, "[[missing]]");
    assert_eq!(client.published_codes(&a, Some(1)), ["unresolved-note"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
    assert!(client.published_codes(&a, None).is_empty());
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), pulling());
    client.open(&a, "[[missing]]");
    assert_eq!(client.pulled_codes(&a), ["unresolved-note"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
    client.open(&a, "text");
    assert!(client.pulled_codes(&a).is_empty());
    assert!(!client.has_received("textDocument/publishDiagnostics"));
}

#[test]
fn a_report_that_is_known_is_unchanged() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), pulling());
    client.open(&a, "[[missing]]");
    let ask = |previous: &Value| json!({"textDocument": {"uri": uri(&a)}, "previousResultId": previous});
    let first = client.result("textDocument/diagnostic", ask(&Value::Null));
    assert_eq!(first["kind"], "full");
    let again = client.result("textDocument/diagnostic", ask(&first["resultId"]));
    assert_eq!(again, json!({"kind": "unchanged", "resultId": first["resultId"]}));
    client.replace(&a, 2, "text");
    let then = client.result("textDocument/diagnostic", ask(&first["resultId"]));
    assert_eq!((&then["kind"], &then["items"]), (&json!("full"), &json!([])));
}

#[test]
fn the_whole_workspace_can_be_pulled() {
    let vault = Vault::new(&[("a.md", "[[missing]]"), ("b.md", "[[a]]"), ("x.png", "")]);
    let mut client = Client::start(vault.root(), pulling());
    let first = client.result("workspace/diagnostic", json!({"previousResultIds": []}));
    let [report] = first["items"].as_array().expect("items").as_slice() else { panic!("{first}") };
    assert_eq!(report["uri"], uri(&vault.path("a.md")));
    assert_eq!(report["version"], Value::Null);
    assert_eq!(codes(&report["items"]), ["unresolved-note"]);

    let known = json!([{"uri": report["uri"], "value": report["resultId"]}]);
    let again = client.result("workspace/diagnostic", json!({"previousResultIds": known}));
    assert_eq!(again["items"][0]["kind"], "unchanged");
    assert_eq!(again, client.result("workspace/diagnostic", json!({"previousResultIds": known})));

    client.open(&vault.path("a.md"), "[[b]]");
    let then = client.result("workspace/diagnostic", json!({"previousResultIds": known}));
    assert_eq!((&then["items"][0]["kind"], &then["items"][0]["items"]), (&json!("full"), &json!([])));
    assert_eq!(then["items"][0]["version"], 1);
}

#[test]
fn a_note_that_is_gone_keeps_no_problems() {
    let vault = Vault::new(&[("a.md", "[[missing]]"), ("b.md", "[[nowhere]]")]);
    let mut client = Client::start(vault.root(), pulling());
    let pull = |client: &mut Client, known: &Value| {
        client.result("workspace/diagnostic", json!({"previousResultIds": known}))["items"].clone()
    };
    let first = pull(&mut client, &json!([]));
    let known = |items: &Value| {
        let ids = items.as_array().expect("items").iter().filter(|item| !item["resultId"].is_null());
        Value::from_iter(ids.map(|item| json!({"uri": item["uri"], "value": item["resultId"]})))
    };
    std::fs::remove_file(vault.path("a.md")).expect("it is there");
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri(&vault.path("a.md")), "type": 3}]}),
    );
    let gone = client.until(|client| pull(client, &known(&first)), |items| items[1]["kind"] == "full");
    let report = json!({"kind": "full", "uri": uri(&vault.path("a.md")), "version": null, "items": []});
    assert_eq!(gone[1], report);
    assert_eq!(pull(&mut client, &known(&gone)).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_client_that_pulls_is_told_when_another_note_matters() {
    let vault = Vault::new(&[]);
    let (a, b) = (vault.path("a.md"), vault.path("b.md"));
    let mut client = Client::start(vault.root(), pulling());
    client.open(&a, "[[b]]");
    assert_eq!(client.pulled_codes(&a), ["unresolved-note"]);
    client.open(&b, "");
    client.wait_for("workspace/diagnostic/refresh", |_| true);
    client.until(|client| client.pulled_codes(&a), Vec::is_empty);
}

#[test]
fn a_code_leads_to_its_documentation_where_the_client_can_show_it() {
    let vault = Vault::new(&[]);
    let a = vault.path("a.md");
    let description = |client: &mut Client| {
        client.open(&a, "[[missing]]");
        let params = client.wait_for("textDocument/publishDiagnostics", |params| params["version"] == 1);
        params["diagnostics"][0]["codeDescription"].clone()
    };
    let can = json!({"textDocument": {"publishDiagnostics": {"codeDescriptionSupport": true}}});
    let mut client = Client::start(vault.root(), can);
    let href = description(&mut client)["href"].as_str().expect("a link").to_owned();
    let (page, line) = href.split_once("#L").expect("a line");
    let text = std::fs::read_to_string(page.trim_start_matches("file://")).expect("the page is there");
    let line = text.lines().nth(line.parse::<usize>().expect("a number") - 1);
    assert_eq!(line, Some("## unresolved-note"));
    assert_eq!(description(&mut Client::start(vault.root(), json!({}))), Value::Null);
}

#[test]
fn each_severity_and_what_a_problem_is_about_too_are_told() {
    let files = [("a/x.md", ""), ("b/x.md", ""), ("c.md", "[[x]]")];
    for (severity, number) in [("error", 1), ("warning", 2), ("information", 3), ("hint", 4)] {
        let settings = format!("[diagnostics]\nambiguous-link = \"{severity}\"\n");
        let vault = Vault::new(&[&files[..], &[(".wikilinks.toml", &settings)]].concat());
        let able = json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true}}});
        for (capabilities, is_able) in [(able, true), (json!({}), false)] {
            let mut client = Client::start(vault.root(), capabilities);
            client.open(&vault.path("c.md"), "[[x]]");
            let params = client.wait_for("textDocument/publishDiagnostics", |params| params["version"] == 1);
            let problem = &params["diagnostics"][0];
            assert_eq!((&problem["code"], &problem["severity"]), (&json!("ambiguous-link"), &json!(number)));
            let related = problem["relatedInformation"].as_array().map(Vec::len);
            assert_eq!(related, is_able.then_some(2), "{problem}");
            if is_able {
                let place = &problem["relatedInformation"][0]["location"]["uri"];
                assert_eq!(*place, uri(&vault.path("a/x.md")));
            }
        }
    }
}
