//! Whether links that are written anew are read as they are meant: what is in a name can end a link, or
//! hide it together with what stands elsewhere in the paragraph.

use crate::index::SharedPlace;
use crate::note::{Format, Link, parse};
use crate::resolve::{Resolution, resolve};

use super::relink::{Meaning, Relink};
use super::{FileEdits, Refusal};

/// Whether `text` holds nothing that a reader of notes takes for more than letters, so that what is around
/// it is read as before. Most names do.
pub(super) fn is_plain(text: &str) -> bool {
    let marks = |c: char| c.is_control() || "`[]<>$\\|&".contains(c);
    !text.is_empty() && !text.contains(marks) && !text.contains("%%")
}

impl Relink<'_> {
    /// Reads the note at `place` again as it is after `edits`, where it may be read in another way.
    ///
    /// # Errors
    /// When a link would not mean what it is meant to.
    pub(super) fn check_read_again(&self, place: &SharedPlace, edits: &FileEdits) -> Result<(), Refusal> {
        if edits.edits.iter().all(|edit| is_plain(&edit.text)) {
            return Ok(());
        }
        let after = parse(&edits.applied(), Format::of(edits.path.name()).unwrap_or(Format::Markdown));
        let (before, after) = (&edits.note.links, &after.links);
        let has_odd = |link: &&Link| {
            edits.edits.iter().any(|edit| link.span.contains(edit.span) && !is_plain(&edit.text))
        };
        let lost = match before.len() == after.len() {
            true => {
                let mut pairs = before.iter().zip(after);
                pairs.find(|(link, again)| !self.is_kept(place, link, again)).map(|(link, _)| link)
            }
            // Which is which cannot be told: the first with an odd name is to blame.
            false => before.iter().find(has_odd),
        };
        let Some(link) = lost else { return Ok(()) };
        Err(Refusal(format!(
            "the link {} in {} would be read as something else; choose another name",
            link.span.of(&edits.text),
            edits.path
        )))
    }

    /// Whether `again` is `link` after the change, and leads where that leads. What is missing may be found:
    /// that is for others to judge.
    fn is_kept(&self, place: &SharedPlace, link: &Link, again: &Link) -> bool {
        let settings = &self.view.vault.settings;
        let before = resolve(&*self.view.index, settings, place, link);
        let after = resolve(self.outcome, settings, &self.outcome.place_of(place), again);
        let is_replaced = before.file().is_some_and(|file| self.outcome.replaces(file.place.id));
        match &before {
            _ if is_replaced => true,
            Resolution::MissingFile(_) => link.path == again.path,
            Resolution::MissingSpot { file, .. } => {
                after.file().is_some_and(|found| found.place.id == file.place.id)
            }
            Resolution::Found { .. } => Meaning::of(&before).survives_as(Meaning::of(&after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_names_are_plain() {
        for name in ["A plan, (new) – it's 100% done!", "Übung_7", "日本語", "x*y", "a#b^c", "~{x}"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["", "a`b", "[x", "y]", "a|b", "a<b", "$x$", "a\\", "%%", "&amp;", "a\tb"] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
