//! What is this link about?

use expect_test::{Expect, expect};
use wikilinks::features::hover::{hover, preview};

use crate::support::fixture::Fixture;

fn shown(vault: &str) -> String {
    let fixture = Fixture::new(vault);
    let (id, offset) = fixture.at();
    let Some(hover) = hover(&fixture.view, id, offset) else { return "nothing".to_owned() };
    let text = fixture.view.read(id).unwrap().text;
    let root = fixture.view.vault.root().to_str().unwrap().to_owned();
    format!("[{}]\n{}", hover.span.of(&text), hover.markdown.replace(&root, "ROOT"))
}

fn check(vault: &str, expected: Expect) {
    expected.assert_eq(&shown(vault));
}

#[test]
fn a_note_by_its_description() {
    check(
        "[[ai$0]]\n//- x/AI.md\n---\ntitle: Artificial\ndescription: What machines think.\naliases: [Thinking]\ntags: [tech]\n---\n# H\n\nText.\n",
        expect![[r#"
            [[[ai]]]
            # Artificial

            What machines think.

            ---

            Also called Thinking  
            #tech  
            `x/AI.md` · 1 note links here"#]],
    );
}

#[test]
fn a_note_by_its_first_paragraph() {
    check(
        "[[ai$0]] [[ai|x]]\n//- x/AI.md\n---\ndescription: ''\n---\n# Minds\n\nFirst\nparagraph.\n\nSecond.\n//- y.md\n[[x/AI]]\n",
        expect![[r#"
        [[[ai]]]
        # Minds

        First
        paragraph.

        ---

        `x/AI.md` · 2 notes link here"#]],
    );
}

#[test]
fn a_note_without_anything() {
    check(
        "[[ai$0]]\n//- ai.md\n",
        expect![[r#"
        [[[ai]]]
        # ai

        ---

        `ai.md` · 1 note links here"#]],
    );
}

#[test]
fn r15_a_section() {
    check(
        "[[n#plan$0]]\n//- n.md\n# N\n\nIntro.\n\n## Plan\n\nDo it.\n\n### Deep\n\nMore.\n\n## Next\n\nNo.\n",
        expect![[r#"
        [[[n#plan]]]
        # N

        ## Plan

        Do it.

        ### Deep

        More.

        ---

        `n.md` · 1 note links here"#]],
    );
}

#[test]
fn r17_a_block() {
    check(
        "[[n#^x$0]]\n//- n.md\n# N\n\nOne.\n\n- a\n- the block ^x\n",
        expect![[r#"
            [[[n#^x]]]
            # N

            - the block

            ---

            `n.md` · 1 note links here"#]],
    );
}

#[test]
fn r18_a_footnote() {
    check(
        "[[#[^1]$0]]\n\nText.[^1]\n\n[^1]: The note.\n",
        expect![[r#"
        [[[#[^1]]]]
        The note."#]],
    );
}

#[test]
fn r18_a_footnote_reference_in_the_text() {
    check(
        "Text.[^1$0]\n\n[^1]: The *note*.\n",
        expect![[r#"
        [[^1]]
        The *note*."#]],
    );
}

#[test]
fn embeds_are_shown_one_level_deep() {
    check(
        "[[n#part$0]]\n//- n.md\n# Part\n\n![[inner]]\n\n![[pic one.png|100]] beside\n//- inner.md\n---\na: 1\n---\nInner text.\n\n![[deep]]\n//- deep.md\nDeep text.\n//- img/pic one.png\n",
        expect![[r#"
            [[[n#part]]]
            # Part

            > Inner text.
            >
            > ![[deep]]

            ![pic one.png](file://ROOT/img/pic%20one.png) beside

            ---

            `n.md` · 1 note links here"#]],
    );
}

#[test]
fn r13_a_markdown_link() {
    check(
        "[t](x/n.md$0)\n//- x/n.md\n# N\n\nText.\n",
        expect![[r#"
        [[t](x/n.md)]
        # N

        Text.

        ---

        `x/n.md` · 1 note links here"#]],
    );
}

#[test]
fn r14_attachments() {
    check(
        "![[pic.png$0]]\n//- a b/pic.png\nxx\n",
        expect![[r#"
        [![[pic.png]]]
        ![pic.png](file://ROOT/a%20b/pic.png)

        `a b/pic.png` · 3 bytes"#]],
    );
    check(
        "[[doc.pdf#page=3$0]]\n//- doc.pdf\nxx\n",
        expect![[r#"
        [[[doc.pdf#page=3]]]
        # doc.pdf

        `doc.pdf` · 3 bytes"#]],
    );
}

#[test]
fn an_unresolved_note() {
    check(
        "[[Gadren$0]] and [[x/gadren]]\n//- Garden.md\n//- o.md\n[[gadren]]\n",
        expect![[r#"
        [[[Gadren]]]
        No note **Gadren** yet.

        3 links wait for it.

        Did you mean [Garden](file://ROOT/Garden.md)?"#]],
    );
    check(
        "[[Nowhere$0]]\n",
        expect![[r#"
        [[[Nowhere]]]
        No note **Nowhere** yet.

        Only this link waits for it."#]],
    );
    check(
        "![[no.png$0]]\n",
        expect![[r#"
        [![[no.png]]]
        No file **no.png** yet.

        Only this link waits for it."#]],
    );
    check(
        "[[../../x$0]]\n",
        expect![[r#"
        [[[../../x]]]
        **../../x** leads out of the vault."#]],
    );
}

#[test]
fn r12_an_alias() {
    check(
        "[[AI$0]]\n//- Artificial.md\n---\naliases: AI\n---\n",
        expect![[r#"
        [[[AI]]]
        **AI** is an alias of [Artificial](file://ROOT/Artificial.md), and no note's name.

        Only this link waits for it."#]],
    );
}

#[test]
fn an_unresolved_heading_or_block() {
    check(
        "[[n#Plam$0]]\n//- n.md\n# Plan\n",
        expect![[r#"
        [[[n#Plam]]]
        No heading **Plam** in [n](file://ROOT/n.md).

        Did you mean `#Plan`?"#]],
    );
    check(
        "[[n#^x$0]]\n//- n.md\n# Plan\n",
        expect![[r#"
        [[[n#^x]]]
        No block **^x** in [n](file://ROOT/n.md)."#]],
    );
}

#[test]
fn r26_tags() {
    check(
        "---\ntags: [are$0a]\n---\n//- a.md\n#area/garden\n//- b.md\n#other\n",
        expect![[r#"
        [area]
        **#area** · 2 notes

        - [a](file://ROOT/a.md)
        - [main](file://ROOT/main.md)"#]],
    );
    check(
        "text #ot$0her\n//- b.md\n#other\n",
        expect![[r#"
        [other]
        **#other** · 2 notes

        - [b](file://ROOT/b.md)
        - [main](file://ROOT/main.md)"#]],
    );
}

#[test]
fn r26_a_tag_lists_ten_notes() {
    let notes: String = (0..14).map(|n| format!("//- n{n:02}.md\n#busy\n")).collect();
    let shown = shown(&format!("#bu$0sy\n{notes}"));
    assert_eq!(shown.matches("\n- [").count(), 10, "{shown}");
    assert!(shown.ends_with("- … and 5 more"), "{shown}");
}

#[test]
fn nothing_on_the_notes_own_heading_or_in_text() {
    check("# Ti$0tle\n", expect!["nothing"]);
    check("pla$0in\n", expect!["nothing"]);
}

#[test]
fn nothing_from_outside_the_vault() {
    check(
        "[x](../../../../etc/passwd$0)\n",
        expect![[r#"
        [[x](../../../../etc/passwd)]
        **../../../../etc/passwd** leads out of the vault."#]],
    );
    check(
        "[x](/etc/passwd$0)\n",
        expect![[r#"
        [[x](/etc/passwd)]
        No note **/etc/passwd** yet.

        Only this link waits for it."#]],
    );
}

#[test]
fn a_preview_is_what_a_link_shows() {
    let fixture = Fixture::new("[[n$0]]\n//- n.md\n# N\n\nText.\n");
    let (id, offset) = fixture.at();
    let of_link = hover(&fixture.view, id, offset).unwrap().markdown;
    assert_eq!(preview(&fixture.view, fixture.file("n.md").place.id).unwrap(), of_link);
}

#[test]
fn r22_parts_of_notes_are_shown_where_they_are_embedded() {
    check(
        "[[n#Parts$0]]\n//- n.md\n# N\n## Parts\n![[m#Part]]\n![[m#^b]]\n![[m#[^1]]]\n![[long]]\n![[gone]]\n\
         //- m.md\n# M\n## Part\nIn it.\n## Rest\nA block ^b\n\n[^1]: A footnote.\n\
         //- long.md\n- one\n- two\n",
        expect![[r#"
            [[[n#Parts]]]
            # N

            ## Parts
            > ## Part
            > In it.
            > A block
            > [^1]: A footnote.
            > - one
            > - two
            ![[gone]]

            ---

            `n.md` · 1 note links here"#]],
    );
}

#[test]
fn how_many_notes_link_is_counted_one_by_one_as_long_as_they_are_not_too_many() {
    // Every second links to another note of the name.
    let vault = |count: usize| {
        let linking = (0..count).map(|n| format!("//- l/{n}.md\n[[{}]] [[other]]\n", ["x/b", "y/b"][n % 2]));
        format!("[[x/b$0]]\n//- x/b.md\n# B\n//- y/b.md\n{}", linking.collect::<String>())
    };
    assert!(shown(&vault(20)).ends_with("`x/b.md` · 11 notes link here"), "{}", shown(&vault(20)));
    assert!(shown(&vault(300)).ends_with("`x/b.md` · 151 notes link here"), "{}", shown(&vault(300)));
    assert!(shown(&vault(501)).ends_with("`x/b.md` · 502 notes link here"), "{}", shown(&vault(501)));
}

#[test]
fn an_attachment_says_how_large_it_is() {
    for (size, said) in [(1023, "1023 bytes"), (1024, "1.0 KiB"), (1_500_000, "1.4 MiB")] {
        let text = shown(&format!("![[a.bin$0]]\n//- a.bin\n{}", "x".repeat(size)));
        assert!(text.ends_with(&format!(" · {said}")), "{said}: {text}");
    }
}

#[test]
fn r18_a_footnote_that_is_missing_is_said_to_be() {
    check(
        "[[b#[^2]$0]]\n//- b.md\nx[^1]\n\n[^1]: y\n",
        expect![[r#"
        [[[b#[^2]]]]
        No footnote **[^2]** in [b](file://ROOT/b.md)."#]],
    );
}
