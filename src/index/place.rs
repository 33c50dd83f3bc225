//! Where a file is, ready to be compared.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::text::NameKey;
use crate::vault::VaultPath;

/// A file's number in one index. A path keeps its number while the index lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Where a file is.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's number.
    pub id: FileId,
    /// Its path.
    pub path: VaultPath,
    /// Its path, folded.
    pub key: NameKey,
    /// Where the last segment begins in `key`, in bytes.
    name_at: u32,
    /// How many segments the path has.
    depth: u32,
    /// How many characters the path has.
    length: u32,
}

impl Place {
    /// The place of the file `id` at `path`.
    pub fn new(id: FileId, path: VaultPath) -> Self {
        let key = NameKey::new(path.as_str());
        Self {
            id,
            name_at: key.rfind('/').map_or(0, |slash| slash as u32 + 1),
            key,
            depth: path.depth() as u32,
            length: path.as_str().chars().count() as u32,
            path,
        }
    }

    /// The last segment of the folded path.
    pub fn name_key(&self) -> &str {
        self.key.get(self.name_at as usize..).unwrap_or_default()
    }

    /// The folded folder; empty for the root.
    pub fn folder_key(&self) -> &str {
        self.key.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Which of two files with the same name comes first, for a source in neither's folder: the
    /// fewest segments, then the shortest path, then the alphabetically first (R11).
    pub fn rank(&self, other: &Place) -> Ordering {
        (self.depth, self.length, &self.path).cmp(&(other.depth, other.length, &other.path))
    }
}

/// The folded path of a place, as the key of a map: the text is the place's own.
#[derive(Debug, Clone)]
pub(super) struct PathKey(pub Arc<Place>);

/// The folded last segment of a place's path, as [`PathKey`].
#[derive(Debug, Clone)]
pub(super) struct FileKey(pub Arc<Place>);

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
    ($key:ty) => {
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
    };
}
compared_as_text!(PathKey);
compared_as_text!(FileKey);

/// A few places, in the order of [`Place::rank`]. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub enum Places {
    /// No place.
    #[default]
    None,
    /// One: by far the most frequent.
    One(Arc<Place>),
    /// Several.
    Many(Arc<Vec<Arc<Place>>>),
}

impl Places {
    /// The places.
    pub fn as_slice(&self) -> &[Arc<Place>] {
        match self {
            Places::None => &[],
            Places::One(place) => std::slice::from_ref(place),
            Places::Many(places) => places,
        }
    }

    /// Adds `place` in its order.
    pub fn insert(&mut self, place: Arc<Place>) {
        let at = self.as_slice().partition_point(|other| other.rank(&place) == Ordering::Less);
        self.add(at, place);
    }

    /// Adds `place` at the end; [`Places::sort`] has to follow.
    pub(super) fn push(&mut self, place: Arc<Place>) {
        self.add(self.as_slice().len(), place);
    }

    fn add(&mut self, at: usize, place: Arc<Place>) {
        match self {
            Places::None => *self = Places::One(place),
            Places::One(first) => {
                let mut both = vec![first.clone()];
                both.insert(at, place);
                *self = Places::Many(Arc::new(both));
            }
            Places::Many(places) => Arc::make_mut(places).insert(at, place),
        }
    }

    /// Puts the places in their order.
    pub(super) fn sort(&mut self) {
        if let Places::Many(places) = self {
            Arc::make_mut(places).sort_unstable_by(|a, b| a.rank(b));
        }
    }

    /// Takes the file `id` out, if it is there.
    pub fn remove(&mut self, id: FileId) {
        let Some(at) = self.as_slice().iter().position(|place| place.id == id) else { return };
        match self {
            Places::None => {}
            Places::One(_) => *self = Places::None,
            Places::Many(places) => {
                let places = Arc::make_mut(places);
                places.remove(at);
                if let [last] = places.as_slice() {
                    *self = Places::One(last.clone());
                }
            }
        }
    }
}

impl FromIterator<Arc<Place>> for Places {
    fn from_iter<T: IntoIterator<Item = Arc<Place>>>(iter: T) -> Self {
        let mut places = Places::None;
        iter.into_iter().for_each(|place| places.insert(place));
        places
    }
}
