//! Keys of the frontmatter and their values, as the notes of the vault use them.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::features::daily::today;
use crate::features::lines::ByFile;
use crate::features::references::links_to;
use crate::index::{KnownKey, NoteText, View};
use crate::note::cursor::WikiTyping;
use crate::note::{FieldKind, fields};
use crate::resolve::Spot;
use crate::text::Span;

use super::best::best;
use super::ranking::{Matching, Query, completions};
use super::target::{Proposal, Target};
use super::{Completions, ItemKind, MAX_ITEMS, notes};

/// The keys that Obsidian itself knows, for a vault that does not use them yet.
const OBSIDIAN: [(&str, FieldKind); 3] =
    [("aliases", FieldKind::List), ("tags", FieldKind::List), ("cssclasses", FieldKind::List)];

/// In how many notes is looked for what they call a note.
const MOST_FILES: usize = 200;

/// Where a key or a value goes.
pub(super) struct Around {
    /// What stands between its start and the cursor.
    pub typed: String,
    /// All of it.
    pub replace: Span,
    /// The byte at which the cursor is.
    pub offset: usize,
}

impl Around {
    fn target<'t>(&self, source: &'t NoteText) -> Target<'t> {
        Target::bare(&source.text, self.replace, self.offset)
    }
}

/// The keys that the note does not have yet, with what they hold in most notes and in how many.
pub(super) fn keys(view: &View, source: &NoteText, around: &Around, has_value: bool) -> Completions {
    let own = fields(&source.text);
    let is_free =
        |name: &str| !own.iter().any(|field| &*field.name == name && !field.span.meets(around.replace));
    let known = view.known_keys();
    // What is being typed is no key yet.
    let is_typed_here = |key: &KnownKey| key.notes == 1 && *key.name == *around.replace.of(&source.text);
    let used = known.iter().filter(|key| is_free(&key.name) && !is_typed_here(key));
    let used = used.map(|key| (&*key.name, key.notes, key.kind().map_or("", kind_name)));
    let unused = OBSIDIAN.iter().filter(|(name, _)| {
        is_free(name) && !known.iter().any(|key| &*key.name == *name && !is_typed_here(key))
    });
    let unused = unused.map(|(name, kind)| (*name, 0, kind_name(*kind)));
    let target = around.target(source);
    ranked(&around.typed, used.chain(unused), |(name, notes, kind)| {
        let notes = match notes {
            0 => "Obsidian's".to_owned(),
            1 => "1 note".to_owned(),
            notes => format!("{notes} notes"),
        };
        let detail = if kind.is_empty() { notes } else { format!("{kind}, {notes}") };
        let insert = if has_value { name.to_owned() } else { format!("{name}: ") };
        target.item(Proposal { kind: ItemKind::Key, label: name.to_owned(), detail, insert, file: None })
    })
}

/// The values that other notes have for `key`.
pub(super) fn values(
    view: &View,
    source: &NoteText,
    key: &str,
    around: &Around,
    in_list: bool,
) -> Completions {
    if matches!(key, "aliases" | "alias") {
        return aliases(view, source, around, in_list);
    }
    let keys = view.known_keys();
    let known = keys.iter().find(|known| &*known.name == key);
    let kind = known.and_then(KnownKey::kind);
    let here = around.replace.of(&source.text).trim_matches(['"', '\'']);
    let used = known.iter().flat_map(|known| &known.values);
    let used = used.filter(|(value, notes)| !(*notes == 1 && **value == *here));
    let mut values: Vec<(String, String)> =
        used.map(|(value, notes)| (value.to_string(), count(*notes))).collect();
    // What is half typed in this note is of another kind yet.
    let has = |kind| known.is_some_and(|known| known.may_be(kind));
    let mut more = Vec::new();
    if has(FieldKind::Checkbox) {
        more.extend(["true".to_owned(), "false".to_owned()]);
    }
    if has(FieldKind::Date) {
        more.push(today(view).to_string());
    }
    if has(FieldKind::DateTime) {
        more.push(view.vault.now().strftime("%Y-%m-%dT%H:%M:%S").to_string());
    }
    for value in more {
        if !values.iter().any(|(known, _)| *known == value) {
            values.push((value, String::new()));
        }
    }
    let typed = around.typed.trim_start_matches(['"', '\'']);
    let target = around.target(source);
    let is_text = matches!(kind, Some(FieldKind::Text | FieldKind::Link | FieldKind::List));
    let in_order = values.iter().enumerate();
    let in_order = in_order.map(|(at, (value, detail))| (value.as_str(), usize::MAX - at, detail.as_str()));
    ranked(typed, in_order, |(value, _, detail)| {
        let (label, detail) = (value.to_owned(), detail.to_owned());
        let insert = written(value, in_list, is_text);
        target.item(Proposal { kind: ItemKind::Value, label, detail, insert, file: None })
    })
}

/// What the links to the note call it: names of other notes' own are no choice here.
fn aliases(view: &View, source: &NoteText, around: &Around, in_list: bool) -> Completions {
    let mut shown: FxHashMap<String, usize> = FxHashMap::default();
    let links = links_to(view, source.file.place.id, Spot::Whole);
    let links = ByFile::from_iter(links);
    for (file, spans) in links.files().take(MOST_FILES) {
        let Ok(read) = view.read(file.place.id) else { continue };
        let links = spans.iter().filter_map(|span| read.note.link_at(span.start as usize));
        for display in links.filter(|link| !link.embed).filter_map(|link| link.display_span) {
            *shown.entry(display.of(&read.text).trim().to_owned()).or_default() += 1;
        }
    }
    let is_known = |name: &str| {
        let mut own = source.note.aliases().filter(|alias| !alias.span.meets(around.replace));
        name.is_empty() || name == source.file.place.path.stem() || own.any(|alias| &*alias.value == name)
    };
    shown.retain(|name, _| !is_known(name));
    let typed = around.typed.trim_start_matches(['"', '\'']);
    let target = around.target(source);
    ranked(typed, shown.iter().map(|(name, links)| (name.as_str(), *links, "")), |(name, links, _)| {
        let detail = if links == 1 { "1 link".to_owned() } else { format!("{links} links") };
        let insert = written(name, in_list, true);
        target.item(Proposal { kind: ItemKind::Value, label: name.to_owned(), detail, insert, file: None })
    })
}

fn count(notes: usize) -> String {
    if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") }
}

/// The best of `all`, each a name, how much it is used, and more; the most used first where they fit as
/// well.
fn ranked<'a>(
    typed: &str,
    all: impl Iterator<Item = (&'a str, usize, &'a str)>,
    item: impl Fn((&'a str, usize, &'a str)) -> super::Item,
) -> Completions {
    let query = Query::new(typed);
    let mut with = Matching::new();
    let hits = all.filter_map(|hit| Some((query.score_text(hit.0, &mut with)?, hit)));
    let (hits, more) =
        best(hits.collect(), MAX_ITEMS, |(score, (name, used, _))| (Reverse(*score), Reverse(*used), *name));
    completions(&query, more, hits.into_iter().map(|(_, hit)| item(hit)))
}

/// `value` as YAML: in quotes where it would not mean itself.
fn written(value: &str, in_list: bool, is_text: bool) -> String {
    let begins = value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '('));
    let parts = if in_list { value.contains([',', '[', ']', '{', '}']) } else { false };
    let looks_otherwise = is_text
        && (matches!(value.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no")
            || value.parse::<f64>().is_ok());
    let means_itself = begins
        && !parts
        && !looks_otherwise
        && !value.ends_with(':')
        && ![": ", " #"].iter().any(|mark| value.contains(mark))
        && !value.contains(char::is_control);
    match means_itself {
        true => value.to_owned(),
        false => {
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, " "))
        }
    }
}

/// What a kind of value is called.
pub(in crate::features) fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Empty => "",
        FieldKind::Text => "text",
        FieldKind::Link => "link",
        FieldKind::Number => "number",
        FieldKind::Checkbox => "checkbox",
        FieldKind::Date => "date",
        FieldKind::DateTime => "date and time",
        FieldKind::List => "list",
        FieldKind::Mapping => "mapping",
    }
}

/// The notes that a `[[` without quotes could mean, as links in quotes: without them YAML has none.
pub(super) fn unquoted_link(
    view: &View,
    source: &NoteText,
    typing: &WikiTyping,
    offset: usize,
) -> Completions {
    let target = Target::wiki(&source.text, typing, offset);
    let mut found = notes::complete(view, source, typing, &target);
    for item in &mut found.items {
        let open = item.replace.start.saturating_sub(2);
        (item.replace.start, item.insert_only.start) = (open, open);
        item.insert = format!("\"[[{}\"", item.insert);
        // What stands before the cursor begins with the brackets now.
        item.filter = format!("[[{}", item.filter);
    }
    found
}
