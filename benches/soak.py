"""Mixed load on a server for a while, and whether memory, file descriptors, threads and processes stay flat.

    soak.py AICITY STORE TABLES [--minutes 30] [--csv FILE]

Loopback only, six clients, each with a pause between requests; ends by itself. TABLES are loaded into the store again and again
while it runs: each load is a new generation. Standard library only.
"""

import argparse
import csv
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse

HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a",
    "SELECT * { ?s ?p ?o . ?t ?q ?o FILTER(STRLEN(STR(?s)) > STRLEN(STR(?t))) } ORDER BY ?t",
]
WRONG = [
    "/sparql?query=SELEC",
    "/sparql?query=%7B" * 1 + "%7B" * 200,
    "/sparql?query=SELECT+*%7BSERVICE+%3Chttp://127.0.0.1:9/%3E%7B%7D%7D",
    "/nothing",
    "/%zz",
    "/api/v1/rankings?limit=0",
    "/queries/examples/unit-papers",
]
API = [
    "/api/v1/rankings?limit=20",
    "/api/v1/rankings?limit=20&unit=city&counting=fractional",
    "/api/v1/rankings?limit=50&unit=country&scale=zscore",
    "/api/v1/coverage?limit=10",
    "/api/v1/editions",
    "/api/v1/network/country/edges?limit=20",
    "/",
    "/health",
    "/metrics",
    "/sparql",
    "/.well-known/void",
]


class Counts:
    def __init__(self):
        self.lock = threading.Lock()
        self.statuses = {}

    def add(self, what):
        with self.lock:
            self.statuses[what] = self.statuses.get(what, 0) + 1


def ask(port, target, method="GET", body=None, fields=None, timeout=40):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, target, body, fields or {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def client(kind, port, names, until, counts, seed):
    dice = random.Random(seed)
    while time.time() < until:
        try:
            if kind == "queries":
                status = ask(port, "/queries/" + dice.choice(names) + dice.choice(["?format=csv", "?format=json"]))
            elif kind == "api":
                # Other weights each time: nothing comes from the cache alone.
                target = dice.choice(API)
                if target.startswith("/api/v1/rankings?"):
                    a = dice.randint(1, 70) / 100
                    target += f"&paper_weight={a}&scholar_weight={round(0.9 - a, 2)}&institution_weight=0.05&collaboration_weight=0.05"
                status = ask(port, target)
            elif kind == "wrong":
                status = ask(port, dice.choice(WRONG))
            elif kind == "posts":
                text = f"SELECT ?s ?p {{ ?s ?p {dice.randint(1, 9999)} }} LIMIT 50"
                status = ask(port, "/sparql", "POST", text, {"Content-Type": "application/sparql-query"})
            elif kind == "leavers":
                query = urllib.parse.quote(dice.choice(HOSTILE))
                try:
                    ask(port, "/sparql?query=" + query, timeout=dice.uniform(0.2, 1.0))
                    status = "answered"
                except TimeoutError:
                    status = "left"
                time.sleep(4)
            else:
                status = ask(port, "/sparql?timeout=3&query=" + urllib.parse.quote(dice.choice(HOSTILE)))
                time.sleep(8)
            counts.add(f"{kind} {status}")
        except (OSError, http.client.HTTPException) as error:
            counts.add(f"{kind} {type(error).__name__}")
        time.sleep(dice.uniform(0.02, 0.2))


def loads(aicity, store, tables, until, counts):
    while time.time() + 60 < until:
        time.sleep(180 if until - time.time() > 400 else 30)
        code = subprocess.run([aicity, "load", "-q", "--format", "tables", tables, "--store", store], check=False).returncode
        counts.add(f"load {code}")


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            own = [int(child) for child in file.read().split()]
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                own += [int(child) for child in file.read().split()]
        return sorted(set(own))
    except OSError:
        return []


def rss(pid):
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def sample(pid, began):
    workers = children(pid)
    return {
        "seconds": round(time.time() - began),
        "server_mib": round(rss(pid), 1),
        "workers_mib": round(sum(rss(worker) for worker in workers), 1),
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": len(os.listdir(f"/proc/{pid}/task")),
        "processes": 1 + len(workers),
    }


def slope(samples, name):
    """Least squares over the second half, per hour."""
    half = samples[len(samples) // 2 :]
    xs, ys = [s["seconds"] / 3600 for s in half], [s[name] for s in half]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mx) ** 2 for x in xs)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / spread if spread else 0.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aicity")
    parser.add_argument("store")
    parser.add_argument("tables")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--csv")
    options = parser.parse_args()
    server = subprocess.Popen(
        [options.aicity, "serve", "--store", options.store, "--bind", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True
    )
    port = int(server.stderr.readline().split("http://127.0.0.1:")[1].split("/")[0])
    threading.Thread(target=lambda: [None for _ in server.stderr], daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/queries")
    listed = json.load(connection.getresponse())["queries"]
    connection.close()
    names = [q["name"] for q in listed if not any(p["required"] for p in q["parameters"])]
    began = time.time()
    until = began + options.minutes * 60
    counts = Counts()
    kinds = ["queries", "queries", "api", "wrong", "posts", "leavers", "hostile"]
    threads = [
        threading.Thread(target=client, args=(kind, port, names, until, counts, i)) for i, kind in enumerate(kinds)
    ]
    threads.append(
        threading.Thread(target=loads, args=(options.aicity, options.store, options.tables, until, counts))
    )
    for thread in threads:
        thread.start()
    samples = []
    while time.time() < until:
        samples.append(sample(server.pid, began))
        time.sleep(10)
    for thread in threads:
        thread.join()
    time.sleep(3)
    last = sample(server.pid, began)
    server.terminate()
    code = server.wait(timeout=30)
    if options.csv:
        with open(options.csv, "w", newline="") as file:
            writer = csv.DictWriter(file, samples[0].keys())
            writer.writeheader()
            writer.writerows(samples)
    print(f"{options.minutes:g} minutes; the server ended with {code}")
    for what, count in sorted(counts.statuses.items()):
        print(f"{count:>8} {what}")
    print(f"{'':>12} {'first':>9} {'half':>9} {'largest':>9} {'last':>9} {'per hour':>9}")
    for name in ["server_mib", "workers_mib", "descriptors", "threads", "processes"]:
        values = [s[name] for s in samples]
        row = [values[0], values[len(values) // 2], max(values), last[name], slope(samples, name)]
        print(f"{name:>12} " + " ".join(f"{value:>9.1f}" for value in row))
    return 0 if code == 143 else 1


if __name__ == "__main__":
    sys.exit(main())
