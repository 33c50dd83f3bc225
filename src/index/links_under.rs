//! Which links are filed under some names: asked of all links of very many notes.

use crate::text::{NameKey, fold_into};

use super::link_stem;

/// Tells the links that are filed under one of some keys ([`link_key`](super::link_key)) from all others, by
/// their paths alone.
pub struct LinksUnder<'k> {
    keys: &'k [NameKey],
    folded: String,
}

impl<'k> LinksUnder<'k> {
    /// Those under one of `keys`.
    pub fn new(keys: &'k [NameKey]) -> Self {
        Self { keys, folded: String::new() }
    }

    /// Whether a link with this path is one. The path need not be UTF-8: one that is not is none.
    pub fn has(&mut self, path: &[u8]) -> bool {
        match path.is_ascii() && !ends_in(path, b".md") {
            true => self.keys.iter().any(|key| is_last_segment(path, key.as_str().as_bytes())),
            false => self.has_any(path),
        }
    }

    /// As [`LinksUnder::has`], for any path: slow.
    fn has_any(&mut self, path: &[u8]) -> bool {
        let Ok(path) = std::str::from_utf8(path) else { return false };
        let name = path.rsplit('/').next().unwrap_or_default();
        let key = link_stem(fold_into(name, &mut self.folded));
        self.keys.iter().any(|wanted| wanted.as_str() == key)
    }
}

/// Whether the last segment of a path of ASCII characters folds to `key`. Most differ in the last character,
/// so that no `/` is searched.
fn is_last_segment(path: &[u8], key: &[u8]) -> bool {
    ends_in(path, key) && matches!(path[..path.len() - key.len()].last(), None | Some(b'/'))
}

/// Whether `text` ends in `end`, which has no capitals, whatever the case.
fn ends_in(text: &[u8], end: &[u8]) -> bool {
    let Some(start) = text.len().checked_sub(end.len()) else { return false };
    let same_last = text.last().map(u8::to_ascii_lowercase) == end.last().copied();
    (same_last || end.is_empty()) && text[start..].eq_ignore_ascii_case(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::link_key;
    use super::*;

    #[test]
    fn links_are_told_by_the_last_segment_of_their_paths() {
        let keys = ["café", "a plan", "index"].map(link_key);
        let mut links = LinksUnder::new(&keys);
        for path in ["Café", "x/CAFE\u{301}.md", "A Plan", "/a plan", "../A plan.MD", "index.md.md"] {
            assert!(links.has(path.as_bytes()), "{path}");
        }
        for path in ["", "cafe", "plan", "my a plan", "index/", "index/x", "index.png", ".md"] {
            assert!(!links.has(path.as_bytes()), "{path}");
        }
        assert!(!links.has(b"index\xff"));
    }

    proptest! {
        #[test]
        fn every_path_is_filed_under_its_key(path in "[aAmM.dK/é ]{0,7}", keys in proptest::collection::vec("[aAmM.dK ]{0,4}", 0..3)) {
            let keys: Vec<NameKey> = keys.iter().map(|name| link_key(name)).collect();
            let key = link_key(path.rsplit('/').next().unwrap_or_default());
            prop_assert_eq!(LinksUnder::new(&keys).has(path.as_bytes()), keys.contains(&key));
        }
    }
}
