//! Keeping the indexes between runs: written in the background, never while someone waits.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::index::give_back_soon;
use crate::vault::{CacheFile, CacheFolder};

use super::manual::Manual;
use super::session::Session;
use super::workspace::{Folder, lock};

/// How long nothing must have changed before an index is written.
const QUIET: Duration = Duration::from_secs(30);

/// How long after the start that is for the first time.
const FIRST: Duration = Duration::from_secs(5);

/// One file in this many may change before all are written again.
const FEW: u64 = 256;

/// How long the end of the server waits for what is being written.
const LAST: Duration = Duration::from_secs(10);

/// Where indexes are kept, and who is writing one right now.
#[derive(Default)]
pub(super) struct Keeper {
    folder: Option<CacheFolder>,
    /// The pages of the documentation, in the same folder.
    pub manual: Manual,
    writing: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

/// What of a folder's index is in its cache file.
#[derive(Default)]
pub(super) struct Kept {
    /// `None` as long as the index is not loaded to its end.
    state: Mutex<Option<State>>,
    /// There may be something to write.
    news: Notify,
}

/// How far the cache file is behind.
#[derive(Clone, Copy)]
struct State {
    /// The revision of the disk that it was compared with, or written at.
    revision: u64,
    /// How many files were other than kept at that revision.
    differed: u64,
}

impl State {
    /// How many changes the cache file does not have, at most.
    fn behind(self, folder: &Folder) -> u64 {
        folder.index.disk_revision().saturating_sub(self.revision).saturating_add(self.differed)
    }
}

impl Keeper {
    /// One that keeps indexes in `folder`; nowhere for `None`.
    pub fn new(folder: Option<CacheFolder>) -> Self {
        Self { manual: Manual::new(folder.clone()), folder, writing: Mutex::default() }
    }

    /// Where the index of `folder` is kept.
    pub fn file_of(&self, folder: &Folder) -> Option<CacheFile> {
        let cache = self.folder.as_ref().filter(|_| !folder.loose)?;
        cache.file_of(&folder.vault())
    }

    /// Begins to write the index of `folder`, when it has changed enough since it was kept.
    pub fn write(&self, folder: &Arc<Folder>) {
        let Some(file) = self.file_of(folder).filter(|_| folder.kept.is_behind(folder)) else { return };
        let folder = folder.clone();
        // A thread of its own: a worker is for those who wait.
        let writer = std::thread::Builder::new().name("keep".to_owned()).spawn(move || {
            go_last();
            write(&folder, &file);
            give_back_soon();
        });
        match writer {
            Ok(writer) => {
                let mut writing = lock(&self.writing);
                writing.retain(|other| !other.is_finished());
                writing.push(writer);
            }
            Err(error) => tracing::warn!("the index is not kept: {error}"),
        }
    }

    /// Waits for what is being written, but not for ever.
    pub fn finish(&self) {
        let until = Instant::now() + LAST;
        let busy = || lock(&self.writing).iter().any(|writer| !writer.is_finished());
        while busy() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// How much lower the priority of the writer is, in steps of Linux: others get nine tenths of a core that
/// both want.
#[cfg(target_os = "linux")]
const LOWER: i32 = 10;

/// Lets other threads go before this one from now on.
fn go_last() {
    // Elsewhere it would be said of the whole process. Where it is not allowed, nothing is lost.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(LOWER);
}

fn write(folder: &Folder, file: &CacheFile) {
    // The revision first: what changes meanwhile is written the next time. One writer at a time.
    let mut kept = lock(&folder.kept.state);
    let revision = folder.index.disk_revision();
    if kept.is_none_or(|kept| kept.behind(folder) == 0) {
        return;
    }
    let began = Instant::now();
    match folder.index.store(file) {
        Ok(()) => tracing::debug!("{} is written in {:?}", file.path().display(), began.elapsed()),
        Err(error) => tracing::warn!("{} is not written: {error}", file.path().display()),
    }
    // A failure too: the next try is for the next change.
    *kept = Some(State { revision, differed: 0 });
}

impl Kept {
    /// The index is loaded to its end, and `changed` of its files are not what is in the cache file;
    /// `None` when there is none that can be used.
    pub fn loaded(&self, folder: &Folder, changed: Option<usize>) {
        let differed = changed.map_or(u64::MAX, |changed| changed as u64);
        *lock(&self.state) = Some(State { revision: folder.index.disk_revision(), differed });
        self.news.notify_one();
    }

    /// The index may have changed.
    pub fn changed(&self) {
        self.news.notify_one();
    }

    /// Whether so much has changed since the index was kept that it is worth writing all of it again:
    /// the next start reads what has changed, and a few notes cost it nothing.
    fn is_behind(&self, folder: &Folder) -> bool {
        let few = folder.index.len() as u64 / FEW;
        // Someone who holds it is writing.
        self.state.try_lock().is_ok_and(|kept| kept.is_some_and(|kept| kept.behind(folder) > few))
    }
}

impl Session {
    /// Keeps the index of `folder` as long as the folder is open: writes it whenever enough of it has
    /// changed and then nothing has for a while.
    pub async fn keep(self: Arc<Self>, folder: Arc<Folder>) {
        let mut quiet = FIRST;
        while !folder.is_closed() {
            folder.kept.news.notified().await;
            while tokio::time::timeout(quiet, folder.kept.news.notified()).await.is_ok() {}
            quiet = QUIET;
            self.keeper.write(&folder);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_writer_alone_goes_last() {
        let niceness = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            let behind_name = stat.rsplit_once(") ").unwrap().1;
            behind_name.split(' ').nth(16).unwrap().parse::<i32>().unwrap()
        };
        let before = niceness();
        let writer = std::thread::spawn(move || {
            go_last();
            niceness()
        });
        assert_eq!(writer.join().unwrap(), (before + LOWER).min(19));
        assert_eq!(niceness(), before);
    }
}
