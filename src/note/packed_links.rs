//! Links as they are packed: first all paths, so that they are read without the rest; then of each link
//! what cannot be told from its path, mostly in four or five bytes.

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Container, Link, LinkSyntax};
use crate::text::Span;

/// A link without its path. Places are counted from where the link begins, and that from where the
/// one before does.
struct Rest<T> {
    syntax: LinkSyntax,
    container: Container,
    embed: bool,
    /// How far behind the beginning of the link before.
    start: u32,
    length: u32,
    /// `None` when the path stands where it mostly does, and is as long as what it means.
    path: Option<Span>,
    subpath: Option<(Span, T)>,
    display: Option<Span>,
}

/// The bits of the first byte, above the number of the syntax.
const EMBED: u8 = 1 << 3;
const CONTAINED: u8 = 1 << 4;
const PATH: u8 = 1 << 5;
const SUBPATH: u8 = 1 << 6;
const DISPLAY: u8 = 1 << 7;

/// Every syntax, by its number.
const SYNTAXES: [LinkSyntax; 6] = [
    LinkSyntax::Wiki,
    LinkSyntax::Inline { angled: false },
    LinkSyntax::Inline { angled: true },
    LinkSyntax::Definition { angled: false },
    LinkSyntax::Definition { angled: true },
    LinkSyntax::CanvasFile,
];

/// Where the path of a wikilink mostly stands: behind `[[`, or `![[`.
fn usual(path: &str, embed: bool) -> Span {
    let start = if embed { 3 } else { 2 };
    Span::new(start, start + path.len())
}

/// `span` as counted from `start`. What stands before it, as in a canvas, wraps around.
fn from(start: u32, span: Span) -> Span {
    Span { start: span.start.wrapping_sub(start), end: span.end.wrapping_sub(start) }
}

/// [`from`], and back.
fn back(start: u32, span: Span) -> Span {
    from(start.wrapping_neg(), span)
}

impl<'l> Rest<&'l str> {
    fn of(link: &'l Link, before: u32) -> Self {
        let start = link.span.start;
        let path = from(start, link.path_span);
        Self {
            syntax: link.syntax,
            container: link.container,
            embed: link.embed,
            start: start.wrapping_sub(before),
            length: link.span.end.wrapping_sub(start),
            path: (path != usual(&link.path, link.embed)).then_some(path),
            subpath: link
                .subpath_span
                .zip(link.subpath.as_deref())
                .map(|(span, text)| (from(start, span), text)),
            display: link.display_span.map(|span| from(start, span)),
        }
    }
}

impl Rest<Box<str>> {
    fn link(self, path: Box<str>, before: u32) -> Link {
        let start = self.start.wrapping_add(before);
        let path_span = self.path.unwrap_or_else(|| usual(&path, self.embed));
        let (subpath_span, subpath) = self.subpath.unzip();
        Link {
            syntax: self.syntax,
            container: self.container,
            embed: self.embed,
            span: Span { start, end: start.wrapping_add(self.length) },
            path_span: back(start, path_span),
            subpath_span: subpath_span.map(|span| back(start, span)),
            display_span: self.display.map(|span| back(start, span)),
            path,
            subpath,
        }
    }
}

/// How many values a [`Rest`] is at most.
const MOST: usize = 11;

impl<T: Serialize> Serialize for Rest<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let syntax = SYNTAXES.iter().position(|syntax| *syntax == self.syntax).unwrap_or_default() as u8;
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = syntax
            | flag(self.embed, EMBED)
            | flag(self.container != Container::Text, CONTAINED)
            | flag(self.path.is_some(), PATH)
            | flag(self.subpath.is_some(), SUBPATH)
            | flag(self.display.is_some(), DISPLAY);
        let mut fields = serializer.serialize_tuple(MOST)?;
        fields.serialize_element(&flags)?;
        if self.container != Container::Text {
            fields.serialize_element(&self.container)?;
        }
        fields.serialize_element(&self.start)?;
        fields.serialize_element(&self.length)?;
        let spans = [self.path, self.subpath.as_ref().map(|(span, _)| *span), self.display];
        for span in spans.into_iter().flatten() {
            fields.serialize_element(&span.start)?;
            fields.serialize_element(&span.end.wrapping_sub(span.start))?;
        }
        if let Some((_, text)) = &self.subpath {
            fields.serialize_element(text)?;
        }
        fields.end()
    }
}

impl<'de> Deserialize<'de> for Rest<Box<str>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(MOST, RestVisitor)
    }
}

struct RestVisitor;

impl<'de> Visitor<'de> for RestVisitor {
    type Value = Rest<Box<str>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a packed link")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let flags: u8 = next(&mut fields)?;
        let has = |flag: u8| flags & flag != 0;
        let syntax = SYNTAXES.get(usize::from(flags % EMBED));
        let syntax = *syntax.ok_or_else(|| A::Error::custom("a link of no known syntax"))?;
        let container = if has(CONTAINED) { next(&mut fields)? } else { Container::Text };
        let (start, length) = (next(&mut fields)?, next(&mut fields)?);
        let mut span = |flag: u8| {
            let span = |start: u32, length: u32| Span { start, end: start.wrapping_add(length) };
            has(flag).then(|| Ok(span(next(&mut fields)?, next(&mut fields)?))).transpose()
        };
        let (path, subpath, display) = (span(PATH)?, span(SUBPATH)?, span(DISPLAY)?);
        let subpath = match subpath {
            Some(span) => Some((span, next(&mut fields)?)),
            None => None,
        };
        Ok(Rest { syntax, container, embed: has(EMBED), start, length, path, subpath, display })
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(fields: &mut A) -> Result<T, A::Error> {
    fields.next_element()?.ok_or_else(|| A::Error::custom("a link that is cut off"))
}

/// A list that need not be put together before it is written.
struct Each<'l, F>(&'l [Link], F);

impl<'l, T: Serialize, F: Fn(&'l [Link], usize) -> T> Serialize for Each<'l, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|at| self.1(self.0, at)))
    }
}

/// Writes the links.
pub fn serialize<S: Serializer>(links: &[Link], serializer: S) -> Result<S::Ok, S::Error> {
    fn path(links: &[Link], at: usize) -> &str {
        &links[at].path
    }
    fn rest(links: &[Link], at: usize) -> Rest<&str> {
        Rest::of(&links[at], at.checked_sub(1).map_or(0, |before| links[before].span.start))
    }
    let mut both = serializer.serialize_tuple(2)?;
    both.serialize_element(&Each(links, path))?;
    both.serialize_element(&Each(links, rest))?;
    both.end()
}

/// The links that were written. Their spans may be any: whoever believes them has to look at them.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Link>, D::Error> {
    let (paths, rests) = <(Vec<Box<str>>, Vec<Rest<Box<str>>>)>::deserialize(deserializer)?;
    if paths.len() != rests.len() {
        return Err(D::Error::custom("a link without a path"));
    }
    let mut before = 0;
    let link = |(path, rest): (Box<str>, Rest<Box<str>>)| {
        let link = rest.link(path, before);
        before = link.span.start;
        link
    };
    Ok(paths.into_iter().zip(rests).map(link).collect())
}

#[cfg(test)]
mod tests {
    use crate::note::{Format, Link, Note, parse};

    /// What of a link is packed besides its path, in bytes.
    fn bytes_beside_path(note: &Note) -> usize {
        let mut bytes = Vec::new();
        note.pack(&mut bytes);
        let without = Note { links: Vec::new(), ..note.clone() };
        let mut empty = Vec::new();
        without.pack(&mut empty);
        bytes.len() - empty.len() - note.links.iter().map(|link| link.path.len() + 1).sum::<usize>()
    }

    fn same(text: &str, format: Format) -> Vec<Link> {
        let note = parse(text, format);
        let mut bytes = Vec::new();
        note.pack(&mut bytes);
        assert_eq!(Note::of_packed(&bytes).expect(text).links, note.links, "{text}");
        note.links
    }

    #[test]
    fn links_of_every_form_are_the_same_when_they_are_unpacked() {
        let text = "[[a]] ![[b#c|d]] [[ e ]] [[#f]] [[g#]] [[|h]] [i](j.md) [k](<l m.md#n>) ![](o.png) [p%20](q%20r.md#s%20t)\n\n\
                    | a |\n|---|\n| [[u\\|v]] |\n\n[w]: x.md\n[y]: <z a.md>\n";
        assert_eq!(same(text, Format::Markdown).len(), 12, "a link to nothing is none");
        assert_eq!(same("---\na: \"[[b|\\\"c\\\"]]\"\nd: '[[it''s#x]]'\n---\n", Format::Markdown).len(), 2);
        let canvas = r##"{"nodes":[{"subpath":"#B","file":"a.md"},{"file":"\u0063.md","subpath":"#D"},{"text":"[[e|f]]"}]}"##;
        assert_eq!(same(canvas, Format::Canvas).len(), 3);
        assert_eq!(same("filters: link(\"[[a]]\")\n", Format::Base).len(), 1);
    }

    #[test]
    fn a_usual_link_takes_three_bytes_besides_its_path() {
        let note = parse("[[one]] and [[two]], and ![[three]]", Format::Markdown);
        assert_eq!(bytes_beside_path(&note), 3 * note.links.len());
    }
}
