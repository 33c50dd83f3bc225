//! From what stands behind `#` to a place in a note: R15–R18.

use std::borrow::Cow;

use crate::note::{Heading, IGNORED, LinkSyntax, Note, SpotNames, heading_key, slug};
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
    let names = note.spot_names();
    if let Some(id) = subpath.strip_prefix('^') {
        let id = fold(id.trim());
        let at = match names {
            Some(names) => names.block(&id),
            None => note.blocks.iter().position(|block| folds_to(&block.id, &id)),
        };
        return at.map(Spot::Block).ok_or(SpotKind::Block);
    }
    if let Some(label) = subpath.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')) {
        let label = fold(label);
        let at = match names {
            Some(names) => names.footnote(&label),
            None => note.footnotes.iter().position(|footnote| folds_to(&footnote.label, &label)),
        };
        return at.map(Spot::Footnote).ok_or(SpotKind::Footnote);
    }
    let by_text = resolve_heading(note, names, subpath);
    let found = by_text.or_else(|| by_slug(note, names, subpath).filter(|_| syntax.is_markdown()));
    found.map(Spot::Heading).ok_or(SpotKind::Heading)
}

/// Whether `fold(text)` is `folded`. A note can have thousands of footnotes and links to each: most are
/// told apart without folding.
fn folds_to(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
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

/// The headings that are called `key`, in the order of the text.
fn called<'n>(note: &Note, names: Option<&'n SpotNames>, key: &str) -> Cow<'n, [usize]> {
    match names {
        Some(names) => names.headings(key).into(),
        None => numbers(note, |heading| is_called(heading, key)).into(),
    }
}

/// The numbers of those headings of which `is` says true.
fn numbers(note: &Note, is: impl Fn(&Heading) -> bool) -> Vec<usize> {
    note.headings.iter().enumerate().filter(|(_, heading)| is(heading)).map(|(at, _)| at).collect()
}

/// The heading that `A#B#C` names (R16): each segment a heading after, and deeper than, the one
/// before. The first such chain wins; the answer is its last heading.
fn resolve_heading(note: &Note, names: Option<&SpotNames>, subpath: &str) -> Option<usize> {
    let headings = &note.headings;
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
        let (mut starts, mut deepest, mut rest) = (Vec::new(), 0, next.map_or(&[][..], Vec::as_slice));
        for &at in called(note, names, segment).iter().rev() {
            while let Some((&last, before)) = rest.split_first().filter(|(last, _)| **last > at) {
                deepest = deepest.max(headings[last].level);
                rest = before;
            }
            if next.is_none() || deepest > headings[at].level {
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
fn by_slug(note: &Note, names: Option<&SpotNames>, slug: &str) -> Option<usize> {
    let slug = fold(slug);
    let with = |slug: &str, count: usize| match names {
        Some(names) => names.slugs(slug).get(count).copied(),
        None => numbers(note, |heading| has_slug(heading.text(), slug)).get(count).copied(),
    };
    let numbered = slug.rsplit_once('-').and_then(|(base, number)| {
        let count = number.parse::<usize>().ok().filter(|count| *count > 0 && count.to_string() == number)?;
        with(base, count)
    });
    [with(&slug, 0), numbered].into_iter().flatten().min()
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
                prop_assert_eq!(by_slug(&note, None, slug), first);
            }
        }
    }
    #[test]
    fn r15_to_r18_the_table_of_a_note_with_many_places_says_what_a_look_at_all_says() {
        let mut text = String::new();
        for number in 0..100 {
            let (level, name) = ("#".repeat(1 + number % 3), number % 40);
            text += &format!("{level} Part *{name}*: é\n\nx ^b{number}\n\n[^F{}]: x\n\n", number % 50);
        }
        let (few, many) = (parse(&text, Format::Markdown), parse(&text, Format::Markdown));
        while many.spot_names().is_none() {}
        let mut found = 0;
        for number in 0..60 {
            let heading = format!("part {number} É");
            for subpath in [
                heading.clone(),
                format!("Part *{number}*: é"),
                format!("{heading}#Part {}: é", (number + 1) % 40),
                format!("##{heading}"),
                format!("part-{number}-é"),
                format!("part-{number}-é-1"),
                format!("^B{number}"),
                format!("[^f{number}]"),
                String::new(),
            ] {
                for syntax in [LinkSyntax::Wiki, LinkSyntax::Inline { angled: false }] {
                    // A copy has been asked for nothing yet.
                    let looked = resolve_subpath(&few.clone(), &subpath, syntax);
                    assert_eq!(resolve_subpath(&many, &subpath, syntax), looked, "{subpath}");
                    found += usize::from(looked.is_ok());
                }
            }
        }
        assert!(found > 600, "{found} of them lead somewhere");
    }
}
