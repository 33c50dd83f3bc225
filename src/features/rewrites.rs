//! How else could this link be written? Other forms that lead to the same place.

use crate::index::{File, FileId, NoteText, Place, View};
use crate::note::{Container, Format, Link, LinkSyntax, Note, parse};
use crate::plan::{Edit, Plan, Reason, file_edits, written};
use crate::resolve::{
    Spot, Style, encode_markdown_path, fits_display, heading_subpath, is_attachment_name, link_path,
    link_path_in_style, resolve, resolve_subpath,
};
use crate::text::{Span, fold};

/// Another way to write a link.
#[derive(Debug, Clone)]
pub struct Rewrite {
    /// What it does: `Write the link as a Markdown link`.
    pub title: &'static str,
    /// What it changes.
    pub plan: Plan,
}

/// The other ways to write the link at byte `offset` of the note `id`: as a Markdown link or a
/// wikilink, and with another path. Each was tried: it leads to the same place, and changes no other
/// link of the note (R21). Empty for a link that leads nowhere, and where there is no link.
pub fn rewrites(view: &View, id: FileId, offset: usize) -> Vec<Rewrite> {
    let revision = view.index.revision();
    let Ok(read) = view.read(id) else { return Vec::new() };
    let Some(link) = read.note.link_at(offset) else { return Vec::new() };
    let Some((target, spot)) = meaning(view, &read.file.place, link) else { return Vec::new() };
    let file = view.index.file(target);
    let Some(to) = file.as_deref().map(|file| &*file.place) else { return Vec::new() };
    let from = From { view, read: &read, link, to, wanted: (target, spot) };
    let edits = from.syntax().into_iter().chain(from.paths());
    let rewrite = |(title, edit): (&'static str, Edit)| {
        from.keeps_all(&edit).then(|| Rewrite {
            title,
            plan: Plan {
                title: title.to_owned(),
                revision,
                edits: file_edits(read.clone(), vec![edit]).into_iter().collect(),
                operations: Vec::new(),
            },
        })
    };
    edits.filter_map(rewrite).collect()
}

/// All links of the note `id` in the other syntax than the one at byte `offset` is written in, where
/// they can be. Each leads to the same place then (R21). `None` when that is fewer than two.
pub fn convert_all(view: &View, id: FileId, offset: usize) -> Option<Plan> {
    let revision = view.index.revision();
    let read = view.read(id).ok()?;
    let syntax = read.note.link_at(offset)?.syntax;
    let mut edits: Vec<Edit> = Vec::new();
    for link in read.note.links.iter().filter(|link| link.syntax.is_markdown() == syntax.is_markdown()) {
        let Some(wanted) = meaning(view, &read.file.place, link) else { continue };
        let Some(to) = view.index.file(wanted.0) else { continue };
        let from = From { view, read: &read, link, to: &to.place, wanted };
        // An image in the text of a link is a part of it.
        let nested = edits.last().is_some_and(|last| last.span.end > link.span.start);
        edits.extend(from.syntax().filter(|_| !nested).map(|(_, edit)| edit));
    }
    let kind = if syntax.is_markdown() { "wikilinks" } else { "Markdown links" };
    let title = format!("Write all {} links of the note as {kind}", edits.len());
    if edits.len() < 2 || !all_mean_the_same(view, &read, &edits) {
        return None;
    }
    let edits = file_edits(read, edits).into_iter().collect();
    Some(Plan { title, revision, edits, operations: Vec::new() })
}

/// Whether every link of the note leads where it led, when `edits`, in their order, are made.
fn all_mean_the_same(view: &View, read: &NoteText, edits: &[Edit]) -> bool {
    let (Some(format), from) = (read.file.format, &read.file.place) else { return false };
    let Some(edited) = file_edits(read.clone(), edits.to_vec()) else { return false };
    let after = parse(&edited.applied(), format);
    let mean = |note: &Note| note.links.iter().map(|link| meaning(view, from, link)).collect::<Vec<_>>();
    after.headings.len() == read.note.headings.len() && mean(&after) == mean(&read.note)
}

fn meaning(view: &View, from: &Place, link: &Link) -> Option<(FileId, Spot)> {
    let resolution = resolve(&*view.index, &view.vault.settings, from, link);
    resolution.found().map(|(file, spot)| (file.place.id, spot))
}

/// A link that leads to `to`.
struct From<'a> {
    view: &'a View,
    read: &'a NoteText,
    link: &'a Link,
    to: &'a Place,
    wanted: (FileId, Spot),
}

impl From<'_> {
    fn edit(&self, span: Span, text: String) -> Option<Edit> {
        (span.of(&self.read.text) != text).then_some(Edit { span, text, reason: Reason::Fix })
    }

    /// The link in the other syntax. Only in Markdown's own text: YAML knows no Markdown links.
    fn syntax(&self) -> Option<(&'static str, Edit)> {
        let in_text = matches!(self.link.container, Container::Text | Container::Table);
        let markdown = self.read.file.format == Some(Format::Markdown);
        if !in_text || !markdown {
            return None;
        }
        let (title, text) = match self.link.syntax {
            LinkSyntax::Wiki => ("Write the link as a Markdown link", self.as_markdown()?),
            LinkSyntax::Inline { .. } => ("Write the link as a wikilink", self.as_wikilink()?),
            LinkSyntax::Definition { .. } | LinkSyntax::CanvasFile => return None,
        };
        Some((title, self.edit(self.link.span, text)?))
    }

    fn as_markdown(&self) -> Option<String> {
        let path = self.path(LinkSyntax::Inline { angled: false })?;
        let link = self.link;
        let display = link.display_span.map(|span| span.of(&self.read.text).to_owned());
        let shown = display.unwrap_or_else(|| match link.embed {
            true => String::new(),
            // As Obsidian shows it: `[[Note#A#B]]` is "Note > A > B", and `[[#A]]` is "A".
            false => {
                let parts = [&*link.path].into_iter().chain(link.subpath.iter().flat_map(|it| it.split('#')));
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                escaped(&parts.join(" > "))
            }
        });
        let subpath =
            link.subpath.as_deref().map(|subpath| format!("#{}", encode_markdown_path(subpath, false)));
        let mark = if link.embed { "!" } else { "" };
        let path = encode_markdown_path(&path, false);
        Some(format!("{mark}[{shown}]({path}{})", subpath.unwrap_or_default()))
    }

    fn as_wikilink(&self) -> Option<String> {
        let link = self.link;
        if self.has_title() {
            return None;
        }
        let path = self.path(LinkSyntax::Wiki)?;
        let subpath = link.subpath.as_deref().map(|subpath| self.wiki_subpath(subpath));
        let display = link.display_span.map_or("", |span| span.of(&self.read.text));
        let said = subpath.as_deref().filter(|_| link.is_local()).unwrap_or(&path);
        let display = match display {
            "" => String::new(),
            same if same == said && (link.is_local() || subpath.is_none()) => String::new(),
            shown if !fits_display(shown) => return None,
            shown if link.container == Container::Table => format!("\\|{shown}"),
            shown => format!("|{shown}"),
        };
        let subpath = subpath.map(|subpath| format!("#{subpath}")).unwrap_or_default();
        let mark = if link.embed { "!" } else { "" };
        Some(format!("{mark}[[{path}{subpath}{display}]]"))
    }

    /// The path to what the link leads to; none within its own note.
    fn path(&self, syntax: LinkSyntax) -> Option<String> {
        match self.link.is_local() {
            true => Some(String::new()),
            false => link_path(&*self.view.index, &self.view.vault.settings, self.from(), self.to, syntax),
        }
    }

    /// `subpath` as a wikilink says it: a slug, which only a Markdown link may have (R18), as the heading.
    fn wiki_subpath(&self, subpath: &str) -> String {
        let file = self.view.index.file(self.wanted.0);
        let heading = file.as_deref().and_then(File::note).and_then(|note| {
            let Spot::Heading(at) = self.wanted.1 else { return None };
            let leads_there = resolve_subpath(&note, subpath, LinkSyntax::Wiki) == Ok(self.wanted.1);
            if leads_there { None } else { heading_subpath(&note, at) }
        });
        heading.unwrap_or_else(|| subpath.to_owned())
    }

    /// Whether a title stands behind the destination, `[a](b.md "title")`: a wikilink has no place for it.
    fn has_title(&self) -> bool {
        let link = self.link;
        let end = link.subpath_span.unwrap_or(link.path_span).end;
        let rest = Span { start: end, end: link.span.end }.of(&self.read.text);
        !matches!(rest.trim_start_matches('>').trim(), ")" | "#)")
    }

    /// The link with its path from the vault's root, from this note's folder, and as short as can be.
    fn paths(&self) -> Vec<(&'static str, Edit)> {
        let link = self.link;
        if link.is_local() || link.syntax == LinkSyntax::CanvasFile {
            return Vec::new();
        }
        let relative = if link.syntax.is_markdown() { Style::FromFolder } else { Style::Relative };
        // A Markdown link whose path is a bare name leads nowhere in other programs.
        let bare = (!link.syntax.is_markdown()).then_some(Style::Bare);
        let styles = [
            ("Write the path as short as possible", bare),
            ("Write the path from this note's folder", Some(relative)),
            ("Write the path from the vault's folder", Some(Style::VaultPath)),
        ];
        let mut found: Vec<(&'static str, Edit)> = Vec::new();
        for (title, style) in styles.into_iter().filter_map(|(title, style)| Some((title, style?))) {
            let edit = self.in_style(style).filter(|edit| found.iter().all(|(_, other)| other != edit));
            found.extend(edit.map(|edit| (title, edit)));
        }
        found
    }

    fn in_style(&self, style: Style) -> Option<Edit> {
        let (index, settings, link) = (&*self.view.index, &self.view.vault.settings, self.link);
        let with_md = fold(&link.path).ends_with(".md") || is_attachment_name(link.name());
        let path = link_path_in_style(index, settings, self.from(), self.to, link.syntax, style, with_md)?;
        let raw = link.path_span.of(&self.read.text);
        self.edit(link.path_span, written(link, &path, raw).into_owned())
    }

    fn from(&self) -> &Place {
        &self.read.file.place
    }

    /// Whether the link leads to the same place after `edit`, and all others stay as they are.
    fn keeps_all(&self, edit: &Edit) -> bool {
        let (before, Some(format)) = (&*self.read.note, self.read.file.format) else { return false };
        let Some(at) = before.links.iter().position(|link| link == self.link) else { return false };
        let mut text = self.read.text.to_string();
        text.replace_range(edit.span.range(), &edit.text);
        let after = parse(&text, format);
        let same = |number: usize| same_link(before, &after, number) || number == at;
        let now = after.links.get(at).and_then(|link| meaning(self.view, self.from(), link));
        before.links.len() == after.links.len()
            && now == Some(self.wanted)
            && (0..before.links.len()).all(same)
    }
}

fn same_link(before: &Note, after: &Note, number: usize) -> bool {
    let said = |note: &Note| note.links.get(number).map(|link| (link.path.clone(), link.subpath.clone()));
    said(before) == said(after)
}

/// `text` as the text of a Markdown link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "[]\\`*_<".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
