//! Why a link leads nowhere, and what is near.

use std::sync::Arc;

use crate::index::Place;
use crate::note::LinkSyntax;
use crate::resolve::{FoundFile, MissingFile, SpotKind, heading_key, heading_subpath, link_path};
use crate::text::fold;

use super::super::terminal::Style;
use super::{Question, Section, words};

/// How many near names are listed.
const NEAR: usize = 5;
/// The edit distance takes the square of a name's length: nobody mistypes a longer one.
const LONGEST: usize = 200;

impl Question<'_> {
    pub(super) fn missing_file(&self, missing: &MissingFile) -> Vec<Section> {
        let path = &self.link.path;
        let (why, help) = match missing {
            MissingFile::NoFile => {
                (vec![format!("no file in the vault is called \"{path}\"")], self.near_files())
            }
            MissingFile::OutsideVault => {
                let rule = "R11, step 1: a link stays inside".to_owned();
                (vec![format!("\"{path}\" leads out of the vault"), rule], None)
            }
            MissingFile::OnlyAlias(notes) => {
                let why = notes.iter().map(|note| format!("\"{path}\" is only an alias of {}", note.path));
                let rule = "R12: aliases are shown and completed, but are no targets".to_owned();
                (why.chain([rule]).collect(), Some(self.alias_help(notes)))
            }
        };
        [Some(Section::new(Style::Error, "nothing", why)), help].into_iter().flatten().collect()
    }

    /// The link that an alias stands for, and the setting that would make it one.
    fn alias_help(&self, notes: &[Arc<Place>]) -> Section {
        let (index, settings) = (&*self.view.index, &self.view.vault.settings);
        let target = notes
            .first()
            .and_then(|note| link_path(index, settings, &self.source.place, note, LinkSyntax::Wiki));
        let link = target.map(|target| format!("write [[{target}|{}]]", self.link.path));
        let setting = "or set aliases_resolve = true in .wikilinks.toml".to_owned();
        Section::new(Style::Good, "help", link.into_iter().chain([setting]).collect())
    }

    pub(super) fn missing_spot(&self, file: &FoundFile, kind: SpotKind) -> Vec<Section> {
        let subpath = self.link.subpath.as_deref().unwrap_or_default();
        let (what, rule) = match kind {
            SpotKind::Heading if subpath.contains('#') => {
                ("heading", "R16: each segment has to be a heading below the one before")
            }
            SpotKind::Heading => ("heading", "R15: punctuation and case do not count, all else does"),
            SpotKind::Block => ("block", "R17: letters, digits and - at the end of a block, after ^"),
            SpotKind::Footnote => ("footnote", "R18: [^…] names a footnote's definition"),
        };
        let missing = format!("{} has no {what} \"{subpath}\"", file.place.path);
        vec![
            Section::new(Style::Error, "nothing", vec![missing, rule.to_owned()]),
            Section::new(Style::Note, "the file", vec![words::rule(file.rule).to_owned()]),
            self.candidates(Some(file)),
            self.near_spots(file, kind, subpath),
        ]
    }

    /// What could be written behind `#` instead.
    fn near_spots(&self, file: &FoundFile, kind: SpotKind, subpath: &str) -> Section {
        let Some(note) = self.view.index.file(file.place.id).and_then(|file| file.note.clone()) else {
            return Section::new(Style::Good, "near", Vec::new());
        };
        let names: Vec<String> = match kind {
            SpotKind::Heading => note.headings.iter().map(|heading| heading.text().to_owned()).collect(),
            SpotKind::Block => note.blocks.iter().map(|block| format!("^{}", block.id)).collect(),
            SpotKind::Footnote => {
                note.footnotes.iter().map(|footnote| format!("[^{}]", footnote.label)).collect()
            }
        };
        let keyed = names.iter().enumerate().map(|(at, name)| (heading_key(name), at));
        let (label, spots) = match nearest(&heading_key(subpath), keyed) {
            near if near.is_empty() => ("it has", (0..names.len()).take(NEAR).collect()),
            near => ("near", near),
        };
        let written = |at: usize| match kind {
            SpotKind::Heading => heading_subpath(&note, at).unwrap_or_else(|| names[at].clone()),
            SpotKind::Block | SpotKind::Footnote => names[at].clone(),
        };
        let lines = spots.into_iter().map(|at| format!("#{}", written(at)));
        Section::new(Style::Good, label, lines.collect())
    }

    /// The names of files that are spelled like the link's.
    fn near_files(&self) -> Option<Section> {
        let files = self.view.index.files();
        let names = files.iter().map(|file| {
            let path = &file.place.path;
            (fold(path.stem()).into_owned(), path.to_string())
        });
        Some(Section::new(Style::Good, "near", nearest(&fold(self.link.name()), names)))
    }
}

/// The values whose keys differ from `wanted` by about a quarter of it at most, the nearest first.
fn nearest<T: Ord>(wanted: &str, keyed: impl Iterator<Item = (String, T)>) -> Vec<T> {
    let length = wanted.chars().count();
    if length > LONGEST {
        return Vec::new();
    }
    let most = 1 + length / 4;
    let near = keyed.filter_map(|(key, value)| {
        // Where the lengths differ by more, so do the names.
        let may_be_near = key.chars().take(LONGEST * 2).count().abs_diff(length) <= most;
        let distance = may_be_near.then(|| strsim::osa_distance(&key, wanted))?;
        (distance <= most).then_some((distance, value))
    });
    let mut near: Vec<_> = near.collect();
    near.sort();
    near.truncate(NEAR);
    near.into_iter().map(|(_, value)| value).collect()
}
