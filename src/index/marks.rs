//! What is seen of names at sight, so that to pass over most of very many is quick.

use super::letters::{FewLetters, Letters};

/// What can be seen of a file's names at sight: kept apart, so that to pass over most is quick.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// The letters of all its names.
    pub letters: Letters,
    /// The letters that begin a word of its names.
    pub starts: FewLetters,
    /// The letters that its names begin with.
    pub firsts: FewLetters,
    /// The length of its shortest name in bytes; 255 for more.
    pub shortest: u8,
}

impl Marks {
    /// The marks of one name.
    pub fn of_name(text: &str) -> Self {
        Self {
            letters: Letters::of(text),
            starts: Letters::of_starts(text).into(),
            firsts: Letters::of_first(text).into(),
            shortest: text.len().min(u8::MAX.into()) as u8,
        }
    }

    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let of_all = names.map(Marks::of_name).reduce(|a, b| Marks {
            letters: a.letters.and(b.letters),
            starts: a.starts.and(b.starts),
            firsts: a.firsts.and(b.firsts),
            shortest: a.shortest.min(b.shortest),
        });
        of_all.unwrap_or_default()
    }
}

/// The [`Marks`] of many, each kind for itself: a look at one kind of all reads little.
#[derive(Debug, Clone, Default)]
pub struct MarksOfMany {
    letters: Vec<Letters>,
    starts: Vec<FewLetters>,
    firsts: Vec<FewLetters>,
    shortest: Vec<u8>,
}

impl MarksOfMany {
    /// None, and room for those of so many files.
    pub(super) fn with_room_for(files: usize) -> Self {
        let few = || Vec::with_capacity(files);
        let (letters, shortest) = (Vec::with_capacity(files), Vec::with_capacity(files));
        Self { letters, starts: few(), firsts: few(), shortest }
    }

    /// The marks with this number.
    pub fn get(&self, at: usize) -> Marks {
        Marks {
            letters: self.letters[at],
            starts: self.starts[at],
            firsts: self.firsts[at],
            shortest: self.shortest[at],
        }
    }

    /// The [`Marks::letters`] of all.
    pub fn letters(&self) -> &[Letters] {
        &self.letters
    }

    /// The [`Marks::starts`] of all.
    pub fn starts(&self) -> &[FewLetters] {
        &self.starts
    }

    /// The [`Marks::firsts`] of all.
    pub fn firsts(&self) -> &[FewLetters] {
        &self.firsts
    }

    /// The bytes that it points to.
    pub(super) fn heap_bytes(&self) -> usize {
        self.letters.capacity() * (size_of::<Letters>() + 2 * size_of::<FewLetters>() + 1)
    }

    /// Puts the marks of one more at `at`, before those that are there.
    pub(super) fn insert(&mut self, at: usize, marks: Marks) {
        self.letters.insert(at, marks.letters);
        self.starts.insert(at, marks.starts);
        self.firsts.insert(at, marks.firsts);
        self.shortest.insert(at, marks.shortest);
    }

    /// Puts `marks` in the place of those at `at`.
    pub(super) fn set(&mut self, at: usize, marks: Marks) {
        self.letters[at] = marks.letters;
        self.starts[at] = marks.starts;
        self.firsts[at] = marks.firsts;
        self.shortest[at] = marks.shortest;
    }

    /// Takes away the marks at `at`.
    pub(super) fn remove(&mut self, at: usize) {
        self.letters.remove(at);
        self.starts.remove(at);
        self.firsts.remove(at);
        self.shortest.remove(at);
    }
}
