//! A tag in the text with the cursor in it.

use crate::note::Note;
use crate::note::tag::{is_tag_char, may_begin};
use crate::text::Span;

use super::{Line, Typing, opaque_end};

/// The tag that the cursor is in, or right behind the `#` of.
pub(super) fn typing(line: &Line<'_>, note: &Note) -> Option<Typing> {
    let before = line.slice(line.start, line.cursor).trim_end_matches(is_tag_char);
    let hash = line.start + before.strip_suffix('#')?.len();
    let in_link = note.link_at(hash).is_some_and(|link| hash < link.span.end as usize);
    if in_link || opaque_end(note, hash).is_some() || !may_begin(line.text, hash) {
        return None;
    }
    let rest = line.slice(line.cursor, line.end);
    let end = rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len());
    Some(Typing::Tag {
        typed: line.slice(hash + 1, line.cursor).to_owned(),
        replace: Span::new(hash + 1, line.cursor + end),
        in_frontmatter: false,
    })
}
