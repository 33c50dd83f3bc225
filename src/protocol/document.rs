//! What an editor shows in one document beside its text: links to click, folds, growing selections,
//! highlights.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features;
use crate::features::document_links::{document_links, link_target};
use crate::features::folding::{Fold, folds};
use crate::features::highlight::highlights;
use crate::features::selection::selection;
use crate::note::Format;
use crate::text::Span;

use super::convert::{self, Places, SpanData, range_in};
use super::request::{Asked, ask, on_worker};
use super::session::Session;

/// `textDocument/documentLink`: where the links are. Where they lead is told when someone asks.
pub(super) async fn links(session: &Arc<Session>, uri: &Uri) -> Result<Option<Vec<DocumentLink>>> {
    ask(session, "textDocument/documentLink", uri, move |asked| {
        let place = &asked.file.place;
        let link = |span: Span| {
            let data = serde_json::to_value(SpanData::of(&asked.folder, place, span)).ok();
            Some(DocumentLink { range: asked.range(span)?, target: None, tooltip: None, data })
        };
        Ok(Some(document_links(&asked.view, place.id).into_iter().filter_map(link).collect()))
    })
    .await
}

/// `documentLink/resolve`. A link that is none of ours, or that is not there any more, is given back
/// as it is.
pub(super) async fn resolve_link(session: &Arc<Session>, mut link: DocumentLink) -> Result<DocumentLink> {
    let session = session.clone();
    on_worker("documentLink/resolve", move |_| {
        let data = link.data.clone().and_then(|data| serde_json::from_value(data).ok());
        if let Some((target, tooltip)) = data.and_then(|data| resolved(&session, &data)) {
            link.target = Some(target);
            link.tooltip = session.support().link_tooltips.then_some(tooltip);
        }
        Ok(link)
    })
    .await
}

fn resolved(session: &Session, data: &SpanData) -> Option<(Uri, String)> {
    let folder = data.file.folder(session)?;
    session.flush(&folder);
    let file = data.file.file(&folder)?;
    let found = link_target(&folder.view(), file.place.id, data.span())?;
    let places = Places { session, folder: &folder };
    Some((target_uri(places, &found.location)?, found.tooltip))
}

/// The URI of a place, with `#L7` for a line other than the first: what VS Code opens at the line.
fn target_uri(places: Places, place: &features::Location) -> Option<Uri> {
    let Location { uri, range } = places.location(place)?;
    match range.start.line {
        0 => Some(uri),
        line => format!("{}#L{}", uri.as_str(), line + 1).parse().ok(),
    }
}

/// `textDocument/foldingRange`.
pub(super) async fn folding(session: &Arc<Session>, uri: &Uri) -> Result<Option<Vec<FoldingRange>>> {
    ask(session, "textDocument/foldingRange", uri, move |asked| {
        let Ok(read) = asked.view.read(asked.file.place.id) else { return Ok(None) };
        let format = read.file.format.unwrap_or(Format::Markdown);
        let limit = asked.session.support().fold_limit.map_or(usize::MAX, |limit| limit as usize);
        let range = |fold: Fold| FoldingRange {
            start_line: fold.first,
            end_line: fold.last,
            kind: fold.comment.then_some(FoldingRangeKind::Comment),
            // Whole lines, for every client: without characters, a fold goes to the lines' ends.
            ..FoldingRange::default()
        };
        Ok(Some(folds(&read.text, &read.note, format, limit).into_iter().map(range).collect()))
    })
    .await
}

/// `textDocument/selectionRange`.
pub(super) async fn selections(
    session: &Arc<Session>,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let positions = params.positions;
    ask(session, "textDocument/selectionRange", &params.text_document.uri, move |asked| {
        let Ok(read) = asked.view.read(asked.file.place.id) else { return Ok(None) };
        let encoding = asked.session.support().encoding;
        let around = |position| {
            let offset = convert::offset(&read.note.lines, position, encoding);
            let spans = selection(&read.text, &read.note, offset).into_iter().rev();
            let wider = |parent, span| {
                let range = convert::range(&read.note.lines, span, encoding);
                Some(SelectionRange { range, parent: Option::map(parent, Box::new) })
            };
            let empty = SelectionRange { range: Range::new(position, position), parent: None };
            spans.fold(None, wider).unwrap_or(empty)
        };
        Ok(Some(positions.iter().copied().map(around).collect()))
    })
    .await
}

/// `textDocument/documentHighlight`.
pub(super) async fn highlight(
    session: &Arc<Session>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
    ask(session, "textDocument/documentHighlight", &text_document.uri, move |asked| {
        let found = highlights(&asked.view, asked.file.place.id, asked.offset(position));
        Ok((!found.is_empty()).then(|| found.iter().map(|one| highlighted(asked, one)).collect()))
    })
    .await
}

fn highlighted(asked: &Asked, found: &features::highlight::Highlight) -> DocumentHighlight {
    let kind = if found.definition { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ };
    let range = range_in(&asked.file, found.span, asked.session.support().encoding);
    DocumentHighlight { range, kind: Some(kind) }
}
