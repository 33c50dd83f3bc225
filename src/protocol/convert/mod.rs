//! From the project's own values to LSP's, and back.

mod completion;
mod edit;
mod given_back;

pub(super) use completion::completion_list;
pub(super) use edit::{Renaming, merged, workspace_edit};
pub(super) use given_back::{FileData, SpanData};

use std::sync::Arc;

use tower_lsp::ls_types::*;

use crate::features::{self, definition::Definition};
use crate::index::File;
use crate::text::{Encoding, LineTable, Span};
use crate::vault;

use super::request::Asked;
use super::session::Session;
use super::workspace::Folder;

/// The byte in a text that `position` means.
pub(super) fn offset(lines: &LineTable, position: Position, encoding: Encoding) -> usize {
    let position = crate::text::Position { line: position.line, column: position.character };
    lines.offset(position, encoding)
}

/// The range of `span` in a text with these lines.
pub(super) fn range(lines: &LineTable, span: Span, encoding: Encoding) -> Range {
    let at = |offset: u32| {
        let position = lines.position(offset as usize, encoding);
        Position::new(position.line, position.column)
    };
    Range::new(at(span.start), at(span.end))
}

/// The range of `span` in `file`; the start of an attachment, which has no lines.
pub(super) fn range_in(file: &File, span: Span, encoding: Encoding) -> Range {
    file.lines().map_or_else(Range::default, |lines| range(&lines, span, encoding))
}

/// Turns places of one folder into LSP's.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    /// The session.
    pub session: &'a Session,
    /// The folder that the files are in.
    pub folder: &'a Folder,
}

impl<'a> Places<'a> {
    /// For the folder that a question is asked in.
    pub fn of(asked: &'a Asked) -> Self {
        Self { session: &asked.session, folder: &asked.folder }
    }

    /// Says whether a file is of this folder, and of none that is opened inside it.
    pub fn are_of(self) -> impl Fn(&File) -> bool {
        let several = self.session.workspace.opened().len() > 1;
        move |file| {
            let path = || self.folder.vault().absolute(&file.place.path);
            let inner = several.then(|| self.session.workspace.opened_folder_of(&path())).flatten();
            inner.is_none_or(|(inner, _)| inner.id == self.folder.id)
        }
    }

    fn encoding(self) -> Encoding {
        self.session.support().encoding
    }

    /// A place with the cursor's part of it. `None` when the file's name makes no URI.
    pub fn location(self, place: &features::Location) -> Option<Location> {
        let uri = self.session.uri_of_file(self.folder, &place.file)?;
        Some(Location::new(uri, range_in(&place.file, place.focus, self.encoding())))
    }

    /// As [`Places::location`], of each of many places that has one, in their order.
    pub fn locations(self, places: &[features::Location]) -> Vec<Location> {
        File::fetch_all(places.iter().map(|place| &*place.file));
        places.iter().filter_map(|place| self.location(place)).collect()
    }

    fn link(self, place: &features::Location, origin: Range) -> Option<LocationLink> {
        Some(LocationLink {
            origin_selection_range: Some(origin),
            target_uri: self.session.uri_of(self.folder, &place.file.place.path)?,
            target_range: range_in(&place.file, place.full, self.encoding()),
            target_selection_range: range_in(&place.file, place.focus, self.encoding()),
        })
    }

    /// A definition, in the form that the client takes. `file` holds the link.
    pub fn definition(self, file: &File, found: &Definition) -> GotoDefinitionResponse {
        if !self.session.support().definition_links {
            let locations = found.targets.iter().filter_map(|place| self.location(place));
            return GotoDefinitionResponse::Array(locations.collect());
        }
        let origin = range_in(file, found.origin, self.encoding());
        let links = found.targets.iter().filter_map(|place| self.link(place, origin));
        GotoDefinitionResponse::Link(links.collect())
    }

    /// The problems of `file`.
    pub fn diagnostics(self, file: &File, found: &[features::diagnostics::Diagnostic]) -> Vec<Diagnostic> {
        found.iter().map(|problem| self.diagnostic(file, problem)).collect()
    }

    /// One problem of `file`.
    pub fn diagnostic(self, file: &File, problem: &features::diagnostics::Diagnostic) -> Diagnostic {
        let message = match problem.help.as_str() {
            "" => problem.message.clone(),
            help => format!("{}\n{help}", problem.message),
        };
        Diagnostic {
            range: range_in(file, problem.span, self.encoding()),
            severity: Some(severity(problem.severity)),
            code: Some(NumberOrString::String(problem.code.name().to_owned())),
            code_description: self.session.describes(problem.code),
            source: Some(env!("CARGO_PKG_NAME").to_owned()),
            message,
            related_information: self.related(problem),
            ..Diagnostic::default()
        }
    }

    fn related(
        self,
        problem: &features::diagnostics::Diagnostic,
    ) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.session.support().related_information || problem.related.is_empty() {
            return None;
        }
        let related = problem.related.iter().filter_map(|(place, words)| {
            let location = self.location(place)?;
            Some(DiagnosticRelatedInformation { location, message: words.clone() })
        });
        Some(related.collect())
    }
}

/// A hover in `file`.
pub(super) fn hover(file: &Arc<File>, found: features::hover::Hover, session: &Session) -> Hover {
    Hover {
        range: Some(range_in(file, found.span, session.support().encoding)),
        contents: HoverContents::Markup(markup(found.markdown, session)),
    }
}

/// Markdown, called by its name only where the client knows it.
pub(super) fn markup(value: String, session: &Session) -> MarkupContent {
    let kind = if session.support().plain_text { MarkupKind::PlainText } else { MarkupKind::Markdown };
    MarkupContent { kind, value }
}

fn severity(severity: vault::Severity) -> DiagnosticSeverity {
    match severity {
        vault::Severity::Error => DiagnosticSeverity::ERROR,
        vault::Severity::Warning => DiagnosticSeverity::WARNING,
        vault::Severity::Information => DiagnosticSeverity::INFORMATION,
        vault::Severity::Hint => DiagnosticSeverity::HINT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_ranges_convert_in_every_encoding() {
        let text = "x\r\n😀e\u{301} [[a]]\ry";
        let lines = LineTable::new(text);
        let span = Span::from(text.find("[[").unwrap()..text.find("]]").unwrap() + 2);
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 5), (Encoding::Utf32, 4)] {
            let range = range(&lines, span, encoding);
            let at = |column| Position::new(1, column);
            assert_eq!(range, Range::new(at(column), at(column + 5)), "{encoding:?}");
            assert_eq!(offset(&lines, range.start, encoding), span.start as usize);
            assert_eq!(offset(&lines, Position::new(2, 0), encoding), text.len() - 1);
            assert_eq!(offset(&lines, Position::new(u32::MAX, u32::MAX), encoding), text.len());
        }
    }
}
