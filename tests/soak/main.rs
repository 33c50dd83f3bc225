//! A long session: edits, what other programs do to the files, and questions of every kind, over a
//! large vault. The server goes on knowing what a fresh one knows, and grows in nothing.
//!
//! `tests/soak.sh` runs all of it, `tests/soak.sh SECONDS` goes on for that time.

#[path = "../support/mod.rs"]
mod support;

mod editor;
mod process;
mod questions;
mod vault;

use std::time::{Duration, Instant};

use editor::Editor;
use process::Process;
use support::chance::Chance;

/// How much happens in the whole of it, where no time is set; and how often what happens in any.
const EDITS: usize = 100_000;
const FILE_EVENTS: usize = 10_000;
const QUESTIONS: usize = 20_000;

/// After so many answers, the server's are compared with a fresh one's.
const COMPARED_EVERY: usize = 1_000;

/// How often the process is looked at, in steps.
const LOOK_EVERY: usize = 500;

/// How often it is looked at when all has happened.
const LAST_LOOKS: usize = 4;

/// What has happened so far.
#[derive(Debug, Default)]
struct Done {
    edits: usize,
    file_events: usize,
    questions: usize,
    comparisons: usize,
}

/// The number in the variable `name`, or `otherwise`.
fn set(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}

#[test]
#[ignore = "takes as long as it is given: tests/soak.sh"]
fn a_long_session_grows_in_nothing_and_knows_what_a_fresh_one_knows() {
    let seconds = std::env::var_os("WIKILINKS_SOAK_SECONDS").map(|_| set("WIKILINKS_SOAK_SECONDS", 0));
    let notes = set("WIKILINKS_SOAK_NOTES", 10_000);
    let mut chance = Chance(set("WIKILINKS_SOAK_SEED", 1) as u64);
    let vault = vault::make(notes, &mut chance);
    let mut editor = Editor::start(vault.path(), notes);
    editor.warm_up(&mut chance);

    let (start, steps) = (Instant::now(), EDITS + FILE_EVENTS + QUESTIONS);
    let (mut done, mut early, mut late) = (Done::default(), None::<Process>, None::<Process>);
    for step in 0_usize.. {
        happens(&mut editor, &mut chance, &mut done);
        let progress = match seconds {
            Some(seconds) => start.elapsed().as_secs_f64() / seconds as f64,
            None => step as f64 / steps as f64,
        };
        if step.is_multiple_of(LOOK_EVERY) {
            let now = editor.process();
            println!("{:5.1} s {done:?} {now:?}", start.elapsed().as_secs_f64());
            let kept = if progress <= 0.1 { &mut early } else { &mut late };
            *kept = Some(kept.map_or(now, |before| before.most(now)));
        }
        if progress >= 1.0 {
            break;
        }
    }
    compare(&mut editor, &mut chance, &mut done);
    // What the long answers of a comparison took is given back, and one may come at any time: of a few looks
    // the one counts that finds least.
    let looks = (0..LAST_LOOKS).map(|_| {
        (0..LOOK_EVERY).for_each(|_| happens(&mut editor, &mut chance, &mut done));
        // What computes for nobody any more ends before the look.
        std::thread::sleep(Duration::from_secs(1));
        editor.process()
    });
    let end = looks.min_by_key(|look| look.kibibytes).expect("there are some looks");
    println!("{:5.1} s {done:?} {end:?} at the end", start.elapsed().as_secs_f64());
    let early = early.expect("the first step is looked at");
    println!("the most in the first tenth {early:?}, and after it {late:?}");
    check_growth(early, late.unwrap_or(end).most(end), end);
    editor.shut_down();
}

/// Memory at the end is at most 1.2 times that after the first tenth; threads and files do not grow.
fn check_growth(early: Process, most: Process, end: Process) {
    assert!(end.kibibytes <= early.kibibytes * 12 / 10, "memory: {end:?} after {early:?}");
    assert!(most.threads <= early.threads, "threads: {most:?} after {early:?}");
    assert!(end.files <= early.files, "open files: {end:?} after {early:?}");
}

fn happens(editor: &mut Editor, chance: &mut Chance, done: &mut Done) {
    match chance.below(EDITS + FILE_EVENTS + QUESTIONS) {
        n if n < EDITS => {
            editor.edit(chance);
            done.edits += 1;
        }
        n if n < EDITS + FILE_EVENTS => {
            editor.file_event(chance);
            done.file_events += 1;
        }
        _ => {
            editor.ask(chance);
            done.questions += 1;
            if done.questions.is_multiple_of(COMPARED_EVERY) {
                compare(editor, chance, done);
            }
        }
    }
}

fn compare(editor: &mut Editor, chance: &mut Chance, done: &mut Done) {
    editor.compare_with_a_fresh_one(chance);
    done.comparisons += 1;
}
