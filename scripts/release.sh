#!/usr/bin/env bash
# Builds the release archive for the machine that it runs on:
# dist/wikilinks-VERSION-TARGET.tar.gz, or .zip on Windows. In it are the program, the licences,
# the README, the documentation, the completions and the manual page.
#
#   scripts/release.sh                 as it is released
#   PROFILE=dev scripts/release.sh     with a debug build: quick, to try the script itself
#   TARGET=x86_64-apple-darwin scripts/release.sh
#                                      for another target that runs here: the program is started
#
# Tried: Linux on x86_64, with PROFILE=dev. Written for and not tried: the release profile, macOS on
# x64 and arm64 (only what its own bash 3.2 and tar know is used), Windows in Git Bash (zip files
# by PowerShell, since Git Bash has no zip).
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-release}
target=${TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
name=wikilinks-$version-$target

# Cargo keeps the profile dev in a folder of another name.
folder=$profile
if [ "$profile" = dev ]; then folder=debug; fi
suffix=
case $target in *windows*) suffix=.exe ;; esac

# Without TARGET the build shares its folder with `cargo build`, and with what is built already.
if [ -n "${TARGET:-}" ]; then
    cargo build --locked --profile "$profile" --target "$target"
    program=${CARGO_TARGET_DIR:-target}/$target/$folder/wikilinks$suffix
else
    cargo build --locked --profile "$profile"
    program=${CARGO_TARGET_DIR:-target}/$folder/wikilinks$suffix
fi

staged=dist/$name
rm -rf "$staged" "$staged.tar.gz" "$staged.zip"
mkdir -p "$staged/completions" "$staged/man"
cp "$program" "$staged/"
cp README.md LICENSE-MIT LICENSE-APACHE "$staged/"
cp -R docs "$staged/docs"

run=$staged/wikilinks$suffix
"$run" completions bash >"$staged/completions/wikilinks.bash"
"$run" completions zsh >"$staged/completions/_wikilinks"
"$run" completions fish >"$staged/completions/wikilinks.fish"
"$run" completions powershell >"$staged/completions/_wikilinks.ps1"
"$run" completions elvish >"$staged/completions/wikilinks.elv"
"$run" man >"$staged/man/wikilinks.1"

# What is packed has to be what it says it is.
told=$("$run" --version)
if [ "$told" != "wikilinks $version" ]; then
    echo "The program says \"$told\", and Cargo.toml says $version." >&2
    exit 1
fi

case $target in
*windows*)
    archive=$staged.zip
    powershell -NoProfile -Command "Compress-Archive -Path '$staged' -DestinationPath '$archive'"
    ;;
*)
    archive=$staged.tar.gz
    tar -C dist -czf "$archive" "$name"
    ;;
esac
rm -rf "$staged"
echo "$archive"
