//! Keys of the frontmatter and their values: what to write, and how they are used.

use expect_test::{Expect, expect};
use wikilinks::features::completion::{MAX_ITEMS, complete};
use wikilinks::features::hover::hover;

use crate::support::fixture::Fixture;

/// What is proposed at the cursor, with the line that the first proposal would make.
fn check(vault: &str, expected: Expect) {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let found = complete(&fixture.view, id, offset).unwrap_or_default();
    let mut shown = String::new();
    if let Some(first) = found.items.first() {
        let mut text = fixture.text("main.md").to_string();
        text.replace_range(first.replace.range(), &first.insert);
        let start = text[..first.replace.start as usize].rfind('\n').map_or(0, |at| at + 1);
        shown = format!("{:?}\n", text[start..].lines().next().unwrap_or_default());
    }
    for item in &found.items {
        shown += &format!("{:?} {} ({})\n", item.kind, item.label, item.detail);
    }
    assert!(found.items.len() <= MAX_ITEMS);
    expected.assert_eq(&shown);
}

const OTHERS: &str = "//- a.md\n---\nstatus: open\ndue: 2026-11-20\nmood: [calm, \"a, b\"]\n---\n\
                      //- b.md\n---\nstatus: \"a: b\"\nof: \"[[a]]\"\ndone: true\n---\n\
                      //- c.md\n---\nstatus: open\nmood: [calm]\n---\n";

fn with_others(note: &str) -> String {
    format!("//- main.md\n{note}{OTHERS}")
}

#[test]
fn keys_that_the_vault_uses_come_with_their_kinds_the_most_used_first() {
    check(
        &with_others("---\nmood: x\n$0\n---\n"),
        expect![[r#"
            "status: "
            Key status (text, 3 notes)
            Key done (checkbox, 1 note)
            Key due (date, 1 note)
            Key of (link, 1 note)
            Key aliases (list, Obsidian's)
            Key cssclasses (list, Obsidian's)
            Key tags (list, Obsidian's)
        "#]],
    );
    check(
        &with_others("---\nsta$0: x\n---\n"),
        expect![[r#"
            "status: x"
            Key status (text, 3 notes)
        "#]],
    );
}

#[test]
fn values_are_those_of_other_notes_in_quotes_where_yaml_needs_them() {
    check(
        &with_others("---\nstatus: $0\n---\n"),
        expect![[r#"
            "status: open"
            Value open (2 notes)
            Value a: b (1 note)
        "#]],
    );
    check(
        &with_others("---\nstatus: a$0\n---\n"),
        expect![[r#"
            "status: \"a: b\""
            Value a: b (1 note)
        "#]],
    );
    check(
        &with_others("---\nmood: [calm, a$0]\n---\n"),
        expect![[r#"
            "mood: [calm, \"a, b\"]"
            Value a, b (1 note)
            Value calm (3 notes)
        "#]],
    );
    check(
        &with_others("---\nmood:\n  - ca$0\n---\n"),
        expect![[r#"
            "  - calm"
            Value calm (2 notes)
        "#]],
    );
    check(
        &with_others("---\nof: \"$0\n---\n"),
        expect![[r#"
            "of: \"[[a]]\""
            Value [[a]] (1 note)
        "#]],
    );
    check(
        &with_others("---\ndone: $0\n---\n"),
        expect![[r#"
            "done: true"
            Value true (1 note)
            Value false ()
        "#]],
    );
    check(
        &with_others("---\ndue: 2026-11-2$0\n---\n"),
        expect![[r#"
            "due: 2026-11-20"
            Value 2026-11-20 (1 note)
            Value 2026-11-24 ()
        "#]],
    );
}

#[test]
fn a_frontmatter_that_is_not_closed_yet_is_one() {
    check(
        &with_others("---\nmood: x\nstat$0"),
        expect![[r#"
        "status: "
        Key status (text, 2 notes)
    "#]],
    );
    check(
        &with_others("---\nstatus: o$0\n\n# Text\n"),
        expect![[r#"
        "status: open"
        Value open (2 notes)
    "#]],
    );
    check(
        &with_others("---\ntags:\n  - cal$0\nText\n//- d.md\n#calm\n"),
        expect![[r#"
        "  - calm"
        Tag calm (1 note)
    "#]],
    );
    check(
        &with_others("---\nof: \"[[a$0\n"),
        expect![[r#"
        "of: \"[[a]]"
        Note a ()
        Note main ()
    "#]],
    );
    // A rule above a text.
    check(&with_others("---\n\nstat$0\n"), expect![""]);
    check(&with_others("---\nA text\nstat$0\n"), expect![""]);
    check(&with_others("text\n---\nstat$0\n"), expect![""]);
}

const TYPES: &str = "//- .obsidian/types.json\n{\"types\": {\"seen\": \"datetime\", \"status\": \"multitext\", \
                     \"read\": \"checkbox\", \"odd\": \"of-a-plugin\"}}\n";

#[test]
fn a_kind_that_is_set_in_obsidian_counts_before_what_notes_have() {
    check(
        &with_others(&format!("---\nmood: x\ns$0\n---\n{TYPES}")),
        expect![[r#"
        "status: "
        Key status (list, 3 notes)
        Key seen (date and time, Obsidian's)
        Key aliases (list, Obsidian's)
        Key cssclasses (list, Obsidian's)
        Key tags (list, Obsidian's)
    "#]],
    );
    check(
        &with_others(&format!("---\nread: $0\n---\n{TYPES}")),
        expect![[r#"
        "read: true"
        Value true ()
        Value false ()
    "#]],
    );
    check(
        &with_others(&format!("---\nseen: $0\n---\n{TYPES}")),
        expect![[r#"
        "seen: 2026-11-24T15:04:05"
        Value 2026-11-24T15:04:05 ()
    "#]],
    );
    check(&with_others("---\nread: $0\n---\n//- .obsidian/types.json\n{\"types\": [\n"), expect![[r#""#]]);
}

#[test]
fn an_alias_is_what_links_call_the_note() {
    check(
        "//- main.md\n---\naliases: [One, $0]\n---\n//- a.md\n[[main|two]] [[main|two]] [[main|One]] [[main|main]]\n\
         //- b.md\n---\naliases: [b]\n---\n[three](main.md) ![[main|x]]\n",
        expect![[r#"
            "aliases: [One, two]"
            Value two (2 links)
            Value three (1 link)
        "#]],
    );
}

#[test]
fn r06_a_link_without_quotes_gets_them() {
    check(
        "//- main.md\n---\nof: [[ga$0\n---\n//- My \"garden\".md\n",
        expect![[r#"
            "of: \"[[My \\\"garden\\\"]]\""
            Note My "garden" ()
        "#]],
    );
    check(
        "//- main.md\n---\nof:\n  - [[ga$0]]\n---\n//- garden.md\n",
        expect![[r#"
            "  - \"[[garden]]\""
            Note garden ()
        "#]],
    );
}

#[test]
fn nothing_is_proposed_where_nothing_is_known() {
    check(&with_others("---\n# status: $0\n---\n"), expect![""]);
    check(&with_others("---\nother: $0\n---\n"), expect![""]);
    check(&with_others("---\n---\n$0status\n"), expect![""]);
}

#[test]
fn a_key_tells_how_it_is_used() {
    let shown = |vault: &str| {
        let fixture = Fixture::new(vault);
        let (id, offset) = fixture.at();
        hover(&fixture.view, id, offset).map(|hover| hover.markdown).unwrap_or_default()
    };
    expect![[r#"
        **status** · 4 notes · text (3), number (1)

        - open (2)
        - 1
        - a: b"#]]
    .assert_eq(&shown(&with_others("---\nst$0atus: 1\n---\n")));
    expect!["**due** · 2 notes · date\n\n- 2026-11-20"].assert_eq(&shown(&with_others("---\ndu$0e:\n---\n")));
    expect![[r#"
        **status** · 4 notes · list, set in Obsidian · text

        - open (2)
        - a
        - a: b"#]]
    .assert_eq(&shown(&with_others(&format!("---\nst$0atus: a\n---\n{TYPES}"))));
    assert_eq!(shown(&with_others("---\ndue: 20$026\n---\n")), "");
}
