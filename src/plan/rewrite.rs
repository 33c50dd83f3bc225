//! The new text of one link: R23.

use std::borrow::Cow;

use crate::index::{Lookup, Place};
use crate::note::{Container, Link, LinkSyntax, Note};
use crate::resolve::{
    Rule, Spot, Style, encode_like, heading_key, heading_subpath, heading_text, link_path_in_style,
    resolve_subpath, slugs,
};
use crate::text::fold;
use crate::vault::Settings;

/// The shape that a link's path has now.
pub fn style_of(link: &Link, rule: Rule, target: &Place) -> Style {
    let path = &*link.path;
    if path.starts_with("./") || path.starts_with("../") {
        return Style::Relative;
    }
    if path.starts_with('/') {
        return Style::FromRoot;
    }
    if link.syntax == LinkSyntax::CanvasFile {
        return Style::VaultPath;
    }
    if rule == Rule::FromFolder {
        return Style::FromFolder;
    }
    let segments = path.split('/').count();
    match segments {
        1 => Style::Bare,
        _ if segments == target.path.depth() => Style::VaultPath,
        _ => Style::Segments(segments),
    }
}

/// Whether the link says `.md`.
pub fn says_md(link: &Link) -> bool {
    fold(&link.path).ends_with(".md")
}

/// The path, decoded, that leads from `from` to `to` in the shape that `link` has now. `None` when
/// nothing leads there.
pub fn path_like(
    lookup: &impl Lookup,
    settings: &Settings,
    from: &Place,
    to: &Place,
    link: &Link,
    style: Style,
) -> Option<String> {
    link_path_in_style(lookup, settings, from, to, link.syntax, style, says_md(link))
}

/// The subpath, decoded, that leads to `spot` in `after`, in the shape that the link has now.
/// `before` is the note as it was when the link led to `spot`.
pub fn subpath_like(before: &Note, after: &Note, link: &Link, spot: Spot) -> Option<String> {
    let written = link.subpath.as_deref().unwrap_or_default();
    let leads_there = |text: &String| resolve_subpath(after, text, link.syntax) == Ok(spot);
    match spot {
        Spot::Heading(index) => {
            let slug = || slug_like(before, after, link, index);
            let same_shape = segments_like(before, after, written);
            slug()
                .filter(leads_there)
                .or_else(|| Some(same_shape).filter(leads_there))
                .or_else(|| heading_subpath(after, index))
        }
        Spot::Block(index) => Some(format!("^{}", after.blocks.get(index)?.id)).filter(leads_there),
        Spot::Footnote(index) => {
            Some(format!("[^{}]", after.footnotes.get(index)?.label)).filter(leads_there)
        }
        Spot::Whole => Some(String::new()),
    }
}

/// The slug of the heading, when the link now says its slug rather than its text.
fn slug_like(before: &Note, after: &Note, link: &Link, index: usize) -> Option<String> {
    let says_slug =
        link.syntax.is_markdown() && slugs(&before.headings).nth(index).as_deref() == link.subpath.as_deref();
    says_slug.then(|| slugs(&after.headings).nth(index)).flatten()
}

/// `A#B` with the segments that name a renamed heading under its new name.
fn segments_like(before: &Note, after: &Note, written: &str) -> String {
    let renamed: Vec<_> = before
        .headings
        .iter()
        .zip(&after.headings)
        .filter(|(before, after)| before.raw != after.raw)
        .map(|(before, after)| {
            (heading_key(&before.raw), heading_key(before.text()), heading_text(&after.raw))
        })
        .collect();
    let segment = |text: &str| {
        let key = heading_key(text);
        let new = renamed.iter().find(|(raw, plain, _)| *raw == key || *plain == key);
        new.map_or_else(|| text.to_owned(), |(_, _, new)| new.clone())
    };
    written.split('#').map(segment).collect::<Vec<_>>().join("#")
}

/// `text` as it is written in place of `raw`, a part of `link` in the source: escaped and encoded
/// as the link's syntax and container want it (R2, R23).
pub fn written<'a>(link: &Link, text: &'a str, raw: &str) -> Cow<'a, str> {
    let angled = match link.syntax {
        LinkSyntax::Inline { angled } | LinkSyntax::Definition { angled } => Some(angled),
        LinkSyntax::Wiki | LinkSyntax::CanvasFile => None,
    };
    let encoded = match angled {
        Some(angled) => encode_like(text, angled, raw),
        None => Cow::Borrowed(text),
    };
    contained(link.container, encoded)
}

/// `text` as it stands in its container.
pub fn contained(container: Container, text: Cow<'_, str>) -> Cow<'_, str> {
    match container {
        Container::Text | Container::PlainScalar => text,
        Container::Table => text.replace('|', "\\|").into(),
        Container::SingleQuoted => text.replace('\'', "''").into(),
        Container::DoubleQuoted | Container::Json => text.replace('\\', "\\\\").replace('"', "\\\"").into(),
    }
}
