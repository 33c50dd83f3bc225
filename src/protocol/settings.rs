//! What the editor sets, and telling a person what is wrong with it.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashSet;
use serde_json::Value;
use tower_lsp::ls_types::{ConfigurationItem, MessageType, Registration};

use crate::vault::{SettingsProblem, Vault};

use super::session::Session;
use super::workspace::{Folder, lock};

/// The section of the editor's settings that is ours.
const SECTION: &str = "wikilinks";

/// How long a client may take to tell its settings before the vaults are opened without.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a client has said about settings.
#[derive(Debug, Default)]
pub(super) struct ClientSettings {
    /// `initializationOptions`.
    options: Value,
    /// The latest configuration: wins over the options.
    configuration: Value,
    /// The problems that were shown, so that none is shown for each folder.
    shown: FxHashSet<String>,
}

impl ClientSettings {
    /// Keeps `initializationOptions`.
    pub fn set_options(&mut self, options: Value) {
        self.options = own_section(options);
    }

    /// What holds: the options, with the configuration laid over them.
    fn merged(&self) -> Value {
        let mut merged = self.options.clone();
        lay(&mut merged, &self.configuration);
        merged
    }
}

/// Our part of `settings`: under the section's name where there is one, else all of it.
fn own_section(mut settings: Value) -> Value {
    settings.get_mut(SECTION).map(Value::take).unwrap_or(settings)
}

/// Lays `over` over `under`, field by field. A `null` says nothing.
fn lay(under: &mut Value, over: &Value) {
    match (under, over) {
        (_, Value::Null) => {}
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay(under.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

impl Session {
    /// Asks the client for its settings, when it can be asked.
    pub async fn ask_for_settings(&self) {
        if !self.support().configuration {
            return;
        }
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match tokio::time::timeout(PATIENCE, self.client.configuration(vec![item])).await {
            Ok(Ok(answers)) => {
                lock(&self.settings).configuration = answers.into_iter().next().unwrap_or_default();
            }
            Ok(Err(error)) => tracing::warn!("the editor gave no settings: {error}"),
            Err(_) => tracing::warn!("the editor gave no settings in {PATIENCE:?}"),
        }
    }

    /// Opens the vault of `folder` with the settings that hold now. Reads files.
    pub fn open_vault(&self, folder: &Folder) -> Vec<SettingsProblem> {
        if folder.loose {
            return Vec::new();
        }
        let settings = lock(&self.settings).merged();
        let (vault, problems) = Vault::open(folder.vault().root(), &settings);
        folder.set_vault(vault);
        problems
    }

    /// Shows what is wrong with settings, each problem once until all are gone.
    pub async fn show_problems(&self, problems: Vec<SettingsProblem>) {
        let words = problems.iter().map(ToString::to_string);
        let news: Vec<String> = {
            let mut settings = lock(&self.settings);
            if problems.is_empty() {
                settings.shown.clear();
            }
            words.filter(|words| settings.shown.insert(words.clone())).collect()
        };
        for words in news {
            tracing::warn!("{words}");
            self.client.show_message(MessageType::WARNING, words).await;
        }
    }

    /// `workspace/didChangeConfiguration`: new settings, or word that there are some to ask for.
    pub async fn settings_changed(self: Arc<Self>, settings: Value) {
        if !settings.is_null() {
            lock(&self.settings).configuration = own_section(settings);
        }
        self.ask_for_settings().await;
        for folder in self.workspace.opened() {
            self.reopen(folder).await;
        }
    }
}

/// The registration that makes a client tell of changes of our settings.
pub(super) fn registration() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_configuration_is_laid_over_the_options() {
        let mut settings = ClientSettings::default();
        settings.set_options(json!({"wikilinks": {"links": {"format": "relative", "markdown": true}}}));
        settings.configuration = json!({"links": {"format": "absolute", "markdown": null}, "rename": {}});
        let merged = json!({"links": {"format": "absolute", "markdown": true}, "rename": {}});
        assert_eq!(settings.merged(), merged);
        settings.configuration = Value::Null;
        assert_eq!(settings.merged(), json!({"links": {"format": "relative", "markdown": true}}));
    }
}
