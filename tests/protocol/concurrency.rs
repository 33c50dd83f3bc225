//! Questions of every kind while edits arrive: each answer is right for one state of the document, and
//! none is made of two.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, change, uri};

/// The document goes back and forth between two texts of which no place is the same.
fn texts() -> [String; 2] {
    let even: String =
        (0..30).map(|line| format!("See [[even|e{line}]] and #even{line} ^e{line}\n\n")).collect();
    let odd: String = (0..40)
        .map(|line| format!("- > ![[odd#^o{line}]], [[odd]], [t](odd.md) #odd/{line} ^x{line}\n"))
        .collect();
    [
        format!("# Even\n[^f]: foot\n{even}## Even end [[#Even]]\nSee[^f].\n"),
        format!("---\ntitle: Odd\n---\n\n\n\n{odd}\n# Odd\n### Odd end\n"),
    ]
}

/// Every kind of question, each at a place that means something in both texts.
fn questions(vault: &Vault) -> Vec<(&'static str, Value)> {
    let a = vault.path("a.md");
    let mut questions = Vec::new();
    for method in [
        "textDocument/definition",
        "textDocument/hover",
        "textDocument/references",
        "textDocument/completion",
        "textDocument/prepareRename",
        "textDocument/rename",
        "textDocument/codeAction",
        "textDocument/documentHighlight",
        "textDocument/selectionRange",
        "textDocument/linkedEditingRange",
        "textDocument/prepareCallHierarchy",
        "textDocument/diagnostic",
        "textDocument/documentSymbol",
        "textDocument/documentLink",
        "textDocument/foldingRange",
        "textDocument/codeLens",
        "textDocument/inlayHint",
        "textDocument/semanticTokens/full",
        "textDocument/semanticTokens/range",
    ] {
        let (line, column) = if method == "textDocument/linkedEditingRange" { (1, 2) } else { (8, 8) };
        let mut params = at(&a, line, column);
        params["newName"] = json!("another");
        params["positions"] = json!([params["position"]]);
        params["range"] = json!({"start": params["position"], "end": {"line": 80, "character": 0}});
        match method {
            "textDocument/references" => params["context"] = json!({"includeDeclaration": true}),
            "textDocument/codeAction" => {
                params["context"] = json!({"diagnostics": []});
                params["range"]["end"] = params["position"].clone();
            }
            _ => {}
        }
        questions.push((method, params));
    }
    let mut from_elsewhere = at(&vault.path("even.md"), 0, 3);
    from_elsewhere["context"] = json!({"includeDeclaration": false});
    questions.push(("textDocument/references", from_elsewhere));
    questions.push(("textDocument/codeLens", json!({"textDocument": {"uri": uri(&vault.path("odd.md"))}})));
    questions.push(("workspace/symbol", json!({"query": "e"})));
    questions.push(("workspace/diagnostic", json!({"previousResultIds": []})));
    questions
}

/// The answer without versions and numbers that differ although the text is the same.
fn comparable(mut answer: Value) -> Value {
    match &mut answer {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| *entry = comparable(entry.take())),
        Value::Object(members) => {
            for name in ["id", "jsonrpc", "resultId", "version"] {
                members.remove(name);
            }
            members.iter_mut().for_each(|(_, value)| *value = comparable(value.take()));
        }
        _ => {}
    }
    answer
}

/// What is answered to each question while nothing changes, for both texts.
fn at_rest(client: &mut Client, a: &Path, questions: &[(&str, Value)]) -> [Vec<Value>; 2] {
    let [even, odd] = texts();
    [(2, even), (3, odd)].map(|(version, text)| {
        client.replace(a, version, &text);
        questions.iter().map(|(method, params)| comparable(client.request(method, params.clone()))).collect()
    })
}

#[test]
fn no_answer_is_made_of_two_states_of_a_document() {
    let vault = Vault::new(&[
        ("a.md", ""),
        ("even.md", "# An even one\n\n[[a#Even]]"),
        (".wikilinks.toml", "hints.embeds = true\n"),
        ("odd.md", "# An odd one\n\ntext ^o9\n"),
    ]);
    let a = vault.path("a.md");
    let capabilities = json!({
        "textDocument": {
            "diagnostic": {},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    });
    let mut client = Client::start(vault.root(), capabilities);
    client.open(&a, "");
    let questions = questions(&vault);
    client.until_linked();
    let expected = at_rest(&mut client, &a, &questions);
    let alike = |at: &usize| expected[0][*at] == expected[1][*at];
    let alike: Vec<_> = (0..questions.len()).filter(alike).map(|at| questions[at].0).collect();
    assert_eq!(alike, [""; 0], "these tell the two texts not apart");

    let texts = texts();
    let mut wrong = BTreeMap::new();
    for round in 0..60 {
        let mut asked = Vec::new();
        for (number, (method, params)) in questions.iter().enumerate() {
            let version = 4 + round * questions.len() as i32 + number as i32;
            let text = &texts[version as usize % 2];
            client.notify("textDocument/didChange", change(&a, version, json!([{"text": text}])));
            asked.push((number, client.ask(method, params.clone())));
        }
        for (number, id) in asked {
            let answer = comparable(client.response(id));
            // An answer that edits files may be refused when the document has changed meanwhile.
            let is_late = answer["error"]["code"] == -32801;
            if !is_late && expected.iter().all(|expected| expected[number] != answer) {
                wrong.insert(number, answer);
            }
        }
    }
    let wrong: Vec<_> = wrong.iter().map(|(number, answer)| (&questions[*number], answer)).collect();
    assert!(wrong.is_empty(), "{} answers are of neither text: {wrong:#?}", wrong.len());
}
