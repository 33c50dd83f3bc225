#!/usr/bin/env bash
# Drives a real Helix in tmux through diagnostics, quick fixes, completion, hover, definition, symbols,
# references, rename and a moved file, with editors/helix/languages.toml as it is and the built
# target/debug/wikilinks or the program that WIKILINKS_BINARY names. Prints "ok: …" for each step
# and ends with 0 when all of them are right. Helix is the one that HX names, or is installed into
# .cache/helix.
source "$(dirname "${BASH_SOURCE[0]}")/tmux.sh"

if [ -z "${HX:-}" ]; then
    bash "$repository/tests/editors/install-helix.sh"
    HX=$repository/.cache/helix/hx
fi

mkdir -p "$folder/config/helix"
cp "$repository/editors/helix/languages.toml" "$folder/config/helix/languages.toml"
cat >"$folder/config/helix/config.toml" <<'END'
[editor]
idle-timeout = 50
true-color = false
end-of-line-diagnostics = "hint"
END
make_notes
start "'$HX' inbox.md"

# Leaves what is open. An Escape that is followed at once by another key would be one key with Alt.
escape() {
    keys Escape
    until_right has ' NOR ' || fail "Helix does not come back to normal mode"
}

shows "diagnostics" 'No note is named "alpha-not"'

types '3Ggh24l a'
shows "quick fixes: what is offered" 'Link to "alpha-note"'
keys Enter
shows "quick fixes: what is taken" 'See [[alpha-note]] and [[alpha-note]].'
types u
shows "undone" 'and [[alpha-not]].'

begins_link_until_offered 'alpha-note '
keys Tab Enter
shows "completion: what is accepted" 'new: [[alpha-note]]'
escape

hides 'The first letter.'
types '3Ggh8l k'
shows "hover" 'The first letter.'
escape
hides 'The first letter.'

types '3Ggh8lgd'
shows "definition" '## Second'
keys C-o
shows "back in the inbox" '# Inbox'

types '3Ggh8lgr'
shows "references" 'beta-note.md'
escape
hides 'beta-note.md'

types '3Ggh8lgd'
shows "definition again" '## Second'
types '5G s'
shows "outline" 'Alpha'
types 'Alph'
keys Enter
shows "outline: what is chosen" ' 1:1'
types ':open inbox.md'
keys Enter
shows "back in the inbox" '# Inbox'
types ' S'
sleep 0.5
types 'secon'
sleep 1
keys Enter
shows "symbols of the vault" '## Second'
types ':open inbox.md'
keys Enter
shows "back in the inbox" '# Inbox'

types '3Ggh8l a'
shows "other ways to write a link" 'Write the link as a Markdown link'
escape
types ':open beta-note.md'
keys Enter
shows "another note" 'After [[alpha-note]].'
types 'ggw a'
shows "a section as a note: what is offered" 'Move to a new note "Beta" and link to it'
keys Enter
until_right test -e "$vault/Beta.md" || fail "a section as a note: Beta.md is not made"
shows "a section as a note: what is left" '[[Beta]]'
types u
shows "undone" 'After [[alpha-note]].'
types ':write'
keys Enter
rm "$vault/Beta.md"
types ':open inbox.md'
keys Enter
shows "back in the inbox" '# Inbox'

types '3Ggh8l r'
shows "rename: asks for the name" 'rename-to:'
keys C-u
types 'first letter'
keys Enter
shows "rename: the open note" 'See [[first letter]]'
hides 'rename-to:'

# The server knows what the rename has made of notes that were not open.
types '3Ggh8lgd'
shows "definition of the renamed note" '## Second'
types ':open beta-note.md'
keys Enter
shows "a note that was not open is changed" 'After [[first letter]].'
types '3Ggh8lgd'
shows "definition from there" '## Second'

# Helix tells of a file that it moves, and the links follow.
types ':move third.md'
keys Enter
hides ':move'
types ':open inbox.md'
keys Enter
shows "moved files: the links follow" 'See [[third]]'

types '3Ggh20l a'
shows "quick fixes: a note to make" 'Create note "alpha-not"'
keys Enter
until_right test -e "$vault/alpha-not.md" || fail "quick fixes: alpha-not.md is not made"
hides 'No note is named'
types ':wqa'
keys Enter
ends
is_renamed 'third'
echo "All is well."
