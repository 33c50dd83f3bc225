//! A vault in memory, and what every link in it means.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use wikilinks::index::{FileId, Index, Lookup, View};
use wikilinks::note::Format;
use wikilinks::plan::{FileOperation, Plan};
use wikilinks::resolve::{Resolution, Spot, resolve};
use wikilinks::vault::{Settings, Stamp, Vault, VaultPath};

/// The texts of a vault by their paths.
pub type Texts = BTreeMap<String, String>;

/// The vault, indexed from nothing, every file open in an editor: nothing is on disk.
pub fn view_of(texts: &Texts, settings: Settings) -> View {
    let index = Index::new();
    for (path, text) in texts {
        put(&index, path, text);
    }
    let vault = Vault::with_settings(Path::new("/nowhere/that/exists"), settings);
    View::new(Arc::new(vault), Arc::new(index))
}

/// Puts a note into an index as an open document, and any other file as one on disk.
pub fn put(index: &Index, path: &str, text: &str) {
    let path = VaultPath::new(path).unwrap();
    match Format::of(path.name()) {
        Some(_) => index.put_open(&path, 1, text.into()),
        None => index.put_disk(&path, None, Stamp { modified: None, size: 0 }),
    };
}

/// Where each link leads, in the order of the paths and of the text: the path of the file and the
/// spot in it; `Err` for a file without the spot; `None` for nowhere.
pub type Meanings = Vec<(String, Vec<Option<Result<(String, Spot), String>>>)>;

/// What every link of the vault means. `name` says under which path a file is known.
pub fn meanings(view: &View, name: impl Fn(&str) -> String) -> Meanings {
    let meaning = |from: &wikilinks::index::Place, link: &wikilinks::note::Link| match resolve(
        &*view.index,
        &view.vault.settings,
        from,
        link,
    ) {
        Resolution::Found { file, spot } => Some(Ok((name(file.place.path.as_str()), spot))),
        Resolution::MissingSpot { file, .. } => Some(Err(name(file.place.path.as_str()))),
        Resolution::MissingFile(_) => None,
    };
    let mut all: Meanings = view
        .index
        .files()
        .iter()
        .map(|file| {
            let note = file.note();
            let links = note.iter().flat_map(|note| &note.links);
            (name(file.place.path.as_str()), links.map(|link| meaning(&file.place, link)).collect())
        })
        .collect();
    all.sort();
    all
}

/// The vault after a plan, applied by someone who knows nothing of the planner.
pub fn applied(texts: &Texts, plan: &Plan) -> Texts {
    let mut after = texts.clone();
    for file in &plan.edits {
        let text = after.get_mut(file.path.as_str()).expect("an edit of a file that is there");
        for edit in file.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    for operation in &plan.operations {
        match operation {
            FileOperation::Rename { from, to } => {
                let text = after.remove(from.as_str()).expect("a rename of a file that is there");
                assert!(after.insert(to.to_string(), text).is_none(), "a rename onto another file");
            }
            FileOperation::Create { path, text } => {
                assert!(after.insert(path.to_string(), text.clone()).is_none(), "a file over another");
            }
        }
    }
    after
}

/// All that two indexes of the same vault must agree on, whatever their history.
pub fn contents(view: &View) -> String {
    let mut out = String::new();
    let index = &view.index;
    let name = |id: &FileId| index.file(*id).map(|file| file.place.path.to_string());
    let names = |ids: &[FileId]| {
        let mut names: Vec<_> = ids.iter().map(name).collect();
        names.sort();
        names
    };
    for file in index.files() {
        let places = index.named(file.place.name_key());
        let places: Vec<_> = places.as_slice().iter().map(|place| place.path.as_str()).collect();
        out += &format!("{} {:?} {places:?}\n", file.place.path, file.note());
    }
    let mut linked = index.linked_names();
    linked.sort();
    for (key, _) in linked {
        out += &format!("{:?} <- {:?}\n", &*key, names(&index.referrers(&key)));
    }
    let mut tags = index.tags();
    tags.sort();
    for (key, _) in tags {
        out += &format!("#{:?} {:?}\n", &*key, names(&index.tagged(&key)));
    }
    out
}

// The strategies below are boxed one by one: nested as they are, their types would take more stack than
// a test's thread has.

const FOLDERS: &[&str] = &["", "a/", "b/", "a/b/", "B/a/"];
const NAMES: &[&str] =
    &["note.md", "Note.md", "x.md", "v1.2.md", "é.md", "my note.md", "v1.2", "i.png", "it's (1).md"];
const HEADINGS: &[&str] = &["note", "Plan", "x", "Über: uns", "*Plan*", "my note", "See note", "See x"];

/// A vault path.
pub fn path() -> impl Strategy<Value = String> {
    (prop::sample::select(FOLDERS), prop::sample::select(NAMES))
        .prop_map(|(folder, name)| format!("{folder}{name}"))
}

/// The path as a link says it.
fn spelled() -> BoxedStrategy<String> {
    spelled_shape().boxed()
}

fn spelled_shape() -> impl Strategy<Value = String> {
    let shape = prop_oneof![
        4 => Just("{name}"), 3 => Just("{path}"), 1 => Just("/{path}"), 1 => Just("./{name}"),
        1 => Just("../{name}"), 1 => Just("../{path}"), 1 => Just("b/{name}"),
    ];
    (path(), shape, any::<bool>(), any::<bool>()).prop_map(|(path, shape, upper, md)| {
        let path = if md { path } else { path.trim_end_matches(".md").to_owned() };
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let text = shape.replace("{name}", &name).replace("{path}", &path);
        if upper { text.to_uppercase() } else { text }
    })
}

fn subpath() -> BoxedStrategy<String> {
    subpath_shape().boxed()
}

fn subpath_shape() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        2 => prop::sample::select(HEADINGS).prop_map(|h| format!("#{}", h.replace(':', ""))),
        1 => (prop::sample::select(HEADINGS), prop::sample::select(HEADINGS)).prop_map(|(a, b)| format!("#{a}#{b}").replace(':', "")),
        1 => Just("#^id".to_owned()),
    ]
}

/// A link in one of its forms.
fn link() -> BoxedStrategy<String> {
    link_shape().boxed()
}

fn link_shape() -> impl Strategy<Value = String> {
    let encode = |text: String| text.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
    let wiki =
        ("!?", spelled(), subpath(), prop_oneof![Just(""), Just("|shown"), Just("\\|s"), Just(" | `x` ")]);
    prop_oneof![
        6 => wiki.prop_map(|(bang, path, sub, shown)| format!("{bang}[[{path}{sub}{shown}]]")),
        2 => (spelled(), subpath()).prop_map(move |(path, sub)| format!("[t]({})", encode(path + &sub))),
        1 => (spelled(), subpath()).prop_map(|(path, sub)| format!("![t](<{path}{sub}> \"title\")")),
        1 => subpath().prop_map(|sub| format!("[[{}]]", if sub.is_empty() { "#x" } else { &sub })),
        1 => spelled().prop_map(|path| format!("`[[{path}]]` 😀")),
    ]
}

fn line() -> BoxedStrategy<String> {
    line_shape().boxed()
}

fn line_shape() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => prop::collection::vec(link(), 1..4).prop_map(|links| format!("é {} end", links.join("を"))),
        2 => (1usize..4, prop::sample::select(HEADINGS)).prop_map(|(level, text)| format!("{} {text}", "#".repeat(level))),
        1 => link().prop_map(|link| format!("## See {link}")),
        1 => (spelled(), subpath()).prop_map(|(path, sub)| format!("[t][id]\n\n[id]: <{path}{sub}>")),
        1 => link().prop_map(|link| format!("| {link} | b |\n| --- | --- |")),
        1 => Just("Text ^id".to_owned()),
    ]
}

/// A note's text.
pub fn text() -> BoxedStrategy<String> {
    text_shape().boxed()
}

fn text_shape() -> impl Strategy<Value = String> {
    let front = prop_oneof![
        3 => Just(String::new()),
        1 => spelled().prop_map(|path| format!("---\nup: \"[[{path}]]\"\naliases: [note, x]\n---\n")),
        1 => spelled().prop_map(|path| format!("---\ntitle: note\nup: '[[{}]]'\n---\n", path.replace('\'', "''"))),
    ];
    let ending = prop_oneof![Just("\n"), Just("\r\n")];
    (front, prop::collection::vec(line(), 0..5), ending)
        .prop_map(|(front, lines, ending)| (front + &lines.join("\n\n")).replace('\n', ending))
}

/// A canvas with a card for a file, and a text card with a link (R8).
fn canvas() -> BoxedStrategy<String> {
    canvas_shape().boxed()
}

fn canvas_shape() -> impl Strategy<Value = String> {
    let escaped = |text: String| text.replace('\\', "\\\\").replace('"', "\\\"");
    (path(), subpath(), link()).prop_map(move |(file, sub, link)| {
        let sub = if sub.is_empty() { String::new() } else { format!(",\"subpath\":\"{sub}\"") };
        let text = escaped(format!("é {link}\n")).replace('\n', "\\n");
        format!("{{\"nodes\":[\n\t{{\"type\":\"file\",\"file\":\"{file}\"{sub}}},\n\t{{\"type\":\"text\",\"text\":\"{text}\"}}]}}\n")
    })
}

/// A base with a link in a filter (R8).
fn base() -> BoxedStrategy<String> {
    base_shape().boxed()
}

fn base_shape() -> impl Strategy<Value = String> {
    spelled().prop_map(|path| {
        format!(
            "filters:\n  and:\n    - file.hasLink(\"[[{path}]]\")\n    - 'up == \"[[{}]]\"'\n",
            path.replace('\'', "''")
        )
    })
}

/// A vault of up to nine notes and attachments, a canvas and a base.
pub fn vault() -> impl Strategy<Value = Texts> {
    let notes = prop::collection::btree_map(path(), text(), 1..9);
    (notes, prop::option::of(canvas()), prop::option::of(base())).prop_map(|(mut texts, canvas, base)| {
        texts.extend(canvas.map(|text| ("a/board.canvas".to_owned(), text)));
        texts.extend(base.map(|text| ("b/list.base".to_owned(), text)));
        texts
    })
}
