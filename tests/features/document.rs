//! Links to click, folds, growing selections, and highlights in one note.

use expect_test::{Expect, expect};
use wikilinks::features::document_links::{document_links, link_target};
use wikilinks::features::folding::folds;
use wikilinks::features::highlight::highlights;
use wikilinks::features::selection::selection;

use crate::support::fixture::{Fixture, place};

#[test]
fn links_that_lead_to_a_file_can_be_clicked() {
    let fixture = Fixture::new(
        "//- a.md\n[[b]] [[gone]] [x](b.md#garden) ![[i.png]] [[b#no]] [[b#^id|y]] [[#Here]]\n# Here\n\
         //- b.md\n# The B\n## Garden\ntext ^id\n//- i.png\n",
    );
    let (id, text) = (fixture.file("a.md").place.id, fixture.text("a.md"));
    let shown = document_links(&fixture.view, id).into_iter().map(|span| {
        let target = link_target(&fixture.view, id, span).expect("it leads somewhere");
        format!("{} -> {}, {}\n", span.of(&text), fixture.show(&target.location), target.tooltip)
    });
    expect![[r#"
        [[b]] -> b.md:1:1 "", The B (b.md)
        [x](b.md#garden) -> b.md:2:4 "Garden", The B > Garden (b.md)
        ![[i.png]] -> i.png, i.png
        [[b#no]] -> b.md:1:1 "", The B (b.md)
        [[b#^id|y]] -> b.md:3:1 "", The B > ^id (b.md)
        [[#Here]] -> a.md:2:3 "Here", Here > Here (a.md)
    "#]]
    .assert_eq(&shown.collect::<String>());
}

fn check_folds(vault: &str, limit: usize, expected: Expect) {
    let fixture = Fixture::new(vault);
    let read = fixture.view.read(fixture.file("main.md").place.id).expect("readable");
    let format = read.file.format.expect("a note");
    let shown = folds(&read.text, &read.note, format, limit).into_iter().map(|fold| {
        let first = read.note.lines.line_span(fold.first as usize).of(&read.text);
        let comment = if fold.comment { " comment" } else { "" };
        format!("{}-{}{comment} {first}\n", fold.first + 1, fold.last + 1)
    });
    expected.assert_eq(&shown.collect::<String>());
}

const FOLDS: &str = "---\ntitle: x\n---\n# A\n\ntext\n\n## B\n> [!note] Call\n> out\n>\n> end\n\n```\n> code\n> more\n```\n\n%%\nhidden\n%%\n<!-- a\nb -->\nSetext\n======\n> one\n\n\n";

#[test]
fn sections_frontmatter_code_callouts_and_comments_fold() {
    check_folds(
        FOLDS,
        usize::MAX,
        expect![[r#"
        1-3 ---
        4-23 # A
        8-23 ## B
        9-12 > [!note] Call
        14-17 ```
        19-21 comment %%
        22-23 comment <!-- a
        24-26 Setext
    "#]],
    );
}

#[test]
fn of_too_many_folds_the_largest_stay() {
    check_folds(
        FOLDS,
        2,
        expect![[r#"
        4-23 # A
        8-23 ## B
    "#]],
    );
}

fn check_selection(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let read = fixture.view.read(id).expect("readable");
    let spans = selection(&read.text, &read.note, offset);
    assert!(spans.windows(2).all(|pair| pair[1].contains(pair[0]) && pair[1] != pair[0]), "{spans:?}");
    expected
        .assert_eq(&spans.into_iter().map(|span| format!("{:?}\n", span.of(&read.text))).collect::<String>());
}

#[test]
fn a_selection_grows_from_a_word_in_a_link_to_the_note() {
    check_selection(
        "# A\n\nFirst.\n\n- See [[My note#Gar$0den|x]] there.\n  More.\n\n## B\n",
        expect![[r##"
            "Garden"
            "My note#Garden"
            "[[My note#Garden|x]]"
            "- See [[My note#Garden|x]] there."
            "- See [[My note#Garden|x]] there.\n  More."
            "# A\n\nFirst.\n\n- See [[My note#Garden|x]] there.\n  More.\n\n## B\n"
        "##]],
    );
}

#[test]
fn a_selection_in_an_empty_note_or_at_the_end_is_what_there_is() {
    check_selection("$0", expect![[r#""#]]);
    check_selection(
        "語$0\r\n",
        expect![[r#"
        "語"
        "語\r\n"
    "#]],
    );
}

fn check_highlights(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let text = fixture.view.read(id).expect("readable").text;
    let shown = highlights(&fixture.view, id, offset).into_iter().map(|found| {
        let kind = if found.definition { " definition" } else { "" };
        format!("{} {}{kind}\n", place(&text, found.span), found.span.of(&text))
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn links_with_the_same_target_are_highlighted_however_they_are_written() {
    check_highlights(
        "[[x/b$0]] [[B|shown]] [[b#H]] [md](x/b.md) [[c]] [[b#no]]\n//- x/b.md\n# T\n# H\n//- c.md\n",
        expect![[r#"
            1:1 [[x/b]]
            1:9 [[B|shown]]
            1:29 [md](x/b.md)
        "#]],
    );
}

#[test]
fn a_heading_is_highlighted_with_the_links_to_it() {
    check_highlights(
        "# A\n[[#Part]] [[main#part]] [[#A]] [[main]]\n## Pa$0rt\n",
        expect![[r#"
        2:1 [[#Part]]
        2:11 [[main#part]]
        3:4 Part definition
    "#]],
    );
    check_highlights(
        "# A$0\n[[#Part]] [[#A]] [[main]]\n## Part\n",
        expect![[r#"
        1:3 A definition
        2:11 [[#A]]
        2:18 [[main]]
    "#]],
    );
}

#[test]
fn what_is_missing_is_highlighted_by_what_is_written() {
    check_highlights(
        "[[No$0pe]] [[nope|x]] [[other]] [[main#nope]]\n",
        expect![[r#"
        1:1 [[Nope]]
        1:10 [[nope|x]]
    "#]],
    );
}

#[test]
fn r26_a_tag_is_highlighted_with_those_nested_in_it() {
    check_highlights(
        "---\ntags: [area/x]\n---\n#Are$0a #areas #area/y\n",
        expect![[r#"
        2:8 area/x
        4:2 Area
        4:15 area/y
    "#]],
    );
    check_highlights("plain $0text\n", expect![[r#""#]]);
}
