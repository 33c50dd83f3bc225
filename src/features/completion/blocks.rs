//! `[[note#^id`, `[[#^id`, `[[^^id`: blocks.

use std::cmp::Reverse;

use crate::index::{File, NoteText, View};
use crate::note::cursor::WikiTyping;
use crate::note::{Block, LinkSyntax, Note};
use crate::resolve::{Spot, block_subpath, resolve_subpath};

use super::everywhere::in_all_notes;
use super::headings::{linked_note, path_to};
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind};

/// How many characters of a block are shown.
const EXCERPT: usize = 60;

/// The blocks of the note that the link leads to, by their ids and by their texts.
pub(super) fn of_note(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let Some((file, note)) = linked_note(view, source, &typing.path, LinkSyntax::Wiki) else {
        return Completions::default();
    };
    let query = Query::new(&typing.typed);
    let hits = fitting(view, &file, &note, &query);
    let items = hits.into_iter().filter(|hit| leads_there(&note, hit.at)).filter_map(|hit| {
        let block = note.blocks.get(hit.at)?;
        Some(target.item(proposal(&file, block, hit.excerpt, block.id.to_string())))
    });
    completions(&query, false, items)
}

/// A block that fits.
pub(super) struct Hit {
    pub at: usize,
    pub excerpt: String,
    score: u32,
}

/// The blocks that fit, best first, then in the order of the text.
pub(super) fn fitting(view: &View, file: &File, note: &Note, query: &Query) -> Vec<Hit> {
    let mut with = Matching::new();
    let text = view.read(file.place.id).ok();
    let text = text.as_ref().map_or("", |source| &source.text);
    let mut hits: Vec<Hit> = note
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| {
            let excerpt = excerpt(block, text);
            let by_id = query.score_text(&block.id, &mut with);
            let score = by_id.max(query.score_text(&excerpt, &mut with))?;
            Some(Hit { at, excerpt, score })
        })
        .collect();
    hits.sort_by_key(|hit| Reverse(hit.score));
    hits
}

/// Whether the block's id means this block, and not an earlier one with the same id (R21).
pub(super) fn leads_there(note: &Note, at: usize) -> bool {
    let subpath = note.blocks.get(at).map(|block| block_subpath(&block.id));
    subpath.is_some_and(|subpath| resolve_subpath(note, &subpath, LinkSyntax::Wiki) == Ok(Spot::Block(at)))
}

/// The beginning of the block's text.
fn excerpt(block: &Block, text: &str) -> String {
    let text = block.span.of(text).trim_start_matches(['-', '*', '+', '>', '|', ' ']);
    let line = text.lines().next().unwrap_or_default();
    let line = line.strip_suffix(&format!("^{}", block.id)).unwrap_or(line).trim();
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn proposal(file: &File, block: &Block, detail: String, insert: String) -> Proposal {
    let label = block.id.to_string();
    Proposal { kind: ItemKind::Block, label, detail, insert, file: Some(file.place.id) }
}

/// The blocks of all notes, by their ids.
pub(super) fn of_all(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let query = Query::new(&typing.typed);
    let catalog = view.index.catalog();
    let (hits, more) = in_all_notes(
        view,
        &catalog,
        &query,
        |_| true,
        |note, with| {
            note.blocks.iter().enumerate().for_each(|(number, block)| with(number, block.id));
        },
    );
    let items = hits.into_iter().filter_map(|(at, number)| {
        let file = catalog.entry(at)?.file;
        let note = file.note().filter(|note| leads_there(note, number))?;
        let block = note.blocks.get(number)?;
        let insert = format!("{}#{}", path_to(view, source, file)?, block_subpath(&block.id));
        let detail = file.place.path.without_md().to_owned();
        Some(target.item(proposal(file, block, detail, insert)))
    });
    completions(&query, more, items)
}
