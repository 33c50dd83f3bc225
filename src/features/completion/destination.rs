//! `[text](al`: destinations of Markdown links (R13, R19).

use crate::index::{NoteText, View};
use crate::note::cursor::DestinationTyping;
use crate::note::{LinkSyntax, Note};
use crate::resolve::{
    Spot, block_subpath, encode_markdown_path, heading_subpath, link_path, resolve_subpath, slugs,
};

use super::headings::{TRIED, linked_note};
use super::notes::{Search, shown};
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, blocks};

pub(super) fn complete(
    view: &View,
    source: &NoteText,
    typing: &DestinationTyping,
    offset: usize,
) -> Completions {
    let end = match (typing.closed, typing.angled) {
        (true, _) => "",
        (false, true) => ">)",
        (false, false) => ")",
    };
    let target = Target::destination(&source.text, typing.replace, offset, end);
    match &typing.subpath {
        None => paths(view, source, typing, &target),
        Some(subpath) => subpaths(view, source, typing, subpath, &target),
    }
}

fn paths(view: &View, source: &NoteText, typing: &DestinationTyping, target: &Target<'_>) -> Completions {
    let syntax = LinkSyntax::Inline { angled: typing.angled };
    let query = Query::of_path(&typing.path);
    let search = Search { view, source, query: &query, embed: typing.embed, wiki: false };
    let catalog = view.index.catalog();
    search.completions(&catalog, |hit| {
        let (entry, by) = hit.entry(&catalog)?;
        let (from, to) = (&source.file.place, &entry.file.place);
        let path = link_path(&*view.index, &view.vault.settings, from, to, syntax)?;
        let insert = encode_markdown_path(&path, typing.angled).into_owned();
        Some(target.item(Proposal { insert, ..shown(&entry, by) }))
    })
}

/// The headings, or behind `#^` the blocks, of the note that the path leads to.
fn subpaths(
    view: &View,
    source: &NoteText,
    typing: &DestinationTyping,
    subpath: &str,
    target: &Target<'_>,
) -> Completions {
    let syntax = LinkSyntax::Inline { angled: typing.angled };
    let Some((file, note)) = linked_note(view, source, &typing.path, syntax) else {
        return Completions::default();
    };
    let encoded = |text: &str| encode_markdown_path(text, typing.angled).into_owned();
    if let Some(id) = subpath.strip_prefix('^') {
        let query = Query::new(id);
        let hits = blocks::fitting(view, &file, &note, &query);
        let items = hits.into_iter().filter(|hit| blocks::leads_there(&note, hit.at)).filter_map(|hit| {
            let label = block_subpath(&note.blocks.get(hit.at)?.id);
            let (insert, file) = (encoded(&label), Some(file.place.id));
            Some(target.item(Proposal { kind: ItemKind::Block, label, detail: hit.excerpt, insert, file }))
        });
        return completions(&query, false, items);
    }
    let query = Query::new(subpath);
    let mut with = Matching::new();
    let mut hits: Vec<_> = (note.headings.iter().zip(slugs(&note.headings)).enumerate())
        .filter_map(|(at, (heading, slug))| {
            let by_text = query.score_text(heading.text(), &mut with);
            let score = by_text.max(query.score_text(&slug, &mut with))?;
            Some((score, at, heading, slug))
        })
        .collect();
    hits.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    let items = hits.into_iter().take(TRIED).filter_map(|(_, at, heading, slug)| {
        Some(target.item(Proposal {
            kind: ItemKind::Heading,
            label: heading.text().to_owned(),
            detail: "#".repeat(heading.level.into()),
            insert: encoded(&subpath_to(&note, at, slug, syntax)?),
            file: Some(file.place.id),
        }))
    });
    completions(&query, false, items)
}

/// The slug, which every Markdown renderer understands, where it leads there; else the text.
fn subpath_to(note: &Note, at: usize, slug: String, syntax: LinkSyntax) -> Option<String> {
    let leads_there = |text: &String| resolve_subpath(note, text, syntax) == Ok(Spot::Heading(at));
    Some(slug).filter(leads_there).or_else(|| heading_subpath(note, at)).filter(leads_there)
}
