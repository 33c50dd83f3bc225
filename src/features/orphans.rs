//! Which notes does no other note link to?

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::index::{File, FileId, View};
use crate::note::Format;
use crate::resolve::resolve_path;

/// The notes to which no other file of the vault links, in the order of the paths. A canvas that
/// shows a note links to it (R8).
///
/// Looks at every link of the vault once.
pub fn orphans(view: &View) -> Vec<Arc<File>> {
    let files = view.index.files();
    let linked: FxHashSet<FileId> = files.par_iter().flat_map_iter(|file| targets(view, file)).collect();
    let is_note = |file: &Arc<File>| file.format == Some(Format::Markdown);
    files.into_iter().filter(|file| is_note(file) && !linked.contains(&file.place.id)).collect()
}

/// The other files that `file` links to.
fn targets<'a>(view: &'a View, file: &'a File) -> impl Iterator<Item = FileId> + 'a {
    let links = file.note.iter().flat_map(|note| &note.links).filter(|link| !link.is_local());
    let target = |link: &crate::note::Link| {
        resolve_path(&*view.index, &view.vault.settings, &file.place, &link.path, link.syntax).ok()
    };
    links.filter_map(target).map(|found| found.place.id).filter(|id| *id != file.place.id)
}
