//! How names compare (R9): normal form and case do not count.

use std::borrow::{Borrow, Cow};
use std::ops::Deref;

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// `text` as names are compared: in Unicode normal form C, and case-folded (R9).
///
/// Two names are the same name exactly when their folds are equal.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let folded: String = if is_nfc_quick(text.chars()) == unicode_normalization::IsNormalized::Yes {
        text.chars().default_case_fold().collect()
    } else {
        text.chars().nfc().default_case_fold().collect()
    };
    // Folding can undo the normal form (U+0130 folds to `i` and a combining dot).
    if is_nfc_quick(folded.chars()) == unicode_normalization::IsNormalized::Yes {
        Cow::Owned(folded)
    } else {
        Cow::Owned(folded.nfc().collect())
    }
}

/// A folded name or path, made by [`fold`]: what the index's maps are keyed by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(Box<str>);

impl NameKey {
    /// The key of `text`.
    pub fn new(text: &str) -> Self {
        Self(fold(text).into())
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
    fn r09_other_names_stay_apart() {
        assert_ne!(fold("note"), fold("notes"));
        assert_ne!(fold("é"), fold("e"));
    }
}
