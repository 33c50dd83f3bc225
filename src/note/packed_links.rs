//! Links as they are packed: first all paths, so that they are read without the rest; then of each link
//! what cannot be told from its path, mostly in three bytes.

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use super::{Container, Link, LinkSyntax};
use crate::text::{Reader, Span};

/// A link without its path. Places are counted from where the link begins, and that from where the
/// one before does.
struct Rest<'l> {
    syntax: LinkSyntax,
    container: Container,
    embed: bool,
    /// How far behind the beginning of the link before.
    start: u32,
    length: u32,
    /// `None` when the path stands where it mostly does, and is as long as what it means.
    path: Option<Span>,
    subpath: Option<(Span, &'l str)>,
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

impl<'l> Rest<'l> {
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

    /// The next that was written; `None` when it is none, or cut off.
    fn read(bytes: &mut Reader<'l>) -> Option<Self> {
        let flags: u8 = bytes.next()?;
        let has = |flag: u8| flags & flag != 0;
        let syntax = *SYNTAXES.get(usize::from(flags % EMBED))?;
        let container = if has(CONTAINED) { bytes.next()? } else { Container::Text };
        let (start, length) = (bytes.next()?, bytes.next()?);
        // In an option for "is not there", in another for "is cut off".
        let mut span = |flag: u8| -> Option<Option<Span>> {
            if !has(flag) {
                return Some(None);
            }
            let (start, length): (u32, u32) = (bytes.next()?, bytes.next()?);
            Some(Some(Span { start, end: start.wrapping_add(length) }))
        };
        let (path, subpath, display) = (span(PATH)?, span(SUBPATH)?, span(DISPLAY)?);
        let subpath = match subpath {
            Some(span) => Some((span, bytes.next()?)),
            None => None,
        };
        Some(Self { syntax, container, embed: has(EMBED), start, length, path, subpath, display })
    }

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
            subpath: subpath.map(Into::into),
        }
    }
}

/// How many values a [`Rest`] is at most.
const MOST: usize = 11;

impl Serialize for Rest<'_> {
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

/// A list that need not be put together before it is written.
struct Each<'l, F>(&'l [Link], F);

impl<'l, T: Serialize, F: Fn(&'l [Link], usize) -> T> Serialize for Each<'l, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|at| self.1(self.0, at)))
    }
}

/// Links, to be packed.
pub(super) struct PackedLinks<'l>(pub &'l [Link]);

impl Serialize for PackedLinks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn path(links: &[Link], at: usize) -> &str {
            &links[at].path
        }
        fn rest(links: &[Link], at: usize) -> Rest<'_> {
            Rest::of(&links[at], at.checked_sub(1).map_or(0, |before| links[before].span.start))
        }
        let mut both = serializer.serialize_tuple(2)?;
        both.serialize_element(&Each(self.0, path))?;
        both.serialize_element(&Each(self.0, rest))?;
        both.end()
    }
}

/// The [`Link::path`] of every link that `bytes` hold, in the order of the text.
pub(super) fn paths(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut reader = Reader(bytes);
    let count: usize = reader.next().unwrap_or(0);
    (0..count).map_while(move |_| reader.next())
}

/// The links that `bytes` hold, from their first to their last; `None` when they hold none. Their
/// spans may be any: whoever believes them has to look at them.
pub(super) fn all(bytes: &[u8]) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    let rest = each(bytes, |path, rest, before| {
        links.push(rest.link(std::str::from_utf8(path).ok()?.into(), before));
        Some(())
    })?;
    rest.is_empty().then_some(links)
}

/// Those of the links that `bytes` hold whose path is one of `wanted`, in the order of the text.
pub(super) fn some(bytes: &[u8], mut wanted: impl FnMut(&[u8]) -> bool) -> Vec<Link> {
    let mut reader = Reader(bytes);
    let count: usize = reader.next().unwrap_or(0);
    let Some(first) = (0..count).map_while(|_| reader.text()).position(&mut wanted) else {
        return Vec::new();
    };
    let (mut links, mut number) = (Vec::new(), 0);
    each(bytes, |path, rest, before| {
        if number == first || number > first && wanted(path) {
            links.push(rest.link(std::str::from_utf8(path).ok()?.into(), before));
        }
        number += 1;
        Some(())
    });
    links
}

/// Calls `with` for each link with the bytes of its path and with where the link before begins, as long as
/// it gives something. Gives what comes behind the links; `None` when they are cut off.
fn each<'b>(
    bytes: &'b [u8],
    mut with: impl FnMut(&'b [u8], Rest<'b>, u32) -> Option<()>,
) -> Option<Reader<'b>> {
    let mut paths = Reader(bytes);
    let count: usize = paths.next()?;
    let mut rests = paths.clone();
    for _ in 0..count {
        rests.text()?;
    }
    if rests.next::<usize>()? != count {
        return None;
    }
    let mut before = 0_u32;
    for _ in 0..count {
        let (path, rest) = (paths.text()?, Rest::read(&mut rests)?);
        let start = rest.start.wrapping_add(before);
        with(path, rest, before)?;
        before = start;
    }
    Some(rests)
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
