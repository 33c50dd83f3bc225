//! `wikilinks doctor`: what the program sees of a vault, and under which settings. Changes nothing.

mod json;
mod memory;
mod text;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::index::{File, Index, MemoryRow};
use crate::note::Format;
use crate::plan::disk::{Interrupted, interrupted};
use crate::vault::{Cause, LeftOut, SettingInForce, SettingsProblem, Vault};

use super::arguments::{DoctorArguments, DoctorFormat};
use super::opened::{self, Progress};
use super::terminal::{self, Colors};
use super::{Ending, Failure};

/// How many paths are shown of those that are left out for the same reason.
const MOST_SHOWN: usize = 5;

/// All that is told.
#[derive(Debug)]
struct Report {
    /// The vault's folder, links on the way to it followed.
    root: PathBuf,
    settings: Vec<SettingInForce>,
    problems: Vec<SettingsProblem>,
    counts: Counts,
    /// What is left out on purpose.
    left_out: Vec<Group>,
    /// What should be in the vault and cannot be read.
    unreadable: Vec<Group>,
    interrupted: Option<Interrupted>,
    /// How long reading the vault and building the index took.
    took: Duration,
    /// What the index takes memory for, by its own count.
    memory: Vec<MemoryRow>,
    /// What the process has in memory, in bytes; `None` where the system does not say.
    resident_bytes: Option<u64>,
}

/// How many of what is in the index.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    notes: usize,
    canvases: usize,
    bases: usize,
    attachments: usize,
    /// In notes, canvases and bases; links to the web are not kept.
    links: usize,
}

/// Files and folders with the same fate.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    /// A word for a program: `gitignore`.
    kind: &'static str,
    /// For a person: `.gitignore, pattern "build/"`.
    why: String,
    /// The file that holds the pattern, if there is one, and the pattern.
    pattern: Option<(String, String)>,
    /// How many there are; a folder counts once.
    count: usize,
    /// The first few, in the order of the paths.
    paths: Vec<String>,
}

/// Looks at a vault and prints what is found.
pub fn run(arguments: &DoctorArguments) -> Result<Ending, Failure> {
    let report = examine(opened::root(&arguments.vault)?);
    let answer = match arguments.format {
        DoctorFormat::Text => text::render(&report, Colors::for_stdout(arguments.color)),
        DoctorFormat::Json => json::render(&report),
    };
    terminal::print(&answer, if report.is_fine() { Ending::Fine } else { Ending::Problems })
}

impl Report {
    /// What the index takes in all, in bytes.
    fn index_bytes(&self) -> usize {
        self.memory.iter().map(|row| row.bytes).sum()
    }

    /// Whether nothing needs anyone's attention.
    fn is_fine(&self) -> bool {
        let unfinished = matches!(self.interrupted, Some(Interrupted::Left(_) | Interrupted::Unusable(_)));
        self.problems.is_empty() && self.unreadable.is_empty() && !unfinished
    }
}

fn examine(root: PathBuf) -> Report {
    let began = Instant::now();
    let (vault, problems) = Vault::open(&root, &serde_json::Value::Null);
    // Before the walk, which may take a while: another run may end meanwhile.
    let interrupted = interrupted(&vault);
    let index = Index::new();
    let progress = Progress::new("Reading", None);
    index.load(&vault, |files| progress.set(files), || false);
    let took = began.elapsed();
    drop(progress);
    // As a server has them when it is ready.
    index.catalog();
    let resident_bytes = memory::resident_bytes();
    let files = index.files();
    let (unreadable, left_out) = vault
        .left_out()
        .into_iter()
        .partition(|left| matches!(left.cause, Cause::Unreadable(_) | Cause::NameNotUtf8));
    let unreadable: Vec<LeftOut> = unreadable;
    Report {
        settings: vault.settings_in_force(),
        counts: files.iter().fold(Counts::default(), |counts, file| counts.and(file)),
        left_out: grouped(left_out.into_iter().map(why_left_out)),
        unreadable: grouped(
            unreadable
                .into_iter()
                .map(why_left_out)
                .chain(files.iter().filter_map(|file| unread(&vault, file))),
        ),
        memory: index.memory(),
        root,
        problems,
        interrupted,
        took,
        resident_bytes,
    }
}

impl Counts {
    fn and(mut self, file: &std::sync::Arc<File>) -> Self {
        match file.format {
            Some(Format::Markdown) => self.notes += 1,
            Some(Format::Canvas) => self.canvases += 1,
            Some(Format::Base) => self.bases += 1,
            None => self.attachments += 1,
        }
        self.links += file.names().map_or(0, |names| names.link_paths().count());
        self
    }
}

/// A reason, in the order in which reasons are told, and what it applies to.
type Told = (Reason, String);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Reason {
    kind: &'static str,
    why: String,
    pattern: Option<(String, String)>,
}

impl Reason {
    fn plain(kind: &'static str, why: &str) -> Self {
        Self { kind, why: why.to_owned(), pattern: None }
    }

    fn pattern(kind: &'static str, file: String, pattern: String) -> Self {
        let why = format!("{file}, pattern \"{pattern}\"");
        Self { kind, why, pattern: Some((file, pattern)) }
    }
}

fn why_left_out(left: LeftOut) -> Told {
    let reason = match left.cause {
        Cause::Hidden => Reason::plain("hidden", "hidden: the name begins with a dot"),
        Cause::NodeModules => Reason::plain("node_modules", "node_modules"),
        Cause::Gitignore { file, pattern } => Reason::pattern("gitignore", file, pattern),
        Cause::Exclude { pattern } => Reason::pattern("exclude", "files.exclude".to_owned(), pattern),
        Cause::SymbolicLink => Reason::plain("symbolic_link", "symbolic links are not followed"),
        Cause::NotRegular => Reason::plain("not_regular", "not a regular file"),
        Cause::LongPath => Reason::plain("long_path", "the path is too long"),
        Cause::Above => Reason::plain("above", "its folder is left out"),
        Cause::NameNotUtf8 => Reason::plain("name_not_utf8", "the name is not UTF-8"),
        Cause::Unreadable(message) => Reason::plain("unreadable", &message),
    };
    (reason, left.path)
}

/// Why a file that has a text is in the index without it; `None` when it has it, or needs none.
fn unread(vault: &Vault, file: &File) -> Option<Told> {
    if file.format.is_none() || file.has_note() {
        return None;
    }
    let error = vault.read(&file.place.path).err()?;
    let reason = match error.kind() {
        io::ErrorKind::InvalidData => Reason::plain("not_utf8", "not UTF-8"),
        io::ErrorKind::FileTooLarge => Reason::plain("too_large", "longer than 64 MiB"),
        _ => Reason::plain("unreadable", &error.to_string()),
    };
    Some((reason, file.place.path.to_string()))
}

/// The same reasons together, the first few paths of each.
fn grouped(told: impl Iterator<Item = Told>) -> Vec<Group> {
    let mut groups = BTreeMap::<Reason, (usize, Vec<String>)>::new();
    for (reason, path) in told {
        let (count, paths) = groups.entry(reason).or_default();
        *count += 1;
        if paths.len() < MOST_SHOWN {
            paths.push(path);
        }
    }
    let group = |(reason, (count, paths)): (Reason, (usize, Vec<String>))| {
        let Reason { kind, why, pattern } = reason;
        Group { kind, why, pattern, count, paths }
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_reasons_come_together_with_the_first_few_paths() {
        let told = (0..7).map(|number| (Reason::plain("hidden", "hidden"), format!("{number}")));
        let groups = grouped(told.chain([(Reason::plain("exclude", "x"), "a".to_owned())]));
        let shown: Vec<_> = groups.iter().map(|group| (group.kind, group.count, group.paths.len())).collect();
        assert_eq!(shown, [("exclude", 1, 1), ("hidden", 7, MOST_SHOWN)]);
        assert_eq!(groups[1].paths[0], "0");
    }
}
