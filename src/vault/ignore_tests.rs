use super::super::fixture::{folder, open, paths, write};
use super::super::{Settings, Vault, VaultPath};

/// Checks that a walk finds exactly `kept`, and that `accepts` says the same of every file.
#[track_caller]
fn check(files: &[(&str, &str)], kept: &[&str]) {
    let root = folder(files);
    assert_eq!(paths(&open(root.path())), kept);
    // A vault that has not been walked answers the same, whatever is asked first.
    let asked = open(root.path());
    let accepted = |path: &&str| asked.accepts(&VaultPath::new(path).unwrap());
    let mut all: Vec<&str> = files.iter().rev().map(|(path, _)| *path).filter(accepted).collect();
    all.sort_unstable();
    assert_eq!(all, kept);
}

#[test]
fn hidden_files_and_node_modules_are_left_out() {
    check(
        &[
            ("a.md", ""),
            (".hidden.md", ""),
            (".obsidian/workspace.json", ""),
            ("b/.trash/x.md", ""),
            ("b/node_modules/x.md", ""),
            ("b/node_modules.md", ""),
        ],
        &["a.md", "b/node_modules.md"],
    );
}

#[test]
fn gitignore_files_hold_without_a_repository() {
    check(
        &[
            (".gitignore", "/build/\n*.tmp.md\n# a comment\n"),
            ("build/x.md", ""),
            ("a/build/x.md", ""),
            ("a/x.tmp.md", ""),
            ("a/x.md", ""),
        ],
        &["a/build/x.md", "a/x.md"],
    );
}

#[test]
fn the_nearest_gitignore_decides() {
    check(
        &[
            (".gitignore", "*.log.md\n"),
            ("a/.gitignore", "!keep.log.md\nprivate/\n"),
            ("a/keep.log.md", ""),
            ("a/other.log.md", ""),
            ("a/private/keep.log.md", ""),
            ("private/x.md", ""),
        ],
        &["a/keep.log.md", "private/x.md"],
    );
}

#[test]
fn nothing_comes_back_from_a_folder_that_is_left_out() {
    check(&[(".gitignore", "a/\n!a/x.md\n"), ("a/.gitignore", "!x.md\n"), ("a/x.md", "")], &[]);
}

#[test]
fn a_pattern_that_leaves_out_everything_is_honoured() {
    check(&[(".gitignore", "*\n"), ("a.md", ""), ("b/c.md", "")], &[]);
    check(
        &[(".gitignore", "*\n!*/\n!*.md\n"), ("a.md", ""), ("b/c.md", ""), ("b/c.png", "")],
        &["a.md", "b/c.md"],
    );
}

#[test]
fn a_gitignore_with_a_bom_and_carriage_returns_is_read() {
    check(&[(".gitignore", "\u{feff}a.md\r\nb.md\r\n"), ("a.md", ""), ("b.md", ""), ("c.md", "")], &["c.md"]);
}

#[test]
fn a_gitignore_that_is_not_utf8_still_holds() {
    let root = folder(&[("a.md", ""), ("b.md", "")]);
    write(root.path(), ".gitignore", b"# caf\xe9\na.md\n");
    assert_eq!(paths(&open(root.path())), ["b.md"]);
}

#[test]
fn gitignore_files_above_the_vault_do_not_hold() {
    let root = folder(&[(".gitignore", "*.md\n"), ("vault/a.md", "")]);
    assert_eq!(paths(&open(&root.path().join("vault"))), ["a.md"]);
}

#[test]
fn gitignore_can_be_turned_off_and_exclude_adds_to_it() {
    let off = "[files]\ngitignore = false\nexclude = [\"/drafts\", \"*.canvas\"]\n";
    check(
        &[
            (".wikilinks.toml", off),
            (".gitignore", "a.md\n"),
            ("a.md", ""),
            ("drafts/x.md", ""),
            ("b/drafts/x.md", ""),
            ("b/x.canvas", ""),
        ],
        &["a.md", "b/drafts/x.md"],
    );
}

#[test]
fn exclude_wins_over_a_gitignore_that_keeps() {
    check(
        &[
            (".wikilinks.toml", "files.exclude = ['a.md']\n"),
            (".gitignore", "!a.md\n"),
            ("a.md", ""),
            ("b.md", ""),
        ],
        &["b.md"],
    );
}

#[test]
fn a_path_that_does_not_exist_is_answered_by_its_name() {
    let root = folder(&[(".gitignore", "build/\n")]);
    let vault = open(root.path());
    assert!(vault.accepts(&VaultPath::new("new/folder/note.md").unwrap()));
    assert!(!vault.accepts(&VaultPath::new("new/build/note.md").unwrap()));
}

#[test]
fn a_made_up_path_of_many_folders_is_answered_at_once() {
    let vault = Vault::with_settings(folder(&[]).path(), Settings::default());
    let path = VaultPath::new(&format!("{}x.md", "a/".repeat(500_000))).unwrap();
    assert!(!vault.accepts(&path));
}

#[cfg(unix)]
#[test]
fn a_gitignore_that_leads_out_of_the_vault_is_not_read() {
    let outside = folder(&[("patterns", "*.md\n")]);
    let root = folder(&[("a.md", "")]);
    std::os::unix::fs::symlink(outside.path().join("patterns"), root.path().join(".gitignore")).unwrap();
    assert_eq!(paths(&open(root.path())), ["a.md"]);
}

#[test]
fn a_changed_gitignore_holds_in_a_new_vault() {
    let root = folder(&[("a.md", "")]);
    let path = VaultPath::new("a.md").unwrap();
    assert!(open(root.path()).accepts(&path));
    write(root.path(), ".gitignore", "a.md");
    assert!(!open(root.path()).accepts(&path));
}

#[test]
fn a_gitignore_that_is_very_long_is_not_looked_at() {
    let long = format!("/x.md\n{}", "#\n".repeat(600_000));
    check(&[(".gitignore", &long), ("x.md", "")], &["x.md"]);
}

#[test]
fn a_path_that_no_system_opens_belongs_to_no_vault() {
    let root = folder(&[]);
    let vault = open(root.path());
    let long = |length: usize| VaultPath::new(&format!("{}/a.md", "x".repeat(length))).unwrap();
    assert!(vault.accepts(&long(4000)));
    assert!(!vault.accepts(&long(4096)));
}
