//! Which links follow files that someone else moves, an editor say?

use std::fs;

use expect_test::{Expect, expect};
use wikilinks::index::FileId;
use wikilinks::plan::{Made, edits_for_moved, edits_for_moves_made};
use wikilinks::vault::VaultPath;

use crate::support::fixture::Fixture;

fn moves(fixture: &Fixture, moves: &[(&str, &str)]) -> Vec<(FileId, VaultPath)> {
    let to = |path| VaultPath::new(path).expect("a path");
    moves.iter().map(|(from, path)| (fixture.file(from).place.id, to(path))).collect()
}

/// The texts that are edited when an editor is about to make these moves.
fn check(vault: &str, these: &[(&str, &str)], expected: Expect) {
    let fixture = Fixture::new(vault);
    let plan = edits_for_moved(&fixture.view, &moves(&fixture, these)).expect("nothing stands against it");
    assert_eq!(plan.operations, [], "the editor moves the files");
    expected.assert_eq(&fixture.outcome(&plan));
}

#[test]
fn r22_a_file_may_take_the_place_of_another() {
    check(
        "[[a]] [[b]] [[c]]\n//- a.md\n//- b.md\n//- c.md\n",
        &[("a.md", "b.md")],
        expect![[r#"
            //- main.md
            [[b]] [[b]] [[c]]
        "#]],
    );
}

#[test]
fn r20_a_name_that_no_wikilink_can_hold_is_refused_where_one_would_have_to() {
    let fixture = Fixture::new("[[b|x]]\n//- b.md\n//- C.md\n");
    for name in ["C#.md", "C#d.md", "a|b.md", "a %% b.md", "x]].md"] {
        let refused = edits_for_moved(&fixture.view, &moves(&fixture, &[("b.md", name)]));
        let said = refused.expect_err(name).to_string();
        assert!(said.ends_with(", and no wikilink can hold that; choose another name"), "{said}");
        assert!(said.starts_with("the link [[b|x]] in main.md cannot lead to "), "{said}");
    }
    check(
        "[t](b.md#c)\n//- b.md\n# C\n",
        &[("b.md", "C#.md")],
        expect![[r#"
        //- main.md
        [t](C%23.md#c)
    "#]],
    );
    check(
        "[[x/b]] [[b]]\n//- x/b.md\n",
        &[("x/b.md", "C#/b.md")],
        expect![[r#"
        //- main.md
        [[b]] [[b]]
    "#]],
    );
}

#[test]
fn r22_two_files_may_change_places() {
    check(
        "[[a]] [[b]] [[c]]\n//- a.md\n//- b.md\n//- c.md\n",
        &[("a.md", "b.md"), ("b.md", "a.md")],
        expect![[r#"
            //- main.md
            [[b]] [[a]] [[c]]
        "#]],
    );
}

/// On systems that tell them apart, a name that differs in case alone is another file's.
#[cfg(target_os = "linux")]
#[test]
fn r09_a_file_that_comes_to_differ_in_case_alone_from_another_replaces_nothing() {
    check(
        "[[a]] [[NOTE]]\n//- a.md\n//- note.md\n",
        &[("a.md", "Note.md")],
        expect![[r#"
            //- main.md
            [[Note]] [[note]]
        "#]],
    );
}

/// The texts that are edited when `a.md` has become `x/b.md` on the disk, and `gone.md` has gone.
fn check_made(vault: &str, titles: bool, expected: Expect) {
    let fixture = Fixture::new(vault);
    let root = fixture.folder.path();
    fs::create_dir(root.join("x")).expect("a folder");
    fs::rename(root.join("a.md"), root.join("x/b.md")).expect("it is there");
    fs::remove_file(root.join("gone.md")).expect("it is there");
    let made = Made { created: &[], titles };
    let plan = edits_for_moves_made(&fixture.view, &moves(&fixture, &[("a.md", "x/b.md")]), made);
    expected.assert_eq(&plan.map_or_else(|refusal| refusal.0, |plan| fixture.outcome(&plan)));
}

#[test]
fn r25_a_note_that_has_gone_meanwhile_is_left_out_unless_it_is_open() {
    let vault = "[[a]]\n//- a.md\n# a\n[[a]] [t](main.md)\n//- gone.md";
    check_made(
        &format!("{vault}\n[[a]]\n"),
        true,
        expect![[r#"
            //- main.md
            [[b]]
            //- x/b.md
            # b
            [[b]] [t](../main.md)
        "#]],
    );
    check_made(
        &format!("{vault} open\n[[a]]\n"),
        false,
        expect![[r#"
            //- gone.md
            [[b]]
            //- main.md
            [[b]]
            //- x/b.md
            # a
            [[b]] [t](../main.md)
        "#]],
    );
}

#[test]
fn r25_a_note_that_has_gone_before_the_move_stops_it() {
    let fixture = Fixture::new("[[a]]\n//- a.md\n//- gone.md\n[[a]]\n");
    fs::remove_file(fixture.folder.path().join("gone.md")).expect("it is there");
    let refusal = edits_for_moved(&fixture.view, &moves(&fixture, &[("a.md", "b.md")])).unwrap_err();
    assert!(refusal.0.contains("gone.md"), "{refusal}");
}
