#!/usr/bin/env bash
# Installs Debian packages: install-packages.sh PACKAGE... Fails when one cannot be installed.
# Whether they are there already is for the caller to say.
set -euo pipefail

if ! command -v apt-get >/dev/null; then
    echo "Please install: $*. It can only be done for you where there is apt-get." >&2
    exit 1
fi
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}
export DEBIAN_FRONTEND=noninteractive
lock=(-o DPkg::Lock::Timeout=120)
as_root apt-get "${lock[@]}" update -q
as_root apt-get "${lock[@]}" install -y -q --no-install-recommends "$@"
