//! The help texts: a stranger finds an example in each.

use std::path::Path;

use super::run_in;

/// The commands that a person uses, in the order of the overview.
const COMMANDS: [&str; 10] =
    ["server", "check", "explain", "list", "graph", "rename", "move", "doctor", "cache", "tour"];

#[test]
fn every_command_and_every_option_has_an_example() {
    for command in COMMANDS.into_iter().chain(["completions", "man"]) {
        let ran = run_in(Path::new("."), &[command, "--help"]);
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
        let (options, examples) = ran.out.split_once("\nExample").unwrap_or_else(|| panic!("{command}"));
        assert!(examples.contains("wikilinks"), "{command}: {examples}");
        let documented = options.split("\n\n").filter(|part| part.trim_start().starts_with("--"));
        for option in documented.filter(|part| !part.contains("Print help")) {
            let text = option.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("Example:"), "{command}: {option}");
        }
    }
}

#[test]
fn the_overview_names_every_command_and_what_to_try_first() {
    let ran = run_in(Path::new("."), &["--help"]);
    assert_eq!(ran.code, 0);
    for word in COMMANDS.into_iter().chain(["wikilinks check ~/notes", "Exit codes: 0"]) {
        assert!(ran.out.contains(word), "{word}");
    }
    assert_eq!(
        run_in(Path::new("."), &["--version"]).out,
        format!("wikilinks {}\n", env!("CARGO_PKG_VERSION"))
    );
}
