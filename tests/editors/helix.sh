#!/usr/bin/env bash
# Drives a real Helix in tmux through diagnostics, completion, definition, hover and rename, with
# editors/helix/languages.toml as it is and target/debug/wikilinks or the program that
# WIKILINKS_BINARY names. Prints "ok: …" for each step and ends with 0 when all of them are right.
# Run by hand; needs tmux. Helix is the one that HX names, or is installed into .cache/helix.
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=${WIKILINKS_BINARY:-$PWD/target/debug/wikilinks}
if [ -z "${HX:-}" ]; then
    bash tests/editors/install-helix.sh
    HX=$PWD/.cache/helix/hx
fi

folder=$(mktemp -d)
vault=$folder/vault
terminal=(tmux -L "wikilinks-$$")
trap '"${terminal[@]}" kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT

mkdir -p "$folder/config/helix" "$folder/bin" "$vault/.obsidian"
ln -s "$binary" "$folder/bin/wikilinks"
cp editors/helix/languages.toml "$folder/config/helix/languages.toml"
cat >"$folder/config/helix/config.toml" <<'END'
[editor]
idle-timeout = 50
true-color = false
end-of-line-diagnostics = "hint"
END
printf '# Alpha\n\nThe first letter.\n\n## Second\n' >"$vault/alpha-note.md"
printf '# Beta\n\nAfter [[alpha-note]].\n' >"$vault/beta-note.md"
printf '# Inbox\n\nSee [[alpha-note]] and [[alpha-not]].\n\nnew:\n' >"$vault/inbox.md"

screen() { "${terminal[@]}" capture-pane -p; }
keys() {
    local key
    for key in "$@"; do
        "${terminal[@]}" send-keys "$key"
        sleep 0.15
    done
}
fail() {
    echo "WRONG: $1" >&2
    screen >&2
    exit 1
}
# Waits until the screen shows the text.
shows() {
    local tries
    for tries in $(seq 100); do
        if screen | grep -qF -- "$2"; then
            echo "ok: $1"
            return
        fi
        sleep 0.1
    done
    fail "$1: the screen does not show \"$2\""
}

"${terminal[@]}" -f /dev/null new-session -d -x 110 -y 30 "cd '$vault' && \
    PATH='$folder/bin':\$PATH XDG_CONFIG_HOME='$folder/config' XDG_CACHE_HOME='$folder/cache' \
    TERM=screen-256color '$HX' inbox.md"
"${terminal[@]}" set-option -g escape-time 0

shows "diagnostics" 'No note is named "alpha-not"'

keys 5 G A
# At the pace of a person: Helix asks between keys, and not again when all come at once.
for key in Space '[' '[' a l p; do keys "$key"; done
shows "completion: what is offered" 'alpha-note '
keys Tab Enter
shows "completion: what is accepted" 'new: [[alpha-note]]'
keys Escape

keys 3 G g h 8 l Space k
shows "hover" 'The first letter.'
keys Escape

keys 3 G g h 8 l g d
shows "definition" '## Second'
keys C-o

keys 3 G g h 8 l Space r
shows "rename: asks for the name" 'rename-to:'
keys C-u
"${terminal[@]}" send-keys -l 'first letter'
keys Enter
shows "rename: the open note" 'See [[first letter]]'
keys Escape
"${terminal[@]}" send-keys -l ':wqa'
keys Enter
# The terminal goes when Helix has written everything and ended.
for _ in $(seq 100); do
    "${terminal[@]}" has-session 2>/dev/null || break
    sleep 0.1
done

# What is on disk then: every link, and the file.
same() {
    local text
    text=$(cat "$vault/$1" 2>/dev/null || true)
    if [ "$text" != "$2" ]; then
        echo "WRONG: rename: $1 is: $text" >&2
        ls "$vault" >&2
        exit 1
    fi
    echo "ok: rename: $1"
}
same inbox.md $'# Inbox\n\nSee [[first letter]] and [[alpha-not]].\n\nnew: [[first letter]]'
same beta-note.md $'# Beta\n\nAfter [[first letter]].'
same "first letter.md" $'# Alpha\n\nThe first letter.\n\n## Second'
if [ -e "$vault/alpha-note.md" ]; then
    echo "WRONG: rename: alpha-note.md is still there" >&2
    exit 1
fi
echo "All is well."
