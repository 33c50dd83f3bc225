//! `[[today`: the notes of days, by the words for the days.

use jiff::civil::Date;

use crate::features::daily::{daily_name, daily_note_there, day_in_words, today};
use crate::index::{NoteText, View};
use crate::note::LinkSyntax;
use crate::note::cursor::WikiTyping;
use crate::resolve::{MissingFile, link_path, linkable_name, resolve_path};

use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS};

/// The words that a day is completed by when they are only begun.
const DAYS: [&str; 3] = ["today", "yesterday", "tomorrow"];

/// What other words for a day begin with.
const OTHERS: [&str; 11] = [
    "in ",
    "last ",
    "next ",
    "this ",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// So many letters of a word are no chance.
const FEWEST: usize = 3;

/// Puts the day that `typing` names before all that is `found`, and those that it begins to name
/// behind the best.
pub(super) fn add(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
    found: &mut Completions,
) {
    let today = today(view);
    let typed = typing.typed.trim_start().to_lowercase();
    let days = days(typed.trim_end(), today);
    let is_whole = days.iter().any(|(words, _)| words == typed.trim_end());
    let at = if is_whole { 0 } else { found.items.len().min(1) };
    let is_known = |insert: &str| found.items.iter().any(|item| item.insert == insert);
    let proposals = days.into_iter().filter_map(|(words, day)| {
        let proposal = proposal(view, source, words, day)?;
        // A date that says itself, or that a note is called, is proposed once.
        let says_itself = proposal.insert == proposal.label;
        let item = target.item(proposal);
        (!says_itself && !is_known(&item.insert)).then_some(item)
    });
    let proposals: Vec<_> = proposals.collect();
    found.items.splice(at..at, proposals);
    found.items.truncate(MAX_ITEMS);
    // More words name another day, which is in no list yet.
    let mut words = DAYS.iter().chain(&OTHERS);
    let begins = |word: &str| word.starts_with(&typed) || (word.ends_with(' ') && typed.starts_with(word));
    found.incomplete |= !typed.is_empty() && words.any(|word| begins(word));
}

/// The days, with the words for them.
fn days(typed: &str, today: Date) -> Vec<(String, Date)> {
    if typed.chars().count() < FEWEST {
        return Vec::new();
    }
    let begun = DAYS.iter().filter(|word| word.starts_with(typed)).map(|word| (*word).to_owned());
    let mut words: Vec<String> = begun.collect();
    // `mon` may begin any name.
    if typed.parse::<Date>().is_ok()
        || OTHERS.iter().any(|other| typed == *other || (other.ends_with(' ') && typed.starts_with(other)))
    {
        words.push(typed.to_owned());
    }
    words.into_iter().filter_map(|words| Some((words.clone(), day_in_words(&words, today)?))).collect()
}

/// The link to the note of `day`, there or not yet. Nothing when a link could not lead to it (R21).
fn proposal(view: &View, source: &NoteText, words: String, day: Date) -> Option<Proposal> {
    let (index, settings, from) = (&*view.index, &view.vault.settings, &*source.file.place);
    let name = daily_name(view, day);
    if let Some(note) = daily_note_there(view, day).and_then(|id| view.index.file(id)) {
        let insert = link_path(index, settings, from, &note.place, LinkSyntax::Wiki)?;
        let file = Some(note.place.id);
        return Some(Proposal { kind: ItemKind::Note, label: words, detail: name, insert, file });
    }
    let leads_nowhere =
        matches!(resolve_path(index, settings, from, &name, LinkSyntax::Wiki), Err(MissingFile::NoFile));
    (linkable_name(&name) && leads_nowhere).then(|| Proposal {
        kind: ItemKind::Unresolved,
        label: words,
        detail: format!("{name}, no note yet"),
        insert: name,
        file: None,
    })
}
