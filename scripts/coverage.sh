#!/usr/bin/env bash
# How much of the code the tests run, file by file, and a line TOTAL: scripts/coverage.sh [ARGUMENTS OF cargo test...].
# What the tests print goes to stderr. scripts/coverage.sh --tools says whether what it needs is there.
#
# Needs the LLVM tools of the version that rustc is built with: those of `rustup component add llvm-tools`,
# a system's (Debian's llvm-22 for LLVM 22), or those that LLVM_COV and LLVM_PROFDATA name. Installs nothing.
#
# Builds in target/coverage, or in CARGO_TARGET_DIR: only this package is built otherwise than by a plain
# `cargo test`, so that the two can share a folder, and with it all that is built of other packages.
#
# What is counted are lines of src, but for files of tests. A server that a test kills tells nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
host=$(rustc -vV | sed -n 's/^host: //p')
# The path of the tool `llvm-$1` of that version; nothing when there is none.
tool() {
    local own
    own="$(rustc --print sysroot)/lib/rustlib/$host/bin/llvm-$1"
    if [ -x "$own" ]; then echo "$own"; else command -v "llvm-$1-$version" || true; fi
}
cov=${LLVM_COV:-$(tool cov)}
profdata=${LLVM_PROFDATA:-$(tool profdata)}
if [ -z "$cov" ] || [ -z "$profdata" ]; then
    echo "There are no LLVM tools of version $version: rustup component add llvm-tools, or Debian's llvm-$version." >&2
    exit 1
fi
[ "${1:-}" != --tools ] || exit 0

target=${CARGO_TARGET_DIR:-target/coverage}
mkdir -p "$target"
target=$(cd "$target" && pwd)
work=$target/instrumented
rm -rf "$work"
mkdir "$work"
printf '#!/bin/sh\nexec "$@" -C instrument-coverage\n' >"$work/rustc"
chmod +x "$work/rustc"
export CARGO_TARGET_DIR=$target RUSTC_WORKSPACE_WRAPPER=$work/rustc
# Hundreds of processes add up in some files; with few, they wait for each other when they end.
export LLVM_PROFILE_FILE=$work/%16m.profraw
cargo test --locked "$@" 2>&1 | tee "$work/log" >&2
"$profdata" merge --sparse -o "$work/all.profdata" "$work"/*.profraw

# Every program that has run: the tests, and the server that some of them start.
programs=(--object "$target/debug/wikilinks")
while read -r program; do programs+=(--object "$program"); done < <(
    sed -n 's/^ *Running .*(\(.*\))$/\1/p' "$work/log"
)
"$cov" report --instr-profile="$work/all.profdata" --ignore-filename-regex='/(\.cargo|rustc|tests)/|tests\.rs$' "${programs[@]}" \
    | awk 'BEGIN { print "file lines missed covered" }
           /^[^ -].*%/ { print $1, $(NF - 5), $(NF - 4), $(NF - 3) }' \
    | column -t
