//! Why each file that could be meant was chosen, or not.

use crate::index::{Lookup, Place, SharedPlace};
use crate::resolve::{FoundFile, Rule, candidates};
use crate::text::fold;
use crate::vault::VaultPath;

use super::super::check::counted;
use super::super::terminal::Style;
use super::{Question, Section};

impl Question<'_> {
    /// Every file whose path ends with the link's path, each with the reason why it is `chosen` or
    /// is not.
    pub(super) fn candidates(&self, chosen: Option<&FoundFile>) -> Section {
        let Some(chosen) = chosen.filter(|chosen| chosen.rule != Rule::SameNote) else {
            return Section::new(Style::Note, "candidates", Vec::new());
        };
        let mut lines = Vec::new();
        let is_alias = chosen.rule == Rule::Alias;
        let others: Vec<SharedPlace> = match is_alias {
            true => self.view.index.with_alias(&fold(&self.link.path)),
            false => candidates(&*self.view.index, &self.link.path).iter().cloned().collect(),
        };
        if others.iter().all(|place| place.id == chosen.place.id) {
            lines.push(format!("{}: chosen: the only one", chosen.place.path));
        } else {
            lines.push(format!("{}: chosen: {}", chosen.place.path, self.why_chosen(chosen)));
        }
        for place in others.iter().filter(|place| place.id != chosen.place.id) {
            lines.push(format!("{}: not chosen: {}", place.path, self.why_not(chosen, place)));
        }
        if chosen.ambiguous {
            let clear = if is_alias { "the note's own name" } else { "a longer path" };
            lines.push(format!("Only their order decides: {clear} in the link would be clear."));
        }
        Section::new(Style::Note, "candidates", lines)
    }

    fn why_chosen(&self, chosen: &FoundFile) -> &'static str {
        match chosen.rule {
            Rule::OwnFolder => "in the note's own folder",
            Rule::PathEnd => "first by fewest segments, then shortest path, then alphabet",
            Rule::Alias => {
                "has the alias, and is first by fewest segments, then shortest path, then alphabet"
            }
            _ => "an earlier step finds it, so the ends of paths do not count",
        }
    }

    /// Why the `other` file, which fits as well, is not the one.
    fn why_not(&self, chosen: &FoundFile, other: &Place) -> String {
        let (winner, loser) = (&chosen.place.path, &other.path);
        if !matches!(chosen.rule, Rule::OwnFolder | Rule::PathEnd | Rule::Alias) {
            return "only the end of its path fits".to_owned();
        }
        if chosen.rule != Rule::Alias && self.ends_as_written(winner) && !self.ends_as_written(loser) {
            return "fits only with .md added, and the text as written is tried first (R10)".to_owned();
        }
        if chosen.rule == Rule::OwnFolder {
            return "not in the note's own folder".to_owned();
        }
        let (segments, length) =
            (|path: &VaultPath| path.depth(), |path: &VaultPath| path.as_str().chars().count());
        if segments(loser) != segments(winner) {
            return format!("{} instead of {}", counted(segments(loser), "segment"), segments(winner));
        }
        if length(loser) != length(winner) {
            return format!("{} instead of {}", counted(length(loser), "character"), length(winner));
        }
        "later in the alphabet".to_owned()
    }

    /// Whether the link's path, without `.md` added to it, is how `path` ends (R10).
    fn ends_as_written(&self, path: &VaultPath) -> bool {
        fold(path.as_str()).ends_with(&*fold(&self.link.path))
    }
}
