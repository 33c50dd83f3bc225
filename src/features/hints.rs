//! What stands behind a link that does not say it? The title of a note that is named by an id, and
//! the text of an embedded block; and behind words that could be a link, the link.

use std::sync::Arc;

use crate::index::{File, FileId, View};
use crate::note::{Format, Link};
use crate::resolve::{Spot, resolve};
use crate::text::Span;

use super::mentions::{Mention, mentions_in};

/// A text to show behind a link, or behind words that could be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind it.
    pub at: usize,
    /// The text: one line, never empty.
    pub text: String,
}

/// The most characters of a hint.
const LONGEST: usize = 60;

/// The hints for the links of the note `id` that touch `range`, in the order of the text. Which of
/// them there are is set by `hints.titles`, `hints.embeds` and `hints.mentions`.
pub fn hints(view: &View, id: FileId, range: Span) -> Vec<Hint> {
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let settings = &view.vault.settings;
    let mut found = if settings.hints_mentions { for_mentions(view, id, range) } else { Vec::new() };
    if !settings.hints_titles && !settings.hints_embeds {
        return found;
    }
    let note = file.note();
    let links = note.iter().flat_map(|note| &note.links);
    let within = links.filter(|link| link.span.meets(range));
    let hint = |link: &Link| {
        let text = shortened(&text_for(view, &file, link)?);
        (!text.is_empty()).then_some(Hint { at: link.span.end as usize, text })
    };
    found.extend(within.filter_map(hint));
    found.sort_by_key(|hint| hint.at);
    found
}

fn for_mentions(view: &View, id: FileId, range: Span) -> Vec<Hint> {
    let within = |mention: &Mention| mention.span.start <= range.end && range.start <= mention.span.end;
    let hint = |mention: Mention| {
        let note = view.index.file(*mention.notes.first()?)?;
        let text = shortened(&format!("[[{}]]", note.place.path.without_md()));
        Some(Hint { at: mention.span.end as usize, text })
    };
    mentions_in(view, id).into_iter().filter(within).filter_map(hint).collect()
}

fn text_for(view: &View, from: &File, link: &Link) -> Option<String> {
    if link.display_span.is_some() {
        return None;
    }
    let settings = &view.vault.settings;
    let resolution = resolve(&*view.index, settings, &from.place, link);
    let (found, spot) = resolution.found()?;
    match spot {
        Spot::Block(at) if link.embed => {
            settings.hints_embeds.then(|| block_text(view, found.place.id, at)).flatten()
        }
        _ if link.embed || link.is_local() || !settings.hints_titles => None,
        _ => title(&view.index.file(found.place.id)?),
    }
}

/// The title of a note that is named by an id.
fn title(file: &Arc<File>) -> Option<String> {
    let stem = file.place.path.stem();
    let is_note = file.format == Some(Format::Markdown);
    let title = if is_note && is_id(stem) { file.title() } else { stem };
    (title != stem).then(|| title.to_owned())
}

/// Whether a name says nothing to a person: most of it is digits, or it is a long number in hexadecimal.
fn is_id(name: &str) -> bool {
    let characters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let hexadecimal = name.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    2 * digits > characters || (digits > 0 && hexadecimal && characters >= 8)
}

/// The text of a block, without its id.
fn block_text(view: &View, id: FileId, at: usize) -> Option<String> {
    let read = view.read(id).ok()?;
    let block = read.note.blocks.get(at)?;
    let end = match block.span.contains(block.id_span) {
        true => block.id_span.start.saturating_sub(1).max(block.span.start),
        false => block.span.end,
    };
    let source = Span { end, ..block.span }.of(&read.text);
    // No more than is shown can be needed: marks and spaces are few.
    let source = source.char_indices().nth(8 * LONGEST).map_or(source, |(end, _)| &source[..end]);
    let text = source.trim_start_matches(|c: char| c.is_whitespace() || "-*+>#".contains(c));
    Some(text.to_owned())
}

/// `text` as one line without control characters, cut where it is too long.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let line = words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn names_of_mostly_digits_are_ids() {
        for name in ["202401011230", "20240101T123000", "2024-01-01", "1a2b3", "deadbeef-0001", "7"] {
            assert!(is_id(name), "{name}");
        }
        for name in ["Garden", "2024 in review", "deadbeef", "v1.2 notes", "", "語"] {
            assert!(!is_id(name), "{name}");
        }
    }
}
