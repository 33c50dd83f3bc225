//! The YAML at the start of a note (R6, R7).

use memchr::memmem;

use crate::text::Span;

use super::source_map::Unescaped;
use super::whitespace::trimmed;
use super::yaml::{self, Place, Scalar, Trouble};
use super::{Frontmatter, FrontmatterError, Link, Note, Property, ScalarStyle, Tag, plain_yaml, tag};

/// Reads the frontmatter of `text` into `note`, if there is one. Returns where the body begins.
pub(super) fn read(text: &str, note: &mut Note) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((span, body)) = find(text, start) else { return start };
    let (found, outcome) = match plain_yaml::scalars(text, body) {
        Some(scalars) => {
            let mut found = Found::default();
            scalars.into_iter().for_each(|scalar| found.take(text, scalar));
            (found, Ok(()))
        }
        None => parsed(text, body),
    };
    let mut frontmatter = match outcome {
        Ok(()) => {
            note.links = found.links;
            note.tags = found.tags;
            found.frontmatter
        }
        Err(trouble) => Frontmatter { error: Some(error(text, body, trouble)), ..Frontmatter::default() },
    };
    (frontmatter.span, frontmatter.body) = (span, body);
    note.frontmatter = Some(Box::new(frontmatter));
    line_after(text, span.end as usize)
}

/// What the YAML parser finds under `body`.
fn parsed(text: &str, body: Span) -> (Found, Result<(), Trouble>) {
    let mut found = Found::default();
    let outcome = yaml::scalars(text, body, &mut |scalar| found.take(text, scalar));
    (found, outcome)
}

/// The span of the frontmatter that begins at byte `start`, and of its YAML. `None` when no line
/// closes it.
pub(super) fn find(text: &str, start: usize) -> Option<(Span, Span)> {
    if !is_dashes(line_at(text, start)) {
        return None;
    }
    let first = start + line_at(text, start).len();
    let body = line_after(text, first);
    let mut at = body;
    loop {
        at += memmem::find(text.as_bytes().get(at..)?, b"---")?;
        let begins_line = at == body && body > first || text[..at].ends_with(['\n', '\r']);
        let line = line_at(text, at);
        if begins_line && is_dashes(line) {
            return Some((Span::new(start, at + line.trim_end().len()), Span::new(body, at)));
        }
        at += line.len();
    }
}

fn is_dashes(line: &str) -> bool {
    line.trim_end_matches([' ', '\t']) == "---"
}

/// What is left of the line at byte `at`, without what ends it.
fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    &rest[..end]
}

/// The first byte of the line after the one that holds byte `at`.
fn line_after(text: &str, at: usize) -> usize {
    let end = at + line_at(text, at).len();
    end + match &text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => 2,
        [_, ..] => 1,
        [] => 0,
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    frontmatter: Frontmatter,
    links: Vec<Link>,
    tags: Vec<Tag>,
}

impl Found {
    fn take<'t>(&mut self, text: &'t str, scalar: Scalar<'t>) {
        yaml::quoted_links(text, &scalar, &mut self.links);
        let (key, in_list) = match &scalar.place {
            Place::Value(key) => (key, false),
            Place::Entry(key) => (key, true),
            Place::Within(key) => return self.nested(text, key, scalar.span),
            Place::Key | Place::Elsewhere => return,
        };
        let named = match &**key {
            "aliases" | "alias" => return self.aliases(text, &scalar, in_list),
            "tags" | "tag" => return self.tags(text, &scalar),
            "title" => &mut self.frontmatter.title,
            "description" => &mut self.frontmatter.description,
            "linter-yaml-title-alias" => &mut self.frontmatter.linter_title,
            _ => return,
        };
        if !in_list {
            *named = property(&scalar);
        }
    }

    /// A scalar of a list or mapping where names have to stand: an unquoted `[[x]]` is one (R6).
    fn nested(&mut self, text: &str, key: &str, span: Span) {
        let nested = match key {
            "aliases" | "alias" => &mut self.frontmatter.nested_aliases,
            "tags" | "tag" => &mut self.frontmatter.nested_tags,
            _ => return,
        };
        let is_same_line = |last: &Span| !Span { start: last.end, end: span.start }.of(text).contains('\n');
        match nested.last_mut().filter(|last| is_same_line(last)) {
            Some(last) => last.end = span.end,
            None => nested.push(span),
        }
    }

    /// One alias of a list, or those of a comma-separated scalar.
    fn aliases<'t>(&mut self, text: &'t str, scalar: &Scalar<'t>, in_list: bool) {
        if in_list || !scalar.value.contains(',') {
            self.frontmatter.aliases.extend(property(scalar));
            return;
        }
        let Some(inner) = yaml::unescaped(text, scalar) else { return };
        for part in parts(&inner.text, &[',']) {
            self.frontmatter.aliases.push(Property {
                value: part.of(&inner.text).into(),
                span: inner.source(part),
                style: scalar.style,
                partial: true,
            });
        }
    }

    /// The tags of one scalar, in a list or not: commas and spaces separate them.
    fn tags<'t>(&mut self, text: &'t str, scalar: &Scalar<'t>) {
        if is_null(scalar) {
            return;
        }
        let inner = match scalar.style {
            ScalarStyle::Plain => Some(Unescaped::verbatim(scalar.span.of(text), scalar.span.start as usize)),
            _ => yaml::unescaped(text, scalar),
        };
        let Some(inner) = inner else { return };
        for part in parts(&inner.text, &[',', ' ', '\t', '\n', '\r']) {
            let written = part.of(&inner.text);
            let marks = usize::from(written.starts_with('#'));
            let name = written[marks..].trim_end_matches('/');
            if !name.is_empty() && tag::says_something(name) {
                let start = part.start as usize + marks;
                let span = inner.source(Span::new(start, start + name.len()));
                self.tags.push(Tag { name: name.into(), span, in_frontmatter: true });
            } else if !name.is_empty() {
                self.frontmatter.numbers_as_tags.push(inner.source(part));
            }
        }
    }
}

/// The parts of `list` between `separators`, trimmed, without empty ones.
fn parts<'a>(list: &'a str, separators: &'a [char]) -> impl Iterator<Item = Span> + 'a {
    let mut at = 0;
    let parts = list.split(separators).map(move |part| {
        let span = Span::new(at, at + part.len());
        at += part.len() + 1;
        trimmed(list, span)
    });
    parts.filter(|span| !span.is_empty())
}

/// The scalar as a property, when it says something.
fn property(scalar: &Scalar<'_>) -> Option<Property> {
    let value = scalar.value.trim();
    (!value.is_empty() && !is_null(scalar)).then(|| Property {
        value: value.into(),
        span: scalar.span,
        style: scalar.style,
        partial: false,
    })
}

fn is_null(scalar: &Scalar<'_>) -> bool {
    scalar.style == ScalarStyle::Plain && matches!(&*scalar.value, "" | "~" | "null" | "Null" | "NULL")
}

/// The error as a person reads it, at no less than one character of the YAML where it has one.
fn error(text: &str, body: Span, trouble: Trouble) -> FrontmatterError {
    let source = body.of(text);
    let mut at = trouble.at.saturating_sub(body.start as usize).min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    if trouble.message.contains("tab") {
        // The parser names the first character behind the tab.
        let indent = &source[..at];
        let behind_tab = indent.trim_end_matches(' ');
        at = if behind_tab.ends_with('\t') { behind_tab.len() - 1 } else { at };
    }
    let is_break = |c: char| matches!(c, '\n' | '\r');
    let c = match source[at..].chars().next().filter(|&c| !is_break(c)) {
        Some(c) => Some(c),
        None => {
            at = source[..at].trim_end_matches(is_break).len();
            let last = source[..at].chars().next_back();
            at -= last.map_or(0, char::len_utf8);
            last
        }
    };
    let start = body.start as usize + at;
    let span = match c {
        Some(c) => Span::new(start, start + c.len_utf8()),
        None => Span::new(start.saturating_sub(1), start), // The break of the opening line.
    };
    FrontmatterError { message: message(&trouble.message, c).into(), span }
}

/// What is wrong, and what to do.
fn message(reason: &str, at: Option<char>) -> String {
    let remedy = match at {
        Some('\t') => " Indent with spaces: YAML knows no tabs there.",
        Some('{') => " Put the value in quotes, as in \"{{date}}\".",
        Some('@' | '`' | '%') => " Put the value in quotes: YAML keeps this character for itself.",
        _ => "",
    };
    let reason = reason.trim_end_matches('.');
    format!("The frontmatter is not valid YAML: {reason}.{remedy}")
}

/// What [`super::invariants::check_read_at_sight`] says.
#[cfg(any(test, fuzzing))]
pub(super) fn check_read_at_sight(yaml: &str) {
    let body = Span::new(0, yaml.len());
    if let Some(scalars) = plain_yaml::scalars(yaml, body) {
        let mut at_sight = Found::default();
        scalars.into_iter().for_each(|scalar| at_sight.take(yaml, scalar));
        let (parsed, outcome) = parsed(yaml, body);
        assert!(outcome.is_ok(), "{yaml:?}: {outcome:?}");
        assert_eq!(at_sight, parsed, "{yaml:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINES: &[&str] = &[
        "tags:",
        "tags: a b",
        "tags: [a, b]",
        "aliases:",
        "aliases: One, Two",
        "alias: Uno",
        "title: A title",
        "title: 'it''s'",
        "title: 'its [[a]]'",
        "title: \"a [[b]] c\"",
        "title: \"a\\tb\"",
        "description: x: y",
        "description: a:b",
        "description: a #b",
        "description: a#b",
        "description:",
        "description:    ",
        "description:x",
        "key: ~",
        "key: null",
        "key: 2023-01-02",
        "key: \"",
        "key: \"\"",
        "key: ''",
        "key: '",
        "key: >",
        "key: |",
        "key: -",
        "key: - x",
        "key: @x",
        "key: {a: b}",
        "key: [",
        "key: #x",
        "key: &a",
        "key: *a",
        "key: !x",
        "key: %x",
        "key: `x`",
        "key: ?",
        "key: ? x",
        "key: :",
        "key: x:",
        "key: ...",
        "key: ---",
        "key: .x",
        "key: (x)",
        "key: [[a]]",
        "key: \tx",
        "key: x\ty",
        "key: naïve 日本 🌱",
        "key: \u{feff}x",
        "key: x\u{85}y",
        "key: x\u{2028}y",
        "key: \u{a0}x",
        "key: a, b",
        "key: a]",
        "key: a}",
        "key: https://a.b/c",
        "key: yes",
        "key: /a",
        "key: _",
        "key: +1",
        "key:  two",
        "key: x ",
        "key : x",
        "other: \"a\" ",
        "other: \"a\" b",
        "other: 'a' #c",
        "two words: x",
        "1: x",
        "-key: x",
        "clé: x",
        "?: x",
        "  - a",
        "  - b c",
        "- a",
        "  - 'q'",
        "  - \"[[l]]\"",
        "  - a: b",
        "  -",
        "  - ",
        "  - - a",
        "   - a",
        "  a",
        "  a: b",
        "    - deep",
        "  - [a]",
        "  - #t",
        "  - '#t'",
        "  - a #t",
        "-a",
        "",
        " ",
        "\t",
        "# comment",
        "  # c",
        "...",
        "x",
        "\"key\": x",
        "{a: b}",
        "[a]",
        "%YAML 1.2",
        "!t",
        "key:\tx",
        "key: x\0y",
        "a-b_c: x",
        "key: x\u{7f}y",
        "key: \"a' b\"",
    ];

    proptest! {
        #![proptest_config(crate::note::tests::any_text::config(3000))]

        #[test]
        fn r06_what_is_read_at_sight_is_what_the_parser_reads(
            lines in prop::collection::vec((prop::sample::select(LINES), prop::sample::select(&["\n", "\n", "\n", "\r\n"][..])), 0..6)
        ) {
            check_read_at_sight(&lines.into_iter().flat_map(|(line, end)| [line, end]).collect::<String>());
        }
    }
}
