#!/usr/bin/env bash
# Benchmarks beside other programs on a generated corpus of 191,237 papers. See docs/BENCHMARKS.md.
#
#   benches/run.sh [peers|growth|network|bootstrap|all] [--runs N] [--threads N] [--strict]
#
# `peers` (the default) measures loading, ranking and SPARQL, `growth` corpora of 4 and 16 times the size, `network` collaboration
# networks beside networkx and igraph, `bootstrap` stability intervals beside numpy. `all` runs these four and writes what they
# measured into docs/BENCHMARKS.md.
#
# AICITY_BENCH   folder for the corpus, the store, the dump and the Python environment (default: target/bench; 3 GB)
set -euo pipefail
cd "$(dirname "$0")/.."
benchmarks=(peers)
case "${1:-}" in
  peers | growth | network | bootstrap) benchmarks=("$1") && shift ;;
  all) benchmarks=(peers growth network bootstrap) && shift && write=1 ;;
esac
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
"$aicity" generate --like 2023 -o "$work/tables" >"$work/generated.txt"
"$aicity" load --format tables "$work/tables" --store "$work/store"
"$aicity" dump --store "$work/store" -o "$work/dump"
"$peers" unpack "$work/dump/graph.nq.zst" "$work/graph.nq"

status=0
for benchmark in "${benchmarks[@]}"; do
  "$work/venv/bin/python" "benches/$benchmark.py" --work "$work" --aicity "$aicity" --peers "$peers" "$@" |
    tee "$work/$benchmark.md" || status=1
  [ -z "${write:-}" ] || python3 benches/splice.py "$benchmark" "$work/$benchmark.md"
done
exit "$status"
