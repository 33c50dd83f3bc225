//! A tag, and the tags that are nested in it (R26).

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::text::{NameKey, fold};

use super::sets::SetKey;
use super::{File, FileId, Index, WordMarks};

/// The tags that the tag `key` is nested in: `a` and `a/b` for `a/b/c`.
pub(super) fn above(key: &str) -> impl Iterator<Item = &str> {
    key.match_indices('/').map(|(at, _)| &key[..at]).filter(|above| !above.is_empty())
}

/// A folded tag, with what is seen of it at sight: to rank all tags reads few of them.
#[derive(Debug)]
pub(super) struct TagKey {
    pub name: NameKey,
    pub marks: WordMarks,
}

impl SetKey for TagKey {
    fn of_folded(folded: &str) -> Self {
        Self { name: NameKey::of_folded(folded), marks: WordMarks::of(folded) }
    }
}

impl Borrow<str> for TagKey {
    fn borrow(&self) -> &str {
        &self.name
    }
}

impl PartialEq for TagKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for TagKey {}

impl Hash for TagKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// A tag together with the tags nested in it: what a person means by `#a` is `#a/b` too (R26).
pub struct TagFamily {
    key: String,
    nested: String,
}

impl TagFamily {
    /// The family of `tag`, written without `#` and in any case.
    pub fn of(tag: &str) -> Self {
        let key = fold(tag).into_owned();
        Self { nested: format!("{key}/"), key }
    }

    /// Whether the tag `name`, in any case, is the tag itself or nested in it.
    pub fn has(&self, name: &str) -> bool {
        let name = fold(name);
        *name == self.key || name.starts_with(&self.nested)
    }
}

impl Index {
    /// The notes that have a tag of the family, in the order of the paths.
    pub fn with_tag_of(&self, family: &TagFamily) -> Vec<Arc<File>> {
        let nested = self.links.get().nested_tags.get(family.key.as_str()).map(|ids| ids.to_vec());
        self.files_of(self.tagged(&family.key).iter().copied().chain(nested.unwrap_or_default()))
    }

    /// The tags that others are nested in, folded, with the number of notes that have one of the family.
    pub fn tag_families(&self) -> FxHashMap<NameKey, usize> {
        let links = self.links.get();
        let family = |key: &NameKey, nested: &[FileId]| match links.tags.get(key.as_str()) {
            Some(own) => own.len() + nested.iter().filter(|id| own.binary_search(id).is_err()).count(),
            None => nested.len(),
        };
        let families = links.nested_tags.iter();
        families.map(|entry| (entry.key().clone(), family(entry.key(), entry.value()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    #[test]
    fn r26_families_are_kept_right_by_each_change() {
        let index = Index::new();
        let put = |path: &str, text: &str| {
            let stamp = Stamp { modified: None, size: text.len() as u64 };
            index.put_disk(&VaultPath::new(path).unwrap(), Some(text), stamp);
        };
        let shown = || {
            let mut families: Vec<String> =
                index.tag_families().iter().map(|(key, count)| format!("{} {count}", key.as_str())).collect();
            families.sort();
            let notes = index.with_tag_of(&TagFamily::of("A"));
            (families.join(", "), notes.iter().map(|file| file.place.path.to_string()).collect::<Vec<_>>())
        };
        put("1.md", "#a/b/c #a/b #a/d");
        put("2.md", "#A");
        put("3.md", "#ab #b/a");
        assert_eq!(shown(), ("a 2, a/b 1, b 1".to_owned(), vec!["1.md".to_owned(), "2.md".to_owned()]));
        put("1.md", "#a/d");
        put("3.md", "#a #a/x");
        assert_eq!(shown(), ("a 3".to_owned(), ["1.md", "2.md", "3.md"].map(str::to_owned).to_vec()));
        for path in ["1.md", "3.md"] {
            index.remove(&VaultPath::new(path).unwrap());
        }
        assert_eq!(shown(), (String::new(), vec!["2.md".to_owned()]));
    }
}
