//! The files by the numbers of their ids. These are given out one after the other, so that each file has a
//! place in a list, and nothing is searched.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::{File, FileId};

/// How many lists there are: who changes one does not keep others from reading.
const LISTS: usize = 32;

/// How many files are taken out while nobody may change the lists.
const AT_ONCE: usize = 1024;

type List = Vec<Option<Arc<File>>>;

/// The files of an index, to be read and changed by many at once.
#[derive(Default)]
pub(super) struct FilesById {
    lists: [RwLock<List>; LISTS],
    count: AtomicUsize,
}

impl FilesById {
    /// Makes room for the first `count` ids.
    pub fn reserve(&self, count: usize) {
        for number in 0..LISTS {
            let mut list = self.write(number);
            let more = count.div_ceil(LISTS).saturating_sub(list.len());
            list.reserve_exact(more);
        }
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> Option<Arc<File>> {
        let (list, at) = place(id);
        self.read(list).get(at)?.clone()
    }

    /// The files with these ids, each in the place of its id: as many calls of [`FilesById::get`], of which
    /// each would wait for the memory that its file is in.
    pub fn get_all(&self, ids: &[FileId]) -> Vec<Option<Arc<File>>> {
        let mut files = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            let lists: [_; LISTS] = std::array::from_fn(|number| self.read(number));
            let found = |id: &FileId| {
                let (list, at) = place(*id);
                lists[list].get(at)?.as_ref()
            };
            // To count one more who has a file makes the processor wait; to read does not.
            ids.iter().filter_map(found).for_each(|file| {
                black_box((Arc::strong_count(file), file.settled));
            });
            files.extend(ids.iter().map(|id| found(id).cloned()));
        }
        files
    }

    /// Puts `file` in the place of its id, whatever is there.
    pub fn insert(&self, file: Arc<File>) {
        let (list, at) = place(file.place.id);
        if room(&mut self.write(list), at).replace(file).is_none() {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The file that has the id of `file`, which is `file` when there was none.
    pub fn get_or_insert(&self, file: Arc<File>) -> Arc<File> {
        let (list, at) = place(file.place.id);
        let mut list = self.write(list);
        let there = room(&mut list, at);
        if there.is_none() {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        there.get_or_insert(file).clone()
    }

    /// Takes the file with this id away.
    pub fn remove(&self, id: FileId) {
        let (list, at) = place(id);
        if self.write(list).get_mut(at).and_then(Option::take).is_some() {
            self.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Calls `with` for every file, in no order. `with` must not come back here.
    pub fn for_each(&self, mut with: impl FnMut(&Arc<File>)) {
        for number in 0..LISTS {
            self.read(number).iter().flatten().for_each(&mut with);
        }
    }

    /// Every file, in no order.
    pub fn to_vec(&self) -> Vec<Arc<File>> {
        let mut files = Vec::with_capacity(self.len());
        self.for_each(|file| files.push(file.clone()));
        files
    }

    /// Every file at the number of its id.
    pub fn by_number(&self) -> Vec<Option<Arc<File>>> {
        let mut files = Vec::with_capacity(self.len());
        self.for_each(|file| {
            let number = file.place.id.0 as usize;
            if number >= files.len() {
                files.resize(number + 1, None);
            }
            files[number] = Some(file.clone());
        });
        files
    }

    /// The bytes that the lists take, without the files.
    pub fn heap_bytes(&self) -> usize {
        (0..LISTS).map(|number| self.read(number).capacity() * size_of::<Option<Arc<File>>>()).sum()
    }

    // Nothing panics while a list is held for writing: what a poisoned one holds is whole.

    fn read(&self, number: usize) -> RwLockReadGuard<'_, List> {
        self.lists[number].read().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn write(&self, number: usize) -> RwLockWriteGuard<'_, List> {
        self.lists[number].write().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The number of the list that an id is in, and the place in it.
fn place(id: FileId) -> (usize, usize) {
    let number = id.0 as usize;
    (number % LISTS, number / LISTS)
}

/// The place `at` of a list, which grows by an eighth where it is too short: to double it would waste much.
fn room(list: &mut List, at: usize) -> &mut Option<Arc<File>> {
    if at >= list.len() {
        if at >= list.capacity() {
            let more = (at + at / 8 + LISTS).saturating_sub(list.len());
            list.reserve_exact(more);
        }
        list.resize(at + 1, None);
    }
    &mut list[at]
}

#[cfg(test)]
mod tests {
    use super::super::Index;
    use crate::vault::{Stamp, VaultPath};

    #[test]
    fn files_come_and_go_by_their_numbers() {
        let index = Index::new();
        let path = |number: usize| VaultPath::new(&format!("{number}.png")).unwrap();
        let put = |number| index.put_disk(&path(number), None, Stamp { modified: None, size: 0 });
        for number in 0..1_000 {
            put(number);
        }
        for number in (0..1_000).step_by(3) {
            index.remove(&path(number));
            index.remove(&path(number));
        }
        put(3);
        let left: Vec<usize> = (0..1_000).filter(|number| number % 3 > 0 || *number == 3).collect();
        assert_eq!(index.files.len(), left.len());
        let mut names: Vec<usize> = index
            .files
            .to_vec()
            .iter()
            .map(|file| file.place.path.stem()[..].trim_end_matches(".png").parse().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(names, left);
        let ids = index
            .files
            .to_vec()
            .iter()
            .all(|file| index.files.get(file.place.id).unwrap().place == file.place);
        assert!(ids && index.files.get(super::FileId(5_000)).is_none());
        let ids: Vec<_> = (0..3_000).map(|number| super::FileId(number % 1_500)).collect();
        let one_by_one: Vec<_> = ids.iter().map(|&id| index.files.get(id)).collect();
        let place = |file: &Option<super::Arc<super::File>>| file.as_ref().map(|file| file.place.clone());
        assert!(index.files.get_all(&ids).iter().map(place).eq(one_by_one.iter().map(place)));
        assert!(index.files.heap_bytes() <= 2 * 8 * 1_000);
    }
}
