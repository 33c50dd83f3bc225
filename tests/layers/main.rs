//! Data flows one way: each module uses only those above it in the map of `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, from those that know nothing of others to those that use all.
const LAYERS: [&str; 9] =
    ["text", "note", "vault", "index", "resolve", "plan", "features", "protocol", "command"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the source").flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.chain(folders.iter().flat_map(|folder| rust_files(folder))).collect()
}

/// The module that stands behind each `crate::` of a line that is code.
fn used(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    let name = |rest: &'_ str| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    code.split("crate::").skip(1).map(move |rest| &rest[..name(rest)])
}

#[test]
fn each_module_uses_only_those_above_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for (layer, module) in LAYERS.iter().enumerate() {
        for file in rust_files(&source.join(module)) {
            let text = fs::read_to_string(&file).expect("a source file");
            for (number, line) in text.lines().enumerate() {
                for other in used(line).filter_map(|name| LAYERS.iter().position(|layer| *layer == name)) {
                    seen += 1;
                    let place = format!("{}:{}", file.display(), number + 1);
                    assert!(other <= layer, "{place}: {module} uses {}, which is below it", LAYERS[other]);
                }
            }
        }
    }
    assert!(seen > 100, "the uses are found: {seen}");
}

#[test]
fn only_the_protocol_knows_lsp() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).expect("a source file");
        let inside = file.starts_with(source.join("protocol"));
        assert!(inside || !text.contains("tower_lsp"), "{} knows LSP", file.display());
    }
}

/// A vault is data, and an editor's messages are: nothing in them makes the server run a program or
/// reach another machine, since there is no code that could.
#[test]
fn nothing_opens_a_connection_or_runs_a_program() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let forbidden =
        ["std::net", "tokio::net", "TcpStream", "UdpSocket", "UnixStream", "process::Command", "libc::"];
    let mut looked_at = 0;
    // The files that are only there for tests are not in the program.
    let is_test =
        |file: &PathBuf| file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
    for file in rust_files(&source).into_iter().filter(|file| !is_test(file)) {
        let text = fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in forbidden {
            assert!(!code.contains(word), "{} says {word}", file.display());
        }
        looked_at += 1;
    }
    assert!(looked_at > 100, "the files are found: {looked_at}");
}
