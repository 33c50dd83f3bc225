//! The answers, each by examples: a vault, a cursor, and what is said.

#[path = "../support/mod.rs"]
mod support;

mod block_links;
mod cancel;
mod completion;
mod daily;
mod decorations;
mod definition;
mod diagnostics;
mod document;
mod extract;
mod fixes;
mod frontmatter;
mod hover;
mod inline;
mod lists;
mod mentions;
mod moves;
mod note_graph;
mod references;
mod rename;
mod rewrites;
mod symbols;
mod table_of_contents;
mod tokens;
