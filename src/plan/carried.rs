//! Which footnotes go along with a part of a note that becomes a note of its own?

use crate::index::NoteText;
use crate::note::Footnote;
use crate::text::Span;

use super::Refusal;

/// The footnotes that a part refers to and that are defined elsewhere in the note.
pub(super) struct Carried {
    /// Their definitions, in the order of the text.
    pub definitions: Vec<Span>,
    /// What goes from the note: definitions that nothing else refers to, with what parts them from what
    /// follows. In the order of the text, none touching another.
    pub gone: Vec<Span>,
    /// How many definitions go.
    pub gone_count: usize,
}

/// The footnotes that go along with the part `span`.
///
/// # Errors
/// When the part defines a footnote that the rest refers to, or when a definition is no text of its own.
pub(super) fn carried(read: &NoteText, span: Span) -> Result<Carried, Refusal> {
    let refuse = |why: &str| Err(Refusal(format!("this part of the note cannot be moved: {why}")));
    let mut found = Carried { definitions: Vec::new(), gone: Vec::new(), gone_count: 0 };
    for footnote in &read.note.footnotes {
        let is_inside = span.contains(footnote.label_span);
        if is_inside && refers(read, outside(span, read), footnote) {
            return refuse("it defines a footnote of the rest");
        }
        if is_inside || !refers(read, [span].into_iter(), footnote) {
            continue;
        }
        let definition = definition(read, footnote);
        let line = read.note.lines.line_span(read.note.lines.line_of(definition.start as usize));
        let refers_on = definition.of(&read.text).get(1..).is_some_and(|text| text.contains("[^"));
        if line.start != definition.start || refers_on {
            return refuse("a footnote of it cannot be taken along");
        }
        let rest = outside(span, read).flat_map(|part| without(part, definition));
        if !refers(read, rest, footnote) {
            take(read, definition, &mut found.gone);
            found.gone_count += 1;
        }
        found.definitions.push(definition);
    }
    if let Some(last) = found.gone.last_mut().filter(|last| last.end == read.note.length) {
        let before = read.text[..last.start as usize].trim_end_matches(['\n', '\r']);
        *last = Span { start: before.len() as u32, end: read.text.trim_end().len() as u32 };
    }
    Ok(found)
}

/// `span` without the footnotes that are defined at its end: they stand there for the whole note.
pub(super) fn without_footnotes(read: &NoteText, mut span: Span) -> Span {
    for footnote in read.note.footnotes.iter().rev() {
        let definition = definition(read, footnote);
        if definition.end == span.end && definition.start > span.start {
            let text = Span { end: definition.start, ..span }.of(&read.text).trim_end();
            span.end = span.start + text.len() as u32;
        }
    }
    span
}

/// Adds `definition` to what is `gone`: with the line breaks behind it, or where no blank line stands
/// before it, with the one before it. What follows would go on with what stands before otherwise.
fn take(read: &NoteText, definition: Span, gone: &mut Vec<Span>) {
    let (before, behind) = (&read.text[..definition.start as usize], &read.text[definition.end as usize..]);
    let follows_gone = gone.last().is_some_and(|last| last.end == definition.start);
    let is_parted = before.lines().next_back().is_none_or(|line| line.trim().is_empty());
    let taken = if follows_gone || is_parted {
        let gap = behind.len() - behind.trim_start_matches(['\n', '\r']).len();
        Span { end: definition.end + gap as u32, ..definition }
    } else {
        Span { start: before.trim_end_matches(['\n', '\r']).len() as u32, ..definition }
    };
    match gone.last_mut().filter(|last| last.end == taken.start) {
        Some(last) => last.end = taken.end,
        None => gone.push(taken),
    }
}

/// Whether the part `span` and the rest of the note have a footnote in common.
pub(super) fn shares_footnote(read: &NoteText, span: Span) -> bool {
    let is_shared = |footnote: &Footnote| {
        refers(read, [span].into_iter(), footnote) && refers(read, outside(span, read), footnote)
    };
    read.note.footnotes.iter().any(is_shared)
}

/// Whether one of `parts` has the mark of the footnote, which its definition has too.
fn refers(read: &NoteText, mut parts: impl Iterator<Item = Span>, footnote: &Footnote) -> bool {
    let mark = format!("[^{}]", footnote.label);
    parts.any(|part| part.of(&read.text).contains(&mark))
}

/// What is before `span`, and what is behind it.
fn outside(span: Span, read: &NoteText) -> impl Iterator<Item = Span> {
    without(Span { start: 0, end: read.note.length }, span).into_iter()
}

/// `part` without `taken`: before and behind it.
fn without(part: Span, taken: Span) -> [Span; 2] {
    [
        Span { start: part.start, end: taken.start.clamp(part.start, part.end) },
        Span { start: taken.end.clamp(part.start, part.end), end: part.end },
    ]
}

/// The definition without the blank lines at its end.
fn definition(read: &NoteText, footnote: &Footnote) -> Span {
    let text = footnote.span.of(&read.text).trim_end();
    Span { start: footnote.span.start, end: footnote.span.start + text.len() as u32 }
}
