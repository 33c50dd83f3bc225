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
        let at = note.blocks.iter().position(|block| fold(&block.id) == id);
        return at.map(Spot::Block).ok_or(SpotKind::Block);
    }
    if let Some(label) = subpath.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')) {
        let label = fold(label);
        let at = note.footnotes.iter().position(|footnote| fold(&footnote.label) == label);
        return at.map(Spot::Footnote).ok_or(SpotKind::Footnote);
    }
    let by_text = resolve_heading(&note.headings, subpath);
    let found = by_text.or_else(|| by_slug(note, subpath).filter(|_| syntax.is_markdown()));
    found.map(Spot::Heading).ok_or(SpotKind::Heading)
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
    heading_key(&heading.raw) == key
        || heading.plain.as_deref().is_some_and(|plain| heading_key(plain) == key)
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
    slugs(&note.headings).position(|of_heading| of_heading == *slug)
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
