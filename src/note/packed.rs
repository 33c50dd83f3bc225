//! A note in few bytes, and back: what the index keeps of every note, and what is kept between runs.
//! First the fields of [`Note`] but two, of which the headings are looked at most: what is far from the
//! first byte is far in memory. Then the lines, then the links. Each part has the number of its bytes in
//! front.
//!
//! Bytes that were kept may have been damaged meanwhile: what is made of them is a note whose spans
//! lie in its text and in each other, or nothing.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{LineTable, Reader, Span};

use super::link::last_segment;
use super::packed_links::PackedLinks;
use super::{Block, Footnote, Frontmatter, Heading, Link, LinkSyntax, Note, Property, Tag, title};
use super::{packed_headings, packed_links};

/// A note in a tenth of the memory. To unpack it takes a few microseconds. Cheap to clone.
#[derive(Clone)]
pub struct PackedNote {
    /// The bytes of this note, and of others perhaps: a piece of memory for each would waste some.
    buffer: Arc<Vec<u8>>,
    start: u32,
    length: u32,
}

/// What a note says by name, read out of its packed bytes without a copy.
#[derive(Debug, Deserialize)]
pub struct Names<'b> {
    _length: u32,
    /// As in [`Note::headings`].
    #[serde(borrow, deserialize_with = "packed_headings::deserialize")]
    pub headings: Vec<Heading<&'b str>>,
    /// As in [`Note::frontmatter`].
    pub frontmatter: Option<Frontmatter<&'b str>>,
    /// As in [`Note::tags`].
    pub tags: Vec<Tag<&'b str>>,
    /// As in [`Note::blocks`].
    pub blocks: Vec<Block<&'b str>>,
    /// As in [`Note::footnotes`].
    pub footnotes: Vec<Footnote<&'b str>>,
    /// The links, packed.
    #[serde(skip)]
    links: &'b [u8],
}

/// What begins the same bytes as [`Names`].
#[derive(Deserialize)]
struct Front<'b> {
    _length: u32,
    #[serde(borrow, deserialize_with = "packed_headings::deserialize")]
    headings: Vec<Heading<&'b str>>,
    frontmatter: Option<Frontmatter<&'b str>>,
}

impl<'b> Names<'b> {
    /// As [`Note::aliases`].
    pub fn aliases(&self) -> impl Iterator<Item = &'b str> {
        self.frontmatter.iter().flat_map(|frontmatter| &frontmatter.aliases).map(|alias| alias.value)
    }

    /// The [`Link::path`] of each link.
    pub fn link_paths(&self) -> impl Iterator<Item = &'b str> {
        packed_links::paths(self.links)
    }

    /// The [`Link::name`] of each link that has one.
    pub fn linked(&self) -> impl Iterator<Item = &'b str> {
        self.link_paths().map(last_segment).filter(|name| !name.is_empty())
    }

    /// As [`Note::title`].
    pub fn title(&self) -> Option<&'b str> {
        let property = self.frontmatter.as_ref().and_then(|frontmatter| frontmatter.title.as_ref());
        title(property.map(|title| title.value), self.headings.first().map(shown))
    }
}

thread_local! {
    /// Where a note is packed before its length is known.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl PackedNote {
    /// The note `note`, packed.
    pub fn new(note: &Note) -> Self {
        BUFFER.with_borrow_mut(|bytes| {
            bytes.clear();
            note.pack(bytes);
            // No text of 4 GiB is read.
            Self { buffer: Arc::new(bytes.clone()), start: 0, length: bytes.len() as u32 }
        })
    }

    /// What [`PackedNote::bytes`] gave, which stands at `range` of `buffer`. Not looked at before it is
    /// unpacked. `None` when the range is none of the buffer, or lies behind 4 GiB.
    pub fn of_buffer(buffer: &Arc<Vec<u8>>, range: Range<usize>) -> Option<Self> {
        let length = u32::try_from(buffer.get(range.clone())?.len()).ok()?;
        Some(Self { buffer: buffer.clone(), start: range.start.try_into().ok()?, length })
    }

    /// Puts the bytes of all `notes` into few pieces of memory.
    pub fn share<'n>(notes: impl Iterator<Item = &'n mut PackedNote>) {
        let mut notes: Vec<&mut PackedNote> = notes.collect();
        let mut left = notes.iter().map(|note| note.bytes().len()).sum();
        let mut rest = notes.as_mut_slice();
        while let Some(first) = rest.first() {
            let (most, mut length) = (piece(left).max(first.bytes().len()), 0);
            let fits = |note: &&&mut PackedNote| {
                length += note.bytes().len();
                length <= most
            };
            let count = rest.iter().take_while(fits).count();
            let (together, behind) = rest.split_at_mut(count);
            left -= share_one_piece(together, most);
            rest = behind;
        }
    }

    /// The bytes, to be kept.
    pub fn bytes(&self) -> &[u8] {
        self.buffer
            .get(self.start as usize..)
            .and_then(|rest| rest.get(..self.length as usize))
            .unwrap_or(&[])
    }

    /// Has the processor fetch the bytes where each part begins, without waiting for them.
    pub fn fetch_parts(&self) {
        let parts = Parts::of(self.bytes());
        std::hint::black_box(parts.map(|parts| (parts.lines.first().copied(), parts.links.first().copied())));
    }

    /// The note; `None` when the bytes hold none.
    pub fn unpack(&self) -> Option<Note> {
        Note::of_packed(self.bytes())
    }

    /// What the note says by name; `None` when the bytes do not hold it.
    pub fn names(&self) -> Option<Names<'_>> {
        let Parts { links, fields, .. } = Parts::of(self.bytes())?;
        Some(Names { links, ..Reader(fields).next()? })
    }

    /// Those of [`Note::links`] whose path is one of `paths`, in the order of the text. Quick where there
    /// are none. A path is asked about once, and may be no UTF-8 where the bytes are damaged.
    pub fn links_to(&self, paths: impl FnMut(&[u8]) -> bool) -> Vec<Link> {
        Parts::of(self.bytes()).map(|parts| packed_links::some(parts.links, paths)).unwrap_or_default()
    }

    /// The [`Heading::text`] of each of [`Note::headings`] whose number is `wanted`, with the number; up to
    /// the first that the bytes do not hold.
    pub fn heading_texts(&self, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, &str)> {
        // No look at the other parts, which are elsewhere in memory.
        let mut fields = Reader(Reader(self.bytes()).next().unwrap_or(&[]));
        let _length: Option<u32> = fields.next();
        packed_headings::texts(fields, wanted)
    }

    /// As [`Note::title`].
    pub fn title(&self) -> Option<&str> {
        let front: Front = Reader(Parts::of(self.bytes())?.fields).next()?;
        let property = front.frontmatter.and_then(|frontmatter| frontmatter.title);
        title(property.map(|title| title.value), front.headings.first().map(shown))
    }

    /// As [`Note::lines`]; `None` when the bytes hold none.
    pub fn lines(&self) -> Option<LineTable> {
        LineTable::of_stored(Parts::of(self.bytes())?.lines)
    }
}

/// The size of the biggest piece of memory for bytes of which there are so many. The allocator rounds others
/// up, by a tenth mostly.
fn piece(bytes: usize) -> usize {
    match bytes {
        ..SMALL_PIECE => bytes,
        _ => (1 << bytes.ilog2()).min(BIG_PIECE),
    }
}

/// Where a piece is so small that rounding it up costs less than a second piece.
const SMALL_PIECE: usize = 4 << 10;
/// Of these, the allocator packs several without a gap.
const BIG_PIECE: usize = 64 << 10;

/// Puts the bytes of all `notes` into one piece of memory of `size` bytes. Says how many bytes they are.
fn share_one_piece(notes: &mut [&mut PackedNote], size: usize) -> usize {
    let mut bytes = Vec::with_capacity(size);
    notes.iter().for_each(|note| bytes.extend_from_slice(note.bytes()));
    let (buffer, mut start) = (Arc::new(bytes), 0);
    for note in notes {
        let end = start + note.bytes().len();
        if let Some(shared) = PackedNote::of_buffer(&buffer, start..end) {
            **note = shared;
        }
        start = end;
    }
    start
}

impl std::fmt::Debug for PackedNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.unpack().fmt(f)
    }
}

/// As [`Heading::text`], for as long as the bytes live.
fn shown<'b>(heading: &Heading<&'b str>) -> &'b str {
    heading.plain.unwrap_or(heading.raw)
}

/// What a packed note is made of.
pub(super) struct Parts<'b> {
    pub lines: &'b [u8],
    pub links: &'b [u8],
    pub fields: &'b [u8],
}

impl<'b> Parts<'b> {
    pub fn of(bytes: &'b [u8]) -> Option<Self> {
        let mut bytes = Reader(bytes);
        let (fields, lines, links) = (bytes.next()?, bytes.next()?, bytes.next()?);
        bytes.is_empty().then_some(Self { lines, links, fields })
    }
}

/// Adds `part` to `out`, with the number of its bytes in front.
fn put_part(part: &impl Serialize, out: Vec<u8>) -> postcard::Result<Vec<u8>> {
    let at = out.len();
    let mut out = postcard::to_extend(part, out)?;
    // To move the few bytes is quicker than to count them before.
    let mut number = [0; 10];
    let number = postcard::to_slice(&(out.len() - at), &mut number)?;
    out.splice(at..at, number.iter().copied());
    Ok(out)
}

impl Note {
    /// Adds the packed note to `out`.
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        // A `Vec` takes all that is written to it, and every field has its form.
        let packed = put_part(self, std::mem::take(out))
            .and_then(|bytes| put_part(&self.lines, bytes))
            .and_then(|bytes| put_part(&PackedLinks(&self.links), bytes));
        *out = packed.unwrap_or_default();
    }

    /// The note that `bytes` hold, from their first to their last; `None` when they hold none.
    pub(super) fn of_packed(bytes: &[u8]) -> Option<Note> {
        let parts = Parts::of(bytes)?;
        let mut fields = Reader(parts.fields);
        let mut note: Note = fields.next()?;
        note.lines = LineTable::of_stored(parts.lines)?;
        note.links = packed_links::all(parts.links)?;
        (fields.is_empty() && note.is_sound()).then_some(note)
    }

    /// Whether every span lies in the text, and in the span of what it is a part of.
    fn is_sound(&self) -> bool {
        let whole = Span { start: 0, end: self.length };
        // What is counted from another place may end before it begins.
        let fits = |outer: Span, inner: Span| inner.start <= inner.end && outer.contains(inner);
        let own = |spans: &[Span]| spans.iter().all(|span| fits(whole, *span));
        let within =
            |outer: Span, inner: &[Span]| fits(whole, outer) && inner.iter().all(|inner| fits(outer, *inner));
        self.lines.length() == self.length
            && own(&self.opaque)
            && own(&self.tables)
            && self.summary.is_none_or(|span| fits(whole, span))
            && self.tags.iter().all(|tag| fits(whole, tag.span))
            && self.headings.iter().all(|heading| within(heading.span, &[heading.content]))
            && self.headings.is_sorted_by_key(|heading| heading.span.start)
            && self.blocks.iter().all(|block| own(&[block.id_span, block.span]))
            && self.footnotes.iter().all(|footnote| within(footnote.span, &[footnote.label_span]))
            && self.links.iter().all(|link| {
                // A canvas card's subpath stands apart from its file.
                let outer = if link.syntax == LinkSyntax::CanvasFile { whole } else { link.span };
                let parts = [Some(link.path_span), link.subpath_span, link.display_span];
                fits(whole, link.span) && parts.iter().flatten().all(|part| fits(outer, *part))
            })
            && self.links.is_sorted_by_key(|link| link.span.start)
            && self.frontmatter.as_deref().is_none_or(|frontmatter| {
                within(frontmatter.span, &[frontmatter.body])
                    && own(&frontmatter.numbers_as_tags)
                    && frontmatter.error.as_ref().is_none_or(|error| fits(whole, error.span))
                    && properties(frontmatter).all(|property| fits(whole, property.span))
            })
    }
}

fn properties(frontmatter: &Frontmatter) -> impl Iterator<Item = &Property> {
    let single = [&frontmatter.title, &frontmatter.description, &frontmatter.linter_title];
    single.into_iter().flatten().chain(&frontmatter.aliases)
}
