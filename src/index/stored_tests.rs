use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::super::sets::{IdSets, SetKey};
use super::*;
use crate::vault::{CacheFolder, Settings, Vault};

const FILES: &[(&str, &str)] = &[
    (
        "Ideas.md",
        "---\naliases: [Thoughts, \"Größe\"]\ntags: [a/b]\n---\n# Garden\n\nSee [[plan#Next|next]]. ^one\n",
    ),
    ("a/plan.md", "# Next\r\n\r\n日本語 [x](../Ideas.md#garden) #tag\r\n\n[^1]: note\n"),
    ("a/b/odd.md", "---\n{{date}}: @\n---\n[[Ideas]] `code` [[nowhere]]\n"),
    ("board.canvas", r##"{"nodes":[{"file":"Ideas.md","subpath":"#Garden"},{"text":"[[plan]]"}]}"##),
    ("picture.png", "not looked at"),
];

/// A vault whose files are old enough to be believed, and a cache file for it.
fn vault() -> (TempDir, Vault, CacheFile) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("vault");
    for (path, text) in FILES {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
    }
    let vault = Vault::with_settings(&root, Settings::default());
    let cache = CacheFolder::at(&place.path().join("cache")).file_of(&vault).unwrap();
    (place, vault, cache)
}

/// An index with what was kept in `cache`, and how many files have changed since.
fn loaded(vault: &Vault, cache: &CacheFile) -> (Index, Option<usize>) {
    let index = Index::new();
    let changed = index.load_kept(vault, Some(cache), |_| {}, || false);
    (index, changed)
}

/// All that an index says, as text.
fn shown(index: &Index) -> String {
    let files = index.files();
    let links = index.links.get();
    let sets = (ids(&links.aliases), ids(&links.referrers), ids(&links.tags), ids(&links.nested_tags));
    format!("{files:#?} {sets:#?}")
}

fn ids<K: SetKey + std::fmt::Debug>(sets: &IdSets<K>) -> Vec<String> {
    let mut all: Vec<_> =
        sets.iter().map(|entry| format!("{:?} {:?}", entry.key(), &**entry.value())).collect();
    all.sort();
    all
}

#[test]
fn what_is_kept_makes_the_same_index() {
    let (_place, vault, cache) = vault();
    let (fresh, changed) = loaded(&vault, &cache);
    assert_eq!(changed, None, "there was nothing");
    fresh.store(&cache).unwrap();
    let written = fs::read(cache.path()).unwrap();
    let (kept, changed) = loaded(&vault, &cache);
    assert_eq!(changed, Some(0));
    assert_eq!(shown(&kept), shown(&fresh));
    kept.store(&cache).unwrap();
    assert_eq!(fs::read(cache.path()).unwrap(), written);
}

#[test]
fn what_came_changed_and_went_is_counted() {
    let (place, vault, cache) = vault();
    loaded(&vault, &cache).0.store(&cache).unwrap();
    let root = place.path().join("vault");
    fs::write(root.join("new.md"), "").unwrap();
    assert_eq!(loaded(&vault, &cache).1, Some(1));
    fs::write(root.join("Ideas.md"), "other").unwrap();
    assert_eq!(loaded(&vault, &cache).1, Some(3), "of a file that changed, what is kept counts too");
    fs::remove_file(root.join("a/plan.md")).unwrap();
    assert_eq!(loaded(&vault, &cache).1, Some(4));
}

#[test]
fn a_note_that_could_not_be_read_is_tried_again() {
    let (place, vault, cache) = vault();
    let note = place.path().join("vault/Ideas.md");
    let modified = fs::metadata(&note).unwrap().modified().unwrap();
    let write = |bytes: &[u8]| {
        fs::write(&note, bytes).unwrap();
        fs::File::options().write(true).open(&note).unwrap().set_modified(modified).unwrap();
    };
    write(b"\xff[[a]]");
    let (fresh, _) = loaded(&vault, &cache);
    fresh.store(&cache).unwrap();
    // As a change of its permissions, this changes neither size nor time.
    write(b"+[[a]]");
    let (kept, _) = loaded(&vault, &cache);
    let file = kept.file_at(&VaultPath::new("Ideas.md").unwrap()).unwrap();
    assert_eq!(file.note().unwrap().links.len(), 1);
}

/// Bytes that are other than they were, or missing.
fn damage() -> impl Strategy<Value = (Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>)> {
    let bytes = prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..6);
    (bytes, prop::option::weighted(0.3, any::<prop::sample::Index>()))
}

fn damaged(
    mut bytes: Vec<u8>,
    (flips, cut): (Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>),
) -> Vec<u8> {
    for (at, by) in flips {
        let at = at.index(bytes.len());
        bytes[at] ^= by;
    }
    bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn a_damaged_file_changes_no_answer(damages in prop::collection::vec(damage(), 8)) {
        let (_place, vault, cache) = vault();
        let (fresh, _) = loaded(&vault, &cache);
        fresh.store(&cache).unwrap();
        let whole = fs::read(cache.path()).unwrap();
        for damage in damages {
            let bytes = damaged(whole.clone(), damage);
            let same = bytes == whole;
            fs::write(cache.path(), bytes).unwrap();
            let (kept, changed) = loaded(&vault, &cache);
            prop_assert_eq!(changed, same.then_some(0));
            prop_assert_eq!(shown(&kept), shown(&fresh));
        }
    }

    /// The checksum is right, as if someone had meant it.
    #[test]
    fn forged_content_breaks_nothing_and_leads_to_no_other_file(
        damages in prop::collection::vec((damage(), damage()), 8),
    ) {
        let (_place, vault, cache) = vault();
        let (fresh, _) = loaded(&vault, &cache);
        fresh.store(&cache).unwrap();
        let CacheContent { first, rest } = cache.read(cache.open().unwrap()).unwrap();
        for (in_first, in_rest) in damages {
            let (first, rest) = (damaged(first.clone(), in_first), damaged(rest.clone(), in_rest));
            cache.write(first.len() as u64, |out| out.write_all(&[first, rest].concat())).unwrap();
            let (kept, _) = loaded(&vault, &cache);
            let paths = |index: &Index| index.files().iter().map(|file| file.place.path.clone()).collect::<Vec<_>>();
            prop_assert_eq!(paths(&kept), paths(&fresh));
            kept.catalog();
        }
    }
}
