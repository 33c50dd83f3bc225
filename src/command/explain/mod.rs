//! `wikilinks explain`: what one link means, and by which rule.

mod candidates;
mod input;
mod missing;
mod words;

use std::fmt::Write;
use std::sync::Arc;

use crate::index::{File, View};
use crate::note::Link;
use crate::resolve::{FoundFile, Resolution, Spot, resolve};
use crate::text::Span;

use super::arguments::ExplainArguments;
use super::terminal::{self, Colors, Style, printable};
use super::{Ending, Failure, opened};

/// Says what a link leads to, and why.
pub fn run(arguments: &ExplainArguments) -> Result<Ending, Failure> {
    let written = input::link(&arguments.link)?;
    let view = opened::open(&arguments.vault)?;
    let source = input::note(&view, &arguments.note)?;
    let question = Question { view: &view, source: &source, link: &written.link };
    let (answer, ending) = question.answer(&written.text, Colors::for_stdout(arguments.color));
    terminal::print(&answer, ending)
}

/// A link in a note of a vault.
struct Question<'a> {
    view: &'a View,
    source: &'a Arc<File>,
    link: &'a Link,
}

impl Question<'_> {
    /// The whole answer, and how the command ends with it.
    fn answer(&self, written: &str, colors: Colors) -> (String, Ending) {
        let (index, settings) = (&*self.view.index, &self.view.vault.settings);
        let resolution = resolve(index, settings, &self.source.place, self.link);
        let mut out = String::new();
        let link = colors.paint(Style::Link, &printable(written)).into_owned();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{link} in {}\n", printable(self.source.place.path.as_str()));
        let (sections, ending) = match &resolution {
            Resolution::Found { file, spot } => (self.found(file, *spot), Ending::Fine),
            Resolution::MissingSpot { file, kind } => (self.missing_spot(file, *kind), Ending::Problems),
            Resolution::MissingFile(missing) => (self.missing_file(missing), Ending::Problems),
        };
        for section in sections.iter().filter(|section| !section.lines.is_empty()) {
            section.write(&mut out, colors);
        }
        (out, ending)
    }

    fn found(&self, file: &FoundFile, spot: Spot) -> Vec<Section> {
        let good = Section::new(Style::Good, "leads to", vec![self.destination(file, spot)]);
        let mut rules = vec![words::rule(file.rule).to_owned()];
        rules.extend(self.link.subpath.as_deref().and_then(|subpath| words::spot_rule(spot, subpath)));
        vec![good, Section::new(Style::Note, "rule", rules), self.candidates(Some(file))]
    }

    /// The place in words: `ideas.md:12, heading "Garden"`.
    fn destination(&self, file: &FoundFile, spot: Spot) -> String {
        let path = file.place.path.as_str();
        let Some(note) = self.view.index.file(file.place.id).and_then(|file| file.note()) else {
            return path.to_owned();
        };
        let line = |span: Span| note.lines.line_of(span.start as usize) + 1;
        let named = match spot {
            Spot::Whole => None,
            Spot::Heading(at) => {
                note.headings.get(at).map(|it| (line(it.span), format!("heading \"{}\"", it.text())))
            }
            Spot::Block(at) => note.blocks.get(at).map(|it| (line(it.span), format!("block ^{}", it.id))),
            Spot::Footnote(at) => {
                note.footnotes.get(at).map(|it| (line(it.span), format!("footnote [^{}]", it.label)))
            }
        };
        named.map_or_else(|| path.to_owned(), |(line, what)| format!("{path}:{line}, {what}"))
    }
}

/// A label, and what is to be said under it.
struct Section {
    style: Style,
    label: &'static str,
    lines: Vec<String>,
}

impl Section {
    fn new(style: Style, label: &'static str, lines: Vec<String>) -> Self {
        Self { style, label, lines }
    }

    /// The label stands before the first line; all lines begin in the same column.
    fn write(&self, out: &mut String, colors: Colors) {
        let label = colors.paint(self.style, self.label).into_owned() + &" ".repeat(12 - self.label.len());
        for (number, line) in self.lines.iter().enumerate() {
            let before = if number == 0 { label.as_str() } else { "            " };
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{before}{}", printable(line));
        }
    }
}
