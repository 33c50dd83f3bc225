#!/usr/bin/env bash
# A long session with the release build over a vault of 10,000 notes: tests/soak.sh for all of it (100,000
# edits, 10,000 file events, 20,000 questions), tests/soak.sh SECONDS for one that goes on for that time.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# = 0 ] || export WIKILINKS_SOAK_SECONDS=$1
cargo build --locked --release
export WIKILINKS_BINARY=${CARGO_TARGET_DIR:-$PWD/target}/release/wikilinks
cargo test --locked --test soak -- --ignored --nocapture
