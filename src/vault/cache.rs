//! What is kept of a vault between runs, in the user's cache folder: one file for each vault.
//!
//! The file says which program wrote it and for which vault, and carries a checksum. What is not
//! exactly as it was written is dropped: the vault's files say it all again.

use std::fs;
use std::io::{self, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Vault, manual};

/// What every cache file begins with.
const MAGIC: &[u8; 16] = b"wikilinks cache\n";

/// The form of the file, and of what is kept in it.
const FORMAT: u32 = 2;

/// Where the checksum of all that follows stands, behind the magic and the format.
const CHECKSUM: std::ops::Range<usize> = 20..24;

/// Where the length of the head stands: the last that has a place of its own.
const HEAD_LENGTH: std::ops::Range<usize> = 24..28;

/// A longer head is none: no path has so many bytes.
const LONGEST_HEAD: u32 = 64 << 10;

/// What is told of a file that is not as it was written.
const DAMAGED: &str = "it is damaged";

/// A file that is longer is not read: 4 GiB.
const LONGEST: u64 = 4 << 30;

/// What a cache file's name ends with.
const EXTENSION: &str = "cache";

/// How many bytes are summed up and written at a time.
const TOGETHER: usize = 64 << 10;

/// What every file that is being written begins with.
const UNFINISHED: &str = ".unfinished-";

/// The folder of all that this program keeps for one user between runs.
#[derive(Debug, Clone)]
pub struct CacheFolder(PathBuf);

/// What is kept of one vault.
#[derive(Debug, Clone)]
pub struct CacheFile {
    folder: PathBuf,
    name: String,
    root: PathBuf,
}

/// A cache file, as a person asks about it.
#[derive(Debug)]
pub struct CacheEntry {
    /// The vault's folder; `None` when the file does not say it.
    pub vault: Option<PathBuf>,
    /// The file's length in bytes.
    pub size: u64,
}

/// The part of the file that says whose it is.
#[derive(Serialize, Deserialize)]
struct Head {
    program: String,
    root: String,
    /// How many bytes the first of the two parts has.
    first: u64,
}

/// What is kept: two parts, so that the first can be let go while the other stays as it was read.
pub struct CacheContent {
    /// What [`CacheFile::write`] was given first.
    pub first: Vec<u8>,
    /// What it was given behind it.
    pub rest: Vec<u8>,
}

impl CacheFolder {
    /// The user's: `wikilinks` in `$XDG_CACHE_HOME` when that is an absolute path, else where the
    /// system keeps such files. `None` when the user has no such place.
    pub fn of_user() -> Option<Self> {
        let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home =
            |below: &str| std::env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(below));
        let system = || match std::env::consts::OS {
            "windows" => set("LOCALAPPDATA"),
            "macos" => home("Library/Caches"),
            _ => home(".cache"),
        };
        Some(Self(set("XDG_CACHE_HOME").or_else(system)?.join("wikilinks")))
    }

    /// The folder at `path`, which need not exist.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// What is kept of `vault`. `None` when nothing is to be: its setting `cache` is off, or this
    /// folder lies in the vault.
    pub fn file_of(&self, vault: &Vault) -> Option<CacheFile> {
        let root = &vault.root.real;
        let inside = |folder: &Path| folder.starts_with(root) || folder.starts_with(&vault.root.given);
        if !vault.settings.cache || inside(&self.0) || real(&self.0).is_some_and(|real| inside(&real)) {
            return None;
        }
        let last = root.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let word: String =
            last.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).take(40).collect();
        let sum = crc32fast::hash(root.as_os_str().as_encoded_bytes());
        let name = format!("{word}-{sum:08x}.{EXTENSION}");
        Some(CacheFile { folder: self.0.clone(), name, root: root.clone() })
    }

    /// Every cache file, the largest first.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn entries(&self) -> io::Result<Vec<CacheEntry>> {
        let entry = |place: PathBuf| {
            let size = place.symlink_metadata().map(|metadata| metadata.len()).unwrap_or(0);
            CacheEntry { vault: vault_of(&place), size }
        };
        let mut entries: Vec<_> = self.own_files()?.into_iter().map(entry).collect();
        entries.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.vault.cmp(&b.vault)));
        Ok(entries)
    }

    /// Deletes every cache file, the pages of the manual, and then the folder when nothing else is in
    /// it. Says how many cache files there were. A server that runs writes its own again when something changes.
    ///
    /// # Errors
    /// When one cannot be deleted.
    pub fn clear(&self) -> io::Result<usize> {
        let files = self.own_files()?;
        files.iter().try_for_each(fs::remove_file)?;
        match fs::remove_dir_all(self.0.join(manual::FOLDER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // Not empty: someone else keeps something here.
        let _ = fs::remove_dir(&self.0);
        Ok(files.len())
    }

    fn own_files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        Ok(entries.flatten().map(|entry| entry.path()).filter(|path| is_own(path)).collect())
    }
}

/// Whether the file at `path` has a name that this program gives.
fn is_own(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(UNFINISHED) || path.extension().is_some_and(|extension| extension == EXTENSION)
}

/// The nearest folder above `path`, or `path` itself, that exists, without symbolic links, and the
/// rest of the path behind it.
fn real(path: &Path) -> Option<PathBuf> {
    path.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some(real.join(path.strip_prefix(above).ok()?))
    })
}

/// The vault that the cache file at `place` says it is for.
fn vault_of(place: &Path) -> Option<PathBuf> {
    let (_, head) = Begin::read(&mut regular(place).ok()?).ok()?;
    Some(postcard::from_bytes::<Head>(&head).ok()?.root.into())
}

/// Opens the file at `place`.
///
/// # Errors
/// When there is none, it is too long, or is something that would block whoever reads it.
fn regular(place: &Path) -> io::Result<fs::File> {
    let metadata = fs::symlink_metadata(place)?;
    if !metadata.is_file() || metadata.len() > LONGEST {
        return Err(io::Error::other("it is no cache file"));
    }
    fs::File::open(place)
}

impl CacheFile {
    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Opens what is kept. `None` when nothing is, or when it was another program or another vault that was
    /// written, which the log tells: a whole file is not read to learn that it cannot be used.
    pub fn open(&self) -> Option<OpenCache> {
        match regular(&self.path()) {
            Ok(file) => self.used(self.begun(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.drop_it(&error.to_string());
                None
            }
        }
    }

    /// What [`CacheFile::write`] was given, from `open`. `None` when the file is damaged, which the log tells.
    pub fn read(&self, open: OpenCache) -> Option<CacheContent> {
        self.used(open.content())
    }

    fn used<T>(&self, read: Result<T, NotUsed>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(NotUsed::Damaged(why)) => {
                self.drop_it(&why);
                None
            }
            // As it should be, after an update.
            Err(NotUsed::Others(why)) => {
                tracing::info!("{} is not used: {why}", self.path().display());
                None
            }
        }
    }

    /// Reads the head of `file`.
    fn begun(&self, mut file: fs::File) -> Result<OpenCache, NotUsed> {
        let (begin, head) = Begin::read(&mut file)?;
        let mut sum = crc32fast::Hasher::new();
        sum.update(&begin.0[HEAD_LENGTH]);
        sum.update(&head);
        let head: Head = postcard::from_bytes(&head).map_err(|_| damaged())?;
        if Some(head.program.as_str()) != program() {
            return Err(NotUsed::Others("another version has written it"));
        }
        if head.root != self.root.to_string_lossy() {
            return Err(NotUsed::Others("it is another vault's"));
        }
        Ok(OpenCache { file, begin, sum, first: head.first })
    }

    /// Says that what is kept is not used. It stays until it is written anew.
    pub fn drop_it(&self, why: &str) {
        tracing::warn!("{} is dropped, and the vault is read: {why}", self.path().display());
    }

    /// Keeps what `content` writes, of which the first part has `first` bytes. Written beside and renamed over,
    /// so that whoever reads finds the old file or the new one.
    ///
    /// # Errors
    /// When it cannot be written. What was kept before stays then.
    pub fn write(
        &self,
        first: u64,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let program = program().ok_or_else(|| io::Error::other("this program has been replaced"))?.to_owned();
        let root = self.root.to_string_lossy().into_owned();
        let head = Head { program, root, first };
        let head = postcard::to_stdvec(&head).map_err(io::Error::other)?;
        let begin = Begin::of(&head);
        put(&self.folder, &self.name, |file| {
            file.write_all(&begin.0)?;
            let sum = {
                let mut summed = Summed { out: &mut *file, sum: crc32fast::Hasher::new() };
                summed.sum.update(&begin.0[HEAD_LENGTH]);
                let mut out = BufWriter::with_capacity(TOGETHER, summed);
                out.write_all(&head)?;
                content(&mut out)?;
                out.into_inner().map_err(IntoInnerError::into_error)?.sum.finalize()
            };
            file.seek(SeekFrom::Start(CHECKSUM.start as u64))?;
            file.write_all(&sum.to_le_bytes())
        })
    }
}

/// A cache file of this program and this vault, of which the head is read.
pub struct OpenCache {
    file: fs::File,
    begin: Begin,
    /// Of what is read.
    sum: crc32fast::Hasher,
    /// How many bytes the first part has.
    first: u64,
}

impl OpenCache {
    fn content(mut self) -> Result<CacheContent, NotUsed> {
        let length = self.file.metadata()?.len();
        let mut part = |most: u64| {
            let mut bytes = Vec::with_capacity(most.min(length) as usize);
            (&mut self.file).take(most).read_to_end(&mut bytes)?;
            self.sum.update(&bytes);
            Ok::<_, io::Error>(bytes)
        };
        let first = part(self.first)?;
        let rest = part(length.saturating_sub(first.len() as u64))?;
        match self.sum.finalize().to_le_bytes() == self.begin.0[CHECKSUM] {
            true => Ok(CacheContent { first, rest }),
            false => Err(damaged()),
        }
    }
}

/// Why a file is not used.
enum NotUsed {
    /// It is not as it was written.
    Damaged(String),
    /// It is right, and not for this program or this vault.
    Others(&'static str),
}

fn damaged() -> NotUsed {
    NotUsed::Damaged(DAMAGED.to_owned())
}

impl From<io::Error> for NotUsed {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged(),
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// What every file begins with, and what is found by its place.
struct Begin([u8; HEAD_LENGTH.end]);

impl Begin {
    /// Without a checksum yet.
    fn of(head: &[u8]) -> Self {
        let mut begin = [0; HEAD_LENGTH.end];
        begin[..MAGIC.len()].copy_from_slice(MAGIC);
        begin[MAGIC.len()..CHECKSUM.start].copy_from_slice(&FORMAT.to_le_bytes());
        begin[HEAD_LENGTH].copy_from_slice(&(head.len() as u32).to_le_bytes());
        Self(begin)
    }

    /// The beginning of a file, and the head behind it.
    fn read(file: &mut fs::File) -> Result<(Self, Vec<u8>), NotUsed> {
        let mut begin = [0; HEAD_LENGTH.end];
        file.read_exact(&mut begin)?;
        if !begin.starts_with(MAGIC) {
            return Err(damaged());
        }
        if begin[MAGIC.len()..CHECKSUM.start] != FORMAT.to_le_bytes() {
            return Err(NotUsed::Others("another version has written it"));
        }
        let mut length = [0; 4];
        length.copy_from_slice(&begin[HEAD_LENGTH]);
        let length = u32::from_le_bytes(length);
        if length > LONGEST_HEAD {
            return Err(damaged());
        }
        let mut head = vec![0; length as usize];
        file.read_exact(&mut head)?;
        Ok((Self(begin), head))
    }
}

/// A writer that adds up what it writes.
struct Summed<W> {
    out: W,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes the file `name` in `folder`, which only its user may read, and is made when it is not there.
/// Beside it first, by `fill`, then renamed over it.
pub(super) fn put(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<()> {
    make_private(folder)?;
    let mut beside = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    fill(beside.as_file_mut())?;
    beside.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a folder that only its user may read.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

/// What tells this program from each other that may write in the same folder: its version, and what
/// its file looks like, since two builds of one version may read a note in two ways. `None` when
/// the file is gone.
fn program() -> Option<&'static str> {
    static PROGRAM: OnceLock<Option<String>> = OnceLock::new();
    let name = || {
        let file = std::env::current_exe().and_then(fs::metadata).ok()?;
        let written = file.modified().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), file.len(), written.as_nanos()))
    };
    PROGRAM.get_or_init(name).as_deref()
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
