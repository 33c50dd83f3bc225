#!/usr/bin/env bash
# Runs every fuzz target for so many seconds: fuzz/run.sh SECONDS [TARGET...].
#
# Needs stable Rust and a C++ compiler: it builds the targets as `cargo fuzz` does, but without the
# address sanitizer, for which there is no need in code without `unsafe`. What is found is put into
# fuzz/artifacts/TARGET, and ends the run with an error.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:?how many seconds for each target?}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(note frontmatter formats positions resolver session wire)

command -v c++ >/dev/null || bash ../tests/editors/install-packages.sh g++
./seeds.sh

flags=(
    --cfg fuzzing
    -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
)
host=$(rustc -vV | sed -n 's/^host: //p')
# With a target that is named, programs that run while it builds are not instrumented. Not `--locked`: the lock
# file here follows that of the package above.
RUSTFLAGS="${flags[*]}" cargo build --release --target "$host" --bins

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    dictionary=()
    [ ! -e "dictionaries/$target.dict" ] || dictionary=("-dict=dictionaries/$target.dict")
    if ! "target/$host/release/$target" "corpus/$target" "${dictionary[@]}" \
        "-artifact_prefix=artifacts/$target/" "-max_total_time=$seconds" -timeout=60 -rss_limit_mb=4096 \
        -max_len=8192 -print_final_stats=1 >"$log" 2>&1; then
        tail -n 100 "$log"
        echo "$target: something was found. To see it again: fuzz/target/$host/release/$target FILE" >&2
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$target: $runs inputs in $seconds s, and nothing was found"
done
