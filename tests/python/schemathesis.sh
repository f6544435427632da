#!/usr/bin/env bash
# Schemathesis makes requests from the API's own description, right ones and wrong ones, and holds the answers against it.
#   schemathesis.sh URL [REPORTS] [OPTION…]      URL of a running server, with its final slash; REPORTS: folder for what was sent
# The program `schemathesis` must be in the PATH (pip install -r tests/python/requirements.txt). The requests are the same each time and the
# time bounded. Checks of authentication and of what was deleted are left out: there is neither.
set -euo pipefail
url="${1%/}" reports="${2:-}"
shift "$(($# < 2 ? $# : 2))"

arguments=(
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
  --checks response_schema_conformance,negative_data_rejection,positive_data_acceptance,missing_required_header
  --checks unsupported_method,allow_header_conformance
  --mode all --phases examples,coverage,fuzzing --max-examples 40 --continue-on-failure --max-failures 200
  --generation-deterministic --suppress-health-check all
  --workers 1 --request-timeout 30 --max-response-time 30 --warnings off --no-color --max-redirects 0
)
if [ -n "$reports" ]; then
  mkdir -p "$reports"
  arguments+=(--report ndjson --report-ndjson-path "$reports/schemathesis.ndjson")
fi
# Coverage and shrinking may outlast any number of examples: what has not been asked by then is not asked.
exec timeout --signal INT --kill-after 10 "${SCHEMATHESIS_SECONDS:-90}" \
  schemathesis --config-file tests/python/schemathesis.toml run "${arguments[@]}" "$@" "$url/api/v1/openapi.json"
