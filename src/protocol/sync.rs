//! Open documents, as the client's edits leave them.
//!
//! A handler changes a document in one synchronous call, so edits are made in the order in which
//! they arrive. Parsing waits until something asks, so that many edits cost one parse.

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent, Uri,
};

use crate::text::{Buffer, Encoding, Position};
use crate::vault::VaultPath;

use super::session::{Change, Session};
use super::uri;
use super::workspace::{Folder, Workspace, lock};

/// A document that a client has open.
#[derive(Debug)]
struct Document {
    /// As the client spelled it.
    uri: Uri,
    version: i32,
    buffer: Buffer,
    /// Whether the index does not have this text yet.
    changed: bool,
}

impl Document {
    /// Makes edits, each on the text that the one before left.
    fn change(&mut self, edits: &Edits) {
        for edit in &edits.changes {
            match edit.range {
                None => self.buffer = Buffer::new(&edit.text),
                Some(range) => {
                    let (from, to) = (position(range.start), position(range.end));
                    self.buffer.edit(from, to, edits.encoding, &edit.text);
                }
            }
        }
        self.version = edits.version;
        self.changed = true;
    }
}

/// The edits of one `textDocument/didChange`.
#[derive(Debug)]
pub(super) struct Edits {
    /// The version that the document has once they are made.
    pub version: i32,
    pub changes: Vec<TextDocumentContentChangeEvent>,
    pub encoding: Encoding,
}

/// How many messages with edits wait at most for their documents to be opened.
const MOST_EARLY: usize = 10_000;

type Key = (u32, VaultPath);

/// Every open document, by its folder's id and its path there: two spellings are one document.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: FxHashMap<Key, Document>,
    /// Documents that were closed, and that the index still takes for open.
    closed: FxHashSet<Key>,
    /// Edits that arrived before their document was opened, in their order: Helix 25.01 sends the
    /// two from tasks of their own.
    early: Vec<(Key, Edits)>,
}

impl Documents {
    /// Opens a document, or gives an open one another text. Edits that came before this, and lead
    /// to a later version, are made on that text.
    pub fn open(&mut self, folder: &Folder, path: VaultPath, uri: Uri, version: i32, text: &str) {
        let key = (folder.id, path);
        self.closed.remove(&key);
        let mut document = Document { uri, version, buffer: Buffer::new(text), changed: true };
        for (_, edits) in self.early.extract_if(.., |(of, _)| *of == key) {
            if edits.version > document.version {
                document.change(&edits);
            }
        }
        self.open.insert(key, document);
    }

    /// Makes edits. Returns whether the document is open; where it is not, they wait until it is.
    pub fn change(&mut self, folder: &Folder, path: VaultPath, edits: Edits) -> bool {
        let key = (folder.id, path);
        if let Some(document) = self.open.get_mut(&key) {
            document.change(&edits);
            return true;
        }
        if self.early.len() < MOST_EARLY {
            self.early.push((key, edits));
        }
        false
    }

    /// Closes a document. Returns the URI that it was open under.
    pub fn close(&mut self, folder: &Folder, path: VaultPath) -> Option<Uri> {
        let key = (folder.id, path);
        self.early.retain(|(of, _)| *of != key);
        let document = self.open.remove(&key)?;
        self.closed.insert(key);
        Some(document.uri)
    }

    /// Whether something of `folder` is open, or edits wait until it is.
    fn has_any_of(&self, folder: &Folder) -> bool {
        self.open.keys().chain(self.early.iter().map(|(key, _)| key)).any(|(id, _)| *id == folder.id)
    }

    /// Lets go of the folders that are only there for documents outside every folder, and of which
    /// none is open any more.
    fn drop_loose(&mut self, workspace: &Workspace) {
        workspace.drop_loose(|folder| self.has_any_of(folder));
        self.closed.retain(|(id, _)| workspace.folder(*id).is_some());
    }

    /// Looks again at the open documents at `path`, or in the folder there: one without a file, as
    /// `has_file` says, counts as closed until it is edited or has a file again.
    fn look_again(&mut self, folder: &Folder, path: &VaultPath, has_file: impl Fn(&VaultPath) -> bool) {
        let inside = format!("{path}/");
        for ((id, open), document) in &mut self.open {
            if *id != folder.id || (open != path && !open.as_str().starts_with(&inside)) {
                continue;
            }
            let key = (*id, open.clone());
            document.changed = has_file(open);
            if document.changed {
                self.closed.remove(&key);
            } else {
                self.closed.insert(key);
            }
        }
    }

    /// The URI of an open document.
    pub fn uri(&self, folder: &Folder, path: &VaultPath) -> Option<Uri> {
        self.open.get(&(folder.id, path.clone())).map(|document| document.uri.clone())
    }

    /// The version of an open document.
    pub fn version(&self, folder: &Folder, path: &VaultPath) -> Option<i32> {
        self.open.get(&(folder.id, path.clone())).map(|document| document.version)
    }

    /// The version and the text of an open document.
    pub fn text(&self, folder: &Folder, path: &VaultPath) -> Option<(i32, Buffer)> {
        let document = self.open.get(&(folder.id, path.clone()))?;
        Some((document.version, document.buffer.clone()))
    }

    /// The open documents of a folder.
    pub fn paths(&self, folder: &Folder) -> impl Iterator<Item = &VaultPath> {
        let of_folder = folder.id;
        self.open.keys().filter(move |(id, _)| *id == of_folder).map(|(_, path)| path)
    }

    /// What the index of `folder` does not know yet: the documents that were closed, and those
    /// whose text has changed. They count as known from now on.
    pub fn take_changes(&mut self, folder: &Folder) -> (Vec<VaultPath>, Vec<(VaultPath, i32, Buffer)>) {
        let closed = self.closed.extract_if(|(id, _)| *id == folder.id).map(|(_, path)| path).collect();
        let mut changed = Vec::new();
        for ((id, path), document) in &mut self.open {
            if *id == folder.id && std::mem::take(&mut document.changed) {
                changed.push((path.clone(), document.version, document.buffer.clone()));
            }
        }
        (closed, changed)
    }

    /// Moves every document to the folder that `home` says it is in.
    fn rehome(&mut self, home: impl Fn(&Uri) -> Option<(Arc<Folder>, VaultPath)>) {
        for (key, mut document) in std::mem::take(&mut self.open) {
            let new = home(&document.uri).map_or(key.clone(), |(folder, path)| (folder.id, path));
            if new != key {
                document.changed = true;
                self.closed.insert(key);
            }
            self.closed.remove(&new);
            self.open.insert(new, document);
        }
    }
}

fn position(position: tower_lsp::ls_types::Position) -> Position {
    Position { line: position.line, column: position.character }
}

impl Session {
    /// `textDocument/didOpen`.
    pub fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some((folder, path)) = self.home(&document.uri) else {
            tracing::debug!("{} is no file, and is not followed", document.uri.as_str());
            return;
        };
        lock(&self.documents).open(&folder, path, document.uri, document.version, &document.text);
        self.changes.wake();
    }

    /// `textDocument/didChange`.
    pub fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        let Some((folder, path)) = self.home(&uri) else { return };
        let encoding = self.support().encoding;
        let edits = Edits { version, changes: params.content_changes, encoding };
        let mut documents = lock(&self.documents);
        if documents.change(&folder, path, edits) {
            self.changes.wake();
        } else {
            documents.drop_loose(&self.workspace);
            tracing::info!("an edit of {} waits until it is open", uri.as_str());
        }
    }

    /// `textDocument/didClose`.
    pub fn did_close(&self, uri: &Uri) {
        let Some((folder, path)) = self.locate(uri) else { return };
        let mut documents = lock(&self.documents);
        let closed = documents.close(&folder, path);
        documents.drop_loose(&self.workspace);
        if let Some(uri) = closed {
            self.changes.push(Change::Closed(uri));
        }
    }

    /// The folder that a document which is opened belongs to, made where there is none.
    fn home(&self, uri: &Uri) -> Option<(Arc<Folder>, VaultPath)> {
        self.workspace.folder_of(&uri::to_path(uri)?)
    }

    /// The client has moved files. It may not close their documents at the old paths, or close them
    /// much later, as VS Code does: they are no notes any more.
    pub fn documents_moved(&self, moves: impl Iterator<Item = (PathBuf, PathBuf)>) {
        for path in moves.flat_map(|(from, to)| [from, to]) {
            let Some((folder, path)) = self.workspace.known_folder_of(&path) else { continue };
            let vault = folder.vault();
            lock(&self.documents).look_again(&folder, &path, |path| vault.absolute(path).is_file());
        }
        self.changes.wake();
    }

    /// Folders came or went: every open document is looked for again.
    pub fn rehome_documents(&self) {
        let mut documents = lock(&self.documents);
        documents.rehome(|uri| self.home(uri));
        documents.drop_loose(&self.workspace);
        self.changes.wake();
    }
}
