//! Where a file is in its vault.

use std::fmt;

// There are very many: this one has no count of weak references.
use triomphe::Arc;

/// A file's path from the vault's root: `/` between segments on every platform (R9), no leading
/// `/`, no empty, `.` or `..` segment. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VaultPath(Arc<str>);

impl VaultPath {
    /// The path that `text` says, or `None` when it is empty or has a segment that is empty, `.`
    /// or `..`.
    pub fn new(text: &str) -> Option<Self> {
        let fine =
            !text.is_empty() && text.split('/').all(|s| !matches!(s, "" | "." | "..") && !s.contains('\0'));
        fine.then(|| Self(text.into()))
    }

    /// `text`, read from `folder` (empty for the root): `.` and `..` segments are carried out.
    /// `None` when that leaves the vault or names no file (R11).
    pub fn joined(folder: &str, text: &str) -> Option<Self> {
        let mut segments: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
        for segment in text.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                segment => segments.push(segment),
            }
        }
        Self::new(&segments.join("/"))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment: `note.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Has the processor fetch the path, without waiting for it: for who is about to compare very many.
    pub fn fetch(&self) {
        std::hint::black_box(self.0.as_bytes().first().copied());
    }

    /// The last segment without `.md`, whatever its case; every other extension stays (R10).
    pub fn stem(&self) -> &str {
        strip_md(self.name())
    }

    /// The whole path without `.md`; every other extension stays (R10).
    pub fn without_md(&self) -> &str {
        strip_md(&self.0)
    }

    /// The folder, without a slash at its end; empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The same folder, another last segment.
    pub fn with_name(&self, name: &str) -> Option<Self> {
        match self.folder() {
            "" => Self::new(name),
            folder => Self::new(&format!("{folder}/{name}")),
        }
    }

    /// How many segments it has.
    pub fn depth(&self) -> usize {
        self.0.split('/').count()
    }

    /// How to write this path in a link from a note in `folder`, as a relative path that begins
    /// with `./` or `../` (R11).
    pub fn relative_from(&self, folder: &str) -> String {
        let from: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
        let to: Vec<&str> = self.0.split('/').collect();
        let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
        let ups = from.len() - shared;
        let mut text = if ups == 0 { "./".to_owned() } else { "../".repeat(ups) };
        text.push_str(&to[shared..].join("/"));
        text
    }
}

/// `name` without a trailing `.md`.
fn strip_md(name: &str) -> &str {
    match name.len().checked_sub(3).and_then(|at| name.split_at_checked(at)) {
        Some((stem, end)) if end.eq_ignore_ascii_case(".md") && !stem.is_empty() && !stem.ends_with('/') => {
            stem
        }
        _ => name,
    }
}

impl fmt::Display for VaultPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VaultPath {
        VaultPath::new(text).unwrap()
    }

    #[test]
    fn r10_only_md_is_left_out_of_a_stem() {
        assert_eq!(path("a/v1.2.md").stem(), "v1.2");
        assert_eq!(path("a/Note.MD").stem(), "Note");
        assert_eq!(path("a/b.png").stem(), "b.png");
        assert_eq!(path("a/.md").stem(), ".md");
    }

    #[test]
    fn r11_a_relative_path_stays_inside_the_vault() {
        assert_eq!(VaultPath::joined("a/b", "../c.md"), VaultPath::new("a/c.md"));
        assert_eq!(VaultPath::joined("a", "./c.md"), VaultPath::new("a/c.md"));
        assert_eq!(VaultPath::joined("a", "../../c.md"), None);
        assert_eq!(VaultPath::joined("", ".."), None);
    }

    #[test]
    fn relative_paths_lead_back() {
        for (folder, to) in
            [("a/b", "a/c/x.md"), ("", "x.md"), ("a", "a/x.md"), ("a/b/c", "x.md"), ("x", "x/x/y.md")]
        {
            let written = path(to).relative_from(folder);
            assert_eq!(VaultPath::joined(folder, &written), Some(path(to)), "{written} from {folder}");
        }
        assert_eq!(path("a/c/x.md").relative_from("a/b"), "../c/x.md");
        assert_eq!(path("a/x.md").relative_from("a"), "./x.md");
    }
}
