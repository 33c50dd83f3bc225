//! What a server keeps for the next one: its answers are those of a server that reads all.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::support::client::{Client, uri};

/// A vault, and the cache folder of a user.
struct User {
    home: TempDir,
}

/// Long enough ago for a file to be believed.
fn old() -> SystemTime {
    SystemTime::now() - Duration::from_secs(60)
}

impl User {
    fn new(files: &[(&str, &str)]) -> Self {
        let user = Self { home: tempfile::tempdir().expect("a temporary folder") };
        std::fs::create_dir(user.vault()).expect("a folder");
        files.iter().for_each(|(path, text)| user.write(path, text));
        user
    }

    fn vault(&self) -> PathBuf {
        self.home.path().join("vault")
    }

    /// Writes a file that looks as if it had been there for a while.
    fn write(&self, path: &str, text: &str) {
        self.write_at(path, text, old());
    }

    fn write_at(&self, path: &str, text: &str, modified: SystemTime) {
        let place = self.vault().join(path);
        std::fs::write(&place, text).expect("it is written");
        set_modified(&place, modified);
    }

    /// A server of this user, with the vault open, which answers.
    fn server(&self) -> Client {
        let mut client = Client::spawn_with_cache(&self.home.path().join("cache"));
        client.initialized = client.result(
            "initialize",
            json!({
                "capabilities": {},
                "workspaceFolders": [{"uri": uri(&self.vault()), "name": "vault"}],
            }),
        );
        client.notify("initialized", json!({}));
        client
    }

    /// The links that a new server finds unresolved: who says it in which file.
    fn unresolved(&self) -> Vec<String> {
        let mut client = self.server();
        let found = targets(&mut client);
        assert!(client.shut_down().success());
        found
    }

    /// The only file in the cache folder.
    fn cache_file(&self) -> PathBuf {
        let folder = std::fs::read_dir(self.home.path().join("cache/wikilinks")).expect("something is kept");
        let files: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        files.into_iter().next().expect("a file")
    }
}

fn set_modified(place: &Path, modified: SystemTime) {
    let file = std::fs::File::options().write(true).open(place).expect("it opens");
    file.set_modified(modified).expect("it has a time");
}

fn targets(client: &mut Client) -> Vec<String> {
    let found = client
        .result("workspace/executeCommand", json!({"command": "wikilinks.unresolved", "arguments": []}));
    let target = |found: &Value| found["target"].as_str().expect("a target").to_owned();
    let mut targets: Vec<_> = found.as_array().expect("a list").iter().map(target).collect();
    targets.sort();
    targets
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let user = User::new(&[("a.md", "[[one]]"), ("b.md", "[[two]]"), ("c.png", "")]);
    assert_eq!(user.unresolved(), ["one", "two"]);
    // Nobody could see this but who reads the note.
    let modified = std::fs::metadata(user.vault().join("a.md")).unwrap().modified().unwrap();
    user.write_at("a.md", "[[ONE]]", modified);
    assert_eq!(user.unresolved(), ["one", "two"], "the text of a.md comes from the cache");
    user.write_at("a.md", "[[ONE]]", modified + Duration::from_millis(10));
    assert_eq!(user.unresolved(), ["ONE", "two"]);
}

#[test]
fn what_came_changed_moved_and_went_is_seen() {
    let user = User::new(&[("a.md", "[[one]]"), ("b.md", "[[two]]"), ("c.md", "[[a]] [[b]]")]);
    assert_eq!(user.unresolved(), ["one", "two"]);
    user.write("a.md", "[[three]] [[four]]");
    assert_eq!(user.unresolved(), ["four", "three", "two"], "changed");
    user.write("0.md", "[[five]]");
    assert_eq!(user.unresolved(), ["five", "four", "three", "two"], "new");
    std::fs::rename(user.vault().join("b.md"), user.vault().join("d.md")).unwrap();
    assert_eq!(user.unresolved(), ["b", "five", "four", "three", "two"], "renamed");
    std::fs::remove_file(user.vault().join("0.md")).unwrap();
    assert_eq!(user.unresolved(), ["b", "four", "three", "two"], "deleted");
}

#[test]
fn a_change_in_the_second_in_which_the_file_was_read_is_seen() {
    let user = User::new(&[]);
    let now = SystemTime::now();
    user.write_at("a.md", "[[one]]", now);
    assert_eq!(user.unresolved(), ["one"]);
    // A clock that is too coarse, and a text of the same length.
    user.write_at("a.md", "[[ONE]]", now);
    assert_eq!(user.unresolved(), ["ONE"]);
    let ahead = now + Duration::from_secs(3600);
    user.write_at("a.md", "[[two]]", ahead);
    assert_eq!(user.unresolved(), ["two"]);
    user.write_at("a.md", "[[TWO]]", ahead);
    assert_eq!(user.unresolved(), ["TWO"]);
}

#[test]
fn what_an_editor_has_not_saved_is_not_kept() {
    let user = User::new(&[("a.md", "[[one]]")]);
    let mut client = user.server();
    client.open(&user.vault().join("a.md"), "[[unsaved]]");
    assert_eq!(targets(&mut client), ["unsaved"]);
    assert!(client.shut_down().success());
    assert_eq!(user.unresolved(), ["one"]);
    assert_eq!(user.unresolved(), ["one"]);
}

#[test]
fn a_damaged_file_is_dropped_and_written_anew() {
    let user = User::new(&[("a.md", "[[one]]")]);
    assert_eq!(user.unresolved(), ["one"]);
    let whole = std::fs::read(user.cache_file()).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"", b"\0", b"wikilinks cache\n"] {
        std::fs::write(user.cache_file(), damaged).unwrap();
        assert_eq!(user.unresolved(), ["one"]);
        assert_eq!(std::fs::read(user.cache_file()).unwrap(), whole);
    }
}

#[test]
fn a_place_that_cannot_be_written_changes_no_answer() {
    let user = User::new(&[("a.md", "[[one]]")]);
    std::fs::write(user.home.path().join("cache"), "no folder").unwrap();
    assert_eq!(user.unresolved(), ["one"]);
    assert_eq!(user.unresolved(), ["one"]);
}

/// A disk of one page, in memory, which is full.
struct FullDisk(PathBuf);

impl FullDisk {
    /// One at `place`; `None`, and the reason printed, where none can be mounted.
    fn mount(place: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&place).expect("a folder");
        let mut mount = Command::new("mount");
        let mounted = mount.args(["-t", "tmpfs", "-o", "size=4k", "tmpfs"]).arg(&place).output();
        if !mounted.as_ref().is_ok_and(|mounted| mounted.status.success()) {
            eprintln!("skipped: no small disk can be mounted here: {mounted:?}");
            return None;
        }
        let disk = Self(place);
        std::fs::write(disk.0.join("filler"), "x").expect("there is one page");
        assert!(std::fs::write(disk.0.join("more"), "x").is_err(), "it is full");
        Some(disk)
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_changes_no_answer() {
    let user = User::new(&[("a.md", "[[one]]")]);
    let Some(disk) = FullDisk::mount(user.home.path().join("cache")) else { return };
    assert_eq!(user.unresolved(), ["one"]);
    assert_eq!(user.unresolved(), ["one"]);
    let left = std::fs::read_dir(disk.0.join("wikilinks")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "nothing unfinished is left");
}

#[test]
fn the_setting_turns_it_off() {
    let user = User::new(&[("a.md", "[[one]]"), (".wikilinks.toml", "cache = false")]);
    assert_eq!(user.unresolved(), ["one"]);
    assert!(!user.home.path().join("cache").exists());
}

#[test]
fn two_servers_on_one_vault_keep_what_a_third_can_read() {
    let user = User::new(&[("a.md", "[[one]]")]);
    let mut servers = [user.server(), user.server(), user.server()];
    assert!(servers.iter_mut().all(|server| targets(server) == ["one"]));
    let ids = servers.each_mut().map(|server| server.ask("shutdown", Value::Null));
    for (mut server, id) in servers.into_iter().zip(ids) {
        server.response(id);
        server.notify("exit", Value::Null);
        assert!(server.exit_status().success());
    }
    user.cache_file();
    assert_eq!(user.unresolved(), ["one"]);
}

#[test]
fn a_start_that_is_broken_off_keeps_nothing() {
    let user = User::new(&[("a.md", "[[one]]")]);
    let mut client = Client::spawn_with_cache(&user.home.path().join("cache"));
    client.result("initialize", json!({"capabilities": {}, "rootUri": uri(&user.vault())}));
    assert!(client.shut_down().success());
    assert!(!user.home.path().join("cache").exists());
}
