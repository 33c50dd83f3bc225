//! Code actions: fixes of problems, and other ways to write a link.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::fixes::{Fix, fixes};
use crate::features::mentions::links_for_mention;
use crate::features::rewrites::rewrites;
use crate::plan::{FileOperation, Plan};

use super::convert::{Places, Renaming, workspace_edit};
use super::request::{Asked, ask};
use super::session::Session;

/// `textDocument/codeAction`.
pub(super) async fn actions(
    session: &Arc<Session>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let (range, context) = (params.range, params.context);
    let wants_fixes = wants(&context, &CodeActionKind::QUICKFIX);
    // Not unasked when the editor looks for what could be done by itself, at each move of the cursor.
    let by_itself = context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let wants_rewrites = wants(&context, &CodeActionKind::REFACTOR_REWRITE) && !by_itself;
    if !session.support().code_actions || !(wants_fixes || wants_rewrites) {
        return Ok(None);
    }
    ask(session, "textDocument/codeAction", &params.text_document.uri, move |asked| {
        let (id, span) = (asked.file.place.id, asked.span(range));
        asked.on_one_revision(|| {
            let mut found = Vec::new();
            if wants_fixes {
                let fixes = fixes(&asked.view, id, span);
                found.extend(fixes.into_iter().filter_map(|found| fix(asked, found)));
            }
            if wants_rewrites {
                let rewrites = rewrites(&asked.view, id, span.start as usize);
                found.extend(rewrites.into_iter().map(|found| rewrite(asked, found.plan)));
                let mention = links_for_mention(&asked.view, id, span.start as usize);
                found.extend(mention.into_iter().map(|plan| rewrite(asked, plan)));
            }
            Some(found)
        })
    })
    .await
}

/// Whether the client asks for actions of this kind: for all, for the kind, or for one it is of.
fn wants(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    let is_of = |asked: &CodeActionKind| {
        let (asked, kind) = (asked.as_str(), kind.as_str());
        asked.is_empty()
            || kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    context.only.as_ref().is_none_or(|only| only.iter().any(is_of))
}

/// A fix, unless the client cannot carry it out.
fn fix(asked: &Asked, fix: Fix) -> Option<CodeActionOrCommand> {
    let places = Places::of(asked);
    let (edit, left) = workspace_edit(places, &fix.plan, Renaming::InTheEdit);
    if left.iter().any(|operation| matches!(operation, FileOperation::Create { .. })) {
        return None;
    }
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![places.diagnostic(&asked.file, &fix.mends)]),
        edit: Some(edit),
        is_preferred: Some(fix.preferred),
        ..CodeAction::default()
    }))
}

fn rewrite(asked: &Asked, plan: Plan) -> CodeActionOrCommand {
    let (edit, _) = workspace_edit(Places::of(asked), &plan, Renaming::InTheEdit);
    CodeActionOrCommand::CodeAction(CodeAction {
        title: plan.title,
        kind: Some(CodeActionKind::REFACTOR_REWRITE),
        edit: Some(edit),
        ..CodeAction::default()
    })
}
