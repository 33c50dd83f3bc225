//! How well a name fits what is typed.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use crate::index::{Entry, Letters, NameKind};
use crate::text::fold;

use super::{Completions, Item, MAX_ITEMS};

/// More is not a name that someone types.
const LONGEST_QUERY: usize = 256;

/// How many entries one thread ranks at a time: below this, threads cost more than they save.
const CHUNK: usize = 4096;

/// What is typed, as it is matched: its words in any order, each letter by letter; case and
/// accents do not count unless they are typed.
pub(in crate::features) struct Query {
    pattern: Pattern,
    folded: String,
    letters: Letters,
    impossible: bool,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let typed = typed.trim();
        let impossible = typed.len() > LONGEST_QUERY;
        let text = if impossible { "" } else { typed };
        let pattern = Pattern::new(text, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, folded: fold(text).into_owned(), letters: Letters::typed(text), impossible }
    }

    /// A path that is typed: `./`, `../` and `/` in front say where from, not what.
    pub fn of_path(typed: &str) -> Self {
        let mut path = typed.trim();
        while let Some(rest) = ["./", "../", "/"].iter().find_map(|start| path.strip_prefix(start)) {
            path = rest;
        }
        Self::new(path)
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty() && !self.impossible
    }

    /// Whether folders are typed, so that paths are meant.
    pub fn has_folder(&self) -> bool {
        self.folded.contains('/')
    }

    /// The ASCII letter or digit that the first word that is typed begins with, and a score: names
    /// in which no word begins with it ([`Letters::of_starts`]) do not get more.
    pub fn beginning(&self) -> Option<(Letters, u32)> {
        let first = Letters::typed(self.folded.get(..1)?);
        let mut lengths = self.pattern.atoms.iter().map(|atom| atom.needle_text().len() as u32);
        let inside = INSIDE + NEXT * lengths.next()?.saturating_sub(1);
        let others: u32 = lengths.map(|length| BEGINS + NEXT * length.saturating_sub(1)).sum();
        (first != Letters::default()).then_some((first, inside + others))
    }

    /// Whether a text with these letters may fit.
    pub fn may_fit(&self, letters: Letters) -> bool {
        !self.impossible && letters.hold(self.letters)
    }

    /// How well `haystack`, the characters of `text`, fits: higher is better, 0 for all when
    /// nothing is typed, `None` when it does not fit. The very name that is typed comes first.
    pub fn score(&self, text: &str, haystack: Utf32Str<'_>, matcher: &mut Matcher) -> Option<u32> {
        if self.is_empty() {
            return Some(0);
        }
        let score = self.pattern.score(haystack, matcher).filter(|_| !self.impossible)?;
        let exact = text.len() <= 2 * self.folded.len() && fold(text) == self.folded;
        Some(if exact { score + EXACT } else { score })
    }

    /// Of the names of a file, by its number the name or title that fits best, and the alias that
    /// does, each with its score. When nothing is typed, the first name alone.
    pub fn best_names(&self, entry: &Entry, matcher: &mut Matcher) -> [Option<(u32, u32)>; 2] {
        let (mut plain, mut alias) = (None, None);
        let names = if self.is_empty() { entry.names.get(..1).unwrap_or_default() } else { &entry.names };
        for (number, name) in names.iter().enumerate().filter(|(_, name)| self.may_fit(name.letters)) {
            let best = if name.kind == NameKind::Alias { &mut alias } else { &mut plain };
            let score = self.score(&name.text, name.haystack(), matcher);
            if let Some(score) = score.filter(|&score| best.is_none_or(|(_, other)| score > other)) {
                *best = Some((number as u32, score));
            }
        }
        [plain, alias]
    }

    /// [`Self::score`] of a text of which no characters are kept.
    pub fn score_text(&self, text: &str, matcher: &mut Matcher, buffer: &mut Vec<char>) -> Option<u32> {
        self.score(text, Utf32Str::new(text, buffer), matcher)
    }
}

/// What the matcher gives at most for the first letter of a word: 16, twice the 10 for the beginning of
/// a word, and 8 for the beginning of the text.
const BEGINS: u32 = 16 + 2 * 10 + 8;

/// What it gives at most for the first letter inside a word: 16, and 7 for being near the beginning.
const INSIDE: u32 = 16 + 7;

/// What it gives at most for each letter behind: 16, and 10 for the beginning of a word.
const NEXT: u32 = 16 + 10;

/// More than any score of a match that is not exact: those grow by at most some 30 a letter.
const EXACT: u32 = 1 << 20;

/// A matcher that likes matches at the start.
pub(in crate::features) fn matcher() -> Matcher {
    let mut config = Config::DEFAULT;
    config.prefer_prefix = true;
    Matcher::new(config)
}

/// The first `count` of all that `rank` finds in `all`, in the order of `key`; and whether there are
/// more. Ranks a chunk at a time, on several threads when that helps; `rank` is given the number of
/// the chunk's first item.
pub(in crate::features) fn best_of<T: Sync, R: Send, K: Ord>(
    all: &[T],
    count: usize,
    key: impl Fn(&R) -> K + Sync,
    rank: impl Fn(usize, &[T], &mut Vec<R>, &mut Matcher) + Sync,
) -> (Vec<R>, bool) {
    let mut found = Vec::new();
    if all.len() <= CHUNK {
        rank(0, all, &mut found, &mut matcher());
        return best(found, count, key);
    }
    let chunks = all.par_chunks(CHUNK).enumerate().map_init(matcher, |matcher, (number, chunk)| {
        let mut found = Vec::new();
        rank(number * CHUNK, chunk, &mut found, matcher);
        best(found, count, &key)
    });
    let chunks: Vec<(Vec<R>, bool)> = chunks.collect();
    let more = chunks.iter().any(|(_, more)| *more);
    let (found, more_here) = best(chunks.into_iter().flat_map(|(found, _)| found).collect(), count, key);
    (found, more || more_here)
}

/// The first `count` of `hits` in the order of `key`, smallest first; and whether there are more.
pub(in crate::features) fn best<T, K: Ord>(
    mut hits: Vec<T>,
    count: usize,
    key: impl Fn(&T) -> K,
) -> (Vec<T>, bool) {
    let more = hits.len() > count;
    if more {
        hits.select_nth_unstable_by_key(count, |hit| key(hit));
        hits.truncate(count);
    }
    hits.sort_unstable_by_key(|hit| key(hit));
    (hits, more)
}

/// At most [`MAX_ITEMS`] of `items`, which are made one by one.
pub(super) fn completions(query: &Query, more: bool, items: impl Iterator<Item = Item>) -> Completions {
    let mut items: Vec<Item> = items.take(MAX_ITEMS + 1).collect();
    let more = more || items.len() > MAX_ITEMS;
    items.truncate(MAX_ITEMS);
    Completions { items, incomplete: more || !query.is_empty() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(query: &Query, name: &str) -> Option<u32> {
        query.score_text(name, &mut matcher(), &mut Vec::new())
    }

    #[test]
    fn a_name_in_which_a_word_begins_so_fits_best() {
        let query = Query::new("ro");
        let (letter, inside) = query.beginning().unwrap();
        for name in ["Road", "a road", "R-oil", "far/road", "ŕoad", "the Rolling"] {
            assert!(score(&query, name) > Some(inside) && Letters::of_starts(name).hold(letter), "{name}");
        }
        for name in ["aroma", "metro", "car o", "2 cars, one"] {
            assert!(score(&query, name) <= Some(inside) && !Letters::of_starts(name).hold(letter), "{name}");
        }
    }

    #[test]
    fn only_letters_and_digits_are_known_to_begin_a_word() {
        for (typed, known) in
            [("r", true), ("7", true), ("ro x", true), ("", false), ("é", false), ("!", false)]
        {
            assert_eq!(Query::new(typed).beginning().is_some(), known, "{typed}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_name_in_which_no_word_begins_so_scores_more(
            typed in "[abAB12é][abAB12é/ .-]{0,5}",
            name in "[abAB12éÅ日/ :._'-]{0,14}(ab|ab1a2)?[abAB12 ]{0,9}",
        ) {
            let query = Query::new(&typed);
            if let Some((letter, inside)) = query.beginning()
                && !Letters::of_starts(&name).hold(letter)
            {
                prop_assert!(score(&query, &name) <= Some(inside), "{:?} {:?}", typed, name);
            }
        }
    }
}
