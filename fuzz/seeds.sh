#!/usr/bin/env bash
# Makes the first corpus of each target from the texts in the tests. What is there already stays.
set -euo pipefail
cd "$(dirname "$0")"

# Each raw string of the Rust files that are given, as a file of its own in the folder `to`.
cut_strings() {
    local to=$1
    shift
    mkdir -p "$to"
    awk -v to="$to" '
        function put() {
            if (length(text) > 1) { name = sprintf("%s/seed-%04d", to, ++count); printf "%s", text > name; close(name) }
            inside = 0; text = ""
        }
        {
            line = $0 "\n"
            while (line != "") {
                if (!inside) {
                    if (!match(line, /r#+"/)) break
                    hashes = substr(line, RSTART + 1, RLENGTH - 2)
                    line = substr(line, RSTART + RLENGTH)
                    inside = 1
                    continue
                }
                end = index(line, "\"" hashes)
                if (!end) { text = text line; break }
                text = text substr(line, 1, end - 1)
                line = substr(line, end + 1 + length(hashes))
                put()
            }
        }' "$@"
}

tests=../tests
parser=../src/note/tests
cut_strings corpus/note "$parser"/*.rs "$tests"/features/*.rs
cut_strings corpus/frontmatter "$parser"/formats.rs "$parser"/markdown.rs "$tests"/features/frontmatter.rs
cut_strings corpus/formats "$parser"/formats.rs "$tests"/features/*.rs
cut_strings corpus/positions "$parser"/markdown.rs
cut_strings corpus/resolver "$tests"/semantics/*.rs "$tests"/features/*.rs "$tests"/properties/*.rs

# Sessions are read from bytes: any will do to begin with.
mkdir -p corpus/session
for number in 1 2 3 4 5 6 7 8; do
    awk -v seed="$number" 'BEGIN { srand(seed); for (i = 0; i < 600; i++) printf "%c", int(rand() * 127) }' \
        >"corpus/session/seed-$number"
done

# One body each; the first character chooses how it is sent, see fuzz_targets/wire.rs.
mkdir -p corpus/wire
number=0
at='"textDocument":{"uri":"$VAULT/a.md"},"position":{"line":0,"character":3}'
for method in definition hover references completion prepareRename rename codeAction diagnostic documentSymbol \
    documentLink foldingRange selectionRange documentHighlight codeLens inlayHint semanticTokens/full \
    linkedEditingRange prepareCallHierarchy; do
    number=$((number + 1))
    printf '0{"jsonrpc":"2.0","id":1,"method":"textDocument/%s","params":{%s,"newName":"x","context":{"includeDeclaration":true,"diagnostics":[]},"positions":[{"line":0,"character":1}],"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}}}' \
        "$method" "$at" >"corpus/wire/seed-$number"
done
between='
~~~
'
open='{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"$VAULT/a.md","languageId":"markdown","version":1,"text":"[[b]] \ud83d"}}}'
change='{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"$VAULT/a.md","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":2},"end":{"line":0,"character":3}},"text":"a"}]}}'
shut='{"jsonrpc":"2.0","id":2,"method":"shutdown"}'
printf '0%s%s%s%s%s' "$open" "$between" "$change" "$between" "$shut" >corpus/wire/seed-session
printf '2Content-Length: %d\r\n\r\n%s' "${#shut}" "$shut" >corpus/wire/seed-raw
printf '3Content-Length: %d\r\n\r\n%s' "${#shut}" "$shut" >corpus/wire/seed-early
