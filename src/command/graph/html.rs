//! A graph as one page that any browser shows, without a network.
//!
//! The page may run only the scripts whose hashes are below, so that no name in the vault can become
//! one; all that comes from the vault is in one block of JSON, which ends where it should.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::features::graph::{Graph, Missing, missing};
use crate::index::{File, View};
use crate::text::NameKey;

use super::super::json;

const PAGE: &str = include_str!("page/graph.html");

/// The parts of the page that are the same for every vault, each under the name by which the page has
/// it, and with the hash by which its policy allows it.
const PARTS: [(&str, &str, &str); 5] = [
    ("style", include_str!("page/graph.css"), "An4vmB1urPBJqWbSJ64LToUaM8AjkKkCJZLJcuMb5Ms="),
    ("sigma", include_str!("vendor/sigma.min.js"), "WOMDg6tCj4MgaNnRalIVxluhJDDUOO0JHFcD85jenhY="),
    (
        "graphology",
        include_str!("vendor/graphology.umd.min.js"),
        "3DN++iOQP2HgZMjn5/k6Qp5oVdzPwkWIArTtMMYhwIc=",
    ),
    (
        "graphology-library",
        include_str!("vendor/graphology-library.min.js"),
        "UyNynsbUrF2YokWHNkbCf9gMcjTfE5cvrsWGnzxUoQU=",
    ),
    ("script", include_str!("page/graph.js"), "lwqL4hbRhGDZzLhY7EvuGA3bCHjj0P83g2ibhRDLnmE="),
];

/// The licences of what is in the page.
const LICENCES: [(&str, &str); 2] = [
    ("sigma-licence", include_str!("vendor/sigma.LICENSE.txt")),
    ("graphology-licence", include_str!("vendor/graphology.LICENSE.txt")),
];

#[derive(Serialize)]
struct Data<'a> {
    vault: String,
    /// The vault's folder, with "/" on every platform.
    root: String,
    nodes: Vec<Node<'a>>,
    /// What links look for and do not find. They are numbered behind the nodes.
    missing: Vec<&'a str>,
    /// Source, target, and how many.
    links: Vec<[usize; 3]>,
    /// The tags that nodes name by their numbers.
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Node<'a> {
    path: &'a str,
    title: &'a str,
    /// The tags of the first level, those of the most notes first.
    tags: Vec<usize>,
}

/// The page.
pub fn render(view: &View, graph: &Graph) -> String {
    let missing = missing(view, graph);
    let data = harmless(&json::line(&data(view, graph, &missing)));
    let policy = policy();
    let fixed = PARTS.iter().map(|&(name, text, _)| (name, text)).chain(LICENCES);
    let parts: Vec<(&str, &str)> = fixed.chain([("data", data.trim_end()), ("policy", &policy)]).collect();
    filled(PAGE, &parts)
}

/// Nothing but the page's own style and scripts, and the worker that one of them starts.
fn policy() -> String {
    let hash = |(_, _, hash): &(&str, &str, &str)| format!("'sha256-{hash}'");
    let (style, scripts) = (hash(&PARTS[0]), PARTS[1..].iter().map(hash).collect::<Vec<_>>().join(" "));
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; \
         style-src {style}; script-src {scripts}; worker-src blob:"
    )
}

/// `page` with its marks, `{name}`, filled in. What is put in is not looked at again.
fn filled(page: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(page.len() + parts.iter().map(|(_, text)| text.len()).sum::<usize>());
    for (number, piece) in page.split('{').enumerate() {
        let mark = piece.split_once('}').filter(|_| number > 0);
        let known =
            mark.and_then(|(name, rest)| Some((parts.iter().find(|(known, _)| *known == name)?.1, rest)));
        match known {
            Some((text, rest)) => out.extend([text, rest]),
            None if number > 0 => out.extend(["{", piece]),
            None => out.push_str(piece),
        }
    }
    out
}

/// JSON that can stand in a script of a page: `<` begins nothing there, and lines end only where
/// JSON's do. These characters occur in its strings alone.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

fn data<'a>(view: &View, graph: &'a Graph, missing: &'a [Missing]) -> Data<'a> {
    let root = view.vault.root().to_string_lossy();
    let root = root.strip_prefix(r"\\?\").unwrap_or(&root);
    let vault = view.vault.root().file_name().map_or(root.into(), |name| name.to_string_lossy());
    let root = if cfg!(windows) { root.replace('\\', "/") } else { root.to_owned() };
    let found = graph.edges.iter().map(|edge| [edge.source, edge.target, edge.count]);
    let sought = missing.iter().enumerate().flat_map(|(number, missing)| {
        let target = graph.nodes.len() + number;
        missing.sources.iter().map(move |&(source, count)| [source, target, count])
    });
    let (tags, tagged) = tags(graph);
    let node = |(file, tags): (&'a std::sync::Arc<File>, Vec<usize>)| Node {
        path: file.place.path.as_str(),
        title: file.title(),
        tags,
    };
    Data {
        vault: vault.into_owned(),
        root: root.trim_end_matches('/').to_owned(),
        nodes: graph.nodes.iter().zip(tagged).map(node).collect(),
        missing: missing.iter().map(|missing| missing.name.as_str()).collect(),
        links: found.chain(sought).collect(),
        tags,
    }
}

/// The tags of the first level, those of the most notes first, and the numbers of those of each node.
fn tags(graph: &Graph) -> (Vec<String>, Vec<Vec<usize>>) {
    let own: Vec<FxHashSet<NameKey>> = graph.nodes.iter().map(|file| first_levels(file)).collect();
    let mut counts: FxHashMap<&NameKey, usize> = FxHashMap::default();
    for tag in own.iter().flatten() {
        *counts.entry(tag).or_default() += 1;
    }
    let mut all: Vec<(&NameKey, usize)> = counts.into_iter().collect();
    all.sort_unstable_by_key(|&(tag, count)| (Reverse(count), tag));
    let numbers: FxHashMap<&NameKey, usize> =
        all.iter().enumerate().map(|(number, (tag, _))| (*tag, number)).collect();
    let numbered = |tags: &FxHashSet<NameKey>| {
        let mut found: Vec<usize> = tags.iter().filter_map(|tag| numbers.get(tag).copied()).collect();
        found.sort_unstable();
        found
    };
    let tagged = own.iter().map(numbered).collect();
    (all.into_iter().map(|(tag, _)| tag.to_string()).collect(), tagged)
}

fn first_levels(file: &File) -> FxHashSet<NameKey> {
    let note = file.note();
    let tags = note.iter().flat_map(|note| &note.tags);
    tags.map(|tag| NameKey::new(tag.name.split('/').next().unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn each_part_is_what_the_policy_of_the_page_allows() {
        for (name, text, hash) in PARTS {
            assert_eq!(hash, BASE64_STANDARD.encode(Sha256::digest(text)), "the hash of {name}");
            assert!(
                !["</script", "</style", "<!--"].iter().any(|end| text.contains(end)),
                "{name} ends where it should"
            );
        }
        for (name, text) in LICENCES {
            assert!(!text.contains("--"), "{name} ends where it should");
        }
    }

    #[test]
    fn marks_are_filled_in_once() {
        let parts = [("a", "{b}"), ("b", "x")];
        assert_eq!(filled("{a} {b} {c} { } {{b}", &parts), "{b} x {c} { } {x");
    }

    #[test]
    fn json_begins_nothing_in_a_page() {
        let json = harmless("[\"</script><!--&\u{2028}\u{2029}é\"]");
        assert_eq!(json, r#"["\u003c/script\u003e\u003c!--\u0026\u2028\u2029é"]"#);
    }
}
