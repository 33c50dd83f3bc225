//! What a walk leaves out, and why.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use ::ignore::{DirEntry, WalkBuilder};

use super::ignore::Belonging;
use super::root::Root;

/// Why a file or folder is not in the vault's index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Its name begins with a dot.
    Hidden,
    /// It is a folder `node_modules`.
    NodeModules,
    /// A pattern of a `.gitignore`.
    Gitignore {
        /// The vault path of the `.gitignore`.
        file: String,
        /// The pattern as it stands there.
        pattern: String,
    },
    /// A pattern of the setting `files.exclude`.
    Exclude {
        /// The pattern.
        pattern: String,
    },
    /// It is a symbolic link: those are not followed.
    SymbolicLink,
    /// It is a pipe, a socket or a device.
    NotRegular,
    /// Its path is longer than any system opens.
    LongPath,
    /// The folder that it lies in is left out.
    Above,
    /// Its name is not UTF-8.
    NameNotUtf8,
    /// The system does not let it be read: what it says.
    Unreadable(String),
}

/// A file or a folder that is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its path from the vault's folder, for a person: a folder's ends with `/`, and what is not
    /// UTF-8 is replaced.
    pub path: String,
    /// Why.
    pub cause: Cause,
}

/// All that a walk below `root` leaves out, in the order of the paths.
pub(super) fn left_out(root: &Arc<Root>, belonging: &Arc<Belonging>) -> Vec<LeftOut> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (of, to, tell) = (Arc::clone(root), Arc::clone(belonging), Arc::clone(&told));
    let walker = WalkBuilder::new(&root.real)
        .standard_filters(false)
        .follow_links(false)
        .filter_entry(move |entry| {
            let cause = cause(&of, &to, entry);
            let taken = cause.is_none();
            lock(&tell).extend(cause.map(|cause| LeftOut { path: shown(&of, entry), cause }));
            taken
        })
        .build();
    for error in walker.filter_map(Result::err) {
        lock(&told).push(unreadable(root, &error));
    }
    let mut all = std::mem::take(&mut *lock(&told));
    all.sort_unstable();
    all
}

fn lock(told: &Mutex<Vec<LeftOut>>) -> std::sync::MutexGuard<'_, Vec<LeftOut>> {
    told.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Why the walk neither takes `entry` in nor enters it; `None` when it does.
fn cause(root: &Root, belonging: &Belonging, entry: &DirEntry) -> Option<Cause> {
    let Some(path) = root.walked(entry.path()) else { return Some(Cause::NameNotUtf8) };
    match entry.file_type() {
        Some(kind) if kind.is_dir() => belonging.cause(&path, true),
        Some(kind) if kind.is_file() => belonging.cause(&path, false),
        // What a person has excluded needs no other reason.
        kind => belonging.cause(&path, false).or(Some(match kind {
            Some(kind) if kind.is_symlink() => Cause::SymbolicLink,
            _ => Cause::NotRegular,
        })),
    }
}

fn shown(root: &Root, entry: &DirEntry) -> String {
    let slash = if entry.file_type().is_some_and(|kind| kind.is_dir()) { "/" } else { "" };
    below(root, entry.path()) + slash
}

/// `place` from the vault's folder.
fn below(root: &Root, place: &Path) -> String {
    let text = place.strip_prefix(&root.real).unwrap_or(place).to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace('\\', "/") }
}

/// What the walk could not read, by its own error.
fn unreadable(root: &Root, error: &::ignore::Error) -> LeftOut {
    let message = match error.io_error() {
        Some(error) if error.kind() == io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        Some(error) => error.to_string(),
        None => error.to_string(),
    };
    let path = place_of(error).map_or_else(String::new, |place| below(root, place));
    LeftOut { path, cause: Cause::Unreadable(message) }
}

fn place_of(error: &::ignore::Error) -> Option<&Path> {
    match error {
        ::ignore::Error::WithPath { path, .. } => Some(path),
        ::ignore::Error::WithDepth { err, .. } | ::ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Vault;
    use super::super::fixture::{folder, open, paths};
    use super::*;

    /// What is left out, as `path: cause`.
    fn told(vault: &Vault) -> Vec<String> {
        vault.left_out().iter().map(|left| format!("{} {:?}", left.path, left.cause)).collect()
    }

    #[test]
    fn each_path_is_told_with_what_leaves_it_out() {
        let root = folder(&[
            (".wikilinks.toml", "files.exclude = ['drafts/', '*.canvas']\n"),
            (".gitignore", "build/\n*.log.md\n"),
            ("a/.gitignore", "!keep.log.md\n/own.md\n"),
            ("a/keep.log.md", ""),
            ("a/own.md", ""),
            ("a/x.log.md", ""),
            ("build/b.md", ""),
            ("drafts/c.md", ""),
            ("d.canvas", "{}"),
            ("node_modules/e.md", ""),
        ]);
        let vault = open(root.path());
        let gitignore =
            |file: &str, pattern: &str| format!("Gitignore {{ file: {file:?}, pattern: {pattern:?} }}");
        let exclude = |pattern: &str| format!("Exclude {{ pattern: {pattern:?} }}");
        assert_eq!(
            told(&vault),
            [
                ".gitignore Hidden".to_owned(),
                ".wikilinks.toml Hidden".to_owned(),
                "a/.gitignore Hidden".to_owned(),
                format!("a/own.md {}", gitignore("a/.gitignore", "/own.md")),
                format!("a/x.log.md {}", gitignore(".gitignore", "*.log.md")),
                format!("build/ {}", gitignore(".gitignore", "build/")),
                format!("d.canvas {}", exclude("*.canvas")),
                format!("drafts/ {}", exclude("drafts/")),
                "node_modules/ NodeModules".to_owned(),
            ]
        );
        assert_eq!(paths(&vault), ["a/keep.log.md"]);
    }

    #[test]
    fn nothing_is_left_out_of_a_plain_folder() {
        assert_eq!(told(&open(folder(&[("a.md", ""), ("b/c.png", "")]).path())), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_told() {
        let root = folder(&[("a.md", "")]);
        std::os::unix::fs::symlink(root.path().join("a.md"), root.path().join("link.md")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.md")).unwrap();
        assert_eq!(told(&open(root.path())), ["link.md SymbolicLink", "socket.md NotRegular"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_told() {
        use std::os::unix::ffi::OsStrExt;
        let root = folder(&[]);
        std::fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "").unwrap();
        assert_eq!(told(&open(root.path())), ["caf\u{fffd}.md NameNotUtf8"]);
    }

    #[test]
    fn a_root_that_is_not_there_is_told() {
        let root = folder(&[]);
        let missing = open(&root.path().join("missing"));
        assert!(matches!(missing.left_out()[0].cause, Cause::Unreadable(_)), "{:?}", missing.left_out());
    }
}
