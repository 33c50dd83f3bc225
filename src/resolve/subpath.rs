//! From what stands behind `#` to a place in a note: R15–R18.

use crate::note::{Heading, LinkSyntax, Note};
use crate::text::fold;

/// A place in a note, by its number in the note's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// The whole file.
    Whole,
    /// `note.headings[n]`.
    Heading(usize),
    /// `note.blocks[n]`.
    Block(usize),
    /// `note.footnotes[n]`.
    Footnote(usize),
}

/// What a subpath looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpotKind {
    /// `#Heading`.
    Heading,
    /// `#^id`.
    Block,
    /// `#[^label]`.
    Footnote,
}

/// The place that `subpath` (without its first `#`) names in `note`.
///
/// # Errors
/// What was looked for and is not there.
pub fn resolve_subpath(note: &Note, subpath: &str, syntax: LinkSyntax) -> Result<Spot, SpotKind> {
    if subpath.is_empty() {
        return Ok(Spot::Whole);
    }
    if let Some(id) = subpath.strip_prefix('^') {
        let id = fold(id.trim());
        let at = note.blocks.iter().position(|block| folds_to(&block.id, &id));
        return at.map(Spot::Block).ok_or(SpotKind::Block);
    }
    if let Some(label) = subpath.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')) {
        let label = fold(label);
        let at = note.footnotes.iter().position(|footnote| folds_to(&footnote.label, &label));
        return at.map(Spot::Footnote).ok_or(SpotKind::Footnote);
    }
    let by_text = resolve_heading(&note.headings, subpath);
    let found = by_text.or_else(|| by_slug(note, subpath).filter(|_| syntax.is_markdown()));
    found.map(Spot::Heading).ok_or(SpotKind::Heading)
}

/// Whether `fold(text)` is `folded`. A note can have thousands of footnotes and links to each: most are
/// told apart without folding.
fn folds_to(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// The characters that do not count in a heading (R15).
const IGNORED: &str = "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\";

/// `text` as headings are compared (R15): punctuation becomes a space, spaces collapse, ends are
/// trimmed, case is folded.
pub fn heading_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if !(c.is_whitespace() || IGNORED.contains(c)) {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Whether `heading` is called `key`: by its source, or by what a reader sees of it.
fn is_called(heading: &Heading, key: &str) -> bool {
    has_key(&heading.raw, key) || heading.plain.as_deref().is_some_and(|plain| has_key(plain, key))
}

/// Whether `heading_key(text)` is `key`. A note can have thousands of headings, and thousands of
/// links to them: most are told apart at their first letter, without making a key.
fn has_key(text: &str, key: &str) -> bool {
    let (mut wanted, mut started, mut gap) = (key.bytes(), false, false);
    for c in text.chars() {
        if !c.is_ascii() {
            return heading_key(text) == key;
        }
        if c.is_whitespace() || IGNORED.contains(c) {
            gap = started;
            continue;
        }
        if std::mem::take(&mut gap) && wanted.next() != Some(b' ') {
            return false;
        }
        if wanted.next() != Some(c.to_ascii_lowercase() as u8) {
            return false;
        }
        started = true;
    }
    wanted.next().is_none()
}

/// The heading that `A#B#C` names (R16): each segment a heading after, and deeper than, the one
/// before. The first such chain wins; the answer is its last heading.
fn resolve_heading(headings: &[Heading], subpath: &str) -> Option<usize> {
    resolve_heading_by(headings, subpath, |at, key| is_called(&headings[at], key))
}

/// The same, for a caller that knows better than to look at each heading's text: `is_called` says
/// whether `headings[n]` has the key.
pub(super) fn resolve_heading_by(
    headings: &[Heading],
    subpath: &str,
    is_called: impl Fn(usize, &str) -> bool,
) -> Option<usize> {
    let segments: Vec<String> = subpath.split('#').map(heading_key).collect();
    let segments: Vec<&String> = match segments.len() {
        1 => segments.iter().collect(),
        // An empty segment names nothing; `##Heading` still means its heading.
        _ => segments.iter().filter(|segment| !segment.is_empty()).collect(),
    };
    // From the last segment to the first: which headings begin a chain that can be finished?
    let mut chains: Vec<Vec<usize>> = Vec::with_capacity(segments.len());
    for segment in segments.iter().rev() {
        let next = chains.last();
        let begins = |at: usize, deepest_after: u8| {
            is_called(at, segment) && (next.is_none() || deepest_after > headings[at].level)
        };
        let (mut starts, mut deepest, mut rest) = (Vec::new(), 0, next.map_or(&[][..], Vec::as_slice));
        for at in (0..headings.len()).rev() {
            while let Some((&last, before)) = rest.split_first().filter(|(last, _)| **last > at) {
                deepest = deepest.max(headings[last].level);
                rest = before;
            }
            if begins(at, deepest) {
                starts.push(at);
            }
        }
        chains.push(starts);
    }
    // Each list runs from the last heading to the first, and so is walked backwards.
    let mut at = *chains.last()?.last()?;
    for starts in chains.iter().rev().skip(1) {
        let level = headings[at].level;
        at = *starts.iter().rev().find(|&&next| next > at && headings[next].level > level)?;
    }
    Some(at)
}

/// The heading with this slug (R18).
fn by_slug(note: &Note, slug: &str) -> Option<usize> {
    let slug = fold(slug);
    let with = |slug: String| {
        note.headings.iter().enumerate().filter(move |(_, heading)| has_slug(heading.text(), &slug))
    };
    let first = with(slug.to_string()).next();
    let numbered = slug.rsplit_once('-').and_then(|(base, number)| {
        let count = number.parse::<usize>().ok().filter(|count| *count > 0 && count.to_string() == number)?;
        with(base.to_owned()).nth(count)
    });
    [first, numbered].into_iter().flatten().map(|(at, _)| at).min()
}

/// Whether the heading `text` has this slug, folded, before it gets a number. As [`has_key`], told
/// at the first letter mostly.
fn has_slug(text: &str, folded: &str) -> bool {
    let mut wanted = folded.bytes();
    for c in text.trim().chars() {
        if !c.is_ascii() {
            return fold(&slug(text)) == folded;
        }
        let c = match c {
            ' ' => '-',
            '-' | '_' => c,
            c if c.is_alphanumeric() => c.to_ascii_lowercase(),
            _ => continue,
        };
        if wanted.next() != Some(c as u8) {
            return false;
        }
    }
    wanted.next().is_none()
}

/// The slug of each heading as GitHub makes it: lower case, without punctuation, spaces as `-`; a
/// slug that was used before gets `-1`, `-2`, … (R18).
pub fn slugs(headings: &[Heading]) -> impl Iterator<Item = String> {
    let mut used = std::collections::HashMap::<String, usize>::new();
    headings.iter().map(move |heading| {
        let slug = slug(heading.text());
        let count = used.entry(slug.clone()).and_modify(|count| *count += 1).or_default();
        match *count {
            0 => slug,
            count => format!("{slug}-{count}"),
        }
    })
}

fn slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c => c.is_alphanumeric().then_some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::note::{Format, parse};

    proptest! {
        #[test]
        fn r15_the_quick_comparison_is_the_comparison_of_keys(text in "[a-cA-C :#*é_-]{0,6}", other in "[a-cA-C :#*é_-]{0,6}") {
            let key = heading_key(&other);
            prop_assert_eq!(has_key(&text, &key), heading_key(&text) == key);
            prop_assert!(has_key(&other, &key));
        }

        #[test]
        fn r18_the_quick_search_finds_the_slug_of_each_heading(texts in prop::collection::vec("[aB1é -]{1,4}", 1..6)) {
            let note = parse(&texts.iter().map(|text| format!("# x{text}\n")).collect::<String>(), Format::Markdown);
            let all: Vec<String> = slugs(&note.headings).collect();
            for slug in &all {
                let first = all.iter().position(|other| fold(other) == fold(slug));
                prop_assert_eq!(by_slug(&note, slug), first);
            }
        }
    }
}
