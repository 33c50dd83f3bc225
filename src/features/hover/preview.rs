//! What a note, or a place in it, is about.

use std::sync::Arc;

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use crate::features::quick::quickly;
use crate::index::{File, FileId, LinksUnder, NoteText, View, link_key};
use crate::note::{Block, Format};
use crate::resolve::{Spot, resolve_path};
use crate::text::Span;

use super::attachment;
use super::excerpt::{cut, excerpt, plain_line};

/// Above so many files with a link of the name, they are counted without asking what each means.
const COUNTED_ONE_BY_ONE: usize = 500;

/// How many of them one thread counts alone: with fewer, others cost more than they save.
const COUNTED_ALONE: usize = 64;

/// The preview of a whole note, as hover shows it on a link to it: also completion's documentation.
/// Its title, its description or else its first paragraph, and a footer.
/// Of an attachment, what there is to see of it.
pub fn preview(view: &View, id: FileId) -> Option<String> {
    let file = view.index.file(id)?;
    if file.format != Some(Format::Markdown) {
        return Some(attachment::about(view, &file));
    }
    let Ok(source) = view.read(id) else { return unreadable(view, id) };
    let description = source.note.frontmatter.as_ref().and_then(|front| front.description.as_ref());
    let body = match (description, source.note.summary) {
        (Some(description), _) => cut(&description.value),
        (None, Some(summary)) => excerpt(view, &source, summary),
        (None, None) => String::new(),
    };
    Some(assembled(view, &source, &body))
}

/// The preview of a place in a note.
pub(super) fn of_spot(view: &View, id: FileId, spot: Spot) -> Option<String> {
    let Ok(source) = view.read(id) else { return unreadable(view, id) };
    let note = &source.note;
    let span = match spot {
        Spot::Whole => return preview(view, id),
        Spot::Heading(index) => note.section(index),
        Spot::Block(index) => without_id(note.blocks.get(index)?, &source.text),
        Spot::Footnote(index) => return footnote(view, &source, index),
    };
    Some(assembled(view, &source, &excerpt(view, &source, span)))
}

/// A block without the id at its end.
pub(super) fn without_id(block: &Block, text: &str) -> Span {
    let ends_in_id = block.span.contains(block.id_span)
        && Span { start: block.id_span.end, ..block.span }.of(text).trim().is_empty();
    let end = block.id_span.start.saturating_sub(1).max(block.span.start);
    if ends_in_id { Span { end, ..block.span } } else { block.span }
}

/// The text of a footnote, and nothing else.
fn footnote(view: &View, source: &NoteText, index: usize) -> Option<String> {
    let footnote = source.note.footnotes.get(index)?;
    let text = footnote.span.of(&source.text);
    let start = text.find("]:").map_or(0, |at| at + 2);
    let blanks = text[start..].len() - text[start..].trim_start().len();
    let span = Span { start: footnote.span.start + (start + blanks) as u32, ..footnote.span };
    Some(excerpt(view, source, span))
}

/// A note that the index knows but nobody can read: its path.
fn unreadable(view: &View, id: FileId) -> Option<String> {
    let file = view.index.file(id)?;
    Some(format!("{}\n\n*The note cannot be read.*", title_line(&file, None)))
}

fn assembled(view: &View, source: &NoteText, body: &str) -> String {
    let title = title_line(&source.file, source.note.title());
    let body = without_title(body, source);
    let footer = footer(view, source);
    let parts = [&*title, body, "---", &footer];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A section that begins with the note's title need not say it twice.
fn without_title<'b>(body: &'b str, source: &NoteText) -> &'b str {
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let heading = first.starts_with('#').then(|| first.trim_start_matches('#').trim());
    match heading.is_some() && heading == source.note.title() {
        true => rest.trim_start_matches(['\n', '\r']),
        false => body,
    }
}

fn title_line(file: &File, title: Option<&str>) -> String {
    format!("# {}", plain_line(title.unwrap_or(file.place.path.stem())))
}

/// What else there is to know: aliases, tags, path, and, as soon as that is known, how many notes link here.
fn footer(view: &View, source: &NoteText) -> String {
    let aliases: Vec<String> = source.note.aliases().map(|alias| plain_line(&alias.value)).collect();
    let mut tags: Vec<String> =
        source.note.tags.iter().map(|tag| format!("#{}", plain_line(&tag.name))).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    tags.retain(|tag| seen.insert(tag.to_lowercase()));
    let names = match aliases.is_empty() {
        true => String::new(),
        false => format!("Also called {}", aliases.join(", ")),
    };
    let path = plain_line(source.file.place.path.as_str()).replace('`', "'");
    let place = match view.index.has_links() {
        true => format!("`{path}` · {}", links_here(backlinks(view, &source.file))),
        // A big vault is still being read: what the note says need not wait for that.
        false => format!("`{path}`"),
    };
    let lines = [names, tags.join(" "), place];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("  \n")
}

fn links_here(count: usize) -> String {
    match count {
        0 => "no notes link here".to_owned(),
        1 => "1 note links here".to_owned(),
        count => format!("{count} notes link here"),
    }
}

/// How many other files link to this one.
pub(super) fn backlinks(view: &View, file: &File) -> usize {
    let key = link_key(file.place.path.name());
    let referrers = view.index.referrers(&key);
    let others: Vec<FileId> = referrers.iter().copied().filter(|&id| id != file.place.id).collect();
    if others.len() > COUNTED_ONE_BY_ONE {
        return others.len();
    }
    let links_here = |from: &File, named_so: &mut LinksUnder<'_>| {
        let named = from.links_to(|path| named_so.has(path));
        named.iter().any(|link| {
            let settings = &view.vault.settings;
            let found = resolve_path(&*view.index, settings, &from.place, &link.path, link.syntax);
            found.is_ok_and(|found| found.place.id == file.place.id)
        })
    };
    let count = |files: &[Arc<File>]| {
        let mut named_so = LinksUnder::new(std::slice::from_ref(&key));
        files.iter().filter(|from| links_here(from, &mut named_so)).count()
    };
    let files = view.index.files_at(&others);
    // They lie all over memory, and it answers many at once.
    File::fetch_all(files.iter().map(|file| &**file));
    match files.len() {
        ..=COUNTED_ALONE => count(&files),
        _ => quickly(|| files.par_chunks(COUNTED_ALONE).map(count).sum()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::hover::hover;
    use crate::index::Index;
    use crate::vault::{Settings, Vault, VaultPath};

    #[test]
    fn a_note_is_shown_before_it_is_known_what_links_to_it() {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [("a.md", "[[b]]\n"), ("b.md", "Text.\n")] {
            std::fs::write(root.path().join(path), text).unwrap();
        }
        let vault = Arc::new(Vault::with_settings(root.path(), Settings::default()));
        let index = Arc::new(Index::new());
        let view = View::new(vault.clone(), index.clone());
        let last_line = || {
            let a = index.file_at(&VaultPath::new("a.md").unwrap()).unwrap();
            let shown = hover(&view, a.place.id, 2).unwrap().markdown;
            shown.lines().last().unwrap().to_owned()
        };
        let listed = index.list(&vault, || false);
        assert_eq!(last_line(), "`b.md`");
        let read = index.read_listed(&vault, listed, None, |_| {}, || false);
        index.fill_links(&read.files);
        assert_eq!(last_line(), "`b.md` · 1 note links here");
    }
}
