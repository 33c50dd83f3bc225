#!/usr/bin/env bash
# Tests the extension in a real VS Code, with the server that is built: in its extension host, and in a
# browser without a screen. Installs what is missing into .cache/vscode once, and fails when it cannot.
# Linux on x64. With --update-pictures the pictures of the README are taken anew.
set -euo pipefail
exec bash "$(dirname "$0")/../../editors/vscode/test/run.sh" "$@"
