//! What would mend a problem?

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::index::{File, FileId, NoteText, Place, View};
use crate::note::{Container, Format, Link, LinkSyntax};
use crate::plan::{Edit, FileOperation, Plan, Reason, file_edits, written};
use crate::resolve::{MissingFile, Resolution, SpotKind, candidates, heading_text, link_path, resolve};
use crate::text::{Span, fold};
use crate::vault::{DiagnosticCode, VaultPath};

use super::diagnostics::{Diagnostic, broken_links, diagnostics};
use super::near::{near_headings, near_names};
use super::new_note::note_at;

/// A way to mend one problem.
#[derive(Debug, Clone)]
pub struct Fix {
    /// What it does: `Create note "Ideas"`.
    pub title: String,
    /// The problem that it mends.
    pub mends: Diagnostic,
    /// Whether it is the one that is most likely wanted.
    pub preferred: bool,
    /// What it changes.
    pub plan: Plan,
}

/// The most other targets that are proposed for one link.
const MAX_TARGETS: usize = 3;

/// The fixes of every problem of the note `id` that touches `range`, in the order of the text.
pub fn fixes(view: &View, id: FileId, range: Span) -> Vec<Fix> {
    let problems: Vec<_> =
        diagnostics(view, id).into_iter().filter(|problem| problem.span.meets(range)).collect();
    if problems.is_empty() {
        return Vec::new();
    }
    let revision = view.index.revision();
    let Ok(read) = view.read(id) else { return Vec::new() };
    let mend = Mend { view, file: read.file.clone(), read, revision };
    let mut found: Vec<Fix> = problems.iter().flat_map(|problem| mend.fixes_of(problem)).collect();
    let missing = problems.iter().find(|problem| problem.code == DiagnosticCode::UnresolvedNote);
    if let Some((mends, plan)) = missing.zip(mend.create_all()) {
        found.push(Fix { title: plan.title.clone(), mends: mends.clone(), preferred: false, plan });
    }
    found
}

/// One note being mended.
struct Mend<'a> {
    view: &'a View,
    file: Arc<File>,
    read: NoteText,
    revision: u64,
}

impl Mend<'_> {
    fn fixes_of(&self, problem: &Diagnostic) -> Vec<Fix> {
        let link = self.read.note.links.iter().find(|link| link.span.contains(problem.span));
        let Some(link) = link else { return Vec::new() };
        let resolution = resolve(&*self.view.index, &self.view.vault.settings, &self.file.place, link);
        let plans = match (problem.code, &resolution) {
            (DiagnosticCode::UnresolvedNote, _) => {
                self.other_names(link).into_iter().chain(self.create(link)).collect()
            }
            (DiagnosticCode::UnresolvedAttachment, _) => self.other_names(link),
            (DiagnosticCode::AliasAsTarget, Resolution::MissingFile(MissingFile::OnlyAlias(notes))) => {
                notes.iter().take(MAX_TARGETS).filter_map(|note| self.by_alias(link, note)).collect()
            }
            (DiagnosticCode::AmbiguousLink, _) => self.by_path(link),
            (
                DiagnosticCode::UnresolvedHeading,
                Resolution::MissingSpot { file, kind: SpotKind::Heading },
            ) => {
                let id = file.place.id;
                self.other_headings(link, id).into_iter().chain(self.add_heading(link, id)).collect()
            }
            _ => Vec::new(),
        };
        let fix = |(at, plan): (usize, Plan)| Fix {
            title: plan.title.clone(),
            mends: problem.clone(),
            preferred: at == 0,
            plan,
        };
        plans.into_iter().enumerate().map(fix).collect()
    }

    /// The link with another path, for each name that is near.
    fn other_names(&self, link: &Link) -> Vec<Plan> {
        near_names(self.view, &link.path, MAX_TARGETS)
            .iter()
            .filter_map(|place| self.with_target(link, place))
            .collect()
    }

    /// The link with the path of `to`, written as the settings want it.
    fn with_target(&self, link: &Link, to: &Place) -> Option<Plan> {
        let path =
            link_path(&*self.view.index, &self.view.vault.settings, &self.file.place, to, link.syntax)?;
        let title = format!("Link to \"{}\"", to.path.without_md());
        Some(self.replace(
            title,
            link.path_span,
            written(link, &path, link.path_span.of(&self.read.text)).into_owned(),
        ))
    }

    /// The link with the whole path of each file that it could mean.
    fn by_path(&self, link: &Link) -> Vec<Plan> {
        let places = candidates(&*self.view.index, &link.path);
        places.iter().take(MAX_TARGETS).filter_map(|place| self.with_target(link, place)).collect()
    }

    /// `[[AI]]` as `[[Artificial Intelligence|AI]]` (R12); a display text that is there stays.
    fn by_alias(&self, link: &Link, note: &Place) -> Option<Plan> {
        let path =
            link_path(&*self.view.index, &self.view.vault.settings, &self.file.place, note, link.syntax)?;
        let raw = link.path_span.of(&self.read.text);
        let shown = match (link.display_span, link.container, link.subpath_span) {
            (None, Container::Table, None) => format!("\\|{raw}"),
            (None, _, None) => format!("|{raw}"),
            _ => String::new(),
        };
        let text = format!("{}{shown}", written(link, &path, raw));
        Some(self.replace(
            format!("Link to \"{}\" by its name", note.path.without_md()),
            link.path_span,
            text,
        ))
    }

    /// A new note of the name that the link says, at the place where the link then leads (R21).
    fn create(&self, link: &Link) -> Option<Plan> {
        let plan = note_at(self.view, &self.new_path(link)?).ok()?;
        Some(Plan { revision: self.revision, ..plan })
    }

    /// All the notes that links of this note look for; `None` for fewer than two.
    fn create_all(&self) -> Option<Plan> {
        let mut operations: Vec<FileOperation> = Vec::new();
        let mut paths = FxHashSet::default();
        for (link, _) in broken_links(self.view, &self.file, &self.read.note)
            .into_iter()
            .filter(|(_, code)| *code == DiagnosticCode::UnresolvedNote)
        {
            for operation in self.create(link).into_iter().flat_map(|plan| plan.operations) {
                // Two names that differ in case alone are one note.
                if let FileOperation::Create { path, .. } = &operation
                    && paths.insert(fold(path.as_str()).into_owned())
                {
                    operations.push(operation);
                }
            }
        }
        let title = format!("Create all {} notes that links of this note look for", operations.len());
        let plan = Plan { title, revision: self.revision, edits: Vec::new(), operations };
        (plan.operations.len() > 1).then_some(plan)
    }

    fn new_path(&self, link: &Link) -> Option<VaultPath> {
        let text = match link.path.to_lowercase().ends_with(".md") {
            true => link.path.to_string(),
            false => format!("{}.md", link.path),
        };
        let from_folder = link.syntax.is_markdown() || text.starts_with("./") || text.starts_with("../");
        let folder = if from_folder && !text.starts_with('/') { self.file.place.path.folder() } else { "" };
        VaultPath::joined(folder, text.trim_start_matches('/'))
    }

    /// The link with another heading, for each that is near.
    fn other_headings(&self, link: &Link, id: FileId) -> Vec<Plan> {
        let Some(span) = link.subpath_span else { return Vec::new() };
        let subpath = link.subpath.as_deref().unwrap_or_default();
        let plan = |heading: &String| {
            let text = written(link, heading, span.of(&self.read.text)).into_owned();
            self.replace(format!("Link to heading \"{heading}\""), span, text)
        };
        near_headings(self.view, id, subpath, MAX_TARGETS).iter().map(plan).collect()
    }

    /// The heading that the link says, at the end of its note.
    fn add_heading(&self, link: &Link, id: FileId) -> Option<Plan> {
        let subpath = link.subpath.as_deref().filter(|subpath| !subpath.contains('#'))?;
        let heading = heading_text(subpath);
        let target = self.view.read(id).ok().filter(|target| target.file.format == Some(Format::Markdown))?;
        if heading.is_empty() || link.syntax == LinkSyntax::CanvasFile {
            return None;
        }
        let newline = if target.text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = match &*target.text {
            "" => String::new(),
            text if text.ends_with(['\n', '\r']) => newline.to_owned(),
            _ => newline.repeat(2),
        };
        let title = format!("Add heading \"{heading}\" to \"{}\"", target.file.place.path.without_md());
        let edit = Edit {
            span: Span::at(target.text.len()),
            text: format!("{gap}## {heading}{newline}"),
            reason: Reason::Fix,
        };
        Some(self.plan(title, target, edit))
    }

    /// A plan that replaces a part of this note.
    fn replace(&self, title: String, span: Span, text: String) -> Plan {
        self.plan(title, self.read.clone(), Edit { span, text, reason: Reason::Fix })
    }

    fn plan(&self, title: String, read: NoteText, edit: Edit) -> Plan {
        let edits = file_edits(read, vec![edit]).into_iter().collect();
        Plan { title, revision: self.revision, edits, operations: Vec::new() }
    }
}
