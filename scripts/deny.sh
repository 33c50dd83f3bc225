#!/usr/bin/env bash
# Licences, sources and packages that must not come in, as deny.toml lists them. Installs cargo-deny when there is
# none. Advisories are left out: their database is on the network.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo deny --version >/dev/null 2>&1 || cargo install cargo-deny --locked --version 0.20.2
cargo deny --locked check --hide-inclusion-graph --allow duplicate licenses bans sources
