//! What the index says of its memory is what the allocator counts. A test of its own: whatever else
//! runs in the process would count too.

use std::fmt::Write;

use peak_alloc::PeakAlloc;
use wikilinks::index::Index;
use wikilinks::vault::{Settings, Vault};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// A note with a bit of everything.
fn note(number: usize) -> String {
    let mut text =
        format!("---\ntitle: Title {number}\naliases: [Alias of {number}]\ntags: [a/{}]\n---\n", number % 9);
    for line in 0..20 {
        // A `String` takes all that is written to it.
        let _ = write!(
            text,
            "## Part {line} of {number}\n\nWords and [[Note {}|ein Überblick]]. ",
            number / 7 + line
        );
        let _ = write!(text, "A [[missing thing {number}#part]] #tag ^id-{line}\n\n");
    }
    text
}

/// A note that is long enough to be kept whole besides.
fn long_note(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: Long {number}\ndescription: All of it\naliases: [L{number}, Länge]\ntags: [b]\n---\n"
    );
    for line in 0..600 {
        let _ = write!(
            text,
            "# Heading *{line}* of {number}\n\n[[Note {line}#Part {line}|shown]] `code` #tag/{line} "
        );
        let _ = write!(
            text,
            "a note[^{line}] ^block-{line}\n\n[^{line}]: Footnote {line}\n\n| a |\n|---|\n| b |\n\n"
        );
    }
    text
}

/// What the index says of a vault of these notes, and what the allocator counts.
fn said_and_counted(name: &str, notes: usize, note: impl Fn(usize) -> String) {
    let root = tempfile::tempdir().expect("a temporary folder");
    for number in 0..notes {
        let folder = root.path().join(format!("Folder {}", number % 20));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("{name} {number}.md")), note(number)).expect("a note");
    }
    let vault = Vault::with_settings(root.path(), Settings::default());
    // What is made once for each thread, and kept, is not the index.
    Index::new().load(&vault, |_| {}, || false);
    let before = ALLOCATOR.current_usage();
    let index = Index::new();
    index.load(&vault, |_| {}, || false);
    index.catalog();
    let counted = ALLOCATOR.current_usage() - before;
    let rows = index.memory();
    let said: usize = rows.iter().map(|row| row.bytes).sum();
    assert_eq!(index.len(), notes);
    // The allocator of this test does not round up.
    assert!(
        said * 100 > counted * 90 && said * 100 < counted * 120,
        "{name}: {said} said, {counted} counted: {rows:#?}"
    );
}

#[test]
fn the_index_counts_what_the_allocator_counts() {
    said_and_counted("Note", 3_000, note);
    said_and_counted("Long", 40, long_note);
}
