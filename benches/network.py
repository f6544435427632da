"""Measures `aicity network` beside networkx and igraph: the institution network of the selected years, from the store or from
Parquet to a GraphML file on disk. `benches/run.sh network` prepares what it needs.

Everybody starts from files and ends with a file. Ours is the whole process. For all of theirs pandas reads and drops doubles,
and the imports of the libraries are not timed. networkx derives and writes, which is what is judged; beside it pandas derives
and networkx or igraph writes. All files are read back once by igraph and must have the same nodes, edges and weights; a
difference ends the run with status 2.
"""

import multiprocessing
import os
import sys
import time
from itertools import combinations

import igraph
import networkx
import pandas

from bench import Bench, arguments, machine, same, write_parquet

# networkx must take at least this many times as long.
LEAST = 20
OURS, NETWORKX = "aicity network", "networkx"


def table(work, name, columns):
    return pandas.read_parquet(work / "parquet" / f"keys-{name}.parquet", columns=columns)


def papers_with_institutions(work):
    """Distinct (paper, institution), papers of 2013 to 2022."""
    papers = table(work, "papers", ["paper", "year"])
    papers = papers[papers["year"].between(2013, 2022)][["paper"]]
    signed = table(work, "authorships", ["paper", "institution"]).dropna().drop_duplicates()
    return signed.merge(papers, on="paper")


def institutions(work):
    return table(work, "institutions", ["institution", "city"]).fillna("")


def nodes_of_networkx(work, signed):
    graph = networkx.Graph()
    present = set(signed["institution"])
    graph.add_nodes_from(
        (row.institution, {"city": row.city}) for row in institutions(work).itertuples() if row.institution in present
    )
    return graph


def with_networkx(work, output):
    """networkx derives: each pair of a paper adds to its edge. A Counter of pairs takes as long."""
    signed = papers_with_institutions(work)
    graph = nodes_of_networkx(work, signed)
    for _, group in signed.groupby("paper", sort=False)["institution"]:
        for a, b in combinations(group.tolist(), 2):
            if graph.has_edge(a, b):
                graph[a][b]["weight"] += 1.0
            else:
                graph.add_edge(a, b, weight=1.0)
    networkx.write_graphml(graph, output)


def counted_pairs(signed):
    """pandas derives: a join of the table with itself."""
    pairs = signed.merge(signed, on="paper")
    pairs = pairs[pairs["institution_x"] < pairs["institution_y"]]
    return pairs.groupby(["institution_x", "institution_y"], sort=False).size()


def with_pandas_and_networkx(work, output):
    """networkx only gets finished edges, and writes them."""
    signed = papers_with_institutions(work)
    graph = nodes_of_networkx(work, signed)
    graph.add_weighted_edges_from((a, b, float(papers)) for (a, b), papers in counted_pairs(signed).items())
    networkx.write_graphml(graph, output)


def with_igraph(work, output):
    """Codes instead of keys, pairs by pandas."""
    signed = papers_with_institutions(work)
    codes, keys = pandas.factorize(signed["institution"], sort=True)
    signed = pandas.DataFrame({"paper": pandas.factorize(signed["paper"])[0], "institution": codes})
    counted = counted_pairs(signed)
    graph = igraph.Graph(len(keys), counted.index.tolist(), directed=False)
    graph.vs["name"] = keys.tolist()
    graph.vs["city"] = institutions(work).set_index("institution")["city"].reindex(keys).tolist()
    graph.es["weight"] = counted.astype(float).tolist()
    graph.write_graphml(str(output))


# By name the function, and under which name igraph finds the keys in its file.
PEERS = {
    NETWORKX: (with_networkx, "id"),
    "pandas + networkx": (with_pandas_and_networkx, "id"),
    "pandas + igraph": (with_igraph, "name"),
}


def timed(function, work, output, answer):
    wall, cpu = time.perf_counter(), time.process_time()
    function(work, output)
    answer.send((time.perf_counter() - wall, time.process_time() - cpu))


def in_a_process(function, work, output):
    """A fresh process for each run: nothing is left of the last one."""
    mine, its = multiprocessing.Pipe()
    child = multiprocessing.Process(target=timed, args=(function, work, output, its))
    child.start()
    its.close()
    times = mine.recv()
    child.join()
    return times


def network(path, key):
    """Nodes and edges with weights of a GraphML file."""
    graph = igraph.Graph.Read_GraphML(str(path))
    keys = graph.vs[key]
    edges = zip(graph.es, graph.es["weight"])
    return set(keys), {frozenset((keys[edge.source], keys[edge.target])): weight for edge, weight in edges}


def main():
    options = arguments()
    bench = Bench(options)
    write_parquet(bench.work)
    files = {name: bench.work / f"{name.replace(' ', '')}.graphml" for name in (OURS, *PEERS)}
    store = str(bench.work / "store")
    words = ["network", "--store", store, "--level", "institution", "--measures", "none", "--format", "graphml"]
    for number in range(options.runs):
        bench.process(OURS, *words, "-o", str(files[OURS]))
        for name, (function, _) in PEERS.items():
            bench.times.add(name, *in_a_process(function, bench.work, files[name]))
        print(f"round {number + 1} of {options.runs}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    nodes, edges = network(files[OURS], "id")
    for name, (_, key) in PEERS.items():
        same(f"the networks of aicity and {name}", (nodes, edges), network(files[name], key))
    print(
        f"{len(nodes):,} institutions, {len(edges):,} edges; all networks agree. networkx {networkx.__version__}, "
        f"igraph {igraph.__version__}, pandas {pandas.__version__}; {machine(options)}.\n"
    )
    print(bench.times.markdown(), end="\n\n")
    held = True
    print("| times as long as aicity | by the clock | processor | |\n|---|--:|--:|---|")
    for name in PEERS:
        clock, cpu = (theirs / ours for theirs, ours in zip(bench.times.median(name), bench.times.median(OURS)))
        verdict = ""
        if name == NETWORKX:
            held = min(clock, cpu) >= LEAST
            verdict = f"at least {LEAST}: {'ok' if held else '**MISSED**'}"
        print(f"| {name} | {clock:.1f} | {cpu:.1f} | {verdict} |")
    return 0 if held or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
