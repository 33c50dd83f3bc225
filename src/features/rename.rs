//! What is renamed here, and how?

use crate::index::{FileId, View};
use crate::plan::{Plan, Refusal};
use crate::text::Span;

/// What a rename at a cursor would rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The name in the text, which the editor selects.
    pub span: Span,
    /// The name as it is now, which the editor offers to change.
    pub placeholder: String,
}

/// What can be renamed at byte `offset` of the note `id`.
///
/// # Errors
/// Why nothing can be renamed there.
pub fn prepare(_view: &View, _id: FileId, _offset: usize) -> Result<Prepared, Refusal> {
    todo!()
}

/// Renames what stands at byte `offset` of the note `id` to `new_name`, and every link with it
/// (R22–R25).
///
/// # Errors
/// Why it cannot be done; nothing is changed then.
pub fn rename(_view: &View, _id: FileId, _offset: usize, _new_name: &str) -> Result<Plan, Refusal> {
    todo!()
}
