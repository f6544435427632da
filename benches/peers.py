"""Measures aicity beside other programs on one corpus. `benches/run.sh` prepares what it needs.

Answers are compared in every round; a difference ends the run with status 2.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import time

import duckdb
import numpy
import pandas
import polars

from bench import PARQUET, Bench, arguments, machine, ratios, same, write_parquet

INDICATORS = [
    "papers",
    "citations_per_paper",
    "scholars",
    "citations_per_scholar",
    "institutions",
    "citations_per_institution",
    "international_collaborations",
]

# What each of ours may be, at most, beside each of theirs; None: printed, not judged.
RATIOS = [
    ("rank --dump", "oxttl, parsing", 0.5),
    ("indicators from the image", "DuckDB, integers", 0.125),
    ("indicators from the image", "DuckDB, keys", None),
    ("indicators from the image", "polars, integers", None),
    ("indicators from the image", "pandas, integers", None),
    ("indicators from the store", "DuckDB, integers", None),
    ("rank --store", "DuckDB, integers", None),
    ("image of the quads", "oxigraph, loading", 0.125),
    ("load --format tables", "oxigraph, loading", None),
    ("load --format rdf", "oxigraph, loading", None),
    ("load --format rdf", "RocksDB, loading", None),
    ("SPARQL indicators", "oxigraph, SPARQL", 0.4),
    ("SPARQL indicators", "RocksDB, SPARQL", 0.1),
    ("other weights", "pandas, other weights", None),
]
# Most memory of `rank --dump`, in bytes.
MEMORY = 300_000_000
# The program of PyPI's oxigraph.
OXIGRAPH = pathlib.Path(sys.executable).with_name("oxigraph")

# The seven indicators of every metro, full counting. Of the forms that were tried (self-join or windows for the
# collaborations, COUNT DISTINCT or two steps, one table of everything or distinct pairs first) this one was fastest.
QUERY = """
WITH place AS MATERIALIZED (
    SELECT institution, metro, country, metro_id FROM {institutions} JOIN {cities} USING (city)),
cited AS (SELECT paper, coalesce(citations, 0) AS cited FROM {papers} WHERE year BETWEEN 2013 AND 2022),
signed AS MATERIALIZED (SELECT paper, scholar, institution FROM {authorships} WHERE institution IS NOT NULL),
works AS MATERIALIZED (
    SELECT institution, paper, metro, country, cited
    FROM (SELECT DISTINCT institution, paper FROM signed) JOIN place USING (institution) JOIN cited USING (paper)),
pm AS MATERIALIZED (
    SELECT metro, paper, any_value(country) AS country, any_value(cited) AS cited FROM works GROUP BY metro, paper),
p AS (SELECT metro, count(*) AS papers, sum(cited)::BIGINT AS cited FROM pm GROUP BY metro),
s AS (
    SELECT metro, count(*) AS scholars, sum(cited)::BIGINT AS cited FROM (
        SELECT metro, scholar, sum(cited) AS cited
        FROM (SELECT DISTINCT metro, scholar, paper FROM signed JOIN place USING (institution))
            JOIN cited USING (paper)
        GROUP BY metro, scholar)
    GROUP BY metro),
i AS (
    SELECT metro, count(*) AS institutions, sum(cited)::BIGINT AS cited
    FROM (SELECT metro, institution, sum(cited) AS cited FROM works GROUP BY metro, institution) GROUP BY metro),
x AS (
    SELECT a.metro, count(*) AS collaborations
    FROM pm AS a JOIN pm AS b ON a.paper = b.paper AND a.country <> b.country GROUP BY a.metro)
SELECT metro_id, papers, p.cited / papers, scholars, s.cited / scholars, institutions, i.cited / institutions,
    coalesce(collaborations, 0)
FROM p JOIN s USING (metro) JOIN i USING (metro) LEFT JOIN x USING (metro)
    JOIN (SELECT DISTINCT metro, metro_id FROM place) USING (metro)
"""



def by_pandas(tables):
    """The same by pandas: distinct pairs, then groups; the collaborations by a join of the papers' cities with themselves."""
    read = lambda name: pandas.read_parquet(tables[name])
    papers = read("papers")
    papers = papers[papers["year"].between(2013, 2022)].assign(cited=lambda p: p["citations"].fillna(0).astype("int64"))
    place = read("institutions").merge(read("cities"), on="city")
    signed = read("authorships").dropna().merge(papers[["paper", "cited"]], on="paper").merge(place, on="institution")
    units = signed.drop_duplicates(["metro", "paper"])
    answer = units.groupby("metro")["cited"].agg(["size", "sum"])
    for thing in ("scholar", "institution"):
        distinct = signed.drop_duplicates(["metro", thing, "paper"])
        grouped = distinct.groupby("metro").agg(count=(thing, "nunique"), cited=("cited", "sum"))
        answer = answer.join(grouped.add_prefix(thing))
    pairs = units[["metro", "paper", "country"]].merge(units[["metro", "paper", "country"]], on="paper")
    foreign = pairs[pairs["country_x"] != pairs["country_y"]].groupby("metro_x").size()
    answer = answer.join(foreign.rename("foreign")).fillna({"foreign": 0})
    keys = place.drop_duplicates("metro").set_index("metro")["metro_id"]
    return rows(keys.reindex(answer.index), *(answer[name] for name in answer.columns))


def by_polars(tables):
    """The same by polars, lazily."""
    read = lambda name: polars.scan_parquet(tables[name])
    papers = read("papers").filter(polars.col("year").is_between(2013, 2022))
    papers = papers.select("paper", cited=polars.col("citations").fill_null(0).cast(polars.Int64))
    place = read("institutions").join(read("cities"), on="city")
    signed = read("authorships").drop_nulls().join(papers, on="paper").join(place, on="institution").collect()
    units = signed.lazy().unique(["metro", "paper"]).select("metro", "paper", "country", "cited").collect().lazy()
    answer = units.group_by("metro").agg(polars.len().alias("papers"), polars.col("cited").sum())
    for thing in ("scholar", "institution"):
        distinct = signed.lazy().select("metro", thing, "paper", "cited").unique(["metro", thing, "paper"])
        counted = distinct.group_by("metro").agg(polars.col(thing).n_unique(), polars.col("cited").sum().alias(f"{thing}_cited"))
        answer = answer.join(counted, on="metro")
    foreign = units.join(units, on="paper").filter(polars.col("country") != polars.col("country_right"))
    answer = answer.join(foreign.group_by("metro").agg(polars.len().alias("foreign")), on="metro", how="left")
    answer = answer.join(place.select("metro", "metro_id").unique(), on="metro").with_columns(polars.col("foreign").fill_null(0))
    columns = ["papers", "cited", "scholar", "scholar_cited", "institution", "institution_cited", "foreign"]
    answer = answer.select("metro_id", *columns).collect()
    return rows(answer["metro_id"], *(answer[name] for name in columns))


def rows(keys, papers, cited, scholars, by_scholar, institutions, by_institution, foreign):
    """Indicators by key."""
    columns = [numpy.asarray(column, float) for column in (papers, cited, scholars, by_scholar, institutions, by_institution, foreign)]
    papers, cited, scholars, by_scholar, institutions, by_institution, foreign = columns
    columns = [papers, cited / papers, scholars, by_scholar / scholars, institutions, by_institution / institutions, foreign]
    return dict(zip(keys, numpy.stack(columns, axis=1).tolist()))


def reranked(indicators):
    """The innovation index of all units with other weights, and their order, from indicators in memory."""
    logs = numpy.log(indicators + 1e-10)
    scores = 100 * (logs - logs.min()) / (logs.max() - logs.min())
    weights = numpy.array([0.125, 0.125, 0.175, 0.175, 0.15, 0.15, 0.1])
    return (scores * weights).sum(axis=1).sort_values(ascending=False, kind="stable")


class Peers(Bench):
    """Ours beside each of theirs."""

    def timed(self, name, run):
        """Times a function in this process; answers what it answers."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        self.times.add(name, time.perf_counter() - wall, time.process_time() - cpu)
        return answer

    def parquet(self, kind):
        return {name: f"{self.work}/parquet/{kind}-{name}.parquet" for name in PARQUET[kind]}

    def duck(self, kind):
        """Runs the query of the seven indicators in this process; answers its rows by key."""
        tables = {name: f"read_parquet('{path}')" for name, path in self.parquet(kind).items()}
        with duckdb.connect(config={"threads": self.threads}) as connection:
            # The first run reads the files' footers and plans: only the second is timed.
            connection.execute(QUERY.format(**tables)).fetchall()
            found = self.timed(f"DuckDB, {kind}", lambda: connection.execute(QUERY.format(**tables)).fetchall())
        return {row[0]: [float(value) for value in row[1:]] for row in found}

    def rocks(self, text):
        """oxigraph's program on a folder of RocksDB: loads the quads, then answers each query as a process."""
        folder = self.work / "rocksdb"
        shutil.rmtree(folder, ignore_errors=True)
        took, _ = self.launch(OXIGRAPH, "load", "--location", folder, "--file", text, "--lenient")
        self.note("RocksDB, loading", took)
        queries = sorted((self.work / "indicator-queries").iterdir())
        words = [OXIGRAPH, "query", "--location", folder, "--results-format", "csv", "--query-file"]
        answers = [self.launch(*words, query) for query in queries]
        self.times.add("RocksDB, SPARQL", *(sum(took[name] for took, _ in answers) for name in ("wall", "cpu")))
        return sum(len(answer.splitlines()) - 1 for _, answer in answers)

    def round(self, first):
        """Runs everything once and compares the answers; RocksDB, which takes four minutes, only in the first round."""
        dump, store, text = (str(self.work / name) for name in ("dump", "store", "graph.nq"))
        ranking = self.process("rank --dump", "rank", "--dump", dump, "--format", "csv")
        parsed = self.peer("parse", text, str(self.threads))
        self.note("oxttl, parsing", parsed["times"])
        from_store = self.process("rank --store", "rank", "--store", store, "--format", "csv")
        same("the rankings of store and dump", ranking, from_store)
        ours = {row["key"]: [float(row[name] or 0) for name in INDICATORS] for row in csv.DictReader(ranking.splitlines())}
        for kind in PARQUET:
            same(f"the indicators of aicity and DuckDB ({kind})", ours, self.duck(kind))
        for name, run in (("pandas", by_pandas), ("polars", by_polars)):
            run(self.parquet("integers"))
            found = self.timed(f"{name}, integers", lambda: run(self.parquet("integers")))
            same(f"the indicators of aicity and {name}", ours, found)
        warm = self.peer("indicators", store)
        self.note("indicators from the image", warm["in_memory"])
        self.note("indicators from the store", warm["from_store"])
        same("the numbers of units", warm["units"], len(ours))
        weighed = self.peer("weights", store)
        self.note("other weights", weighed["times"])
        frame = pandas.DataFrame.from_dict(ours, orient="index")
        reranked(frame)
        theirs = self.timed("pandas, other weights", lambda: reranked(frame))
        same("the first city by other weights", weighed["first"], theirs.index[0])
        image = self.peer("image", text)
        self.note("image of the quads", image["times"])
        same("the numbers of quads", parsed["quads"], image["quads"])
        theirs, mine = self.peer("oxigraph", text, str(self.threads)), self.peer("sparql", store)
        self.note("oxigraph, loading", theirs["load"]["times"])
        self.note("opening the image", mine["open"]["times"])
        self.note("SPARQL indicators", mine["sparql"]["times"])
        self.note("oxigraph, SPARQL", theirs["sparql"]["times"])
        same("the answers of aicity and oxigraph", mine["sparql"]["digest"], theirs["sparql"]["digest"])
        if first:
            same("the numbers of rows of aicity and RocksDB", mine["sparql"]["rows"], self.rocks(text))
        for form, folder in (("rdf", "dump"), ("tables", "tables")):
            where = str(self.work / f"store-{form}")
            self.process(f"load --format {form}", "load", "--format", form, str(self.work / folder), "--store", where)
        return parsed["quads"], len(ours)


def main():
    options = arguments()
    bench = Peers(options)
    write_parquet(bench.work)
    bench.peer("queries", str(bench.work / "indicator-queries"))
    for number in range(options.runs):
        quads, units = bench.round(number == 0)
        print(f"round {number + 1} of {options.runs}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    versions = f"DuckDB {duckdb.__version__}, polars {polars.__version__}, pandas {pandas.__version__}, oxigraph {oxigraph_version()}"
    print(f"{quads:,} quads, {units:,} ranked units; all answers agree. {versions}; {machine(options)}.\n")
    table, held = ratios(bench.times, RATIOS)
    print(table)
    memory = bench.peak["rank --dump"]
    held &= memory <= MEMORY
    verdict = "ok" if memory <= MEMORY else "**MISSED**"
    print(f"\nMemory of `rank --dump`: {memory / 1e6:.0f} MB, at most {MEMORY / 1e6:.0f}: {verdict}.\n")
    print(bench.times.markdown())
    return 0 if held or not options.strict else 1


def oxigraph_version():
    return subprocess.run([OXIGRAPH, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]


if __name__ == "__main__":
    sys.exit(main())
