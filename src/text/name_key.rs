//! How names compare (R9): normal form and case do not count.

use std::borrow::{Borrow, Cow};
use std::ops::Deref;

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// `text` as names are compared: in Unicode normal form C, and case-folded (R9).
///
/// Two names are the same name exactly when their folds are equal.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::new();
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// [`fold`], into a buffer whose contents are replaced: for many names one after the other.
pub fn fold_into<'b>(text: &str, folded: &'b mut String) -> &'b str {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
    } else if !text.chars().all(|c| simple_fold(c).map(|c| folded.push(c)).is_some()) {
        *folded = fold_any(text);
    }
    folded
}

/// The fold of a character that composes with none before or behind it and folds to one: of those
/// that names are made of. `None` for all others.
fn simple_fold(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        'à'..='ö' | 'ø'..='þ' | 'а'..='я' => Some(c),
        'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => char::from_u32(c as u32 + 32),
        // Dashes and quotes; kana, without the marks that change the one before; ideographs;
        // Hangul; pictures.
        '\u{2010}'..='\u{2027}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fc}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{1f300}'..='\u{1faff}' => Some(c),
        _ => None,
    }
}

fn fold_any(text: &str) -> String {
    let is_nfc = |text: &str| is_nfc_quick(text.chars()) == unicode_normalization::IsNormalized::Yes;
    let folded: String = match is_nfc(text) {
        true => text.chars().default_case_fold().collect(),
        false => text.chars().nfc().default_case_fold().collect(),
    };
    // Folding can undo the normal form (U+0130 folds to `i` and a combining dot).
    if is_nfc(&folded) { folded } else { folded.nfc().collect() }
}

/// A folded name or path, made by [`fold`]: what the index's maps are keyed by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(Box<str>);

impl NameKey {
    /// The key of `text`.
    pub fn new(text: &str) -> Self {
        Self(fold(text).into())
    }

    /// The key whose text is folded already.
    pub fn of_folded(folded: &str) -> Self {
        Self(folded.into())
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for NameKey {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for NameKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r09_case_does_not_count() {
        assert_eq!(fold("Note"), fold("nOTE"));
        assert_eq!(fold("ÜBUNG"), fold("übung"));
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
        assert_eq!(fold("ПРИВЕТ"), "привет");
    }

    #[test]
    fn r09_normal_form_does_not_count() {
        assert_eq!(fold("e\u{301}tude"), fold("\u{e9}tude"));
        assert_eq!(fold("E\u{301}tude"), fold("\u{e9}TUDE"));
    }

    #[test]
    fn r09_a_dotted_capital_i_is_stable() {
        let once = fold("İ").into_owned();
        assert_eq!(fold(&once), once);
    }

    #[test]
    fn r09_the_short_way_to_fold_is_the_long_one() {
        for c in '\0'..=char::MAX {
            // Behind a letter, and before a mark that composes with many.
            for text in
                [format!("A{c}"), format!("{c}\u{301}"), format!("{c}\u{3099}"), format!("{c}\u{11a8}")]
            {
                assert_eq!(fold(&text), fold_any(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn r09_other_names_stay_apart() {
        assert_ne!(fold("note"), fold("notes"));
        assert_ne!(fold("é"), fold("e"));
    }
}
