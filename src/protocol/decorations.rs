//! What an editor writes between and behind the words: code lenses and inlay hints.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::hints::{Hint, hints as hints_in};
use crate::features::lens::{Lens, lenses as lenses_of};
use crate::text::Span;

use super::commands::SHOW_REFERENCES;
use super::refresh::Part;
use super::request::{Asked, ask};
use super::session::Session;

/// `textDocument/codeLens`.
pub(super) async fn lenses(session: &Arc<Session>, uri: &Uri) -> Result<Option<Vec<CodeLens>>> {
    let of = uri.clone();
    ask(session, "textDocument/codeLens", uri, move |asked| {
        asked.session.given.keep(asked, Part::Lenses);
        if !asked.view.vault.settings.lens_backlinks {
            return Ok(None);
        }
        let found = lenses_of(&asked.view, asked.file.place.id);
        Ok(Some(found.into_iter().filter_map(|lens| code_lens(asked, &of, lens)).collect()))
    })
    .await
}

fn code_lens(asked: &Asked, uri: &Uri, lens: Lens) -> Option<CodeLens> {
    let range = asked.range(lens.span)?;
    let title = match lens.count {
        1 => "1 backlink".to_owned(),
        count => format!("{count} backlinks"),
    };
    let command = match asked.session.support().show_references {
        true => {
            let argument = match lens.note {
                true => json!({ "uri": uri }),
                false => json!({ "uri": uri, "position": range.start }),
            };
            Command::new(title, SHOW_REFERENCES.to_owned(), Some(vec![argument]))
        }
        // A title without a command is shown, and cannot be clicked.
        false => Command::new(title, String::new(), None),
    };
    Some(CodeLens { range, command: Some(command), data: None })
}

/// `textDocument/inlayHint`.
pub(super) async fn hints(session: &Arc<Session>, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let range = params.range;
    ask(session, "textDocument/inlayHint", &params.text_document.uri, move |asked| {
        asked.session.given.keep(asked, Part::Hints);
        let found = hints_in(&asked.view, asked.file.place.id, asked.span(range));
        Ok(Some(found.into_iter().filter_map(|hint| inlay_hint(asked, hint)).collect()))
    })
    .await
}

fn inlay_hint(asked: &Asked, hint: Hint) -> Option<InlayHint> {
    Some(InlayHint {
        position: asked.range(Span::at(hint.at))?.start,
        label: InlayHintLabel::String(hint.text),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}
