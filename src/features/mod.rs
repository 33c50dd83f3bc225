//! One file for each question that a person asks of a vault. Plain values in, plain values out: no
//! LSP, no locks, and no reading but through [`View::read`](crate::index::View::read).

pub mod alias_from_display;
pub mod backlinks;
pub mod block_link;
pub mod completion;
pub mod cursor;
pub mod daily;
pub mod definition;
pub mod diagnostics;
pub mod document_links;
pub mod extract;
pub mod fix_all;
pub mod fixes;
pub mod folding;
pub mod graph;
pub mod highlight;
pub mod hints;
pub mod hover;
pub mod inline;
pub mod lens;
pub mod lines;
pub mod linked_editing;
pub mod mentions;
pub mod near;
pub mod new_note;
pub mod note_graph;
pub mod orphans;
pub mod outline;
mod quick;
pub mod references;
pub mod rename;
pub mod rewrites;
pub mod selection;
pub mod semantic_tokens;
pub mod table_of_contents;
pub mod template;
pub mod unresolved;
pub mod workspace_symbols;

use std::sync::Arc;

use crate::index::File;
use crate::text::Span;

/// A place in a file of the vault.
#[derive(Debug, Clone)]
pub struct Location {
    /// The file. `file.note` holds the lines that the spans are converted with; an attachment has
    /// none, and its spans are empty.
    pub file: Arc<File>,
    /// All of it: the section, the block, the link.
    pub full: Span,
    /// What to put the cursor on: the heading's text, the id. Inside `full`.
    pub focus: Span,
}
