"""Measures aicity beside other programs, in rounds: each round runs everything once, so that whatever else the machine
does falls on all of them. Prints medians and ratios; `benches/run.sh` prepares what it needs.

Processor time is user and system time of all threads. A ratio must hold by the clock and by processor time: the worse
of the two is judged. Answers are compared in every round; a difference ends the run with status 2.
"""

import argparse
import csv
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import duckdb

INDICATORS = [
    "papers",
    "citations_per_paper",
    "scholars",
    "citations_per_scholar",
    "institutions",
    "citations_per_institution",
    "international_collaborations",
]

# What each of ours must be, at most, beside each of theirs.
TARGETS = [
    ("rank --dump", "oxttl parse", 0.7),
    ("rank --store", "DuckDB, integers", 0.25),
    ("image of the quads", "oxigraph load", 0.2),
    ("SPARQL indicators", "oxigraph SPARQL", 0.5),
]
# Printed, not judged.
ALSO = [
    ("rank --store", "DuckDB, keys", None),
    ("image from the store", "oxigraph load", None),
    ("load --format rdf", "oxigraph load", None),
    ("load --format tables", "oxigraph load", None),
]

# Each kind of Parquet as a query over the CSV tables: dense integers as a column store would hold them, in the order of
# the papers; or the keys as they come.
PARQUET = {
    "integers": {
        "papers": "SELECT paper, year::SMALLINT AS year, citations::INTEGER AS citations FROM papers ORDER BY 1",
        "authorships": """SELECT paper, scholar, institution FROM authorships JOIN papers USING (paper_id)
            JOIN scholars USING (scholar_id) LEFT JOIN institutions USING (institution_id) ORDER BY 1""",
        "institutions": "SELECT institution, city FROM institutions LEFT JOIN cities USING (city_id) ORDER BY 1",
        "cities": "SELECT city, metro, country, metro_id FROM cities JOIN metros USING (metro_id) "
        "JOIN countries USING (report_country) ORDER BY 1",
    },
    "keys": {
        "papers": "SELECT paper_id AS paper, year::SMALLINT AS year, citations::INTEGER AS citations FROM papers",
        "authorships": "SELECT paper_id AS paper, scholar_id AS scholar, institution_id AS institution "
        "FROM authorships",
        "institutions": "SELECT institution_id AS institution, city_id AS city FROM institutions",
        "cities": "SELECT city_id AS city, metro_id AS metro, report_country AS country, metro_id FROM cities",
    },
}

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


class Times:
    """Seconds by the clock and of the processor, by name."""

    def __init__(self):
        self.runs = {}

    def add(self, name, wall, cpu):
        self.runs.setdefault(name, []).append((wall, cpu))

    def median(self, name):
        return tuple(statistics.median(column) for column in zip(*self.runs[name]))

    def table(self):
        lines = [f"{'':22}  {'clock':>8}  {'processor':>9}   smallest and largest by the clock"]
        for name, runs in self.runs.items():
            (wall, cpu), clock = self.median(name), sorted(run[0] for run in runs)
            lines.append(f"{name:22}  {wall:6.3f} s  {cpu:7.3f} s   {clock[0]:.3f} … {clock[-1]:.3f}")
        return "\n".join(lines)


class Bench:
    """Everything that is measured, on one prepared folder."""

    def __init__(self, options):
        self.work = pathlib.Path(options.work)
        self.aicity, self.peers, self.threads = options.aicity, options.peers, options.threads
        self.environment = {**os.environ, "RAYON_NUM_THREADS": str(options.threads)}
        self.times = Times()

    def process(self, name, *arguments):
        """Times a whole process of aicity; answers what it prints."""
        output = self.work / "output"
        with open(output, "wb") as out, open(self.work / "errors", "wb") as errors:
            start = time.perf_counter()
            child = subprocess.Popen([self.aicity, *arguments], stdout=out, stderr=errors, env=self.environment)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"aicity {' '.join(arguments)}: {(self.work / 'errors').read_text()}")
        self.times.add(name, wall, usage.ru_utime + usage.ru_stime)
        return output.read_text()

    def peer(self, *arguments):
        """Runs the Rust side, which times itself."""
        done = subprocess.run(
            [self.peers, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=self.environment
        )
        return json.loads(done.stdout)

    def note(self, name, times):
        self.times.add(name, times["wall"], times["cpu"])

    def duck(self, kind):
        """Runs the query of the seven indicators in this process; answers its rows by key."""
        tables = {name: f"read_parquet('{self.work}/parquet/{kind}-{name}.parquet')" for name in PARQUET[kind]}
        with duckdb.connect(config={"threads": self.threads}) as connection:
            # The first run reads the files' footers and plans: only the second is timed.
            connection.execute(QUERY.format(**tables)).fetchall()
            wall, cpu = time.perf_counter(), time.process_time()
            rows = connection.execute(QUERY.format(**tables)).fetchall()
            self.times.add(f"DuckDB, {kind}", time.perf_counter() - wall, time.process_time() - cpu)
        return {row[0]: [float(value) for value in row[1:]] for row in rows}

    def round(self):
        """Runs everything once and compares the answers."""
        dump, store, text = (str(self.work / name) for name in ("dump", "store", "graph.nq"))
        ranking = self.process("rank --dump", "rank", "--dump", dump, "--format", "csv")
        parsed = self.peer("parse", text, str(self.threads))
        self.note("oxttl parse", parsed["times"])
        from_store = self.process("rank --store", "rank", "--store", store, "--format", "csv")
        same("the rankings of store and dump", ranking, from_store)
        rows = csv.DictReader(ranking.splitlines())
        ours = {row["key"]: [float(row[name] or 0) for name in INDICATORS] for row in rows}
        for kind in PARQUET:
            same(f"the indicators of aicity and DuckDB ({kind})", ours, self.duck(kind))
        image = self.peer("image", text)
        self.note("image of the quads", image["times"])
        same("the numbers of quads", parsed["quads"], image["quads"])
        theirs, mine = self.peer("oxigraph", text, str(self.threads)), self.peer("sparql", store)
        self.note("oxigraph load", theirs["load"]["times"])
        self.note("image from the store", mine["open"]["times"])
        self.note("SPARQL indicators", mine["sparql"]["times"])
        self.note("oxigraph SPARQL", theirs["sparql"]["times"])
        same("the answers of aicity and oxigraph", mine["sparql"]["digest"], theirs["sparql"]["digest"])
        for form, folder in (("rdf", "dump"), ("tables", "tables")):
            where = str(self.work / f"store-{form}")
            self.process(f"load --format {form}", "load", "--format", form, str(self.work / folder), "--store", where)
        return parsed["quads"], len(ours)


def same(what, ours, theirs):
    if ours != theirs:
        print(f"{what} differ", file=sys.stderr)
        sys.exit(2)


def write_parquet(work):
    """The four tables as Parquet, once with integers and once with keys."""
    (work / "parquet").mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        run = connection.execute
        for name, number in [
            ("cities", "city"),
            ("institutions", "institution"),
            ("papers", "paper"),
            ("authorships", "row"),
        ]:
            source = f"read_csv('{work}/tables/{name}.csv', header = true, all_varchar = true)"
            run(f"CREATE TABLE {name} AS SELECT (row_number() OVER () - 1)::INTEGER AS {number}, * FROM {source}")
        for name, number, key, table in [
            ("scholars", "scholar", "scholar_id", "authorships"),
            ("metros", "metro", "metro_id", "cities"),
            ("countries", "country", "report_country", "cities"),
        ]:
            distinct = f"(SELECT DISTINCT {key} FROM {table} ORDER BY 1)"
            run(f"CREATE TABLE {name} AS SELECT {key}, (row_number() OVER () - 1)::INTEGER AS {number} FROM {distinct}")
        for kind, tables in PARQUET.items():
            for name, query in tables.items():
                run(f"COPY ({query}) TO '{work}/parquet/{kind}-{name}.parquet' (FORMAT parquet)")


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def ratios(times):
    """Prints the ratios; answers whether all that are judged hold."""
    held = True
    for ours, theirs, most in TARGETS + ALSO:
        clock, cpu = (mine / other for mine, other in zip(times.median(ours), times.median(theirs)))
        verdict = ""
        if most is not None:
            holds = max(clock, cpu) <= most
            held &= holds
            verdict = f" (must be at most {most}) {'ok' if holds else 'MISSED'}"
        print(f"{ours} / {theirs}: {clock:.2f} by the clock, {cpu:.2f} of the processor{verdict}")
    return held


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder with tables, store, dump and graph.nq")
    parser.add_argument("--aicity", required=True, help="the program")
    parser.add_argument("--peers", required=True, help="the benchmark's Rust side")
    parser.add_argument("--runs", type=int, default=5, help="rounds (default 5)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="threads of everyone")
    parser.add_argument("--strict", action="store_true", help="end with status 1 if a ratio is missed")
    return parser.parse_args()


def main():
    options = arguments()
    bench = Bench(options)
    write_parquet(bench.work)
    for number in range(options.runs):
        quads, units = bench.round()
        load = os.getloadavg()[0]
        print(f"round {number + 1} of {options.runs}, load {load:.1f}", file=sys.stderr, flush=True)
    program = subprocess.run([options.aicity, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    print(f"{program}, DuckDB {duckdb.__version__}; {processor()}, threads: {options.threads}")
    print(f"{quads:,} quads, {units} ranked units, median of {options.runs} runs; all answers agree\n")
    print(bench.times.table(), end="\n\n")
    return 0 if ratios(bench.times) or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
