#!/usr/bin/env bash
# Benchmark against other programs on a generated corpus of 191,237 papers. See docs/BENCHMARKS.md.
#
#   benches/run.sh [network|bootstrap] [--runs N] [--threads N] [--strict]
#
# `network` measures collaboration networks beside networkx and igraph, `bootstrap` stability intervals beside numpy; without
# either, everything else.
#
# AICITY_BENCH   folder for the corpus, the store, the dump and the Python environment (default: target/bench; 2 GB)
# AICITY_SCALE   size of the corpus, 1 for the reference (default: 1)
set -euo pipefail
cd "$(dirname "$0")/.."
benchmark=peers
case "${1:-}" in network | bootstrap) benchmark=$1 && shift ;; esac
work=${AICITY_BENCH:-target/bench}
mkdir -p "$work"

executable() { # the last executable that cargo names
  python3 -c 'import json, sys; print([m["executable"] for m in map(json.loads, sys.stdin) if m.get("executable")][-1])'
}
aicity=$(cargo build --release --locked --bin aicity --message-format=json-render-diagnostics | executable)
peers=$(cargo bench --locked --no-run --bench peers --message-format=json-render-diagnostics | executable)

if ! cmp -s benches/requirements.txt "$work/venv/requirements.txt"; then
  python3 -m venv --clear "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check -r benches/requirements.txt
  cp benches/requirements.txt "$work/venv/"
fi

rm -rf "$work"/{tables,store,dump,parquet,graph.nq}
"$aicity" generate --like 2023 --scale "${AICITY_SCALE:-1}" -o "$work/tables" >"$work/generated.txt"
"$aicity" load --format tables "$work/tables" --store "$work/store"
"$aicity" dump --store "$work/store" -o "$work/dump"
"$peers" unpack "$work/dump/graph.nq.zst" "$work/graph.nq"

exec "$work/venv/bin/python" "benches/$benchmark.py" --work "$work" --aicity "$aicity" --peers "$peers" "$@"
