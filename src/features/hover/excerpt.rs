//! A piece of a note that is short enough to be read at a glance.

use crate::index::{NoteText, View};
use crate::text::Span;

use super::embed;

/// How many characters are shown.
const CHARACTERS: usize = 1200;

/// How many lines are shown.
const LINES: usize = 20;

/// The text under `span`, with what it embeds, cut at a sensible length.
pub(super) fn excerpt(view: &View, source: &NoteText, span: Span) -> String {
    cut(&embed::shown(view, source, within_reach(&source.text, span)))
}

/// No more of `span` than can be shown, so that a long section costs no more than a short one.
fn within_reach(text: &str, span: Span) -> Span {
    let shown = span.of(text);
    let end = shown.char_indices().nth(2 * CHARACTERS).map_or(shown.len(), |(at, _)| at);
    Span { start: span.start, end: span.start + end as u32 }
}

/// `text` without control characters and trailing blanks, and no longer than a hover should be: cut
/// at the end of a line or between two words, with `…` where something is left out. A code block
/// that is cut is closed.
pub(super) fn cut(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_end();
    let by_lines = text.match_indices('\n').nth(LINES - 1).map_or(text.len(), |(at, _)| at);
    let by_characters = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(at, _)| at);
    let end = by_lines.min(by_characters);
    if end == text.len() {
        return closed(text, "");
    }
    let kept = &text[..end];
    let kept = match kept.rfind([' ', '\n']) {
        Some(blank) if end == by_characters && blank > end / 2 => &kept[..blank],
        _ => kept,
    };
    closed(kept.trim_end(), "…")
}

/// `text` and `mark` behind it, with a fence that `text` leaves open closed between the two.
fn closed(text: &str, mark: &str) -> String {
    match open_fence(text) {
        Some(fence) if mark.is_empty() => format!("{text}\n{fence}"),
        Some(fence) => format!("{text}\n{mark}\n{fence}"),
        None if mark.is_empty() => text.to_owned(),
        None => format!("{text} {mark}"),
    }
}

/// The fence of a code block that begins and does not end in `text`.
fn open_fence(text: &str) -> Option<&str> {
    let mut open: Option<&str> = None;
    for line in text.lines() {
        let line = line.trim_start_matches([' ', '>']);
        let Some(mark) = line.chars().next().filter(|mark| matches!(mark, '`' | '~')) else { continue };
        let fence = &line[..line.len() - line.trim_start_matches(mark).len()];
        match open {
            None if fence.len() >= 3 && !(mark == '`' && line[fence.len()..].contains('`')) => {
                open = Some(fence);
            }
            Some(opened) if fence.starts_with(opened) && line[fence.len()..].trim().is_empty() => open = None,
            _ => {}
        }
    }
    open
}

/// `text` without the characters that an editor would obey rather than show: escapes, NUL, and
/// those that turn the direction of what follows.
pub(super) fn clean(text: &str) -> String {
    let shown = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_direction(c));
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|&c| shown(c)).collect()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` as one line.
pub(super) fn plain_line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = "wörd ".repeat(1000);
        let cut = cut(&text);
        assert!(cut.ends_with("wörd …"), "{cut}");
        assert!(cut.chars().count() <= CHARACTERS + 2);
    }

    #[test]
    fn a_text_without_blanks_is_cut_on_a_character() {
        assert_eq!(cut(&"ü".repeat(2000)).chars().count(), CHARACTERS + 2);
    }

    #[test]
    fn a_text_of_many_lines_is_cut_at_a_line() {
        assert_eq!(cut(&"a\n".repeat(50)), format!("{}…", "a\n".repeat(20).trim_end().to_owned() + " "));
    }

    #[test]
    fn a_code_block_that_is_cut_is_closed() {
        let code = format!("````rust\n{}````\n", "let a = 1;\n".repeat(40));
        assert!(cut(&code).ends_with("let a = 1;\n…\n````"), "{}", cut(&code));
        assert_eq!(cut("```\na\n```\n"), "```\na\n```");
        assert_eq!(cut("```js\na"), "```js\na\n```");
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(clean("a\u{1b}[31mb\0\u{202e}c\r\nd\te"), "a[31mbc\nd\te");
    }
}
