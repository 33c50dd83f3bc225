//! What stands at a cursor, for all that ask.

use crate::index::{File, FileId, View};
use crate::note::{Link, Note, Tag};
use crate::resolve::{Resolution, Spot, resolve};
use crate::text::{Span, fold};

use super::Location;

/// What a cursor is on.
#[derive(Debug, Clone, Copy)]
pub enum Thing<'a> {
    /// A link.
    Link(&'a Link),
    /// A tag.
    Tag(&'a Tag),
    /// `note.blocks[n]`'s id.
    BlockId(usize),
    /// `note.headings[n]`.
    Heading(usize),
    /// The frontmatter's `title`, or its `linter-yaml-title-alias`.
    Title(Span),
    /// The frontmatter's alias number `n`.
    Alias(usize),
    /// `note.footnotes[n]`'s label.
    Footnote(usize),
}

/// What a cursor at byte `offset` of `note` is on; the smaller thing where one stands in another.
pub fn thing_at(note: &Note, offset: usize) -> Option<Thing<'_>> {
    if let Some(link) = note.link_at(offset) {
        return Some(Thing::Link(link));
    }
    if let Some(tag) = note.tags.iter().find(|tag| with_mark(tag.span).touches(offset)) {
        return Some(Thing::Tag(tag));
    }
    if let Some(at) = note.blocks.iter().position(|block| with_mark(block.id_span).touches(offset)) {
        return Some(Thing::BlockId(at));
    }
    if let Some(at) =
        note.footnotes.iter().position(|footnote| with_mark(footnote.label_span).touches(offset))
    {
        return Some(Thing::Footnote(at));
    }
    let front = note.frontmatter.as_deref();
    let titles = front.into_iter().flat_map(|front| [&front.title, &front.linter_title]).flatten();
    if let Some(title) = titles.into_iter().find(|title| title.span.touches(offset)) {
        return Some(Thing::Title(title.span));
    }
    if let Some(at) = note.aliases().position(|alias| alias.span.touches(offset)) {
        return Some(Thing::Alias(at));
    }
    note.heading_at(offset).map(|(at, _)| Thing::Heading(at))
}

/// A name with the `#` or `^` in front of it.
fn with_mark(span: Span) -> Span {
    Span { start: span.start.saturating_sub(1), end: span.end }
}

/// Something that can be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A place in a file, or the whole file.
    Spot(FileId, Spot),
    /// A tag, folded.
    Tag(String),
}

/// What the cursor at byte `offset` of the note `id` speaks of: the target of the link there, or the
/// thing itself. A note's first heading and its title speak of the note.
pub fn subject_at(view: &View, file: &File, note: &Note, offset: usize) -> Option<Subject> {
    let id = file.place.id;
    Some(match thing_at(note, offset)? {
        Thing::Link(link) => match resolve(&*view.index, &view.vault.settings, &file.place, link) {
            Resolution::Found { file, spot } => Subject::Spot(file.place.id, spot),
            Resolution::MissingSpot { file, .. } => Subject::Spot(file.place.id, Spot::Whole),
            Resolution::MissingFile(_) => return None,
        },
        Thing::Tag(tag) => Subject::Tag(fold(&tag.name).into_owned()),
        Thing::BlockId(at) => Subject::Spot(id, Spot::Block(at)),
        Thing::Footnote(at) => Subject::Spot(id, Spot::Footnote(at)),
        Thing::Title(_) | Thing::Alias(_) | Thing::Heading(0) => Subject::Spot(id, Spot::Whole),
        Thing::Heading(at) => Subject::Spot(id, Spot::Heading(at)),
    })
}

/// Where a spot of a file is. The whole file is entered at its first byte.
pub fn locate(view: &View, id: FileId, spot: Spot) -> Option<Location> {
    let file = view.index.file(id)?;
    let (full, focus) = match (file.note(), spot) {
        (Some(note), Spot::Whole) => (Span { start: 0, end: note.length }, Span::at(0)),
        (Some(note), Spot::Heading(at)) => (note.section(at), note.headings.get(at)?.content),
        (Some(note), Spot::Block(at)) => {
            let span = note.blocks.get(at)?.span;
            (span, Span { start: span.start, end: span.start })
        }
        (Some(note), Spot::Footnote(at)) => {
            (note.footnotes.get(at)?.span, note.footnotes.get(at)?.label_span)
        }
        (None, _) => (Span::default(), Span::default()),
    };
    Some(Location { file, full, focus })
}

/// Where a spot of `note` says its name: the heading's text, the id or label without its mark. The
/// whole note says it in its first heading.
pub fn name_span(note: &Note, spot: Spot) -> Option<Span> {
    match spot {
        Spot::Whole => Some(note.headings.first()?.content),
        Spot::Heading(at) => Some(note.headings.get(at)?.content),
        Spot::Block(at) => Some(note.blocks.get(at)?.id_span),
        Spot::Footnote(at) => Some(note.footnotes.get(at)?.label_span),
    }
}

/// What a spot of `file` is called: the file's title, a heading's text, an id with its `^`, a
/// footnote as it is written.
pub fn spot_name(file: &File, spot: Spot) -> Option<String> {
    let note = file.note().filter(|_| spot != Spot::Whole);
    Some(match spot {
        Spot::Whole => file.title().to_owned(),
        Spot::Heading(at) => note?.headings.get(at)?.text().to_owned(),
        Spot::Block(at) => format!("^{}", note?.blocks.get(at)?.id),
        Spot::Footnote(at) => format!("[^{}]", note?.footnotes.get(at)?.label),
    })
}
