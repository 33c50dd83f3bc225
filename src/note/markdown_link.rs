//! `[text](destination)`, `![text](destination)` and `[label]: destination` (R13).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::text::Span;

use super::whitespace::trimmed;
use super::{Container, Link, LinkSyntax};

/// A Markdown link as the block walk sees it, wherever it leads.
#[derive(Debug)]
pub(super) struct Seen {
    /// From `!` or `[` to behind `)`.
    pub(super) span: Span,
    /// Where the text ends: at `]`.
    pub(super) text_end: usize,
    /// Whether the destination has a URI scheme.
    pub(super) external: bool,
    /// The link, when it leads to a file or into its own note.
    pub(super) link: Option<Link>,
}

/// Reads the inline link or image under `span`, whose text ends at or shortly before `text_end`.
/// `meant` is the destination without escapes and entities.
pub(super) fn inline(text: &str, span: Span, text_end: usize, meant: &str, image: bool) -> Option<Seen> {
    let source = text.get(text_end..span.end as usize)?;
    let text_end = text_end + source.find("](")?;
    let (destination, angled) = destination(text, text_end + 2, span.end as usize);
    let text_start = span.start as usize + if image { 2 } else { 1 };
    let display = trimmed(text, Span::new(text_start.min(text_end), text_end));
    let link = link(text, destination, meant).map(|link| Link {
        syntax: LinkSyntax::Inline { angled },
        embed: image,
        span,
        display_span: (!display.is_empty()).then_some(display),
        ..link
    });
    Some(Seen { span, text_end, external: has_scheme(meant), link })
}

/// Reads the reference definition under `span`: `[label]: destination "title"`.
pub(super) fn definition(text: &str, span: Span, meant: &str) -> Option<Link> {
    let source = span.of(text);
    let colon = span.start as usize + source.find("]:")? + 2;
    let (destination, angled) = destination(text, colon, span.end as usize);
    let end = destination.end as usize + usize::from(angled);
    let link = link(text, destination, meant)?;
    Some(Link {
        syntax: LinkSyntax::Definition { angled },
        span: Span::new(span.start as usize, end),
        ..link
    })
}

/// The destination in the source that begins, after white space, at byte `from`; and whether it
/// stands in `<…>`, which are no part of it.
fn destination(text: &str, from: usize, limit: usize) -> (Span, bool) {
    let source = text.get(from..limit).unwrap_or("");
    let start = from + source.len() - source.trim_ascii_start().len();
    let bytes = text.as_bytes().get(start..limit).unwrap_or_default();
    let angled = bytes.first() == Some(&b'<');
    let mut at = usize::from(angled);
    let mut depth = 0_u32;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'>' if angled => break,
            b'(' if !angled => depth += 1,
            b')' if !angled && depth == 0 => break,
            b')' if !angled => depth -= 1,
            byte if !angled && byte.is_ascii_whitespace() => break,
            _ => {}
        }
        at += 1;
    }
    (Span::new(start + usize::from(angled), (start + at).min(limit)), angled)
}

/// The link to the destination `raw`, if it is a file's or a place in the same note. Its syntax and
/// spans of more than the destination are for the caller to fill in.
fn link(text: &str, raw: Span, meant: &str) -> Option<Link> {
    if meant.is_empty() || meant == "#" || meant.starts_with("//") || has_scheme(meant) {
        return None;
    }
    let source = raw.of(text);
    if source.contains("[[") {
        return None; // A wikilink in the place of a destination.
    }
    let escaped = source.contains(['\\', '&']);
    if !escaped && source != meant {
        return None; // The destination goes over lines with marks of a quote between.
    }
    let hash = first_hash(source);
    let start = raw.start as usize;
    let (path, subpath) = match hash.and(meant.split_once('#')) {
        Some((path, subpath)) => (path, Some(subpath)),
        None => (meant, None),
    };
    let path_end = hash.map_or(raw.end as usize, |hash| start + hash);
    Some(Link {
        syntax: LinkSyntax::Inline { angled: false },
        container: Container::Text,
        embed: false,
        span: raw,
        path_span: Span::new(start, path_end),
        subpath_span: subpath.map(|_| Span::new(path_end + 1, raw.end as usize)),
        display_span: None,
        path: percent_decoded(path).into(),
        subpath: subpath.map(|subpath| percent_decoded(subpath).into()),
    })
}

/// `text` percent-decoded, or as it is when that gives no UTF-8.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Where the subpath begins: the first `#` that is no part of an entity such as `&#35;`.
fn first_hash(source: &str) -> Option<usize> {
    source.match_indices('#').map(|(at, _)| at).find(|&at| !is_entity(source, at))
}

fn is_entity(source: &str, hash: usize) -> bool {
    let digits = source[hash + 1..].trim_start_matches(['x', 'X']);
    let end = digits.find(|c: char| !c.is_ascii_hexdigit());
    source[..hash].ends_with('&') && end.is_some_and(|end| end > 0 && digits[end..].starts_with(';'))
}

/// Whether `destination` begins with a URI scheme, such as `https:`.
pub(super) fn has_scheme(destination: &str) -> bool {
    let Some((scheme, _)) = destination.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}
