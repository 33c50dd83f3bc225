//! A link that is rewritten keeps its form (R23).

use expect_test::expect;

use super::check;

#[test]
fn r23_every_link_keeps_its_form() {
    check(
        r#"
//- a.md
[[no$0te]] ![[Note|shown]] [[note#H]] [[note#^id]] [[note.md]] [[x/note]] [[ note | s ]]
[t](x/note.md) [t](<x/note.md#H>) ![t](x/note.md "title") [[note|note]]
| [[note\|shown]] |
| --- |
😀😀 [[note]]を`[[note]]`

[id]: x/note.md
//- x/note.md
# H
text ^id
[[#H]] [[note]] [self](note.md)
//- y/b.md
---
up: "[[note]]"
also: '[[note|it''s]]'
---
[up](../x/note.md) [[../x/note]] [[/x/note]]
"#,
        "new name",
        expect![[r#"
            //- x/note.md -> x/new name.md
            //- a.md
            [[new name]] ![[new name|shown]] [[new name#H]] [[new name#^id]] [[new name.md]] [[x/new name]] [[ new name | s ]]
            [t](x/new%20name.md) [t](<x/new name.md#H>) ![t](x/new%20name.md "title") [[new name|note]]
            | [[new name\|shown]] |
            | --- |
            😀😀 [[new name]]を`[[note]]`

            [id]: x/new%20name.md
            //- x/note.md
            # H
            text ^id
            [[#H]] [[new name]] [self](new%20name.md)
            //- y/b.md
            ---
            up: "[[new name]]"
            also: '[[new name|it''s]]'
            ---
            [up](../x/new%20name.md) [[../x/new name]] [[/x/new name]]
        "#]],
    );
}

#[test]
fn r23_what_was_percent_encoded_is_so_again() {
    check(
        "[a](u$0.md) [b](%75.md)\n//- u.md\n",
        "ö ü",
        expect![[r#"
            //- u.md -> ö ü.md
            //- main.md
            [a](ö%20ü.md) [b](ö%20ü.md)
        "#]],
    );
    check(
        "[a](%C3%BC.md) [b](ü$0.md) [c](<ü.md>) [d](<%C3%BC.md>)\n//- ü.md\n",
        "ö é",
        expect![[r#"
            //- ü.md -> ö é.md
            //- main.md
            [a](%C3%B6%20%C3%A9.md) [b](ö%20é.md) [c](<ö é.md>) [d](<%C3%B6 %C3%A9.md>)
        "#]],
    );
}

#[test]
fn r23_a_path_changes_in_its_last_segment_alone_where_that_will_do() {
    check(
        "//- y/main.md\n[[X/no$0te]] [[.././x/note]] [t](../y/../x/note.md)\n//- x/note.md\n",
        "new",
        expect![[r#"
            //- x/note.md -> x/new.md
            //- y/main.md
            [[X/new]] [[.././x/new]] [t](../y/../x/new.md)
        "#]],
    );
}

#[test]
fn r23_a_moved_note_is_named_by_as_many_folders_as_before() {
    check(
        "[[note]] [[b/no$0te]] [[a/b/note]]\n//- a/b/note.md\n",
        "c/d/e/note",
        expect![[r#"
            //- a/b/note.md -> c/d/e/note.md
            //- main.md
            [[note]] [[e/note]] [[c/d/e/note]]
        "#]],
    );
}

#[test]
fn r23_a_bare_name_that_will_not_do_becomes_the_full_path() {
    check(
        "[[ol$0d]] [[new]]\n//- old.md\n//- a/b/new.md\n",
        "new",
        expect![[r#"
            //- old.md -> new.md
            //- main.md
            [[new]] [[a/b/new]]
        "#]],
    );
}

#[test]
fn r23_a_path_from_the_root_is_the_last_resort() {
    // `x/note` is another file, and `x/note.md` means `y/x/note.md` here.
    check(
        "//- y/main.md\n[t](x/ol$0d)\n//- x/old.md\n//- x/note\n//- y/x/note.md\n",
        "note",
        expect![[r#"
            //- x/old.md -> x/note.md
            //- y/main.md
            [t](/x/note.md)
        "#]],
    );
}

#[test]
fn r23_a_quoted_scalar_escapes_what_it_has_to() {
    check(
        "//- a.md\n---\nup: '[[ol$0d]]'\nalso: \"[[old|x]]\"\n---\n//- old.md\n",
        "it's",
        expect![[r#"
            //- old.md -> it's.md
            //- a.md
            ---
            up: '[[it''s]]'
            also: "[[it's|x]]"
            ---
        "#]],
    );
}

#[test]
fn r23_a_markdown_link_goes_on_starting_from_its_folder() {
    check(
        "//- x/main.md\n[t](no$0te.md) [[note]]\n//- x/note.md\n",
        "y/note",
        expect![[r#"
        //- x/note.md -> y/note.md
        //- x/main.md
        [t](../y/note.md) [[note]]
    "#]],
    );
    check(
        "//- main.md\n[[x/no$0te]]\n//- x/note.md\n[t](c.md) ![](i.png)\n//- x/c.md\n//- x/i.png\n",
        "y/note",
        expect![[r#"
            //- x/note.md -> y/note.md
            //- main.md
            [[y/note]]
            //- x/note.md
            [t](../x/c.md) ![](../x/i.png)
        "#]],
    );
}
