//! Call hierarchy: incoming calls are backlinks, outgoing calls are links.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::note_graph::{self, Node, Step};
use crate::index::{File, FileId, View};
use crate::resolve::Spot;

use super::convert::{Places, range_in};
use super::request::{Asked, ask};
use super::session::Session;

/// What tells an item's node again, beside its URI.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Data {
    Note,
    /// The number of the heading in its note.
    Heading(usize),
    Block(usize),
    Footnote(usize),
}

/// `textDocument/prepareCallHierarchy`.
pub(super) async fn prepare(
    session: &Arc<Session>,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
    ask(session, "textDocument/prepareCallHierarchy", &text_document.uri, move |asked| {
        let node = note_graph::node_at(&asked.view, asked.file.place.id, asked.offset(position));
        Ok(node.and_then(|node| Some(vec![item(Places::of(asked), node)?])))
    })
    .await
}

/// `callHierarchy/incomingCalls`.
pub(super) async fn incoming(
    session: &Arc<Session>,
    item: CallHierarchyItem,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    calls(session, "callHierarchy/incomingCalls", item, note_graph::incoming, |asked, step| {
        let from_ranges = ranges(asked, &step.node.file, &step);
        Some(CallHierarchyIncomingCall { from: self::item(Places::of(asked), step.node)?, from_ranges })
    })
    .await
}

/// `callHierarchy/outgoingCalls`.
pub(super) async fn outgoing(
    session: &Arc<Session>,
    item: CallHierarchyItem,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    calls(session, "callHierarchy/outgoingCalls", item, note_graph::outgoing, |asked, step| {
        let from_ranges = ranges(asked, &asked.file, &step);
        Some(CallHierarchyOutgoingCall { to: self::item(Places::of(asked), step.node)?, from_ranges })
    })
    .await
}

/// The `steps` from the node that `item` is about, each as a `call`. `None` when it is gone.
async fn calls<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    item: CallHierarchyItem,
    steps: fn(&View, FileId, Spot) -> Vec<Step>,
    call: fn(&Asked, Step) -> Option<T>,
) -> Result<Option<Vec<T>>> {
    let uri = item.uri.clone();
    ask(session, method, &uri, move |asked| {
        let Some(spot) = spot_of(asked, &item) else { return Ok(None) };
        let found = steps(&asked.view, asked.file.place.id, spot).into_iter();
        Ok(Some(found.filter_map(|step| call(asked, step)).collect()))
    })
    .await
}

/// The ranges of the links of `step`, which stand in `file`.
fn ranges(asked: &Asked, file: &File, step: &Step) -> Vec<Range> {
    let encoding = asked.session.support().encoding;
    step.links.iter().map(|&link| range_in(file, link, encoding)).collect()
}

fn item(places: Places, node: Node) -> Option<CallHierarchyItem> {
    let (path, encoding) = (&node.file.place.path, places.session.support().encoding);
    let (kind, data) = match node.spot {
        Spot::Whole => (SymbolKind::FILE, Data::Note),
        Spot::Heading(at) => (SymbolKind::STRING, Data::Heading(at)),
        Spot::Block(at) => (SymbolKind::FIELD, Data::Block(at)),
        Spot::Footnote(at) => (SymbolKind::FIELD, Data::Footnote(at)),
    };
    Some(CallHierarchyItem {
        kind,
        tags: None,
        detail: Some(path.without_md().to_owned()),
        uri: places.session.uri_of(places.folder, path)?,
        range: range_in(&node.file, node.full, encoding),
        selection_range: range_in(&node.file, node.focus, encoding),
        data: serde_json::to_value(data).ok(),
        name: node.name,
    })
}

/// The part of the file that `item` is about. The note may have changed since the item was made:
/// then the part of the same kind that has its name, the one with its number before others. `None`
/// when it is gone.
fn spot_of(asked: &Asked, item: &CallHierarchyItem) -> Option<Spot> {
    let note = asked.file.note();
    let count = |of: fn(&crate::note::Note) -> usize| note.as_deref().map_or(0, of);
    let (spots, at): (Vec<Spot>, usize) = match serde_json::from_value(item.data.clone()?).ok()? {
        Data::Note => return Some(Spot::Whole),
        Data::Heading(at) => ((0..count(|note| note.headings.len())).map(Spot::Heading).collect(), at),
        Data::Block(at) => ((0..count(|note| note.blocks.len())).map(Spot::Block).collect(), at),
        Data::Footnote(at) => ((0..count(|note| note.footnotes.len())).map(Spot::Footnote).collect(), at),
    };
    let named = |spot: &Spot| {
        note_graph::node(&asked.view, asked.file.place.id, *spot).is_some_and(|node| node.name == item.name)
    };
    spots.get(at).copied().filter(named).or_else(|| spots.into_iter().find(named))
}
