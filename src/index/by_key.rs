//! The places of files by their folded names, and by their folded paths.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::memory::{COUNTS, allocated, table_bytes};
use super::{FileId, Map, Place, Places};

/// A text of a place, as the key of a map: the text is the place's own.
pub(super) trait PlaceKey: From<Arc<Place>> + Borrow<str> + Eq + Hash {
    fn place(&self) -> &Arc<Place>;
}

/// The folded path of a place.
#[derive(Debug)]
pub(super) struct PathKey(Arc<Place>);

/// The folded last segment of a place's path.
#[derive(Debug)]
pub(super) struct FileKey(Arc<Place>);

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
        impl From<Arc<Place>> for $key {
            fn from(place: Arc<Place>) -> Self {
                Self(place)
            }
        }
        impl PlaceKey for $key {
            fn place(&self) -> &Arc<Place> {
                &self.0
            }
        }
    };
}
compared_as_text!(PathKey);
compared_as_text!(FileKey);

/// The places by a text of theirs.
///
/// By far the most texts are of one place, which is the key itself. Where there were several, they stand in
/// a list, and the key is one of them, or of one that has gone: its text is the same.
#[derive(Debug)]
pub(super) struct ByKey<K: PlaceKey>(Map<K, Option<List>>);

type List = Arc<Vec<Arc<Place>>>;

impl<K: PlaceKey> Default for ByKey<K> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<K: PlaceKey> ByKey<K> {
    /// The places with this text.
    pub fn get(&self, text: &str) -> Places {
        self.0.get(text).map_or(Places::None, |there| match there.value() {
            None => Places::One(there.key().place().clone()),
            Some(several) => Places::Many(several.clone()),
        })
    }

    /// Adds `place` in its order ([`Place::rank`]).
    pub fn insert(&self, place: Arc<Place>) {
        self.add(place, |several, place| {
            let at = several.partition_point(|other| other.rank(place) == Ordering::Less);
            several.insert(at, place.clone());
        });
    }

    /// Adds `place` at the end; [`ByKey::sort`] has to follow.
    pub fn push(&self, place: Arc<Place>) {
        self.add(place, |several, place| several.push(place.clone()));
    }

    fn add(&self, place: Arc<Place>, add: impl Fn(&mut Vec<Arc<Place>>, &Arc<Place>)) {
        use dashmap::Entry;
        match self.0.entry(K::from(place.clone())) {
            Entry::Vacant(free) => drop(free.insert(None)),
            Entry::Occupied(mut there) => {
                let first = there.key().place().clone();
                let several = there.get_mut().get_or_insert_with(|| Arc::new(vec![first]));
                add(Arc::make_mut(several), &place);
            }
        }
    }

    /// Puts the places of each text in their order.
    pub fn sort(&self) {
        for mut there in self.0.iter_mut() {
            if let Some(several) = there.value_mut() {
                // To count the characters of a path takes longer than to compare them.
                Arc::make_mut(several).sort_by_cached_key(|place| place.rank_key());
            }
        }
    }

    /// Takes the file `id` out, if it is among those with this text.
    pub fn remove(&self, text: &str, id: FileId) {
        self.0.remove_if_mut(text, |key, several| match several {
            None => key.place().id == id,
            Some(several) => {
                Arc::make_mut(several).retain(|place| place.id != id);
                several.is_empty()
            }
        });
    }

    /// The bytes that it takes, without the places.
    pub fn heap_bytes(&self) -> usize {
        let list = |several: &List| {
            allocated(COUNTS + size_of_val(&**several))
                + allocated(several.capacity() * size_of::<Arc<Place>>())
        };
        table_bytes(&self.0)
            + self.0.iter().filter_map(|there| there.value().as_ref().map(list)).sum::<usize>()
    }
}
