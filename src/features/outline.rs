//! What is in this note? Its headings, one in another, with the blocks and tags that stand under them.

use crate::note::{Block, Note};
use crate::text::Span;

/// What a part of a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A heading with its section.
    Heading,
    /// A block that has an id.
    Block,
    /// A tag.
    Tag,
}

/// A part of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What it is called: never empty. A block with its `^`, a tag with its `#`.
    pub name: String,
    /// All of it: a section, a block up to its id.
    pub full: Span,
    /// Its name in the text. Inside `full`.
    pub focus: Span,
    /// The parts inside.
    pub children: Vec<Part>,
}

/// The parts of `note`, in the order of the text.
pub fn outline(note: &Note) -> Vec<Part> {
    let mut parts: Vec<(Option<u8>, Part)> =
        (0..note.headings.len()).filter_map(|at| heading(note, at)).collect();
    parts.extend(note.blocks.iter().map(|block| (None, of_block(block))));
    parts.extend(note.tags.iter().map(|tag| {
        let (name, span) = (format!("#{}", tag.name), tag.span);
        (None, Part { kind: PartKind::Tag, name, full: span, focus: span, children: Vec::new() })
    }));
    parts.sort_by_key(|(level, part)| (part.focus.start, level.is_none()));
    nested(parts)
}

fn heading(note: &Note, at: usize) -> Option<(Option<u8>, Part)> {
    let heading = note.headings.get(at)?;
    let name = match heading.text().trim() {
        "" => "#".repeat(heading.level.into()),
        text => text.to_owned(),
    };
    let (full, focus) = (note.section(at), heading.content);
    let focus = if full.contains(focus) { focus } else { Span::at(full.start as usize) };
    Some((Some(heading.level), Part { kind: PartKind::Heading, name, full, focus, children: Vec::new() }))
}

fn of_block(block: &Block) -> Part {
    let focus = block.id_span;
    let full = Span { start: block.span.start.min(focus.start), end: block.span.end.max(focus.end) };
    Part { kind: PartKind::Block, name: format!("^{}", block.id), full, focus, children: Vec::new() }
}

/// Puts each part into the last heading before it that is less deep.
fn nested(parts: Vec<(Option<u8>, Part)>) -> Vec<Part> {
    let mut top = Vec::new();
    let mut open: Vec<(u8, Part)> = Vec::new();
    for (level, part) in parts {
        match level {
            None => siblings(&mut top, &mut open).push(part),
            Some(level) => {
                close(&mut top, &mut open, level);
                open.push((level, part));
            }
        }
    }
    close(&mut top, &mut open, 0);
    top
}

/// Closes the headings that are not less deep than `level`.
fn close(top: &mut Vec<Part>, open: &mut Vec<(u8, Part)>, level: u8) {
    while let Some((_, part)) = open.pop_if(|(above, _)| *above >= level) {
        siblings(top, open).push(part);
    }
}

/// Where the next part goes.
fn siblings<'a>(top: &'a mut Vec<Part>, open: &'a mut [(u8, Part)]) -> &'a mut Vec<Part> {
    match open.last_mut() {
        Some((_, heading)) => &mut heading.children,
        None => top,
    }
}
