//! What is a part of a note called that becomes a note of its own?

use crate::index::{Lookup, NoteText, View, link_key};
use crate::note::Note;
use crate::text::{Span, fold};
use crate::vault::VaultPath;

use super::{Refusal, check_name};

/// How many names are tried when the first is taken.
const NAMES: usize = 100;

/// A name for the part that no file has and no link says: its first heading, or its first words.
///
/// # Errors
/// When every name that is tried is taken.
pub(super) fn free_path(view: &View, read: &NoteText, own: &Note, span: Span) -> Result<VaultPath, Refusal> {
    let text = span.of(&read.text);
    let first = own
        .headings
        .first()
        .map(|heading| heading.text())
        .or_else(|| text.lines().map(str::trim).find(|line| !line.is_empty()));
    let name = file_name(first.unwrap_or_default());
    let folder = read.file.place.path.folder();
    let is_free = |path: &VaultPath| {
        let key = link_key(path.name());
        let there = view.index.named(&fold(path.name())).as_slice().is_empty();
        there
            && view.index.referrers(&key).is_empty()
            && view.index.aliased(&key).is_empty()
            && check_name(path).is_ok()
            && view.vault.accepts(path)
            && view.vault.stamp(path).is_none()
            && view.vault.place_to_write(path).is_ok()
    };
    let named = |number: usize| match number {
        1 => VaultPath::joined(folder, &format!("{name}.md")),
        number => VaultPath::joined(folder, &format!("{name} {number}.md")),
    };
    let found = (1..=NAMES).filter_map(named).find(is_free);
    found.ok_or_else(|| Refusal(format!("no note can be called \"{name}\"; choose another heading")))
}

/// The most words and characters of a name that is made up.
const WORDS: usize = 8;
const CHARACTERS: usize = 60;

/// `text` without what no name can hold.
fn file_name(text: &str) -> String {
    let kept: String = without_footnotes(text)
        .chars()
        .map(|c| if c.is_control() || "#|^:[]%\\/<>\"?*`!{}".contains(c) { ' ' } else { c })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().filter(|word| *word != "-").take(WORDS).collect();
    let name: String = words.join(" ").chars().take(CHARACTERS).collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() { "New note".to_owned() } else { name.to_owned() }
}

/// `text` without its marks of footnotes.
fn without_footnotes(text: &str) -> String {
    let mut parts = text.split("[^");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once(']').map_or(part, |(_, behind)| behind));
    }
    kept
}
