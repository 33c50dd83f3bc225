//! `docs/coming-from.md` says what the program does.

use super::Folder;

const PAGE: &str = include_str!("../../docs/coming-from.md");

const IDEAS: &str =
    "---\ntitle: All ideas\naliases: [Sketches]\n---\n# Ideas\n\n## Garden\n\nA plot of land. ^b1\n";

fn vault(settings: &str) -> Folder {
    Folder::new(&[
        (".wikilinks.toml", settings),
        ("inbox.md", ""),
        ("notes/Ideas.md", IDEAS),
        ("notes/My plan.md", ""),
        ("zettel/202601011200 A day.md", ""),
    ])
}

/// The rows of the table of links: the link, and what it leads to.
fn rows() -> Vec<(&'static str, &'static str)> {
    let (_, table) = PAGE.split_once("| link | leads to |\n|---|---|\n").expect("the table");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = |row: &'static str| row.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ");
    rows.map(|row| cells(row).unwrap_or_else(|| panic!("{row}"))).collect()
}

#[test]
fn every_link_of_the_table_leads_where_it_says() {
    let vault = vault("");
    let rows = rows();
    assert_eq!(rows.len(), 13);
    for (link, target) in rows {
        let ran = vault.run(&["explain", ".", "inbox", link]);
        match target.strip_prefix('`') {
            Some(path) => {
                let path = path.trim_end_matches('`');
                assert!(
                    ran.code == 0 && ran.out.contains(&format!("leads to    {path}")),
                    "{link}: {}",
                    ran.out
                );
            }
            None => assert_eq!(ran.code, 1, "{link}: {}", ran.out),
        }
    }
}

#[test]
fn r12_an_alias_is_a_target_with_the_setting_that_the_page_names() {
    let ran = vault("aliases_resolve = true\n").run(&["explain", ".", "inbox", "[[Sketches]]"]);
    assert!(ran.code == 0 && ran.out.contains("leads to    notes/Ideas.md"), "{}", ran.out);
}

#[test]
fn the_settings_of_the_page_are_settings() {
    let examples: Vec<_> =
        PAGE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(examples.len(), 3);
    for settings in
        examples.into_iter().chain(["files.gitignore = false", "diagnostics.ambiguous-link = \"off\""])
    {
        let ran = vault(settings).run(&["doctor"]);
        assert_eq!((ran.code, ran.out.contains("  .wikilinks.toml\n")), (0, true), "{settings}: {}", ran.out);
    }
}

#[test]
fn r13_a_definition_is_checked_and_follows_a_rename() {
    let folder = Folder::new(&[
        ("notes/Ideas.md", ""),
        ("inbox.md", "See [[Ideas]].\n\n[Ideas]: notes/Ideas.md \"Ideas\"\n"),
    ]);
    assert_eq!(folder.run(&["rename", ".", "Ideas", "Thoughts"]).code, 0);
    let text = std::fs::read_to_string(folder.0.path().join("inbox.md")).unwrap();
    assert_eq!(text, "See [[Thoughts]].\n\n[Ideas]: notes/Thoughts.md \"Ideas\"\n");
    std::fs::write(folder.0.path().join("inbox.md"), "[x]: notes/gone.md\n").unwrap();
    assert!(folder.run(&["check"]).out.contains("gone"));
}
