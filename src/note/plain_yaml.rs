//! The YAML that most notes have, read at sight: keys with a plain or quoted value on their line, or
//! with a list of such values below.
//!
//! What is read here is what the YAML parser reads; when in doubt it is not read here.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use crate::text::Span;

use super::ScalarStyle;
use super::pairs::find_pair;
use super::yaml::{Place, Scalar};

/// How many keys are compared with each other.
const MOST_KEYS: usize = 32;

/// The values of the YAML under `body`, in order, without those that say nothing; `None` when it
/// is not as plain as that, or is wrong.
pub(super) fn scalars(text: &str, body: Span) -> Option<Vec<Scalar<'_>>> {
    let mut reader = Reader { text, keys: Vec::new(), scalars: Vec::new(), list: List::No };
    let mut at = body.start as usize;
    let end = body.end as usize;
    while at < end {
        let rest = text.get(at..end)?;
        let length = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..length)?;
        reader.line(line.strip_suffix('\r').unwrap_or(line), at)?;
        at += length + 1;
    }
    Some(reader.scalars)
}

/// Whether list entries may come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    No,
    /// Behind a key without a value.
    May,
    /// Behind an entry with this indent.
    Goes(usize),
}

struct Reader<'t> {
    text: &'t str,
    keys: Vec<&'t str>,
    scalars: Vec<Scalar<'t>>,
    list: List,
}

impl<'t> Reader<'t> {
    /// Reads the line that begins at byte `at`.
    fn line(&mut self, line: &'t str, at: usize) -> Option<()> {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let behind = &line[indent..];
        if let Some(entry) = behind.strip_prefix("- ") {
            let goes = match self.list {
                List::No => false,
                List::May => true,
                List::Goes(before) => before == indent,
            };
            self.list = List::Goes(indent);
            let key = *self.keys.last().filter(|_| goes)?;
            return self.value(entry, at + indent + 2, Place::Entry(Cow::Borrowed(key)));
        }
        if line.is_empty() {
            return Some(());
        }
        let (key, value) = line.split_at_checked(memchr(b':', line.as_bytes())?)?;
        let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !is_name || self.keys.len() == MOST_KEYS || self.keys.contains(&key) {
            return None;
        }
        self.keys.push(key);
        let value = &value[1..];
        if value.trim_matches(' ').is_empty() {
            self.list = List::May;
            return Some(());
        }
        self.list = List::No;
        let value = value.strip_prefix(' ')?;
        self.value(value, at + line.len() - value.len(), Place::Value(Cow::Borrowed(key)))
    }

    /// Reads a value that is the rest of a line, from byte `at` on.
    fn value(&mut self, source: &'t str, at: usize, place: Place<'t>) -> Option<()> {
        let value = source.trim_start_matches(' ');
        let start = at + source.len() - value.len();
        let value = value.trim_end_matches(' ');
        let (said, style) = match value.as_bytes() {
            [quote @ (b'"' | b'\''), inner @ .., last] => {
                let fine = quote == last && memchr2(*quote, b'\\', inner).is_none();
                let style =
                    if *quote == b'"' { ScalarStyle::DoubleQuoted } else { ScalarStyle::SingleQuoted };
                (value.get(1..value.len() - 1).filter(|_| fine)?, style)
            }
            _ => (value, ScalarStyle::Plain),
        };
        if style == ScalarStyle::Plain && !is_plain(value) || !said.chars().all(is_ordinary) {
            return None;
        }
        let span = Span::new(start, start + value.len());
        debug_assert_eq!(span.of(self.text), value);
        self.scalars.push(Scalar { value: Cow::Borrowed(said), span, style, place });
        Some(())
    }
}

/// Whether `value` is a plain scalar that means what it says, whatever stands around it.
fn is_plain(value: &str) -> bool {
    let first = value.chars().next();
    let begins = first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '(' | '_' | '+'));
    begins
        && !value.ends_with(':')
        && !value.starts_with("...")
        && find_pair(value.as_bytes(), *b": ").is_none()
        && memmem::find(value.as_bytes(), b" #").is_none()
}

/// Whether YAML takes `c` for a character like any other.
fn is_ordinary(c: char) -> bool {
    matches!(c, ' '..='~')
        || (c > '\u{a0}' && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}
