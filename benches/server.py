"""Measures `aicity serve` beside a stock SPARQL server (the program of PyPI's `oxigraph`, in memory and on a RocksDB folder)
on the same statements, the same machine, in the same run.

    python benches/server.py --aicity PROGRAM --demo DIR [--demo DIR …] [--overload SECONDS] [--json FILE]

DIR is what `aicity demo` wrote. Every shipped query goes to all servers in turn (ABCABC…), as the same POST over one
connection that is kept open for each, after a warm-up; the clock stops with the last byte of the answer. The numbers of
rows must agree. A parameter gets the value that the data mention most. Then the overload: eight clients with small queries
beside two that send cross products again and again; every server has ten seconds for a query. A client that is turned away
tries again after a moment: its latency runs until it has an answer. Prints markdown for docs/BENCHMARKS.md.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "python"))

from check_dump_pyoxigraph import open_quads
from check_same_answers import filled, most_mentioned, written
from served import Aicity, Oxigraph, oxigraph

JSON_RESULTS = "application/sparql-results+json"
SECONDS_OF_A_QUERY = 10
# What the protocol alone costs, and what many rows cost.
EXTRA = {
    "(ASK {})": "ASK {}",
    "(10,000 rows)": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000",
}
HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 3) }",
]
SLOW = 3  # seconds: what takes longer is asked thrice
SMALL_MOST = 0.05  # seconds alone: what counts as a small query in the overload
CLIENTS = 8


class Client:
    """One connection that is kept open."""

    def __init__(self, server, timeout=120):
        self.at = urllib.parse.urlsplit(server.sparql)
        self.timeout = timeout
        self.connection = None

    def ask(self, query):
        """Status, body and seconds."""
        begin, fresh = time.perf_counter(), self.connection is None
        try:
            if fresh:
                self.connection = http.client.HTTPConnection(self.at.hostname, self.at.port, timeout=self.timeout)
            headers = {"Accept": JSON_RESULTS, "Content-Type": "application/sparql-query"}
            self.connection.request("POST", self.at.path, query.encode(), headers)
            answer = self.connection.getresponse()
            body = answer.read()
            return answer.status, body, time.perf_counter() - begin
        except (OSError, http.client.HTTPException) as error:
            self.close()
            took = time.perf_counter() - begin
            # A server may close between two requests.
            return self.ask(query) if not fresh and took < 0.1 else (0, str(error).encode(), took)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def queries(text):
    """Every shipped query by name, its parameters filled in from the data."""
    best = most_mentioned(text)
    found = dict(EXTRA)
    for file in sorted((ROOT / "queries").rglob("*.rq")):
        name = file.relative_to(ROOT / "queries").with_suffix("").as_posix()
        source = file.read_text(encoding="utf-8")
        if name.startswith("mappings/") or "function#" in source:
            continue
        terms = {}
        for line in source.splitlines():
            if line.startswith("# param "):
                parameter, _, rest = line[len("# param ") :].partition(" (")
                kind, _, extra = rest.partition("): ")[0].partition(", ")
                segment = "metro" if kind == "unit" and "metro" in best else kind.replace("unit", "city")
                value = extra.removeprefix("default ") if extra.startswith("default ") else None
                if segment in best:
                    value = f"https://aicity.example/{segment}/{best[segment]}"
                terms[parameter] = written(kind, value or rest.rpartition(" = ")[2])
        found[name] = filled(source, terms)
    return found


def rows(body):
    parsed = json.loads(body)
    return len(parsed["results"]["bindings"]) if "results" in parsed else int(parsed["boolean"])


def warm(name, client, query):
    """Rows and seconds of the second answer; None when the server does not answer in time."""
    for _ in range(2):
        status, body, took = client.ask(query)
        if status != 200 or not body.rstrip().endswith(b"}"):
            if took < SECONDS_OF_A_QUERY * 0.9:
                sys.exit(f"{name} answers {status}: {body[:300]}\n{query}")
            return None, took
        if took > SLOW:
            break
    return rows(body), took


def measure(clients, query, least, most, seconds):
    """Seconds of each answer by server, in turn, none where a server gives up; and the number of rows."""
    warmed = {name: warm(name, client, query) for name, client in clients.items()}
    counts = {count for count, _ in warmed.values()} - {None}
    if len(counts) != 1:
        sys.exit(f"the numbers of rows differ: {counts}\n{query}")
    times = {name: [] for name in clients}

    def enough(name):
        taken, (count, first) = times[name], warmed[name]
        if count is None or len(taken) >= most or (first > SLOW and len(taken) >= 2):
            return True
        return sum(taken) >= seconds and (len(taken) >= least or (sum(taken) >= 4 * seconds and len(taken) >= 5))

    while left := [name for name in clients if not enough(name)]:
        for name in left:
            status, _, took = clients[name].ask(query)
            if status != 200:
                warmed[name] = None, took
            else:
                times[name].append(took)
    return times, counts.pop()


def median(taken):
    return statistics.median(taken) if taken else float("inf")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def milliseconds(seconds):
    return f"{seconds * 1000:.1f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def ratio(times, other):
    """Of the medians; an upper bound where the other server gave up."""
    return median(times["aicity"]) / min(median(times[other]), SECONDS_OF_A_QUERY)


def table(results, others):
    """Markdown: medians, 99th percentiles, ratios of the medians."""
    lines = ["| query | rows | n | aicity | " + " | ".join(others) + " | ratio " + " | ratio ".join(
        o.removeprefix("oxigraph ") for o in others) + " |"]
    lines.append("|---|--:|--:|--:|" + "--:|" * (2 * len(others)))
    for name, (times, count) in results.items():
        show = lambda taken: f"> {SECONDS_OF_A_QUERY} s" if not taken else f"{milliseconds(median(taken))} / {milliseconds(percentile(taken, 0.99))}"
        ratios = [ratio(times, other) for other in others]
        lines.append(
            f"| {name} | {count:,} | {len(times['aicity'])} | {show(times['aicity'])} | "
            + " | ".join(show(times[other]) for other in others)
            + " | "
            + " | ".join(f"{'' if times[o] else '< '}{r:.2f}" if r <= 1.2 else f"**{r:.2f}**" for o, r in zip(others, ratios))
            + " |"
        )
    return "\n".join(lines)


def slower(results, others):
    """Where we are slower, and how much of it the protocol alone explains."""
    base = {name: median(times) for name, times in results["(ASK {})"][0].items()}
    lines = []
    for name, (times, _) in results.items():
        mine = median(times["aicity"])
        for other in others:
            theirs = median(times[other])
            if mine > theirs and name != "(ASK {})":
                gap, protocol = mine - theirs, base["aicity"] - base[other]
                lines.append(
                    f"- {name} beside {other}: {milliseconds(gap)} ms more, of which {milliseconds(protocol)} ms are what "
                    f"`ASK {{}}` costs more; {milliseconds(gap - protocol)} ms are evaluation and transfer"
                )
    return "\n".join(lines) or "- nowhere"


# ------------------------------------------------------------------------------------------------------ overload


class Honest(threading.Thread):
    """Asks small queries one after the other; what is turned away is tried again."""

    def __init__(self, server, small, until, seed):
        super().__init__(daemon=True)
        self.client, self.small, self.until, self.random = Client(server, 60), small, until, random.Random(seed)
        self.latencies, self.turned_away, self.unanswered = [], {}, 0

    def run(self):
        while time.perf_counter() < self.until:
            query, begin = self.random.choice(self.small), time.perf_counter()
            while True:
                status, _, _ = self.client.ask(query)
                if status == 200:
                    self.latencies.append(time.perf_counter() - begin)
                    break
                self.turned_away[status] = self.turned_away.get(status, 0) + 1
                if time.perf_counter() > self.until + SECONDS_OF_A_QUERY:
                    self.unanswered += 1
                    break
                time.sleep(0.1)
        self.client.close()


class Hostile(threading.Thread):
    """Sends one cross product after the other."""

    def __init__(self, server, query, until):
        super().__init__(daemon=True)
        self.client, self.query, self.until, self.statuses = Client(server, 30), query, until, {}

    def run(self):
        while time.perf_counter() < self.until:
            status, _, took = self.client.ask(self.query)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if took < 0.1:
                time.sleep(0.1)
        self.client.close()


def overload(server, small, seconds, hostile=True):
    """Latencies until an answer, refusals by status, what was never answered, and what became of the hostile queries."""
    until = time.perf_counter() + seconds
    bad = [Hostile(server, query, until) for query in HOSTILE] if hostile else []
    for thread in bad:
        thread.start()
    time.sleep(0.5 if hostile else 0)
    good = [Honest(server, small, until, seed) for seed in range(CLIENTS)]
    for thread in good:
        thread.start()
    for thread in good + bad:
        thread.join(seconds + 3 * SECONDS_OF_A_QUERY + 60)
    latencies = [latency for thread in good for latency in thread.latencies]
    refused, statuses = {}, {}
    for found, threads in ((refused, [t.turned_away for t in good]), (statuses, [t.statuses for t in bad])):
        for counts in threads:
            for status, count in counts.items():
                found[status] = found.get(status, 0) + count
    return {"n": len(latencies), "p50": percentile(latencies, 0.5), "p99": percentile(latencies, 0.99),
            "max": max(latencies, default=float("nan")), "refused": refused,
            "unanswered": sum(t.unanswered for t in good), "hostile": statuses}


def overload_table(outcomes):
    lines = ["| server | load | answers | p50 | p99 | longest | turned away | never answered | hostile |",
             "|---|---|--:|--:|--:|--:|---|--:|---|"]
    say = lambda counts: ", ".join(f"{count} × {status or 'broken'}" for status, count in sorted(counts.items())) or "0"
    for (server, load), o in outcomes.items():
        lines.append(f"| {server} | {load} | {o['n']:,} | {milliseconds(o['p50'])} | {milliseconds(o['p99'])} | "
                     f"{milliseconds(o['max'])} | {say(o['refused'])} | {o['unanswered']} | {say(o['hostile'])} |")
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------------ a data set


@contextlib.contextmanager
def servers(options, demo, text, work):
    """Ours, and the stock one in memory and on a folder, all with the same statements."""
    folder = work / "rocksdb"
    with open(work / "graph.nq", "wb") as file:
        file.write(text)
    subprocess.run([oxigraph(), "load", "--location", str(folder), "--file", str(work / "graph.nq")], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    limit = ["--timeout-s", str(SECONDS_OF_A_QUERY)]
    with contextlib.ExitStack() as stack:
        started = {"aicity": stack.enter_context(Aicity(options.aicity, demo / "store", *options.serve)),
                   "oxigraph in memory": stack.enter_context(Oxigraph(None, *limit)),
                   "oxigraph on RocksDB": stack.enter_context(Oxigraph(folder, *limit))}
        started["oxigraph in memory"].load(text)
        yield started


def run(options, demo):
    with open_quads(demo / "dump") as quads:
        text = quads.read()
    statements = text.count(b"\n")
    asked = {name: query for name, query in queries(text.decode()).items() if options.only in name or name in EXTRA}
    work = pathlib.Path(tempfile.mkdtemp(prefix="aicity-bench-"))
    try:
        with servers(options, demo, text, work) as started:
            others = [name for name in started if name != "aicity"]
            clients = {name: Client(server) for name, server in started.items()}
            results = {}
            for name, query in asked.items():
                results[name] = measure(clients, query, options.least, options.most, options.seconds)
                print(f"{name} {[round(median(t) * 1000, 1) for t in results[name][0].values()]}",
                      file=sys.stderr, flush=True)
            for client in clients.values():
                client.close()
            small = [asked[name] for name, (times, _) in results.items()
                     if name not in EXTRA and max(median(times[n]) for n in ("aicity", "oxigraph in memory")) <= SMALL_MOST]
            outcomes = {}
            if options.overload and small:
                for load, hostile in (("8 clients", False), ("8 clients, 2 hostile", True)):
                    for name, server in started.items():
                        outcomes[name, load] = overload(server, small, options.overload, hostile)
                        print(f"{name}, {load}: {outcomes[name, load]}", file=sys.stderr, flush=True)
                        # What the stock server still computes for nobody must not fall on the next.
                        time.sleep(SECONDS_OF_A_QUERY + 1 if hostile else 1)
    finally:
        shutil.rmtree(work)
    print(f"### {statements:,} statements\n")
    print("Milliseconds, median / 99th percentile (the longest where n < 100).\n")
    print(table(results, others), end="\n\n")
    for other in others:
        ratios = [ratio(t, other) for n, (t, _) in results.items() if n not in EXTRA]
        print(f"Beside {other}: median ratio {statistics.median(ratios):.2f}, "
              f"{sum(r <= 1.2 for r in ratios)} of {len(ratios)} queries at most 1.2.")
    print(f"\nWhere aicity is slower:\n\n{slower(results, others)}\n")
    if outcomes:
        print(f"Overload with {len(small)} small queries, {options.overload} s each:\n\n{overload_table(outcomes)}\n")
    return {"statements": statements, "times": {n: {"rows": c, **t} for n, (t, c) in results.items()},
            "overload": {f"{s}, {l}": o for (s, l), o in outcomes.items()}}


def facts(options):
    said = lambda *command: subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown processor")
    return (f"{said(options.aicity, '--version')} ({' '.join(options.serve) or 'default options'}), "
            f"{said(oxigraph(), '--version')}; {model}, {len(os.sched_getaffinity(0))} processors, Linux {os.uname().release}, "
            f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aicity", required=True, help="the program")
    parser.add_argument("--demo", type=pathlib.Path, action="append", required=True, help="folder of `aicity demo`")
    parser.add_argument("--serve", action="append", default=[], help="option for `aicity serve`, such as --serve=--queries=4")
    parser.add_argument("--least", type=int, default=30, help="requests to each server at least (default 30)")
    parser.add_argument("--most", type=int, default=300, help="and at most (default 300)")
    parser.add_argument("--seconds", type=float, default=2, help="seconds of each server at least (default 2)")
    parser.add_argument("--only", default="", help="only queries whose name has this in it")
    parser.add_argument("--overload", type=int, default=25, help="seconds of each overload; 0: none (default 25)")
    parser.add_argument("--json", type=pathlib.Path, help="file for every single time")
    options = parser.parse_args()
    print(f"{facts(options)}\n")
    found = {str(demo): run(options, demo) for demo in options.demo}
    print(f"Load at the end {os.getloadavg()[0]:.1f}.")
    if options.json:
        options.json.write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
