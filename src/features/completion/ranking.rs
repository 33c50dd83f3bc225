//! How well a name fits what is typed.

use nucleo_matcher::chars::{normalize, to_lower_case};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::index::{Entry, Letters, Marks, MarksOfMany, Name, NameKind, StandIns, WordMarks, begins_word};
use crate::text::fold;

use super::words::{BEGINS, BEGINS_INSIDE, FAR_WITH_GAP, INSIDE, Word};
use super::{Completions, Item, MAX_ITEMS};

/// More is not a name that someone types.
const LONGEST_QUERY: usize = 256;

/// What is typed, as it is matched: its words in any order, each letter by letter; case and
/// accents do not count unless they are typed.
pub(in crate::features) struct Query {
    pattern: Pattern,
    folded: String,
    /// The letters of all texts that fold to `folded`.
    folded_letters: Letters,
    letters: Letters,
    words: Vec<Word>,
    stand_ins: Option<StandIns>,
    letter: Option<Letter>,
    impossible: bool,
}

/// All that is typed, when that is one letter: by far the most names fit, so that it matters where they
/// have it, which the matcher does not tell.
struct Letter {
    letter: char,
    /// Whether accents do not count.
    plain: bool,
}

impl Letter {
    fn of(pattern: &Pattern) -> Option<Self> {
        let [atom] = pattern.atoms.as_slice() else { return None };
        let mut letters = atom.needle_text().chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        Some(Self { letter, plain: normalize(letter) == letter })
    }

    fn is(&self, c: char) -> bool {
        match c.is_ascii() {
            true => c.to_ascii_lowercase() == self.letter,
            false => to_lower_case(if self.plain { normalize(c) } else { c }) == self.letter,
        }
    }

    /// The score of a text that has the letter.
    fn score(&self, text: &str) -> Option<u32> {
        let (mut before, mut best) = (None, None);
        for c in text.chars() {
            if self.is(c) {
                best = best.max(Some(match before {
                    None => return Some(BEGINS),
                    Some(before) if begins_word(before, c) => BEGINS_INSIDE,
                    Some(_) => INSIDE,
                }));
            }
            before = Some(c);
        }
        best
    }
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let typed = typed.trim();
        let impossible = typed.len() > LONGEST_QUERY;
        let text = if impossible { "" } else { typed };
        let pattern = Pattern::new(text, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let words = pattern.atoms.iter().map(Word::of).collect();
        let letters = Letters::wanted(pattern.atoms.iter().flat_map(|atom| atom.needle_text().chars()));
        let (folded, stand_ins) = (fold(text).into_owned(), StandIns::new(text, letters));
        let letter = Letter::of(&pattern);
        let folded_letters = Letters::of_folded(&folded);
        Self { pattern, folded, folded_letters, letters, words, stand_ins, letter, impossible }
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

    /// The best score that a name of a file can have whose names have these marks.
    pub fn at_most(&self, marks: &Marks) -> u32 {
        let exact = if self.may_be_exact(marks.shortest as usize) { EXACT } else { 0 };
        exact + self.words.iter().map(|word| word.at_most_in_names(marks)).sum::<u32>()
    }

    /// The best score that a text with these marks can have.
    pub fn at_most_in(&self, text: WordMarks) -> u32 {
        let exact = if text.only_has(self.folded_letters) { EXACT } else { 0 };
        exact + self.words.iter().map(|word| word.at_most_in_text(text)).sum::<u32>()
    }

    /// The looks that are taken at many names, one after the other: first at those that can be best.
    pub fn looks(&self) -> Vec<Look> {
        let rest: u32 = self.words.iter().skip(1).map(Word::in_full).sum();
        match self.words.first() {
            Some(word) if word.first().any() && !self.has_folder() => [
                (Where::First, u32::MAX),
                (Where::Starts, BEGINS_INSIDE + word.rest() + rest),
                (Where::Inside, INSIDE + word.rest() + rest),
            ]
            .map(|(at, at_most)| Look { letter: word.first(), at, at_most })
            .to_vec(),
            _ => vec![Look { letter: Letters::default(), at: Where::First, at_most: u32::MAX }],
        }
    }

    /// Whether a text may have a score of at least `least`, as far as that is seen without the matcher. For
    /// several letters.
    fn may_score(&self, text: Utf32Str<'_>, least: u32) -> bool {
        let Utf32Str::Ascii(bytes) = text else { return true };
        let mut at_most: u32 = self.words.iter().map(Word::in_full).sum();
        let with_gaps = at_most.saturating_sub(FAR_WITH_GAP * self.words.len() as u32);
        // Where nearly all do, a look costs more than it saves.
        with_gaps >= least
            || self.may_be_exact(bytes.len())
            || self.words.iter().all(|word| {
                at_most -= word.in_full() - word.at_most_in_bytes(bytes);
                at_most >= least
            })
    }

    /// Whether a text of this length may be the very one that is typed.
    fn may_be_exact(&self, length: usize) -> bool {
        length <= 2 * self.folded.len()
    }

    /// Whether a text with these letters may fit.
    pub fn may_fit(&self, letters: Letters) -> bool {
        !self.impossible && letters.hold(self.letters)
    }

    /// How well `text` fits, of which `matched` is what the matcher says: higher is better, 0 for all when
    /// nothing is typed, `None` when it does not fit. The very name that is typed comes first.
    fn score(&self, text: &str, matched: impl FnOnce(&Pattern) -> Option<u32>) -> Option<u32> {
        if self.is_empty() {
            return Some(0);
        }
        let score = match &self.letter {
            Some(letter) => letter.score(text),
            None => matched(&self.pattern),
        };
        let score = score.filter(|_| !self.impossible)?;
        let exact = self.may_be_exact(text.len()) && fold(text) == self.folded;
        Some(if exact { score + EXACT } else { score })
    }

    /// What the matcher says of `text`; it is not asked where that cannot be `least`.
    fn matched(
        &self,
        pattern: &Pattern,
        text: Utf32Str<'_>,
        least: u32,
        matcher: &mut Matcher,
    ) -> Option<u32> {
        if self.may_score(text, least) { pattern.score(text, matcher) } else { None }
    }

    /// How well a name fits, as [`Self::score`]; it may be `None` where that is less than `least`.
    pub fn score_name(&self, name: &Name<'_>, least: u32, with: &mut Matching) -> Option<u32> {
        self.score(name.text, |pattern| {
            let stand_ins = self.stand_ins.as_ref();
            let plain = stand_ins.and_then(|stand_ins| name.plain_haystack(stand_ins, &mut with.bytes));
            let haystack = plain.unwrap_or_else(|| name.haystack(&mut with.buffer));
            self.matched(pattern, haystack, least, &mut with.matcher)
        })
    }

    /// Of the names of a file, by its number the name or title that fits best, and the alias that
    /// does, each with its score; those that fit less than `least` may be left out. When nothing is typed,
    /// the first name alone.
    pub fn best_names(&self, entry: &Entry<'_>, least: u32, with: &mut Matching) -> [Option<(u32, u32)>; 2] {
        let (mut plain, mut alias) = (None, None);
        let count = if self.is_empty() { 1 } else { usize::MAX };
        for (number, name) in entry.names().take(count).enumerate() {
            let best = if name.kind == NameKind::Alias { &mut alias } else { &mut plain };
            let score = self.score_name(&name, least, with);
            if let Some(score) = score.filter(|&score| best.is_none_or(|(_, other)| score > other)) {
                *best = Some((number as u32, score));
            }
        }
        [plain, alias]
    }

    /// [`Self::score`] of a text of which no characters are kept.
    pub fn score_text(&self, text: &str, with: &mut Matching) -> Option<u32> {
        self.score_text_from(text, 0, with)
    }

    /// As [`Self::score_text`]; it may be `None` where that is less than `least`.
    pub fn score_text_from(&self, text: &str, least: u32, with: &mut Matching) -> Option<u32> {
        self.score(text, |pattern| {
            let haystack = Utf32Str::new(text, &mut with.buffer);
            self.matched(pattern, haystack, least, &mut with.matcher)
        })
    }
}

/// A look at those of many names that have the first letter that is typed in the same place.
#[derive(Debug, Clone, Copy)]
pub(in crate::features) struct Look {
    letter: Letters,
    at: Where,
    /// The best score that such a name can have.
    pub at_most: u32,
}

/// Where in names a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// At the beginning of one.
    First,
    /// At the beginning of a word only.
    Starts,
    /// Nowhere else than inside of words, if at all.
    Inside,
}

impl Look {
    /// The numbers of those names that this look is at, and that may fit.
    pub fn at<'m>(&self, marks: &'m MarksOfMany, query: &'m Query) -> impl Iterator<Item = usize> + use<'m> {
        let Look { letter, at, .. } = *self;
        let all = marks.firsts().iter().zip(marks.starts()).zip(marks.letters()).enumerate();
        all.filter(move |(_, ((firsts, starts), letters))| {
            let is_there = match at {
                Where::First => firsts.may_hold(letter),
                Where::Starts => starts.may_hold(letter) && !firsts.may_hold(letter),
                Where::Inside => !starts.may_hold(letter) && !firsts.may_hold(letter),
            };
            is_there && query.may_fit(**letters)
        })
        .map(|(at, _)| at)
    }
}

/// More than any score of a match that is not exact: those grow by at most some 30 a letter.
const EXACT: u32 = 1 << 20;

/// What matching needs, for many texts one after the other.
pub(in crate::features) struct Matching {
    matcher: Matcher,
    buffer: Vec<char>,
    bytes: Vec<u8>,
}

impl Matching {
    /// With a matcher that likes matches at the start.
    pub fn new() -> Self {
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Self { matcher: Matcher::new(config), buffer: Vec::new(), bytes: Vec::new() }
    }
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
        query.score_text(name, &mut Matching::new())
    }

    fn at_most(query: &Query, name: &str) -> u32 {
        query.at_most(&Marks::of_name(name))
    }

    #[test]
    fn a_name_that_begins_so_can_score_most() {
        let query = Query::new("ro");
        for name in ["Roads", "ŕoads", "Rolling"] {
            assert_eq!(score(&query, name), Some(at_most(&query, name)), "{name}");
        }
        for [better, worse] in [["Roads", "a road"], ["far/road", "aroma"], ["R-oil", "2 cars, one"]] {
            assert!(at_most(&query, better) > at_most(&query, worse), "{better} {worse}");
        }
        assert!(at_most(&query, "ro") > at_most(&query, "Road and some more"), "the very name");
        // What is no letter scores more behind another than a letter does that begins a word.
        let query = Query::new("é-");
        assert!(score(&query, "aé-A11") <= Some(query.at_most_in(WordMarks::of("aé-A11"))));
    }

    fn may_score(query: &Query, text: &str, least: u32) -> bool {
        query.may_score(Utf32Str::new(text, &mut Vec::new()), least)
    }

    #[test]
    fn texts_that_cannot_be_good_enough_are_not_matched() {
        let may_score = |name| may_score(&Query::new("air fa"), name, 160);
        assert!(["Air, family and air", "family and air"].into_iter().all(may_score));
        assert!(!["Air of the large family", "Ali runs so fast", "flair and far"].into_iter().any(may_score));
    }

    #[test]
    fn one_letter_fits_best_where_a_name_begins_with_it_then_a_word_of_it() {
        for typed in ["r", "R"] {
            let scores = ["Roads", "a road", "aroma", "plan"].map(|name| score(&Query::new(typed), name));
            assert_eq!(scores, [Some(BEGINS), Some(BEGINS_INSIDE), Some(INSIDE), None]);
        }
        assert_eq!(score(&Query::new("e"), "École"), Some(BEGINS));
        assert_eq!(score(&Query::new("é"), "École"), Some(BEGINS));
        assert_eq!(score(&Query::new("é"), "Ecole"), None, "an accent that is typed counts");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_name_scores_more_than_its_marks_say(
            typed in r"[abAB12é]([abAB12é/ .-]|\\ ){0,5}",
            name in "[abAB12éÅ日/ :._'-]{0,14}(ab|ab1a2)?[abAB12 ]{0,9}",
        ) {
            let query = Query::new(&typed);
            prop_assert!(score(&query, &name) <= Some(at_most(&query, &name)), "{:?} {:?}", typed, name);
            let in_text = query.at_most_in(WordMarks::of(&name));
            prop_assert!(score(&query, &name) <= Some(in_text), "{:?} {:?}", typed, name);
            if let Some(score) = score(&query, &name).filter(|_| query.letter.is_none()) {
                prop_assert!(may_score(&query, &name, score), "{:?} {:?}", typed, name);
            }
        }
    }
}
