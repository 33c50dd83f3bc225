//! How many bytes a note takes, and what for.

use std::ops::AddAssign;

use serde::Deserialize;

use super::packed::Parts;
use super::{Block, Footnote, Frontmatter, Heading, Link, Note, PackedNote, Property, Tag};
use crate::text::Reader;

/// How many bytes of a [`PackedNote`] are for what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PackedParts {
    /// Where lines begin, and where the text is not ASCII.
    pub lines: usize,
    /// The frontmatter.
    pub frontmatter: usize,
    /// The headings.
    pub headings: usize,
    /// The tags.
    pub tags: usize,
    /// The links.
    pub links: usize,
    /// All else: blocks and footnotes, tables, where no link can stand, the summary.
    pub others: usize,
}

impl AddAssign for PackedParts {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.frontmatter += other.frontmatter;
        self.headings += other.headings;
        self.tags += other.tags;
        self.links += other.links;
        self.others += other.others;
    }
}

impl PackedNote {
    /// What its bytes are for.
    pub fn parts(&self) -> PackedParts {
        let Some(Parts { links, fields, .. }) = Parts::of(self.bytes()) else {
            return PackedParts { others: self.bytes().len(), ..PackedParts::default() };
        };
        let lines = self.bytes().len() - links.len() - fields.len();
        let mut rest = Reader(fields);
        let length = taken::<u32>(&mut rest);
        let mut parts = PackedParts {
            lines,
            links: links.len(),
            headings: taken::<Headings>(&mut rest),
            frontmatter: taken::<Option<Frontmatter<&str>>>(&mut rest),
            tags: taken::<Vec<Tag<&str>>>(&mut rest),
            others: length,
        };
        parts.others += taken::<(Vec<Block<&str>>, Vec<Footnote<&str>>)>(&mut rest);
        parts.others += rest.0.len();
        parts
    }
}

/// The headings, as they are packed.
#[derive(Deserialize)]
struct Headings<'b>(
    #[serde(borrow, deserialize_with = "super::packed_headings::deserialize")]
    #[allow(dead_code)]
    Vec<Heading<&'b str>>,
);

/// How many of the bytes are the next `T`, which is taken off.
fn taken<'b, T: Deserialize<'b>>(bytes: &mut Reader<'b>) -> usize {
    let before = bytes.0.len();
    // What the bytes do not hold takes none of them.
    let _: Option<T> = bytes.next();
    before - bytes.0.len()
}

impl Note {
    /// The bytes that the note takes when it is not packed, with what the allocator rounds up, roughly.
    pub fn heap_bytes(&self) -> usize {
        let links = self.links.iter().map(|link| text(&link.path) + link.subpath.as_deref().map_or(0, text));
        let headings = self.headings.iter().map(|it| text(&it.raw) + it.plain.as_deref().map_or(0, text));
        let texts = links.chain(headings).chain(self.tags.iter().map(|tag| text(&tag.name)));
        let blocks = self.blocks.iter().map(|block| text(&block.id));
        let labels = self.footnotes.iter().map(|footnote| text(&footnote.label));
        let lists = self.links.capacity() * size_of::<Link>()
            + self.headings.capacity() * size_of::<Heading>()
            + self.tags.capacity() * size_of::<Tag>()
            + size_of_val(&*self.blocks)
            + size_of_val(&*self.footnotes)
            + size_of_val(&*self.opaque)
            + size_of_val(&*self.tables);
        let frontmatter = self.frontmatter.as_deref().map_or(0, frontmatter_bytes);
        size_of::<Note>()
            + self.lines.heap_bytes()
            + lists
            + frontmatter
            + self.spot_names.heap_bytes()
            + texts.chain(blocks).chain(labels).sum::<usize>()
    }
}

fn frontmatter_bytes(frontmatter: &Frontmatter) -> usize {
    let single = [&frontmatter.title, &frontmatter.description, &frontmatter.linter_title];
    let values = single.into_iter().flatten().map(|property| text(&property.value));
    let aliases = frontmatter.aliases.iter().map(|alias| size_of::<Property>() + text(&alias.value));
    size_of::<Frontmatter>() + values.chain(aliases).sum::<usize>()
}

/// The bytes of a text of its own.
fn text(text: &str) -> usize {
    text.len().next_multiple_of(8)
}
