#!/usr/bin/env python3
"""Runs the shipped queries over a dump in a stock store (pyoxigraph) and compares with the program's own answers.

    python check_dump_pyoxigraph.py DUMP QUERIES EXPECTED [--union-default-graph]

DUMP is a folder with `graph.nq.zst` (or `graph.nq`), QUERIES a folder of `.rq` files at any depth. EXPECTED holds for
each query one file, named by its path below QUERIES without `.rq`, `/` replaced by `__`: SELECT and ASK as SPARQL 1.1
JSON results (`indicators__papers.json`), CONSTRUCT and DESCRIBE as N-Triples (`….nt`). Solutions are compared as
multisets and triples as sets, term by term: two numbers are equal when they are written the same, but doubles, which the
functions below compute with another mathematical library, when their first six digits are. Blank nodes have no names to
compare, so each stands for any other. Queries may call the functions of `src/sparql/functions.rs`, which are written here
a second time, as formulas. Prints one line for each query, then `N passed, N failed`; exits with 1
if a query failed or if there was none.
"""

import argparse
import io
import math
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import zstandard

ANY_BLANK = "_:"
FUNCTION = "https://aicity.example/function#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EARTH = 6371.0088


def great_circle(lat, long, other_lat, other_long):
    """Vincenty's formula on a sphere, km."""
    p, q, turn = math.radians(lat), math.radians(other_lat), math.radians(other_long - long)
    north = math.cos(p) * math.sin(q) - math.sin(p) * math.cos(q) * math.cos(turn)
    along = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(turn)
    return EARTH * math.atan2(math.hypot(math.cos(q) * math.sin(turn), north), along)


FORMULAS = {
    "ln0": lambda v, eps: math.log(v + eps),
    "ln1p": math.log1p,
    "ln": math.log,
    "sqrt": math.sqrt,
    "minmax": lambda v, low, high: 50.0 if high <= low else 100 * (v - low) / (high - low),
    "zscore": lambda v, mean, deviation: 0.0 if deviation == 0 else (v - mean) / deviation,
    "greatCircle": great_circle,
}


def function(formula):
    """A formula on terms; nothing where it has no value."""

    def call(*terms):
        try:
            numbers = [float(t.value) for t in terms if t.datatype.value.startswith(XSD)]
            return ox.Literal(formula(*numbers))
        except (AttributeError, TypeError, ValueError):
            return None

    return call


FUNCTIONS = {ox.NamedNode(FUNCTION + name): function(formula) for name, formula in FORMULAS.items()}


class Frames(io.RawIOBase):
    """The decompressed bytes of a zstd file of any number of frames. Unlike the library's own stream, a file that ends
    within a frame is an error."""

    def __init__(self, packed):
        self.packed, self.frame, self.rest, self.ready = packed, None, b"", b""

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.ready:
            chunk = self.rest or self.packed.read(1 << 20)
            if not chunk:
                if self.frame:
                    raise EOFError(f"{self.packed.name} ends within a zstd frame")
                return 0
            self.frame = self.frame or zstandard.ZstdDecompressor().decompressobj()
            self.ready = self.frame.decompress(chunk)
            self.rest = self.frame.unused_data
            if self.frame.eof:
                self.frame = None
        size = min(len(buffer), len(self.ready))
        buffer[:size], self.ready = self.ready[:size], self.ready[size:]
        return size


def open_quads(dump):
    """The N-Quads of a dump folder or of a file, decompressed."""
    file = dump
    if dump.is_dir():
        plain = dump / "graph.nq"
        file = plain if plain.is_file() else dump / "graph.nq.zst"
    if file.suffix != ".zst":
        return file.open("rb")
    return io.BufferedReader(Frames(file.open("rb")), buffer_size=1 << 20)


def load(dump):
    """A store with every quad of the dump."""
    store = ox.Store()
    with open_quads(dump) as quads:
        store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS)
    return store


def term(value):
    """Text of a term; every blank node is the same, and so are doubles with the same first digits."""
    if isinstance(value, ox.Literal) and value.datatype.value == XSD + "double":
        return f"{float(value.value):.6g} (double)"
    return ANY_BLANK if value is None or isinstance(value, ox.BlankNode) else str(value)


def solution(row, names):
    return tuple(None if row[name] is None else term(row[name]) for name in names)


def triples(found):
    return {(term(t.subject), term(t.predicate), term(t.object)) for t in found}


def names_of(results):
    return [variable.value for variable in results.variables]


def sample(counter):
    return "; ".join(f"{count}x {item}" for item, count in list(counter.items())[:3])


def compare_solutions(found, expected):
    """Why two SELECT answers differ, or None."""
    names = names_of(found)
    if names != names_of(expected):
        return f"variables {names}, expected {names_of(expected)}"
    ours = Counter(solution(row, names) for row in found)
    theirs = Counter(solution(row, names) for row in expected)
    missing, extra = theirs - ours, ours - theirs
    if missing or extra:
        counts = f"{ours.total()} solutions, expected {theirs.total()}"
        return f"{counts}; missing: {sample(missing) or 'none'}; not expected: {sample(extra) or 'none'}"
    return None


def compare_triples(found, expected):
    """Why two graphs differ, or None."""
    missing, extra = Counter(list(expected - found)), Counter(list(found - expected))
    if missing or extra:
        counts = f"{len(found)} triples, expected {len(expected)}"
        return f"{counts}; missing: {sample(missing) or 'none'}; not expected: {sample(extra) or 'none'}"
    return None


def compare(found, stem):
    """Why the answer differs from the expected file, or None."""
    if isinstance(found, ox.QueryTriples):
        graph = ox.parse(path=str(existing(stem, ".nt")), format=ox.RdfFormat.N_TRIPLES)
        return compare_triples(triples(found), triples(graph))
    expected = ox.parse_query_results(path=str(existing(stem, ".json")), format=ox.QueryResultsFormat.JSON)
    if type(found) is not type(expected):
        return f"{type(found).__name__}, expected {type(expected).__name__}"
    if isinstance(found, ox.QueryBoolean):
        return None if bool(found) == bool(expected) else f"{bool(found)}, expected {bool(expected)}"
    return compare_solutions(found, expected)


def existing(stem, suffix):
    file = stem.with_name(stem.name + suffix)
    if not file.is_file():
        raise FileNotFoundError(f"{file} is not there")
    return file


def name_of(query, folder):
    return query.relative_to(folder).with_suffix("").as_posix()


def problem(store, query, stem, union):
    """Why a query failed, or None."""
    try:
        text = query.read_text(encoding="utf-8")
        found = store.query(text, use_default_graph_as_union=union, custom_functions=FUNCTIONS)
        return compare(found, stem)
    except Exception as error:  # syntax, evaluation, a missing or damaged file
        return f"{type(error).__name__}: {error}"


def run(store, queries, expected, union):
    """Problems by query name; `None` where the answers agree. Expected files without a query are problems too."""
    found = {name_of(query, queries): query for query in sorted(queries.rglob("*.rq"))}
    results = {}
    for name, query in found.items():
        results[name] = problem(store, query, expected / name.replace("/", "__"), union)
    known = {name.replace("/", "__") for name in found}
    for file in sorted([*expected.glob("*.json"), *expected.glob("*.nt")]):
        if file.stem not in known:
            results[file.name] = "no query has this name"
    if not found:
        results[str(queries)] = "no queries"
    return results


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("expected", type=Path)
    parser.add_argument("--union-default-graph", action="store_true", help="query all graphs as the default graph")
    return parser.parse_args()


def main():
    given = arguments()
    try:
        store = load(given.dump)
    except Exception as error:  # a missing or damaged dump
        print(f"FAIL {given.dump}: {type(error).__name__}: {error}\n0 passed, 1 failed")
        return 1
    print(f"     {len(store)} quads in {given.dump}")
    results = run(store, given.queries, given.expected, given.union_default_graph)
    for name, why in results.items():
        print(f"FAIL {name}: {why}" if why else f"ok   {name}")
    failed = sum(why is not None for why in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
