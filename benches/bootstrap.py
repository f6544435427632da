"""Measures `aicity rank --intervals` beside numpy: 1000 replicates of a ranking, joint for all units. `benches/run.sh
bootstrap` prepares what it needs.

Ours is measured twice. The bootstrap alone starts with the contributions of papers in memory and ends with intervals, chances
and tiers of every unit. The whole process opens the store, checks it, counts, finds contributions, draws, ranks and writes.
Theirs starts when the sparse matrices are in memory and ends with the sorted ranks of every unit, so it stands beside the
bootstrap alone; of the forms that were tried (below) it is the fastest. Both draw as many papers as there are, with replacement.
Beside the metros of the corpus there is a corpus in which each city is cut into up to four: about 1,800 units.

Both are random, so answers agree within the Monte-Carlo error: where they do not, the run ends with status 2.
"""

import csv
import multiprocessing
import os
import pathlib
import subprocess
import sys
import time

# Unset, so that numpy and scipy choose what is best for the processor.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import numpy as np
import pandas as pd
import scipy
import scipy.sparse as sparse

import peers

# numpy must take at least this many times as long as the bootstrap alone, and our whole process at most so many seconds, with
# about 1,800 units.
LEAST, SECONDS = 10, 3.0
REPLICATES = 1000
# Replicates at a time: as many as a word has bits. More (256, 1000) was slower, since less stays in the cache.
TOGETHER = 64


def cut(work):
    """A store whose cities are cut into up to four by their institutions; answers its folder of tables."""
    tables, folder = work / "tables", work / "tables-cut"
    folder.mkdir(exist_ok=True)
    read = lambda name: pd.read_csv(tables / f"{name}.csv", dtype=str, keep_default_na=False)
    institutions, cities = read("institutions"), read("cities")
    inside = institutions.groupby("city_id").cumcount() % 4
    located = institutions["city_id"] != ""
    institutions.loc[located, "city_id"] = institutions["city_id"] + inside.astype(str)
    parts = [cities.assign(city_id=cities["city_id"] + str(part), metro_id="") for part in range(4)]
    institutions.to_csv(folder / "institutions.csv", index=False)
    pd.concat(parts).to_csv(folder / "cities.csv", index=False)
    for name in ("papers", "authorships"):
        (folder / f"{name}.csv").unlink(missing_ok=True)
        os.link(tables / f"{name}.csv", folder / f"{name}.csv")
    return folder


def incidence(rows, columns, values, shape):
    values = np.broadcast_to(np.asarray(values, np.float32), len(rows)).copy()
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


class Matrices:
    """What the papers of 2013 to 2022 give each unit, in single precision, which holds all of their sums exactly."""

    def __init__(self, tables):
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
        # Papers of one unit together, as ours has them: what a product reads then lies side by side.
        first = pd.Series(self.units, index=range(self.papers))
        first.update(signed.drop_duplicates("paper").set_index("paper")["unit"])
        order = np.argsort(first.to_numpy(), kind="stable")
        place = np.argsort(order)
        cited, signed["paper"] = cited[order], place[signed["paper"]]
        pairs = signed[["paper", "unit", "report_country"]].drop_duplicates(["paper", "unit"])
        both = pairs.merge(pairs, on="paper")
        foreign = both[both["report_country_x"] != both["report_country_y"]]
        shape = (self.units, self.papers)
        groups = [self.grouped(signed, name, cited, shape) for name in ("scholar_id", "institution_id")]
        self.groups = [group for group, _ in groups]
        # Five linear sums in one product, those of one unit together. Of the citations by scholar and by institution what they
        # have beside those by paper: fewer numbers to multiply.
        paper_citations = incidence(pairs["unit"], pairs["paper"], cited[pairs["paper"]], shape)
        sums = [
            incidence(pairs["unit"], pairs["paper"], 1.0, shape),
            paper_citations,
            *(citations - paper_citations for _, citations in groups),
            incidence(foreign["unit_x"], foreign["paper"], 1.0, shape),
        ]
        together = np.arange(5 * self.units).reshape(5, self.units).T.ravel()
        self.linear = sparse.vstack(sums, format="csr")[together]
        self.linear.eliminate_zeros()
        self.linear.sort_indices()
        # A replicate may have more than there is, but not twice as much.
        assert 2 * self.linear.sum(axis=1).max() < 2**24, "single precision does not hold the sums"

    def grouped(self, signed, name, cited, shape):
        rows = signed[["unit", name, "paper"]].drop_duplicates().sort_values(["unit", name, "paper"])
        starts = np.flatnonzero((rows[["unit", name]] != rows[["unit", name]].shift()).any(axis=1).to_numpy())
        units = rows["unit"].to_numpy()[starts]
        papers = rows["paper"].to_numpy()
        citations = incidence(rows["unit"], rows["paper"], cited[papers], shape)
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
            "shown": shown,
            "of": of,
        }, citations


def by_masks(group, times):
    """Distinct things of each unit: words of bits, joined over each group, and the bits added up by unit in a product, which
    takes a quarter of the time of `add.reduceat`."""
    present = np.packbits(times, axis=1, bitorder="little").view(np.uint64)[:, 0]
    there = np.bitwise_or.reduceat(present[group["papers"]], group["starts"])
    bits = np.unpackbits(there.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    return group["of"] @ bits.astype(np.float32)


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
    random = np.random.Generator(np.random.SFC64(seed))
    units, number = matrices.units, matrices.papers
    ranks = np.empty((units, REPLICATES), np.int32)
    drawn = np.zeros((TOGETHER, number), np.uint8)
    for first in range(0, REPLICATES, TOGETHER):
        lanes = min(TOGETHER, REPLICATES - first)
        for lane in range(lanes):
            drawn[lane] = np.bincount(random.integers(0, number, number, dtype=np.uint32), minlength=number)
        # Bytes are turned, then made numbers: turning numbers took three times as long.
        times = np.ascontiguousarray(drawn.T)
        sums = (matrices.linear @ times.astype(np.float32)).astype(float).reshape(units, 5, TOGETHER)
        papers, cited, by_scholar, by_institution, foreign = sums.transpose(1, 0, 2)
        by_scholar, by_institution = by_scholar + cited, by_institution + cited
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


OURS = {"aicity, bootstrap": True, "aicity, whole process": False}
FORMS = {"numpy, masks": by_masks, "numpy, products": by_products}


def agree(ours, matrices, theirs):
    """P(top 100) of every unit, within six standard errors and ties."""
    peers.same("the ranked units of aicity and numpy", sorted(ours), sorted(matrices.keys))
    gaps = np.abs(np.array([ours[key] for key in matrices.keys]) - theirs)
    spread = np.sqrt(2 * np.maximum(theirs * (1 - theirs), 4 / REPLICATES) / REPLICATES)
    if (gaps > 6 * spread).any():
        print(f"P(top 100) of aicity and numpy differ by up to {gaps.max()}", file=sys.stderr)
        sys.exit(2)


def main():
    options = peers.arguments()
    bench = peers.Bench(options)
    folder = cut(bench.work)
    store = bench.work / "store-cut"
    subprocess.run(
        [options.aicity, "load", "--format", "tables", str(folder), "--store", str(store)], check=True, capture_output=True
    )
    plain = bench.work / "tables", bench.work / "store"
    cases = [("metros", *plain), ("metros cut", folder, store)]
    matrices = {name: Matrices(tables) for name, tables, _ in cases}
    for number in range(options.runs):
        for name, _, where in cases:
            words = ["rank", "--store", str(where), "--intervals", "--replicates", str(REPLICATES)]
            text = bench.process(f"{name}: aicity, whole process", *words, "--format", "csv")
            top = {row["key"]: float(row["p_top100"]) for row in csv.DictReader(text.splitlines())}
            alone = bench.peer("bootstrap", str(where), str(REPLICATES))
            bench.note(f"{name}: aicity, bootstrap", alone["bootstrap"])
            peers.same("P(top 100) of the bootstrap alone and of the whole process", alone["top"], top)
            for form, distinct in FORMS.items():
                wall, cpu, theirs = in_a_process(matrices[name], distinct)
                bench.times.add(f"{name}: {form}", wall, cpu)
                agree(top, matrices[name], theirs)
        print(f"round {number + 1} of {options.runs}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    print(f"numpy {np.__version__}, scipy {scipy.__version__}; {peers.processor()}, threads: {options.threads}")
    print(f"{matrices['metros'].papers:,} papers, {REPLICATES} replicates, median of {options.runs} runs; answers agree\n")
    print(bench.times.table(), end="\n\n")
    held = True
    for name, _, _ in cases:
        forms = [bench.times.median(f"{name}: {form}") for form in FORMS]
        theirs = [min(column) for column in zip(*forms)]
        whole = bench.times.median(f"{name}: aicity, whole process")
        for ours, alone in OURS.items():
            clock, cpu = (their / mine for their, mine in zip(theirs, bench.times.median(f"{name}: {ours}")))
            verdict = ""
            if name == "metros cut" and alone:
                holds = clock >= LEAST and whole[0] <= SECONDS
                held &= holds
                limits = f"must be at least {LEAST} by the clock, and the whole process within {SECONDS} s"
                verdict = f" ({limits}) {'ok' if holds else 'MISSED'}"
            units = f"{name}, {matrices[name].units:,} units"
            print(f"{units}: numpy / {ours}: {clock:.1f} by the clock, {cpu:.1f} of the processor{verdict}")
    return 0 if held or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
