//! Headings as they are packed: mostly a byte for the level, one or two for the place, and the text.

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Heading;
use crate::text::{Reader, Span};

/// A heading whose places are counted from where it begins, and that from where the one before does.
struct Packed<T> {
    level: u8,
    /// How far behind the beginning of the heading before.
    start: u32,
    /// The content and the end; `None` when they are where they mostly are.
    places: Option<(Span, u32)>,
    raw: T,
    plain: Option<T>,
}

/// The bits of the first byte, above the level.
const PLACES: u8 = 1 << 3;
const PLAIN: u8 = 1 << 4;

/// Where the content and the end of `## Heading` are.
fn usual(level: u8, raw: &str) -> (Span, u32) {
    let start = usize::from(level) + 1;
    let content = Span::new(start, start + raw.len());
    (content, content.end)
}

impl<'h> Packed<&'h str> {
    fn of(heading: &'h Heading, before: u32) -> Self {
        let start = heading.span.start;
        let from = |at: u32| at.wrapping_sub(start);
        let content = Span { start: from(heading.content.start), end: from(heading.content.end) };
        let places = (content, from(heading.span.end));
        Self {
            level: heading.level,
            start: start.wrapping_sub(before),
            places: (places != usual(heading.level, &heading.raw)).then_some(places),
            raw: &heading.raw,
            plain: heading.plain.as_deref(),
        }
    }
}

impl<T: AsRef<str>> Packed<T> {
    fn heading(self, before: u32) -> Heading<T> {
        let start = self.start.wrapping_add(before);
        let (content, end) = self.places.unwrap_or_else(|| usual(self.level, self.raw.as_ref()));
        let back = |at: u32| at.wrapping_add(start);
        Heading {
            level: self.level,
            span: Span { start, end: back(end) },
            content: Span { start: back(content.start), end: back(content.end) },
            raw: self.raw,
            plain: self.plain,
        }
    }
}

/// How many values a [`Packed`] is at most.
const MOST: usize = 7;

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = self.level | flag(self.places.is_some(), PLACES) | flag(self.plain.is_some(), PLAIN);
        let mut fields = serializer.serialize_tuple(MOST)?;
        fields.serialize_element(&flags)?;
        fields.serialize_element(&self.start)?;
        if let Some((content, end)) = self.places {
            fields.serialize_element(&content.start)?;
            fields.serialize_element(&content.end)?;
            fields.serialize_element(&end)?;
        }
        fields.serialize_element(&self.raw)?;
        if let Some(plain) = &self.plain {
            fields.serialize_element(plain)?;
        }
        fields.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(MOST, PackedVisitor(std::marker::PhantomData))
    }
}

struct PackedVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PackedVisitor<T> {
    type Value = Packed<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a packed heading")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let flags: u8 = next(&mut fields)?;
        let start = next(&mut fields)?;
        let places = match flags & PLACES {
            0 => None,
            _ => {
                let (start, end) = (next(&mut fields)?, next(&mut fields)?);
                Some((Span { start, end }, next(&mut fields)?))
            }
        };
        let raw = next(&mut fields)?;
        let plain = if flags & PLAIN == 0 { None } else { Some(next(&mut fields)?) };
        Ok(Packed { level: flags % PLACES, start, places, raw, plain })
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(fields: &mut A) -> Result<T, A::Error> {
    fields.next_element()?.ok_or_else(|| A::Error::custom("a heading that is cut off"))
}

/// Writes the headings.
pub fn serialize<S: Serializer>(headings: &[Heading], serializer: S) -> Result<S::Ok, S::Error> {
    let before = |at: usize| at.checked_sub(1).map_or(0, |before| headings[before].span.start);
    serializer.collect_seq((0..headings.len()).map(|at| Packed::of(&headings[at], before(at))))
}

/// The headings that were written. Their spans may be any: whoever believes them has to look at them.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<Vec<Heading<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + AsRef<str>,
{
    let packed = Vec::<Packed<T>>::deserialize(deserializer)?;
    let mut before = 0;
    let heading = |packed: Packed<T>| {
        let heading = packed.heading(before);
        before = heading.span.start;
        heading
    };
    Ok(packed.into_iter().map(heading).collect())
}

/// The [`Heading::text`] of each of the headings that `bytes` begin with whose number is `wanted`, with
/// the number; up to the first that they do not hold.
///
/// All others are passed over: of very many headings, hardly any are wanted.
pub(super) fn texts<'b>(
    mut bytes: Reader<'b>,
    wanted: impl Fn(usize) -> bool,
) -> impl Iterator<Item = (usize, &'b str)> {
    let count = bytes.next().unwrap_or(0);
    (0..count).map_while(move |number| Some((number, text(&mut bytes)?))).filter_map(move |(number, text)| {
        let text = wanted(number).then(|| std::str::from_utf8(text))?;
        Some((number, text.ok()?))
    })
}

/// The bytes of the text of the next heading, which is a [`Packed`].
fn text<'b>(bytes: &mut Reader<'b>) -> Option<&'b [u8]> {
    let flags = bytes.byte()?;
    let numbers = if flags & PLACES == 0 { 1 } else { 4 };
    for _ in 0..numbers {
        bytes.pass_number()?;
    }
    let raw = bytes.text()?;
    if flags & PLAIN == 0 { Some(raw) } else { bytes.text() }
}

#[cfg(test)]
mod tests {
    use crate::note::{Format, Note, PackedNote, parse};

    fn packed(note: &Note) -> usize {
        let mut bytes = Vec::new();
        note.pack(&mut bytes);
        bytes.len()
    }

    #[test]
    fn headings_of_every_form_are_the_same_when_they_are_unpacked() {
        let text = "# One\n## *Two* ##\n  ###   Three\t\n#\nFour\n====\n> ###### Five [[a|b]]\n";
        let note = parse(text, Format::Markdown);
        assert_eq!(note.headings.len(), 6);
        let packed = PackedNote::new(&note);
        assert_eq!(packed.unpack().unwrap().headings, note.headings);
        let texts: Vec<&str> = note.headings.iter().map(|heading| heading.text()).collect();
        assert!(packed.heading_texts(|_| true).eq(texts.iter().copied().enumerate()));
        assert!(packed.heading_texts(|number| number == 4).eq([(4, texts[4])]));
        let names = packed.names().unwrap();
        assert!(names.headings.iter().map(|heading| heading.text()).eq(texts));
        assert!(names.headings.iter().map(|heading| heading.span).eq(note.headings.iter().map(|h| h.span)));
    }

    #[test]
    fn headings_with_long_texts_far_down_are_passed_over() {
        let (far, long) = ("x\n".repeat(9_000), "é".repeat(100));
        let note = parse(&format!("# {long}\n{far}## *{long}* `b`\n{far}# Last\n"), Format::Markdown);
        let packed = PackedNote::new(&note);
        assert!(packed.heading_texts(|number| number == 2).eq([(2, "Last")]));
        assert!(
            packed.heading_texts(|_| true).map(|(_, text)| text).eq(note.headings.iter().map(|h| h.text()))
        );
    }

    #[test]
    fn a_usual_heading_takes_three_bytes_besides_its_text() {
        let note = parse("# One\n\n## Two\n\n###### Three\n", Format::Markdown);
        let without = Note { headings: Vec::new(), ..note.clone() };
        assert_eq!(packed(&note) - packed(&without), "OneTwoThree".len() + 3 * note.headings.len());
    }
}
