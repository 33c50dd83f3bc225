use std::path::Path;

use serde_json::{Value, json};

use super::super::fixture::folder;
use super::super::{DiagnosticCode, LinkFormat, Settings, Severity, Vault, setting_docs};

/// The settings and the problems, as text, of a vault with these files and client settings.
fn opened(files: &[(&str, &str)], client: &Value) -> (Settings, Vec<String>) {
    let (vault, problems) = Vault::open(folder(files).path(), client);
    (vault.settings, problems.iter().map(ToString::to_string).collect())
}

fn from_toml(text: &str) -> (Settings, Vec<String>) {
    opened(&[(".wikilinks.toml", text)], &Value::Null)
}

fn from_client(client: &Value) -> (Settings, Vec<String>) {
    opened(&[], client)
}

/// Settings that differ from the default in every field that a key can set.
fn all_different() -> Settings {
    Settings {
        aliases_resolve: true,
        link_format: LinkFormat::Relative,
        markdown_links: true,
        rename_updates_title: false,
        rename_adopts_unresolved: true,
        rename_adds_alias: true,
        rename_updates_display: true,
        rename_follows_moves: true,
        lens_backlinks: false,
        hints_titles: true,
        hints_embeds: true,
        hints_mentions: true,
        mentions_ignore: vec!["Note".to_owned()],
        new_template: "templates/new".to_owned(),
        daily_folder: "days".to_owned(),
        daily_format: "YYYYMMDD".to_owned(),
        daily_template: "templates/day".to_owned(),
        cache: false,
        respects_gitignore: false,
        exclude: vec!["drafts/".to_owned()],
        user_ignore_filters: Vec::new(),
        severities: vec![
            (DiagnosticCode::AmbiguousLink, None),
            (DiagnosticCode::UnresolvedNote, Some(Severity::Error)),
        ],
    }
}

#[test]
fn toml_sets_every_kind_of_value() {
    let text = r#"
        aliases_resolve = true
        cache = false
        [links]
        format = "relative"
        markdown = true
        [rename]
        update_title = false
        adopt_unresolved = true
        add_alias = true
        update_display = true
        follow_moves = true
        [lens]
        backlinks = false
        [hints]
        titles = true
        embeds = true
        mentions = true
        [mentions]
        ignore = ["Note"]
        [new]
        template = "templates/new"
        [daily]
        folder = "days"
        format = "YYYYMMDD"
        template = "templates/day"
        [files]
        gitignore = false
        exclude = ["drafts/"]
        [diagnostics]
        ambiguous-link = "off"
        unresolved-note = "error"
    "#;
    assert_eq!(from_toml(text), (all_different(), vec![]));
}

#[test]
fn an_editor_sends_the_same_in_its_own_spelling() {
    let camel = json!({
        "aliasesResolve": true,
        "cache": false,
        "links": { "format": "relative", "markdown": true },
        "rename": { "updateTitle": false, "adoptUnresolved": true, "addAlias": true, "updateDisplay": true, "followMoves": true },
        "lens": { "backlinks": false },
        "hints": { "titles": true, "embeds": true, "mentions": true },
        "mentions": { "ignore": ["Note"] },
        "new": { "template": "templates/new" },
        "daily": { "folder": "days", "format": "YYYYMMDD", "template": "templates/day" },
        "files": { "gitignore": false, "exclude": ["drafts/"] },
        "diagnostics": { "ambiguousLink": "off", "unresolved-note": "error" },
        "trace": { "server": "off" },
    });
    assert_eq!(from_client(&camel), (all_different(), vec![]));
    assert_eq!(from_client(&json!({ "wikilinks": camel })), (all_different(), vec![]));
    let flat = json!({ "links.format": "absolute", "rename.updateTitle": null });
    assert_eq!(from_client(&flat).0.link_format, LinkFormat::Absolute);
}

#[test]
fn null_is_nothing() {
    for client in [json!(null), json!({}), json!({ "wikilinks": null }), json!({ "links": null })] {
        assert_eq!(from_client(&client), (Settings::default(), vec![]));
    }
}

#[test]
fn r19_later_places_win() {
    let app = r#"{"newLinkFormat": "absolute", "useMarkdownLinks": true, "userIgnoreFilters": ["Old/"], "theme": 1}"#;
    let client = json!({ "links": { "format": "relative" }, "aliases_resolve": true });
    let (settings, problems) =
        opened(&[(".obsidian/app.json", app), (".wikilinks.toml", "aliases_resolve = false")], &client);
    assert_eq!(problems, [""; 0]);
    assert_eq!(settings.link_format, LinkFormat::Relative);
    assert!(settings.markdown_links);
    assert!(!settings.aliases_resolve);
    assert_eq!(settings.user_ignore_filters, ["Old/"]);
}

#[test]
fn a_wrong_value_is_told_and_the_one_below_stays() {
    let client = json!({ "links": { "format": "absolute" } });
    let (settings, problems) =
        opened(&[(".wikilinks.toml", "links.format = 'sideways'\naliases_resolve = 1")], &client);
    assert_eq!(settings.link_format, LinkFormat::Absolute);
    assert_eq!(
        problems,
        [
            ".wikilinks.toml: aliases_resolve: it is `1`, and can be `true` or `false`",
            ".wikilinks.toml: links.format: it is `\"sideways\"`, and can be `\"shortest\"`, `\"relative\"` or \
             `\"absolute\"`",
        ]
    );
}

#[test]
fn an_unknown_key_is_told_with_what_may_be_meant() {
    for (text, expected) in [
        ("alias_resolve = true", "alias_resolve: there is no such setting; did you mean `aliases_resolve`?"),
        (
            "aliasesResolve = true",
            "aliasesResolve: there is no such setting; did you mean `aliases_resolve`?",
        ),
        ("[link]\nformat = 'x'", "link: there is no such setting; did you mean `links`?"),
        ("exclude = []", "exclude: there is no such setting; did you mean `files.exclude`?"),
        (
            "diagnostics.unresolved-notes = 'off'",
            "diagnostics.unresolved-notes: there is no such setting; did you mean `diagnostics.unresolved-note`?",
        ),
        ("colour = 1", "colour: there is no such setting"),
    ] {
        assert_eq!(from_toml(text), (Settings::default(), vec![format!(".wikilinks.toml: {expected}")]));
    }
}

#[test]
fn a_table_or_the_whole_of_the_wrong_kind_is_told() {
    assert_eq!(
        from_toml("links = 3").1,
        [".wikilinks.toml: links: it is `3`, and can be a table of settings"]
    );
    assert_eq!(
        from_client(&json!([1])).1,
        ["the editor's settings: the settings are a list of other things, and can be an object"]
    );
    assert_eq!(
        from_client(&json!({ "files": { "exclude": ["a", 1] } })).1,
        ["the editor's settings: files.exclude: it is a list of other things, and can be a list of strings"]
    );
}

#[test]
fn broken_files_are_told_and_the_rest_holds() {
    let client = json!({ "aliases_resolve": true });
    let (settings, problems) =
        opened(&[(".obsidian/app.json", "{\n  broken"), (".wikilinks.toml", "a = = 1")], &client);
    assert!(settings.aliases_resolve);
    assert_eq!(problems.len(), 2);
    assert!(problems[0].starts_with(".obsidian/app.json: it is not valid JSON: "), "{}", problems[0]);
    assert!(problems[0].contains("line 2"), "{}", problems[0]);
    assert!(
        problems[1].starts_with(".wikilinks.toml: it is not valid TOML at line 1, column 5: "),
        "{}",
        problems[1]
    );
}

#[test]
fn r19_a_wrong_value_of_obsidian_is_told() {
    let app = r#"{"newLinkFormat": 3, "useMarkdownLinks": true, "userIgnoreFilters": ["/a+/"]}"#;
    let (settings, problems) = opened(&[(".obsidian/app.json", app)], &Value::Null);
    assert!(settings.markdown_links);
    assert_eq!(problems.len(), 2);
    assert!(problems[0].starts_with(".obsidian/app.json: newLinkFormat: it is `3`"), "{}", problems[0]);
    assert!(problems[1].starts_with(".obsidian/app.json: userIgnoreFilters: "), "{}", problems[1]);
}

#[test]
fn obsidians_daily_notes_are_taken_over_and_its_empty_format_is_none() {
    let daily = r#"{"folder": "Days", "format": "YYYY/MM-DD", "template": "T/Day", "autorun": true}"#;
    let files = [(".obsidian/daily-notes.json", daily), (".wikilinks.toml", "daily.folder = 'mine'")];
    let (settings, problems) = opened(&files, &Value::Null);
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        (&*settings.daily_folder, &*settings.daily_format, &*settings.daily_template),
        ("mine", "YYYY/MM-DD", "T/Day")
    );
    let (settings, problems) =
        opened(&[(".obsidian/daily-notes.json", r#"{"format": "", "folder": 3}"#)], &Value::Null);
    assert_eq!(settings, Settings { daily_format: String::new(), ..Settings::default() });
    assert_eq!(problems, [".obsidian/daily-notes.json: folder: it is `3`, and can be a string"]);
}

#[test]
fn a_pattern_of_exclude_that_cannot_be_read_is_told() {
    let (vault, problems) =
        Vault::open(Path::new("/nowhere"), &json!({ "files": { "exclude": ["a{b", "c.md"] } }));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (problems[0].place.as_str(), problems[0].key.as_str()),
        ("the editor's settings", "files.exclude")
    );
    assert!(!vault.accepts(&super::super::VaultPath::new("c.md").unwrap()));
}

#[test]
fn thousands_of_wrong_keys_and_long_ones_stay_bearable() {
    let many: serde_json::Map<String, Value> = (0..50_000).map(|n| (format!("k{n}"), json!(1))).collect();
    assert_eq!(from_client(&Value::Object(many)).1.len(), super::MOST_PROBLEMS);
    let (_, problems) =
        from_client(&json!({ "ä".repeat(1_000_000): 1, "aliases_resolve": "ö".repeat(1_000_000) }));
    assert!(problems.iter().all(|problem| problem.len() < 400));
}

#[cfg(unix)]
#[test]
fn a_settings_file_that_leads_out_of_the_vault_is_not_read() {
    let outside = folder(&[("secret.toml", "aliases_resolve = true")]);
    let root = folder(&[]);
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), root.path().join(".wikilinks.toml"))
        .unwrap();
    let (vault, problems) = Vault::open(root.path(), &Value::Null);
    assert!(!vault.settings.aliases_resolve);
    assert_eq!(
        problems[0].to_string(),
        ".wikilinks.toml: it cannot be read: a symbolic link leads out of the vault"
    );
}

#[cfg(unix)]
#[test]
fn a_settings_file_may_be_a_link_inside_the_vault() {
    let root = folder(&[("config/wikilinks.toml", "aliases_resolve = true")]);
    std::os::unix::fs::symlink("config/wikilinks.toml", root.path().join(".wikilinks.toml")).unwrap();
    let (vault, problems) = Vault::open(root.path(), &Value::Null);
    assert_eq!((vault.settings.aliases_resolve, problems), (true, vec![]));
}

#[test]
fn every_diagnostic_has_a_setting_with_its_default() {
    for code in DiagnosticCode::ALL {
        let key = format!("diagnostics.{}", code.name());
        let doc = setting_docs().into_iter().find(|doc| doc.key == key).expect(&key);
        let set = from_toml(&format!("{key} = {}", doc.default)).0;
        assert_eq!(set.severity(code), Some(code.default_severity()));
    }
}

#[test]
fn every_default_can_be_written_as_it_is_shown() {
    let all: String = setting_docs().iter().map(|doc| format!("{} = {}\n", doc.key, doc.default)).collect();
    let (settings, problems) = from_toml(&all);
    assert_eq!(problems, [""; 0]);
    assert_eq!(Settings { severities: Vec::new(), ..settings }, Settings::default());
}
