//! The vault's folder: paths into it and out of it, and the door that its files are read through.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Component, MAIN_SEPARATOR, MAIN_SEPARATOR_STR, Path, PathBuf};

use super::inside::OpenFolder;
use super::{Stamp, inside};

/// How many bytes of one file are read at most: 64 MiB.
pub(super) const LARGEST_FILE: u64 = 64 << 20;

/// The vault's folder, in both of its spellings.
#[derive(Debug)]
pub(super) struct Root {
    /// As it was given, made absolute.
    pub given: PathBuf,
    /// Without symbolic links: `/private/tmp` for macOS's `/tmp`. As given when there is no such folder.
    pub real: PathBuf,
}

impl Root {
    /// The folder at `path`, which need not exist.
    pub fn new(path: &Path) -> Self {
        let given = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let real = fs::canonicalize(&given).unwrap_or_else(|_| given.clone());
        Self { given, real }
    }

    /// Where `path`, written with `/`, is on this machine. Never outside the folder by its text.
    pub fn absolute(&self, path: &str) -> PathBuf {
        below(&self.given, path)
    }

    /// Where `path`, written with `/`, is without symbolic links on the way to the root.
    pub fn below(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.real.clone() } else { below(&self.real, path) }
    }

    /// The path of `file` from the folder, with `/` between segments; `None` when it is not below
    /// it, is the folder itself, has a `..`, or a segment that is not UTF-8.
    pub fn relative(&self, file: &Path) -> Option<String> {
        [&self.given, &self.real].into_iter().find_map(|root| slashed(file.strip_prefix(root).ok()?))
    }

    /// The path of `file`, which lies below the real root and holds no `.` or `..`, as a walk
    /// gives it; `None` when it is not UTF-8 or is the root itself.
    pub fn walked<'a>(&self, file: &'a Path) -> Option<Cow<'a, str>> {
        let text = file.strip_prefix(&self.real).ok()?.to_str()?;
        let text = if MAIN_SEPARATOR == '/' { text.into() } else { text.replace('\\', "/").into() };
        Some(text).filter(|text: &Cow<str>| !text.is_empty())
    }

    /// The place of a regular file of the vault that is behind no symbolic link, and what it looks
    /// like. So single files are answered for as the walk does, which follows no links either.
    ///
    /// # Errors
    /// When there is no such file.
    fn unlinked(&self, path: &str) -> io::Result<(PathBuf, Metadata)> {
        // On Windows these would make one segment into several, a drive or a stream.
        if MAIN_SEPARATOR == '\\' && path.contains(['\\', ':']) {
            return Err(refusal("its name cannot be a file's name"));
        }
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut last = None;
        for end in ends {
            let place = below(&self.real, path.get(..end).unwrap_or_default());
            let metadata = fs::symlink_metadata(&place)?;
            if metadata.is_symlink() {
                return Err(refusal("symbolic links are not followed"));
            }
            last = Some((place, metadata));
        }
        // A named pipe would block whoever opens it: so the type comes first.
        last.filter(|(_, metadata)| metadata.is_file()).ok_or_else(|| refusal("it is not a regular file"))
    }

    /// The place of `path` for someone who writes there, and what is there now; `None` for nothing.
    ///
    /// # Errors
    /// When `path` is behind a symbolic link or is one, runs through something that is no folder,
    /// or is hidden (begins with a dot in some segment, also by another spelling of it).
    pub fn place(&self, path: &str) -> io::Result<(PathBuf, Option<Metadata>)> {
        if path.split('/').any(|segment| segment.starts_with('.')) {
            return Err(refusal("it is hidden"));
        }
        if MAIN_SEPARATOR == '\\' && path.contains(['\\', ':']) {
            return Err(refusal("its name cannot be a file's name"));
        }
        let mut there = self.real.clone();
        let mut found = None;
        for end in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
            let place = below(&self.real, path.get(..end).unwrap_or_default());
            found = match fs::symlink_metadata(&place) {
                Ok(metadata) if metadata.is_symlink() => {
                    return Err(refusal("symbolic links are not followed"));
                }
                Ok(metadata) if end < path.len() && !metadata.is_dir() => {
                    return Err(refusal("a part of its path is no folder"));
                }
                Ok(metadata) => Some(metadata),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
            if found.is_none() {
                break;
            }
            there = place;
        }
        self.check_spelled_out(&there)?;
        Ok((below(&self.real, path), found))
    }

    /// Opens the folder of `place`, as [`Root::place`] gives it; with the last part of `place`.
    ///
    /// # Errors
    /// When there is no such folder, or it is behind a symbolic link by now.
    pub fn open_folder_of<'a>(&self, place: &'a Path) -> io::Result<(OpenFolder, &'a OsStr)> {
        let (folder, name) =
            place.parent().zip(place.file_name()).ok_or_else(|| refusal("it has no name"))?;
        let path = match folder {
            folder if folder == self.real => "".into(),
            folder => self.walked(folder).ok_or_else(|| refusal("it is outside the vault"))?,
        };
        Ok((OpenFolder::open(&self.real, &path)?, name))
    }

    /// Some systems know a folder by several spellings, `GIT~1` for `.git` among them: what is
    /// hidden stays hidden under each.
    fn check_spelled_out(&self, there: &Path) -> io::Result<()> {
        let real = fs::canonicalize(there)?;
        let inside = real.strip_prefix(&self.real).map_err(|_| refusal("it is outside the vault"))?;
        let hides = |segment: &Component| segment.as_os_str().to_string_lossy().starts_with('.');
        if inside.components().any(|segment| hides(&segment)) {
            return Err(refusal("it is hidden"));
        }
        Ok(())
    }

    /// The folder `.wikilinks` of the vault, which need not exist.
    ///
    /// # Errors
    /// When something that is no folder has its name.
    pub fn own_folder(&self) -> io::Result<PathBuf> {
        let place = below(&self.real, ".wikilinks");
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() => Ok(place),
            Ok(_) => Err(refusal("it is not a folder")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(place),
            Err(error) => Err(error),
        }
    }

    /// The real place of a regular file inside the vault. Symbolic links may lead to it.
    ///
    /// # Errors
    /// When there is no such file, or it is outside.
    fn confined(&self, path: &str) -> io::Result<PathBuf> {
        let place = fs::canonicalize(below(&self.real, path))?;
        if !place.starts_with(&self.real) {
            return Err(refusal("a symbolic link leads out of the vault"));
        }
        if !fs::metadata(&place)?.is_file() {
            return Err(refusal("it is not a regular file"));
        }
        Ok(place)
    }

    /// The path of `place`, which lies inside the vault.
    fn walked_to(&self, place: &Path) -> io::Result<String> {
        let path = self.walked(place).ok_or_else(|| refusal("its name is not UTF-8"))?;
        Ok(path.into_owned())
    }

    /// Whether the file at `path` is there and nobody may write it.
    pub fn is_read_only(&self, path: &str) -> bool {
        self.unlinked(path).is_ok_and(|(_, metadata)| metadata.permissions().readonly())
    }

    /// Whether `path` is a folder inside the root.
    pub fn is_folder(&self, path: &str) -> bool {
        let place = fs::canonicalize(below(&self.real, path));
        place.is_ok_and(|place| place.starts_with(&self.real) && place.is_dir())
    }

    /// What the file at `path` looks like; `None` when `read` would refuse it.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        self.unlinked(path).ok().map(|(_, metadata)| Stamp::of(&metadata))
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// As [`Root::open`], and when it is no regular file, or is behind a symbolic link.
    pub fn read(&self, path: &str) -> io::Result<(String, Stamp)> {
        // First the type: who opens a device may set something off.
        self.unlinked(path)?;
        let (bytes, stamp) = self.open(path)?;
        Ok((text_of(bytes?)?, stamp))
    }

    /// Opens a file whose type is known to be regular. The inner result is what is in it.
    ///
    /// # Errors
    /// The outer one when it cannot be opened, or is behind a symbolic link by now. The inner one as
    /// [`read_opened`].
    pub fn open(&self, path: &str) -> io::Result<(io::Result<Vec<u8>>, Stamp)> {
        inside::open(&self.real, path).map(|opened| read_opened(&opened))
    }

    /// Reads a settings file or a `.gitignore`; `None` when there is none. A symbolic link is
    /// followed when it stays inside the vault.
    ///
    /// # Errors
    /// When there is something that cannot be read as a file of the vault.
    pub fn read_if_there(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::symlink_metadata(below(&self.real, path)) {
            Ok(_) => {
                let real = self.walked_to(&self.confined(path)?)?;
                let (file, metadata) = inside::open(&self.real, &real)?;
                bytes_of(&file, metadata.len()).map(Some)
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Stamp {
    /// What `metadata` says of a file.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), size: metadata.len() }
    }
}

/// Reads a file that was opened.
///
/// # Errors
/// When it cannot be read, or is longer than [`LARGEST_FILE`].
pub(super) fn read_opened((file, metadata): &(File, Metadata)) -> (io::Result<Vec<u8>>, Stamp) {
    // The stamp is from before the bytes: a write in between then leaves one that is too old, and is
    // seen later.
    let stamp = Stamp::of(metadata);
    (bytes_of(file, stamp.size), stamp)
}

/// All of `file`, which is `size` bytes long or was a moment ago.
fn bytes_of(file: &File, size: u64) -> io::Result<Vec<u8>> {
    if size > LARGEST_FILE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 64 MiB"));
    }
    // `Take` asks for no metadata of its own, bounds a file that grows while it is read, and does not
    // ask for more behind the end. Some systems do not say how long a file is.
    let most = if size == 0 { LARGEST_FILE } else { size };
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text that `bytes` are.
pub(super) fn text_of(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// `path` below `root`. Put together as text: `Path::join` would leave `root` for `C:`.
fn below(root: &Path, path: &str) -> PathBuf {
    let mut place = root.as_os_str().to_owned();
    if !root.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
        place.push(MAIN_SEPARATOR_STR);
    }
    if MAIN_SEPARATOR == '/' {
        place.push(path)
    } else {
        place.push(path.replace('/', MAIN_SEPARATOR_STR))
    }
    place.into()
}

/// A path without `..`, its segments joined with `/`.
fn slashed(path: &Path) -> Option<String> {
    let mut text = String::with_capacity(path.as_os_str().len());
    for component in path.components() {
        let Component::Normal(segment) = component else { return None };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(segment.to_str()?);
    }
    (!text.is_empty()).then_some(text)
}

/// Why a file that is there is not read.
fn refusal(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}
