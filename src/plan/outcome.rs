//! The vault as it will be after a plan is carried out.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::{File, FileId, Index, Lookup, NoteText, Place, Places, SharedPlace, View};
use crate::note::Note;
use crate::text::{NameKey, fold};
use crate::vault::VaultPath;

use super::Refusal;

/// An index, and what changes in it: answers the resolver's questions for the vault as it will be,
/// without changing anything.
pub struct Outcome<'a> {
    index: &'a Index,
    /// Files that get another path.
    moved: FxHashMap<FileId, SharedPlace>,
    /// The same places, by the folded path.
    arriving: FxHashMap<NameKey, Vec<SharedPlace>>,
    /// Files that moved ones take the place of, unless they move too.
    replaced: FxHashSet<FileId>,
    /// Notes whose headings or blocks get other names.
    notes: FxHashMap<FileId, Arc<Note>>,
    /// Whether the files have their new paths on disk already.
    made: bool,
    /// The names that files leave or reach, with the files that will have them: thousands of files can have
    /// one of these names, and thousands of links ask for it.
    named: OnceLock<FxHashMap<NameKey, Places>>,
}

impl<'a> Outcome<'a> {
    /// The vault as it is.
    pub fn new(index: &'a Index) -> Self {
        Self {
            index,
            moved: FxHashMap::default(),
            arriving: FxHashMap::default(),
            replaced: FxHashSet::default(),
            notes: FxHashMap::default(),
            made: false,
            named: OnceLock::new(),
        }
    }

    /// The moves are made already: on disk the files have their new paths. There are further files
    /// at `created`, which the index does not know either.
    pub fn made(mut self, created: &[VaultPath]) -> Self {
        self.made = true;
        // The index gives out ids from 0 upwards.
        let ids = (0..u32::MAX).rev().map(FileId);
        ids.zip(created).fold(self, |outcome, (id, path)| outcome.moved(Place::new(id, path.clone())))
    }

    /// Whether another file takes the place of the file `id`, which nothing can lead to then.
    pub fn replaces(&self, id: FileId) -> bool {
        self.replaced.contains(&id) && !self.moved.contains_key(&id)
    }

    /// The file of `place` will be there.
    pub fn moved(mut self, place: Place) -> Self {
        let there = self.index.at(&place.key);
        let same = there.as_slice().iter().filter(|there| there.path == place.path && there.id != place.id);
        self.replaced.extend(same.map(|there| there.id));
        let place = SharedPlace::new(place);
        self.arriving.entry(place.key.clone()).or_default().push(place.clone());
        self.moved.insert(place.id, place);
        self.named = OnceLock::new();
        self
    }

    /// The note `id` will have these headings and blocks.
    pub fn changed(mut self, id: FileId, note: Arc<Note>) -> Self {
        self.notes.insert(id, note);
        self
    }

    /// Where a file will be that is at `place` now.
    pub fn place_of(&self, place: &SharedPlace) -> SharedPlace {
        self.moved.get(&place.id).unwrap_or(place).clone()
    }

    /// A note with its text, from where it is now.
    ///
    /// # Errors
    /// Why there is no text.
    pub fn read(&self, view: &View, id: FileId) -> Result<NoteText, Refusal> {
        match self.moved.get(&id).filter(|_| self.made) {
            Some(place) => view.read_moved(id, &place.path),
            None => view.read(id),
        }
        .map_err(Refusal)
    }

    /// Whether `file` has gone from the disk without a word, while others moved.
    pub fn lost(&self, view: &View, file: &File) -> bool {
        let stays = file.open().is_some() || self.moved.contains_key(&file.place.id);
        self.made && !stays && view.vault.stamp(&file.place.path).is_none()
    }

    /// Whether the file `id` changes its place, or its headings or blocks their names.
    pub fn changes(&self, id: FileId) -> bool {
        self.moved.contains_key(&id) || self.notes.contains_key(&id)
    }

    /// The places that are reached.
    pub fn reached(&self) -> impl Iterator<Item = &Place> {
        self.moved.values().map(|place| &**place)
    }

    /// The files that change their place.
    pub fn moved_ids(&self) -> impl Iterator<Item = FileId> {
        self.moved.keys().copied()
    }

    /// The notes whose headings or blocks change.
    pub fn changed_ids(&self) -> impl Iterator<Item = FileId> {
        self.notes.keys().copied()
    }

    /// The names that files leave or reach, with the files that will have them.
    fn names_that_change(&self) -> FxHashMap<NameKey, Places> {
        let mut names = FxHashMap::<NameKey, Vec<SharedPlace>>::default();
        for place in self.moved.values() {
            names.entry(NameKey::of_folded(place.name_key())).or_default().push(place.clone());
        }
        for file in self.moved.keys().chain(&self.replaced).filter_map(|id| self.index.file(*id)) {
            names.entry(NameKey::of_folded(file.place.name_key())).or_default();
        }
        let after = |(name, arriving): (NameKey, Vec<SharedPlace>)| {
            let after = self.after(self.index.named(&name), Some(&arriving));
            (name, after)
        };
        names.into_iter().map(after).collect()
    }

    /// `places` without those that are left, and with those that are reached.
    fn after(&self, places: Places, arriving: Option<&Vec<SharedPlace>>) -> Places {
        let leaves =
            |place: &SharedPlace| self.moved.contains_key(&place.id) || self.replaced.contains(&place.id);
        if arriving.is_none() && !places.as_slice().iter().any(leaves) {
            return places;
        }
        let staying = places.as_slice().iter().filter(|place| !leaves(place));
        staying.chain(arriving.into_iter().flatten()).cloned().collect()
    }
}

impl Lookup for Outcome<'_> {
    fn named(&self, key: &str) -> Places {
        let changed = self.named.get_or_init(|| self.names_that_change()).get(key);
        changed.cloned().unwrap_or_else(|| self.index.named(key))
    }

    fn at(&self, key: &str) -> Places {
        self.after(self.index.at(key), self.arriving.get(key))
    }

    fn note(&self, id: FileId) -> Option<Arc<Note>> {
        self.notes.get(&id).cloned().or_else(|| self.index.note(id))
    }

    fn with_alias(&self, key: &str) -> Vec<SharedPlace> {
        let staying =
            self.index.with_alias(key).into_iter().filter(|place| !self.notes.contains_key(&place.id));
        let has_alias = |note: &Note| note.aliases().any(|alias| fold(&alias.value) == key);
        let changed = self.notes.iter().filter(|(_, note)| has_alias(note)).map(|(&id, _)| id);
        let changed = changed.filter_map(|id| Some(self.index.file(id)?.place.clone()));
        staying.chain(changed).map(|place| self.place_of(&place)).collect()
    }
}
