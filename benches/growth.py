"""How time and memory grow with the corpus: the whole way at 1, 4 and 16 times the size of the study, each command as a process.

`benches/run.sh growth` runs it. A step is linear if 16 times the size takes at most 18 times as long as once the size. It needs 8 GB of
disk and 9 GB of memory; tables, stores and dumps are removed as it goes on.
"""

import csv
import os
import shutil
import sys

from bench import Bench, arguments, machine, same

SCALES = [1, 4, 16]
# Largest factor of time between the first scale and the last.
MOST = 18
# Steps, and whether their time is that of the corpus; generating is not judged.
STEPS = ["generate", "load", "dump", "rank --store", "rank --dump"]


def size(folder):
    return sum(entry.stat().st_size for entry in folder.rglob("*") if entry.is_file())


def measure(bench, scale):
    """One corpus, the whole way; answers authorships, and sizes on disk by what they are of."""
    folder = bench.work / "growth"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tables, store, dump = (str(folder / name) for name in ("tables", "store", "dump"))
    step = lambda name, *words: bench.process(f"{name} × {scale}", *words)
    step("generate", "generate", "--like", "2023", "--scale", str(scale), "-o", tables)
    step("load", "load", "--format", "tables", tables, "--store", store)
    step("dump", "dump", "--store", store, "-o", dump)
    from_store = step("rank --store", "rank", "--store", store, "--format", "csv")
    from_dump = step("rank --dump", "rank", "--dump", dump, "--format", "csv")
    same("the rankings of store and dump", from_store, from_dump)
    with open(folder / "tables" / "authorships.csv", encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    sizes = {name: size(folder / name) for name in ("tables", "store", "dump")}
    shutil.rmtree(folder)
    return rows, sizes


def main():
    options = arguments()
    bench = Bench(options)
    corpora = {}
    for number in range(options.runs):
        for scale in SCALES:
            corpora[scale] = measure(bench, scale)
        print(f"round {number + 1} of {options.runs}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    median = lambda step, scale: bench.times.median(f"{step} × {scale}")
    print(f"{machine(options)}.\n")
    head = " | ".join(f"× {scale}" for scale in SCALES)
    print(f"| seconds by the clock | {head} | × {SCALES[-1]} : × 1, clock | processor | at most | |")
    print("|---|" + "--:|" * (len(SCALES) + 3) + "---|")
    held = True
    for step in STEPS:
        factors = [last / first for last, first in zip(median(step, SCALES[-1]), median(step, 1))]
        limit, verdict = "", ""
        if step != "generate":
            holds = max(factors) <= MOST
            held &= holds
            limit, verdict = str(MOST), "ok" if holds else "**MISSED**"
        cells = " | ".join(f"{median(step, scale)[0]:.2f}" for scale in SCALES)
        print(f"| {step} | {cells} | {factors[0]:.1f} | {factors[1]:.1f} | {limit} | {verdict} |")
    print(f"\n| most memory, MB | {head} | bytes an authorship, × 1 | × {SCALES[-1]} |")
    print("|---|" + "--:|" * (len(SCALES) + 2))
    for step in STEPS:
        peaks = [bench.peak[f"{step} × {scale}"] for scale in SCALES]
        each = [peak / corpora[scale][0] for peak, scale in ((peaks[0], 1), (peaks[-1], SCALES[-1]))]
        cells = " | ".join(f"{peak / 1e6:,.0f}" for peak in peaks)
        print(f"| {step} | {cells} | {each[0]:.0f} | {each[1]:.0f} |")
    print(f"\n| on disk, MB | {head} | bytes an authorship, × 1 | × {SCALES[-1]} |")
    print("|---|" + "--:|" * (len(SCALES) + 2))
    for name in ("tables", "store", "dump"):
        sizes = [corpora[scale][1][name] for scale in SCALES]
        each = [sizes[0] / corpora[1][0], sizes[-1] / corpora[SCALES[-1]][0]]
        cells = " | ".join(f"{size / 1e6:,.0f}" for size in sizes)
        print(f"| {name} | {cells} | {each[0]:.0f} | {each[1]:.0f} |")
    return 0 if held or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
