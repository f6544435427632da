"""Compares `rank --intervals` with an independent bootstrap in numpy on the real corpus: means and bounds of ranks and indices
of every metro. SKIPPED without ../shared/data/corpus.

    check_intervals.py AICITY WORK

Written from METHOD §2, §3 and §5 alone: papers are drawn by numpy's generator, scholars and institutions are counted by
sets of papers in each replicate, nothing of aicity's is used but its answer. Both sides are random, so each figure is held to its
own Monte-Carlo error: means to the spread of the replicates, bounds to the shares of the replicates below them.
"""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pandas as pd
import scipy.sparse as sparse

REPLICATES = 1000
# 36,000 figures are compared; by chance alone one in two million is farther off than this.
MOST = 5.0
INDICES = ["paper_index", "scholar_index", "institution_index", "collaboration_index", "innovation_index"]
INDICATORS = [
    "papers",
    "citations_per_paper",
    "scholars",
    "citations_per_scholar",
    "institutions",
    "citations_per_institution",
    "international_collaborations",
]


def tables(folder):
    read = lambda name: pd.read_csv(folder / f"{name}.csv.gz", dtype=str, keep_default_na=False)
    papers = read("papers")
    papers = papers[papers["year"].between("2013", "2022")].reset_index(drop=True)
    papers["citations"] = pd.to_numeric(papers["citations"]).fillna(0)
    papers["paper"] = np.arange(len(papers))
    cities = read("cities")
    cities["metro"] = cities["metro_id"].where(cities["metro_id"] != "", cities["city_id"])
    places = read("institutions").merge(cities[["city_id", "metro", "report_country"]], on="city_id")
    signed = read("authorships").merge(papers[["paper_id", "paper"]], on="paper_id")
    signed = signed.merge(places[["institution_id", "metro", "report_country"]], on="institution_id")
    return papers, signed[["paper", "scholar_id", "institution_id", "metro", "report_country"]]


def incidence(rows, columns, shape):
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


class Corpus:
    """What is linear in the papers as matrices, and who is there as groups of papers."""

    def __init__(self, papers, signed):
        self.papers = len(papers)
        self.metros, unit = np.unique(signed["metro"], return_inverse=True)
        signed = signed.assign(unit=unit)
        pairs = signed[["paper", "unit", "report_country"]].drop_duplicates(["paper", "unit"])
        cited = papers["citations"].to_numpy()
        shape = (len(self.metros), self.papers)
        self.on = incidence(pairs["unit"], pairs["paper"], shape)
        self.cited = self.on.multiply(cited).tocsr()
        both = pairs.merge(pairs, on="paper")
        foreign = both[(both["report_country_x"] != both["report_country_y"])]
        foreign = foreign[(foreign["report_country_x"] != "") & (foreign["report_country_y"] != "")]
        self.foreign = incidence(foreign["unit_x"], foreign["paper"], shape)
        self.groups = [self.grouped(signed, name, cited) for name in ("scholar_id", "institution_id")]

    def grouped(self, signed, name, cited):
        """Papers of each (unit, thing), the unit of each, and citations summed over things as a matrix."""
        rows = signed[["unit", name, "paper"]].drop_duplicates()
        group, first = rows.groupby(["unit", name]).ngroup().to_numpy(), rows["unit"].to_numpy()
        shown = incidence(group, rows["paper"], (group.max() + 1, self.papers))
        unit = np.zeros(group.max() + 1, dtype=int)
        unit[group] = first
        of = incidence(unit, np.arange(len(unit)), (len(self.metros), len(unit)))
        return shown, of, (of @ shown).multiply(cited).tocsr()

    def indicators(self, times):
        """Seven indicators of every metro for one vector of multiplicities; columns as INDICATORS."""
        papers = self.on @ times
        columns = [papers, self.cited @ times / np.maximum(papers, 1)]
        for shown, of, cited in self.groups:
            count = of @ ((shown @ times) > 0)
            columns += [count, cited @ times / np.maximum(count, 1)]
        return np.stack([*columns, self.foreign @ times], axis=1)


def indices(values):
    logs = np.log(values + 1e-10)
    low, high = logs.min(axis=0), logs.max(axis=0)
    std = 100 * (logs - low) / (high - low)
    parts = [(std[:, 0] + std[:, 1]) / 2, (std[:, 2] + std[:, 3]) / 2, (std[:, 4] + std[:, 5]) / 2, std[:, 6]]
    return np.stack([*parts, 0.3 * (parts[0] + parts[1] + parts[2]) + 0.1 * parts[3]], axis=1)


def replicate(corpus, random):
    """Indicators, indices and rank of every metro; not a number where it has no paper, and one after the last rank."""
    times = np.bincount(random.integers(0, corpus.papers, corpus.papers), minlength=corpus.papers).astype(float)
    values = corpus.indicators(times)
    there = values[:, 0] > 0
    figures = np.full((len(values), 12), np.nan)
    figures[there, :7] = values[there]
    figures[there, 7:] = indices(values[there])
    rank = np.full(len(values), there.sum() + 1.0)
    innovation = figures[there, 11]
    rank[there] = 1 + (innovation[None, :] > innovation[:, None]).sum(axis=1)
    return figures, rank


class Checks:
    def __init__(self):
        self.compared, self.worst, self.wrong = 0, 0.0, []

    def mean(self, what, ours, spread, values):
        """Two means; the spread is that of both sides, since one of them may have met no rare replicate."""
        values = values[~np.isnan(values)]
        if ours is None or len(values) < 2:
            self.wrong.append(f"{what}: no mean")
            return
        error = np.sqrt(((spread or 0.0) ** 2 + values.var(ddof=1)) / len(values))
        gap = abs(ours - values.mean())
        off = 0.0 if gap <= 1e-9 * max(1.0, abs(ours)) else gap / error if error > 0 else np.inf
        self.compared, self.worst = self.compared + 1, max(self.worst, off)
        if off > MOST:
            self.wrong.append(f"{what}: mean {ours}, here {values.mean()}, {off:.1f} standard errors")

    def share(self, what, ours, values):
        self.mean(what, ours, np.sqrt(ours * (1 - ours)), values.astype(float))

    def bound(self, what, ours, values, share):
        """A bound, by the shares of our values below it and up to it, which the asked share must lie between. Missing values
        stand below all others."""
        values = np.where(np.isnan(values), -np.inf, values)
        ours = -np.inf if ours is None else ours
        room = 1e-9 * max(1.0, abs(ours)) if np.isfinite(ours) else 0.0
        below, upto = (values < ours - room).mean(), (values <= ours + room).mean()
        self.compared += 1
        for other in (max(below, share), min(upto, share)):
            # Both sides are random: the variance is that of two shares around their middle.
            middle = (other + share) / 2
            off = abs(other - share) / np.sqrt(2 * middle * (1 - middle) / len(values))
            self.worst = max(self.worst, off)
            if off > MOST:
                self.wrong.append(f"{what} at {share}: {ours} is that of {below} to {upto}, {off:.1f} standard errors")


def main():
    aicity, work = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = pathlib.Path(__file__).parents[2] / "../shared/data/corpus"
    if not folder.exists():
        print("SKIPPED: no ../shared/data/corpus beside the project")
        return 0
    store = work / "intervals"
    if not store.exists():
        subprocess.run([aicity, "load", "--format", "tables", folder, "--store", store], check=True, capture_output=True)
    command = [aicity, "rank", "--store", store, "--intervals", "--replicates", str(REPLICATES), "--format", "json"]
    ours = {row["key"]: row for row in json.loads(subprocess.run(command, check=True, capture_output=True).stdout)}

    corpus = Corpus(*tables(folder))
    random = np.random.default_rng(int(os.environ.get("AICITY_SEED", "1")))
    drawn = [replicate(corpus, random) for _ in range(REPLICATES)]
    figures, ranks = np.stack([f for f, _ in drawn]), np.stack([r for _, r in drawn])
    if set(ours) != set(corpus.metros):
        sys.exit("other metros are ranked")
    checks = Checks()
    for unit, key in enumerate(corpus.metros):
        row = ours[key]
        there = ~np.isnan(figures[:, unit, 11])
        checks.mean(f"{key} rank", row["rank_mean"], row["rank_standard_error"], ranks[:, unit])
        checks.bound(f"{key} rank", row["rank_low"], ranks[:, unit], 0.025)
        checks.bound(f"{key} rank", row["rank_high"], ranks[:, unit], 0.975)
        checks.share(f"{key} ranked", row["ranked_share"], there)
        for top in (20, 100):
            checks.share(f"{key} top {top}", row[f"p_top{top}"], (ranks[:, unit] <= top) & there)
        for figure, name in enumerate([*INDICATORS, *INDICES]):
            values = figures[:, unit, figure]
            checks.mean(f"{key} {name}", row[f"{name}_mean"], row[f"{name}_standard_error"], values)
            checks.bound(f"{key} {name}", row[f"{name}_low"], values, 0.025)
            checks.bound(f"{key} {name}", row[f"{name}_high"], values, 0.975)
    if checks.wrong:
        sys.exit("\n".join([*checks.wrong[:20], f"{len(checks.wrong)} of {checks.compared} figures differ"]))
    print(
        f"intervals: {checks.compared} figures of {len(ours)} metros agree with numpy, "
        f"within {checks.worst:.1f} standard errors"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
