//! Where in the vault is the thing of this name? Notes, aliases, headings and tags, ranked as
//! completion ranks them.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::index::{Catalog, Entry, File, Letters, NameKind, Shelf, View};
use crate::text::{NameKey, Span, fold};

use super::completion::ranking::{Best, Matching, Query, best, best_of};
use super::quick::quickly;

/// The most symbols that an answer holds, whatever the vault's size: an editor asks again when more
/// is typed.
pub const MAX_SYMBOLS: usize = 128;

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A note, by its name or title.
    Note,
    /// A note, by an alias.
    Alias,
    /// A heading.
    Heading,
    /// A tag, where one of the notes that have it writes it first.
    Tag,
}

/// One symbol.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// What it is called; a tag with its `#`.
    pub name: String,
    /// Where it is, in words: the folder of a note, the note of an alias or a heading.
    pub container: String,
    /// The file.
    pub file: Arc<File>,
    /// The place in it: the whole of a heading, the name of a tag, the start of a note.
    pub span: Span,
    /// How well it fits: the smaller first. For putting the symbols of several vaults in one order.
    pub rank: Rank,
}

/// Whether `.obsidian/app.json` sets the note aside, which comes last (R19), then the score.
pub type Rank = (bool, Reverse<u32>);

/// What decides a hit's place, in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    /// Notes that `.obsidian/app.json` sets aside come last (R19).
    set_aside: bool,
    score: Reverse<u32>,
    kind: SymbolKind,
    backlinks: Reverse<u32>,
    length: u32,
    /// The number of the entry in the catalog.
    at: u32,
    /// The number of the name in the entry, or of the heading in the note.
    number: u32,
}

/// How many shelves of names one thread ranks alone: with fewer, others cost more than they save.
const SHELVES_ALONE: usize = 2;

/// The symbols that fit `typed`, best first, at most [`MAX_SYMBOLS`]. When nothing is typed, the
/// notes with the most backlinks. `#` in front finds only tags, and headings that hold a `#`.
pub fn workspace_symbols(view: &View, typed: &str) -> Vec<Symbol> {
    let query = Query::new(typed);
    let catalog = view.index.catalog();
    let in_notes = || {
        best_of(catalog.shelves(), SHELVES_ALONE, MAX_SYMBOLS, |first, shelves, best, with| {
            for (number, shelf) in (first..).zip(shelves) {
                view.go_on();
                for (at, entry) in worth_a_look(&query, shelf) {
                    let at = Catalog::first_on(number) + at;
                    let mut ranked =
                        Ranked { query: &query, entry, at, view, best: &mut *best, with: &mut *with };
                    ranked.names();
                    ranked.headings();
                }
            }
        })
    };
    let ((mut hits, _), tags) = quickly(|| rayon::join(in_notes, || tags(view, &query)));
    let path = |hit: &Hit| entry(&catalog, hit).map(|entry| entry.file.place.path.clone());
    hits.sort_by_cached_key(|hit| (Hit { at: 0, number: 0, ..*hit }, path(hit), hit.number));
    let mut found: Vec<Symbol> = hits.iter().filter_map(|hit| symbol(&catalog, hit)).collect();
    if !query.is_empty() {
        found.extend(tags);
        found.sort_by_key(|symbol| symbol.rank);
        found.truncate(MAX_SYMBOLS);
    }
    found
}

/// The notes on a shelf of which a name or a heading may fit, by the letters in them.
fn worth_a_look<'s>(query: &'s Query, shelf: &'s Shelf) -> impl Iterator<Item = (usize, Entry<'s>)> {
    let names = shelf.marks().letters().iter();
    let may_fit = |&(at, names): &(usize, &Letters)| {
        query.may_fit(*names) || shelf.headings(at).iter().any(|&heading| query.may_fit(heading))
    };
    let entries = names.enumerate().filter(may_fit).filter_map(|(at, _)| Some((at, shelf.entry(at)?)));
    entries.filter(|(_, entry)| !entry.facts.attachment)
}

/// One note being ranked.
struct Ranked<'a> {
    query: &'a Query,
    view: &'a View,
    entry: Entry<'a>,
    at: usize,
    best: &'a mut Best<Hit>,
    with: &'a mut Matching,
}

impl Ranked<'_> {
    /// A hit of this score, as if the note were not set aside.
    fn hit(&self, kind: SymbolKind, number: usize, length: usize, score: u32) -> Hit {
        Hit {
            set_aside: false,
            score: Reverse(score),
            kind,
            backlinks: Reverse(self.entry.facts.backlinks),
            length: length as u32,
            at: self.at as u32,
            number: number as u32,
        }
    }

    /// Adds `hit`, if it is one of the best.
    fn push(&mut self, hit: Hit) {
        if self.best.may_hold(&hit) {
            let set_aside = self.view.vault.is_set_aside(|| &self.entry.file.place.path);
            self.best.push(Hit { set_aside, ..hit });
        }
    }

    /// The note by its name or title, whichever fits better, and by its best alias.
    fn names(&mut self) {
        let marks = self.entry.marks();
        if !self.query.may_fit(marks.letters) {
            return;
        }
        let at_most = self.hit(SymbolKind::Note, 0, 0, self.query.at_most(&marks));
        if !self.best.may_hold(&at_most) {
            return;
        }
        let found = self.query.best_names(&self.entry, self.with);
        for (kind, best) in [SymbolKind::Note, SymbolKind::Alias].into_iter().zip(found) {
            let Some((number, score)) = best else { continue };
            let length = self.entry.name(number as usize).map_or(0, |name| name.text.len());
            self.push(self.hit(kind, number as usize, length, score));
        }
    }

    /// The headings, but for one that says the note's name once more.
    fn headings(&mut self) {
        if self.query.is_empty() {
            return;
        }
        let letters = self.entry.headings();
        let count = letters.iter().filter(|&&letters| self.query.may_fit(letters)).count();
        if count == 0 {
            return;
        }
        let wanted = |number: usize| letters.get(number).is_some_and(|&letters| self.query.may_fit(letters));
        // What stands behind the last of them is not looked at.
        for (number, text) in self.entry.file.heading_texts(wanted).take(count) {
            let Some(score) = self.query.score_text(text, self.with) else { continue };
            let hit = self.hit(SymbolKind::Heading, number, text.len(), score);
            let said = || number == 0 && self.entry.names().any(|name| fold(name.text) == fold(text));
            if self.best.may_hold(&hit) && !said() {
                self.push(hit);
            }
        }
    }
}

fn entry<'c>(catalog: &'c Catalog, hit: &Hit) -> Option<Entry<'c>> {
    catalog.entry(hit.at as usize)
}

fn symbol(catalog: &Catalog, hit: &Hit) -> Option<Symbol> {
    let entry = entry(catalog, hit)?;
    let (file, path) = (&entry.file, &entry.file.place.path);
    let (name, container, span) = match hit.kind {
        SymbolKind::Heading => {
            let names = file.names()?;
            let heading = names.headings.get(hit.number as usize)?;
            (heading.text().to_owned(), path.without_md(), heading.span)
        }
        _ => {
            let name = entry.name(hit.number as usize)?;
            let container = if name.kind == NameKind::Stem { path.folder() } else { path.without_md() };
            (name.text.to_string(), container, Span::at(0))
        }
    };
    let container = container.to_owned();
    let rank = (hit.set_aside, hit.score);
    Some(Symbol { kind: hit.kind, name, container, file: Arc::clone(file), span, rank })
}

/// The tags that fit what is typed; none when that is nothing.
fn tags(view: &View, query: &Query) -> Vec<Symbol> {
    if query.is_empty() {
        return Vec::new();
    }
    let (mut with, mut text, mut hits) = (Matching::new(), String::new(), Vec::new());
    let mark = Letters::of("#");
    view.index.for_each_tag(|key, count| {
        if !query.may_fit(mark.and(Letters::of(key))) {
            return;
        }
        text.clear();
        text.push('#');
        text.push_str(key.as_str());
        if let Some(score) = query.score_text(&text, &mut with) {
            hits.push((score, count, key.clone()));
        }
    });
    let order = |(score, count, key): &(u32, usize, NameKey)| (Reverse(*score), Reverse(*count), key.clone());
    let (hits, _) = best(hits, MAX_SYMBOLS, order);
    hits.into_iter().filter_map(|(score, _, key)| tag(view, &key, score)).collect()
}

/// How many of the notes that have a tag are looked at for one to show.
const CANDIDATES: usize = 16;

/// The tag `key` in the first, in the order of the paths, of some notes that have it: a tag may be in
/// nearly all.
fn tag(view: &View, key: &NameKey, score: u32) -> Option<Symbol> {
    let files = view.index.first_tagged(key, CANDIDATES).into_iter().filter_map(|id| view.index.file(id));
    let file = files.min_by(|a, b| a.place.path.cmp(&b.place.path))?;
    let (name, span) = {
        let names = file.names()?;
        let tag = names.tags.iter().find(|tag| fold(tag.name) == key.as_str())?;
        (format!("#{}", tag.name), tag.span)
    };
    let container = file.place.path.without_md().to_owned();
    let rank = (false, Reverse(score));
    Some(Symbol { kind: SymbolKind::Tag, name, container, file, span, rank })
}
