//! The text that an embed shows, in its place.

use crate::index::{FileId, View};
use crate::plan::{Plan, inline};

/// What replaces the embed at byte `offset` of the note `id` by the text that it shows. `None` where
/// there is none, and where that cannot be done without changing what a link means.
pub fn inlined_embed(view: &View, id: FileId, offset: usize) -> Option<Plan> {
    inline(view, id, offset).ok()
}
