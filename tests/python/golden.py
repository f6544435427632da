#!/usr/bin/env python3
"""The answers of every query in queries/examples, computed from the input tables in plain Python: no SPARQL, no RDF store.

    python golden.py            writes queries/examples/golden/*.csv
    python golden.py --check    compares with them; exits with 1 if anything differs

`tests/it/golden.rs` runs the same queries with the program and compares its answers with the same files. NAME.csv is the
answer for the example values in the head of the query, NAME.defaults.csv that for required parameters alone, where that
is another question. Most queries are asked of tests/golden/corpus (four CSV tables); those about what authors stated of
their affiliations, which such tables cannot hold, of tests/golden/statements.nt.

The definitions are those of docs/METHOD.md.
"""

import csv
import hashlib
import io
import math
import re
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/golden/corpus"
STATEMENTS = ROOT / "tests/golden/statements.nt"
EXAMPLES = ROOT / "queries/examples"
GOLDEN = EXAMPLES / "golden"
BASE = "https://aicity.example/"
ONTOLOGY = BASE + "ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EARTH = 6371.0088


def iri(kind, key):
    """IRI of an entity, or nothing for no key."""
    return f"{BASE}{kind}/{quote(key, safe='-._~:@')}" if key else None


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return int(text) if text else None


# ------------------------------------------------------------------------------------------------------------- inputs


class Corpus:
    """Papers, authorships and places by IRI."""

    def __init__(self):
        self.papers = {}  # paper → title, year, venue, citations, subfields
        self.signed = []  # (paper, position, scholar, institution)
        self.authors = set()  # (paper, position, scholar)
        self.city = {}  # institution → city or None
        self.own_country = {}  # institution → country or None
        self.metro = {}  # city → metro or itself
        self.country = {}  # city → ranked country
        self.at = {}  # city → (latitude, longitude)
        self.names = {}  # institution or scholar → name
        self.labels = {"en": {}, "zh": {}}  # place, venue or subfield → name
        self.files = []  # (name, format, bytes, sha256)
        self.known = defaultdict(set)  # class → things

    # What follows from them.

    def unit(self, institution):
        city = self.city.get(institution)
        return self.metro[city] if city else None

    def ranked(self, place):
        """The country that a city or a metro is ranked under."""
        cities = [place] if place in self.country else [c for c, m in self.metro.items() if m == place]
        return self.country[cities[0]]

    def cities_of(self, paper):
        return {self.city[i] for p, _, _, i in self.signed if p == paper and self.city.get(i)}

    def units_of(self, paper):
        return {self.metro[c] for c in self.cities_of(paper)}

    def countries_of(self, paper):
        return {self.country[c] for c in self.cities_of(paper)}

    def cited(self, papers):
        return sum(self.papers[p]["citations"] or 0 for p in papers)

    def window(self, given):
        """Papers with a year in the window that is asked for."""
        first, last = int(given.get("from", 0)), int(given.get("to", 9999))
        return {p for p, about in self.papers.items() if about["year"] and first <= about["year"] <= last}

    def name(self, thing, language="en"):
        return self.labels[language].get(thing)


def shipped_names():
    """Names of venues, subfields, countries and metros that come with the program."""
    names = {"en": {}, "zh": {}}
    for kind, file, key in [
        ("venue", "venues", "id"),
        ("subfield", "subfields", "id"),
        ("country", "countries", "code"),
        ("metro", "metros", "metro_id"),
    ]:
        for row in table(ROOT / f"data/{file}.csv"):
            names["en"][iri(kind, row[key])] = row["name"]
            if row.get("name_zh"):
                names["zh"][iri(kind, row[key])] = row["name_zh"]
    return names


def read_tables():
    c = Corpus()
    shipped = shipped_names()
    for row in table(CORPUS / "cities.csv"):
        city = iri("city", row["city_id"])
        c.known["City"].add(city)
        c.known["Country"] |= {iri("country", row["country_code"]), iri("country", row["report_country"])}
        c.metro[city] = iri("metro", row["metro_id"]) or city
        if row["metro_id"]:
            c.known["Metro"].add(c.metro[city])
        c.country[city] = iri("country", row["report_country"])
        if row["name"]:
            c.labels["en"][city] = row["name"]
        if row["name_zh"]:
            c.labels["zh"][city] = row["name_zh"]
        if row["lat"]:
            c.at[city] = (float(row["lat"]), float(row["lon"]))
    for row in table(CORPUS / "institutions.csv"):
        institution = iri("institution", row["institution_id"])
        c.known["Institution"].add(institution)
        c.city[institution] = iri("city", row["city_id"])
        c.own_country[institution] = iri("country", row["country_code"])
        if row["name"]:
            c.names[institution] = row["name"]
    for row in table(CORPUS / "papers.csv"):
        subfields = [iri("subfield", f) for f in row["field"].split(";") if f]
        c.papers[iri("paper", row["paper_id"])] = {
            "title": row["title"] or None,
            "year": number(row["year"]),
            "venue": iri("venue", row["venue"]),
            "citations": number(row["citations"]),
            "subfields": subfields,
        }
        c.known["Concept"] |= set(subfields)
        c.known["Venue"] |= {iri("venue", row["venue"])} - {None}
    for row in table(CORPUS / "authorships.csv"):
        paper, scholar = iri("paper", row["paper_id"]), iri("scholar", row["scholar_id"])
        c.authors.add((paper, row["position"], scholar))
        c.known["Scholar"].add(scholar)
        if row["name"]:
            c.names[scholar] = row["name"]
        if row["institution_id"]:
            c.signed.append((paper, row["position"], scholar, iri("institution", row["institution_id"])))
    c.known["Paper"] = set(c.papers)
    for language, names in shipped.items():
        for thing, name in names.items():
            c.labels[language].setdefault(thing, name)
    for file in ["cities", "institutions", "papers", "authorships"]:
        data = (CORPUS / f"{file}.csv").read_bytes()
        c.files.append((f"{file}.csv", "tables", len(data), hashlib.sha256(data).hexdigest()))
    return c


LINE = re.compile(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@\w+|\^\^<[^>]*>)?) \.')


def read_statements():
    """What authors stated: for each authorship its affiliations, for each affiliation what was concluded."""
    facts = defaultdict(lambda: defaultdict(list))
    for line in STATEMENTS.read_text(encoding="utf-8").splitlines():
        subject, predicate, thing, text = LINE.fullmatch(line).groups()
        value = thing or re.sub(r"\\(.)", r"\1", text)
        facts[subject][predicate.removeprefix(ONTOLOGY)].append(value)
    return facts


def one(facts, thing, predicate):
    return (facts[thing].get(predicate) or [None])[0] if thing else None


# ------------------------------------------------------------------------------------------------------------ answers

ANSWERS = {}
STATED = {}


def answer(columns):
    """Names the columns of an answer; the function has the query's name, with _ for -."""

    def register(function):
        ANSWERS[function.__name__.replace("_", "-")] = (columns.split(), function)
        return function

    return register


def stated(columns):
    """The same, of the affiliations as stated."""

    def register(function):
        STATED[function.__name__.replace("_", "-")] = (columns.split(), function)
        return function

    return register


def down(value):
    """Sorts the largest first and what is not known last."""
    return math.inf if value is None else -value


def by(place):
    """Sorts rows by a column, the largest first, then by the first column."""
    return lambda row: (down(row[place]), row[0])


def with_names(c, counts, languages=("en", "zh")):
    """Rows of a thing, its names, and its counts."""
    return [(thing, *(c.name(thing, language) for language in languages), *values) for thing, values in counts.items()]


def groups(pairs):
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


@answer("metro name name_zh papers")
def top_metros(c, given):
    units = groups((u, p) for p in c.papers for u in c.units_of(p))
    return sorted(with_names(c, {u: [len(ps)] for u, ps in units.items()}), key=by(3))[:20]


def wanted(c, given):
    """Papers of the window and the subfield, if one is given."""
    field = iri("subfield", given.get("subfield"))
    return {p for p in c.window(given) if not field or field in c.papers[p]["subfields"]}


@answer("unit name name_zh papers citations")
def top_units_by_papers(c, given):
    units = groups((u, p) for p in wanted(c, given) for u in c.units_of(p))
    rows = with_names(c, {u: [len(ps), c.cited(ps)] for u, ps in units.items()})
    return sorted(rows, key=by(3))[:100]


def top_units_by(c, given, thing):
    papers = wanted(c, given)
    found = groups((c.unit(row[3]), row[thing]) for row in c.signed if row[0] in papers and c.unit(row[3]))
    return sorted(with_names(c, {u: [len(things)] for u, things in found.items()}), key=by(3))[:100]


@answer("unit name name_zh scholars")
def top_units_by_scholars(c, given):
    return top_units_by(c, given, 2)


@answer("unit name name_zh institutions")
def top_units_by_institutions(c, given):
    return top_units_by(c, given, 3)


def unit_given(given):
    """`city/KEY` or `metro/KEY`."""
    kind, key = given["unit"].split("/", 1)
    return iri(kind, key)


@answer("indicator value")
def city_profile(c, given):
    unit = unit_given(given)
    papers = [p for p in c.papers if unit in c.units_of(p)]
    own = c.ranked(unit)
    foreign = [(p, u) for p in papers for u in c.units_of(p) if c.ranked(u) != own]
    signed = [row for row in c.signed if c.unit(row[3]) == unit]
    years = [c.papers[p]["year"] for p in papers if c.papers[p]["year"]]
    return sorted(
        [
            ("papers", len(papers)),
            ("citations", c.cited(papers)),
            ("scholars", len({s for _, _, s, _ in signed})),
            ("institutions", len({i for _, _, _, i in signed})),
            ("international_collaborations", len(foreign)),
            ("foreign_units", len({u for _, u in foreign})),
            ("foreign_countries", len({c.ranked(u) for _, u in foreign})),
            ("first_year", min(years)),
            ("last_year", max(years)),
        ]
    )


def paper_row(c, paper, *columns):
    return (paper, *(c.papers[paper][column] for column in columns))


@answer("paper title year venue citations")
def unit_papers(c, given):
    papers = [p for p in c.window(given) if unit_given(given) in c.units_of(p)]
    return sorted((paper_row(c, p, "title", "year", "venue", "citations") for p in papers), key=by(4))


def signers(c, given, thing):
    """Scholars or institutions of the unit with their papers in the window."""
    papers, unit = c.window(given), unit_given(given)
    found = groups((row[thing], row[0]) for row in c.signed if row[0] in papers and c.unit(row[3]) == unit)
    rows = [(key, c.names.get(key), len(ps), c.cited(ps)) for key, ps in found.items()]
    return sorted(rows, key=lambda row: (-row[3], -row[2], row[0]))


@answer("scholar name papers citations")
def unit_scholars(c, given):
    return signers(c, given, 2)


@answer("institution name papers citations")
def unit_institutions(c, given):
    return signers(c, given, 3)


@answer("paper title year foreignUnits foreignCountries")
def unit_collaborations(c, given):
    unit, rows = unit_given(given), []
    for paper in c.window(given):
        if unit in c.units_of(paper):
            foreign = [u for u in c.units_of(paper) if c.ranked(u) != c.ranked(unit)]
            countries = {c.ranked(u) for u in foreign}
            rows.append((*paper_row(c, paper, "title", "year"), len(foreign), len(countries)))
    return sorted((row for row in rows if row[3]), key=lambda row: (-row[3], -row[4], row[0]))


def raw(c, given):
    """The seven indicators of every unit, METHOD §2, full counting."""
    papers = c.window(given)
    units = groups((u, p) for p in papers for u in c.units_of(p))
    scholars = groups((c.unit(i), (s, p)) for p, _, s, i in c.signed if p in papers)
    institutions = groups((c.unit(i), (i, p)) for p, _, _, i in c.signed if p in papers)
    found = {}
    for unit, own in units.items():
        def averaged(pairs):
            things = {thing for thing, _ in pairs}
            return len(things), c.cited([p for _, p in pairs]) / len(things)

        foreign = sum(c.ranked(u) != c.ranked(unit) for p in own for u in c.units_of(p))
        found[unit] = (len(own), c.cited(own) / len(own), *averaged(scholars[unit]), *averaged(institutions[unit]), foreign)
    return found


def std(values):
    """METHOD §3: 100 · (ln(x + 1e-10) − min)/(max − min)."""
    logs = [math.log(value + 1e-10) for value in values]
    low, high = min(logs), max(logs)
    return [100 * (y - low) / (high - low) if high > low else 50.0 for y in logs]


def indices(c, given):
    found = raw(c, given)
    scores = list(zip(*(std(column) for column in zip(*found.values()))))
    for unit, row, s in zip(found, found.values(), scores):
        paper, scholar, institution = (s[0] + s[1]) / 2, (s[2] + s[3]) / 2, (s[4] + s[5]) / 2
        yield unit, row, paper, scholar, institution, s[6]


@answer("unit papers citationsPerPaper paperIndex")
def index_papers(c, given):
    return sorted(((u, row[0], row[1], paper) for u, row, paper, *_ in indices(c, given)), key=by(3))


@answer("unit paperIndex scholarIndex institutionIndex collaborationIndex innovationIndex")
def index_innovation(c, given):
    rows = []
    for unit, _, paper, scholar, institution, collaboration in indices(c, given):
        innovation = 0.3 * (paper + scholar + institution) + 0.1 * collaboration
        rows.append((unit, paper, scholar, institution, collaboration, innovation))
    return sorted(rows, key=by(5))


@answer("partner papers international")
def partners(c, given):
    unit = unit_given(given)
    found = Counter(u for p in c.papers if unit in c.units_of(p) for u in c.units_of(p) if u != unit)
    rows = [(u, n, "true" if c.ranked(u) != c.ranked(unit) else "false") for u, n in found.items()]
    return sorted(rows, key=by(1))


@answer("partner name country papers fractional refined")
def foreign_partners(c, given):
    unit, found = unit_given(given), defaultdict(lambda: [0, Fraction(0), Fraction(0)])
    for paper in c.papers:
        units = c.units_of(paper)
        for other in units if unit in units else ():
            if c.ranked(other) != c.ranked(unit):
                n = len(units)
                for i, weight in enumerate([1, Fraction(1, n - 1), Fraction(2, n * (n - 1))]):
                    found[other][i] += weight
    return sorted(((u, c.name(u), c.ranked(u), *w) for u, w in found.items()), key=by(3))


@answer("country name name_zh papers")
def partner_countries(c, given):
    unit = unit_given(given)
    papers = [p for p in c.papers if unit in c.units_of(p)]
    found = Counter(k for p in papers for k in c.countries_of(p) if k != c.ranked(unit))
    return sorted(with_names(c, {k: [n] for k, n in found.items()}), key=by(3))


def great_circle(a, b):
    """Spherical law of cosines, another formula than the program's."""
    (p, x), (q, y) = [map(math.radians, point) for point in (a, b)]
    return EARTH * math.acos(math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(y - x))


def city_given(given):
    return iri("city", given["city"])


@answer("partner name papers km")
def partners_by_distance(c, given):
    city = city_given(given)
    found = Counter(o for p in c.papers if city in c.cities_of(p) for o in c.cities_of(p) if o != city)
    far = lambda other: great_circle(c.at[city], c.at[other]) if other in c.at else None
    return sorted(((o, c.name(o), n, far(o)) for o, n in found.items()), key=by(2))


@answer("kilometres pairs sharedPapers")
def collaborations_by_distance(c, given):
    pairs = Counter((a, b) for p in c.papers for a in c.cities_of(p) for b in c.cities_of(p) if a < b)
    bands = defaultdict(lambda: [0, 0])
    for (a, b), papers in pairs.items():
        if a in c.at and b in c.at:
            km = great_circle(c.at[a], c.at[b])
            band = max(start for start in (0, 100, 1000, 5000) if km >= start)
            bands[band][0] += 1
            bands[band][1] += papers
    return sorted((band, *counts) for band, counts in bands.items())


def papers_in(c, city):
    return [p for p in c.papers if city in c.cities_of(p)]


@answer("institution name papers citations")
def institutions(c, given):
    found = groups((i, p) for p, _, _, i in c.signed if c.city[i] == city_given(given))
    return sorted(((i, c.names.get(i), len(ps), c.cited(ps)) for i, ps in found.items()), key=by(2))


@answer("year papers citations")
def city_by_year(c, given):
    years = groups((c.papers[p]["year"], p) for p in papers_in(c, city_given(given)) if c.papers[p]["year"])
    return sorted((year, len(ps), c.cited(ps)) for year, ps in years.items())


def shares(c, papers):
    found = Counter(f for p in papers for f in c.papers[p]["subfields"])
    rows = with_names(c, {f: [n, Fraction(n, len(papers))] for f, n in found.items()})
    return sorted(rows, key=by(3))


@answer("subfield name name_zh papers share")
def city_subfields(c, given):
    return shares(c, papers_in(c, city_given(given)))


@answer("subfield name name_zh papers share")
def country_subfields(c, given):
    country = iri("country", given["country"])
    return shares(c, [p for p in c.papers if country in c.countries_of(p)])


@answer("venue name papers citations")
def city_venues(c, given):
    found = groups((c.papers[p]["venue"], p) for p in papers_in(c, city_given(given)) if c.papers[p]["venue"])
    return sorted(((v, c.name(v), len(ps), c.cited(ps)) for v, ps in found.items()), key=by(2))


@answer("scholar name last went wentName first")
def scholars_who_moved(c, given):
    city, years = city_given(given), groups(
        ((s, c.city[i]), c.papers[p]["year"]) for p, _, s, i in c.signed if c.city[i] and c.papers[p]["year"]
    )
    rows = []
    for (scholar, went), there in years.items():
        here = years.get((scholar, city))
        if here and min(there) > max(here):
            rows.append((scholar, c.names.get(scholar), max(here), went, c.name(went), min(there)))
    return sorted(rows, key=lambda row: (row[0], row[5], row[3]))


@answer("paper title metro name cities")
def papers_within_metros(c, given):
    rows = []
    for paper in c.papers:
        metros = Counter(c.metro[city] for city in c.cities_of(paper))
        for metro, cities in metros.items():
            if cities > 1:
                rows.append((paper, c.papers[paper]["title"], metro, c.name(metro), cities))
    return sorted(rows, key=lambda row: (-row[4], row[0], row[2]))


@answer("country papers share")
def papers_by_country(c, given):
    found = Counter(k for p in c.papers for k in c.countries_of(p))
    located = sum(1 for p in c.papers if c.cities_of(p))
    return sorted(((k, n, Fraction(n, located)) for k, n in found.items()), key=by(1))


@answer("country name name_zh papers international share")
def international_share(c, given):
    found = groups((k, p) for p in c.papers for k in c.countries_of(p))
    crossing = lambda papers: sum(len(c.countries_of(p)) > 1 for p in papers)
    counts = {k: [len(ps), crossing(ps), Fraction(crossing(ps), len(ps))] for k, ps in found.items()}
    return sorted(with_names(c, counts), key=by(3))


@answer("country papers citations scholars institutions international")
def country_comparison(c, given):
    rows = []
    for key in ("one", "other"):
        country = iri("country", given[key])
        papers = [p for p in c.papers if country in c.countries_of(p)]
        signed = [row for row in c.signed if c.city[row[3]] and c.country[c.city[row[3]]] == country]
        crossing = sum(len(c.countries_of(p)) > 1 for p in papers)
        counts = [len({row[2] for row in signed}), len({row[3] for row in signed})]
        rows.append((country, len(papers), c.cited(papers), *counts, crossing))
    return sorted(rows)


@answer("subfield name papers citations")
def papers_by_subfield(c, given):
    found = groups((f, p) for p in c.papers for f in c.papers[p]["subfields"])
    return sorted(((f, c.name(f), len(ps), c.cited(ps)) for f, ps in found.items()), key=by(2))


@answer("paper title year venue citations")
def subfield_papers(c, given):
    subfield = iri("subfield", given["subfield"])
    papers = [p for p in c.papers if subfield in c.papers[p]["subfields"]]
    return sorted((paper_row(c, p, "title", "year", "venue", "citations") for p in papers), key=by(4))[:100]


@answer("year papers with_city")
def papers_by_year(c, given):
    years = groups((about["year"], p) for p, about in c.papers.items() if about["year"])
    return sorted((year, len(ps), sum(1 for p in ps if c.cities_of(p))) for year, ps in years.items())


@answer("institution name authorships")
def unlocated_institutions(c, given):
    found = Counter(i for _, _, _, i in c.signed if not c.city[i])
    return sorted(((i, c.names.get(i), n) for i, n in found.items()), key=by(2))


@answer("venue name papers withYear withCitations withCity")
def coverage_by_venue(c, given):
    rows = []
    for venue, papers in groups((about["venue"], p) for p, about in c.papers.items()).items():
        if venue:
            known = lambda column: sum(c.papers[p][column] is not None for p in papers)
            located = sum(1 for p in papers if c.cities_of(p))
            rows.append((venue, c.name(venue), len(papers), known("year"), known("citations"), located))
    return sorted(rows, key=by(2))


@answer("graph class things")
def classes(c, given):
    rows = [(None, ONTOLOGY + name, len(c.known[name])) for name in ("Paper", "Scholar", "Institution", "City")]
    rows += [(None, ONTOLOGY + name, len(c.known[name])) for name in ("Metro", "Country", "Venue")]
    rows.append((None, ONTOLOGY + "Authorship", len(c.authors)))
    rows.append((None, SKOS + "Concept", len(c.known["Concept"])))
    edges = {(a, b) for p in c.papers for a in c.units_of(p) for b in c.units_of(p) if a < b}
    rows.append((BASE + "graph/derived", ONTOLOGY + "Collaboration", len(edges)))
    rows.append((BASE + "graph/provenance", "http://www.w3.org/ns/prov#Entity", len(c.files)))
    return sorted(rows, key=lambda row: (row[0] or "", row[1]))


@answer("name format bytes sha256")
def provenance(c, given):
    return sorted(c.files)


def mentions(facts):
    """Affiliation → how many authorships state it."""
    return Counter(a for about in list(facts.values()) for a in about.get("statedAffiliation", []))


@stated("text country mentions")
def unresolved_affiliations(facts, given):
    rows = []
    for affiliation, count in mentions(facts).items():
        if not one(facts, affiliation, "cityMethod"):
            text, country = one(facts, affiliation, "affiliationText"), one(facts, affiliation, "resolvedCountry")
            rows.append((text, country, count))
    return sorted(rows, key=lambda row: (-row[2], row[0] or ""))


def of_city(facts, given):
    """Affiliations that mean an institution of the city, with that institution and their mentions."""
    for affiliation, count in mentions(facts).items():
        institution = one(facts, affiliation, "resolvedInstitution")
        if one(facts, institution, "city") == city_given(given):
            yield affiliation, institution, count


@stated("text name placedBy placeSure foundBy foundSure mentions")
def resolution_of_city(facts, given):
    label, rows = "http://www.w3.org/2000/01/rdf-schema#label", []
    for a, institution, count in of_city(facts, given):
        columns = ("cityMethod", "cityConfidence", "institutionMethod", "institutionConfidence")
        concluded = [one(facts, a, column) for column in columns]
        rows.append((one(facts, a, "affiliationText"), one(facts, institution, label), *concluded, count))
    return sorted(rows, key=lambda row: (float(row[3]), -row[6], row[0] or ""))


@stated("institution name mentions institutionSure citySure lowest")
def institution_confidence(facts, given):
    label, found = "http://www.w3.org/2000/01/rdf-schema#label", defaultdict(list)
    for a, institution, count in of_city(facts, given):
        sure = [Fraction(one(facts, a, f"{what}Confidence")) for what in ("institution", "city")]
        found[institution] += [sure] * count
    rows = []
    for institution, all_ in found.items():
        means = [sum(column) / len(all_) for column in zip(*all_)]
        lowest = min(min(pair) for pair in all_)
        rows.append((institution, one(facts, institution, label), len(all_), *means, lowest))
    return sorted(rows, key=lambda row: (row[5], -row[2], row[0]))


# -------------------------------------------------------------------------------------------------------------- files

PARAMETER = re.compile(r"# param (\w+) \((\w+)(?:, (required)|, default (.*?))?\): .* \| .*?(?: = (.*))?")


def parameters(name):
    """Name, whether it is required, default and example of each parameter of a query."""
    lines = (EXAMPLES / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    found = [PARAMETER.fullmatch(line) for line in lines if line.startswith("# param")]
    return [(m[1], bool(m[3]), m[4], m[5]) for m in found]


def questions(name):
    """File name → values of the parameters."""
    known = parameters(name)
    examples = {n: example or default for n, _, default, example in known}
    plain = {n: example if required else default for n, required, default, example in known}
    found = {f"{name}.csv": examples}
    if plain != examples:
        found[f"{name}.defaults.csv"] = {n: value for n, value in plain.items() if value is not None}
    return found


def cell(value):
    if value is None:
        return ""
    return repr(float(value)) if isinstance(value, (Fraction, float)) else str(value)


def written(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def compute():
    """The text of every golden file."""
    texts = {}
    for answers, corpus in ((ANSWERS, read_tables()), (STATED, read_statements())):
        for name, (columns, function) in answers.items():
            for file, given in questions(name).items():
                texts[file] = written(columns, function(corpus, given))
    return texts


def same(one_, other):
    """Equal texts, or numbers within 1e-9, relative above 1."""
    try:
        a, b = float(one_), float(other)
    except ValueError:
        return one_ == other
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def difference(text, path):
    """Why a golden file is not the answer, or None."""
    if not path.is_file():
        return "is not there"
    rows, golden = (list(csv.reader(io.StringIO(t))) for t in (text, path.read_text(encoding="utf-8")))
    if len(rows) != len(golden):
        return f"has {len(golden) - 1} rows, computed {len(rows) - 1}"
    for line, (row, expected) in enumerate(zip(rows, golden), 1):
        if len(row) != len(expected) or not all(map(same, row, expected)):
            return f"record {line} is {expected}, computed {row}"
    return "has no rows" if len(rows) < 2 else None


def check(texts):
    queries = {path.stem for path in EXAMPLES.glob("*.rq")}
    wrong = {name: "has no answer in this program" for name in queries - set(ANSWERS) - set(STATED)}
    wrong |= {file.name: "is no answer to any query" for file in GOLDEN.iterdir() if file.name not in texts}
    wrong |= {file: why for file, text in texts.items() if (why := difference(text, GOLDEN / file))}
    for name, why in sorted(wrong.items()):
        print(f"FAIL {name}: {why}")
    print(f"{len(texts)} golden answers to {len(queries)} queries, {len(wrong)} wrong")
    return 1 if wrong else 0


def main():
    texts = compute()
    if sys.argv[1:] == ["--check"]:
        return check(texts)
    if sys.argv[1:]:
        sys.exit(__doc__)
    GOLDEN.mkdir(exist_ok=True)
    for file, text in texts.items():
        (GOLDEN / file).write_text(text, encoding="utf-8")
    return check(texts)


if __name__ == "__main__":
    sys.exit(main())
