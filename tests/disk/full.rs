//! A disk that is full: all of a change or nothing, and a message that says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Contents, Folder, Ran};

/// A small disk of its own, in memory. The vault is `vault/` on it.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// One with these options of `tmpfs`; `None`, and the reason printed, where none can be mounted.
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path());
        match mount.output() {
            Ok(done) if done.status.success() => Some(Self(folder)),
            done => {
                let why = done.map(|done| String::from_utf8_lossy(&done.stderr).into_owned());
                eprintln!("skipped: no small disk can be mounted here: {why:?}");
                None
            }
        }
    }

    fn vault(&self) -> std::path::PathBuf {
        self.0.path().join("vault")
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Ran {
        let mut run = Command::new(env!("CARGO_BIN_EXE_wikilinks"));
        run.arg(command).arg(self.vault()).args(arguments).env_remove("WIKILINKS_KILL_AT");
        Ran::from(run.output().expect("it runs"))
    }

    fn contents(&self) -> Contents {
        let mut contents = Contents::new();
        super::collect(&self.vault(), "", &mut contents);
        contents
    }

    /// Takes all the room there is, but for `left` pages.
    fn fill(&self, left: usize) {
        let filler = self.0.path().join("filler");
        fs::create_dir(&filler).expect("there is room for a folder");
        for page in 0.. {
            if fs::write(filler.join(page.to_string()), [b'x'; 4096]).is_err() {
                (page.max(left) - left..=page).for_each(|page| drop_file(&filler.join(page.to_string())));
                return;
            }
        }
    }

    fn free(&self) {
        fs::remove_dir_all(self.0.path().join("filler")).expect("it is there");
    }
}

fn drop_file(path: &Path) {
    // The last one may not have come to be.
    let _ = fs::remove_file(path);
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// A rename in twelve notes, with room for `left` pages or files.
fn check(options: &str, left: usize) -> Option<bool> {
    let disk = SmallDisk::mount(options)?;
    fs::create_dir(disk.vault()).expect("there is room");
    for number in 0..12 {
        fs::write(disk.vault().join(format!("{number}.md")), "[[old]] ".repeat(500)).expect("there is room");
    }
    fs::write(disk.vault().join("old.md"), "# old\n").expect("there is room");
    let before = disk.contents();
    disk.fill(left);
    let ran = disk.run("rename", &["old", "new"]);
    let after = disk.contents();
    let done = ran.code == Some(0);
    if done {
        assert!(!after.contains_key("old.md") && after["0.md"].starts_with(b"[[new]]"), "{ran:?}");
    } else {
        assert_eq!(ran.code, Some(2), "{left} left: {ran:?}");
        assert!(after == before, "{left} left: {ran:?}: {:?}", after.keys());
        assert!(ran.err.contains("space") || ran.err.contains("quota"), "{left} left: {}", ran.err);
        // With room again it goes through.
        disk.free();
        disk.run("rename", &["old", "new"]).ended(0);
        assert!(disk.contents()["0.md"].starts_with(b"[[new]]"));
    }
    Some(done)
}

/// Checks disks like `options`, from one that is too full to one that is not.
fn check_each(options: &str) {
    let mut done = Vec::new();
    for left in 0..24 {
        let Some(one) = check(options, left) else { return };
        done.push(one);
    }
    assert!(!done[0] && done[23], "it is too full, and then it is not: {done:?}");
}

#[test]
fn r25_a_full_disk_changes_nothing() {
    check_each("size=256k");
}

#[test]
fn r25_a_disk_that_takes_no_more_files_changes_nothing() {
    check_each("size=4m,nr_inodes=60");
}

/// Nothing is written to a disk that is full already, and what is there is read.
#[test]
fn a_vault_on_a_full_disk_is_read() {
    let Some(disk) = SmallDisk::mount("size=64k") else { return };
    fs::create_dir(disk.vault()).expect("there is room");
    fs::write(disk.vault().join("a.md"), "[[a]] [[nope]]").expect("there is room");
    disk.fill(0);
    let before = disk.contents();
    assert!(disk.run("check", &[]).ended(1).out.contains("nope"));
    assert!(disk.contents() == before);
}

/// What a rename leaves of things that are no notes: all of it, as it was.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_note_is_left_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let folder = Folder::new([
        ("outside.md", "[[old]]"),
        ("vault/a.md", "[[old]]"),
        ("vault/old.md", "# old\n"),
        ("vault/nul.md", "\0[[old]]\0"),
    ]);
    let vault = folder.at("vault");
    let strange = vault.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    fs::write(&strange, "[[old]]").expect("a file");
    fs::write(vault.join("latin.md"), b"[[old]] caf\xe9").expect("a file");
    symlink("../outside.md", vault.join("out.md")).expect("a link");
    symlink("..", vault.join("up")).expect("a link");
    symlink("loop.md", vault.join("loop.md")).expect("a link");
    assert!(Command::new("mkfifo").arg(vault.join("pipe.md")).status().expect("it runs").success());
    let _socket = std::os::unix::net::UnixListener::bind(vault.join("socket.md")).expect("a socket");
    let mut run = Command::new(env!("CARGO_BIN_EXE_wikilinks"));
    run.arg("rename").arg(&vault).args(["old", "new"]);
    Ran::from(run.output().expect("it runs")).ended(0);

    assert_eq!(fs::read(vault.join("a.md")).expect("a file"), b"[[new]]");
    assert_eq!(fs::read(vault.join("nul.md")).expect("a file"), b"\0[[new]]\0");
    assert_eq!(fs::read(vault.join("new.md")).expect("a file"), b"# new\n");
    assert_eq!(folder.read("outside.md"), "[[old]]");
    assert_eq!(fs::read(&strange).expect("a file"), b"[[old]]");
    assert_eq!(fs::read(vault.join("latin.md")).expect("a file"), b"[[old]] caf\xe9");
    for (link, to) in [("out.md", "../outside.md"), ("up", ".."), ("loop.md", "loop.md")] {
        assert_eq!(fs::read_link(vault.join(link)).expect("still a link"), Path::new(to));
    }
    let kind = |name: &str| fs::symlink_metadata(vault.join(name)).expect("it is there").file_type();
    assert!(!kind("pipe.md").is_file() && !kind("socket.md").is_file());
}
