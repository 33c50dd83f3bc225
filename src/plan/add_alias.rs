//! The old name of a note as one of its aliases: R24, where a setting asks for it.

use crate::index::NoteText;
use crate::note::{Format, Note, parse};
use crate::text::{Span, fold};

use super::title::quoted;
use super::{Edit, Reason};

/// The edit that adds `name` to the aliases of a note, in the way in which they are written; `None`
/// when it is there already, or when they are written so that nothing can be added safely.
pub fn alias_edit(read: &NoteText, name: &str) -> Option<Edit> {
    let (text, note) = (&*read.text, &read.note);
    let broken = note.frontmatter.as_ref().is_some_and(|front| front.error.is_some());
    if broken || note.aliases().any(|alias| fold(&alias.value) == fold(name)) {
        return None;
    }
    let count = note.aliases().count();
    let ways = [
        behind_the_last,
        in_the_scalar,
        below_an_empty_key,
        in_an_empty_list,
        as_a_list,
        as_a_new_key,
        with_new_frontmatter,
    ];
    ways.iter().filter_map(|way| way(text, note, name)).find(|edit| {
        let mut after = text.to_owned();
        after.replace_range(edit.span.range(), &edit.text);
        let after = parse(&after, Format::Markdown);
        let has_name = after.aliases().any(|alias| &*alias.value == name);
        has_name && after.aliases().count() == count + 1
    })
}

fn insert(at: usize, text: String) -> Option<Edit> {
    Some(Edit { span: Span::at(at), text, reason: Reason::Rename })
}

/// What ends the lines of the note.
fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Another item of the list, or another name of the scalar.
fn behind_the_last(text: &str, note: &Note, name: &str) -> Option<Edit> {
    let last = note.aliases().last()?.span;
    let line = note.lines.line_span(note.lines.line_of(last.start as usize));
    let before = text.get(line.start as usize..last.start as usize)?;
    if before.trim() == "-" {
        let item = format!("{}{before}{}", newline(text), quoted(name));
        return insert(line.end as usize, item);
    }
    insert(last.end as usize, format!(", {}", quoted(name)))
}

/// Another name behind a comma, in a scalar of several.
fn in_the_scalar(_: &str, note: &Note, name: &str) -> Option<Edit> {
    insert(note.aliases().last()?.span.end as usize, format!(", {name}"))
}

/// The line of the frontmatter that begins with `aliases:`, and what stands behind it, trimmed.
fn key_line<'t>(text: &'t str, note: &Note) -> Option<(Span, &'t str)> {
    let body = note.frontmatter.as_ref()?.body;
    let (first, last) = (note.lines.line_of(body.start as usize), note.lines.line_of(body.end as usize));
    (first..=last).find_map(|line| {
        let span = note.lines.line_span(line);
        Some((span, span.of(text).strip_prefix("aliases:")?.trim()))
    })
}

fn below_an_empty_key(text: &str, note: &Note, name: &str) -> Option<Edit> {
    let (line, _) = key_line(text, note).filter(|(_, value)| value.is_empty())?;
    insert(line.end as usize, format!("{}  - {}", newline(text), quoted(name)))
}

fn in_an_empty_list(text: &str, note: &Note, name: &str) -> Option<Edit> {
    let (line, _) = key_line(text, note).filter(|(_, value)| *value == "[]")?;
    insert(line.start as usize + line.of(text).find('[')? + 1, quoted(name))
}

/// The scalar, or the nothing, as a list: for a name that no scalar of several can hold.
fn as_a_list(text: &str, note: &Note, name: &str) -> Option<Edit> {
    let (line, value) = key_line(text, note)?;
    let is_nothing = matches!(value, "null" | "~" | "Null" | "NULL");
    if value.starts_with(['[', '{', '|', '>', '&', '*', '!']) || value.contains(" #") {
        return None;
    }
    let known = note.aliases().filter(|_| !is_nothing).map(|alias| quoted(&alias.value));
    let names: Vec<String> = known.chain([quoted(name)]).collect();
    let start = line.of(text).find(value)? as u32 + line.start;
    let span = Span { start, end: start + value.len() as u32 };
    Some(Edit { span, text: format!("[{}]", names.join(", ")), reason: Reason::Rename })
}

fn as_a_new_key(text: &str, note: &Note, name: &str) -> Option<Edit> {
    let body = note.frontmatter.as_ref()?.body;
    if key_line(text, note).is_some() {
        return None;
    }
    insert(body.start as usize, format!("aliases:{0}  - {1}{0}", newline(text), quoted(name)))
}

fn with_new_frontmatter(text: &str, note: &Note, name: &str) -> Option<Edit> {
    if note.frontmatter.is_some() {
        return None;
    }
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    insert(start, format!("---{0}aliases:{0}  - {1}{0}---{0}", newline(text), quoted(name)))
}
