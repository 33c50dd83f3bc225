//! What a person names on the command line.

use std::path::Path;
use std::sync::Arc;

use crate::features::near::near_names;
use crate::index::{File, FileId, Place, View};
use crate::note::{self, Format, Link};
use crate::plan::{Refusal, check_name};
use crate::resolve::{FoundFile, MissingFile, Resolution, Spot, candidates, resolve};
use crate::vault::VaultPath;

/// A thing of a vault.
pub enum Named {
    /// A note or an attachment.
    File(Arc<File>),
    /// A folder.
    Folder(VaultPath),
    /// A heading, a block or a footnote.
    Spot(Arc<File>, Spot),
}

/// What `given` names: a path in the vault or on this machine, `.md` written or not, or what a link
/// in a note at the vault's root would say. A `/` at the end makes it a folder.
pub fn named(view: &View, given: &str) -> Result<Named, Refusal> {
    let in_vault = given.trim_start_matches("./").trim_matches('/');
    let on_disk = || Path::new(given).canonicalize().ok().and_then(|path| view.vault.relative(&path));
    if !given.ends_with('/') {
        let texts = [in_vault.to_owned(), format!("{in_vault}.md")];
        let paths = texts.iter().filter_map(|text| VaultPath::new(text));
        if let Some(file) = paths.chain(on_disk()).find_map(|path| view.index.file_at(&path)) {
            return Ok(Named::File(file));
        }
    }
    let folders = VaultPath::new(in_vault).into_iter().chain(on_disk());
    if let Some(folder) = folders.into_iter().find(|path| view.vault.is_folder(path)) {
        return Ok(Named::Folder(folder));
    }
    linked(view, given)
}

/// What a link to `given`, in a note at the root, leads to.
fn linked(view: &View, given: &str) -> Result<Named, Refusal> {
    let missing = || Refusal(no_such(view, given));
    let link = link(given).filter(|link| !link.path.is_empty()).ok_or_else(missing)?;
    // Only its folder counts.
    let path = VaultPath::new("-").ok_or_else(missing)?;
    let root = Place::new(FileId(u32::MAX), path);
    let file_of = |found: &FoundFile| view.index.file(found.place.id).ok_or_else(missing);
    match resolve(&*view.index, &view.vault.settings, &root, &link) {
        Resolution::Found { file, .. } | Resolution::MissingSpot { file, .. } if file.ambiguous => {
            Err(Refusal(several(view, &link)))
        }
        Resolution::Found { file, spot: spot @ (Spot::Heading(_) | Spot::Block(_) | Spot::Footnote(_)) } => {
            Ok(Named::Spot(file_of(&file)?, spot))
        }
        Resolution::Found { file, .. } if link.subpath.is_none() => Ok(Named::File(file_of(&file)?)),
        Resolution::Found { file, .. } | Resolution::MissingSpot { file, .. } => Err(Refusal(format!(
            "{} has no heading, block or footnote \"{}\" that can be renamed",
            file.place.path,
            link.subpath.unwrap_or_default()
        ))),
        Resolution::MissingFile(MissingFile::OnlyAlias(notes)) if !notes.is_empty() => Err(Refusal(format!(
            "\"{}\" is an alias of {} and no note's name; name the note itself",
            link.path,
            notes.iter().map(|place| place.path.as_str()).collect::<Vec<_>>().join(" and ")
        ))),
        Resolution::MissingFile(_) => Err(missing()),
    }
}

/// The link that `given` is, in brackets or not.
fn link(given: &str) -> Option<Link> {
    let is_written_out = ["[", "!["].iter().any(|opening| given.starts_with(opening));
    let text = if is_written_out { given.to_owned() } else { format!("[[{given}]]") };
    note::parse(&text, Format::Markdown).links.into_iter().next()
}

fn no_such(view: &View, given: &str) -> String {
    let near = near_names(view, given, 3);
    let near: Vec<_> = near.iter().map(|place| place.path.as_str()).collect();
    match near.is_empty() {
        true => format!("the vault has no {given}"),
        false => format!("the vault has no {given}\nDid you mean {}?", near.join(" or ")),
    }
}

fn several(view: &View, link: &Link) -> String {
    let places = candidates(&*view.index, &link.path);
    let paths: Vec<_> = places.iter().map(|place| place.path.as_str()).collect();
    format!("\"{}\" could be {}; give the whole path", link.path, paths.join(" or "))
}

/// The files in `folder`, in the order of their paths, each with its path from there.
///
/// # Errors
/// When there are none: the vault leaves out all that is in it.
pub fn files_in(view: &View, folder: &VaultPath) -> Result<Vec<(Arc<File>, String)>, Refusal> {
    let prefix = format!("{folder}/");
    let inside = |file: Arc<File>| {
        let rest = file.place.path.as_str().strip_prefix(&prefix)?.to_owned();
        Some((file, rest))
    };
    let files: Vec<_> = view.index.files().into_iter().filter_map(inside).collect();
    if files.is_empty() {
        return Err(Refusal(format!("{folder} has no file that belongs to the vault")));
    }
    Ok(files)
}

/// `folder` and every folder in it that holds one of `files`.
pub fn folders_of(folder: &VaultPath, files: &[(Arc<File>, String)]) -> Vec<VaultPath> {
    let inner = files.iter().flat_map(|(_, rest)| rest.match_indices('/').map(|(at, _)| rest.get(..at)));
    let mut folders: Vec<_> =
        inner.flatten().filter_map(|rest| VaultPath::new(&format!("{folder}/{rest}"))).collect();
    folders.push(folder.clone());
    folders.sort();
    folders.dedup();
    folders
}

/// Refuses a folder whose name some system does not take, or no link can hold. Folders that are
/// there already are taken as they are.
pub fn check_folder(view: &View, folder: &str) -> Result<(), Refusal> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let paths = ends.filter_map(|end| VaultPath::new(folder.get(..end)?));
    for path in paths {
        if view.index.file_at(&path).is_some() || view.vault.stamp(&path).is_some() {
            return Err(Refusal(format!("{path} is a file, not a folder")));
        }
        if !view.vault.is_folder(&path) {
            check_name(&path)?;
        }
    }
    Ok(())
}
