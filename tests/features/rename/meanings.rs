//! Every link goes on leading where it led (R22).

use expect_test::expect;
use wikilinks::vault::Settings;

use super::{check, check_with};

#[test]
fn r22_links_to_others_that_the_new_name_would_capture() {
    check(
        "//- x/main.md\n[[ol$0d]] [[new]] [[new#H]]\n//- old.md\n//- y/new.md\n# H\n",
        "new",
        expect![[r#"
        //- old.md -> new.md
        //- x/main.md
        [[new]] [[y/new]] [[y/new#H]]
    "#]],
    );
}

#[test]
fn r22_links_to_others_that_the_old_name_leaves_to() {
    check(
        "//- main.md\n[[a/note$0]] [[note]]\n//- a/note.md\n//- b/note.md\n",
        "other",
        expect![[r#"
        //- a/note.md -> a/other.md
        //- main.md
        [[a/other]] [[other]]
    "#]],
    );
}

#[test]
fn r22_relative_links_inside_a_moved_note() {
    check(
        "//- main.md\n[[x/no$0te]]\n//- x/note.md\n[[./c]] [t](c.md) [[c]] ![](i.png) [[../main]]\n//- x/c.md\n//- x/i.png\n",
        "y/z/note",
        expect![[r#"
            //- x/note.md -> y/z/note.md
            //- main.md
            [[y/z/note]]
            //- x/note.md
            [[../../x/c]] [t](../../x/c.md) [[c]] ![](../../x/i.png) [[../../main]]
        "#]],
    );
}

#[test]
fn r22_a_link_that_leads_nowhere_still_does() {
    check(
        "[[a$0]] [[new]]\n//- a.md\n",
        "new",
        expect![
            "refused: [[new]] in main.md leads nowhere now and would lead here; choose another name, or set rename.adopt_unresolved = true"
        ],
    );
    let settings = Settings { rename_adopts_unresolved: true, ..Settings::default() };
    check_with(
        settings,
        "[[a$0]] [[new]]\n//- a.md\n",
        "new",
        expect![[r#"
        //- a.md -> new.md
        //- main.md
        [[new]] [[new]]
    "#]],
    );
}

#[test]
fn r22_a_link_in_a_heading_renames_the_heading_and_the_links_to_it_follow() {
    check(
        "//- main.md\n[[old$0]] [[b#See old]] [[c#All of b See old]]\n//- old.md\n//- b.md\n# See [[old]]\n//- c.md\n# All of [[b#See old]]\n",
        "new",
        expect![[r#"
            //- old.md -> new.md
            //- b.md
            # See [[new]]
            //- c.md
            # All of [[b#See new]]
            //- main.md
            [[new]] [[b#See new]] [[c#All of b See new]]
        "#]],
    );
}

#[test]
fn r22_a_link_past_the_headings_still_leads_past_them() {
    check(
        "//- main.md\n[t](x$0#y)\n//- x.md\n# x\n",
        "y",
        expect![
            "refused: [t](x#y) in main.md leads nowhere now and would lead here; choose another name, or set rename.adopt_unresolved = true"
        ],
    );
}
