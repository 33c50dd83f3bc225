//! One method for each message: convert in, ask, convert out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::capabilities::{Support, initialize_result};
use super::convert::{self, FileData, Places, Renaming, workspace_edit};
use super::diagnostics;
use super::keep::Keeper;
use super::lifecycle::process_gone;
use super::request::{ask, ask_early, ask_for_much, ask_for_written, ask_in_order, on_worker, refused};
use super::session::Session;
use super::workspace::lock;
use super::written::{self, Written};
use super::{
    actions, commands, decorations, document, hierarchy, refresh, settings, symbols, tokens, uri, watch,
};
use crate::features;

/// The server of one connection.
pub(super) struct Server {
    session: Arc<Session>,
    /// How the connection is ended when the client's process is gone.
    gone: Arc<tokio::sync::Notify>,
    shut_down: Arc<AtomicBool>,
}

impl Server {
    /// A server that talks to `client`. `gone` is notified when the client's process is gone.
    pub fn new(
        client: Client,
        keeper: Arc<Keeper>,
        gone: Arc<tokio::sync::Notify>,
        shut_down: Arc<AtomicBool>,
    ) -> Self {
        Self { session: Arc::new(Session::new(client, keeper)), gone, shut_down }
    }

    /// The session.
    #[cfg(test)]
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    fn follow_process(&self, id: u32) {
        let (gone, process_gone) = (self.gone.clone(), process_gone(id));
        self.session.while_connected(async move {
            process_gone.await;
            gone.notify_one();
        });
    }

    async fn register(session: &Session) {
        let support = session.support();
        let mut registrations = Vec::new();
        if support.watches_files {
            registrations.push(watch::registration());
        }
        if support.configuration_changes {
            registrations.push(settings::registration());
        }
        if registrations.is_empty() {
            return;
        }
        if let Err(error) = session.client.register_capability(registrations).await {
            tracing::warn!("the editor does not watch files: {error}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.session.end();
    }
}

/// The folders that the client has open: of the three ways to say so, the newest that it uses.
#[allow(deprecated)]
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = params.workspace_folders.as_ref().filter(|folders| !folders.is_empty()) {
        return folders.iter().filter_map(|folder| uri::to_path(&folder.uri)).collect();
    }
    let root = params.root_uri.as_ref().and_then(uri::to_path);
    let path = || params.root_path.as_ref().filter(|path| !path.is_empty()).map(PathBuf::from);
    root.or_else(path).map(|path| uri::normal(&path)).into_iter().collect()
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.session.set_support(Support::of(&params.capabilities));
        for root in roots(&params) {
            self.session.workspace.add(&root);
        }
        lock(&self.session.settings).set_options(params.initialization_options.unwrap_or_default());
        if let Some(id) = params.process_id {
            self.follow_process(id);
        }
        Ok(initialize_result(self.session.support()))
    }

    async fn initialized(&self, _: InitializedParams) {
        let session = self.session.clone();
        session.while_connected(diagnostics::publish(session.clone()));
        session.while_connected(refresh::refresh(session.clone()));
        self.session.while_connected(async move {
            let registering = session.clone();
            session.while_connected(async move { Self::register(&registering).await });
            session.ask_for_settings().await;
            session.workspace.opened().into_iter().for_each(|folder| session.start(folder));
        });
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::Relaxed);
        for folder in self.session.workspace.folders() {
            folder.close();
            self.session.keeper.write(&folder);
        }
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.session.did_open(params);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.session.did_change(params);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.session.clone().paths_changed(uri::to_path(&params.text_document.uri).into_iter().collect());
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session.did_close(&params.text_document.uri);
        self.session.tokens.forget(&params.text_document.uri);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.session.clone().watched_files_changed(params);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.session.while_connected(self.session.clone().settings_changed(params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| uri::to_path(&folder.uri)).collect()
        };
        for root in paths(&params.event.removed) {
            self.session.workspace.remove(&root);
        }
        for root in paths(&params.event.added) {
            if let Some(folder) = self.session.workspace.add(&root) {
                self.session.start(folder);
            }
        }
        self.session.rehome_documents();
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        ask_early(&self.session, "textDocument/definition", &text_document.uri, move |asked| {
            let found =
                features::definition::definition(&asked.view, asked.file.place.id, asked.offset(position));
            Ok(found.map(|found| Places::of(asked).definition(&asked.file, &found)))
        })
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        ask_early(&self.session, "textDocument/hover", &text_document.uri, move |asked| {
            let found = features::hover::hover(&asked.view, asked.file.place.id, asked.offset(position));
            Ok(found.map(|found| convert::hover(&asked.file, found, &asked.session)))
        })
        .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let declaration = params.context.include_declaration;
        ask_for_written(&self.session, "textDocument/references", &text_document.uri, move |asked| {
            let (id, offset) = (asked.file.place.id, asked.offset(position));
            let found = features::references::references(&asked.view, id, offset, declaration);
            let places = Places::of(asked);
            let locations = |found: &[features::Location]| {
                asked.view.go_on();
                places.locations(found)
            };
            found.map(|found| Written::of_list(&found, locations)).transpose()
        })
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        ask_for_much(&self.session, "textDocument/completion", &text_document.uri, move |asked| {
            let found =
                features::completion::complete(&asked.view, asked.file.place.id, asked.offset(position));
            Ok(found.map(|found| convert::completion_list(asked, found)))
        })
        .await
    }

    async fn completion_resolve(&self, mut item: CompletionItem) -> Result<CompletionItem> {
        let data: Option<FileData> = item.data.clone().and_then(|data| serde_json::from_value(data).ok());
        let Some(data) = data else { return Ok(item) };
        let session = self.session.clone();
        on_worker("completionItem/resolve", move |_| {
            if let Some(folder) = data.folder(&session)
                && let Some(file) = data.file(&folder)
            {
                let text = features::completion::documentation(&folder.view(), file.place.id);
                item.documentation =
                    text.map(|text| Documentation::MarkupContent(convert::markup(text, &session)));
            }
            Ok(item)
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let position = params.position;
        ask(&self.session, "textDocument/prepareRename", &params.text_document.uri, move |asked| {
            let prepared =
                features::rename::prepare(&asked.view, asked.file.place.id, asked.offset(position))
                    .map_err(refused)?;
            let placeholder = prepared.placeholder;
            Ok(asked
                .range(prepared.span)
                .map(|range| PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
        })
        .await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let session = &self.session;
        let answer = ask_in_order(session, "textDocument/rename", &text_document.uri, move |asked| {
            let id = asked.file.place.id;
            let rename =
                || features::rename::rename(&asked.view, id, asked.offset(position), &params.new_name);
            let plan = asked.on_one_revision(rename)?.map_err(refused)?;
            let (edit, left) = workspace_edit(Places::of(asked), &plan, Renaming::InTheEdit);
            let left = Places::of(asked).left_to_do(&left);
            Ok(Some((asked.folder.clone(), plan, Written::of(&edit)?, left)))
        });
        let Some((folder, plan, edit, left)) = answer.await? else { return Ok(None) };
        session.moves.add_plan(&folder, &plan);
        if let Some(left) = left {
            let session = session.clone();
            tokio::spawn(async move { session.client.show_message(MessageType::INFO, left).await });
        }
        written::put(edit);
        Ok(None)
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        actions::actions(&self.session, params).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.session.will_rename(&params).await
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.session.clone().did_rename(&params);
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        symbols::of_document(&self.session, &params.text_document.uri).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        symbols::of_workspace(&self.session, params.query).await.map(Some)
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        Ok(symbols::resolve(&self.session, symbol))
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        hierarchy::prepare(&self.session, params).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        hierarchy::incoming(&self.session, params.item).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        hierarchy::outgoing(&self.session, params.item).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        document::links(&self.session, &params.text_document.uri).await
    }

    async fn document_link_resolve(&self, link: DocumentLink) -> Result<DocumentLink> {
        document::resolve_link(&self.session, link).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        document::folding(&self.session, &params.text_document.uri).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        document::selections(&self.session, params).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        document::highlight(&self.session, params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        decorations::lenses(&self.session, &params.text_document.uri).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        decorations::hints(&self.session, params).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        tokens::full(&self.session, &params.text_document.uri).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        tokens::delta(&self.session, params).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        tokens::range(&self.session, params).await
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        tokens::linked_editing(&self.session, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        commands::execute(&self.session, &params.command, params.arguments).await.map(Some)
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let previous = params.previous_result_id;
        let report = ask(&self.session, "textDocument/diagnostic", &params.text_document.uri, move |asked| {
            Ok(diagnostics::document(asked, previous.as_ref()))
        });
        Ok(report.await?.unwrap_or_else(diagnostics::nothing))
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        diagnostics::workspace(&self.session, params).await
    }
}
