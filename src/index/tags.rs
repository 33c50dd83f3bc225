//! A tag, and the tags that are nested in it (R26).

use std::sync::Arc;

use crate::text::fold;

use super::{File, Index};

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
        let keys = self.tags().into_iter().map(|(key, _)| key).filter(|key| family.has(key));
        self.files_of(keys.flat_map(|key| self.tagged(&key).to_vec()))
    }
}
