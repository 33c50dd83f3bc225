//! A vault can come from anywhere, and a journal with it.

use super::{Contents, Folder};

/// FNV-1a, 128 bits, as the journal writes it.
fn print(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(0x6c62272e07bb014262b821756295c58d_u128, |sum, &byte| {
        (sum ^ u128::from(byte)).wrapping_mul(0x1000000000000000000013b)
    });
    format!("{}-{sum:032x}", bytes.len())
}

/// A journal whose checksums are right.
fn journal(changes: &[String]) -> String {
    let mut text =
        "{\"journal\":{\"version\":1,\"id\":\"00000000000000aa\",\"title\":\"Rename\"}}\n".to_owned();
    for change in changes {
        text += &format!("{change}\n");
    }
    let end = print(text.as_bytes());
    text + &format!("{{\"end\":\"{end}\"}}\n")
}

/// The line for a file that moves, changes, or both.
fn change(from: &str, to: &str, old: &str, new: &str) -> String {
    let (old, new) = (print(old.as_bytes()), print(new.as_bytes()));
    format!("{{\"change\":{{\"from\":\"{from}\",\"to\":\"{to}\",\"old\":\"{old}\",\"new\":\"{new}\"}}}}")
}

fn vault() -> Folder {
    let folder = Folder::new([
        ("vault/a.md", "a"),
        ("vault/b.md", "b"),
        ("vault/.git/config", "x"),
        ("outside.md", "o"),
    ]);
    std::fs::create_dir(folder.at("vault/.wikilinks")).unwrap();
    folder
}

fn run(folder: &Folder) -> super::Ran {
    let program = folder.command("check", &[]).get_program().to_owned();
    let mut run = std::process::Command::new(program);
    super::Ran::from(run.arg("check").arg(folder.at("vault")).output().unwrap())
}

fn doctor(folder: &Folder) -> std::process::Command {
    let program = folder.command("check", &[]).get_program().to_owned();
    let mut run = std::process::Command::new(program);
    run.arg("doctor").arg(folder.at("vault"));
    run
}

/// All but what the program keeps for itself.
fn others(folder: &Folder) -> Contents {
    folder.contents().into_iter().filter(|(path, _)| !path.starts_with("vault/.wikilinks/")).collect()
}

/// The journal is refused with `why`, and nothing in or around the vault changes.
#[track_caller]
fn check_refused(folder: &Folder, text: &str, why: &str) {
    folder.write("vault/.wikilinks/journal", text);
    let before = others(folder);
    let ran = run(folder).ended(2);
    assert!(ran.err.contains(why) && ran.err.contains(".wikilinks/journal"), "{}", ran.err);
    assert_eq!(others(folder), before);
    assert_eq!(folder.read("vault/.wikilinks/journal"), text);
}

#[test]
fn a_right_journal_is_finished() {
    let folder = vault();
    folder.write("vault/.wikilinks-00000000000000aa-0", "new");
    folder.write("vault/.wikilinks/journal", journal(&[change("a.md", "x/c.md", "a", "new")]));
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("An interrupted change was finished: Rename, 1 file."), "{}", ran.err);
    assert_eq!(folder.read("vault/x/c.md"), "new");
    assert!(!folder.at("vault/a.md").exists() && !folder.at("vault/.wikilinks/journal").exists());
}

#[test]
fn a_path_out_of_the_vault_or_into_what_is_hidden_is_refused() {
    for to in ["../c.md", "/c.md", ".git/hooks/post-checkout", "x/../../c.md", ".wikilinks/lock", "x//c.md"] {
        check_refused(&vault(), &journal(&[change("a.md", to, "a", "a")]), "line 2 cannot be read");
        check_refused(&vault(), &journal(&[change(to, "c.md", "a", "a")]), "line 2 cannot be read");
    }
}

#[test]
fn a_file_with_other_contents_is_not_overwritten() {
    let folder = vault();
    folder.write("vault/.wikilinks-00000000000000aa-0", "evil");
    // Someone who does not know what is in the file cannot replace it. That nothing is done then is
    // as if it had never begun: what waited is gone.
    folder.write("vault/.wikilinks/journal", journal(&[change("a.md", "a.md", "guess", "evil")]));
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("undone before it had begun: Rename; a.md has been changed by someone else"));
    assert_eq!(folder.read("vault/a.md"), "a");

    // Nor can contents other than those that were promised.
    folder.write("vault/.wikilinks-00000000000000aa-0", "evil");
    folder.write("vault/.wikilinks/journal", journal(&[change("a.md", "a.md", "a", "evil but longer")]));
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("undone before it had begun: Rename; a.md has lost its new contents"));
    assert_eq!(folder.read("vault/a.md"), "a");

    // Where something has been done already, nothing more is.
    folder.write("vault/c.md", "done");
    let done = change("gone.md", "c.md", "done", "done");
    check_refused(
        &folder,
        &journal(&[done, change("a.md", "a.md", "guess", "evil")]),
        "a.md has been changed",
    );
}

/// The line for a note that is made.
fn creation(to: &str, new: &str) -> String {
    format!("{{\"change\":{{\"to\":\"{to}\",\"new\":\"{}\"}}}}", print(new.as_bytes()))
}

#[test]
fn what_is_half_done_goes_no_further_when_a_file_is_gone_or_another() {
    let lost = "lost.md is gone";
    for (other, why) in [
        (change("lost.md", "lost.md", "x", "y"), lost),
        (change("lost.md", "new.md", "x", "x"), lost),
        (change("lost.md", "LOST.md", "x", "x"), lost),
        (creation("new.md", "x"), "new.md has lost its new contents"),
        (creation("a.md", "x"), "a.md has been changed by someone else"),
        (change("lost.md", "b.md", "x", "x"), "b.md has been changed by someone else"),
        (change("folder.md", "c.md", "x", "x"), "folder.md is not a regular file"),
    ] {
        let folder = vault();
        folder.write("vault/done.md", "done");
        std::fs::create_dir(folder.at("vault/folder.md")).unwrap();
        let done = change("before.md", "done.md", "done", "done");
        check_refused(&folder, &journal(&[done, other]), why);
    }
}

#[test]
fn a_note_that_was_being_made_is_made() {
    let folder = vault();
    folder.write("vault/.wikilinks-00000000000000aa-0", "new");
    folder.write("vault/.wikilinks/journal", journal(&[creation("new.md", "new"), creation("b.md", "b")]));
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("An interrupted change was finished: Rename, 2 files."), "{}", ran.err);
    assert_eq!((folder.read("vault/new.md"), folder.read("vault/b.md")), ("new".to_owned(), "b".to_owned()));
}

#[test]
fn a_file_that_is_there_is_not_moved_over() {
    let folder = vault();
    folder.write("vault/.wikilinks/journal", journal(&[change("a.md", "b.md", "a", "a")]));
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("undone before it had begun: Rename; b.md is already there"), "{}", ran.err);
    assert_eq!((folder.read("vault/a.md"), folder.read("vault/b.md")), ("a".to_owned(), "b".to_owned()));
    let twice = journal(&[change("a.md", "c.md", "a", "a"), change("b.md", "C.md", "b", "b")]);
    check_refused(&vault(), &twice, "two files would meet");
}

#[test]
fn a_journal_that_is_none_is_refused() {
    let whole = journal(&[change("a.md", "c.md", "a", "a")]);
    for text in ["", "rm -rf /\n", "{}\n{}\n", &whole[..whole.len() - 3], &whole.replace("c.md", "d.md")] {
        check_refused(&vault(), text, "it is damaged");
    }
    check_refused(&vault(), &journal(&["{\"run\":\"rm\"}".to_owned()]), "line 2 cannot be read");
    check_refused(&vault(), &whole.replace("\"version\":1", "\"version\":9"), "version 9");
    let half = whole.replace(",\"old\":", ",\"new\":").replacen(",\"new\":", ",\"older\":", 1);
    check_refused(&vault(), &half, "it is damaged");
    let no_old = format!("{{\"change\":{{\"from\":\"a.md\",\"to\":\"c.md\",\"new\":\"{}\"}}}}", print(b"a"));
    check_refused(&vault(), &journal(&[no_old]), "line 2 cannot be read");
    check_refused(&vault(), &journal(&["{\"end\":\"x\"}".to_owned()]), "line 2 cannot be read");
}

#[test]
fn a_draft_of_another_version_is_refused_and_a_torn_one_removed() {
    let folder = vault();
    let whole = journal(&[change("a.md", "c.md", "a", "a")]);
    let draft = whole.replace("\"version\":1", "\"version\":9");
    folder.write("vault/.wikilinks/journal.draft", &draft);
    let before = others(&folder);
    let ran = run(&folder).ended(2);
    assert!(
        ran.err.contains("journal.draft, which cannot be used") && ran.err.contains("version 9"),
        "{}",
        ran.err
    );
    assert_eq!((others(&folder), folder.read("vault/.wikilinks/journal.draft")), (before.clone(), draft));

    folder.write("vault/.wikilinks/journal.draft", &whole[..whole.len() / 2]);
    let told = super::Ran::from(doctor(&folder).output().unwrap());
    assert!(told.out.contains("it had not begun"), "{}", told.out);
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("undone before it had begun."), "{}", ran.err);
    assert_eq!(others(&folder), before);
}

#[test]
fn a_draft_removes_nothing_but_its_own_files() {
    let folder = vault();
    folder.write("vault/.wikilinks-00000000000000aa-0", "left behind");
    folder.write("vault/.wikilinks-00000000000000bb-0", "of another");
    let made = "{\"made\":\"x\"}".to_owned();
    folder.write("vault/x/kept.md", "k");
    folder.write(
        "vault/.wikilinks/journal.draft",
        journal(&[change("a.md", "b.md", "guess", "guess 2"), made]),
    );
    let mut expected = others(&folder);
    expected.remove("vault/.wikilinks-00000000000000aa-0");
    let ran = run(&folder).ended(0);
    assert!(ran.err.contains("An interrupted change was undone before it had begun: Rename."), "{}", ran.err);
    assert_eq!(others(&folder), expected);
}

#[test]
#[cfg(unix)]
fn symbolic_links_lead_a_journal_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = vault();
    std::fs::create_dir(folder.at("elsewhere")).unwrap();
    symlink(folder.at("elsewhere"), folder.at("vault/out")).unwrap();
    check_refused(
        &folder,
        &journal(&[change("a.md", "out/a.md", "a", "a")]),
        "symbolic links are not followed",
    );
    // The folder itself, or the journal in it.
    let folder = vault();
    std::fs::remove_dir(folder.at("vault/.wikilinks")).unwrap();
    folder.write("elsewhere/journal", journal(&[change("a.md", "c.md", "a", "a")]));
    symlink(folder.at("elsewhere"), folder.at("vault/.wikilinks")).unwrap();
    let before = folder.contents();
    run(&folder).ended(0);
    assert_eq!(folder.contents(), before);
    let folder = vault();
    folder.write("elsewhere/journal", journal(&[change("a.md", "c.md", "a", "a")]));
    symlink(folder.at("elsewhere/journal"), folder.at("vault/.wikilinks/journal")).unwrap();
    let ran = run(&folder).ended(2);
    assert!(ran.err.contains("it is not a regular file"), "{}", ran.err);
    assert_eq!(folder.read("vault/a.md"), "a");
}

#[test]
fn a_title_cannot_speak_to_the_terminal() {
    let folder = vault();
    let text = journal(&[change("a.md", "c.md", "a", "a")]).replace("Rename", "\\u001b[2J\\n");
    let (body, _) = text.split_once("{\"end\"").unwrap();
    folder.write("vault/.wikilinks/journal", format!("{body}{{\"end\":\"{}\"}}\n", print(body.as_bytes())));
    assert!(!run(&folder).ended(0).err.contains('\u{1b}'));
}
