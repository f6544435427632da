"""Networks of the real corpus, computed a second time from its CSV tables: by DuckDB, networkx, igraph and scipy.

    check_network_oracle.py AICITY WORK

Every edge of the metros, cities, countries, institutions and scholars with all weights, normalisations and distances, the nodes
with their papers, international collaborations beside those of the oracle, thresholds, changes, missing partners, and all
measures. Nothing here knows the code that it checks, only docs/METHOD.md. Skipped where the corpus is not beside the project.
"""

import csv
import itertools
import math
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

import duckdb
import igraph
import networkx
import numpy
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from corpus import DATA, Program, fail

LEVELS = ["metro", "city", "country", "institution"]
WEIGHTS = ["full", "authorships", "fractional", "refined", "share"]
RADIUS = 6371.0088
RANKED_WITH = {"HK": "CN", "MO": "CN", "TW": "CN"}

# The formulas of METHOD §6: weight w, strengths s and t, papers c and d, the sum of all strengths, the number of nodes.
NORMALISATIONS = {
    "none": lambda w, s, t, c, d, total, nodes: w,
    "association": lambda w, s, t, c, d, total, nodes: w * total / (s * t),
    "salton": lambda w, s, t, c, d, total, nodes: w / math.sqrt(c * d),
    "jaccard": lambda w, s, t, c, d, total, nodes: w / (c + d - w),
    "inclusion": lambda w, s, t, c, d, total, nodes: w / min(c, d),
    "equivalence": lambda w, s, t, c, d, total, nodes: w * w / (c * d),
    "proximity": lambda w, s, t, c, d, total, nodes: w / (c * d),
    "fractionalisation": lambda w, s, t, c, d, total, nodes: w * (nodes / s + nodes / t) / 2,
}

values = 0


def equal(what, ours, theirs):
    """Ours is theirs, for text and whole numbers."""
    global values
    values += 1
    if ours != theirs:
        fail(f"{what}: {ours!r} is not {theirs!r}")


def near(what, ours, theirs, tolerance=1e-12, absolute=0.0):
    """Ours is theirs but for rounding: relative, or absolute where a difference cancels."""
    global values
    values += 1
    if not math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=absolute):
        fail(f"{what}: {ours!r} is not {theirs!r}")


class Networks(Program):
    """Networks as the program writes them."""

    def rows(self, *arguments):
        return super().rows("network", "-o", "-", *arguments)

    def edges(self, level, *arguments, measures="none"):
        return self.rows("--level", level, "--part", "edges", "--measures", measures, *arguments)

    def nodes(self, level, *arguments, measures="none"):
        return self.rows("--level", level, "--part", "nodes", "--measures", measures, *arguments)


class Tables:
    """The four tables as DuckDB reads them, and networks by joins."""

    def __init__(self):
        self.connection = duckdb.connect(config={"threads": 2})
        for name in ["papers", "authorships", "institutions", "cities"]:
            path = DATA / "corpus" / f"{name}.csv.gz"
            self.connection.execute(
                f"""CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar = true, header = true,
                delim = ',', quote = '"', escape = '"')"""
            )
        self.connection.execute(
            """CREATE TABLE affiliation AS
            SELECT paper_id AS paper, position, scholar_id AS scholar, institution_id AS institution, city_id AS city,
                metro_id AS metro, report_country AS country,
                1.0 / count(*) OVER (PARTITION BY paper_id, position) AS of_author
            FROM authorships LEFT JOIN institutions USING (institution_id) LEFT JOIN cities USING (city_id)"""
        )
        self.connection.execute(
            "CREATE TABLE paper AS SELECT paper_id AS paper, field, year::INT AS year, count(DISTINCT position) AS authors "
            "FROM papers JOIN authorships USING (paper_id) GROUP BY ALL"
        )
        scheme = self.rows("SELECT DISTINCT country_code, report_country FROM cities WHERE country_code <> report_country")
        assert set(scheme) <= set(RANKED_WITH.items()), scheme

    def rows(self, query):
        return self.connection.execute(query).fetchall()

    def network(self, level, where="year BETWEEN 2013 AND 2022"):
        return Network(self, level, where)

    def places(self, level):
        """Country and position of each unit."""
        cities = self.rows("SELECT city_id, metro_id, report_country, lat::DOUBLE, lon::DOUBLE, population::BIGINT FROM cities")
        if level == "institution":
            position = {city: (lat, lon) for city, _, _, lat, lon, _ in cities}
            country = {city: country for city, _, country, *_ in cities}
            found = {}
            for key, city, own, lat, lon in self.rows(
                "SELECT institution_id, city_id, country_code, lat::DOUBLE, lon::DOUBLE FROM institutions"
            ):
                at = (lat, lon) if lat is not None else position.get(city)
                found[key] = (country[city] if city else RANKED_WITH.get(own, own) or "", at)
            return found
        # A metro or country lies at its largest city.
        place = {"city": 0, "metro": 1, "country": 2}[level]
        found = {}
        for row in sorted(cities, key=lambda row: row[5] or 0):
            found[row[place]] = (row[2], (row[3], row[4]))
        return found


class Network:
    """Nodes with their papers, and edges with all weights, of the papers that fit."""

    def __init__(self, tables, level, where):
        tables.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE part AS
            SELECT paper, {level} AS node, count(DISTINCT position) AS authors, fsum(of_author / paper.authors) AS share,
                count(*) OVER (PARTITION BY paper) AS n
            FROM affiliation JOIN paper USING (paper) WHERE {level} IS NOT NULL AND ({where})
            GROUP BY paper, {level}"""
        )
        self.papers = dict(tables.rows("SELECT node, count(*) FROM part GROUP BY node"))
        self.with_node, self.alone = tables.rows(
            "SELECT count(DISTINCT paper), count(DISTINCT paper) FILTER (n = 1) FROM part"
        )[0]
        self.edges = {
            (a, b): weights
            for a, b, *weights in tables.rows(
                """SELECT a.node, b.node, count(*), sum(a.authors * b.authors)::BIGINT, fsum(1 / (a.n - 1)),
                    fsum(2 / (a.n * (a.n - 1))), fsum(a.share * b.share)
                FROM part a JOIN part b ON a.paper = b.paper AND a.node < b.node GROUP BY ALL"""
            )
        }
        self.order = sorted(self.papers, key=lambda node: (-self.papers[node], node.encode()))

    def strengths(self, weight):
        """Sums of the weights of edges by node; `weight` by place among the weights."""
        all_weights = defaultdict(list)
        for (a, b), weights in self.edges.items():
            all_weights[a].append(weights[weight])
            all_weights[b].append(weights[weight])
        return {node: math.fsum(weights) for node, weights in all_weights.items()}


def kilometres(one, other):
    """Great-circle distance by Vincenty's formula for a sphere."""
    lat, to, turn = math.radians(one[0]), math.radians(other[0]), math.radians(other[1] - one[1])
    north = math.cos(lat) * math.sin(to) - math.sin(lat) * math.cos(to) * math.cos(turn)
    across = math.hypot(math.cos(to) * math.sin(turn), north)
    return RADIUS * math.atan2(across, math.sin(lat) * math.sin(to) + math.cos(lat) * math.cos(to) * math.cos(turn))


def pair(row):
    """Ends of an edge in the order of their keys."""
    ends = row["source"], row["target"]
    return ends if ends[0] < ends[1] else ends[::-1]


def check_edges(what, rows, theirs, places, weight, normalisation, scope=lambda a, b: True):
    """All edges of a network that nothing was left out of."""
    at = WEIGHTS.index(weight)
    strength = theirs.strengths(at)
    total, nodes, papers = math.fsum(strength.values()), len(theirs.papers), theirs.papers
    equal(f"{what}: edges", {pair(row) for row in rows}, set(theirs.edges))
    equal(f"{what}: each edge once", len(rows), len(theirs.edges))
    place = {node: number for number, node in enumerate(theirs.order)}
    ends = [(place[row["source"]], place[row["target"]]) for row in rows]
    equal(f"{what}: order of edges", ends, sorted(ends))
    equal(f"{what}: ends in order", all(a < b for a, b in ends), True)
    for row in rows:
        a, b = pair(row)
        weights = theirs.edges[a, b]
        name = f"{what}: {a} – {b}"
        wanted = NORMALISATIONS[normalisation](
            weights[at], strength[a], strength[b], papers[a], papers[b], total, nodes
        )
        near(f"{name}: weight", float(row["weight"]), wanted)
        if normalisation != "none":
            near(f"{name}: raw", float(row["raw"]), weights[at])
        equal(f"{name}: papers", int(row["papers"]), weights[0])
        if places is None:
            continue
        (one, here), (other, there) = places[a], places[b]
        equal(f"{name}: international", row["international"], "true" if one and other and one != other else "false")
        if here is None or there is None:
            equal(f"{name}: distance", row["kilometres"], "")
        else:
            near(f"{name}: distance", float(row["kilometres"]), kilometres(here, there), 1e-9, 1e-6)


def check_nodes(what, rows, theirs, places):
    """All nodes, most papers first."""
    equal(f"{what}: nodes", [row["key"] for row in rows], theirs.order)
    for row in rows:
        equal(f"{what}: papers of {row['key']}", int(row["papers"]), theirs.papers[row["key"]])
        if places is not None:
            country, position = places[row["key"]]
            equal(f"{what}: country of {row['key']}", row["country"], country)
            found = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
            equal(f"{what}: position of {row['key']}", found, position)


def check_level(program, tables, level, combinations):
    """Nodes and edges of a level under ways of counting."""
    theirs, places = tables.network(level), tables.places(level)
    check_nodes(level, program.nodes(level), theirs, places)
    for weight, normalisation in combinations:
        rows = program.edges(level, "--weight", weight, "--normalise", normalisation)
        check_edges(f"{level} {weight} {normalisation}", rows, theirs, places, weight, normalisation)
        if (weight, normalisation) == ("refined", "none"):
            refined = math.fsum(float(row["weight"]) for row in rows)
            near(f"{level}: refined weights and papers of one node", refined + theirs.alone, theirs.with_node)
        if (weight, normalisation) == ("full", "none"):
            full = rows
    return theirs, places, full


def check_scholars(program, tables):
    theirs = tables.network("scholar")
    check_nodes("scholar", program.nodes("scholar"), theirs, None)
    for weight, normalisation in [("full", "association"), ("fractional", "none")]:
        rows = program.edges("scholar", "--weight", weight, "--normalise", normalisation)
        check_edges(f"scholar {weight} {normalisation}", rows, theirs, None, weight, normalisation)


def check_incidences(level, rows):
    """International collaborations by the edges are those of the oracle."""
    found = defaultdict(int)
    for row in rows:
        if row["international"] == "true":
            found[row["source"]] += int(row["papers"])
            found[row["target"]] += int(row["papers"])
    with open(DATA / "oracle" / f"oracle_{level}.csv", newline="", encoding="utf-8") as file:
        oracle = {row["city_key"]: int(row["intl_pairs"]) for row in csv.DictReader(file)}
    for key, incidences in oracle.items():
        equal(f"{level}: international collaborations of {key}", found.pop(key, 0), incidences)
    equal(f"{level}: collaborations of units that the oracle has not", dict(found), {})
    return len(oracle)


def left(theirs, weights, places, country=None, top=None, shared=1, weight=0.0, backbone=None, most=None, connected=False):
    """Nodes and edges that thresholds leave, each step on what the one before it left."""
    nodes = [node for node in theirs.order if country is None or places[node][0] in country][:top]
    number = {node: at for at, node in enumerate(nodes)}
    edges = {
        ends: weights[ends]
        for ends, all_weights in theirs.edges.items()
        if ends[0] in number and ends[1] in number and all_weights[0] >= shared and weights[ends] >= weight
    }

    def rows():
        found = defaultdict(list)
        for (a, b), weight in edges.items():
            found[a].append((-weight, number[b], (a, b)))
            found[b].append((-weight, number[a], (a, b)))
        return found

    if backbone is not None:
        kept = set()
        for own in rows().values():
            strength = -math.fsum(weight for weight, _, _ in own)
            kept |= {ends for weight, _, ends in own if (1 + weight / strength) ** (len(own) - 1) < backbone}
        edges = {ends: edges[ends] for ends in kept}
    if most is not None:
        kept = {ends for own in rows().values() for _, _, ends in sorted(own)[:most]}
        edges = {ends: edges[ends] for ends in kept}
    if connected:
        nodes = [node for node in nodes if any(node in ends for ends in edges)]
    return nodes, edges


def check_thresholds(program, theirs, places):
    full = {ends: float(weights[0]) for ends, weights in theirs.edges.items()}
    cases = [
        (["--backbone", "0.05"], {"backbone": 0.05}),
        (["--backbone", "0.3", "--minimum-shared", "2"], {"backbone": 0.3, "shared": 2}),
        (["--edges-per-node", "3", "--connected"], {"most": 3, "connected": True}),
        (["--top", "100", "--backbone", "0.2", "--edges-per-node", "2", "--connected"],
         {"top": 100, "backbone": 0.2, "most": 2, "connected": True}),
        (["--country", "CN", "--country", "us", "--top", "40", "--minimum-weight", "2.5"],
         {"country": ["CN", "US"], "top": 40, "weight": 2.5}),
    ]
    for arguments, thresholds in cases:
        nodes, edges = left(theirs, full, places, **thresholds)
        what = " ".join(arguments)
        equal(f"{what}: nodes", [row["key"] for row in program.nodes("metro", *arguments)], nodes)
        rows = program.edges("metro", *arguments)
        equal(f"{what}: edges", {pair(row): float(row["weight"]) for row in rows}, edges)
        print(f"  {what}: {len(nodes)} nodes, {len(edges)} edges")


def check_change(program, tables):
    """Growing and shrinking edges, by papers a year."""
    windows = [tables.network("metro", f"year BETWEEN {a} AND {b}") for a, b in [(2013, 2015), (2018, 2022)]]
    both = set(windows[0].edges) | set(windows[1].edges)
    rows = program.rows("--level", "metro", "--change", "2013-2015,2018-2022")
    equal("change: edges", {tuple(sorted((row["a"], row["b"]))) for row in rows}, both)
    for row in rows:
        ends = tuple(sorted((row["a"], row["b"])))
        before, after = (window.edges.get(ends, [0])[0] for window in windows)
        equal("change: papers", (int(row["papers_before"]), int(row["papers_after"])), (before, after))
        near("change: weight", float(row["change"]), after / 5 - before / 3, 1e-12, 1e-12)
        fate = "new" if before == 0 else "lost" if after == 0 else None
        more = after * 3 - before * 5
        equal("change: fate", row["fate"], fate or ("growing" if more > 0 else "shrinking" if more < 0 else "steady"))


def check_missing(program, theirs):
    """The pairs that collaborate least beside what is expected."""
    strength = theirs.strengths(0)
    total = sum(strength.values())
    nodes = sorted(strength, key=lambda node: (-strength[node], node.encode()))
    rows = []
    for a, b in itertools.combinations(nodes, 2):
        observed = theirs.edges.get((min(a, b), max(a, b)), [0])[0]
        expected = strength[a] * strength[b] / total
        if expected > observed:
            rows.append((observed - expected, a.encode(), b.encode(), observed, expected))
    found = program.rows("--level", "metro", "--missing", "500")
    equal("missing: pairs", len(found), 500)
    for row, (less, a, b, observed, expected) in zip(found, sorted(rows)):
        equal("missing: ends", (row["a"].encode(), row["b"].encode()), (a, b))
        near("missing: observed", float(row["observed"]), observed)
        near("missing: expected", float(row["expected"]), expected)


def graph_of(nodes, edges):
    """As networkx has it, with the lengths of edges as whole numbers: exact, so that ties are ties."""
    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    multiple = math.lcm(*(int(weight) for weight in edges.values()))
    for (a, b), weight in edges.items():
        graph.add_edge(a, b, weight=weight, length=multiple // int(weight))
    return graph, multiple


def compare(what, rows, column, wanted, tolerance=1e-9, absolute=1e-12):
    for row in rows:
        key = pair(row) if "source" in row else row["key"]
        theirs = wanted[key] if key in wanted else wanted[key[::-1]]
        near(f"{what}: {column} of {key}", float(row[column] or "nan"), theirs, tolerance, absolute)


def check_measures_networkx(program, theirs, places, top):
    """Every measure of the network of the largest metros."""
    full = {ends: float(weights[0]) for ends, weights in theirs.edges.items()}
    nodes, edges = left(theirs, full, places, top=top)
    graph, multiple = graph_of(nodes, edges)
    rows = program.nodes("metro", "--top", str(top), measures="all")
    of_edges = program.edges("metro", "--top", str(top), measures="all")
    what = f"top {top}"
    compare(what, rows, "degree", dict(graph.degree()))
    compare(what, rows, "strength", dict(graph.degree(weight="weight")))
    compare(what, rows, "betweenness", networkx.betweenness_centrality(graph, weight="length"))
    compare(what, of_edges, "edge_betweenness", networkx.edge_betweenness_centrality(graph, weight="length"))
    closeness = networkx.closeness_centrality(graph, distance="length")
    compare(what, rows, "closeness", {node: value * multiple for node, value in closeness.items()})
    pagerank = networkx.pagerank(graph, alpha=0.85, tol=1e-16, max_iter=2000)
    compare(what, rows, "pagerank", pagerank)
    compare(what, rows, "core", networkx.core_number(graph))
    compare(what, rows, "clustering", networkx.clustering(graph))
    compare(what, rows, "weighted_clustering", networkx.clustering(graph, weight="weight"))
    largest = max(networkx.connected_components(graph), key=len)
    vector = networkx.eigenvector_centrality(graph.subgraph(largest), max_iter=20000, tol=1e-15, weight="weight")
    compare(what, rows, "eigenvector", {node: vector.get(node, 0.0) for node in graph}, absolute=1e-10)
    check_parts(what, rows, graph)
    check_own(what, rows, of_edges, theirs, edges, places)
    return len(edges)


def check_own(what, rows, of_edges, theirs, edges, places):
    """Distances, borders and expectations: a few lines each."""
    own, strength = defaultdict(list), theirs.strengths(0)
    total = math.fsum(strength.values())
    for (a, b), weight in edges.items():
        (one, here), (other, there) = places[a], places[b]
        for node in (a, b):
            own[node].append((weight, kilometres(here, there), one != other, theirs.edges[a, b][0]))
    ratio = lambda part, all_of: math.fsum(part) / math.fsum(all_of)  # noqa: E731
    for row in rows:
        name, all_of = f"{what}: {row['key']}", own[row["key"]]
        equal(f"{name}: international papers", int(row["international_papers"]), sum(p for _, _, far, p in all_of if far))
        if not all_of:
            equal(name, (row["mean_kilometres"], row["long_distance"], row["international_share"]), ("", "", ""))
            continue
        weights = [weight for weight, *_ in all_of]
        near(name, float(row["mean_kilometres"]), ratio([w * km for w, km, _, _ in all_of], weights), 1e-9)
        near(name, float(row["long_distance"]), ratio([w for w, km, _, _ in all_of if km >= 5000], weights), 1e-9)
        near(name, float(row["international_share"]), ratio([w for w, _, far, _ in all_of if far], weights), 1e-9)
    for row in of_edges:
        a, b = pair(row)
        near(what, float(row["expected"]), strength[a] * strength[b] / total)
        near(what, float(row["observed_to_expected"]), edges[a, b] * total / (strength[a] * strength[b]))


def check_parts(what, rows, graph):
    """Connected components, larger ones first; communities of which each is connected, larger ones first."""
    for column in ["component", "community"]:
        parts = defaultdict(set)
        for row in rows:
            parts[int(row[column])].add(row["key"])
        sizes = [len(parts[number]) for number in sorted(parts)]
        equal(f"{what}: numbers of {column}", sorted(parts), list(range(len(parts))))
        equal(f"{what}: {column}, larger ones first", sizes, sorted(sizes, reverse=True))
        for part in parts.values():
            equal(f"{what}: a {column} is connected", networkx.is_connected(graph.subgraph(part)), True)
        if column == "component":
            connected = {frozenset(part) for part in networkx.connected_components(graph)}
            equal(f"{what}: components", {frozenset(part) for part in parts.values()}, connected)


def check_measures_igraph(program, theirs, places):
    """The whole network of metros: betweenness by igraph, distances by scipy, the eigenvector by LAPACK."""
    full = {ends: float(weights[0]) for ends, weights in theirs.edges.items()}
    nodes, edges = left(theirs, full, places)
    graph, _ = graph_of(nodes, edges)
    number = {node: at for at, node in enumerate(nodes)}
    ends = [(number[a], number[b]) for a, b in edges]
    weights = list(edges.values())
    rows, of_edges = program.nodes("metro", measures="all"), program.edges("metro", measures="all")
    check_parts("metro", rows, graph)

    other = igraph.Graph(n=len(nodes), edges=ends)
    lengths = [1 / weight for weight in weights]
    n = len(nodes)
    found = other.betweenness(directed=False, weights=lengths)
    compare("metro", rows, "betweenness", dict(zip(nodes, (2 * value / ((n - 1) * (n - 2)) for value in found))))
    found = other.edge_betweenness(directed=False, weights=lengths)
    compare("metro", of_edges, "edge_betweenness", dict(zip(edges, (2 * value / (n * (n - 1)) for value in found))))
    compare("metro", rows, "core", dict(zip(nodes, other.coreness())))
    compare("metro", rows, "clustering", dict(zip(nodes, other.transitivity_local_undirected(mode="zero"))))

    a, b = numpy.array(ends).T
    matrix = coo_matrix((numpy.array(weights), (a, b)), shape=(n, n))
    matrix = (matrix + matrix.T).tocsr()
    inverse = matrix.copy()
    inverse.data = 1 / inverse.data
    far = dijkstra(inverse, directed=False)
    reached = numpy.isfinite(far).sum(axis=1) - 1
    sums = numpy.where(numpy.isfinite(far), far, 0).sum(axis=1)
    with numpy.errstate(invalid="ignore"):
        closeness = numpy.where(reached > 0, reached / sums * reached / (n - 1), 0.0)
    compare("metro", rows, "closeness", dict(zip(nodes, closeness)))
    _, vectors = numpy.linalg.eigh(matrix.toarray())
    vector = numpy.abs(vectors[:, -1])
    compare("metro", rows, "eigenvector", dict(zip(nodes, vector)), absolute=1e-10)
    # The chance to be somewhere, as the solution of its linear equations; who has no edge jumps anywhere.
    sums = numpy.asarray(matrix.sum(axis=1)).ravel()
    step = numpy.where(sums[:, None] > 0, matrix.toarray() / numpy.where(sums > 0, sums, 1)[:, None], 1 / n)
    solved = numpy.linalg.solve(numpy.eye(n) - 0.85 * step.T, numpy.full(n, 0.15 / n))
    compare("metro", rows, "pagerank", dict(zip(nodes, solved)))
    return check_communities(rows, graph, other, nodes, weights)


def check_communities(rows, graph, other, nodes, weights):
    """Ours are worth at least as much as the best of ten runs of igraph's Leiden algorithm."""
    random.seed(1)
    igraph.set_random_number_generator(random)
    runs = [
        other.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1) for _ in range(10)
    ]
    parts = defaultdict(set)
    for row in rows:
        parts[row["community"]].add(row["key"])
    ours = networkx.community.modularity(graph, parts.values(), weight="weight")
    place = {node: at for at, node in enumerate(nodes)}
    membership = [0] * len(nodes)
    for number, part in enumerate(parts.values()):
        for node in part:
            membership[place[node]] = number
    near("modularity by igraph and networkx", other.modularity(membership, weights=weights), ours, 1e-9)
    theirs = [other.modularity(run.membership, weights=weights) for run in runs]
    if ours < max(theirs) - 1e-12:
        fail(f"modularity {ours}, igraph finds {max(theirs)}")
    return ours, theirs


def main():
    aicity, work = sys.argv[1], Path(sys.argv[2])
    if not (DATA / "corpus" / "papers.csv.gz").exists() or not (DATA / "oracle").exists():
        print("SKIPPED: no ../shared/data/corpus and oracle beside the project")
        return
    start = time.perf_counter()

    def done(text):
        print(f"ok ({time.perf_counter() - start:.0f} s, {values:,} values so far): {text}", flush=True)

    work.mkdir(parents=True, exist_ok=True)
    program, tables = Networks(aicity, work, "oracle-store"), Tables()
    every = [pair for pair in itertools.product(WEIGHTS, NORMALISATIONS) if pair != ("authorships", "jaccard")]
    some = [(weight, "none") for weight in WEIGHTS]
    some += [("fractional", by) for by in NORMALISATIONS if by != "none"]
    for level in LEVELS:
        combinations = every if level == "metro" else some
        theirs, places, rows = check_level(program, tables, level, combinations)
        done(f"{level}: {len(theirs.papers)} nodes, {len(rows)} edges, {len(combinations)} ways of counting")
        if level in ("metro", "city"):
            done(f"{level}: international collaborations of {check_incidences(level, rows)} units are the oracle's")
        if level == "metro":
            metros, of_metros = theirs, places
    check_scholars(program, tables)
    done("scholars")
    for level in LEVELS:
        where = "year BETWEEN 2015 AND 2018 AND field = '计算机视觉'"
        rows = program.edges(level, "--subfield", "计算机视觉", "--years", "2015-2018", "--weight", "share", "--normalise", "association")
        check_edges(f"{level} of a subfield", rows, tables.network(level, where), tables.places(level), "share", "association")
    done("one subfield in four years")
    for scope, keeps in [("international", lambda a, b: a != b), ("domestic", lambda a, b: a == b)]:
        theirs = tables.network("metro")
        theirs.edges = {ends: w for ends, w in theirs.edges.items() if keeps(*(of_metros[end][0] for end in ends))}
        rows = program.edges("metro", "--scope", scope, "--normalise", "association")
        check_edges(f"metro {scope}", rows, theirs, of_metros, "full", "association")
    done("scopes")
    check_thresholds(program, metros, of_metros)
    done("thresholds")
    check_change(program, tables)
    check_missing(program, metros)
    done("changes and missing partners")
    edges = check_measures_networkx(program, metros, of_metros, 200)
    done(f"measures of the 200 largest metros, {edges} edges, by networkx")
    ours, theirs = check_measures_igraph(program, metros, of_metros)
    done(f"measures of all metros; modularity {ours:.6f}, igraph's ten runs {min(theirs):.6f} … {max(theirs):.6f}")


if __name__ == "__main__":
    main()
