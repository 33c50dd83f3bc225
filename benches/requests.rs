//! How long answers take, without an editor around: `cargo bench --bench requests`.
//!
//! The vaults are made up: every note links to a few others and to `Hub`, one in a hundred to
//! `Target`, and every tenth link leads nowhere.

mod made;

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use made::{Made, edit};
use wikilinks::features::{completion, diagnostics, references, rename, workspace_symbols};
use wikilinks::note::LinkSyntax;
use wikilinks::resolve::resolve_path;

const SIZES: [usize; 3] = [1_000, 10_000, 50_000];

const WORDS: [&str; 16] = [
    "time",
    "garden",
    "Übung",
    "project",
    "archive",
    "メモ",
    "review",
    "attention",
    "naïve",
    "memory",
    "parser",
    "city",
    "travel",
    "заметка",
    "pattern",
    "outline",
];

fn main() {
    divan::main();
}

fn name(number: usize) -> String {
    let word = |at: usize| WORDS[(number / at + number) % WORDS.len()];
    format!("{} {} {} {number}", word(1), word(7), word(31))
}

fn text(number: usize, count: usize) -> String {
    let other = |at: usize| name((number * 31 + at * 7919) % count);
    let target = if number.is_multiple_of(100) { "[[Target|that]] and [[Target#Part]]" } else { "nothing" };
    format!(
        "---\naliases: [\"also {number}\"]\n---\n# {}\n\nSee [[{}]], [[{}|shown]] and [[Hub]], {target}.\n\n## Part\n\n[[missing {}]] #tag{}\n",
        name(number),
        other(1),
        other(2),
        number % 500,
        number % 50,
    )
}

fn made(count: usize) -> &'static Made {
    static ALL: [OnceLock<Made>; 3] = [const { OnceLock::new() }; 3];
    let at = SIZES.iter().position(|&size| size == count).expect("one of the sizes");
    ALL[at].get_or_init(|| {
        let note =
            |number: usize| (format!("{}/{}.md", WORDS[number % 13], name(number)), text(number, count));
        let linked = [("Hub.md", "# Hub\n"), ("Target.md", "# Target\n\n## Part\n")];
        let linked = linked.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Made::new((0..count).map(note).chain(linked), "[[Hub]] [[Target]]\n")
    })
}

#[divan::bench(args = SIZES)]
fn resolve(bencher: Bencher, count: usize) {
    let made = made(count);
    let from = made.view.index.file(made.open).expect("the open note").place.clone();
    let (settings, path) = (&made.view.vault.settings, name(count / 2));
    bencher.bench(|| resolve_path(&*made.view.index, settings, &from, black_box(&path), LinkSyntax::Wiki));
}

/// One more letter is typed in a link, and what fits is asked for.
fn complete(bencher: Bencher, count: usize, typed: &str) {
    let made = made(count);
    let text = format!("[[Hub]] [[Target]]\n[[{typed}");
    bencher.bench(|| {
        edit(&made.view, 2, &text);
        completion::complete(&made.view, made.open, black_box(text.len()))
    });
}

#[divan::bench(args = SIZES)]
fn completion_of_nothing(bencher: Bencher, count: usize) {
    complete(bencher, count, "");
}

#[divan::bench(args = SIZES)]
fn completion_of_a_letter(bencher: Bencher, count: usize) {
    complete(bencher, count, "p");
}

#[divan::bench(args = SIZES)]
fn completion_of_a_word(bencher: Bencher, count: usize) {
    complete(bencher, count, "garden");
}

/// Letters with which no name begins: most names have to be looked into.
#[divan::bench(args = SIZES)]
fn completion_of_scattered_letters(bencher: Bencher, count: usize) {
    complete(bencher, count, "enta");
}

#[divan::bench(args = SIZES)]
fn symbols(bencher: Bencher, count: usize) {
    let made = made(count);
    bencher.bench(|| workspace_symbols::workspace_symbols(&made.view, black_box("garden review")));
}

/// Of a note that every other links to.
#[divan::bench(args = SIZES, sample_count = 20)]
fn references_of_all(bencher: Bencher, count: usize) {
    let made = made(count);
    edit(&made.view, 3, "[[Hub]] [[Target]]\n");
    bencher.bench(|| references::references(&made.view, made.open, black_box(3), false));
}

/// Of a note that one in a hundred links to, twice.
#[divan::bench(args = SIZES, sample_count = 20)]
fn rename_plan(bencher: Bencher, count: usize) {
    let made = made(count);
    edit(&made.view, 4, "[[Hub]] [[Target]]\n");
    bencher.bench(|| rename::rename(&made.view, made.open, black_box(11), "Another name").is_ok());
}

/// A letter is typed in a note with this many links, of which every tenth leads nowhere, and its
/// problems are looked for.
#[divan::bench(args = [30, 300, 3_000])]
fn edit_and_diagnostics(bencher: Bencher, links: usize) {
    let made = made(10_000);
    let mut text: String = (0..links)
        .map(|at| match at % 10 {
            0 => format!("[[missing {at} time]]\n"),
            _ => format!("See [[{}]].\n", name(at)),
        })
        .collect();
    bencher.bench_local(|| {
        text.push('x');
        edit(&made.view, 5, &text);
        diagnostics::diagnostics(&made.view, made.open).len()
    });
}
