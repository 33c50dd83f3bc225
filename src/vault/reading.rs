//! Reading files that a walk has found.

use std::io;
use std::sync::Arc;

use super::inside::OpenFolder;
use super::root::{self, Root};
use super::{Found, Stamp, VaultPath};
use crate::note::Format;

/// With fewer files of one folder to open, to open the folder first costs more than it saves.
const WORTH_A_FOLDER: usize = 3;

/// Who reads files that a walk has found. Cheap to make.
#[derive(Debug)]
pub struct Reading {
    root: Arc<Root>,
    folder: Option<OpenFolder>,
}

impl Reading {
    /// Of any files below `root`.
    pub(super) fn anywhere(root: &Arc<Root>) -> Self {
        Self { root: root.clone(), folder: None }
    }

    /// Of `count` files, which are all in this folder.
    pub(super) fn in_folder(root: &Arc<Root>, folder: &str, count: usize) -> Self {
        // What is wrong with the folder is told of its files.
        let opened = || OpenFolder::open(&root.real, folder).ok();
        Self { root: root.clone(), folder: (count >= WORTH_A_FOLDER).then(opened).flatten() }
    }

    /// The file at `path`, read when it is a note; `None` when it is gone. What cannot be read is logged,
    /// and has no text.
    pub fn found(&self, path: &VaultPath) -> Option<Found> {
        if Format::of(path.name()).is_none() {
            return self.stamp(path).map(|stamp| Found { path: path.clone(), stamp, bytes: None });
        }
        let opened = match &self.folder {
            Some(folder) => folder.file(path.name()).map(|opened| root::read_opened(&opened)),
            None => self.root.open(path.as_str()),
        };
        let (bytes, stamp) = match opened {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => (Err(error), self.stamp(path)?),
        };
        let bytes = bytes.inspect_err(|error| tracing::warn!("{path} is not read: {error}")).ok();
        Some(Found { path: path.clone(), stamp, bytes })
    }

    /// What the file at `path` looks like, without opening it; `None` when it is gone, or no regular file.
    pub fn stamp(&self, path: &VaultPath) -> Option<Stamp> {
        let stamp = match &self.folder {
            Some(folder) => folder.stamp(path.name()),
            None => {
                OpenFolder::open(&self.root.real, path.folder()).and_then(|folder| folder.stamp(path.name()))
            }
        };
        match stamp {
            Ok(stamp) => Some(stamp),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!("{path} is left out: {error}");
                None
            }
        }
    }
}
