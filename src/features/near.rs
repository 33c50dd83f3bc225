//! Did you mean …? Names and headings that are a few letters away.

use std::sync::Arc;

use strsim::osa_distance;

use crate::index::{FileId, Place, View};
use crate::note::LinkSyntax;
use crate::resolve::{Spot, heading_key, heading_subpath, resolve_subpath};
use crate::text::fold;

/// How many edits away a name may be: a fifth of its length, at least one, at most three.
fn reach(name: &str) -> usize {
    (name.chars().count() / 5).clamp(1, 3)
}

/// Which letters occur, as a set of 64 bits. Each edit of one letter changes at most two.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// The files whose names are nearest to the last segment of `path`, the nearest first, at most `max`.
///
/// Looks at every name of the vault, but measures only those that have nearly the same letters.
pub fn near_names(view: &View, path: &str, max: usize) -> Vec<Arc<Place>> {
    let name = fold(path.rsplit('/').next().unwrap_or_default());
    let name = name.strip_suffix(".md").unwrap_or(&name);
    let (reach, wanted) = (reach(name), letters(name));
    if name.is_empty() {
        return Vec::new();
    }
    let mut near: Vec<(usize, Arc<Place>)> = Vec::new();
    view.index.for_each_file(|file| {
        let other = file.place.name_key();
        let other = other.strip_suffix(".md").unwrap_or(other);
        // A character takes at most four bytes, and an edit changes two letters of the set, each
        // with up to four bytes.
        let differing = (letters(other) ^ wanted).count_ones() as usize;
        if other.len().abs_diff(name.len()) > 4 * reach || differing > 8 * reach {
            return;
        }
        let distance = osa_distance(name, other);
        if distance <= reach {
            near.push((distance, file.place.clone()));
        }
    });
    near.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.rank(y)));
    near.truncate(max);
    near.into_iter().map(|(_, place)| place).collect()
}

/// The headings of the note `id` that are nearest to `subpath`, as they are written into a link, the
/// nearest first, at most `max`.
pub fn near_headings(view: &View, id: FileId, subpath: &str, max: usize) -> Vec<String> {
    let Some(note) = view.index.file(id).and_then(|file| file.note.clone()) else { return Vec::new() };
    let wanted = heading_key(subpath.rsplit('#').next().unwrap_or_default());
    let reach = reach(&wanted);
    let measured = note.headings.iter().enumerate().filter_map(|(at, heading)| {
        let key = heading_key(heading.text());
        let distance =
            if key.starts_with(&wanted) && !wanted.is_empty() { 1 } else { osa_distance(&wanted, &key) };
        (distance <= reach).then_some((distance, at))
    });
    let mut near: Vec<_> = measured.collect();
    near.sort_unstable();
    let texts = near.into_iter().filter_map(|(_, at)| {
        let text = heading_subpath(&note, at)?;
        (resolve_subpath(&note, &text, LinkSyntax::Wiki) == Ok(Spot::Heading(at))).then_some(text)
    });
    texts.take(max).collect()
}
