//! Obsidian's bases: YAML whose scalars, quoted or not, may hold links (R8).

use crate::text::Span;

use super::source_map::Unescaped;
use super::yaml::{self, Scalar};
use super::{Container, Link, Note, ScalarStyle, wikilink};

/// Reads the base `text` into `note`, up to the first error in its YAML.
pub(super) fn read(text: &str, note: &mut Note) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let links = &mut note.links;
    // What comes before an error is worth having, and there is nowhere to report it.
    let _ = yaml::scalars(text, Span::new(start, text.len()), &mut |scalar| match scalar.style {
        ScalarStyle::Plain | ScalarStyle::Block => plain_links(text, &scalar, links),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => yaml::quoted_links(text, &scalar, links),
    });
}

/// The links in a scalar without quotes: it means what it says, line by line.
fn plain_links(text: &str, scalar: &Scalar<'_>, links: &mut Vec<Link>) {
    if scalar.value.contains("[[") {
        let source = Unescaped::verbatim(scalar.span.of(text), scalar.span.start as usize);
        let found = wikilink::find(&source.text, 0, &mut []);
        links.extend(source.links(found, Container::PlainScalar));
    }
}
