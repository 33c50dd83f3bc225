//! Code actions: fixes of problems, and other ways to write a link.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::alias_from_display::alias_from_display;
use crate::features::block_link::block_link;
use crate::features::extract::extractions;
use crate::features::fix_all::fix_all;
use crate::features::fixes::{Fix, fixes};
use crate::features::inline::inlined_embed;
use crate::features::mentions::links_for_mention;
use crate::features::rewrites::{convert_all, rewrites};
use crate::features::table_of_contents::table_of_contents;
use crate::index::{FileId, View};
use crate::plan::{FileOperation, Plan};

use super::convert::{Places, Renaming, workspace_edit};
use super::request::{Asked, ask};
use super::session::Session;

/// The kind of the action that mends all that needs no question.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.wikilinks");

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
    let wants_inlines = wants(&context, &CodeActionKind::REFACTOR_INLINE) && !by_itself;
    let wants_extracts = wants(&context, &CodeActionKind::REFACTOR_EXTRACT) && !by_itself;
    // All at once changes what nobody looks at: only when it is asked for by its name.
    let wants_all = context.only.is_some() && wants(&context, &FIX_ALL);
    let is_wanted = [wants_fixes, wants_rewrites, wants_extracts, wants_inlines, wants_all].contains(&true);
    if !session.support().code_actions || !is_wanted {
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
            if wants_all {
                found.extend(fix_all(&asked.view, id).map(|plan| action(asked, plan, FIX_ALL)));
            }
            if wants_extracts && asked.session.support().create_files {
                let extracts = extractions(&asked.view, id, span).into_iter();
                found.extend(extracts.map(|plan| action(asked, plan, CodeActionKind::REFACTOR_EXTRACT)));
            }
            if wants_inlines {
                let plan = inlined_embed(&asked.view, id, span.start as usize);
                found.extend(plan.map(|plan| action(asked, plan, CodeActionKind::REFACTOR_INLINE)));
            }
            if wants_rewrites {
                let plans = rewrite_plans(&asked.view, id, span.start as usize).into_iter();
                found.extend(plans.map(|plan| action(asked, plan, CodeActionKind::REFACTOR_REWRITE)));
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

/// What can be written otherwise at byte `at` of the note `id`.
fn rewrite_plans(view: &View, id: FileId, at: usize) -> Vec<Plan> {
    let mut plans: Vec<Plan> = rewrites(view, id, at).into_iter().map(|rewrite| rewrite.plan).collect();
    plans.extend(convert_all(view, id, at));
    plans.extend(alias_from_display(view, id, at));
    plans.extend(links_for_mention(view, id, at));
    plans.extend(table_of_contents(view, id, at));
    plans.extend(block_link(view, id, at).and_then(|block| block.plan));
    plans
}

fn action(asked: &Asked, plan: Plan, kind: CodeActionKind) -> CodeActionOrCommand {
    let (edit, _) = workspace_edit(Places::of(asked), &plan, Renaming::InTheEdit);
    CodeActionOrCommand::CodeAction(CodeAction {
        title: plan.title,
        kind: Some(kind),
        edit: Some(edit),
        ..CodeAction::default()
    })
}
