//! Did you mean …? Names and headings that are a few letters away.

use std::sync::Arc;

use strsim::osa_distance;

use crate::index::{Entry, FileId, Letters, Place, View};
use crate::resolve::{heading_key, heading_subpath};
use crate::text::fold;

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

/// What can be said of a name without measuring it.
struct Sketch {
    /// Which bytes occur, as a set of 64 bits.
    letters: u64,
    length: usize,
    is_ascii: bool,
}

impl Sketch {
    fn of(name: &str) -> Self {
        let letters = name.bytes().fold(0, |set, byte| set | 1 << (byte & 63));
        Self { letters, length: name.len(), is_ascii: name.is_ascii() }
    }

    /// Whether another name can be at most `reach` edits away: an edit changes the length by a
    /// character at most, and takes at most one character out of the set and puts one in.
    fn can_be_near(&self, other: &str, reach: usize) -> bool {
        let lengths_differ = self.length.abs_diff(other.len());
        if lengths_differ > 4 * reach {
            return false;
        }
        let other = Sketch::of(other);
        let width = if self.is_ascii && other.is_ascii { 1 } else { 4 };
        let differing = (self.letters ^ other.letters).count_ones() as usize;
        lengths_differ <= width * reach && differing <= 2 * width * reach
    }
}

/// The files whose names are nearest to the last segment of `path`, the nearest first, at most `max`.
///
/// Looks at every name of the vault, but measures only those that have nearly the same letters; and
/// not again for the same name as long as no name comes or goes.
pub fn near_names(view: &View, path: &str, max: usize) -> Vec<Arc<Place>> {
    let name = fold(path.rsplit('/').next().unwrap_or_default());
    let name = name.strip_suffix(".md").unwrap_or(&name);
    if name.is_empty() {
        return Vec::new();
    }
    let near = view.index.once_for_name(name, || search(view, name));
    near.iter().take(max).cloned().collect()
}

/// The files whose names are near to `name`, which is folded, the nearest first.
fn search(view: &View, name: &str) -> Vec<Arc<Place>> {
    let (reach, wanted, typed) = (reach(name), Sketch::of(name), Letters::typed(name));
    let mut near: Vec<(usize, Arc<Place>)> = Vec::new();
    let catalog = view.index.catalog();
    // Each edit brings at most one letter in that the other name does not have.
    let may_be_near = |entry: &Entry<'_>| typed.missing_from(entry.marks().letters) as usize <= reach;
    for entry in catalog.entries().filter(may_be_near) {
        let place = &entry.file.place;
        let other = place.name_key();
        let other = other.strip_suffix(".md").unwrap_or(other);
        if !wanted.can_be_near(other, reach) {
            continue;
        }
        let distance = osa_distance(name, other);
        if distance <= reach {
            near.push((distance, place.clone()));
        }
    }
    near.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.rank(y)));
    near.truncate(MOST);
    near.into_iter().map(|(_, place)| place).collect()
}

/// The headings of the note `id` that are nearest to `subpath`, as they are written into a link, the
/// nearest first, at most `max`.
pub fn near_headings(view: &View, id: FileId, subpath: &str, max: usize) -> Vec<String> {
    let Some(note) = view.index.file(id).and_then(|file| file.note()) else { return Vec::new() };
    let wanted = heading_key(subpath.rsplit('#').next().unwrap_or_default());
    let reach = reach(&wanted);
    let sketch = Sketch::of(&wanted);
    let measured = note.headings.iter().enumerate().filter_map(|(at, heading)| {
        let key = heading_key(heading.text());
        let distance = if key.starts_with(&wanted) && !wanted.is_empty() {
            1
        } else if wanted.len() <= LONGEST && sketch.can_be_near(&key, reach) {
            osa_distance(&wanted, &key)
        } else {
            return None;
        };
        (distance <= reach).then_some((distance, at))
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
                assert!(osa_distance(name, &other) <= 1);
                assert!(Sketch::of(name).can_be_near(&other, 1), "{name} {other}");
                assert!(Letters::typed(name).missing_from(Letters::of(&other)) <= 1, "{name} {other}");
            }
        }
    }

    #[test]
    fn the_quick_looks_rule_out_most_others() {
        assert!(!Sketch::of("ideas").can_be_near("plans", 1));
        assert!(!Sketch::of("ideas").can_be_near("ideas and more", 1));
        assert!(Letters::typed("ideas").missing_from(Letters::of("plans")) > 1);
    }
}
