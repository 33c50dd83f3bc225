//! Semantic tokens, and linked editing.

use expect_test::{Expect, expect};
use wikilinks::features::linked_editing::linked_ranges;
use wikilinks::features::semantic_tokens::tokens;
use wikilinks::text::Span;

use crate::support::fixture::{Fixture, place};

fn check(vault: &str, range: Option<Span>, expected: Expect) {
    let fixture = Fixture::new(vault);
    let read = fixture.view.read(fixture.file("main.md").place.id).expect("readable");
    let range = range.unwrap_or(Span::new(0, read.text.len()));
    let found = tokens(&fixture.view, &read, range);
    assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{found:?}");
    let shown = found.into_iter().map(|token| {
        let unresolved = if token.unresolved { " unresolved" } else { "" };
        let (at, text) = (place(&read.text, token.span), token.span.of(&read.text));
        format!("{at} {:?}{unresolved} {text}\n", token.kind)
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn each_part_of_a_note_has_its_token() {
    check(
        "---\ntitle: A b\ntags: [x]\nup: \"[[b]]\"\nmap:\n  deeper: y\n---\n# H #tag\n[[b]] ![[i.png]] [[no]] \
         ![[b#no]] `[[code]]` [![](i.png)](b.md)\ntext ^id\n\n%% one\ntwo %% <!-- three -->\n//- b.md\n//- i.png\n",
        None,
        expect![[r#"
            2:1 Key title
            3:1 Key tags
            3:8 Tag x
            4:1 Key up
            4:6 Link [[b]]
            5:1 Key map
            8:5 Tag #tag
            9:1 Link [[b]]
            9:7 Embed ![[i.png]]
            9:18 Link unresolved [[no]]
            9:25 Embed unresolved ![[b#no]]
            9:46 Link [![](i.png)](b.md)
            10:6 BlockId ^id
            12:1 Comment %% one
            13:1 Comment two %%
            13:8 Comment <!-- three -->
        "#]],
    );
}

#[test]
fn broken_frontmatter_has_keys_too() {
    check(
        "---\ntitle: {{date}}\n\ttab: x\nkey:\n---\n",
        None,
        expect![[r#"
        2:1 Key title
        4:1 Key key
    "#]],
    );
}

#[test]
fn only_tokens_of_the_range_are_given() {
    check(
        "#one\n#two\n#three\n",
        Some(Span::new(5, 8)),
        expect![[r#"
        2:1 Tag #two
    "#]],
    );
}

fn check_linked(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let text = fixture.view.read(id).expect("readable").text;
    let spans = linked_ranges(&fixture.view, id, offset).into_iter();
    expected.assert_eq(
        &spans.map(|span| format!("{} {}\n", place(&text, span), span.of(&text))).collect::<String>(),
    );
}

#[test]
fn a_name_is_edited_together_with_the_links_to_it_in_its_note() {
    check_linked(
        "# A\n[[#Part]] [[#Part|x]]\n## Pa$0rt\n",
        expect![[r#"
        2:4 Part
        2:14 Part
        3:4 Part
    "#]],
    );
    check_linked(
        "text ^i$0d\n\n[[#^id]]\n",
        expect![[r#"
        1:7 id
        3:5 id
    "#]],
    );
    check_linked(
        "[[#^i$0d]]\n\ntext ^id\n",
        expect![[r#"
        1:5 id
        3:7 id
    "#]],
    );
    check_linked(
        "a[^1] and b[^1]\n\n[^$01]: text\n",
        expect![[r#"
        1:4 1
        1:14 1
        3:3 1
    "#]],
    );
}

#[test]
fn a_name_that_others_use_or_write_otherwise_is_not_edited_together() {
    check_linked("[[#Part]]\n# A\n## Pa$0rt\n//- b.md\n[[main#Part]]\n", expect![[r#""#]]);
    check_linked("[[#part]]\n# A\n## Pa$0rt\n", expect![[r#""#]]);
    check_linked("# A\n## Pa$0rt\n", expect![[r#""#]]);
    check_linked("# Ma$0in\n[[#Main]]\n", expect![[r#""#]]);
    check_linked("plain $0text\n", expect![[r#""#]]);
}
