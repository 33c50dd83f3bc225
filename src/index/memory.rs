//! How much memory the index takes, and what for.

use crate::note::PackedParts;

use super::file::WholeNote;
use super::sets::{IdSets, SetKey};
use super::{Catalog, File, FileId, FileIds, Index, LinkedName, Map, Place};

/// What stands in front of the values of an `Arc`, in bytes.
pub(super) const COUNTS: usize = 2 * size_of::<usize>();

/// What takes memory, and how many bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryRow {
    /// For a person: `links`.
    pub what: &'static str,
    /// Bytes, with what the allocator adds by rounding up.
    pub bytes: usize,
}

impl Index {
    /// What takes how much memory, in the order of the code: within a tenth of what the allocator
    /// counts. Looks at every file, so it is for who asks.
    pub fn memory(&self) -> Vec<MemoryRow> {
        let mut parts = PackedParts::default();
        let (mut places, mut files, mut whole, mut open) = (0, 0, 0, 0);
        self.for_each_file(|file| {
            places += place_bytes(&file.place);
            files += allocated(COUNTS + size_of::<File>());
            let Some(kept) = &file.kept else { return };
            let own = kept.packed.parts();
            parts += own;
            let apart = |kept: &WholeNote| size_of_val(kept) + COUNTS + kept.note.heap_bytes();
            whole += kept.whole.as_deref().map_or(0, apart);
            open += file.open().map_or(0, |open| allocated(COUNTS + open.text.len()));
        });
        let catalog = self.catalog.get().as_deref().map_or(0, catalog_bytes);
        let links = self.links.get();
        let rows = [
            ("paths of files", places),
            ("files", files),
            ("lines of notes", parts.lines),
            ("frontmatter", parts.frontmatter),
            ("headings", parts.headings),
            ("tags", parts.tags),
            ("links", parts.links),
            ("other places in notes", parts.others),
            ("notes kept whole too", whole),
            ("texts of open notes", open),
            ("files by number", self.files.heap_bytes()),
            ("files by path", self.paths.heap_bytes()),
            ("files by name", self.names.heap_bytes()),
            ("backlinks", lists_bytes(&links.referrers)),
            (
                "aliases and tags",
                lists_bytes(&links.aliases) + lists_bytes(&links.tags) + lists_bytes(&links.nested_tags),
            ),
            ("names to complete", catalog),
        ];
        rows.into_iter().map(|(what, bytes)| MemoryRow { what, bytes }).collect()
    }
}

/// What the allocator gives to who asks for `bytes`: it keeps pieces of a few sizes, four to each
/// power of two.
pub(super) fn allocated(bytes: usize) -> usize {
    match bytes {
        0 => 0,
        1..=64 => bytes.next_multiple_of(8),
        _ => bytes.next_multiple_of(bytes.next_power_of_two() / 8),
    }
}

fn place_bytes(place: &Place) -> usize {
    allocated(size_of::<usize>() + size_of::<Place>())
        + allocated(size_of::<usize>() + place.path.as_str().len())
        + allocated(place.key.len())
}

/// The table of a map, filled or not: what its entries point to is not counted.
pub(super) fn table_bytes<K: Eq + std::hash::Hash, V>(map: &Map<K, V>) -> usize {
    // Seven of eight places of a table are filled at most; each has a byte besides.
    map.capacity() / 7 * 8 * (size_of::<(K, V)>() + 1)
}

fn lists_bytes<K: SetKey>(sets: &IdSets<K>) -> usize {
    let key_bytes = |key: &str| allocated(key.len());
    let entries = sets.iter().map(|entry| key_bytes(entry.key().borrow()) + list_bytes(entry.value()));
    table_bytes(sets) + entries.sum::<usize>()
}

fn list_bytes(ids: &FileIds) -> usize {
    match ids {
        FileIds::Few { .. } => 0,
        // How many there are, and for how many there is room, stands before them.
        FileIds::Many(ids) => allocated(COUNTS + ids.capacity() * size_of::<FileId>()),
    }
}

fn catalog_bytes(catalog: &Catalog) -> usize {
    let linked = |linked: &std::sync::Arc<LinkedName>| {
        let name = linked.name();
        size_of_val(linked)
            + allocated(COUNTS + size_of::<LinkedName>())
            + allocated(linked.key.len())
            + allocated(name.text.len())
            + allocated(name.plain.len())
    };
    let shelves = catalog.shelves().iter().map(|shelf| COUNTS + size_of_val(&**shelf) + shelf.heap_bytes());
    shelves.sum::<usize>()
        + catalog.missing().names().iter().map(linked).sum::<usize>()
        + catalog.missing().marks().heap_bytes()
}
