//! What the words that are typed score at most: the matcher is slow, and most of very many names need not
//! be matched to know that others are better.

use memchr::memchr2_iter;
use nucleo_matcher::pattern::Atom;

use crate::index::{Letters, Marks, WordMarks, begins_word};

/// What the matcher gives for the beginning of the text, to words of several letters.
const FIRST: u32 = 8;

/// What it gives at most for the first letter of a word: 16, twice the 10 for the beginning of a word, and
/// that.
pub(super) const BEGINS: u32 = 16 + 2 * 10 + FIRST;

/// What it gives at most for the first letter of a word that is not the text's first.
pub(super) const BEGINS_INSIDE: u32 = BEGINS - 1;

/// What it gives at most for the first letter inside a word: 16, and 7 for being near the beginning.
pub(super) const INSIDE: u32 = 16 + 7;

/// What it gives at most for each letter behind: 16, and 10 for the beginning of a word.
const NEXT: u32 = 16 + 10;

/// What it gives at most for each letter behind one inside a word: 16, and 4 for following it.
const NEXT_INSIDE: u32 = 16 + 4;

/// What it gives at most for what begins a word and follows letters that do not: 16, and 10 less 3 for a
/// letter, behind what is passed over; 8 for what is no letter, and 10 for a space (typed as `\ `).
const FIRST_START: u32 = 16 + 10;

/// What it takes at least for letters that are passed over.
const GAP: u32 = 3;

/// What a word loses at most by a gap behind its first letter, where it begins far from the text's beginning.
pub(super) const FAR_WITH_GAP: u32 = FIRST + GAP;

/// How many bytes behind the beginning of a text it counts no more how far away that is.
const NEAR: usize = 16;

/// One of the words that are typed.
pub(super) struct Word {
    letters: Vec<Letters>,
    /// As it is matched, without capitals.
    text: Box<str>,
}

impl Word {
    /// The word that the matcher makes of it.
    pub fn of(atom: &Atom) -> Self {
        let text: Box<str> = atom.needle_text().chars().collect();
        Self { letters: text.chars().map(|c| Letters::wanted(std::iter::once(c))).collect(), text }
    }

    /// What the letter is that the word begins with, if it does with one.
    pub fn first(&self) -> Letters {
        self.letters.first().copied().unwrap_or_default()
    }

    /// What the letters behind the first score at most.
    pub fn rest(&self) -> u32 {
        NEXT * (self.letters.len() as u32).saturating_sub(1)
    }

    /// What the word scores at most in any text that is longer.
    pub fn in_full(&self) -> u32 {
        BEGINS + self.rest()
    }

    /// What the word scores at most in texts where a word may begin with the letters of which `may_start`
    /// says so, and the first of which scores `first` there.
    ///
    /// Letters behind one that begins a word score as it does, while they follow each other.
    fn at_most(&self, first: u32, may_start: impl Fn(Letters) -> bool) -> u32 {
        let starts = self.letters.iter().position(|&letter| !letter.any() || may_start(letter));
        let (inside, behind) = match starts {
            Some(0) => return first + self.rest(),
            Some(at) => (at - 1, self.letters.len() - 1 - at),
            None => return INSIDE + NEXT_INSIDE * (self.letters.len() as u32).saturating_sub(1),
        };
        INSIDE + NEXT_INSIDE * inside as u32 + FIRST_START + NEXT * behind as u32
    }

    /// What the word scores at most in names with these marks.
    pub fn at_most_in_names(&self, marks: &Marks) -> u32 {
        let first = if marks.firsts.may_hold(self.first()) { BEGINS } else { BEGINS_INSIDE };
        self.at_most(first, |letter| marks.starts.may_hold(letter))
    }

    /// What the word scores at most in a text with these marks.
    pub fn at_most_in_text(&self, marks: WordMarks) -> u32 {
        self.at_most(BEGINS, |letter| marks.may_start(letter))
    }

    /// What the word scores at most in a text that the matcher reads as these bytes, and that is longer.
    ///
    /// All its letters, one right behind the other, score most where a word of the text begins, and the more
    /// the nearer that is to the text's beginning; with a gap between them they score less.
    pub fn at_most_in_bytes(&self, text: &[u8]) -> u32 {
        let Some((&first, rest)) = self.text.as_bytes().split_first() else { return 0 };
        if !self.text.is_ascii() {
            return self.in_full();
        }
        let begins = |at: &usize| {
            let before = at.checked_sub(1).map_or(' ', |before| text[before].into());
            begins_word(before, text[*at].into())
        };
        let mut with_gap = None;
        for at in memchr2_iter(first, first.to_ascii_uppercase(), text).filter(begins) {
            let in_full = if rest.is_empty() { BEGINS - FIRST } else { begins_at(at) + self.rest() };
            let behind = text.get(at + 1..at + 1 + rest.len());
            if behind.is_some_and(|behind| behind.eq_ignore_ascii_case(rest)) {
                return in_full.max(with_gap.unwrap_or_default());
            }
            with_gap = with_gap.or(Some(in_full - GAP));
        }
        with_gap.unwrap_or(match rest.len() as u32 {
            0 => INSIDE,
            behind => INSIDE + FIRST_START + NEXT * (behind - 1),
        })
    }
}

/// What the matcher gives at most for the first letter of a word that begins at this byte of a text.
fn begins_at(at: usize) -> u32 {
    let away = (at.min(NEAR) as u32).div_ceil(2);
    BEGINS - away
}
