//! Names that stand as plain words.

use expect_test::{Expect, expect};
use wikilinks::features::hints::hints;
use wikilinks::features::mentions::{links_for_mention, mentioned, mentions_in, mentions_of};
use wikilinks::text::Span;
use wikilinks::vault::{LinkFormat, Settings, Stamp, VaultPath};

use crate::support::fixture::{Fixture, place};

/// Each mention in `main.md`: its place, its words, and the notes that are called so.
fn shown(fixture: &Fixture) -> String {
    let (id, text) = (fixture.file("main.md").place.id, fixture.text("main.md"));
    let path =
        |&id: &wikilinks::index::FileId| fixture.view.index.file(id).expect("a file").place.path.to_string();
    let line = |mention: wikilinks::features::mentions::Mention| {
        let notes: Vec<String> = mention.notes.iter().map(path).collect();
        format!("{} {} -> {}\n", place(&text, mention.span), mention.span.of(&text), notes.join(", "))
    };
    mentions_in(&fixture.view, id).into_iter().map(line).collect()
}

fn check(vault: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::new(vault)));
}

#[test]
fn names_and_aliases_are_found_whatever_their_case() {
    check(
        "My GARDEN, the yard's fence, gardening, garden-wall.\n//- x/Garden.md\n---\naliases: [Yard]\n---\n//- yard.md\n",
        expect![[r#"
            1:4 GARDEN -> x/Garden.md
            1:16 yard -> yard.md, x/Garden.md
            1:41 garden -> x/Garden.md
        "#]],
    );
}

#[test]
fn of_names_that_overlap_the_first_and_longest_is_meant_and_no_half_word_hides_another() {
    check(
        "New York City and new york cafe\n//- New York.md\n//- york city.md\n//- New York City.md\n//- new york c.md\n",
        expect![[r#"
            1:1 New York City -> New York City.md
            1:19 new york -> New York.md
        "#]],
    );
}

#[test]
fn where_words_are_not_written_apart_a_name_is_found_among_others() {
    check(
        "今日は庭園を見た。スマートな Cafe\u{301}!\n//- 庭園.md\n//- マート.md\n//- 庭.md\n//- café.md\n",
        expect![[r#"
            1:4 庭園 -> 庭園.md
            1:16 Café -> café.md
        "#]],
    );
}

#[test]
fn a_name_is_no_mention_in_links_code_tags_headings_addresses_and_the_frontmatter() {
    check(
        "---\ntitle: garden\n---\n# Garden\n[[x|garden]] `garden` #garden %%garden%% $garden$ <!-- garden -->\n\
         [a garden](https://x.org/garden) https://x.org/garden garden@x.org [garden][1] [^garden] ^garden\n\n\
         ```\ngarden\n```\n\n[ ] garden (garden) [garden]\n//- garden.md\n",
        expect![[r#"
            12:5 garden -> garden.md
            12:13 garden -> garden.md
            12:22 garden -> garden.md
        "#]],
    );
}

#[test]
fn a_note_does_not_mention_itself_and_common_or_short_or_ignored_names_are_none() {
    let settings = Settings { mentions_ignore: vec!["Index".to_owned()], ..Settings::default() };
    let vault = "main and the go index, garden\n//- the.md\n//- go.md\n//- index.md\n//- garden.md\n";
    assert_eq!(shown(&Fixture::with_settings(vault, settings)), "1:24 garden -> garden.md\n");
}

#[test]
fn mentions_of_a_note_are_listed_with_their_lines() {
    let fixture = Fixture::new(
        "//- a.md\nA garden.\nThe Yard.\n//- garden.md\n---\naliases: Yard\n---\ngarden\n//- b.md\n[[garden]]\n//- c.md\ngarden\n//- yard.md\n",
    );
    let found = mentions_of(&fixture.view, fixture.file("garden.md").place.id);
    let lines: Vec<_> = found
        .iter()
        .flat_map(|file| file.links.iter().map(|link| (file.file.place.path.to_string(), &*link.text)))
        .collect();
    let expected = [("a.md", "A garden."), ("a.md", "The Yard."), ("c.md", "garden")];
    assert_eq!(lines, expected.map(|(path, text)| (path.to_owned(), text)));
    let all: Vec<_> = mentioned(&fixture.view)
        .iter()
        .map(|note| (note.file.place.path.to_string(), note.count()))
        .collect();
    assert_eq!(all, [("garden.md".to_owned(), 2), ("yard.md".to_owned(), 1)]);
}

/// Each way to link the words at the cursor, and what it makes of the line.
fn check_links(settings: Settings, vault: &str, expected: Expect) {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let line = |plan: wikilinks::plan::Plan| format!("{}\n{}", plan.title, fixture.outcome(&plan));
    expected
        .assert_eq(&links_for_mention(&fixture.view, id, offset).into_iter().map(line).collect::<String>());
}

#[test]
fn r21_a_mention_becomes_a_link_that_shows_the_same_words() {
    check_links(
        Settings::default(),
        "A gar$0den and [[x]].\n//- x/Garden.md\n//- y.md\n---\naliases: garden\n---\n",
        expect![[r#"
            Link "garden" to "x/Garden"
            //- main.md
            A [[Garden|garden]] and [[x]].
            Link "garden" to "y"
            //- main.md
            A [[y|garden]] and [[x]].
        "#]],
    );
    check_links(
        Settings { link_format: LinkFormat::Absolute, ..Settings::default() },
        "| a |\n|---|\n| gar$0den |\n//- x/garden.md\n",
        expect![[r#"
            Link "garden" to "x/garden"
            //- main.md
            | a |
            |---|
            | [[x/garden\|garden]] |
        "#]],
    );
    check_links(
        Settings { markdown_links: true, ..Settings::default() },
        "Gar$0den wall\n//- x/garden wall.md\n",
        expect![[r#"
            Link "Garden wall" to "x/garden wall"
            //- main.md
            [Garden wall](x/garden%20wall.md)
        "#]],
    );
    check_links(Settings::default(), "no word$0\n//- garden.md\n", expect![""]);
    check_links(Settings::default(), "a c#$0 note\n//- c# note.md\n", expect![""]);
}

#[test]
fn hints_say_what_could_be_linked_when_that_is_set() {
    let settings = Settings { hints_mentions: true, ..Settings::default() };
    for (settings, expected) in
        [(settings, vec![(8, "[[x/garden]]".to_owned())]), (Settings::default(), vec![])]
    {
        let fixture = Fixture::with_settings("A garden. [[x/garden]]\n//- x/garden.md\n", settings);
        let found = hints(&fixture.view, fixture.file("main.md").place.id, Span::new(0, 22));
        assert_eq!(found.into_iter().map(|hint| (hint.at, hint.text)).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_long_line_of_mentions_and_brackets_takes_no_time() {
    let line = "garden [ ](".repeat(5_000);
    let fixture = Fixture::new(&format!("{line}\n//- garden.md\n"));
    mentions_in(&fixture.view, fixture.file("main.md").place.id);
    let fixture = Fixture::new(&format!("{}\n//- garden.md\n", "garden ".repeat(5_000)));
    assert_eq!(mentions_in(&fixture.view, fixture.file("main.md").place.id).len(), 5_000);
}

/// The time is for a release build: `cargo test --release --test features -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn a_hundred_thousand_names_over_a_note_of_10_kb_in_5_ms() {
    let words =
        ["garden", "river", "stone", "letter", "winter", "engine", "market", "copper", "silence", "bridge"];
    let word = |number: usize| words[number % words.len()];
    let name = |number: usize| format!("{} {} {number}", word(number / 7), word(number / 3));
    let fixture = Fixture::new("//- main.md\n");
    let (index, stamp) = (&fixture.view.index, Stamp { modified: None, size: 0 });
    for number in 0..100_000 {
        index.put_disk(&VaultPath::new(&format!("n/{}.md", name(number))).unwrap(), Some(""), stamp);
    }
    let mut text = String::new();
    for number in (0..).take_while(|number| number * 40 < 10_000) {
        text += &format!("The {} and {} went on. ", name(number * 391), word(number));
    }
    index.put_open(&VaultPath::new("main.md").unwrap(), 1, text.as_str().into());
    let id = fixture.file("main.md").place.id;
    let start = std::time::Instant::now();
    let first = mentions_in(&fixture.view, id).len();
    println!("{} bytes, {first} mentions, with the names built: {:?}", text.len(), start.elapsed());
    assert!(first > 200);
    let start = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(mentions_in(&fixture.view, id).len(), first);
    }
    let each = start.elapsed() / 20;
    println!("again: {each:?}");
    assert!(each.as_micros() <= 5_000, "{each:?}");
}
