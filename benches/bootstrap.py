"""Measures `aicity rank --intervals` beside numpy: 1000 replicates of a ranking, joint for all units. `benches/run.sh
bootstrap` prepares what it needs.

Ours is measured twice. The bootstrap alone starts with the contributions of papers in memory and ends with intervals, chances
and tiers of every unit. The whole process opens the store, checks it, counts, finds contributions, draws, ranks and writes.

Theirs starts when the sparse matrices are in memory and ends with the sorted ranks of every unit, so it stands beside the
bootstrap alone. It is measured twice as well. Plain: vectorised as one writes it, in double precision with numpy's default
generator, five sums in one sparse product, distinct things by words of bits or by two products, the faster of which counts.
Tuned: rearranged for the processor's cache, in single precision (which holds these sums exactly), with a faster generator and a
product in place of `add.reduceat`: the fastest form that we found. The plain form is judged, the tuned one printed beside it.

All are random, so answers agree within the Monte-Carlo error: where they do not, the run ends with status 2.
"""

import csv
import multiprocessing
import os
import pathlib
import sys
import time

# Unset, so that numpy and scipy choose what is best for the processor.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import numpy as np
import pandas as pd
import scipy
import scipy.sparse as sparse

import bench

# Plain numpy must take at least this many times as long as the bootstrap alone, and our whole process at most so many seconds.
LEAST, SECONDS = 10, 3.0
REPLICATES = 1000
# Replicates at a time: as many as a word has bits. More (256, 1000) was slower, since less stays in the cache.
TOGETHER = 64


def incidence(rows, columns, values, shape, precision=float):
    values = np.broadcast_to(np.asarray(values, precision), len(rows)).copy()
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


class Matrices:
    """What the papers of 2013 to 2022 give each unit. Tuned: in single precision, which holds all of their sums exactly, and
    arranged so that what a product reads lies side by side."""

    def __init__(self, tables, tuned):
        self.tuned, self.precision = tuned, np.float32 if tuned else float
        read = lambda name, columns: pd.read_csv(tables / f"{name}.csv", usecols=columns, dtype=str, keep_default_na=False)
        papers = read("papers", ["paper_id", "year", "citations"])
        papers = papers[papers["year"].between("2013", "2022")].reset_index(drop=True)
        cited = pd.to_numeric(papers["citations"]).fillna(0).to_numpy(float)
        papers["paper"] = np.arange(len(papers))
        cities = read("cities", ["city_id", "metro_id", "report_country"])
        cities["unit"] = cities["metro_id"].where(cities["metro_id"] != "", cities["city_id"])
        places = read("institutions", ["institution_id", "city_id"]).merge(cities, on="city_id")
        signed = read("authorships", ["paper_id", "scholar_id", "institution_id"])
        signed = signed.merge(papers[["paper_id", "paper"]], on="paper_id").merge(places, on="institution_id")
        self.keys, signed["unit"] = np.unique(signed["unit"], return_inverse=True)
        self.papers, self.units = len(papers), len(self.keys)
        if tuned:
            cited, signed["paper"] = self.together(signed, cited)
        pairs = signed[["paper", "unit", "report_country"]].drop_duplicates(["paper", "unit"])
        both = pairs.merge(pairs, on="paper")
        foreign = both[both["report_country_x"] != both["report_country_y"]]
        shape = (self.units, self.papers)
        groups = [self.grouped(signed, name, cited, shape) for name in ("scholar_id", "institution_id")]
        self.groups = [group for group, _ in groups]
        of = lambda rows, columns, values: incidence(rows, columns, values, shape, self.precision)
        by_paper = of(pairs["unit"], pairs["paper"], cited[pairs["paper"]])
        by_group = [citations for _, citations in groups]
        if tuned:
            # Of the citations by scholar and by institution what they have beside those by paper: fewer numbers to multiply.
            by_group = [citations - by_paper for citations in by_group]
        papers, collaborations = of(pairs["unit"], pairs["paper"], 1.0), of(foreign["unit_x"], foreign["paper"], 1.0)
        # Five linear sums in one product.
        self.linear = sparse.vstack([papers, by_paper, *by_group, collaborations], format="csr")
        if tuned:
            self.linear = self.linear[np.arange(5 * self.units).reshape(5, self.units).T.ravel()]
            self.linear.eliminate_zeros()
            self.linear.sort_indices()
            # A replicate may have more than there is, but not twice as much.
            assert 2 * self.linear.sum(axis=1).max() < 2**24, "single precision does not hold the sums"

    def together(self, signed, cited):
        """Papers of one unit together, as ours has them."""
        first = pd.Series(self.units, index=range(self.papers))
        first.update(signed.drop_duplicates("paper").set_index("paper")["unit"])
        order = np.argsort(first.to_numpy(), kind="stable")
        return cited[order], np.argsort(order)[signed["paper"]]

    def sums(self, drawn):
        """Papers, their citations, those by scholar and by institution, and collaborations, in each of some replicates."""
        if not self.tuned:
            # Bytes are turned, then made numbers: writing columns of doubles took longer than drawing.
            times = drawn.T.astype(float, order="C")
            return times, (self.linear @ times).reshape(5, self.units, TOGETHER)
        times = np.ascontiguousarray(drawn.T)
        sums = (self.linear @ times.astype(np.float32)).astype(float).reshape(self.units, 5, TOGETHER)
        papers, cited, by_scholar, by_institution, foreign = sums.transpose(1, 0, 2)
        return times, (papers, cited, by_scholar + cited, by_institution + cited, foreign)

    def grouped(self, signed, name, cited, shape):
        rows = signed[["unit", name, "paper"]].drop_duplicates().sort_values(["unit", name, "paper"])
        starts = np.flatnonzero((rows[["unit", name]] != rows[["unit", name]].shift()).any(axis=1).to_numpy())
        units = rows["unit"].to_numpy()[starts]
        papers = rows["paper"].to_numpy()
        citations = incidence(rows["unit"], rows["paper"], cited[papers], shape, self.precision)
        shown = sparse.csr_matrix(
            (np.ones(len(papers), np.float32), papers, np.append(starts, len(papers))), shape=(len(starts), self.papers)
        )
        of = sparse.csr_matrix(
            (np.ones(len(starts), np.float32), np.arange(len(starts)), np.searchsorted(units, np.arange(shape[0] + 1))),
            shape=(shape[0], len(starts)),
        )
        return {
            "papers": papers,
            "starts": starts,
            "units": np.searchsorted(units, np.arange(shape[0])),
            "shown": shown,
            "of": of,
        }, citations


def bits(group, times):
    """Which things are there: words of replicates, joined over the papers of each thing, as bits."""
    present = np.packbits(times > 0, axis=1, bitorder="little").view(np.uint64)[:, 0]
    there = np.bitwise_or.reduceat(present[group["papers"]], group["starts"])
    return np.unpackbits(there.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")


def by_masks(group, times):
    """Distinct things of each unit, from bits that are added up by unit."""
    return np.add.reduceat(bits(group, times), group["units"], axis=0, dtype=np.uint32)


def by_summed_masks(group, times):
    """The same, added up in a product, which takes a quarter of the time."""
    return group["of"] @ bits(group, times).astype(np.float32)


def by_products(group, times):
    """The same with two sparse products."""
    return group["of"] @ ((group["shown"] @ (times > 0).astype(np.float32)) > 0).astype(np.float32)


def standardise(values, there):
    """Scores from 0 to 100 in each column, over the units that are there; 50 where all are level."""
    logs = np.log(values + 1e-10)
    low = np.where(there, logs, np.inf).min(axis=0)
    high = np.where(there, logs, -np.inf).max(axis=0)
    level = high <= low
    return np.where(level, 50.0, 100 * (logs - low) / np.where(level, 1.0, high - low))


def bootstrap(matrices, distinct, seed=1):
    """Sorted ranks of each unit, one column a replicate."""
    random = np.random.Generator(np.random.SFC64(seed) if matrices.tuned else np.random.PCG64(seed))
    units, number = matrices.units, matrices.papers
    ranks = np.empty((units, REPLICATES), np.int32)
    drawn = np.zeros((TOGETHER, number), np.uint8)
    for first in range(0, REPLICATES, TOGETHER):
        lanes = min(TOGETHER, REPLICATES - first)
        for lane in range(lanes):
            drawn[lane] = np.bincount(random.integers(0, number, number, dtype=np.uint32), minlength=number)
        times, (papers, cited, by_scholar, by_institution, foreign) = matrices.sums(drawn)
        scholars, institutions = (distinct(group, times) for group in matrices.groups)
        there = papers > 0
        parts = []
        for count, citations in ((papers, cited), (scholars, by_scholar), (institutions, by_institution)):
            average = citations / np.maximum(count, 1)
            parts.append((standardise(count, there) + standardise(average, there)) / 2)
        innovation = 0.3 * (parts[0] + parts[1] + parts[2]) + 0.1 * standardise(foreign, there)
        innovation[~there] = -np.inf
        order = np.argsort(-innovation, axis=0)
        places = np.empty_like(order)
        np.put_along_axis(places, order, np.arange(1, units + 1)[:, None], axis=0)
        # One after the last for those that are not there.
        places = np.where(there, places, there.sum(axis=0) + 1)
        ranks[:, first : first + lanes] = places[:, :lanes]
    ranks.sort(axis=1)
    return ranks


def timed(matrices, distinct, queue):
    wall, cpu = time.perf_counter(), time.process_time()
    ranks = bootstrap(matrices, distinct)
    queue.put((time.perf_counter() - wall, time.process_time() - cpu, (ranks <= 100).mean(axis=1)))


def in_a_process(matrices, distinct):
    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=timed, args=(matrices, distinct, queue))
    child.start()
    answer = queue.get()
    child.join()
    return answer


# Forms of numpy: whether they are tuned, and how they count distinct things.
FORMS = {
    "numpy, masks": (False, by_masks),
    "numpy, products": (False, by_products),
    "tuned numpy, masks": (True, by_summed_masks),
    "tuned numpy, products": (True, by_products),
}


def agree(ours, matrices, theirs):
    """P(top 100) of every unit, within six standard errors and ties."""
    bench.same("the ranked units of aicity and numpy", sorted(ours), sorted(matrices.keys))
    gaps = np.abs(np.array([ours[key] for key in matrices.keys]) - theirs)
    spread = np.sqrt(2 * np.maximum(theirs * (1 - theirs), 4 / REPLICATES) / REPLICATES)
    if (gaps > 6 * spread).any():
        print(f"P(top 100) of aicity and numpy differ by up to {gaps.max()}", file=sys.stderr)
        sys.exit(2)


def main():
    options = bench.arguments()
    measured = bench.Bench(options)
    tables, store = measured.work / "tables", str(measured.work / "store")
    matrices = {tuned: Matrices(tables, tuned) for tuned in (False, True)}
    words = ["rank", "--store", store, "--intervals", "--replicates", str(REPLICATES), "--format", "csv"]
    for number in range(options.runs):
        text = measured.process("aicity, whole process", *words)
        top = {row["key"]: float(row["p_top100"]) for row in csv.DictReader(text.splitlines())}
        alone = measured.peer("bootstrap", store, str(REPLICATES))
        measured.note("aicity, bootstrap", alone["bootstrap"])
        bench.same("P(top 100) of the bootstrap alone and of the whole process", alone["top"], top)
        for form, (tuned, distinct) in FORMS.items():
            wall, cpu, theirs = in_a_process(matrices[tuned], distinct)
            measured.times.add(form, wall, cpu)
            agree(top, matrices[tuned], theirs)
        print(f"round {number + 1} of {options.runs}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    plain = matrices[False]
    print(
        f"{plain.papers:,} papers, {plain.units:,} units, {REPLICATES} replicates, median of {options.runs} runs; answers agree. "
        f"numpy {np.__version__}, scipy {scipy.__version__}; {bench.machine(options)}\n"
    )
    print(measured.times.markdown(), end="\n\n")
    least = lambda which: [min(column) for column in zip(*(measured.times.median(f) for f, (tuned, _) in FORMS.items() if tuned == which))]
    rows, held = [], True
    # The goal is of the clock on two processors: ours uses both, while numpy and scipy's sparse products use one.
    for theirs, tuned in (("numpy", False), ("tuned numpy", True)):
        for ours in ("aicity, bootstrap", "aicity, whole process"):
            clock, cpu = (their / mine for their, mine in zip(least(tuned), measured.times.median(ours)))
            judged = theirs == "numpy" and ours == "aicity, bootstrap"
            verdict = f"at least {LEAST} by the clock: {'ok' if clock >= LEAST else '**MISSED**'}" if judged else ""
            held &= not judged or clock >= LEAST
            rows.append(f"| {theirs} / {ours} | {clock:.1f} | {cpu:.1f} | {verdict} |")
    seconds = measured.times.median("aicity, whole process")[0]
    held &= seconds <= SECONDS
    print("| times as long | by the clock | processor | |\n|---|--:|--:|---|")
    print("\n".join(rows))
    print(f"\nThe whole process takes {seconds:.2f} s, at most {SECONDS} s: {'ok' if seconds <= SECONDS else '**MISSED**'}.")
    return 0 if held or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
