//! A key of the frontmatter, or its value, with the cursor in it.

use crate::note::Note;
use crate::text::Span;

use super::{Line, Typing};

/// The key or the value that the cursor is in.
pub(super) fn typing(line: &Line<'_>, note: &Note) -> Option<Typing> {
    let body_start = note.frontmatter.as_ref()?.body.start as usize;
    let source = line.slice(line.start, line.end);
    if source.starts_with('#') {
        return None;
    }
    match key_of(source) {
        Some((_, value)) if line.cursor > line.start + value => value_in(line, value, source),
        Some((key, _)) if line.cursor <= line.start + key.len() => Some(key_in(line, key.len(), true)),
        None if source.starts_with([' ', '\t', '-']) => entry_in(line, body_start, source),
        None if !source.contains(':') => Some(key_in(line, source.trim_end().len(), false)),
        _ => None,
    }
}

/// The key that a line begins with, and where the colon behind it ends.
fn key_of(line: &str) -> Option<(&str, usize)> {
    let (key, rest) = line.split_once(':')?;
    let is_key = !key.starts_with([' ', '\t', '-', '#', '[', '{', '"', '\'']) && !key.trim().is_empty();
    let ends = rest.is_empty() || rest.starts_with([' ', '\t']);
    (is_key && ends).then_some((key.trim_end(), key.len() + 1))
}

fn key_in(line: &Line<'_>, length: usize, has_value: bool) -> Typing {
    let end = (line.start + length).max(line.cursor);
    Typing::Key {
        typed: line.slice(line.start, line.cursor).to_owned(),
        replace: Span::new(line.start, end),
        has_value,
    }
}

/// The value behind a colon, which ends at byte `colon` of the line: all of it, or an entry of a list in
/// brackets.
fn value_in(line: &Line<'_>, colon: usize, source: &str) -> Option<Typing> {
    let (key, _) = key_of(source)?;
    let before = line.slice(line.start + colon, line.cursor);
    let in_list = before.trim_start().starts_with('[');
    let from = match in_list {
        true => line.cursor - before.len() + before.rfind(['[', ','])? + 1,
        false => line.cursor - before.len(),
    };
    let rest = line.slice(line.cursor, line.end);
    let end = if in_list { rest.find([',', ']']).unwrap_or(rest.len()) } else { rest.len() };
    Some(value(line, key, from, line.cursor + end, in_list))
}

/// An entry behind `- ` below a key.
fn entry_in(line: &Line<'_>, body_start: usize, source: &str) -> Option<Typing> {
    let entry = source.trim_start_matches([' ', '\t']).strip_prefix("- ")?;
    let from = line.end - entry.len();
    let above = line.slice(body_start, line.start);
    let is_part = |line: &&str| line.is_empty() || line.starts_with([' ', '\t', '-', '#']);
    let (key, _) = key_of(above.rsplit(['\n', '\r']).find(|line| !is_part(line))?)?;
    (line.cursor >= from).then(|| value(line, key, from, line.end, false))
}

fn value(line: &Line<'_>, key: &str, from: usize, end: usize, in_list: bool) -> Typing {
    let source = line.slice(from, end);
    let blank = source.len() - source.trim_start().len();
    let start = (from + blank).min(line.cursor);
    let end = (from + source.trim_end().len()).max(line.cursor);
    Typing::Value {
        key: key.to_owned(),
        typed: line.slice(start, line.cursor).to_owned(),
        replace: Span::new(start, end),
        in_list,
    }
}
