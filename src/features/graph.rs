//! All notes and the links between them, or those around one note.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::{File, FileId, View};
use crate::note::Link;
use crate::resolve::resolve_path;
use crate::text::NameKey;

use super::unresolved::path_sought;

/// Notes, canvases and bases, and what links to what.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The files, in the order of their paths.
    pub nodes: Vec<Arc<File>>,
    /// The edges, in the order of their sources, then of their targets; none from a node to itself.
    pub edges: Vec<Edge>,
}

/// The links from one file to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The number in `nodes` of the file that holds the links.
    pub source: usize,
    /// The number in `nodes` of the file that they lead to.
    pub target: usize,
    /// How many links there are, at least one.
    pub count: usize,
}

/// The whole graph of a vault. Looks at every link once. Attachments are left out.
pub fn graph(view: &View) -> Graph {
    let mut nodes = view.index.files();
    nodes.retain(|file| file.format.is_some());
    let numbers: FxHashMap<FileId, usize> =
        nodes.iter().enumerate().map(|(number, file)| (file.place.id, number)).collect();
    let edges = view.map_all(&nodes, |file| edges_from(view, file, numbers[&file.place.id], &numbers));
    Graph { nodes, edges: edges.concat() }
}

fn edges_from(view: &View, file: &File, source: usize, numbers: &FxHashMap<FileId, usize>) -> Vec<Edge> {
    let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
    let target = |link: &Link| {
        let found =
            resolve_path(&*view.index, &view.vault.settings, &file.place, &link.path, link.syntax).ok()?;
        numbers.get(&found.place.id).copied().filter(|&target| target != source)
    };
    let note = file.note();
    for target in note.iter().flat_map(|note| &note.links).filter_map(target) {
        *counts.entry(target).or_default() += 1;
    }
    let mut edges: Vec<Edge> =
        counts.into_iter().map(|(target, count)| Edge { source, target, count }).collect();
    edges.sort_unstable();
    edges
}

/// What links look for and do not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What the first link says: a path without `.md`.
    pub name: String,
    /// The numbers of the nodes that hold such links, and how many each holds. In their order.
    pub sources: Vec<(usize, usize)>,
}

/// The notes that links of `graph`'s files look for and do not find, what most look for first, then
/// by name. A heading or block that is not there is none of these.
pub fn missing(view: &View, graph: &Graph) -> Vec<Missing> {
    let sought = view.map_all(&graph.nodes, |file| not_found_by(view, file));
    let mut groups: FxHashMap<NameKey, Missing> = FxHashMap::default();
    for (source, name) in sought
        .into_iter()
        .enumerate()
        .flat_map(|(source, names)| names.into_iter().map(move |name| (source, name)))
    {
        let group = groups.entry(NameKey::new(&name)).or_insert(Missing { name, sources: Vec::new() });
        match group.sources.last_mut().filter(|(last, _)| *last == source) {
            Some((_, count)) => *count += 1,
            None => group.sources.push((source, 1)),
        }
    }
    let mut found: Vec<Missing> = groups.into_values().collect();
    found.sort_unstable_by(|a, b| {
        (Reverse(a.sources.len()), &a.name).cmp(&(Reverse(b.sources.len()), &b.name))
    });
    found
}

fn not_found_by(view: &View, file: &File) -> Vec<String> {
    let note = file.note();
    let links = note.iter().flat_map(|note| &note.links);
    let missing = links.filter(|link| {
        resolve_path(&*view.index, &view.vault.settings, &file.place, &link.path, link.syntax).is_err()
    });
    missing.map(|link| path_sought(file, link)).collect()
}

impl Graph {
    /// What can be reached from the file `id` in at most `depth` steps, along links and against
    /// them, and every edge between those. Empty when the file is no node.
    pub fn around(&self, id: FileId, depth: usize) -> Graph {
        let Some(start) = self.nodes.iter().position(|file| file.place.id == id) else {
            return Graph::default();
        };
        let kept = self.within(start, depth);
        self.only(|number| kept[number])
    }

    /// The nodes whose numbers `keep` wants, and every edge between those.
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Graph {
        let mut numbers = vec![None; self.nodes.len()];
        let mut nodes = Vec::new();
        for (number, file) in self.nodes.iter().enumerate().filter(|(number, _)| keep(*number)) {
            numbers[number] = Some(nodes.len());
            nodes.push(file.clone());
        }
        let edge = |edge: &Edge| {
            Some(Edge { source: numbers[edge.source]?, target: numbers[edge.target]?, ..*edge })
        };
        Graph { nodes, edges: self.edges.iter().filter_map(edge).collect() }
    }

    /// Which nodes are at most `depth` steps from `start`.
    fn within(&self, start: usize, depth: usize) -> Vec<bool> {
        let mut beside = vec![Vec::new(); self.nodes.len()];
        for edge in &self.edges {
            beside[edge.source].push(edge.target);
            beside[edge.target].push(edge.source);
        }
        let mut reached = vec![false; self.nodes.len()];
        reached[start] = true;
        let mut last = vec![start];
        for _ in 0..depth {
            let mut next = Vec::new();
            for &node in last.iter().flat_map(|&node| &beside[node]) {
                if !std::mem::replace(&mut reached[node], true) {
                    next.push(node);
                }
            }
            if next.is_empty() {
                break;
            }
            last = next;
        }
        reached
    }
}
