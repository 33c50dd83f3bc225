//! `[[note|sh`: what the linked note is called.

use std::cmp::Reverse;

use crate::index::{NameKind, NoteText, View};
use crate::note::LinkSyntax;
use crate::note::cursor::WikiTyping;
use crate::resolve::{fits_display, resolve_path};

use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind};

/// The aliases, the title and the name of the note, in this order when nothing is typed.
pub(super) fn complete(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let from = &source.file.place;
    let found = resolve_path(&*view.index, &view.vault.settings, from, &typing.path, LinkSyntax::Wiki);
    let catalog = view.index.catalog();
    let entry = found.ok().and_then(|found| catalog.entry(found.place.id.0 as usize));
    let Some(entry) = entry else { return Completions::default() };
    let query = Query::new(&typing.typed);
    let mut with = Matching::new();
    let mut hits: Vec<_> = entry
        .names()
        .filter(|name| fits_display(name.text))
        .filter_map(|name| Some((query.score_name(&name, 0, &mut with)?, name)))
        .collect();
    hits.sort_by_key(|(score, name)| (Reverse(*score), Reverse(name.kind)));
    let items = hits.into_iter().map(|(_, name)| {
        let detail = match name.kind {
            NameKind::Alias => "alias",
            NameKind::Title => "title",
            NameKind::Stem => "name",
        };
        target.item(Proposal {
            kind: ItemKind::Display,
            label: name.text.to_string(),
            detail: detail.to_owned(),
            insert: name.text.to_string(),
            file: Some(entry.file.place.id),
        })
    });
    completions(&query, false, items)
}
