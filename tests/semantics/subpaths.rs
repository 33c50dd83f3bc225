//! R15–R18: from what stands behind `#` to a place.

use wikilinks::note::{Format, LinkSyntax, parse};
use wikilinks::resolve::{Spot, SpotKind, heading_key, resolve_subpath};

const INLINE: LinkSyntax = LinkSyntax::Inline { angled: false };

/// The line (from 1) where `subpath` leads in `text`; 0 for the whole note.
fn line(text: &str, subpath: &str, syntax: LinkSyntax) -> Result<usize, SpotKind> {
    let note = parse(text, Format::Markdown);
    let start = match resolve_subpath(&note, subpath, syntax)? {
        Spot::Whole => return Ok(0),
        Spot::Heading(at) => note.headings[at].span.start,
        Spot::Block(at) => note.blocks[at].span.start,
        Spot::Footnote(at) => note.footnotes[at].span.start,
    };
    Ok(note.lines.line_of(start as usize) + 1)
}

fn wiki(text: &str, subpath: &str) -> Result<usize, SpotKind> {
    line(text, subpath, LinkSyntax::Wiki)
}

#[test]
fn r15_punctuation_and_case_do_not_count() {
    assert_eq!(heading_key("Q: what's `x`? (1/2)"), "q what's x 1 2");
    assert_eq!(heading_key("  A -- b_c  "), "a -- b_c");
    assert_eq!(wiki("# Q: what?\n", "q what"), Ok(1));
    assert_eq!(wiki("# C++ & Rust\n", "C Rust"), Ok(1));
    assert_eq!(wiki("# It's\n", "Its"), Err(SpotKind::Heading));
    assert_eq!(wiki("# a-b\n", "a b"), Err(SpotKind::Heading));
}

#[test]
fn r15_the_first_such_heading_wins() {
    assert_eq!(wiki("# A\n## B\n# C\n## B!\n", "B"), Ok(2));
}

#[test]
fn r15_markup_counts_by_its_text() {
    assert_eq!(wiki("# **Bold** and _it_ `code`\n", "Bold and it code"), Ok(1));
    assert_eq!(wiki("# See [[Note|shown]]\n", "See shown"), Ok(1));
    assert_eq!(wiki("# See [[Note|shown]]\n", "See Note shown"), Ok(1), "as it is written, too");
    assert_eq!(wiki("Title\n=====\n", "title"), Ok(1));
}

#[test]
fn r16_segments_go_deeper() {
    let text = "# A\n## X\n# B\n### X\n## Y\n";
    assert_eq!(wiki(text, "B#X"), Ok(4), "levels may be skipped");
    assert_eq!(wiki(text, "A#X"), Ok(2));
    assert_eq!(wiki(text, "B#Y"), Ok(5));
    assert_eq!(wiki(text, "Y#B"), Err(SpotKind::Heading), "not deeper");
    assert_eq!(wiki("# X\n# A\n## B\n", "A#X"), Err(SpotKind::Heading), "not after");
}

#[test]
fn r16_a_chain_is_found_where_the_first_heading_begins_none() {
    assert_eq!(wiki("### A\n# A\n## B\n", "A#B"), Ok(3));
    assert_eq!(wiki("# A\n## B\n### C\n## B\n### D\n", "A#B#D"), Ok(5));
}

#[test]
fn r16_a_heading_of_the_same_level_is_not_deeper() {
    assert_eq!(wiki("# A\n# B\n## B\n", "A#B"), Ok(3), "the first `B` stands beside `A`");
    assert_eq!(wiki("## A\n# A\n## B\n", "A#B"), Ok(3), "the first `A` stands beside `B`");
}

#[test]
fn r17_a_block_id_is_found_in_any_case() {
    let text = "A paragraph. ^Some-id\n\n- item ^x1\n- other\n\n> quote\n\n^q\n";
    assert_eq!(wiki(text, "^some-id"), Ok(1));
    assert_eq!(wiki(text, "^X1"), Ok(3));
    assert_eq!(wiki(text, "^q"), Ok(6));
    assert_eq!(wiki(text, "^nope"), Err(SpotKind::Block));
}

#[test]
fn r18_a_footnote_is_named() {
    let text = "Text[^1] and[^note].\n\n[^1]: One.\n[^note]: Two.\n";
    assert_eq!(wiki(text, "[^1]"), Ok(3));
    assert_eq!(wiki(text, "[^note]"), Ok(4));
    assert_eq!(wiki(text, "[^2]"), Err(SpotKind::Footnote));
}

#[test]
fn r18_a_footnote_is_named_in_any_case() {
    let text = "Text[^a], [^Über].\n\n[^a]: One.\n[^Über]: Two.\n";
    assert_eq!(wiki(text, "[^A]"), Ok(3));
    assert_eq!(wiki(text, "[^üBER]"), Ok(4));
}

#[test]
fn r18_a_markdown_link_may_say_the_slug() {
    let text = "# Set up, the *hard* way\n# Setup\n# Setup\n# Über uns\n";
    assert_eq!(line(text, "set-up-the-hard-way", INLINE), Ok(1));
    assert_eq!(line(text, "setup-1", INLINE), Ok(3));
    assert_eq!(line(text, "über-uns", INLINE), Ok(4));
    assert_eq!(line(text, "Set up the hard way", INLINE), Ok(1), "its text leads there as well");
    assert_eq!(line(text, "setup-0", INLINE), Err(SpotKind::Heading), "the first has no number");
    assert_eq!(line(text, "setup-01", INLINE), Err(SpotKind::Heading));
    assert_eq!(wiki(text, "setup-1"), Err(SpotKind::Heading), "a wikilink says no slugs");
}

#[test]
fn an_empty_subpath_is_the_whole_note() {
    assert_eq!(wiki("# A\n", ""), Ok(0));
}
