#!/usr/bin/env python3
"""Real clients ask the server: SPARQLWrapper, rdflib's SPARQLStore and parsers, and curl.

    python check_server.py AICITY DEMO

DEMO is a folder that `aicity demo` wrote; some hundred papers are enough. The server is started here and ended here. What
is right is counted with plain Python from `tables/*.csv` and the N-Quads of `dump/`, never from an answer of the server.
The service description is held against the three tests of the W3C (rdf-tests, sparql11/service-description: returns-rdf,
has-endpoint-triple, conforms-to-schema). Prints one line for each check, then `N passed, N failed`.
"""

import csv
import gzip
import io
import json
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import rdflib
import zstandard
from rdflib import RDF, RDFS, SKOS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from check_dump_pyoxigraph import open_quads
from check_rdf import AIC, BASE, DEFAULT_GRAPH, Report
from served import Aicity

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
FORMATS = "http://www.w3.org/ns/formats/"
DERIVED, PROVENANCE = BASE + "graph/derived", BASE + "graph/provenance"
SECONDS = 30

PREFIXES = f"PREFIX aicity: <{AIC}> PREFIX skos: <{SKOS}> PREFIX rdfs: <{RDFS}>\n"
YEARS = PREFIXES + "SELECT ?year (COUNT(?p) AS ?n) WHERE { ?p a aicity:Paper ; aicity:year ?year } GROUP BY ?year"
NAMES = PREFIXES + 'SELECT ?city ?name { ?city a aicity:City ; skos:prefLabel ?name FILTER(LANG(?name) = "zh") }'
NAME_GRAPH = (
    PREFIXES + 'CONSTRUCT { ?city skos:prefLabel ?name } WHERE { ?city a aicity:City ; skos:prefLabel ?name '
    'FILTER(LANG(?name) = "zh") }'
)
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

# Our names of graph formats, their media types, and rdflib's parsers.
GRAPH_FORMATS = [
    ("ttl", "text/turtle", "turtle"),
    ("nt", "application/n-triples", "nt"),
    ("nq", "application/n-quads", "nquads"),
    ("trig", "application/trig", "trig"),
    ("jsonld", "application/ld+json", "json-ld"),
    ("rdf", "application/rdf+xml", "xml"),
]


# ------------------------------------------------------------------------------------------------------ what is right


class Truth:
    """Everything that is counted from the files of the demo."""

    def __init__(self, demo):
        rows = {name: list(table(demo, name)) for name in ("papers", "authorships", "institutions", "cities")}
        self.years = Counter(int(row["year"]) for row in rows["papers"])
        self.titles = {(BASE + "paper/" + row["paper_id"], row["title"]) for row in rows["papers"]}
        self.names = {(BASE + "city/" + row["city_id"], row["name_zh"]) for row in rows["cities"] if row["name_zh"]}
        self.subfields = Counter(field for row in rows["papers"] for field in row["field"].split(";"))
        self.cited = Counter()
        for row in rows["papers"]:
            for field in row["field"].split(";"):
                self.cited[field] += int(row["citations"] or 0)
        self.city, self.institutions = busiest(rows)
        self.graph = rdflib.Dataset()
        with open_quads(demo / "dump") as quads:
            self.text = quads.read()
        self.graph.parse(data=self.text.decode(), format="nquads")
        self.quads = [
            (s, p, o, None if g in (None, URIRef(DEFAULT_GRAPH)) else str(g)) for s, p, o, g in self.graph.quads()
        ]

    def of(self, name):
        """The statements of a graph."""
        graph = Graph()
        for s, p, o, g in self.quads:
            if g == name:
                graph.add((s, p, o))
        return graph


def table(demo, name):
    with open(demo / "tables" / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def busiest(rows):
    """The city with the most authorships, and the papers of its institutions: key -> number."""
    place = {row["institution_id"]: row["city_id"] for row in rows["institutions"]}
    signed = {(key, row["paper_id"]) for row in rows["authorships"] for key in row["institution_id"].split(";") if key}
    cities = Counter(place[key] for key, _ in sorted(signed) if place[key])
    city = cities.most_common(1)[0][0]
    return city, Counter(key for key, _ in sorted(signed) if place[key] == city)


def differ(found, expected):
    """Problems: none when both are equal."""
    if found == expected:
        return []
    if isinstance(expected, (set, frozenset)) and isinstance(found, (set, frozenset)):
        return [f"missing {sorted(expected - found)[:2]}, not expected {sorted(found - expected)[:2]}"]
    return [f"{str(found)[:300]}, expected {str(expected)[:300]}"]


def same_graph(found, expected):
    if isomorphic(found, expected):
        return []
    return [f"{len(found)} statements, expected {len(expected)}; e.g. {next(iter(expected - found), None)}"]


# ------------------------------------------------------------------------------------------------------ SPARQLWrapper


def wrapper(url, query, form, method=GET, how=URLENCODED, only_accept=False):
    client = SPARQLWrapper(url)
    # By default it names the format in three parameters, beside the Accept field.
    client.setOnlyConneg(only_accept)
    client.setTimeout(SECONDS)
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setReturnFormat(form)
    client.setQuery(query)
    return client


def years_of(client, form):
    """Papers by year out of each kind of answer."""
    answer = client.queryAndConvert()
    if form == JSON:
        return {int(row["year"]["value"]): int(row["n"]["value"]) for row in answer["results"]["bindings"]}
    if form == XML:
        values = [[node.firstChild.data for node in row.getElementsByTagName("literal")] for row in
                  answer.getElementsByTagName("result")]
        return {int(year): int(number) for year, number in values}
    delimiter = "," if form == CSV else "\t"
    rows = list(csv.reader(io.StringIO(answer.decode()), delimiter=delimiter))[1:]
    # TSV has terms as SPARQL writes them: integers bare, or quoted with their type.
    return {int(year.split('"')[-2] if '"' in year else year): int(number.split('"')[-2] if '"' in number else number)
            for year, number in rows}


def graph_of(client, form):
    answer = client.queryAndConvert()
    if isinstance(answer, Graph):
        return answer
    text = answer.decode() if isinstance(answer, bytes) else answer
    return Graph().parse(data=text, format="turtle" if form in (N3, TURTLE) else form)


def check_wrapper(report, server, truth):
    ways = [
        ("GET", GET, URLENCODED, False),
        ("POST form", POST, URLENCODED, False),
        ("POST body", POST, POSTDIRECTLY, False),
        ("GET, Accept only", GET, URLENCODED, True),
        ("POST body, Accept only", POST, POSTDIRECTLY, True),
    ]
    names = {(URIRef(city), Literal(name, lang="zh")) for city, name in truth.names}
    for title, *way in ways:
        for form in (JSON, XML, CSV, TSV):
            with_defaults = lambda: years_of(wrapper(server.sparql, YEARS, form, *way), form)
            report.check(f"SPARQLWrapper {title} {form}: papers by year", problems(with_defaults, dict(truth.years)))
        for form in (N3, TURTLE, RDFXML, JSONLD):
            found = lambda: set(graph_of(wrapper(server.sparql, NAME_GRAPH, form, *way), form).subject_objects())
            report.check(f"SPARQLWrapper {title} {form}: Chinese names of cities", problems(found, names))
    for text, expected in (("ASK { ?s ?p ?o }", True), ("ASK { ?s <urn:nothing> ?o }", False)):
        found = lambda: wrapper(server.sparql, text, JSON).queryAndConvert()["boolean"]
        report.check(f"SPARQLWrapper {text}", problems(found, expected))
    report.check("SPARQLWrapper: a dataset of one named graph", problems(lambda: in_graph(server), len(truth.of(DERIVED))))
    report.check("SPARQLWrapper: a broken query is a QueryBadFormed", problems(lambda: refusal(server), QueryBadFormed))


def in_graph(server):
    client = wrapper(server.sparql, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
    client.addDefaultGraph(DERIVED)
    return int(client.queryAndConvert()["results"]["bindings"][0]["n"]["value"])


def refusal(server):
    try:
        wrapper(server.sparql, "SELECT nonsense", JSON).query()
    except Exception as error:  # which one is the question
        return type(error)
    return None


def problems(found, expected):
    try:
        return differ(found(), expected)
    except Exception as error:  # every client has its own errors
        return [f"{type(error).__name__}: {str(error)[:300]}"]


# ------------------------------------------------------------------------------------------------------ rdflib


def check_store(report, server, truth):
    default = truth.of(None)
    papers = {(subject, AIC.Paper) for subject in default.subjects(RDF.type, AIC.Paper)}
    for method in ("GET", "POST", "POST_FORM"):
        for form in ("xml", "json", "csv"):
            store = SPARQLStore(server.sparql, method=method, returnFormat=form)
            graph = Graph(store, bind_namespaces="none")
            title = f"rdflib SPARQLStore {method} {form}"
            found = lambda: {(s, o) for s, _, o in graph.triples((None, RDF.type, AIC.Paper))}
            report.check(f"{title}: the papers", problems(found, papers))
            found = lambda: {row.year.toPython(): row.n.toPython() for row in graph.query(YEARS)} if form != "csv" else {
                int(row.year): int(row.n) for row in graph.query(YEARS)}
            report.check(f"{title}: papers by year", problems(found, dict(truth.years)))
        report.check(f"rdflib SPARQLStore {method}: length", problems(lambda: len(graph), len(default)))
    store = SPARQLStore(server.sparql)
    found = lambda: {(str(row.city), str(row.name)) for row in Graph(store).query(NAMES)}
    report.check("rdflib SPARQLStore: Chinese names", problems(found, truth.names))
    found = lambda: {str(context) for context in store.contexts()}
    report.check("rdflib SPARQLStore: named graphs", problems(found, {DERIVED, PROVENANCE}))
    derived = Graph(SPARQLStore(server.sparql, context_aware=True), identifier=URIRef(DERIVED))
    units = set(truth.of(DERIVED).subject_objects(AIC.inMetro))
    report.check("rdflib SPARQLStore: one named graph", problems(lambda: set(derived.subject_objects(AIC.inMetro)), units))


def parsed(answer, parser):
    """The statements of an answer whatever their graph."""
    if parser not in ("nquads", "trig"):
        return Graph().parse(data=answer, format=parser)
    graph = Graph()
    for s, p, o, _ in Dataset().parse(data=answer, format=parser).quads():
        graph.add((s, p, o))
    return graph


def check_formats(report, server, truth):
    for name, media, parser in GRAPH_FORMATS:
        for title, url, graph in (
            ("CONSTRUCT of everything", server.sparql + "?query=" + quote(ALL), None),
            ("/store?default", server.url + "store?default", None),
            ("/store?graph=…derived", server.url + "store?graph=" + quote(DERIVED, safe=""), DERIVED),
            ("/store?graph=…provenance", server.url + "store?graph=" + quote(PROVENANCE, safe=""), PROVENANCE),
        ):
            for way, answer in (("Accept", lambda: curl(url, "-H", f"Accept: {media}")),
                                ("format", lambda: curl(f"{url}&format={name}"))):
                def compare():
                    got = answer()
                    wrong = [] if got.field("content-type").split(";")[0] == media else [got.field("content-type")]
                    return wrong + same_graph(parsed(got.text(), parser), truth.of(graph))

                report.check(f"rdflib reads {title} as {name} ({way})", guarded(compare))


def guarded(compare):
    try:
        return compare()
    except Exception as error:  # every parser has its own errors
        return [f"{type(error).__name__}: {str(error)[:300]}"]


# ------------------------------------------------------------------------------------------------------ descriptions


SD_PROPERTIES = """endpoint feature defaultEntailmentRegime entailmentRegime defaultSupportedEntailmentProfile
supportedEntailmentProfile extensionFunction extensionAggregate languageExtension supportedLanguage propertyFeature
defaultDataset availableGraphs resultFormat inputFormat defaultGraph namedGraph name graph""".split()
SD_CLASSES = """Service Feature Language Function Aggregate EntailmentRegime EntailmentProfile GraphCollection Dataset Graph
NamedGraph""".split()
SD_FEATURES = "DereferencesURIs UnionDefaultGraph RequiresDataset EmptyGraphs BasicFederatedQuery".split()
SD_LANGUAGES = "SPARQL10Query SPARQL11Query SPARQL11Update".split()
# Classes that the vocabulary gives to subjects and objects of its properties.
SD_DOMAINS = {
    "endpoint": "Service", "feature": "Service", "extensionFunction": "Service", "supportedLanguage": "Service",
    "defaultDataset": "Service", "resultFormat": "Service", "inputFormat": "Service", "defaultGraph": "Dataset",
    "namedGraph": "Dataset", "name": "NamedGraph", "graph": "NamedGraph",
}
SD_RANGES = {
    "extensionFunction": "Function", "defaultDataset": "Dataset", "defaultGraph": "Graph", "namedGraph": "NamedGraph",
    "graph": "Graph",
}
# Formats that the W3C names at http://www.w3.org/ns/formats/.
KNOWN_FORMATS = """JSON-LD N3 N-Triples N-Quads LD_Patch microdata OWL_XML OWL_Functional OWL_Manchester POWDER POWDER-S
RDFa RDF_JSON RDF_XML RIF_XML SPARQL_Results_XML SPARQL_Results_JSON SPARQL_Results_CSV SPARQL_Results_TSV Turtle
TriG""".split()


def check_service(report, server, truth):
    graphs = {}
    for name, media, parser in GRAPH_FORMATS:
        got = curl(server.sparql, "-H", f"Accept: {media}")
        wrong = [] if got.status == 200 and got.field("content-type").split(";")[0] == media else [str(got.fields)]
        graph = report.attempt(f"service description: returns RDF ({name})", lambda: parsed(got.text(), parser))
        if graph is None:
            return
        graphs[name] = graph
        report.check(f"service description: returns RDF ({name}), like the others",
                     wrong + same_graph(graph, graphs["ttl"]))
    anything = curl(server.sparql, "-H", "Accept:").field("content-type").split(";")[0]
    report.check("service description: returns RDF (no Accept)",
                 [] if anything in [media for _, media, _ in GRAPH_FORMATS] else [anything])
    graph = graphs["ttl"]
    endpoint = URIRef(server.sparql)
    services = set(graph.subjects(SD.endpoint, endpoint))
    report.check("service description: has an endpoint triple",
                 differ({str(s) for s in services if (s, RDF.type, SD.Service) in graph}, {server.sparql}))
    report.check("service description: conforms to the schema", list(schema(graph)))
    report.check("service description: one Service, SPARQL 1.1 Query, no Update",
                 differ((len(set(graph.subjects(RDF.type, SD.Service))), set(graph.objects(None, SD.supportedLanguage))),
                        (1, {SD.SPARQL11Query})))
    found = {str(name): int(graph.value(graph.value(node, SD.graph), VOID.triples))
             for node, name in graph.subject_objects(SD.name)}
    found[None] = int(graph.value(graph.value(None, SD.defaultGraph), VOID.triples)
                      if (None, SD.defaultGraph, None) not in graph
                      else graph.value(next(graph.objects(None, SD.defaultGraph)), VOID.triples))
    report.check("service description: graphs and their statements", differ(found, dict(Counter(q[3] for q in truth.quads))))
    comments = [str(text) for text in graph.objects(None, RDFS.comment)]
    doubled = [text for text in comments for name in [text.split("(")[0]] if name[: len(name) // 2] * 2 == name and name]
    report.check("service description: functions are named once", doubled)


def schema(graph):
    """What is not as the vocabulary says."""
    for s, p, o in graph:
        local = str(p)[len(SD):] if str(p).startswith(SD) else None
        if local is not None and local not in SD_PROPERTIES:
            yield f"{p} is no property of the vocabulary"
        if local in SD_DOMAINS and (s, RDF.type, SD[SD_DOMAINS[local]]) not in graph:
            yield f"{s} has {local} and is no {SD_DOMAINS[local]}"
        if local in SD_RANGES and (o, RDF.type, SD[SD_RANGES[local]]) not in graph:
            yield f"{o} is the {local} of {s} and no {SD_RANGES[local]}"
        if p == RDF.type and str(o).startswith(SD) and str(o)[len(SD):] not in SD_CLASSES:
            yield f"{o} is no class of the vocabulary"
        if local == "feature" and str(o)[len(SD):] not in SD_FEATURES:
            yield f"{o} is no feature"
        if local == "supportedLanguage" and str(o)[len(SD):] not in SD_LANGUAGES:
            yield f"{o} is no language"
        if local in ("resultFormat", "inputFormat") and str(o).removeprefix(FORMATS) not in KNOWN_FORMATS:
            yield f"{o} is no format of the W3C"
        if local not in (None, "endpoint") and isinstance(o, Literal):
            yield f"{local} has the literal {o}"
    for node in graph.subjects(RDF.type, SD.NamedGraph):
        if len(list(graph.objects(node, SD.name))) != 1 or len(list(graph.objects(node, SD.graph))) > 1:
            yield f"the named graph {node} has not one name and one graph"
    for node in set(graph.subjects(RDF.type, SD.Dataset)):
        if len(list(graph.objects(node, SD.defaultGraph))) > 1:
            yield f"{node} has several default graphs"


def counted(quads):
    """The numbers of VoID, from statements."""
    types = {(s, o) for s, p, o, _ in quads if p == RDF.type}
    return {
        VOID.triples: len(quads),
        VOID.distinctSubjects: len({s for s, *_ in quads}),
        VOID.distinctObjects: len({o for _, _, o, _ in quads}),
        VOID.properties: len({p for _, p, *_ in quads}),
        VOID.classes: len({o for _, o in types}),
        "classes": Counter(o for _, o in types),
        "properties": Counter(p for _, p, *_ in quads),
    }


def check_void(report, server, truth):
    url = server.url + ".well-known/void"
    graphs = {}
    for name, media, parser in GRAPH_FORMATS:
        got = curl(url, "-H", f"Accept: {media}")
        graph = report.attempt(f"VoID as {name} is read", lambda: parsed(got.text(), parser))
        if graph is None:
            return
        graphs[name] = graph
    report.check("VoID: every format says the same",
                 [name for name, graph in graphs.items() if not isomorphic(graph, graphs["ttl"])])
    graph = graphs["ttl"]
    root = graph.value(URIRef(url), rdflib.FOAF.primaryTopic)
    report.check("VoID: one described dataset with its dump and endpoint", differ(
        (str(graph.value(root, VOID.dataDump)), str(graph.value(root, VOID.sparqlEndpoint)),
         (root, RDF.type, VOID.Dataset) in graph),
        (server.url + "dump/graph.nq.zst", server.sparql, True)))
    report.check("VoID: the whole", list(void_problems(graph, root, counted(truth.quads))))
    named = set()
    for subset in graph.objects(root, VOID.subset):
        name = graph.value(subset, rdflib.DCTERMS.identifier)
        name = None if name is None else str(name)  # a subset without identifier is the default graph
        named.add(name)
        quads = [quad for quad in truth.quads if quad[3] == name]
        report.check(f"VoID: {name or 'default graph'}", list(void_problems(graph, subset, counted(quads))))
    report.check("VoID: every named graph is a subset", differ(named - {None}, {q[3] for q in truth.quads} - {None}))


def void_problems(graph, node, expected):
    """What a dataset says of itself and is not so. It must say how many statements it has."""
    if graph.value(node, VOID.triples) is None:
        yield "no void:triples"
    for predicate in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects, VOID.properties, VOID.classes):
        for value in graph.objects(node, predicate):
            if int(value) != expected[predicate]:
                yield f"{predicate.split('#')[1]} {value}, expected {expected[predicate]}"
    for kind, partition, key, number in (
        ("classes", VOID.classPartition, VOID["class"], VOID.entities),
        ("properties", VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        parts = list(graph.objects(node, partition))
        found = {graph.value(part, key): int(graph.value(part, number)) for part in parts}
        if parts and found != dict(expected[kind]):
            wrong = {str(k) for k in found.keys() | expected[kind].keys() if found.get(k) != expected[kind].get(k)}
            yield f"{kind} differ: {sorted(wrong)[:4]}"


# ------------------------------------------------------------------------------------------------------ curl


class Curl:
    """An answer that curl got: status, fields (lower-case names), bytes as they came."""

    def __init__(self, head, body):
        lines = head.decode("latin-1").strip().split("\r\n\r\n")[-1].split("\r\n")
        self.status, self.body = int(lines[0].split()[1]), body
        fields = (line.split(":", 1) for line in lines[1:])
        self.fields = {name.strip().lower(): value.strip() for name, value in fields}

    def field(self, name):
        return self.fields.get(name, "")

    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


def curl(url, *arguments):
    command = ["curl", "--silent", "--show-error", "--max-time", str(SECONDS), "--dump-header", "/dev/stderr"]
    done = subprocess.run([*command, *arguments, url], capture_output=True, timeout=SECONDS + 5, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"curl ended with {done.returncode}: {done.stderr[-300:]}")
    # With --head the head is the output, too.
    return Curl(done.stderr, done.stdout.removeprefix(done.stderr))


def years_json(got):
    return {int(row["year"]["value"]): int(row["n"]["value"]) for row in got.json()["results"]["bindings"]}


def check_curl(report, server, truth):
    url, json_type = server.sparql, "Accept: application/sparql-results+json"
    years = dict(truth.years)
    for title, arguments in (
        ("GET", ["-G", "--data-urlencode", f"query={YEARS}"]),
        ("POST form", ["--data-urlencode", f"query={YEARS}"]),
        ("POST body", ["-H", "Content-Type: application/sparql-query", "--data-binary", YEARS]),
        ("POST body in UTF-8", ["-H", "Content-Type: application/sparql-query; charset=UTF-8", "--data-binary", YEARS]),
        ("POST body in chunks", ["-H", "Content-Type: application/sparql-query", "-H", "Transfer-Encoding: chunked",
                                 "--data-binary", YEARS]),
        ("HTTP/1.0", ["-0", "-G", "--data-urlencode", f"query={YEARS}"]),
    ):
        report.check(f"curl {title}", problems(lambda: years_json(curl(url, "-H", json_type, *arguments)), years))
    titles = ["-H", json_type, "-G", "--data-urlencode",
              f"query={PREFIXES}SELECT ?p ?t {{ ?p a aicity:Paper ; <{rdflib.DCTERMS.title}> ?t }} ORDER BY ?p"]
    plain = curl(url, *titles)
    found = {(row["p"]["value"], row["t"]["value"]) for row in plain.json()["results"]["bindings"]}
    report.check("curl: every title", differ(found, truth.titles))
    check_codings(report, url, titles, plain)
    check_conditional(report, url, titles, plain)
    check_refusals(report, server)


def check_codings(report, url, titles, plain):
    decoded = curl(url, "--compressed", *titles)
    report.check("curl --compressed", differ(decoded.body, plain.body))
    packed = curl(url, "-H", "Accept-Encoding: gzip", *titles)
    report.check("gzip by hand", differ((packed.field("content-encoding"), gzip.decompress(packed.body)),
                                        ("gzip", plain.body)))
    packed = curl(url, "-H", "Accept-Encoding: zstd", *titles)
    unpacked = zstandard.ZstdDecompressor().stream_reader(packed.body).read()
    report.check("zstd by hand", differ((packed.field("content-encoding"), unpacked), ("zstd", plain.body)))
    none = curl(url, "-H", "Accept-Encoding: identity;q=1, *;q=0", *titles)
    report.check("identity only", differ((none.field("content-encoding"), none.body), ("", plain.body)))
    small = curl(url, "-H", "Accept-Encoding: gzip", "-G", "--data-urlencode", "query=ASK {}", "-H", "Accept: text/csv")
    report.check("Vary names what an answer depends on",
                 [name for name in ("accept", "accept-encoding") if name not in small.field("vary").lower()])


def check_conditional(report, url, titles, plain):
    tag = plain.field("etag")
    report.check("an answer has a validator", [] if tag.startswith('"') else [tag])
    again = curl(url, "-H", f"If-None-Match: {tag}", *titles)
    report.check("conditional GET: 304 without body, with the validator",
                 differ((again.status, again.body, again.field("etag")), (304, b"", tag)))
    several = curl(url, "-H", f'If-None-Match: "x", W/{tag}', *titles)
    report.check("conditional GET: a list of weak validators", differ(several.status, 304))
    packed = curl(url, "-H", "Accept-Encoding: gzip", *titles).field("etag")
    report.check("another coding has another validator", [packed] if packed == tag else [])
    again = curl(url, "-H", "Accept-Encoding: gzip", "-H", f"If-None-Match: {packed}", *titles)
    report.check("conditional GET of gzip: 304", differ((again.status, again.field("etag")), (304, packed)))
    other = curl(url, "-H", 'If-None-Match: "other"', *titles)
    report.check("conditional GET of another validator: the answer", differ((other.status, other.body), (200, plain.body)))
    head = curl(url, "--head", *titles)
    skipped = {"date", "x-request-id"}
    fields = lambda got: {(k, v) for k, v in got.fields.items() if k not in skipped}
    report.check("HEAD: the fields of GET", differ(fields(head), fields(plain)))
    report.check("HEAD: no body, its length said", differ((head.status, head.body, head.field("content-length")),
                                                         (200, b"", str(len(plain.body)))))


def check_refusals(report, server):
    """Each wrong request gets its status and a problem document."""
    query = ["-G", "--data-urlencode"]
    for title, status, url, arguments in (
        ("a broken query", 400, server.sparql, [*query, "query=SELECT"]),
        ("no query", 400, server.sparql, ["-H", "Content-Type: application/x-www-form-urlencoded", "--data", ""]),
        ("two queries", 400, server.sparql, [*query, "query=ASK {}", "--data-urlencode", "query=ASK {}"]),
        ("an update", 403, server.sparql, ["--data-urlencode", "update=CLEAR ALL"]),
        ("an update as body", 403, server.sparql,
         ["-H", "Content-Type: application/sparql-update", "--data", "CLEAR ALL"]),
        ("a body of another type", 415, server.sparql, ["-H", "Content-Type: text/plain", "--data", "ASK {}"]),
        ("nothing acceptable", 406, server.sparql, [*query, "query=ASK {}", "-H", "Accept: image/png"]),
        ("PUT", 405, server.sparql, ["-X", "PUT", "--data", "x"]),
        ("DELETE of a graph", 405, server.url + "store?default", ["-X", "DELETE"]),
        ("an unknown path", 404, server.url + "nothing", []),
        ("an unknown graph", 404, server.url + "store?graph=urn:nothing", []),
        ("an unknown query", 404, server.url + "queries/examples/nothing", []),
        ("a parameter that is none", 400, server.url + "queries/examples/institutions?town=1", []),
        ("a foreign Host", 421, server.url + "health", ["-H", "Host: evil.example"]),
    ):
        def compare():
            got = curl(url, *arguments)
            wrong = differ((got.status, got.field("content-type")), (status, "application/problem+json"))
            missing = {"type", "title", "status", "detail"} - got.json().keys()
            if status == 405 and "GET" not in got.field("allow"):
                wrong.append(f"Allow: {got.field('allow')}")
            return wrong + [f"no {name}" for name in sorted(missing)]

        report.check(f"{title}: {status}", guarded(compare))


# ------------------------------------------------------------------------------------------------------ other resources


def check_resources(report, server, truth, demo):
    rows = lambda path: list(csv.DictReader(io.StringIO(curl(server.url + path).text())))
    found = lambda: {int(row["year"]): int(row["papers"]) for row in rows("queries/examples/papers-by-year?format=csv")}
    report.check("/queries: papers by year", problems(found, dict(truth.years)))
    found = lambda: {row["subfield"].rsplit("/", 1)[1]: (int(row["papers"]), int(row["citations"]))
                     for row in rows("queries/examples/papers-by-subfield?format=csv")}
    expected = {field: (number, truth.cited[field]) for field, number in truth.subfields.items()}
    report.check("/queries: papers and citations by subfield", problems(found, expected))
    found = lambda: {row["institution"].rsplit("/", 1)[1]: int(row["papers"])
                     for row in rows(f"queries/examples/institutions?format=csv&city={truth.city}")}
    report.check("/queries: institutions of the busiest city", problems(found, dict(truth.institutions)))
    listed = {query["name"] for query in curl(server.url + "queries").json()["queries"]}
    files = {p.relative_to("queries").with_suffix("").as_posix() for p in Path("queries").rglob("*.rq")}
    report.check("/queries lists every shipped query", differ(listed, {f for f in files if not f.startswith("mappings/")}))
    dump = lambda: zstandard.ZstdDecompressor().stream_reader(
        curl(server.url + "dump/graph.nq.zst").body, read_across_frames=True).read()
    report.check("/dump: the statements of the dump on disk", problems(lambda: dump() == truth.text, True))
    manifest = json.loads((demo / "dump" / "manifest.json").read_text())
    report.check("/dump: its manifest", problems(lambda: curl(server.url + "dump/manifest.json").json().keys(), manifest.keys()))
    found = lambda: curl(server.url + "dump/graph.nq.zst", "--head").status
    report.check("/dump: HEAD", problems(found, 200))
    report.check("/health", problems(lambda: curl(server.url + "health").json()["status"], "ok"))
    lines = lambda: [line for line in curl(server.url + "metrics").text().splitlines() if not line.startswith("#")]
    report.check("/metrics: a name and a number on each line",
                 guarded(lambda: [line for line in lines() if not number(line.rsplit(" ", 1)[-1])] + ([] if lines() else ["none"])))
    described = lambda: curl(server.url + "api/v1/openapi.json").json()["openapi"]
    report.check("/api: its description", problems(described, "3.1.0"))
    page = lambda: curl(server.url, "-H", "Accept: text/html").field("content-type").split(";")[0]
    report.check("/: a page", problems(page, "text/html"))


def number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    aicity, demo = sys.argv[1], Path(sys.argv[2])
    warnings.simplefilter("ignore")
    report, truth = Report(), Truth(demo)
    server = Aicity(aicity, demo / "store")
    try:
        check_wrapper(report, server, truth)
        check_store(report, server, truth)
        check_formats(report, server, truth)
        check_service(report, server, truth)
        check_void(report, server, truth)
        check_curl(report, server, truth)
        check_resources(report, server, truth, demo)
    finally:
        status = server.stop()
    report.check("the server ends when it is told to, and says by what", differ(status, 143))
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
