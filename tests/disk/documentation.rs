//! `docs/rename.md` names a test for each of its statements, and each is there.

use std::fs;
use std::path::Path;

const RENAME: &str = include_str!("../../docs/rename.md");

/// The text of every Rust file below `folder`.
fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    ["src", "tests"].iter().for_each(|folder| sources(&root.join(folder), &mut all));
    let is_test = |word: &&str| word.contains('_') && !word.contains(['.', ' ', '/']);
    let named: Vec<_> = RENAME.split('`').skip(1).step_by(2).filter(is_test).collect();
    assert!(named.len() > 40, "{}", named.len());
    for test in named {
        assert!(all.contains(&format!("fn {test}(")), "{test}");
    }
}
