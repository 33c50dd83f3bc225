//! From the path in a link to a file: R9–R14.

use crate::index::{Lookup, Place, Places, SharedPlace};
use crate::note::LinkSyntax;
use crate::text::fold;
use crate::vault::{Settings, VaultPath};

/// The rule by which a file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The path is empty: the same note (R1).
    SameNote,
    /// A Markdown link's path, from the source's folder (R13).
    FromFolder,
    /// `./` or `../`, from the source's folder (R11, step 1).
    Relative,
    /// A leading `/`, from the vault's root (R11, step 2).
    FromRoot,
    /// The exact vault path (R11, step 3).
    VaultPath,
    /// The end of a path; in the source's own folder (R11, step 4).
    OwnFolder,
    /// The end of a path (R11, step 4).
    PathEnd,
    /// An alias, where a setting makes them targets (R12).
    Alias,
}

/// A file that a link leads to.
#[derive(Debug, Clone)]
pub struct FoundFile {
    /// Where it is.
    pub place: SharedPlace,
    /// By which rule.
    pub rule: Rule,
    /// Whether other files fit as well, and only their order decided (R11): `ambiguous-link`.
    pub ambiguous: bool,
}

/// Why no file was found.
#[derive(Debug, Clone)]
pub enum MissingFile {
    /// Nothing has the name.
    NoFile,
    /// `../` leads out of the vault (R11).
    OutsideVault,
    /// The name is an alias of these notes, and aliases are no targets (R12).
    OnlyAlias(Vec<SharedPlace>),
}

/// The file that `path` means in a link of this syntax, in the file `from`.
pub fn resolve_path(
    lookup: &impl Lookup,
    settings: &Settings,
    from: &Place,
    path: &str,
    syntax: LinkSyntax,
) -> Result<FoundFile, MissingFile> {
    if path.is_empty() {
        // The index may know `from` under another `Arc`; the resolver only needs an equal one.
        let own = lookup.at(&from.key).as_slice().iter().find(|place| place.id == from.id).cloned();
        let place = own.ok_or(MissingFile::NoFile)?;
        return Ok(FoundFile { place, rule: Rule::SameNote, ambiguous: false });
    }
    let with_md = format!("{path}.md");
    for text in [path, &with_md] {
        if let Some(found) = find(lookup, from, text, syntax) {
            return Ok(found);
        }
    }
    if is_relative(path) && VaultPath::joined(from.path.folder(), path).is_none() {
        return Err(MissingFile::OutsideVault);
    }
    find_alias(lookup, settings, path, syntax)
}

/// Whether `path` starts from the source's folder in so many words.
fn is_relative(path: &str) -> bool {
    path.starts_with("./") || path.starts_with("../") || path == ".."
}

/// The steps of R11 for one text, extension included.
fn find(lookup: &impl Lookup, from: &Place, text: &str, syntax: LinkSyntax) -> Option<FoundFile> {
    let found = |place, rule| Some(FoundFile { place, rule, ambiguous: false });
    if syntax == LinkSyntax::CanvasFile {
        return found(exact(lookup, from, text)?, Rule::VaultPath);
    }
    if is_relative(text) {
        let joined = VaultPath::joined(from.path.folder(), text)?;
        return found(exact(lookup, from, joined.as_str())?, Rule::Relative);
    }
    if let Some(rooted) = text.strip_prefix('/') {
        return found(exact(lookup, from, rooted)?, Rule::FromRoot);
    }
    if syntax.is_markdown()
        && let Some(joined) = VaultPath::joined(from.path.folder(), text)
        && let Some(place) = exact(lookup, from, joined.as_str())
    {
        return found(place, Rule::FromFolder);
    }
    if let Some(place) = exact(lookup, from, text) {
        return found(place, Rule::VaultPath);
    }
    by_path_end(lookup, from, text)
}

/// The file at exactly this vault path.
fn exact(lookup: &impl Lookup, from: &Place, path: &str) -> Option<SharedPlace> {
    written_like(&lookup.at(&fold(path)), from, path)
}

/// Of places that differ in case or normal form alone, the one that is written like `text`, then one in
/// the source's very folder, then the first by [`Place::rank`].
fn written_like(twins: &Places, from: &Place, text: &str) -> Option<SharedPlace> {
    let places = twins.as_slice();
    if places.len() < 2 {
        return places.first().cloned();
    }
    let own = from.path.folder();
    let order = |place: &&SharedPlace| (!place.path.as_str().ends_with(text), place.path.folder() != own);
    places.iter().min_by_key(order).cloned()
}

/// R11, step 4.
fn by_path_end(lookup: &impl Lookup, from: &Place, text: &str) -> Option<FoundFile> {
    let key = fold(text);
    let places = lookup.named(key.rsplit('/').next()?);
    let mut fitting = places.ending_with(&key);
    let first = fitting.next()?;
    if fitting.next().is_none() {
        let rule = if first.folder_key() == from.folder_key() { Rule::OwnFolder } else { Rule::PathEnd };
        return Some(FoundFile { place: first.clone(), rule, ambiguous: false });
    }
    if let Some(place) = written_like(&in_folder(lookup, from, &key), from, text) {
        return Some(FoundFile { place, rule: Rule::OwnFolder, ambiguous: false });
    }
    let place = written_like(&lookup.at(&first.key), from, text)?;
    Some(FoundFile { place, rule: Rule::PathEnd, ambiguous: true })
}

/// The files in the source's own folder whose path ends with `key`: one, or some that differ in case or
/// normal form alone.
fn in_folder(lookup: &impl Lookup, from: &Place, key: &str) -> Places {
    let name = key.rsplit('/').next().unwrap_or_default();
    let path = match from.folder_key() {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    match format!("/{path}").ends_with(&format!("/{key}")) {
        true => lookup.at(&path),
        false => Places::None,
    }
}

/// Every file that `path` could mean by R11, step 4: there may be very many.
pub fn candidates(lookup: &impl Lookup, path: &str) -> Candidates {
    let text = path.trim_start_matches('/');
    Candidates([text.to_owned(), format!("{text}.md")].map(|text| {
        let path = fold(&text).into_owned();
        (lookup.named(path.rsplit('/').next().unwrap_or_default()), path)
    }))
}

/// The files that a path could mean, each with what its path ends with.
pub struct Candidates([(Places, String); 2]);

impl Candidates {
    /// How many they are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(places, path)| places.count_ending_with(path)).sum()
    }

    /// They, in the order in which they are preferred by a source in no folder.
    pub fn iter(&self) -> impl Iterator<Item = &SharedPlace> {
        self.0.iter().flat_map(|(places, path)| places.ending_with(path))
    }
}

/// R12: an alias is a target only where a setting says so.
fn find_alias(
    lookup: &impl Lookup,
    settings: &Settings,
    path: &str,
    syntax: LinkSyntax,
) -> Result<FoundFile, MissingFile> {
    if syntax != LinkSyntax::Wiki {
        return Err(MissingFile::NoFile);
    }
    let mut notes = lookup.with_alias(&fold(path));
    notes.sort_by(|a, b| a.rank(b));
    match notes.first() {
        None => Err(MissingFile::NoFile),
        Some(_) if !settings.aliases_resolve => Err(MissingFile::OnlyAlias(notes)),
        Some(first) => Ok(FoundFile { place: first.clone(), rule: Rule::Alias, ambiguous: notes.len() > 1 }),
    }
}
