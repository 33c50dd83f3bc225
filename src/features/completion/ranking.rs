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

    /// The ASCII letter or digit that is all that is typed, and how well a name fits in which it
    /// begins a word: better than any other.
    pub fn letter(&self) -> Option<(Letters, u32)> {
        let is_letter = self.folded.len() == 1 && self.letters != Letters::default();
        let beginning = format!("{} ", self.folded);
        let score = self.score(&beginning, Utf32Str::Ascii(beginning.as_bytes()), &mut matcher());
        Some((self.letters, score?)).filter(|_| is_letter)
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
        if !self.may_fit(entry.letters) {
            return [plain, alias];
        }
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
    use super::*;

    #[test]
    fn a_letter_fits_best_where_a_word_begins() {
        let (letter, best) = Query::new("r").letter().unwrap();
        let score = |name: &str| Query::new("r").score_text(name, &mut matcher(), &mut Vec::new());
        let begins =
            ["Road", "road", "r1", "R-x", "ŕoad", "r", "R", "a road", " r", "日 r", "a R", "a\u{3000}r"];
        for name in begins {
            assert!(score(name) >= Some(best) && Letters::of_starts(name).hold(letter), "{name}");
        }
        for name in [
            "a/road",
            "a-r",
            "aR",
            "1r",
            "(r",
            "car",
            "-r",
            "ár",
            "日r",
            "_r",
            "a:R",
            "\u{301}r",
            "a\u{200b}r",
        ] {
            assert!(score(name) < Some(best), "{name}");
        }
        for typed in ["ro", "", "é", "!"] {
            assert!(Query::new(typed).letter().is_none(), "{typed}");
        }
    }
}
