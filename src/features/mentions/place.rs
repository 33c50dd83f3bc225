//! Where a name is plain words.

use crate::note::Note;
use crate::text::Span;

/// How far around a name is looked for the brackets of a link to another host, in bytes.
const AROUND: usize = 500;

/// The places of a note where a name is no mention.
pub(super) struct Places<'n> {
    text: &'n str,
    /// In order, not overlapping each other.
    taken: Vec<Span>,
    next: usize,
}

impl<'n> Places<'n> {
    pub fn new(note: &Note, text: &'n str) -> Self {
        let front = note.frontmatter.iter().map(|front| front.span);
        let links = note.links.iter().map(|link| link.span);
        let tags = note.tags.iter().map(|tag| tag.span);
        let blocks = note.blocks.iter().map(|block| block.id_span);
        let headings = note.headings.iter().map(|heading| heading.span);
        let footnotes = note.footnotes.iter().map(|footnote| footnote.label_span);
        let opaque = note.opaque.iter().copied();
        let named = tags.chain(blocks).chain(headings).chain(footnotes);
        let mut taken: Vec<Span> = front.chain(links).chain(named).chain(opaque).collect();
        taken.sort_unstable();
        taken.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            last.end = if overlaps { last.end.max(next.end) } else { last.end };
            overlaps
        });
        Self { text, taken, next: 0 }
    }

    /// Whether `span` is plain words. Each has to begin no earlier than the one before.
    pub fn is_plain(&mut self, span: Span) -> bool {
        while self.taken.get(self.next).is_some_and(|taken| taken.end <= span.start) {
            self.next += 1;
        }
        let taken = self.taken.get(self.next).is_some_and(|taken| taken.start < span.end);
        !taken && !span.of(self.text).contains(['\n', '\r']) && !self.is_in_link(span)
    }

    /// Whether the name stands in an address, or in the text or the destination of a link to another
    /// host, which a note does not keep.
    fn is_in_link(&self, span: Span) -> bool {
        let (before, behind) = (self.before(span.start as usize), self.behind(span.end as usize));
        let word_start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let word_end = behind.find(char::is_whitespace).unwrap_or(behind.len());
        let address = ["://", "www.", "mailto:", "@"];
        let (start, end) = (before.get(word_start..).unwrap_or_default(), &behind[..word_end]);
        if before.ends_with("[^")
            || address.iter().any(|mark| start.contains(mark))
            || end.starts_with("://")
            || end.starts_with('@')
        {
            return true;
        }
        let opened = before.rfind('[').is_some_and(|open| !before[open..].contains(']'));
        let closed = behind.find(['[', ']']).map(|at| &behind[at..]);
        let in_text =
            opened && closed.is_some_and(|rest| ["](", "][", "]:"].iter().any(|end| rest.starts_with(end)));
        let in_destination = before.rfind("](").is_some_and(|open| !before[open..].contains(')'));
        in_text || in_destination
    }

    /// What stands before `at` in its line.
    fn before(&self, at: usize) -> &'n str {
        let from = self.boundary(at.saturating_sub(AROUND));
        let text = self.text.get(from..at).unwrap_or_default();
        text.rsplit(['\n', '\r']).next().unwrap_or_default()
    }

    /// What stands behind `at` in its line.
    fn behind(&self, at: usize) -> &'n str {
        let to = self.boundary((at + AROUND).min(self.text.len()));
        let text = self.text.get(at..to).unwrap_or_default();
        text.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// The last place at or before `at` where a character begins.
    fn boundary(&self, at: usize) -> usize {
        (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }
}
