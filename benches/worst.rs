//! How long answers take where vaults and notes are at their worst: `cargo bench --bench worst`.
//!
//! Each at two sizes, the larger ten times the smaller: what an editor asks at every keystroke must not grow
//! with the vault, and what looks at very many links must grow no faster than they do.

mod made;

use divan::{Bencher, black_box};
use made::{Made, edit};
use wikilinks::features::{completion, definition, diagnostics, hover, references, rename};

fn main() {
    divan::main();
}

/// A letter is typed at the end of `text`, and the problems of the note are looked for.
fn type_and_check(bencher: Bencher, text: &str) {
    let made = Made::new([("b.md".to_owned(), "# B\n".to_owned())].into_iter(), text);
    let mut text = text.to_owned();
    bencher.bench_local(|| {
        text.push('x');
        edit(&made.view, 2, &text);
        diagnostics::diagnostics(&made.view, made.open).len()
    });
}

/// A letter is typed in a link, and what fits is asked for.
fn complete(bencher: Bencher, made: &Made) {
    let text = "# Open\n\n[[in";
    bencher.bench(|| {
        edit(&made.view, 2, text);
        completion::complete(&made.view, made.open, black_box(text.len()))
    });
}

/// So many links to one note, a hundred in each of the others.
fn linked(links: usize) -> Made {
    let note = |number: usize| {
        (
            format!("f{}/n{number}.md", number % 20),
            format!("# {number}\n\n{}", "to [[Hub]] again\n".repeat(100)),
        )
    };
    let hub = ("Hub.md".to_owned(), "# Hub\n".to_owned());
    Made::new((0..links / 100).map(note).chain([hub]), "See [[Hub]].\n")
}

/// The place in the open note of [`linked`] where the link is.
const IN_LINK: usize = 7;

#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod links_to_one_note {
    use super::*;

    #[divan::bench(args = [13_000, 130_000])]
    fn renamed(bencher: Bencher, links: usize) {
        let made = linked(links);
        bencher.bench(|| rename::rename(&made.view, made.open, black_box(IN_LINK), "Another").is_ok());
    }

    #[divan::bench(args = [13_000, 130_000])]
    fn found(bencher: Bencher, links: usize) {
        let made = linked(links);
        bencher.bench(|| references::references(&made.view, made.open, black_box(IN_LINK), false));
    }

    #[divan::bench(args = [13_000, 130_000])]
    fn hovered(bencher: Bencher, links: usize) {
        let made = linked(links);
        bencher.bench(|| hover::hover(&made.view, made.open, black_box(IN_LINK)));
    }
}

/// So many files that are called `index.md`, each in a folder of its own.
fn equal(files: usize) -> Made {
    let note = |number: usize| (format!("f{number}/index.md"), format!("# {number}\n\n[[index]]\n"));
    Made::new((0..files).map(note), "See [[index]] and [[f7/index]].\n")
}

mod equal_names {
    use super::*;

    #[divan::bench(args = [5_000, 50_000])]
    fn followed(bencher: Bencher, files: usize) {
        let made = equal(files);
        bencher.bench(|| definition::definition(&made.view, made.open, black_box(IN_LINK)));
    }

    #[divan::bench(args = [5_000, 50_000])]
    fn checked(bencher: Bencher, files: usize) {
        let made = equal(files);
        bencher.bench(|| diagnostics::diagnostics(&made.view, made.open));
    }

    #[divan::bench(args = [5_000, 50_000])]
    fn completed(bencher: Bencher, files: usize) {
        complete(bencher, &equal(files));
    }

    #[divan::bench(args = [5_000, 50_000], sample_count = 10, sample_size = 1)]
    fn one_of_them_renamed(bencher: Bencher, files: usize) {
        let made = equal(files);
        bencher.bench(|| rename::rename(&made.view, made.open, black_box(IN_LINK), "Another").is_ok());
    }
}

#[divan::bench(args = [5_000, 50_000])]
fn completion_with_all_files_in_one_folder(bencher: Bencher, files: usize) {
    let note = |number: usize| (format!("one/index {number}.md"), format!("# {number}\n"));
    complete(bencher, &Made::new((0..files).map(note), ""));
}

#[divan::bench(args = [1_000, 10_000])]
fn completion_with_broken_frontmatter_everywhere(bencher: Bencher, files: usize) {
    let note = |number: usize| (format!("index {number}.md"), "---\naliases: [a, \"b\n---\n".to_owned());
    complete(bencher, &Made::new((0..files).map(note), ""));
}

/// From one folder to another, all but one level deep.
#[divan::bench(args = [6, 60])]
fn links_between_deep_folders(bencher: Bencher, depth: usize) {
    let path = |last: &str| format!("{}{last}/x.md", "d/".repeat(depth - 1));
    let files = [path("a"), path("b")].map(|path| (path, "# X\n".to_owned()));
    let made = Made::new(files.into_iter(), &format!("See [[{}]].\n", path("b")));
    bencher.bench(|| definition::definition(&made.view, made.open, black_box(IN_LINK)));
}

#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod typing {
    use super::*;

    #[divan::bench(args = [500, 5_000])]
    fn in_a_note_of_kilobytes(bencher: Bencher, kilobytes: usize) {
        let paragraph = "Some words of a [[b]] long paragraph that goes on, naïve as it is.\n\n";
        type_and_check(bencher, &paragraph.repeat(kilobytes * 1_000 / paragraph.len()));
    }

    #[divan::bench(args = [13_000, 130_000])]
    fn in_a_line_of_characters(bencher: Bencher, characters: usize) {
        let words = "Some words of a [[b]] long line, naïve as it is. ";
        type_and_check(bencher, &words.repeat(characters / words.chars().count()));
    }

    #[divan::bench(args = [300, 3_000])]
    fn in_a_note_with_links_that_lead_nowhere(bencher: Bencher, links: usize) {
        type_and_check(
            bencher,
            &(0..links).map(|number| format!("[[missing {number}#x]]\n")).collect::<String>(),
        );
    }
}
