//! Where each setting that is in force comes from.

use serde_json::Value;

use super::obsidian::IGNORE_FILTERS;
use super::settings_keys::SETTINGS;
use super::{CLIENT, Settings, obsidian, settings_file};

/// A place that settings come from. Later ones win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Nothing sets it.
    Default,
    /// `.obsidian/app.json`.
    Obsidian,
    /// `.obsidian/daily-notes.json`.
    ObsidianDaily,
    /// The settings that the editor sends.
    Editor,
    /// `.wikilinks.toml`.
    Vault,
}

impl Source {
    /// The place in words, as a [`SettingsProblem`](super::SettingsProblem) says it.
    pub fn name(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::Obsidian => obsidian::APP_JSON,
            Source::ObsidianDaily => obsidian::DAILY_JSON,
            Source::Editor => CLIENT,
            Source::Vault => settings_file::NAME,
        }
    }
}

/// One setting as it is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingInForce {
    /// Its key: `links.format`.
    pub key: &'static str,
    /// Its value: a boolean, a string, or a list of strings.
    pub value: Value,
    /// Where the value comes from.
    pub source: Source,
}

/// Which keys were set, and where. Of a key that was set twice, the last one holds.
#[derive(Debug, Default)]
pub(super) struct Sources(Vec<(&'static str, Source)>);

impl Sources {
    /// Takes in that `source` has set `keys`.
    pub fn add(&mut self, source: Source, keys: Vec<&'static str>) {
        self.0.extend(keys.into_iter().map(|key| (key, source)));
    }

    fn of(&self, key: &str) -> Source {
        let set = self.0.iter().rev().find(|(set, _)| *set == key);
        set.map_or(Source::Default, |(_, source)| *source)
    }

    /// Every key with its value in `settings` and where that comes from.
    pub fn in_force(&self, settings: &Settings) -> Vec<SettingInForce> {
        let mut settings = settings.clone();
        let filters = settings.user_ignore_filters.clone().into();
        let ours = SETTINGS.iter().map(|setting| (setting.key, setting.kind.value(&mut settings)));
        ours.chain([(IGNORE_FILTERS, filters)])
            .map(|(key, value)| SettingInForce { key, value, source: self.of(key) })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Vault;
    use super::super::fixture::folder;
    use super::*;

    /// What is not at its default, as `key = value (place)`.
    fn set(files: &[(&str, &str)], client: &Value) -> Vec<String> {
        let (vault, _) = Vault::open(folder(files).path(), client);
        let in_force = vault.settings_in_force();
        let set = in_force.iter().filter(|setting| setting.source != Source::Default);
        set.map(|setting| format!("{} = {} ({})", setting.key, setting.value, setting.source.name()))
            .collect()
    }

    #[test]
    fn every_setting_is_told_with_its_default() {
        let (vault, _) = Vault::open(folder(&[]).path(), &Value::Null);
        let told: Vec<_> = vault.settings_in_force().into_iter().map(|setting| setting.key).collect();
        let mut all: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
        all.push(IGNORE_FILTERS);
        assert_eq!(told, all);
        assert_eq!(vault.settings_in_force()[1].value, json!("shortest"));
        assert_eq!(set(&[], &Value::Null), [""; 0]);
    }

    #[test]
    fn r19_the_last_place_that_sets_a_key_is_its_source() {
        let app = r#"{"newLinkFormat": "relative", "useMarkdownLinks": true, "userIgnoreFilters": ["x/"]}"#;
        let toml = "[links]\nformat = \"absolute\"\n[diagnostics]\nambiguous-link = \"off\"\n";
        let client = json!({"aliasesResolve": true, "links": {"format": "relative"}});
        assert_eq!(
            set(&[(".obsidian/app.json", app), (".wikilinks.toml", toml)], &client),
            [
                "aliases_resolve = true (the editor's settings)",
                "links.format = \"absolute\" (.wikilinks.toml)",
                "links.markdown = true (.obsidian/app.json)",
                "diagnostics.ambiguous-link = \"off\" (.wikilinks.toml)",
                "userIgnoreFilters = [\"x/\"] (.obsidian/app.json)",
            ]
        );
    }

    #[test]
    fn a_value_that_does_not_fit_sets_nothing() {
        let app = r#"{"newLinkFormat": "relative"}"#;
        let toml = "[links]\nformat = 3\n";
        assert_eq!(
            set(&[(".obsidian/app.json", app), (".wikilinks.toml", toml)], &Value::Null),
            ["links.format = \"relative\" (.obsidian/app.json)"]
        );
    }
}
