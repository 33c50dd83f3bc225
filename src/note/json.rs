//! JSON's tokens with their places. Reads any text: what is no JSON is passed over.

use crate::text::Span;

use super::source_map::{Unescaped, Unescaping, surrogates};

/// A token, as far as a search for strings needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A string: what stands between its quotes.
    String(Span),
}

/// The tokens of a text. Numbers, `true` and the like are left out; an unclosed string ends it all.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The string whose first quote is before byte `start`.
    fn string(&mut self, start: usize) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Some(Token::String(Span::new(start, at)));
            }
            at += 2;
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            self.at += 1;
            return Some(match byte {
                b'{' => Token::ObjectStart,
                b'}' => Token::ObjectEnd,
                b'[' => Token::ArrayStart,
                b']' => Token::ArrayEnd,
                b':' => Token::Colon,
                b',' => Token::Comma,
                b'"' => {
                    let string = self.string(self.at);
                    if string.is_none() {
                        self.at = self.text.len();
                    }
                    return string;
                }
                _ => continue,
            });
        }
        None
    }
}

/// What the string under `span` means. An escape that is not known means itself.
pub(super) fn unescaped<'t>(text: &'t str, span: Span) -> Unescaped<'t> {
    let source = span.of(text);
    let start = span.start as usize;
    if !source.contains('\\') {
        return Unescaped::verbatim(source, start);
    }
    let mut out = Unescaping::new();
    let mut at = 0;
    while let Some(found) = source[at..].find('\\') {
        out.plain(&source[at..at + found], start + at);
        at += found;
        match escape(&source[at + 1..]) {
            Some((c, length)) => {
                out.escape(c, start + at);
                at += 1 + length;
            }
            None => {
                out.plain("\\", start + at);
                at += 1;
            }
        }
    }
    out.plain(&source[at..], start + at);
    out.finish(start + source.len())
}

/// The character that an escape means, and the escape's length, both without the backslash. Half a
/// pair of surrogates means U+FFFD.
fn escape(source: &str) -> Option<(char, usize)> {
    let c = match source.as_bytes().first()? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let code = u32::from_str_radix(source.get(1..5)?, 16).ok()?;
            let pair = (0xd800..0xdc00).contains(&code).then(|| surrogates(code, source.get(5..11)?));
            let single = || (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 5);
            return Some(pair.flatten().unwrap_or_else(single));
        }
        _ => return None,
    };
    Some((c, 1))
}
