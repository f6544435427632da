"""What all benchmarks share: measuring in rounds, comparing answers, Parquet files of the corpus, and Markdown.

Each round runs everything once, so that whatever else the machine does falls on all of them. Processor time is user and system time
of all threads. A ratio must hold by the clock and by processor time: the worse of the two is judged. A benchmark prints Markdown, which
`benches/run.sh all` puts into docs/BENCHMARKS.md.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import duckdb

LAUNCHER = pathlib.Path(__file__).with_name("launch.py")

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


class Times:
    """Seconds by the clock and of the processor, by name."""

    def __init__(self):
        self.runs = {}

    def add(self, name, wall, cpu):
        self.runs.setdefault(name, []).append((wall, cpu))

    def median(self, name):
        return tuple(statistics.median(column) for column in zip(*self.runs[name]))

    def markdown(self):
        """A table of medians, with the smallest and the largest by the clock."""
        lines = ["| seconds | clock | processor | smallest … largest clock |", "|---|--:|--:|--:|"]
        for name, runs in self.runs.items():
            (wall, cpu), clock = self.median(name), sorted(run[0] for run in runs)
            wall, cpu, least, most = (f"{seconds:.3g}" for seconds in (wall, cpu, clock[0], clock[-1]))
            lines.append(f"| {name} | {wall} | {cpu} | {least} … {most} |")
        return "\n".join(lines)


class Bench:
    """Measures on one prepared folder."""

    def __init__(self, options):
        self.work = pathlib.Path(options.work)
        self.aicity, self.peers, self.threads = options.aicity, options.peers, options.threads
        self.environment = {**os.environ, "RAYON_NUM_THREADS": str(options.threads)}
        self.times = Times()
        # Name → most memory of the process, in bytes.
        self.peak = {}

    def process(self, name, *arguments):
        """Times a whole process of aicity; answers what it prints."""
        took, answer = self.launch(self.aicity, *arguments)
        self.times.add(name, took["wall"], took["cpu"])
        self.peak[name] = max(self.peak.get(name, 0), took["peak"])
        return answer

    def launch(self, *words):
        """Runs a program; answers what it took and what it prints."""
        output, errors = self.work / "output", self.work / "errors"
        launcher = [sys.executable, "-S", LAUNCHER, output, errors]
        done = subprocess.run([str(word) for word in [*launcher, *words]], check=True, stdout=subprocess.PIPE, env=self.environment)
        took = json.loads(done.stdout)
        if took["code"] != 0:
            sys.exit(f"{' '.join(map(str, words))}: {errors.read_text()}")
        return took, output.read_text()

    def peer(self, *arguments):
        """Runs the Rust side, which times itself."""
        done = subprocess.run(
            [self.peers, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=self.environment
        )
        return json.loads(done.stdout)

    def note(self, name, times):
        self.times.add(name, times["wall"], times["cpu"])


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


def machine(options):
    """What it was measured on."""
    program = subprocess.run([options.aicity, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    rounds = f"median of {options.runs} rounds" if options.runs > 1 else "one round"
    return (
        f"{program}; {processor()}, {options.threads} threads, Linux {platform.release()}, load {os.getloadavg()[0]:.1f} at the end; "
        f"{rounds}"
    )


def ratios(times, targets):
    """A table of ours beside theirs, with what each may be at most where it is judged; and whether all that are judged hold."""
    held = True
    lines = ["| ours | beside | by the clock | processor | at most | |", "|---|---|--:|--:|--:|---|"]
    for ours, theirs, most in targets:
        clock, cpu = (mine / other for mine, other in zip(times.median(ours), times.median(theirs)))
        limit = verdict = ""
        if most is not None:
            holds = max(clock, cpu) <= most
            held &= holds
            limit, verdict = f"{most:g}", "ok" if holds else "**MISSED**"
        lines.append(f"| {ours} | {theirs} | {clock:.3f} | {cpu:.3f} | {limit} | {verdict} |")
    return "\n".join(lines), held


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder with tables, store, dump and graph.nq")
    parser.add_argument("--aicity", required=True, help="the program")
    parser.add_argument("--peers", required=True, help="the benchmark's Rust side")
    parser.add_argument("--runs", type=int, default=5, help="rounds (default 5)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="threads of everyone")
    parser.add_argument("--strict", action="store_true", help="end with status 1 if a ratio is missed")
    return parser.parse_args()
