//! Edits that the client did not ask for: it is asked to make them.

use std::sync::Arc;

use tower_lsp::ls_types::MessageType;

use crate::plan::{FileEdits, Plan};
use crate::vault::VaultPath;

use super::convert::{Places, Renaming, workspace_edit};
use super::session::Session;
use super::workspace::{Folder, lock};

impl Session {
    /// Asks the client to make the text edits of `plan`. A file whose text is no longer the one
    /// that its edits are for is left out, and named (R25).
    pub async fn apply(self: Arc<Self>, folder: Arc<Folder>, plan: Plan) {
        if !self.support().apply_edit {
            let words = format!("This editor takes no edits from a server. Not done: {}.", plan.title);
            return self.client.show_message(MessageType::WARNING, words).await;
        }
        let (session, of) = (self.clone(), folder.clone());
        let checked = tokio::task::spawn_blocking(move || session.still_right(&of, plan));
        let Ok((plan, changed)) = checked.await else { return };
        if !plan.edits.is_empty() {
            self.send_edit(&folder, &plan).await;
        }
        if !changed.is_empty() {
            let names = changed.iter().map(VaultPath::as_str).collect::<Vec<_>>().join(", ");
            let words = format!("Links are not updated in notes that have changed meanwhile: {names}.");
            self.client.show_message(MessageType::WARNING, words).await;
        }
    }

    async fn send_edit(&self, folder: &Folder, plan: &Plan) {
        let places = Places { session: self, folder };
        let (edit, _) = workspace_edit(places, plan, Renaming::ByTheEditor);
        let why = match self.client.apply_edit(edit).await {
            Ok(answer) if answer.applied => return,
            Ok(answer) => answer.failure_reason.unwrap_or_else(|| "the editor gave no reason".to_owned()),
            Err(error) => error.message.into_owned(),
        };
        let words = format!("Not done: {}: {why}", plan.title);
        self.client.show_message(MessageType::WARNING, words).await;
    }

    /// `plan` with the files that have the text that it is for, and the versions that they have now;
    /// and the files that have another text. Reads files.
    fn still_right(&self, folder: &Folder, mut plan: Plan) -> (Plan, Vec<VaultPath>) {
        let mut changed = Vec::new();
        plan.edits.retain_mut(|file| match self.version_of(folder, file) {
            Some(version) => {
                file.version = version;
                true
            }
            None => {
                changed.push(file.path.clone());
                false
            }
        });
        (plan, changed)
    }

    /// The version of `file`, when it still has the text that its edits are for.
    fn version_of(&self, folder: &Folder, file: &FileEdits) -> Option<Option<i32>> {
        let open = lock(&self.documents).text(folder, &file.path);
        match open {
            Some((version, buffer)) => (buffer.text() == *file.text).then_some(Some(version)),
            None => folder.vault().read(&file.path).is_ok_and(|(text, _)| text == *file.text).then_some(None),
        }
    }
}
