//! What is seen of a text at sight, in eight bytes: there are several headings for each file, and very many
//! tags.

use super::letters::{ASCII, Letters};

/// Which letters a heading or a tag holds, and which of them begin a word.
///
/// The bits of the ASCII letters and digits are those of [`Letters`]. The bits that letters of other
/// scripts share there also say, here, which ASCII letters begin a word: in doubt a letter is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordMarks(Letters);

/// The bits of [`Letters`] for the letters from a to z.
const A_TO_Z: u64 = (1 << 26) - 1;

impl WordMarks {
    /// The marks of one text.
    pub fn of(text: &str) -> Self {
        let starts = (Letters::of_starts(text).0 & A_TO_Z) << ASCII;
        Self(Letters(Letters::of(text).0 | starts))
    }

    /// The letters that may be in the text.
    pub fn letters(self) -> Letters {
        self.0
    }

    /// Whether a word of the text may begin with `first`, the letter of one character.
    pub fn may_start(self, first: Letters) -> bool {
        let known = first.0 & A_TO_Z;
        known == 0 || self.0.hold(Letters(known << ASCII))
    }

    /// Whether all ASCII letters and digits of the text are in `letters`.
    pub fn only_has(self, letters: Letters) -> bool {
        let ascii = (1 << ASCII) - 1;
        self.0.0 & ascii & !letters.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn marks_tell_which_letters_begin_words() {
        let marks = WordMarks::of("Über alle Berge 2go");
        for (letter, starts) in [("u", true), ("a", true), ("b", true), ("e", false), ("l", false)] {
            assert!(marks.letters().hold(Letters::typed(letter)), "{letter}");
            assert_eq!(marks.may_start(Letters::typed(letter)), starts, "{letter}");
        }
        assert!(!marks.letters().hold(Letters::typed("z")));
        assert!(marks.may_start(Letters::typed("2")), "nothing is kept of digits");
    }

    #[test]
    fn no_text_has_an_ascii_letter_that_is_not_in_it_when_it_is_folded() {
        // The matcher takes these two for an `o`: the very name is not put first where it has one.
        let odd = ['\u{1e9a}', '\u{1e9b}'];
        for c in ('\0'..='\u{1ffff}').filter(|c| !odd.contains(c)) {
            let text = c.to_string();
            assert!(
                WordMarks::of(&text).only_has(Letters::of_folded(&fold(&text))),
                "U+{:04X}",
                u32::from(c)
            );
        }
        assert!(!WordMarks::of("Road 2").only_has(Letters::of_folded("road")));
        assert!(!WordMarks::of("Roads").only_has(Letters::of_folded("road")));
    }
}
