//! What a link means: R9–R21, in one place.
//!
//! Completion, definition, hover, references, diagnostics, rename and `check` all ask here. The
//! functions are generic over [`Lookup`], so that the planner can ask the same questions about the
//! vault as it will be after a rename.

mod attachment;
mod path;
mod subpath;
mod write;

pub use attachment::{is_attachment_name, is_image_name};
pub use path::{FoundFile, MissingFile, Rule, candidates, resolve_path};
pub use subpath::{Spot, SpotKind, resolve_subpath, slugs};
pub use write::{
    Style, block_subpath, encode_like, encode_markdown_path, fits_display, heading_subpath, heading_text,
    is_writable, link_path, link_path_in_style, linkable_name, unlinkable_reason,
};

use crate::index::{Lookup, Place};
use crate::note::Link;
pub use crate::note::heading_key;
use crate::vault::Settings;

/// What a link means.
#[derive(Debug, Clone)]
pub enum Resolution {
    /// A file, or a place in it.
    Found {
        /// The file.
        file: FoundFile,
        /// Where in it.
        spot: Spot,
    },
    /// The file is there, the place in it is not.
    MissingSpot {
        /// The file.
        file: FoundFile,
        /// What was looked for.
        kind: SpotKind,
    },
    /// No file fits.
    MissingFile(MissingFile),
}

impl Resolution {
    /// The file that the link leads to, whether or not the place in it is there.
    pub fn file(&self) -> Option<&FoundFile> {
        match self {
            Resolution::Found { file, .. } | Resolution::MissingSpot { file, .. } => Some(file),
            Resolution::MissingFile(_) => None,
        }
    }

    /// The file and the place in it, when both are there.
    pub fn found(&self) -> Option<(&FoundFile, Spot)> {
        match self {
            Resolution::Found { file, spot } => Some((file, *spot)),
            _ => None,
        }
    }
}

/// What `link`, which stands in the file `from`, means.
pub fn resolve(lookup: &impl Lookup, settings: &Settings, from: &Place, link: &Link) -> Resolution {
    let file = match resolve_path(lookup, settings, from, &link.path, link.syntax) {
        Ok(file) => file,
        Err(missing) => return Resolution::MissingFile(missing),
    };
    let Some(subpath) = link.subpath.as_deref() else {
        return Resolution::Found { file, spot: Spot::Whole };
    };
    // Attachments, canvases and bases take parameters behind `#`, not headings (R14).
    let note = match crate::note::Format::of(file.place.path.name()) {
        Some(crate::note::Format::Markdown) => lookup.note(file.place.id),
        _ if link.is_local() => lookup.note(file.place.id),
        _ => None,
    };
    match note.map(|note| resolve_subpath(&note, subpath, link.syntax)) {
        None => Resolution::Found { file, spot: Spot::Whole },
        Some(Ok(spot)) => Resolution::Found { file, spot },
        Some(Err(kind)) => Resolution::MissingSpot { file, kind },
    }
}
