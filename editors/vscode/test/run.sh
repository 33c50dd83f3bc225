#!/usr/bin/env bash
# Builds the package, and tests it in a real VS Code: the suite in the extension host, and what a
# person does and sees, in a browser without a screen. The server is the one at $WIKILINKS, or is built.
#
#   test/run.sh                     pictures of what is seen go to target/vscode
#   test/run.sh --update-pictures   and those of the README are taken anew
#   test/run.sh browser             that part alone; the others are trusted and untrusted
set -euo pipefail
cd "$(dirname "$0")/.."

extension=$PWD
repository=$(cd ../.. && pwd)
cache=$repository/.cache/vscode
pictures=$repository/target/vscode
shown=(completion hover rename backlinks diagnostics)

update=
if [ "${1:-}" = --update-pictures ]; then update=yes && shift; fi
parts=("$@")
if [ $# = 0 ]; then parts=(trusted untrusted browser); fi

bash test/install.sh
export PATH=$cache/node/bin:$PATH

if [ -z "${WIKILINKS:-}" ]; then
    (cd "$repository" && cargo build --locked)
    WIKILINKS=${CARGO_TARGET_DIR:-$repository/target}/debug/wikilinks
fi
export WIKILINKS

run=$(mktemp -d)
export XDG_CACHE_HOME=$run/cache
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

bash "$repository/scripts/vsix.sh" "$run/wikilinks.vsix"
node scripts/build.mjs --tests
python3 -m zipfile -e "$run/wikilinks.vsix" "$run/package"

# Settings of the machine $1, which hold in workspaces that are not trusted too: what every test
# needs, and the lines $2.
write_settings() {
    mkdir -p "$1/user/Machine" "$1/user/User"
    cat >"$1/user/Machine/settings.json" <<END
{
  $2
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true,
  "security.workspace.trust.startupPrompt": "never"
}
END
    cp "$1/user/Machine/settings.json" "$1/user/User/settings.json"
}

# What makes a picture easy to read.
appearance='
  "editor.fontFamily": "DejaVu Sans Mono", "editor.fontSize": 16, "editor.minimap.enabled": false,
  "editor.lineNumbers": "off", "editor.folding": false, "editor.glyphMargin": false,
  "editor.hover.delay": 200, "editor.scrollbar.vertical": "hidden", "editor.overviewRulerBorder": false,
  "editor.wordWrap": "on", "editor.occurrencesHighlight": "off", "editor.lightbulb.enabled": "off",
  "breadcrumbs.enabled": false, "explorer.openEditors.visible": 0, "explorer.decorations.badges": false,
  "window.commandCenter": false, "window.menuBarVisibility": "hidden",
  "workbench.activityBar.location": "hidden", "workbench.editor.editorActionsLocation": "hidden",
  "workbench.layoutControl.enabled": false, "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none", "workbench.colorTheme": "Default Light Modern",'

# Starts VS Code in the folder $1 for the suite $2, with further options, and sets `port`.
# Without the driver for smoke tests, the paths of the extension and of its tests are not honoured.
# The gallery is a port where nobody listens: nothing is looked for in the network.
start_code() {
    local home=$1 suite=$2 nowhere='"http://127.0.0.1:9/"'
    shift 2
    : >"$home/server.log" # It is read before the server may have begun.
    SUITE=$suite \
        EXTENSIONS_GALLERY="{\"serviceUrl\":$nowhere,\"itemUrl\":$nowhere,\"resourceUrlTemplate\":$nowhere}" \
        setsid node "$cache/code/node_modules/code-server/lib/vscode/out/server-main.js" \
        --host 127.0.0.1 --port 0 --without-connection-token --accept-server-license-terms \
        --telemetry-level off --enable-smoke-test-driver --server-data-dir "$home/data" \
        --user-data-dir "$home/user" --extensions-dir "$home/extensions" "$@" \
        >"$home/server.log" 2>&1 </dev/null &
    server=$!
    port=
    for _ in $(seq 300); do
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
    echo "== VS Code, extension host, suite: $suite"
    write_settings "$home" "\"wikilinks.server.path\": \"$WIKILINKS\","
    cp -r test/vault "$home/vault"
    cp -r test/second "$home/second"
    cp test/two.code-workspace "$home"
    start_code "$home" "$suite" "$@"
    node test/host.mjs "$port" "$home" "$opened" "$run/package/extension" "$extension/dist/tests" \
        "$cache/playwright"
    stop_code
}

# Installs the package as a person does, and uses it with the program that it carries.
run_browser() {
    local home=$run/browser
    echo "== VS Code, in a browser"
    write_settings "$home" "$appearance"
    cp -r test/garden "$home/garden"
    rm -rf "$pictures"
    mkdir -p "$pictures"
    node "$cache/code/node_modules/code-server/lib/vscode/out/server-main.js" \
        --accept-server-license-terms --server-data-dir "$home/data" --user-data-dir "$home/user" \
        --extensions-dir "$home/extensions" --install-extension "$run/wikilinks.vsix" >"$home/install.log" 2>&1 ||
        { cat "$home/install.log" >&2 && return 1; }
    start_code "$home" browser --disable-workspace-trust
    node test/browser.mjs "$port" "$home/garden" "$home/extensions" "$pictures" "$cache/playwright"
    stop_code
}

keep_pictures() {
    local name
    for name in "${shown[@]}"; do
        if [ "$(stat -c %s "$pictures/$name.png")" -ge 150000 ]; then
            echo "$pictures/$name.png is too big for the README." >&2
            return 1
        fi
        if [ -n "$update" ]; then cp "$pictures/$name.png" images/; fi
    done
}

for part in "${parts[@]}"; do
    case $part in
    trusted) run_suite trusted folder=vault --disable-workspace-trust ;;
    untrusted) run_suite untrusted workspace=two.code-workspace ;;
    browser) run_browser
        keep_pictures ;;
    *) echo "There is no part $part: there are trusted, untrusted and browser." >&2 && exit 2 ;;
    esac
done
