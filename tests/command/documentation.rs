//! The documentation says what the program does.

use wikilinks::vault::{DiagnosticCode, Severity};

use super::Folder;

const DIAGNOSTICS: &str = include_str!("../../docs/diagnostics.md");
const README: &str = include_str!("../../README.md");

/// The text under the heading of a code.
fn section(code: DiagnosticCode) -> &'static str {
    let heading = format!("\n## {}\n", code.name());
    let (_, section) = DIAGNOSTICS.split_once(&heading).unwrap_or_else(|| panic!("no heading {heading}"));
    section.split_once("\n## ").map_or(section, |(section, _)| section)
}

#[test]
fn every_code_is_documented_with_its_severity_its_fix_and_its_setting() {
    for code in DiagnosticCode::ALL {
        let (name, section) = (code.name(), section(code));
        assert!(section.contains("To mend it, "), "{name}");
        assert!(section.contains(&format!("`{name} = \"")), "{name}: the setting");
        let severity = match code.default_severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        };
        assert!(DIAGNOSTICS.contains(&format!("| [`{name}`](#{name}) | {severity} |")), "{name}: {severity}");
    }
}

/// The example of a code, as `check` prints it.
fn example(code: DiagnosticCode) -> &'static str {
    let (_, example) = section(code).split_once("```text\n").unwrap_or_else(|| panic!("{}", code.name()));
    example.split_once("```").expect("the block ends").0
}

/// The file that an example is about, and its text: the line that is shown, in what surrounds it.
fn note(example: &str) -> (&str, String) {
    let path = example.split(':').next().expect("a path");
    let (_, line) = example.lines().nth(1).and_then(|line| line.split_once(" | ")).expect("a line");
    let text = match path {
        "diary.md" => format!("First ^one\n\n{line}\n"),
        "template.md" => format!("---\n{line}\n---\n"),
        _ => format!("{line}\n"),
    };
    (path, text)
}

#[test]
fn every_example_is_what_check_prints() {
    for code in DiagnosticCode::ALL {
        let example = example(code);
        let (path, text) = note(example);
        let folder = Folder::new(&[
            ("Ideas.md", "# Garden\n"),
            ("a/plan.md", ""),
            ("b/plan.md", ""),
            ("Artificial Intelligence.md", "---\naliases: [AI]\n---\n"),
            (path, &text),
        ]);
        let ran = folder.run(&["check", "--min-severity", "hint", "--mentions"]);
        assert!(ran.out.starts_with(example), "{}:\n{}", code.name(), ran.out);
    }
}

#[test]
fn the_readme_shows_what_the_commands_print() {
    let folder = Folder::new(&[("notes/Ideas.md", "# Garden\n"), ("notes/inbox.md", "See [[Idaes]].\n")]);
    let check = folder.run(&["check", "notes"]);
    let problem = check.out.split("\n\n").next().expect("a problem");
    let explain = folder.run(&["explain", "notes", "inbox", "[[Ideas#Garden]]"]);
    let console = format!(
        "$ wikilinks check notes\n{problem}\n$ wikilinks explain notes inbox '[[Ideas#Garden]]'\n{}```",
        explain.out
    );
    assert!(README.contains(&console), "{console}");
}

#[test]
fn the_readme_has_the_editors_set_up_as_it_is_in_their_folders() {
    let helix = include_str!("../../editors/helix/languages.toml");
    let (_, helix) = helix.split_once("\n\n").expect("a comment, then the settings");
    assert!(README.contains(helix), "{helix}");
    let neovim = include_str!("../../editors/neovim/lsp/wikilinks.lua");
    // The README's is shorter: it leaves out what a click on a code lens does.
    let start = "vim.lsp.config('wikilinks', {\n";
    let shown = README.split(start).nth(1).and_then(|rest| rest.split("\n})").next()).expect("a set-up");
    for key in ["  cmd = ", "  filetypes = ", "  root_markers = "] {
        assert!(shown.contains(key), "{key}");
    }
    for line in shown.lines() {
        assert!(neovim.lines().any(|other| other == line), "{line}");
    }
}
