//! The cursor in the frontmatter.

use crate::note::{Container, Note};
use crate::text::Span;

use super::{Line, Typing, WikiTyping, wiki};

/// The wikilink that the cursor is in, inside a quoted scalar, closed or not.
pub(super) fn wiki(line: &Line<'_>) -> Option<WikiTyping> {
    let open = wiki::open_before(line, |_| None)?;
    let quote = quote_around(line.slice(line.start, open))?;
    let rest = line.slice(line.cursor, line.end);
    let limit = line.cursor + rest.find(quote).unwrap_or(rest.len());
    let container = if quote == '"' { Container::DoubleQuoted } else { Container::SingleQuoted };
    wiki::at_open(line, open, limit, container)
}

/// The wikilink without quotes that the cursor is in, where a value or an entry begins.
pub(super) fn unquoted_wiki(line: &Line<'_>) -> Option<WikiTyping> {
    let open = wiki::open_before(line, |_| None)?;
    let before = line.slice(line.start, open).trim_end();
    let begins = before.ends_with([':', '-', ',']) && line.slice(open - 1, open) != "!";
    let typing = wiki::at_open(line, open, line.end, Container::DoubleQuoted)?;
    (begins && !typing.followed).then_some(typing)
}

/// The quote that is open at the end of `before`, the beginning of a line.
fn quote_around(before: &str) -> Option<char> {
    let mut quote = None;
    let mut previous = None; // The last character that is no space.
    let mut characters = before.chars().peekable();
    while let Some(c) = characters.next() {
        match quote {
            Some('"') if c == '\\' => {
                characters.next();
            }
            Some('\'') if c == '\'' && characters.peek() == Some(&'\'') => {
                characters.next();
            }
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'')
                && matches!(previous, None | Some(':' | '-' | '[' | ',' | '{')) =>
            {
                quote = Some(c);
            }
            _ => {}
        }
        if !c.is_whitespace() {
            previous = Some(c);
        }
    }
    quote
}

/// The tag that the cursor is in, in a list, a flow list or a scalar of `tags`.
pub(super) fn tag(line: &Line<'_>, note: &Note) -> Option<Typing> {
    let frontmatter = note.frontmatter.as_ref()?;
    let body_start = frontmatter.body.start as usize;
    let from = match tags_value(line.slice(line.start, line.end)) {
        Some(value) => line.start + value,
        None if is_under_tags(line, body_start) => line.start + item_start(line),
        None => return None,
    };
    if line.cursor < from {
        return None;
    }
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'');
    let before = line.slice(from, line.cursor);
    let typed = &before[before.trim_end_matches(|c| !separates(c)).len()..];
    let typed = typed.strip_prefix('#').unwrap_or(typed);
    let rest = line.slice(line.cursor, line.end);
    let end = rest.find(separates).unwrap_or(rest.len());
    Some(Typing::Tag {
        typed: typed.to_owned(),
        replace: Span::new(line.cursor - typed.len(), line.cursor + end),
        in_frontmatter: true,
    })
}

/// Where the value begins in a line `tags: …`, behind the space.
fn tags_value(line: &str) -> Option<usize> {
    let value = after_key(line)?;
    let at = line.len() - value.len();
    value.starts_with([' ', '\t']).then_some(at + 1)
}

/// What follows `tags:` or `tag:` at the start of a line.
fn after_key(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("tags").or_else(|| line.strip_prefix("tag"))?;
    rest.trim_start_matches([' ', '\t']).strip_prefix(':')
}

/// Whether the lines above lead from an entry of a list to the key `tags`.
fn is_under_tags(line: &Line<'_>, body_start: usize) -> bool {
    let is_part = |line: &str| line.is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '\n', '\r']);
    if !is_part(line.slice(line.start, line.end)) {
        return false;
    }
    let above = line.slice(body_start, line.start);
    let key = above.rsplit(['\n', '\r']).find(|line| !is_part(line));
    key.is_some_and(|key| after_key(key).is_some())
}

/// Where an entry begins in its line: behind `- `.
fn item_start(line: &Line<'_>) -> usize {
    let source = line.slice(line.start, line.end);
    let entry = source.trim_start_matches([' ', '\t']);
    let mark = if entry.starts_with('-') { "- ".len() } else { 0 };
    source.len() - entry.len() + mark
}
