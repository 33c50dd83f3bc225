//! What is wrong in a note?

use expect_test::{Expect, expect};
use wikilinks::features::diagnostics::diagnostics;
use wikilinks::vault::{DiagnosticCode, Settings, Severity};

use crate::support::fixture::{Fixture, place};

/// The problems of `main.md`.
fn check_with(settings: Settings, vault: &str, expected: Expect) {
    let fixture = Fixture::with_settings(vault, settings);
    let text = fixture.text("main.md");
    let mut shown = String::new();
    for problem in diagnostics(&fixture.view, fixture.file("main.md").place.id) {
        let (at, what) = (place(&text, problem.span), problem.span.of(&text));
        shown += &format!(
            "{at} {:?} {}: {what:?} {}; {}\n",
            problem.severity,
            problem.code.name(),
            problem.message,
            problem.help
        );
        for (location, words) in &problem.related {
            shown += &format!("    {} ({words})\n", fixture.show(location));
        }
    }
    expected.assert_eq(&shown);
}

fn check(vault: &str, expected: Expect) {
    check_with(Settings::default(), vault, expected);
}

#[test]
fn an_unresolved_note_with_a_near_name() {
    check(
        "[[Idaes|x]] [[Nothing like it]]\n//- x/Ideas.md\n",
        expect![[r#"
            1:3 Warning unresolved-note: "Idaes" No note is named "Idaes"; did you mean "Ideas"?
            1:15 Warning unresolved-note: "Nothing like it" No note is named "Nothing like it"; create the note, or link to another
        "#]],
    );
}

#[test]
fn r12_an_alias_as_target() {
    check(
        "[[ai]]\n//- Artificial.md\n---\naliases: [AI]\n---\n",
        expect![[r#"
        1:3 Warning alias-as-target: "ai" "ai" is an alias of "Artificial", and links lead to names only; write [[Artificial|ai]]
            Artificial.md:1:1 "" (Artificial.md has this alias)
    "#]],
    );
}

#[test]
fn an_unresolved_heading_and_block() {
    check(
        "# Own\n[[a#Gardn]] [[#Nope]] [[a#^no]] [[a#[^9]]]\n//- a.md\n# Garden\n",
        expect![[r#"
            2:5 Warning unresolved-heading: "Gardn" No heading of a is "Gardn"; did you mean "Garden"?
            2:16 Warning unresolved-heading: "Nope" No heading of this note is "Nope"; add the heading, or link to another
            2:27 Warning unresolved-block: "^no" No block of a has the id ^no; add the id behind the block that is meant
            2:37 Warning unresolved-block: "[^9]" a has no footnote [^9]; define the footnote, or link to another
        "#]],
    );
}

#[test]
fn r14_an_unresolved_attachment() {
    check(
        "![[imgae.png]] ![](y.pdf) [[v1.2]]\n//- x/image.png\n",
        expect![[r#"
            1:4 Warning unresolved-attachment: "imgae.png" No file is named "imgae.png"; did you mean "image.png"?
            1:20 Warning unresolved-attachment: "y.pdf" No file is named "y.pdf"; check the name and its extension
            1:29 Warning unresolved-note: "v1.2" No note is named "v1.2"; create the note, or link to another
        "#]],
    );
}

#[test]
fn r11_an_ambiguous_link() {
    check(
        "[[n]]\n//- b/n.md\n//- c/n.md\n",
        expect![[r#"
        1:3 Hint ambiguous-link: "n" 2 files are named "n"; this leads to b/n.md; write the path: b/n
            b/n.md:1:1 "" (b/n.md could be meant)
            c/n.md:1:1 "" (c/n.md could be meant)
    "#]],
    );
}

#[test]
fn r11_a_path_out_of_the_vault() {
    check(
        "[[../secret]]\n",
        expect![[r#"
            1:3 Warning unresolved-note: "../secret" "../secret" leads out of the vault; write a path that stays in the vault
        "#]],
    );
}

#[test]
fn r17_a_duplicate_block_id() {
    check(
        "One ^x\n\nTwo ^X\n",
        expect![[r#"
        3:6 Warning duplicate-block-id: "X" Another block of this note has the id ^X; links lead to the first; give this one another id
            main.md:1:6 "x" (the first)
    "#]],
    );
}

#[test]
fn r07_an_invalid_frontmatter_keeps_the_body() {
    check(
        "---\ntitle: {{date}}: x\n---\n[[nope]]\n",
        expect![[r#"
            2:9 Error invalid-frontmatter: "{" The frontmatter is not valid YAML: "{{" has to be in quotes. Put the value in quotes, as in "{{date}}".; until it is mended, the note works as if it had no frontmatter
            4:3 Warning unresolved-note: "nope" No note is named "nope"; create the note, or link to another
        "#]],
    );
}

#[test]
fn r26_tags_of_the_frontmatter_that_are_none() {
    check(
        "---\ntags: [ok, a/b, \"#日本\", c++, 2024, y2024]\naliases: [c++, 2024]\n---\n#c++\n",
        expect![[r#"
            2:24 Warning invalid-tag: "c++" "c++" is no tag: it holds "+"; a tag holds letters, digits, _, - and /, and not only digits
            2:29 Warning invalid-tag: "2024" A tag is more than a number; a tag holds letters, digits, _, - and /, and not only digits
        "#]],
    );
    check("---\ntags:\n  - \"{{title}}\"\n  - <% x %>\n---\n", expect![""]);
}

#[test]
fn r06_names_of_the_frontmatter_that_are_lists_or_mappings() {
    check(
        "---\naliases:\n  - [[Plan]]\n  - Note: a view\n  - fine\ntags: { a: b }\nother: [[x]]\n---\n",
        expect![[r#"
            3:7 Warning invalid-alias: "Plan" An alias is a text, and this is a list or a mapping; write the alias in quotes
            4:5 Warning invalid-alias: "Note: a view" An alias is a text, and this is a list or a mapping; write the alias in quotes
            6:9 Warning invalid-tag: "a: b" A tag is a text, and this is a list or a mapping; a tag holds letters, digits, _, - and /, and not only digits
        "#]],
    );
}

#[test]
fn r04_nothing_in_code_comments_and_math() {
    check("`[[a]]` %% [[b]] %% <!-- [[c]] --> $[[d]]$\n\n```\n[[e]]\n```\n", expect![""]);
}

#[test]
fn placeholders_of_templates_are_left_alone() {
    check("[[{{title}}]] [[<% tp.file.title %>]] [[a#{{x}}]]\n//- a.md\n", expect![""]);
}

#[test]
fn a_setting_changes_a_severity_or_turns_it_off() {
    let severities = vec![
        (DiagnosticCode::UnresolvedNote, Some(Severity::Error)),
        (DiagnosticCode::UnresolvedHeading, None),
    ];
    check_with(
        Settings { severities, ..Settings::default() },
        "# H\n[[nope]] [[#nope]]\n",
        expect![[r#"
        2:3 Error unresolved-note: "nope" No note is named "nope"; create the note, or link to another
    "#]],
    );
}

#[test]
fn r13_a_markdown_link_to_a_folder_or_to_a_file_that_is_left_out_is_not_broken() {
    check(
        "[t](x) [t](x/) [t](y) ![](.hidden/i.png) [[x]]\n//- x/a.md\n//- .hidden/i.png\n",
        expect![[r#"
            1:20 Warning unresolved-note: "y" No note is named "y"; create the note, or link to another
            1:44 Warning unresolved-note: "x" No note is named "x"; create the note, or link to another
        "#]],
    );
}
