# For scripts that drive an editor in a terminal of tmux: they begin with `source`ing this. Gives a
# folder for the test, and the program under test on the PATH of what is started there.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binary=${WIKILINKS_BINARY:-${CARGO_TARGET_DIR:-$repository/target}/debug/wikilinks}
if [ ! -x "$binary" ]; then
    echo "$binary is not there: cargo build makes it." >&2
    exit 1
fi
command -v tmux >/dev/null || bash "$repository/tests/editors/install-packages.sh" tmux

folder=$(mktemp -d)
vault=$folder/vault
terminal=(tmux -L "wikilinks-$$")
trap '"${terminal[@]}" kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT
mkdir -p "$folder/bin" "$folder/config" "$vault/.obsidian"
ln -s "$binary" "$folder/bin/wikilinks"

# Makes the notes that all editors are tried with.
make_notes() {
    printf '# Alpha\n\nThe first letter.\n\n## Second\n' >"$vault/alpha-note.md"
    printf '# Beta\n\nAfter [[alpha-note]].\n' >"$vault/beta-note.md"
    printf '# Inbox\n\nSee [[alpha-note]] and [[alpha-not]].\n\nnew:\n' >"$vault/inbox.md"
}

# Starts a command in the vault, on a screen of its own.
start() {
    "${terminal[@]}" -f /dev/null new-session -d -x 110 -y 30 "cd '$vault' && \
        PATH='$folder/bin':\$PATH XDG_CONFIG_HOME='$folder/config' XDG_CACHE_HOME='$folder/cache' \
        XDG_DATA_HOME='$folder/data' XDG_STATE_HOME='$folder/state' TERM=screen-256color $1"
    "${terminal[@]}" set-option -g escape-time 0
}

screen() { "${terminal[@]}" capture-pane -p; }

# Types keys by their names.
keys() { "${terminal[@]}" send-keys "$@"; }

# Types a text.
types() { "${terminal[@]}" send-keys -l -- "$1"; }

fail() {
    echo "WRONG: $1" >&2
    screen >&2 || true
    exit 1
}

# Runs a command again and again until it is right: half a minute by default.
until_right() {
    local tries
    for tries in $(seq "${patience:-300}"); do
        if "$@"; then return; fi
        sleep 0.1
    done
    return 1
}

has() { screen | grep -qF -- "$1"; }
has_not() { ! has "$1"; }

# Waits until the screen shows the text.
shows() {
    until_right has "$2" || fail "$1: the screen does not show \"$2\""
    echo "ok: $1"
}

# Waits until the screen does not show the text any more.
hides() { until_right has_not "$1" || fail "the screen still shows \"$1\""; }

# Begins a link in line 5 at the pace of a person, and takes it back and begins again until its
# proposals are there: on a busy machine an editor may miss the pause in which it asks for them.
begins_link_until_offered() {
    local tries key
    for tries in 1 2 3 4 5 6; do
        types '5GA'
        for key in ' ' '[' '[' a l p; do
            types "$key"
            sleep 0.15
        done
        if patience=50 until_right has "$1"; then
            echo "ok: completion: what is offered"
            return
        fi
        escape
        types u
        hides '[[al'
    done
    fail "completion: the screen does not show \"$1\""
}

has_ended() { ! "${terminal[@]}" has-session 2>/dev/null; }

# Waits until the editor has written everything and ended: its terminal goes with it.
ends() { until_right has_ended || fail "the editor does not end"; }

# What is on disk once the rename of alpha-note to $1 is saved: every link, and the file.
is_renamed() {
    same inbox.md "# Inbox"$'\n\n'"See [[$1]] and [[alpha-not]]."$'\n\n'"new: [[$1]]"
    same beta-note.md "# Beta"$'\n\n'"After [[$1]]."
    same "$1.md" $'# Alpha\n\nThe first letter.\n\n## Second'
    if [ -e "$vault/alpha-note.md" ]; then
        echo "WRONG: rename: alpha-note.md is still there" >&2
        exit 1
    fi
}

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
