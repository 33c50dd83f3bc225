//! Plans as workspace edits.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use tower_lsp::ls_types::*;

use crate::plan::{self, FileOperation, Plan, Reason};

use super::Places;

/// What is to be done about the renaming of files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Renaming {
    /// The edit renames them, where the client can.
    InTheEdit,
    /// The editor renames them by itself.
    ByTheEditor,
}

/// The workspace edit that carries out `plan`, and the file operations that the client has to be
/// told of because it cannot carry them out.
///
/// Every text edit is on the file's old URI, and comes before the file operations. Documents that
/// are open carry the version that the edits are for (R25).
pub(in super::super) fn workspace_edit(
    places: Places,
    plan: &Plan,
    renaming: Renaming,
) -> (WorkspaceEdit, Vec<FileOperation>) {
    let support = places.session.support();
    let mut left = plan.operations.clone();
    if renaming == Renaming::ByTheEditor {
        left.retain(|operation| !matches!(operation, FileOperation::Rename { .. }));
    }
    if !support.document_changes {
        return (plain_changes(places, plan), left);
    }
    let edits = plan.edits.iter().filter_map(|file| text_document_edit(places, file));
    let mut changes: Vec<_> = edits.map(DocumentChangeOperation::Edit).collect();
    left.retain(|operation| match file_operation(places, operation) {
        Some(operations) => {
            changes.extend(operations);
            false
        }
        None => true,
    });
    let edit = WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(changes)),
        change_annotations: support.annotations.then(|| annotations(plan)),
        ..WorkspaceEdit::default()
    };
    (edit, left)
}

/// The edits for a client that knows no more than texts.
// `Uri` holds its text and where its parts are: nothing that changes behind a shared reference.
#[allow(clippy::mutable_key_type)]
fn plain_changes(places: Places, plan: &Plan) -> WorkspaceEdit {
    let changes = plan.edits.iter().filter_map(|file| {
        let uri = places.session.uri_of(places.folder, &file.path)?;
        Some((uri, file.edits.iter().map(|edit| text_edit(places, file, edit)).collect()))
    });
    WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() }
}

fn text_document_edit(places: Places, file: &plan::FileEdits) -> Option<TextDocumentEdit> {
    let uri = places.session.uri_of(places.folder, &file.path)?;
    let annotated = places.session.support().annotations;
    let edits = file.edits.iter().map(|edit| {
        let text_edit = text_edit(places, file, edit);
        match annotated {
            true => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: id(edit.reason).to_owned() }),
            false => OneOf::Left(text_edit),
        }
    });
    Some(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: file.version },
        edits: edits.collect(),
    })
}

fn text_edit(places: Places, file: &plan::FileEdits, edit: &plan::Edit) -> TextEdit {
    TextEdit::new(super::range(&file.note.lines, edit.span, places.encoding()), edit.text.clone())
}

/// The operations that carry out one of a plan's; `None` when the client cannot.
fn file_operation(places: Places, operation: &FileOperation) -> Option<Vec<DocumentChangeOperation>> {
    let support = places.session.support();
    let uri = |path| places.session.uri_of(places.folder, path);
    let annotation = |reason| support.annotations.then(|| id(reason).to_owned());
    match operation {
        FileOperation::Rename { from, to } if support.rename_files => {
            let rename = RenameFile {
                old_uri: uri(from)?,
                new_uri: uri(to)?,
                options: Some(RenameFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
                annotation_id: annotation(Reason::Rename),
            };
            Some(vec![DocumentChangeOperation::Op(ResourceOp::Rename(rename))])
        }
        FileOperation::Create { path, text } if support.create_files => {
            let create = CreateFile {
                uri: uri(path)?,
                options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
                annotation_id: annotation(Reason::Fix),
            };
            let mut operations = vec![DocumentChangeOperation::Op(ResourceOp::Create(create))];
            if !text.is_empty() {
                let edit = TextEdit::new(Range::default(), text.clone());
                let document = OptionalVersionedTextDocumentIdentifier { uri: uri(path)?, version: None };
                operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
                    text_document: document,
                    edits: vec![match annotation(Reason::Fix) {
                        Some(annotation_id) => {
                            OneOf::Right(AnnotatedTextEdit { text_edit: edit, annotation_id })
                        }
                        None => OneOf::Left(edit),
                    }],
                }));
            }
            Some(operations)
        }
        _ => None,
    }
}

fn id(reason: Reason) -> &'static str {
    match reason {
        Reason::Rename => "rename",
        Reason::Link => "link",
        Reason::Guard => "guard",
        Reason::Fix => "fix",
    }
}

/// One annotation for each reason that the plan has.
fn annotations(plan: &Plan) -> HashMap<String, ChangeAnnotation> {
    let edits = plan.edits.iter().flat_map(|file| &file.edits).map(|edit| edit.reason);
    let operations = plan.operations.iter().map(|operation| match operation {
        FileOperation::Rename { .. } => Reason::Rename,
        FileOperation::Create { .. } => Reason::Fix,
    });
    // Each reason once: an annotation counts all the links of the plan.
    let reasons: BTreeSet<Reason> = edits.chain(operations).collect();
    reasons.into_iter().map(|reason| (id(reason).to_owned(), annotation(plan, reason))).collect()
}

fn annotation(plan: &Plan, reason: Reason) -> ChangeAnnotation {
    let (links, notes) = plan.links_for(|of| of == reason);
    let (links, notes) = (counted(links, "link"), counted(notes, "note"));
    let (label, description) = match reason {
        Reason::Rename => (what_is_renamed(&plan.title), Some(plan.title.clone())),
        Reason::Fix => (plan.title.clone(), None),
        Reason::Link => (format!("Update {links} in {notes}"), None),
        Reason::Guard => (
            format!("Keep {links} to other notes"),
            Some(format!(
                "The new name would change where these links lead. They are written longer, in {notes}, so \
                 that they go on leading to the notes that they mean now."
            )),
        ),
    };
    ChangeAnnotation { label, needs_confirmation: Some(reason == Reason::Guard), description }
}

/// `1 link`, `2 links`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The first words of a plan's title, without the names: `Rename note`.
fn what_is_renamed(title: &str) -> String {
    match title.strip_prefix("Rename ").and_then(|rest| rest.split(' ').next()) {
        Some(what) => format!("Rename {what}"),
        None => title.to_owned(),
    }
}

/// One edit for those of several folders; `None` when there are none.
pub(in super::super) fn merged(edits: Vec<WorkspaceEdit>) -> Option<WorkspaceEdit> {
    edits.into_iter().reduce(|mut all, more| {
        if let (Some(all), Some(more)) = (&mut all.changes, more.changes) {
            all.extend(more);
        }
        if let (Some(DocumentChanges::Operations(all)), Some(DocumentChanges::Operations(more))) =
            (&mut all.document_changes, more.document_changes)
        {
            all.extend(more);
        }
        for (id, annotation) in more.change_annotations.into_iter().flatten() {
            merge_annotation(all.change_annotations.get_or_insert_default(), id, annotation);
        }
        all
    })
}

/// Adds an annotation. One with the same id says what both say.
fn merge_annotation(all: &mut HashMap<String, ChangeAnnotation>, id: String, more: ChangeAnnotation) {
    match all.entry(id) {
        Entry::Vacant(entry) => drop(entry.insert(more)),
        Entry::Occupied(mut entry) => {
            let label = &mut entry.get_mut().label;
            *label = format!("{label}; {}", more.label);
        }
    }
}

impl Places<'_> {
    /// What to tell a person whose editor cannot carry out `operations`; `None` when there are none.
    pub(in super::super) fn left_to_do(self, operations: &[FileOperation]) -> Option<String> {
        let vault = self.folder.vault();
        let sentences = operations.iter().map(|operation| match operation {
            FileOperation::Rename { from, to } => {
                format!(
                    "rename the file {} to {}",
                    vault.absolute(from).display(),
                    vault.absolute(to).display()
                )
            }
            FileOperation::Create { path, .. } => {
                format!("create the file {}", vault.absolute(path).display())
            }
        });
        let sentences: Vec<_> = sentences.collect();
        (!sentences.is_empty()).then(|| {
            format!("This editor lets a server change texts only. Please {}.", sentences.join(", and "))
        })
    }
}
