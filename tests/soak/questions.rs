//! Every kind of question that the server answers.

use serde_json::{Value, json};

use super::support::chance::Chance;

/// The requests about a place in a document.
pub const OF_PLACES: &[&str] = &[
    "textDocument/definition",
    "textDocument/hover",
    "textDocument/references",
    "textDocument/completion",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/diagnostic",
    "textDocument/documentSymbol",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentHighlight",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/linkedEditingRange",
    "textDocument/prepareCallHierarchy",
];

/// The parameters of one of [`OF_PLACES`].
pub fn of_place(method: &str, uri: &str, line: usize, column: usize) -> Value {
    let position = json!({"line": line, "character": column});
    let mut params = json!({"textDocument": {"uri": uri}, "position": position});
    match method {
        "textDocument/references" => params["context"] = json!({"includeDeclaration": true}),
        "textDocument/rename" => params["newName"] = json!("another name"),
        "textDocument/codeAction" => {
            params["range"] = json!({"start": position, "end": position});
            params["context"] = json!({"diagnostics": []});
        }
        "textDocument/inlayHint" | "textDocument/semanticTokens/range" => {
            params["range"] =
                json!({"start": {"line": 0, "character": 0}, "end": {"line": line + 9, "character": 0}});
        }
        "textDocument/selectionRange" => params["positions"] = json!([position]),
        _ => {}
    }
    params
}

/// A question about the whole workspace. The one for all diagnostics is long, and comes seldom.
pub fn of_workspace(chance: &mut Chance) -> (&'static str, Value) {
    match chance.below(10) {
        0 => ("workspace/diagnostic", json!({"previousResultIds": []})),
        _ => ("workspace/symbol", json!({"query": format!("note {}", chance.below(100))})),
    }
}

/// The answer without what differs from one session to the next, and without the order of its lists.
pub fn comparable(mut answer: Value) -> Value {
    match &mut answer {
        Value::Array(entries) => {
            let mut sorted: Vec<Value> = std::mem::take(entries).into_iter().map(comparable).collect();
            sorted.sort_by_cached_key(Value::to_string);
            Value::Array(sorted)
        }
        Value::Object(members) => {
            members.remove("resultId");
            // Numbers of files, which each server gives out by itself.
            members.remove("data");
            members.iter_mut().for_each(|(_, value)| *value = comparable(value.take()));
            answer
        }
        _ => answer,
    }
}
