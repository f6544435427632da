"""Open inputs seen by independent programs.

    check_open_inputs.py AICITY WORK SNAPSHOT ONTOLOGY [SLICE ORACLE]

Loads an OpenAlex snapshot of JSON lines, and the same snapshot rewritten as Parquet by pyarrow; both must rank alike.
Reads resolution.parquet with pyarrow and the stated affiliations with rdflib: both must say the same. Validates the graph with
pySHACL, and puts mistakes into it that must be found. With SLICE, its Parquet rendering must have the answers of its oracle; and
with citations by year, which it lacks, put into its works, citation windows must be those of a plain reading, in both renderings.
"""

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from pyshacl import validate
from rdflib import Dataset, Graph, Literal, Namespace, RDF, URIRef
from rdflib.namespace import XSD

AIC = Namespace("https://aicity.example/ontology#")
ENTITIES = ("institutions", "works", "authors", "sources")


def run(aicity, *words):
    done = subprocess.run([aicity, *map(str, words)], capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words))}: {done.stderr.decode()}")
    return done.stdout.decode()


def records(part):
    data = part.read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return [json.loads(line) for line in text.decode().splitlines() if line.strip()]


def parts(snapshot):
    """Parts of a snapshot by entity, whatever its layout."""
    for entity in ENTITIES:
        found = sorted(snapshot.glob(f"**/{entity}/updated_date=*/part_*"))
        if found:
            yield entity, found


def to_parquet(snapshot, folder):
    """The same snapshot in the Parquet layout of 2026, with manifests."""
    for entity, files in parts(snapshot):
        entries = []
        for number, part in enumerate(files):
            rows = records(part)
            target = folder / "data" / "parquet" / entity / part.parent.name / f"part_{number:04}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist(rows), target, compression="snappy")
            meta = {"content_length": target.stat().st_size, "record_count": len(rows)}
            url = f"s3://openalex/{target.relative_to(folder).as_posix()}"
            entries.append({"url": url, "meta": meta})
        total = {key: sum(e["meta"][key] for e in entries) for key in ("content_length", "record_count")}
        manifest = {"date": "2026-06-01", "format": "parquet", "entity": entity, **total, "files": entries}
        (folder / "data" / "parquet" / entity / "manifest.json").write_text(json.dumps(manifest))
    return folder


def rank(aicity, store, unit):
    return run(aicity, "rank", "--store", store, "--unit", unit, "--years", "all", "--format", "csv")


def check_renderings(aicity, work, snapshot):
    stores = {}
    for name, source in (("jsonl", snapshot), ("parquet", to_parquet(snapshot, work / "parquet"))):
        stores[name] = work / f"store-{name}"
        run(aicity, "load", source, "--format", "openalex", "--store", stores[name])
    for unit in ("city", "metro", "institution"):
        ours, theirs = (rank(aicity, store, unit) for store in stores.values())
        assert ours == theirs and ours.count("\n") > 1, f"{unit}: the renderings rank differently\n{ours}\n{theirs}"
    print("both renderings rank alike")
    return stores["jsonl"]


def graph_of(aicity, work, store):
    run(aicity, "dump", "--store", store, "-o", work / "dump", "--force")
    with (work / "dump" / "graph.nq.zst").open("rb") as file:
        text = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    dataset = Dataset(default_union=True)
    dataset.parse(io.BytesIO(text), format="nquads")
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def check_resolution(graph, store):
    """The table and the graph say the same of every affiliation."""
    [file] = store.glob("gen-*/resolution.parquet")
    rows = pq.read_table(file).to_pylist()
    assert rows and len(rows) == len(set(graph.subjects(RDF.type, AIC.Affiliation)))

    def key(node):
        value = graph.value(node, AIC.resolvedInstitution)
        return None if value is None else graph.value(value, AIC.city)

    said = {}
    for node in graph.subjects(RDF.type, AIC.Affiliation):
        text = str(graph.value(node, AIC.affiliationText) or "")
        said.setdefault(text, []).append(node)
    for row in rows:
        nodes = said[row["affiliation"]]
        methods = {str(graph.value(n, AIC.cityMethod)) if graph.value(n, AIC.cityMethod) else None for n in nodes}
        assert row["city_method"] in methods, row
        cities = {str(key(n)).rsplit("/", 1)[-1] if key(n) else None for n in nodes}
        assert row["city_id"] in cities, row
        mentions = sum(1 for n in nodes for _ in graph.subjects(AIC.statedAffiliation, n))
        assert mentions == sum(r["mentions"] for r in rows if r["affiliation"] == row["affiliation"]), row
    print(f"resolution.parquet and graph agree on {len(rows)} affiliations")


def conforms(graph, ontology):
    shapes = Graph().parse(ontology / "shapes.ttl")
    for name in ("aicity.ttl", "fields.ttl"):
        graph = graph + Graph().parse(ontology / name)
    found, _, text = validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    return found, text


def check_shapes(graph, ontology):
    found, text = conforms(graph, ontology)
    assert found, text
    node = next(graph.subjects(AIC.resolvedInstitution))
    authorship = next(graph.subjects(AIC.statedAffiliation))
    mistakes = [
        (node, AIC.affiliationText, Literal("a second text")),
        (node, AIC.resolvedCountry, Literal("China")),
        (node, AIC.resolvedInstitution, URIRef("https://aicity.example/institution/nowhere")),
        (node, AIC.institutionConfidence, Literal("1.5", datatype=XSD.decimal)),
        (node, AIC.cityMethod, Literal("seat", lang="en")),
        (node, AIC.unknown, Literal("x")),
        (authorship, AIC.statedAffiliation, Literal("a text")),
        (authorship, AIC.statedAffiliation, URIRef("https://aicity.example/affiliation/" + "0" * 32)),
        (URIRef("https://aicity.example/affiliation/short"), RDF.type, AIC.Affiliation),
    ]
    for mistake in mistakes:
        wrong = Graph()
        for triple in graph:
            wrong.add(triple)
        wrong.add(mistake)
        found, _ = conforms(wrong, ontology)
        assert not found, f"not found: {mistake}"
    print(f"the shapes hold, and {len(mistakes)} mistakes are found")


COLUMNS = {
    "papers": "n_papers",
    "scholars": "n_scholars",
    "institutions": "n_institutions",
    "international_collaborations": "intl_pairs",
    "innovation_index": "innovation",
}


def check_oracle(aicity, store, slice_):
    for unit in ("city", "metro"):
        ours = {row["key"]: row for row in csv.DictReader(io.StringIO(rank(aicity, store, unit)))}
        with (slice_ / f"oracle_{unit}.csv").open(encoding="utf-8") as file:
            oracle = {row["city_key"]: row for row in csv.DictReader(file)}
        assert ours.keys() == oracle.keys()
        for key, row in oracle.items():
            for own, other in COLUMNS.items():
                assert abs(float(ours[key][own]) - float(row[other])) <= 1e-9 * max(1, float(row[other])), (key, own)
    print("the Parquet rendering of the slice has the answers of its oracle")


def with_counts_by_year(snapshot, folder):
    """The same snapshot with made-up citations by year, as OpenAlex lists them: 2015 to 2026, years of none left out."""
    works = []
    for entity, files in parts(snapshot):
        for part in files:
            rows = records(part)
            for row in rows if entity == "works" else []:
                number, first = int(row["id"].rsplit("W", 1)[1]), max(2015, row["publication_year"] - 1)
                drawn = {year: (number * 7919 + year * 104729) % 11 % 7 for year in range(first, 2027)}
                listed = {} if number % 13 == 0 else {year: count for year, count in drawn.items() if count}
                row["counts_by_year"] = [{"year": y, "cited_by_count": c} for y, c in sorted(listed.items(), reverse=True)]
                row["cited_by_count"] = sum(listed.values()) + number % 3
                if number % 17 == 0:
                    row["counts_by_year"] = None
            works += rows if entity == "works" else []
            target = folder / entity / part.parent.name / part.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return works


def in_windows(works, window):
    """Citations of each work in its window; None where it is not complete."""
    lists = {work["id"]: work["counts_by_year"] for work in works}
    together = {}
    for pairs in lists.values():
        for pair in pairs or []:
            together[pair["year"]] = together.get(pair["year"], 0) + pair["cited_by_count"]
    first, last = min(together), max(y for y, n in together.items() if 100 * n >= max(together.values()))

    def of(work):
        pairs, year = lists[work["id"]], work["publication_year"]
        if pairs is None or year < first or year + window >= last or (not pairs and work["cited_by_count"] > 0):
            return None
        return sum(pair["cited_by_count"] for pair in pairs if year <= pair["year"] <= year + window)

    return {work["id"]: of(work) for work in works}


def check_windows(aicity, work, slice_):
    works = with_counts_by_year(slice_, work / "jsonl")
    cities = {}
    for entity, files in parts(slice_):
        for row in (row for part in files for row in records(part)) if entity == "institutions" else []:
            cities[row["id"]] = (row.get("geo") or {}).get("geonames_city_id")
    stores = {"jsonl": work / "jsonl", "parquet": to_parquet(work / "jsonl", work / "parquet")}
    for name, source in stores.items():
        run(aicity, "load", source, "--format", "openalex", "--store", work / f"store-{name}")
    checked = 0
    for window in (0, 2, 5):
        counted, papers = in_windows(works, window), {}
        for row in works:
            named = {i for a in row["authorships"] for one in a["affiliations"] for i in one["institution_ids"]}
            for city in {cities.get(i) for i in named} - {None}:
                papers.setdefault(city, []).append(row["id"])
        for name in stores:
            text = run(aicity, "rank", "--store", work / f"store-{name}", "--unit", "city", "--years", "all", "--format",
                       "csv", "--citation-window", window, "--add", "citations_full,unknown_citations_share")
            ours = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
            assert ours.keys() == papers.keys()
            for key, own in papers.items():
                assert float(ours[key]["citations_full"]) == sum(counted[i] or 0 for i in own), (name, window, key)
                share = sum(counted[i] is None for i in own) / len(own)
                assert abs(float(ours[key]["unknown_citations_share"]) - share) < 1e-12, (name, window, key)
                checked += 1
        known = [count for count in counted.values() if count is not None]
        assert known and len(known) < len(works)
    print(f"citation windows are those of a plain reading: {checked} cities")


def main(aicity, work, snapshot, ontology, slice_=None):
    work, snapshot, ontology = Path(work), Path(snapshot), Path(ontology)
    work.mkdir(parents=True, exist_ok=True)
    store = check_renderings(aicity, work, snapshot)
    graph = graph_of(aicity, work, store)
    check_resolution(graph, store)
    check_shapes(graph, ontology)
    if slice_ and Path(slice_).is_dir():
        big = work / "slice"
        run(aicity, "load", to_parquet(Path(slice_), big / "parquet"), "--format", "openalex", "--store", big / "store")
        check_oracle(aicity, big / "store", Path(slice_))
        check_windows(aicity, work / "windows", Path(slice_))
    else:
        print("SKIPPED: no slice of OpenAlex beside the project")


if __name__ == "__main__":
    main(*sys.argv[1:])
