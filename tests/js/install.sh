#!/usr/bin/env bash
# Installs the programs in JavaScript outside the clone, so that a second run is quick; fails, saying so, without Node 20.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
  echo "SKIPPED: the clients in JavaScript need Node 20 or later"
  exit 1
fi
modules="$HOME/.cache/aicity/js"
mkdir -p "$modules"
cp tests/js/*.mjs tests/js/package.json tests/js/package-lock.json "$modules"
if ! cmp -s tests/js/package-lock.json "$modules/installed-lock.json"; then
  (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1)
  cp tests/js/package-lock.json "$modules/installed-lock.json"
fi
