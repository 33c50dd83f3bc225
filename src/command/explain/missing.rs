//! Why a link leads nowhere, and what is near.

use crate::features::near::{near_headings, near_names};
use crate::index::SharedPlace;
use crate::note::{LinkSyntax, Note};
use crate::resolve::{FoundFile, MissingFile, SpotKind, heading_subpath, link_path};

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
    fn alias_help(&self, notes: &[SharedPlace]) -> Section {
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
        let Some(note) = self.view.index.file(file.place.id).and_then(|file| file.note()) else {
            return Section::new(Style::Good, "near", Vec::new());
        };
        let near = match kind {
            SpotKind::Heading => near_headings(self.view, file.place.id, subpath, NEAR),
            SpotKind::Block | SpotKind::Footnote => Vec::new(),
        };
        let (label, names) = if near.is_empty() { ("it has", all(&note, kind)) } else { ("near", near) };
        let lines = names.into_iter().map(|name| format!("#{name}"));
        Section::new(Style::Good, label, lines.collect())
    }

    /// The names of files that are spelled like the link's.
    fn near_files(&self) -> Option<Section> {
        let near = near_names(self.view, &self.link.path, NEAR);
        let paths = near.iter().map(|place| place.path.to_string());
        Some(Section::new(Style::Good, "near", paths.collect()))
    }
}

/// The first few places of a kind that a note has.
fn all(note: &Note, kind: SpotKind) -> Vec<String> {
    match kind {
        SpotKind::Heading => {
            (0..note.headings.len()).take(NEAR).filter_map(|at| heading_subpath(note, at)).collect()
        }
        SpotKind::Block => note.blocks.iter().take(NEAR).map(|block| format!("^{}", block.id)).collect(),
        SpotKind::Footnote => {
            note.footnotes.iter().take(NEAR).map(|footnote| format!("[^{}]", footnote.label)).collect()
        }
    }
}
