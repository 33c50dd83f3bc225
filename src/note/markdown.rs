//! Markdown: its blocks come from pulldown-cmark, its links and tags from the grammars beside this
//! file, and here they are put together.

use crate::text::Span;

use super::markdown_link::Seen;
use super::opaque::{self, Forward};
use super::structure::{self, Structure};
use super::{Container, Link, Note, comment, heading_text, summary, tag, wikilink};

/// Reads the Markdown of `text` from byte `start` on into `note`, behind what is there.
pub(super) fn read(text: &str, start: usize, note: &mut Note) {
    put_together(text, start, structure::walk(text, start), note);
}

/// Adds to `structure`, which is that of `text` from byte `start` on, what is no block, and puts all
/// of it into `note`.
pub(super) fn put_together<'t>(text: &'t str, start: usize, mut structure: Structure<'t>, note: &mut Note) {
    structure.comments = comment::find(text, start, &structure.opaque);
    let mut ranges = comment::put_into(std::mem::take(&mut structure.opaque), &structure.comments);
    let wikilinks = wikilink::find(text, start, &mut ranges);
    note.opaque = opaque::merged(&ranges);
    drop_commented(&mut structure);

    let first = note.links.len();
    let taken = merge_links(wikilinks, &mut structure, &mut note.links);
    mark_tables(&mut note.links[first..], &structure.tables);
    note.tags.extend(tag::find(text, start, &note.opaque, &taken));
    heading_text::fill(text, &mut structure, &note.links[first..]);

    note.headings = std::mem::take(&mut structure.headings);
    note.blocks = std::mem::take(&mut structure.blocks);
    note.blocks.sort_by_key(|block| block.id_span.start);
    note.footnotes = std::mem::take(&mut structure.footnotes);
    note.tables = std::mem::take(&mut structure.tables);
    note.summary = summary::find(text, &structure, note);
}

/// Drops what begins inside a comment.
fn drop_commented(structure: &mut Structure<'_>) {
    let comments = std::mem::take(&mut structure.comments);
    if !comments.is_empty() {
        let hidden = |at: u32| {
            let next = comments.partition_point(|comment| comment.end <= at);
            comments.get(next).is_some_and(|comment| comment.start <= at)
        };
        structure.headings.retain(|heading| !hidden(heading.span.start));
        structure.blocks.retain(|block| !hidden(block.id_span.start));
        structure.footnotes.retain(|footnote| !hidden(footnote.span.start));
        structure.links.retain(|link| !hidden(link.span.start));
        structure.definitions.retain(|link| !hidden(link.span.start));
    }
    structure.comments = comments;
}

/// Puts wikilinks and Markdown links into `links`, in order. Returns the spans of all of them, and
/// of the links to elsewhere, in order.
///
/// Of two that share their brackets the wikilink stays, as editors show it, but for
/// `[[14]](https://…)`.
fn merge_links(mut wikilinks: Vec<Link>, structure: &mut Structure<'_>, links: &mut Vec<Link>) -> Vec<Span> {
    let mut seen = std::mem::take(&mut structure.links);
    if !seen.is_empty() {
        drop_shared_brackets(&mut wikilinks, &mut seen);
    }
    let mut taken: Vec<Span> = wikilinks.iter().map(|link| link.span).collect();
    taken.extend(seen.iter().map(|seen| seen.span));
    taken.extend(structure.definitions.iter().map(|link| link.span));
    taken.sort();
    let first = links.len();
    links.append(&mut wikilinks);
    links.extend(seen.into_iter().filter_map(|seen| seen.link));
    links.append(&mut structure.definitions);
    links[first..].sort_by_key(|link| link.span.start);
    taken
}

fn drop_shared_brackets(wikilinks: &mut Vec<Link>, seen: &mut Vec<Seen>) {
    let around = |link: &Link| {
        let first = seen.partition_point(|seen| seen.span.start < link.span.start);
        seen[first..].iter().take_while(|seen| seen.span.start < link.span.end).any(|seen| {
            seen.external && seen.text_end + 1 == link.span.end as usize && seen.span.start == link.span.start
        })
    };
    wikilinks.retain(|link| !around(link));
    let mut inside = Forward::new(wikilinks, |link| link.span);
    seen.retain(|seen| inside.holding(seen.span.start as usize).is_none());
}

/// Links in a table have its escapes.
fn mark_tables(links: &mut [Link], tables: &[Span]) {
    let mut tables = Forward::new(tables, |table| *table);
    for link in links {
        if tables.holding(link.span.start as usize).is_some() {
            link.container = Container::Table;
        }
    }
}
