//! The paragraph that stands for a note in a list.

use crate::note::{Format, parse};

fn check(text: &str, expected: Option<&str>) {
    let note = parse(text, Format::Markdown);
    assert_eq!(note.summary.map(|span| span.of(text)), expected, "{text}");
}

#[test]
fn the_first_paragraph_that_says_something() {
    check("# Title\n\n#status/postponed\n\nRelated to [[a]]\n\nmore", Some("Related to [[a]]"));
    check("![[a.png]] #x\n\n%% note %%\n\n---\n\n^id\n\n<b></b>\n\nText *here*", Some("Text *here*"));
    check("[![badge](https://a.b/c.svg)](https://a.b)\n\n![alt](x.png)\n\n[[a]]", Some("[[a]]"));
    check("- item\n\n> quote\n\nText", Some("Text"));
    check("`code`", Some("`code`"));
}

#[test]
fn a_list_or_quote_when_there_is_no_paragraph() {
    check("# T\n\n- #tag\n- first\n  - second", Some("first"));
    check("> [!info] Title\n> in the\n> callout\n\n- x", Some("in the\n> callout"));
    check("> [!info] Title\n\n- x", Some("x"));
    check("# T\n\n```\ncode\n```\n\n| a |\n|---|", None);
    check("", None);
}

#[test]
fn a_paragraph_that_ends_with_a_space_of_no_break_says_something() {
    check("First\u{a0}\n\nSecond\n", Some("First"));
}
