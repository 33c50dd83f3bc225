//! Killed at any point, the next run finishes or undoes it.
//!
//! `WIKILINKS_KILL_AT` ends a debug build at its n-th point: before, within and after every write,
//! and around every rename. Nothing is cleaned up then, as with SIGKILL.

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use super::{Contents, Folder};

/// A rename or move to be killed in.
struct Case {
    files: Vec<(String, String)>,
    run: &'static [&'static str],
}

impl Case {
    fn folder(&self) -> Folder {
        Folder::new(self.files.iter().map(|(path, text)| (path, text)))
    }

    /// The vault before, after, and at how many points the run can be killed.
    fn ends(&self) -> (Contents, Contents, u64) {
        let folder = self.folder();
        let before = folder.contents();
        folder.run(self.run[0], &self.run[1..]).ended(0);
        (before, folder.contents(), self.points())
    }

    /// The first point that a run does not reach.
    fn points(&self) -> u64 {
        let reaches = |point| self.folder().run_until(point, self.run[0], &self.run[1..]).code.is_none();
        let (mut reached, mut beyond) = (0, 1);
        while reaches(beyond) {
            (reached, beyond) = (beyond, beyond * 2);
        }
        while beyond - reached > 1 {
            let middle = reached.midpoint(beyond);
            if reaches(middle) { reached = middle } else { beyond = middle }
        }
        beyond
    }

    /// Kills a run at `point`, lets the next one recover, and says whether that finished it.
    fn check(&self, point: u64, before: &Contents, after: &Contents) -> bool {
        let folder = self.folder();
        let killed = folder.run_until(point, self.run[0], &self.run[1..]);
        assert_eq!(killed.code, None, "point {point}: {killed:#?}");
        recovered(&folder, before, after, &format!("point {point}"))
    }
}

/// The next run leaves exactly the old or exactly the new vault, and no journal.
fn recovered(folder: &Folder, before: &Contents, after: &Contents, what: &str) -> bool {
    let next = folder.run("check", &[]);
    assert!(matches!(next.code, Some(0 | 1)), "{what}: {next:#?}");
    let found = folder.contents();
    let mut found_without_lock = found.clone();
    // A run that is killed before it writes anything leaves its lock, which says nothing.
    found_without_lock.remove(".wikilinks/lock");
    found_without_lock.remove(".wikilinks/");
    assert!(found_without_lock == *before || found_without_lock == *after, "{what}: {:#?}", shown(&found));
    found_without_lock == *after
}

fn shown(contents: &Contents) -> Vec<(&str, std::borrow::Cow<'_, str>)> {
    contents.iter().map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes))).collect()
}

/// A folder with twelve files that is renamed; links in, out and past it.
fn small() -> Vec<(String, String)> {
    let mut files = vec![
        ("a/Note.md".to_owned(), "# Note\r\n[[other]] ![](pic.png)".to_owned()),
        ("a/pic.png".to_owned(), "\u{1}png".to_owned()),
        ("a/b/other.md".to_owned(), "[[../Note]] [[a/Note#Note]]\n".to_owned()),
        ("plain.md".to_owned(), "No link\n".to_owned()),
    ];
    files.extend(
        (0..8).map(|n| (format!("n{n}.md"), format!("{n} [[a/Note|x]] ![[a/pic.png]] [t](a/b/other.md)"))),
    );
    files
}

/// Kills at every point. Some runs are undone, some finished, in this order.
fn check_all(case: &Case) {
    let (before, after, points) = case.ends();
    assert_ne!(before, after);
    assert!(points > 10 || !cfg!(debug_assertions), "{points}");
    let finished: Vec<_> = (1..points).map(|point| case.check(point, &before, &after)).collect();
    assert!(finished.is_sorted(), "{finished:?}");
    assert!(!cfg!(debug_assertions) || finished.contains(&false) && finished.contains(&true));
}

#[test]
fn a_folder_that_is_renamed_is_the_old_or_the_new_one() {
    check_all(&Case { files: small(), run: &["rename", "a/", "new/deep"] });
}

#[test]
fn a_note_whose_case_changes_is_the_old_or_the_new_one() {
    check_all(&Case { files: small(), run: &["rename", "a/Note", "NOTE"] });
}

#[test]
fn a_recovery_that_is_killed_itself_is_taken_up_by_the_next() {
    let case = Case { files: small(), run: &["rename", "a/", "new/deep"] };
    let (before, after, points) = case.ends();
    for point in (1..points).step_by(7) {
        for second in 1.. {
            let folder = case.folder();
            folder.run_until(point, case.run[0], &case.run[1..]);
            let killed_again = folder.run_until(second, "check", &[]).code.is_none();
            recovered(&folder, &before, &after, &format!("points {point} and {second}"));
            if !killed_again {
                break;
            }
        }
    }
}

/// Whoever goes on writing after the kill loses nothing.
#[test]
fn what_is_written_between_the_kill_and_the_recovery_stays() {
    let case = Case { files: small(), run: &["rename", "a/", "new/deep"] };
    let (before, after, points) = case.ends();
    for point in 1..points {
        let folder = case.folder();
        folder.run_until(point, case.run[0], &case.run[1..]);
        let mut own = folder.read("n3.md");
        own.push_str(" and more");
        folder.write("n3.md", &own);
        let next = folder.run("check", &[]);
        assert_eq!(folder.read("n3.md"), own, "point {point}");
        let mut found = folder.contents();
        found.remove(".wikilinks/lock");
        found.remove(".wikilinks/");
        if next.code == Some(2) {
            assert!(
                next.err.contains("n3.md has been changed by someone else"),
                "point {point}: {}",
                next.err
            );
            assert!(next.err.contains("delete .wikilinks/journal"), "{}", next.err);
            std::fs::remove_file(folder.at(".wikilinks/journal")).unwrap();
            assert_ne!(folder.run("check", &[]).code, Some(2), "point {point}");
        } else {
            let whole = |mut ends: Contents| {
                ends.insert("n3.md".to_owned(), own.clone().into_bytes());
                ends
            };
            let ends = [whole(before.clone()), whole(after.clone())];
            assert!(ends.contains(&found), "point {point}: {:#?}", shown(&found));
        }
    }
}

/// A note with links to it from 199 others.
fn large() -> Vec<(String, String)> {
    let mut hub = String::from("# Hub\n");
    let mut files = Vec::new();
    for n in 0..199 {
        // Writing to a string cannot fail.
        let _ = writeln!(hub, "[[n{n}]]");
        files.push((
            format!("folder {}/n{n}.md", n % 7),
            format!("---\nup: \"[[Hub]]\"\n---\n[[Hub#Hub|{n}]] end"),
        ));
    }
    files.push(("Hub.md".to_owned(), hub));
    files
}

#[test]
fn two_hundred_files_none_is_lost_and_none_half_written() {
    let case = Case { files: large(), run: &["rename", "Hub", "deep/Centre of it"] };
    let (before, after, points) = case.ends();
    let changed = before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).count();
    assert_eq!(changed, 200);
    let step = (points / 40).max(1) as usize;
    let sample = (1..points).step_by(step).chain(points.saturating_sub(3).max(1)..points);
    let finished: Vec<_> = sample.map(|point| case.check(point, &before, &after)).collect();
    assert!(finished.is_sorted(), "{finished:?}");
    assert!(!cfg!(debug_assertions) || finished.contains(&false) && finished.contains(&true));
}

#[test]
fn a_real_kill_at_any_time_is_recovered_from() {
    let case = Case { files: large(), run: &["rename", "Hub", "deep/Centre of it"] };
    let folder = case.folder();
    let before = folder.contents();
    folder.run(case.run[0], &case.run[1..]).ended(0);
    let after = folder.contents();
    for round in 0..12u64 {
        let folder = Folder::on_disk(case.files.iter().map(|(path, text)| (path, text)));
        let mut run = folder.command(case.run[0], &case.run[1..]).spawn().unwrap();
        thread::sleep(Duration::from_millis(15 + 25 * round));
        run.kill().unwrap();
        run.wait().unwrap();
        recovered(&folder, &before, &after, &format!("killed after {} ms", 15 + 25 * round));
    }
}
