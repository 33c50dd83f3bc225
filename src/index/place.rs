//! Where a file is, ready to be compared.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Several;
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
}

impl Place {
    /// The place of the file `id` at `path`.
    pub fn new(id: FileId, path: VaultPath) -> Self {
        let key = NameKey::new(path.as_str());
        Self { id, name_at: key.rfind('/').map_or(0, |slash| slash as u32 + 1), key, path }
    }

    /// The last segment of the folded path.
    pub fn name_key(&self) -> &str {
        self.key.get(self.name_at as usize..).unwrap_or_default()
    }

    /// The folded folder; empty for the root.
    pub fn folder_key(&self) -> &str {
        self.key.get(..(self.name_at as usize).saturating_sub(1)).unwrap_or_default()
    }

    /// Which of two files with the same name comes first, for a source in neither's folder: the
    /// fewest segments, then the shortest path, then the alphabetically first (R11).
    pub fn rank(&self, other: &Place) -> Ordering {
        self.rank_key().cmp(&other.rank_key())
    }

    /// What [`Place::rank`] compares: not kept, as there are very many places, and few with the same name.
    pub(super) fn rank_key(&self) -> (usize, usize, VaultPath) {
        (self.path.depth(), self.path.as_str().chars().count(), self.path.clone())
    }
}

/// A place that many hold. There are very many: this one has no count of weak references.
pub type SharedPlace = triomphe::Arc<Place>;

/// A few places, in the order of [`Place::rank`]. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub enum Places {
    /// No place.
    #[default]
    None,
    /// One: by far the most frequent.
    One(SharedPlace),
    /// Several.
    Many(Arc<Several>),
}

impl Places {
    /// The places.
    pub fn as_slice(&self) -> &[SharedPlace] {
        match self {
            Places::None => &[],
            Places::One(place) => std::slice::from_ref(place),
            Places::Many(places) => places,
        }
    }

    /// How many [`Places::ending_with`] gives.
    pub fn count_ending_with(&self, path: &str) -> usize {
        // They all have this name.
        if path.contains('/') { self.ending_with(path).count() } else { self.as_slice().len() }
    }

    /// Those whose path, folded, ends with `path` at a folder boundary, in their order.
    pub fn ending_with<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a SharedPlace> {
        let some = match self {
            Places::Many(several) => several.may_end_with(path),
            Places::None | Places::One(_) => None,
        };
        let all = if some.is_none() { self.as_slice() } else { &[] };
        let some = some.into_iter().flatten().filter_map(|number| self.as_slice().get(*number as usize));
        some.chain(all).filter(move |place| {
            place.key.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    }
}

impl FromIterator<SharedPlace> for Places {
    fn from_iter<T: IntoIterator<Item = SharedPlace>>(iter: T) -> Self {
        let mut places: Vec<SharedPlace> = iter.into_iter().collect();
        // To count the characters of a path takes longer than to compare them.
        places.sort_by_cached_key(|place| place.rank_key());
        match places.as_slice() {
            [] => Places::None,
            [one] => Places::One(one.clone()),
            _ => Places::Many(Arc::new(places.into())),
        }
    }
}
