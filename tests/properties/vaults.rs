//! R22 on real vaults: `WIKILINKS_VAULTS=folder-of-vaults cargo test --test properties -- --ignored`.

use std::path::Path;

use wikilinks::index::View;
use wikilinks::plan::{rename_file, rename_files, rename_spot, rename_tag};
use wikilinks::resolve::Spot;
use wikilinks::vault::{Settings, Vault, VaultPath};

use super::chance::Chance;
use super::model::{Texts, view_of};
use super::rename::check;

/// How many renames are tried in each vault.
const RENAMES: u64 = 200;

fn texts_of(root: &Path) -> Texts {
    let texts = std::sync::Mutex::new(Texts::new());
    let vault = Vault::with_settings(root, Settings::default());
    let reading = vault.reading_anywhere();
    let read = |paths: Vec<VaultPath>| {
        for found in paths.iter().filter_map(|path| reading.found(path)) {
            texts.lock().unwrap().insert(found.path.to_string(), found.text().unwrap_or_default().to_owned());
        }
    };
    vault.walk(read, || false);
    texts.into_inner().unwrap()
}

/// A new path: another name here, the same name elsewhere, or another note's name.
fn new_path(chance: &mut Chance, from: &str, paths: &[&String]) -> VaultPath {
    let other = chance.pick(paths);
    let (folder, name) = from.rsplit_once('/').unwrap_or(("", from));
    let (other_folder, other_name) = other.rsplit_once('/').unwrap_or(("", other));
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let path = match chance.below(4) {
        0 => format!("{folder}/A new name {}.{extension}", chance.below(99)),
        1 => format!("{other_folder}/{name}"),
        2 => format!("{folder}/{other_name}"),
        _ => format!("new folder/{other_name}"),
    };
    VaultPath::new(path.trim_start_matches('/')).unwrap()
}

/// Renames something by chance. Whether it was not refused.
fn rename_something(chance: &mut Chance, texts: &Texts, view: &View) -> bool {
    let paths: Vec<&String> = texts.keys().collect();
    let from = (*chance.pick(&paths)).clone();
    let file = view.index.file_at(&VaultPath::new(&from).unwrap()).unwrap();
    // A heading with a link in it is replaced with its link.
    let note = file.note();
    let headings: Vec<usize> = note
        .iter()
        .flat_map(|note| note.headings.iter().enumerate())
        .filter_map(|(at, heading)| (!heading.raw.contains('[')).then_some(at))
        .collect();
    match chance.below(4) {
        0 if !headings.is_empty() => {
            let spot = Spot::Heading(*chance.pick(&headings));
            let Ok(plan) = rename_spot(view, file.place.id, spot, "A *new* heading: 2") else { return false };
            check(texts, &plan, Settings::default(), str::to_owned);
        }
        1 => {
            let tags = view.index.tags();
            if tags.is_empty() {
                return false;
            }
            let (tag, _) = chance.pick(&tags);
            let Ok(plan) = rename_tag(view, tag, "new/tag") else { return false };
            check(texts, &plan, Settings::default(), str::to_owned);
        }
        2 if from.contains('/') => {
            let folder = from.rsplit_once('/').unwrap().0.to_owned();
            let moved = |path: &str| {
                Some(format!(
                    "moved/x{}",
                    path.strip_prefix(&folder)?.strip_prefix('/').map(|rest| format!("/{rest}"))?
                ))
            };
            let id = |path: &str| view.index.file_at(&VaultPath::new(path).unwrap()).unwrap().place.id;
            let moves: Vec<_> =
                paths.iter().filter_map(|path| Some((id(path), VaultPath::new(&moved(path)?)?))).collect();
            let Ok(plan) = rename_files(view, &moves) else { return false };
            check(texts, &plan, Settings::default(), |path| moved(path).unwrap_or_else(|| path.to_owned()));
        }
        _ => {
            let to = new_path(chance, &from, &paths);
            let Ok(plan) = rename_file(view, file.place.id, &to) else { return false };
            check(texts, &plan, Settings::default(), |path| {
                if path == from { to.to_string() } else { path.to_owned() }
            });
        }
    }
    true
}

#[test]
#[ignore = "needs WIKILINKS_VAULTS, a folder of vaults"]
fn r22_renames_in_real_vaults_break_no_link() {
    let vaults = std::env::var_os("WIKILINKS_VAULTS").expect("WIKILINKS_VAULTS names a folder of vaults");
    for entry in std::fs::read_dir(vaults).expect("a folder").flatten() {
        let texts = texts_of(&entry.path());
        if texts.is_empty() {
            continue;
        }
        let view = view_of(&texts, Settings::default());
        let done = (0..RENAMES)
            .filter(|&seed| rename_something(&mut Chance(seed * 7919 + 1), &texts, &view))
            .count();
        println!(
            "{}: {} files, {done} of {RENAMES} renames made, the rest refused",
            entry.path().display(),
            texts.len()
        );
    }
}
