#!/usr/bin/env python3
"""Computes the difference of two editions of the real corpus a second time, with pandas and numpy, and compares every cell.

    python check_difference.py AICITY WORK

The corpus is `../shared/data/corpus`; without it the check says SKIPPED. B is an edited copy: papers gone and come, other
years, citations, affiliations, cities of institutions and metros of cities, and another collaboration rule. The hybrids are
made from the tables here, indicators by grouping, and every unit's own part by ranking all units with one row replaced.
Ranks must be equal and indices within two billionths (both sides round). Also that the parts add up as decimals.
"""

import csv
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

STAGES = ["removed", "added", "facts", "citations", "affiliations", "places", "rules"]
NAMES = ["papers", "authorships", "institutions", "cities"]


def read(folder):
    text = {"keep_default_na": False, "dtype": str}
    return {name: pd.read_csv(folder / f"{name}.csv.gz", **text) for name in NAMES}


def edit(tables, random):
    """A and B: each lacks a few papers of the other, and B says other things of what they share."""
    papers = tables["papers"]
    group = pd.Series(random.integers(0, 20, len(papers)), index=papers["paper_id"])

    def without(lacking):
        kept = papers["paper_id"].map(group) != lacking
        signed = tables["authorships"]["paper_id"].map(group) != lacking
        return {**tables, "papers": papers[kept].copy(), "authorships": tables["authorships"][signed].copy()}

    a, b = without(0), without(1)
    p, rows, places, cities = (b[name] for name in NAMES)
    year = random.random(len(p)) < 0.02
    p.loc[year, "year"] = random.integers(2011, 2025, year.sum()).astype(str)
    cited = random.random(len(p)) < 0.3
    p.loc[cited, "citations"] = random.integers(0, 300, cited.sum()).astype(str)
    moved = random.random(len(rows)) < 0.02
    rows.loc[moved, "institution_id"] = random.choice(places["institution_id"], moved.sum())
    b["authorships"] = rows.drop_duplicates(["paper_id", "position", "institution_id"])
    b["institutions"], b["cities"] = places.copy(), cities.copy()
    other = random.random(len(places)) < 0.02
    b["institutions"].loc[other, "city_id"] = random.choice(cities["city_id"], other.sum())
    same = cities.index[cities["report_country"] == random.choice(cities["report_country"])][:3]
    b["cities"].loc[same, "metro_id"] = "metro:joined"
    return a, b


def write(tables, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        tables[name].to_csv(folder / f"{name}.csv.gz", index=False)


def counts(tables, rule):
    """Seven indicators of each metro, full counting, papers of 2013 to 2022."""
    year = pd.to_numeric(tables["papers"]["year"])
    p = tables["papers"][(year >= 2013) & (year <= 2022)]
    cited = pd.to_numeric(p["citations"]).fillna(0).astype(np.int64)
    cited.index = p["paper_id"]
    cities = tables["cities"].set_index("city_id")
    unit = cities["metro_id"].where(cities["metro_id"] != "", cities.index)
    country = pd.Series(cities["report_country"].values, index=unit).groupby(level=0).first()
    r = tables["authorships"]
    r = r[r["paper_id"].isin(cited.index)]
    city = r["institution_id"].map(tables["institutions"].set_index("institution_id")["city_id"])
    r = r.assign(unit=city.map(unit), cited=r["paper_id"].map(cited)).dropna(subset=["unit"])

    def each(*keys):
        return r.drop_duplicates(["paper_id", "unit", *keys])

    on = each()
    values = pd.DataFrame({"papers": on.groupby("unit").size()})
    values["cpp"] = on.groupby("unit")["cited"].sum() / values["papers"]
    for name, key in [("scholars", "scholar_id"), ("institutions", "institution_id")]:
        values[name] = r.groupby("unit")[key].nunique()
        values["per_" + name] = each(key).groupby("unit")["cited"].sum() / values[name]
    pairs = on[["paper_id", "unit"]].merge(on[["paper_id", "unit"]], on="paper_id")
    pairs = pairs[pairs["unit_x"].map(country) != pairs["unit_y"].map(country)]
    if rule == "papers":
        pairs = pairs.drop_duplicates(["paper_id", "unit_x"])
    values["intl"] = pairs.groupby("unit_x").size()
    return values.fillna({"intl": 0}).sort_index()


def innovation(logs):
    """Innovation index of every row of logarithms."""
    low, high = logs.min(axis=0), logs.max(axis=0)
    s = 100.0 * (logs - low) / (high - low)
    half = [0.5 * s[:, i] + 0.5 * s[:, i + 1] for i in (0, 2, 4)]
    return 0.3 * half[0] + 0.3 * half[1] + 0.3 * half[2] + 0.1 * s[:, 6]


def place(all_indices, index):
    """Rank and billionths."""
    return int((all_indices > index).sum()) + 1, round(index * 1e9)


class Ranking:
    def __init__(self, values):
        self.values = values
        self.logs = np.log(values.to_numpy(dtype=float) + 1e-10)
        self.at = {key: i for i, key in enumerate(values.index)}
        self.index = innovation(self.logs)
        self.behind = (len(values) + 1, round(self.index.min() * 1e9))

    def of(self, key):
        return place(self.index, self.index[self.at[key]]) if key in self.at else self.behind

    def own(self, key, new):
        """Where the unit stands with its indicators of another ranking, all others as here."""
        here, there = key in self.at, key in new.at
        if there and here and np.array_equal(self.logs[self.at[key]], new.logs[new.at[key]]):
            return self.of(key)
        logs = self.logs
        if here:
            logs = np.delete(logs, self.at[key], axis=0)
        if not there:
            index = innovation(logs)
            return len(index) + 1, round(index.min() * 1e9)
        index = innovation(np.vstack([logs, new.logs[new.at[key]]]))
        return place(index, index[-1])


def hybrids(a, b):
    """Counts after 0 to 7 stages."""
    ids = [set(t["papers"]["paper_id"]) for t in (a, b)]
    both = ids[0] & ids[1]

    def of(t, papers):
        return {name: t[name][t[name]["paper_id"].isin(papers)] for name in NAMES[:2]}

    common, other, new = of(a, both), of(b, both), of(b, ids[1] - both)
    places = {name: a[name] for name in NAMES[2:]}
    facts = common["papers"].assign(year=common["papers"]["paper_id"].map(b["papers"].set_index("paper_id")["year"]))
    tables = [a, {**common, **places}]
    for papers, rows in [
        (common["papers"], common["authorships"]),
        (facts, common["authorships"]),
        (other["papers"], common["authorships"]),
        (other["papers"], other["authorships"]),
    ]:
        joined = {"papers": pd.concat([papers, new["papers"]]), "authorships": pd.concat([rows, new["authorships"]])}
        tables.append({**joined, **places})
    tables.append(b)
    done = [Ranking(counts(t, "incidences")) for t in tables]
    return [*done, Ranking(counts(b, "papers"))]


def expected(path, key):
    """Rank and index at both ends, change, own parts and others by stage."""
    states = [ranking.of(key) for ranking in path]
    row = []
    for measure in (0, 1):
        own, others = [], []
        for stage in range(len(STAGES)):
            before, after = states[stage][measure], states[stage + 1][measure]
            split = stage < len(STAGES) - 1
            middle = path[stage].own(key, path[stage + 1])[measure] if split else after
            own.append(middle - before)
            others.append(after - middle)
        row += [states[0][measure], states[-1][measure], states[-1][measure] - states[0][measure], *own, *others[:-1]]
    return row


def main():
    aicity, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]) / "difference"
    corpus = Path(__file__).resolve().parents[2] / "../shared/data/corpus"
    if not (corpus / "papers.csv.gz").exists():
        print("SKIPPED: no ../shared/data/corpus")
        return
    a, b = edit(read(corpus), np.random.default_rng(20230601))
    for name, tables in [("a", a), ("b", b)]:
        write(tables, work / name)
        load = [aicity, "load", "--format", "tables", work / name, "--store", work / f"{name}.store", "-q"]
        subprocess.run(load, check=True)
    ask = [aicity, "diff", work / "a.store", work / "b.store", "--set-b", "collaboration=papers"]
    out = subprocess.run([*ask, "--split-others", "--format", "csv", "-q"], check=True, capture_output=True)
    rows = list(csv.DictReader(io.StringIO(out.stdout.decode())))
    path = hybrids(a, b)
    ends = set(path[0].at) | set(path[-1].at)
    assert {row["key"] for row in rows} == ends, "other units"
    cells = 0
    for row in rows:
        in_a, in_b = row["key"] in path[0].at, row["key"] in path[-1].at
        assert row["status"] == {(True, True): "both", (False, True): "new", (True, False): "gone"}[in_a, in_b]
        if row["status"] != "both":
            assert row["rank_change"] == "" and row["index_removed"] == ""
            continue
        for of, theirs in [("rank", slice(0, 16)), ("index", slice(16, 32))]:
            ours = [Decimal(value) for name, value in row.items() if name.startswith(of + "_")]
            assert ours[1] - ours[0] == ours[2] == sum(ours[3:]), f"{row['key']}: parts of {of} do not add up"
            unit = 1 if of == "rank" else Decimal(10) ** 9
            for name, one, other in zip([n for n in row if n.startswith(of + "_")], ours, expected(path, row["key"])[theirs]):
                assert abs(one * unit - other) <= (0 if of == "rank" else 2), f"{row['key']} {name}: {one} is not {other}"
                cells += 1
    moved = sum(row["rank_change"] not in ("", "0") for row in rows)
    print(f"difference: {len(rows)} units ({moved} moved), {cells} cells as computed with pandas and numpy")


if __name__ == "__main__":
    main()
