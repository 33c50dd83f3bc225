//! The headings of a note as a list of links, between two comments.

use crate::index::{FileId, NoteText, View};
use crate::note::{Format, Link, LinkSyntax, Note, parse};
use crate::plan::{Edit, Plan, Reason, file_edits};
use crate::resolve::{Spot, encode_markdown_path, fits_display, heading_subpath, resolve_subpath, slugs};
use crate::text::Span;

/// What a new table stands between.
const MARKS: (&str, &str) = ("<!-- toc -->", "<!-- /toc -->");

/// What comments say that end a table, here and in other programs.
const ENDS: [&str; 3] = ["/toc", "tocstop", "endtoc"];

/// Brings the table of contents of the note `id` up to date: what stands between `<!-- toc -->` and
/// `<!-- /toc -->`. Where there is none, makes one at byte `offset`, if that is on a blank line or on the
/// first heading. `None` when there is nothing to do, or no two headings to list.
///
/// It lists the headings below it; each link was tried (R21).
pub fn table_of_contents(view: &View, id: FileId, offset: usize) -> Option<Plan> {
    let revision = view.index.revision();
    let read = view.read(id).ok().filter(|read| read.file.format == Some(Format::Markdown))?;
    if read.note.headings.len() < 2 {
        return None;
    }
    let markdown = view.vault.settings.markdown_links;
    let (title, edit) = match table(&read) {
        Some(inner) => ("Update the table of contents", updated(&read, inner, markdown)?),
        None => ("Insert a table of contents", inserted(&read, offset, markdown)?),
    };
    let edits = file_edits(read.clone(), vec![edit])?;
    let after = parse(&edits.applied(), Format::Markdown);
    (keeps_headings(&read.note, &after) && all_lead_to_headings(&after, edits.edits.first()?))
        .then_some(())?;
    Some(Plan { title: title.to_owned(), revision, edits: vec![edits], operations: Vec::new() })
}

/// What stands between the marks of the first table.
fn table(read: &NoteText) -> Option<Span> {
    let mut comments = comments(read);
    let start = comments.find(|(_, says)| says == "toc")?.0;
    let end = comments.find(|(_, says)| ENDS.contains(&says.as_str()))?.0;
    Some(Span { start: start.end, end: end.start })
}

/// The comments of HTML, with what they say in lower case.
fn comments(read: &NoteText) -> impl Iterator<Item = (Span, String)> {
    let opaque = read.note.opaque.iter();
    opaque.filter_map(|&span| {
        let text = span.of(&read.text);
        let (says, _) = text.trim_start().strip_prefix("<!--")?.split_once("-->")?;
        let start = text.len() - text.trim_start().len();
        let end = text.find("-->")? + "-->".len();
        Some((Span::new(start, end).shifted(span.start as usize), says.trim().to_lowercase()))
    })
}

fn updated(read: &NoteText, inner: Span, markdown: bool) -> Option<Edit> {
    let end = newline(&read.text);
    let list = list(&read.note, inner.end, markdown, end);
    let text = if list.is_empty() { end.to_owned() } else { format!("{end}{list}") };
    (inner.of(&read.text) != text).then_some(Edit { span: inner, text, reason: Reason::Fix })
}

fn inserted(read: &NoteText, offset: usize, markdown: bool) -> Option<Edit> {
    let (note, end) = (&read.note, newline(&read.text));
    let line = note.lines.line_span(note.lines.line_of(offset));
    let first = note.headings.first()?;
    let in_frontmatter = note.frontmatter.as_ref().is_some_and(|front| offset <= front.span.end as usize);
    let in_opaque = note.opaque.iter().any(|span| span.start < line.start && line.end < span.end);
    let is_blank = line.of(&read.text).trim().is_empty() && !in_frontmatter && !in_opaque;
    let at = match is_blank {
        true => line,
        false if first.span.touches(offset) => Span::at(first.span.end as usize),
        false => return None,
    };
    let list = list(note, at.end, markdown, end);
    if list.lines().count() < 2 {
        return None;
    }
    let (start, stop) = MARKS;
    let table = format!("{start}{end}{list}{stop}");
    let text = match is_blank {
        true => table,
        false => format!("{end}{end}{table}"),
    };
    Some(Edit { span: at, text, reason: Reason::Fix })
}

/// The list of the headings that stand behind byte `from`, deeper ones below those they are in.
fn list(note: &Note, from: u32, markdown: bool, end: &str) -> String {
    let mut out = String::new();
    let mut above: Vec<u8> = Vec::new();
    let slugs: Vec<String> = if markdown { slugs(&note.headings).collect() } else { Vec::new() };
    for (at, heading) in note.headings.iter().enumerate().filter(|(_, heading)| heading.span.start >= from) {
        let link = match markdown {
            true => markdown_link(note, at, slugs.get(at)),
            false => wikilink(note, at),
        };
        let Some(link) = link else { continue };
        while above.last().is_some_and(|&level| level >= heading.level) {
            above.pop();
        }
        out.extend(["  ".repeat(above.len()).as_str(), "- ", &link, end]);
        above.push(heading.level);
    }
    out
}

fn wikilink(note: &Note, at: usize) -> Option<String> {
    let text = note.headings.get(at)?.text();
    let subpath = heading_subpath(note, at)?;
    Some(match subpath == text || !fits_display(text) {
        true => format!("[[#{subpath}]]"),
        false => format!("[[#{subpath}|{text}]]"),
    })
}

fn markdown_link(note: &Note, at: usize, slug: Option<&String>) -> Option<String> {
    let syntax = LinkSyntax::Inline { angled: false };
    let text = note.headings.get(at)?.text().replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let slug = slug.filter(|slug| resolve_subpath(note, slug, syntax) == Ok(Spot::Heading(at)))?;
    Some(format!("[{text}](#{})", encode_markdown_path(slug, false)))
}

fn keeps_headings(before: &Note, after: &Note) -> bool {
    before.headings.iter().map(|heading| &heading.raw).eq(after.headings.iter().map(|heading| &heading.raw))
}

/// Whether each line of the table that `edit` wrote is a link to a heading, each to a later one.
fn all_lead_to_headings(after: &Note, edit: &Edit) -> bool {
    let written = Span::new(0, edit.text.len()).shifted(edit.span.start as usize);
    let links = after.links.iter().filter(|link| written.contains(link.span));
    let leads_to = |link: &Link| resolve_subpath(after, link.subpath.as_deref()?, link.syntax).ok();
    let headings: Vec<usize> = links
        .filter_map(|link| match leads_to(link) {
            Some(Spot::Heading(at)) => Some(at),
            _ => None,
        })
        .collect();
    let lines = edit.text.lines().filter(|line| line.trim_start().starts_with("- ")).count();
    headings.len() == lines && headings.is_sorted_by(|a, b| a < b)
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
