//! The places of files by their folded names, and by their folded paths.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use dashmap::Entry;

use crate::text::NameKey;

use super::memory::{COUNTS, allocated, table_bytes};
use super::{FileId, Map, Places, Several, SharedPlace};

/// A text of a place, as the key of a map: the text is the place's own.
pub(super) trait PlaceKey: From<SharedPlace> + Borrow<str> + Eq + Hash {
    fn place(&self) -> &SharedPlace;
}

/// The folded path of a place.
#[derive(Debug)]
pub(super) struct PathKey(SharedPlace);

/// The folded last segment of a place's path.
#[derive(Debug)]
pub(super) struct FileKey(SharedPlace);

impl Borrow<str> for PathKey {
    fn borrow(&self) -> &str {
        &self.0.key
    }
}

impl Borrow<str> for FileKey {
    fn borrow(&self) -> &str {
        self.0.name_key()
    }
}

/// Keys are equal, and hash equal, as their texts do.
macro_rules! compared_as_text {
    ($key:ident) => {
        impl PartialEq for $key {
            fn eq(&self, other: &Self) -> bool {
                let (one, other): (&str, &str) = (self.borrow(), other.borrow());
                one == other
            }
        }
        impl Eq for $key {}
        impl Hash for $key {
            fn hash<H: Hasher>(&self, state: &mut H) {
                let text: &str = self.borrow();
                text.hash(state);
            }
        }
        impl From<SharedPlace> for $key {
            fn from(place: SharedPlace) -> Self {
                Self(place)
            }
        }
        impl PlaceKey for $key {
            fn place(&self) -> &SharedPlace {
                &self.0
            }
        }
    };
}
compared_as_text!(PathKey);
compared_as_text!(FileKey);

/// The places by a text of theirs: by far the most texts are of one place.
#[derive(Debug)]
pub(super) struct ByKey<K: PlaceKey> {
    /// For each text a place that has it, or had it as one of several.
    all: Map<K, ()>,
    /// The texts of which there are, or were, several places. Never locked before `all` by who needs both.
    several: Map<NameKey, List>,
}

type List = Arc<Several>;

impl<K: PlaceKey> Default for ByKey<K> {
    fn default() -> Self {
        Self { all: Map::default(), several: Map::default() }
    }
}

impl<K: PlaceKey> ByKey<K> {
    /// The places with this text.
    pub fn get(&self, text: &str) -> Places {
        let Some(there) = self.all.get(text) else { return Places::None };
        match self.several.get(text) {
            None => Places::One(there.key().place().clone()),
            Some(several) => Places::Many(several.clone()),
        }
    }

    /// Adds `place` in its order ([`Place::rank`]).
    pub fn insert(&self, place: SharedPlace) {
        self.add(place, |several, place| {
            let at = several.partition_point(|other| other.rank(&place) == Ordering::Less);
            several.insert(at, place);
        });
    }

    /// Adds `place` at the end; [`ByKey::sort`] has to follow.
    pub fn push(&self, place: SharedPlace) {
        self.add(place, |several, place| several.push(place));
    }

    fn add(&self, place: SharedPlace, add: impl Fn(&mut Vec<SharedPlace>, SharedPlace)) {
        match self.all.entry(K::from(place.clone())) {
            Entry::Vacant(free) => drop(free.insert(())),
            Entry::Occupied(there) => {
                let first = || Arc::new(vec![there.key().place().clone()].into());
                let key = NameKey::of_folded(there.key().borrow());
                add(Arc::make_mut(&mut self.several.entry(key).or_insert_with(first)).change(), place);
            }
        }
    }

    /// Puts the places of each text in their order.
    pub fn sort(&self) {
        for mut several in self.several.iter_mut() {
            // To count the characters of a path takes longer than to compare them.
            Arc::make_mut(&mut several).change().sort_by_cached_key(|place| place.rank_key());
        }
    }

    /// Takes the file `id` out, if it is among those with this text.
    pub fn remove(&self, text: &str, id: FileId) {
        let Some(mut several) = self.several.get_mut(text) else {
            self.all.remove_if(text, |key, ()| key.place().id == id);
            return;
        };
        Arc::make_mut(&mut several).change().retain(|place| place.id != id);
        let was_last = several.is_empty();
        drop(several);
        if was_last {
            self.all.remove(text);
            self.several.remove(text);
        }
    }

    /// The bytes that it takes, without the places.
    pub fn heap_bytes(&self) -> usize {
        let list =
            |several: &List| allocated(COUNTS + size_of_val(&**several)) + allocated(several.heap_bytes());
        let lists = self.several.iter().map(|several| allocated(several.key().len()) + list(several.value()));
        table_bytes(&self.all) + table_bytes(&self.several) + lists.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Place;
    use crate::vault::VaultPath;

    fn place(id: u32, path: &str) -> SharedPlace {
        SharedPlace::new(Place::new(FileId(id), VaultPath::new(path).unwrap()))
    }

    fn ids(names: &ByKey<FileKey>, name: &str) -> Vec<u32> {
        names.get(name).as_slice().iter().map(|place| place.id.0).collect()
    }

    #[test]
    fn r11_places_of_a_name_stand_in_their_order_as_they_come_and_go() {
        let names = ByKey::default();
        for (id, path) in [(0, "a/b/Note.md"), (1, "Other.md"), (2, "b/note.md"), (3, "a/note.md")] {
            names.insert(place(id, path));
        }
        assert_eq!(ids(&names, "note.md"), [3, 2, 0]);
        names.remove("note.md", FileId(0));
        names.remove("note.md", FileId(7));
        assert_eq!(ids(&names, "note.md"), [3, 2]);
        names.remove("note.md", FileId(3));
        assert_eq!((ids(&names, "note.md"), ids(&names, "other.md")), (vec![2], vec![1]));
        names.insert(place(0, "a/b/Note.md"));
        assert_eq!(ids(&names, "note.md"), [2, 0]);
        names.remove("note.md", FileId(0));
        names.remove("note.md", FileId(2));
        names.remove("other.md", FileId(5));
        assert_eq!((ids(&names, "note.md"), ids(&names, "other.md")), (vec![], vec![1]));
        names.remove("other.md", FileId(1));
        names.insert(place(4, "x/note.md"));
        assert_eq!((ids(&names, "note.md"), ids(&names, "other.md")), (vec![4], vec![]));
    }

    #[test]
    fn r11_places_that_came_in_any_order_are_sorted() {
        let (pushed, inserted) = (ByKey::<FileKey>::default(), ByKey::default());
        for (id, path) in [(0, "b/x.md"), (1, "a/x.md"), (2, "x.md"), (3, "a/b/X.md"), (4, "y.md")] {
            pushed.push(place(id, path));
            inserted.insert(place(id, path));
        }
        pushed.sort();
        for name in ["x.md", "y.md", "z.md"] {
            assert_eq!(ids(&pushed, name), ids(&inserted, name));
        }
        assert_eq!(ids(&pushed, "x.md"), [2, 1, 0, 3]);
    }
}
