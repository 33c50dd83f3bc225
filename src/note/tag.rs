//! `#tag` in the text (R26).

use memchr::memchr_iter;

use crate::text::Span;

use super::Tag;
use super::opaque::Forward;

/// The tags of `text` from byte `start` on, in order, outside `opaque` and `links`, each sorted.
/// Links may overlap.
pub(super) fn find(text: &str, start: usize, opaque: &[Span], links: &[Span]) -> Vec<Tag> {
    let mut opaque = Forward::new(opaque, |span| *span);
    let mut links = links.iter().peekable();
    let mut link_end = 0;
    let mut tags = Vec::new();
    for found in memchr_iter(b'#', &text.as_bytes()[start..]) {
        let hash = start + found;
        if opaque.holding(hash).is_some() || !(may_begin(text, hash) || opaque.ends(hash)) {
            continue;
        }
        while let Some(link) = links.next_if(|link| link.start as usize <= hash) {
            link_end = link_end.max(link.end as usize);
        }
        if hash < link_end {
            continue;
        }
        let name = name_at(text, hash + 1);
        if says_something(name.of(text)) {
            tags.push(Tag { name: name.of(text).into(), span: name, in_frontmatter: false });
        }
    }
    tags
}

/// Whether a tag may begin with the `#` at byte `hash`: a space, a line's start, or a quote's mark
/// stands before it. (The end of an HTML tag may stand there too.)
pub(super) fn may_begin(text: &str, hash: usize) -> bool {
    let before = &text[..hash];
    match before.chars().next_back() {
        None | Some('\u{feff}') => true,
        Some('>') => {
            let marks = before.trim_end_matches(['>', ' ', '\t']);
            marks.is_empty() || marks.ends_with(['\n', '\r'])
        }
        Some(c) => c.is_whitespace(),
    }
}

/// The tag's name that begins at byte `start`: as far as its characters go, without `/` at its end.
pub(super) fn name_at(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len());
    Span::new(start, start + rest[..end].trim_end_matches('/').len())
}

/// Whether `name` is more than digits.
pub(super) fn says_something(name: &str) -> bool {
    name.bytes().any(|byte| !byte.is_ascii_digit())
}

/// The first character of `name` that cannot stand in a tag (R26).
pub fn not_in_tags(name: &str) -> Option<char> {
    name.chars().find(|&c| !is_tag_char(c))
}

/// Whether `c` may stand in a tag.
pub(super) fn is_tag_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
    }
    c.is_alphanumeric() || !(c.is_whitespace() || c.is_control() || is_punctuation(c))
}

/// The punctuation outside ASCII that ends a tag. The joiner inside emoji is none.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{feff}'
        | '\u{2000}'..='\u{200c}' | '\u{200e}'..='\u{206f}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301f}' | '\u{3030}' | '\u{303d}' | '\u{30fb}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}
