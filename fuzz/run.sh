#!/usr/bin/env bash
# Fuzzes one target, or all, for some seconds: fuzz/run.sh TARGET|all [SECONDS]
set -euo pipefail
cd "$(dirname "$0")"
target="${1:?usage: fuzz/run.sh TARGET|all [SECONDS]}" seconds="${2:-30}"
names=("$target")
[ "$target" != all ] || mapfile -t names < <(ls seeds)
for name in "${names[@]}"; do
  echo "== $name"
  mkdir -p "corpus/$name"
  # Folders after the first are read and not written to.
  cargo +1.95.0 fuzz run --fuzz-dir . -s none "$name" "corpus/$name" "seeds/$name" -- \
    -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
done
