//! What several threads find in a walk, put in the order of the paths.

use std::sync::Mutex;

use crate::vault::VaultPath;

/// What several threads find, some files of one folder at a time.
pub(super) struct Gathered<T, P> {
    parts: Mutex<(usize, Vec<Vec<T>>)>,
    progress: P,
}

impl<T, P: Fn(usize)> Gathered<T, P> {
    /// Nothing yet. `progress` is called with the number of files so far.
    pub fn new(progress: P) -> Self {
        Self { parts: Mutex::default(), progress }
    }

    /// Adds files of one folder that are neighbours, in the order of their paths.
    pub fn add(&self, part: Vec<T>) {
        let count = {
            let mut parts = self.parts.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            parts.0 += part.len();
            parts.1.push(part);
            parts.0
        };
        (self.progress)(count);
    }

    /// All of it, in the order of the paths, in pieces: each with the number of files before it.
    pub fn in_order(self, path: fn(&T) -> &VaultPath) -> Vec<(usize, Vec<T>)> {
        in_order(self.parts.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()).1, path)
    }
}

/// Puts parts together. Quicker than to sort all that is in them: between two neighbours of a folder
/// stands nothing, or all of some folders in it. So no two parts overlap when each is cut where
/// another begins.
fn in_order<T>(parts: Vec<Vec<T>>, path: fn(&T) -> &VaultPath) -> Vec<(usize, Vec<T>)> {
    let firsts = parts.iter().filter_map(|part| part.first());
    let mut begins: Vec<VaultPath> = firsts.map(|first| path(first).clone()).collect();
    begins.sort_unstable();
    let mut pieces: Vec<Vec<T>> = Vec::with_capacity(parts.len());
    for mut part in parts {
        while let Some(at) = last_cut(&part, &begins, path) {
            pieces.push(part.split_off(at));
        }
        pieces.push(part);
    }
    pieces.sort_unstable_by(|a, b| a.first().map(path).cmp(&b.first().map(path)));
    let mut before = 0;
    let numbered = pieces.into_iter().map(|piece| {
        let first = before;
        before += piece.len();
        (first, piece)
    });
    numbered.collect()
}

/// Where in `part` the last of the other parts belongs that begin inside it.
fn last_cut<T>(part: &[T], begins: &[VaultPath], path: fn(&T) -> &VaultPath) -> Option<usize> {
    let (first, last) = (path(part.first()?), path(part.last()?));
    let before = begins.partition_point(|begin| begin <= last);
    let begin = begins.get(before.checked_sub(1)?).filter(|begin| *begin > first)?;
    Some(part.partition_point(|one| path(one) < begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths, folder by folder and three at a time, put in their order.
    fn put_together(paths: &[&str]) -> Vec<String> {
        let mut folders = std::collections::BTreeMap::<String, Vec<VaultPath>>::new();
        for path in paths.iter().map(|path| VaultPath::new(path).unwrap()) {
            folders.entry(path.folder().to_owned()).or_default().push(path);
        }
        let gathered = Gathered::new(|_| {});
        for mut folder in folders.into_values().rev() {
            folder.sort();
            folder.chunks(3).for_each(|part| gathered.add(part.to_vec()));
        }
        let mut all = Vec::new();
        for (before, piece) in gathered.in_order(|path| path) {
            assert_eq!(before, all.len());
            all.extend(piece.iter().map(ToString::to_string));
        }
        all
    }

    #[test]
    fn parts_of_folders_come_in_the_order_of_their_paths() {
        let mut paths = vec![
            "b.md",
            "a.md",
            "a/z.md",
            "a/b/c.md",
            "a b.md",
            "a!/x.md",
            "a-b/c.md",
            "a0.md",
            "z/1.md",
            "a/b.md",
            "a/b/c/d/e.md",
            "a/b c/d.md",
            "a/c.md",
            "a/a.md",
            "a/b/a.md",
            "a/b!.md",
            "a/b/z.md",
            "0.md",
            "Z.md",
            "a/0.md",
            "a/b/c-d.md",
            "a/b/c/0.md",
            "é/a.md",
            "é.md",
            "a/b/c.d/x.md",
        ];
        let found = put_together(&paths);
        paths.sort_unstable();
        assert_eq!(found, paths);
        assert!(put_together(&[]).is_empty());
    }
}
