//! Did you mean …? Names and headings that are a few letters away.

use std::sync::Arc;

use rapidfuzz::distance::osa::BatchComparator;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use crate::index::{FileId, Letters, SharedPlace, Shelf, View};
use crate::resolve::{heading_key, heading_subpath};
use crate::text::{fold, fold_into};

use super::quick::guessing;

/// How many edits away a name may be: a fifth of its length, at most three. One for three letters,
/// none for fewer, which are all near each other.
fn reach(name: &str) -> usize {
    match name.chars().count() {
        0..=2 => 0,
        length => (length / 5).clamp(1, 3),
    }
}

/// How many near names are kept for who asks again.
const MOST: usize = 8;

/// The longest heading, in bytes, that is measured: the time grows with the square of the length,
/// and nobody mistypes a longer one.
const LONGEST: usize = 1000;

/// How many shelves of names one thread looks through alone: with fewer, others cost more than they save.
const SHELVES_ALONE: usize = 8;

/// What can be said of a name without measuring it.
#[derive(Clone, Copy)]
struct Sketch {
    /// Which bytes occur, as a set of 64 bits.
    letters: u64,
    is_ascii: bool,
}

impl Sketch {
    fn of(name: &str) -> Self {
        let letters = name.bytes().fold(0, |set, byte| set | 1 << (byte & 63));
        Self { letters, is_ascii: name.is_ascii() }
    }

    /// Whether a name of the other sketch can be at most `reach` edits away: each takes at most one
    /// character out of the set and puts one in.
    fn can_be_near(self, other: Sketch, reach: usize) -> bool {
        let width = if self.is_ascii && other.is_ascii { 1 } else { 4 };
        (self.letters ^ other.letters).count_ones() as usize <= 2 * width * reach
    }
}

/// A name that is looked for, folded.
struct Wanted {
    /// Measures the edits to another name.
    measure: BatchComparator<char>,
    reach: usize,
    length: usize,
    sketch: Sketch,
    letters: Letters,
}

impl Wanted {
    fn new(name: &str) -> Self {
        Self {
            measure: BatchComparator::new(name.chars()),
            reach: reach(name),
            length: name.chars().count(),
            sketch: Sketch::of(name),
            letters: Letters::typed(name),
        }
    }

    /// The files on `shelf` whose names are near. Most are passed over by what the shelf has side by
    /// side; the files themselves are asked for nothing.
    fn on(&self, shelf: &Shelf, folded: &mut String) -> Vec<Near> {
        let mut near = Vec::new();
        let shortest = self.length.saturating_sub(self.reach).min(u8::MAX.into()) as u8;
        let longest = (self.length + self.reach).min(u8::MAX.into()) as u8;
        // An edit changes the length by a character at most, and brings at most one letter in that the
        // other name does not have.
        let sizes = shelf.stem_lengths().iter().zip(shelf.marks().letters()).enumerate();
        for (at, (length, letters)) in sizes {
            if !(shortest..=longest).contains(length)
                || self.letters.missing_from(*letters) as usize > self.reach
            {
                continue;
            }
            let Some(stem) = shelf.stem(at) else { continue };
            if let Some(distance) = self.distance(fold_into(stem, folded))
                && let Some(entry) = shelf.entry(at)
            {
                near.push((distance, entry.file.place.clone()));
            }
        }
        near
    }

    /// How many edits away `other` is, which is folded; `None` when it is too many.
    fn distance(&self, other: &str) -> Option<usize> {
        let measured = || self.measure.distance(other.chars());
        let can_be_near = self.sketch.can_be_near(Sketch::of(other), self.reach);
        can_be_near.then(measured).filter(|distance| *distance <= self.reach)
    }
}

/// The files whose names are nearest to the last segment of `path`, the nearest first, at most `max`.
///
/// Looks at every name of the vault, but measures only those that have nearly the same letters; and
/// not again for the same name as long as no name comes or goes.
pub fn near_names(view: &View, path: &str, max: usize) -> Vec<SharedPlace> {
    let name = fold(path.rsplit('/').next().unwrap_or_default());
    let name = name.strip_suffix(".md").unwrap_or(&name);
    if name.is_empty() {
        return Vec::new();
    }
    let near = view.index.once_for_name(name, || search(view, name));
    near.iter().take(max).cloned().collect()
}

/// The files whose names are near to `name`, which is folded, the nearest first.
fn search(view: &View, name: &str) -> Vec<SharedPlace> {
    let wanted = Wanted::new(name);
    let catalog = view.index.catalog();
    let shelves = catalog.shelves();
    let of_some = |shelves: &[Arc<Shelf>]| {
        view.go_on();
        let mut folded = String::new();
        let near = shelves.iter().flat_map(|shelf| {
            // Behind an opened document comes a question, and a guess must not hold it up: a thread that
            // waits for a core goes first.
            std::thread::yield_now();
            wanted.on(shelf, &mut folded)
        });
        best(near.collect())
    };
    let near: Vec<Near> = match shelves.len() {
        0..=SHELVES_ALONE => of_some(shelves),
        _ => guessing(|| shelves.par_chunks(SHELVES_ALONE).flat_map_iter(of_some).collect()),
    };
    best(near).into_iter().map(|(_, place)| place).collect()
}

/// A file, with how many edits away its name is.
type Near = (usize, SharedPlace);

/// The nearest, in their order.
fn best(mut near: Vec<Near>) -> Vec<Near> {
    near.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.rank(y)));
    near.truncate(MOST);
    near
}

/// The headings of the note `id` that are nearest to `subpath`, as they are written into a link, the
/// nearest first, at most `max`.
pub fn near_headings(view: &View, id: FileId, subpath: &str, max: usize) -> Vec<String> {
    let Some(note) = view.index.file(id).and_then(|file| file.note()) else { return Vec::new() };
    let key = heading_key(subpath.rsplit('#').next().unwrap_or_default());
    let wanted = Wanted::new(&key);
    let measured = note.headings.iter().enumerate().filter_map(|(at, heading)| {
        let other = heading_key(heading.text());
        let distance = if other.starts_with(&key) && !key.is_empty() {
            1
        } else if key.len() <= LONGEST && other.chars().count().abs_diff(wanted.length) <= wanted.reach {
            wanted.distance(&other)?
        } else {
            return None;
        };
        (distance <= wanted.reach).then_some((distance, at))
    });
    let mut near: Vec<_> = measured.collect();
    near.sort_unstable();
    near.into_iter().filter_map(|(_, at)| heading_subpath(&note, at)).take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every name that is one edit away from `name`.
    fn edited(name: &str) -> Vec<String> {
        let chars: Vec<char> = name.chars().collect();
        let put = |at: usize, gone: usize, new: &str| {
            chars[..at].iter().copied().chain(new.chars()).chain(chars[at + gone..].iter().copied()).collect()
        };
        let mut all = Vec::new();
        for at in 0..=chars.len() {
            all.extend(["q", "7", "ü", "語", "😀"].map(|new| put(at, 0, new)));
        }
        for at in 0..chars.len() {
            all.push(put(at, 1, ""));
            all.extend(["q", "7", "ü", "語", "😀"].map(|new| put(at, 1, new)));
        }
        for at in 1..chars.len() {
            all.push(put(at - 1, 2, &format!("{}{}", chars[at], chars[at - 1])));
        }
        all
    }

    #[test]
    fn the_quick_looks_rule_out_no_name_that_is_near() {
        for name in ["ideas", "übungen", "日本語の本", "attachment theory 7"] {
            for other in edited(name) {
                let wanted = Wanted { reach: 1, ..Wanted::new(name) };
                assert!(wanted.distance(&other).is_some(), "{name} {other}");
                assert!(wanted.letters.missing_from(Letters::of(&other)) <= 1, "{name} {other}");
            }
        }
    }

    #[test]
    fn the_quick_looks_rule_out_most_others() {
        assert!(!Sketch::of("ideas").can_be_near(Sketch::of("plans"), 1));
        assert!(Letters::typed("ideas").missing_from(Letters::of("plans")) > 1);
    }
}
