//! What says the name of a note in the note follows, and the old name stays as an alias when asked (R24).

use expect_test::{Expect, expect};
use wikilinks::vault::Settings;

use super::{check, check_with};

#[test]
fn r24_titles_that_say_the_name_follow() {
    check(
        "//- a.md\n[[Old na$0me#Old name|Old name]]\n//- Old name.md\n---\ntitle: Old name\nlinter-yaml-title-alias: 'Old name'\naliases: [Old name]\n---\n# Old name\n[[#Old name]]\n",
        "It's: new".replace(':', "").as_str(),
        expect![[r#"
            //- Old name.md -> It's new.md
            //- Old name.md
            ---
            title: It's new
            linter-yaml-title-alias: 'It''s new'
            aliases: [Old name]
            ---
            # It's new
            [[#It's new]]
            //- a.md
            [[It's new#It's new|Old name]]
        "#]],
    );
}

#[test]
fn r24_other_titles_stay() {
    check(
        "//- a.md\n[[b$0]]\n//- b.md\n---\ntitle: Something\n---\n# Else\n",
        "c",
        expect![[r#"
        //- b.md -> c.md
        //- a.md
        [[c]]
    "#]],
    );
}

#[test]
fn r24_a_setting_keeps_the_titles() {
    let settings = Settings { rename_updates_title: false, ..Settings::default() };
    check_with(
        settings,
        "//- a.md\n[[b$0#b]]\n//- b.md\n# b\n",
        "c",
        expect![[r#"
        //- b.md -> c.md
        //- a.md
        [[c#b]]
    "#]],
    );
}

#[test]
fn r24_the_old_name_becomes_an_alias_only_on_request() {
    let with_alias = |front: &str, expected: Expect| {
        let settings = Settings { rename_adds_alias: true, ..Settings::default() };
        check_with(settings, &format!("//- a.md\n[[2023$0]]\n//- 2023.md\n{front}text\n"), "b", expected);
    };
    with_alias(
        "",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases:
          - "2023"
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\ntags: x\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases:
          - "2023"
        tags: x
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases:\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases:
          - "2023"
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases: []\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases: ["2023"]
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases: [x, \"y\"]\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases: [x, "y", "2023"]
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases:\n- x\n- y\ntags: z\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- 2023.md
        ---
        aliases:
        - x
        - y
        - "2023"
        tags: z
        ---
        text
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases: x\n---\n",
        expect![[r#"
            //- 2023.md -> b.md
            //- 2023.md
            ---
            aliases: x, 2023
            ---
            text
            //- a.md
            [[b]]
        "#]],
    );
    with_alias(
        "---\naliases: [x, 2023]\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- a.md
        [[b]]
    "#]],
    );
    with_alias(
        "---\naliases: {{x}}\n---\n",
        expect![[r#"
        //- 2023.md -> b.md
        //- a.md
        [[b]]
    "#]],
    );
}

#[test]
fn a_note_by_its_first_heading() {
    check(
        "//- a.md\n[[b]]\n//- b.md\n# $0b\n",
        "c",
        expect![[r#"
        //- b.md -> c.md
        //- a.md
        [[c]]
        //- b.md
        # c
    "#]],
    );
}

#[test]
fn r24_a_cursor_on_the_title_renames_the_note() {
    check(
        "---\ntitle: A pl$0an\n---\n[[main]]\n//- b.md\n[[main]]\n",
        "new",
        expect![[r#"
        //- main.md -> new.md
        //- b.md
        [[new]]
        //- main.md
        ---
        title: A plan
        ---
        [[new]]
    "#]],
    );
}
