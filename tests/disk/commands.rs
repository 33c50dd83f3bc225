//! `wikilinks rename` and `wikilinks move`, from end to end.

use super::{Folder, Ran};

fn vault() -> Folder {
    Folder::new([
        ("inbox.md", "[[Ideas#Garden|the garden]] [[Ideas#^one]] #project/x\n"),
        ("Ideas.md", "# Ideas\n\n## Garden\n\nText ^one\n\n#Project\n"),
        ("work/plan.md", "[[Ideas]] ![](pic.png) [up](../Ideas.md)\n"),
        ("work/pic.png", "png"),
        ("a/same.md", "---\naliases: [AI]\n---\n"),
        ("b/same.md", "[[work/plan]]"),
    ])
}

#[track_caller]
fn check_done(folder: &Folder, ran: Ran, said: &str) {
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (format!("{said}\n").as_str(), ""));
    assert!(ran.code == Some(0) && (cfg!(not(unix)) || !folder.at(".wikilinks").exists()));
}

#[track_caller]
fn check_refused(command: &str, arguments: &[&str], why: &str) {
    let folder = vault();
    let before = folder.contents();
    let ran = folder.run(command, arguments);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (Some(1), "", format!("wikilinks: {why}\n").as_str())
    );
    assert_eq!(folder.contents(), before);
}

#[test]
fn a_note_by_the_name_that_a_link_says() {
    for old in ["Ideas", "ideas.md", "/Ideas", "[[Ideas|shown]]"] {
        let folder = vault();
        let ran = folder.run("rename", &[old, "Thoughts"]);
        check_done(&folder, ran, "Renamed Ideas.md to Thoughts.md; 4 links in 2 notes updated");
        assert_eq!(folder.read("inbox.md"), "[[Thoughts#Garden|the garden]] [[Thoughts#^one]] #project/x\n");
        assert_eq!(folder.read("Thoughts.md"), "# Thoughts\n\n## Garden\n\nText ^one\n\n#Project\n");
        assert!(!folder.at("Ideas.md").exists());
    }
}

#[test]
fn a_note_by_its_path_on_this_machine() {
    let folder = vault();
    let on_disk = folder.at("work/plan.md");
    let ran = folder.run("rename", &[on_disk.to_str().unwrap(), "work/v1.2"]);
    check_done(&folder, ran, "Renamed work/plan.md to work/v1.2.md; 1 link in 1 note updated");
    assert_eq!(folder.read("b/same.md"), "[[work/v1.2]]");
}

#[test]
fn a_heading_a_block_and_a_tag() {
    let folder = vault();
    let ran = folder.run("rename", &["Ideas#Garden", "Allotment"]);
    check_done(
        &folder,
        ran,
        "Renamed heading \"Garden\" to \"Allotment\" in Ideas.md; 1 link in 1 note updated",
    );
    let ran = folder.run("rename", &["Ideas#^one", "first"]);
    check_done(&folder, ran, "Renamed block id \"one\" to \"first\" in Ideas.md; 1 link in 1 note updated");
    let ran = folder.run("rename", &["#project", "#work"]);
    check_done(&folder, ran, "Renamed tag #project to #work in 2 notes");
    assert_eq!(folder.read("inbox.md"), "[[Ideas#Allotment|the garden]] [[Ideas#^first]] #work/x\n");
    assert_eq!(folder.read("Ideas.md"), "# Ideas\n\n## Allotment\n\nText ^first\n\n#work\n");
}

#[test]
fn a_footnote() {
    let folder =
        Folder::new([("a.md", "Text[^1] and[^10]\n\n[^1]: One\n\n[^10]: Ten\n"), ("b.md", "[[a#[^1]]]\n")]);
    let ran = folder.run("rename", &["a#[^1]", "one"]);
    check_done(&folder, ran, "Renamed footnote \"1\" to \"one\" in a.md; 1 link in 1 note updated");
    assert_eq!(folder.read("a.md"), "Text[^one] and[^10]\n\n[^one]: One\n\n[^10]: Ten\n");
    assert_eq!(folder.read("b.md"), "[[a#[^one]]]\n");
}

#[test]
fn a_folder_with_all_that_is_in_it() {
    let folder = vault();
    let ran = folder.run("rename", &["work/", "projects"]);
    check_done(&folder, ran, "Renamed work to projects, 2 files; 1 link in 1 note updated");
    assert_eq!(folder.read("b/same.md"), "[[projects/plan]]");
    assert_eq!(folder.read("projects/pic.png"), "png");
    assert!(!folder.at("work").exists());
}

#[test]
fn files_and_folders_into_a_new_folder() {
    let folder = vault();
    let ran = folder.run("move", &["Ideas", "work", "2026/old/"]);
    check_done(&folder, ran, "Moved 3 files to 2026/old");
    assert_eq!(folder.read("2026/old/work/plan.md"), "[[Ideas]] ![](pic.png) [up](../Ideas.md)\n");
    // The end of the path is the same, so the link says enough.
    assert_eq!(folder.read("b/same.md"), "[[work/plan]]");
    assert!(folder.at("2026/old/Ideas.md").is_file() && !folder.at("work").exists());
    let ran = folder.run("move", &["plan", "/"]);
    check_done(&folder, ran, "Moved plan to the vault's folder; 3 links in 2 notes updated");
    assert_eq!(folder.read("plan.md"), "[[Ideas]] ![](2026/old/work/pic.png) [up](./2026/old/Ideas.md)\n");
    let ran = folder.run("move", &["plan.md", "."]);
    check_done(&folder, ran, "All of it is in the vault's folder already");
}

#[test]
fn what_the_vault_leaves_out_stays() {
    let folder = vault();
    folder.write("work/.hidden", "h");
    let ran = folder.run("move", &["work", "a"]);
    let said = "Moved 2 files to a; 1 link in 1 note updated; \
                work stays, for what is in it that the vault leaves out";
    check_done(&folder, ran, said);
    assert_eq!(folder.read("work/.hidden"), "h");
}

#[test]
fn only_the_case_changes() {
    let folder = vault();
    let ran = folder.run("rename", &["Ideas", "iDEAS"]);
    check_done(&folder, ran, "Renamed Ideas.md to iDEAS.md");
    let names: Vec<_> = folder.contents().into_keys().filter(|name| !name.contains('/')).collect();
    assert_eq!(names, ["iDEAS.md", "inbox.md"]);
    assert!(folder.read("iDEAS.md").starts_with("# iDEAS\n"));
}

#[test]
fn two_names_are_swapped_one_after_the_other_and_back() {
    let folder = Folder::new([("a.md", "A [[b]]"), ("b.md", "B [[a]]"), ("c.md", "[[a]] [[b|x]] ![[a]]")]);
    let before = folder.contents();
    let swap = |folder: &Folder| {
        for (old, new) in [("a", "between"), ("b", "a"), ("between", "b")] {
            folder.run("rename", &[old, new]).ended(0);
        }
    };
    swap(&folder);
    assert_eq!((folder.read("a.md"), folder.read("b.md")), ("B [[b]]".into(), "A [[a]]".into()));
    assert_eq!(folder.read("c.md"), "[[b]] [[a|x]] ![[b]]");
    swap(&folder);
    assert_eq!(folder.contents(), before);
}

#[test]
fn a_link_to_another_note_keeps_its_meaning_and_that_is_said() {
    let folder = Folder::new([("x/note.md", ""), ("y/old.md", ""), ("m.md", "[[note]] [[old]]")]);
    let ran = folder.run("rename", &["old", "/note"]);
    let said = "Renamed y/old.md to note.md; 2 links in 1 note updated, \
                1 of them to another note";
    check_done(&folder, ran, said);
    assert_eq!(folder.read("m.md"), "[[x/note]] [[note]]");
    let folder = Folder::new([("x/note.md", ""), ("y/old.md", ""), ("m.md", "[[note]] [[note|b]] [[old]]")]);
    let ran = folder.run("rename", &["old", "/note"]);
    check_done(
        &folder,
        ran,
        "Renamed y/old.md to note.md; 3 links in 1 note updated, 2 of them to other notes",
    );
}

#[test]
fn refusals_say_why_and_change_nothing() {
    check_refused("rename", &["Idea", "x"], "the vault has no Idea\nDid you mean Ideas.md?");
    check_refused("rename", &["same", "x"], "\"same\" could be a/same.md or b/same.md; give the whole path");
    check_refused(
        "rename",
        &["AI", "x"],
        "\"AI\" is an alias of a/same.md and no note's name; name the note itself",
    );
    check_refused(
        "rename",
        &["Ideas#Nothing", "x"],
        "Ideas.md has no heading, block or footnote \"Nothing\" that can be renamed",
    );
    check_refused("rename", &["#none", "x"], "no note has the tag #none");
    check_refused(
        "rename",
        &["#project", "1"],
        "\"1\" is no tag: letters, digits, \"_\", \"-\" and \"/\", and not digits alone",
    );
    check_refused("rename", &["Ideas", "inbox"], "inbox.md is already there; choose another name");
    check_refused(
        "rename",
        &["Ideas", "C#"],
        "\"C#\" cannot be the name of a note: it holds \"#\", and no wikilink can hold that",
    );
    check_refused(
        "rename",
        &["Ideas", "../x"],
        "\"../x\" is no name for a note: write a name, or a path from the vault's root",
    );
    check_refused(
        "rename",
        &["Ideas", "con/x"],
        "\"con\" cannot be the name of a note: Windows keeps it for a device",
    );
    check_refused("rename", &["Ideas", "inbox.md/x"], "inbox.md is a file, not a folder");
    check_refused(
        "rename",
        &["work/", "a"],
        "a is already there; choose another name, or move the files into it",
    );
    check_refused("rename", &["work/", "work/inner"], "work cannot be moved into itself");
    check_refused("move", &["work", "work"], "work cannot be moved into itself");
    check_refused(
        "move",
        &["Ideas", "../x"],
        "\"../x\" is no folder in the vault: write its path from the vault's root",
    );
    check_refused(
        "move",
        &["a/same.md", "b/same.md", "c"],
        "two files would become c/same.md; choose another folder or name",
    );
    check_refused(
        "move",
        &["Ideas#Garden", "c"],
        "Ideas#Garden is a part of a note; only whole files and folders are moved",
    );
}

#[test]
fn a_vault_that_is_none_is_no_refusal() {
    let folder = Folder::new([("a.md", "")]);
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_wikilinks"));
    let ran = Ran::from(run.arg("rename").arg(folder.at("none")).args(["a", "b"]).output().unwrap());
    assert!(ran.ended(2).err.contains("there is no folder"));
}

#[test]
fn a_name_that_it_has_already_changes_nothing() {
    let folder = Folder::new([("a.md", "# a\n[[a]]\n")]);
    let before = folder.contents();
    let ran = folder.run("rename", &["a", "a"]).ended(0);
    assert!(ran.out.contains("a.md has this name already"), "{}", ran.out);
    let mut after = folder.contents();
    after.remove(".wikilinks/lock");
    assert_eq!(after, before);
}

#[test]
fn a_folder_is_refused_a_name_that_is_none() {
    check_refused(
        "rename",
        &["work/", "../x"],
        "\"../x\" is no name for a folder: write a name, or a path from the vault's root",
    );
    check_refused("rename", &["work/", "work/in/it"], "work cannot be moved into itself");
}
