#!/usr/bin/env python3
"""Checks a dump of aicity and the ontology against each other with rdflib and pySHACL.

    python check_rdf.py SAMPLE ONTOLOGY

SAMPLE is a folder with `graph.nq.zst` and `manifest.json`, or an N-Quads file; ONTOLOGY is the folder `ontology/`.
Use a corpus of some hundred papers (rdflib and pySHACL are slow) with at least one node of each class. Prints one line
for each check, then `N passed, N failed`; exits with 1 if a check failed. The last block injects mistakes into an
extract of the sample, one at a time, and expects pySHACL to report each: it shows that the shapes can fail.
"""

import csv
import io
import json
import logging
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import Path

import pyshacl
import rdflib
from rdflib import RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV

from check_dump_pyoxigraph import open_quads

rdflib.NORMALIZE_LITERALS = False
logging.getLogger("rdflib").setLevel(logging.ERROR)

BASE = "https://aicity.example/"
AIC = rdflib.Namespace(BASE + "ontology#")
RESULTS = BASE + "results#"
GEO = rdflib.Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
GRAPHS = {None, URIRef(BASE + "graph/derived"), URIRef(BASE + "graph/provenance")}
DEFAULT_GRAPH = "urn:x-rdflib:default"
CANONICAL = {
    XSD.integer: r"0|-?[1-9][0-9]*",
    XSD.decimal: r"0|-?(0|[1-9][0-9]*)\.[0-9]*[1-9]|-?[1-9][0-9]*",
    XSD.boolean: r"true|false",
    XSD.string: r"(?s).*",
    RDF.langString: r"(?s).*",
}


# ------------------------------------------------------------------------------------------------------- reporting


class Report:
    """Counts checks and prints one line for each."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, problems):
        """Prints one check; `problems` are texts, none when all is well. Answers whether all is."""
        try:
            problems = list(problems)
        except Exception as error:  # data too broken to be looked at
            problems = [f"{type(error).__name__}: {error}"]
        if problems:
            self.failed += 1
            more = f" (and {len(problems) - 5} more)" if len(problems) > 5 else ""
            print(f"FAIL {name}: {'; '.join(map(str, problems[:5]))}{more}")
        else:
            self.passed += 1
            print(f"ok   {name}")
        return not problems

    def attempt(self, name, action):
        """Runs `action`; an exception is a failed check. Answers what it answers, or None."""
        try:
            answer = action()
        except Exception as error:  # every parser has its own errors
            self.check(name, [f"{type(error).__name__}: {error}"])
            return None
        self.check(name, [])
        return answer

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


# --------------------------------------------------------------------------------------------------------- reading


def read_text(path):
    with open_quads(path) as quads:
        return quads.read()


def parse_quads(text):
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(text), format="nquads")
    return dataset


def union(dataset):
    graph = Graph()
    for s, p, o, _ in dataset.quads():
        graph.add((s, p, o))
    return graph


def graph_name(name):
    return None if name is None or str(name) == DEFAULT_GRAPH else URIRef(str(name))


# ------------------------------------------------------------------------------------------ checks of the ontology


def declared(ontology):
    """Our classes and properties: everything in our namespaces that the ontology gives a type."""
    return {t for t in ontology.subjects(RDF.type, None) if str(t).startswith((str(AIC), RESULTS))}


def unlabelled(ontology):
    for term in sorted(declared(ontology)):
        names = set(ontology.objects(term, RDFS.label)) | set(ontology.objects(term, SKOS.prefLabel))
        missing = {"en", "zh"} - {name.language for name in names}
        if missing:
            yield f"{term} has no label in {', '.join(sorted(missing))}"
        if (term, RDF.type, OWL.Class) in ontology or (term, RDFS.range, None) in ontology:
            comments = {text.language for text in ontology.objects(term, RDFS.comment)}
            if not {"en", "zh"} <= comments:
                yield f"{term} has no comment in en and zh"


def undeclared(graph, ontology):
    """Terms of our namespace that the graph uses and the ontology does not declare."""
    known = declared(ontology)
    used = {t for triple in graph for t in triple if isinstance(t, URIRef) and str(t).startswith(str(AIC))}
    return sorted(str(t) for t in used - known)


def vocabulary_differs(ontology_folder, ontology):
    """aicity.ttl beside src/rdf/vocabulary.rs, which the program writes with."""
    source = ontology_folder.parent / "src" / "rdf" / "vocabulary.rs"
    if not source.is_file():
        return [f"{source} is not there"]
    named = {str(AIC[local]) for local in re.findall(r'own!\("(\w+)"\)', source.read_text(encoding="utf-8"))}
    stated = {str(term) for term in declared(ontology) if str(term).startswith(str(AIC))}
    return [f"only in one of the two: {term}" for term in sorted(named ^ stated)]


def subfields_differ(ontology_folder, ontology):
    """fields.ttl beside data/subfields.csv, which the program reads."""
    table = ontology_folder.parent / "data" / "subfields.csv"
    if not table.is_file():
        return [f"{table} is not there"]
    with table.open(encoding="utf-8", newline="") as rows:
        listed = {(row["id"], row["name"], row["name_zh"]) for row in csv.DictReader(rows)}
    prefix = BASE + "subfield/"
    concepts = [c for c in ontology.subjects(RDF.type, SKOS.Concept) if str(c).startswith(prefix)]
    names = {c: {n.language: str(n) for n in ontology.objects(c, SKOS.prefLabel)} for c in concepts}
    stated = {(str(c)[len(prefix) :], n.get("en"), n.get("zh")) for c, n in names.items()}
    return [f"only in one of the two: {row}" for row in sorted(listed ^ stated, key=str)]


# ---------------------------------------------------------------------------------------------- checks of the data


def not_canonical(dataset):
    """Literals whose text is not the canonical form of their value."""
    for literal in {o for _, _, o, _ in dataset.quads() if isinstance(o, Literal)}:
        datatype = RDF.langString if literal.language else literal.datatype or XSD.string
        form = CANONICAL.get(datatype)
        if form is None:
            yield f"datatype {datatype} is not ours"
        elif not re.fullmatch(form, str(literal)):
            yield f"{literal.n3()}"


def foreign_graphs(dataset):
    return sorted(str(g) for g in {graph_name(g) for *_, g in dataset.quads()} - GRAPHS)


def misplaced(dataset):
    """Statements that stand in another graph than the model says."""
    derived, provenance = URIRef(BASE + "graph/derived"), URIRef(BASE + "graph/provenance")
    deduced = ("inInstitution", "inCity", "inMetro", "inCountry", "rankedCountry")
    place = {AIC[p]: derived for p in (*deduced, "unit", "sharedPapers", "international")}
    place |= {AIC[p]: provenance for p in ("sha256", "bytes", "inputFormat")}
    for s, p, _, g in dataset.quads():
        if str(p).startswith(str(AIC)) and graph_name(g) != place.get(p):
            yield f"<{s}> <{p}> stands in {g}"


def not_sorted(text):
    """Lines of a dump that are not greater than the line before."""
    lines = text.splitlines(keepends=True)
    if not text.endswith(b"\n"):
        yield "the last line has no end"
    for number, (before, line) in enumerate(pairwise(lines), start=2):
        if before >= line:
            yield f"line {number} {'repeats' if before == line else 'belongs before'} the line before"


def wrong_manifest(folder, text, graph):
    """What `manifest.json` says otherwise than the graph beside it."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    packed = (folder / "graph.nq.zst").read_bytes()
    classes = {
        "papers": AIC.Paper,
        "authorships": AIC.Authorship,
        "scholars": AIC.Scholar,
        "institutions": AIC.Institution,
        "cities": AIC.City,
    }
    counts = {name: len(set(graph.subjects(RDF.type, kind))) for name, kind in classes.items()}
    expected = {
        "layout": 2,
        "edition": sha256(text).hexdigest()[:16],
        "sha256": sha256(packed).hexdigest(),
        "bytes": len(packed),
        "text_sha256": sha256(text).hexdigest(),
        "text_bytes": len(text),
        "counts": counts | {"quads": text.count(b"\n")},
    }
    for name, value in expected.items():
        if manifest.get(name) != value:
            yield f"{name} is {manifest.get(name)}, the graph has {value}"
    stated = {
        (str(digest), str(name))
        for node, digest in graph.subject_objects(AIC.sha256)
        for name in graph.objects(node, RDFS.label)
    }
    listed = {(source["sha256"], source["name"]) for source in manifest.get("sources", [])}
    for digest, name in sorted(stated ^ listed):
        yield f"source {name} ({digest}) is in one of the two only"


def key(iri):
    return str(iri).split("/", 4)[-1]


def wrong_iris(graph):
    """IRIs that contradict the statements about them."""
    for node, paper in graph.subject_objects(AIC.paper):
        for position in graph.objects(node, AIC.position):
            if key(node) != f"{key(paper)}-{position}":
                yield f"{node} is position {position} of {paper}"
    for node in graph.subjects(RDF.type, AIC.Collaboration):
        units = [key(unit) for unit in graph.objects(node, AIC.unit)]
        if key(node) not in {"--".join(units), "--".join(reversed(units))}:
            yield f"{node} is between {units}"
    for node, digest in graph.subject_objects(AIC.sha256):
        if key(node) != str(digest):
            yield f"{node} has the checksum {digest}"


def wrong_collaborations(graph):
    """Collaboration edges counted again from the papers."""
    counted = Counter()
    for paper in graph.subjects(RDF.type, AIC.Paper):
        counted.update(combinations(sorted(set(graph.objects(paper, AIC.inMetro))), 2))
    stated = {}
    for node in graph.subjects(RDF.type, AIC.Collaboration):
        pair = tuple(sorted(graph.objects(node, AIC.unit)))
        stated[pair] = int(graph.value(node, AIC.sharedPapers))
        countries = [ranked_countries(graph, unit) for unit in pair]
        if all(len(c) == 1 for c in countries):
            expected = countries[0] != countries[1]
            if str(graph.value(node, AIC.international)) != str(expected).lower():
                yield f"{node} must have international {expected}"
    for pair in sorted(counted.keys() | stated.keys()):
        if counted.get(pair) != stated.get(pair):
            yield f"{pair} share {counted.get(pair)} papers, the graph says {stated.get(pair)}"


def ranked_countries(graph, unit):
    cities = set(graph.subjects(AIC.metro, unit))
    return {r for city in cities for c in graph.objects(city, AIC.country) for r in graph.objects(c, AIC.rankedAs)}


def wrong_metros(graph):
    """Metros that are ranked under a country that none of their cities is ranked under."""
    for metro in graph.subjects(RDF.type, AIC.Metro):
        stated = set(graph.objects(metro, AIC.rankedCountry))
        if not stated <= ranked_countries(graph, metro):
            yield f"{metro} is ranked under {sorted(map(key, stated))}"


def validate(graph, shapes, **options):
    """The violations: (focus node, path, constraint component, message). Only results of the report itself: pySHACL
    also lists what it found inside `sh:node` and `sh:or`."""
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False, **options)
    if not isinstance(results, Graph):
        raise RuntimeError(str(results))
    parts = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.resultMessage)
    return [tuple(results.value(r, part) for part in parts) for r in results.objects(None, SH.result)]


def violations(graph, shapes, **options):
    for focus, path, component, message in validate(graph, shapes, **options):
        path = f" {key_of_term(path)}" if isinstance(path, URIRef) else ""
        yield f"{focus}{path} {key_of_term(component)}: {message}"


def key_of_term(iri):
    return re.split(r"[#/]", str(iri))[-1]


# --------------------------------------------------------------------------------------------------------- mistakes
# What the model says of each property, once more and in other words than the shapes. Every line is broken in every way
# that it allows: left out, given twice, given with another type.

TEXT, ZH_EN, DIGEST = "text", "name", "digest"
INTEGER, DECIMAL, BOOLEAN, LINK = "integer", "decimal", "boolean", "link"

# node, property, type (or the node that it must point to), required, at most one
MODEL = [
    ("paper", DCTERMS.title, TEXT, False, True),
    ("paper", AIC.year, INTEGER, False, True),
    ("paper", AIC.citations, INTEGER, False, True),
    ("paper", AIC.citationSource, TEXT, False, True),
    ("paper", AIC.dataSource, TEXT, False, True),
    ("paper", AIC.venue, "venue", False, True),
    ("paper", AIC.subfield, "subfield", False, False),
    ("paper", AIC.doi, TEXT, False, True),
    ("paper", AIC.inCity, "city", False, False),
    ("authorship", AIC.paper, "paper", True, True),
    ("authorship", AIC.scholar, "scholar", True, True),
    ("authorship", AIC.position, INTEGER, True, True),
    ("authorship", AIC.institution, "institution", False, False),
    ("authorship", AIC.unresolvedAffiliations, INTEGER, False, True),
    ("scholar", RDFS.label, TEXT, False, True),
    ("institution", RDFS.label, TEXT, False, True),
    ("institution", AIC.city, "city", False, True),
    ("institution", AIC.country, "country", False, True),
    ("institution", AIC.institutionType, TEXT, False, True),
    ("institution", OWL.sameAs, LINK, False, True),
    ("institution", GEO.lat, DECIMAL, False, True),
    ("institution", GEO.long, DECIMAL, False, True),
    ("city", SKOS.prefLabel, ZH_EN, False, False),
    ("city", AIC.country, "country", True, True),
    ("city", AIC.admin1, TEXT, False, True),
    ("city", AIC.population, INTEGER, False, True),
    ("city", OWL.sameAs, LINK, False, True),
    ("city", GEO.lat, DECIMAL, False, True),
    ("city", GEO.long, DECIMAL, False, True),
    ("metro", SKOS.prefLabel, ZH_EN, False, False),
    ("country", SKOS.prefLabel, ZH_EN, False, False),
    ("country", AIC.rankedAs, "country", True, True),
    ("country", AIC.rankedCountry, "country", True, True),
    ("metro", AIC.rankedCountry, "country", True, True),
    ("venue", SKOS.prefLabel, ZH_EN, False, False),
    ("subfield", SKOS.prefLabel, ZH_EN, False, False),
    ("collaboration", AIC.sharedPapers, INTEGER, True, True),
    ("collaboration", AIC.international, BOOLEAN, True, True),
    ("source", RDFS.label, TEXT, True, False),
    ("source", AIC.sha256, DIGEST, True, True),
    ("source", AIC.bytes, INTEGER, True, True),
    ("source", AIC.inputFormat, TEXT, True, True),
]
NODES = sorted({node for node, *_ in MODEL})
OPEN = {"subfield", "source"}  # nodes that other vocabularies may say more about


@dataclass
class Mistake:
    """One way to break a graph: new objects for a property of a node, and the report that it must cause."""

    name: str
    node: str
    predicate: URIRef
    change: object  # (old objects, nodes by name) -> new objects
    component: str
    extra: object = lambda nodes: []  # nodes by name -> triples to add
    path: object = ...  # path of the report, if it is not the property; None: any
    anywhere: bool = False  # the report may be about another node
    message: str = ""  # what the report must say


@dataclass
class Renaming:
    """A node under an IRI that the model does not allow."""

    name: str
    node: str
    to: object
    component: str


def nothing(_old, _nodes):
    return []


def only(*objects):
    return lambda _old, nodes: [nodes.get(o, o) for o in objects]


def also(*objects):
    return lambda old, nodes: old + [nodes.get(o, o) for o in objects]


def of(datatype, *texts):
    return only(*(Literal(text, datatype=datatype) for text in texts))


def tagged(language, *texts):
    return only(*(Literal(text, lang=language) for text in texts))


PLAIN = Literal("text")
TWO = {
    TEXT: only(PLAIN, Literal("other")),
    DIGEST: of(None, "a" * 64, "b" * 64),
    INTEGER: of(XSD.integer, "1", "2"),
    DECIMAL: of(XSD.decimal, "1", "2"),
    BOOLEAN: of(XSD.boolean, "true", "false"),
    LINK: only(URIRef("https://ror.org/1"), URIRef("https://sws.geonames.org/1/")),
}
WRONG = {
    TEXT: [("with a language", tagged("en", "text"), "Datatype"), ("empty", of(None, ""), "MinLength")],
    DIGEST: [
        ("with a language", tagged("en", "a" * 64), "Datatype"),
        ("of half the length", of(None, "ab" * 16), "Pattern"),
    ],
    ZH_EN: [
        ("twice in one language", tagged("en", "a", "b"), "UniqueLang"),
        ("in French", tagged("fr", "a"), "LanguageIn"),
        ("without language", only(PLAIN), "Datatype"),
        ("empty", tagged("en", ""), "MinLength"),
    ],
    INTEGER: [("as text", of(None, "2020"), "Datatype"), ("as decimal", of(XSD.decimal, "2020"), "Datatype")],
    DECIMAL: [("as xsd:double", of(XSD.double, "1"), "Datatype"), ("as integer", of(XSD.integer, "1"), "Datatype")],
    BOOLEAN: [("as text", of(None, "true"), "Datatype")],
    LINK: [("as text", only(PLAIN), "NodeKind"), ("elsewhere", only(URIRef("https://example.org/1")), "Pattern")],
}


def broken_model():
    for node, predicate, kind, required, single in MODEL:
        name = f"{key_of_term(predicate)} of a {node}"
        other = "country" if kind == "scholar" else "scholar"
        if required:
            yield Mistake(f"{name} left out", node, predicate, nothing, "MinCount")
        if single:
            yield Mistake(f"{name} given twice", node, predicate, TWO.get(kind, only("scholar", "country")), "MaxCount")
        links = [("as text", only(PLAIN), "NodeKind"), (f"as {other}", only(other), "Class")]
        for how, change, component in WRONG.get(kind, links):
            yield Mistake(f"{name} {how}", node, predicate, change, component)


def broken_nodes():
    for node in NODES:
        # `metro` may point to two classes, so a metro without type is reported by the choice between them.
        component = "Or" if node == "metro" else "Class"
        yield Mistake(f"a {node} without type", node, RDF.type, nothing, component, path=None, anywhere=True)
        if node not in OPEN:
            yield Mistake(f"an unknown property of a {node}", node, AIC.nothing, only(PLAIN), "Closed")
        yield Renaming(f"a {node} as blank node", node, BNode("b"), "NodeKind")
        for how, text in (
            ("raw", "São Paulo-1"),
            ("in two segments", "a/b-1"),
            ("in lower-case hexadecimal", "a%2fb-1"),
        ):
            yield Renaming(f"the IRI of a {node} {how}", node, URIRef(f"{BASE}{node}/{text}"), "Pattern")


STRAY = URIRef(BASE + "country/ZZ")
SUBURB, METRO = URIRef(BASE + "city/1"), URIRef(BASE + "metro/metro:stray")

FURTHER = [
    Mistake("an authorship at position 0", "authorship", AIC.position, of(XSD.integer, "0"), "MinInclusive"),
    Mistake(
        "0 unresolved affiliations", "authorship", AIC.unresolvedAffiliations, of(XSD.integer, "0"), "MinInclusive"
    ),
    Mistake("a year as xsd:gYear", "paper", AIC.year, of(XSD.gYear, "2020"), "Datatype"),
    Mistake("a year of three digits", "paper", AIC.year, of(XSD.integer, "999"), "MinInclusive"),
    Mistake("a year of five digits", "paper", AIC.year, of(XSD.integer, "10000"), "MaxInclusive"),
    Mistake("-1 citations", "paper", AIC.citations, of(XSD.integer, "-1"), "MinInclusive"),
    Mistake("a paper that lost its cities", "paper", AIC.inCity, nothing, "Equals", path=None, message="inCity must"),
    Mistake(
        "a paper in one city too many", "paper", AIC.inCity, also(SUBURB), "Equals", path=None, message="inCity must"
    ),
    Mistake("a paper that lost its metros", "paper", AIC.inMetro, nothing, "Equals", path=None, message="inMetro must"),
    Mistake("a paper in a country as metro", "paper", AIC.inMetro, also("country"), "Node"),
    Mistake("a metro that is text", "paper", AIC.inMetro, also(PLAIN), "NodeKind"),
    Mistake("latitude 91", "city", GEO.lat, of(XSD.decimal, "91"), "MaxInclusive"),
    Mistake("latitude -90.5", "institution", GEO.lat, of(XSD.decimal, "-90.5"), "MinInclusive"),
    Mistake("longitude 180.5", "institution", GEO.long, of(XSD.decimal, "180.5"), "MaxInclusive"),
    Mistake("longitude -181", "city", GEO.long, of(XSD.decimal, "-181"), "MinInclusive"),
    Mistake(
        "latitude without longitude",
        "city",
        GEO.long,
        nothing,
        "Node",
        path=None,
        extra=lambda n: [(n["city"], GEO.lat, Literal("1", datatype=XSD.decimal))],
    ),
    Mistake(
        "longitude without latitude",
        "institution",
        GEO.lat,
        nothing,
        "Node",
        path=None,
        extra=lambda n: [(n["institution"], GEO.long, Literal("1", datatype=XSD.decimal))],
    ),
    Mistake("an institution in another institution", "institution", AIC.inInstitution, only("city"), "Node", path=None),
    Mistake("an institution that lost its city", "institution", AIC.inCity, nothing, "Equals"),
    Mistake(
        "an institution that lost its metro",
        "institution",
        AIC.inMetro,
        nothing,
        "Equals",
        path=None,
        message="inMetro must",
    ),
    Mistake(
        "an institution in another ranked country",
        "institution",
        AIC.inCountry,
        only(STRAY),
        "Equals",
        path=None,
        message="inCountry must",
    ),
    Mistake("two ranked countries", "institution", AIC.rankedCountry, also(STRAY), "MaxCount"),
    Mistake("an institution ranked elsewhere", "institution", AIC.rankedCountry, only(STRAY), "Node", path=None),
    Mistake("a city ranked elsewhere", "city", AIC.rankedCountry, only(STRAY), "Equals", path=None),
    Mistake("a ranked country of a scholar", "scholar", AIC.rankedCountry, only("country"), "Or", path=None),
    Mistake("a scholar in a city", "scholar", AIC.inCity, only("city"), "Or", path=None),
    Mistake("a city without metro", "city", AIC.metro, nothing, "MinCount"),
    Mistake("a city with two metros", "city", AIC.metro, only("metro", "country"), "MaxCount"),
    Mistake("a metro of a city as text", "city", AIC.metro, only(PLAIN), "NodeKind"),
    Mistake("a country as metro", "city", AIC.metro, only("country"), "Or", path=None),
    Mistake(
        "another city as metro",
        "city",
        AIC.metro,
        only(SUBURB),
        "Or",
        path=None,
        extra=lambda _: [(SUBURB, RDF.type, AIC.City), (SUBURB, AIC.metro, SUBURB)],
    ),
    Mistake("a population below 0", "city", AIC.population, of(XSD.integer, "-1"), "MinInclusive"),
    Mistake("a name of an institution in English", "institution", SKOS.prefLabel, tagged("en", "a"), "LanguageIn"),
    Mistake("two Chinese names", "institution", SKOS.prefLabel, tagged("zh", "a", "b"), "MaxCount"),
    Mistake("an empty Chinese name", "institution", SKOS.prefLabel, tagged("zh", ""), "MinLength"),
    Mistake("a Chinese name without language", "institution", SKOS.prefLabel, only(PLAIN), "Datatype"),
    Mistake("a city in ROR", "city", OWL.sameAs, only(URIRef("https://ror.org/1")), "Pattern"),
    Mistake(
        "countries ranked as each other",
        "country",
        AIC.rankedAs,
        only(STRAY),
        "Equals",
        path=None,
        extra=lambda n: [(STRAY, RDF.type, AIC.Country), (STRAY, AIC.rankedAs, n["country"])],
    ),
    Mistake("a country of a scholar", "scholar", AIC.country, only("country"), "Or", path=None),
    Mistake("a collaboration of one unit", "collaboration", AIC.unit, lambda old, _: old[:1], "MinCount"),
    Mistake("a collaboration of three units", "collaboration", AIC.unit, also("country"), "MaxCount"),
    Mistake("a country that collaborates", "collaboration", AIC.unit, also("country"), "Node"),
    Mistake("a unit that is text", "collaboration", AIC.unit, also(PLAIN), "NodeKind"),
    Mistake(
        "a city of a metro that collaborates",
        "collaboration",
        AIC.unit,
        also(SUBURB),
        "Node",
        extra=lambda _: [(SUBURB, RDF.type, AIC.City), (SUBURB, AIC.metro, METRO), (METRO, RDF.type, AIC.Metro)],
    ),
    Mistake("0 shared papers", "collaboration", AIC.sharedPapers, of(XSD.integer, "0"), "MinInclusive"),
    Mistake("a source of -1 bytes", "source", AIC.bytes, of(XSD.integer, "-1"), "MinInclusive"),
    Renaming("a country of three letters", "country", URIRef(BASE + "country/CHN"), "Pattern"),
    Renaming("an authorship without position", "authorship", URIRef(BASE + "authorship/W1"), "Pattern"),
    Renaming("a collaboration of one key", "collaboration", URIRef(BASE + "collaboration/1816670"), "Pattern"),
]


def mistakes():
    return [*broken_model(), *broken_nodes(), *FURTHER]


@dataclass
class Extract:
    """One node of each class and everything they refer to: conforms like the whole, but is small."""

    graph: Graph = field(default_factory=Graph)
    nodes: dict = field(default_factory=dict)


def extract(graph):
    out = Extract(nodes={name: node for name, node in chosen(graph) if node is not None})
    todo, seen = list(out.nodes.values()), set()
    while todo:
        node = todo.pop()
        if node in seen or not str(node).startswith(BASE):
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            out.graph.add((node, predicate, value))
            if isinstance(value, URIRef):
                todo.append(value)
        todo.extend(graph.subjects(AIC.paper, node))
    return out


def chosen(graph):
    """A node for each name in MODEL. The paper has an affiliation in a city, and few authors."""
    chains = (
        (len(list(graph.subjects(AIC.paper, paper))), authorship, paper, institution, city)
        for authorship, institution in graph.subject_objects(AIC.institution)
        for city in graph.objects(institution, AIC.city)
        for paper in graph.objects(authorship, AIC.paper)
    )
    best = min(chains, default=None)
    if best:
        yield from zip(("authorship", "paper", "institution", "city"), best[1:], strict=True)
        yield "scholar", graph.value(best[1], AIC.scholar)
        yield "country", graph.value(best[4], AIC.country)
    # Those that nothing in the extract might refer to come with something that does.
    for name, kind, predicate in (
        ("venue", AIC.Venue, AIC.venue),
        ("metro", AIC.Metro, AIC.metro),
        ("subfield", SKOS.Concept, AIC.subfield),
    ):
        users = ((node, user) for node in graph.subjects(RDF.type, kind) for user in graph.subjects(predicate, node))
        node, user = min(users, default=(None, None))
        yield name, node
        yield f"user of a {name}", user
    yield "collaboration", min(graph.subjects(RDF.type, AIC.Collaboration), default=None)
    yield "source", min(graph.subjects(RDF.type, PROV.Entity), default=None)


def rename(graph, node, to):
    for triple in list(graph):
        if node in triple:
            graph.remove(triple)
            graph.add(tuple(to if term == node else term for term in triple))


def commit(mistake, graph, nodes):
    """Makes the mistake; answers (focus, path) of the report to expect, None for any."""
    node = nodes[mistake.node]
    if isinstance(mistake, Renaming):
        rename(graph, node, mistake.to)
        return mistake.to, None
    old = sorted(graph.objects(node, mistake.predicate))
    graph.remove((node, mistake.predicate, None))
    for value in mistake.change(old, nodes):
        graph.add((node, mistake.predicate, value))
    for triple in mistake.extra(nodes):
        graph.add(triple)
    return None if mistake.anywhere else node, mistake.predicate if mistake.path is ... else mistake.path


def unnoticed(mistake, sample, shapes):
    """Why pySHACL did not report the mistake, if it did not."""
    graph = Graph()
    for triple in sample.graph:
        graph.add(triple)
    focus, path = commit(mistake, graph, sample.nodes)
    found = validate(graph, shapes)
    expected = (SH[mistake.component + "ConstraintComponent"], getattr(mistake, "message", ""))
    for f, p, component, message in found:
        if component == expected[0] and focus in (None, f) and path in (None, p) and expected[1] in str(message):
            return []
    reports = sorted({f"{key_of_term(c)} at {f}" for f, _, c, _ in found})
    return [f"no {mistake.component} for {focus or 'any node'}; reported: {reports or 'nothing'}"]


# ------------------------------------------------------------------------------------------------------------- main


def check_ontology(report, folder):
    """Parses and checks the ontology; answers (ontology without shapes, shapes)."""
    ontology, shapes = Graph(), Graph()
    files = sorted(folder.glob("*.ttl"))
    report.check("the ontology has its files", [] if files else [f"no .ttl in {folder}"])
    for file in files:
        into = shapes if file.name == "shapes.ttl" else ontology
        report.attempt(f"rdflib parses {file.name}", partial(into.parse, file, format="turtle"))
    report.check("there are shapes", [] if (None, RDF.type, SH.NodeShape) in shapes else ["no sh:NodeShape"])
    report.check("every term has labels and comments in zh and en", unlabelled(ontology))
    report.check("the shapes use declared terms only", undeclared(shapes, ontology))
    report.check("aicity.ttl agrees with src/rdf/vocabulary.rs", vocabulary_differs(folder, ontology))
    report.check("fields.ttl agrees with data/subfields.csv", subfields_differ(folder, ontology))
    return ontology, shapes


def check_data(report, dataset, graph, ontology, shapes):
    report.check("the sample is not empty", [] if len(graph) else ["no statement"])
    report.check("only the graphs of the model", foreign_graphs(dataset))
    report.check("every statement stands in its graph", misplaced(dataset))
    report.check("every literal is canonical", not_canonical(dataset))
    report.check("every term in use is declared", undeclared(graph, ontology))
    report.check("IRIs agree with what is said of them", wrong_iris(graph))
    report.check("collaborations agree with the papers", wrong_collaborations(graph))
    report.check("ranked countries of metros agree with their cities", wrong_metros(graph))
    report.check("the union of all graphs conforms to the shapes", violations(graph, shapes, meta_shacl=True))


def check_mistakes(report, graph, shapes):
    sample = extract(graph)
    missing = [name for name in NODES if name not in sample.nodes]
    if not report.check("the sample has a node of each class to break", [f"no {name}" for name in missing]):
        return
    if report.check(f"an extract of {len(sample.graph)} statements conforms", violations(sample.graph, shapes)):
        for mistake in mistakes():
            report.check(f"pySHACL reports {mistake.name}", unnoticed(mistake, sample, shapes))


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    path, folder = map(Path, arguments)
    report = Report()
    ontology, shapes = check_ontology(report, folder)
    text = report.attempt("the sample can be read", partial(read_text, path))
    dataset = text is not None and report.attempt("rdflib parses the sample", partial(parse_quads, text))
    if isinstance(dataset, rdflib.Dataset):
        graph = union(dataset)
        if path.is_dir():
            report.check("the lines of the dump are sorted and distinct", not_sorted(text))
            report.check("the manifest fits the graph", wrong_manifest(path, text, graph))
        check_data(report, dataset, graph, ontology, shapes)
        check_mistakes(report, graph, shapes)
    return report.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
