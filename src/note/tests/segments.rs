//! The short way through a text gives what the long one gives.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::note::invariants::check_shortcuts;
use crate::note::segments::{Segment, segments};

use super::any_text::config;

/// Lines, and pieces of lines, that begin and end blocks.
const LINES: &[&str] = &[
    "",
    "",
    "",
    "",
    " ",
    "\t",
    "Text that goes on.",
    "text",
    "See [[note|shown]] and #tag.",
    "![[image.png]]",
    "# Heading",
    "## A *b* `c`",
    "### [[note]]",
    "#",
    "#tag",
    "####### seven",
    "# closed ##",
    "Title",
    "===",
    "---",
    "***",
    "___",
    "* * *",
    "- item",
    "- ",
    "-",
    "* item",
    "+ item",
    "1. one",
    "2) two",
    "12 apples",
    "  - nested",
    "    deep",
    "   three",
    "\tcode",
    "> quote",
    ">",
    "> - in quote",
    "> [!note] Callout",
    "lazy",
    "```",
    "```rust",
    "~~~",
    "````",
    "  ```",
    "``` a ` b",
    "`code`",
    "`open",
    "close`",
    "$x$",
    "$$",
    "a $ b",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<!-- one -->",
    "<script>",
    "</script>",
    "<pre>",
    "</pre>",
    "<b>x</b>",
    "<https://a.b>",
    "[a](b.md)",
    "![a](b.png)",
    "[a](<b c.md>)",
    "[a]",
    "[a]: b.md",
    "[^1]",
    "[^1]: note",
    "text[^1]",
    "| a | b |",
    "|---|---|",
    "| 1 | 2 ^t1 |",
    "a | b",
    "- | -",
    ": --- | --- :",
    ":--|--:",
    "^id",
    "text ^id",
    "- item ^id",
    "> quote ^id",
    "**bold** and _it_",
    "**",
    "==mark==",
    "= x",
    "_a_",
    "__",
    "*a*",
    "\\[[no]]",
    "\\# no",
    "&amp; &#35;x",
    "hard  ",
    "hard\\",
    "%%",
    "%% a %%",
    "%%a",
    "a%%",
    "é",
    "日本 [[語]]",
    "\u{a0}",
    "\u{3000}x",
    "\u{b}",
    "\u{c}x",
    "\0",
    "x\0y",
    "- [ ] task",
    "- [x] done [[a]]",
    "[[a]](b)",
    "[[a]](https://a.b)",
    "[x]][[y]",
    "![[a]](b)",
    "![",
    "](",
];

fn text() -> impl Strategy<Value = String> {
    let ends = proptest::sample::select(vec![
        "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r\n\r\n", " ", "", "\r",
    ]);
    let line = (proptest::sample::select(LINES), ends);
    proptest::collection::vec(line, 0..16)
        .prop_map(|lines| lines.into_iter().flat_map(|(line, end)| [line, end]).collect())
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn any_text_means_the_same_in_segments(text in text()) {
        check_shortcuts(&text);
    }
}

#[test]
fn what_a_vault_is_made_of_is_cut_off() {
    let text =
        "# A\n\nText with [[link]].\nMore **bold**.\n\n```rust\n[[no]]\n\n```\n- a\n\n  b\n\nEnd. ^b1\n";
    let shown: Vec<_> = segments(text, 0)
        .map(|segment| match segment {
            Segment::Heading { span, .. } => format!("heading {:?}", span.of(text)),
            Segment::Paragraph(span) => format!("paragraph {:?}", span.of(text)),
            Segment::Code(span) => format!("code {:?}", span.of(text)),
            Segment::Other(span) => format!("other {:?}", span.of(text)),
        })
        .collect();
    let expected = [
        r##"heading "# A""##,
        r#"paragraph "Text with [[link]].\nMore **bold**.""#,
        r#"code "```rust\n[[no]]\n\n```""#,
        r#"other "- a\n\n  b\n\n""#,
        r#"paragraph "End. ^b1""#,
    ];
    assert_eq!(shown, expected);
}

/// Every note below the folder that `WIKILINKS_VAULTS` names.
#[test]
#[ignore = "needs real vaults"]
fn real_notes_mean_the_same_in_segments() {
    let mut folders =
        vec![PathBuf::from(std::env::var_os("WIKILINKS_VAULTS").expect("WIKILINKS_VAULTS is set"))];
    let mut notes = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                folders.push(path);
            } else if let Some(text) = note_text(&path) {
                check_shortcuts(&text);
                notes += 1;
            }
        }
    }
    assert!(notes > 0, "there is no note");
}

fn note_text(path: &Path) -> Option<String> {
    path.extension().filter(|extension| *extension == "md")?;
    std::fs::read_to_string(path).ok()
}
