use super::super::fixture::folder;
use super::*;
use crate::vault::Settings;

/// A vault, and a cache folder that is not there yet.
fn vault_and_cache() -> (tempfile::TempDir, Vault, CacheFolder) {
    let place = folder(&[("vault/a.md", "")]);
    let vault = Vault::with_settings(&place.path().join("vault"), Settings::default());
    let cache = CacheFolder::at(&place.path().join("cache/wikilinks"));
    (place, vault, cache)
}

/// What is read of `file`.
fn content(file: &CacheFile) -> Option<Vec<u8>> {
    let CacheContent { first, rest } = file.read(file.open()?)?;
    assert_eq!(first, b"first");
    Some(rest)
}

fn write(file: &CacheFile, content: &[u8]) {
    file.write(5, |out| out.write_all(b"first").and_then(|()| out.write_all(content))).unwrap();
}

#[test]
fn what_is_written_is_read_and_the_last_one_holds() {
    let (_place, vault, cache) = vault_and_cache();
    let file = cache.file_of(&vault).unwrap();
    assert_eq!(content(&file), None);
    for text in [&b"one"[..], b"", b"three"] {
        write(&file, text);
        assert_eq!(content(&file).as_deref(), Some(text));
    }
    let entries = cache.entries().unwrap();
    assert_eq!(entries.len(), 1, "nothing unfinished is left: {entries:?}");
    assert_eq!(entries[0].vault.as_deref(), Some(&*vault.root.real));
}

#[test]
fn a_byte_that_changed_or_is_missing_is_seen() {
    let (_place, vault, cache) = vault_and_cache();
    let file = cache.file_of(&vault).unwrap();
    write(&file, b"content");
    let whole = fs::read(file.path()).unwrap();
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            fs::write(file.path(), &damaged).unwrap();
            assert_eq!(content(&file), None, "byte {at}, bit {bit}");
        }
        fs::write(file.path(), &whole[..at]).unwrap();
        assert_eq!(content(&file), None, "cut at {at}");
    }
    fs::write(file.path(), &whole).unwrap();
    assert_eq!(content(&file).as_deref(), Some(&b"content"[..]));
}

/// Writes `head` and the right checksum in front of `content`.
fn forge(file: &CacheFile, head: &Head, content: &[u8]) {
    let head = postcard::to_stdvec(head).unwrap();
    let mut begin = Begin::of(&head).0;
    let body = [&begin[HEAD_LENGTH], &head, content].concat();
    begin[CHECKSUM].copy_from_slice(&crc32fast::hash(&body).to_le_bytes());
    fs::write(file.path(), [&begin[..HEAD_LENGTH.start], &body].concat()).unwrap();
}

#[test]
fn what_another_version_wrote_or_what_is_another_vaults_is_not_used() {
    let (_place, vault, cache) = vault_and_cache();
    let file = cache.file_of(&vault).unwrap();
    write(&file, b"");
    let (own, root) = (program().unwrap().to_owned(), vault.root.real.to_string_lossy().into_owned());
    for (program, root, read) in [
        (own.clone(), root.clone(), Some(b"content".to_vec())),
        (format!("{own}0"), root.clone(), None),
        (own, format!("{root}0"), None),
    ] {
        forge(&file, &Head { program, root, first: 5 }, b"firstcontent");
        assert_eq!(content(&file), read);
    }
}

#[test]
fn nothing_is_kept_in_the_vault_or_when_the_setting_is_off() {
    let (place, mut vault, cache) = vault_and_cache();
    assert!(CacheFolder::at(&vault.root().join(".cache/wikilinks")).file_of(&vault).is_none());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(vault.root(), place.path().join("link")).unwrap();
        assert!(CacheFolder::at(&place.path().join("link/cache")).file_of(&vault).is_none());
    }
    assert!(cache.file_of(&vault).is_some());
    vault.settings.cache = false;
    assert!(cache.file_of(&vault).is_none());
    assert!(!place.path().join("cache").exists(), "asking makes nothing");
}

#[test]
fn clearing_deletes_what_is_ours_and_nothing_else() {
    let (_place, vault, cache) = vault_and_cache();
    assert_eq!(cache.clear().unwrap(), 0);
    write(&cache.file_of(&vault).unwrap(), b"");
    fs::write(cache.path().join(format!("{UNFINISHED}x")), "").unwrap();
    fs::write(cache.path().join("others"), "").unwrap();
    assert_eq!(cache.clear().unwrap(), 2);
    assert!(cache.path().join("others").exists());
    fs::remove_file(cache.path().join("others")).unwrap();
    write(&cache.file_of(&vault).unwrap(), b"");
    assert_eq!(cache.clear().unwrap(), 1);
    assert!(!cache.path().exists());
}

#[cfg(unix)]
#[test]
fn only_the_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_place, vault, cache) = vault_and_cache();
    let file = cache.file_of(&vault).unwrap();
    write(&file, b"");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file.path()), mode(cache.path())), (0o600, 0o700));
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_and_nothing_else() {
    let (place, vault, _) = vault_and_cache();
    fs::write(place.path().join("file"), "").unwrap();
    let file = CacheFolder::at(&place.path().join("file/wikilinks")).file_of(&vault).unwrap();
    assert!(file.write(0, |_| Ok(())).is_err());
    assert!(file.open().is_none());
}
