//! `[[al`: notes by name, title, alias and path; attachments; names that no note has.

use std::cmp::Reverse;

use crate::index::{
    Catalog, Entry, Facts, LinkedName, Marks, Missing, NameKind, NoteText, Shelf, View, link_key,
};
use crate::note::cursor::WikiTyping;
use crate::note::{Format, LinkSyntax};
use crate::resolve::{MissingFile, fits_display, is_attachment_name, link_path, linkable_name, resolve_path};
use crate::text::NameKey;

use super::super::quick::quickly;
use super::best::{Best, best_of};
use super::ranking::{Look, Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, Item, ItemKind, MAX_ITEMS};

/// How many of the best are looked at: a few of them cannot be linked, and are left out.
const SHORTLIST: usize = MAX_ITEMS + MAX_ITEMS / 4;

/// How many are where it is more than a few.
const LONG_LIST: usize = 10 * MAX_ITEMS;

/// By which name a file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// `names[n]` of the entry.
    Name(u32),
    /// The vault path.
    Path,
    /// The entry is no file, but a name that links use.
    Missing,
}

/// A name that fits: what decides its place, in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Notes that `.obsidian/app.json` sets aside come last (R19).
    set_aside: bool,
    /// Attachments come behind notes where a note is meant.
    attachment: bool,
    score: Reverse<u32>,
    same_folder: Reverse<bool>,
    backlinks: Reverse<u32>,
    /// A file that is open was looked at recently.
    open: Reverse<bool>,
    missing: bool,
    /// A note's own name comes before its aliases.
    alias: bool,
    length: u32,
}

/// A name that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    place: Place,
    /// The number of the entry, or of the missing name.
    at: u32,
    by: By,
}

/// What a search looks for.
pub(super) struct Search<'a> {
    pub view: &'a View,
    pub source: &'a NoteText,
    pub query: &'a Query,
    /// Whether attachments are as welcome as notes.
    pub embed: bool,
    /// Whether names that no note has, and aliases, are welcome.
    pub wiki: bool,
}

pub(super) fn complete(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    target: &Target<'_>,
) -> Completions {
    let query = Query::of_path(&typing.typed);
    let catalog = view.index.catalog();
    let search = Search { view, source, query: &query, embed: typing.embed, wiki: true };
    let own = link_key(target.part().trim().rsplit('/').next().unwrap_or_default());
    let with_display = target.is_last() && !typing.embed;
    let found = search.completions(&catalog, |hit| {
        let proposal = match hit.by {
            By::Missing => missing_name(&search, catalog.missing().names().get(hit.at as usize)?, &own)?,
            by => file(&search, &catalog.entry(hit.at as usize)?, by, with_display)?,
        };
        Some(target.item(proposal))
    });
    // With nothing typed, aliases, titles, paths and attachments are not in the list: more follow.
    Completions { incomplete: found.incomplete || query.is_empty(), ..found }
}

/// Up to how many shelves of names one thread ranks alone: with fewer, others cost more than they save.
const SHELVES_ALONE: usize = 16;

impl Search<'_> {
    /// The best of the names that fit, in order, as what `item` makes of those that can be linked.
    pub fn completions(&self, catalog: &Catalog, item: impl Fn(&Hit) -> Option<Item>) -> Completions {
        let best_of = |count| {
            let (hits, more) = self.hits(catalog, count);
            (completions(self.query, more, hits.iter().filter_map(&item)), more)
        };
        let (found, more) = best_of(SHORTLIST);
        if more && found.items.len() < MAX_ITEMS { best_of(LONG_LIST).0 } else { found }
    }

    /// The first `count` of the names that fit, in order; and whether there are more.
    fn hits(&self, catalog: &Catalog, count: usize) -> (Vec<Hit>, bool) {
        let own = catalog.entry(self.source.file.place.id.0 as usize).map(|entry| entry.facts.folder);
        let looks = self.query.looks();
        let of_files = || {
            let shelves = catalog.shelves();
            best_of(shelves, looks.len(), SHELVES_ALONE, count, |look, number, shelf, best, with| {
                self.view.go_on();
                if self.is_worth(&looks[look], best) {
                    self.rank_shelf(&looks[look], shelf, Catalog::first_on(number), own, best, with);
                }
            })
        };
        let alone = catalog.shelves().len() <= SHELVES_ALONE;
        let (hits, more) = if alone { of_files() } else { quickly(of_files) };
        // A name that no note has comes in where it is better than a file's.
        let mut best = Best::of(hits, count);
        if self.wiki && !self.query.is_empty() {
            let mut with = Matching::new();
            for look in &looks {
                if !self.is_worth(look, &best) {
                    break;
                }
                for at in look.at(catalog.missing().marks(), self.query) {
                    self.rank_missing(catalog.missing(), at, &mut best, &mut with);
                }
            }
        }
        let (mut hits, more_now) = best.in_order();
        hits.sort_by_key(|hit| (hit.place, hit.text(catalog)));
        (hits, more || more_now)
    }

    /// Whether what a look finds can be among the best.
    fn is_worth(&self, look: &Look, best: &Best<Hit>) -> bool {
        let facts = Facts { folder: 0, backlinks: u32::MAX, attachment: false, open: true };
        best.may_hold(&Hit { place: self.place(&facts, look.at_most, Some(0)), at: 0, by: By::Name(0) })
    }

    /// Ranks those of the files on a shelf that `look` is at. The first file on it has the number
    /// `first`. Of the names most are passed over at sight: what is typed is not in them, or enough
    /// others are better than they can be.
    fn rank_shelf(
        &self,
        look: &Look,
        shelf: &Shelf,
        first: usize,
        own_folder: Option<u32>,
        best: &mut Best<Hit>,
        with: &mut Matching,
    ) {
        let (by_name, by_path) = match self.query.has_folder() {
            true => (None, Some(self.by_path(shelf))),
            false => (Some(look.at(shelf.marks(), self.query)), None),
        };
        let mut worth = Vec::new();
        for at in by_name.into_iter().flatten().chain(by_path.into_iter().flatten()) {
            let facts = &shelf.facts(at);
            if facts.attachment && !self.embed && self.query.is_empty() {
                continue;
            }
            let marks = shelf.marks().get(at);
            let at_most = self.place(facts, self.at_most(&marks), own_folder);
            // A path is longer than the name in it.
            let place = Place { length: marks.shortest.into(), ..at_most };
            let at_most = Hit { place, at: 0, by: By::Name(0) };
            if best.may_hold(&at_most) {
                worth.push((at, at_most));
            }
        }
        shelf.fetch(worth.iter().map(|(at, _)| *at));
        for (at, at_most) in worth {
            if best.may_hold(&at_most)
                && let Some(entry) = shelf.entry(at)
            {
                self.rank_file(&entry, first + at, own_folder, best, with);
            }
        }
    }

    /// The files on a shelf that may fit by a name or by the path.
    fn by_path<'s>(&'s self, shelf: &'s Shelf) -> impl Iterator<Item = usize> + use<'s> {
        (0..shelf.len()).filter(|&at| self.query.may_fit(shelf.path_letters(at)))
    }

    fn at_most(&self, marks: &Marks) -> u32 {
        // A path that fits has other beginnings of words than the names.
        if self.query.has_folder() { u32::MAX } else { self.query.at_most(marks) }
    }

    /// The place of a file with these facts and this score, at best.
    fn place(&self, facts: &Facts, score: u32, own_folder: Option<u32>) -> Place {
        Place {
            set_aside: false,
            attachment: facts.attachment && !self.embed,
            score: Reverse(score),
            same_folder: Reverse(own_folder == Some(facts.folder)),
            backlinks: Reverse(facts.backlinks),
            open: Reverse(facts.open),
            missing: false,
            alias: false,
            length: 0,
        }
    }

    fn rank_file(
        &self,
        entry: &Entry<'_>,
        at: usize,
        own_folder: Option<u32>,
        best: &mut Best<Hit>,
        with: &mut Matching,
    ) {
        let own = self.query.is_empty() && entry.file.place.id == self.source.file.place.id;
        // One's own note is the last that is meant when nothing is typed.
        let facts = if own { Facts { backlinks: 0, open: false, ..entry.facts } } else { entry.facts };
        let own_folder = own_folder.filter(|_| !own);
        let like = |score| Hit { place: self.place(&facts, score, own_folder), at: 0, by: By::Name(0) };
        let least = best.least(Hit::score, like);
        for (by, score) in self.names_that_fit(entry, least, with).into_iter().flatten() {
            let name = match by {
                By::Name(number) => entry.name(number as usize),
                _ => None,
            };
            let path = || &entry.file.place.path;
            let length = name.map_or_else(|| path().as_str().len(), |name| name.text.len());
            let place = Place {
                alias: name.is_some_and(|name| name.kind == NameKind::Alias),
                length: length as u32,
                ..self.place(&facts, score, own_folder)
            };
            let hit = Hit { place, at: at as u32, by };
            if best.may_hold(&hit) {
                let set_aside = self.view.vault.is_set_aside(path);
                best.push(Hit { place: Place { set_aside, ..place }, ..hit });
            }
        }
    }

    /// The link by name, title or path, whichever fits best, and the link by the best alias: the
    /// first three all write the same. Names that fit less than `least` may be left out.
    fn names_that_fit(&self, entry: &Entry<'_>, least: u32, with: &mut Matching) -> [Option<(By, u32)>; 2] {
        let found = self.query.best_names(entry, least, with);
        let [mut plain, alias] = found.map(|best| best.map(|(name, score)| (By::Name(name), score)));
        if self.query.has_folder() {
            let path = entry.file.place.path.without_md();
            let score = self.query.score_text(path, with);
            if let Some(score) = score.filter(|&score| plain.is_none_or(|(_, other)| score > other)) {
                plain = Some((By::Path, score));
            }
        }
        [plain, alias]
    }

    fn rank_missing(&self, missing: &Missing, at: usize, best: &mut Best<Hit>, with: &mut Matching) {
        let hit = |score, length: u32| {
            let place = self.place(&Facts::default(), score, None);
            Hit { place: Place { missing: true, length, ..place }, at: at as u32, by: By::Missing }
        };
        let marks = missing.marks().get(at);
        if !best.may_hold(&hit(self.query.at_most(&marks), marks.shortest.into())) {
            return;
        }
        let name = missing.names()[at].name();
        let least = best.least(Hit::score, |score| hit(score, marks.shortest.into()));
        if let Some(score) = self.query.score_name(&name, least, with)
            && (self.embed || !is_attachment_name(name.text))
        {
            best.push(hit(score, name.text.len() as u32));
        }
    }
}

impl Hit {
    fn score(&self) -> u32 {
        self.place.score.0
    }

    /// What decides between names that are equal in all else.
    fn text<'c>(&self, catalog: &'c Catalog) -> &'c str {
        let missing = || catalog.missing().names().get(self.at as usize).map(|linked| linked.key.as_str());
        let found = self.entry(catalog).map(|(entry, _)| entry.file.place.key.as_str());
        found.or_else(missing).unwrap_or_default()
    }

    /// The entry, when the hit is a file.
    pub fn entry<'c>(&self, catalog: &'c Catalog) -> Option<(Entry<'c>, By)> {
        let entry = catalog.entry(self.at as usize)?;
        (self.by != By::Missing).then_some((entry, self.by))
    }
}

fn file(search: &Search<'_>, entry: &Entry<'_>, by: By, with_display: bool) -> Option<Proposal> {
    let (view, place) = (search.view, &entry.file.place);
    let link =
        link_path(&*view.index, &view.vault.settings, &search.source.file.place, place, LinkSyntax::Wiki)?;
    let shown = shown(entry, by);
    let insert = match shown.kind {
        ItemKind::Alias if with_display && shown.label != link && fits_display(&shown.label) => {
            format!("{link}|{}", shown.label)
        }
        _ => link,
    };
    Some(Proposal { insert, ..shown })
}

/// What the list shows of a file; `insert` is left empty.
pub(super) fn shown(entry: &Entry<'_>, by: By) -> Proposal {
    let path = &entry.file.place.path;
    let name = match by {
        By::Name(number) => entry.name(number as usize),
        _ => None,
    };
    let (label, detail) = match name {
        Some(name) if name.kind == NameKind::Stem => (name.text.to_string(), path.folder().to_owned()),
        Some(name) => (name.text.to_string(), path.without_md().to_owned()),
        None => (path.without_md().to_owned(), String::new()),
    };
    let kind = match name {
        _ if entry.file.format != Some(Format::Markdown) => ItemKind::Attachment,
        Some(name) if name.kind == NameKind::Alias => ItemKind::Alias,
        _ => ItemKind::Note,
    };
    Proposal { kind, label, detail, insert: String::new(), file: Some(entry.file.place.id) }
}

/// A name that links use: no file has it, and it is not just the link around the cursor, `own`.
fn missing_name(search: &Search<'_>, linked: &LinkedName, own: &NameKey) -> Option<Proposal> {
    let (view, from) = (search.view, &search.source.file.place);
    let name = linked.name().text;
    let referrers = view.index.referrers(&linked.key);
    let only_here = referrers.iter().all(|&id| id == from.id);
    if (only_here && linked.key == *own) || !linkable_name(name) {
        return None;
    }
    let found = resolve_path(&*view.index, &view.vault.settings, from, name, LinkSyntax::Wiki);
    if !matches!(found, Err(MissingFile::NoFile)) {
        return None;
    }
    let detail = match referrers.len() {
        1 => "no note yet, in 1 file".to_owned(),
        count => format!("no note yet, in {count} files"),
    };
    Some(Proposal {
        kind: ItemKind::Unresolved,
        label: name.to_owned(),
        detail,
        insert: name.to_owned(),
        file: None,
    })
}
