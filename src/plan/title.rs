//! The titles that say a note's name: R24.

use crate::index::NoteText;
use crate::note::{Property, ScalarStyle};

use super::{Edit, Reason};

/// The edits that rename a note's first heading, `title` and `linter-yaml-title-alias` from `old`
/// to `new`, where they say exactly `old`.
pub fn title_edits(read: &NoteText, old: &str, new: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if let Some(heading) = read.note.headings.first().filter(|heading| &*heading.raw == old) {
        edits.push(Edit { span: heading.content, text: new.to_owned(), reason: Reason::Rename });
    }
    let frontmatter = read.note.frontmatter.as_deref();
    let titles = frontmatter.into_iter().flat_map(|front| [&front.title, &front.linter_title]).flatten();
    for title in titles.filter(|title| &*title.value == old) {
        edits.push(Edit { span: title.span, text: scalar(title, new), reason: Reason::Rename });
    }
    edits
}

/// `value` as a YAML scalar, quoted as `old` was where that is possible.
pub fn scalar(old: &Property, value: &str) -> String {
    match old.style {
        ScalarStyle::SingleQuoted => format!("'{}'", value.replace('\'', "''")),
        ScalarStyle::Plain if is_plain(value) => value.to_owned(),
        _ => double_quoted(value),
    }
}

/// `value` as a YAML scalar, quoted only when it has to be.
pub fn quoted(value: &str) -> String {
    if is_plain(value) { value.to_owned() } else { double_quoted(value) }
}

fn double_quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether YAML reads `value` without quotes as just this string.
fn is_plain(value: &str) -> bool {
    let first_is_safe = value.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word));
    first_is_safe
        && !is_word
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with([':', ' '])
        && !value.contains(['[', ']', '{', '}', ',', '\n', '\r', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(style: ScalarStyle) -> Property {
        Property { value: "".into(), span: Default::default(), style, partial: false }
    }

    #[test]
    fn r24_a_scalar_is_quoted_only_when_it_has_to_be() {
        let plain = property(ScalarStyle::Plain);
        for (value, written) in [
            ("A new title", "A new title"),
            ("2024", "\"2024\""),
            ("yes", "\"yes\""),
            ("say \"a\": b", "\"say \\\"a\\\": b\""),
            ("a, b", "\"a, b\""),
            ("日本語", "日本語"),
        ] {
            assert_eq!(scalar(&plain, value), written);
        }
    }

    #[test]
    fn r24_quotes_stay_what_they_are() {
        assert_eq!(scalar(&property(ScalarStyle::SingleQuoted), "it's"), "'it''s'");
        assert_eq!(scalar(&property(ScalarStyle::DoubleQuoted), "plain"), "\"plain\"");
    }
}
