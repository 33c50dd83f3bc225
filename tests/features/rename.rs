//! What is renamed here, and how?

use expect_test::{Expect, expect};
use wikilinks::features::rename::{prepare, rename};
use wikilinks::plan::Reason;
use wikilinks::vault::Settings;

use crate::support::fixture::Fixture;

/// What the vault becomes, or why nothing is renamed.
fn check_with(settings: Settings, vault: &str, new_name: &str, expected: Expect) {
    let fixture = Fixture::with_settings(vault, settings);
    let (id, offset) = fixture.at();
    let shown = match rename(&fixture.view, id, offset, new_name) {
        Ok(plan) => fixture.outcome(&plan),
        Err(refusal) => format!("refused: {refusal}"),
    };
    expected.assert_eq(&shown);
}

fn check(vault: &str, new_name: &str, expected: Expect) {
    check_with(Settings::default(), vault, new_name, expected);
}

fn check_prepare(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let text = fixture.view.read(id).unwrap().text;
    let shown = match prepare(&fixture.view, id, offset) {
        Ok(prepared) => format!("{:?}, now {:?}", prepared.span.of(&text), prepared.placeholder),
        Err(refusal) => format!("refused: {refusal}"),
    };
    expected.assert_eq(&shown);
}

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
    let (id, offset) = fixture.at();
    let refusal = rename(&fixture.view, id, offset, "c").unwrap_err();
    assert_eq!(refusal.0, "b.md is read-only, and has to be edited too; make it writable first");
}

#[test]
fn r25_a_target_that_came_to_the_disk_meanwhile_is_refused() {
    let fixture = Fixture::new("[[a$0]]\n//- a.md\n");
    std::fs::write(fixture.folder.path().join("b.md"), "").unwrap();
    let (id, offset) = fixture.at();
    let refusal = rename(&fixture.view, id, offset, "b").unwrap_err();
    assert_eq!(refusal.0, "b.md is already there; choose another name");
}

#[test]
fn r25_a_note_that_is_no_text_is_refused() {
    let fixture = Fixture::new("[[a$0]]\n//- a.md\n");
    std::fs::write(fixture.folder.path().join("a.md"), b"\xff\xfe[[x]]").unwrap();
    fixture.view.index.reload(&fixture.view.vault);
    let (id, offset) = fixture.at();
    let refusal = rename(&fixture.view, id, offset, "c").unwrap_err();
    assert_eq!(refusal.0, "a.md cannot be read as text, so that its own links cannot be kept");
}

#[test]
fn only_the_case_changes() {
    check(
        "[[note$0]] [[NOTE]]\n//- note.md\n# note\n",
        "Note",
        expect![[r#"
        //- note.md -> Note.md
        //- note.md
        # Note
    "#]],
    );
}

#[test]
fn a_new_name_with_a_dot() {
    check(
        "[[note$0]] [t](note.md) [t](note)\n//- note.md\n",
        "v1.2",
        expect![[r#"
        //- note.md -> v1.2.md
        //- main.md
        [[v1.2]] [t](v1.2.md) [t](v1.2)
    "#]],
    );
}

#[test]
fn a_plan_says_what_it_renames() {
    let title = |vault, new_name| {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        rename(&fixture.view, id, offset, new_name).unwrap().title
    };
    assert_eq!(title("[[a$0]]\n//- x/a.md\n", "b"), r#"Rename note "x/a" to "x/b""#);
    assert_eq!(title("![[i.png$0]]\n//- i.png\n", "j"), r#"Rename file "i.png" to "j.png""#);
}

/// A link counts once, whatever changes in it; the image in its text is another one.
#[test]
fn a_plan_counts_the_links_that_change() {
    let fixture = Fixture::new(
        "[[old]] [[ol$0d#Old]] [![shown](old.md) text](old.md)\n//- b.md\n[[old]] [[new]]\n//- old.md\n# old\n//- x/new.md\n",
    );
    let (id, offset) = fixture.at();
    let plan = rename(&fixture.view, id, offset, "new").unwrap();
    let shown = "//- main.md\n[[new]] [[new#new]] [![shown](new.md) text](new.md)\n";
    assert!(fixture.outcome(&plan).contains(shown), "{}", fixture.outcome(&plan));
    assert_eq!(plan.links(), (6, 2), "the note's own heading is no link");
    assert_eq!(plan.links_for(|reason| reason == Reason::Link), (5, 2));
    assert_eq!(plan.links_for(|reason| reason == Reason::Guard), (1, 1));
}

#[test]
fn an_attachment_keeps_its_extension() {
    check(
        "![[i.png$0|300]] ![](x/i.png)\n//- x/i.png\n",
        "j",
        expect![[r#"
        //- x/i.png -> x/j.png
        //- main.md
        ![[j.png|300]] ![](x/j.png)
    "#]],
    );
}

#[test]
fn r08_canvas_cards_follow() {
    check(
        "[[a$0]]\n//- x/a.md\n//- b.canvas\n{\n\t\"nodes\":[\n\t\t{\"type\":\"file\",\"file\":\"x/a.md\"},\n\t\t{\"type\":\"text\",\"text\":\"see [[a]]\\n\"}\n\t]\n}\n",
        "b \"q\"".replace('"', "").as_str(),
        expect![[r#"
            //- x/a.md -> x/b q.md
            //- b.canvas
            {
            	"nodes":[
            		{"type":"file","file":"x/b q.md"},
            		{"type":"text","text":"see [[b q]]\n"}
            	]
            }
            //- main.md
            [[b q]]
        "#]],
    );
}

#[test]
fn crlf_and_a_missing_last_newline_stay() {
    let fixture = Fixture::new("[[a$0]]\\r\nx [[a]]\\r\n[[a]]\n//- a.md\n");
    let (id, offset) = fixture.at();
    let plan = rename(&fixture.view, id, offset, "b").unwrap();
    assert_eq!(plan.edits[0].applied(), "[[b]]\r\nx [[b]]\r\n[[b]]\n");
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
fn what_prepare_offers() {
    check_prepare("[[x/no$0te|shown]]\n//- x/note.md\n", expect![[r#""note", now "note""#]]);
    check_prepare("😀 [t](x/a%20b.md$0)\n//- x/a b.md\n", expect![[r#""x/a%20b.md", now "a b""#]]);
    check_prepare("[[note#He$0ad]]\n//- note.md\n# Head\n", expect![[r#""Head", now "Head""#]]);
    check_prepare("# ma$0in\n", expect![[r#""main", now "main""#]]);
    check_prepare("[[nope$0]]\n", expect![[r#"refused: "nope" leads to no note; create it first"#]]);
    check_prepare(
        "plain $0text\n",
        expect![
            "refused: nothing can be renamed here; put the cursor on a link, a heading, a block id, a tag or an alias"
        ],
    );
    check_prepare(
        "[[ai$0]]\n//- A.md\n---\naliases: [AI]\n---\n",
        expect![[r#"refused: "ai" is an alias of A and no note's name; rename A itself"#]],
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
