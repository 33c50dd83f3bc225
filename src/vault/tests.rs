use std::fs;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::fixture::{folder, found, open, paths, write};
use super::*;

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).unwrap()
}

#[test]
fn a_vault_is_used_from_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Vault>();
}

#[test]
fn paths_go_out_and_come_back() {
    let root = folder(&[]);
    let vault = open(root.path());
    for text in ["a.md", "a/b c/ö.md", "a\u{301}/C#.md"] {
        let absolute = vault.absolute(&path(text));
        assert!(absolute.starts_with(root.path()));
        assert_eq!(vault.relative(&absolute), Some(path(text)));
    }
    assert_eq!(vault.relative(root.path()), None);
    assert_eq!(vault.relative(&root.path().join("a/../../x.md")), None);
    assert_eq!(vault.relative(&root.path().join("a/../x.md")), None);
    assert_eq!(vault.relative(Path::new("/elsewhere/x.md")), None);
    assert_eq!(vault.relative(&root.path().with_extension("md").join("x")), None);
}

#[cfg(unix)]
#[test]
fn both_spellings_of_the_root_work() {
    let real = folder(&[("a.md", "text")]);
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(real.path(), &link).unwrap();
    let vault = open(&link);
    assert_eq!(vault.root(), link);
    assert_eq!(vault.relative(&link.join("a.md")), Some(path("a.md")));
    assert_eq!(vault.relative(&real.path().canonicalize().unwrap().join("a.md")), Some(path("a.md")));
    assert_eq!(paths(&vault), ["a.md"]);
    assert_eq!(vault.read(&path("a.md")).unwrap().0, "text");
}

#[test]
fn a_root_that_is_not_there_has_no_files() {
    let root = folder(&[("file.md", "")]);
    for place in ["missing", "file.md"] {
        assert_eq!(paths(&open(&root.path().join(place))), [""; 0]);
    }
}

#[test]
fn notes_are_read_and_attachments_are_not() {
    let root = folder(&[("a.md", "\u{feff}# A\0"), ("b.canvas", "{}"), ("c.png", "png"), ("sub/d.MD", "d")]);
    let vault = open(root.path());
    let texts: Vec<_> = found(&vault)
        .into_iter()
        .map(|found| (found.path.to_string(), found.text().map(str::to_owned)))
        .collect();
    let expected =
        [("a.md", Some("\u{feff}# A\0")), ("b.canvas", Some("{}")), ("c.png", None), ("sub/d.MD", Some("d"))];
    assert_eq!(texts, expected.map(|(path, text)| (path.to_owned(), text.map(str::to_owned))));
}

#[test]
fn a_stamp_tells_whether_a_file_changed() {
    let root = folder(&[("a.md", "one"), ("b.png", "12345")]);
    let vault = open(root.path());
    for found in found(&vault) {
        assert_eq!(vault.stamp(&found.path), Some(found.stamp));
    }
    let (_, before) = vault.read(&path("a.md")).unwrap();
    write(root.path(), "a.md", "three");
    assert_ne!(vault.stamp(&path("a.md")), Some(before));
    assert_eq!(vault.stamp(&path("none.md")), None);
}

#[test]
fn a_note_that_is_not_utf8_is_found_without_text() {
    let root = folder(&[]);
    write(root.path(), "latin.md", b"caf\xe9");
    let vault = open(root.path());
    assert_eq!(found(&vault).iter().map(Found::text).collect::<Vec<_>>(), [None]);
    assert_eq!(vault.read(&path("latin.md")).unwrap_err().kind(), ErrorKind::InvalidData);
}

#[test]
fn a_note_over_64_mib_is_found_without_text() {
    let root = folder(&[("huge.md", "")]);
    let file = fs::OpenOptions::new().write(true).open(root.path().join("huge.md")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let vault = open(root.path());
    assert_eq!(found(&vault).iter().map(Found::text).collect::<Vec<_>>(), [None]);
    assert_eq!(vault.read(&path("huge.md")).unwrap_err().kind(), ErrorKind::FileTooLarge);
    file.set_len(64 << 20).unwrap();
    assert!(matches!(&found(&vault)[..], [found] if found.text().is_some()));
}

#[test]
fn a_folder_is_not_read() {
    let root = folder(&[("folder.md/a.md", "")]);
    let vault = open(root.path());
    assert_eq!(paths(&vault), ["folder.md/a.md"]);
    assert!(vault.read(&path("folder.md")).is_err());
    assert_eq!(vault.stamp(&path("folder.md")), None);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_neither_walked_nor_read() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", "secret")]);
    let root = folder(&[("in/a.md", "a")]);
    let at = |name: &str| root.path().join(name);
    symlink(outside.path().join("secret.md"), at("file.md")).unwrap();
    symlink(outside.path(), at("folder")).unwrap();
    symlink(root.path(), at("in/loop")).unwrap();
    symlink(at("in/a.md"), at("inside.md")).unwrap();
    symlink(at("gone.md"), at("dangling.md")).unwrap();
    let vault = open(root.path());
    assert_eq!(paths(&vault), ["in/a.md"]);
    for linked in ["file.md", "folder/secret.md", "inside.md", "in/loop/in/a.md", "dangling.md"] {
        assert_eq!(vault.read(&path(linked)).unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(vault.stamp(&path(linked)), None);
    }
    assert_eq!(vault.read(&path("gone.md")).unwrap_err().kind(), ErrorKind::NotFound);
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_sockets_are_skipped_without_waiting() {
    let root = folder(&[("a.md", "a")]);
    let pipe = root.path().join("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.md")).unwrap();
    let vault = open(root.path());
    assert_eq!(paths(&vault), ["a.md"]);
    assert_eq!(vault.read(&path("pipe.md")).unwrap_err().kind(), ErrorKind::PermissionDenied);
    assert_eq!(vault.stamp(&path("socket.md")), None);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_left_out() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder(&[("a.md", "a")]);
    let bad = root.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    fs::write(&bad, "x").unwrap();
    let vault = open(root.path());
    assert_eq!(paths(&vault), ["a.md"]);
    assert_eq!(vault.relative(&bad), None);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_stops_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("a.md", "a"), ("closed/b.md", "b"), ("locked.md", "x")]);
    let forbid = |name: &str, mode| {
        fs::set_permissions(root.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    forbid("closed", 0o000);
    forbid("locked.md", 0o000);
    // Whoever runs the tests as root reads everything.
    let all_powerful = fs::read_dir(root.path().join("closed")).is_ok();
    let all = found(&open(root.path()));
    forbid("closed", 0o700);
    if !all_powerful {
        let texts: Vec<_> = all.iter().map(|found| (found.path.as_str(), found.text())).collect();
        assert_eq!(texts, [("a.md", Some("a")), ("locked.md", None)]);
    }
}

#[test]
fn a_walk_stops_when_told() {
    let root = folder(&[]);
    for n in 0..500 {
        write(root.path(), &format!("{n}.md"), "");
    }
    let taken = AtomicUsize::new(0);
    let count = |paths: Vec<VaultPath>| {
        taken.fetch_add(paths.len(), Ordering::SeqCst);
    };
    open(root.path()).walk(count, || taken.load(Ordering::SeqCst) >= 3);
    let taken = taken.into_inner();
    assert!((3..100).contains(&taken), "{taken}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_note_a_thousand_folders_deep_is_found() {
    let root = folder(&[]);
    let deep = format!("{}note.md", "d/".repeat(1_000));
    write(root.path(), &deep, "deep");
    let vault = open(root.path());
    assert_eq!(paths(&vault), [deep.as_str()]);
    assert!(vault.accepts(&path(&deep)));
    assert_eq!(vault.read(&path(&deep)).unwrap().0, "deep");
}

#[test]
fn a_settings_file_that_is_no_text_is_told() {
    let root = folder(&[(".obsidian/app.json/x", "")]);
    write(root.path(), ".wikilinks.toml", b"\xff");
    let problems = Vault::open(root.path(), &serde_json::Value::Null).1;
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = [
        ".obsidian/app.json: it cannot be read: it is not a regular file",
        ".wikilinks.toml: it cannot be read: it is not UTF-8",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn r19_filters_set_aside_and_leave_nothing_out() {
    let app = r#"{"userIgnoreFilters": ["Templates/"]}"#;
    let root = folder(&[(".obsidian/app.json", app), ("Templates/day.md", ""), ("a.md", "")]);
    let vault = open(root.path());
    let (template, note) = (path("Templates/day.md"), path("a.md"));
    assert!(vault.is_set_aside(|| &template));
    assert!(!vault.is_set_aside(|| &note));
    assert_eq!(paths(&vault), ["Templates/day.md", "a.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_comes_brings_no_more_than_a_walk_finds() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder(&[("new/a.md", "a"), ("new/.git/b.md", "b"), ("new/in/c.png", "c")]);
    let new = root.path().join("new");
    fs::write(new.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "x").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(new.join("socket.md")).unwrap();
    std::os::unix::fs::symlink(new.join("a.md"), new.join("link.md")).unwrap();
    let vault = open(root.path());
    let mut below = vault.files_below(&path("new"));
    below.sort_unstable();
    assert_eq!(below, [path("new/a.md"), path("new/in/c.png")]);
    assert_eq!(vault.files_below(&path("gone")), []);
}
