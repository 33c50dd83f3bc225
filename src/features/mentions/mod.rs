//! Which notes are named here, and not linked?

mod link;
mod place;
mod words;

use std::cmp::Reverse;
use std::sync::Arc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::index::{File, FileId, NamedWord, NamedWords, NoteText, View, link_key};
use crate::note::{Format, Names};
use crate::text::{Span, fold};
use crate::vault::DiagnosticCode;

use super::diagnostics::Diagnostic;
use super::lines::{ByFile, FileLinks, in_lines};
pub use link::links_for_mention;
use place::Places;
use words::{Folded, is_words};

/// English words that are looked for in no text, although a note may be called so.
const COMMON: [&str; 40] = [
    "about", "after", "all", "also", "and", "any", "are", "but", "can", "did", "does", "for", "from", "had",
    "has", "have", "her", "his", "how", "into", "its", "not", "one", "our", "out", "that", "the", "their",
    "them", "then", "there", "they", "this", "was", "what", "when", "who", "will", "with", "you",
];

/// A name that stands in a note as plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words, in bytes of the note.
    pub span: Span,
    /// The notes that are called so, never none: those of that name before those with that alias.
    pub notes: Vec<FileId>,
}

/// The mentions in the note `id`, in the order of the text. Of names that overlap, the one that
/// begins first, and of those the longest. None in code, comments, links, tags, headings, addresses and
/// the frontmatter; none of the note itself; none of `mentions.ignore` and common English words.
pub fn mentions_in(view: &View, id: FileId) -> Vec<Mention> {
    view.read(id).map(|read| mentions_in_text(view, &read)).unwrap_or_default()
}

/// [`mentions_in`] a note that was read.
pub(super) fn mentions_in_text(view: &View, read: &NoteText) -> Vec<Mention> {
    mentions_of_names(view, &view.index.named_words(), read)
}

/// [`mentions_in`] a note that was read, of names that are ready.
fn mentions_of_names(view: &View, names: &NamedWords, read: &NoteText) -> Vec<Mention> {
    if read.file.format != Some(Format::Markdown) {
        return Vec::new();
    }
    let folded = Folded::new(&read.text);
    let mut found: Vec<(Span, NamedWord)> = names
        .occurrences(&folded.text)
        .filter(|found| is_words(&folded.text, found.span))
        .filter_map(|found| Some((folded.source(found.span)?, found)))
        .collect();
    found.sort_unstable_by_key(|(span, _)| (span.start, Reverse(span.end)));
    let mut places = Places::new(&read.note, &read.text);
    let (mut mentions, mut end) = (Vec::new(), 0);
    for (span, found) in found {
        if span.start < end || !places.is_plain(span) {
            continue;
        }
        end = span.end;
        let notes = names.bearers(found.name);
        let is_own = notes.contains(&read.file.place.id);
        if !is_own && !is_ignored(view, names.name(found.name)) {
            mentions.push(Mention { span, notes: notes.to_vec() });
        }
    }
    mentions
}

fn is_ignored(view: &View, name: &str) -> bool {
    COMMON.contains(&name) || view.vault.settings.mentions_ignore.iter().any(|ignored| fold(ignored) == name)
}

/// The mentions in the note `id` as problems, for who asks for them; none when their code is off.
pub fn mention_diagnostics(view: &View, id: FileId) -> Vec<Diagnostic> {
    let code = DiagnosticCode::UnlinkedMention;
    let Some(severity) = view.vault.settings.severity(code) else { return Vec::new() };
    let Ok(read) = view.read(id) else { return Vec::new() };
    let diagnostic = |mention: Mention| {
        let note = view.index.file(*mention.notes.first()?)?;
        let (words, name) = (mention.span.of(&read.text), note.place.path.without_md());
        Some(Diagnostic {
            code,
            severity,
            span: mention.span,
            message: format!("\"{words}\" is a name of {}, and no link", note.place.path),
            help: format!("link it: [[{name}|{words}]], or leave the name out with mentions.ignore"),
            related: Vec::new(),
        })
    };
    mentions_in_text(view, &read).into_iter().filter_map(diagnostic).collect()
}

/// The files that mention the note `id` without a link there, in the order of the paths.
pub fn mentions_of(view: &View, id: FileId) -> Vec<FileLinks> {
    let Some(note) = view.index.file(id) else { return Vec::new() };
    let said = note.names();
    let aliases = said.iter().flat_map(Names::aliases);
    let mut names: Vec<String> = aliases.map(|alias| fold(alias).into_owned()).collect();
    names.push(link_key(note.place.path.name()).as_str().to_owned());
    let finders: Vec<_> = names.iter().map(memmem::Finder::new).collect();
    let in_file = |file: &Arc<File>| {
        let read = view.read(file.place.id).ok()?;
        // Most files can be told not to name it by a quicker look.
        let folded = Folded::new(&read.text);
        if !finders.iter().any(|finder| finder.find(folded.text.as_bytes()).is_some()) {
            return None;
        }
        let mentions =
            mentions_in_text(view, &read).into_iter().filter(|mention| mention.notes.contains(&id));
        let spans: Vec<Span> = mentions.map(|mention| mention.span).collect();
        (!spans.is_empty()).then(|| in_lines(view, file.clone(), spans))
    };
    view.map_all(&view.index.files(), in_file).into_iter().flatten().collect()
}

/// A note, and the files that mention it without a link there, in the order of the paths.
#[derive(Debug, Clone)]
pub struct Mentioned {
    /// The note.
    pub file: Arc<File>,
    /// Where it is mentioned.
    pub mentions: Vec<FileLinks>,
}

impl Mentioned {
    /// How often it is mentioned.
    pub fn count(&self) -> usize {
        self.mentions.iter().map(|file| file.links.len()).sum()
    }
}

/// The notes of the vault that are mentioned and not linked there: the most mentions first, then by
/// path. A name that several notes have counts for the first of them.
pub fn mentioned(view: &View) -> Vec<Mentioned> {
    let files = view.index.files();
    let found = view.map_all(&files, |file| mentions_in(view, file.place.id));
    let mut notes: FxHashMap<FileId, ByFile> = FxHashMap::default();
    for (file, mentions) in files.iter().zip(found) {
        for mention in mentions {
            let Some(&note) = mention.notes.first() else { continue };
            notes.entry(note).or_default().add(file, mention.span);
        }
    }
    let mut all: Vec<Mentioned> = notes
        .into_iter()
        .filter_map(|(id, places)| {
            Some(Mentioned { file: view.index.file(id)?, mentions: places.in_lines(view) })
        })
        .collect();
    all.sort_by(|a, b| {
        (Reverse(a.count()), &a.file.place.path).cmp(&(Reverse(b.count()), &b.file.place.path))
    });
    all
}
