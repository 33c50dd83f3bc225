//! `wikilinks doctor`.

use serde_json::{Value, json};

use super::Folder;

/// A vault with settings in both places, and something left out for several reasons.
fn vault() -> Folder {
    Folder::new(&[
        (".obsidian/app.json", r#"{"newLinkFormat": "relative", "useMarkdownLinks": true}"#),
        (".wikilinks.toml", "[links]\nformat = \"absolute\"\n[files]\nexclude = [\"drafts/\"]\n"),
        (".gitignore", "build/\n"),
        ("sub/.gitignore", "/own.md\n"),
        ("Ideas.md", "# Garden\n[[inbox]] [web](https://example.org)\n"),
        ("inbox.md", "[[Ideas]] ![[x.png]] [t](Ideas.md)\n"),
        ("board.canvas", r#"{"nodes":[{"id":"1","type":"file","file":"Ideas.md"}]}"#),
        ("x.png", "png"),
        ("build/b.md", ""),
        ("drafts/d.md", ""),
        ("sub/own.md", ""),
    ])
}

fn json_of(folder: &Folder, code: i32) -> Value {
    let ran = folder.run(&["doctor", "--format", "json"]);
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

/// The groups of `report` under `key`: kind, file, pattern, count.
fn groups(report: &Value, key: &str) -> Vec<Value> {
    let groups = report[key].as_array().expect("a list");
    groups.iter().map(|g| json!([g["kind"], g["file"], g["pattern"], g["count"]])).collect()
}

#[test]
fn it_tells_version_root_and_what_is_in_the_index() {
    let folder = vault();
    let report = json_of(&folder, 0);
    assert_eq!(report["version"], 1);
    assert_eq!(report["wikilinks"], env!("CARGO_PKG_VERSION"));
    assert_eq!(report["root"], json!(folder.0.path().canonicalize().unwrap().to_str().unwrap()));
    for (key, count) in [("notes", 2), ("canvases", 1), ("bases", 0), ("attachments", 1), ("links", 5)] {
        assert_eq!(report[key], count, "{key}");
    }
    assert!(report["index_bytes"].as_u64() > Some(1000), "{report}");
    assert!(report["index_milliseconds"].is_u64());
    if cfg!(target_os = "linux") {
        assert!(report["resident_bytes"].as_u64() > report["index_bytes"].as_u64(), "{report}");
    }
    assert_eq!(report["interrupted"], Value::Null);
}

#[test]
fn each_setting_comes_with_its_value_and_its_source() {
    let report = json_of(&vault(), 0);
    let setting = |key: &str| {
        let all = report["settings"].as_array().unwrap();
        let found = all.iter().find(|setting| setting["key"] == key).unwrap_or_else(|| panic!("{key}"));
        (found["value"].clone(), found["source"].clone())
    };
    for (key, value, source) in [
        ("aliases_resolve", json!(false), "default"),
        ("links.format", json!("absolute"), ".wikilinks.toml"),
        ("links.markdown", json!(true), ".obsidian/app.json"),
        ("files.exclude", json!(["drafts/"]), ".wikilinks.toml"),
        ("diagnostics.ambiguous-link", json!("hint"), "default"),
    ] {
        assert_eq!(setting(key), (value, json!(source)), "{key}");
    }
}

#[test]
fn what_is_left_out_comes_with_its_reason() {
    let report = json_of(&vault(), 0);
    assert_eq!(
        groups(&report, "left_out"),
        [
            json!(["exclude", "files.exclude", "drafts/", 1]),
            json!(["gitignore", ".gitignore", "build/", 1]),
            json!(["gitignore", "sub/.gitignore", "/own.md", 1]),
            json!(["hidden", null, null, 4]),
        ]
    );
    assert_eq!(report["left_out"][1]["paths"], json!(["build/"]));
    assert_eq!(report["unreadable"], json!([]));
}

#[test]
fn what_cannot_be_read_is_a_problem() {
    let folder = vault();
    std::fs::write(folder.0.path().join("latin.md"), b"caf\xe9").unwrap();
    let large = std::fs::File::create(folder.0.path().join("large.md")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    let report = json_of(&folder, 1);
    assert_eq!(
        groups(&report, "unreadable"),
        [json!(["not_utf8", null, null, 1]), json!(["too_large", null, null, 1])]
    );
    assert_eq!(report["unreadable"][0]["paths"], json!(["latin.md"]));
    assert_eq!(report["notes"], 4, "they are in the index: links to them are not broken");
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_are_left_out() {
    let folder = vault();
    std::os::unix::fs::symlink("Ideas.md", folder.0.path().join("link.md")).unwrap();
    let report = json_of(&folder, 0);
    assert_eq!(groups(&report, "left_out")[4], json!(["symbolic_link", null, null, 1]));
}

#[cfg(target_os = "linux")]
#[test]
fn what_no_vault_takes_in_is_told_with_its_reason() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new(&[("a.md", ""), ("b.base", "filters:\n"), ("node_modules/x.md", "")]);
    let at = |name: &[u8]| folder.0.path().join(std::ffi::OsStr::from_bytes(name));
    let _socket = std::os::unix::net::UnixListener::bind(at(b"socket.md")).unwrap();
    std::fs::write(at(b"caf\xe9.md"), "").unwrap();
    for number in 0..7 {
        std::fs::write(at(format!(".hidden {number}").as_bytes()), "").unwrap();
    }
    let report = json_of(&folder, 1);
    assert_eq!((&report["notes"], &report["bases"]), (&json!(1), &json!(1)));
    assert_eq!(
        groups(&report, "left_out"),
        [
            json!(["hidden", null, null, 7]),
            json!(["node_modules", null, null, 1]),
            json!(["not_regular", null, null, 1]),
        ]
    );
    assert_eq!(groups(&report, "unreadable"), [json!(["name_not_utf8", null, null, 1])]);
    let ran = folder.run(&["doctor"]);
    assert!(ran.out.contains("    .hidden 4\n    and 2 more\n"), "{}", ran.out);
}

#[test]
fn a_person_reads_the_same() {
    let ran = vault().run(&["doctor"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for line in [
        concat!("wikilinks ", env!("CARGO_PKG_VERSION")),
        "  aliases_resolve                    false         default",
        "  links.format                       \"absolute\"    .wikilinks.toml",
        "  links.markdown                     true          .obsidian/app.json",
        "  2 notes, 1 canvas, 0 bases, 1 attachment",
        "  5 links; `wikilinks check` says which are broken",
        "  1 .gitignore, pattern \"build/\"",
        "    build/",
        "Cannot be read\n  nothing",
        "Interrupted change\n  none",
    ] {
        assert!(format!("\n{}", ran.out).contains(&format!("\n{line}\n")), "{line}\n{}", ran.out);
    }
}

#[test]
fn the_page_shows_what_it_prints_and_names_every_key() {
    const PAGE: &str = include_str!("../../docs/doctor.md");
    let folder = vault();
    let printed = folder.run(&["doctor"]).out;
    let examples: Vec<_> =
        PAGE.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        assert!(printed.contains(example), "{example}\n{printed}");
    }
    let report = json_of(&folder, 0);
    let mut keys: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let mut named: Vec<_> = rows.flat_map(|(names, _)| names.trim_end_matches('`').split("`, `")).collect();
    keys.sort_unstable();
    named.sort_unstable();
    assert_eq!(named, keys);
}

#[test]
fn a_wrong_setting_is_a_problem() {
    let folder = Folder::new(&[("a.md", ""), (".wikilinks.toml", "aliases_resolve = 3\n")]);
    let report = json_of(&folder, 1);
    assert_eq!(report["settings_problems"][0]["key"], "aliases_resolve");
    assert_eq!(report["settings"][0]["source"], "default");
    let ran = folder.run(&["doctor"]);
    assert!(ran.code == 1 && ran.out.contains("warning: .wikilinks.toml: aliases_resolve: "), "{}", ran.out);
}

#[test]
fn a_vault_that_cannot_be_opened_ends_with_2() {
    let ran = Folder::new(&[]).run(&["doctor", "nowhere"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no folder nowhere"), "{}", ran.err);
}

#[test]
fn a_vault_cannot_write_to_the_terminal() {
    let toml = "files.exclude = [\"\\u001b[2J\\u009b*.x\"]\n";
    let folder = Folder::new(&[("a.md", ""), (".wikilinks.toml", toml), (".\u{1b}[2J\u{9b}y", "")]);
    for format in ["text", "json"] {
        let ran = folder.run(&["doctor", "--format", format]);
        assert_eq!(ran.code, 0, "{format}: {}{}", ran.out, ran.err);
        assert!(!ran.out.chars().any(|c| c.is_control() && c != '\n'), "{format}: {:?}", ran.out);
    }
}

/// Kills a rename on its way: the n-th point of a debug build.
#[cfg(debug_assertions)]
fn killed(point: &str) -> Folder {
    let folder = Folder::new(&[("a.md", "# a\n"), ("b.md", "[[a]]\n")]);
    let mut run = super::command(folder.0.path());
    run.args(["rename", ".", "a", "c"]).env("WIKILINKS_KILL_AT", point);
    assert!(!run.output().expect("it runs").status.success(), "point {point}");
    folder
}

#[cfg(debug_assertions)]
#[test]
fn an_interrupted_change_is_told_and_left_alone() {
    let points: Vec<String> = (1..200).map(|point| point.to_string()).collect();
    let folder = points
        .iter()
        .map(|point| killed(point))
        .find(|folder| folder.0.path().join(".wikilinks/journal").exists());
    let folder = folder.expect("a point with a journal");
    let report = json_of(&folder, 1);
    assert_eq!(report["interrupted"]["state"], "left");
    assert!(report["interrupted"]["what"].as_str().unwrap().contains('a'), "{report}");
    assert!(folder.0.path().join(".wikilinks/journal").exists());
    let ran = folder.run(&["doctor"]);
    assert!(ran.code == 1 && ran.out.contains("The next command in this vault finishes or undoes it"));
    assert_eq!(folder.run(&["check"]).code, 0);
    assert_eq!(json_of(&folder, 0)["interrupted"], Value::Null);
}

#[test]
fn a_journal_that_nobody_can_use_is_told() {
    let folder = Folder::new(&[("a.md", ""), (".wikilinks/journal", "nonsense\n")]);
    let report = json_of(&folder, 1);
    assert_eq!(report["interrupted"]["state"], "unusable");
    let ran = folder.run(&["doctor"]);
    assert!(ran.out.contains("its journal in .wikilinks cannot be used: "), "{}", ran.out);
    assert!(ran.out.contains("Delete it to keep the vault as it is"), "{}", ran.out);
}
