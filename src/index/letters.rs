//! Which letters a text holds: a quick way to see that it cannot match.

use nucleo_matcher::chars::{normalize, to_lower_case};

/// Which letters and digits a text holds, in any case: a quick way to see that it cannot match.
///
/// Each ASCII letter and digit has a bit, all others share some. `ü` counts as itself and as `u`,
/// which matches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters(pub(super) u64);

/// How many bits are for ASCII letters and digits.
pub(super) const ASCII: u32 = 26 + 10;

impl Letters {
    /// The letters of a text that is searched.
    pub fn of(text: &str) -> Self {
        text.chars().fold(Self::default(), |all, c| all.and(Self::matching(c)))
    }

    /// The letters that begin a word of a text that is searched.
    pub fn of_starts(text: &str) -> Self {
        let mut before = ' ';
        let starts = text.chars().filter(|&c| begins_word(std::mem::replace(&mut before, c), c));
        starts.fold(Self::default(), |all, c| all.and(Self::matching(c)))
    }

    /// The letters that a text begins with.
    pub fn of_first(text: &str) -> Self {
        text.chars().next().map_or_else(Self::default, Self::matching)
    }

    /// The letters of all texts that fold to `folded`, which can be capitals: `Ⱥ` is like `a`, and `ⱥ` is not.
    pub fn of_folded(folded: &str) -> Self {
        let capitals = folded.chars().flat_map(char::to_uppercase).map(Self::matching);
        capitals.fold(Self::of(folded), Self::and)
    }

    /// The letters that match `c`, by whichever rules are in force.
    fn matching(c: char) -> Self {
        if c.is_ascii() {
            return Self::one(c.to_ascii_lowercase());
        }
        [c, to_lower_case(c), to_lower_case(normalize(c))]
            .into_iter()
            .fold(Self::default(), |all, c| all.and(Self::one(c)))
    }

    /// The letters of a text that is searched for, as it is matched: without capitals.
    pub fn wanted(text: impl Iterator<Item = char>) -> Self {
        text.fold(Self::default(), |all, c| all.and(Self::one(c)))
    }

    /// The ASCII letters and digits of a text that is searched for: others ask for nothing.
    pub fn typed(text: &str) -> Self {
        Self::wanted(text.chars().filter(char::is_ascii).map(|c| c.to_ascii_lowercase()))
    }

    /// The bit of one letter. What is no letter and no digit of ASCII has none.
    fn one(c: char) -> Self {
        Self(match c {
            'a'..='z' => 1 << (c as u32 - 'a' as u32),
            '0'..='9' => 1 << (26 + c as u32 - '0' as u32),
            _ if c.is_ascii() => 0,
            _ => {
                let mixed = (c as u32).wrapping_mul(0x9e37_79b1);
                1 << (ASCII + (mixed >> 16) % (u64::BITS - ASCII))
            }
        })
    }

    /// An ASCII letter that is not here.
    pub fn missing_letter(self) -> Option<u8> {
        (b'a'..=b'z').find(|&letter| self.0 & Self::one(letter.into()).0 == 0)
    }

    /// An ASCII digit that is not here.
    pub fn missing_digit(self) -> Option<u8> {
        (b'0'..=b'9').find(|&digit| self.0 & Self::one(digit.into()).0 == 0)
    }

    /// Whether these are of a text without any character but ASCII.
    pub fn are_ascii(self) -> bool {
        self.0 >> ASCII == 0
    }

    /// Whether every letter of `typed` is here.
    pub fn hold(self, typed: Letters) -> bool {
        typed.0 & !self.0 == 0
    }

    /// Whether some letter is here.
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// How many letters are here and not in `other`.
    pub fn missing_from(self, other: Letters) -> u32 {
        (self.0 & !other.0).count_ones()
    }

    /// The letters of both.
    pub fn and(self, other: Letters) -> Letters {
        Letters(self.0 | other.0)
    }
}

/// [`Letters`] in half the memory, for where they are few: some share a bit with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FewLetters(u32);

impl From<Letters> for FewLetters {
    fn from(letters: Letters) -> Self {
        Self(letters.0 as u32 | (letters.0 >> u32::BITS) as u32)
    }
}

impl FewLetters {
    /// Whether every letter of `typed` may be here.
    pub fn may_hold(self, typed: Letters) -> bool {
        Self::from(typed).0 & !self.0 == 0
    }

    /// The letters of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Whether a word begins with `c`, behind `before`: behind what is no letter, with a capital, with the
/// first digit of a number. In doubt one does.
pub fn begins_word(before: char, c: char) -> bool {
    let goes_on = match c {
        'a'..='z' => before.is_ascii_alphanumeric(),
        '0'..='9' => before.is_ascii_digit(),
        _ if c.is_ascii() => false,
        _ => c.is_lowercase() && (before.is_lowercase() || before.is_uppercase()),
    };
    !goes_on
}

#[cfg(test)]
mod tests {
    use nucleo_matcher::Utf32Str;

    use super::*;

    fn wanted(text: &str) -> Letters {
        Letters::wanted(text.chars())
    }

    #[test]
    fn letters_rule_out_only_what_cannot_match() {
        assert!(Letters::of("Alpha 7").hold(wanted("la7")));
        assert!(!Letters::of("Alpha").hold(wanted("b")));
        assert!(Letters::of("Über").hold(wanted("uber")));
        assert!(Letters::of("Über").hold(wanted("über")));
        assert!(!Letters::of("abc").hold(wanted("ä")));
        assert!(!Letters::of("Über").hold(wanted("z")));
        assert!(!Letters::of("заметка").hold(wanted("a")));
        assert!(Letters::of("Заметка").hold(wanted("замет")));
        assert!(!Letters::of("💡").hold(wanted("a")));
    }

    #[test]
    fn letters_tell_whether_a_text_is_ascii() {
        for c in '\0'..='\u{1ffff}' {
            assert_eq!(Letters::of(&format!("a{c} 1")).are_ascii(), c.is_ascii(), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn few_letters_hold_what_all_hold() {
        let starts = |text: &str| FewLetters::from(Letters::of_starts(text));
        for (text, letter) in [("two words", "t"), ("two words", "w"), ("9 lives", "9"), ("новое слово", "с")]
        {
            assert!(starts(text).may_hold(wanted(letter)), "{text}");
        }
        for (text, letter) in [("two words", "o"), ("two words", "с"), ("новое слово", "o"), ("новое", "e")]
        {
            assert!(!starts(text).may_hold(wanted(letter)), "{text}");
        }
        assert!(starts("two").and(starts("words")).may_hold(wanted("tw")));
    }

    #[test]
    fn a_word_begins_behind_what_is_no_letter() {
        for (text, letter) in [("two words", "w"), ("aB", "b"), ("a7", "7"), ("новое слово", "с"), ("é", "e")]
        {
            assert!(Letters::of_starts(text).hold(wanted(letter)), "{text}");
        }
        for (text, letter) in [("two words", "o"), ("77", "8"), ("новое слово", "в"), ("éa", "z")]
        {
            assert!(!Letters::of_starts(text).hold(wanted(letter)), "{text}");
        }
    }

    #[test]
    fn letters_never_rule_out_what_the_matcher_finds() {
        let mut matcher = nucleo_matcher::Matcher::new(nucleo_matcher::Config::DEFAULT);
        for c in '\u{80}'..='\u{1ffff}' {
            let haystack = [c];
            for letter in b"abcdefghijklmnopqrstuvwxyz0123456789".chunks(1) {
                let found = matcher.fuzzy_match(Utf32Str::Unicode(&haystack), Utf32Str::Ascii(letter));
                let letter = std::str::from_utf8(letter).unwrap();
                let kept = Letters::of(&c.to_string()).hold(wanted(letter));
                assert!(found.is_none() || kept, "{letter} matches {c} (U+{:04X})", u32::from(c));
            }
        }
    }
}
