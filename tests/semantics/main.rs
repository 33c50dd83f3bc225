//! What a link means, rule by rule.

#[path = "../support/mod.rs"]
mod support;

mod paths;
mod subpaths;
mod writing;
