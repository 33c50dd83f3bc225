//! `wikilinks`: the language server for notes that link with `[[wikilinks]]`.
//!
//! # The map
//!
//! Data flows one way, and each module uses only those above it:
//!
//! | module | what it answers |
//! |---|---|
//! | [`text`] | where is a byte in a text, and when are two names the same? Knows no Markdown |
//! | [`note`] | what is in one file: headings, blocks, links, tags, aliases. Pure, never fails |
//! | [`vault`] | which files are in a vault, and what is set for it? The only module that reads files, but for [`plan::disk`] |
//! | [`index`] | who is who, and who links to whom, kept right while everything changes |
//! | [`resolve`] | what does a link mean, and how is a link to a note written? |
//! | [`plan`] | which edits rename a thing without breaking a link, and how do they reach the disk, all or none? |
//! | [`features`] | one file for each question that a person asks, in plain values |
//! | [`protocol`] | the editors' side: the only module that knows LSP and JSON-RPC |
//! | [`command`] | the terminal's side of the same answers |
//!
//! # What always holds
//!
//! - **One resolver.** Completion, definition, hover, diagnostics, rename and `check` ask
//!   [`resolve`] what a link means; nothing else decides.
//! - **One planner.** Every edit to a file is a [`plan::Plan`], whoever applies it.
//! - **Keyed by what is written.** The index files a link under the name that stands in it, not
//!   under the note that it leads to. A note that comes or goes changes no other note's entry.
//! - **Spans are bytes.** Inside the crate every place in a text is a half-open range of UTF-8
//!   bytes; only [`protocol`] and [`command`] turn them into lines and columns.
//! - **Rules have numbers.** `R1`–`R26` in doc comments and test names are the rules of
//!   `docs/semantics.md`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod command;
pub mod features;
pub mod index;
pub mod note;
pub mod plan;
pub mod protocol;
pub mod resolve;
pub mod text;
pub mod vault;
