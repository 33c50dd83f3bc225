//! `[[al`: notes by name, title, alias and path; attachments; names that no note has.

use std::cmp::Reverse;

use nucleo_matcher::{Matcher, Utf32Str};

use crate::index::{Catalog, Entry, Letters, LinkedName, Marks, NameKind, NoteText, View, link_key};
use crate::note::cursor::WikiTyping;
use crate::note::{Format, LinkSyntax};
use crate::resolve::{MissingFile, fits_display, is_attachment_name, link_path, linkable_name, resolve_path};
use crate::text::NameKey;

use super::ranking::{Query, best_of, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS};

/// How many of the best are looked at: some of them cannot be linked, and are left out.
const SHORTLIST: usize = 3 * MAX_ITEMS;

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
#[derive(Debug, Clone, Copy)]
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
    let (hits, more) = search.hits(&catalog);
    let own = link_key(target.part().trim().rsplit('/').next().unwrap_or_default());
    let with_display = target.is_last() && !typing.embed;
    let items = hits.iter().filter_map(|hit| {
        let proposal = match hit.by {
            By::Missing => missing_name(&search, catalog.missing().get(hit.at as usize)?, &own)?,
            by => file(&search, catalog.entry(hit.at as usize)?, by, with_display)?,
        };
        Some(target.item(proposal))
    });
    // With nothing typed, aliases, titles, paths and attachments are not in the list: more follow.
    completions(&query, more || query.is_empty(), items)
}

impl Search<'_> {
    /// The best of the names that fit, in order; and whether there are more.
    pub fn hits(&self, catalog: &Catalog) -> (Vec<Hit>, bool) {
        let Some((letter, inside)) = self.query.beginning().filter(|_| !self.query.has_folder()) else {
            return self.hits_among(catalog, |_| true);
        };
        // Most names need not be looked at when enough are better than those can be.
        let (mut hits, more) = self.hits_among(catalog, |starts| starts.hold(letter));
        let last = hits.get(SHORTLIST - 1).map(|hit| hit.place);
        if last.is_some_and(|last| !last.set_aside && !last.attachment && last.score.0 > inside) {
            return (hits, true);
        }
        let (others, more_others) = self.hits_among(catalog, |starts| !starts.hold(letter));
        hits.extend(others);
        hits.sort_by_key(|hit| (hit.place, hit.text(catalog)));
        (hits, more || more_others)
    }

    /// The best of the names that fit, of files and missing names for whose beginnings of words
    /// `counts` says true.
    fn hits_among(&self, catalog: &Catalog, counts: impl Fn(Letters) -> bool + Sync) -> (Vec<Hit>, bool) {
        let own_folder = catalog.entry(self.source.file.place.id.0 as usize).map(|entry| entry.folder);
        let order = |hit: &Hit| (hit.place, hit.at);
        let may_fit = |marks: &Marks| counts(marks.starts) && self.may_fit(marks);
        let (mut hits, mut more) =
            best_of(catalog.marks(), SHORTLIST, order, |first, marks, hits, matcher| {
                for (at, _) in marks.iter().enumerate().filter(|(_, marks)| may_fit(marks)) {
                    if let Some(entry) = catalog.entry(first + at) {
                        self.rank_file(entry, first + at, own_folder == Some(entry.folder), hits, matcher);
                    }
                }
            });
        if self.wiki && !self.query.is_empty() {
            let (missing, more_missing) =
                best_of(catalog.missing(), SHORTLIST, order, |first, names, hits, matcher| {
                    for (at, linked) in names.iter().enumerate().filter(|(_, linked)| counts(linked.starts)) {
                        hits.extend(self.rank_missing(linked, first + at, matcher));
                    }
                });
            hits.extend(missing);
            more |= more_missing;
        }
        hits.sort_by_key(|hit| (hit.place, hit.text(catalog)));
        (hits, more)
    }

    fn may_fit(&self, marks: &Marks) -> bool {
        self.query.may_fit(marks.letters) || self.query.has_folder() && self.query.may_fit(marks.path)
    }

    fn rank_file(
        &self,
        entry: &Entry,
        at: usize,
        same_folder: bool,
        hits: &mut Vec<Hit>,
        matcher: &mut Matcher,
    ) {
        let attachment = entry.attachment;
        if attachment && !self.embed && self.query.is_empty() {
            return;
        }
        let found = self.names_that_fit(entry, matcher);
        let own = self.query.is_empty() && entry.file.place.id == self.source.file.place.id;
        let path = &entry.file.place.path;
        hits.extend(found.into_iter().flatten().map(|(by, score)| Hit {
            place: Place {
                set_aside: self.view.vault.is_set_aside(path),
                attachment: attachment && !self.embed,
                score: Reverse(score),
                same_folder: Reverse(same_folder && !own),
                backlinks: Reverse(if own { 0 } else { entry.backlinks }),
                open: Reverse(entry.open && !own),
                missing: false,
                alias: is_alias(entry, by),
                length: match by {
                    By::Name(name) => entry.names.get(name as usize).map_or(0, |name| name.text.len() as u32),
                    _ => path.as_str().len() as u32,
                },
            },
            at: at as u32,
            by,
        }));
    }

    /// The link by name, title or path, whichever fits best, and the link by the best alias: the
    /// first three all write the same.
    fn names_that_fit(&self, entry: &Entry, matcher: &mut Matcher) -> [Option<(By, u32)>; 2] {
        let found = self.query.best_names(entry, matcher);
        let [mut plain, alias] = found.map(|best| best.map(|(name, score)| (By::Name(name), score)));
        if self.query.has_folder() {
            let path = entry.file.place.path.without_md();
            let score = self.query.score(path, Utf32Str::new(path, &mut Vec::new()), matcher);
            if let Some(score) = score.filter(|&score| plain.is_none_or(|(_, other)| score > other)) {
                plain = Some((By::Path, score));
            }
        }
        [plain, alias]
    }

    fn rank_missing(&self, linked: &LinkedName, at: usize, matcher: &mut Matcher) -> Option<Hit> {
        if !self.query.may_fit(linked.name.letters) {
            return None;
        }
        let attachment = is_attachment_name(&linked.name.text);
        if attachment && !self.embed {
            return None;
        }
        let score = self.query.score(&linked.name.text, linked.name.haystack(), matcher)?;
        let length = linked.name.text.len() as u32;
        let place = Place {
            set_aside: false,
            attachment: false,
            score: Reverse(score),
            same_folder: Reverse(false),
            backlinks: Reverse(0),
            open: Reverse(false),
            missing: true,
            alias: false,
            length,
        };
        Some(Hit { place, at: at as u32, by: By::Missing })
    }
}

/// Whether a file was found by an alias.
fn is_alias(entry: &Entry, by: By) -> bool {
    matches!(by, By::Name(number) if entry.names.get(number as usize).is_some_and(|name| name.kind == NameKind::Alias))
}

impl Hit {
    /// What decides between names that are equal in all else.
    fn text<'c>(&self, catalog: &'c Catalog) -> &'c str {
        let missing = || catalog.missing().get(self.at as usize).map(|linked| linked.key.as_str());
        let found = self.entry(catalog).map(|(entry, _)| entry.file.place.key.as_str());
        found.or_else(missing).unwrap_or_default()
    }

    /// The entry, when the hit is a file.
    pub fn entry<'c>(&self, catalog: &'c Catalog) -> Option<(&'c Entry, By)> {
        let entry = catalog.entry(self.at as usize)?;
        (self.by != By::Missing).then_some((entry, self.by))
    }
}

fn file(search: &Search<'_>, entry: &Entry, by: By, with_display: bool) -> Option<Proposal> {
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
pub(super) fn shown(entry: &Entry, by: By) -> Proposal {
    let path = &entry.file.place.path;
    let name = match by {
        By::Name(number) => entry.names.get(number as usize),
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
    let name = &*linked.name.text;
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
