#!/usr/bin/env bash
# Drives a real Emacs (eglot) through diagnostics, definition, hover, completion and rename, against
# the built target/debug/wikilinks or the program that WIKILINKS_BINARY names. Prints "ok: …" for each step and
# ends with 0 when all of them are right. Needs Emacs with eglot (built in since 29) and
# markdown-mode; on Debian they are installed when there is no Emacs.
set -euo pipefail
cd "$(dirname "$0")/../.."

WIKILINKS_BINARY=${WIKILINKS_BINARY:-${CARGO_TARGET_DIR:-$PWD/target}/debug/wikilinks}
WIKILINKS_REPOSITORY=$PWD
export WIKILINKS_BINARY WIKILINKS_REPOSITORY
EMACS=${EMACS:-emacs}

has_all() {
    "$EMACS" --batch --eval "(progn (require 'package) (package-initialize) (require 'eglot) (require 'markdown-mode))" \
        >/dev/null 2>&1
}
has_all || bash tests/editors/install-packages.sh emacs-nox elpa-markdown-mode
# Eglot is a package of its own where Emacs is older than 29.
has_all || bash tests/editors/install-packages.sh elpa-eglot

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HOME=$folder XDG_CACHE_HOME=$folder/cache WIKILINKS_VAULT=$folder/vault timeout 300 \
    "$EMACS" --batch -l "$WIKILINKS_REPOSITORY/tests/editors/emacs.el"
