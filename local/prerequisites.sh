#!/usr/bin/env bash
# Looks for what the project stands on and installs what a Debian machine lacks. Rust is yours to install (rust-toolchain, 1.95).
set -euo pipefail

missing=()
need() { command -v "$1" > /dev/null 2>&1 || missing+=("$2"); }
need cc gcc
need strip binutils
need ps procps
need python3 python3
need node nodejs
need npm npm
# The pages are tried in Debian's browser, and pictures need its letters.
need chromium chromium
python3 -c 'import ensurepip' > /dev/null 2>&1 || missing+=(python3-venv)

fc-list :lang=ja 2> /dev/null | grep -q . || missing+=(fontconfig fonts-noto-cjk)

if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get > /dev/null 2>&1; then
    echo "please install: ${missing[*]}" >&2
    exit 1
  fi
  run=()
  if [ "$(id -u)" != 0 ]; then run=(sudo); fi
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

fail() { echo "$1" >&2; exit 1; }
command -v cargo > /dev/null 2>&1 || fail "please install Rust 1.95 or newer"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed, this is $(python3 --version)"
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || fail "Node 20 or newer is needed, this is $(node --version)"
