#!/usr/bin/env bash
# The programs that pip cannot bring: bubblewrap (sandboxes), Chromium (browser tests), PostgreSQL (a gradebook there).
# Installs what is missing where it may; otherwise prints the command and fails.
set -euo pipefail

missing=()
command -v bwrap >/dev/null || missing+=(bubblewrap)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

command="apt-get install --yes --no-install-recommends ${missing[*]}"
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq && $command >/dev/null
elif command -v apt-get >/dev/null && sudo --non-interactive true 2>/dev/null; then
    sudo apt-get update -qq && sudo $command >/dev/null
else
    echo "The test suite needs: ${missing[*]}. Install with your package manager, on Debian or Ubuntu:" >&2
    echo "    sudo $command" >&2
    exit 1
fi
