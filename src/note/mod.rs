//! What is in one file. Pure: text in, [`Note`] out, whatever the text; knows no other note.
//!
//! | file | what it reads |
//! |---|---|
//! | `markdown` | a note's body: puts together what the files below find |
//! | `segments` | cuts the text at its top level: what is plain, and what pulldown-cmark has to read |
//! | `structure`, `block_id`, `heading_text` | the blocks of both |
//! | `comment`, `opaque` | where no link can stand |
//! | `wikilink`, `markdown_link`, `tag` | one grammar each |
//! | `frontmatter`, `plain_yaml`, `yaml` | the YAML at the start: at sight when it is plain, else by a parser |
//! | `fields` | all that the YAML says, key by key; not kept |
//! | `canvas`, `json`, `base` | the other formats |
//! | `source_map` | from a string without escapes back to its source |
//! | `packed` | a note in few bytes, and back: what the index keeps |
//! | `memory` | how many bytes a note takes |
//! | [`cursor`] | what is half typed, which none of the others sees |

mod base;
mod block_id;
mod canvas;
mod comment;
mod fields;
mod frontmatter;
mod heading;
mod heading_text;
mod json;
mod link;
mod markdown;
mod markdown_link;
mod memory;
mod opaque;
mod packed;
mod packed_headings;
mod packed_links;
mod pairs;
mod plain_yaml;
mod properties;
mod segments;
mod source_map;
mod spot_names;
mod structure;
mod summary;
mod tag;
mod whitespace;
mod wikilink;
mod yaml;

#[cfg(test)]
mod tests;

pub mod cursor;
#[cfg(any(test, fuzzing))]
pub mod invariants;

pub use comment::is_comment;
pub use fields::{Field, FieldKind, fields};
pub use heading::{Block, Footnote, Heading, Tag};
pub use link::{Container, Link, LinkSyntax};
pub use memory::PackedParts;
pub use packed::{Names, PackedNote};
pub use properties::{Frontmatter, FrontmatterError, Property, ScalarStyle};
pub use spot_names::heading_key;
pub(crate) use spot_names::{IGNORED, SpotNames, slug};
pub use tag::not_in_tags;

pub(crate) use whitespace::trimmed;

use serde::{Deserialize, Serialize};

use spot_names::LateSpotNames;

use crate::text::{LineTable, Span};

/// What kind of file a note's text comes from: each has its own grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown, `.md`.
    Markdown,
    /// An Obsidian canvas, `.canvas`: JSON (R8).
    Canvas,
    /// An Obsidian base, `.base`: YAML (R8).
    Base,
}

impl Format {
    /// The format of a file with this name, or `None` for an attachment, whose bytes are not read.
    pub fn of(name: &str) -> Option<Format> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "md" => Some(Format::Markdown),
            "canvas" => Some(Format::Canvas),
            "base" => Some(Format::Base),
            _ => None,
        }
    }
}

/// All that is known of one file's text. Every span is in bytes of that text.
///
/// The index keeps it as a [`PackedNote`], which begins with the fields in this order: first those
/// that are looked at without the others ([`Names`]).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Note {
    /// Where the lines begin. Packed apart.
    #[serde(skip)]
    pub lines: LineTable,
    /// The text's length in bytes.
    pub length: u32,
    /// Every heading, in the order of the text.
    #[serde(with = "packed_headings")]
    pub headings: Vec<Heading>,
    /// The frontmatter, when the text begins with one, broken or not (R6, R7).
    pub frontmatter: Option<Box<Frontmatter>>,
    /// Every tag, in the text and in the frontmatter, in the order of the text (R26).
    pub tags: Vec<Tag>,
    /// Every block id, in the order of the text (R17). Duplicates are kept.
    pub blocks: Vec<Block>,
    /// Every footnote definition (R18).
    pub footnotes: Vec<Footnote>,
    /// Every link, in the order of the text (R1–R8). Packed apart.
    #[serde(skip)]
    pub links: Vec<Link>,
    /// The first paragraph that says something: not only tags, a block id, an embed or a comment.
    /// Without one, the first such text in a list or quote.
    pub summary: Option<Span>,
    /// Where no link can stand: code, math, comments, raw HTML (R4). In order, not overlapping.
    pub opaque: Vec<Span>,
    /// Every table, in the order of the text.
    pub tables: Vec<Span>,
    #[serde(skip)]
    spot_names: LateSpotNames,
}

impl Note {
    /// The first link, in text order, that a cursor at byte `offset` touches.
    ///
    /// Between two links that meet at `offset`, the one that begins there.
    pub fn link_at(&self, offset: usize) -> Option<&Link> {
        let after = self.links.partition_point(|link| link.span.start as usize <= offset);
        self.links[..after].iter().rev().take(8).find(|link| link.span.touches(offset))
    }

    /// The heading whose line a cursor at byte `offset` is on, with its index in `headings`.
    pub fn heading_at(&self, offset: usize) -> Option<(usize, &Heading)> {
        self.headings.iter().enumerate().find(|(_, heading)| heading.span.touches(offset))
    }

    /// The aliases that the frontmatter gives, as written.
    pub fn aliases(&self) -> impl Iterator<Item = &Property> {
        self.frontmatter.iter().flat_map(|frontmatter| &frontmatter.aliases)
    }

    /// What the note is called: `title` in the frontmatter, else the first heading. `None` when it
    /// has neither; then its file's name is all there is.
    pub fn title(&self) -> Option<&str> {
        let property = self.frontmatter.as_ref().and_then(|frontmatter| frontmatter.title.as_ref());
        title(property.map(|title| &*title.value), self.headings.first().map(Heading::text))
    }

    /// The section that heading `index` opens: from its first byte to that of the next heading
    /// that is not deeper, or to the end of the text.
    pub fn section(&self, index: usize) -> Span {
        let Some(heading) = self.headings.get(index) else { return Span::default() };
        let next = self.headings[index + 1..].iter().find(|next| next.level <= heading.level);
        Span { start: heading.span.start, end: next.map_or(self.length, |next| next.span.start) }
    }
}

/// What a note is called whose frontmatter has the title `property`, and whose first heading says
/// `heading`.
fn title<'n>(property: Option<&'n str>, heading: Option<&'n str>) -> Option<&'n str> {
    property.or(heading).filter(|title| !title.is_empty())
}

/// Reads `text` as a file of `format`. Never fails: what cannot be understood is not in the answer.
pub fn parse(text: &str, format: Format) -> Note {
    parse_with(read, text, format)
}

/// As [`parse`], by `read`. A panic there is a bug, in a package perhaps: it costs what this text says,
/// and neither the vault that is being loaded nor the other documents.
fn parse_with(read: fn(&str, Format, &mut Note), text: &str, format: Format) -> Note {
    let empty = || Note { lines: LineTable::new(text), length: Span::at(text.len()).end, ..Note::default() };
    let whole = || {
        let mut note = empty();
        read(text, format, &mut note);
        note
    };
    std::panic::catch_unwind(whole).unwrap_or_else(|_| empty())
}

fn read(text: &str, format: Format, note: &mut Note) {
    match format {
        Format::Markdown => {
            let body = frontmatter::read(text, note);
            markdown::read(text, body, note);
        }
        Format::Canvas => canvas::read(text, note),
        Format::Base => base::read(text, note),
    }
}
