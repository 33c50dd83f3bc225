//! `wikilinks tour`: the whole way from keys to files, in one run.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::run_in;

#[test]
fn the_five_answers_are_right_and_shown_in_80_columns() {
    let ran = run_in(Path::new("."), &["tour"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for shown in [
        "1 of 5: completion",
        "- Look up [[Attachment theory]]",
        "2 of 5: go to definition",
        "## Four styles",
        "3 of 5: hover",
        "Children are born with a need",
        "4 of 5: diagnostics",
        "unresolved-note: No note is named \"Mary Ainsworht\"",
        "+- Ask the group about [[Mary Ainsworth]]",
        "5 of 5: rename",
        "--- Attachment theory.md",
        "+++ Theory of attachment.md",
        "+# Theory of attachment",
        "Theory%20of%20attachment.md#where-it-began",
        "[[Theory of attachment#Four styles\\|styles]]",
        "vim.lsp.enable('wikilinks')",
    ] {
        assert!(ran.out.contains(shown), "{shown:?} is not in\n{}", ran.out);
    }
    for line in ran.out.lines() {
        assert!(line.width() <= 80, "{line}");
    }
    assert!(!ran.out.contains('\x1b'));
}

#[test]
fn colours_come_on_request() {
    let ran = run_in(Path::new("."), &["tour", "--color", "always"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("\x1b["));
}
