//! A vault: a folder of notes, and what is set for it. The only module that reads files.

mod cache;
#[cfg(test)]
mod fixture;
mod ignore;
mod inside;
mod left_out;
mod manual;
mod obsidian;
mod path;
mod reading;
mod root;
mod set_aside;
mod settings;
mod settings_file;
mod settings_keys;
mod settings_sources;
mod settings_value;
mod walk;
mod watch;

pub use cache::{CacheContent, CacheEntry, CacheFile, CacheFolder, OpenCache};
pub use inside::OpenFolder;
pub use left_out::{Cause, LeftOut};
pub use path::VaultPath;
pub use reading::Reading;
pub use settings::{DiagnosticCode, LinkFormat, Settings, SettingsProblem, Severity};
pub use settings_keys::{SettingDoc, setting_docs};
pub use settings_sources::{SettingInForce, Source};
pub use watch::Watcher;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::note::FieldKind;

use ignore::Belonging;
use root::Root;
use set_aside::SetAside;
use settings_sources::Sources;
use settings_value::{Layer, Spelling};

/// Where an editor's settings come from, as a problem says it.
const CLIENT: &str = "the editor's settings";

/// What a file looked like when it was read: tells whether it has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// Its length in bytes.
    pub size: u64,
}

/// How long ago a file must have been written when it is read, so that a later write changes its
/// time: no file system in use counts in longer steps than two seconds.
const GRAIN: Duration = Duration::from_secs(3);

impl Stamp {
    /// Whether, when the file was read at `read`, each later write gives it another stamp.
    pub fn is_settled(&self, read: SystemTime) -> bool {
        self.modified.is_some_and(|modified| read.duration_since(modified).is_ok_and(|age| age >= GRAIN))
    }
}

/// A file that a walk found.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: VaultPath,
    /// What it looked like.
    pub stamp: Stamp,
    /// What is in it; `None` for an attachment, and for a note that cannot be read.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Found {
    /// Its text; `None` for an attachment, and for a note that is not UTF-8, which is logged, or cannot
    /// be read. The bytes are looked at by every call: ask once.
    pub fn text(&self) -> Option<&str> {
        let text = simdutf8::basic::from_utf8(self.bytes.as_ref()?);
        text.inspect_err(|_| tracing::warn!("{} is not read: it is not UTF-8", self.path)).ok()
    }
}

/// One vault: its root, its settings, and which files belong to it.
///
/// A value: when a settings file or a `.gitignore` changes, a new one is opened. Used from many
/// threads at once.
#[derive(Debug)]
pub struct Vault {
    root: Arc<Root>,
    /// The settings in force.
    pub settings: Settings,
    belonging: Arc<Belonging>,
    set_aside: SetAside,
    sources: Sources,
    fixed_clock: Option<DateTime>,
}

impl Vault {
    /// Opens the vault at `root`: reads `.obsidian/app.json` (R19), `.obsidian/daily-notes.json` and `.wikilinks.toml`. Later
    /// ones win: the defaults, Obsidian's settings, `client` (the settings that the editor sends,
    /// `null` for none), `.wikilinks.toml`.
    ///
    /// Never fails: what is wrong with a setting is in the second value, and its default stays.
    pub fn open(root: &Path, client: &serde_json::Value) -> (Vault, Vec<SettingsProblem>) {
        let root = Root::new(root);
        let mut problems = Vec::new();
        let (mut settings, mut sources) = (Settings::default(), Sources::default());
        for file in &obsidian::FILES {
            if let Some(text) = settings_text(&root, file.source.name(), &mut problems) {
                sources.add(file.source, obsidian::lay(file, &text, &mut settings, &mut problems));
            }
        }
        let mut layer = Layer::new(&mut settings, &mut problems, CLIENT, Spelling::CamelToo);
        layer.lay_client(client);
        sources.add(Source::Editor, layer.keys());
        let excluded_by_client = settings.exclude.clone();
        if let Some(text) = settings_text(&root, settings_file::NAME, &mut problems) {
            let mut layer = Layer::new(&mut settings, &mut problems, settings_file::NAME, Spelling::Exact);
            match settings_file::parse(&text) {
                Ok(values) => layer.lay(&values),
                Err(message) => layer.report("", &message),
            }
            sources.add(Source::Vault, layer.keys());
        }
        let exclude_place = if settings.exclude == excluded_by_client { CLIENT } else { settings_file::NAME };
        let vault = Self::assembled(root, settings, exclude_place, &mut problems);
        (Vault { sources, ..vault }, problems)
    }

    /// A vault at `root` with these settings, which reads no settings file. For single files
    /// outside any folder, and for tests.
    pub fn with_settings(root: &Path, settings: Settings) -> Vault {
        Self::assembled(Root::new(root), settings, CLIENT, &mut Vec::new())
    }

    fn assembled(
        root: Root,
        settings: Settings,
        exclude_place: &str,
        problems: &mut Vec<SettingsProblem>,
    ) -> Vault {
        let root = Arc::new(root);
        let set_aside = SetAside::new(&settings.user_ignore_filters, problems);
        let belonging = Arc::new(Belonging::new(Arc::clone(&root), &settings, exclude_place, problems));
        Vault { root, settings, belonging, set_aside, sources: Sources::default(), fixed_clock: None }
    }

    /// The vault with a clock that stands still at `now`. For tests, and for a client that knows
    /// better what day it is.
    pub fn with_clock(self, now: DateTime) -> Vault {
        Vault { fixed_clock: Some(now), ..self }
    }

    /// The day and the time where the vault is: the system's, in its own time zone.
    pub fn now(&self) -> DateTime {
        self.fixed_clock.unwrap_or_else(|| {
            // A clock that is set to no year of the calendar says nothing.
            let now = Timestamp::try_from(SystemTime::now()).unwrap_or_default();
            now.to_zoned_datetime(TimeZone::system()).datetime()
        })
    }

    /// Every setting, with the value that is in force and where it comes from, in the order of the
    /// documentation. Obsidian's `userIgnoreFilters` come last.
    pub fn settings_in_force(&self) -> Vec<SettingInForce> {
        self.sources.in_force(&self.settings)
    }

    /// The keys of the frontmatter whose kind is set in Obsidian, in the order of its `types.json`; none
    /// when that cannot be read. Reads the file.
    pub fn property_kinds(&self) -> Vec<(Box<str>, FieldKind)> {
        let text = settings_text(&self.root, obsidian::TYPES_JSON, &mut Vec::new());
        text.map(|text| obsidian::property_kinds(&text)).unwrap_or_default()
    }

    /// What a walk leaves out, and why, in the order of the paths. A folder counts once, whatever
    /// is in it. A walk of its own, which reads no note: for who asks, not for every start.
    pub fn left_out(&self) -> Vec<LeftOut> {
        left_out::left_out(&self.root, &self.belonging)
    }

    /// The vault's folder, as it was given, made absolute.
    pub fn root(&self) -> &Path {
        &self.root.given
    }

    /// Where `path` is on this machine.
    pub fn absolute(&self, path: &VaultPath) -> PathBuf {
        self.root.absolute(path.as_str())
    }

    /// The vault path of a file on this machine; `None` when it is not below the root, or its
    /// name is not UTF-8. The file need not exist. The root may be spelled as it was given, or
    /// without symbolic links.
    pub fn relative(&self, path: &Path) -> Option<VaultPath> {
        VaultPath::new(&self.root.relative(path)?)
    }

    /// Whether a walk takes this path in: it is not hidden, and neither `.gitignore` nor a setting
    /// leaves it out. Looks at names only; the file need not exist.
    pub fn accepts(&self, path: &VaultPath) -> bool {
        self.belonging.takes_file(path.as_str())
    }

    /// Whether `.obsidian/app.json` names the path in `userIgnoreFilters`: such a note resolves,
    /// and comes last in completion (R19).
    ///
    /// `path` is asked for only when something is set aside: mostly nothing is, and the paths of very many
    /// notes are elsewhere in memory.
    pub fn is_set_aside<'p>(&self, path: impl FnOnce() -> &'p VaultPath) -> bool {
        self.set_aside.has(path)
    }

    /// Reads a file of the vault.
    ///
    /// # Errors
    /// When it is not a regular file inside the root (symbolic links are not followed, as in a walk),
    /// cannot be read, is longer than 64 MiB (`FileTooLarge`), or is not UTF-8 (`InvalidData`).
    pub fn read(&self, path: &VaultPath) -> std::io::Result<(String, Stamp)> {
        self.root.read(path.as_str())
    }

    /// What the file looks like now; `None` when there is no regular file.
    pub fn stamp(&self, path: &VaultPath) -> Option<Stamp> {
        self.root.stamp(path.as_str())
    }

    /// Whether the file at `path` is there and nobody may write it.
    pub fn is_read_only(&self, path: &VaultPath) -> bool {
        self.root.is_read_only(path.as_str())
    }

    /// Whether there is a folder at `path`, inside the vault.
    pub fn is_folder(&self, path: &VaultPath) -> bool {
        self.root.is_folder(path.as_str())
    }

    /// Where `path` is on this machine, for someone who writes there, and what is there now: `None`
    /// for nothing. Folders on the way to it need not exist.
    ///
    /// # Errors
    /// When it is behind a symbolic link or is one, is hidden, or runs through something that is no
    /// folder. So nothing outside the vault is written, nor what belongs to other programs.
    pub fn place_to_write(&self, path: &VaultPath) -> std::io::Result<(PathBuf, Option<std::fs::Metadata>)> {
        self.root.place(path.as_str())
    }

    /// Opens the folder of `place`, which [`Vault::place_to_write`] gave; with the last part of `place`.
    /// What is done in it is done inside the vault, whatever becomes a symbolic link after this.
    ///
    /// # Errors
    /// When there is no such folder, or it is behind a symbolic link by now.
    pub fn open_folder_of<'a>(&self, place: &'a Path) -> std::io::Result<(OpenFolder, &'a std::ffi::OsStr)> {
        self.root.open_folder_of(place)
    }

    /// The folder `.wikilinks` of the vault, where a change that is under way is written down. It
    /// need not exist.
    ///
    /// # Errors
    /// When something that is no folder has its name, a symbolic link say.
    pub fn own_folder(&self) -> std::io::Result<PathBuf> {
        self.root.own_folder()
    }

    /// The files below `folder` that a walk takes in; none when it is no folder of the vault. For a
    /// folder that came while the vault is watched.
    pub fn files_below(&self, folder: &VaultPath) -> Vec<VaultPath> {
        walk::files_below(&self.root, &self.belonging, folder)
    }

    /// Who reads these files of the vault, all of one folder, that a walk has found.
    pub fn reading<'p>(&self, mut files: impl ExactSizeIterator<Item = &'p VaultPath>) -> Reading {
        let count = files.len();
        Reading::in_folder(&self.root, files.next().map_or("", VaultPath::folder), count)
    }

    /// Who reads any files of the vault that a walk has found.
    pub fn reading_anywhere(&self) -> Reading {
        Reading::anywhere(&self.root)
    }

    /// Finds every file of the vault, and opens none, in parallel; `take` is given some files of one folder
    /// at a time, in the order of their paths, and is called from several threads. What cannot be entered
    /// is logged, and the rest goes on. `stop` is looked at often; when it says true the walk ends early.
    pub fn walk(&self, take: impl Fn(Vec<VaultPath>) + Sync, stop: impl Fn() -> bool + Sync) {
        walk::walk(&self.root, &self.belonging, take, stop);
    }
}

/// The text of a settings file; `None` when there is none, or it cannot be read, which is a problem.
fn settings_text(root: &Root, place: &str, problems: &mut Vec<SettingsProblem>) -> Option<String> {
    let text = root.read_if_there(place).and_then(|bytes| bytes.map(root::text_of).transpose());
    text.unwrap_or_else(|error| {
        let message = format!("it cannot be read: {error}");
        problems.push(SettingsProblem { place: place.to_owned(), key: String::new(), message });
        None
    })
}

#[cfg(test)]
mod tests;
