//! What Obsidian has set for the vault, in `.obsidian/app.json` (R19).

use serde_json::Value;

use super::settings_keys::Kind;
use super::settings_value::shown;
use super::{Settings, SettingsProblem};

/// Obsidian's folder in the vault.
pub(super) const FOLDER: &str = ".obsidian";

/// Where its settings are.
pub(super) const APP_JSON: &str = ".obsidian/app.json";

/// The keys that matter here, under Obsidian's names. All others are Obsidian's own business.
const KEYS: [(&str, Kind); 3] = [
    ("newLinkFormat", Kind::LinkFormat),
    ("useMarkdownLinks", Kind::Switch(|settings| &mut settings.markdown_links)),
    ("userIgnoreFilters", Kind::Strings(|settings| &mut settings.user_ignore_filters)),
];

/// Lays the `text` of `app.json` over `settings`.
pub(super) fn lay(text: &str, settings: &mut Settings, problems: &mut Vec<SettingsProblem>) {
    let mut report = |key: &str, message: String| {
        problems.push(SettingsProblem { place: APP_JSON.to_owned(), key: key.to_owned(), message });
    };
    let app: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(app) => app,
        Err(error) => return report("", format!("it is not valid JSON: {error}")),
    };
    if !app.is_object() {
        return report("", format!("it is {}, and should be an object", shown(&app)));
    }
    for (key, kind) in KEYS {
        match app.get(key) {
            None | Some(Value::Null) => {}
            Some(value) if kind.set(settings, value) => {}
            Some(value) => report(key, format!("it is {}, and can be {}", shown(value), kind.values())),
        }
    }
}
