//! Notes and attachments get other paths, and every link goes on meaning what it meant (R22).

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::{File, FileId, Lookup, Place, View};
use crate::note::Format;
use crate::text::{NameKey, fold};
use crate::vault::VaultPath;

use super::add_alias::alias_edit;
use super::file_name::check_name;
use super::outcome::Outcome;
use super::relink::{file_edits, with_links};
use super::title::title_edits;
use super::{FileEdits, FileOperation, Plan, Refusal};

/// Moves the file `id` to `to`, and rewrites exactly the links that would otherwise change their
/// meaning (R22, R23), and the titles that say the old name (R24).
///
/// # Errors
/// A sentence that says why not; nothing is changed then (R25).
pub fn rename_file(view: &View, id: FileId, to: &VaultPath) -> Result<Plan, Refusal> {
    rename_files(view, &[(id, to.clone())])
}

/// Moves several files at once: what a folder holds, say. Files that stay where they are do not
/// count.
///
/// # Errors
/// A sentence that says why not; nothing is changed then (R25).
pub fn rename_files(view: &View, moves: &[(FileId, VaultPath)]) -> Result<Plan, Refusal> {
    let moves = Moves::new(view, moves)?;
    moves.check_targets()?;
    let plan = moves.plan(true)?;
    Ok(plan)
}

/// The edits that moving these files needs, for a client that moves them itself, whatever the plan
/// says: what [`rename_files`] would refuse for its target is taken as it is, and unresolved links
/// may find a note.
///
/// # Errors
/// When a link cannot be kept, or a note that has to be edited cannot be read.
pub fn edits_for_moved(view: &View, moves: &[(FileId, VaultPath)]) -> Result<Plan, Refusal> {
    let mut plan = Moves::new(view, moves)?.plan(false)?;
    plan.operations.clear();
    Ok(plan)
}

/// What is to be known of moves that are made on disk already, while the index still has the files
/// at their old paths.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// Further files that the index does not know yet: links must not come to lead to them.
    pub created: &'a [VaultPath],
    /// Whether titles that say the old name are changed too (R24).
    pub titles: bool,
}

/// As [`edits_for_moved`], for moves that are made on disk already. The edits of the moved files
/// are for their new paths, and carry no version. Notes that have gone are left out.
///
/// # Errors
/// As [`edits_for_moved`].
pub fn edits_for_moves_made(
    view: &View,
    moves: &[(FileId, VaultPath)],
    made: Made<'_>,
) -> Result<Plan, Refusal> {
    let mut moves = Moves::new(view, moves)?;
    moves.made = Some(made);
    let mut plan = moves.plan(false)?;
    plan.operations.clear();
    let new_paths: FxHashMap<_, _> = moves.files.iter().map(|(file, to)| (&file.place.path, to)).collect();
    for edits in &mut plan.edits {
        if let Some(to) = new_paths.get(&edits.path) {
            (edits.path, edits.version) = ((*to).clone(), None);
        }
    }
    plan.edits.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

/// Files, each with the path that it gets.
struct Moves<'a> {
    view: &'a View,
    revision: u64,
    files: Vec<(Arc<File>, VaultPath)>,
    /// Set when they have these paths on disk already.
    made: Option<Made<'a>>,
}

impl<'a> Moves<'a> {
    fn new(view: &'a View, moves: &[(FileId, VaultPath)]) -> Result<Self, Refusal> {
        let revision = view.index.revision();
        let mut files = Vec::with_capacity(moves.len());
        for (id, to) in moves {
            let file = view
                .index
                .file(*id)
                .ok_or_else(|| Refusal(format!("the file that should become {to} is gone")))?;
            if file.place.path != *to {
                files.push((file, to.clone()));
            }
        }
        Ok(Self { view, revision, files, made: None })
    }

    fn title(&self) -> String {
        match self.files.as_slice() {
            [(file, to)] => {
                let what = if file.format == Some(Format::Markdown) { "note" } else { "file" };
                format!("Rename {what} \"{}\" to \"{}\"", file.place.path.without_md(), to.without_md())
            }
            files => format!("Move {} files", files.len()),
        }
    }

    /// Refuses a name that cannot be, and a place that is taken.
    fn check_targets(&self) -> Result<(), Refusal> {
        let mut targets = FxHashSet::default();
        for (file, to) in &self.files {
            check_target(self.view, file, to)?;
            if !targets.insert(NameKey::new(to.as_str())) {
                return Err(Refusal(format!("two files would become {to}; choose another folder or name")));
            }
        }
        Ok(())
    }

    fn plan(&self, checks_adopted: bool) -> Result<Plan, Refusal> {
        let (titles, outcome) = self.outcome()?;
        let subjects: Vec<_> = self.files.iter().map(|(file, _)| file.place.id).collect();
        let edits = with_links(self.view, outcome, &subjects, &titles, checks_adopted)?;
        let rename = |(file, to): &(Arc<File>, VaultPath)| FileOperation::Rename {
            from: file.place.path.clone(),
            to: to.clone(),
        };
        let operations = self.files.iter().map(rename).collect();
        Ok(Plan { title: self.title(), revision: self.revision, edits, operations })
    }

    /// The edits of the titles (R24), and the vault as it will be.
    fn outcome(&self) -> Result<(Vec<FileEdits>, Outcome<'a>), Refusal> {
        let mut outcome = Outcome::new(&self.view.index);
        let mut titles = Vec::new();
        for (file, to) in &self.files {
            let id = file.place.id;
            outcome = outcome.moved(Place::new(id, to.clone()));
        }
        if let Some(made) = self.made {
            outcome = outcome.made(made.created);
        }
        for (file, to) in &self.files {
            let id = file.place.id;
            if let Some(edits) = self.titles(&outcome, file, to)? {
                let after = crate::note::parse(&edits.applied(), Format::Markdown);
                if after.headings.len() != edits.note.headings.len() {
                    let name = to.stem();
                    return Err(Refusal(format!(
                        "\"{name}\" cannot be a heading; choose another name, or set rename.update_title = false"
                    )));
                }
                outcome = outcome.changed(id, Arc::new(after));
                titles.push(edits);
            }
        }
        Ok((titles, outcome))
    }

    fn titles(&self, outcome: &Outcome, file: &File, to: &VaultPath) -> Result<Option<FileEdits>, Refusal> {
        let (old, new) = (file.place.path.stem(), to.stem());
        let unasked = self.made.is_some_and(|made| !made.titles);
        let settings = &self.view.vault.settings;
        let wanted = settings.rename_updates_title || settings.rename_adds_alias;
        if file.format != Some(Format::Markdown) || unasked || old == new || !wanted {
            return Ok(None);
        }
        let read = outcome.read(self.view, file.place.id)?;
        let mut edits = Vec::new();
        if settings.rename_updates_title {
            edits.extend(title_edits(&read, old, new));
        }
        if settings.rename_adds_alias {
            edits.extend(alias_edit(&read, old));
        }
        Ok(file_edits(read, edits))
    }
}

fn check_target(view: &View, file: &File, to: &VaultPath) -> Result<(), Refusal> {
    let from = &file.place.path;
    if file.format.is_some() && !file.has_note() {
        return Err(Refusal(format!("{from} cannot be read as text, so that its own links cannot be kept")));
    }
    if to.name() != from.name() {
        check_name(to)?;
    }
    if Format::of(to.name()) != Format::of(from.name()) {
        return Err(Refusal(format!("{to} would be another kind of file than {from}; keep the extension")));
    }
    if !view.vault.accepts(to) {
        return Err(Refusal(format!(
            "{to} is a place that the settings or .gitignore leave out of the vault"
        )));
    }
    let key = fold(to.as_str());
    if let Some(taken) = view.index.at(&key).as_slice().iter().find(|place| place.id != file.place.id) {
        return Err(Refusal(format!("{} is already there; choose another name", taken.path)));
    }
    let only_case_changes = *key == *file.place.key;
    if !only_case_changes && view.vault.stamp(to).is_some() {
        return Err(Refusal(format!("{to} is already there; choose another name")));
    }
    Ok(())
}
