//! `--dry-run`: what would change, as a diff, and nothing changes.

use std::io::Write;
use std::process::{Command, Stdio};

use expect_test::{Expect, expect};

use super::{Contents, Folder};

fn check(folder: &Folder, command: &str, arguments: &[&str], expected: Expect) {
    let before = folder.contents();
    let ran = folder.run(command, &[arguments, &["--dry-run"]].concat()).ended(0);
    expected.assert_eq(&ran.out);
    assert_eq!(ran.err, "");
    assert_eq!(folder.contents(), before);
}

#[test]
fn a_renamed_note() {
    let folder = Folder::new([
        ("a b.md", "# a b\n"),
        ("links.md", "1\n2\n3\n4\n[[a b]]\n6\n7\n[[a b|x]] [[a b]]\n9\n10\n11\n12\n13\n14\n15\r\n[[a b]]"),
        ("pic.png", ""),
        ("zz.md", "no link\n"),
    ]);
    let expected = expect![[r#"
        diff --git a/a b.md b/x/c.md
        rename from a b.md
        rename to x/c.md
        --- a/a b.md	
        +++ b/x/c.md
        @@ -1 +1 @@
        -# a b
        +# c
        diff --git a/links.md b/links.md
        --- a/links.md
        +++ b/links.md
        @@ -2,10 +2,10 @@
         2
         3
         4
        -[[a b]]
        +[[c]]
         6
         7
        -[[a b|x]] [[a b]]
        +[[c|x]] [[c]]
         9
         10
         11
        @@ -13,4 +13,4 @@
         13
         14
         15
        -[[a b]]
        \ No newline at end of file
        +[[c]]
        \ No newline at end of file
    "#]];
    // Carriage returns stay in the diff; here they would not be seen.
    let plain =
        Folder::new(folder.contents().into_iter().map(|(path, bytes)| {
            (path, bytes.into_iter().filter(|&byte| byte != b'\r').collect::<Vec<_>>())
        }));
    check(&plain, "rename", &["a b", "x/c"], expected);
    assert!(folder.run("rename", &["a b", "x/c", "--dry-run"]).out.contains("\n 15\r\n-[[a b]]\n"));
}

#[test]
fn a_moved_file_without_an_edit() {
    let folder = Folder::new([("pic.png", "x"), ("note.md", "![[pic.png]]\n")]);
    let expected = expect![[r#"
        diff --git a/pic.png b/img/pic.png
        rename from pic.png
        rename to img/pic.png
    "#]];
    check(&folder, "move", &["pic.png", "img"], expected);
}

#[test]
fn a_renamed_tag() {
    let folder = Folder::new([("a.md", "---\ntags: [x, x/y]\n---\n#x #xy\n")]);
    let expected = expect![[r#"
        diff --git a/a.md b/a.md
        --- a/a.md
        +++ b/a.md
        @@ -1,4 +1,4 @@
         ---
        -tags: [x, x/y]
        +tags: [z, z/y]
         ---
        -#x #xy
        +#z #xy
    "#]];
    check(&folder, "rename", &["#x", "z"], expected);
}

#[test]
fn a_refusal_is_the_same() {
    let folder = Folder::new([("a.md", ""), ("b.md", "")]);
    let ran = folder.run("rename", &["a", "b", "--dry-run"]).ended(1);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        ("", "wikilinks: b.md is already there; choose another name\n")
    );
}

/// Whoever applies the diff gets what the command does.
#[test]
fn git_makes_the_same_of_it() {
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    let folder = Folder::new([
        ("work/é \"q\".md", "# é \"q\"\n[[pic.png]] [x](<../b c.md>)"),
        ("work/pic.png", "png"),
        ("b c.md", "[[é \"q\"]]\r\n\r\n[[work/pic.png|300]]\r\nend"),
        ("other.md", "one\n\n\n\n\n\n\n[[work/é \"q\"|x]]\n"),
    ]);
    let diff = folder.run("rename", &["work/", "deep/er", "--dry-run"]).ended(0).out;
    let patched = Folder::new(folder.contents());
    let mut git = Command::new("git");
    let git = git.arg("apply").stdin(Stdio::piped()).stderr(Stdio::piped()).current_dir(patched.path());
    let mut git = git.spawn().unwrap();
    git.stdin.take().unwrap().write_all(diff.as_bytes()).unwrap();
    let git = git.wait_with_output().unwrap();
    assert!(git.status.success(), "{}\n{diff}", String::from_utf8_lossy(&git.stderr));
    folder.run("rename", &["work/", "deep/er"]).ended(0);
    let files = |folder: &Folder| -> Contents {
        let found = folder.contents().into_iter();
        found.filter(|(path, _)| !path.ends_with('/') && !path.starts_with(".wikilinks/")).collect()
    };
    assert_eq!(files(&patched), files(&folder));
}
