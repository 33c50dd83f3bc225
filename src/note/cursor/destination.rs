//! A Markdown link's destination with the cursor in it.

use crate::note::Note;
use crate::note::markdown_link::{has_scheme, percent_decoded};
use crate::note::wikilink::is_escaped;
use crate::text::Span;

use super::{DestinationTyping, Line, opaque_end};

/// The destination that the cursor is in, unless it leads elsewhere.
pub(super) fn typing(line: &Line<'_>, note: &Note) -> Option<DestinationTyping> {
    let bracket = line.start + line.slice(line.start, line.cursor).rfind("](")?;
    if opaque_end(note, bracket).is_some() || is_escaped(line.text, bracket) {
        return None;
    }
    let text_start = opening_bracket(line, bracket)?;
    let written = line.slice(bracket + 2, line.cursor);
    let trimmed = written.trim_start_matches([' ', '\t']);
    let angled = trimmed.starts_with('<');
    let start = line.cursor - trimmed.len() + usize::from(angled);
    let typed = line.slice(start, line.cursor);
    if has_scheme(typed) || typed.starts_with("//") || has_ended(typed, angled) {
        return None;
    }
    let (end, closed) = end(line, angled, open_parens(typed));
    let hash = line.slice(start, end).find('#').map(|at| start + at);
    let in_subpath = hash.filter(|&hash| hash < line.cursor);
    let (path_end, replace) = match in_subpath {
        Some(hash) => (hash, Span::new(hash + 1, end)),
        None => (line.cursor, Span::new(start, hash.unwrap_or(end))),
    };
    let decoded = |from, to| percent_decoded(line.slice(from, to)).into_owned();
    Some(DestinationTyping {
        embed: text_start > line.start && line.slice(text_start - 1, text_start) == "!",
        angled,
        path: decoded(start, path_end),
        subpath: in_subpath.map(|hash| decoded(hash + 1, line.cursor)),
        replace,
        closed,
    })
}

/// The `[` on this line that the `]` at `bracket` closes.
fn opening_bracket(line: &Line<'_>, bracket: usize) -> Option<usize> {
    let bytes = line.text.as_bytes().get(line.start..bracket)?;
    let mut depth = 0_u32;
    for (at, byte) in bytes.iter().enumerate().rev() {
        match byte {
            b']' if !is_escaped(line.text, line.start + at) => depth += 1,
            b'[' if is_escaped(line.text, line.start + at) => {}
            b'[' if depth == 0 => return Some(line.start + at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether the destination ends before the cursor.
fn has_ended(typed: &str, angled: bool) -> bool {
    if angled {
        return typed.contains('>');
    }
    let mut depth = 0_i32;
    typed.chars().any(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c.is_whitespace() || depth < 0
    })
}

fn open_parens(typed: &str) -> i32 {
    typed.chars().map(|c| i32::from(c == '(') - i32::from(c == ')')).sum()
}

/// Where the destination ends, and whether `)` closes it. At the cursor when nothing closes it.
fn end(line: &Line<'_>, angled: bool, open_parens: i32) -> (usize, bool) {
    let rest = line.slice(line.cursor, line.end);
    if angled {
        let end = rest.find('>').filter(|&at| !rest[..at].contains("]("));
        return match end {
            Some(at) => (line.cursor + at, rest[at + 1..].contains(')')),
            None => (line.cursor, rest.trim_start().starts_with(')')),
        };
    }
    let mut depth = open_parens;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (line.cursor + at, true),
            ')' => depth -= 1,
            c if c.is_whitespace() => {
                let title = rest[at..].trim_start();
                let closed = title.starts_with(')') || title.starts_with(['"', '\'']) && title.contains(')');
                return if closed { (line.cursor + at, true) } else { (line.cursor, false) };
            }
            _ => {}
        }
    }
    (line.cursor, false)
}
