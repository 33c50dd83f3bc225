//! What is on disk after a plan is what someone else makes of it, whatever the vault.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index as Pick;
use wikilinks::index::{Index, View};
use wikilinks::plan::disk::{Lock, apply};
use wikilinks::plan::{Plan, rename_file, rename_files};
use wikilinks::vault::{Settings, Vault, VaultPath};

use super::model::{Texts, applied, path, vault};
use super::{Contents, Folder};

fn view_of(folder: &Folder) -> View {
    let vault = Vault::with_settings(folder.path(), Settings::default());
    let index = Index::new();
    index.load(&vault, |_| {}, || false);
    View::new(Arc::new(vault), Arc::new(index))
}

/// Only files, no folders that are empty.
fn files(folder: &Folder) -> Contents {
    folder.contents().into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

fn check(folder: &Folder, view: &View, texts: &Texts, plan: &Plan) {
    let lock = Lock::take(&view.vault).unwrap();
    apply(&lock, &view.vault, plan, &[]).unwrap();
    drop(lock);
    let expected: Contents =
        applied(texts, plan).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let mut found = files(folder);
    found.remove(".wikilinks/lock");
    assert_eq!(found, expected);
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

/// Whether the disk tells `a` from `A`. Where it does not, the vaults of the model are none.
fn case_counts() -> bool {
    let folder = Folder::new([("a", "")]);
    !folder.at("A").exists()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_renamed_file_on_disk(texts in vault(), which: Pick, to in path()) {
        prop_assume!(case_counts());
        let folder = Folder::new(&texts);
        let view = view_of(&folder);
        let from = which.get(&texts.keys().collect::<Vec<_>>()).to_string();
        let id = view.index.file_at(&VaultPath::new(&from).unwrap()).unwrap().place.id;
        let Ok(plan) = rename_file(&view, id, &VaultPath::new(&to).unwrap()) else { return Ok(()) };
        check(&folder, &view, &texts, &plan);
    }

    #[test]
    fn a_moved_folder_on_disk(texts in vault(), from in "(a|b|a/b|B/a)/", to in "(new|b|a|x/y)/") {
        prop_assume!(case_counts());
        let folder = Folder::new(&texts);
        let view = view_of(&folder);
        let id = |path: &str| view.index.file_at(&VaultPath::new(path).unwrap()).unwrap().place.id;
        let moved = |path: &str| path.strip_prefix(&from).map(|rest| format!("{to}{rest}"));
        let moves: Vec<_> =
            texts.keys().filter_map(|path| Some((id(path), VaultPath::new(&moved(path)?).unwrap()))).collect();
        let Ok(plan) = rename_files(&view, &moves) else { return Ok(()) };
        check(&folder, &view, &texts, &plan);
    }
}
