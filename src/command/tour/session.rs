//! A server, an editor that talks to it, and the page that is shown.

use std::path::Path;

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::super::Ending;
use super::super::terminal::{self, Colors};
use super::Trouble;
use super::client::Client;
use super::editor::{Change, Editor};
use super::screen::Screen;

/// The note that is open all the time.
pub const OPEN: &str = "daily/2026-03-14.md";

/// One run of the server with one open note.
pub struct Session {
    pub client: Client,
    pub editor: Editor,
    pub screen: Screen,
    /// The version of the open note.
    version: i32,
    server: JoinHandle<i32>,
}

impl Session {
    /// Starts a server for the vault at `root`, and opens the note.
    pub async fn start(root: &Path, colors: Colors) -> Result<Self, Trouble> {
        let (to_server, server_input) = tokio::io::duplex(1 << 16);
        let (server_output, from_server) = tokio::io::duplex(1 << 16);
        let server = tokio::spawn(crate::protocol::serve(server_input, server_output));
        let mut session = Self {
            client: Client::new(to_server, from_server),
            editor: Editor::new(root),
            screen: Screen::new(colors),
            version: 1,
            server,
        };
        let root = session.editor.uri("");
        session.client.request("initialize", initialize(&root)).await?;
        session.client.notify("initialized", json!({})).await?;
        let text = session.editor.text(OPEN)?;
        let document =
            json!({"uri": session.editor.uri(OPEN), "languageId": "markdown", "version": 1, "text": text});
        session.client.notify("textDocument/didOpen", json!({"textDocument": document})).await?;
        Ok(session)
    }

    /// Waits until the server says exactly `count` problems of the open note.
    pub async fn problems(&mut self, count: usize) -> Result<Vec<Value>, Trouble> {
        let uri = self.editor.uri(OPEN);
        let wanted = |params: &Value| {
            params["uri"] == uri.as_str()
                && params["diagnostics"].as_array().is_some_and(|all| all.len() == count)
        };
        let params = self.client.wait_for("textDocument/publishDiagnostics", wanted).await?;
        Ok(params["diagnostics"].as_array().cloned().unwrap_or_default())
    }

    /// Tells the server of edits to the open note: LSP content changes.
    pub async fn change(&mut self, changes: Value) -> Result<(), Trouble> {
        self.version += 1;
        let document = json!({"uri": self.editor.uri(OPEN), "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.client.notify("textDocument/didChange", params).await
    }

    /// Saves the open note.
    pub async fn save(&mut self, text: &str) -> Result<(), Trouble> {
        self.editor.save(OPEN, text)?;
        let document = json!({"uri": self.editor.uri(OPEN)});
        self.client.notify("textDocument/didSave", json!({"textDocument": document})).await
    }

    /// Carries out an edit of the server's, and tells it what became of the open note.
    pub async fn apply(&mut self, edit: &Value) -> Result<Vec<Change>, Trouble> {
        let changes = self.editor.apply(edit)?;
        if let Some(open) = changes.iter().find(|change| change.from == OPEN) {
            self.change(json!([{"text": open.after}])).await?;
        }
        Ok(changes)
    }

    /// Prints the page.
    pub fn print(&mut self) -> Result<(), Trouble> {
        terminal::print(&self.screen.take(), Ending::Fine).map_err(|failure| Trouble(failure.to_string()))?;
        Ok(())
    }

    /// Ends the server as an editor does, which has to end well.
    pub async fn end(mut self) -> Result<(), Trouble> {
        self.client.request("shutdown", Value::Null).await?;
        self.client.notify("exit", Value::Null).await?;
        drop(self.client);
        match self.server.await {
            Ok(0) => Ok(()),
            Ok(code) => Err(Trouble(format!("the server ended with {code}"))),
            Err(error) => Err(Trouble(format!("the server did not end: {error}"))),
        }
    }
}

/// What this editor can do.
fn initialize(root: &str) -> Value {
    json!({
        "processId": std::process::id(),
        "clientInfo": {"name": "wikilinks tour"},
        "rootUri": root,
        "workspaceFolders": [{"uri": root, "name": "tour"}],
        "capabilities": {
            "workspace": {
                "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename"]},
                "workspaceFolders": true,
            },
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "definition": {"linkSupport": true},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                    "isPreferredSupport": true,
                },
                "rename": {"prepareSupport": true},
            },
        },
    })
}
