//! What is wrong in a note?

use crate::index::{FileId, View};
use crate::text::Span;
use crate::vault::{DiagnosticCode, Severity};

use super::Location;

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind.
    pub code: DiagnosticCode,
    /// How loud, as the settings have it.
    pub severity: Severity,
    /// The place in the note.
    pub span: Span,
    /// A sentence that says what is wrong.
    pub message: String,
    /// What would mend it, as a sentence; empty when nothing is known.
    pub help: String,
    /// Places that have to do with it, each with a few words: the candidates of an ambiguous link.
    pub related: Vec<(Location, String)>,
}

/// Every problem in the note `id`, in the order of the text. Empty when the file is gone.
pub fn diagnostics(_view: &View, _id: FileId) -> Vec<Diagnostic> {
    todo!()
}
