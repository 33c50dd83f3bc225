//! `wikilinks completions` and `wikilinks man`.

use std::path::Path;

use super::run_in;

/// Every command that `--help` lists.
fn commands() -> Vec<String> {
    let help = run_in(Path::new("."), &["-h"]).out;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let list = list.lines().take_while(|line| !line.is_empty());
    let named = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    named.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn completions_of_every_shell_name_every_command() {
    let commands = commands();
    assert!(commands.len() >= 9, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run_in(Path::new("."), &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for command in &commands {
            assert!(ran.out.contains(command.as_str()), "{shell}: {command}");
        }
        assert!(ran.out.contains("--min-severity") || ran.out.contains("min-severity"), "{shell}");
    }
}

#[test]
fn a_shell_that_is_not_known_is_answered_with_those_that_are() {
    let ran = run_in(Path::new("."), &["completions", "tcsh"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("bash") && ran.err.contains("powershell"), "{}", ran.err);
}

#[test]
fn the_man_page_has_every_command_with_its_options() {
    let ran = run_in(Path::new("."), &["man"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains(".TH wikilinks 1"), "{}", ran.out);
    for command in commands() {
        let heading = format!(".SH \"WIKILINKS {}\"\n", command.to_uppercase());
        assert!(ran.out.contains(&heading), "{command}");
    }
    assert!(ran.out.contains(r"min\-severity"), "{}", ran.out);
    assert!(ran.out.contains("wikilinks doctor\n") && !ran.out.contains("doctor(1)"), "{}", ran.out);
    assert_eq!(ran.out.matches(".el .ds Aq").count(), 1, "said once, not before each command");
}
