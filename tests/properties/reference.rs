//! R9–R18 once more: slow, word by word, with no index. What the resolver says is held against it.

use std::sync::Arc;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use wikilinks::index::{File, View};
use wikilinks::note::{Format, Heading, Link, LinkSyntax, Note};
use wikilinks::resolve::{Resolution, Spot, SpotKind, resolve};

/// What a link means: a file, whether others fit as well, and a place in it.
#[derive(Debug, PartialEq)]
struct Meaning {
    path: String,
    ambiguous: bool,
    spot: Result<Spot, SpotKind>,
}

/// Each link of the vault means to the resolver what it means here.
pub fn check(view: &View) {
    let files = view.index.files();
    let settings = &view.vault.settings;
    for from in &files {
        for link in from.note().iter().flat_map(|note| &note.links) {
            let found = resolve(&*view.index, settings, &from.place, link);
            let expected = meaning(&files, settings.aliases_resolve, from, link);
            assert_eq!(resolved(found), expected, "{link:#?} in {} of {:#?}", path(from), paths(&files));
        }
    }
}

fn resolved(resolution: Resolution) -> Option<Meaning> {
    let (file, spot) = match resolution {
        Resolution::Found { file, spot } => (file, Ok(spot)),
        Resolution::MissingSpot { file, kind } => (file, Err(kind)),
        Resolution::MissingFile(_) => return None,
    };
    Some(Meaning { path: file.place.path.to_string(), ambiguous: file.ambiguous, spot })
}

fn meaning(files: &[Arc<File>], aliases_resolve: bool, from: &File, link: &Link) -> Option<Meaning> {
    let (file, ambiguous) = file(files, aliases_resolve, from, link)?;
    let headings_count = Format::of(file.place.path.name()) == Some(Format::Markdown) || link.path.is_empty();
    let spot = match (&link.subpath, file.note()) {
        (Some(subpath), Some(note)) if headings_count => spot(&note, subpath, link.syntax.is_markdown()),
        // R14: what stands behind an attachment's `#` is a parameter.
        _ => Ok(Spot::Whole),
    };
    Some(Meaning { path: path(file).to_owned(), ambiguous, spot })
}

fn path(file: &File) -> &str {
    file.place.path.as_str()
}

fn paths(files: &[Arc<File>]) -> Vec<&str> {
    files.iter().map(|file| path(file)).collect()
}

/// What of `text` counts when it is compared (R9).
fn key(text: &str) -> String {
    text.nfc().default_case_fold().collect::<String>().nfc().collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `text` read from `folder`; `None` when that leaves the vault.
fn joined(folder: &str, text: &str) -> Option<String> {
    let mut segments = Vec::new();
    for segment in folder.split('/').chain(text.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// R10–R13: the file, and whether the choice among several was made by their order alone.
fn file<'f>(
    files: &'f [Arc<File>],
    aliases_resolve: bool,
    from: &'f File,
    link: &Link,
) -> Option<(&'f File, bool)> {
    if link.path.is_empty() {
        return Some((from, false));
    }
    // R10: as written first, then with `.md`.
    let as_written = by_path(files, from, &link.path, link.syntax);
    if let Some(found) =
        as_written.or_else(|| by_path(files, from, &format!("{}.md", link.path), link.syntax))
    {
        return Some(found);
    }
    let leaves = link.path.starts_with("../") && joined(folder(path(from)), &link.path).is_none();
    if link.syntax != LinkSyntax::Wiki || !aliases_resolve || leaves {
        return None;
    }
    // R12.
    let has_alias = |file: &&Arc<File>| {
        file.note().iter().flat_map(|note| note.aliases()).any(|alias| key(&alias.value) == key(&link.path))
    };
    let having: Vec<_> = files.iter().filter(has_alias).collect();
    Some((having.iter().min_by_key(|file| rank(file))?, having.len() > 1))
}

/// The steps of R11, with R13 for Markdown's links and R8 for a canvas.
fn by_path<'f>(
    files: &'f [Arc<File>],
    from: &File,
    text: &str,
    syntax: LinkSyntax,
) -> Option<(&'f File, bool)> {
    let own = folder(path(from));
    let sure = |file: Option<&'f File>| file.map(|file| (file, false));
    if syntax == LinkSyntax::CanvasFile {
        return sure(at(files, own, text));
    }
    if text.starts_with("./") || text.starts_with("../") {
        return sure(at(files, own, &joined(own, text)?));
    }
    if let Some(rooted) = text.strip_prefix('/') {
        return sure(at(files, own, rooted));
    }
    let beside = joined(own, text).filter(|_| syntax.is_markdown());
    let exact = beside.and_then(|beside| at(files, own, &beside)).or_else(|| at(files, own, text));
    sure(exact).or_else(|| by_end(files, own, text))
}

/// The file at this path: of several that differ in case or normal form alone, the one that is
/// written so.
fn at<'f>(files: &'f [Arc<File>], own: &str, text: &str) -> Option<&'f File> {
    let same = files.iter().filter(|file| key(path(file)) == key(text));
    same.min_by_key(|file| (path(file) != text, folder(path(file)) != own, rank(file))).map(|file| &**file)
}

/// R11, step 4.
fn by_end<'f>(files: &'f [Arc<File>], own: &str, text: &str) -> Option<(&'f File, bool)> {
    let wanted = format!("/{}", key(text));
    let fitting: Vec<_> =
        files.iter().filter(|file| format!("/{}", key(path(file))).ends_with(&wanted)).collect();
    let is_beside = |file: &File| key(folder(path(file))) == key(own);
    let best = fitting.iter().min_by_key(|file| (!is_beside(file), rank(file)))?;
    // Of those that differ in case or normal form alone, the one that is written so.
    let twins = fitting.iter().filter(|file| key(path(file)) == key(path(best)));
    let written = |file: &File| path(file).ends_with(text);
    let best = twins.min_by_key(|file| (!written(file), folder(path(file)) != own, rank(file)))?;
    Some((best, fitting.len() > 1 && !is_beside(best)))
}

/// The fewest segments, the shortest, the alphabetically first.
fn rank(file: &File) -> (usize, usize, &str) {
    let path = path(file);
    (path.split('/').count(), path.chars().count(), path)
}

/// R15–R18.
fn spot(note: &Note, subpath: &str, markdown: bool) -> Result<Spot, SpotKind> {
    if subpath.is_empty() {
        return Ok(Spot::Whole);
    }
    if let Some(id) = subpath.strip_prefix('^') {
        let at = note.blocks.iter().position(|block| key(&block.id) == key(id.trim()));
        return at.map(Spot::Block).ok_or(SpotKind::Block);
    }
    if let Some(label) = subpath.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')) {
        let at = note.footnotes.iter().position(|footnote| key(&footnote.label) == key(label));
        return at.map(Spot::Footnote).ok_or(SpotKind::Footnote);
    }
    let mut segments: Vec<String> = subpath.split('#').map(heading_key).collect();
    if segments.len() > 1 {
        segments.retain(|segment| !segment.is_empty());
    }
    let slug =
        || slugs(&note.headings).iter().position(|slug| key(slug) == key(subpath)).filter(|_| markdown);
    let found = chain(&note.headings, 0, 0, &segments).or_else(slug);
    found.map(Spot::Heading).ok_or(SpotKind::Heading)
}

/// R15: what of a heading counts.
fn heading_key(text: &str) -> String {
    let blank = |c: char| if "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\".contains(c) { ' ' } else { c };
    let blanked: String = key(text).chars().map(blank).collect();
    blanked.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// R16: the last heading of the first chain from heading `first` on, each deeper than the one before.
fn chain(headings: &[Heading], first: usize, deeper_than: u8, segments: &[String]) -> Option<usize> {
    let (segment, rest) = segments.split_first()?;
    let is_called = |heading: &Heading| {
        heading_key(&heading.raw) == *segment
            || heading.plain.as_deref().is_some_and(|plain| heading_key(plain) == *segment)
    };
    (first..headings.len())
        .filter(|&at| headings[at].level > deeper_than && is_called(&headings[at]))
        .find_map(
            |at| if rest.is_empty() { Some(at) } else { chain(headings, at + 1, headings[at].level, rest) },
        )
}

/// R18: the slugs of the headings, as GitHub makes them.
fn slugs(headings: &[Heading]) -> Vec<String> {
    let slug = |text: &str| -> String {
        let said = text.trim().to_lowercase();
        let kept = said.chars().filter(|&c| c == ' ' || c == '-' || c == '_' || c.is_alphanumeric());
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    let plain: Vec<String> = headings.iter().map(|heading| slug(heading.text())).collect();
    let numbered = |at: usize| match plain[..at].iter().filter(|slug| **slug == plain[at]).count() {
        0 => plain[at].clone(),
        count => format!("{}-{count}", plain[at]),
    };
    (0..plain.len()).map(numbered).collect()
}
