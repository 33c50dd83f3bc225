//! Watching a vault's folder, for editors that cannot.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{
    Config, ErrorKind, Event, EventKind, EventKindMask, PathOp, RecommendedWatcher, RecursiveMode,
    WatchPathConfig, Watcher as _,
};

use super::root::Root;
use super::{obsidian, settings_file};

/// A batch ends when nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(50);

/// A batch ends after this long in any case.
const LONGEST_BATCH: Duration = Duration::from_millis(500);

/// Whether each folder is watched by itself. Only inotify needs that; its own recursion would also
/// watch `.git`, and give up at a folder that cannot be read.
const FOLDER_BY_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What is asked of the operating system: all but what is opened, and closed without having been written. A
/// load that reads a hundred thousand notes would hear of each that it has opened itself.
const HEARD: EventKindMask = EventKindMask::CORE.union(EventKindMask::ACCESS_CLOSE);

/// Watches a vault's folder until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    stopped: Arc<AtomicBool>,
    sender: Sender<Message>,
}

/// What the thread that gathers batches hears of.
enum Message {
    /// Something happened.
    Event(Event),
    /// Something may have happened that nobody will tell.
    Lost,
    /// The [`Watcher`] is gone.
    Stop,
}

impl Watcher {
    /// Watches the folder `root`. `on_batch` is called on a thread of its own with the absolute
    /// paths of files that were created, changed, removed or renamed, below `root` as it is
    /// spelled here. A batch ends when nothing has happened for 50 ms.
    ///
    /// - A path that does not exist any more stands for all that was below it: a folder that was
    ///   removed or renamed is one path. Of a folder that came, every file is in the batch.
    /// - `root` itself in a batch means that events were lost: walk again.
    /// - Hidden files are not told, but for `.obsidian/app.json`, `.wikilinks.toml` and
    ///   `.gitignore`. Symbolic links are not followed.
    ///
    /// When the value is dropped, a batch that is under way ends, and no other begins.
    ///
    /// # Errors
    /// When the folder cannot be watched: why, and what to do, for a person to read.
    pub fn start(root: &Path, on_batch: impl Fn(Vec<PathBuf>) + Send + 'static) -> Result<Watcher, String> {
        let (sender, receiver) = mpsc::channel();
        let heard = sender.clone();
        // When the receiver is gone, so is whoever would want the event.
        let on_event = move |event| drop(heard.send(message(event)));
        let config = Config::default().with_follow_symlinks(false).with_event_kinds(HEARD);
        let watcher = RecommendedWatcher::new(on_event, config).map_err(|error| explained(&error))?;
        let mut eyes = Eyes { root: Root::new(root), watcher };
        eyes.open()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        let tell = move |batch| {
            if !stop.load(Ordering::Acquire) {
                on_batch(batch)
            }
        };
        thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watch(&receiver, &mut eyes, tell))
            .map_err(|error| format!("the vault is not watched: no thread can be started: {error}"))?;
        Ok(Watcher { stopped, sender })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        // Fails when the thread has ended, which is what is wanted.
        let _ = self.sender.send(Message::Stop);
    }
}

/// What an event means.
fn message(event: notify::Result<Event>) -> Message {
    match event {
        Ok(event) if event.need_rescan() => Message::Lost,
        Ok(event) => Message::Event(event),
        Err(error) => {
            tracing::warn!("{}", explained(&error));
            Message::Lost
        }
    }
}

/// Gathers batches and tells them, until it is told to stop.
fn watch(receiver: &Receiver<Message>, eyes: &mut Eyes, tell: impl Fn(Vec<PathBuf>)) {
    while let Some(messages) = gathered(receiver) {
        let mut batch = Batch::default();
        for message in messages {
            match message {
                Message::Event(event) => eyes.see(&event, &mut batch),
                Message::Lost => batch.lost = true,
                Message::Stop => {}
            }
        }
        if batch.lost {
            eyes.open_again();
        }
        let paths = batch.into_paths(&eyes.root);
        if !paths.is_empty() {
            tell(paths);
        }
    }
}

/// All that comes until it is quiet; `None` when it is time to stop.
fn gathered(receiver: &Receiver<Message>) -> Option<Vec<Message>> {
    let mut messages = vec![receiver.recv().ok()?];
    let end = Instant::now() + LONGEST_BATCH;
    while !matches!(messages.last(), Some(Message::Stop)) {
        let left = end.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left.min(QUIET)) {
            Ok(message) => messages.push(message),
            Err(_) => return Some(messages),
        }
    }
    None
}

/// What happened in a batch, by vault path.
#[derive(Default)]
struct Batch {
    paths: BTreeSet<String>,
    /// Folders whose files were added.
    entered: BTreeSet<PathBuf>,
    lost: bool,
}

impl Batch {
    /// The paths to tell. When events were lost the root stands for all of them.
    fn into_paths(self, root: &Root) -> Vec<PathBuf> {
        let told = self.paths.iter().map(|path| root.absolute(path));
        self.lost.then(|| root.given.clone()).into_iter().chain(told).collect()
    }
}

/// The operating system's watcher, and the folder that it looks at.
struct Eyes {
    root: Root,
    watcher: RecommendedWatcher,
}

impl Eyes {
    /// Begins to watch all that is there.
    fn open(&mut self) -> Result<(), String> {
        if !FOLDER_BY_FOLDER {
            let root = self.root.real.clone();
            return self.watcher.watch(&root, RecursiveMode::Recursive).map_err(|error| explained(&error));
        }
        let root = self.root.real.clone();
        self.watcher.watch_with(&root, alone()).map_err(|error| explained(&error))?;
        self.enter(root, None).map_err(|error| explained(&error))
    }

    /// Watches the folders that came while events were lost.
    fn open_again(&mut self) {
        if let Err(message) = self.open() {
            tracing::warn!("{message}");
        }
    }

    /// Adds what `event` tells to `batch`.
    fn see(&mut self, event: &Event, batch: &mut Batch) {
        let may_have_come = !matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
        );
        for place in &event.paths {
            let Some(path) = self.root.relative(place) else {
                // The root itself: gone, renamed or back again.
                batch.lost |= may_have_come && (*place == self.root.real || *place == self.root.given);
                continue;
            };
            let is_folder = fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_dir());
            if is_folder {
                if may_have_come && is_entered(&path) {
                    self.enter_new(place, batch);
                }
            } else if is_told(&path) {
                batch.paths.insert(path);
            }
        }
    }

    /// Enters a folder that came, unless it came with one above it.
    fn enter_new(&mut self, folder: &Path, batch: &mut Batch) {
        if batch.entered.contains(folder) {
            return;
        }
        if let Err(error) = self.enter(folder.to_owned(), Some(batch)) {
            tracing::warn!("{}", explained(&error));
            batch.lost = true;
        }
    }

    /// Watches `folder` and all folders below it, and adds their files to `batch`, if there is one.
    ///
    /// # Errors
    /// When no more folders can be watched. A folder that cannot be entered is logged.
    fn enter(&mut self, folder: PathBuf, mut batch: Option<&mut Batch>) -> notify::Result<()> {
        // All that are equally deep at once: for each question the watcher's thread has to wake up.
        let mut to_enter = vec![folder];
        while !to_enter.is_empty() {
            // Before they are listed: a file that comes in between is then told twice, and not never.
            self.watch_folders(&to_enter)?;
            for folder in mem::take(&mut to_enter) {
                if let Err(error) = self.list(&folder, batch.as_deref_mut(), &mut to_enter) {
                    tracing::debug!("{} cannot be listed: {error}", folder.display());
                }
                if let Some(batch) = &mut batch {
                    batch.entered.insert(folder);
                }
            }
        }
        Ok(())
    }

    /// Adds the folders in `folder` to `to_enter`, and the files to `batch`. Without one, nothing is asked of
    /// a file: a server starts so.
    fn list(
        &self,
        folder: &Path,
        mut batch: Option<&mut Batch>,
        to_enter: &mut Vec<PathBuf>,
    ) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let Ok(entry) = entry else { continue };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if !is_folder && batch.is_none() {
                continue;
            }
            let place = entry.path();
            let Some(path) = self.root.relative(&place) else { continue };
            if is_folder {
                if is_entered(&path) {
                    to_enter.push(place);
                }
            } else if let Some(batch) = &mut batch
                && is_told(&path)
            {
                batch.paths.insert(path);
            }
        }
        Ok(())
    }

    /// Watches each of `folders`, if that is needed.
    ///
    /// # Errors
    /// When no more folders can be watched. A folder that cannot be watched for another reason is logged.
    fn watch_folders(&mut self, folders: &[PathBuf]) -> notify::Result<()> {
        if !FOLDER_BY_FOLDER {
            return Ok(());
        }
        let mut to_watch: Vec<_> =
            folders.iter().map(|folder| PathOp::Watch(folder.clone(), alone())).collect();
        while let Err(failed) = self.watcher.update_paths(to_watch) {
            // When no operation is named, the watcher has come to its end.
            if failed.origin.is_none() || matches!(failed.source.kind, ErrorKind::MaxFilesWatch) {
                return Err(failed.source);
            }
            tracing::warn!("{}", explained(&failed.source));
            to_watch = failed.remaining;
        }
        Ok(())
    }
}

/// How each folder is watched: without those below it. One that has become a symbolic link meanwhile leads nowhere.
fn alone() -> WatchPathConfig {
    WatchPathConfig::new(RecursiveMode::NonRecursive).with_dereference_symlinks(false)
}

/// Whether something that happens to the file at `path` is told.
fn is_told(path: &str) -> bool {
    if [obsidian::APP_JSON, obsidian::DAILY_JSON, settings_file::NAME].contains(&path) {
        return true;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    is_visible(folder) && (name == ".gitignore" || !name.starts_with('.'))
}

/// Whether the files in the folder at `path` can be told.
fn is_entered(path: &str) -> bool {
    is_visible(path) || path == obsidian::FOLDER
}

/// Whether no folder of `path` is one that no walk enters.
fn is_visible(path: &str) -> bool {
    !path.split('/').any(|name| name.starts_with('.') || name == "node_modules")
}

/// Why watching fails, and what a person can do.
fn explained(error: &notify::Error) -> String {
    let about = error.paths.first().map(|path| format!(" ({})", path.display())).unwrap_or_default();
    match &error.kind {
        ErrorKind::MaxFilesWatch => format!(
            "changes on disk are not seen in all folders: the system's limit of watched folders is reached{about}. \
             Raise it with `sudo sysctl fs.inotify.max_user_watches=524288`, then restart the server"
        ),
        ErrorKind::Io(io) if cfg!(target_os = "linux") && io.raw_os_error() == Some(24) => {
            "changes on disk are not seen: the system's limit of watchers or of open files is reached. Close other \
             programs that watch files, or raise it with `sudo sysctl fs.inotify.max_user_instances=1024`, then \
             restart the server"
                .to_owned()
        }
        ErrorKind::Io(io) => format!("changes on disk may not be seen{about}: {io}"),
        ErrorKind::PathNotFound => format!("changes on disk are not seen: there is no such folder{about}"),
        _ => format!("changes on disk may not be seen: {error}"),
    }
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
