//! The blocks of a Markdown text, as pulldown-cmark sees them, and what stands in them that it
//! knows: code, math, HTML, Markdown links. It knows no wikilinks, tags, block ids and comments.

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::text::Span;

use super::block_id::{self, Frame, FrameKind};
use super::markdown_link::{self, Seen};
use super::opaque::{Opaque, OpaqueKind};
use super::segments::{Segment, segments};
use super::whitespace::without_end;
use super::{Block, Footnote, Heading, Link, heading_text};

/// How many paragraphs are looked at for a summary.
const SUMMARY_CANDIDATES: usize = 32;

/// What the walk finds. Everything is in the order of the text, with spans in the whole text.
#[derive(Debug, Default)]
pub(super) struct Structure<'t> {
    pub(super) opaque: Vec<Opaque>,
    pub(super) headings: Vec<Heading>,
    /// For each heading with markup in it: its first byte, and what it says piece by piece.
    pub(super) heading_pieces: Vec<(u32, Vec<Piece<'t>>)>,
    pub(super) blocks: Vec<Block>,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) tables: Vec<Span>,
    pub(super) links: Vec<Seen>,
    pub(super) definitions: Vec<Link>,
    /// The comments, once they are found: no part of the walk.
    pub(super) comments: Vec<Span>,
    /// What may become the summary.
    pub(super) paragraphs: Vec<Candidate>,
    /// The pieces of text in `paragraphs`, images left out.
    pub(super) said: Vec<Span>,
}

/// A piece of text in a heading: where it stands, and what a reader sees.
pub(super) type Piece<'t> = (Span, CowStr<'t>);

/// A paragraph or an item's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) span: Span,
    /// Whether it stands in no quote, list or footnote.
    pub(super) top_level: bool,
}

/// Walks `text` from byte `start` on.
pub(super) fn walk(text: &str, start: usize) -> Structure<'_> {
    let mut walk = Walk::new(text, start);
    for segment in segments(text, start) {
        walk.segment(segment);
    }
    walk.finish()
}

/// What [`walk`] gives, with no shortcut.
#[cfg(any(test, fuzzing))]
pub(super) fn walk_whole(text: &str, start: usize) -> Structure<'_> {
    let mut walk = Walk::new(text, start);
    walk.segment(Segment::Other(Span::new(start, text.len())));
    walk.finish()
}

fn parser(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    Parser::new_ext(text, options).into_offset_iter()
}

struct Walk<'t> {
    text: &'t str,
    /// The blocks that are open, the outermost first. Never empty.
    frames: Vec<Frame>,
    links: Vec<OpenLink<'t>>,
    /// How many images are open.
    images: usize,
    /// Whether the pieces of a heading are wanted.
    in_heading: bool,
    out: Structure<'t>,
}

/// A Markdown link whose end has not come yet.
struct OpenLink<'t> {
    span: Span,
    text_end: usize,
    destination: CowStr<'t>,
    image: bool,
    inline: bool,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        Self {
            text,
            frames: vec![Frame::new(FrameKind::Root, Span::new(start, text.len()))],
            links: Vec::new(),
            images: 0,
            in_heading: false,
            out: Structure::default(),
        }
    }

    fn finish(mut self) -> Structure<'t> {
        self.out.links.sort_by_key(|link| link.span.start);
        self.out
    }

    fn segment(&mut self, segment: Segment) {
        match segment {
            Segment::Heading { level, span } => {
                self.heading(level, span);
                self.block(FrameKind::Heading, span);
            }
            Segment::Paragraph(span) => {
                self.text(CowStr::Borrowed(""), without_end(self.text, span));
                self.frames.push(Frame::new(FrameKind::Paragraph, span));
                self.paragraph_end(span);
                self.close_frame(span);
            }
            Segment::Code(span) => {
                self.opaque(OpaqueKind::Code, span);
                self.block(FrameKind::Leaf, span);
            }
            Segment::Other(span) => self.other(span),
        }
    }

    /// A block at the top level that holds no other and no id.
    fn block(&mut self, kind: FrameKind, span: Span) {
        self.frames.push(Frame::new(kind, span));
        self.close_frame(span);
    }

    fn other(&mut self, span: Span) {
        let start = span.start as usize;
        let events = parser(span.of(self.text));
        self.definitions(&events, start);
        for (event, range) in events {
            self.event(event, Span::from(range).shifted(start));
        }
    }

    fn definitions(&mut self, events: &OffsetIter<'t>, start: usize) {
        let text = self.text;
        let definitions = events.reference_definitions().iter().filter_map(|(_, definition)| {
            let span = Span::from(definition.span.clone()).shifted(start);
            markdown_link::definition(text, span, &definition.dest)
        });
        self.out.definitions.extend(definitions);
        self.out.definitions.sort_by_key(|link| link.span.start);
    }

    fn event(&mut self, event: Event<'t>, span: Span) {
        match event {
            Event::Start(tag) => self.start_of(tag, span),
            Event::End(end) => self.end_of(end, span),
            Event::Text(said) => self.text(said, span),
            Event::Code(said) => {
                self.opaque(OpaqueKind::Code, span);
                self.text(said, span);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.opaque(OpaqueKind::Math, span);
                self.text(CowStr::Borrowed(span.of(self.text)), span);
            }
            Event::FootnoteReference(_) => self.text(CowStr::Borrowed(span.of(self.text)), span),
            Event::InlineHtml(_) => {
                self.opaque(OpaqueKind::Html, span);
                self.inline(span);
            }
            Event::SoftBreak | Event::HardBreak => self.text(CowStr::Borrowed(" "), span),
            Event::Rule => self.top().previous = None,
            Event::Html(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn top(&mut self) -> &mut Frame {
        // `end_of` keeps the last frame, whatever the events are.
        self.frames.last_mut().expect("the root frame is never closed")
    }

    fn opaque(&mut self, kind: OpaqueKind, span: Span) {
        self.out.opaque.push(Opaque { span, kind });
    }

    /// A piece of text that a reader sees.
    fn text(&mut self, said: CowStr<'t>, span: Span) {
        if self.in_heading {
            if let Some((_, pieces)) = self.out.heading_pieces.last_mut() {
                pieces.push((span, said));
            }
        } else if self.images == 0 && self.out.paragraphs.len() < SUMMARY_CANDIDATES {
            self.out.said.push(span);
        }
        self.inline(span);
    }

    /// Anything within a line: the text of an open link, or of a tight list's item, goes as far.
    fn inline(&mut self, span: Span) {
        if let Some(link) = self.links.last_mut() {
            link.text_end = link.text_end.max(span.end as usize);
        }
        let top = self.top();
        if top.kind == FrameKind::Item {
            let own = top.own_text.get_or_insert(span);
            own.end = own.end.max(span.end);
        }
    }

    fn start_of(&mut self, tag: Tag<'t>, span: Span) {
        let kind = match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return self.inline_start(span),
            Tag::Link { link_type, dest_url, .. } => return self.link(span, link_type, dest_url, false),
            Tag::Image { link_type, dest_url, .. } => return self.link(span, link_type, dest_url, true),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => return self.row(&tag, span),
            Tag::BlockQuote(_) => FrameKind::Quote,
            Tag::List(_) => FrameKind::List,
            Tag::Item => FrameKind::Item,
            Tag::FootnoteDefinition(_) => {
                self.footnote(span);
                FrameKind::Footnote
            }
            Tag::Heading { level, .. } => {
                self.heading(level as u8, span);
                FrameKind::Heading
            }
            Tag::CodeBlock(_) => {
                self.opaque(OpaqueKind::Code, span);
                FrameKind::Leaf
            }
            Tag::HtmlBlock => {
                self.opaque(OpaqueKind::Html, span);
                FrameKind::Leaf
            }
            Tag::Table(_) => {
                self.out.tables.push(without_end(self.text, span));
                FrameKind::Table
            }
            Tag::Paragraph => FrameKind::Paragraph,
            _ => FrameKind::Leaf,
        };
        self.end_own_text();
        self.frames.push(Frame::new(kind, span));
    }

    fn end_of(&mut self, end: TagEnd, span: Span) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return self.inline(span),
            TagEnd::Link | TagEnd::Image => return self.link_end(span),
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => return,
            TagEnd::Paragraph => self.paragraph_end(span),
            TagEnd::Table => self.table_end(),
            TagEnd::Heading(_) => self.in_heading = false,
            _ => self.end_own_text(),
        }
        self.close_frame(span);
    }

    /// Closes the innermost block, which is all of `span`.
    fn close_frame(&mut self, span: Span) {
        if self.frames.len() > 1 {
            let closed = self.frames.pop().map(|frame| frame.kind);
            let counts = closed != Some(FrameKind::Heading);
            let parent = self.top();
            parent.previous = counts.then_some(span);
            parent.first_child.get_or_insert(span);
        }
    }

    fn inline_start(&mut self, span: Span) {
        let top = self.top();
        if top.kind == FrameKind::Item {
            top.own_text.get_or_insert(span);
        }
    }

    fn row(&mut self, tag: &Tag<'t>, span: Span) {
        if matches!(tag, Tag::TableRow) {
            self.top().last_row = Some(span);
        }
    }

    fn link(&mut self, span: Span, kind: LinkType, destination: CowStr<'t>, image: bool) {
        self.inline_start(span);
        self.images += usize::from(image);
        let inline = kind == LinkType::Inline;
        let text_end = span.start as usize + if image { 2 } else { 1 };
        self.links.push(OpenLink { span, text_end, destination, image, inline });
    }

    fn link_end(&mut self, span: Span) {
        if let Some(open) = self.links.pop() {
            self.images -= usize::from(open.image);
            if open.inline {
                let seen =
                    markdown_link::inline(self.text, open.span, open.text_end, &open.destination, open.image);
                self.out.links.extend(seen);
            }
        }
        self.inline(span);
    }

    fn heading(&mut self, level: u8, span: Span) {
        let heading = heading_text::read(self.text, level, span);
        self.in_heading = heading_text::has_markup(heading.raw.as_bytes());
        if self.in_heading {
            self.out.heading_pieces.push((heading.span.start, Vec::new()));
        }
        self.out.headings.push(heading);
    }

    fn footnote(&mut self, span: Span) {
        let source = span.of(self.text);
        let Some(length) = source.strip_prefix("[^").and_then(|label| label.find("]:")) else { return };
        let label_span = Span::new(span.start as usize + 2, span.start as usize + 2 + length);
        let label = label_span.of(self.text).into();
        let span = without_end(self.text, span);
        self.out.footnotes.push(Footnote { label, label_span, span });
    }

    fn paragraph_end(&mut self, span: Span) {
        let span = without_end(self.text, span);
        self.out.blocks.extend(block_id::of_text(self.text, &self.frames, span));
        self.candidate(span);
    }

    fn table_end(&mut self) {
        let text = self.text;
        let top = self.top();
        let found = top.last_row.and_then(|row| block_id::of_table(text, top.span, row));
        if let (Some(block), Some(table)) = (&found, self.out.tables.last_mut()) {
            *table = block.span;
        }
        self.out.blocks.extend(found);
    }

    /// Ends the text that stands in a tight list's item, with no paragraph around it.
    fn end_own_text(&mut self) {
        let Some(span) = self.top().own_text.take() else { return };
        let span = without_end(self.text, span);
        self.out.blocks.extend(block_id::of_text(self.text, &self.frames, span));
        self.candidate(span);
    }

    fn candidate(&mut self, span: Span) {
        if self.out.paragraphs.len() < SUMMARY_CANDIDATES {
            let top_level = self.frames.len() <= 2 && self.frames.iter().all(|frame| !frame.kind.nests());
            self.out.paragraphs.push(Candidate { span, top_level });
        }
    }
}
