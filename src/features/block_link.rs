//! How is this paragraph linked to? By its block id, which it gets when it has none (R17).

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::index::{FileId, Lookup, NoteText, View};
use crate::note::{Format, LinkSyntax, Note, parse};
use crate::plan::{Edit, Plan, Reason, file_edits};
use crate::resolve::{Style, block_subpath, encode_markdown_path, link_path_in_style};
use crate::text::Span;
use crate::vault::LinkFormat;

/// A link to a block.
#[derive(Debug, Clone)]
pub struct BlockLink {
    /// The link as another note writes it: `[[note#^id]]`.
    pub link: String,
    /// What gives the block its id; `None` when it has one.
    pub plan: Option<Plan>,
}

/// The most lines that a paragraph is followed down.
const LINES: usize = 2000;

/// The link to the paragraph, list item or table at byte `offset` of the note `id`. `None` where no id
/// can be put so that it names that block and changes nothing else: in code, in a heading, between
/// blocks.
pub fn block_link(view: &View, id: FileId, offset: usize) -> Option<BlockLink> {
    let revision = view.index.revision();
    let read = view.read(id).ok().filter(|read| read.file.format == Some(Format::Markdown))?;
    let note = &read.note;
    let smallest =
        note.blocks.iter().filter(|block| block.span.touches(offset) || block.id_span.touches(offset));
    if let Some(block) = smallest.min_by_key(|block| block.span.len()) {
        return Some(BlockLink { link: link_to(view, &read, &block.id)?, plan: None });
    }
    let (block_id, edit) = new_id(&read, offset)?;
    let title = format!("Add the block id ^{block_id}");
    let link = link_to(view, &read, &block_id)?;
    let edits = file_edits(read, vec![edit]).into_iter().collect();
    Some(BlockLink { link, plan: Some(Plan { title, revision, edits, operations: Vec::new() }) })
}

/// A link to a block of the note that leads there from every folder: by the whole path, unless the
/// settings want short ones and the name is unique.
fn link_to(view: &View, read: &NoteText, id: &str) -> Option<String> {
    let (settings, place) = (&view.vault.settings, &*read.file.place);
    let syntax =
        if settings.markdown_links { LinkSyntax::Inline { angled: false } } else { LinkSyntax::Wiki };
    let is_unique = matches!(view.index.named(place.name_key()).as_slice(), [_]);
    let style = match settings.link_format {
        LinkFormat::Shortest if is_unique && !settings.markdown_links => Style::Bare,
        _ => Style::VaultPath,
    };
    let with_md = settings.markdown_links;
    let path = link_path_in_style(&*view.index, settings, place, place, syntax, style, with_md)?;
    let subpath = block_subpath(id);
    Some(match settings.markdown_links {
        true => format!("[{}]({}#{subpath})", place.path.stem(), encode_markdown_path(&path, false)),
        false => format!("[[{path}#{subpath}]]"),
    })
}

/// An id that the note does not have, and where it goes: behind the line, behind the paragraph, or
/// below it, whichever names the block at `offset`.
fn new_id(read: &NoteText, offset: usize) -> Option<(String, Edit)> {
    let (note, text) = (&read.note, &*read.text);
    let front = note.frontmatter.iter().map(|front| front.span);
    // A part of a line, like `code` or $math$, is a part of the block.
    let is_part = |span: &Span| {
        let line = note.lines.line_span(note.lines.line_of(span.start as usize));
        line.contains(*span) && span.of(text).trim() != line.of(text).trim()
    };
    let mut closed = note.opaque.iter().copied().filter(|span| !is_part(span)).chain(front);
    if note.heading_at(offset).is_some() || closed.any(|span| span.touches(offset)) {
        return None;
    }
    let line = note.lines.line_of(offset);
    let said = |line: &usize| !note.lines.line_span(*line).of(text).trim().is_empty();
    if !said(&line) {
        return None;
    }
    let last = (line..note.lines.len().min(line + LINES)).take_while(said).last()?;
    let end = |line: usize| {
        let span = note.lines.line_span(line);
        span.start as usize + span.of(text).trim_end().len()
    };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let id = fresh_id(note, &text[note.lines.line_span(line).range()]);
    let places = [
        (end(line), format!(" ^{id}")),
        (end(last), format!(" ^{id}")),
        (end(last), format!("{newline}{newline}^{id}")),
    ];
    let edit = |(at, text): (usize, String)| Edit { span: Span::at(at), text, reason: Reason::Fix };
    let edit = places.into_iter().map(edit).find(|edit| names_block(read, edit, &id, offset))?;
    Some((id, edit))
}

/// Six digits and letters that are no id of the note.
fn fresh_id(note: &Note, line: &str) -> String {
    let id = |salt: u32| format!("{:06x}", FxBuildHasher.hash_one((line, salt)) & 0xff_ffff);
    let is_new = |id: &String| note.blocks.iter().all(|block| !block.id.eq_ignore_ascii_case(id));
    // There are more salts than a note can have blocks.
    (0..).map(id).find(is_new).unwrap_or_default()
}

/// Whether after `edit` the id names a block at `offset`, and nothing else has changed.
fn names_block(read: &NoteText, edit: &Edit, id: &str, offset: usize) -> bool {
    let mut text = read.text.to_string();
    text.insert_str(edit.span.start as usize, &edit.text);
    let (before, after) = (&*read.note, parse(&text, Format::Markdown));
    let named = after.blocks.iter().filter(|block| &*block.id == id);
    let spans: Vec<Span> = named.map(|block| block.span).collect();
    let is_here = matches!(spans.as_slice(), [span] if span.touches(offset));
    let said = |note: &Note| {
        let headings: Vec<_> = note.headings.iter().map(|heading| heading.raw.clone()).collect();
        let links: Vec<_> = note.links.iter().map(|link| (link.path.clone(), link.subpath.clone())).collect();
        (headings, links)
    };
    is_here && after.blocks.len() == before.blocks.len() + 1 && said(before) == said(&after)
}
