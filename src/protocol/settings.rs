//! What the editor sets, and telling a person what is wrong with it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tower_lsp::ls_types::{ConfigurationItem, MessageType, Registration};

use crate::vault::{SettingsProblem, Vault};

use super::session::Session;
use super::workspace::{Folder, lock};

/// The section of the editor's settings that is ours.
const SECTION: &str = "wikilinks";

/// How long a client may take to tell its settings before the vaults are opened without.
const PATIENCE: Duration = Duration::from_secs(5);

impl Session {
    /// Keeps what the client sent as settings. They may stand under the section's name or alone.
    pub fn keep_settings(&self, mut settings: Value) {
        if let Some(ours) = settings.get_mut(SECTION) {
            settings = ours.take();
        }
        if !settings.is_null() {
            *lock(&self.settings) = settings;
        }
    }

    /// Asks the client for its settings, when it can be asked. What it does not say stays.
    pub async fn ask_for_settings(&self) {
        if !self.support().configuration {
            return;
        }
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match tokio::time::timeout(PATIENCE, self.client.configuration(vec![item])).await {
            Ok(Ok(mut answers)) if !answers.is_empty() => self.keep_settings(answers.swap_remove(0)),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!("the editor gave no settings: {error}"),
            Err(_) => tracing::warn!("the editor gave no settings in {PATIENCE:?}"),
        }
    }

    /// Opens the vault of `folder` with the settings that hold now. Reads files.
    pub fn open_vault(&self, folder: &Folder) -> Vec<SettingsProblem> {
        if folder.loose {
            return Vec::new();
        }
        let settings = lock(&self.settings).clone();
        let (vault, problems) = Vault::open(folder.vault().root(), &settings);
        folder.set_vault(vault);
        problems
    }

    /// Shows what is wrong with settings.
    pub async fn show_problems(&self, problems: Vec<SettingsProblem>) {
        for problem in problems {
            tracing::warn!("{problem}");
            self.client.show_message(MessageType::WARNING, problem).await;
        }
    }

    /// `workspace/didChangeConfiguration`: new settings, or word that there are some to ask for.
    pub async fn settings_changed(self: Arc<Self>, settings: Value) {
        self.keep_settings(settings);
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
