//! Where in the vault is the thing of this name? Notes, aliases, headings and tags, ranked as
//! completion ranks them.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::index::{Catalog, Entry, File, NameKind, Shelf, View};
use crate::text::{NameKey, Span, fold};

use super::completion::best::{Best, best_of};
use super::completion::ranking::{Look, Matching, Query};
use super::completion::tags::BestTags;
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
    let looks = query.looks();
    // First the names, where the best are mostly: most headings need not be read then.
    let in_notes = || {
        let (shelves, passes) = (catalog.shelves(), looks.len() + 1);
        best_of(shelves, passes, SHELVES_ALONE, MAX_SYMBOLS, |pass, number, shelf, best, with| {
            view.go_on();
            let first = Catalog::first_on(number);
            let mut ranked = Ranked { query: &query, view, shelf, first, best, with };
            match looks.get(pass) {
                Some(look) => ranked.names(look),
                None => ranked.headings(),
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

/// The notes on a shelf being ranked.
struct Ranked<'a> {
    query: &'a Query,
    view: &'a View,
    shelf: &'a Shelf,
    /// The number of the first file on the shelf.
    first: usize,
    best: &'a mut Best<Hit>,
    with: &'a mut Matching,
}

impl Ranked<'_> {
    /// A hit of this score in the file at `at`, as if the file were not set aside.
    fn hit(&self, at: usize, kind: SymbolKind, number: usize, length: usize, score: u32) -> Hit {
        Hit {
            set_aside: false,
            score: Reverse(score),
            kind,
            backlinks: Reverse(self.shelf.facts(at).backlinks),
            length: length as u32,
            at: (self.first + at) as u32,
            number: number as u32,
        }
    }

    /// The least score with which a hit that is else like `hit` may be one of the best.
    fn least(&self, hit: Hit) -> u32 {
        self.best.least(|last| last.score.0, |score| Hit { score: Reverse(score), ..hit })
    }

    /// Adds `hit`, if it is one of the best.
    fn push(&mut self, entry: &Entry<'_>, hit: Hit) {
        if self.best.may_hold(&hit) {
            let set_aside = self.view.vault.is_set_aside(|| &entry.file.place.path);
            self.best.push(Hit { set_aside, ..hit });
        }
    }

    /// The notes that `look` is at, by their names or titles, whichever fit better, and by their best
    /// aliases.
    fn names(&mut self, look: &Look) {
        for at in look.at(self.shelf.marks(), self.query) {
            let at_most = self.query.at_most(&self.shelf.marks().get(at));
            if self.shelf.facts(at).attachment
                || !self.best.may_hold(&self.hit(at, SymbolKind::Note, 0, 0, at_most))
            {
                continue;
            }
            let Some(entry) = self.shelf.entry(at) else { continue };
            let least = self.least(self.hit(at, SymbolKind::Note, 0, 0, 0));
            let found = self.query.best_names(&entry, least, self.with);
            for (kind, best) in [SymbolKind::Note, SymbolKind::Alias].into_iter().zip(found) {
                let Some((number, score)) = best else { continue };
                let length = entry.name(number as usize).map_or(0, |name| name.text.len());
                self.push(&entry, self.hit(at, kind, number as usize, length, score));
            }
        }
    }

    /// The headings, but for those that say their note's name once more.
    fn headings(&mut self) {
        if self.query.is_empty() {
            return;
        }
        let worth = (0..self.shelf.len()).filter(|&at| self.headings_worth_a_look(at).next().is_some());
        let entries: Vec<(usize, Entry<'_>)> =
            worth.filter_map(|at| Some((at, self.shelf.entry(at)?))).collect();
        // They lie all over memory, and it answers many at once.
        entries.iter().for_each(|(_, entry)| entry.file.fetch());
        for (at, entry) in &entries {
            self.headings_of(*at, entry);
        }
    }

    /// The numbers of the headings of the file at `at` that may be among the best.
    fn headings_worth_a_look(&self, at: usize) -> impl Iterator<Item = usize> {
        self.shelf.headings(at).iter().enumerate().filter_map(move |(number, &marks)| {
            let may_fit = self.query.may_fit(marks.letters());
            let at_most = || self.hit(at, SymbolKind::Heading, number, 0, self.query.at_most_in(marks));
            (may_fit && self.best.may_hold(&at_most())).then_some(number)
        })
    }

    fn headings_of(&mut self, at: usize, entry: &Entry<'_>) {
        let wanted: Vec<usize> = self.headings_worth_a_look(at).collect();
        // Asked again: there may be better ones by now. What stands behind the last is not looked at.
        let texts = entry.file.heading_texts(|number| wanted.binary_search(&number).is_ok());
        for (number, text) in texts.take(wanted.len()) {
            let hit = self.hit(at, SymbolKind::Heading, number, text.len(), 0);
            let least = self.least(hit);
            let Some(score) = self.query.score_text_from(text, least, self.with) else { continue };
            let hit = Hit { score: Reverse(score), ..hit };
            let said = || number == 0 && entry.names().any(|name| fold(name.text) == fold(text));
            if self.best.may_hold(&hit) && !said() {
                self.push(entry, hit);
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
    let mut tags = BestTags::new(query, MAX_SYMBOLS);
    view.index.for_each_tag(|key, marks, count| tags.look("#", key, marks, count));
    let (hits, _) = tags.in_order();
    hits.into_iter().filter_map(|hit| tag(view, &hit.key, hit.score)).collect()
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
