//! The answers, each by examples: a vault, a cursor, and what is said.

#[path = "../support/mod.rs"]
mod support;

mod completion;
mod definition;
mod diagnostics;
mod fixes;
mod hover;
mod lists;
mod references;
mod rename;
