//! Files that change outside the editor: told by the client, or seen by our own watcher. Both lead
//! to [`Session::paths_changed`].

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tower_lsp::ls_types::*;

use crate::index::Touched;
use crate::note::Format;
use crate::vault::{Vault, VaultPath, Watcher};

use super::session::Session;
use super::uri;
use super::workspace::{Folder, News, lock};

/// Files of a vault that settle what belongs to it.
const SETTINGS_FILES: [&str; 3] = [".wikilinks.toml", ".obsidian/app.json", ".obsidian/daily-notes.json"];

/// What a batch of paths means for one folder.
#[derive(Default)]
struct Batch {
    paths: BTreeSet<VaultPath>,
    /// The vault's settings may have changed.
    settings: bool,
    /// Anything may have changed.
    everything: bool,
}

/// The registration that makes a client tell of changed files. Every file is a possible target.
pub(super) fn registration() -> Registration {
    let every_file = FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![every_file] };
    Registration {
        id: "files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

impl Session {
    /// Begins to watch `folder` by ourselves, unless the client does it.
    pub fn watch(self: Arc<Self>, folder: &Arc<Folder>) {
        if folder.loose || self.support().watches_files {
            return;
        }
        let session = Arc::downgrade(&self);
        let runtime = tokio::runtime::Handle::current();
        let started = Watcher::start(folder.vault().root(), move |paths| {
            let Some(session) = session.upgrade() else { return };
            let _runtime = runtime.enter();
            session.paths_changed(paths);
        });
        match started {
            Ok(watcher) => *lock(&folder.watcher) = Some(watcher),
            Err(error) => {
                tracing::warn!("{error}");
                tokio::spawn(async move { self.client.show_message(MessageType::WARNING, error).await });
            }
        }
        if folder.is_closed() {
            lock(&folder.watcher).take();
        }
    }

    /// `workspace/didChangeWatchedFiles`.
    pub fn watched_files_changed(self: Arc<Self>, params: DidChangeWatchedFilesParams) {
        self.paths_changed(params.changes.iter().filter_map(|change| uri::to_path(&change.uri)).collect());
    }

    /// These files and folders may have come, gone or changed: one batch, off the protocol's task.
    pub fn paths_changed(self: Arc<Self>, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        for folder in self.workspace.opened() {
            let Some(paths) = folder.put_by(paths.clone()) else { continue };
            self.tell(folder, News::Changed(paths));
        }
    }

    /// Takes in what has happened to files of `folder`, after all that was told before.
    pub fn tell(self: &Arc<Self>, folder: Arc<Folder>, news: News) {
        if !folder.line_up(news) {
            return;
        }
        let session = self.clone();
        tokio::spawn(async move {
            while let Some(news) = folder.next_news() {
                match news {
                    News::Changed(paths) => session.folder_changed(&folder, paths).await,
                    News::Moved(moves) => session.files_moved(moves).await,
                }
                folder.news_taken_in();
            }
        });
    }

    async fn folder_changed(self: &Arc<Self>, folder: &Arc<Folder>, paths: Vec<PathBuf>) {
        let (session, changed) = (self.clone(), folder.clone());
        let done = tokio::task::spawn_blocking(move || {
            let batch = Batch::new(&changed.vault(), &paths);
            if batch.settings {
                return None;
            }
            // Where the files were is known only until the batch is taken in.
            let offer = session.moved_outside(&changed, &batch.paths);
            session.take_batch(&changed, batch);
            Some(offer)
        });
        match done.await {
            Ok(None) => self.reopen(folder.clone()).await,
            Ok(Some(None)) => {}
            Ok(Some(Some(offer))) => drop(tokio::spawn(self.clone().offer(folder.clone(), offer))),
            Err(error) => tracing::error!("changed files were not read: {error}"),
        }
    }

    fn take_batch(&self, folder: &Arc<Folder>, batch: Batch) {
        let vault = folder.vault();
        let mut touched = Vec::new();
        let mut gone = FxHashSet::default();
        for path in batch.paths {
            // Most of what a client tells of is `.git` and the like.
            if !vault.accepts(&path) && folder.index.file_at(&path).is_none() {
                continue;
            }
            touched.extend(read_again(folder, &vault, &path));
            if vault.stamp(&path).is_none() {
                // A folder, or nothing any more.
                let below = vault.files_below(&path);
                touched.extend(below.iter().filter_map(|path| read_again(folder, &vault, path)));
                gone.insert(format!("{path}/"));
            }
        }
        touched.extend(look_below(folder, &gone));
        if batch.everything {
            let _writing = folder.writing();
            touched.extend(folder.index.reload(&vault));
        }
        if !touched.is_empty() {
            self.changes.add(folder, touched);
        }
    }
}

/// Takes in what is at `path` now. Looking and taking in are one step, so that what was seen last
/// stays.
fn read_again(folder: &Folder, vault: &Vault, path: &VaultPath) -> Option<Touched> {
    let _writing = folder.writing();
    look_at(folder, vault, path)
}

/// Takes in what is at `path` now: a file, or none. For whoever holds the right to write.
pub(super) fn look_at(folder: &Folder, vault: &Vault, path: &VaultPath) -> Option<Touched> {
    let known = folder.index.file_at(path);
    let Some(stamp) = vault.stamp(path).filter(|_| vault.accepts(path)) else {
        return known.map(|_| folder.index.remove(path));
    };
    if Format::of(path.name()).is_none() {
        return known.is_none().then(|| folder.index.put_disk(path, None, stamp));
    }
    match vault.read(path) {
        Ok((text, stamp)) => Some(folder.index.put_disk(path, Some(&text), stamp)),
        Err(error) if error.kind() == ErrorKind::NotFound => known.map(|_| folder.index.remove(path)),
        Err(error) => {
            tracing::warn!("{path} cannot be read: {error}");
            Some(folder.index.put_disk(path, None, stamp))
        }
    }
}

impl Batch {
    fn new(vault: &Vault, paths: &[PathBuf]) -> Self {
        let mut batch = Batch::default();
        for path in paths {
            batch.everything |= path == vault.root();
            let Some(path) = vault.relative(path) else { continue };
            batch.settings |= settles(vault, &path);
            batch.paths.insert(path);
        }
        batch
    }
}

/// Whether the file at `path` settles what belongs to the vault.
fn settles(vault: &Vault, path: &VaultPath) -> bool {
    // A `.gitignore` counts where a file beside it would.
    let counts = || path.with_name("beside").is_some_and(|beside| vault.accepts(&beside));
    SETTINGS_FILES.contains(&path.as_str()) || path.name() == ".gitignore" && counts()
}

/// Looks again at every file whose path begins with one of `folders`.
fn look_below(folder: &Folder, folders: &FxHashSet<String>) -> Vec<Touched> {
    if folders.is_empty() {
        return Vec::new();
    }
    let mut below = Vec::new();
    folder.index.for_each_file(|file| {
        let path = &file.place.path;
        let mut ends = path.as_str().match_indices('/').map(|(at, _)| at + 1);
        if ends.any(|end| path.as_str().get(..end).is_some_and(|folder| folders.contains(folder))) {
            below.push(path.clone());
        }
    });
    let vault = folder.vault();
    below.iter().filter_map(|path| read_again(folder, &vault, path)).collect()
}
