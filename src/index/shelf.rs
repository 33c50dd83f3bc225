//! The names of some files side by side, so that ranking them reads memory from front to back.

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

use nucleo_matcher::Utf32Str;

use rustc_hash::FxHashMap;

use crate::text::fold;

use super::File;
use super::facts::{Facts, KeptFacts};
use super::letters::Letters;
use super::marks::{Marks, MarksOfMany};
use super::plain::{StandIns, plain};
use super::word_marks::WordMarks;

/// How many files one shelf has room for.
pub(super) const ROOM: usize = 1024;

/// How many bytes the processor fetches at once.
const CACHE_LINE: usize = 64;

/// What a name is to its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The file's name, without `.md`.
    Stem,
    /// The title, when it differs from the name.
    Title,
    /// An alias.
    Alias,
}

/// One name.
#[derive(Debug, Clone, Copy)]
pub struct Name<'s> {
    /// What it is to its file.
    pub kind: NameKind,
    /// As it is written.
    pub text: &'s str,
    /// Whether the text is ASCII.
    pub(super) is_ascii: bool,
    /// Its [`plain`] bytes; none where the text is ASCII, or there are none.
    pub(super) plain: &'s [u8],
}

impl<'s> Name<'s> {
    /// The name as the matcher reads it. `buffer` is for the characters, where they are no bytes.
    pub fn haystack<'b>(&self, buffer: &'b mut Vec<char>) -> Utf32Str<'b>
    where
        's: 'b,
    {
        Utf32Str::new(self.text, buffer)
    }

    /// The name as the matcher reads it fastest, for a query with these stand-ins.
    pub fn plain_haystack<'b>(&self, stand_ins: &StandIns, bytes: &'b mut Vec<u8>) -> Option<Utf32Str<'b>>
    where
        's: 'b,
    {
        if !self.plain.is_empty() {
            stand_ins.fill(self.plain, bytes);
            return Some(Utf32Str::Ascii(bytes));
        }
        self.is_ascii.then_some(Utf32Str::Ascii(self.text.as_bytes()))
    }
}

/// A name in the text of its shelf, where the one before ends.
#[derive(Debug, Clone, Copy, Default)]
struct Title {
    end: u32,
    plain_end: u32,
}

impl Title {
    /// The same name in a text that begins where `before` ends.
    fn behind(self, before: Title) -> Self {
        Self { end: before.end + self.end, plain_end: before.plain_end + self.plain_end }
    }
}

/// [`ROOM`] files by their numbers, some of which are gone.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    files: Vec<Option<Arc<File>>>,
    marks: MarksOfMany,
    /// The letters of the folders, by [`Facts::folder`]: those that the files are in, or were.
    folders: FxHashMap<u32, Letters>,
    /// How many characters the files' names have.
    stem_lengths: Vec<u8>,
    facts: Vec<KeptFacts>,
    /// How many names the files have up to and with each.
    name_ends: Vec<u32>,
    names: Vec<Title>,
    kinds: Vec<NameKind>,
    text: String,
    plain: Vec<u8>,
    /// How many headings the files have up to and with each.
    heading_ends: Vec<u32>,
    headings: Vec<WordMarks>,
}

/// A file and its names.
#[derive(Clone, Copy)]
pub struct Entry<'s> {
    /// The file.
    pub file: &'s Arc<File>,
    /// What else decides its place.
    pub facts: Facts,
    shelf: &'s Shelf,
    at: usize,
}

impl<'s> Entry<'s> {
    /// Its names: first the stem, which every file has.
    pub fn names(&self) -> impl ExactSizeIterator<Item = Name<'s>> + use<'s> {
        let shelf = self.shelf;
        let at = self.at;
        range(&shelf.name_ends, at).map(move |number| shelf.name(at, number))
    }

    /// What can be seen of its names at sight.
    pub fn marks(&self) -> Marks {
        self.shelf.marks.get(self.at)
    }

    /// What can be seen of each of its headings at sight; nothing of a first one that says one of its names.
    pub fn headings(&self) -> &'s [WordMarks] {
        self.shelf.headings(self.at)
    }

    /// The name with this number.
    pub fn name(&self, number: usize) -> Option<Name<'s>> {
        self.names().nth(number)
    }
}

impl Shelf {
    /// A shelf for these files, each with the number of its backlinks; there are at most [`ROOM`].
    pub(super) fn of(files: &[Option<Arc<File>>], backlinks: impl Fn(&File) -> usize) -> Self {
        let mut shelf = Self::with_room_for(files.len());
        for file in files {
            let facts = file.as_ref().map(|file| Facts::of(file, backlinks(file)));
            shelf.push(file.as_ref().zip(facts));
        }
        shelf.text.shrink_to_fit();
        shelf.names.shrink_to_fit();
        shelf.kinds.shrink_to_fit();
        shelf.plain.shrink_to_fit();
        shelf.headings.shrink_to_fit();
        shelf
    }

    /// An empty one that makes no garbage while so many files are put there.
    fn with_room_for(files: usize) -> Self {
        Self {
            files: Vec::with_capacity(files),
            marks: MarksOfMany::with_room_for(files),
            stem_lengths: Vec::with_capacity(files),
            facts: Vec::with_capacity(files),
            name_ends: Vec::with_capacity(files),
            heading_ends: Vec::with_capacity(files),
            ..Self::default()
        }
    }

    /// How many files it has, with those that are gone.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has none, and none is gone.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What can be seen at sight of each file; nothing of one that is gone.
    pub fn marks(&self) -> &MarksOfMany {
        &self.marks
    }

    /// As [`Entry::headings`], of the file at `at`.
    pub fn headings(&self, at: usize) -> &[WordMarks] {
        &self.headings[range(&self.heading_ends, at)]
    }

    /// The letters of the path of the file at `at`, without `.md`, and of its other names.
    pub fn path_letters(&self, at: usize) -> Letters {
        let folder = self.folders.get(&self.facts(at).folder).copied().unwrap_or_default();
        folder.and(self.marks.get(at).letters)
    }

    /// How many characters the name of each file has without `.md`, folded; 255 for more; 0 for a file
    /// that is gone.
    pub fn stem_lengths(&self) -> &[u8] {
        &self.stem_lengths
    }

    /// What decides the place of the file at `at`.
    pub fn facts(&self, at: usize) -> Facts {
        self.facts.get(at).copied().unwrap_or_default().into()
    }

    /// The file at `at`, unless it is gone.
    pub fn entry(&self, at: usize) -> Option<Entry<'_>> {
        let file = self.files.get(at)?.as_ref()?;
        Some(Entry { file, facts: self.facts(at), shelf: self, at })
    }

    /// Has the processor fetch what [`Shelf::entry`] and its names read of these files, of all at once: for
    /// who is about to match very many names.
    pub fn fetch(&self, files: impl Iterator<Item = usize> + Clone) {
        for at in files.clone() {
            black_box((self.files[at].is_some(), self.name_ends[at]));
        }
        for at in files.clone() {
            black_box(self.names.get(range(&self.name_ends, at).start).map(|name| name.end));
        }
        for at in files {
            let text = &self.text.as_bytes()[self.text_of(range(&self.name_ends, at))];
            text.iter().step_by(CACHE_LINE).for_each(|byte| _ = black_box(*byte));
        }
    }

    /// The file's name without `.md`, as it is written; `None` when the file at `at` is gone.
    pub fn stem(&self, at: usize) -> Option<&str> {
        let number = range(&self.name_ends, at).next()?;
        Some(self.name(at, number).text)
    }

    /// Every file that is there, with where it is.
    pub fn entries(&self) -> impl Iterator<Item = (usize, Entry<'_>)> {
        (0..self.len()).filter_map(|at| Some((at, self.entry(at)?)))
    }

    /// Puts a file at `at`, or takes away the one that is there.
    pub(super) fn set(&mut self, at: usize, file: Option<(&Arc<File>, Facts)>) {
        if let (Some(before), Some((file, facts))) = (self.entry(at), file)
            && let names = names_of(file)
            && before.names().map(|name| (name.kind, name.text)).eq(names.iter().map(said))
            && before.headings() == headings_of(file, &names)
        {
            self.facts[at] = facts.into();
            self.files[at] = Some(file.clone());
            return;
        }
        // A file that is new to the index is behind all others.
        if at >= self.len() {
            while self.len() < at {
                self.push(None);
            }
            return self.push(file);
        }
        let mut alone = Self::default();
        alone.push(file);
        self.replace(at, alone);
    }

    /// Puts the only file of `alone` in the place of the one at `at`. What the others say is moved, and not
    /// looked at: this happens at a keystroke.
    fn replace(&mut self, at: usize, alone: Self) {
        let (names, headings) = (range(&self.name_ends, at), range(&self.heading_ends, at));
        let end_before =
            |number: usize| number.checked_sub(1).map_or(Title::default(), |last| self.names[last]);
        let (start, end) = (end_before(names.start), end_before(names.end));
        let new_end =
            Title { end: alone.text.len() as u32, plain_end: alone.plain.len() as u32 }.behind(start);
        for title in &mut self.names[names.end..] {
            let from_here = Title { end: title.end - end.end, plain_end: title.plain_end - end.plain_end };
            *title = from_here.behind(new_end);
        }
        self.text.replace_range(start.end as usize..end.end as usize, &alone.text);
        self.plain.splice(start.plain_end as usize..end.plain_end as usize, alone.plain);
        move_ends(&mut self.name_ends[at..], names.len(), alone.names.len());
        self.kinds.splice(names.clone(), alone.kinds);
        self.names.splice(names, alone.names.into_iter().map(|title| title.behind(start)));
        move_ends(&mut self.heading_ends[at..], headings.len(), alone.headings.len());
        self.headings.splice(headings, alone.headings);
        self.marks.set(at, alone.marks.get(0));
        alone.folders.into_iter().for_each(|(folder, letters)| self.add_folder(folder, letters));
        self.stem_lengths[at] = alone.stem_lengths[0];
        self.facts[at] = alone.facts[0];
        self.files[at] = alone.files.into_iter().next().flatten();
    }

    /// Sets the number of backlinks of the file at `at`.
    pub(super) fn set_backlinks(&mut self, at: usize, backlinks: usize) {
        if let Some(facts) = self.facts.get_mut(at) {
            facts.backlinks = backlinks as u32;
        }
    }

    /// The bytes that it takes on the heap, without the files.
    pub(super) fn heap_bytes(&self) -> usize {
        let by_file = [size_of::<Option<Arc<File>>>(), size_of::<KeptFacts>(), 4, 4, 1];
        self.files.capacity() * by_file.iter().sum::<usize>()
            + self.folders.capacity() * (size_of::<(u32, Letters)>() + 1)
            + self.marks.heap_bytes()
            + self.names.capacity() * size_of::<Title>()
            + self.kinds.capacity()
            + self.text.capacity()
            + self.plain.capacity()
            + self.headings.capacity() * size_of::<WordMarks>()
    }

    /// Two folders of one number share their letters.
    fn add_folder(&mut self, folder: u32, letters: Letters) {
        let all = self.folders.entry(folder).or_default();
        *all = all.and(letters);
    }

    fn push(&mut self, file: Option<(&Arc<File>, Facts)>) {
        let (mut marks, mut length) = (Marks::default(), 0);
        if let Some((file, facts)) = file {
            self.add_folder(facts.folder, Letters::of(file.place.path.folder()));
            length = fold(file.place.path.stem()).chars().count().min(u8::MAX.into()) as u8;
            let names = names_of(file);
            for (kind, text) in names.iter().map(said) {
                self.text.push_str(text);
                if !text.is_ascii() {
                    self.plain.extend(plain(text).unwrap_or_default());
                }
                let (end, plain_end) = (self.text.len() as u32, self.plain.len() as u32);
                self.names.push(Title { end, plain_end });
                self.kinds.push(kind);
            }
            marks = Marks::of(names.iter().map(|(_, text)| &**text));
            self.headings.extend(headings_of(file, &names));
        }
        self.heading_ends.push(self.headings.len() as u32);
        self.name_ends.push(self.names.len() as u32);
        self.marks.insert(self.files.len(), marks);
        self.stem_lengths.push(length);
        self.facts.push(file.map(|(_, facts)| facts).unwrap_or_default().into());
        self.files.push(file.map(|(file, _)| file.clone()));
    }

    /// Where the names with these numbers are in the text, in bytes.
    fn text_of(&self, names: Range<usize>) -> Range<usize> {
        let end_before =
            |number: usize| number.checked_sub(1).map_or(0, |last| self.names[last].end as usize);
        end_before(names.start)..end_before(names.end)
    }

    /// A name of the file at `at`, by its number among those of all.
    fn name(&self, at: usize, number: usize) -> Name<'_> {
        let before = number.checked_sub(1).map(|before| self.names[before]);
        let (start, plain_start) = before.map_or((0, 0), |before| (before.end, before.plain_end));
        let Title { end, plain_end } = self.names[number];
        let text = &self.text[start as usize..end as usize];
        Name {
            kind: self.kinds[number],
            text,
            // The marks are at hand, the text may not be.
            is_ascii: self.marks.letters()[at].are_ascii() || text.is_ascii(),
            plain: &self.plain[plain_start as usize..plain_end as usize],
        }
    }
}

/// Moves the ends of parts: one before them has `new` items in the place of `old`.
fn move_ends(ends: &mut [u32], old: usize, new: usize) {
    for end in ends {
        *end = *end - old as u32 + new as u32;
    }
}

/// The part of a list that is of the file at `at`, by the ends of the parts of all.
fn range(ends: &[u32], at: usize) -> Range<usize> {
    let end = |at: usize| ends.get(at).map_or(0, |&end| end as usize);
    at.checked_sub(1).map_or(0, end)..end(at)
}

fn said((kind, text): &(NameKind, Box<str>)) -> (NameKind, &str) {
    (*kind, text)
}

fn names_of(file: &File) -> Vec<(NameKind, Box<str>)> {
    let stem = file.place.path.stem();
    let mut names = vec![(NameKind::Stem, stem.into())];
    if let Some(note) = file.names() {
        let title = note.title().filter(|title| fold(title) != fold(stem));
        names.extend(title.map(|title| (NameKind::Title, title.into())));
        let aliases = note.aliases().filter(|alias| *alias != stem);
        names.extend(aliases.map(|alias| (NameKind::Alias, alias.into())));
    }
    names
}

/// The marks of each heading of a file with these names. A first heading that only says one of them has none,
/// so that nobody reads it to find that out.
fn headings_of(file: &File, names: &[(NameKind, Box<str>)]) -> Vec<WordMarks> {
    let headings = file.names().map(|names| names.headings).unwrap_or_default();
    let mut marks: Vec<_> = headings.iter().map(|heading| WordMarks::of(heading.text())).collect();
    if let Some((first, heading)) = marks.first_mut().zip(headings.first())
        && names.iter().any(|(_, name)| fold(name) == fold(heading.text()))
    {
        *first = WordMarks::default();
    }
    marks
}
