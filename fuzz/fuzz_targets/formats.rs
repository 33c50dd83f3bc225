//! Any text as a canvas and as a base (R8): all that is found fits, and of a canvas that is valid JSON
//! every card's file is found, as another reader of JSON finds it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wikilinks::note::{Format, LinkSyntax, Note, invariants, parse};

/// The files of the cards, by a parser that knows all of JSON; `None` where the two may differ: keys
/// that come twice or are escaped, and what is no canvas.
fn files(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let canvas: Value = serde_json::from_str(text).ok()?;
    let plain = ["nodes", "file", "subpath"].iter().all(|name| {
        let quoted = format!("\"{name}\"");
        text.matches(&quoted).count() == count_keys(&canvas, name)
    });
    if !plain || text.contains("\\u") {
        return None;
    }
    let mut files = Vec::new();
    for card in canvas.get("nodes")?.as_array()? {
        let file = card.as_object()?.get("file");
        let subpath = card.get("subpath").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        if let Some(file) = file.and_then(Value::as_str).filter(|file| !file.is_empty()) {
            files.push((file.to_owned(), subpath.map(str::to_owned)));
        }
    }
    Some(files)
}

fn count_keys(value: &Value, name: &str) -> usize {
    match value {
        Value::Object(members) => {
            members.iter().map(|(key, value)| usize::from(key == name) + count_keys(value, name)).sum()
        }
        Value::Array(entries) => entries.iter().map(|entry| count_keys(entry, name)).sum(),
        _ => 0,
    }
}

fn found(note: &Note) -> Vec<(String, Option<String>)> {
    let cards = note.links.iter().filter(|link| link.syntax == LinkSyntax::CanvasFile);
    cards.map(|link| (link.path.to_string(), link.subpath.as_deref().map(str::to_owned))).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let text = wikilinks_fuzz::text(bytes);
    let base = parse(text, Format::Base);
    invariants::check_spans(text, &base);
    invariants::check_stored(&base);
    let canvas = parse(text, Format::Canvas);
    invariants::check_spans(text, &canvas);
    invariants::check_stored(&canvas);
    if let Some(files) = files(text) {
        assert_eq!(found(&canvas), files, "{text:?}");
    }
});
