//! What a session keeps, and what it lets go of.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, InitializedParams, Uri};
use tower_lsp::{LanguageServer, LspService};

use super::server::Server;
use super::session::Session;
use super::uri;

/// A session without a client at its other end.
fn session() -> Session {
    let mut session = None;
    let (_service, _socket) = LspService::new(|client| {
        session = Some(Session::new(client.clone(), Arc::default()));
        Server::new(client, Arc::default(), Arc::default(), Arc::default())
    });
    session.expect("it was just made")
}

fn outside(number: usize) -> Uri {
    uri::from_path(Path::new(&format!("/nowhere/{number}/a.md"))).expect("a path has a URI")
}

fn params<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("parameters of this type")
}

fn open(session: &Session, uri: &Uri) {
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": "[[b]]"});
    session.did_open(params(json!({"textDocument": document})));
}

#[test]
fn a_question_about_a_file_outside_makes_no_folder() {
    let session = session();
    assert!((0..100).all(|number| session.locate(&outside(number)).is_none()));
    assert_eq!(session.workspace.folders().len(), 0);
}

#[test]
fn a_document_outside_has_a_folder_until_it_is_closed() {
    let session = session();
    for number in 0..100 {
        open(&session, &outside(number));
        let (folder, path) = session.locate(&outside(number)).expect("it is open");
        assert!(folder.loose && path.as_str() == "a.md");
        if number != 7 {
            session.did_close(&outside(number));
        }
    }
    assert_eq!(session.workspace.folders().len(), 1, "that of the one that is still open");
    assert!(session.locate(&outside(7)).is_some());
}

/// Helix 25.01 may send an edit before its document.
#[test]
fn an_early_edit_of_a_document_outside_waits_for_it() {
    let session = session();
    let document = json!({"uri": outside(1), "version": 2});
    let edit = json!({"textDocument": document, "contentChanges": [{"text": "[[c]]"}]});
    session.did_change(params(edit));
    open(&session, &outside(1));
    let (folder, path) = session.locate(&outside(1)).expect("it is open");
    session.flush(&folder);
    assert_eq!(folder.index.file_at(&path).expect("it is open").note().expect("a note").links[0].name(), "c");
}

/// What a session began may wait for the client for ever, and ends with the connection.
#[test]
fn nothing_of_a_session_outlives_its_connection() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (service, socket) =
            LspService::new(|client| Server::new(client, Arc::default(), Arc::default(), Arc::default()));
        let session = Arc::downgrade(service.inner().session());
        service.inner().initialized(InitializedParams {}).await;
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert!(session.upgrade().is_some());
        drop((service, socket));
        while session.upgrade().is_some() {
            tokio::task::yield_now().await;
        }
    });
}

/// As while a vault is read: its files are named, and no note is in the index.
#[test]
fn a_link_is_followed_before_the_notes_are_read() {
    let vault = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [("a.md", "[[b#H]] [[Bee]]"), ("b.md", "---\naliases: Bee\n---\n# H\nText.\n")] {
        std::fs::write(vault.path().join(path), text).expect("a file");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (service, _socket) =
            LspService::new(|client| Server::new(client, Arc::default(), Arc::default(), Arc::default()));
        let (server, session) = (service.inner(), service.inner().session());
        let folder = session.workspace.add(vault.path()).expect("it is new");
        let listed = folder.index.list(&folder.vault(), || false);
        folder.set_named();
        let uri = uri::from_path(&vault.path().join("a.md")).expect("a path has a URI");
        let at = |character| {
            let place =
                json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": character}});
            serde_json::from_value::<GotoDefinitionParams>(place).expect("parameters of this type")
        };
        let line = |found: Option<GotoDefinitionResponse>| match found {
            Some(GotoDefinitionResponse::Array(places)) => Some(places.first()?.range.start.line),
            Some(GotoDefinitionResponse::Link(links)) => Some(links.first()?.target_range.start.line),
            Some(GotoDefinitionResponse::Scalar(place)) => Some(place.range.start.line),
            None => None,
        };
        assert_eq!(line(server.goto_definition(at(3)).await.expect("an answer")), Some(3));
        // Whether the name is an alias, only all notes can say.
        let alias = server.goto_definition(at(11));
        tokio::pin!(alias);
        let early = tokio::time::timeout(Duration::from_millis(50), &mut alias).await;
        assert!(early.is_err(), "{early:?}");
        let read = folder.index.read_listed(&folder.vault(), listed, None, |_| {}, || false);
        folder.index.fill_links(&read.files);
        assert_eq!(line(alias.await.expect("an answer")), Some(0));
    });
}
