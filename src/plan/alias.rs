//! An alias gets another name: in the frontmatter, in links where aliases are targets (R12), and in
//! the display texts that say it, where a setting wants that.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::index::{FileId, NoteText, View};
use crate::note::{Container, Format, Link, parse};
use crate::resolve::{fits_display, resolve};

use super::outcome::Outcome;
use super::read_again::is_plain;
use super::relink::{file_edits, with_links};
use super::rewrite::contained;
use super::title::scalar;
use super::{Edit, FileEdits, Plan, Reason, Refusal, check_writable, merge};

/// Renames alias `at` of the note `id`.
///
/// # Errors
/// A sentence that says why not; nothing is changed then.
pub fn rename_alias(view: &View, id: FileId, at: usize, new: &str) -> Result<Plan, Refusal> {
    let revision = view.index.revision();
    let read = view.read(id).map_err(Refusal)?;
    let alias =
        read.note.aliases().nth(at).ok_or_else(|| Refusal("the note has changed; try again".into()))?;
    let (old, new) = (alias.value.to_string(), new.trim());
    if new.is_empty() || new.contains(['\n', '\r']) || (alias.partial && new.contains(',')) {
        return Err(Refusal(format!("\"{new}\" cannot stand here as an alias")));
    }
    let text = if alias.partial { new.to_owned() } else { scalar(alias, new) };
    let edit = Edit { span: alias.span, text, reason: Reason::Rename };
    let count = read.note.aliases().count();
    let title = format!("Rename alias \"{old}\" to \"{new}\"");
    let Some(own) = file_edits(read, vec![edit]) else { return Ok(Plan::nothing(title, revision)) };
    let after = parse(&own.applied(), Format::Markdown);
    if after.aliases().count() != count || after.aliases().nth(at).is_none_or(|alias| &*alias.value != new) {
        return Err(Refusal(format!("\"{new}\" would be read as something else than an alias")));
    }
    let outcome = Outcome::new(&view.index).changed(id, Arc::new(after));
    let mut edits = with_links(view, outcome, &[id], &[own], true)?;
    if view.vault.settings.rename_updates_display {
        display_texts(view, id, &old, new)?.into_iter().for_each(|file| merge(&mut edits, file));
        check_writable(view, &edits)?;
    }
    Ok(Plan { title, revision, edits, operations: Vec::new() })
}

/// The display texts that say exactly `old`, in links to the note `id`.
fn display_texts(view: &View, id: FileId, old: &str, new: &str) -> Result<Vec<FileEdits>, Refusal> {
    // What could end a link, or hide it, is no display text: the old one stays.
    if !fits_display(new) || !is_plain(&new.replace('|', "")) {
        return Ok(Vec::new());
    }
    let Some(file) = view.index.file(id) else { return Ok(Vec::new()) };
    let keys = file.link_keys();
    let ids: FxHashSet<FileId> = keys.iter().flat_map(|key| view.index.referrers(key).to_vec()).collect();
    let mut edits = Vec::new();
    for from in ids {
        let says =
            |read: &NoteText, link: &Link| link.display_span.is_some_and(|span| span.of(&read.text) == old);
        let read = view.read(from).map_err(Refusal)?;
        let leads = |link: &Link| {
            let found = resolve(&*view.index, &view.vault.settings, &read.file.place, link);
            found.file().is_some_and(|found| found.place.id == id)
        };
        let links = read.note.links.iter().filter(|link| says(&read, link) && leads(link));
        let found: Vec<_> = links.filter_map(|link| Some(shown(link, new, link.display_span?))).collect();
        edits.extend(file_edits(read, found));
    }
    edits.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(edits)
}

fn shown(link: &Link, new: &str, span: crate::text::Span) -> Edit {
    let container = if link.syntax.is_markdown() { Container::Text } else { link.container };
    Edit { span, text: contained(container, new.into()).into_owned(), reason: Reason::Link }
}
