//! Symbols: the outline of a document, and names in the whole workspace.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::outline::{Part, PartKind, outline};
use crate::features::workspace_symbols::{self, MAX_SYMBOLS, Symbol, workspace_symbols};

use super::convert::{self, Places, SpanData};
use super::request::{Asked, ask, ask_folders};
use super::session::Session;

/// `textDocument/documentSymbol`: nested, or flat for a client that knows no other.
pub(super) async fn of_document(session: &Arc<Session>, uri: &Uri) -> Result<Option<DocumentSymbolResponse>> {
    let of = uri.clone();
    ask(session, "textDocument/documentSymbol", uri, move |asked| {
        let Some(note) = asked.file.note() else { return Ok(None) };
        let parts = outline(&note);
        if asked.session.support().nested_symbols {
            return Ok(Some(nested(asked, parts).into()));
        }
        let mut found = Vec::new();
        flatten(asked, &of, parts, None, &mut found);
        Ok(Some(found.into()))
    })
    .await
}

#[allow(deprecated)]
fn nested(asked: &Asked, parts: Vec<Part>) -> Vec<DocumentSymbol> {
    let symbol = |part: Part| {
        let children = nested(asked, part.children);
        Some(DocumentSymbol {
            name: part.name,
            detail: None,
            kind: kind_of_part(part.kind),
            tags: None,
            deprecated: None,
            range: asked.range(part.full)?,
            selection_range: asked.range(part.focus)?,
            children: (!children.is_empty()).then_some(children),
        })
    };
    parts.into_iter().filter_map(symbol).collect()
}

#[allow(deprecated)]
fn flatten(
    asked: &Asked,
    uri: &Uri,
    parts: Vec<Part>,
    container: Option<&str>,
    found: &mut Vec<SymbolInformation>,
) {
    for part in parts {
        let Some(range) = asked.range(part.full) else { continue };
        found.push(SymbolInformation {
            name: part.name.clone(),
            kind: kind_of_part(part.kind),
            tags: None,
            deprecated: None,
            location: Location::new(uri.clone(), range),
            container_name: container.map(str::to_owned),
        });
        flatten(asked, uri, part.children, Some(&part.name), found);
    }
}

/// LSP has no kinds for notes. These are among the 18 that every client shows:
///
/// | symbol | kind | because |
/// |---|---|---|
/// | note | File | it is one |
/// | alias | Interface | another name for a note, as in completion |
/// | heading | String | what VS Code's own Markdown outline shows |
/// | block | Field | a part that has a name |
/// | tag | Property | what a note has |
fn kind_of_part(kind: PartKind) -> SymbolKind {
    match kind {
        PartKind::Heading => SymbolKind::STRING,
        PartKind::Block => SymbolKind::FIELD,
        PartKind::Tag => SymbolKind::PROPERTY,
    }
}

fn kind(kind: workspace_symbols::SymbolKind) -> SymbolKind {
    match kind {
        workspace_symbols::SymbolKind::Note => SymbolKind::FILE,
        workspace_symbols::SymbolKind::Alias => SymbolKind::INTERFACE,
        workspace_symbols::SymbolKind::Heading => SymbolKind::STRING,
        workspace_symbols::SymbolKind::Tag => SymbolKind::PROPERTY,
    }
}

/// `workspace/symbol`: the best of all folders.
pub(super) async fn of_workspace(session: &Arc<Session>, query: String) -> Result<WorkspaceSymbolResponse> {
    let folders = session.workspace.opened();
    let found = ask_folders(session, "workspace/symbol", folders, move |places, view| {
        let mut found = workspace_symbols(view, &query);
        let are_of = places.are_of();
        found.retain(|symbol| are_of(&symbol.file));
        let ranked = |symbol: Symbol| Some((symbol.rank, workspace_symbol(places, symbol)?));
        found.into_iter().filter_map(ranked).collect::<Vec<_>>()
    });
    let mut all: Vec<_> = found.await?.into_iter().flatten().collect();
    all.sort_by_key(|(rank, _)| *rank);
    all.truncate(MAX_SYMBOLS);
    Ok(WorkspaceSymbolResponse::Nested(all.into_iter().map(|(_, symbol)| symbol).collect()))
}

fn workspace_symbol(places: Places, symbol: Symbol) -> Option<WorkspaceSymbol> {
    let place = &symbol.file.place;
    let uri = places.session.uri_of(places.folder, &place.path)?;
    let (location, data) = if places.session.support().lazy_symbols {
        let data = SpanData::of(places.folder, place, symbol.span);
        (OneOf::Right(WorkspaceLocation { uri }), serde_json::to_value(data).ok())
    } else {
        let lines = symbol.file.lines()?;
        let range = convert::range(&lines, symbol.span, places.session.support().encoding);
        (OneOf::Left(Location::new(uri, range)), None)
    };
    Some(WorkspaceSymbol {
        name: symbol.name,
        kind: kind(symbol.kind),
        tags: None,
        container_name: Some(symbol.container).filter(|container| !container.is_empty()),
        location,
        data,
    })
}

/// `workspaceSymbol/resolve`: the range. A symbol that is none of ours, or whose file is gone, is
/// given back as it is.
pub(super) fn resolve(session: &Session, mut symbol: WorkspaceSymbol) -> WorkspaceSymbol {
    if let Some(location) = symbol.data.as_ref().and_then(|data| location(session, data.clone())) {
        symbol.location = OneOf::Left(location);
    }
    symbol
}

fn location(session: &Session, data: serde_json::Value) -> Option<Location> {
    let data: SpanData = serde_json::from_value(data).ok()?;
    let folder = data.file.folder(session)?;
    let file = data.file.file(&folder)?;
    let range = convert::range(&*file.lines()?, data.span(), session.support().encoding);
    Some(Location::new(session.uri_of(&folder, &file.place.path)?, range))
}
