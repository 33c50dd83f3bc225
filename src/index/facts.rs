//! What decides the place of a file in a list, besides its names.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::note::Format;

use super::File;

/// What decides the place of a file in a list, besides its names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Equal for files in the same folder, and hardly ever for others.
    pub folder: u32,
    /// How many files hold a link with its name.
    pub backlinks: u32,
    /// Whether the file is no note.
    pub attachment: bool,
    /// Whether the file is open in an editor.
    pub open: bool,
}

impl Facts {
    /// The facts of `file`.
    pub(super) fn of(file: &File, backlinks: usize) -> Self {
        Self {
            folder: FxBuildHasher.hash_one(file.place.folder_key()) as u32 & !FLAGS,
            backlinks: backlinks as u32,
            attachment: file.format != Some(Format::Markdown),
            open: file.open().is_some(),
        }
    }
}

/// [`Facts`] in eight bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeptFacts {
    /// The folder, and in the bits of [`FLAGS`] the rest.
    folder: u32,
    pub backlinks: u32,
}

const ATTACHMENT: u32 = 1;
const OPEN: u32 = 2;
const FLAGS: u32 = ATTACHMENT | OPEN;

impl From<Facts> for KeptFacts {
    fn from(facts: Facts) -> Self {
        let flag = |is: bool, flag: u32| if is { flag } else { 0 };
        let flags = flag(facts.attachment, ATTACHMENT) | flag(facts.open, OPEN);
        Self { folder: facts.folder | flags, backlinks: facts.backlinks }
    }
}

impl From<KeptFacts> for Facts {
    fn from(kept: KeptFacts) -> Self {
        Self {
            folder: kept.folder & !FLAGS,
            backlinks: kept.backlinks,
            attachment: kept.folder & ATTACHMENT != 0,
            open: kept.folder & OPEN != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_kept_as_they_are() {
        for (attachment, open) in [(false, false), (false, true), (true, false), (true, true)] {
            let facts = Facts { folder: !FLAGS, backlinks: 7, attachment, open };
            assert_eq!(Facts::from(KeptFacts::from(facts)), facts);
        }
    }
}
