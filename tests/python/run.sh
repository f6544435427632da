#!/usr/bin/env bash
# Independent programs read what aicity writes: rdflib and pySHACL the graph, a stock SPARQL store the dump and the queries.
#   run.sh PYTHON AICITY WORK
set -euo pipefail
cd "$(dirname "$0")/../.."
python="$1" aicity="$2" work="$3"

"$aicity" demo --papers 300 --output "$work/small" >/dev/null
"$python" tests/python/check_rdf.py "$work/small/dump" ontology

# Our own answers to every shipped query, for the stock store to agree with.
mkdir -p "$work/expected"
for file in $(find queries -name '*.rq' | sort); do
  name="${file#queries/}"
  name="${name%.rq}"
  "$aicity" query --store "$work/small/store" "$file" --format json -o "$work/expected/${name//\//__}.json"
done
"$python" tests/python/check_dump_pyoxigraph.py "$work/small/dump" queries "$work/expected"
