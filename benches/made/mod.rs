//! A vault that a bench makes up.

use std::sync::Arc;

use tempfile::TempDir;
use wikilinks::index::{FileId, Index, View};
use wikilinks::vault::{Vault, VaultPath};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A vault on disk, loaded, with `writing.md` open in an editor.
pub struct Made {
    pub view: View,
    pub open: FileId,
    _folder: TempDir,
}

impl Made {
    /// A vault of these files, each a path and a text, and the text of the open note.
    pub fn new(files: impl Iterator<Item = (String, String)>, open: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let place = folder.path().join(path);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder is made");
            std::fs::write(place, text).expect("a note is written");
        }
        let (vault, _) = Vault::open(folder.path(), &serde_json::Value::Null);
        let index = Index::new();
        index.load(&vault, |_| (), || false);
        let view = View::new(Arc::new(vault), Arc::new(index));
        let open = edit(&view, 1, open);
        view.index.catalog();
        Self { view, open, _folder: folder }
    }
}

/// Gives the open note another text.
pub fn edit(view: &View, version: i32, text: &str) -> FileId {
    let path = VaultPath::new("writing.md").expect("a path");
    view.index.put_open(&path, version, text.into());
    view.index.file_at(&path).expect("the note is there").place.id
}
