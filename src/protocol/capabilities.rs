//! What the client can do, and what we say that we can.

use tower_lsp::ls_types::*;

use crate::text::Encoding;

use super::actions::FIX_ALL;
use super::commands::{COMMANDS, SHOW_REFERENCES};
use super::tokens;

/// What of a client's capabilities makes a difference to an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Support {
    /// What columns count. UTF-8 costs least, so it is taken when offered.
    pub encoding: Encoding,
    /// A definition may be a `LocationLink`.
    pub definition_links: bool,
    /// A completion may tell inserting from replacing.
    pub insert_replace: bool,
    /// A completion item has `labelDetails`.
    pub label_details: bool,
    /// Hover and documentation are shown as they are, not as Markdown.
    pub plain_text: bool,
    /// Code actions may be more than commands.
    pub code_actions: bool,
    /// The client asks for diagnostics.
    pub pull_diagnostics: bool,
    /// The client can be told to ask for diagnostics again.
    pub refresh_diagnostics: bool,
    /// The client can be told to ask for code lenses again.
    pub refresh_lenses: bool,
    /// The client can be told to ask for inlay hints again.
    pub refresh_hints: bool,
    /// The client can be told to ask for semantic tokens again.
    pub refresh_tokens: bool,
    /// A diagnostic may lead to its documentation.
    pub describes_codes: bool,
    /// A diagnostic may name other places.
    pub related_information: bool,
    /// The client makes edits that the server asks for.
    pub apply_edit: bool,
    /// Edits may name the versions of documents.
    pub document_changes: bool,
    /// Edits may be annotated.
    pub annotations: bool,
    /// An edit may rename a file.
    pub rename_files: bool,
    /// An edit may create a file.
    pub create_files: bool,
    /// The client watches files when asked to.
    pub watches_files: bool,
    /// The client can be asked for its settings.
    pub configuration: bool,
    /// The client takes a registration for changes of its settings.
    pub configuration_changes: bool,
    /// The client shows progress.
    pub progress: bool,
    /// Document symbols may hold others.
    pub nested_symbols: bool,
    /// A document link may have a tooltip.
    pub link_tooltips: bool,
    /// The most folds that the client takes of one document.
    pub fold_limit: Option<u32>,
    /// The client has the command [`SHOW_REFERENCES`].
    pub show_references: bool,
    /// A workspace symbol may get its range later.
    pub lazy_symbols: bool,
    /// The client shows a document when asked to.
    pub show_document: bool,
}

impl Support {
    /// What `client` says that it can.
    pub fn of(client: &ClientCapabilities) -> Self {
        let mut support = Self { encoding: encoding(client), ..Self::default() };
        support.read_text_document(client.text_document.as_ref());
        support.read_workspace(client.workspace.as_ref());
        let commands = client.experimental.as_ref().and_then(|all| all.pointer("/commands/commands"));
        support.show_references = commands
            .and_then(|commands| commands.as_array())
            .is_some_and(|commands| commands.iter().any(|command| command == SHOW_REFERENCES));
        let window = client.window.as_ref();
        support.progress = window.and_then(|window| window.work_done_progress).unwrap_or_default();
        let shows = window.and_then(|window| window.show_document.as_ref());
        support.show_document = shows.is_some_and(|of| of.support);
        support
    }

    fn read_text_document(&mut self, client: Option<&TextDocumentClientCapabilities>) {
        let Some(client) = client else { return };
        let definition = client.definition.as_ref();
        self.definition_links = definition.and_then(|of| of.link_support).unwrap_or_default();
        if let Some(item) = client.completion.as_ref().and_then(|of| of.completion_item.as_ref()) {
            self.insert_replace = item.insert_replace_support.unwrap_or_default();
            self.label_details = item.label_details_support.unwrap_or_default();
        }
        let formats = client.hover.as_ref().and_then(|of| of.content_format.as_ref());
        self.plain_text = formats.is_some_and(|formats| !formats.contains(&MarkupKind::Markdown));
        let action = client.code_action.as_ref();
        self.code_actions = action.is_some_and(|of| of.code_action_literal_support.is_some());
        self.pull_diagnostics = client.diagnostic.is_some();
        let link = client.document_link.as_ref();
        self.link_tooltips = link.and_then(|of| of.tooltip_support).unwrap_or_default();
        self.fold_limit = client.folding_range.as_ref().and_then(|of| of.range_limit);
        let symbols = client.document_symbol.as_ref();
        self.nested_symbols =
            symbols.and_then(|of| of.hierarchical_document_symbol_support).unwrap_or_default();
        let (pushed, pulled) = (client.publish_diagnostics.as_ref(), client.diagnostic.as_ref());
        let related = pushed.and_then(|of| of.related_information);
        let related = related.or(pulled.and_then(|of| of.related_information));
        self.related_information = related.unwrap_or_default();
        let describes = pushed.and_then(|of| of.code_description_support);
        let describes = describes.or(pulled.and_then(|of| of.code_description_support));
        self.describes_codes = describes.unwrap_or_default();
    }

    fn read_workspace(&mut self, client: Option<&WorkspaceClientCapabilities>) {
        let Some(client) = client else { return };
        self.apply_edit = client.apply_edit.unwrap_or_default();
        if let Some(edit) = &client.workspace_edit {
            let operations = edit.resource_operations.as_deref().unwrap_or_default();
            // File operations stand among the document changes, so that a client which names some
            // takes those: Neovim 0.11 says no more than that.
            self.document_changes = edit.document_changes.unwrap_or(!operations.is_empty());
            self.annotations = self.document_changes && edit.change_annotation_support.is_some();
            let can = |operation| self.document_changes && operations.contains(&operation);
            self.rename_files = can(ResourceOperationKind::Rename);
            self.create_files = can(ResourceOperationKind::Create);
        }
        let lenses = client.code_lens.as_ref();
        self.refresh_lenses = lenses.and_then(|of| of.refresh_support).unwrap_or_default();
        let hints = client.inlay_hint.as_ref();
        self.refresh_hints = hints.and_then(|of| of.refresh_support).unwrap_or_default();
        let tokens = client.semantic_tokens.as_ref();
        self.refresh_tokens = tokens.and_then(|of| of.refresh_support).unwrap_or_default();
        let lazy = client.symbol.as_ref().and_then(|of| of.resolve_support.as_ref());
        self.lazy_symbols =
            lazy.is_some_and(|of| of.properties.iter().any(|property| property == "location.range"));
        let watched = client.did_change_watched_files.as_ref();
        self.watches_files = watched.and_then(|of| of.dynamic_registration).unwrap_or_default();
        self.configuration = client.configuration.unwrap_or_default();
        let changes = client.did_change_configuration.as_ref();
        self.configuration_changes = changes.and_then(|of| of.dynamic_registration).unwrap_or_default();
        let diagnostics = client.diagnostics.as_ref();
        self.refresh_diagnostics = diagnostics.and_then(|of| of.refresh_support).unwrap_or_default();
    }
}

/// The encoding to agree on: the first of ours that the client offers, else LSP's default.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let ours = [
        (PositionEncodingKind::UTF8, Encoding::Utf8),
        (PositionEncodingKind::UTF16, Encoding::Utf16),
        (PositionEncodingKind::UTF32, Encoding::Utf32),
    ];
    let agreed = ours.into_iter().find(|(kind, _)| offered.is_some_and(|offered| offered.contains(kind)));
    agreed.map_or(Encoding::Utf16, |(_, encoding)| encoding)
}

/// What we answer to `initialize`.
pub(super) fn initialize_result(support: &Support) -> InitializeResult {
    InitializeResult {
        capabilities: server_capabilities(support),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

fn server_capabilities(support: &Support) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match support.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(completion()),
        definition_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_REWRITE,
                CodeActionKind::REFACTOR_EXTRACT,
                CodeActionKind::REFACTOR_INLINE,
                FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(semantic_tokens().into()),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        diagnostic_provider: support.pull_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(env!("CARGO_PKG_NAME").to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(files_and_folders()),
                did_rename: Some(files_and_folders()),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

fn semantic_tokens() -> SemanticTokensOptions {
    SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: tokens::TYPES.to_vec(),
            token_modifiers: vec![tokens::UNRESOLVED],
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    }
}

fn completion() -> CompletionOptions {
    let triggers = ["[", "#", "^", "|", "(", "/"];
    CompletionOptions {
        resolve_provider: Some(true),
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        completion_item: Some(CompletionOptionsCompletionItem { label_details_support: Some(true) }),
        ..CompletionOptions::default()
    }
}

fn files_and_folders() -> FileOperationRegistrationOptions {
    let filter = |kind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: "**/*".to_owned(), matches: Some(kind), options: None },
    };
    let kinds = [FileOperationPatternKind::File, FileOperationPatternKind::Folder];
    FileOperationRegistrationOptions { filters: kinds.map(filter).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn support(client: serde_json::Value) -> Support {
        Support::of(&serde_json::from_value(client).unwrap())
    }

    #[test]
    fn utf_8_is_agreed_on_when_it_is_offered() {
        let agreed = |offered: &[&str]| support(json!({"general": {"positionEncodings": offered}})).encoding;
        assert_eq!(agreed(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(agreed(&["utf-32", "utf-16"]), Encoding::Utf16);
        assert_eq!(agreed(&["utf-32"]), Encoding::Utf32);
        assert_eq!(agreed(&["utf-7"]), Encoding::Utf16);
        assert_eq!(support(json!({})).encoding, Encoding::Utf16);
    }

    #[test]
    fn files_are_renamed_only_where_document_changes_are_taken() {
        let edit = |changes: bool| {
            support(json!({"workspace": {"workspaceEdit": {
                "documentChanges": changes, "resourceOperations": ["rename"]}}}))
        };
        assert!(edit(true).rename_files && !edit(true).create_files);
        assert!(!edit(false).rename_files);
    }

    #[test]
    fn file_operations_alone_say_that_document_changes_are_taken() {
        let neovim = support(json!({"workspace": {"workspaceEdit": {"resourceOperations": ["rename"]}}}));
        assert!(neovim.document_changes && neovim.rename_files);
    }
}
