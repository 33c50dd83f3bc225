//! The notes as a graph, a step at a time: what links here, and what is linked from here. An editor
//! shows it as a call hierarchy.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::{File, FileId, View};
use crate::resolve::{Spot, resolve};
use crate::text::Span;

use super::cursor::{Subject, locate, spot_name, subject_at};
use super::lines::ByFile;
use super::references::links_to;

/// A note, an attachment, or a part of a note that links can lead to.
#[derive(Debug, Clone)]
pub struct Node {
    /// The file.
    pub file: Arc<File>,
    /// Which part of it.
    pub spot: Spot,
    /// What it is called: a note's title or name, a heading's text, an id with its `^`. Never empty.
    pub name: String,
    /// All of it: the section, the block.
    pub full: Span,
    /// What to put the cursor on. Inside `full`.
    pub focus: Span,
}

/// A node together with the links that lead from it, or to it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The node at the other end.
    pub node: Node,
    /// The links, in bytes of the file that holds them, in the order of the text.
    pub links: Vec<Span>,
}

/// The node that a cursor at byte `offset` of the note `id` is on: the target of a link, a heading,
/// a block's id; elsewhere the note itself. `None` on a link that leads nowhere.
pub fn node_at(view: &View, id: FileId, offset: usize) -> Option<Node> {
    let file = view.index.file(id)?;
    let note = &*file.note()?;
    match subject_at(view, &file, note, offset) {
        Some(Subject::Spot(id, spot)) => node(view, id, spot),
        None if note.link_at(offset).is_some() => None,
        Some(Subject::Tag(_)) | None => node(view, id, Spot::Whole),
    }
}

/// The node for a spot of the file `id`, when it is there.
pub fn node(view: &View, id: FileId, spot: Spot) -> Option<Node> {
    let place = locate(view, id, spot)?;
    let name = spot_name(&place.file, spot)?;
    let name = if name.trim().is_empty() { place.file.place.path.name().to_owned() } else { name };
    let focus =
        if place.full.contains(place.focus) { place.focus } else { Span::at(place.full.start as usize) };
    Some(Node { name, spot, full: place.full, focus, file: place.file })
}

/// The notes that link to a spot of the file `id`, in the order of the paths. A note's links to
/// itself count for its headings and blocks only.
pub fn incoming(view: &View, id: FileId, spot: Spot) -> Vec<Step> {
    let mut found = links_to(view, id, spot);
    if spot == Spot::Whole {
        found.retain(|link| link.file.place.id != id);
    }
    let step = |(file, links): (Arc<File>, Vec<Span>)| {
        let node = node(view, file.place.id, Spot::Whole)?;
        Some(Step { node, links })
    };
    ByFile::from_iter(found).files().filter_map(step).collect()
}

/// What the links in a spot of the note `id` lead to, in the order of the text. Links that lead
/// nowhere are left out, and so are those of a note to itself as a whole.
pub fn outgoing(view: &View, id: FileId, spot: Spot) -> Vec<Step> {
    let Some(place) = locate(view, id, spot) else { return Vec::new() };
    let file = place.file;
    let mut steps: Vec<Step> = Vec::new();
    let mut known: FxHashMap<(FileId, Spot), usize> = FxHashMap::default();
    let note = file.note();
    let links = note.iter().flat_map(|note| &note.links).filter(|link| place.full.contains(link.span));
    for link in links {
        let resolution = resolve(&*view.index, &view.vault.settings, &file.place, link);
        let Some((target, to)) = resolution.found() else { continue };
        let to = (target.place.id, to);
        if to == (id, Spot::Whole) {
            continue;
        }
        match known.get(&to).and_then(|&at| steps.get_mut(at)) {
            Some(step) => step.links.push(link.span),
            None => {
                let Some(node) = node(view, to.0, to.1) else { continue };
                known.insert(to, steps.len());
                steps.push(Step { node, links: vec![link.span] });
            }
        }
    }
    steps
}
