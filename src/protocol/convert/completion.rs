//! Completion items.

use tower_lsp::ls_types::*;

use crate::features::completion::{Completions, Item, ItemKind};
use crate::index::FileId;
use crate::text::Span;

use super::super::request::Asked;
use super::{FileData, range_in};

/// The list that an editor shows.
pub(in super::super) fn completion_list(asked: &Asked, found: Completions) -> CompletionList {
    let items = found.items.into_iter().enumerate();
    let mut last = Default::default();
    CompletionList {
        is_incomplete: found.incomplete,
        items: items.map(|(rank, item)| completion_item(asked, rank, item, &mut last)).collect(),
    }
}

/// The range of the item before: nearly always the next one's too, and in a long line a column takes
/// long to find.
#[derive(Default)]
struct LastRange(Option<(Span, Range)>);

impl LastRange {
    fn of(&mut self, asked: &Asked, span: Span) -> Range {
        match self.0 {
            Some((before, range)) if before == span => range,
            _ => {
                let range = range_in(&asked.file, span, asked.session.support().encoding);
                self.0 = Some((span, range));
                range
            }
        }
    }
}

fn completion_item(asked: &Asked, rank: usize, item: Item, last: &mut [LastRange; 2]) -> CompletionItem {
    let support = asked.session.support();
    let replace = last[0].of(asked, item.replace);
    let insert = last[1].of(asked, item.insert_only);
    let data = item.file.and_then(|file| data(asked, file));
    let (detail, label_details) = match (item.detail.is_empty(), support.label_details) {
        (true, _) => (None, None),
        (false, true) => {
            (None, Some(CompletionItemLabelDetails { detail: None, description: Some(item.detail) }))
        }
        (false, false) => (Some(item.detail), None),
    };
    CompletionItem {
        label: item.label,
        label_details,
        kind: Some(kind(item.kind)),
        detail,
        // Editors sort by this text: it keeps our order.
        sort_text: Some(format!("{rank:05}")),
        filter_text: Some(item.filter),
        text_edit: Some(match support.insert_replace {
            true => InsertReplaceEdit { new_text: item.insert, insert, replace }.into(),
            false => TextEdit::new(replace, item.insert).into(),
        }),
        insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
        data,
        ..CompletionItem::default()
    }
}

/// LSP has no kinds for notes. These are the nearest whose icons fit:
///
/// | item | kind | because |
/// |---|---|---|
/// | note | Reference | what a link refers to |
/// | alias | Interface | another name for a note |
/// | attachment | File | a file that is no note |
/// | unresolved name | Event | a note that is still to come |
/// | heading | Struct | a part that has parts |
/// | block | Snippet | a piece of text |
/// | display text | Text | plain text |
/// | tag | Keyword | a word that means itself |
/// | key, value of the frontmatter | Property, Value | they are |
fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Note => CompletionItemKind::REFERENCE,
        ItemKind::Alias => CompletionItemKind::INTERFACE,
        ItemKind::Attachment => CompletionItemKind::FILE,
        ItemKind::Unresolved => CompletionItemKind::EVENT,
        ItemKind::Heading => CompletionItemKind::STRUCT,
        ItemKind::Block => CompletionItemKind::SNIPPET,
        ItemKind::Display => CompletionItemKind::TEXT,
        ItemKind::Tag => CompletionItemKind::KEYWORD,
        ItemKind::Key => CompletionItemKind::PROPERTY,
        ItemKind::Value => CompletionItemKind::VALUE,
    }
}

fn data(asked: &Asked, file: FileId) -> Option<serde_json::Value> {
    let file = asked.view.index.file(file)?;
    serde_json::to_value(FileData::of(&asked.folder, &file.place)).ok()
}
