//! How a link to a note is written: R19–R21.

use std::borrow::Cow;

use crate::index::{Lookup, Place};
use crate::note::{LinkSyntax, Note};
use crate::vault::{LinkFormat, Settings};

use super::{Spot, resolve_path, resolve_subpath};

/// The shape of a path in a link, which a rewritten link keeps as far as it can (R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `note`: the last segment alone.
    Bare,
    /// `folder/note`: this many segments from the end of the path, two or more.
    Segments(usize),
    /// `a/b/note`: the whole vault path.
    VaultPath,
    /// `./note`, `../a/note`.
    Relative,
    /// `note`, `a/note`, `../note` from the source's folder: Markdown's own way.
    FromFolder,
    /// `/a/b/note`.
    FromRoot,
}

/// The path text of a new link from `from` to `to`, as the settings want it (R19): decoded, with
/// `.md` for a Markdown link and without for a wikilink. Checked with the resolver (R21); `None`
/// when no text leads there, as for a note named `C#`.
pub fn link_path(
    lookup: &impl Lookup,
    settings: &Settings,
    from: &Place,
    to: &Place,
    syntax: LinkSyntax,
) -> Option<String> {
    let style = match settings.link_format {
        LinkFormat::Shortest if syntax.is_markdown() => Style::FromFolder,
        LinkFormat::Shortest => match lookup.named(to.name_key()).as_slice() {
            [_] => Style::Bare,
            _ => Style::VaultPath,
        },
        LinkFormat::Relative if syntax.is_markdown() => Style::FromFolder,
        LinkFormat::Relative => Style::Relative,
        LinkFormat::Absolute => Style::VaultPath,
    };
    link_path_in_style(lookup, settings, from, to, syntax, style, syntax.is_markdown())
}

/// The path text of a link from `from` to `to` in this style, or in the nearest one that leads
/// there (R21). `with_md` says whether a note's `.md` is written.
pub fn link_path_in_style(
    lookup: &impl Lookup,
    settings: &Settings,
    from: &Place,
    to: &Place,
    syntax: LinkSyntax,
    style: Style,
    with_md: bool,
) -> Option<String> {
    let leads_there = |text: &String| {
        let found = is_writable(text, syntax).then(|| resolve_path(lookup, settings, from, text, syntax));
        found.and_then(Result::ok).is_some_and(|found| found.place.id == to.id)
    };
    let with_md = with_md || syntax == LinkSyntax::CanvasFile;
    let spellings = |with_md| spellings(from, to, style, with_md);
    let texts = spellings(with_md).into_iter().chain(spellings(!with_md));
    let last_resort = [with_md, !with_md].map(|with_md| format!("/{}", path_text(to, with_md)));
    // A folder may have a name that no wikilink can hold, where an end of the path, or the way there, can.
    let others =
        || [Style::Segments(1), Style::Relative].map(|style| self::spellings(from, to, style, with_md));
    texts.chain(last_resort).find(leads_there).or_else(|| others().into_iter().flatten().find(leads_there))
}

fn path_text(to: &Place, with_md: bool) -> &str {
    if with_md { to.path.as_str() } else { to.path.without_md() }
}

/// The texts to try, the wanted one first.
fn spellings(from: &Place, to: &Place, style: Style, with_md: bool) -> Vec<String> {
    let path = path_text(to, with_md);
    let segments: Vec<&str> = path.split('/').collect();
    let end = |count: usize| segments[segments.len().saturating_sub(count)..].join("/");
    let relative = || {
        let relative = to.path.relative_from(from.path.folder());
        relative[..relative.len() - (to.path.as_str().len() - path.len())].to_owned()
    };
    let full = || path.to_owned();
    let from_folder = || relative().strip_prefix("./").map_or_else(relative, str::to_owned);
    match style {
        Style::Bare => vec![end(1), full()],
        Style::Segments(count) => (count..segments.len()).map(end).chain([full()]).collect(),
        Style::VaultPath => vec![full()],
        Style::Relative => vec![relative(), full()],
        Style::FromFolder => vec![from_folder(), relative(), full()],
        Style::FromRoot => vec![format!("/{path}"), full()],
    }
}

/// Whether a link of this syntax can hold `path` without meaning something else (R20).
pub fn is_writable(path: &str, syntax: LinkSyntax) -> bool {
    syntax != LinkSyntax::Wiki || !breaks_wikilink(path)
}

/// Whether `text` holds what ends or splits a wikilink's path.
fn breaks_wikilink(text: &str) -> bool {
    text.contains(['#', '|', '\n', '\r'])
        || text.contains("[[")
        || text.contains("]]")
        || text.starts_with('[')
        || text.ends_with(']')
        || text.contains("%%")
}

/// Whether a wikilink can show `text` behind its `|` without ending there (R1, R5).
pub fn fits_display(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\n', '\r']) && !text.contains("]]") && !text.ends_with(']')
}

/// What in `name` keeps it from being linked (R20): `# | ^ : [[ ]] %%`.
pub fn unlinkable_reason(name: &str) -> Option<&'static str> {
    ["#", "|", "^", ":", "[[", "]]", "%%"].into_iter().find(|mark| name.contains(mark))
}

/// Whether a note with this name can be linked to (R20).
pub fn linkable_name(name: &str) -> bool {
    unlinkable_reason(name).is_none()
}

/// What to write behind `#` to link to `note.headings[index]` (R20), checked against the resolver
/// (R21): the heading alone, or with as many of the headings above it as are needed. `None` when
/// nothing leads there: an earlier heading has the same name and the same headings above.
pub fn heading_subpath(note: &Note, index: usize) -> Option<String> {
    let leads_there = |text: &str| resolve_subpath(note, text, LinkSyntax::Wiki) == Ok(Spot::Heading(index));
    let mut texts = vec![heading_text(&note.headings.get(index)?.raw)];
    let mut level = note.headings[index].level;
    let mut above = note.headings[..index].iter().rev();
    loop {
        let text = texts.iter().rev().map(String::as_str).collect::<Vec<_>>().join("#");
        if !text.is_empty() && leads_there(&text) {
            return Some(text);
        }
        let parent = above.find(|heading| heading.level < level)?;
        level = parent.level;
        texts.push(heading_text(&parent.raw));
    }
}

/// A heading as it is written into a link (R20): `: # | ^ \`, `%%`, `[[`, `]]` and line breaks
/// become a space, which are collapsed and trimmed.
pub fn heading_text(raw: &str) -> String {
    let text = raw.replace("%%", " ").replace("[[", " ").replace("]]", " ");
    let text = text.replace([':', '#', '|', '^', '\\', '\n', '\r'], " ");
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What to write behind `#` to link to a block.
pub fn block_subpath(id: &str) -> String {
    format!("^{id}")
}

/// A decoded path as it is written into a new Markdown link's destination (R19): what would end or
/// change it is percent-encoded, letters of every language stay as they are.
pub fn encode_markdown_path(path: &str, angled: bool) -> Cow<'_, str> {
    let must_be = must_be_encoded(path, angled);
    encode(path, must_be)
}

/// A decoded path as it is written in place of `raw`: where that was percent-encoded throughout, so
/// is this (R23).
pub fn encode_like<'a>(path: &'a str, angled: bool, raw: &str) -> Cow<'a, str> {
    let encodes_letters =
        raw.is_ascii() && !percent_encoding::percent_decode_str(raw).all(|byte| byte.is_ascii());
    let encodes_spaces = raw.contains("%20");
    let must_be = must_be_encoded(path, angled);
    encode(path, |c| must_be(c) || (encodes_letters && !c.is_ascii()) || (encodes_spaces && c == ' '))
}

/// Tells which characters of `path` a destination cannot hold as they are.
fn must_be_encoded(path: &str, angled: bool) -> impl Fn(char) -> bool {
    // What would be a wikilink, a character by its name, or the address of something else.
    let has_wikilink = path.contains("[[") || path.contains("]]");
    let has_entity = path.split_once('&').is_some_and(|(_, rest)| rest.contains(';'));
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'));
    move |c| {
        c.is_control()
            || "<>%#\\`".contains(c)
            || (!angled && (c.is_whitespace() || "()".contains(c)))
            || (has_wikilink && "[]".contains(c))
            || (has_entity && c == '&')
            || (has_scheme && c == ':')
    }
}

fn encode(path: &str, encoded: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !path.chars().any(&encoded) {
        return Cow::Borrowed(path);
    }
    let mut text = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if encoded(c) {
            let mut bytes = [0; 4];
            text.extend(c.encode_utf8(&mut bytes).bytes().map(percent_encoding::percent_encode_byte));
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}
