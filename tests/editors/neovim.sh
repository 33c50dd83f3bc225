#!/usr/bin/env bash
# Drives a real Neovim in tmux, as a person sees it, through diagnostics, completion, definition,
# hover and rename, with the set-up of the README as it is and the built target/debug/wikilinks or the program
# that WIKILINKS_BINARY names. Prints "ok: …" for each step and ends with 0 when all of them are
# right. Neovim is the one that WIKILINKS_NVIM names, or is installed into .cache/nvim.
source "$(dirname "${BASH_SOURCE[0]}")/tmux.sh"

if [ -z "${WIKILINKS_NVIM:-}" ]; then
    bash "$repository/tests/editors/install-neovim.sh"
    WIKILINKS_NVIM=$repository/.cache/nvim/bin/nvim
fi

mkdir -p "$folder/config/nvim"
awk '/^```lua$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$repository/README.md" >"$folder/config/nvim/init.lua"
grep -q "vim.lsp.enable('wikilinks')" "$folder/config/nvim/init.lua"
make_notes
start "'$WIKILINKS_NVIM' inbox.md"

escape() {
    keys Escape
    hides '-- INSERT --'
}

shows "diagnostics" 'No note is named "alpha-not"'

begins_link_until_offered 'alpha-note '
keys C-n C-y
shows "completion: what is accepted" 'new: [[alpha-note]]'
escape

hides 'The first letter.'
types '3G09lK'
shows "hover" 'The first letter.'
types 'j'
hides 'The first letter.'

types '3G09lgd'
shows "definition" '## Second'
keys C-o
shows "back in the inbox" '# Inbox'

types '3G09lgrn'
shows "rename: asks for the name" 'New Name: alpha-note'
keys C-u
types 'first letter'
keys Enter
shows "rename: the open note" 'See [[first letter]]'
types ':wqa'
keys Enter
ends
is_renamed 'first letter'
echo "All is well."
