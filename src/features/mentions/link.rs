//! A mention as a link.

use crate::index::{FileId, NoteText, Place, View};
use crate::note::{Container, Format, Link, LinkSyntax, parse};
use crate::plan::{Edit, Plan, Reason, contained, file_edits};
use crate::resolve::{encode_markdown_path, fits_display, link_path, resolve};
use crate::text::Span;

use super::{Mention, mentions_of_names};

/// The most notes that one mention is linked to.
const MAX_NOTES: usize = 3;

/// What makes a link of the mention that touches byte `offset` of the note `id`: one plan for each note
/// that is called so, at most three. Each was tried: it leads there, and changes no other link (R21). Empty
/// also while the names of a big vault are not ready yet.
pub fn links_for_mention(view: &View, id: FileId, offset: usize) -> Vec<Plan> {
    let revision = view.index.revision();
    let Ok(read) = view.read(id) else { return Vec::new() };
    // Other actions wait for this one.
    let Some(names) = view.named_words_soon() else { return Vec::new() };
    let mentions = mentions_of_names(view, &names, &read);
    let Some(mention) = mentions.iter().find(|mention| mention.span.touches(offset)) else {
        return Vec::new();
    };
    let plan = |&note: &FileId| {
        let file = view.index.file(note)?;
        let title =
            format!("Link \"{}\" to \"{}\"", mention.span.of(&read.text), file.place.path.without_md());
        let edit = linked(view, &read, mention, &file.place)?;
        let edits = file_edits(read.clone(), vec![edit]).into_iter().collect();
        Some(Plan { title, revision, edits, operations: Vec::new() })
    };
    mention.notes.iter().take(MAX_NOTES).filter_map(plan).collect()
}

fn linked(view: &View, read: &NoteText, mention: &Mention, to: &Place) -> Option<Edit> {
    let text = link_text(view, read, mention.span, to)?;
    let edit = Edit { span: mention.span, text, reason: Reason::Fix };
    leads_there(view, read, &edit, to).then_some(edit)
}

/// The link as the settings want it (R19), which shows the words that stand there.
fn link_text(view: &View, read: &NoteText, span: Span, to: &Place) -> Option<String> {
    let (index, settings, from) = (&*view.index, &view.vault.settings, &*read.file.place);
    let shown = span.of(&read.text);
    if settings.markdown_links {
        let path = link_path(index, settings, from, to, LinkSyntax::Inline { angled: false })?;
        return Some(format!("[{shown}]({})", encode_markdown_path(&path, false)));
    }
    let path = link_path(index, settings, from, to, LinkSyntax::Wiki)?;
    let inside = match path == shown {
        true => path,
        false if fits_display(shown) => format!("{path}|{shown}"),
        false => return None,
    };
    let in_table = read.note.tables.iter().any(|table| table.contains(span));
    let container = if in_table { Container::Table } else { Container::Text };
    Some(format!("[[{}]]", contained(container, inside.as_str().into())))
}

/// Whether the edit makes one link, to `to`, and leaves the others as they are.
fn leads_there(view: &View, read: &NoteText, edit: &Edit, to: &Place) -> bool {
    let mut text = read.text.to_string();
    text.replace_range(edit.span.range(), &edit.text);
    let after = parse(&text, Format::Markdown);
    let new = |link: &&Link| link.span.start == edit.span.start;
    let others = after.links.iter().filter(|link| !new(link)).map(|link| (&link.path, &link.subpath));
    let same = others.eq(read.note.links.iter().map(|link| (&link.path, &link.subpath)));
    let found = after
        .links
        .iter()
        .find(new)
        .map(|link| resolve(&*view.index, &view.vault.settings, &read.file.place, link));
    same && found.is_some_and(|found| found.found().is_some_and(|(file, _)| file.place.id == to.id))
}
