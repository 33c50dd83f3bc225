//! What would mend a problem?

use crate::index::{FileId, View};
use crate::plan::Plan;
use crate::text::Span;

use super::diagnostics::Diagnostic;

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

/// The fixes of every problem of the note `id` that touches `range`, in the order of the text.
pub fn fixes(_view: &View, _id: FileId, _range: Span) -> Vec<Fix> {
    todo!()
}
