//! What an item's `data` says of the place that it is about: clients give it back as it is, when they
//! want to know more.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::index::{File, FileId, Place};
use crate::text::Span;

use super::super::session::Session;
use super::super::workspace::Folder;

/// A file.
#[derive(Debug, Serialize, Deserialize)]
pub(in super::super) struct FileData {
    folder: u32,
    file: u32,
    path: String,
}

impl FileData {
    /// For the file at `place` of `folder`.
    pub fn of(folder: &Folder, place: &Place) -> Self {
        Self { folder: folder.id, file: place.id.0, path: place.path.to_string() }
    }

    /// The folder, when it is still open.
    pub fn folder(&self, session: &Session) -> Option<Arc<Folder>> {
        session.workspace.folder(self.folder)
    }

    /// The file in its `folder`. The id is only meant for it when it is still at its path.
    pub fn file(&self, folder: &Folder) -> Option<Arc<File>> {
        let file = folder.index.file(FileId(self.file));
        file.filter(|file| file.place.path.as_str() == self.path)
    }
}

/// A place in a file.
#[derive(Debug, Serialize, Deserialize)]
pub(in super::super) struct SpanData {
    /// The file.
    #[serde(flatten)]
    pub file: FileData,
    start: u32,
    end: u32,
}

impl SpanData {
    /// For `span` in the file at `place` of `folder`.
    pub fn of(folder: &Folder, place: &Place, span: Span) -> Self {
        Self { file: FileData::of(folder, place), start: span.start, end: span.end }
    }

    /// The place in the file: a span, whatever the client has made of it.
    pub fn span(&self) -> Span {
        Span { start: self.start.min(self.end), end: self.end }
    }
}
