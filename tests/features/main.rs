//! The answers, each by examples: a vault, a cursor, and what is said.

#[path = "../support/mod.rs"]
mod support;

mod definition;
mod diagnostics;
mod fixes;
mod references;
mod rename;
