//! Maps from a name to the files that say it.

use std::borrow::Borrow;
use std::hash::Hash;
use std::ops::Deref;

use thin_vec::ThinVec;

use crate::text::NameKey;

use super::{FileId, Map};

/// How many files are kept without a piece of memory of their own: as many as fit beside it.
const FEW: usize = 3;

/// Files, in the order of their ids, each once.
#[derive(Clone)]
pub enum FileIds {
    /// A few: by far the most frequent.
    Few {
        /// How many.
        count: u8,
        /// First those that count.
        ids: [FileId; FEW],
    },
    /// Several, with how many they are in the same piece of memory.
    Many(ThinVec<FileId>),
}

impl Default for FileIds {
    fn default() -> Self {
        FileIds::Few { count: 0, ids: [FileId(0); FEW] }
    }
}

impl std::fmt::Debug for FileIds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Deref for FileIds {
    type Target = [FileId];

    fn deref(&self) -> &[FileId] {
        match self {
            FileIds::Few { count, ids } => ids.get(..usize::from(*count)).unwrap_or(ids),
            FileIds::Many(ids) => ids,
        }
    }
}

impl FromIterator<FileId> for FileIds {
    /// The ids must come in their order, each once.
    fn from_iter<T: IntoIterator<Item = FileId>>(ids: T) -> Self {
        let mut all: ThinVec<FileId> = ids.into_iter().collect();
        if all.len() > FEW {
            all.shrink_to_fit();
            return FileIds::Many(all);
        }
        let mut ids = [FileId(0); FEW];
        ids.iter_mut().zip(&all).for_each(|(place, id)| *place = *id);
        FileIds::Few { count: all.len() as u8, ids }
    }
}

impl FileIds {
    /// Adds `id`, if it is not there.
    fn insert(&mut self, id: FileId) {
        // Mostly the ids come in their order.
        let at = match self.last() {
            Some(last) if *last >= id => self.binary_search(&id),
            _ => Err(self.len()),
        };
        let Err(at) = at else { return };
        match self {
            FileIds::Few { count, ids } if usize::from(*count) < FEW => {
                ids.copy_within(at..FEW - 1, at + 1);
                ids[at] = id;
                *count += 1;
            }
            FileIds::Few { ids, .. } => {
                let mut all = ThinVec::from(*ids);
                all.insert(at, id);
                *self = FileIds::Many(all);
            }
            FileIds::Many(ids) => ids.insert(at, id),
        }
    }

    /// Takes `id` out, if it is there.
    fn remove(&mut self, id: FileId) {
        let Ok(at) = self.binary_search(&id) else { return };
        match self {
            FileIds::Many(ids) if ids.len() > FEW + 1 => drop(ids.remove(at)),
            _ => *self = self.iter().copied().filter(|other| *other != id).collect(),
        }
    }

    /// Adds `id` at the end; [`FileIds::settle`] has to follow.
    fn push(&mut self, id: FileId) {
        match self {
            _ if self.last() == Some(&id) => {}
            FileIds::Few { count, ids } if usize::from(*count) < FEW => {
                ids[usize::from(*count)] = id;
                *count += 1;
            }
            FileIds::Few { ids: [a, b, c], .. } => *self = FileIds::Many(ThinVec::from([*a, *b, *c, id])),
            FileIds::Many(ids) => ids.push(id),
        }
    }

    /// Puts the ids in their order, each once, and gives back what is reserved for more.
    fn settle(&mut self) {
        if self.is_sorted_by(|a, b| a < b) {
            if let FileIds::Many(ids) = self {
                ids.shrink_to_fit();
            }
            return;
        }
        let mut ids = self.to_vec();
        ids.sort_unstable();
        ids.dedup();
        *self = ids.into_iter().collect();
    }
}

/// A folded name, as a key of [`IdSets`].
pub(super) trait SetKey: Borrow<str> + Eq + Hash {
    fn of_folded(folded: &str) -> Self;
}

impl SetKey for NameKey {
    fn of_folded(folded: &str) -> Self {
        NameKey::of_folded(folded)
    }
}

pub(super) type IdSets<K = NameKey> = Map<K, FileIds>;

/// Adds `id` under the folded name `key`.
pub(super) fn insert<K: SetKey>(sets: &IdSets<K>, key: &str, id: FileId) {
    match sets.get_mut(key) {
        Some(mut ids) => ids.insert(id),
        None => sets.entry(K::of_folded(key)).or_default().insert(id),
    }
}

/// [`insert`], for very many: [`FileIds::settle`] has to follow.
pub(super) fn push<K: SetKey>(sets: &IdSets<K>, key: &str, id: FileId) {
    match sets.get_mut(key) {
        Some(mut ids) => ids.push(id),
        None => sets.entry(K::of_folded(key)).or_default().push(id),
    }
}

/// Puts the ids of all sets in their order.
pub(super) fn settle<K: SetKey>(sets: &IdSets<K>) {
    sets.iter_mut().for_each(|mut ids| ids.settle());
}

/// Moves `id` from the keys `old` to the keys `new`, both sorted; what is in both is not touched.
pub(super) fn replace<K: SetKey>(sets: &IdSets<K>, old: &[NameKey], new: &[NameKey], id: FileId) {
    for key in old.iter().filter(|key| new.binary_search(key).is_err()) {
        if let Some(mut ids) = sets.get_mut(key.as_str()) {
            ids.remove(id);
        }
        sets.remove_if(key.as_str(), |_, ids| ids.is_empty());
    }
    for key in new.iter().filter(|key| old.binary_search(key).is_err()) {
        insert(sets, key, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_in_their_order_each_once_as_they_come_and_go() {
        let (mut ids, mut model) = (FileIds::default(), std::collections::BTreeSet::new());
        let mut chance = 7_u32;
        for _ in 0..2000 {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let id = FileId(chance >> 29);
            if chance & 1 << 20 == 0 {
                ids.insert(id);
                model.insert(id);
            } else {
                ids.remove(id);
                model.remove(&id);
            }
            assert!(ids.iter().eq(&model), "{ids:?} {model:?}");
        }
    }

    #[test]
    fn ids_that_came_in_any_order_are_settled() {
        for ids in [vec![], vec![2, 1, 2], vec![3, 1, 2, 1, 3, 0], vec![1, 1, 0, 0, 1], vec![0, 1, 2, 3, 4]] {
            let (mut pushed, mut inserted) = (FileIds::default(), FileIds::default());
            for id in ids {
                pushed.push(FileId(id));
                inserted.insert(FileId(id));
            }
            pushed.settle();
            assert_eq!(*pushed, *inserted);
        }
    }

    #[test]
    fn a_few_ids_take_no_memory_of_their_own() {
        assert_eq!(size_of::<FileIds>(), 16);
    }
}
