//! Why a link leads nowhere, and what is near.

use crate::resolve::{FoundFile, MissingFile, SpotKind, heading_key, heading_subpath, link_path};
use crate::text::fold;

use super::super::terminal::Style;
use super::{Question, Section, words};

/// How many near names are listed.
const NEAR: usize = 5;

impl Question<'_> {
    pub(super) fn missing_file(&self, missing: &MissingFile) -> Vec<Section> {
        let path = &self.link.path;
        let (why, help) = match missing {
            MissingFile::NoFile => {
                (vec![format!("no file in the vault is called \"{path}\"")], self.near_files())
            }
            MissingFile::OutsideVault => (
                vec![
                    format!("\"{path}\" leads out of the vault"),
                    "R11, step 1: a link stays inside".to_owned(),
                ],
                Vec::new(),
            ),
            MissingFile::OnlyAlias(notes) => {
                let why = notes.iter().map(|note| format!("\"{path}\" is only an alias of {}", note.path));
                let rule = "R12: aliases are shown and completed, but are no targets".to_owned();
                (why.chain([rule]).collect(), self.alias_help(notes))
            }
        };
        vec![Section::new(Style::Error, "nothing", why), Section::new(Style::Good, "help", help)]
    }

    /// The link that an alias stands for, and the setting that would make it one.
    fn alias_help(&self, notes: &[std::sync::Arc<crate::index::Place>]) -> Vec<String> {
        let (index, settings) = (&*self.view.index, &self.view.vault.settings);
        let target = notes.first().and_then(|note| {
            link_path(index, settings, &self.source.place, note, crate::note::LinkSyntax::Wiki)
        });
        let link = target.map(|target| format!("write [[{target}|{}]]", self.link.path));
        link.into_iter().chain(["or set aliases_resolve = true in .wikilinks.toml".to_owned()]).collect()
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
            Section::new(Style::Good, "help", self.near_spots(file, kind, subpath)),
        ]
    }

    /// What could be written behind `#` instead.
    fn near_spots(&self, file: &FoundFile, kind: SpotKind, subpath: &str) -> Vec<String> {
        let Some(note) = self.view.index.file(file.place.id).and_then(|file| file.note.clone()) else {
            return Vec::new();
        };
        let names: Vec<String> = match kind {
            SpotKind::Heading => {
                (0..note.headings.len()).filter_map(|at| heading_subpath(&note, at)).collect()
            }
            SpotKind::Block => note.blocks.iter().map(|block| format!("^{}", block.id)).collect(),
            SpotKind::Footnote => {
                note.footnotes.iter().map(|footnote| format!("[^{}]", footnote.label)).collect()
            }
        };
        let near = nearest(&heading_key(subpath), names.iter().map(|name| (heading_key(name), name.clone())));
        let (label, list) = match near.is_empty() {
            false => ("near", near),
            true => ("it has", names.into_iter().take(NEAR).collect()),
        };
        list.iter().map(|name| format!("{label} #{name}")).collect()
    }

    /// The names of files that are spelled like the link's.
    fn near_files(&self) -> Vec<String> {
        let files = self.view.index.files();
        let names =
            files.iter().map(|file| (fold(file.place.path.stem()).into_owned(), file.place.path.to_string()));
        let near = nearest(&fold(self.link.name()), names);
        near.iter().map(|path| format!("near {path}")).collect()
    }
}

/// The values whose keys differ from `wanted` by about a quarter of it at most, the nearest first.
fn nearest(wanted: &str, keyed: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let most = 1 + wanted.chars().count() / 4;
    let near = keyed.filter_map(|(key, value)| {
        // Where the lengths differ by more, so do the names.
        let lengths = (key.chars().count(), wanted.chars().count());
        let distance = (lengths.0.abs_diff(lengths.1) <= most).then(|| strsim::osa_distance(&key, wanted))?;
        (distance <= most).then_some((distance, value))
    });
    let mut near: Vec<_> = near.collect();
    near.sort();
    near.truncate(NEAR);
    near.into_iter().map(|(_, value)| value).collect()
}
