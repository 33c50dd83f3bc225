//! Files and folders that the editor moves: it asks before, or tells afterwards.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{MessageType, RenameFilesParams, Uri, WorkspaceEdit};

use crate::index::{Cancel, FileId, View};
use crate::plan::{FileOperation, Made, Plan, edits_for_moved, edits_for_moves_made};
use crate::vault::VaultPath;

use super::convert::{Places, Renaming, merged, workspace_edit};
use super::request::{on_one_revision, on_worker, refused};
use super::session::Session;
use super::uri;
use super::workspace::{Folder, News, lock};

/// How many moves are remembered.
const REMEMBERED: usize = 10_000;

/// How long after it was given a plan an editor is taken to be at work on it. Nobody throws a plan
/// away and moves the same file to the same place by hand so soon.
const AT_WORK: Duration = Duration::from_secs(2);

/// Moves of files and folders that the editor knows of: it has asked about them, or was asked to
/// make them. Nobody has to tell it of these.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// By folder and old path, the new path, and how the editor knows of the move.
    known: Mutex<FxHashMap<(u32, VaultPath), (VaultPath, Known)>>,
}

/// How the editor knows of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It has asked for the edits, or told of the move: it has them.
    Asked,
    /// It was given a plan with the move in it at this time, and may have thrown it away.
    Planned(Instant),
}

impl Moves {
    fn add(&self, folder: &Folder, from: &VaultPath, to: &VaultPath, how: Known) {
        let mut known = lock(&self.known);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert((folder.id, from.clone()), (to.clone(), how));
    }

    /// The editor is asked to carry out `plan`.
    pub fn add_plan(&self, folder: &Folder, plan: &Plan) {
        for operation in &plan.operations {
            if let FileOperation::Rename { from, to } = operation {
                self.add(folder, from, to, Known::Planned(Instant::now()));
            }
        }
    }

    fn add_all(&self, folders: &[FolderMoves]) {
        for FolderMoves { folder, moves } in folders {
            moves
                .iter()
                .for_each(|(from, to)| to.iter().for_each(|to| self.add(folder, from, to, Known::Asked)));
        }
    }

    /// Whether the editor moves `from` to `to`, by itself or with a folder above it.
    pub fn knows(&self, folder: &Folder, from: &VaultPath, to: &VaultPath) -> bool {
        self.known(folder, from, to).is_some()
    }

    /// Whether the editor has asked about this move, or told of it.
    fn has_asked(&self, folder: &Folder, from: &VaultPath, to: &VaultPath) -> bool {
        self.known(folder, from, to) == Some(Known::Asked)
    }

    /// Whether all of `folders` is in a plan that the editor is carrying out right now.
    fn are_being_made(&self, folders: &[FolderMoves]) -> bool {
        let is_being_made = |folder: &Folder, from: &VaultPath, to: &Option<VaultPath>| {
            let known = to.as_ref().and_then(|to| self.known(folder, from, to));
            matches!(known, Some(Known::Planned(since)) if since.elapsed() < AT_WORK)
        };
        let mut moves =
            folders.iter().flat_map(|of| of.moves.iter().map(move |(from, to)| (&of.folder, from, to)));
        !folders.is_empty() && moves.all(|(folder, from, to)| is_being_made(folder, from, to))
    }

    fn known(&self, folder: &Folder, from: &VaultPath, to: &VaultPath) -> Option<Known> {
        let known = lock(&self.known);
        let text = from.as_str();
        let mut ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        ends.find_map(|end| {
            let (above, rest) = text.split_at(end);
            let (moved, how) = known.get(&(folder.id, VaultPath::new(above)?))?;
            (to.as_str().strip_prefix(moved.as_str()) == Some(rest)).then_some(*how)
        })
    }

    /// What was at `from` has gone: a move of it is over.
    pub fn forget(&self, folder: &Folder, from: &VaultPath) {
        lock(&self.known).remove(&(folder.id, from.clone()));
    }
}

/// What moves in one folder.
pub(super) struct FolderMoves {
    /// The folder.
    pub folder: Arc<Folder>,
    /// The files and folders, each with its new path there; `None` for what leaves the folder.
    pub moves: Vec<(VaultPath, Option<VaultPath>)>,
}

/// The files that move, as the index knows them.
#[derive(Default)]
pub(super) struct MovedFiles {
    /// Each file that stays in the vault, with its new path.
    pub files: Vec<(FileId, VaultPath)>,
    /// Those that leave it.
    pub left: Vec<VaultPath>,
}

impl FolderMoves {
    /// Every file of the index that moves: by itself, or with a folder above it, the nearest of
    /// several.
    pub fn files(&self, view: &View) -> MovedFiles {
        let moves: FxHashMap<&str, &Option<VaultPath>> =
            self.moves.iter().map(|(from, to)| (from.as_str(), to)).collect();
        let mut moved = MovedFiles::default();
        let mut add = |id, from: &VaultPath, to: Option<VaultPath>| match to {
            Some(to) if view.vault.accepts(&to) => moved.files.push((id, to)),
            _ => moved.left.push(from.clone()),
        };
        let mut folders = false;
        for (from, to) in &self.moves {
            match view.index.file_at(from) {
                Some(file) => add(file.place.id, from, to.clone()),
                None => folders = true,
            }
        }
        if folders {
            view.index.for_each_file(|file| {
                let path = &file.place.path;
                if moves.contains_key(path.as_str()) {
                    return;
                }
                let mut above = path.as_str().rmatch_indices('/').map(|(at, _)| path.as_str().split_at(at));
                if let Some((to, rest)) = above.find_map(|(folder, rest)| Some((*moves.get(folder)?, rest))) {
                    let to = to.as_ref().and_then(|to| VaultPath::new(&format!("{to}{rest}")));
                    add(file.place.id, path, to);
                }
            });
        }
        moved.files.sort();
        moved.files.dedup_by_key(|(id, _)| *id);
        moved.left.sort();
        moved
    }
}

/// The moves of `params` whose URIs are those of files.
fn told(params: &RenameFilesParams) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let path = |uri: &str| uri::to_path(&uri.parse::<Uri>().ok()?);
    params.files.iter().filter_map(move |file| Some((path(&file.old_uri)?, path(&file.new_uri)?)))
}

impl Session {
    /// `workspace/willRenameFiles`: the edits that the moves need, all for the vault as it is
    /// before them.
    ///
    /// # Errors
    /// When a link cannot be kept.
    pub async fn will_rename(self: &Arc<Self>, params: &RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let folders = self.by_folder(told(params));
        // Helix asks about a move that it was just told to make, and before it tells of the plan's
        // other edits. The plan has all that is needed; the same once more would be made twice.
        let planned = self.moves.are_being_made(&folders);
        self.moves.add_all(&folders);
        if planned {
            return Ok(None);
        }
        let told: Vec<u64> = folders.iter().map(|moves| moves.folder.told()).collect();
        for (FolderMoves { folder, .. }, told) in folders.iter().zip(told) {
            folder.until_ready().await;
            folder.until_taken_in(told).await;
        }
        let session = self.clone();
        let answer = on_worker("workspace/willRenameFiles", move |cancel| {
            session.edits_before_moves(&folders, cancel)
        });
        let (edit, left) = answer.await?;
        if let Some(words) = left_behind(&left) {
            let session = self.clone();
            tokio::spawn(async move { session.client.show_message(MessageType::WARNING, words).await });
        }
        Ok(edit)
    }

    /// `workspace/didRenameFiles`: the files are looked at again, without waiting for a watcher. A
    /// client that has not asked before gets now what it would have been answered.
    pub fn did_rename(self: Arc<Self>, params: &RenameFilesParams) {
        let mut folders = self.by_folder(told(params));
        for FolderMoves { folder, moves } in &mut folders {
            moves.retain(|(from, to)| to.as_ref().is_none_or(|to| !self.moves.has_asked(folder, from, to)));
        }
        self.moves.add_all(&folders);
        for moves in folders.into_iter().filter(|folder| !folder.moves.is_empty()) {
            self.tell(moves.folder.clone(), News::Moved(moves));
        }
        self.documents_moved(told(params));
        self.paths_changed(told(params).flat_map(|(from, to)| [from, to]).collect());
    }

    /// The editor has moved files: what [`Session::will_rename`] would have answered is offered now,
    /// unless the index has the files at their new paths already.
    pub async fn files_moved(self: &Arc<Self>, moves: FolderMoves) {
        let folder = moves.folder.clone();
        folder.until_ready().await;
        let session = self.clone();
        let plan = on_worker("workspace/didRenameFiles", move |_| session.plan_after_moves(&moves));
        match plan.await {
            Ok(Some(plan)) => drop(tokio::spawn(self.clone().apply(folder, plan))),
            Ok(None) => {}
            Err(error) => {
                let words = format!("The links to moved files are not updated: {}", error.message);
                self.client.show_message(MessageType::WARNING, words).await;
            }
        }
    }

    fn plan_after_moves(&self, moves: &FolderMoves) -> Result<Option<Plan>> {
        self.flush(&moves.folder);
        let view = moves.folder.view();
        let mut files = moves.files(&view).files;
        let moving: FxHashSet<FileId> = files.iter().map(|(id, _)| *id).collect();
        files.retain(|(_, to)| view.index.file_at(to).is_none_or(|there| moving.contains(&there.place.id)));
        if files.is_empty() {
            return Ok(None);
        }
        let made = Made { created: &[], titles: true };
        let plan = on_one_revision(&view, || edits_for_moves_made(&view, &files, made))?.map_err(refused)?;
        Ok((!plan.edits.is_empty()).then_some(plan))
    }

    fn edits_before_moves(
        &self,
        folders: &[FolderMoves],
        cancel: &Cancel,
    ) -> Result<(Option<WorkspaceEdit>, Vec<VaultPath>)> {
        let (mut edits, mut left) = (Vec::new(), Vec::new());
        for moves in folders {
            self.flush(&moves.folder);
            let view = moves.folder.view().until(cancel);
            let moved = moves.files(&view);
            left.extend(moved.left);
            if moved.files.is_empty() {
                continue;
            }
            let plan = on_one_revision(&view, || edits_for_moved(&view, &moved.files))?.map_err(refused)?;
            let places = Places { session: self, folder: &moves.folder };
            edits.push(workspace_edit(places, &plan, Renaming::ByTheEditor).0);
        }
        Ok((merged(edits), left))
    }

    /// `moves`, by the folders that the files are in. A file outside of all of them is left out.
    fn by_folder(&self, moves: impl Iterator<Item = (PathBuf, PathBuf)>) -> Vec<FolderMoves> {
        let mut folders: Vec<FolderMoves> = Vec::new();
        for (from, to) in moves {
            let Some((folder, from)) = self.workspace.known_folder_of(&from) else { continue };
            let to = self.workspace.known_folder_of(&to);
            let to = to.filter(|(home, _)| home.id == folder.id).map(|(_, path)| path);
            match folders.iter_mut().find(|of| of.folder.id == folder.id) {
                Some(of) => of.moves.push((from, to)),
                None => folders.push(FolderMoves { folder, moves: vec![(from, to)] }),
            }
        }
        folders
    }
}

/// What to tell of files that leave their vault; `None` when there are none.
fn left_behind(left: &[VaultPath]) -> Option<String> {
    match left {
        [] => None,
        [file] => Some(format!("{file} leaves its vault: links to it and links in it are not changed.")),
        files => Some(format!(
            "{} files leave their vault: links to them and links in them are not changed.",
            files.len()
        )),
    }
}
