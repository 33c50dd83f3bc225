//! What is renamed here, and how?

use std::sync::Arc;

use crate::index::{File, FileId, View};
use crate::note::{Link, Note};
use crate::plan::{Plan, Refusal, rename_alias, rename_file, rename_footnote, rename_spot, rename_tag};
use crate::resolve::{MissingFile, Resolution, Spot, resolve};
use crate::text::Span;
use crate::vault::VaultPath;

use super::cursor::{Thing, thing_at};

/// What a rename at a cursor would rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The name in the text, which the editor selects.
    pub span: Span,
    /// The name as it is now, which the editor offers to change.
    pub placeholder: String,
}

/// What is renamed.
enum Target {
    /// A note or an attachment.
    File(Arc<File>),
    /// An alias of a note.
    Alias(FileId, usize),
    /// A heading, a block or a footnote of a note.
    Spot(FileId, Spot),
    /// A tag, without `#`.
    Tag(String),
}

/// What can be renamed at byte `offset` of the note `id`.
///
/// # Errors
/// Why nothing can be renamed there.
pub fn prepare(view: &View, id: FileId, offset: usize) -> Result<Prepared, Refusal> {
    target_at(view, id, offset).map(|(prepared, _)| prepared)
}

/// Renames what stands at byte `offset` of the note `id` to `new_name`, and every link with it
/// (R22–R25).
///
/// A new name without `/` keeps the folder; one with `/` is a path from the vault's root. `.md`
/// may be written or left out.
///
/// # Errors
/// Why it cannot be done; nothing is changed then.
pub fn rename(view: &View, id: FileId, offset: usize, new_name: &str) -> Result<Plan, Refusal> {
    let (_, target) = target_at(view, id, offset)?;
    match target {
        Target::File(file) => rename_file(view, file.place.id, &new_path(&file, new_name)?),
        Target::Alias(id, at) => rename_alias(view, id, at, new_name),
        Target::Spot(id, Spot::Footnote(at)) => rename_footnote(view, id, at, new_name),
        Target::Spot(id, spot) => rename_spot(view, id, spot, new_name),
        Target::Tag(tag) => rename_tag(view, &tag, new_name),
    }
}

fn target_at(view: &View, id: FileId, offset: usize) -> Result<(Prepared, Target), Refusal> {
    let nothing = || {
        Refusal(
            "nothing can be renamed here; put the cursor on a link, a heading, a block id, a tag or an alias"
                .into(),
        )
    };
    let file = view.index.file(id).ok_or_else(nothing)?;
    let note = file.note().ok_or_else(nothing)?;
    match thing_at(&note, offset).ok_or_else(nothing)? {
        Thing::Link(link) => link_target(view, &file, link, offset),
        Thing::Title(span) => Ok(note_target(file, span)),
        // A first heading that says the note's name is the note's name (R24).
        Thing::Heading(0) if *note.headings[0].raw == *file.place.path.stem() => {
            Ok(note_target(file, note.headings[0].content))
        }
        Thing::Heading(at) => {
            spot_target(&note, id, Spot::Heading(at), note.headings[at].content).ok_or_else(nothing)
        }
        Thing::BlockId(at) => {
            spot_target(&note, id, Spot::Block(at), note.blocks[at].id_span).ok_or_else(nothing)
        }
        Thing::Tag(tag) => {
            let name = tag.name.to_string();
            Ok((Prepared { span: tag.span, placeholder: name.clone() }, Target::Tag(name)))
        }
        Thing::Alias(at) => {
            let alias = note.aliases().nth(at).ok_or_else(nothing)?;
            Ok((Prepared { span: alias.span, placeholder: alias.value.to_string() }, Target::Alias(id, at)))
        }
        Thing::Footnote(at) => {
            spot_target(&note, id, Spot::Footnote(at), note.footnotes[at].label_span).ok_or_else(nothing)
        }
    }
}

fn note_target(file: Arc<File>, span: Span) -> (Prepared, Target) {
    (Prepared { span, placeholder: file.place.path.stem().to_owned() }, Target::File(file))
}

/// A heading or block of `note`, which is the file `id`; `span` is what the editor selects.
fn spot_target(note: &Note, id: FileId, spot: Spot, span: Span) -> Option<(Prepared, Target)> {
    let placeholder = match spot {
        Spot::Heading(at) => note.headings.get(at)?.raw.to_string(),
        Spot::Block(at) => note.blocks.get(at)?.id.to_string(),
        Spot::Footnote(at) => note.footnotes.get(at)?.label.to_string(),
        Spot::Whole => return None,
    };
    Some((Prepared { span, placeholder }, Target::Spot(id, spot)))
}

/// What a link names: the heading or block where the cursor is on that part, else the file.
fn link_target(view: &View, file: &File, link: &Link, offset: usize) -> Result<(Prepared, Target), Refusal> {
    let resolution = resolve(&*view.index, &view.vault.settings, &file.place, link);
    let subpath = link.subpath_span.filter(|span| link.is_local() || span.touches(offset));
    let (place, spot) = match &resolution {
        Resolution::MissingFile(MissingFile::OnlyAlias(notes)) if !notes.is_empty() => {
            let note = notes[0].path.without_md();
            return Err(Refusal(format!(
                "\"{}\" is an alias of {note} and no note's name; rename {note} itself",
                link.path
            )));
        }
        Resolution::MissingFile(_) => {
            return Err(Refusal(format!("\"{}\" leads to no note; create it first", link.path)));
        }
        Resolution::MissingSpot { file, .. } => (&file.place, Spot::Whole),
        Resolution::Found { file, spot } => (&file.place, *spot),
    };
    let target = view.index.file(place.id).ok_or_else(|| Refusal("the note is gone".into()))?;
    match (subpath, target.note()) {
        (Some(span), Some(note)) => spot_target(&note, place.id, spot, span).ok_or_else(|| {
            Refusal(
                "this part of the link names nothing that can be renamed; put the cursor on the note's name"
                    .into(),
            )
        }),
        _ => Ok(note_target(target, name_span(link))),
    }
}

/// The last segment of a link's path in the source.
fn name_span(link: &Link) -> Span {
    // A raw path is as long as its meaning unless it is escaped or encoded; then all of it is taken.
    let (raw, meant) = (link.path_span.len(), link.path.len());
    match raw == meant {
        true => Span { start: link.path_span.end - link.name().len() as u32, end: link.path_span.end },
        false => link.path_span,
    }
}

/// The path that a file gets by a new name: its extension stays, written or not. A name without
/// `/` keeps the folder; one with `/` is a path from the vault's root.
///
/// # Errors
/// When it is no name.
pub fn new_path(file: &File, new_name: &str) -> Result<VaultPath, Refusal> {
    let (old, mut name) = (&file.place.path, new_name.trim().to_owned());
    let bad = || {
        Refusal(format!(
            "\"{new_name}\" is no name for a note: write a name, or a path from the vault's root"
        ))
    };
    if name.is_empty() || name.ends_with('/') {
        return Err(bad());
    }
    if let Some((_, extension)) = old.name().rsplit_once('.') {
        let extension = format!(".{extension}");
        if !name.to_lowercase().ends_with(&extension.to_lowercase()) {
            name.push_str(&extension);
        }
    }
    let path = match name.contains('/') {
        true => VaultPath::new(name.trim_start_matches('/')),
        false => old.with_name(&name),
    };
    path.ok_or_else(bad)
}
