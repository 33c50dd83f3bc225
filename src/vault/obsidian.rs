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
/// The second name is the setting's own; [`IGNORE_FILTERS`] can be set nowhere else.
const KEYS: [(&str, &str, Kind); 3] = [
    ("newLinkFormat", "links.format", Kind::LinkFormat),
    ("useMarkdownLinks", "links.markdown", Kind::Switch(|settings| &mut settings.markdown_links)),
    (IGNORE_FILTERS, IGNORE_FILTERS, Kind::Strings(|settings| &mut settings.user_ignore_filters)),
];

/// The key of the paths that come last in completion.
pub(super) const IGNORE_FILTERS: &str = "userIgnoreFilters";

/// Lays the `text` of `app.json` over `settings`, and says which of our keys it has set.
pub(super) fn lay(
    text: &str,
    settings: &mut Settings,
    problems: &mut Vec<SettingsProblem>,
) -> Vec<&'static str> {
    let mut set = Vec::new();
    let mut report = |key: &str, message: String| {
        problems.push(SettingsProblem { place: APP_JSON.to_owned(), key: key.to_owned(), message });
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
    for (key, ours, kind) in KEYS {
        match app.get(key) {
            None | Some(Value::Null) => {}
            Some(value) if kind.set(settings, value) => set.push(ours),
            Some(value) => report(key, format!("it is {}, and can be {}", shown(value), kind.values())),
        }
    }
    set
}
