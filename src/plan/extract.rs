//! A part of a note becomes a note of its own, and every link goes on meaning what it meant (R22).

use std::sync::Arc;

use crate::index::{File, FileId, Lookup, NoteText, Place, SharedPlace, View};
use crate::note::{Format, Link, LinkSyntax, Note, parse};
use crate::resolve::{Resolution, Spot, encode_markdown_path, link_path, resolve};
use crate::text::Span;

use super::carried::{Carried, carried, without_footnotes};
use super::free_name::free_path;
use super::outcome::Outcome;
use super::rewrite::{path_like, style_of, written};
use super::{Edit, FileEdits, FileOperation, Plan, Reason, Refusal, check_writable, file_edits};

/// The new note has no id yet: the index gives them out from 0 upwards.
const NEW: FileId = FileId(u32::MAX);

/// Where a link leads: to a file, and there to a place or past all.
pub(super) type Meaning = Option<(FileId, Option<Spot>)>;

/// Makes a new note, in the folder of the note `id`, of the bytes `span` of it, which have to be whole
/// lines, and leaves a link there, or with `embed` an embed. The links in it, and those to it, are
/// rewritten where they would change their meaning. The footnotes that it refers to go along.
///
/// # Errors
/// When the part does not mean the same on its own: it cuts through a block, defines a footnote of the
/// rest, or shares definitions of links with it. When a link cannot be kept.
pub fn extract(view: &View, id: FileId, span: Span, embed: bool) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let read = view.read(id).map_err(Refusal)?;
    let span = without_footnotes(&read, span);
    let part = Part::new(view, read, span)?;
    let (new, others) = (part.new_text()?, part.links_from_elsewhere()?);
    let source = part.left(embed)?;
    part.check(&new, &source, &others)?;
    let title = match embed {
        true => format!("Move to a new note \"{}\" and embed it", part.to.path.stem()),
        false => format!("Move to a new note \"{}\" and link to it", part.to.path.stem()),
    };
    let mut edits = others;
    edits.push(source);
    edits.sort_by(|a, b| a.path.cmp(&b.path));
    check_writable(view, &edits)?;
    let operations = vec![FileOperation::Create { path: part.to.path.clone(), text: new }];
    Ok(Plan { title, revision, edits, operations })
}

/// The part that moves.
struct Part<'a> {
    view: &'a View,
    read: NoteText,
    span: Span,
    /// The part as it is read on its own.
    own: Arc<Note>,
    /// The footnotes that go along.
    carried: Carried,
    to: SharedPlace,
    outcome: Outcome<'a>,
}

impl<'a> Part<'a> {
    fn new(view: &'a View, read: NoteText, span: Span) -> Result<Self, Refusal> {
        let own = Arc::new(stands_alone(&read, span)?);
        let carried = carried(&read, span)?;
        let path = free_path(view, &read, &own, span)?;
        let to = SharedPlace::new(Place::new(NEW, path.clone()));
        let mut rest = read.text.to_string();
        rest.replace_range(span.range(), "x");
        let rest = Arc::new(parse(&rest, Format::Markdown));
        let outcome = Outcome::new(&view.index).moved(Place::new(NEW, path));
        let outcome = outcome.changed(NEW, own.clone()).changed(read.file.place.id, rest);
        Ok(Self { view, read, span, own, carried, to, outcome })
    }

    fn home(&self) -> &SharedPlace {
        &self.read.file.place
    }

    /// What a link of a file at `from` has to mean afterwards.
    fn wanted(&self, from: &Place, link: &Link) -> Meaning {
        let (file, spot) = meaning(resolve(&*self.view.index, &self.view.vault.settings, from, link))?;
        Some(match spot {
            Some(spot) if file == self.home().id => {
                let (moved, spot) = self.moved_spot(spot);
                (if moved { NEW } else { file }, Some(spot))
            }
            spot => (file, spot),
        })
    }

    /// Where a place of the note will be: whether in the part, and its number there or in the rest.
    fn moved_spot(&self, spot: Spot) -> (bool, Spot) {
        let note = &self.read.note;
        let moved = |spans: &mut dyn Iterator<Item = Span>, at: usize| {
            let spans: Vec<Span> = spans.collect();
            let before = spans.iter().filter(|span| span.end <= self.span.start).count();
            let inside = spans.iter().filter(|span| self.span.contains(**span)).count();
            match at {
                at if at < before => (false, at),
                at if at < before + inside => (true, at - before),
                at => (false, at - inside),
            }
        };
        match spot {
            Spot::Whole => (false, Spot::Whole),
            Spot::Heading(at) => {
                let (new, at) = moved(&mut note.headings.iter().map(|heading| heading.content), at);
                (new, Spot::Heading(at))
            }
            Spot::Block(at) => {
                let (new, at) = moved(&mut note.blocks.iter().map(|block| block.id_span), at);
                (new, Spot::Block(at))
            }
            Spot::Footnote(at) => {
                let (new, at) = moved(&mut note.footnotes.iter().map(|footnote| footnote.label_span), at);
                (new, Spot::Footnote(at))
            }
        }
    }

    /// What `link` will mean in a file at `from`, when nobody touches it.
    fn means(&self, from: &Place, link: &Link) -> Meaning {
        meaning(resolve(&self.outcome, &self.view.vault.settings, from, link))
    }

    /// The edit that makes `link`, which stands in a file at `from` and will stand in one at `to`, mean
    /// what it has to.
    fn kept(&self, text: &str, from: &SharedPlace, to: &Place, link: &Link) -> Result<Option<Edit>, Refusal> {
        let wanted = self.wanted(from, link);
        if self.means(to, link) == wanted {
            return Ok(None);
        }
        let raw = link.path_span.of(text);
        let path = wanted.and_then(|(file, _)| self.path(from, to, file, link));
        let stuck = || {
            let (shown, place) = (link.span.of(text), &from.path);
            Refusal(format!("the link {shown} in {place} could not be kept; change it first"))
        };
        let text = written(link, &path.ok_or_else(stuck)?, raw).into_owned();
        Ok(Some(Edit { span: link.path_span, text, reason: Reason::Link }))
    }

    fn path(&self, from: &SharedPlace, to: &Place, file: FileId, link: &Link) -> Option<String> {
        let target = if file == NEW { self.to.clone() } else { self.view.index.file(file)?.place.clone() };
        kept_path(self.view, &self.outcome, (from, to), &target, link)
    }

    /// The text of the new note.
    fn new_text(&self) -> Result<String, Refusal> {
        let mut edits = Vec::new();
        for link in self.links_of_part() {
            let edit = self.kept(&self.read.text, self.home(), &self.to, link)?;
            edits.extend(edit.map(|edit| {
                let span =
                    Span { start: edit.span.start - self.span.start, end: edit.span.end - self.span.start };
                Edit { span, ..edit }
            }));
        }
        let own = NoteText {
            text: self.span.of(&self.read.text).into(),
            note: self.own.clone(),
            ..self.read.clone()
        };
        let text = own.text.to_string();
        let mut text = file_edits(own, edits).map_or(text, |edits| edits.applied());
        let end = newline(&self.read.text);
        if !text.ends_with('\n') {
            text.push_str(end);
        }
        for definition in &self.carried.definitions {
            text.extend([end, definition.of(&self.read.text), end]);
        }
        Ok(text)
    }

    /// The links of the footnotes that go along.
    fn links_carried(&self) -> impl Iterator<Item = &Link> {
        let within = |link: &&Link| self.carried.definitions.iter().any(|span| span.contains(link.span));
        self.read.note.links.iter().filter(within)
    }

    /// Whether a link stands in what is taken from the note.
    fn is_taken(&self, link: &Link) -> bool {
        self.span.contains(link.span) || self.carried.gone.iter().any(|gone| gone.contains(link.span))
    }

    fn links_of_part(&self) -> impl Iterator<Item = &Link> {
        self.read.note.links.iter().filter(|link| self.span.contains(link.span))
    }

    /// The edits of the note that the part is taken from.
    fn left(&self, embed: bool) -> Result<FileEdits, Refusal> {
        let mut edits = Vec::new();
        for link in self.read.note.links.iter().filter(|link| !self.is_taken(link)) {
            edits.extend(self.kept(&self.read.text, self.home(), self.home(), link)?);
        }
        let text = self.link_to_new(embed)?;
        edits.push(Edit { span: self.span, text, reason: Reason::Fix });
        let gone = self.carried.gone.iter();
        edits.extend(gone.map(|&span| Edit { span, text: String::new(), reason: Reason::Fix }));
        file_edits(self.read.clone(), edits).ok_or_else(|| Refusal("there is nothing to move".to_owned()))
    }

    fn link_to_new(&self, embed: bool) -> Result<String, Refusal> {
        let (settings, name) = (&self.view.vault.settings, self.to.path.stem());
        let markdown = settings.markdown_links && !embed;
        let syntax = if markdown { LinkSyntax::Inline { angled: false } } else { LinkSyntax::Wiki };
        let path = link_path(&self.outcome, settings, self.home(), &self.to, syntax)
            .ok_or_else(|| Refusal(format!("no link can lead to \"{name}\"")))?;
        Ok(match (markdown, embed) {
            (true, _) => format!("[{name}]({})", encode_markdown_path(&path, false)),
            (_, true) => format!("![[{path}]]"),
            _ => format!("[[{path}]]"),
        })
    }

    /// The edits of other files, whose links lead into the part.
    fn links_from_elsewhere(&self) -> Result<Vec<FileEdits>, Refusal> {
        let mut all = Vec::new();
        for file in self.referrers() {
            let leads_in = |link: &Link| self.wanted(&file.place, link).is_some_and(|(id, _)| id == NEW);
            let note = file.note();
            if !note.iter().flat_map(|note| &note.links).any(leads_in) {
                continue;
            }
            let read = self.view.read(file.place.id).map_err(Refusal)?;
            let mut edits = Vec::new();
            for link in read.note.links.iter().filter(|link| leads_in(link)) {
                edits.extend(self.kept(&read.text, &file.place, &file.place, link)?);
            }
            all.extend(file_edits(read, edits));
        }
        Ok(all)
    }

    /// The other files that may hold links to the note.
    fn referrers(&self) -> Vec<Arc<File>> {
        let keys = self.read.file.link_keys();
        let ids = keys.iter().flat_map(|key| self.view.index.referrers(key).to_vec());
        self.view.index.files_of(ids.filter(|id| *id != self.home().id))
    }

    /// Whether every link means what it has to when all is done.
    fn check(&self, new: &str, source: &FileEdits, others: &[FileEdits]) -> Result<(), Refusal> {
        let (new, rest) = (parse(new, Format::Markdown), parse(&source.applied(), Format::Markdown));
        let from = self.home();
        let links = self.links_of_part().chain(self.links_carried());
        let wanted: Vec<Meaning> = links.map(|link| self.wanted(from, link)).collect();
        let is_same = new.links.iter().map(|link| self.means(&self.to, link)).eq(wanted);
        let links = self.read.note.links.iter().filter(|link| !self.is_taken(link));
        let mut left: Vec<Meaning> = links
            .clone()
            .filter(|link| link.span.end <= self.span.start)
            .map(|link| self.wanted(from, link))
            .collect();
        left.push(Some((NEW, Some(Spot::Whole))));
        left.extend(
            links.filter(|link| link.span.start >= self.span.end).map(|link| self.wanted(from, link)),
        );
        let is_left = rest.links.iter().map(|link| self.means(from, link)).eq(left);
        let is_kept = others.iter().all(|file| {
            let Some(format) = Format::of(file.path.name()) else { return false };
            let Some(place) = self.view.index.file_at(&file.path).map(|file| file.place.clone()) else {
                return false;
            };
            let after = parse(&file.applied(), format);
            let wanted = file.note.links.iter().map(|link| self.wanted(&place, link));
            after.links.iter().map(|link| self.means(&place, link)).eq(wanted)
        });
        let before = &self.read.note;
        let is_whole = rest.headings.len() + new.headings.len() == before.headings.len()
            && rest.blocks.len() + new.blocks.len() == before.blocks.len()
            && new.footnotes.len() == self.own.footnotes.len() + self.carried.definitions.len()
            && rest.footnotes.len() + self.own.footnotes.len() + self.carried.gone_count
                == before.footnotes.len();
        match is_same && is_left && is_kept && is_whole {
            true => Ok(()),
            false => {
                Err(Refusal("links would come to mean something else; move the text by hand".to_owned()))
            }
        }
    }
}

/// The path by which `link`, which stands in a file at the first of two places, leads to `target` when it
/// stands at the second: in the shape that it has, where that leads there.
pub(super) fn kept_path(
    view: &View,
    after: &impl Lookup,
    (from, to): (&Place, &Place),
    target: &Place,
    link: &Link,
) -> Option<String> {
    let settings = &view.vault.settings;
    if link.is_local() {
        return link_path(after, settings, to, target, link.syntax);
    }
    let found = resolve(&*view.index, settings, from, link);
    let found = found.file()?;
    let style = style_of(link, found.rule, &found.place);
    path_like(after, settings, to, target, link, style)
        .or_else(|| link_path(after, settings, to, target, link.syntax))
}

pub(super) fn meaning(resolution: Resolution) -> Meaning {
    match resolution {
        Resolution::Found { file, spot } => Some((file.place.id, Some(spot))),
        Resolution::MissingSpot { file, .. } => Some((file.place.id, None)),
        Resolution::MissingFile(_) => None,
    }
}

pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The part read on its own, when that is the same as where it stands.
pub(super) fn stands_alone(read: &NoteText, span: Span) -> Result<Note, Refusal> {
    let (note, text) = (&read.note, span.of(&read.text));
    let refuse = |why: &str| Err(Refusal(format!("this part of the note cannot be moved: {why}")));
    if read.file.format != Some(Format::Markdown) || text.trim().is_empty() {
        return refuse("there is no text of a note");
    }
    if note.frontmatter.as_ref().is_some_and(|front| span.start < front.span.end)
        || text.trim_start().starts_with("---")
    {
        return refuse("it would take the frontmatter along, or begin as one");
    }
    if note.links.iter().any(|link| matches!(link.syntax, LinkSyntax::Definition { .. })) {
        return refuse("links of the note are defined in another place than they stand");
    }
    if note.blocks.iter().any(|block| overlap(block.span, span) != span.contains(block.id_span)) {
        return refuse("it would part a block from its id");
    }
    let own = parse(text, Format::Markdown);
    let within = |of: Span| span.contains(of);
    let same =
        own.links.iter().map(|link| link.span).eq(shifted(note.links.iter().map(|link| link.span), span))
            && own
                .headings
                .iter()
                .map(|heading| heading.span)
                .eq(shifted(note.headings.iter().map(|h| h.span), span))
            && own
                .blocks
                .iter()
                .map(|block| block.id_span)
                .eq(shifted(note.blocks.iter().map(|block| block.id_span), span))
            && own.opaque.iter().copied().eq(shifted(note.opaque.iter().copied(), span))
            && own.tags.len() == note.tags.iter().filter(|tag| within(tag.span)).count();
    if same { Ok(own) } else { refuse("it begins or ends within a list, a quote, code or a comment") }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The spans that touch `part`, from its start. One that it cuts through is none of its own.
fn shifted(spans: impl Iterator<Item = Span>, part: Span) -> impl Iterator<Item = Span> {
    let touching = spans.filter(move |span| overlap(*span, part));
    touching.map(move |span| Span {
        start: span.start.saturating_sub(part.start),
        end: span.end.saturating_sub(part.start),
    })
}
