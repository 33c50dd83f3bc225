//! Names with other characters than ASCII, as the matcher reads them fastest: a byte for each.
//!
//! What the matcher takes for an ASCII letter is that letter. Of all others, which no ASCII letter
//! matches, it sees only what kind they are: each becomes the mark of its kind, and for a query a
//! stand-in of that kind that is not in it.

use nucleo_matcher::chars::{graphemes, is_upper_case, normalize, to_lower_case};

use super::letters::Letters;

const LOWER: u8 = 0x80;
/// A capital; or a letter that is neither, which counts the same where it does not match.
const UPPER: u8 = 0x81;
const NUMBER: u8 = 0x82;
const SYMBOL: u8 = 0x83;
const SPACE: u8 = 0x84;

/// `text` as bytes; `None` when some character has no byte that is as good.
pub(super) fn plain(text: &str) -> Option<Vec<u8>> {
    graphemes(text).map(byte).collect()
}

fn byte(c: char) -> Option<u8> {
    if c.is_ascii() {
        return Some(c as u8);
    }
    let kind = kind(c);
    match (to_lower_case(normalize(c)), kind) {
        (letter @ 'a'..='z', LOWER) => Some(letter as u8),
        (letter @ 'a'..='z', UPPER) if is_upper_case(c) => Some(letter.to_ascii_uppercase() as u8),
        (digit @ '0'..='9', NUMBER) => Some(digit as u8),
        (other, _) if other.is_ascii() => None,
        _ => Some(kind),
    }
}

/// The kind of a character, as the matcher tells them apart.
fn kind(c: char) -> u8 {
    match c {
        _ if c.is_lowercase() => LOWER,
        _ if is_upper_case(c) => UPPER,
        _ if c.is_numeric() => NUMBER,
        _ if c.is_alphabetic() => UPPER,
        _ if c.is_whitespace() => SPACE,
        _ => SYMBOL,
    }
}

/// What stands for the marks while one query is matched: nothing that is in the query.
pub struct StandIns([u8; 5]);

/// A symbol, and a space, that nobody types.
const ODD: [u8; 2] = [0x01, 0x0c];

impl StandIns {
    /// For a query with these letters. `None` for one that cannot be matched so.
    pub fn new(query: &str, letters: Letters) -> Option<Self> {
        let usual = query.is_ascii() && !query.bytes().any(|byte| ODD.contains(&byte));
        let (letter, digit) = (letters.missing_letter()?, letters.missing_digit()?);
        usual.then_some(Self([letter, letter.to_ascii_uppercase(), digit, ODD[0], ODD[1]]))
    }

    /// Writes `plain` into `bytes` with what stands for the marks.
    pub(super) fn fill(&self, plain: &[u8], bytes: &mut Vec<u8>) {
        bytes.clear();
        let stand_in = |&byte: &u8| match byte.checked_sub(LOWER) {
            Some(mark) => self.0.get(usize::from(mark)).copied().unwrap_or(ODD[0]),
            None => byte,
        };
        bytes.extend(plain.iter().map(stand_in));
    }
}

#[cfg(test)]
mod tests {
    use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
    use nucleo_matcher::{Config, Matcher, Utf32Str};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn plain_bytes_score_as_the_characters_do(
            // For a single letter among others than ASCII the matcher forgets what stands before it.
            query in "[abABe12]{2,4}( [abn1/-]{2,3})?",
            name in "([abAB12éÅñß日кК💡\u{a0}²ªǅ٣ /:-]|e\u{301}){0,14}(éa|Ab|b1)?[ab]{0,4}",
        ) {
            let mut config = Config::DEFAULT;
            config.prefer_prefix = true;
            let mut matcher = Matcher::new(config);
            let pattern = Pattern::new(&query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
            let stand_ins = StandIns::new(&query, Letters::typed(&query)).unwrap();
            // Of letters of ASCII with marks the matcher would take the bytes.
            let chars_differ = name.is_ascii() || !graphemes(&name).all(|c| c.is_ascii());
            if let Some(plain) = plain(&name).filter(|_| chars_differ) {
                let (mut chars, mut bytes) = (Vec::new(), Vec::new());
                stand_ins.fill(&plain, &mut bytes);
                prop_assert_eq!(
                    pattern.score(Utf32Str::Ascii(&bytes), &mut matcher),
                    pattern.score(Utf32Str::new(&name, &mut chars), &mut matcher),
                    "{:?} in {:?}", query, name
                );
            }
        }
    }

    #[test]
    fn most_names_have_plain_bytes() {
        for name in ["Übung 7", "naïve café", "東京", "Привет мир", "💡 idea", "e\u{301}tude"]
        {
            assert!(plain(name).is_some(), "{name}");
        }
    }
}
