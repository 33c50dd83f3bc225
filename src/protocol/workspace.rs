//! The folders that are open, each a vault with its index, and which of them a file is in.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::watch;

use crate::index::{Index, View};
use crate::vault::{DiagnosticCode, Settings, Vault, VaultPath, Watcher};

use super::keep::Kept;
use super::moves::FolderMoves;
use super::uri::Below;

/// What has happened to files of a folder.
pub(super) enum News {
    /// These files and folders may have come, gone or changed.
    Changed(Vec<PathBuf>),
    /// The editor has moved files.
    Moved(FolderMoves),
}

/// How much of a folder is in its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loaded {
    /// Nothing yet.
    Nothing,
    /// The names of its files. What one of them says is read when it is asked for; other questions wait.
    Names,
    /// All.
    All,
}

/// What has happened to files and is not taken in yet, in the order in which it was told.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<News>,
    /// How much there has been, with what is taken in.
    told: u64,
    /// Whether someone takes it in.
    at_work: bool,
}

/// One folder: a vault, and its index.
pub(super) struct Folder {
    /// Tells it from every other folder of this session.
    pub id: u32,
    /// Whether it is only there for single files outside every folder: nothing is walked then.
    pub loose: bool,
    /// Its index.
    pub index: Arc<Index>,
    /// The URIs of its files, as long as no client has them open.
    pub uris: Below,
    vault: RwLock<Arc<Vault>>,
    loaded: watch::Sender<Loaded>,
    closed: AtomicBool,
    /// Held by whoever takes texts into the index, so that they go in in their order.
    writer: Mutex<()>,
    /// Paths that may have changed while the index was being loaded.
    early: Mutex<Vec<PathBuf>>,
    news: Mutex<Queue>,
    /// How much of the news has been taken in.
    taken_in: watch::Sender<u64>,
    /// What of the index is kept for the next run.
    pub kept: Kept,
    /// Our own watcher, when the client has none.
    pub watcher: Mutex<Option<Watcher>>,
}

impl Folder {
    fn new(id: u32, root: &Path, loose: bool) -> Self {
        let vault = Vault::with_settings(root, settings(loose));
        Self {
            id,
            loose,
            index: Arc::new(Index::new()),
            uris: Below::new(vault.root()),
            vault: RwLock::new(Arc::new(vault)),
            loaded: watch::Sender::new(if loose { Loaded::All } else { Loaded::Nothing }),
            closed: AtomicBool::new(false),
            writer: Mutex::new(()),
            early: Mutex::new(Vec::new()),
            news: Mutex::default(),
            taken_in: watch::Sender::new(0),
            kept: Kept::default(),
            watcher: Mutex::new(None),
        }
    }

    /// The vault as it is set now.
    pub fn vault(&self) -> Arc<Vault> {
        self.vault.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the vault: its settings have changed.
    pub fn set_vault(&self, vault: Vault) {
        *self.vault.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(vault);
    }

    /// What a feature is handed.
    pub fn view(&self) -> View {
        View::new(self.vault(), self.index.clone())
    }

    /// Whether this much is in the index.
    pub fn has(&self, what: Loaded) -> bool {
        *self.loaded.borrow() >= what
    }

    /// Marks the names as loaded.
    pub fn set_named(&self) {
        self.loaded.send_modify(|loaded| *loaded = Loaded::Names.max(*loaded));
    }

    /// Marks the index as loaded, and gives out the paths that may have changed meanwhile.
    pub fn set_ready(&self) -> Vec<PathBuf> {
        let mut early = lock(&self.early);
        self.loaded.send_replace(Loaded::All);
        std::mem::take(&mut early)
    }

    /// Waits until this much is in the index.
    pub async fn until(&self, what: Loaded) {
        // An error means that the sender is gone; `self` holds it.
        let _ = self.loaded.subscribe().wait_for(|loaded| *loaded >= what).await;
    }

    /// Waits until the index is loaded.
    pub async fn until_ready(&self) {
        self.until(Loaded::All).await;
    }

    /// Puts `paths` by when the index is not loaded yet; else gives them back.
    pub fn put_by(&self, paths: Vec<PathBuf>) -> Option<Vec<PathBuf>> {
        let mut early = lock(&self.early);
        if self.has(Loaded::All) {
            return Some(paths);
        }
        early.extend(paths);
        None
    }

    /// Lines up what has happened to files. Says whether nobody is at work on the line, so that
    /// whoever asks has to begin.
    pub fn line_up(&self, news: News) -> bool {
        let mut queue = lock(&self.news);
        queue.waiting.push_back(news);
        queue.told += 1;
        !std::mem::replace(&mut queue.at_work, true)
    }

    /// What has happened to files next, for whoever is at work on the line. With `None` the work
    /// ends.
    pub fn next_news(&self) -> Option<News> {
        let mut queue = lock(&self.news);
        let next = queue.waiting.pop_front();
        queue.at_work = next.is_some();
        next
    }

    /// Marks the news that was given out last as taken in.
    pub fn news_taken_in(&self) {
        self.taken_in.send_modify(|count| *count += 1);
    }

    /// How much news there has been so far.
    pub fn told(&self) -> u64 {
        lock(&self.news).told
    }

    /// Waits until as much of the news is taken in as there was when `told` was looked at.
    pub async fn until_taken_in(&self, told: u64) {
        // An error means that the sender is gone; `self` holds it.
        let _ = self.taken_in.subscribe().wait_for(|count| *count >= told).await;
    }

    /// The right to take texts into the index.
    pub fn writing(&self) -> MutexGuard<'_, ()> {
        lock(&self.writer)
    }

    /// Whether the folder has been taken out of the workspace.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Marks the folder as taken out. Who waits for it to be loaded goes on.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.kept.changed();
        lock(&self.watcher).take();
        self.set_ready();
    }
}

/// The settings before any are read. A single file cannot be blamed for links to files that
/// nobody looked for.
fn settings(loose: bool) -> Settings {
    let mut settings = Settings::default();
    if loose {
        settings.severities = [
            DiagnosticCode::UnresolvedNote,
            DiagnosticCode::UnresolvedAttachment,
            DiagnosticCode::AmbiguousLink,
            DiagnosticCode::AliasAsTarget,
        ]
        .map(|code| (code, None))
        .to_vec();
    }
    settings
}

/// Locks, also after a panic elsewhere: no lock of this module guards more than one value.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Every folder.
#[derive(Default)]
pub(super) struct Workspace {
    folders: RwLock<Vec<Arc<Folder>>>,
    next_id: AtomicU32,
}

impl Workspace {
    /// Every folder, those for single files too.
    pub fn folders(&self) -> Vec<Arc<Folder>> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every folder that the client has opened.
    pub fn opened(&self) -> Vec<Arc<Folder>> {
        self.folders().into_iter().filter(|folder| !folder.loose).collect()
    }

    /// The folder with this id.
    pub fn folder(&self, id: u32) -> Option<Arc<Folder>> {
        self.folders().into_iter().find(|folder| folder.id == id)
    }

    /// Adds the folder at `root`; `None` when it is already there.
    pub fn add(&self, root: &Path) -> Option<Arc<Folder>> {
        let there = self.opened().iter().any(|folder| folder.vault().root() == root);
        (!there).then(|| self.push(root, false))
    }

    /// Takes the folder at `root` out.
    pub fn remove(&self, root: &Path) -> Option<Arc<Folder>> {
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        let at = folders.iter().position(|folder| !folder.loose && folder.vault().root() == root)?;
        let folder = folders.remove(at);
        folder.close();
        Some(folder)
    }

    fn push(&self, root: &Path, loose: bool) -> Arc<Folder> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let folder = Arc::new(Folder::new(id, root, loose));
        self.folders.write().unwrap_or_else(PoisonError::into_inner).push(folder.clone());
        folder
    }

    /// The opened folder that `file` is in, the innermost of several, and the file's path there.
    pub fn opened_folder_of(&self, file: &Path) -> Option<(Arc<Folder>, VaultPath)> {
        let within = self.opened().into_iter().filter_map(|folder| {
            let path = folder.vault().relative(file)?;
            Some((folder, path))
        });
        within.min_by_key(|(_, path)| path.depth())
    }

    /// The folder that `file`, which is opened, is in, and the file's path there. A file outside every
    /// folder gets one of its own, shared by the files beside it, until [`Workspace::drop_loose`].
    pub fn folder_of(&self, file: &Path) -> Option<(Arc<Folder>, VaultPath)> {
        if let Some(found) = self.known_folder_of(file) {
            return Some(found);
        }
        let path = VaultPath::new(file.file_name()?.to_str()?)?;
        Some((self.push(file.parent()?, true), path))
    }

    /// As [`Workspace::folder_of`], but `None` for a file that no folder is there for yet.
    pub fn known_folder_of(&self, file: &Path) -> Option<(Arc<Folder>, VaultPath)> {
        let opened = || real(file).and_then(|real| self.opened_folder_of(&real));
        self.opened_folder_of(file).or_else(|| self.loose_folder_of(file)).or_else(opened)
    }

    /// Lets go of the folders that are only there for single files, but for those `in_use`.
    pub fn drop_loose(&self, in_use: impl Fn(&Folder) -> bool) {
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.retain(|folder| !folder.loose || in_use(folder));
    }

    fn loose_folder_of(&self, file: &Path) -> Option<(Arc<Folder>, VaultPath)> {
        let (parent, path) = (file.parent()?, VaultPath::new(file.file_name()?.to_str()?)?);
        let beside = |folder: &Arc<Folder>| folder.loose && folder.vault().root() == parent;
        Some((self.folders().into_iter().find(beside)?, path))
    }
}

/// `file` with the symbolic links in its folder followed.
fn real(file: &Path) -> Option<PathBuf> {
    Some(file.parent()?.canonicalize().ok()?.join(file.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_in_the_innermost_folder() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let workspace = Workspace::default();
        let outer_folder = workspace.add(root.path()).unwrap();
        let inner_folder = workspace.add(&inner).unwrap();
        assert!(workspace.add(&inner).is_none());

        let (folder, path) = workspace.folder_of(&inner.join("x/a.md")).unwrap();
        assert_eq!((folder.id, path.as_str()), (inner_folder.id, "x/a.md"));
        workspace.remove(&inner);
        let (folder, path) = workspace.folder_of(&inner.join("x/a.md")).unwrap();
        assert_eq!((folder.id, path.as_str()), (outer_folder.id, "inner/x/a.md"));
    }

    #[test]
    fn files_outside_every_folder_share_one_with_their_neighbours() {
        let root = tempfile::tempdir().unwrap();
        let workspace = Workspace::default();
        let folder = |file: &str| workspace.folder_of(&root.path().join(file)).unwrap().0;
        assert!(folder("a.md").loose && folder("a.md").has(Loaded::All));
        assert_eq!(folder("a.md").id, folder("b.md").id);
        assert_ne!(folder("a.md").id, folder("x/a.md").id);
    }
}
