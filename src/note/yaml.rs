//! YAML's scalars with their places, for frontmatter and `.base` files.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle as Written, StructureStyle};
use rustc_hash::FxHashSet;

use crate::text::Span;

use super::source_map::{Unescaped, Unescaping, surrogates};
use super::{Container, Link, ScalarStyle, wikilink};

/// One scalar.
#[derive(Debug)]
pub(super) struct Scalar<'t> {
    /// What it means.
    pub(super) value: Cow<'t, str>,
    /// Where it stands, quotes included.
    pub(super) span: Span,
    pub(super) style: ScalarStyle,
    pub(super) place: Place<'t>,
}

/// Where in the document a scalar stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'t> {
    /// The value of a key at the top.
    Value(Cow<'t, str>),
    /// An entry of the list that is the value of a key at the top.
    Entry(Cow<'t, str>),
    /// A key at the top.
    Key,
    /// Deeper in the value of a key at the top.
    Within(Cow<'t, str>),
    /// Anywhere else.
    Elsewhere,
}

/// What is wrong with a YAML text, and at which byte of the source.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) message: String,
    pub(super) at: usize,
}

/// Calls `visit` with each scalar of the YAML under `body`, in order, up to the first error.
pub(super) fn scalars<'t>(
    text: &'t str,
    body: Span,
    visit: &mut dyn FnMut(Scalar<'t>),
) -> Result<(), Trouble> {
    let source = body.of(text);
    let start = body.start as usize;
    let mut document = Document::default();
    let mut options = Options::default();
    options.emit_comments = false;
    for event in Parser::new_from_str_with_options(source, options) {
        let (event, range) = event.map_err(|error| Trouble {
            at: start + error.marker().byte_offset().unwrap_or(0),
            message: error.info(),
        })?;
        let range = range.byte_range().unwrap_or_default();
        let span = Span::from(range).shifted(start);
        match event {
            Event::Scalar(value, style, _, _) => {
                let place = document.node(Some(&value), span)?;
                let style = match style {
                    Written::Plain => ScalarStyle::Plain,
                    Written::SingleQuoted => ScalarStyle::SingleQuoted,
                    Written::DoubleQuoted => ScalarStyle::DoubleQuoted,
                    Written::Literal | Written::Folded => ScalarStyle::Block,
                };
                visit(Scalar { value, span, style, place });
            }
            Event::SequenceStart(..) => {
                document.node(None, span)?;
                document.open.push(Collection::List);
            }
            Event::MappingStart(style, ..) => {
                document.mapping(style, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                document.open.pop();
            }
            Event::Alias(_) => {
                document.node(None, span)?;
            }
            Event::DocumentEnd => return Ok(()),
            _ => {}
        }
    }
    Ok(())
}

/// A list or mapping whose end has not come yet.
enum Collection<'t> {
    List,
    Mapping {
        flow: bool,
        /// Whether a key comes next.
        at_key: bool,
        keys: FxHashSet<Cow<'t, str>>,
    },
}

#[derive(Default)]
struct Document<'t> {
    open: Vec<Collection<'t>>,
    /// The last key at the top.
    key: Cow<'t, str>,
}

impl<'t> Document<'t> {
    /// Takes note of the next node, a scalar's value or `None`, and says where it stands.
    fn node(&mut self, scalar: Option<&Cow<'t, str>>, span: Span) -> Result<Place<'t>, Trouble> {
        let depth = self.open.len();
        let in_top_list = depth == 2 && matches!(self.open[0], Collection::Mapping { .. });
        match self.open.last_mut() {
            Some(Collection::Mapping { at_key, keys, .. }) => {
                *at_key = !*at_key;
                if *at_key {
                    return Ok(if depth == 1 { Place::Value(self.key.clone()) } else { self.within(depth) });
                }
                if let Some(key) = scalar {
                    if !keys.insert(key.clone()) {
                        let message = format!("the key \"{key}\" is there twice");
                        return Err(Trouble { message, at: span.start as usize });
                    }
                    if depth == 1 {
                        self.key = key.clone();
                        return Ok(Place::Key);
                    }
                }
                Ok(self.within(depth))
            }
            Some(Collection::List) if in_top_list => Ok(Place::Entry(self.key.clone())),
            _ => Ok(self.within(depth)),
        }
    }

    /// The place of a node in so many collections that is neither a key, a value nor an entry at the top.
    fn within(&self, depth: usize) -> Place<'t> {
        match self.open.first() {
            Some(Collection::Mapping { .. }) if depth > 1 => Place::Within(self.key.clone()),
            _ => Place::Elsewhere,
        }
    }

    /// Takes note of a mapping. `{{date}}` is one in the place of a key.
    fn mapping(&mut self, style: StructureStyle, span: Span) -> Result<(), Trouble> {
        let flow = style == StructureStyle::Flow;
        if flow && let Some(Collection::Mapping { flow: true, at_key: true, .. }) = self.open.last() {
            let message = "\"{{\" has to be in quotes".to_owned();
            return Err(Trouble { message, at: span.start as usize });
        }
        self.node(None, span)?;
        self.open.push(Collection::Mapping { flow, at_key: true, keys: FxHashSet::default() });
        Ok(())
    }
}

/// The inside of a quoted scalar without its escapes. `None` for one over several lines, or with an
/// escape that is not known.
pub(super) fn unescaped<'t>(text: &'t str, scalar: &Scalar<'t>) -> Option<Unescaped<'t>> {
    let inner = inside_quotes(scalar);
    let source = inner.of(text);
    if source.contains(['\n', '\r']) {
        return None;
    }
    let start = inner.start as usize;
    match scalar.style {
        ScalarStyle::SingleQuoted if source.contains('\'') => Some(single_quoted(source, start)),
        ScalarStyle::DoubleQuoted if source.contains('\\') => double_quoted(source, start),
        _ => Some(Unescaped::verbatim(source, start)),
    }
}

/// The span of a scalar without its quotes.
pub(super) fn inside_quotes(scalar: &Scalar<'_>) -> Span {
    match scalar.style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if scalar.span.len() >= 2 => {
            Span { start: scalar.span.start + 1, end: scalar.span.end - 1 }
        }
        _ => scalar.span,
    }
}

fn single_quoted<'t>(source: &str, start: usize) -> Unescaped<'t> {
    let mut out = Unescaping::new();
    let mut at = 0;
    while let Some(found) = source[at..].find("''") {
        out.plain(&source[at..at + found], start + at);
        out.escape('\'', start + at + found);
        at += found + 2;
    }
    out.plain(&source[at..], start + at);
    out.finish(start + source.len())
}

fn double_quoted<'t>(source: &str, start: usize) -> Option<Unescaped<'t>> {
    let mut out = Unescaping::new();
    let mut at = 0;
    while let Some(found) = source[at..].find('\\') {
        out.plain(&source[at..at + found], start + at);
        at += found;
        let (c, length) = escape(&source[at + 1..])?;
        out.escape(c, start + at);
        at += 1 + length;
    }
    out.plain(&source[at..], start + at);
    Some(out.finish(start + source.len()))
}

/// The character that an escape means, and the length of the escape in bytes, both without its
/// backslash.
fn escape(source: &str) -> Option<(char, usize)> {
    let kind = source.chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = u32::from_str_radix(source.get(1..1 + digits)?, 16).ok()?;
        if (0xd800..0xdc00).contains(&code) {
            return surrogates(code, source.get(5..11)?);
        }
        return Some((char::from_u32(code)?, 1 + digits));
    }
    let c = match kind {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => kind,
        _ => return None,
    };
    Some((c, kind.len_utf8()))
}

/// The wikilinks in a quoted scalar, with spans in the source.
pub(super) fn quoted_links<'t>(text: &'t str, scalar: &Scalar<'t>, links: &mut Vec<Link>) {
    let container = match scalar.style {
        ScalarStyle::SingleQuoted => Container::SingleQuoted,
        ScalarStyle::DoubleQuoted => Container::DoubleQuoted,
        ScalarStyle::Plain | ScalarStyle::Block => return,
    };
    if !scalar.value.contains("[[") {
        return;
    }
    let Some(inner) = unescaped(text, scalar) else { return };
    links.extend(inner.links(wikilink::find(&inner.text, 0, &mut []), container));
}
