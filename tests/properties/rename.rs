//! R22: after a rename, every link means what it meant.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index as Pick;
use wikilinks::index::View;
use wikilinks::plan::{FileOperation, Plan, edits_for_moved, rename_file, rename_files, rename_spot};
use wikilinks::resolve::{Spot, resolve};
use wikilinks::text::fold;
use wikilinks::vault::{Settings, VaultPath};

use super::model::{Texts, applied, contents, meanings, path, put, vault, view_of};

/// Checks a plan against R22; `renamed` says under which path a file is known after it. Returns the
/// vault after the plan.
pub fn check(texts: &Texts, plan: &Plan, settings: Settings, renamed: impl Fn(&str) -> String) -> Texts {
    let before = view_of(texts, settings.clone());
    let after_texts = applied(texts, plan);
    let after = view_of(&after_texts, settings);
    let (meant, means) = (meanings(&before, renamed), meanings(&after, str::to_owned));
    let changed = meant.iter().zip(&means).find(|(meant, means)| meant != means);
    assert!(
        meant.len() == means.len() && changed.is_none(),
        "{}\n{changed:#?}\n{:#?}",
        plan.title,
        plan.edits
    );
    after_texts
}

/// [`check`], and that the index that is changed step by step is the one that is made from nothing.
fn check_all(texts: &Texts, plan: &Plan, settings: Settings, renamed: impl Fn(&str) -> String) {
    let after_texts = check(texts, plan, settings.clone(), renamed);
    let stepped = view_of(texts, settings.clone());
    for (path, text) in &after_texts {
        put(&stepped.index, path, text);
    }
    for gone in texts.keys().filter(|path| !after_texts.contains_key(*path)) {
        stepped.index.close(&VaultPath::new(gone).unwrap(), None);
    }
    assert_eq!(contents(&stepped), contents(&view_of(&after_texts, settings)));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn r22_a_renamed_or_moved_file_breaks_no_link(texts in vault(), which: Pick, to in path(), titles: bool, aliases: bool) {
        let settings = Settings { rename_updates_title: titles, aliases_resolve: aliases, ..Settings::default() };
        let view = view_of(&texts, settings.clone());
        let from = which.get(&texts.keys().collect::<Vec<_>>()).to_string();
        let id = view.index.file_at(&VaultPath::new(&from).unwrap()).unwrap().place.id;
        let Ok(plan) = rename_file(&view, id, &VaultPath::new(&to).unwrap()) else { return Ok(()) };
        check_all(&texts, &plan, settings, |path| if path == from { to.clone() } else { path.to_owned() });
    }

    #[test]
    fn r23_there_and_back_gives_the_same_bytes(texts in vault(), which: Pick) {
        let view = view_of(&texts, Settings::default());
        let from = which.get(&texts.keys().collect::<Vec<_>>()).to_string();
        let extension = from.rsplit_once('.').map_or("", |(_, extension)| extension);
        let to = match from.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/zz (new).{extension}"),
            None => format!("zz (new).{extension}"),
        };
        if !all_links_say_the_exact_name(&view) { return Ok(()) }
        let there = renamed(&texts, &view, &from, &to).expect("nothing stands against a name that is new");
        // Of two files that differ in case alone, the one that left is not let back.
        if let Some(back) = renamed(&there, &view_of(&there, Settings::default()), &to, &from) {
            prop_assert_eq!(texts, back);
        }
    }

    #[test]
    fn r22_a_moved_folder_breaks_no_link(texts in vault(), from in folder(), to in folder()) {
        let view = view_of(&texts, Settings::default());
        let moved = |path: &str| path.strip_prefix(&from).map(|rest| format!("{to}{rest}"));
        let id = |path: &str| view.index.file_at(&VaultPath::new(path).unwrap()).unwrap().place.id;
        let moves: Vec<_> =
            texts.keys().filter_map(|path| Some((id(path), VaultPath::new(&moved(path)?).unwrap()))).collect();
        let Ok(plan) = rename_files(&view, &moves) else { return Ok(()) };
        check_all(&texts, &plan, Settings::default(), |path| moved(path).unwrap_or_else(|| path.to_owned()));
    }

    #[test]
    fn r22_files_that_an_editor_moves_to_any_names_break_no_link(
        texts in vault(),
        picks in prop::collection::vec((any::<Pick>(), odd_path()), 1..4),
    ) {
        let view = view_of(&texts, Settings::default());
        let notes: Vec<_> = texts.keys().filter(|path| path.ends_with(".md")).collect();
        if notes.is_empty() { return Ok(()) }
        let mut moved = BTreeMap::<String, String>::new();
        for (which, to) in picks {
            // No file takes the place of another.
            if !texts.contains_key(&to) && moved.values().all(|other| fold(other) != fold(&to)) {
                moved.insert(which.get(&notes).to_string(), to);
            }
        }
        let place = |path: &str| VaultPath::new(path).unwrap();
        let id = |path: &str| view.index.file_at(&place(path)).unwrap().place.id;
        let moves: Vec<_> = moved.iter().map(|(from, to)| (id(from), place(to))).collect();
        let Ok(plan) = edits_for_moved(&view, &moves) else { return Ok(()) };
        let made = moved.iter().map(|(from, to)| FileOperation::Rename { from: place(from), to: place(to) });
        let plan = Plan { operations: made.collect(), ..plan };
        let after = view_of(&applied(&texts, &plan), Settings::default());
        let meant = meanings(&view, |path| moved.get(path).cloned().unwrap_or_else(|| path.to_owned()));
        for ((path, meant), (_, means)) in meant.iter().zip(&meanings(&after, str::to_owned)) {
            // A link that led nowhere may lead somewhere by now: nobody can keep the editor from that.
            let kept = meant.iter().zip(means).all(|(meant, means)| match (meant, means) {
                (None, _) => true,
                (Some(Err(file)), Some(Ok((found, _)))) => file == found,
                (meant, means) => meant == means,
            });
            prop_assert!(kept && meant.len() == means.len(), "{path}: {meant:?} {means:?}");
        }
    }

    #[test]
    fn r22_a_renamed_heading_breaks_no_link(texts in vault(), which: Pick, heading: Pick, to in "[a-zA-Z*:#\\[\\]|`%\\\\$<>&!_=~^()-]{1,5}( [A-Z:#\\[\\]|`%]{1,3})?") {
        let view = view_of(&texts, Settings::default());
        let from = which.get(&texts.keys().collect::<Vec<_>>()).to_string();
        let file = view.index.file_at(&VaultPath::new(&from).unwrap()).unwrap();
        // A heading with a link in it is replaced with its link.
        let is_plain = |text: &str| !text.contains('[');
        let note = file.note();
        let headings: Vec<_> = note.iter().flat_map(|note| &note.headings).map(|heading| is_plain(&heading.raw)).collect();
        let headings: Vec<_> = (0..headings.len()).filter(|&at| headings[at]).collect();
        if headings.is_empty() { return Ok(()) }
        let Ok(plan) = rename_spot(&view, file.place.id, Spot::Heading(*heading.get(&headings)), &to) else { return Ok(()) };
        check_all(&texts, &plan, Settings::default(), str::to_owned);
    }
}

/// The vault after a rename; `None` when it is refused.
fn renamed(texts: &Texts, view: &View, from: &str, to: &str) -> Option<Texts> {
    let id = view.index.file_at(&VaultPath::new(from).unwrap()).unwrap().place.id;
    let plan = rename_file(view, id, &VaultPath::new(to).unwrap()).ok()?;
    Some(applied(texts, &plan))
}

/// Whether each link that leads somewhere has the name of its file letter by letter: `[[NOTE]]` for
/// `note.md` comes back as `[[note]]`.
fn all_links_say_the_exact_name(view: &View) -> bool {
    let settings = &view.vault.settings;
    view.index.files().iter().all(|file| {
        let note = file.note();
        note.iter().flat_map(|note| &note.links).filter(|link| !link.is_local()).all(|link| {
            let found = resolve(&*view.index, settings, &file.place, link);
            let says = |path: &VaultPath| path.name() == link.name() || path.stem() == link.name();
            found.file().is_none_or(|found| says(&found.place.path))
        })
    })
}

/// Where an editor may move a note, whether or not a wikilink can lead there.
fn odd_path() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "C#", "C", "a|b", "x]", "[y", "z%%", "q^r", "e:1", "#", "a b", "[[w", "v]]", "p%20", "ü", "`", "a`b",
        "$", "<i>", "&lt;", "R&D", "a\\b", "(", "!", "~~", "==", "-", "'", "\"", "*_",
    ];
    (prop::sample::select(&["", "a/", "C#/", "a|b/"][..]), prop::sample::select(NAMES))
        .prop_map(|(folder, name)| format!("{folder}{name}.md"))
}

/// A folder with a slash, one that may hold files or a new one.
fn folder() -> impl Strategy<Value = String> {
    prop::sample::select(&["a/", "b/", "a/b/", "B/a/", "new/", "new/a/"][..]).prop_map(str::to_owned)
}

/// 1,000 cases; more with `PROPTEST_CASES=100000`.
pub fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    ProptestConfig { cases, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}
