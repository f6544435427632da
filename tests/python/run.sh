#!/usr/bin/env bash
# Independent programs read what aicity writes: rdflib and pySHACL the graph, a stock SPARQL store the dump and the queries,
# pyarrow its Parquet; and pyarrow writes Parquet that aicity reads. Real clients ask the server, and a stock server the same.
#   run.sh PYTHON AICITY WORK
set -euo pipefail
cd "$(dirname "$0")/../.."
python="$1" aicity="$2" work="$3"

"$aicity" demo --scale 0.002 --output "$work/small" >/dev/null
"$python" tests/python/check_rdf.py "$work/small/dump" ontology
"$python" tests/python/check_open_inputs.py "$aicity" "$work/open" tests/cases/open-inputs/in/snapshot ontology \
  ../shared/data/openalex_slice

# Every figure of the study in the generated corpus, by DuckDB.
"$python" tests/python/check_generated.py "$aicity" "$work"

# The golden answers of the example queries are still those of their tables.
"$python" tests/python/golden.py --check

# Our own answers to every shipped query, for the stock store to agree with. Mappings are for foreign graphs.
mkdir -p "$work/expected" "$work/queries"
cp -r queries/. "$work/queries"
rm -r "$work/queries/mappings"
for file in $(find "$work/queries" -name '*.rq' | sort); do
  name="${file#"$work/queries/"}"
  name="${name%.rq}"
  "$aicity" query --store "$work/small/store" "$file" --format json -o "$work/expected/${name//\//__}.json"
done
"$python" tests/python/check_dump_pyoxigraph.py "$work/small/dump" "$work/queries" "$work/expected"

# Network files by the programs they are for, and networks of the real corpus by DuckDB, networkx and igraph.
"$python" tests/python/check_network.py "$aicity" "$work"
"$python" tests/python/check_network_oracle.py "$aicity" "$work"

# Stability intervals of the real corpus by numpy.
"$python" tests/python/check_intervals.py "$aicity" "$work"
# Measures, countries and specialisation of the real corpus by DuckDB.
"$python" tests/python/check_fair.py "$aicity" "$work"
# The difference of two editions of the real corpus, every cell by pandas and numpy.
"$python" tests/python/check_difference.py "$aicity" "$work"

# The report by openpyxl and LibreOffice, and its PDF by poppler.
"$aicity" report --store "$work/small/store" -o "$work/report" --top 60 --samples 32 --replicates 200
"$python" tests/python/check_report.py "$work/report"
"$python" tests/python/check_pdf.py "$work/report"

"$python" tests/python/check_server.py "$aicity" "$work/small"
"$python" tests/python/check_same_answers.py "$aicity" "$work/small"
