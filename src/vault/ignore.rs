//! Which files belong to a vault.

use std::sync::Arc;

use ::ignore::Match;
use ::ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};
use dashmap::DashMap;

use super::root::Root;
use super::{Cause, Settings, SettingsProblem};

/// How long a `.gitignore` may be, in bytes; a longer one is not looked at.
const LARGEST_GITIGNORE: usize = 1 << 20;

/// How long a path may be, in bytes. No system opens a longer one, and remembering every folder of
/// a path that someone made up must stay cheap.
const LONGEST_PATH: usize = 4096;

/// What belongs and what does not. One answer for the walk and for single paths.
#[derive(Debug)]
pub(super) struct Belonging {
    root: Arc<Root>,
    respects_gitignore: bool,
    /// `files.exclude`.
    exclude: Gitignore,
    /// The folders that were asked about, by vault path; the root is the empty one.
    folders: DashMap<Box<str>, Arc<Folder>>,
}

/// What holds for all that lies in a folder.
#[derive(Debug)]
struct Folder {
    /// Whether the folder itself belongs. If not, nothing in it does.
    belongs: bool,
    /// The patterns of its `.gitignore`, or of the nearest folder above that has one.
    patterns: Option<Arc<Patterns>>,
}

/// One `.gitignore`.
#[derive(Debug)]
struct Patterns {
    matcher: Gitignore,
    /// Where the part of a vault path begins that `matcher` sees, in bytes.
    begins: usize,
    /// The next `.gitignore` above. The nearest one that says anything decides.
    above: Option<Arc<Patterns>>,
}

/// What leaves a path out. Borrowed: a walk asks for every file, and most answers are not told.
enum Rule<'r> {
    Hidden,
    NodeModules,
    LongPath,
    /// A folder above does not belong.
    Above,
    Exclude(&'r Glob),
    Gitignore(&'r Patterns, &'r Glob),
}

impl Rule<'_> {
    /// The rule for a person, for the `path` that it leaves out.
    fn cause(self, path: &str) -> Cause {
        match self {
            Rule::Hidden => Cause::Hidden,
            Rule::NodeModules => Cause::NodeModules,
            Rule::LongPath => Cause::LongPath,
            Rule::Above => Cause::Above,
            Rule::Exclude(pattern) => Cause::Exclude { pattern: pattern.original().to_owned() },
            Rule::Gitignore(patterns, pattern) => Cause::Gitignore {
                file: format!("{}.gitignore", path.get(..patterns.begins).unwrap_or_default()),
                pattern: pattern.original().to_owned(),
            },
        }
    }
}

impl Belonging {
    /// What belongs to the vault at `root`. A pattern of `files.exclude` that cannot be read is
    /// left out, and its problem is added to `problems`.
    pub fn new(
        root: Arc<Root>,
        settings: &Settings,
        place: &str,
        problems: &mut Vec<SettingsProblem>,
    ) -> Self {
        let mut report = |message: String| {
            problems.push(SettingsProblem {
                place: place.to_owned(),
                key: "files.exclude".to_owned(),
                message,
            });
        };
        let exclude = matcher(settings.exclude.iter().map(String::as_str), &mut report);
        Self { root, respects_gitignore: settings.respects_gitignore, exclude, folders: DashMap::new() }
    }

    /// Whether the file at `path` belongs; only the names in the path are looked at.
    pub fn takes_file(&self, path: &str) -> bool {
        self.takes(path, false)
    }

    /// Whether the folder at `path` belongs.
    pub fn takes_folder(&self, path: &str) -> bool {
        self.takes(path, true)
    }

    fn takes(&self, path: &str, is_folder: bool) -> bool {
        self.ruled_out(path, is_folder, |_| ()).is_none()
    }

    /// Why the file or folder at `path` does not belong; `None` when it does.
    pub fn cause(&self, path: &str, is_folder: bool) -> Option<Cause> {
        self.ruled_out(path, is_folder, |rule| rule.cause(path))
    }

    /// What `tell` makes of the rule that leaves `path` out; `None` when it belongs. The one place
    /// that decides: a walk, single paths, and who asks why get the same answer.
    fn ruled_out<T>(&self, path: &str, is_folder: bool, tell: impl FnOnce(Rule) -> T) -> Option<T> {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        if name.starts_with('.') {
            return Some(tell(Rule::Hidden));
        }
        if is_folder && name == "node_modules" {
            return Some(tell(Rule::NodeModules));
        }
        if path.len() > LONGEST_PATH {
            return Some(tell(Rule::LongPath));
        }
        let above = self.folder(above);
        if !above.belongs {
            return Some(tell(Rule::Above));
        }
        if let Match::Ignore(pattern) = self.exclude.matched(path, is_folder) {
            return Some(tell(Rule::Exclude(pattern)));
        }
        let (patterns, pattern) = ignoring(above.patterns.as_deref(), path, is_folder)?;
        Some(tell(Rule::Gitignore(patterns, pattern)))
    }

    /// The folder at `path`, from memory when it was asked about before.
    fn folder(&self, path: &str) -> Arc<Folder> {
        let mut unknown = Vec::new();
        let mut at = path;
        // Up to the nearest folder that is known, then down again: a walk goes one step.
        let mut folder = loop {
            if let Some(known) = self.folders.get(at).map(|folder| Arc::clone(&folder)) {
                break known;
            }
            if at.is_empty() {
                break self.remember("", Folder { belongs: true, patterns: self.patterns_of("", None) });
            }
            unknown.push(at);
            at = at.rsplit_once('/').map_or("", |(above, _)| above);
        };
        for at in unknown.into_iter().rev() {
            folder = self.remember(at, self.enter(&folder, at));
        }
        folder
    }

    fn remember(&self, path: &str, folder: Folder) -> Arc<Folder> {
        let folder = Arc::new(folder);
        self.folders.insert(path.into(), Arc::clone(&folder));
        folder
    }

    /// The folder at `path`, which lies in `above`. Everything above `path` is in memory.
    fn enter(&self, above: &Folder, path: &str) -> Folder {
        if !above.belongs || !self.takes_folder(path) {
            return Folder { belongs: false, patterns: None };
        }
        Folder { belongs: true, patterns: self.patterns_of(path, above.patterns.as_ref()) }
    }

    /// The patterns that hold in `folder`: its own before those `above`.
    fn patterns_of(&self, folder: &str, above: Option<&Arc<Patterns>>) -> Option<Arc<Patterns>> {
        let own = self.gitignore_of(folder).filter(|matcher| !matcher.is_empty());
        let Some(matcher) = own else { return above.cloned() };
        let begins = if folder.is_empty() { 0 } else { folder.len() + 1 };
        Some(Arc::new(Patterns { matcher, begins, above: above.cloned() }))
    }

    /// What the `.gitignore` of `folder` says; `None` when there is none.
    fn gitignore_of(&self, folder: &str) -> Option<Gitignore> {
        if !self.respects_gitignore {
            return None;
        }
        let path = if folder.is_empty() { ".gitignore".to_owned() } else { format!("{folder}/.gitignore") };
        let bytes = match self.root.read_if_there(&path) {
            Ok(bytes) => bytes?,
            Err(error) => {
                tracing::warn!("{path} is not looked at: {error}");
                return None;
            }
        };
        if bytes.len() > LARGEST_GITIGNORE {
            tracing::warn!("{path} is not looked at: it is longer than 1 MiB");
            return None;
        }
        // A comment in another encoding must not turn off the patterns beside it.
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.strip_prefix('\u{feff}').unwrap_or(&text).lines();
        Some(matcher(lines, &mut |message| tracing::warn!("{path}: {message}")))
    }
}

/// The pattern that leaves `path` out, and its `.gitignore`: the nearest that says anything about
/// it. `None` when it says to keep it, or none says anything.
fn ignoring<'p>(
    mut patterns: Option<&'p Patterns>,
    path: &str,
    is_folder: bool,
) -> Option<(&'p Patterns, &'p Glob)> {
    while let Some(here) = patterns {
        match here.matcher.matched(path.get(here.begins..).unwrap_or_default(), is_folder) {
            Match::Ignore(pattern) => return Some((here, pattern)),
            Match::Whitelist(_) => return None,
            Match::None => patterns = here.above.as_deref(),
        }
    }
    None
}

/// A matcher for `lines`, without those that cannot be read.
fn matcher<'a>(lines: impl Iterator<Item = &'a str>, report: &mut impl FnMut(String)) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        if let Err(error) = builder.add_line(None, line) {
            report(format!("`{line}` is no pattern, and is left out: {error}"));
        }
    }
    builder.build().unwrap_or_else(|error| {
        report(format!("these patterns cannot be used together, and are left out: {error}"));
        Gitignore::empty()
    })
}

#[cfg(test)]
#[path = "ignore_tests.rs"]
mod tests;
