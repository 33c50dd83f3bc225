//! What could be written here?

use expect_test::{Expect, expect};
use wikilinks::features::completion::{Completions, Item, MAX_ITEMS, complete};
use wikilinks::text::Span;
use wikilinks::vault::{LinkFormat, Settings};

use crate::support::fixture::Fixture;

fn completions(fixture: &Fixture) -> Option<Completions> {
    let (id, offset) = fixture.at();
    complete(&fixture.view, id, offset)
}

/// A line for each item: its label, its detail, and the line of the cursor when it is accepted.
fn shown(fixture: &Fixture) -> String {
    let Some(completions) = completions(fixture) else { return "nothing".to_owned() };
    let text = fixture.view.read(fixture.at().0).unwrap().text;
    let line = |item: &Item| {
        let accepted = accepted(&text, item, item.replace);
        format!("{} ({}): {}", item.label, item.detail, accepted)
    };
    completions.items.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The line that an item makes.
fn accepted(text: &str, item: &Item, replace: Span) -> String {
    let mut after = text.to_owned();
    after.replace_range(replace.range(), &item.insert);
    let start = text[..replace.start as usize].rfind('\n').map_or(0, |at| at + 1);
    after[start..].lines().next().unwrap_or_default().to_owned()
}

fn check(vault: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::new(vault)));
}

fn check_with(settings: Settings, vault: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::with_settings(vault, settings)));
}

#[test]
fn a_note_by_its_name() {
    check("[[alp$0\n//- x/alpha-note.md\n//- beta.md\n", expect!["alpha-note (x): [[alpha-note]]"]);
}

#[test]
fn brackets_end_up_the_same_whoever_closes_them() {
    for vault in ["[[al$0", "[[al$0]", "[[al$0]]", "[[al$0pha]]"] {
        let fixture = Fixture::new(&format!("See {vault}\n//- alpha-note.md\n"));
        let items = completions(&fixture).unwrap().items;
        let text = fixture.view.read(fixture.at().0).unwrap().text;
        for replace in [items[0].replace, items[0].insert_only] {
            assert_eq!(accepted(&text, &items[0], replace), "See [[alpha-note]]", "{vault}");
        }
    }
}

#[test]
fn the_other_parts_of_a_link_stay() {
    check(
        "[[al$0|shown]]\n//- alpha.md\n---\naliases: [alto]\n---\n",
        expect![[r#"
            alpha (): [[alpha|shown]]
            alto (alpha): [[alpha|shown]]"#]],
    );
    check("[[al$0#Part]]\n//- alpha.md\n# Part\n", expect!["alpha (): [[alpha#Part]]"]);
}

#[test]
fn a_note_by_an_alias_keeps_the_alias_as_display() {
    check(
        "[[artif$0\n//- x/AI.md\n---\naliases: [Artificial Intelligence]\n---\n",
        expect!["Artificial Intelligence (x/AI): [[AI|Artificial Intelligence]]"],
    );
    check(
        "![[artif$0\n//- x/AI.md\n---\naliases: [Artificial Intelligence]\n---\n",
        expect!["Artificial Intelligence (x/AI): ![[AI]]"],
    );
}

#[test]
fn a_note_by_its_title() {
    check(
        "[[garden$0\n//- 2024-05-01.md\n# Garden plan\n",
        expect!["Garden plan (2024-05-01): [[2024-05-01]]"],
    );
    check(
        "[[garden$0\n//- 2024.md\n---\ntitle: Gardens\n---\n# Other\n",
        expect!["Gardens (2024): [[2024]]"],
    );
}

#[test]
fn a_note_by_its_path() {
    check(
        "[[proj/pl$0\n//- projects/garden/plan.md\n//- plan.md\n",
        expect!["projects/garden/plan (): [[projects/garden/plan]]"],
    );
}

#[test]
fn a_note_by_a_relative_path() {
    check("//- a/src.md\n[[../pl$0\n//- plan.md\n", expect!["plan (): [[plan]]"]);
}

#[test]
fn accents_need_not_be_typed() {
    check("[[uber$0\n//- Über uns.md\n//- uhr.md\n", expect!["Über uns (): [[Über uns]]"]);
}

#[test]
fn names_that_links_use_and_no_note_has() {
    check(
        "[[new$0\n//- a.md\n[[New Idea]] [[x/New Idea]]\n//- b.md\n[[new idea|n]]\n",
        expect!["New Idea (no note yet, in 2 files): [[New Idea]]"],
    );
}

#[test]
fn r20_a_name_that_links_use_and_no_note_can_have_is_not_proposed() {
    check("[[new$0\n//- a.md\n[[new: idea]] [[new^idea]]\n", expect![""]);
}

#[test]
fn what_is_being_typed_is_no_name_that_links_use() {
    check("[[unheard$0]]\n//- a.md\n", expect![""]);
    check("[[unh$0eard]]\n//- a.md\n", expect![""]);
    check(
        "[[unh$0eard]]\n//- a.md\n[[Unheard]]\n",
        expect!["Unheard (no note yet, in 2 files): [[Unheard]]"],
    );
    check("#unh$0eard\n", expect![""]);
}

#[test]
fn attachments_come_with_embeds_and_behind_notes() {
    let files = "\n//- img/map.png\n//- maps.md\n";
    check(
        &format!("![[map$0{files}"),
        expect![[r#"
        maps (): ![[maps]]
        map.png (img): ![[map.png]]"#]],
    );
    check(
        &format!("[[map$0{files}"),
        expect![[r#"
        maps (): [[maps]]
        map.png (img): [[map.png]]"#]],
    );
    check(
        &format!("[[$0{files}"),
        expect![[r#"
        maps (): [[maps]]
        main (): [[main]]"#]],
    );
}

#[test]
fn r19_a_link_is_written_as_the_vault_wants_it() {
    let vault = "//- a/src.md\n[[no$0\n//- b/note.md\n";
    let with = |link_format| Settings { link_format, ..Settings::default() };
    check_with(with(LinkFormat::Shortest), vault, expect!["note (b): [[note]]"]);
    check_with(with(LinkFormat::Relative), vault, expect!["note (b): [[../b/note]]"]);
    check_with(with(LinkFormat::Absolute), vault, expect!["note (b): [[b/note]]"]);
}

#[test]
fn r19_notes_that_are_set_aside_come_last() {
    let settings = Settings { user_ignore_filters: vec!["archive/".to_owned()], ..Settings::default() };
    check_with(
        settings,
        "[[note$0\n//- archive/note.md\n//- my-note-x.md\n",
        expect![[r#"
        my-note-x (): [[my-note-x]]
        note (archive): [[note]]"#]],
    );
}

#[test]
fn r20_what_cannot_be_linked_is_not_proposed() {
    check("[[no$0\n//- no#1.md\n//- note.md\n", expect!["note (): [[note]]"]);
}

#[test]
fn r20_what_can_be_linked_is_found_behind_very_much_that_cannot() {
    let unlinkable: String = (0..300).map(|number| format!("//- no#{number}.md\n")).collect();
    check(&format!("[[no$0\n{unlinkable}//- a note.md\n"), expect!["a note (): [[a note]]"]);
}

#[test]
fn r21_two_notes_of_one_name_are_told_apart() {
    check(
        "[[note$0\n//- a/note.md\n//- b/c/note.md\n",
        expect![[r#"
        note (a): [[a/note]]
        note (b/c): [[b/c/note]]"#]],
    );
}

#[test]
fn ties_go_to_the_same_folder_then_to_the_most_linked() {
    let vault = "//- a/src.md\n[[note$0\n//- b/note3.md\n//- b/note2.md\n//- b/note4.md\n//- a/note1.md\n\
                 //- b/x.md\n[[note2]]\n";
    check(
        vault,
        expect![[r#"
        note1 (a): [[note1]]
        note2 (b): [[note2]]
        note3 (b): [[note3]]
        note4 (b): [[note4]]"#]],
    );
}

#[test]
fn nothing_typed_offers_the_neighbours_first_and_the_note_itself_later() {
    check(
        "//- a/src.md\n[[$0\n//- b/hub.md\n//- a/near.md\n//- c.md\n[[hub]]\n",
        expect![[r#"
        near (a): [[near]]
        hub (b): [[hub]]
        c (): [[c]]
        src (a): [[src]]"#]],
    );
}

#[test]
fn the_very_name_comes_first() {
    check(
        "//- a/src.md\n[[go$0\n//- a/gopher.md\n//- go.md\n",
        expect![[r#"
        go (): [[go]]
        gopher (a): [[gopher]]"#]],
    );
}

#[test]
fn a_list_never_grows_with_the_vault() {
    let files: String = (0..300).map(|n| format!("//- note{n:03}.md\n")).collect();
    let found = completions(&Fixture::new(&format!("[[note$0\n{files}"))).unwrap();
    assert_eq!(found.items.len(), MAX_ITEMS);
    assert!(found.incomplete);
}

#[test]
fn every_filter_begins_with_what_is_typed() {
    let vault = "[[Uber$0\n//- Über uns.md\n//- x/super.md\n---\naliases: [U-Bahn Reise]\n---\n# Umber\n";
    let fixture = Fixture::new(vault);
    let items = completions(&fixture).unwrap().items;
    assert!(items.len() >= 2);
    assert!(items.iter().all(|item| item.filter.starts_with("Uber")), "{items:?}");
}

#[test]
fn headings_of_the_linked_note() {
    let note = "\n//- note.md\n# Note\n## Plan: first\n## Other\n### Plan\n";
    check(
        &format!("[[note#$0{note}"),
        expect![[r#"
        Note (#): [[note#Note]]
        Plan: first (##): [[note#Plan first]]
        Other (##): [[note#Other]]
        Plan (###): [[note#Plan]]"#]],
    );
    check(
        &format!("[[note#pl$0{note}"),
        expect![[r#"
        Plan: first (##): [[note#Plan first]]
        Plan (###): [[note#Plan]]"#]],
    );
    check(&format!("[[note#other#$0{note}"), expect!["Plan (###): [[note#other#Plan]]"]);
    check(
        &format!("[[note#pl$0|shown]]{note}"),
        expect![[r#"
        Plan: first (##): [[note#Plan first|shown]]
        Plan (###): [[note#Plan|shown]]"#]],
    );
}

#[test]
fn headings_of_this_note_as_it_is_in_the_editor() {
    check("//- main.md open\n# One\n## Two\n[[#t$0]]\n", expect!["Two (##): [[#Two]]"]);
}

#[test]
fn r16_a_repeated_heading_gets_those_above() {
    check(
        "[[n#plan$0\n//- n.md\n# A\n## Plan\n# B\n## Plan\n",
        expect![[r#"
        Plan (##): [[n#Plan]]
        Plan (##): [[n#B#Plan]]"#]],
    );
}

#[test]
fn headings_of_all_notes() {
    check(
        "[[##gard$0\n//- a.md\n# Garden\n//- b.md\n# x\n## My garden\n",
        expect![[r#"
        Garden (a): [[a#Garden]]
        My garden (b): [[b#My garden]]"#]],
    );
    check("[[##gard$0]]\n//- a.md\n# Garden\n", expect!["Garden (a): [[a#Garden]]"]);
}

#[test]
fn blocks_of_the_linked_note() {
    let note = "\n//- note.md\nFirst words here. ^one\n\n- item\n- second ^two\n";
    check(
        &format!("[[note#^$0{note}"),
        expect![[r#"
        one (First words here.): [[note#^one]]
        two (second): [[note#^two]]"#]],
    );
    check(
        &format!("[[note#^tw$0]]{note}"),
        expect![[r#"
        two (second): [[note#^two]]
        one (First words here.): [[note#^one]]"#]],
    );
    check(&format!("[[note#^words$0]]{note}"), expect!["one (First words here.): [[note#^one]]"]);
}

#[test]
fn blocks_of_this_note_and_of_all() {
    check("Text. ^mine\n\n[[#^$0\n", expect!["mine (Text.): [[#^mine]]"]);
    check("[[^^$0\n//- note.md\nText. ^one\n", expect!["one (note): [[note#^one]]"]);
}

#[test]
fn display_texts() {
    check(
        "[[n|$0]]\n//- n.md\n---\naliases: [One, Two]\n---\n# Title\n",
        expect![[r#"
        One (alias): [[n|One]]
        Two (alias): [[n|Two]]
        Title (title): [[n|Title]]
        n (name): [[n|n]]"#]],
    );
    check(
        "[[n|t$0\n//- n.md\n---\naliases: [One, Two]\n---\n# Title\n",
        expect![[r#"
        Two (alias): [[n|Two]]
        Title (title): [[n|Title]]"#]],
    );
}

#[test]
fn a_display_that_would_end_the_link_is_left_out() {
    check("[[ar$0\n//- n.md\n---\naliases: ['arr[[0]]']\n---\n", expect!["arr[[0]] (n): [[n]]"]);
}

#[test]
fn a_label_is_one_line() {
    check("[[two$0\n//- n.md\n---\naliases: [\"two\\nlines\"]\n---\n", expect!["two lines (n): [[n]]"]);
}

#[test]
fn r02_in_a_table_the_bar_is_escaped() {
    check(
        "| a |\n|---|\n| [[art$0]] |\n//- AI.md\n---\naliases: Art\n---\n",
        expect![[r#"Art (AI): | [[AI\|Art]] |"#]],
    );
}

#[test]
fn r06_in_a_double_quoted_scalar_quotes_are_escaped() {
    check(
        "---\nup: \"[[art$0]]\"\n---\n//- AI.md\n---\naliases: ['Art \"x\"']\n---\n",
        expect![[r#"Art "x" (AI): up: "[[AI|Art \"x\"]]""#]],
    );
}

#[test]
fn r13_destinations_of_markdown_links() {
    let files = "\n//- a/b/my note.md\n# My (big) plan\n//- a/img.png\n";
    check(&format!("//- a/src.md\n[t](my$0){files}"), expect!["my note (a/b): [t](b/my%20note.md)"]);
    check(&format!("//- a/src.md\n[t](<my$0>){files}"), expect!["my note (a/b): [t](<b/my note.md>)"]);
    check(
        &format!("//- x/src.md\n[t](../a/b/m$0{files}"),
        expect!["a/b/my note (): [t](../a/b/my%20note.md)"],
    );
    check(&format!("//- a/src.md\n![t](im$0){files}"), expect!["img.png (a): ![t](img.png)"]);
    check(
        &format!("//- a/src.md\n[t](b/my%20note.md#$0){files}"),
        expect!["My (big) plan (#): [t](b/my%20note.md#my-big-plan)"],
    );
    check("# One two\n\n[t](#$0)\n", expect!["One two (#): [t](#one-two)"]);
}

#[test]
fn r17_a_block_in_a_markdown_link() {
    check(
        "[t](b.md#^t$0)\n//- b.md\nThe text ^t-1\n\nOne more ^m\n",
        expect!["^t-1 (The text): [t](b.md#^t-1)"],
    );
}

#[test]
fn r26_tags() {
    let notes = "\n//- a.md\n#Area/Garden #area\n//- b.md\n#area/garden #other\n";
    check(
        &format!("text #ar$0{notes}"),
        expect![[r#"
            area (2 notes): text #area
            Area/Garden (2 notes): text #Area/Garden"#]],
    );
    check(&format!("text #area/g$0{notes}"), expect!["Area/Garden (2 notes): text #Area/Garden"]);
    check(&format!("---\ntags: [ot$0]\n---\n{notes}"), expect!["other (1 note): tags: [other]"]);
}

#[test]
fn nothing_in_plain_text_or_code() {
    check("plain$0\n", expect!["nothing"]);
    check("`[[al$0`\n//- alpha.md\n", expect!["nothing"]);
}

/// Texts that are half typed, broken, or strange.
const STRANGE: &[&str] = &[
    "[[ü|é#x]]^[[[[#^é [[##ö [[^^ß ![[ |",
    "| a |\n|---|\n| [[a\\|b | ü]] | #é/ß |\n",
    "[t](<ü é.md#ö [u](a%2 [v](../../../x#^ ![w](é.png)\n",
    "---\ntags: [é, #b\naliases: \"[[ü\nup: '[[\n---\n#tag #é\u{301} [^1] \n\n[^1]: ü",
    "`[[a` %% [[b %% $[[c$ <!-- [[d -->\r\n[[e\r[[f\u{0}]]\u{feff}[[👩‍👩‍👧",
    "[[]] [[|]] [[#]] [[#^]] [[##]] [[^^]] [[a#]] [[a#b#]] [[a#^]] [[a|]] #",
];

#[test]
fn strange_texts_at_every_place() {
    for text in STRANGE {
        for (at, _) in text.char_indices() {
            let (before, after) = text.split_at(at);
            let fixture =
                Fixture::new(&format!("//- main.md\n{before}$0{after}\n//- ü é.md\n# ö x\nText ^b\n"));
            let (id, offset) = fixture.at();
            let text = fixture.view.read(id).unwrap().text;
            for item in completions(&fixture).unwrap_or_default().items {
                for span in [item.replace, item.insert_only] {
                    assert!(text.get(span.range()).is_some(), "{before}$0{after}: {item:?}");
                    assert!(span.touches(offset), "{before}$0{after}: {item:?}");
                }
            }
            wikilinks::features::hover::hover(&fixture.view, id, offset);
        }
    }
}

#[test]
fn a_long_line_is_no_query() {
    let typed = "é".repeat(100_000);
    assert!(
        completions(&Fixture::new(&format!("[[{typed}$0\n//- a.md\n"))).is_none_or(|it| it.items.is_empty())
    );
}

#[test]
fn thousands_of_headings() {
    let headings: String = (0..5000).map(|n| format!("## Heading {n}\n")).collect();
    let fixture = Fixture::new(&format!("[[#head$0]]\n\n{headings}"));
    let start = std::time::Instant::now();
    assert_eq!(completions(&fixture).unwrap().items.len(), MAX_ITEMS);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn r16_below_a_heading_that_is_none_there_is_nothing() {
    check("[[b#Nope#x$0\n//- b.md\n# Yes\n## xylophone\n", expect![[""]]);
    check("[[b#Yes#x$0\n//- b.md\n# Yes\n## xylophone\n", expect!["xylophone (##): [[b#Yes#xylophone]]"]);
}

#[test]
fn r17_a_long_block_is_cut_in_the_list() {
    let text = "word ".repeat(60);
    let fixture = Fixture::new(&format!("[[b#^$0\n//- b.md\n- {text}^id\n"));
    let shown = shown(&fixture);
    assert!(shown.contains('…') && shown.len() < 200, "{shown}");
}
