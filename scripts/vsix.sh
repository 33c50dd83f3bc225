#!/usr/bin/env bash
# Builds the VS Code extension with the server's program in it, for the platform of that program:
# dist/wikilinks-vscode-VERSION-PLATFORM.vsix, or the file that is named.
#
#   scripts/vsix.sh [FILE]              with a release build for this machine
#   TARGET=x86_64-apple-darwin scripts/vsix.sh
#                                       for another target that this machine can build for
#   WIKILINKS=/path/of/wikilinks scripts/vsix.sh
#                                       with a program that is built already
#
# Needs Node.js 20.15 or newer. Tried: Linux on x86_64. Written for and not tried: macOS, Windows.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
suffix=
case $target in
x86_64-*-linux-gnu) platform=linux-x64 ;;
aarch64-*-linux-gnu) platform=linux-arm64 ;;
x86_64-*-linux-musl) platform=alpine-x64 ;;
x86_64-apple-darwin) platform=darwin-x64 ;;
aarch64-apple-darwin) platform=darwin-arm64 ;;
x86_64-pc-windows-*) platform=win32-x64 suffix=.exe ;;
aarch64-pc-windows-*) platform=win32-arm64 suffix=.exe ;;
*) echo "VS Code has no platform for $target." >&2 && exit 1 ;;
esac

# Without TARGET the build shares its folder with `cargo build`, and with what is built already.
program=${WIKILINKS:-}
if [ -z "$program" ] && [ -n "${TARGET:-}" ]; then
    cargo build --locked --release --target "$target"
    program=${CARGO_TARGET_DIR:-target}/$target/release/wikilinks$suffix
elif [ -z "$program" ]; then
    cargo build --locked --release
    program=${CARGO_TARGET_DIR:-target}/release/wikilinks$suffix
fi
mkdir -p dist
file=${1:-$PWD/dist/wikilinks-vscode-$version-$platform.vsix}
case $file in /* | ?:*) ;; *) file=$PWD/$file ;; esac

# What is packed is the program alone, whatever was there.
carried=editors/vscode/server
rm -rf "$carried"
mkdir -p "$carried"
cp "$program" "$carried/wikilinks$suffix"
chmod 755 "$carried/wikilinks$suffix"

cd editors/vscode
installed=node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ package-lock.json -nt "$installed" ]; then npm ci --no-audit --no-fund; fi
npm run --silent vsix -- --target "$platform" --out "$file"
rm -rf server
echo "$file"
