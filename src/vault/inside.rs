//! Opening a file or a folder below a folder and nowhere else: what is checked first and opened then
//! could be a symbolic link by then.

use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use super::Stamp;

/// Opens the file at `path`, written with `/`, below `root` for reading. No symbolic link below `root`
/// is followed, whatever becomes one meanwhile, and no pipe is waited for.
///
/// # Errors
/// When there is no such file, it is behind a symbolic link or is one, or is no regular file.
pub(super) fn open(root: &Path, path: &str) -> io::Result<(File, Metadata)> {
    check(path)?;
    regular(system::open(root, path)?)
}

/// # Errors
/// When `path` is not a path as a walk gives it.
fn check(path: &str) -> io::Result<()> {
    match path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        true => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no path of a file in a folder")),
        false => Ok(()),
    }
}

/// A file that was opened, when it is a regular one.
fn regular(file: File) -> io::Result<(File, Metadata)> {
    // Asked of what was opened, and not of what is at the path now.
    let metadata = file.metadata()?;
    match metadata.is_file() {
        true => Ok((file, metadata)),
        false => Err(not_regular()),
    }
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "it is not a regular file")
}

/// A folder of a vault, opened behind no symbolic link: what is done in it is done in this folder,
/// whatever takes its place meanwhile (Unix; elsewhere it is known by its path alone).
#[derive(Debug)]
pub struct OpenFolder(system::Folder);

impl OpenFolder {
    /// The folder at `path`, written with `/`, below `root`; `root` itself for an empty one.
    ///
    /// # Errors
    /// When there is no such folder, or it is behind a symbolic link or is one.
    pub(super) fn open(root: &Path, path: &str) -> io::Result<Self> {
        if !path.is_empty() {
            check(path)?;
        }
        system::open_folder(root, path).map(Self)
    }

    /// Opens the file `name` in this folder for reading, as [`open`]: quicker, for very many.
    ///
    /// # Errors
    /// As [`open`].
    pub(super) fn file(&self, name: &str) -> io::Result<(File, Metadata)> {
        check(name)?;
        if name.contains('/') {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no name of a file"));
        }
        regular(system::open_in(&self.0, name)?)
    }

    /// What the regular file `name` in this folder looks like, without opening it.
    ///
    /// # Errors
    /// When there is no such file, or it is no regular one.
    pub(super) fn stamp(&self, name: &str) -> io::Result<Stamp> {
        system::stamp(&self.0, name)?.ok_or_else(not_regular)
    }

    /// Makes the file `name` in this folder, for writing.
    ///
    /// # Errors
    /// When something has the name, and when the system does not make it.
    pub fn create_new(&self, name: &OsStr) -> io::Result<File> {
        system::create_new(&self.0, name)
    }

    /// Whether anything in this folder has the name, a symbolic link included.
    pub fn has(&self, name: &OsStr) -> bool {
        system::has(&self.0, name)
    }

    /// Moves the file `name` of this folder to `new_name` in the folder `to`, in the place of what has
    /// that name.
    ///
    /// # Errors
    /// When the system does not move it.
    pub fn rename(&self, name: &OsStr, to: &OpenFolder, new_name: &OsStr) -> io::Result<()> {
        system::rename(&self.0, name, &to.0, new_name)
    }
}

#[cfg(unix)]
mod system {
    use std::os::fd::OwnedFd;
    use std::time::{Duration, SystemTime};

    use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, openat, renameat, statat};
    use rustix::io::Errno;

    use super::*;

    const FILE: OFlags = OFlags::RDONLY
        .union(OFlags::CLOEXEC)
        .union(OFlags::NOFOLLOW)
        .union(OFlags::NONBLOCK)
        .union(OFlags::NOCTTY);
    const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::DIRECTORY);

    pub(super) type Folder = OwnedFd;

    pub(super) fn open(root: &Path, path: &str) -> io::Result<File> {
        open_as(root, path, FILE).map(File::from)
    }

    pub(super) fn open_folder(root: &Path, path: &str) -> io::Result<Folder> {
        match path {
            "" => Ok(rustix::fs::open(root, FOLDER, Mode::empty())?),
            _ => open_as(root, path, FOLDER | OFlags::NOFOLLOW),
        }
    }

    pub(super) fn open_in(folder: &Folder, name: &str) -> io::Result<File> {
        openat(folder, name, FILE, Mode::empty()).map(File::from).map_err(refusal)
    }

    pub(super) fn stamp(folder: &Folder, name: &str) -> io::Result<Option<Stamp>> {
        let found = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let is_file = FileType::from_raw_mode(found.st_mode).is_file();
        let size = found.st_size.try_into().unwrap_or_default();
        Ok(is_file.then(|| Stamp { modified: modified(&found), size }))
    }

    /// When it was last written; `None` for a time that no clock of the system shows.
    fn modified(found: &Stat) -> Option<SystemTime> {
        let seconds = Duration::from_secs(found.st_mtime.unsigned_abs());
        let second = match found.st_mtime < 0 {
            true => SystemTime::UNIX_EPOCH.checked_sub(seconds),
            false => SystemTime::UNIX_EPOCH.checked_add(seconds),
        };
        // Its type is another on other systems.
        #[allow(clippy::useless_conversion)]
        let nanoseconds = found.st_mtime_nsec.try_into().ok()?;
        second?.checked_add(Duration::from_nanos(nanoseconds))
    }

    pub(super) fn create_new(folder: &Folder, name: &OsStr) -> io::Result<File> {
        let new = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(openat(folder, name, new, Mode::from_raw_mode(0o666))?.into())
    }

    pub(super) fn has(folder: &Folder, name: &OsStr) -> bool {
        statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
    }

    pub(super) fn rename(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
        Ok(renameat(from, name, to, new_name)?)
    }

    fn open_as(root: &Path, path: &str, what: OFlags) -> io::Result<OwnedFd> {
        match at_once(root, path, what) {
            Some(Ok(opened)) => Ok(opened),
            Some(Err(Errno::NOENT)) => Err(Errno::NOENT.into()),
            // The other way knows more systems, and longer paths.
            _ => step_by_step(root, path, what).map_err(refusal),
        }
    }

    /// In one call, which only Linux has.
    #[cfg(target_os = "linux")]
    fn at_once(root: &Path, path: &str, what: OFlags) -> Option<rustix::io::Result<OwnedFd>> {
        use rustix::fs::{CWD, ResolveFlags, openat2};
        let place = root.join(path);
        Some(openat2(CWD, &place, what, Mode::empty(), ResolveFlags::NO_SYMLINKS))
    }

    #[cfg(not(target_os = "linux"))]
    fn at_once(_: &Path, _: &str, _: OFlags) -> Option<rustix::io::Result<OwnedFd>> {
        None
    }

    /// Each folder from the one before it.
    fn step_by_step(root: &Path, path: &str, what: OFlags) -> rustix::io::Result<OwnedFd> {
        let mut folder = rustix::fs::open(root, FOLDER, Mode::empty())?;
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for segment in folders.split('/').filter(|segment| !segment.is_empty()) {
            folder = openat(&folder, segment, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
        }
        openat(&folder, name, what, Mode::empty())
    }

    /// What the error means to a person.
    fn refusal(error: Errno) -> io::Error {
        match error {
            // What systems say of a link that is not followed.
            Errno::LOOP | Errno::MLINK | Errno::NOTDIR => {
                io::Error::new(io::ErrorKind::PermissionDenied, "symbolic links are not followed")
            }
            error => error.into(),
        }
    }

    #[cfg(test)]
    mod tests {
        use std::fs;
        use std::io::Read;
        use std::os::unix::fs::symlink;

        use super::*;

        /// A vault with links out of it, and the folder that it is in.
        fn vault() -> (tempfile::TempDir, std::path::PathBuf) {
            let folder = tempfile::tempdir().unwrap();
            let vault = fs::canonicalize(folder.path()).unwrap().join("vault");
            fs::create_dir_all(vault.join("a/b")).unwrap();
            fs::create_dir(folder.path().join("outside")).unwrap();
            fs::write(folder.path().join("outside/x.md"), "secret").unwrap();
            fs::write(vault.join("a/b/x.md"), "inside").unwrap();
            symlink("../outside", vault.join("out")).unwrap();
            symlink("../../outside/x.md", vault.join("a/x.md")).unwrap();
            symlink("a", vault.join("same")).unwrap();
            (folder, vault)
        }

        /// What is at `path`, by each way to open it.
        fn each_way(vault: &Path, path: &str) -> [io::Result<String>; 3] {
            let read = |file: io::Result<File>| {
                let mut text = String::new();
                file?.read_to_string(&mut text).map(|_| text)
            };
            let step_by_step = || Ok(File::from(step_by_step(vault, path, FILE).map_err(refusal)?));
            let open = || Ok(super::super::open(vault, path)?.0);
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let in_folder = || Ok(OpenFolder::open(vault, folder)?.file(name)?.0);
            [read(open()), read(step_by_step()), read(in_folder())]
        }

        #[test]
        fn what_is_opened_is_behind_no_symbolic_link() {
            let (_folder, vault) = vault();
            for found in each_way(&vault, "a/b/x.md") {
                assert_eq!(found.unwrap(), "inside");
            }
            for path in ["out/x.md", "a/x.md", "same/b/x.md"] {
                for found in each_way(&vault, path) {
                    assert!(found.is_err(), "{path}: {found:?}");
                }
            }
            for path in ["../outside/x.md", "a/../../outside/x.md", "a//b/x.md", "./a/b/x.md", ""] {
                assert!(super::super::open(&vault, path).is_err(), "{path}");
            }
            for found in each_way(&vault, "a/none.md") {
                assert_eq!(found.unwrap_err().kind(), io::ErrorKind::NotFound);
            }
        }

        /// What a program does that waits for the moment between a check and the opening.
        #[test]
        fn a_folder_that_becomes_a_link_again_and_again_never_leads_out() {
            let (folder, vault) = vault();
            let (real, away, link) = (vault.join("a/b"), vault.join("a/away"), folder.path().join("link"));
            symlink("../../outside", &link).unwrap();
            let done = std::sync::atomic::AtomicBool::new(false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    while !done.load(std::sync::atomic::Ordering::Relaxed) {
                        fs::rename(&real, &away).unwrap();
                        fs::rename(&link, &real).unwrap();
                        fs::rename(&real, &link).unwrap();
                        fs::rename(&away, &real).unwrap();
                    }
                });
                for _ in 0..3_000 {
                    for text in each_way(&vault, "a/b/x.md").into_iter().flatten() {
                        assert_eq!(text, "inside");
                    }
                }
                done.store(true, std::sync::atomic::Ordering::Relaxed);
            });
        }

        #[test]
        fn a_folder_is_opened_behind_no_symbolic_link() {
            let (_folder, vault) = vault();
            for path in ["", "a", "a/b"] {
                OpenFolder::open(&vault, path).unwrap();
            }
            for path in ["out", "same/b", "a/b/x.md", "none"] {
                assert!(OpenFolder::open(&vault, path).is_err(), "{path}");
            }
        }

        /// Another program puts a link in the place of a folder that has just been opened.
        #[test]
        fn what_is_written_stays_in_the_folder_that_was_opened() {
            let (folder, vault) = vault();
            let (top, opened) =
                (OpenFolder::open(&vault, "").unwrap(), OpenFolder::open(&vault, "a/b").unwrap());
            fs::rename(vault.join("a/b"), vault.join("moved")).unwrap();
            symlink("../../outside", vault.join("a/b")).unwrap();
            let (new, x) = (OsStr::new("new.md"), OsStr::new("x.md"));
            opened.create_new(new).unwrap();
            assert!(opened.create_new(x).is_err(), "it is there");
            assert!(opened.has(new) && !top.has(new));
            opened.rename(new, &opened, x).unwrap();
            opened.rename(x, &top, new).unwrap();
            assert_eq!(fs::read_to_string(folder.path().join("outside/x.md")).unwrap(), "secret");
            assert_eq!(fs::read_to_string(vault.join("new.md")).unwrap(), "");
            assert_eq!(fs::read_dir(vault.join("moved")).unwrap().count(), 0);
        }

        #[test]
        fn a_file_looks_the_same_from_its_folder_as_when_it_is_opened() {
            let (_folder, vault) = vault();
            let (path, folder) = (vault.join("a/b/x.md"), OpenFolder::open(&vault, "a/b").unwrap());
            let second = Duration::from_secs(1);
            for nanoseconds in [0, 1, 999_999_999] {
                let later = SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, nanoseconds);
                for modified in [later, SystemTime::UNIX_EPOCH - second + Duration::new(0, nanoseconds)] {
                    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
                    let opened = Stamp::of(&folder.file("x.md").unwrap().1);
                    assert_eq!(opened, Stamp { modified: Some(modified), size: 6 });
                    assert_eq!(folder.stamp("x.md").unwrap(), opened);
                }
            }
            let folder = OpenFolder::open(&vault, "a").unwrap();
            assert_eq!(folder.stamp("none.md").unwrap_err().kind(), io::ErrorKind::NotFound);
            assert!(folder.stamp("b").is_err() && folder.stamp("x.md").is_err(), "a folder, and a link");
        }

        #[test]
        fn a_pipe_is_not_waited_for() {
            let (_folder, vault) = vault();
            let made = std::process::Command::new("mkfifo").arg(vault.join("pipe.md")).status();
            assert!(made.is_ok_and(|status| status.success()));
            assert!(super::super::open(&vault, "pipe.md").is_err());
        }
    }
}

/// Elsewhere what was checked before is all that is known.
#[cfg(not(unix))]
mod system {
    use std::path::PathBuf;

    use super::*;

    pub(super) type Folder = PathBuf;

    pub(super) fn open(root: &Path, path: &str) -> io::Result<File> {
        File::open(below(root, path))
    }

    pub(super) fn open_folder(root: &Path, path: &str) -> io::Result<Folder> {
        Ok(if path.is_empty() { root.to_owned() } else { below(root, path) })
    }

    pub(super) fn open_in(folder: &Folder, name: &str) -> io::Result<File> {
        File::open(folder.join(name))
    }

    pub(super) fn stamp(folder: &Folder, name: &str) -> io::Result<Option<Stamp>> {
        let metadata = std::fs::symlink_metadata(folder.join(name))?;
        Ok(metadata.is_file().then(|| Stamp::of(&metadata)))
    }

    pub(super) fn create_new(folder: &Folder, name: &OsStr) -> io::Result<File> {
        File::create_new(folder.join(name))
    }

    pub(super) fn has(folder: &Folder, name: &OsStr) -> bool {
        std::fs::symlink_metadata(folder.join(name)).is_ok()
    }

    pub(super) fn rename(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
        std::fs::rename(from.join(name), to.join(new_name))
    }

    fn below(root: &Path, path: &str) -> PathBuf {
        root.join(path.replace('/', std::path::MAIN_SEPARATOR_STR))
    }
}
