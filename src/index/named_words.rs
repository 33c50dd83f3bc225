//! Every name and alias of the vault's notes, ready to be found in a running text.
//!
//! Built when it is first asked for, and again only when a name has come or gone: a change to the
//! text of a note leaves it as it is.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use crate::note::Format;
use crate::text::{NameKey, Span};

use super::{FileId, Index, View, link_key};

/// The longest name that is looked for, in bytes: file systems take no longer one.
const LONGEST: usize = 255;

/// How long an answer may wait for the names.
const PATIENCE: Duration = Duration::from_millis(50);

/// The names that are looked for, folded, and whose they are.
pub struct NamedWords {
    automaton: Option<AhoCorasick>,
    names: Vec<(NameKey, Vec<FileId>)>,
    /// The [`Index::names_revision`] that they are of.
    revision: u64,
}

/// A name that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedWord {
    /// Where, in bytes of the folded text.
    pub span: Span,
    /// The number of the name.
    pub name: usize,
}

impl NamedWords {
    /// Every occurrence of every name in `folded`, in the order of their ends, those that overlap or
    /// stand inside a word included.
    pub fn occurrences<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = NamedWord> + 'a {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(folded));
        found.map(|found| NamedWord {
            span: Span::new(found.start(), found.end()),
            name: found.pattern().as_usize(),
        })
    }

    /// The name with this number, folded.
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", |(name, _)| name.as_str())
    }

    /// The notes that have the name with this number: those that are called so before those that have
    /// it as an alias, each in the order of their paths.
    pub fn bearers(&self, number: usize) -> &[FileId] {
        self.names.get(number).map_or(&[], |(_, bearers)| bearers)
    }
}

impl Index {
    /// A number that grows whenever a note comes or goes, or gets other aliases.
    pub fn names_revision(&self) -> u64 {
        self.names_revision.load(Ordering::Acquire)
    }

    /// The names that can be found in a text, as they are now.
    pub fn named_words(&self) -> Arc<NamedWords> {
        // Who comes while they are built waits, and does not build them too.
        let mut kept = self.lock_named_words();
        let revision = self.names_revision();
        match &*kept {
            Some(words) if words.revision == revision => words.clone(),
            _ => kept.insert(Arc::new(self.build_named_words(revision))).clone(),
        }
    }

    fn lock_named_words(&self) -> MutexGuard<'_, Option<Arc<NamedWords>>> {
        // What is kept is replaced as a whole.
        self.named_words.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn build_named_words(&self, revision: u64) -> NamedWords {
        let mut names: FxHashMap<NameKey, Vec<FileId>> = FxHashMap::default();
        let files = self.files();
        let notes = || files.iter().filter(|file| file.format == Some(Format::Markdown));
        for file in notes() {
            names.entry(link_key(file.place.path.name())).or_default().push(file.place.id);
        }
        for file in notes() {
            for alias in file.alias_keys() {
                let bearers = names.entry(alias).or_default();
                if !bearers.contains(&file.place.id) {
                    bearers.push(file.place.id);
                }
            }
        }
        let mut names: Vec<_> = names.into_iter().filter(|(name, _)| is_looked_for(name.as_str())).collect();
        names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let patterns = names.iter().map(|(name, _)| name.as_str());
        let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns);
        let automaton = built.inspect_err(|error| tracing::warn!("names cannot be looked for: {error}")).ok();
        NamedWords { automaton, names, revision }
    }
}

impl View {
    /// [`Index::named_words`] for who cannot wait until they are built for a big vault: `None` then, and
    /// they are built meanwhile.
    pub fn named_words_soon(&self) -> Option<Arc<NamedWords>> {
        let index = self.index.clone();
        let (done, built) = std::sync::mpsc::channel();
        // Nobody listens any more when it took too long.
        std::thread::spawn(move || done.send(index.named_words()).is_ok());
        built.recv_timeout(PATIENCE).ok()
    }
}

/// Whether a folded name says enough to be looked for: three characters, or two where a character is
/// as good as a word.
fn is_looked_for(name: &str) -> bool {
    let fewest = if name.is_ascii() { 3 } else { 2 };
    name.len() <= LONGEST && name.chars().filter(|c| c.is_alphanumeric()).take(fewest).count() == fewest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Stamp, VaultPath};

    fn put(index: &Index, path: &str, text: &str) {
        let stamp = Stamp { modified: None, size: 0 };
        index.put_disk(&VaultPath::new(path).unwrap(), Some(text), stamp);
    }

    fn found(index: &Index, folded: &str) -> Vec<String> {
        let words = index.named_words();
        words.occurrences(folded).map(|found| words.name(found.name).to_owned()).collect()
    }

    #[test]
    fn names_and_aliases_are_found_as_long_as_they_are_there() {
        let index = Index::new();
        assert!(found(&index, "garden").is_empty());
        put(&index, "x/Garden.md", "---\naliases: [Yard, go]\n---\n");
        put(&index, "yard.md", "");
        assert_eq!(found(&index, "a garden, a yard: go"), ["garden", "yard"]);
        let words = index.named_words();
        let yard = words.occurrences("yard").next().unwrap().name;
        let ids = ["yard.md", "x/Garden.md"]
            .map(|path| index.file_at(&VaultPath::new(path).unwrap()).unwrap().place.id);
        assert_eq!(words.bearers(yard), ids);
        put(&index, "x/Garden.md", "");
        index.remove(&VaultPath::new("yard.md").unwrap());
        assert_eq!(found(&index, "a garden, a yard"), ["garden"]);
    }

    #[test]
    fn a_text_that_changes_builds_nothing_anew() {
        let index = Index::new();
        put(&index, "garden.md", "---\naliases: [Yard]\n---\n");
        let before = index.named_words();
        put(&index, "garden.md", "---\naliases: [yard]\n---\nmore\n");
        assert!(Arc::ptr_eq(&before, &index.named_words()));
        put(&index, "garden.md", "more\n");
        assert!(!Arc::ptr_eq(&before, &index.named_words()));
    }
}
