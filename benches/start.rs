//! The start: how long a note takes to be parsed, and a vault to be indexed, without and with what was
//! kept of it. Where a size is given, the time for one item must not grow with it.
//!
//! `cargo bench --bench start`, or one of them: `cargo bench --bench start -- parse`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use tempfile::TempDir;
use wikilinks::index::Index;
use wikilinks::note::{Format, Note, PackedNote, parse};
use wikilinks::vault::{CacheFolder, Settings, Vault};

fn main() {
    divan::main();
}

/// The text of a usual note: two kilobytes, seven links.
fn note(number: usize) -> String {
    let mut text =
        format!("---\naliases: [Alias {number}, Größe {number}]\ntags: [area/{}]\n---\n", number % 50);
    for section in 0..4 {
        let to = (number * 7 + section * 13) % (number + 10);
        // A `String` takes all that is written to it.
        let _ = write!(
            text,
            "# Heading {section} of {number}\n\nSome words about [[note {to}|this]] and *that*, to the end of the \
             line. #tag{section}\n\n- an item with [[note {section}#Heading 1 of {section}]]\n- `code [[no link]]` \
             ^block-{section}\n\n{}\n\n",
            "Plain words stand in most lines of most notes, naïve ones too. ".repeat(5)
        );
    }
    text
}

/// A folder with these files, written long enough ago to be believed.
fn folder(files: impl Iterator<Item = (String, String)>) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let old = SystemTime::now() - Duration::from_secs(60);
    for (path, text) in files {
        let place = root.path().join("vault").join(path);
        fs::create_dir_all(place.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(&place, text).expect("a file");
        let file = fs::File::options().write(true).open(&place).expect("the file");
        file.set_modified(old).expect("it has a time");
    }
    root
}

fn vault(root: &TempDir) -> Vault {
    Vault::with_settings(&root.path().join("vault"), Settings::default())
}

/// A usual vault: a few dozen notes to a folder.
fn usual(notes: usize) -> TempDir {
    folder((0..notes).map(|number| (format!("folder {}/note {number}.md", number / 40), note(number))))
}

fn indexed(vault: &Vault) -> Index {
    let index = Index::new();
    index.load(vault, |_| {}, || false);
    index
}

fn bench_cold(bencher: Bencher, files: usize, root: &TempDir) {
    let vault = vault(root);
    assert_eq!(indexed(&vault).len(), files);
    bencher.counter(ItemsCount::new(files)).bench_local(|| indexed(black_box(&vault)));
}

fn bench_parse(bencher: Bencher, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench(|| parse(black_box(text), Format::Markdown));
}

mod parsing {
    use super::*;

    #[divan::bench]
    fn usual_note(bencher: Bencher) {
        bench_parse(bencher, &note(1000));
    }

    #[divan::bench(args = [1, 5], sample_count = 10)]
    fn long_note_of_megabytes(bencher: Bencher, megabytes: usize) {
        let mut text = String::new();
        while text.len() < megabytes << 20 {
            text.push_str(note(text.len()).split_once("---\n#").map_or("", |(_, body)| body));
        }
        bench_parse(bencher, &text);
    }

    #[divan::bench(args = [13_000, 130_000], sample_count = 10)]
    fn long_line(bencher: Bencher, characters: usize) {
        let line = "words, [[a link]], *more* and `code` é ";
        bench_parse(bencher, &line.repeat(characters / line.chars().count()));
    }

    #[divan::bench(args = [300, 3_000], sample_count = 10)]
    fn links(bencher: Bencher, links: usize) {
        let text: String = (0..links).map(|number| format!("- [[note {number}#part|shown]]\n")).collect();
        bench_parse(bencher, &text);
    }

    #[divan::bench]
    fn broken_frontmatter(bencher: Bencher) {
        bench_parse(bencher, &format!("---\n\tdate: {{{{date}}}}\n@: [\n---\n{}", note(1)));
    }
}

mod packing {
    use super::*;

    #[divan::bench]
    fn pack(bencher: Bencher) {
        let note = parse(&note(1000), Format::Markdown);
        bencher.bench(|| PackedNote::new(black_box(&note)));
    }

    #[divan::bench]
    fn unpack(bencher: Bencher) {
        let packed = PackedNote::new(&parse(&note(1000), Format::Markdown));
        bencher.bench(|| -> Option<Note> { black_box(&packed).unpack() });
    }

    #[divan::bench]
    fn names(bencher: Bencher) {
        let packed = PackedNote::new(&parse(&note(1000), Format::Markdown));
        bencher.bench(|| black_box(&packed).names().map(|names| names.link_paths().count()));
    }
}

#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod cold {
    use super::*;

    #[divan::bench(args = [1_000, 10_000])]
    fn usual_vault(bencher: Bencher, notes: usize) {
        bench_cold(bencher, notes, &usual(notes));
    }

    #[divan::bench(args = [5_000, 50_000])]
    fn equal_names(bencher: Bencher, notes: usize) {
        let file =
            |number| (format!("{}/{number}/index.md", number % 100), format!("# {number}\n[[index]]\n"));
        bench_cold(bencher, notes, &folder((0..notes).map(file)));
    }

    #[divan::bench(args = [5_000, 50_000])]
    fn one_folder(bencher: Bencher, notes: usize) {
        let file = |number| (format!("{number}.md"), format!("# {number}\n[[{}]]\n", number / 2));
        bench_cold(bencher, notes, &folder((0..notes).map(file)));
    }

    #[divan::bench(args = [6, 60])]
    fn depth(bencher: Bencher, depth: usize) {
        let file = |number| (format!("{}{number}.md", "d/".repeat(number % depth)), note(number));
        bench_cold(bencher, 3_000, &folder((0..3_000).map(file)));
    }

    #[divan::bench(args = [1_000, 10_000])]
    fn broken_frontmatter(bencher: Bencher, notes: usize) {
        let text = |number| format!("---\n\tdate: {{{{date}}}}\n@: [\n---\n{}", note(number));
        let file = |number| (format!("{}/{number}.md", number / 40), text(number));
        bench_cold(bencher, notes, &folder((0..notes).map(file)));
    }

    /// Many links to one note: 133,000 in a real vault.
    #[divan::bench(args = [13_000, 130_000])]
    fn links_to_one_note(bencher: Bencher, links: usize) {
        let file = |number: usize| (format!("{}/{number}.md", number / 40), "[[Hub]]\n".repeat(13));
        bench_cold(bencher, links / 13, &folder((0..links / 13).map(file)));
    }
}

#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod warm {
    use super::*;

    #[divan::bench(args = [1_000, 10_000])]
    fn usual_vault(bencher: Bencher, notes: usize) {
        let root = usual(notes);
        let vault = vault(&root);
        let cache = CacheFolder::at(&root.path().join("cache")).file_of(&vault).expect("a place to keep it");
        let first = indexed(&vault);
        first.store(&cache).expect("it is kept");
        let load = || {
            let index = Index::new();
            let changed = index.load_kept(&vault, Some(&cache), |_| {}, || false);
            assert_eq!(changed, Some(0), "nothing is read");
            index
        };
        bencher.counter(ItemsCount::new(notes)).bench_local(load);
    }
}
