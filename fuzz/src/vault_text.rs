//! A vault in one text, as the fixtures of the tests are: `//- path` begins a file.

use std::collections::BTreeMap;

use wikilinks::vault::VaultPath;

/// The files that `text` describes, each path once.
pub fn files(text: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut path = "main.md".to_owned();
    for line in text.split_inclusive('\n') {
        if let Some(header) = line.strip_prefix("//- ") {
            let header = header.trim();
            path = header.strip_suffix(" open").unwrap_or(header).to_owned();
            continue;
        }
        if VaultPath::new(&path).is_some() {
            files.entry(path.clone()).or_insert_with(String::new).push_str(&line.replace("$0", ""));
        }
    }
    files
}
