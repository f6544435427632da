#!/usr/bin/env bash
# A served corpus asked by programs that other people wrote: Schemathesis holds the API against its own description, Comunica
# and fetch-sparql-endpoint ask the endpoint, and the W3C's test runner runs the suite through it.
#   run.sh AICITY WORK      WORK/demo is a folder of `aicity demo`; `schemathesis` is in the PATH
set -euo pipefail
cd "$(dirname "$0")/../.."
aicity="$1" work="$2"

# A small corpus: what is asked of it is answered quickly, and there is nothing that a larger one would show.
"$aicity" demo --scale 0.002 --output "$work/served" >/dev/null
"$aicity" serve --store "$work/served/store" --bind 127.0.0.1:0 2>"$work/serve.log" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  url="$(sed -n 's/^serving \(http[^ ]*\) .*/\1/p' "$work/serve.log")"
  [ -n "$url" ] && break
  sleep 0.2
done
if ! bash tests/python/schemathesis.sh "$url" >"$work/schemathesis.log" 2>&1; then
  cut -c1-300 "$work/schemathesis.log" | tail -n 80
  exit 1
fi
grep -E "^ *(Tested|Test cases|[0-9]+ generated)" "$work/schemathesis.log"

if ! bash tests/js/install.sh; then
  exit 0
fi
modules="$HOME/.cache/aicity/js"
node "$modules/report.mjs" "$work/report"
node "$modules/clients.mjs" "${url}sparql" "$work/served/tables"
node "$modules/w3c.mjs" --aicity "$aicity" --data "$PWD/../shared/data/rdf-tests"
