//! A vault of so many notes, and new texts for them that are neither longer nor shorter than before.

use std::fs;

use tempfile::TempDir;

use super::support::chance::Chance;

/// The path of note `number`, in folders of two levels.
pub fn name(number: usize) -> String {
    match number % 3 {
        0 => format!("note {number}.md"),
        1 => format!("area {}/note {number}.md", number % 40),
        _ => format!("area {}/topic {}/note {number}.md", number % 40, number % 7),
    }
}

/// A link to some note, or to a place in one; sometimes to none.
pub fn link(chance: &mut Chance, notes: usize) -> String {
    let number = chance.below(notes);
    match chance.below(8) {
        0 => format!("[[note {number}#Part {}]]", chance.below(5)),
        1 => format!("[[note {number}|shown]]"),
        2 => format!("[[note {number}#^b{}]]", chance.below(3)),
        3 => format!("[[missing {}]]", number % 50),
        4 => format!("[text](</{}>)", name(number)),
        5 => format!("[[alias {}]]", number % 100),
        _ => format!("[[note {number}]]"),
    }
}

/// A note's text: frontmatter, headings, some links, tags and block ids.
pub fn text(chance: &mut Chance, notes: usize) -> String {
    let mut text =
        format!("---\naliases: [alias {}]\ntags: [t{}]\n---\n", chance.below(100), chance.below(20));
    for part in 0..3 + chance.below(3) {
        let (one, two) = (link(chance, notes), link(chance, notes));
        text += &format!("# Part {part}\n\nSome words, {one} and é {two}.\n\n");
        text += &format!("A paragraph with a #t{}/u and an id. ^b{part}\n\n", chance.below(20));
    }
    text
}

/// The vault, in a temporary folder.
pub fn make(notes: usize, chance: &mut Chance) -> TempDir {
    let vault = tempfile::tempdir().expect("a temporary folder");
    for number in 0..notes {
        let path = vault.path().join(name(number));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text(chance, notes)).expect("a file");
    }
    vault
}
