//! The `wikilinks` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

/// A cold start allocates a few objects for every link of a vault, on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wikilinks::command::run(std::env::args_os())
}
