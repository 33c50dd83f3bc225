//! What do links look for and not find?

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::{File, View};
use crate::note::Link;
use crate::resolve::{Resolution, resolve};
use crate::text::{NameKey, Span};
use crate::vault::{DiagnosticCode, VaultPath};

use super::diagnostics::broken_links;
use super::lines::{ByFile, FileLinks};

/// What some links look for, and what does not exist.
#[derive(Debug, Clone)]
pub struct Unresolved {
    /// What they say: a path without `.md`, with `#` and a subpath where only that is missing.
    pub target: String,
    /// What is missing.
    pub code: DiagnosticCode,
    /// The links, in the order of the paths.
    pub files: Vec<FileLinks>,
}

impl Unresolved {
    /// How many links look for it.
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.links.len()).sum()
    }
}

/// What is looked for, how the first link says it, and where.
type Missing = ((NameKey, DiagnosticCode), String, Span);

/// All that links of the vault look for and do not find: the most links first, then by name. What
/// the settings do not report is left out.
pub fn unresolved(view: &View) -> Vec<Unresolved> {
    let files = view.index.files();
    let missing = view.map_all(&files, |file| (file.clone(), missing_in(view, file)));
    let mut groups: FxHashMap<(NameKey, DiagnosticCode), (String, ByFile)> = FxHashMap::default();
    for (file, missing) in missing {
        for (key, target, span) in missing {
            groups.entry(key).or_insert_with(|| (target, ByFile::default())).1.add(&file, span);
        }
    }
    let group = |((_, code), (target, files)): ((NameKey, DiagnosticCode), (String, ByFile))| Unresolved {
        target,
        code,
        files: files.in_lines(view),
    };
    let mut found: Vec<Unresolved> = groups.into_iter().map(group).collect();
    found.sort_by(|a, b| {
        (Reverse(a.count()), &a.target, a.code.name()).cmp(&(Reverse(b.count()), &b.target, b.code.name()))
    });
    found
}

fn missing_in(view: &View, file: &Arc<File>) -> Vec<Missing> {
    let note = file.note();
    let missing = note.iter().flat_map(|note| broken_links(view, file, note));
    let named = missing.map(|(link, code)| {
        let target = target(view, file, link);
        ((NameKey::new(&target), code), target, link.span)
    });
    named.collect()
}

/// What `link`, which is broken, looks for.
fn target(view: &View, file: &File, link: &Link) -> String {
    let resolution = resolve(&*view.index, &view.vault.settings, &file.place, link);
    if let Resolution::MissingSpot { file, .. } = resolution {
        let subpath = link.subpath.as_deref().unwrap_or_default();
        return format!("{}#{subpath}", file.place.path.without_md());
    }
    path_sought(file, link)
}

/// The path that `link` of `file` looks for, without `.md`: from the vault's root when the link says
/// one from the folder of `file`.
pub(super) fn path_sought(file: &File, link: &Link) -> String {
    let relative = link.path.starts_with("./") || link.path.starts_with("../");
    let joined = relative.then(|| VaultPath::joined(file.place.path.folder(), &link.path)).flatten();
    let path = joined.as_ref().map_or(&*link.path, VaultPath::as_str);
    path.strip_suffix(".md").filter(|stem| !stem.is_empty()).unwrap_or(path).to_owned()
}
