//! `workspace/executeCommand`: lists for an editor's views, and new notes. `docs/commands.md` has
//! the types.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, Range, Uri};

use crate::features;
use crate::features::graph::Edge;
use crate::features::lines::FileLinks;
use crate::index::{File, View};

use super::convert::{self, Places};
use super::edit_commands;
use super::request::{ask, ask_folders};
use super::session::Session;
use super::workspace::Folder;

/// The commands, as `initialize` tells them.
pub(super) const COMMANDS: [&str; 8] = [
    "wikilinks.backlinks",
    "wikilinks.orphans",
    "wikilinks.unresolved",
    "wikilinks.mentions",
    "wikilinks.new",
    "wikilinks.daily",
    "wikilinks.blockLink",
    "wikilinks.graph",
];

/// A command of the editor, which lists the links that [`wikilinks.backlinks`](COMMANDS) answers to
/// the same argument.
pub(super) const SHOW_REFERENCES: &str = "wikilinks.showReferences";

/// Carries out `command`.
///
/// # Errors
/// `InvalidParams` when there is no such command or the arguments are not its own; `RequestFailed`
/// with the reason when it cannot be done.
pub(super) async fn execute(session: &Arc<Session>, command: &str, arguments: Vec<Value>) -> Result<Value> {
    match command {
        "wikilinks.backlinks" => answer(backlinks(session, argument(command, arguments)?).await?),
        "wikilinks.orphans" => answer(orphans(session, argument(command, arguments)?).await?),
        "wikilinks.unresolved" => answer(unresolved(session, argument(command, arguments)?).await?),
        "wikilinks.blockLink" => {
            answer(edit_commands::block_link(session, argument(command, arguments)?).await?)
        }
        "wikilinks.mentions" => answer(mentions(session, argument(command, arguments)?).await?),
        "wikilinks.graph" => answer(graph(session, argument(command, arguments)?).await?),
        "wikilinks.new" => answer(edit_commands::new_note(session, argument(command, arguments)?).await?),
        "wikilinks.daily" => answer(edit_commands::daily(session, argument(command, arguments)?).await?),
        _ => {
            let known = COMMANDS.join(", ");
            Err(Error::invalid_params(format!("there is no command {command}; there are {known}")))
        }
    }
}

/// The one argument of `command`, an object. Without any, an empty one.
fn argument<T: DeserializeOwned>(command: &str, arguments: Vec<Value>) -> Result<T> {
    let mut arguments = arguments.into_iter();
    let first = arguments.next().filter(|first| !first.is_null());
    if arguments.next().is_some() {
        return Err(Error::invalid_params(format!("{command} takes one argument, an object")));
    }
    let first = first.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    if !first.is_object() {
        return Err(Error::invalid_params(format!("{command} takes an object, and was given {first}")));
    }
    serde_json::from_value(first).map_err(|error| Error::invalid_params(format!("{command}: {error}")))
}

fn answer(value: impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|_| Error::internal_error())
}

#[derive(Deserialize)]
struct Backlinks {
    uri: Uri,
    position: Option<Position>,
}

#[derive(Deserialize)]
struct AboutNote {
    uri: Uri,
}

/// The argument of a command about a folder: the one that holds `uri`, or all.
#[derive(Deserialize)]
struct About {
    uri: Option<Uri>,
}

/// A note in a list.
#[derive(Serialize)]
struct Note {
    uri: Uri,
    /// Its title; its name when it has none.
    title: String,
    /// Its path in its folder.
    path: String,
}

#[derive(Serialize)]
struct LinkingNote {
    #[serde(flatten)]
    note: Note,
    links: Vec<LinkLine>,
}

#[derive(Serialize)]
struct LinkLine {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct UnresolvedTarget {
    target: String,
    code: &'static str,
    links: Vec<PlacedLine>,
}

#[derive(Serialize)]
struct PlacedLine {
    uri: Uri,
    #[serde(flatten)]
    line: LinkLine,
}

/// The argument of `wikilinks.graph`: with `depth`, around the note `uri`.
#[derive(Deserialize)]
struct AboutGraph {
    uri: Option<Uri>,
    depth: Option<usize>,
}

/// Notes, and links by the places of their ends among the nodes.
#[derive(Default, Serialize)]
struct Graph {
    nodes: Vec<Note>,
    links: Vec<GraphLink>,
}

#[derive(Serialize)]
struct GraphLink {
    source: usize,
    target: usize,
    count: usize,
}

impl Places<'_> {
    fn note(self, file: &File) -> Option<Note> {
        let path = &file.place.path;
        let uri = self.session.uri_of(self.folder, path)?;
        Some(Note { uri, title: file.title().to_owned(), path: path.to_string() })
    }

    fn link_lines(self, found: &FileLinks) -> Vec<LinkLine> {
        let Some(lines) = found.file.lines() else { return Vec::new() };
        let encoding = self.session.support().encoding;
        let range = |span| convert::range(&lines, span, encoding);
        found.links.iter().map(|link| LinkLine { range: range(link.span), text: link.text.clone() }).collect()
    }

    fn placed_lines(self, found: &FileLinks) -> Vec<PlacedLine> {
        let Some(uri) = self.session.uri_of(self.folder, &found.file.place.path) else { return Vec::new() };
        let lines = self.link_lines(found).into_iter();
        lines.map(|line| PlacedLine { uri: uri.clone(), line }).collect()
    }
}

async fn backlinks(session: &Arc<Session>, asked: Backlinks) -> Result<Vec<LinkingNote>> {
    let position = asked.position;
    let found = ask(session, "wikilinks.backlinks", &asked.uri, move |asked| {
        let offset = position.map(|position| asked.offset(position));
        let found = features::backlinks::backlinks(&asked.view, asked.file.place.id, offset);
        Ok(Some(linking_notes(Places::of(asked), &found)))
    });
    Ok(found.await?.unwrap_or_default())
}

async fn mentions(session: &Arc<Session>, about: AboutNote) -> Result<Vec<LinkingNote>> {
    let found = ask(session, "wikilinks.mentions", &about.uri, move |asked| {
        let found = features::mentions::mentions_of(&asked.view, asked.file.place.id);
        Ok(Some(linking_notes(Places::of(asked), &found)))
    });
    Ok(found.await?.unwrap_or_default())
}

fn linking_notes(places: Places, found: &[FileLinks]) -> Vec<LinkingNote> {
    let note = |found: &FileLinks| {
        Some(LinkingNote { note: places.note(&found.file)?, links: places.link_lines(found) })
    };
    found.iter().filter_map(note).collect()
}

async fn orphans(session: &Arc<Session>, about: About) -> Result<Vec<Note>> {
    let notes = each_folder(session, "wikilinks.orphans", about, |places, view| {
        let (found, are_of) = (features::orphans::orphans(view), places.are_of());
        found.iter().filter(|file| are_of(file)).filter_map(|file| places.note(file)).collect::<Vec<_>>()
    });
    Ok(notes.await?.into_iter().flatten().collect())
}

async fn unresolved(session: &Arc<Session>, about: About) -> Result<Vec<UnresolvedTarget>> {
    let folders = each_folder(session, "wikilinks.unresolved", about, |places, view| {
        let (mut found, are_of) = (features::unresolved::unresolved(view), places.are_of());
        found.iter_mut().for_each(|target| target.files.retain(|links| are_of(&links.file)));
        found.retain(|target| !target.files.is_empty());
        let target = |found: features::unresolved::Unresolved| UnresolvedTarget {
            links: found.files.iter().flat_map(|links| places.placed_lines(links)).collect(),
            code: found.code.name(),
            target: found.target,
        };
        found.into_iter().map(target).collect::<Vec<_>>()
    });
    let mut all: Vec<UnresolvedTarget> = folders.await?.into_iter().flatten().collect();
    all.sort_by(|a, b| b.links.len().cmp(&a.links.len()).then_with(|| a.target.cmp(&b.target)));
    Ok(all)
}

async fn graph(session: &Arc<Session>, asked: AboutGraph) -> Result<Graph> {
    let AboutGraph { uri, depth } = asked;
    let center = match (&uri, depth) {
        (Some(uri), Some(depth)) => session.locate(uri).map(|(_, path)| (path, depth)),
        (None, Some(_)) => {
            return Err(Error::invalid_params("wikilinks.graph: `depth` needs the `uri` of a note"));
        }
        _ => None,
    };
    let graphs = each_folder(session, "wikilinks.graph", About { uri }, move |places, view| {
        let mut found = features::graph::graph(view);
        if let Some((path, depth)) = &center {
            let file = view.index.file_at(path);
            found = file.map(|file| found.around(file.place.id, *depth)).unwrap_or_default();
        }
        graph_of(places, &found)
    });
    // The graphs of several folders stand beside one another in one.
    Ok(graphs.await?.into_iter().fold(Graph::default(), |mut all, one| {
        let before = all.nodes.len();
        all.nodes.extend(one.nodes);
        all.links.extend(one.links.into_iter().map(|link| GraphLink {
            source: before + link.source,
            target: before + link.target,
            ..link
        }));
        all
    }))
}

fn graph_of(places: Places, found: &features::graph::Graph) -> Graph {
    let are_of = places.are_of();
    let note = |file: &Arc<File>| places.note(file).filter(|_| are_of(file));
    let notes: Vec<Option<Note>> = found.nodes.iter().map(note).collect();
    let edges = found.only(|number| notes[number].is_some()).edges;
    let link = |edge: Edge| GraphLink { source: edge.source, target: edge.target, count: edge.count };
    Graph { links: edges.into_iter().map(link).collect(), nodes: notes.into_iter().flatten().collect() }
}

/// What `compute` says of the folder that is asked about, or of each that the client has opened.
async fn each_folder<T: Send + 'static>(
    session: &Arc<Session>,
    method: &'static str,
    about: About,
    compute: impl Fn(Places, &View) -> T + Send + 'static,
) -> Result<Vec<T>> {
    let folders = match about.uri {
        Some(uri) => vec![folder_of(session, &uri)?],
        None => session.workspace.opened(),
    };
    ask_folders(session, method, folders, compute).await
}

/// The folder that the file or folder `uri` is in.
pub(super) fn folder_of(session: &Session, uri: &Uri) -> Result<Arc<Folder>> {
    let known = super::uri::to_path(uri).and_then(|path| {
        let opened = session.workspace.opened().into_iter().find(|folder| folder.vault().root() == path);
        opened.or_else(|| Some(session.workspace.known_folder_of(&path)?.0))
    });
    known.ok_or_else(|| Error::invalid_params(format!("{} is in no folder of the workspace", uri.as_str())))
}
