//! When the names of a vault are built, and how a change gets into them: who types does not wait for the
//! building, which takes a second or two for a very big vault.

use std::sync::{Arc, Mutex, MutexGuard};

use super::own_threads::on_own_threads;
use super::update::Change;
use super::{Catalog, File, FileId, Index};

/// The [`Catalog`] of an index, once it is asked for.
#[derive(Default)]
pub(super) struct KeptCatalog {
    state: Mutex<State>,
    /// Held while it is built: who else asks for it waits.
    builder: Mutex<()>,
}

#[derive(Default)]
enum State {
    #[default]
    NotBuilt,
    /// With the changes that came since.
    BeingBuilt(Vec<Change>),
    Built(Arc<Catalog>),
}

impl KeptCatalog {
    /// The catalog, when it is built.
    pub fn get(&self) -> Option<Arc<Catalog>> {
        match &*self.lock() {
            State::Built(catalog) => Some(catalog.clone()),
            State::NotBuilt | State::BeingBuilt(_) => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A change that panicked halfway would leave a stale entry at worst.
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Index {
    /// The names of the vault as they are now. The first call builds them.
    pub fn catalog(&self) -> Arc<Catalog> {
        if let Some(catalog) = self.catalog.get() {
            return catalog;
        }
        // Before the writer has to wait: a load needs it.
        self.wait_for_all();
        let _builder = self.catalog.builder.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(catalog) = self.catalog.get() {
            return catalog;
        }
        let files = self.begin_catalog();
        let built = on_own_threads(|| Catalog::build(self, &files));
        self.end_catalog(built)
    }

    /// The files that a catalog is to be built of, each at the number of its id. What changes from now on is
    /// taken in by [`Index::end_catalog`].
    fn begin_catalog(&self) -> Vec<Option<Arc<File>>> {
        let _writer = self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *self.catalog.lock() = State::BeingBuilt(Vec::new());
        self.files.by_number()
    }

    fn end_catalog(&self, mut catalog: Catalog) -> Arc<Catalog> {
        let _writer = self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut state = self.catalog.lock();
        if let State::BeingBuilt(changes) = &*state {
            for (id, old, new) in changes {
                catalog.change(self, *id, old.as_ref(), new.as_ref());
            }
        }
        let catalog = Arc::new(catalog);
        *state = State::Built(catalog.clone());
        catalog
    }

    /// Takes a change into the names. Called by the writer, behind the other maps.
    pub(super) fn update_catalog(&self, id: FileId, old: Option<&Arc<File>>, new: Option<&Arc<File>>) {
        match &mut *self.catalog.lock() {
            State::NotBuilt => {}
            State::BeingBuilt(changes) => changes.push((id, old.cloned(), new.cloned())),
            State::Built(catalog) => Arc::make_mut(catalog).change(self, id, old, new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    fn put(index: &Index, path: &str, text: &str) {
        let stamp = Stamp { modified: None, size: text.len() as u64 };
        index.put_disk(&VaultPath::new(path).unwrap(), Some(text), stamp);
    }

    fn shown(catalog: &Catalog) -> String {
        let missing = catalog.missing();
        let missing: Vec<&str> = missing.names().iter().map(|linked| linked.name().text).collect();
        format!("{:?} {missing:?}", catalog.shelves())
    }

    #[test]
    fn what_changes_while_the_names_are_built_counts_and_does_not_wait() {
        let index = Index::new();
        for (path, text) in [("a.md", "[[b]] [[Gone]]"), ("b.md", "# B"), ("c.md", "[[b]]"), ("d.md", "")] {
            put(&index, path, text);
        }
        let files = index.begin_catalog();
        put(&index, "c.md", "[[a]] [[Later]]");
        put(&index, "later.md", "---\naliases: [x]\n---\n");
        put(&index, "a.md", "[[b]] [[c]]");
        index.remove(&VaultPath::new("d.md").unwrap());
        index.put_open(&VaultPath::new("new.md").unwrap(), 1, "[[New One]]".into());
        assert!(index.catalog.get().is_none());
        let built = Catalog::build(&index, &files);
        put(&index, "b.md", "# Another\n[[e]]");
        let kept = index.end_catalog(built);
        let rebuilt = Catalog::build(&index, &index.files.by_number());
        assert_eq!(shown(&kept), shown(&rebuilt));
        put(&index, "e.md", "");
        assert_eq!(shown(&index.catalog()), shown(&Catalog::build(&index, &index.files.by_number())));
    }

    #[test]
    fn the_names_do_not_wait_for_threads_that_may_be_waiting_for_them() {
        let index = Index::new();
        for number in 0..3000 {
            put(&index, &format!("{number}.md"), "[[gone]]");
        }
        assert!(super::super::ends_while_all_are_busy(|| drop(index.catalog())));
    }
}
