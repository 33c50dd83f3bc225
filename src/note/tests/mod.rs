//! What stands in a text, rule by rule. The expected side is written by [`show`].

use std::fmt::Write;

use expect_test::Expect;

use super::{Format, Link, LinkSyntax, Note, parse};
use crate::text::Span;

pub(super) mod any_text;
mod cursor;
mod formats;
mod markdown;
mod segments;
mod summary;

/// Checks all that is found in the Markdown `text`.
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &parse(text, Format::Markdown)));
}

/// Everything in a note, one thing a line, in the order of its kinds.
fn show(text: &str, note: &Note) -> String {
    let mut out = String::new();
    if let Some(frontmatter) = &note.frontmatter {
        if let Some(error) = &frontmatter.error {
            let _ = writeln!(out, "error {:?} {}", error.span.of(text), error.message);
        }
        let named = [
            ("title", &frontmatter.title),
            ("description", &frontmatter.description),
            ("linter title", &frontmatter.linter_title),
        ];
        for (name, property) in named {
            if let Some(property) = property {
                let _ = writeln!(out, "{name} {:?} {}", property.value, place(property.span));
            }
        }
        for alias in &frontmatter.aliases {
            let partial = if alias.partial { " partial" } else { "" };
            let place = place(alias.span);
            let _ = writeln!(out, "alias {:?} {:?}{partial} {place}", alias.value, alias.style);
        }
    }
    for heading in &note.headings {
        let plain = heading.plain.as_ref().map(|plain| format!(" = {plain:?}")).unwrap_or_default();
        let _ = writeln!(out, "h{} {:?}{plain} {}", heading.level, heading.raw, place(heading.span));
    }
    for block in &note.blocks {
        let _ = writeln!(out, "^{} {:?}", block.id, block.span.of(text));
    }
    for footnote in &note.footnotes {
        let _ = writeln!(out, "[^{}] {:?}", footnote.label, footnote.span.of(text));
    }
    for link in &note.links {
        let _ = writeln!(out, "{}", show_link(text, link));
    }
    for tag in &note.tags {
        let yaml = if tag.in_frontmatter { " yaml" } else { "" };
        let _ = writeln!(out, "#{}{yaml} {}", tag.name, place(tag.span));
    }
    out
}

fn show_link(text: &str, link: &Link) -> String {
    let embed = if link.embed { "!" } else { "" };
    let syntax = match link.syntax {
        LinkSyntax::Wiki => "Wiki",
        LinkSyntax::Inline { angled: false } => "Inline",
        LinkSyntax::Inline { angled: true } => "Inline<>",
        LinkSyntax::Definition { angled: false } => "Definition",
        LinkSyntax::Definition { angled: true } => "Definition<>",
        LinkSyntax::CanvasFile => "File",
    };
    let mut out = format!("{embed}{syntax} path={:?}", link.path);
    if let Some(subpath) = &link.subpath {
        let _ = write!(out, " sub={subpath:?}");
    }
    if let Some(display) = link.display_span {
        let _ = write!(out, " shown={:?}", display.of(text));
    }
    if link.container != super::Container::Text {
        let _ = write!(out, " in {:?}", link.container);
    }
    format!("{out} @{}", place(link.span))
}

fn place(span: Span) -> String {
    format!("{}..{}", span.start, span.end)
}
