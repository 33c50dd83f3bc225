//! The display text of a link as an alias of its note.

use crate::index::{FileId, View};
use crate::note::{Format, Link, LinkSyntax};
use crate::plan::{Plan, alias_edit, file_edits};
use crate::resolve::{Spot, resolve};

/// What adds the display text of the link at byte `offset` of the note `id` to the aliases of the note
/// that it leads to; `None` when that has it already, is called so, or cannot be given one.
pub fn alias_from_display(view: &View, id: FileId, offset: usize) -> Option<Plan> {
    let revision = view.index.revision();
    let read = view.read(id).ok()?;
    let wiki = |link: &&Link| link.syntax == LinkSyntax::Wiki && !link.embed;
    let link = read.note.link_at(offset).filter(wiki)?;
    let display = link.display_span?.of(&read.text);
    let resolution = resolve(&*view.index, &view.vault.settings, &read.file.place, link);
    let (target, _) = resolution.found().filter(|(_, spot)| *spot == Spot::Whole)?;
    let target = view.read(target.place.id).ok().filter(|read| read.file.format == Some(Format::Markdown))?;
    let path = target.file.place.path.clone();
    if display.is_empty() || display == path.stem() {
        return None;
    }
    let edit = alias_edit(&target, display)?;
    let title = format!("Add the alias \"{display}\" to \"{}\"", path.without_md());
    let edits = file_edits(target, vec![edit]).into_iter().collect();
    Some(Plan { title, revision, edits, operations: Vec::new() })
}
