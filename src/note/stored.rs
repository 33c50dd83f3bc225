//! A note as bytes, and back. The bytes may have been damaged meanwhile: what is made of them is a
//! note whose spans lie in its text and in each other, or nothing.

use crate::text::Span;

use super::{Frontmatter, LinkSyntax, Note, Property};

impl Note {
    /// Adds the note's bytes to `out`.
    pub fn store(&self, out: &mut Vec<u8>) {
        // A `Vec` takes all that is written to it, and every field has its form.
        if let Ok(bytes) = postcard::to_extend(self, std::mem::take(out)) {
            *out = bytes;
        }
    }

    /// The note that `bytes` hold, from their first to their last; `None` when they hold none.
    pub fn of_stored(bytes: &[u8]) -> Option<Note> {
        let (note, rest) = postcard::take_from_bytes::<Note>(bytes).ok()?;
        (rest.is_empty() && note.is_sound()).then_some(note)
    }

    /// Whether every span lies in the text, and in the span of what it is a part of.
    fn is_sound(&self) -> bool {
        let whole = Span { start: 0, end: self.length };
        let own = |spans: &[Span]| spans.iter().all(|span| whole.contains(*span));
        let within = |outer: Span, inner: &[Span]| {
            whole.contains(outer) && inner.iter().all(|inner| outer.contains(*inner))
        };
        self.lines.length() == self.length
            && own(&self.opaque)
            && own(&self.tables)
            && self.summary.is_none_or(|span| whole.contains(span))
            && self.tags.iter().all(|tag| whole.contains(tag.span))
            && self.headings.iter().all(|heading| within(heading.span, &[heading.content]))
            && self.headings.is_sorted_by_key(|heading| heading.span.start)
            && self.blocks.iter().all(|block| own(&[block.id_span, block.span]))
            && self.footnotes.iter().all(|footnote| within(footnote.span, &[footnote.label_span]))
            && self.links.iter().all(|link| {
                // A canvas card's subpath stands apart from its file.
                let outer = if link.syntax == LinkSyntax::CanvasFile { whole } else { link.span };
                let parts = [Some(link.path_span), link.subpath_span, link.display_span];
                whole.contains(link.span) && parts.iter().flatten().all(|part| outer.contains(*part))
            })
            && self.links.is_sorted_by_key(|link| link.span.start)
            && self.frontmatter.as_deref().is_none_or(|frontmatter| {
                within(frontmatter.span, &[frontmatter.body])
                    && own(&frontmatter.numbers_as_tags)
                    && frontmatter.error.as_ref().is_none_or(|error| whole.contains(error.span))
                    && properties(frontmatter).all(|property| whole.contains(property.span))
            })
    }
}

fn properties(frontmatter: &Frontmatter) -> impl Iterator<Item = &Property> {
    let single = [&frontmatter.title, &frontmatter.description, &frontmatter.linter_title];
    single.into_iter().flatten().chain(&frontmatter.aliases)
}
