//! An embed as the text that it shows.

use expect_test::{Expect, expect};
use wikilinks::plan::inline;

use crate::support::fixture::Fixture;

/// What becomes of the note with the cursor, or why nothing does.
fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let shown = match inline(&fixture.view, id, offset) {
        Ok(plan) => format!("{}\n{}", plan.title, fixture.outcome(&plan)),
        Err(refusal) => refusal.to_string(),
    };
    expected.assert_eq(&shown);
}

#[test]
fn r22_a_section_takes_the_place_of_its_embed_and_its_links_lead_where_they_led() {
    check(
        "//- a/main.md\n# Main\n![[x/note#Pa$0rt]]\n[[#Main]] [[#Last]]\n# Last\n\
         //- x/note.md\n# Note\n## Part\n[[#Note]] [[./near|n]] [[far]] [[gone]] [m](near.md) `[[#x]]` ^blk\n\n## Other\n\
         //- x/near.md\n[[main#Last]]\n//- far.md\n",
        expect![[r#"
            Replace the embed by the text of "x/note"
            //- a/main.md
            # Main

            ## Part
            [[note#Note]] [[../x/near|n]] [[far]] [[gone]] [m](near.md) `[[#x]]`

            [[#Main]] [[#Last]]
            # Last
        "#]],
    );
}

#[test]
fn a_whole_note_comes_without_its_frontmatter() {
    check(
        "Before\n\n![[note$0]]\n\nBehind\n//- note.md\n---\ntags: [a]\n---\n\n- one\n- [[main]]\n\n",
        expect![[r#"
            Replace the embed by the text of "note"
            //- main.md
            Before

            - one
            - [[main]]

            Behind
        "#]],
    );
}

#[test]
fn a_block_of_one_line_stands_anywhere_in_a_line_and_leaves_its_id() {
    check(
        "- See ![[note#^b$01]] there\n//- note.md\nOne [[note]] line ^b1\n",
        expect![[r#"
            Replace the embed by the text of "note"
            //- main.md
            - See One [[note]] line there
        "#]],
    );
    check(
        "![[note#^tab$0]]\n//- note.md\n| a | b |\n|---|---|\n| [[#^tab\\|x]] | 2 |\n\n^tab\n",
        expect![[r#"
            Replace the embed by the text of "note"
            //- main.md
            | a | b |
            |---|---|
            | [[note#^tab\|x]] | 2 |
        "#]],
    );
}

#[test]
fn in_a_list_or_a_quote_the_text_is_a_part_of_it() {
    check(
        "> [!note] Title\n> ![[note$0]]\n> more\n//- note.md\n# A\n\nb [[note]]\n\n```\nc\n```\n",
        expect![[r#"
            Replace the embed by the text of "note"
            //- main.md
            > [!note] Title
            > # A
            >
            > b [[note]]
            >
            > ```
            > c
            > ```
            >
            > more
        "#]],
    );
    check(
        "> intro\n> ![[note$0]]\n\nbehind\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        > intro
        > 
        > a
        >
        > b

        behind
    "#]],
    );
    check(
        "- one\n  - ![[note$0]]\n- two\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        - one
          - a

            b
        - two
    "#]],
    );
    check(
        "1. [ ] ![[note$0]]\n2. two\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        1. [ ] a

           b
        2. two
    "#]],
    );
}

#[test]
fn items_take_the_place_of_the_item_that_embeds_them() {
    check(
        "- one\n  - ![[note$0]]\n- two\n//- note.md\n- a\n  - [[a]]\n- b\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        - one
          - a
            - [[a]]
          - b
        - two
    "#]],
    );
    check(
        "- [ ] ![[note$0]]\n//- note.md\n- [x] a\n- [x] b\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        - [ ] a
        - [x] b
    "#]],
    );
    check(
        "1. ![[note$0]]\n2. two\n//- note.md\n- a\n- b\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        1. - a
           - b
        2. two
    "#]],
    );
    check(
        "- ![[note#^i$0]]\n//- note.md\n- [ ] a\n- b [[note]] ^i\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        - b [[note]]
    "#]],
    );
}

#[test]
fn among_words_the_marks_of_an_item_or_a_quote_are_left_out() {
    check(
        "See ![[note#^i$0]] there\n//- note.md\n- [x] done ^i\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        See done there
    "#]],
    );
    check(
        "See ![[note#^i$0]]\n//- note.md\n> said [^x] ^i\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        See said [^x]
    "#]],
    );
    check(
        "See ![[note#^i$0]]\n//- note.md\n#tag in front ^i\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        See #tag in front
    "#]],
    );
}

#[test]
fn among_words_only_the_marks_that_markdown_knows_are_left_out() {
    for (text, kept) in [
        ("12. x", "x"),
        ("2) x", "x"),
        ("+ x", "x"),
        ("* x", "x"),
        ("> - x", "x"),
        ("- [[main]] x", "[[main]] x"),
        ("- [^1] x", "[^1] x"),
        ("- [x]y", "[x]y"),
        ("- ab] c", "ab] c"),
        ("1> 0", "1> 0"),
        (". x", ". x"),
        ("1234567890. x", "1234567890. x"),
        ("-5 degrees", "-5 degrees"),
        ("[x] y", "[x] y"),
    ] {
        let fixture = Fixture::new(&format!("See ![[note#^b$0]]\n//- note.md\n{text} ^b\n"));
        let (id, offset) = fixture.at();
        let outcome = inline(&fixture.view, id, offset).map(|plan| fixture.outcome(&plan));
        assert_eq!(outcome, Ok(format!("//- main.md\nSee {kept}\n")), "{text}");
    }
}

#[test]
fn lines_stand_under_the_text_of_their_item() {
    check(
        "-   ![[note$0]]\n- two\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        -   a

            b
        - two
    "#]],
    );
    check(
        "-\t![[note$0]]\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        -	a

         	b
    "#]],
    );
    check(
        "> >   ![[note$0]]\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        > >   a
        > >
        > >   b
    "#]],
    );
    check(
        "  ![[note$0]]\n//- note.md\na\n\nb\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
          a

          b
    "#]],
    );
    check(
        "-   ![[note$0]]\n//- note.md\n- a\n- b\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        -   - a
            - b
    "#]],
    );
    check(
        "- ![[note$0]]\n//- note.md\n-   a\n\n    b\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        -   a

            b
    "#]],
    );
}

#[test]
fn lines_end_as_those_of_the_note_around_them() {
    let outcome = |vault: &str| {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        inline(&fixture.view, id, offset).map(|plan| fixture.outcome(&plan))
    };
    assert_eq!(
        outcome("![[note$0]]\\r\nmore\\r\n//- note.md\na\n\nb\n"),
        Ok("//- main.md\na\r\n\r\nb\r\n\r\nmore\r\n".to_owned())
    );
    assert_eq!(
        outcome("![[note$0]]\nmore\n//- note.md\na\\r\n\\r\nb\\r\n"),
        Ok("//- main.md\na\n\nb\n\nmore\n".to_owned())
    );
}

#[test]
fn r18_links_go_on_leading_to_the_footnotes_before_and_behind_the_embed() {
    check(
        "a[^a] [[#[^a]]]\n\n[^a]: before\n\n![[note$0]]\n\nb[^b] [[#[^b]]]\n\n[^b]: behind\n\
         //- note.md\nc[^c]\n\n[^c]: shown\n",
        expect![[r#"
            Replace the embed by the text of "note"
            //- main.md
            a[^a] [[#[^a]]]

            [^a]: before

            c[^c]

            [^c]: shown

            b[^b] [[#[^b]]]

            [^b]: behind
        "#]],
    );
}

#[test]
fn r02_a_line_in_a_table_gets_backslashes() {
    check(
        "| a |\n|---|\n| ![[note#^i$0]] |\n//- note.md\n- x [[note|shown]] `a|b` ^i\n",
        expect![[r#"
        Replace the embed by the text of "note"
        //- main.md
        | a |
        |---|
        | x [[note\|shown]] `a\|b` |
    "#]],
    );
}

#[test]
fn what_would_mean_something_else_stays_an_embed() {
    for (vault, why) in [
        ("[[note$0]]\n//- note.md\ntext\n", "there is no embed of a note here"),
        ("![[gone$0]]\n", "the embed leads nowhere"),
        ("![[i.png$0]]\n//- i.png\n", "i.png is not a note"),
        ("![[note$0]]\n//- note.md\n", "the embed shows no text"),
        ("![[note$0]]\n//- note.md\n\n", "the embed shows no text"),
        ("# A\n![[#A$0]]\n", "the embed shows itself"),
        ("See ![[note$0]]\n//- note.md\na\n\nb\n", "the embed shows several lines, and stands in one"),
        ("See ![[note#A$0]]\n//- note.md\n# A\n", "the embed shows several lines, and stands in one"),
        ("| ![[note$0]] |\n|---|\n//- note.md\na\n\nb\n", "the embed shows several lines, and stands in one"),
        (
            "![[note$0]]\n//- note.md\ntext[^1]\n\n[^1]: x\n//- other.md\n[[main#[^1]]]\n",
            "links would come to mean something else; copy the text by hand",
        ),
        (
            "![[note#Part$0]]\n//- note.md\n# Part\na[^1]\n\n# End\n[^1]: x\n",
            "the text shares a footnote with the rest of its note",
        ),
        (
            "![[note$0]]\n\na[^1]\n\n[^1]: mine\n//- note.md\nb[^1]\n\n[^1]: theirs\n",
            "both notes have a footnote of the same name",
        ),
        (
            "![[note$0]]\n===\n//- note.md\n- x\n",
            "links would come to mean something else; copy the text by hand",
        ),
        (
            "![[note$0]]\n\n[[#Same]]\n# Same\n//- note.md\n# Same\n",
            "links would come to mean something else; copy the text by hand",
        ),
        (
            "![[note$0]]\n\n# Same\n//- note.md\n# Same\n//- other.md\n[[main#Same]]\n",
            "links would come to mean something else; copy the text by hand",
        ),
        (
            "![[note#Part$0]]\n//- note.md\n# Part\n[a]\n\n# End\n[a]: x.md\n//- x.md\n",
            "this part of the note cannot be moved: links of the note are defined in another place than they stand",
        ),
    ] {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        let outcome = inline(&fixture.view, id, offset).map(|plan| fixture.outcome(&plan));
        assert_eq!(outcome.map_err(|refusal| refusal.0), Err(why.to_owned()), "{vault}");
    }
}
