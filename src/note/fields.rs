//! All that the frontmatter says, key by key. Not a part of [`Note`](super::Note): it is read when
//! someone asks for it.

use crate::text::Span;

use super::frontmatter::find;
use super::yaml::{self, Place, Scalar};
use super::{ScalarStyle, trimmed};

/// What kind of value a key has: Obsidian's types, and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKind {
    /// Nothing, `null`, or an empty list.
    Empty,
    /// Some text.
    Text,
    /// A link in quotes.
    Link,
    /// A number.
    Number,
    /// `true` or `false`.
    Checkbox,
    /// `2026-11-24`.
    Date,
    /// `2026-11-24T15:04:05`.
    DateTime,
    /// A list.
    List,
    /// Keys and values of its own.
    Mapping,
}

/// A key at the top of the frontmatter, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: Box<str>,
    /// Where the key stands.
    pub span: Span,
    /// What kind of value it has.
    pub kind: FieldKind,
    /// The value, or the entries of the list, trimmed; none that is empty.
    pub values: Vec<Box<str>>,
}

/// The fields of the frontmatter of `text`, in order, up to the first error in its YAML. Empty when there
/// is no frontmatter.
pub fn fields(text: &str) -> Vec<Field> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((_, body)) = find(text, start) else { return Vec::new() };
    let mut fields: Vec<Field> = Vec::new();
    // What comes before an error is worth having; the diagnostics tell of it.
    let _ = yaml::scalars(text, body, &mut |scalar| take(&mut fields, &scalar));
    fields
}

fn take(fields: &mut Vec<Field>, scalar: &Scalar<'_>) {
    if scalar.place == Place::Key {
        let name = scalar.value.trim().into();
        fields.push(Field { name, span: scalar.span, kind: FieldKind::Empty, values: Vec::new() });
        return;
    }
    let Some(field) = fields.last_mut() else { return };
    match scalar.place {
        Place::Value(_) => field.kind = kind(scalar),
        Place::Entry(_) => field.kind = FieldKind::List,
        Place::Within(_) if field.kind == FieldKind::Empty => field.kind = FieldKind::Mapping,
        _ => {}
    }
    let says_something = !scalar.value.trim().is_empty() && kind(scalar) != FieldKind::Empty;
    if matches!(scalar.place, Place::Value(_) | Place::Entry(_)) && says_something {
        field.values.push(trimmed(&scalar.value, Span::new(0, scalar.value.len())).of(&scalar.value).into());
    }
}

fn kind(scalar: &Scalar<'_>) -> FieldKind {
    let value = &*scalar.value;
    if scalar.style != ScalarStyle::Plain {
        return if value.contains("[[") { FieldKind::Link } else { FieldKind::Text };
    }
    match value {
        "" | "~" | "null" | "Null" | "NULL" => FieldKind::Empty,
        "true" | "false" | "True" | "False" | "TRUE" | "FALSE" => FieldKind::Checkbox,
        _ if value.bytes().any(|byte| byte.is_ascii_digit()) && value.parse::<f64>().is_ok() => {
            FieldKind::Number
        }
        _ => date_kind(value),
    }
}

fn date_kind(value: &str) -> FieldKind {
    let shape: String = value.chars().take(11).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000-00-00" => FieldKind::Date,
        "0000-00-00T" | "0000-00-00 " => FieldKind::DateTime,
        _ => FieldKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let fields = fields(text).into_iter();
        let shown = fields.map(|field| {
            format!("{} {} {:?} {}\n", field.name, field.span.of(text), field.kind, field.values.join("|"))
        });
        shown.collect()
    }

    #[test]
    fn every_key_has_a_kind_and_its_values() {
        let text = "---\nstatus: open \n\"due\": 2026-11-24\nat: 2026-11-24 10:00\nn: 1.5\ndone: false\nempty:\n\
                    of: \"[[Plan]]\"\nlist: [a, 'b', ~]\nmap:\n  x: 1\nbad: [[x]]\nv: v1.2\n---\nno: 1\n";
        let expected = "status status Text open\ndue \"due\" Date 2026-11-24\nat at DateTime 2026-11-24 10:00\n\
                        n n Number 1.5\ndone done Checkbox false\nempty empty Empty \nof of Link [[Plan]]\n\
                        list list List a|b\nmap map Mapping \nbad bad Mapping \nv v Text v1.2\n";
        assert_eq!(shown(text), expected);
        assert_eq!(shown("---\na: 1\nb: @\nc: 2\n---\n"), "a a Number 1\nb b Empty \n");
        assert_eq!(shown("text\n---\na: 1\n---\n"), "");
    }
}
