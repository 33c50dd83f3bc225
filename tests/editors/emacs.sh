#!/usr/bin/env bash
# Drives a real Emacs (eglot) through diagnostics, definition, hover, completion and rename, against
# target/debug/wikilinks or the program that WIKILINKS_BINARY names. Prints "ok: …" for each step and
# ends with 0 when all of them are right. Run by hand; needs Emacs with eglot (built in since 29) and
# markdown-mode: on Debian, apt-get install emacs-nox elpa-eglot elpa-markdown-mode.
set -euo pipefail
cd "$(dirname "$0")/../.."

WIKILINKS_BINARY=${WIKILINKS_BINARY:-$PWD/target/debug/wikilinks}
WIKILINKS_REPOSITORY=$PWD
export WIKILINKS_BINARY WIKILINKS_REPOSITORY
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HOME=$folder WIKILINKS_VAULT=$folder/vault timeout 120 \
    "${EMACS:-emacs}" --batch -l "$WIKILINKS_REPOSITORY/tests/editors/emacs.el"
