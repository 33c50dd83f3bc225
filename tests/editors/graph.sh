#!/usr/bin/env bash
# Looks at the page of `wikilinks graph --format html` in a real browser without a screen, and keeps
# pictures of it in target/graph. Installs what is missing, as the tests of VS Code do.
# Linux on x64. Of another vault: graph.sh VAULT; that takes pictures only.
set -euo pipefail
cd "$(dirname "$0")/../.."

bash editors/vscode/test/install.sh
cargo build --locked --quiet

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=$PWD/target/graph
mkdir -p "$pictures"
vault=${1:-$work/garden}
if [ $# = 0 ]; then
    cp -r editors/vscode/test/garden "$vault"
    # Names that would end the script, or start another.
    printf '[[Garden]] [[</script><script>alert(1)</script>]] [[<!--]]\n' >"$vault/<img src=x onerror=alert(1)>.md"
fi
target/debug/wikilinks graph "$vault" --format html >"$work/graph.html"
export PATH=$PWD/.cache/vscode/node/bin:$PATH
node tests/editors/graph/page.mjs "$work/graph.html" "$pictures" "$PWD/.cache/vscode/playwright" "$vault" "${1:+look}"
