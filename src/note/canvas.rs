//! Obsidian's canvas: the files and the texts of its cards (R8).

use crate::text::Span;

use super::json::{self, Token, Tokens};
use super::{Container, Link, LinkSyntax, Note, Tag, markdown};

/// Reads the canvas `text` into `note`: as much of it as is JSON.
pub(super) fn read(text: &str, note: &mut Note) {
    let mut reader =
        Reader { text, note, depth: 0, nodes: false, key: None, string: None, card: Card::default() };
    for token in Tokens::new(text) {
        reader.token(token);
    }
    note.links.sort_by_key(|link| link.span.start);
    note.tags.sort_by_key(|tag| tag.span.start);
}

/// How deep the members of a card are: the canvas, its `nodes`, the card.
const CARD: usize = 3;

/// The strings of one card.
#[derive(Default)]
struct Card {
    file: Option<Span>,
    subpath: Option<Span>,
    text: Option<Span>,
}

struct Reader<'a> {
    text: &'a str,
    note: &'a mut Note,
    depth: usize,
    /// Whether the member of the canvas that the reader is in is `nodes`.
    nodes: bool,
    /// The key of the member that the reader is in, at the canvas' or a card's depth.
    key: Option<Span>,
    /// The string before, which is a key when `:` follows.
    string: Option<Span>,
    card: Card,
}

impl Reader<'_> {
    fn token(&mut self, token: Token) {
        match token {
            Token::String(span) => self.string = Some(span),
            Token::Colon => self.colon(),
            Token::Comma => self.member_end(),
            Token::ObjectStart | Token::ArrayStart => {
                self.depth += 1;
                self.string = None;
            }
            Token::ObjectEnd | Token::ArrayEnd => {
                self.member_end();
                if self.depth == CARD {
                    self.card_end();
                }
                self.depth = self.depth.saturating_sub(1);
            }
        }
    }

    fn colon(&mut self) {
        let key = self.string.take();
        if self.depth == 1 {
            self.nodes = key.is_some_and(|key| key.of(self.text) == "nodes");
        }
        if self.depth == CARD {
            self.key = key;
        }
    }

    /// Takes the value of a card's member.
    fn member_end(&mut self) {
        let value = self.string.take();
        if self.depth != CARD || !self.nodes {
            return;
        }
        let key = self.key.take().map_or("", |key| key.of(self.text));
        match (key, value) {
            ("file", Some(value)) => self.card.file = Some(value),
            ("subpath", Some(value)) => self.card.subpath = Some(value),
            ("text", Some(value)) => self.card.text = Some(value),
            _ => {}
        }
    }

    fn card_end(&mut self) {
        let card = std::mem::take(&mut self.card);
        if let Some(file) = card.file.filter(|file| !file.is_empty()) {
            self.note.links.push(file_link(self.text, file, card.subpath));
        }
        if let Some(text) = card.text {
            self.card_text(text);
        }
    }

    /// Takes the links and tags of a card's Markdown.
    fn card_text(&mut self, span: Span) {
        let inner = json::unescaped(self.text, span);
        let mut card = Note::default();
        markdown::read(&inner.text, 0, &mut card);
        self.note.links.extend(inner.links(card.links, Container::Json));
        let tags = card.tags.into_iter();
        self.note.tags.extend(tags.map(|tag| Tag { span: inner.source(tag.span), ..tag }));
    }
}

fn file_link(text: &str, file: Span, subpath: Option<Span>) -> Link {
    let subpath = subpath.filter(|subpath| subpath.of(text).starts_with('#'));
    let subpath_span = subpath.map(|subpath| Span { start: subpath.start + 1, ..subpath });
    Link {
        syntax: LinkSyntax::CanvasFile,
        container: Container::Json,
        embed: false,
        span: file,
        path_span: file,
        subpath_span,
        display_span: None,
        path: json::unescaped(text, file).text.into(),
        subpath: subpath_span.map(|span| json::unescaped(text, span).text.into()),
    }
}
