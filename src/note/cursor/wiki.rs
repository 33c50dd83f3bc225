//! A wikilink with the cursor in it.

use crate::note::whitespace::trimmed;
use crate::note::wikilink::is_escaped;
use crate::note::{Container, Note};
use crate::text::Span;

use super::{Line, WikiPart, WikiTyping, opaque_end};

/// The wikilink that the cursor is in.
pub(super) fn typing(line: &Line<'_>, note: &Note) -> Option<WikiTyping> {
    let open = open_before(line, |at| opaque_end(note, at))?;
    let in_table = note.tables.iter().any(|table| table.touches(open));
    let container = if in_table { Container::Table } else { Container::Text };
    at_open(line, open, line.end, container)
}

/// The last `[[` before the cursor that no `]]` closes before it. `opaque_end` gives the end of what
/// no link begins in.
pub(super) fn open_before(line: &Line<'_>, opaque_end: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let bytes = line.text.as_bytes();
    let mut open = None;
    let mut at = line.start;
    while let Some(found) = bytes.get(at..line.cursor).and_then(|rest| memchr::memchr2(b'[', b']', rest)) {
        let hit = at + found;
        at = hit + 1;
        let is_pair = at < line.cursor && bytes[at] == bytes[hit];
        if !is_pair {
            continue;
        }
        match opaque_end(hit) {
            Some(end) if open.is_none() || end <= line.cursor => at = end,
            _ if bytes[hit] == b'[' => {
                if !is_escaped(line.text, hit) {
                    open = Some(hit);
                }
            }
            _ => {
                open = None;
                at = hit + 2;
            }
        }
    }
    let splits_end = line.slice(line.cursor.saturating_sub(1), line.cursor + 1) == "]]";
    open.filter(|_| !splits_end)
}

/// Reads the link whose `[[` is at `open`. It ends before `limit`.
pub(super) fn at_open(
    line: &Line<'_>,
    open: usize,
    limit: usize,
    container: Container,
) -> Option<WikiTyping> {
    let start = open + 2;
    let closed_at = close_after(line, limit);
    let end = closed_at.unwrap_or(line.cursor);
    let bar = line.slice(start, end).find('|').map(|at| start + at);
    let before_bar = line.slice(start, bar.unwrap_or(end));
    let (target, escaped) = match before_bar.strip_suffix('\\') {
        Some(target) if bar.is_some() => (target, true),
        _ => (before_bar, false),
    };
    let target_end = start + target.len();
    let hash = target.find('#').map(|at| start + at);
    let part = part(line, start, target_end, hash, bar)?;
    let path_end = match part.kind {
        WikiPart::Path => line.cursor,
        WikiPart::AnyHeading | WikiPart::AnyBlock => start,
        _ => hash.unwrap_or(target_end),
    };
    let replace_end = if part.kind == WikiPart::Display { end } else { part.end };
    let followed = replace_end < end || bar.is_some() && part.kind != WikiPart::Display;
    let closing = match closed_at {
        _ if followed => Span::at(replace_end),
        Some(close) => Span::new(close, close + 2),
        None => Span::new(end, end + usize::from(line.slice(end, end + 1) == "]")),
    };
    Some(WikiTyping {
        embed: open > line.start && line.slice(open - 1, open) == "!" && !is_escaped(line.text, open - 1),
        part: part.kind,
        path: trimmed(line.text, Span::new(start, path_end)).of(line.text).to_owned(),
        typed: line.slice(part.typed_from, line.cursor).to_owned(),
        replace: Span::new(part.start, replace_end),
        closing,
        followed,
        container: if escaped && container == Container::Text { Container::Table } else { container },
    })
}

/// Where the first `]]` behind the cursor is, when no `[[` comes before it.
fn close_after(line: &Line<'_>, limit: usize) -> Option<usize> {
    let rest = line.slice(line.cursor, limit);
    let close = rest.find("]]")?;
    (!rest[..close].contains("[[")).then_some(line.cursor + close)
}

/// The part that the cursor is in.
struct Part {
    kind: WikiPart,
    /// Where what is typed begins, behind the part's mark.
    typed_from: usize,
    start: usize,
    end: usize,
}

fn part(
    line: &Line<'_>,
    start: usize,
    target_end: usize,
    hash: Option<usize>,
    bar: Option<usize>,
) -> Option<Part> {
    let cursor = line.cursor;
    let of = |kind, typed_from, start, end| Some(Part { kind, typed_from, start, end });
    if let Some(bar) = bar.filter(|&bar| bar < cursor) {
        return of(WikiPart::Display, bar + 1, bar + 1, bar + 1);
    }
    if cursor > target_end {
        return None; // Between `\` and `|`.
    }
    let begins =
        |at: usize, mark: &str| at + mark.len() <= cursor && line.slice(at, target_end).starts_with(mark);
    if begins(start, "##") {
        return of(WikiPart::AnyHeading, start + 2, start, target_end);
    }
    if begins(start, "^^") {
        return of(WikiPart::AnyBlock, start + 2, start, target_end);
    }
    match hash.filter(|&hash| hash < cursor) {
        Some(hash) if begins(hash + 1, "^") => of(WikiPart::Block, hash + 2, hash + 2, target_end),
        Some(hash) => of(WikiPart::Heading, hash + 1, hash + 1, target_end),
        None => of(WikiPart::Path, start, start, hash.unwrap_or(target_end)),
    }
}
