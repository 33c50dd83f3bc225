#!/usr/bin/env bash
# Puts Helix into .cache/helix, where helix.sh looks for it. Does nothing when it is there. It is
# Debian's own package, unpacked beside the C library that it was built with, so that nothing on
# the machine is upgraded. Needs Debian on x86_64 and the network.
set -euo pipefail
cd "$(dirname "$0")/../.."

suite=trixie
cache=$PWD/.cache/helix

if [ -x "$cache/hx" ] && "$cache/hx" --version >/dev/null 2>&1; then
    exit 0
fi
if ! command -v apt-get >/dev/null || [ "$(uname -m)" != x86_64 ]; then
    echo "Helix can only be installed here on Debian (x86_64). Name another one in HX." >&2
    exit 1
fi

rm -rf "$cache"
mkdir -p "$cache"/apt/lists/partial "$cache"/apt/cache/archives/partial "$cache"/debs "$cache"/root
# The mirror that the machine uses, for another release.
sources=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)
mirror=$(grep -v '^ *#' <<<"$sources" | grep -oE 'https?://[^ ]+' | head -n 1)
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$mirror" "$suite" /usr/share/keyrings/debian-archive-keyring.gpg >"$cache/apt/helix.sources"
options=(-qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$cache/apt"
    -o "Dir::State::lists=$cache/apt/lists" -o "Dir::Cache=$cache/apt/cache" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
(cd "$cache/debs" && apt-get "${options[@]}" download hx libc6 libgcc-s1)
for package in "$cache"/debs/*.deb; do
    dpkg-deb -x "$package" "$cache/root"
done
cat >"$cache/hx" <<END
#!/bin/sh
root=$cache/root
libraries=\$root/usr/lib/x86_64-linux-gnu
export HELIX_RUNTIME=\${HELIX_RUNTIME-\$root/usr/lib/hx/runtime}
exec \$libraries/ld-linux-x86-64.so.2 --library-path \$libraries:\$root/lib/x86_64-linux-gnu \$root/usr/lib/hx/hx "\$@"
END
chmod +x "$cache/hx"
"$cache/hx" --version
