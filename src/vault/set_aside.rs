//! Obsidian's `userIgnoreFilters`: notes that still resolve, and come last in completion (R19).

use super::obsidian::APP_JSON;
use super::{SettingsProblem, VaultPath};
use crate::text::fold;

/// What a regular expression gives a meaning to. Patterns with these are not understood.
const METACHARACTERS: &[char] = &['.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|', '^', '$', '\\'];

/// The filters of a vault, folded as names are compared (R9).
#[derive(Debug)]
pub(super) struct SetAside {
    filters: Vec<Filter>,
}

#[derive(Debug)]
enum Filter {
    /// `Templates/`, `Archive`: how the path begins.
    Prefix(String),
    /// `/draft/`: what the path contains.
    Contains(String),
}

impl SetAside {
    /// Reads `filters`. One that is not understood is left out, and its problem is added.
    pub fn new(filters: &[String], problems: &mut Vec<SettingsProblem>) -> Self {
        let mut read = |filter: &String| {
            let understood = Filter::read(filter);
            if understood.is_none() && !filter.is_empty() {
                problems.push(not_understood(filter));
            }
            understood
        };
        Self { filters: filters.iter().filter_map(&mut read).collect() }
    }

    /// Whether one of the filters fits `path`, which is asked for when there is one.
    pub fn has<'p>(&self, path: impl FnOnce() -> &'p VaultPath) -> bool {
        if self.filters.is_empty() {
            return false;
        }
        let path = fold(path().as_str());
        self.filters.iter().any(|filter| match filter {
            Filter::Prefix(begin) => path.starts_with(begin.as_str()),
            Filter::Contains(part) => path.contains(part.as_str()),
        })
    }
}

impl Filter {
    fn read(filter: &str) -> Option<Self> {
        match filter.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(pattern) => literal(pattern).map(|part| Filter::Contains(fold(&part).to_string())),
            None if filter.is_empty() => None,
            None => Some(Filter::Prefix(fold(filter).to_string())),
        }
    }
}

/// The text that a regular expression stands for, when it stands for one text only.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.push(letters.next().filter(|escaped| matches!(escaped, '/' | '.'))?),
            letter if METACHARACTERS.contains(&letter) => return None,
            letter => text.push(letter),
        }
    }
    (!text.is_empty()).then_some(text)
}

fn not_understood(filter: &str) -> SettingsProblem {
    SettingsProblem {
        place: APP_JSON.to_owned(),
        key: "userIgnoreFilters".to_owned(),
        message: format!(
            "the pattern `{filter}` is not understood, and is left out; only plain text between the slashes is"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_aside(filter: &str, path: &str) -> bool {
        let mut problems = Vec::new();
        let filters = SetAside::new(&[filter.to_owned()], &mut problems);
        assert_eq!(problems, []);
        let path = VaultPath::new(path).unwrap();
        filters.has(|| &path)
    }

    #[test]
    fn r19_a_filter_is_how_a_path_begins() {
        assert!(set_aside("Templates/", "Templates/day.md"));
        assert!(set_aside("Archive", "archive/2020/x.md"));
        assert!(!set_aside("Templates/", "Notes/Templates/day.md"));
        assert!(!set_aside("", "a.md"));
    }

    #[test]
    fn r19_plain_text_between_slashes_is_looked_for() {
        assert!(set_aside("/draft/", "a/My Draft.md"));
        assert!(set_aside(r"/a\/b\.md/", "x/a/b.md"));
        assert!(!set_aside(r"/a\.md/", "axmd.md"));
    }

    #[test]
    fn r19_a_pattern_that_is_not_understood_is_a_problem() {
        for pattern in [r"/^\d+/", "/a.b/", "/(x/", r"/a\/", "//", "/"] {
            let mut problems = Vec::new();
            let filters = SetAside::new(&[pattern.to_owned()], &mut problems);
            assert_eq!((filters.filters.len(), problems.len()), if pattern == "/" { (1, 0) } else { (0, 1) });
        }
    }
}
