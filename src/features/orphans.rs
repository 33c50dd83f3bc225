//! Which notes does no other note link to?

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::index::{File, View};
use crate::note::Format;

use super::graph::graph;

/// The notes to which no other file of the vault links, in the order of the paths. A canvas that
/// shows a note links to it (R8).
///
/// Looks at every link of the vault once.
pub fn orphans(view: &View) -> Vec<Arc<File>> {
    let graph = graph(view);
    let linked: FxHashSet<usize> = graph.edges.iter().map(|edge| edge.target).collect();
    let nodes = graph.nodes.into_iter().enumerate();
    let orphans =
        nodes.filter(|(number, file)| file.format == Some(Format::Markdown) && !linked.contains(number));
    orphans.map(|(_, file)| file).collect()
}
