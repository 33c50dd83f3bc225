//! Where a proposal goes, and what is written around it.

use std::borrow::Cow;

use crate::index::FileId;
use crate::note::Container;
use crate::note::cursor::WikiTyping;
use crate::plan::contained;
use crate::text::Span;

use super::{Item, ItemKind};

/// The part of a link around the cursor.
pub(super) struct Target<'t> {
    /// What is replaced, brackets included that are written anew.
    replace: Span,
    /// The same for an editor that keeps what stands behind the cursor.
    insert_only: Span,
    /// What stands between the start of `replace` and the cursor, as it is in the source.
    typed: &'t str,
    /// The whole part around the cursor.
    part: &'t str,
    /// What a proposal ends with: `]]`, `)`, or nothing when it is there already.
    end: &'static str,
    container: Container,
}

/// What a proposal says.
pub(super) struct Proposal {
    pub kind: ItemKind,
    pub label: String,
    pub detail: String,
    /// What is written, without brackets, not yet escaped for what the link stands in.
    pub insert: String,
    pub file: Option<FileId>,
}

impl<'t> Target<'t> {
    /// The part of a wikilink. An unfinished link is closed: editors that close brackets by
    /// themselves have written the `]]` behind the cursor, others have not, and both end up with
    /// one. With another part behind (`|shown]]`) the link is closed there.
    pub fn wiki(text: &'t str, typing: &WikiTyping, offset: usize) -> Self {
        let end = if typing.followed { "" } else { "]]" };
        let replace = match typing.followed {
            true => typing.replace,
            false => Span { start: typing.replace.start, end: typing.closing.end.max(typing.replace.end) },
        };
        Self { container: typing.container, ..Self::new(text, replace, typing.replace.end, offset, end) }
    }

    /// A part of a Markdown destination, which is closed when it is not yet.
    pub fn destination(text: &'t str, replace: Span, offset: usize, end: &'static str) -> Self {
        Self::new(text, replace, replace.end, offset, end)
    }

    /// A name with nothing around it that would have to be written anew.
    pub fn bare(text: &'t str, replace: Span, offset: usize) -> Self {
        Self::new(text, replace, replace.end, offset, "")
    }

    fn new(text: &'t str, replace: Span, part_end: u32, offset: usize, end: &'static str) -> Self {
        let typed = text.get(replace.start as usize..offset).unwrap_or_default();
        let part = Span { end: part_end, ..replace }.of(text);
        // What stands between the cursor and the brackets cannot stay when brackets are written.
        let keeps_rest = end.is_empty() && offset < part_end as usize;
        let insert_only = if keeps_rest { Span::new(replace.start as usize, offset) } else { replace };
        Self { replace, insert_only, typed, part, end, container: Container::Text }
    }

    /// Whether a display text can be written behind the part.
    pub fn is_last(&self) -> bool {
        !self.end.is_empty()
    }

    /// The whole part around the cursor, as it is in the source.
    pub fn part(&self) -> &'t str {
        self.part
    }

    /// The proposal as an item.
    pub fn item(&self, proposal: Proposal) -> Item {
        let label = proposal.label.replace(char::is_control, " ");
        let insert = contained(self.container, Cow::Borrowed(&proposal.insert));
        Item {
            filter: filter(self.typed, &label),
            insert: format!("{insert}{}", self.end),
            kind: proposal.kind,
            label,
            detail: proposal.detail,
            replace: self.replace,
            insert_only: self.insert_only,
            file: proposal.file,
        }
    }
}

/// What an editor matches against `typed`, all that stands between the start of the replaced part
/// and the cursor.
///
/// It always begins with `typed` itself, letter by letter. Neovim keeps an item only when its filter
/// starts with that; VS Code and Helix rank by how well it matches, before they look at our order,
/// and so find all items equally good. The label alone would lose notes that match in the middle,
/// by their path or without an accent. When more is typed before we are asked again, the label
/// behind it still narrows the list.
fn filter(typed: &str, label: &str) -> String {
    let mut rest = label.chars();
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    match typed.chars().all(|typed| rest.next().is_some_and(|c| same(c, typed))) {
        true => format!("{typed}{}", rest.as_str()),
        false => format!("{typed} {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_begins_with_what_is_typed() {
        assert_eq!(filter("al", "Alpha"), "alpha");
        assert_eq!(filter("", "Alpha"), "Alpha");
        assert_eq!(filter("uber", "Über"), "uber Über");
        assert_eq!(filter("pha", "Alpha"), "pha Alpha");
        assert_eq!(filter("##ga", "Garden"), "##ga Garden");
    }
}
