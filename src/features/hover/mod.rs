//! What is this link about?
//!
//! All text that is shown is from inside the vault: from notes that the index knows, read by the
//! vault's own door.

mod attachment;
mod embed;
mod excerpt;
mod key;
mod preview;
mod tag;
mod unresolved;

use crate::index::{FileId, NoteText, View};
use crate::note::{Format, Link};
use crate::resolve::{FoundFile, Resolution, Spot, resolve};
use crate::text::Span;

use super::definition::definition;

pub use preview::preview;

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The link or tag under the cursor.
    pub span: Span,
    /// Markdown.
    pub markdown: String,
}

/// What to show at byte `offset` of the note `id`; `None` when nothing is there to tell of.
pub fn hover(view: &View, id: FileId, offset: usize) -> Option<Hover> {
    let source = view.read(id).ok()?;
    if let Some(link) = source.note.link_at(offset) {
        let markdown = about_link(view, &source, link)?;
        return Some(Hover { span: link.span, markdown });
    }
    about_tag(view, &source, offset)
        .or_else(|| key::about(view, &source, offset))
        .or_else(|| about_footnote(view, id, offset))
}

fn about_tag(view: &View, source: &NoteText, offset: usize) -> Option<Hover> {
    let tag = source.note.tags.iter().find(|tag| {
        // The `#` in front belongs to a tag in the text.
        let start = tag.span.start.saturating_sub(u32::from(!tag.in_frontmatter));
        Span { start, ..tag.span }.touches(offset)
    })?;
    Some(Hover { span: tag.span, markdown: tag::about(view, &tag.name) })
}

/// A footnote reference `[^1]` in the text: the footnote.
fn about_footnote(view: &View, id: FileId, offset: usize) -> Option<Hover> {
    let definition = definition(view, id, offset)?;
    let target = definition.targets.first()?;
    let note = &*target.file.note()?;
    let index = note.footnotes.iter().position(|footnote| footnote.label_span == target.focus)?;
    let markdown = preview::of_spot(view, target.file.place.id, Spot::Footnote(index))?;
    Some(Hover { span: definition.origin, markdown })
}

fn about_link(view: &View, source: &NoteText, link: &Link) -> Option<String> {
    match resolve(&*view.index, &view.vault.settings, &source.file.place, link) {
        Resolution::Found { file, spot } => about_file(view, &file, spot),
        Resolution::MissingSpot { file, kind } => Some(unresolved::spot(view, &file, kind, link)),
        Resolution::MissingFile(missing) => Some(unresolved::file(view, source, link, &missing)),
    }
}

fn about_file(view: &View, found: &FoundFile, spot: Spot) -> Option<String> {
    let id = found.place.id;
    let file = view.index.file(id)?;
    match (file.format, spot) {
        (Some(Format::Markdown), spot) => preview::of_spot(view, id, spot),
        _ => preview(view, id),
    }
}
