//! Semantic tokens: whole, as the difference to the last, and of a range. And linked editing.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::linked_editing::linked_ranges;
use crate::features::semantic_tokens::{Token, TokenKind, tokens};
use crate::text::{Encoding, LineTable, Span};

use super::convert;
use super::refresh::Part;
use super::request::{Asked, ask};
use super::session::Session;
use super::workspace::lock;

/// Types that every theme colours. `docs/features.md` has the table, which says why.
pub(super) const TYPES: [SemanticTokenType; 6] = [
    SemanticTokenType::FUNCTION,
    SemanticTokenType::MACRO,
    SemanticTokenType::DECORATOR,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::COMMENT,
    SemanticTokenType::PROPERTY,
];

/// What a link has that leads nowhere.
pub(super) const UNRESOLVED: SemanticTokenModifier = SemanticTokenModifier::new("unresolved");

/// The number of a kind in [`TYPES`].
fn type_of(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Link => 0,
        TokenKind::Embed => 1,
        TokenKind::Tag => 2,
        TokenKind::BlockId => 3,
        TokenKind::Comment => 4,
        TokenKind::Key => 5,
    }
}

/// What was answered last about each document, for the next difference.
#[derive(Default)]
pub(super) struct Answered {
    known: std::sync::Mutex<FxHashMap<String, (String, Vec<SemanticToken>)>>,
    next: AtomicU64,
}

impl Answered {
    /// Keeps `data` for the open document `uri`, and gives its result id, and what was kept before.
    fn keep(&self, uri: &Uri, data: Vec<SemanticToken>) -> (String, Option<(String, Vec<SemanticToken>)>) {
        let id = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        let before = lock(&self.known).insert(uri.as_str().to_owned(), (id.clone(), data));
        (id, before)
    }

    /// The document is closed.
    pub fn forget(&self, uri: &Uri) {
        lock(&self.known).remove(uri.as_str());
    }
}

/// `textDocument/semanticTokens/full`.
pub(super) async fn full(session: &Arc<Session>, uri: &Uri) -> Result<Option<SemanticTokensResult>> {
    let of = uri.clone();
    ask(session, "textDocument/semanticTokens/full", uri, move |asked| {
        let Some(data) = all(asked) else { return Ok(None) };
        Ok(Some(kept(asked, &of, data).0.into()))
    })
    .await
}

/// `textDocument/semanticTokens/full/delta`: one edit, or all tokens when the client knows others
/// than were answered last.
pub(super) async fn delta(
    session: &Arc<Session>,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let (of, previous) = (params.text_document.uri.clone(), params.previous_result_id);
    ask(session, "textDocument/semanticTokens/full/delta", &params.text_document.uri, move |asked| {
        let Some(data) = all(asked) else { return Ok(None) };
        let (whole, before) = kept(asked, &of, data);
        Ok(Some(match before {
            Some((id, before)) if id == previous => {
                let edits = difference(&before, &whole.data).into_iter().collect();
                SemanticTokensDelta { result_id: whole.result_id, edits }.into()
            }
            _ => whole.into(),
        }))
    })
    .await
}

/// `textDocument/semanticTokens/range`.
pub(super) async fn range(
    session: &Arc<Session>,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let range = params.range;
    ask(session, "textDocument/semanticTokens/range", &params.text_document.uri, move |asked| {
        let data = within(asked, asked.span(range));
        Ok(data.map(|data| SemanticTokens { result_id: None, data }.into()))
    })
    .await
}

/// What is answered, and what was before. Only what an open document looks like is kept.
fn kept(
    asked: &Asked,
    uri: &Uri,
    data: Vec<SemanticToken>,
) -> (SemanticTokens, Option<(String, Vec<SemanticToken>)>) {
    if asked.file.open().is_none() {
        return (SemanticTokens { result_id: None, data }, None);
    }
    let (id, before) = asked.session.tokens.keep(uri, data.clone());
    (SemanticTokens { result_id: Some(id), data }, before)
}

fn all(asked: &Asked) -> Option<Vec<SemanticToken>> {
    let length = asked.file.note()?.length;
    within(asked, Span { start: 0, end: length })
}

fn within(asked: &Asked, range: Span) -> Option<Vec<SemanticToken>> {
    asked.session.given.keep(asked, Part::Tokens);
    let read = asked.view.read(asked.file.place.id).ok()?;
    let found = tokens(&asked.view, &read, range);
    Some(encoded(&read.note.lines, &found, asked.session.support().encoding))
}

/// The tokens as LSP has them: each relative to the one before.
fn encoded(lines: &LineTable, found: &[Token], encoding: Encoding) -> Vec<SemanticToken> {
    let mut last = Position::default();
    let token = |token: &Token| {
        let Range { start, end } = convert::range(lines, token.span, encoding);
        let same_line = start.line == last.line;
        let delta_start = if same_line { start.character - last.character } else { start.character };
        let delta_line = start.line - last.line;
        last = start;
        SemanticToken {
            delta_line,
            delta_start,
            length: end.character.saturating_sub(start.character),
            token_type: type_of(token.kind),
            token_modifiers_bitset: u32::from(token.unresolved),
        }
    };
    found.iter().map(token).collect()
}

/// The one edit that makes `new` of `old`; `None` when they are equal. Counts numbers, five a token.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (old.len() - end, &new[..new.len() - end]);
    (gone > 0 || !come.is_empty()).then(|| SemanticTokensEdit {
        start: 5 * start as u32,
        delete_count: 5 * gone as u32,
        data: Some(come.to_vec()),
    })
}

/// Characters that end a linked name: a link could not hold them.
const NAME: &str = r"[^\[\]|#^\\%\r\n]+";

/// `textDocument/linkedEditingRange`.
pub(super) async fn linked_editing(
    session: &Arc<Session>,
    params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
    ask(session, "textDocument/linkedEditingRange", &text_document.uri, move |asked| {
        let found = linked_ranges(&asked.view, asked.file.place.id, asked.offset(position));
        let ranges: Vec<Range> = found.into_iter().filter_map(|span| asked.range(span)).collect();
        let word_pattern = Some(NAME.to_owned());
        Ok((!ranges.is_empty()).then_some(LinkedEditingRanges { ranges, word_pattern }))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(delta_start: u32) -> SemanticToken {
        SemanticToken { delta_start, ..SemanticToken::default() }
    }

    proptest::proptest! {
        #[test]
        fn a_difference_makes_the_new_of_the_old(old in "[ab]{0,8}", new in "[ab]{0,8}") {
            let tokens = |text: &str| text.bytes().map(|byte| token(byte.into())).collect::<Vec<_>>();
            let (mut made, new) = (tokens(&old), tokens(&new));
            if let Some(edit) = difference(&made, &new) {
                let start = edit.start as usize / 5;
                made.splice(start..start + edit.delete_count as usize / 5, edit.data.unwrap_or_default());
            }
            proptest::prop_assert_eq!(made, new);
        }
    }
}
