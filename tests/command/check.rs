//! `wikilinks check`.

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{Folder, command, ran};

/// A vault with one broken link, behind characters of two columns and of two UTF-16 units.
fn broken() -> Folder {
    Folder::new(&[("Ideas.md", "# Garden\n"), ("sub/inbox.md", "# Inbox\n\n日本 😀 [[Ideals]] now\n")])
}

#[test]
fn a_problem_is_printed_as_a_compiler_does() {
    let ran = broken().run(&["check"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines: Vec<_> = ran.out.lines().collect();
    assert!(lines[0].starts_with("sub/inbox.md:3:8: warning[unresolved-note]: "), "{}", ran.out);
    assert_eq!(lines[1], "3 | 日本 😀 [[Ideals]] now");
    assert_eq!(lines[2], "  |           ^^^^^^");
    assert!(ran.out.contains("= help: "), "{}", ran.out);
    assert!(ran.out.contains("Ideas"), "did you mean: {}", ran.out);
    let last = lines.last().unwrap();
    assert!(last.starts_with("1 problem in 1 note: 1 unresolved-note; 2 notes checked in "), "{last}");
}

#[test]
fn paths_lead_from_the_folder_that_the_command_runs_in() {
    let ran = broken().run(&["check", "sub"]);
    assert!(ran.out.starts_with("sub/inbox.md:3:8: "), "{}", ran.out);
}

#[test]
fn nothing_wrong_ends_with_0() {
    let ran = Folder::new(&[("a.md", "[[b]]\n"), ("b.md", "")]).run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.starts_with("No problems; 2 notes checked in "), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn what_cannot_run_ends_with_2_and_says_why() {
    let folder = Folder::new(&[("a.md", "")]);
    for (arguments, message) in [
        (vec!["check", "nowhere"], "there is no folder nowhere"),
        (vec!["check", "a.md"], "a.md is a file"),
        (vec!["check", "--format", "xml"], "possible values: text, json, github"),
        (vec!["chekc"], "check"),
        (vec![], "Usage"),
    ] {
        let ran = folder.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn json_is_one_object_with_every_place_from_one() {
    let ran = broken().run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["notes"], 2);
    let problem = &report["problems"][0];
    for (key, value) in [
        ("file", json!("sub/inbox.md")),
        ("line", json!(3)),
        ("column", json!(8)),
        ("end_line", json!(3)),
        ("code", json!("unresolved-note")),
        ("severity", json!("warning")),
        ("related", json!([])),
    ] {
        assert_eq!(problem[key], value, "{key}");
    }
    assert!(problem["end_column"].as_u64() > problem["column"].as_u64());
    assert!(problem["message"].as_str().unwrap().contains("Ideals"));
}

#[test]
fn json_without_problems_is_an_object_too() {
    let ran = Folder::new(&[("a.md", "")]).run(&["check", "--format", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "{\"version\":1,\"notes\":1,\"problems\":[]}\n"));
}

#[test]
fn github_annotations_escape_what_would_end_them() {
    let ran = Folder::new(&[("50%, a.md", "[[100% sure]]\n")]).run(&["check", "--format", "github"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let line = ran.out.lines().next().unwrap();
    assert!(line.starts_with("::warning file=50%25%2C a.md,line=1,col="), "{line}");
    let (_, message) = line.split_once(",title=unresolved-note::").unwrap();
    assert!(message.contains("100%25 sure"), "{line}");
}

#[test]
fn hints_are_shown_on_request_and_count_then() {
    let folder = Folder::new(&[("a/x.md", ""), ("b/x.md", ""), ("c.md", "[[x]]\n")]);
    let default = folder.run(&["check"]);
    assert_eq!(default.code, 0, "{}", default.out);
    assert!(default.out.contains("1 quieter finding not shown: --min-severity hint"), "{}", default.out);
    let all = folder.run(&["check", "--min-severity", "hint"]);
    assert_eq!(all.code, 1);
    assert!(all.out.contains("c.md:1:3: hint[ambiguous-link]: "), "{}", all.out);
    assert!(all.out.contains("= a/x.md:1:1: ") && all.out.contains("= b/x.md:1:1: "), "{}", all.out);
}

#[test]
fn what_a_problem_is_about_too_is_told_in_every_format() {
    let folder = Folder::new(&[("a/x.md", ""), ("b/x.md", ""), ("c.md", "[[x]]\n")]);
    let ran = folder.run(&["check", "--min-severity", "hint", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let related = &report["problems"][0]["related"];
    assert_eq!((&related[0]["file"], &related[1]["file"]), (&json!("a/x.md"), &json!("b/x.md")), "{report}");
    assert_eq!(related[0]["line"], 1);
    assert!(related[0]["message"].is_string());
    let ran = folder.run(&["check", "--min-severity", "hint", "--format", "github"]);
    assert!(ran.out.starts_with("::notice file=c.md,line=1,col=3,"), "{}", ran.out);
    assert!(ran.out.contains("%0Aa/x.md:1: ") && ran.out.contains("%0Ab/x.md:1: "), "{}", ran.out);
}

#[test]
fn a_setting_makes_a_code_louder_or_turns_it_off() {
    let files = |severity| {
        let settings = format!("[diagnostics]\nunresolved-note = \"{severity}\"\n");
        Folder::new(&[("a.md", "[[gone]]\n"), (".wikilinks.toml", settings.as_str())])
    };
    let loud = files("error").run(&["check", "--min-severity", "error"]);
    assert!(loud.code == 1 && loud.out.contains("error[unresolved-note]"), "{}", loud.out);
    let ran = files("error").run(&["check", "--format", "github"]);
    assert!(ran.out.starts_with("::error file=a.md,"), "{}", ran.out);
    let quiet = files("information").run(&["check", "--min-severity", "warning"]);
    let told = files("information").run(&["check", "--min-severity", "information"]);
    assert!(
        quiet.code == 0 && told.code == 1 && told.out.contains("information[unresolved-note]"),
        "{}",
        told.out
    );
    let off = files("off").run(&["check", "--min-severity", "hint"]);
    assert!(off.code == 0, "{}", off.out);
}

#[test]
fn settings_of_every_wrong_kind_are_told_with_what_they_are() {
    for (file, text, said) in [
        (".wikilinks.toml", "aliases_resolve = 1.5\n", "aliases_resolve: it is `1.5`"),
        (".wikilinks.toml", "aliases_resolve = 2026-11-26\n", "aliases_resolve: it is `\"2026-11-26\"`"),
        (".wikilinks.toml", "aliases_resolve = [true]\n", "aliases_resolve: it is a list"),
        (".wikilinks.toml", "aliases_resolve = true =\n", "line 1"),
        (".wikilinks.toml", "[aliases_resolve]\nx = 1\n", "aliases_resolve: it is a table"),
        (".obsidian/app.json", "[]", "it is a list, and should be an object"),
        (".obsidian/app.json", "{", "it is not valid JSON"),
    ] {
        let ran = Folder::new(&[("a.md", ""), (file, text)]).run(&["check"]);
        assert!(
            ran.err.contains(&format!("warning: {file}")) && ran.err.contains(said),
            "{text}: {}",
            ran.err
        );
    }
}

#[test]
fn an_invalid_setting_is_a_warning_and_the_check_goes_on() {
    let ran =
        Folder::new(&[("a.md", "[[gone]]\n"), (".wikilinks.toml", "aliases_resolve = 3\n")]).run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("warning: .wikilinks.toml: aliases_resolve: "), "{}", ran.err);
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    assert!(!broken().run(&["check"]).out.contains('\x1b'));
    assert!(
        broken()
            .run(&["check", "--color", "always"])
            .out
            .contains("\x1b[1;33mwarning[unresolved-note]\x1b[0m")
    );
    assert!(!broken().run(&["check", "--color", "never"]).out.contains('\x1b'));
}

#[test]
fn a_vault_cannot_write_to_the_terminal() {
    let folder = Folder::new(&[("a.md", "[[x\u{1b}[2J\u{9b}y\u{7}]] \u{1b}]0;owned\u{7}\n")]);
    for format in ["text", "json", "github"] {
        let ran = folder.run(&["check", "--format", format]);
        assert_eq!(ran.code, 1, "{format}: {}", ran.err);
        let raw: Vec<_> = ran.out.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(raw.is_empty(), "{format}: {raw:?} in {}", ran.out);
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new(&[("a.md", &"[[gone]]\n\n".repeat(20_000))]);
    let mut child =
        command(folder.0.path()).arg("check").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut start = [0; 10];
    child.stdout.as_mut().unwrap().read_exact(&mut start).unwrap();
    drop(child.stdout.take());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_answered_not_panicked_at() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new(&[("a.md", "")]);
    let bad = std::ffi::OsStr::from_bytes(b"no\xff");
    for arguments in [&["check"][..], &["explain", ".", "a"], &["explain", "."]] {
        let mut command = command(folder.0.path());
        command.args(arguments).arg(bad);
        if arguments.len() == 2 {
            command.arg("a");
        }
        let ran = ran(command.output().unwrap());
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
    }
}
