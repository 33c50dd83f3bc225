#!/usr/bin/env bash
# How much of the code the tests run: scripts/coverage.sh [ARGUMENTS OF cargo test...].
#
# Needs the LLVM tools of the version that rustc is built with: those of `rustup component add llvm-tools`,
# a system's (Debian's llvm-22 for LLVM 22), or those that LLVM_COV and LLVM_PROFDATA name. Installs nothing.
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

target=target/coverage
rm -rf "$target/profiles"
export RUSTFLAGS="-C instrument-coverage" CARGO_TARGET_DIR=$target
export LLVM_PROFILE_FILE="$PWD/$target/profiles/%p-%m.profraw"
cargo test --locked "$@" >"$target.log" 2>&1 || { tail -n 60 "$target.log"; exit 1; }
find "$target/profiles" -name '*.profraw' >"$target/profiles/list"
"$profdata" merge --sparse --input-files="$target/profiles/list" -o "$target/all.profdata"

# Every program that has run: the tests, and the server that some of them start.
programs=()
while read -r program; do programs+=(--object "$program"); done < <(
    find "$target/debug/deps" "$target/debug/wikilinks" -maxdepth 1 -type f -executable ! -name '*.so'
)
"$cov" report --instr-profile="$target/all.profdata" --ignore-filename-regex='/(\.cargo|rustc|tests)/' "${programs[@]}" \
    | awk '/^Filename|^src|^TOTAL|^-/ { print $1, $(NF - 5), $(NF - 4), $(NF - 3) }' | column -t
