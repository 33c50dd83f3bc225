//! A vault on disk, the same for the same number of notes.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::chance::Chance;

const WORDS: [&str; 48] = [
    "time",
    "year",
    "people",
    "way",
    "day",
    "thing",
    "woman",
    "life",
    "child",
    "world",
    "school",
    "state",
    "family",
    "student",
    "group",
    "country",
    "problem",
    "hand",
    "part",
    "place",
    "case",
    "week",
    "company",
    "system",
    "program",
    "question",
    "work",
    "number",
    "night",
    "point",
    "home",
    "water",
    "room",
    "mother",
    "area",
    "money",
    "story",
    "fact",
    "month",
    "lot",
    "right",
    "study",
    "book",
    "eye",
    "naïve",
    "café",
    "学習",
    "заметка",
];

/// A vault of so many notes: most links go to few of them, one note in ten links to `Hub`, a thousand to
/// `Rename me`, and one in ten to a note that is not there.
pub struct Vault {
    pub root: PathBuf,
    pub notes: usize,
}

fn chance(seed: usize) -> Chance {
    Chance((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn words(chance: &mut Chance, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| *chance.pick(&WORDS)).collect();
    words.join(" ")
}

impl Vault {
    /// Writes the vault into `root`, with dates that are a minute old: younger ones are not believed.
    pub fn write(root: &Path, notes: usize) -> Self {
        let vault = Self { root: root.to_owned(), notes };
        for folder in 0..=notes / 50 {
            fs::create_dir_all(root.join(format!("area {}/{folder}", folder % 20)))
                .expect("a folder is made");
        }
        let old = SystemTime::now() - Duration::from_secs(60);
        (0..notes).into_par_iter().for_each(|number| {
            let path = vault.path(number);
            fs::write(&path, vault.text(number)).expect("a note is written");
            let file = File::options().write(true).open(path).expect("the note is there");
            file.set_modified(old).expect("a date can be set");
        });
        vault
    }

    /// The name of a note, without `.md`.
    pub fn name(&self, number: usize) -> String {
        let mut chance = chance(number);
        match number {
            0 => "Hub".to_owned(),
            1 => "Rename me".to_owned(),
            _ => {
                let count = 2 + chance.below(4);
                format!("{} {number}", words(&mut chance, count))
            }
        }
    }

    /// Where a note is on disk.
    pub fn path(&self, number: usize) -> PathBuf {
        let folder = number / 50;
        self.root.join(format!("area {}/{folder}/{}.md", folder % 20, self.name(number)))
    }

    /// What the three links of a note lead to, which stand in the lines from [`Vault::FIRST_LINK`] on, from
    /// column [`Vault::COLUMN`] on.
    pub fn targets(&self, number: usize) -> [usize; 3] {
        let mut chance = chance(number + self.notes);
        [(); 3].map(|()| {
            let share = chance.below(1_000) as f64 / 1_000.0;
            (share.powi(3) * (self.notes - 2) as f64) as usize + 2
        })
    }

    /// The line of a note's first link.
    pub const FIRST_LINK: u32 = 6;

    /// The column of a link's name in its line.
    pub const COLUMN: u32 = 6;

    /// What a note says.
    pub fn text(&self, number: usize) -> String {
        let mut chance = chance(number + 2 * self.notes);
        let mut text = format!("---\ntags: [area/{}]\n---\n\n# {}\n\n", number % 200, self.name(number));
        // A `String` takes all that is written to it.
        for target in self.targets(number) {
            let _ = writeln!(text, "See [[{}]].", self.name(target));
        }
        for section in 0..3 {
            let _ = write!(
                text,
                "\n## Section {section} {}\n\n{}.\n",
                words(&mut chance, 1),
                words(&mut chance, 90)
            );
        }
        if number % 10 == 3 {
            let _ = write!(text, "\nThe [[Hub]], and [[Missing {number}]].\n");
        }
        let one_in = (self.notes / 1_000).max(1);
        if number % one_in == 2 % one_in {
            text.push_str("\nAnd [[Rename me|the one to rename]].\n");
        }
        text
    }
}
