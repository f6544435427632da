"""Puts what a benchmark printed into docs/BENCHMARKS.md: `splice.py NAME FILE` replaces what stands between
`<!-- measured: NAME -->` and `<!-- end -->`."""

import pathlib
import sys

DOCUMENT = pathlib.Path(__file__).parents[1] / "docs" / "BENCHMARKS.md"


def main(name, file):
    begin, end = f"<!-- measured: {name} -->\n", "<!-- end -->"
    text = DOCUMENT.read_text(encoding="utf-8")
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        sys.exit(f"{DOCUMENT} has no place for {name}")
    measured = pathlib.Path(file).read_text(encoding="utf-8").strip()
    DOCUMENT.write_text(f"{before}{begin}\n{measured}\n\n{end}{after}", encoding="utf-8")


main(*sys.argv[1:])
