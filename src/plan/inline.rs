//! An embed becomes the text that it shows, and every link goes on meaning what it meant (R22).

use std::sync::Arc;

use crate::index::{File, FileId, NoteText, View};
use crate::note::{Container, Format, Link, LinkSyntax, Note, parse};
use crate::resolve::{Resolution, Spot, resolve};
use crate::text::Span;

use super::carried::shares_footnote;
use super::extract::{Meaning, kept_path, meaning, newline, stands_alone};
use super::outcome::Outcome;
use super::placed::placed;
use super::rewrite::written;
use super::{Edit, Plan, Reason, Refusal, file_edits};

/// Puts the text of the note, section or block in the place of the embed at byte `offset` of the note
/// `id`. The links in the text are rewritten where they would lead elsewhere; block ids stay behind.
///
/// # Errors
/// When there is no embed of a text, when the text does not mean the same on its own, or when a link
/// cannot be kept.
pub fn inline(view: &View, id: FileId, offset: usize) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let source = view.read(id).map_err(Refusal)?;
    let embed = source.note.link_at(offset).filter(|link| is_embed(link)).cloned();
    let embed = embed.ok_or_else(|| Refusal("there is no embed of a note here".to_owned()))?;
    let shown = Shown::of(view, &source, &embed)?;
    let text = shown.text(view, &source)?;
    let text = placed(&source.text, &embed, &text, !shown.own.headings.is_empty())?;
    let edit = Edit { span: embed.span, text, reason: Reason::Fix };
    let title = format!("Replace the embed by the text of \"{}\"", shown.read.file.place.path.without_md());
    let edits =
        file_edits(source.clone(), vec![edit]).ok_or_else(|| Refusal("nothing changes".to_owned()))?;
    shown.check(view, &source, &embed, parse(&edits.applied(), Format::Markdown))?;
    Ok(Plan { title, revision, edits: vec![edits], operations: Vec::new() })
}

fn is_embed(link: &Link) -> bool {
    let is_link = matches!(link.syntax, LinkSyntax::Wiki | LinkSyntax::Inline { .. });
    link.embed && is_link && matches!(link.container, Container::Text | Container::Table)
}

/// What an embed shows.
struct Shown {
    read: NoteText,
    span: Span,
    own: Note,
}

impl Shown {
    fn of(view: &View, source: &NoteText, embed: &Link) -> Result<Self, Refusal> {
        let found = resolve(&*view.index, &view.vault.settings, &source.file.place, embed);
        let Resolution::Found { file, spot } = found else {
            return Err(Refusal("the embed leads nowhere".to_owned()));
        };
        let read = view.read(file.place.id).map_err(Refusal)?;
        let span = span_of(&read, spot).ok_or_else(|| Refusal("the embed shows no text".to_owned()))?;
        if read.file.place.id == source.file.place.id && span.contains(embed.span) {
            return Err(Refusal("the embed shows itself".to_owned()));
        }
        let own = stands_alone(&read, span)?;
        if shares_footnote(&read, span) {
            return Err(Refusal("the text shares a footnote with the rest of its note".to_owned()));
        }
        let labels = |note: &Note| note.footnotes.iter().map(|it| it.label.clone()).collect::<Vec<_>>();
        if labels(&own).iter().any(|label| labels(&source.note).contains(label)) {
            return Err(Refusal("both notes have a footnote of the same name".to_owned()));
        }
        Ok(Self { read, span, own })
    }

    /// The links that the text holds.
    fn links(&self) -> impl Iterator<Item = &Link> {
        self.read.note.links.iter().filter(|link| self.span.contains(link.span))
    }

    /// The text as it has to be written in the note that shows it.
    fn text(&self, view: &View, source: &NoteText) -> Result<String, Refusal> {
        let (from, to) = (&self.read.file.place, &source.file.place);
        let start = self.span.start;
        let mut edits = Vec::new();
        for link in self.links() {
            let means = |place| meaning(resolve(&*view.index, &view.vault.settings, place, link));
            let wanted = means(from);
            if means(to) == wanted {
                continue;
            }
            let target = wanted.and_then(|(file, _)| view.index.file(file));
            let path = target.and_then(|file| kept_path(view, &*view.index, (from, to), &file.place, link));
            let raw = link.path_span.of(&self.read.text);
            let path = path.ok_or_else(|| {
                let shown = link.span.of(&self.read.text);
                Refusal(format!("the link {shown} in {} could not be kept; change it first", from.path))
            })?;
            edits.push((link.path_span, written(link, &path, raw).into_owned()));
        }
        for block in self.own.blocks.iter() {
            let id = Span { start: block.id_span.start - 1, end: block.id_span.end };
            let before = Span { start: 0, end: id.start }.of(self.span.of(&self.read.text));
            let kept = before.trim_end_matches([' ', '\t']).len();
            edits.push((Span::new(kept, id.end as usize).shifted(start as usize), String::new()));
        }
        edits.sort_by_key(|(span, _)| *span);
        let (mut text, mut at) = (String::new(), start as usize);
        for (span, new) in edits {
            text.push_str(self.read.text.get(at..span.start as usize).unwrap_or_default());
            text.push_str(&new);
            at = span.end as usize;
        }
        text.push_str(self.read.text.get(at..self.span.end as usize).unwrap_or_default());
        let text = text.trim_end();
        Ok(match newline(&source.text) {
            "\r\n" => text.replace("\r\n", "\n").replace('\n', "\r\n"),
            _ => text.replace("\r\n", "\n"),
        })
    }

    /// Whether every link of the note, and to it, means what it has to when it reads as `after`.
    fn check(&self, view: &View, source: &NoteText, embed: &Link, after: Note) -> Result<(), Refusal> {
        let settings = &view.vault.settings;
        let place = &source.file.place;
        let after = Arc::new(after);
        let outcome = Outcome::new(&view.index).changed(place.id, after.clone());
        let will = |from: &_, link: &Link| meaning(resolve(&outcome, settings, from, link));
        let now = |from: &_, link: &Link| {
            let meaning = meaning(resolve(&*view.index, settings, from, link))?;
            Some(self.moved(source, embed, meaning))
        };
        let mut wanted: Vec<Meaning> = Vec::new();
        for link in &source.note.links {
            match link.span == embed.span {
                true => wanted.extend(self.links().map(|link| now(&self.read.file.place, link))),
                false => wanted.push(now(place, link)),
            }
        }
        let is_same = after.links.iter().map(|link| will(place, link)).eq(wanted);
        let is_whole = after.headings.len() == source.note.headings.len() + self.own.headings.len()
            && after.blocks.len() == source.note.blocks.len();
        let others = referrers(view, &source.file);
        let is_kept = others.iter().all(|file| {
            let note = file.note();
            let mut links = note.iter().flat_map(|note| &note.links);
            links.all(|link| will(&file.place, link) == now(&file.place, link))
        });
        match is_same && is_whole && is_kept {
            true => Ok(()),
            false => {
                Err(Refusal("links would come to mean something else; copy the text by hand".to_owned()))
            }
        }
    }

    /// Where a place will be, behind what is put into the note.
    fn moved(
        &self,
        source: &NoteText,
        embed: &Link,
        (file, spot): (FileId, Option<Spot>),
    ) -> (FileId, Option<Spot>) {
        if file != source.file.place.id {
            return (file, spot);
        }
        let is_behind = |span: Option<Span>| span.is_some_and(|span| span.start >= embed.span.end);
        let note = &source.note;
        let spot = spot.map(|spot| match spot {
            Spot::Heading(at) if is_behind(note.headings.get(at).map(|it| it.span)) => {
                Spot::Heading(at + self.own.headings.len())
            }
            Spot::Footnote(at) if is_behind(note.footnotes.get(at).map(|it| it.span)) => {
                Spot::Footnote(at + self.own.footnotes.len())
            }
            spot => spot,
        });
        (file, spot)
    }
}

/// The files that may hold links to `file`, but for itself.
fn referrers(view: &View, file: &File) -> Vec<Arc<File>> {
    let keys = file.link_keys();
    let ids = keys.iter().flat_map(|key| view.index.referrers(key).to_vec());
    ids.filter(|&id| id != file.place.id).filter_map(|id| view.index.file(id)).collect()
}

/// What an embed of `spot` shows: a note without its frontmatter, a section, a block.
fn span_of(read: &NoteText, spot: Spot) -> Option<Span> {
    let note = &read.note;
    let whole = match spot {
        Spot::Whole => {
            let start = note.frontmatter.as_ref().map_or(0, |front| front.span.end);
            Span { start, end: note.length }
        }
        Spot::Heading(at) => note.section(at),
        Spot::Block(at) => {
            let block = note.blocks.get(at)?;
            Span { start: block.span.start, end: block.span.end.max(block.id_span.end) }
        }
        Spot::Footnote(_) => return None,
    };
    let text = whole.of(&read.text);
    let blank = |c: char| matches!(c, '\n' | '\r' | '\u{feff}');
    let start = text.len() - text.trim_start_matches(blank).len();
    let span = Span::new(start, text.trim_end().len()).shifted(whole.start as usize);
    (span.start < span.end).then_some(span)
}
