//! Embeds in a piece of a note: notes one level deep, as quoted text; images as images.

use crate::index::{NoteText, View};
use crate::note::{Format, Link, Note};
use crate::resolve::{FoundFile, Spot, is_image_name, resolve};
use crate::text::Span;

use super::attachment::image;
use super::preview::without_id;

/// How many characters of an embedded note are shown.
const CHARACTERS: usize = 400;

/// At most so many embeds are looked up.
const MOST: usize = 20;

/// The text under `span`, with what it embeds in the embeds' places.
pub(super) fn shown(view: &View, source: &NoteText, span: Span) -> String {
    replaced(source, span, |link, alone| match target(view, source, link) {
        Some((file, _)) if is_image_name(file.place.path.name()) => image(view, &file.place.path),
        Some((file, spot)) if alone => quote(view, &file, spot),
        _ => None,
    })
}

/// The same for a note that is embedded itself: images only.
fn shown_inside(view: &View, source: &NoteText, span: Span) -> String {
    replaced(source, span, |link, _| {
        let (file, _) = target(view, source, link)?;
        is_image_name(file.place.path.name()).then(|| image(view, &file.place.path))?
    })
}

/// The text under `span`, with embeds replaced by what `with` says; it is told whether the embed is
/// alone on its line.
fn replaced(source: &NoteText, span: Span, with: impl Fn(&Link, bool) -> Option<String>) -> String {
    let mut out = String::new();
    let mut at = span.start;
    for link in embeds(&source.note, span) {
        if link.span.start < at {
            continue;
        }
        if let Some(text) = with(link, is_alone(source, link)) {
            out.push_str(Span { start: at, end: link.span.start }.of(&source.text));
            out.push_str(&text);
            at = link.span.end;
        }
    }
    out.push_str(Span { start: at, end: span.end }.of(&source.text));
    out
}

fn embeds(note: &Note, span: Span) -> impl Iterator<Item = &Link> {
    let first = note.links.partition_point(|link| link.span.start < span.start);
    let within = note.links.iter().skip(first).take_while(move |link| link.span.end <= span.end);
    within.filter(|link| link.embed).take(MOST)
}

fn is_alone(source: &NoteText, link: &Link) -> bool {
    let line = source.note.lines.line_span(source.note.lines.line_of(link.span.start as usize));
    let around = |start, end| Span { start, end }.of(&source.text).trim().is_empty();
    link.span.end <= line.end && around(line.start, link.span.start) && around(link.span.end, line.end)
}

fn target(view: &View, source: &NoteText, link: &Link) -> Option<(FoundFile, Spot)> {
    let meaning = resolve(&*view.index, &view.vault.settings, &source.file.place, link);
    meaning.found().map(|(file, spot)| (file.clone(), spot))
}

/// What is embedded, each line behind `> `.
fn quote(view: &View, file: &FoundFile, spot: Spot) -> Option<String> {
    if Format::of(file.place.path.name()) != Some(Format::Markdown) {
        return None;
    }
    let source = view.read(file.place.id).ok()?;
    let span = match spot {
        Spot::Whole => body(&source.note),
        Spot::Heading(index) => source.note.section(index),
        Spot::Block(index) => without_id(source.note.blocks.get(index)?, &source.text),
        Spot::Footnote(index) => source.note.footnotes.get(index)?.span,
    };
    let text = span.of(&source.text);
    let end = text.char_indices().nth(CHARACTERS).map(|(at, _)| at);
    let shown = Span { start: span.start, end: end.map_or(span.end, |end| span.start + end as u32) };
    let mut text = shown_inside(view, &source, shown).trim().to_owned();
    if end.is_some() {
        text.push_str(" …");
    }
    let text = super::excerpt::cut(&text);
    Some(text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n"))
}

/// All of a note but its frontmatter.
fn body(note: &Note) -> Span {
    let start = note.frontmatter.as_ref().map_or(0, |frontmatter| frontmatter.span.end);
    Span { start, end: note.length }
}
