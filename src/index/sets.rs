//! Maps from a name to the files that say it.

use std::sync::Arc;

use crate::text::NameKey;

use super::{FileId, Map};

pub(super) type IdSets = Map<NameKey, Arc<Vec<FileId>>>;

/// Adds `id` under each of `keys`, at the end of the set: [`sort_all`] has to follow.
pub(super) fn push(sets: &IdSets, keys: Vec<NameKey>, id: FileId) {
    for key in keys {
        Arc::make_mut(&mut sets.entry(key).or_default()).push(id);
    }
}

/// Puts every set in the order of the ids.
pub(super) fn sort_all(sets: &IdSets) {
    for mut entry in sets.iter_mut() {
        Arc::make_mut(entry.value_mut()).sort_unstable();
    }
}

/// Moves `id` from the keys `old` to the keys `new`, both sorted; what is in both is not touched.
pub(super) fn replace(sets: &IdSets, old: &[NameKey], new: &[NameKey], id: FileId) {
    for key in old.iter().filter(|key| new.binary_search(key).is_err()) {
        remove(sets, key, id);
    }
    for key in new.iter().filter(|key| old.binary_search(key).is_err()) {
        let mut set = sets.entry(key.clone()).or_default();
        let ids = Arc::make_mut(&mut set);
        if let Err(at) = ids.binary_search(&id) {
            ids.insert(at, id);
        }
    }
}

fn remove(sets: &IdSets, key: &NameKey, id: FileId) {
    if let Some(mut set) = sets.get_mut(key) {
        let ids = Arc::make_mut(&mut set);
        if let Ok(at) = ids.binary_search(&id) {
            ids.remove(at);
        }
    }
    sets.remove_if(key, |_, ids| ids.is_empty());
}
