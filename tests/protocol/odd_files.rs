//! A file system that does what it likes.

use std::fs;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use super::Vault;
use super::client::{Client, at, uri};

fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

fn tell(client: &mut Client, vault: &Vault, path: &str, kind: u32) {
    let changes = json!([{"uri": uri(&vault.path(path)), "type": kind}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
}

/// The line that the link in `a.md` leads to.
fn line(client: &mut Client, vault: &Vault) -> Value {
    let found = client.result("textDocument/definition", at(&vault.path("a.md"), 0, 5));
    found[0]["range"]["start"]["line"].clone()
}

#[test]
fn a_vault_that_is_deleted_while_it_is_open_ends_no_session() {
    for capabilities in [json!({}), watching()] {
        let vault = Vault::new(&[("v/a.md", "[[b]]"), ("v/b.md", "# B\n"), ("v/x/c.md", "[[a]]")]);
        let (root, a) = (vault.path("v"), vault.path("v/a.md"));
        let mut client = Client::start(&root, capabilities);
        client.open(&a, "[[b]]");
        assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
        fs::remove_dir_all(&root).expect("it is there");
        tell(&mut client, &vault, "v", 3);
        client.until(|client| client.definition_files(&a, 0, 2), |found| found.is_empty());
        for method in ["textDocument/hover", "textDocument/completion", "textDocument/prepareRename"] {
            client.request(method, at(&a, 0, 2));
        }
        let mut rename = at(&a, 0, 2);
        rename["newName"] = json!("x");
        client.request("textDocument/rename", rename);
        client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&a)}}));
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&a)}}));
        assert_eq!(client.result("textDocument/hover", at(&a, 0, 2)), Value::Null);
        assert!(client.shut_down().success());
    }
}

#[test]
fn a_vault_that_comes_back_is_read_again() {
    let vault = Vault::new(&[("v/a.md", "[[b]]"), ("v/b.md", "")]);
    let a = vault.path("v/a.md");
    let mut client = Client::start(&vault.path("v"), watching());
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
    fs::rename(vault.path("v"), vault.path("away")).expect("it is there");
    tell(&mut client, &vault, "v", 3);
    client.until(|client| client.definition_files(&a, 0, 2), |found| found.is_empty());
    fs::rename(vault.path("away"), vault.path("v")).expect("it is there");
    tell(&mut client, &vault, "v", 1);
    client.until(|client| client.definition_files(&a, 0, 2), |found| *found == ["b.md"]);
}

/// A stamp is compared, never ordered: a file from yesterday is another file.
#[test]
fn a_clock_that_goes_back_hides_no_change() {
    let vault = Vault::new(&[("a.md", "[[b#New]]"), ("b.md", "# Old\n\n# Old\n")]);
    let mut client = Client::start(vault.root(), watching());
    assert_eq!(line(&mut client, &vault), 0, "the note, while there is no such heading");
    let dates = [
        SystemTime::now() - Duration::from_secs(86_400),
        SystemTime::UNIX_EPOCH,
        SystemTime::now() + Duration::from_secs(86_400 * 365 * 100),
        SystemTime::now() - Duration::from_secs(3_600),
    ];
    for (round, date) in dates.into_iter().enumerate() {
        // As long as before, so that nothing but the date tells.
        let (text, right) = match round % 2 {
            0 => ("# Old\n\n# New\n", 2),
            _ => ("# New\n\n# Old\n", 0),
        };
        vault.write("b.md", text);
        let file = fs::File::options().write(true).open(vault.path("b.md")).expect("it is there");
        file.set_modified(date).expect("a date can be set");
        tell(&mut client, &vault, "b.md", 2);
        client.until(|client| line(client, &vault), |found| *found == right);
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_right_in_the_end() {
    let vault = Vault::new(&[("a.md", "[[b#Last]]")]);
    let b = vault.path("b.md");
    let long = |n: usize| format!("# {n}\n\n{}", "日本語 [[a]] text\n".repeat(n % 7 * 4_000));
    fs::write(&b, long(3)).expect("it can be written");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let mut client = std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                // In place, so that whoever reads meets a part of it.
                fs::write(&b, long(round)).expect("it can be written");
            }
        });
        let mut client = Client::start(vault.root(), watching());
        for _ in 0..30 {
            tell(&mut client, &vault, "b.md", 2);
            assert!(client.result("textDocument/hover", at(&vault.path("a.md"), 0, 3)).is_object());
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        client
    });
    fs::write(&b, "x\n\n# Last\n").expect("it can be written");
    tell(&mut client, &vault, "b.md", 2);
    client.until(|client| line(client, &vault), |found| *found == 2);
}

#[test]
fn bytes_that_are_no_text_leave_the_note_a_target() {
    let vault = Vault::new(&[("a.md", "[[bad]] [[nul]] [[huge]]"), ("nul.md", "# Nul\0\n\n\0[[a]]\n")]);
    fs::write(vault.path("bad.md"), b"# Caf\xe9\n[[a]]\xff\xfe\0").expect("it can be written");
    let huge = fs::File::create(vault.path("huge.md")).expect("it can be made");
    huge.set_len(200 << 20).expect("it takes no room");
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), watching());
    for (column, file) in [(2, "bad.md"), (10, "nul.md"), (18, "huge.md")] {
        assert_eq!(client.definition_files(&a, 0, column), [file]);
        assert!(client.result("textDocument/hover", at(&a, 0, column)).is_object(), "{file}");
    }
    let mut about = at(&a, 0, 10);
    about["context"] = json!({"includeDeclaration": false});
    let found = client.result("textDocument/references", about);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
}

/// Opens a vault of `count` empty notes, of which a tenth are called `index.md`, and asks about them.
/// Prints what it took.
fn open_very_many_empty_files(count: usize) {
    let vault = Vault::new(&[("a.md", "[[17]] [[x/3/index]] [[nowhere]]")]);
    for number in 0..count {
        let (folder, name) = match number % 10 {
            0 => (format!("x/{}", number / 10), "index".to_owned()),
            _ => (format!("y/{}", number / 1_000), number.to_string()),
        };
        if number % 10 == 0 || number % 1_000 == 1 {
            fs::create_dir_all(vault.path(&folder)).expect("a folder can be made");
        }
        fs::File::create(vault.path(&format!("{folder}/{name}.md"))).expect("a file can be made");
    }
    let begun = Instant::now();
    let mut client = Client::start(vault.root(), watching());
    let a = vault.path("a.md");
    // The first answers are of what is known so far.
    while client.definition_files(&a, 0, 3) != ["17.md"] || client.definition_files(&a, 0, 9) != ["index.md"]
    {
        assert!(begun.elapsed() < Duration::from_secs(600), "the notes are not found");
        std::thread::sleep(Duration::from_millis(50));
    }
    let found = begun.elapsed();
    client.open(&a, "[[17]] [[inde");
    let asked = Instant::now();
    let proposed = client.result("textDocument/completion", at(&a, 0, 13));
    assert!(proposed["items"].as_array().is_some_and(|items| !items.is_empty()));
    let mut rename = at(&a, 0, 3);
    rename["newName"] = json!("renamed");
    let renamed = client.result("textDocument/rename", rename);
    assert!(renamed["documentChanges"].is_array() || renamed["changes"].is_object(), "{renamed}");
    let answered = asked.elapsed();
    #[cfg(target_os = "linux")]
    {
        let status = fs::read_to_string(format!("/proc/{}/status", client.process_id())).expect("it runs");
        let used = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("every process has it");
            line.trim_end_matches("kB").trim().parse::<usize>().expect("a number")
        };
        println!(
            "{count} empty files: the links lead there after {found:?}; completion and rename take {answered:?}; \
             memory {} KiB, at most {} KiB",
            used("VmRSS:"),
            used("VmHWM:"),
        );
        // 64 MiB, and 1 KiB for each file: it takes half of that.
        let allowed = 65_536 + count;
        assert!(used("VmHWM:") < allowed, "{} KiB for {count} empty files", used("VmHWM:"));
    }
    assert!(client.shut_down().success());
}

#[test]
fn very_many_empty_files_are_found() {
    open_very_many_empty_files(10_000);
}

/// Of a release build, when `WIKILINKS_BINARY` names one.
#[test]
#[ignore = "takes minutes to make a million files"]
fn a_million_empty_files_are_found() {
    open_very_many_empty_files(1_000_000);
}

/// On systems that tell them apart, both are files of their own: a link leads to the one that is
/// written like it.
#[cfg(target_os = "linux")]
#[test]
fn r09_names_that_differ_in_case_or_normal_form_alone_are_two_files() {
    let (nfc, nfd) = ("caf\u{e9}", "cafe\u{301}");
    let vault = Vault::new(&[
        ("a.md", "[[Note]] [[note]] [[NOTE]]"),
        ("c.md", &format!("[[{nfc}]] [[{nfd}]]")),
        ("Note.md", "# Upper"),
        ("note.md", "# Lower"),
        (&format!("{nfc}.md"), "# Composed"),
        (&format!("{nfd}.md"), "# Decomposed"),
    ]);
    let mut client = Client::start(vault.root(), watching());
    let (a, c) = (vault.path("a.md"), vault.path("c.md"));
    for (path, column, title) in
        [(&a, 3, "Upper"), (&a, 12, "Lower"), (&c, 3, "Composed"), (&c, 12, "Decomposed")]
    {
        let shown = client.result("textDocument/hover", at(path, 0, column))["contents"]["value"].to_string();
        assert!(shown.contains(title), "{title}: {shown}");
    }
    assert_eq!(client.definition_files(&a, 0, 22).len(), 1, "of neither spelling: one of the two");
    // One goes, and the other takes its links.
    fs::remove_file(vault.path("note.md")).expect("it is there");
    tell(&mut client, &vault, "note.md", 3);
    client.until(|client| client.definition_files(&a, 0, 12), |found| *found == ["Note.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn things_that_are_no_files_are_never_opened() {
    use std::os::unix::net::UnixListener;
    let vault = Vault::new(&[("a.md", "[[pipe]] [[socket]] [[device]]")]);
    let make = |program: &str, arguments: &[&str]| {
        let made = std::process::Command::new(program).args(arguments).current_dir(vault.root()).status();
        made.is_ok_and(|status| status.success())
    };
    assert!(make("mkfifo", &["pipe.md"]));
    let _socket = UnixListener::bind(vault.path("socket.md")).expect("a socket can be made");
    // Endless, if someone reads it.
    if !make("mknod", &["device.md", "c", "1", "5"]) {
        eprintln!("no device is tried: only root may make one");
    }
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), watching());
    for name in ["pipe.md", "socket.md", "device.md"] {
        tell(&mut client, &vault, name, 1);
        client.open(&vault.path(name), "# Typed\n");
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&vault.path(name))}}));
    }
    for column in [2, 12, 23] {
        assert!(client.definition_files(&a, 0, column).is_empty(), "column {column}");
        client.result("textDocument/hover", at(&a, 0, column));
    }
    vault.write("real.md", "");
    client.open(&a, "[[real]]");
    tell(&mut client, &vault, "real.md", 1);
    client.until(|client| client.definition_files(&a, 0, 2), |found| *found == ["real.md"]);
}

/// A file may become another kind of thing between two looks at it.
#[cfg(target_os = "linux")]
#[test]
fn a_note_that_becomes_a_pipe_or_a_folder_is_gone() {
    let vault = Vault::new(&[("a.md", "[[b]] [[c]]"), ("b.md", ""), ("c.md", "")]);
    let a = vault.path("a.md");
    let mut client = Client::start(vault.root(), watching());
    assert_eq!(client.definition_files(&a, 0, 2), ["b.md"]);
    fs::remove_file(vault.path("b.md")).expect("it is there");
    let pipe = std::process::Command::new("mkfifo").arg(vault.path("b.md")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    fs::remove_file(vault.path("c.md")).expect("it is there");
    fs::create_dir(vault.path("c.md")).expect("it can be made");
    // Before anyone tells: a hover that reads the file finds no file.
    client.result("textDocument/hover", at(&a, 0, 2));
    client.result("textDocument/hover", at(&a, 0, 8));
    tell(&mut client, &vault, "b.md", 2);
    tell(&mut client, &vault, "c.md", 2);
    client.until(|client| client.definition_files(&a, 0, 2), |found| found.is_empty());
    client.until(|client| client.definition_files(&a, 0, 8), |found| found.is_empty());
}
