//! Where does this link lead?

use crate::index::{FileId, View};
use crate::note::Note;
use crate::resolve::{MissingFile, Resolution, Spot, resolve};
use crate::text::{Span, fold};

use super::Location;
use super::cursor::locate;

/// Where a link leads.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The whole link under the cursor.
    pub origin: Span,
    /// Where it leads. Empty when it leads nowhere; several for an alias of several notes (R12).
    pub targets: Vec<Location>,
}

/// Where the link or footnote reference at byte `offset` of the note `id` leads; `None` when there
/// is none.
///
/// A link to a heading or block that is not there leads to its note.
pub fn definition(view: &View, id: FileId, offset: usize) -> Option<Definition> {
    let file = view.index.file(id)?;
    let note = &*file.note()?;
    let Some(link) = note.link_at(offset) else { return footnote(view, id, note, offset) };
    let targets = match resolve(&*view.index, &view.vault.settings, &file.place, link) {
        Resolution::Found { file, spot } => locate(view, file.place.id, spot).into_iter().collect(),
        Resolution::MissingSpot { file, .. } => {
            locate(view, file.place.id, Spot::Whole).into_iter().collect()
        }
        Resolution::MissingFile(MissingFile::OnlyAlias(notes)) => {
            notes.iter().filter_map(|place| locate(view, place.id, Spot::Whole)).collect()
        }
        Resolution::MissingFile(_) => Vec::new(),
    };
    Some(Definition { origin: link.span, targets })
}

/// Where a reference `[^label]` in the text leads.
fn footnote(view: &View, id: FileId, note: &Note, offset: usize) -> Option<Definition> {
    if note.footnotes.is_empty() {
        return None;
    }
    let text = view.read(id).ok()?.text;
    let line = note.lines.line_span(note.lines.line_of(offset));
    let (before, after) = line.of(&text).split_at_checked(offset.checked_sub(line.start as usize)?)?;
    let start = before.rfind("[^").or_else(|| after.starts_with("[^").then_some(before.len()))?;
    let reference = line.of(&text).get(start..)?;
    let end = reference.find(']').filter(|end| start + end + 1 >= before.len())?;
    let label = fold(&reference[2..end]);
    let at = note.footnotes.iter().position(|footnote| fold(&footnote.label) == label)?;
    let origin = Span::new(start, start + end + 1).shifted(line.start as usize);
    Some(Definition { origin, targets: locate(view, id, Spot::Footnote(at)).into_iter().collect() })
}
