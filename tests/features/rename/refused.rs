//! What cannot be renamed, and why (R25).

use expect_test::expect;
use wikilinks::features::rename::rename;
use wikilinks::vault::Settings;

use super::{check, check_prepare, check_with};
use crate::support::fixture::Fixture;

/// Why what is at the cursor is not renamed.
fn refusal(fixture: &Fixture, new_name: &str) -> String {
    let (id, offset) = fixture.at();
    rename(&fixture.view, id, offset, new_name).unwrap_err().0
}

#[test]
fn r25_conflicts_are_refused() {
    let vault = "[[a$0]]\n//- a.md\n//- b.md\n";
    check(vault, "b", expect!["refused: b.md is already there; choose another name"]);
    check(vault, "B", expect!["refused: b.md is already there; choose another name"]);
    check(
        vault,
        "x#y",
        expect![[
            r##"refused: "x#y" cannot be the name of a note: it holds "#", and no wikilink can hold that"##
        ]],
    );
    check(
        vault,
        "what?",
        expect![[
            r#"refused: "what?" cannot be the name of a note: it holds "?", which Windows does not take"#
        ]],
    );
    check(
        vault,
        "../../out",
        expect![[
            r#"refused: "../../out" is no name for a note: write a name, or a path from the vault's root"#
        ]],
    );
    check(
        vault,
        ".hidden",
        expect![[r#"refused: ".hidden" cannot be the name of a note: it begins with a dot, which hides it"#]],
    );
    check(
        vault,
        "  ",
        expect![[r#"refused: "  " is no name for a note: write a name, or a path from the vault's root"#]],
    );
}

#[test]
fn r25_a_read_only_note_that_has_to_be_edited_is_refused() {
    let fixture = Fixture::new("[[a$0]]\n//- a.md\n//- b.md\n[[a]]\n");
    let path = fixture.folder.path().join("b.md");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    assert_eq!(refusal(&fixture, "c"), "b.md is read-only, and has to be edited too; make it writable first");
}

#[test]
fn r25_a_target_that_came_to_the_disk_meanwhile_is_refused() {
    let fixture = Fixture::new("[[a$0]]\n//- a.md\n");
    std::fs::write(fixture.folder.path().join("b.md"), "").unwrap();
    assert_eq!(refusal(&fixture, "b"), "b.md is already there; choose another name");
}

#[test]
fn r25_a_note_that_is_no_text_is_refused() {
    let fixture = Fixture::new("[[a$0]]\n//- a.md\n");
    std::fs::write(fixture.folder.path().join("a.md"), b"\xff\xfe[[x]]").unwrap();
    fixture.view.index.reload(&fixture.view.vault);
    assert_eq!(refusal(&fixture, "c"), "a.md cannot be read as text, so that its own links cannot be kept");
}

#[test]
fn r25_a_name_that_a_block_or_a_heading_cannot_have_is_refused() {
    let block = "//- main.md\n[[b#^o$0ld]]\n//- b.md\nText ^old\n\nMore ^other\n";
    check(block, "a b", expect![[r#"refused: "a b" is no block id: letters, digits and "-" only"#]]);
    let clash = || expect!["refused: another block of the note has this id"];
    check(block, "Other", clash());
    check("[[#^o$0ld]]\n\nBefore ^other\n\nText ^old\n", "Other", clash());
    check("# A$0\n", " ", expect!["refused: a new name is one line that is not empty"]);
    check("# A$0\n", "x\ny", expect!["refused: a new name is one line that is not empty"]);
}

#[test]
fn r25_a_name_that_cannot_stand_as_an_alias_is_refused() {
    let last = "---\naliases: x, A$0I\n---\n";
    check(last, "a, b", expect![[r#"refused: "a, b" cannot stand here as an alias"#]]);
    check(last, "", expect![[r#"refused: "" cannot stand here as an alias"#]]);
    check(last, "a #b", expect![[r#"refused: "a #b" would be read as something else than an alias"#]]);
}

#[test]
fn r25_a_name_that_a_footnote_or_a_tag_cannot_have_is_refused() {
    for name in ["", "^", "a]", "a|b", "#a"] {
        let fixture = Fixture::new("a[^1]\n\n[^$01]: One.\n");
        let why = refusal(&fixture, name);
        assert!(why.ends_with("is no label of a footnote: no spaces, and none of [ ] ^ | #"), "{why}");
    }
    check(
        "#ar$0ea\n",
        "a b",
        expect![[r#"refused: "a b" is no tag: letters, digits, "_", "-" and "/", and not digits alone"#]],
    );
}

#[test]
fn r25_a_name_that_makes_something_else_of_a_heading_is_refused() {
    check("A$0\n===\n", "- b", expect!["refused: the new name would change the note's structure"]);
}

#[test]
fn r24_a_part_of_a_link_that_names_nothing_is_refused_with_what_to_do() {
    check_prepare(
        "[[b#Gone$0]]\n//- b.md\n# B\n",
        expect![
            "refused: this part of the link names nothing that can be renamed; put the cursor on the note's name"
        ],
    );
    check_prepare("[[b$0#Gone]]\n//- b.md\n# B\n", expect![[r#""b", now "b""#]]);
}

#[test]
fn r24_headings_that_name_each_other_in_a_very_long_chain_are_refused() {
    let mut headings = vec!["## z [[b]]".to_owned()];
    let mut text = "z b".to_owned();
    for number in 0..9 {
        headings.push(format!("## y{number} [[#{text}]]"));
        text = format!("y{number} {text}");
    }
    let vault = |count: usize| format!("{}\n[[b$0]]\n//- b.md\n", headings[..count].join("\n"));
    let few = Fixture::new(&vault(3));
    let (id, offset) = few.at();
    let plan = rename(&few.view, id, offset, "c").unwrap();
    assert!(
        few.outcome(&plan).contains("## z [[c]]\n## y0 [[#z c]]\n## y1 [[#y0 z c]]\n"),
        "{}",
        few.outcome(&plan)
    );
    check(
        &vault(10),
        "c",
        expect![
            "refused: links in headings lead to headings that hold links themselves, too many in a row; rename these headings first"
        ],
    );
}

#[test]
fn a_new_name_that_is_the_old_one_changes_nothing() {
    for vault in [
        "# A\n## B$0\n[[#B]]\n",
        "text ^B$0\n\n[[#^B]]\n",
        "x[^B]\n\n[^B$0]: y\n",
        "#B$0 #B/c\n",
        "---\naliases: B$0\n---\n",
        "[[B$0]]\n//- B.md\n",
    ] {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        let plan = rename(&fixture.view, id, offset, "B").unwrap();
        assert!(plan.edits.is_empty() && plan.operations.is_empty(), "{vault}");
    }
    check(
        "#B$0 #b\n//- a.md\n#b\n//- c.md\n#B\n",
        "B",
        expect![[r#"
        //- a.md
        #B
        //- main.md
        #B #B
    "#]],
    );
}

#[test]
fn r22_a_name_that_would_hide_a_link_is_refused() {
    let vault = "# A\n## Plan$0\n\n[[#Plan]] and [[#Plan]]\n";
    check(
        vault,
        "`",
        expect![
            "refused: the link [[#Plan]] in main.md would be read as something else; choose another name"
        ],
    );
    check(
        vault,
        "]",
        expect![
            "refused: the link [[#Plan]] in main.md would be read as something else; choose another name"
        ],
    );
    check(
        vault,
        "a `b` c",
        expect![[r#"
        //- main.md
        # A
        ## a `b` c

        [[#a `b` c]] and [[#a `b` c]]
    "#]],
    );
    let display = Settings { rename_updates_display: true, ..Settings::default() };
    let vault =
        "---\naliases: [old$0]\n---\n//- b.md\n[[main|old]] and [[main|old]]\n\n| [[main\\|old]] |\n|---|\n";
    check_with(
        display.clone(),
        vault,
        "`",
        expect![[r#"
            //- main.md
            ---
            aliases: ["`"]
            ---
        "#]],
    );
    check_with(
        display.clone(),
        vault,
        "x]]y",
        expect![[r#"
            //- main.md
            ---
            aliases: ["x]]y"]
            ---
        "#]],
    );
    check_with(
        display.clone(),
        vault,
        "a|b",
        expect![[r#"
        //- b.md
        [[main|a|b]] and [[main|a|b]]

        | [[main\|a\|b]] |
        |---|
        //- main.md
        ---
        aliases: [a|b]
        ---
    "#]],
    );
    check_with(
        display,
        vault,
        "new",
        expect![[r#"
        //- b.md
        [[main|new]] and [[main|new]]

        | [[main\|new]] |
        |---|
        //- main.md
        ---
        aliases: [new]
        ---
    "#]],
    );
}
