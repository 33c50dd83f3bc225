//! Maps from a name to the files that say it.

use std::ops::Deref;
use std::sync::Arc;

use crate::text::NameKey;

use super::{FileId, Map};

/// Files, in the order of their ids, each once. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub enum FileIds {
    /// No file.
    #[default]
    None,
    /// One: by far the most frequent.
    One(FileId),
    /// Several.
    Many(Arc<Vec<FileId>>),
}

impl Deref for FileIds {
    type Target = [FileId];

    fn deref(&self) -> &[FileId] {
        match self {
            FileIds::None => &[],
            FileIds::One(id) => std::slice::from_ref(id),
            FileIds::Many(ids) => ids,
        }
    }
}

impl FileIds {
    /// Adds `id`, if it is not there.
    fn insert(&mut self, id: FileId) {
        let Err(at) = self.binary_search(&id) else { return };
        match self {
            FileIds::None => *self = FileIds::One(id),
            FileIds::One(first) => {
                let mut both = vec![*first];
                both.insert(at, id);
                *self = FileIds::Many(Arc::new(both));
            }
            FileIds::Many(ids) => Arc::make_mut(ids).insert(at, id),
        }
    }

    /// Takes `id` out, if it is there.
    fn remove(&mut self, id: FileId) {
        let Ok(at) = self.binary_search(&id) else { return };
        match self {
            FileIds::Many(ids) => {
                let ids = Arc::make_mut(ids);
                ids.remove(at);
                if let &[last] = ids.as_slice() {
                    *self = FileIds::One(last);
                }
            }
            FileIds::None | FileIds::One(_) => *self = FileIds::None,
        }
    }
}

pub(super) type IdSets = Map<NameKey, FileIds>;

/// Adds `id` under the folded name `key`.
pub(super) fn insert(sets: &IdSets, key: &str, id: FileId) {
    match sets.get_mut(key) {
        Some(mut ids) => ids.insert(id),
        None => sets.entry(NameKey::of_folded(key)).or_default().insert(id),
    }
}

/// Moves `id` from the keys `old` to the keys `new`, both sorted; what is in both is not touched.
pub(super) fn replace(sets: &IdSets, old: &[NameKey], new: &[NameKey], id: FileId) {
    for key in old.iter().filter(|key| new.binary_search(key).is_err()) {
        if let Some(mut ids) = sets.get_mut(key) {
            ids.remove(id);
        }
        sets.remove_if(key, |_, ids| ids.is_empty());
    }
    for key in new.iter().filter(|key| old.binary_search(key).is_err()) {
        insert(sets, key, id);
    }
}
