#!/usr/bin/env python3
"""Asks our server and stock software the same questions and compares the answers term by term.

    python check_same_answers.py AICITY DEMO

DEMO is a folder that `aicity demo` wrote. Every query that `/queries` lists is run by name on our server and, from the file
below `queries/`, on the stock `oxigraph` server of PyPI that holds the dump: with the example of each parameter, and with
the value that the data mention most. A query that calls a function of ours is run by pyoxigraph with that function written
here once more. Rows are compared as multisets; where there is an ORDER BY the keys must come in the same order, so a total
order is compared row by row. Two numbers are equal when they are written the same; only values of functions may differ in
the last digits. Prints one line for each comparison, then `N passed, N failed`.
"""

import json
import math
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from check_dump_pyoxigraph import open_quads
from served import Aicity, Oxigraph

BASE = "https://aicity.example/"
FUNCTION = BASE + "function#"
DERIVED = f"<{BASE}graph/derived>"
JSON_RESULTS = "application/sparql-results+json"
XSD = "http://www.w3.org/2001/XMLSchema#"
SECONDS = 60

# What `check_functions` asks: each function in every case that it distinguishes, and over the data.
FUNCTION_QUERIES = {
    # The stock store reads "12"^^xsd:short as an xsd:integer, so the values themselves are not compared.
    "values": """SELECT (STR(?v) AS ?text) ?ln0 ?ln1p ?ln ?sqrt ?minmax ?zscore WHERE {
      VALUES ?v { 0 1 2.5 -0.5 -1 -7 1e300 1e-300 "INF"^^xsd:double "NaN"^^xsd:double "x" true 6127 "12"^^xsd:short <urn:x> }
      BIND(f:ln0(?v, 1e-10) AS ?ln0) BIND(f:ln1p(?v) AS ?ln1p) BIND(f:ln(?v) AS ?ln) BIND(f:sqrt(?v) AS ?sqrt)
      BIND(f:minmax(?v, -7, 6127) AS ?minmax) BIND(f:zscore(?v, 2, 0.5) AS ?zscore) }""",
    "edges": """SELECT ?a ?b ?c WHERE {
      VALUES (?low ?high ?sd) { (1 1 0) (2 1 0) (1e308 -1e308 1e-300) (-1e308 1e308 1e-300) (0 1 2) }
      BIND(f:minmax(7, ?low, ?high) AS ?a) BIND(f:zscore(7, 3, ?sd) AS ?b) BIND(f:ln0(?low, ?sd) AS ?c) }""",
    "metros on the study's scale": """SELECT ?metro ?papers ?score ?z WHERE {
      { SELECT ?metro (COUNT(?p) AS ?papers) { GRAPH DERIVED { ?p aicity:inMetro ?metro } ?p a aicity:Paper } GROUP BY ?metro }
      { SELECT (MIN(?n) AS ?low) (MAX(?n) AS ?high) (AVG(?n) AS ?mean) {
          { SELECT ?m (COUNT(?p) AS ?n) { GRAPH DERIVED { ?p aicity:inMetro ?m } ?p a aicity:Paper } GROUP BY ?m } } }
      BIND(f:minmax(f:ln0(?papers, 1e-10), f:ln0(?low, 1e-10), f:ln0(?high, 1e-10)) AS ?score)
      BIND(f:zscore(f:ln1p(?papers), f:ln(?mean), f:sqrt(?mean)) AS ?z) } ORDER BY DESC(?papers) ?metro""",
    "distances of cities": """SELECT ?a ?b ?km WHERE {
      ?a a aicity:City ; geo:lat ?lat1 ; geo:long ?long1 . ?b a aicity:City ; geo:lat ?lat2 ; geo:long ?long2 .
      BIND(f:greatCircle(?lat1, ?long1, ?lat2, ?long2) AS ?km) } ORDER BY ?a ?b""",
    "distances that are none": """SELECT ?lat ?km WHERE { VALUES ?lat { 0 90 90.5 -91 "a" }
      BIND(f:greatCircle(?lat, 179, -90, -180) AS ?km) }""",
}
PREFIXES = f"""PREFIX f: <{FUNCTION}> PREFIX aicity: <{BASE}ontology#> PREFIX xsd: <{XSD}>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""


# ------------------------------------------------------------------------------------------------------ functions


def defined(formula, condition):
    """A function of numbers as a custom function: no value where the condition does not hold or the value is not finite."""

    def call(*terms):
        values = [number(term) for term in terms]
        if any(value is None for value in values):
            return None
        try:
            if not condition(*values):
                return None
            value = formula(*values)
        except (TypeError, ValueError, OverflowError, ZeroDivisionError):
            return None
        return ox.Literal(value) if math.isfinite(value) else None

    return call


def number(term):
    """The finite value of a literal of a numeric type."""
    if not isinstance(term, ox.Literal):
        return None
    local = term.datatype.value.removeprefix(XSD)
    if local not in ("double", "float", "decimal") and not re.search(r"(?i)int|byte|short|long", local):
        return None
    try:
        value = float(term.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def arc(lat1, long1, lat2, long2):
    """Great circle by the formula of Vincenty for a sphere: another one than the haversine."""
    a, b, d = math.radians(lat1), math.radians(lat2), math.radians(long2 - long1)
    across = math.hypot(
        math.cos(b) * math.sin(d), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(d)
    )
    along = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(d)
    return 6371.0088 * math.atan2(across, along)


FUNCTIONS = {
    "ln0": defined(lambda v, eps: math.log(v + eps), lambda v, eps: v + eps > 0),
    "ln1p": defined(math.log1p, lambda v: v > -1),
    "ln": defined(math.log, lambda v: v > 0),
    "sqrt": defined(math.sqrt, lambda v: v >= 0),
    "minmax": defined(
        lambda v, low, high: 50.0 if high <= low else 100 * (v - low) / (high - low), lambda v, low, high: True
    ),
    "zscore": defined(lambda v, mean, sd: 0.0 if sd == 0 else (v - mean) / sd, lambda v, mean, sd: True),
    "greatCircle": defined(
        arc, lambda a, b, c, d: abs(a) <= 90 and abs(c) <= 90 and abs(b) <= 180 and abs(d) <= 180
    ),
}
CUSTOM = {ox.NamedNode(FUNCTION + name): call for name, call in FUNCTIONS.items()}


# ------------------------------------------------------------------------------------------------------ parameters


SEGMENTS = "city metro country institution subfield venue scholar paper".split()


def written(kind, value):
    """A parameter's value as SPARQL writes it."""
    if kind in ("integer", "year"):
        return str(int(value))
    if kind == "number":
        return f'"{value}"^^<{XSD}double>' if not math.isfinite(float(value)) else f"{float(value):e}"
    if kind == "text":
        return json.dumps(value, ensure_ascii=False)
    if value.startswith(("<", "http")):
        return f"<{value.strip('<>')}>"
    segment, _, key = value.partition("/")
    if segment not in SEGMENTS or not key:
        segment, key = kind, value
        if kind == "unit":
            segment = "city" if value.isdigit() else "metro"
    return f"<{BASE}{segment}/{urllib.parse.quote(key, safe=':')}>"


def filled(text, terms):
    """A query with variables fixed: replaced by their terms, and in the outer SELECT still answered."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    begin = body.index("SELECT")
    head, rest = body[begin:].split("WHERE", 1)
    for name, term in terms.items():
        variable = re.compile(rf"[?$]{name}\b")
        head = variable.sub(lambda _: f"({term} AS ?{name})", head)
        rest = variable.sub(lambda _: term, rest)
    return body[:begin] + head + "WHERE" + rest


def most_mentioned(text):
    """By segment, the key that most statements have as object."""
    seen = Counter(re.findall(rf"> <{BASE}([a-z]+)/([^>]+)>(?: <[^>]+>)? \.$", text, re.MULTILINE))
    best = {}
    for (segment, key), _ in seen.most_common():
        best.setdefault(segment, key)
    return best


def choices(query, best):
    """The sets of values that a query is tried with."""
    parameters = query["parameters"]
    if not parameters:
        return [{}]
    examples = {p["name"]: p["example"] for p in parameters if p["example"] is not None}
    from_data = dict(examples)
    for p in parameters:
        segment = "metro" if p["kind"] == "unit" and "metro" in best else p["kind"].replace("unit", "city")
        if segment in best:
            from_data[p["name"]] = f"{BASE}{segment}/{best[segment]}"
    as_city = {
        p["name"]: f"{BASE}city/{best['city']}" if p["kind"] == "unit" else from_data.get(p["name"]) for p in parameters
    }
    required = {p["name"]: from_data[p["name"]] for p in parameters if p["required"]}
    tried = []
    for values in (examples, from_data, {k: v for k, v in as_city.items() if v is not None}, required):
        if values not in tried:
            tried.append(values)
    return tried


# ------------------------------------------------------------------------------------------------------ answers


def fetch(url, data=None, accept=JSON_RESULTS, content_type="application/sparql-query"):
    headers = {"Accept": accept} | ({"Content-Type": content_type} if data is not None else {})
    request = urllib.request.Request(url, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{error.code}: {error.read()[:300]}") from error


def term(value):
    """A term of SPARQL JSON results to compare; blank nodes have no names."""
    if value["type"] == "bnode":
        return ("bnode",)
    kind = "literal" if value["type"] == "typed-literal" else value["type"]
    datatype = value.get("datatype", XSD + "string") if kind == "literal" and "xml:lang" not in value else ""
    return (kind, value["value"], datatype, value.get("xml:lang", "").lower())


def table(document):
    """Names and rows of SPARQL JSON results."""
    parsed = json.loads(document)
    names = parsed["head"]["vars"]
    rows = [tuple(term(b[name]) if name in b else None for name in names) for b in parsed["results"]["bindings"]]
    return names, rows


def keys_of(text, names):
    """Positions of the sort keys of a query, as far as they are answered; None without an ORDER BY."""
    tail = text[text.rindex("}") :]
    found = re.search(r"ORDER BY(.*?)(LIMIT|OFFSET|$)", tail, re.DOTALL)
    if not found:
        return None
    positions = []
    for name in re.findall(r"\?(\w+)", found[1]):
        if name not in names:
            break
        positions.append(names.index(name))
    return positions


def close(a, b):
    """Whether two terms are equal, doubles up to rounding."""
    if a == b or a is None or b is None or a[0] != "literal" or b[0] != "literal" or a[2] != b[2]:
        return a == b
    return a[2] == XSD + "double" and math.isclose(float(a[1]), float(b[1]), rel_tol=1e-11, abs_tol=1e-9)


def without_doubles(row):
    return tuple(t if t is None or t[0] != "literal" or t[2] != XSD + "double" else "double" for t in row)


def compare(ours, theirs, text, rounded=False):
    """Why two answers differ, or None; and what was compared."""
    names, rows = ours
    if names != theirs[0]:
        return f"variables {names}, expected {theirs[0]}", ""
    if len(rows) != len(theirs[1]):
        return f"{len(rows)} rows, expected {len(theirs[1])}", ""
    keys = keys_of(text, names)
    if rounded:
        pairs = zip(rows, theirs[1]) if keys is not None else zip(
            sorted(rows, key=lambda r: str(without_doubles(r))), sorted(theirs[1], key=lambda r: str(without_doubles(r)))
        )
        wrong = [(a, b) for a, b in pairs if not all(close(x, y) for x, y in zip(a, b))]
        return (f"{wrong[0][0]}, expected {wrong[0][1]}" if wrong else None), f"{len(rows)} rows"
    missing, extra = Counter(theirs[1]) - Counter(rows), Counter(rows) - Counter(theirs[1])
    if missing or extra:
        return f"missing {list(missing)[:2]}, not expected {list(extra)[:2]}", ""
    if keys is None:
        return None, f"{len(rows)} rows"
    sequence = lambda of: [tuple(row[k] for k in keys) for row in of]
    if sequence(rows) != sequence(theirs[1]):
        first = next(i for i, (a, b) in enumerate(zip(sequence(rows), sequence(theirs[1]))) if a != b)
        return f"the order differs at row {first + 1}: {rows[first]}, expected {theirs[1][first]}", ""
    total = len(set(sequence(rows))) == len(rows)
    return None, f"{len(rows)} rows in {'the same order' if total else 'the order of their keys'}"


class Checks:
    """Counts comparisons and prints one line for each."""

    def __init__(self):
        self.passed = self.failed = 0

    def run(self, name, action):
        try:
            why, what = action()
        except Exception as error:  # a refusal of either side
            why, what = f"{type(error).__name__}: {error}", ""
        self.failed += why is not None
        self.passed += why is None
        print(f"FAIL {name}: {why[:600]}" if why else f"ok   {name}: {what}")


def listed(query, file):
    """What the list must say of a query."""
    chinese = lambda text: re.search(r"[\u4e00-\u9fff]", text or "")
    if not chinese(query["title"].get("zh")) or not query["title"].get("en"):
        return f"titles {query['title']}", ""
    for p in query["parameters"]:
        if not chinese(p["zh"]) or not p["en"] or (p["required"] and p["example"] is None):
            return f"parameter {p}", ""
    if not file.is_file():
        return f"{file} is not there", ""
    return None, f"{query['title']['en']} {query['title']['zh']}"


def by_name(server, query, values):
    return table(fetch(f"{server.url.rstrip('/')}{query['href']}?{urllib.parse.urlencode(values)}"))


def by_pyoxigraph(store, text):
    found = store.query(text, custom_functions=CUSTOM)
    return table(found.serialize(format=ox.QueryResultsFormat.JSON))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    aicity, demo = sys.argv[1], Path(sys.argv[2])
    with open_quads(demo / "dump") as quads:
        text = quads.read()
    checks, best, store = Checks(), most_mentioned(text.decode()), ox.Store()
    store.bulk_load(input=text, format=ox.RdfFormat.N_QUADS)
    with Aicity(aicity, demo / "store") as ours, Oxigraph() as stock:
        stock.load(text)
        check_library(checks, ours, stock, store, best)
        check_functions(checks, ours, store)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


def check_library(checks, ours, stock, store, best):
    """Every query that is listed, by name on our server."""
    for query in json.loads(fetch(ours.url + "queries", accept="application/json"))["queries"]:
        name, file = query["name"], Path("queries") / f"{query['name']}.rq"
        checks.run(f"{name} is listed", partial(listed, query, file))
        source = file.read_text(encoding="utf-8")
        checks.run(f"{name} is the shipped text", lambda: (None, "") if fetch(
            ours.url.rstrip("/") + query["text"], accept="*/*").decode() == source else ("another text", ""))
        kinds = {p["name"]: p["kind"] for p in query["parameters"]}
        defaults = {p["name"]: p["default"] for p in query["parameters"] if p["default"] is not None}
        for values in choices(query, best):
            terms = {key: written(kinds[key], value) for key, value in (defaults | values).items()}
            question = filled(source, terms)
            custom = FUNCTION in question
            title = f"{name} {values or ''} beside {'pyoxigraph' if custom else 'oxigraph'}"

            def both():
                mine = by_name(ours, query, values)
                theirs = by_pyoxigraph(store, question) if custom else table(fetch(stock.sparql, question.encode()))
                return compare(mine, theirs, question, rounded=custom)

            checks.run(title, both)
            if not custom and not values:
                checks.run(f"{name} as a text beside oxigraph", lambda: compare(
                    table(fetch(ours.sparql, question.encode())), table(fetch(stock.sparql, question.encode())), question))


def check_functions(checks, ours, store):
    """Every function that the service description names, and no other."""
    described = fetch(ours.sparql, accept="application/n-triples").decode()
    names = set(re.findall(rf"extensionFunction> <{FUNCTION}(\w+)>", described))
    checks.run("functions of the service description", lambda: (
        None if names == set(FUNCTIONS) else f"{sorted(names ^ set(FUNCTIONS))} are not on both sides", f"{len(names)}"))
    for title, query in FUNCTION_QUERIES.items():
        question = PREFIXES + query.replace("DERIVED", DERIVED)
        checks.run(f"functions, {title}, beside pyoxigraph", lambda: compare(
            table(fetch(ours.sparql, question.encode())), by_pyoxigraph(store, question), question, rounded=True))


if __name__ == "__main__":
    sys.exit(main())
