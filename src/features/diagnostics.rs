//! What is wrong in a note?

use std::cell::Cell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::{File, FileId, Place, SharedPlace, View};
use crate::note::{Link, Note, not_in_tags};
use crate::resolve::{
    FoundFile, MissingFile, Resolution, Spot, SpotKind, candidates, is_attachment_name, link_path, resolve,
};
use crate::text::{Span, fold};
use crate::vault::{DiagnosticCode, Severity, VaultPath};

use super::Location;
use super::cursor::locate;
use super::near::{near_headings, near_names};

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind.
    pub code: DiagnosticCode,
    /// How loud, as the settings have it.
    pub severity: Severity,
    /// The place in the note.
    pub span: Span,
    /// A sentence that says what is wrong.
    pub message: String,
    /// What would mend it, as a sentence; empty when nothing is known.
    pub help: String,
    /// Places that have to do with it, each with a few words: the candidates of an ambiguous link.
    pub related: Vec<(Location, String)>,
}

/// The most places that one diagnostic names.
const MAX_RELATED: usize = 10;

/// Every problem in the note `id`, in the order of the text. Empty when the file is gone.
pub fn diagnostics(view: &View, id: FileId) -> Vec<Diagnostic> {
    view.go_on();
    let Some(file) = view.index.file(id) else { return Vec::new() };
    let Some(note) = file.note() else { return Vec::new() };
    let note = &*note;
    let check = Check { view, file: &file, guesses: Cell::new(MAX_GUESSES) };
    let mut found: Vec<Diagnostic> = check.frontmatter(note).into_iter().collect();
    found.extend(check.aliases(note));
    found.extend(check.tags(note));
    found.extend(note.links.iter().filter_map(|link| check.link(link)));
    found.extend(check.block_ids(note));
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}

/// The links of `file`, in which is `note`, that look for what is not there, each with what is missing, in the order of
/// the text; those that the settings report. An alias that is no target is missing too (R12).
pub fn broken_links<'n>(view: &View, file: &Arc<File>, note: &'n Note) -> Vec<(&'n Link, DiagnosticCode)> {
    let check = Check { view, file, guesses: Cell::new(0) };
    let broken = note.links.iter().filter_map(|link| Some((link, check.link(link)?.code)));
    broken.filter(|(_, code)| *code != DiagnosticCode::AmbiguousLink).collect()
}

/// One note being checked.
struct Check<'a> {
    view: &'a View,
    file: &'a Arc<File>,
    /// For how many more links a near name is looked for.
    guesses: Cell<usize>,
}

/// How many broken links of one note are given a "did you mean": a look at each name of the vault
/// for each of thousands would make a keystroke wait.
const MAX_GUESSES: usize = 100;

impl Check<'_> {
    /// A diagnostic, unless the settings turn its code off.
    fn report(&self, code: DiagnosticCode, span: Span, message: String, help: String) -> Option<Diagnostic> {
        let severity = self.view.vault.settings.severity(code)?;
        Some(Diagnostic { code, severity, span, message, help, related: Vec::new() })
    }

    /// How a link of this syntax to `place` is written.
    fn as_written(&self, link: &Link, place: &Place) -> String {
        let text =
            link_path(&*self.view.index, &self.view.vault.settings, &self.file.place, place, link.syntax);
        text.unwrap_or_else(|| place.path.without_md().to_owned())
    }

    /// Whether another near name may be looked for.
    fn may_guess(&self) -> bool {
        let left = self.guesses.get();
        self.guesses.set(left.saturating_sub(1));
        left > 0
    }

    fn frontmatter(&self, note: &Note) -> Option<Diagnostic> {
        let error = note.frontmatter.as_ref()?.error.as_ref()?;
        let message = error.message.to_string();
        let help = "until it is mended, the note works as if it had no frontmatter".to_owned();
        self.report(DiagnosticCode::InvalidFrontmatter, error.span, message, help)
    }

    /// Aliases of the frontmatter that are none (R6).
    fn aliases(&self, note: &Note) -> Vec<Diagnostic> {
        let nested = note.frontmatter.iter().flat_map(|front| &front.nested_aliases);
        let report = |&span| {
            let message = "An alias is a text, and this is a list or a mapping".to_owned();
            self.report(DiagnosticCode::InvalidAlias, span, message, "write the alias in quotes".to_owned())
        };
        nested.filter_map(report).collect()
    }

    /// Tags of the frontmatter that are none (R26). What a template fills in is left alone.
    fn tags(&self, note: &Note) -> Vec<Diagnostic> {
        let Some(front) = &note.frontmatter else { return Vec::new() };
        let report = |span, message| {
            let help = "a tag holds letters, digits, _, - and /, and not only digits".to_owned();
            self.report(DiagnosticCode::InvalidTag, span, message, help)
        };
        let numbers = front.numbers_as_tags.iter();
        let numbers = numbers.filter_map(|&span| report(span, "A tag is more than a number".to_owned()));
        let tags = note.tags.iter().filter(|tag| tag.in_frontmatter);
        let others = tags.filter_map(|tag| {
            let bad = not_in_tags(&tag.name).filter(|c| !"{}<>%".contains(*c))?;
            report(tag.span, format!("\"{}\" is no tag: it holds \"{bad}\"", tag.name))
        });
        let nested = front.nested_tags.iter();
        let nested = nested
            .filter_map(|&span| report(span, "A tag is a text, and this is a list or a mapping".to_owned()));
        numbers.chain(others).chain(nested).collect()
    }

    fn block_ids(&self, note: &Note) -> Vec<Diagnostic> {
        let mut first = FxHashMap::default();
        let mut found = Vec::new();
        for (at, block) in note.blocks.iter().enumerate() {
            let before = *first.entry(fold(&block.id)).or_insert(at);
            if before == at {
                continue;
            }
            let message = format!("Another block of this note has the id ^{}", block.id);
            let help = "links lead to the first; give this one another id".to_owned();
            let Some(mut diagnostic) =
                self.report(DiagnosticCode::DuplicateBlockId, block.id_span, message, help)
            else {
                continue;
            };
            let focus = note.blocks[before].id_span;
            let location = Location { file: self.file.clone(), full: focus, focus };
            diagnostic.related.push((location, "the first".to_owned()));
            found.push(diagnostic);
        }
        found
    }

    fn link(&self, link: &Link) -> Option<Diagnostic> {
        if is_placeholder(link) {
            return None;
        }
        match resolve(&*self.view.index, &self.view.vault.settings, &self.file.place, link) {
            Resolution::Found { file, .. } if file.ambiguous => self.ambiguous(link, &file),
            Resolution::Found { .. } => None,
            Resolution::MissingSpot { file, kind } => self.missing_spot(link, &file, kind),
            Resolution::MissingFile(MissingFile::OnlyAlias(notes)) => self.only_alias(link, &notes),
            Resolution::MissingFile(missing) => self.missing_file(link, &missing),
        }
    }

    fn missing_file(&self, link: &Link, missing: &MissingFile) -> Option<Diagnostic> {
        // A path that ends in a slash names a folder, which is no note to create.
        if link.name().is_empty() || self.is_left_out(link) {
            return None;
        }
        let attachment = is_attachment_name(link.name());
        let (code, what) = match attachment {
            true => (DiagnosticCode::UnresolvedAttachment, "file"),
            false => (DiagnosticCode::UnresolvedNote, "note"),
        };
        let message = match missing {
            MissingFile::OutsideVault => format!("\"{}\" leads out of the vault", link.path),
            _ => format!("No {what} is named \"{}\"", link.path),
        };
        let near = if self.may_guess() { near_names(self.view, &link.path, 1) } else { Vec::new() };
        let help = match near.first() {
            Some(near) => format!("did you mean \"{}\"?", self.as_written(link, near)),
            None if matches!(missing, MissingFile::OutsideVault) => {
                "write a path that stays in the vault".to_owned()
            }
            None if attachment => "check the name and its extension".to_owned(),
            None => "create the note, or link to another".to_owned(),
        };
        self.report(code, path_span(link), message, help)
    }

    /// Whether a Markdown link leads to a folder, or to a file that is there but that a setting or
    /// `.gitignore` leaves out of the vault: no note to create, and nothing broken.
    fn is_left_out(&self, link: &Link) -> bool {
        let vault = &self.view.vault;
        let path = link.path.trim_start_matches('/');
        let folders = [self.file.place.path.folder(), ""];
        let mut paths = folders.iter().filter_map(|folder| VaultPath::joined(folder, path));
        link.syntax.is_markdown()
            && paths
                .any(|path| vault.is_folder(&path) || (!vault.accepts(&path) && vault.stamp(&path).is_some()))
    }

    fn only_alias(&self, link: &Link, notes: &[SharedPlace]) -> Option<Diagnostic> {
        let note = notes.first()?.path.stem();
        let message = format!("\"{}\" is an alias of \"{note}\", and links lead to names only", link.path);
        let help = format!("write [[{note}|{}]]", link.path);
        let mut diagnostic = self.report(DiagnosticCode::AliasAsTarget, path_span(link), message, help)?;
        diagnostic.related = self.related(notes.iter(), "has this alias");
        Some(diagnostic)
    }

    fn ambiguous(&self, link: &Link, file: &FoundFile) -> Option<Diagnostic> {
        let places = candidates(&*self.view.index, &link.path);
        let message = format!(
            "{} files are named \"{}\"; this leads to {}",
            places.count(),
            link.path,
            file.place.path
        );
        let help = format!("write the path: {}", file.place.path.without_md());
        let mut diagnostic = self.report(DiagnosticCode::AmbiguousLink, path_span(link), message, help)?;
        diagnostic.related = self.related(places.iter(), "could be meant");
        Some(diagnostic)
    }

    fn missing_spot(&self, link: &Link, file: &FoundFile, kind: SpotKind) -> Option<Diagnostic> {
        let subpath = link.subpath.as_deref().unwrap_or_default();
        let name = if link.is_local() { "this note" } else { file.place.path.stem() };
        let (code, message, help) = match kind {
            SpotKind::Heading => (
                DiagnosticCode::UnresolvedHeading,
                format!("No heading of {name} is \"{subpath}\""),
                match self.near_heading(file, subpath) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => "add the heading, or link to another".to_owned(),
                },
            ),
            SpotKind::Block => (
                DiagnosticCode::UnresolvedBlock,
                format!("No block of {name} has the id {subpath}"),
                "add the id behind the block that is meant".to_owned(),
            ),
            SpotKind::Footnote => (
                DiagnosticCode::UnresolvedBlock,
                format!("{name} has no footnote {subpath}"),
                "define the footnote, or link to another".to_owned(),
            ),
        };
        self.report(code, link.subpath_span.unwrap_or(link.span), message, help)
    }

    fn near_heading(&self, file: &FoundFile, subpath: &str) -> Option<String> {
        let near =
            if self.may_guess() { near_headings(self.view, file.place.id, subpath, 1) } else { Vec::new() };
        near.into_iter().next()
    }

    fn related<'p>(
        &self,
        places: impl Iterator<Item = &'p SharedPlace>,
        words: &str,
    ) -> Vec<(Location, String)> {
        let located = places.take(MAX_RELATED).filter_map(|place| locate(self.view, place.id, Spot::Whole));
        located
            .map(|location| {
                let text = format!("{} {words}", location.file.place.path);
                (location, text)
            })
            .collect()
    }
}

/// Where a problem with the path is shown: the path, or the whole link when it has none.
fn path_span(link: &Link) -> Span {
    if link.path_span.is_empty() { link.span } else { link.path_span }
}

/// Whether the target is to be filled in by a template: `[[{{title}}]]`, `[[<% tp.file.title %>]]`.
fn is_placeholder(link: &Link) -> bool {
    let holds = |text: &str| {
        (text.contains("{{") && text.contains("}}")) || (text.contains("<%") && text.contains("%>"))
    };
    holds(&link.path) || link.subpath.as_deref().is_some_and(holds)
}
