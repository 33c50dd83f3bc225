//! What Obsidian has set for the vault: in `.obsidian/app.json` (R19), for daily notes, and for the keys
//! of the frontmatter.

use serde_json::Value;

use crate::note::FieldKind;

use super::settings_keys::Kind;
use super::settings_value::shown;
use super::{Settings, SettingsProblem, Source};

/// Obsidian's folder in the vault.
pub(super) const FOLDER: &str = ".obsidian";

/// Where its settings are.
pub(super) const APP_JSON: &str = ".obsidian/app.json";

/// Where its settings of daily notes are.
pub(super) const DAILY_JSON: &str = ".obsidian/daily-notes.json";

/// Where it keeps which kind of value a key of the frontmatter has.
pub(super) const TYPES_JSON: &str = ".obsidian/types.json";

/// One of Obsidian's files of settings.
pub(super) struct SettingsFile {
    /// Where it is.
    pub source: Source,
    /// The keys that matter here: Obsidian's name, and the setting's own.
    keys: &'static [(&'static str, &'static str, Kind)],
}

/// The files that are read, in this order.
pub(super) const FILES: [SettingsFile; 2] = [
    SettingsFile { source: Source::Obsidian, keys: &KEYS },
    SettingsFile { source: Source::ObsidianDaily, keys: &DAILY_KEYS },
];

/// The keys that matter here, under Obsidian's names. All others are Obsidian's own business.
/// The second name is the setting's own; [`IGNORE_FILTERS`] can be set nowhere else.
const KEYS: [(&str, &str, Kind); 3] = [
    ("newLinkFormat", "links.format", Kind::LinkFormat),
    ("useMarkdownLinks", "links.markdown", Kind::Switch(|settings| &mut settings.markdown_links)),
    (IGNORE_FILTERS, IGNORE_FILTERS, Kind::Strings(|settings| &mut settings.user_ignore_filters)),
];

/// Obsidian keeps an empty string where nothing is set.
const DAILY_KEYS: [(&str, &str, Kind); 3] = [
    ("folder", "daily.folder", Kind::Text(|settings| &mut settings.daily_folder)),
    ("format", "daily.format", Kind::Text(|settings| &mut settings.daily_format)),
    ("template", "daily.template", Kind::Text(|settings| &mut settings.daily_template)),
];

/// The key of the paths that come last in completion.
pub(super) const IGNORE_FILTERS: &str = "userIgnoreFilters";

/// Lays the `text` of `file` over `settings`, and says which of our keys it has set.
pub(super) fn lay(
    file: &SettingsFile,
    text: &str,
    settings: &mut Settings,
    problems: &mut Vec<SettingsProblem>,
) -> Vec<&'static str> {
    let mut set = Vec::new();
    let mut report = |key: &str, message: String| {
        problems.push(SettingsProblem { place: file.source.name().to_owned(), key: key.to_owned(), message });
    };
    let app: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(app) => app,
        Err(error) => {
            report("", format!("it is not valid JSON: {error}"));
            return set;
        }
    };
    if !app.is_object() {
        report("", format!("it is {}, and should be an object", shown(&app)));
        return set;
    }
    for &(key, ours, kind) in file.keys {
        match app.get(key) {
            None | Some(Value::Null) => {}
            Some(value) if kind.set(settings, value) => set.push(ours),
            Some(value) => report(key, format!("it is {}, and can be {}", shown(value), kind.values())),
        }
    }
    set
}

/// The kinds of the keys that `text`, that of [`TYPES_JSON`], names. A kind that is not known here is
/// left out.
pub(super) fn property_kinds(text: &str) -> Vec<(Box<str>, FieldKind)> {
    let all: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let types = all.get("types").and_then(Value::as_object);
    let kind = |(key, name): (&String, &Value)| {
        let kind = match name.as_str()? {
            "text" => FieldKind::Text,
            "multitext" | "tags" | "aliases" => FieldKind::List,
            "number" => FieldKind::Number,
            "checkbox" => FieldKind::Checkbox,
            "date" => FieldKind::Date,
            "datetime" => FieldKind::DateTime,
            _ => return None,
        };
        Some((key.as_str().into(), kind))
    };
    types.into_iter().flatten().filter_map(kind).collect()
}
