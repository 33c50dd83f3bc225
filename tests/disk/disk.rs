//! What a change on disk keeps, and what it refuses.

use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wikilinks::index::{Index, View};
use wikilinks::plan::disk::{Lock, Stopped, apply};
use wikilinks::plan::{FileOperation, Plan, rename_file};
use wikilinks::vault::{Settings, Vault, VaultPath};

use super::Folder;

fn path(text: &str) -> VaultPath {
    VaultPath::new(text).unwrap()
}

fn view_of(folder: &Folder) -> View {
    let vault = Vault::with_settings(folder.path(), Settings::default());
    let index = Index::new();
    index.load(&vault, |_| {}, || false);
    View::new(Arc::new(vault), Arc::new(index))
}

fn renamed(view: &View, from: &str, to: &str) -> Plan {
    let id = view.index.file_at(&path(from)).unwrap().place.id;
    rename_file(view, id, &path(to)).unwrap()
}

fn applied(view: &View, plan: &Plan) -> Result<(), Stopped> {
    let lock = Lock::take(&view.vault).unwrap();
    apply(&lock, &view.vault, plan, &[])
}

/// Refused with `why`, and nothing is changed.
#[track_caller]
fn check_refused(folder: &Folder, view: &View, plan: &Plan, why: &str) {
    let before = folder.contents();
    match applied(view, plan) {
        Err(Stopped::Refused(said)) => assert!(said.contains(why), "{said}"),
        other => panic!("{other:?}"),
    }
    let mut after = folder.contents();
    after.remove(".wikilinks/lock");
    assert_eq!(after, before);
}

#[test]
fn bytes_outside_the_edits_stay() {
    let folder = Folder::new([
        ("a.md", "# a\r\n"),
        ("b.md", "\u{feff}---\r\nx: 1\r\n---\r\n-\t[[a]]  \r[[a|é]]\n\r\n end"),
    ]);
    folder.run("rename", &["a", "c"]).ended(0);
    assert_eq!(folder.read("c.md"), "# c\r\n");
    assert_eq!(folder.read("b.md"), "\u{feff}---\r\nx: 1\r\n---\r\n-\t[[c]]  \r[[c|é]]\n\r\n end");
}

#[test]
#[cfg(unix)]
fn permissions_and_owner_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = Folder::new([("a.md", "# a\n"), ("b.md", "[[a]]")]);
    fs::set_permissions(folder.at("a.md"), fs::Permissions::from_mode(0o751)).unwrap();
    fs::set_permissions(folder.at("b.md"), fs::Permissions::from_mode(0o600)).unwrap();
    // Only an administrator can try this.
    let given = chown(folder.at("b.md"), Some(1234), Some(1235)).is_ok();
    folder.run("rename", &["a", "c"]).ended(0);
    let (a, b) = (folder.at("c.md").metadata().unwrap(), folder.at("b.md").metadata().unwrap());
    assert_eq!((a.mode() & 0o777, b.mode() & 0o777), (0o751, 0o600));
    assert!(!given || (b.uid(), b.gid()) == (1234, 1235));
    assert_eq!(folder.read("b.md"), "[[c]]");
}

#[test]
fn a_read_only_file_is_refused_with_its_name() {
    for read_only in ["a.md", "b.md"] {
        let folder = Folder::new([("a.md", ""), ("b.md", "[[a]]"), ("z.md", "[[a]]")]);
        let view = view_of(&folder);
        let plan = renamed(&view, "a.md", "c.md");
        let mut permissions = folder.at(read_only).metadata().unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(folder.at(read_only), permissions).unwrap();
        check_refused(&folder, &view, &plan, &format!("{read_only} is read-only"));
    }
}

#[test]
fn r25_a_file_that_has_changed_since_is_refused() {
    let folder = Folder::new([("a.md", ""), ("b.md", "[[a]]")]);
    let view = view_of(&folder);
    let plan = renamed(&view, "a.md", "c.md");
    folder.write("b.md", "[[A]]");
    check_refused(&folder, &view, &plan, "b.md has changed");
    fs::remove_file(folder.at("b.md")).unwrap();
    check_refused(&folder, &view, &plan, "b.md is gone");
}

#[test]
fn r25_a_target_that_has_come_since_is_refused() {
    let folder = Folder::new([("a.md", ""), ("b.md", "[[a]]")]);
    let view = view_of(&folder);
    let plan = renamed(&view, "a.md", "x/c.md");
    folder.write("x/c.md", "mine");
    check_refused(&folder, &view, &plan, "x/c.md is already there");
    fs::remove_file(folder.at("x/c.md")).unwrap();
    fs::create_dir(folder.at("x/c.md")).unwrap();
    check_refused(&folder, &view, &plan, "x/c.md is already there");
    fs::remove_dir_all(folder.at("x")).unwrap();
    folder.write("x", "a file");
    check_refused(&folder, &view, &plan, "x/c.md cannot be changed");
}

#[test]
fn a_new_file_is_made_and_replaces_nothing() {
    let folder = Folder::new([("a.md", "")]);
    let view = view_of(&folder);
    let create = |to: &str| {
        let operations = vec![FileOperation::Create { path: path(to), text: "new\n".to_owned() }];
        Plan { operations, ..Plan::default() }
    };
    applied(&view, &create("x/y/new.md")).unwrap();
    assert_eq!(folder.read("x/y/new.md"), "new\n");
    check_refused(&folder, &view, &create("a.md"), "a.md is already there");
}

#[test]
fn what_is_hidden_is_not_touched() {
    let folder = Folder::new([("a.md", ""), (".git/config", "x")]);
    let view = view_of(&folder);
    for to in [".git/hooks/post-checkout", ".a.md", "x/.y/a.md"] {
        let operations = vec![FileOperation::Rename { from: path("a.md"), to: path(to) }];
        check_refused(&folder, &view, &Plan { operations, ..Plan::default() }, "hidden");
    }
}

#[test]
fn two_files_never_meet_at_one_path() {
    let folder = Folder::new([("a.md", "1"), ("b.md", "2")]);
    let view = view_of(&folder);
    let to_c = |from: &str, to: &str| FileOperation::Rename { from: path(from), to: path(to) };
    let plan = Plan { operations: vec![to_c("a.md", "c.md"), to_c("b.md", "C.md")], ..Plan::default() };
    check_refused(&folder, &view, &plan, "two files would meet");
}

#[test]
fn two_notes_that_differ_in_case_are_two_where_the_disk_says_so() {
    let folder = Folder::new([("Note.md", "1"), ("note.md", "[t](Note) end")]);
    if folder.contents().len() < 2 {
        return;
    }
    let view = view_of(&folder);
    applied(&view, &renamed(&view, "Note.md", "x.md")).unwrap();
    assert_eq!((folder.read("x.md"), folder.read("note.md")), ("1".to_owned(), "[t](x) end".to_owned()));
}

#[test]
#[cfg(unix)]
fn symbolic_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (Folder::new([("a.md", ""), ("b.md", "[[a]]")]), Folder::new([("keep.md", "")]));
    let view = view_of(&folder);
    let into = renamed(&view, "a.md", "out/a.md");
    symlink(outside.path(), folder.at("out")).unwrap();
    check_refused(&folder, &view, &into, "symbolic links are not followed");

    // A note that is edited becomes a link after the plan was made.
    let plan = renamed(&view, "a.md", "c.md");
    outside.write("b.md", "[[a]]");
    fs::remove_file(folder.at("b.md")).unwrap();
    symlink(outside.at("b.md"), folder.at("b.md")).unwrap();
    check_refused(&folder, &view, &plan, "b.md cannot be changed: symbolic links are not followed");
    assert_eq!(outside.read("b.md"), "[[a]]");
    assert_eq!(outside.contents().len(), 2);
}

/// A limit for the size of files stands in for a disk that is full.
#[test]
#[cfg(unix)]
fn a_disk_that_takes_no_more_changes_nothing() {
    let long = format!("[[a]]\n{}", "0123456789abcdef\n".repeat(8_000));
    let folder = Folder::new([("a.md", "# a\n"), ("b.md", "[[a]]"), ("long.md", &long)]);
    let before = folder.contents();
    let run = folder.command("rename", &["a", "new/c"]);
    let shell = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""])
        .arg(run.get_program())
        .args(run.get_args())
        .output()
        .unwrap();
    let ran = super::Ran::from(shell).ended(2);
    assert!(ran.err.contains("long.md cannot be written, and nothing was changed"), "{}", ran.err);
    assert_eq!(folder.contents(), before);
}

#[test]
fn a_second_run_waits_for_the_first_and_says_so() {
    let folder = Folder::new([("a.md", ""), ("b.md", "[[a]]")]);
    let view = view_of(&folder);
    let lock = Lock::take(&view.vault).unwrap();
    let run = folder.command("rename", &["a", "c"]);
    let waiting = thread::spawn(move || {
        let mut run = run;
        super::Ran::from(run.output().unwrap())
    });
    thread::sleep(Duration::from_millis(400));
    assert_eq!(folder.read("b.md"), "[[a]]");
    drop(lock);
    let ran = waiting.join().unwrap().ended(0);
    assert!(
        ran.err.contains("another run of wikilinks is changing this vault; waiting for it"),
        "{}",
        ran.err
    );
    assert_eq!(folder.read("b.md"), "[[c]]");
}

#[test]
fn two_runs_at_once_both_do_their_work() {
    for _ in 0..5 {
        let folder = Folder::new([("a.md", ""), ("b.md", ""), ("both.md", "[[a]] [[b]] [[a]]")]);
        let mut first = folder.command("rename", &["a", "x/a2"]).spawn().unwrap();
        let mut second = folder.command("rename", &["b", "x/b2"]).spawn().unwrap();
        assert_eq!((first.wait().unwrap().code(), second.wait().unwrap().code()), (Some(0), Some(0)));
        assert_eq!(folder.read("both.md"), "[[a2]] [[b2]] [[a2]]");
        assert!(folder.at("x/a2.md").is_file() && folder.at("x/b2.md").is_file());
        assert!(cfg!(not(unix)) || !folder.at(".wikilinks").exists());
    }
}
