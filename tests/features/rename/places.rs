//! Headings, blocks, tags, aliases and footnotes.

use expect_test::expect;
use wikilinks::vault::Settings;

use super::{check, check_with};

#[test]
fn a_heading_with_every_link_to_it() {
    check(
        "//- main.md\n[[b#Gar$0den]] [[b#T#garden|x]] [t](b.md#garden)\n//- b.md\n# T\n## Garden\n[[#garden]] [[#Other]]\n",
        "The *new* garden",
        expect![[r#"
            //- b.md
            # T
            ## The *new* garden
            [[#The *new* garden]] [[#Other]]
            //- main.md
            [[b#The *new* garden]] [[b#T#The *new* garden|x]] [t](b.md#the-new-garden)
        "#]],
    );
}

#[test]
fn r23_a_link_to_a_heading_goes_on_saying_its_text_or_its_slug() {
    check(
        "//- main.md\n[[b#gar$0den]] [t](b.md#Garden) [t](b.md#garden)\n//- b.md\n# Garden\n",
        "Plot",
        expect![[r#"
            //- b.md
            # Plot
            //- main.md
            [[b#Plot]] [t](b.md#Plot) [t](b.md#plot)
        "#]],
    );
}

#[test]
fn r23_a_link_to_a_heading_keeps_the_headings_above_that_it_names() {
    check(
        "//- main.md\n[[b#T#See shown]] [[b#T#See x shown]] [[b#See shown]]\n//- b.md\n# T\n## S$0ee [[x|shown]]\n//- x.md\n",
        "New",
        expect![[r#"
            //- b.md
            # T
            ## New
            //- main.md
            [[b#T#New]] [[b#T#New]] [[b#New]]
        "#]],
    );
}

#[test]
fn a_heading_that_would_take_the_links_of_another() {
    check(
        "//- main.md\n[[b#B]]\n//- b.md\n# T\n## $0A\n## B\n",
        "B",
        expect![
            "refused: the link [[b#B]] in main.md could not be written so that it still leads to b.md; choose another name"
        ],
    );
}

#[test]
fn a_block_id() {
    check(
        "//- main.md\n[[b#^o$0ld]]\n//- b.md\nText ^old\n",
        "new-1",
        expect![[r#"
        //- b.md
        Text ^new-1
        //- main.md
        [[b#^new-1]]
    "#]],
    );
}

#[test]
fn r26_a_tag_with_those_nested_in_it() {
    check(
        "//- a.md\n#ar$0ea #Area/x #areas\n//- b.md\n---\ntags: [area/y, \"#area\"]\n---\n",
        "field/one",
        expect![[r##"
            //- a.md
            #field/one #field/one/x #areas
            //- b.md
            ---
            tags: [field/one/y, "#field/one"]
            ---
        "##]],
    );
}

#[test]
fn r12_an_alias_keeps_its_quotes_and_the_display_texts_unless_asked() {
    let vault = "//- main.md\n[[b|AI]] [[b|ai]] [[other|AI]]\n| [[b\\|AI]] |\n| --- |\n//- b.md\n---\naliases: [A$0I, 'x']\n---\n//- other.md\n";
    check(
        vault,
        "Machine, learning",
        expect![[r#"
        //- b.md
        ---
        aliases: ["Machine, learning", 'x']
        ---
    "#]],
    );
    let settings = Settings { rename_updates_display: true, ..Settings::default() };
    check_with(
        settings,
        vault,
        "ML",
        expect![[r#"
        //- b.md
        ---
        aliases: [ML, 'x']
        ---
        //- main.md
        [[b|ML]] [[b|ai]] [[other|AI]]
        | [[b\|ML]] |
        | --- |
    "#]],
    );
}

#[test]
fn r12_where_aliases_are_targets_links_follow_them() {
    let settings = Settings { aliases_resolve: true, ..Settings::default() };
    let vault = "//- main.md\n[[ai]] [[b]] [[AI|x]]\n//- b.md\n---\naliases: A$0I, x\n---\n";
    check_with(
        settings,
        vault,
        "ML",
        expect![[r#"
        //- b.md
        ---
        aliases: ML, x
        ---
        //- main.md
        [[ML]] [[b]] [[ML|x]]
    "#]],
    );
}

#[test]
fn r12_the_display_text_of_a_link_by_alias_follows_too() {
    let settings = Settings { aliases_resolve: true, rename_updates_display: true, ..Settings::default() };
    let vault = "//- main.md\n[[AI|AI]]\n//- b.md\n---\naliases: A$0I\n---\n";
    check_with(
        settings,
        vault,
        "ML",
        expect![[r#"
            //- b.md
            ---
            aliases: ML
            ---
            //- main.md
            [[ML|ML]]
        "#]],
    );
}

#[test]
fn r18_a_footnote_with_its_references_and_links() {
    let vault = "//- main.md\nA[^1] b[^1] `[^1]` c[^2] [[#[^1]]]\n\n[^$01]: One.\n[^2]: Two.\n//- b.md\n[[main#[^1]|x]] [^1]\n";
    check(
        vault,
        "long",
        expect![[r#"
        //- b.md
        [[main#[^long]|x]] [^1]
        //- main.md
        A[^long] b[^long] `[^1]` c[^2] [[#[^long]]]

        [^long]: One.
        [^2]: Two.
    "#]],
    );
    check(vault, "2", expect!["refused: the note has a footnote [^2] already"]);
    check(
        vault,
        "a b",
        expect![[r#"refused: "a b" is no label of a footnote: no spaces, and none of [ ] ^ | #"#]],
    );
}

#[test]
fn r18_a_footnote_in_the_text_of_a_link_and_one_without_its_bracket() {
    check(
        "A [see [^1]](b.md) [^1\n\n[^$01]: One.\n//- b.md\n",
        " ^new ",
        expect![[r#"
        //- main.md
        A [see [^new]](b.md) [^1

        [^new]: One.
    "#]],
    );
}
