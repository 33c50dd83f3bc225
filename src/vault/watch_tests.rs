use super::super::fixture::{folder, write};
use super::*;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// A watcher, and the batches that it tells.
fn started(root: &Path) -> (Watcher, Receiver<Vec<PathBuf>>) {
    let (sender, receiver) = mpsc::channel();
    let watcher = Watcher::start(root, move |batch| drop(sender.send(batch))).unwrap();
    (watcher, receiver)
}

/// Waits until all of `expected` were told, and returns all that was, below `root`.
#[track_caller]
fn told(root: &Path, batches: &Receiver<Vec<PathBuf>>, expected: &[&str]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let end = Instant::now() + PATIENCE;
    while !expected.iter().all(|path| all.contains(*path)) {
        let left = end.saturating_duration_since(Instant::now());
        let Ok(batch) = batches.recv_timeout(left) else { panic!("{expected:?} expected, {all:?} told") };
        all.extend(batch.iter().map(|path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()));
    }
    all
}

#[test]
fn files_that_come_change_and_go_are_told() {
    let root = folder(&[("a.md", "a"), ("sub/b.md", "b")]);
    let (_watcher, batches) = started(root.path());
    write(root.path(), "new.md", "new");
    told(root.path(), &batches, &["new.md"]);
    write(root.path(), "sub/b.md", "changed");
    told(root.path(), &batches, &["sub/b.md"]);
    fs::remove_file(root.path().join("a.md")).unwrap();
    told(root.path(), &batches, &["a.md"]);
    fs::rename(root.path().join("new.md"), root.path().join("sub/old.md")).unwrap();
    told(root.path(), &batches, &["new.md", "sub/old.md"]);
}

#[test]
fn a_folder_that_comes_is_told_file_by_file_and_watched() {
    let outside = folder(&[("moved/in/a.md", "a"), ("moved/b.png", "b"), ("moved/.git/x.md", "x")]);
    let root = folder(&[]);
    let (_watcher, batches) = started(root.path());
    fs::rename(outside.path().join("moved"), root.path().join("here")).unwrap();
    let all = told(root.path(), &batches, &["here/in/a.md", "here/b.png"]);
    assert_eq!(all.len(), 2, "{all:?}");
    write(root.path(), "here/in/later.md", "");
    told(root.path(), &batches, &["here/in/later.md"]);
}

#[test]
fn a_folder_that_is_renamed_is_followed() {
    let root = folder(&[("old/deep/a.md", "a")]);
    let (_watcher, batches) = started(root.path());
    fs::rename(root.path().join("old"), root.path().join("new")).unwrap();
    told(root.path(), &batches, &["old", "new/deep/a.md"]);
    write(root.path(), "new/deep/a.md", "changed");
    let all = told(root.path(), &batches, &["new/deep/a.md"]);
    assert!(!all.iter().any(|path| path.starts_with("old/")), "{all:?}");
}

#[test]
fn folders_that_swap_their_names_are_followed() {
    let root = folder(&[("a/in/a.md", ""), ("b/in/b.md", "")]);
    let (_watcher, batches) = started(root.path());
    let at = |name: &str| root.path().join(name);
    fs::rename(at("a"), at("t")).unwrap();
    fs::rename(at("b"), at("a")).unwrap();
    fs::rename(at("t"), at("b")).unwrap();
    told(root.path(), &batches, &["a/in/b.md", "b/in/a.md"]);
    write(root.path(), "a/in/new.md", "");
    told(root.path(), &batches, &["a/in/new.md"]);
}

#[test]
fn a_folder_is_watched_that_has_the_name_of_one_that_is_gone() {
    let outside = folder(&[]);
    let root = folder(&[("a/in/a.md", "")]);
    let (_watcher, batches) = started(root.path());
    let at = |name: &str| root.path().join(name);
    let ways: [(&str, &dyn Fn()); 3] = [
        ("renamed", &|| fs::rename(at("a"), at("b")).unwrap()),
        ("moved away", &|| fs::rename(at("a"), outside.path().join("a")).unwrap()),
        ("removed", &|| fs::remove_dir_all(at("a")).unwrap()),
    ];
    for (number, (how, goes)) in ways.iter().enumerate() {
        goes();
        told(root.path(), &batches, &["a"]);
        let (first, later) = (format!("a/in/{number}.md"), format!("a/in/{number} later.md"));
        write(root.path(), &first, how);
        told(root.path(), &batches, &[&first]);
        // What stands in a folder that comes is told when it comes; what comes later, when it is watched.
        write(root.path(), &later, how);
        told(root.path(), &batches, &[&later]);
    }
    write(outside.path(), "a/in/elsewhere.md", "");
    write(root.path(), "b/in/a.md", "changed");
    assert_eq!(told(root.path(), &batches, &["b/in/a.md"]).len(), 1);
}

#[test]
fn hidden_files_are_not_told_and_settings_are() {
    let root = folder(&[(".git/config", "")]);
    let (_watcher, batches) = started(root.path());
    for path in [".git/index.md", ".hidden.md", "a/node_modules/x.md", "a/.gitignore", ".wikilinks.toml"] {
        write(root.path(), path, "");
    }
    write(root.path(), ".obsidian/app.json", "{}");
    write(root.path(), ".obsidian/workspace.json", "{}");
    let all = told(root.path(), &batches, &["a/.gitignore", ".wikilinks.toml", ".obsidian/app.json"]);
    assert_eq!(all.len(), 3, "{all:?}");
    write(root.path(), ".obsidian/app.json", "{ }");
    told(root.path(), &batches, &[".obsidian/app.json"]);
}

#[test]
fn a_thousand_files_at_once_are_few_batches() {
    let root = folder(&[]);
    let (_watcher, batches) = started(root.path());
    let names: Vec<String> = (0..1_000).map(|n| format!("{}/{n}.md", n % 10)).collect();
    names.iter().for_each(|name| write(root.path(), name, name));
    let mut all = BTreeSet::new();
    let mut count = 0;
    while !names.iter().all(|name| all.contains(&root.path().join(name))) {
        all.extend(batches.recv_timeout(PATIENCE).unwrap());
        count += 1;
    }
    assert!(count <= 20, "{count} batches");
}

#[test]
fn reading_is_no_change() {
    let root = folder(&[("a.md", "a")]);
    let (_watcher, batches) = started(root.path());
    fs::read(root.path().join("a.md")).unwrap();
    fs::read_dir(root.path()).unwrap().count();
    assert!(batches.recv_timeout(QUIET * 4).is_err());
}

#[test]
fn dropping_it_stops_it() {
    let root = folder(&[]);
    let (watcher, batches) = started(root.path());
    drop(watcher);
    write(root.path(), "a.md", "");
    // The closure that sends is dropped with the thread: nothing came, and nothing can.
    assert_eq!(batches.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn lost_events_are_told_as_the_root() {
    let root = folder(&[]);
    let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
    assert!(matches!(message(Ok(lost)), Message::Lost));
    let (watcher, batches) = started(root.path());
    watcher.sender.send(Message::Lost).unwrap();
    assert_eq!(batches.recv_timeout(PATIENCE).unwrap(), [root.path()]);
}

#[test]
fn a_folder_that_is_not_there_is_an_error_for_a_person() {
    let error = Watcher::start(Path::new("/nowhere/at/all"), drop).unwrap_err();
    assert!(error.contains("there is no such folder (/nowhere/at/all)"), "{error}");
    let limit = explained(&notify::Error::new(ErrorKind::MaxFilesWatch));
    assert!(limit.contains("fs.inotify.max_user_watches"), "{limit}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_followed_and_a_linked_root_is_told_as_given() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("x/x.md", "")]);
    let root = folder(&[("a/a.md", "")]);
    symlink(outside.path(), root.path().join("out")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link");
    symlink(root.path(), &link).unwrap();
    let (_watcher, batches) = started(&link);
    write(outside.path(), "x/x.md", "changed");
    write(root.path(), "a/a.md", "changed");
    assert_eq!(told(&link, &batches, &["a/a.md"]).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_stops_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("closed/a.md", ""), ("open/b.md", "")]);
    let set = |mode| {
        fs::set_permissions(root.path().join("closed"), fs::Permissions::from_mode(mode)).unwrap();
    };
    set(0o000);
    let (_watcher, batches) = started(root.path());
    write(root.path(), "open/b.md", "changed");
    told(root.path(), &batches, &["open/b.md"]);
    set(0o700);
}

#[test]
fn a_failure_is_told_with_what_a_person_can_do() {
    let error = |kind: ErrorKind| notify::Error::new(kind).add_path("/v/x".into());
    let system = |code: i32| error(ErrorKind::Io(io::Error::from_raw_os_error(code)));
    let mut expected = vec![
        (
            error(ErrorKind::MaxFilesWatch),
            "reached (/v/x). Raise it with `sudo sysctl fs.inotify.max_user_watches=",
        ),
        (error(ErrorKind::PathNotFound), "there is no such folder (/v/x)"),
        (error(ErrorKind::Generic("odd".into())), "may not be seen: odd"),
        (system(13), "may not be seen (/v/x): "),
    ];
    if cfg!(target_os = "linux") {
        expected.push((system(24), "raise it with `sudo sysctl fs.inotify.max_user_instances="));
    }
    for (error, said) in expected {
        let told = explained(&error);
        assert!(told.starts_with("changes on disk ") && told.contains(said), "{told}");
    }
}

#[test]
fn what_may_have_been_lost_makes_someone_look_again() {
    use notify::event::Flag;
    let kind = |event| match message(event) {
        Message::Event(_) => "an event",
        Message::Lost => "lost",
        Message::Stop => "stop",
    };
    assert_eq!(kind(Err(notify::Error::generic("odd"))), "lost");
    assert_eq!(kind(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))), "lost");
    assert_eq!(kind(Ok(Event::new(EventKind::Modify(ModifyKind::Any)))), "an event");
    let root = folder(&[]);
    let lost = Batch { lost: true, ..Batch::default() };
    assert_eq!(lost.into_paths(&Root::new(root.path())), [root.path()]);
}
