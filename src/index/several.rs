//! Several places with the same name.

use std::hash::BuildHasher;
use std::ops::Deref;
use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::SharedPlace;

/// Several places with the same name, in the order of [`super::Place::rank`].
///
/// Thousands of files can be called `index.md`, and thousands of links `folder/index`: these are looked up by
/// the folder, from the first such question on.
#[derive(Debug, Default)]
pub struct Several {
    places: Vec<SharedPlace>,
    /// By the hash of the last two segments of the folded path: the numbers of the places.
    by_folder: OnceLock<FxHashMap<u64, Vec<u32>>>,
}

/// Fewer are looked through.
const MANY: usize = 64;

impl Several {
    /// The places, to be changed.
    pub(super) fn change(&mut self) -> &mut Vec<SharedPlace> {
        self.by_folder = OnceLock::new();
        &mut self.places
    }

    /// The numbers of those places that may end with `path`, which is folded; `None` when all may.
    pub(super) fn may_end_with(&self, path: &str) -> Option<&[u32]> {
        let wanted = folder_hash(path).filter(|_| self.places.len() >= MANY)?;
        let by_folder = self.by_folder.get_or_init(|| {
            let mut all = FxHashMap::<u64, Vec<u32>>::default();
            for (number, place) in (0..).zip(&self.places) {
                if let Some(folder) = folder_hash(&place.key) {
                    all.entry(folder).or_default().push(number);
                }
            }
            all
        });
        Some(by_folder.get(&wanted).map_or(&[], Vec::as_slice))
    }

    /// The bytes that it points to, without the places.
    pub(super) fn heap_bytes(&self) -> usize {
        let numbers = self.by_folder.get().map_or(0, |all| all.len() * (size_of::<(u64, Vec<u32>)>() + 24));
        self.places.capacity() * size_of::<SharedPlace>() + numbers
    }
}

/// A hash of the last two segments of a path; `None` when it has only one.
fn folder_hash(path: &str) -> Option<u64> {
    let (folders, _) = path.rsplit_once('/')?;
    let at = folders.rfind('/').map_or(0, |slash| slash + 1);
    path.get(at..).map(|end| FxBuildHasher.hash_one(end))
}

impl From<Vec<SharedPlace>> for Several {
    /// The places must be in their order.
    fn from(places: Vec<SharedPlace>) -> Self {
        Self { places, by_folder: OnceLock::new() }
    }
}

impl Clone for Several {
    fn clone(&self) -> Self {
        self.places.clone().into()
    }
}

impl Deref for Several {
    type Target = [SharedPlace];

    fn deref(&self) -> &[SharedPlace] {
        &self.places
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileId, Place, Places};
    use super::*;
    use crate::vault::VaultPath;

    #[test]
    fn r11_of_very_many_places_those_that_end_so_are_found() {
        let path = |number: u32| match number {
            0 => "index.md".to_owned(),
            _ => format!("{}f{}/index.md", ["", "a/", "b/f1/", "F1/a/"][number as usize % 4], number % 7),
        };
        let place =
            |number| SharedPlace::new(Place::new(FileId(number), VaultPath::new(&path(number)).unwrap()));
        for count in [10, 200] {
            let places: Places = (0..count).map(place).collect();
            for end in
                ["index.md", "f1/index.md", "b/f1/f2/index.md", "a/f3/index.md", "1/index.md", "x/index.md"]
            {
                let looked = places
                    .as_slice()
                    .iter()
                    .filter(|place| format!("/{}", &*place.key).ends_with(&format!("/{end}")));
                assert!(
                    places.ending_with(end).map(|place| place.id).eq(looked.map(|place| place.id)),
                    "{end}"
                );
            }
        }
    }
}
