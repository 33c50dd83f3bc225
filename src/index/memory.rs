//! How much memory the index takes.

use crate::note::{Frontmatter, Note, Property};

use super::{File, Index, Place, Places};

/// What a map keeps for each entry besides key and value, and what the system adds to each piece
/// of memory; in bytes, roughly.
const PER_ENTRY: usize = 16;

impl Index {
    /// How many bytes the index takes, estimated from what it holds: within a third or so. Looks
    /// at every file, so it is for who asks.
    pub fn memory_estimate(&self) -> usize {
        let mut bytes = 0;
        self.for_each_file(|file| bytes += file_bytes(file));
        let lists = [&self.aliases, &self.referrers, &self.tags];
        bytes += lists
            .iter()
            .flat_map(|map| map.iter())
            .map(|entry| entry.key().len() + 4 * entry.value().len() + 4 * PER_ENTRY)
            .sum::<usize>();
        let places = [&self.paths, &self.names];
        bytes += places
            .iter()
            .flat_map(|map| map.iter())
            .map(|entry| {
                let several = entry.value().as_slice().len().saturating_sub(1);
                entry.key().len() + size_of::<Places>() + 8 * several + 2 * PER_ENTRY
            })
            .sum::<usize>();
        bytes + self.ids.iter().map(|entry| entry.key().as_str().len() + 3 * PER_ENTRY).sum::<usize>()
    }
}

fn file_bytes(file: &File) -> usize {
    let place = size_of::<Place>() + file.place.path.as_str().len() + file.place.key.len();
    let note = file.note().as_deref().map_or(0, note_bytes);
    let open = file.open.as_ref().map_or(0, |open| open.text.len());
    size_of::<File>() + place + note + open + 4 * PER_ENTRY
}

fn note_bytes(note: &Note) -> usize {
    let links = note
        .links
        .iter()
        .map(|link| size_of_val(link) + text(&link.path) + link.subpath.as_deref().map_or(0, text));
    let headings = note
        .headings
        .iter()
        .map(|heading| size_of_val(heading) + text(&heading.raw) + heading.plain.as_deref().map_or(0, text));
    let tags = note.tags.iter().map(|tag| size_of_val(tag) + text(&tag.name));
    let blocks = note.blocks.iter().map(|block| size_of_val(block) + text(&block.id));
    let footnotes = note.footnotes.iter().map(|footnote| size_of_val(footnote) + text(&footnote.label));
    let spans = size_of_val(&*note.opaque) + size_of_val(&*note.tables);
    let lists = links.chain(headings).chain(tags).chain(blocks).chain(footnotes).sum::<usize>();
    let frontmatter = note.frontmatter.as_deref().map_or(0, frontmatter_bytes);
    size_of::<Note>() + note.lines.heap_bytes() + lists + spans + frontmatter
}

fn frontmatter_bytes(frontmatter: &Frontmatter) -> usize {
    let single = [&frontmatter.title, &frontmatter.description, &frontmatter.linter_title];
    let values = single.into_iter().flatten().map(|property| text(&property.value));
    let aliases = frontmatter.aliases.iter().map(|alias| size_of::<Property>() + text(&alias.value));
    size_of::<Frontmatter>() + values.chain(aliases).sum::<usize>()
}

/// The bytes of a text of its own.
fn text(text: &str) -> usize {
    if text.is_empty() { 0 } else { text.len() + PER_ENTRY / 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    /// What an index with these notes takes.
    fn estimate(notes: usize, text: &str) -> usize {
        let index = Index::new();
        for number in 0..notes {
            let path = VaultPath::new(&format!("note {number}.md")).unwrap();
            index.put_disk(&path, Some(text), Stamp { modified: None, size: 0 });
        }
        index.memory_estimate()
    }

    #[test]
    fn it_grows_with_notes_and_with_what_is_in_them() {
        assert_eq!(estimate(0, ""), 0);
        let (one, ten) = (estimate(1, "[[a]]\n"), estimate(10, "[[a]]\n"));
        assert!(ten > 8 * one && ten < 12 * one, "{one} {ten}");
        let links = estimate(1, &"[[a#b]]\n".repeat(1000));
        assert!(links > one + 1000 * size_of::<crate::note::Link>(), "{links}");
    }
}
