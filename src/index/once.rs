//! What was found out about a name, for who asks again before a name comes or goes.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::text::NameKey;

use super::{Index, SharedPlace};

/// How many names are remembered at most.
const MOST: usize = 10_000;

/// Files, by the name that they were looked for by.
#[derive(Default)]
pub(super) struct Remembered {
    /// The [`Index::names_revision`] that all are of.
    revision: u64,
    found: FxHashMap<NameKey, Arc<[SharedPlace]>>,
}

impl Index {
    /// What `find` finds by the folded `name`. It is not called again for the same name as long as no
    /// name comes or goes: a note is looked at with every keystroke, and its broken links are mostly
    /// the same.
    pub fn once_for_name(&self, name: &str, find: impl FnOnce() -> Vec<SharedPlace>) -> Arc<[SharedPlace]> {
        let revision = self.names_revision();
        if let Some(found) = lock(&self.remembered).at(revision).get(name) {
            return found.clone();
        }
        let found: Arc<[SharedPlace]> = find().into();
        if self.names_revision() == revision {
            lock(&self.remembered).at(revision).insert(NameKey::of_folded(name), found.clone());
        }
        found
    }
}

impl Remembered {
    fn at(&mut self, revision: u64) -> &mut FxHashMap<NameKey, Arc<[SharedPlace]>> {
        if self.revision != revision || self.found.len() >= MOST {
            *self = Self { revision, found: FxHashMap::default() };
        }
        &mut self.found
    }
}

fn lock(remembered: &Mutex<Remembered>) -> std::sync::MutexGuard<'_, Remembered> {
    // Each entry is right by itself.
    remembered.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    fn put(index: &Index, path: &str, text: &str) -> SharedPlace {
        let (path, stamp) = (VaultPath::new(path).unwrap(), Stamp { modified: None, size: 0 });
        index.put_disk(&path, Some(text), stamp);
        index.file_at(&path).unwrap().place.clone()
    }

    #[test]
    fn a_name_is_looked_for_again_when_another_has_come() {
        let index = Index::new();
        let place = put(&index, "ideas.md", "");
        assert_eq!(index.once_for_name("idea", || vec![place.clone()]).len(), 1);
        put(&index, "ideas.md", "more text");
        assert_eq!(*index.once_for_name("idea", Vec::new), [place]);
        let nearer = put(&index, "idea.md", "");
        assert_eq!(*index.once_for_name("idea", || vec![nearer.clone()]), [nearer]);
        index.remove(&VaultPath::new("idea.md").unwrap());
        assert!(index.once_for_name("idea", Vec::new).is_empty());
    }
}
