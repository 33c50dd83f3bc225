//! Files that something else than the editor has moved: a file that is gone and a new one with the
//! same content, in one batch.

use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::SystemTime;

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp::ls_types::{MessageActionItem, MessageType};

use crate::index::{File, View, content_hash};
use crate::note::Format;
use crate::plan::{Made, Plan, Reason, edits_for_moves_made};
use crate::text::NameKey;
use crate::vault::{Stamp, Vault, VaultPath};

use super::request::on_one_revision;
use super::session::Session;
use super::workspace::Folder;

/// The answer of a person who wants the links to be updated.
const UPDATE: &str = "Update links";

/// Moves that were seen, and what would keep the links right.
pub(super) struct Offer {
    /// How many files have moved.
    files: usize,
    plan: Plan,
}

/// What tells one file from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Content {
    /// A note: a hash of its text, and its length.
    Text(NonZeroU64, u64),
    /// An attachment, whose bytes are not read: when it was written, and its length. Both stay when
    /// a file is moved.
    Bytes(SystemTime, u64),
}

/// A file that is gone, or one that has come.
#[derive(Debug)]
struct Seen {
    path: VaultPath,
    /// `None` when nothing can be said, and the file is taken for no other.
    content: Option<Content>,
}

/// What two files have to share, each as the only one on its side, to be the same file.
type Likeness = (Content, NameKey);

impl Seen {
    /// The content and the name: also for files that are empty, in a folder that moved.
    fn with_name(&self) -> Option<Likeness> {
        Some((self.content.clone()?, NameKey::new(self.path.name())))
    }

    /// The content and the kind of file. All empty files are alike, which says nothing.
    fn by_content(&self) -> Option<Likeness> {
        let content = self.content.clone()?;
        let (Content::Text(_, length) | Content::Bytes(_, length)) = content;
        let extension = self.path.name().rsplit_once('.').map_or("", |(_, extension)| extension);
        (length > 0).then(|| (content, NameKey::new(extension)))
    }
}

impl Session {
    /// What to offer for the files that have moved behind the editor's back, going by a batch of
    /// paths that the index has not taken in yet. `None` unless `rename.follow_moves` is set.
    pub fn moved_outside(&self, folder: &Arc<Folder>, batch: &BTreeSet<VaultPath>) -> Option<Offer> {
        let view = folder.view();
        if !view.vault.settings.rename_follows_moves || !self.support().apply_edit {
            return None;
        }
        let gone = gone(&view, batch);
        if gone.is_empty() {
            return None;
        }
        self.flush(folder);
        let left: Vec<VaultPath> = batch.iter().chain(gone.iter().map(|seen| &seen.path)).cloned().collect();
        let (mut pairs, created) = paired(gone, came(&view, batch));
        pairs.retain(|(from, to)| !self.moves.knows(folder, from, to));
        left.iter().for_each(|path| self.moves.forget(folder, path));
        let id = |from: &VaultPath| Some(view.index.file_at(from)?.place.id);
        let moves: Vec<_> = pairs.iter().filter_map(|(from, to)| Some((id(from)?, to.clone()))).collect();
        let made = Made { created: &created, titles: false };
        let plan = on_one_revision(&view, || edits_for_moves_made(&view, &moves, made));
        match plan {
            Ok(Ok(plan)) => (!plan.edits.is_empty()).then_some(Offer { files: moves.len(), plan }),
            Ok(Err(refusal)) => {
                tracing::warn!("files were moved outside the editor, and links are not updated: {refusal}");
                None
            }
            Err(_) => None,
        }
    }

    /// Asks whether the links shall be updated, and has it done.
    pub async fn offer(self: Arc<Self>, folder: Arc<Folder>, offer: Offer) {
        let actions = [UPDATE, "No"]
            .map(|title| MessageActionItem { title: title.to_owned(), properties: Default::default() });
        let asked =
            self.client.show_message_request(MessageType::INFO, offer.question(), Some(actions.to_vec()));
        match asked.await {
            Ok(Some(chosen)) if chosen.title == UPDATE => self.apply(folder, offer.plan).await,
            Ok(_) => {}
            Err(error) => tracing::warn!("the editor did not ask about moved files: {error}"),
        }
    }
}

impl Offer {
    fn question(&self) -> String {
        let (links, _) = self.plan.links_for(|reason| reason != Reason::Rename);
        let links = if links == 1 { "1 link".to_owned() } else { format!("{links} links") };
        match self.files {
            1 => format!("1 file was moved outside the editor. Update {links} to it?"),
            files => format!("{files} files were moved outside the editor. Update {links} to them?"),
        }
    }
}

/// The files that the index has, and the disk has no more: those of `batch`, and those below a
/// folder of it.
fn gone(view: &View, batch: &BTreeSet<VaultPath>) -> Vec<Seen> {
    let mut known = Vec::new();
    let mut folders = false;
    for path in batch.iter().filter(|path| view.vault.stamp(path).is_none()) {
        match view.index.file_at(path) {
            Some(file) => known.push(file),
            None => folders = true,
        }
    }
    if folders {
        view.index.for_each_file(|file| {
            let path = file.place.path.as_str();
            let mut above = path.match_indices('/').filter_map(|(at, _)| VaultPath::new(path.get(..at)?));
            if above.any(|folder| batch.contains(&folder)) && !batch.contains(&file.place.path) {
                known.push(file.clone());
            }
        });
    }
    known.retain(|file| file.stamp().is_some() && view.vault.stamp(&file.place.path).is_none());
    known.iter().map(|file| Seen { path: file.place.path.clone(), content: content_of(file) }).collect()
}

/// What the index knows of the content of a file.
fn content_of(file: &File) -> Option<Content> {
    let stamp = file.stamp()?;
    match (file.content, Format::of(file.place.path.name())) {
        (Some(hash), _) => Some(Content::Text(hash, stamp.size)),
        (None, Some(_)) => None,
        (None, None) => bytes(stamp),
    }
}

fn bytes(stamp: Stamp) -> Option<Content> {
    Some(Content::Bytes(stamp.modified?, stamp.size))
}

/// The files on disk that the index does not know yet: those of `batch`, and those below a folder
/// of it. Reads the notes among them.
fn came(view: &View, batch: &BTreeSet<VaultPath>) -> Vec<Seen> {
    let vault = &view.vault;
    let mut paths = BTreeSet::new();
    for path in batch {
        match vault.stamp(path) {
            Some(_) if vault.accepts(path) => drop(paths.insert(path.clone())),
            Some(_) => {}
            None => paths.extend(vault.files_below(path)),
        }
    }
    paths.retain(|path| view.index.file_at(path).is_none());
    paths.into_iter().map(|path| Seen { content: content_on_disk(vault, &path), path }).collect()
}

fn content_on_disk(vault: &Vault, path: &VaultPath) -> Option<Content> {
    if Format::of(path.name()).is_none() {
        return bytes(vault.stamp(path)?);
    }
    let (text, stamp) = vault.read(path).ok()?;
    Some(Content::Text(content_hash(&text), stamp.size))
}

/// Each file that is gone with the one that it has become, where exactly one fits each way; and the
/// files that have come from nowhere.
fn paired(mut gone: Vec<Seen>, mut came: Vec<Seen>) -> (Vec<(VaultPath, VaultPath)>, Vec<VaultPath>) {
    let mut pairs = take_pairs(&mut gone, &mut came, Seen::with_name);
    pairs.extend(take_pairs(&mut gone, &mut came, Seen::by_content));
    pairs.sort();
    (pairs, came.into_iter().map(|seen| seen.path).collect())
}

/// Takes out those that are alike, and like no other.
fn take_pairs(
    gone: &mut Vec<Seen>,
    came: &mut Vec<Seen>,
    likeness: impl Fn(&Seen) -> Option<Likeness>,
) -> Vec<(VaultPath, VaultPath)> {
    let mut alike: FxHashMap<Likeness, [Vec<VaultPath>; 2]> = FxHashMap::default();
    for (side, files) in [&*gone, &*came].into_iter().enumerate() {
        for seen in files {
            if let Some(likeness) = likeness(seen) {
                alike.entry(likeness).or_default()[side].push(seen.path.clone());
            }
        }
    }
    let one_each = |[gone, came]: [Vec<VaultPath>; 2]| match (gone.as_slice(), came.as_slice()) {
        ([from], [to]) => Some((from.clone(), to.clone())),
        _ => None,
    };
    let pairs: FxHashMap<_, _> = alike.into_values().filter_map(one_each).collect();
    let arrived: FxHashSet<_> = pairs.values().collect();
    gone.retain(|seen| !pairs.contains_key(&seen.path));
    came.retain(|seen| !arrived.contains(&seen.path));
    pairs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(files: &[(&str, &str)]) -> Vec<Seen> {
        let one = |(path, text): &(&str, &str)| Seen {
            path: VaultPath::new(path).unwrap(),
            content: Some(Content::Text(content_hash(text), text.len() as u64)),
        };
        files.iter().map(one).collect()
    }

    fn pairs(gone: &[(&str, &str)], came: &[(&str, &str)]) -> Vec<String> {
        let (pairs, _) = paired(seen(gone), seen(came));
        pairs.iter().map(|(from, to)| format!("{from} -> {to}")).collect()
    }

    #[test]
    fn a_file_with_the_same_content_is_the_same_file() {
        assert_eq!(pairs(&[("a.md", "x"), ("b.md", "y")], &[("c.md", "y")]), ["b.md -> c.md"]);
        assert_eq!(pairs(&[("a.md", "x")], &[("c.md", "y")]), [""; 0]);
    }

    #[test]
    fn where_several_fit_none_is_taken() {
        assert_eq!(pairs(&[("a.md", "x"), ("b.md", "x")], &[("c.md", "x")]), [""; 0]);
        assert_eq!(pairs(&[("a.md", "x")], &[("c.md", "x"), ("d.md", "x")]), [""; 0]);
    }

    #[test]
    fn the_name_tells_files_with_the_same_content_apart() {
        let right = ["x/a.md -> y/a.md", "x/b.md -> y/b.md"];
        assert_eq!(pairs(&[("x/a.md", ""), ("x/b.md", "")], &[("y/a.md", ""), ("y/b.md", "")]), right);
    }

    #[test]
    fn an_empty_file_is_known_by_its_name_only() {
        assert_eq!(pairs(&[("a.md", "")], &[("b.md", "")]), [""; 0]);
        assert_eq!(pairs(&[("a.md", "")], &[("x/a.md", "")]), ["a.md -> x/a.md"]);
    }

    #[test]
    fn a_file_of_another_kind_is_another_file() {
        assert_eq!(pairs(&[("a.md", "x")], &[("a.base", "x")]), [""; 0]);
    }
}
