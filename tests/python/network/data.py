"""Readers of network files by programs that are not ours: the JSON formats, tables and RDF.

`READERS` maps the id of a format to a list of readers. A reader gets the paths of the parts by their ids and answers a graph:

    {"nodes": {key: {"name", "name_zh", "country", "latitude", "longitude", "papers"}},
     "edges": {frozenset((key, key)): {"weight", "papers", "international"}},
     "about": {name: value}}

with what the format carries; a value that is not known is None. It raises on anything that the format's rules forbid.
"""

import csv
import json
import math
import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
EARTH_RADIUS = 6371.0088
OF_NODES = ("name", "name_zh", "country", "latitude", "longitude", "papers")
OF_EDGES = ("weight", "papers", "international")


class Refused(ValueError):
    """What a format's rules forbid."""


def require(holds, message):
    if not holds:
        raise Refused(message)


def pair(a, b):
    require(a != b, f"an edge from {a!r} to itself")
    return frozenset((a, b))


def graph(nodes, edges, about):
    """A graph of (key, attributes) and (key, key, attributes); keys are distinct and edges lead to nodes."""
    made = {"nodes": {}, "edges": {}, "about": dict(about)}
    for key, attributes in nodes:
        require(key not in made["nodes"], f"two nodes {key!r}")
        made["nodes"][key] = attributes
    for a, b, attributes in edges:
        require(a in made["nodes"] and b in made["nodes"], f"an edge to no node: {a!r}, {b!r}")
        require(pair(a, b) not in made["edges"], f"two edges {a!r}, {b!r}")
        made["edges"][pair(a, b)] = attributes
    return made


def picked(attributes, names):
    return {name: attributes.get(name) for name in names}


def load(path):
    """JSON as its grammar has it: no NaN, no member twice."""

    def members(pairs):
        require(len({name for name, _ in pairs}) == len(pairs), f"a member twice among {[n for n, _ in pairs]}")
        return dict(pairs)

    def constant(text):
        raise Refused(f"{text} is no JSON")

    with open(path, encoding="utf-8", newline="") as file:
        return json.load(file, object_pairs_hook=members, parse_constant=constant)


# ------------------------------------------------------------------------------------------------------- VOSviewer
# The rules of VOSviewer's manual and of VOSviewer Online: REFERENCES, "VOSviewer files".


class Description(HTMLParser):
    """The rows of a description: a table of two columns without attributes."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.rows, self.cell = [], None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        require(tag in {"table", "tr", "td", "wbr"} and not attrs, f"<{tag}> in a description")
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
            self.cell = True

    def handle_endtag(self, tag):
        self.cell = None if tag == "td" else self.cell

    def handle_data(self, data):
        require(self.cell, f"text outside of a cell: {data!r}")
        require(not re.search(r"\{.*?\}", data), f"a placeholder in a text: {data!r}")
        self.rows[-1][-1] += data


def described(text):
    rows = Description(text).rows
    require(all(len(row) == 2 for row in rows), "a row of a description has not two cells")
    return {title.removesuffix(":"): value for title, value in rows}


def figure(value, name, least=None):
    """A number, or text that is one; VOSviewer refuses others."""
    if isinstance(value, str):
        require(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", value), f"{name}: {value!r} is no number")
        value = float(value)
    require(isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value), f"{name}: {value!r}")
    require(least is None or value >= least, f"{name}: {value} is below {least}")
    return value


def vosviewer_item(item, known):
    """An item with `weights` and `scores`, checked. `known` are the ids so far."""
    number = figure(item["id"], "id", 1)
    require(number == int(number) and number not in known, f"id {number} is no whole number, or there twice")
    require(item["label"] != "", f"item {number} without a label")
    if item.get("cluster") not in (None, ""):
        cluster = figure(item["cluster"], "cluster", 1)
        require(cluster == int(cluster) and cluster <= 1000, f"cluster {cluster}")
    for name, value in item["weights"].items():
        figure(value, f"weight<{name}>", 0)
    for name, value in item["scores"].items():
        require(not re.search("[wW]eight|[cC]luster", name), f"VOSviewer Online takes score<{name}> for something else")
        if value != "":
            figure(value, f"score<{name}>")
    shown = described(item["description"])
    placed = {"latitude": item.get("y"), "longitude": item.get("x")}
    if "x" not in item and "Latitude" in item["scores"]:
        placed = {name.lower(): item["scores"][name] for name in ("Latitude", "Longitude")}
    placed = {name: None if value in (None, "") else figure(value, name) for name, value in placed.items()}
    return int(number), shown["Key"], {
        "name": shown.get("Name", str(item["label"])),
        "name_zh": shown.get("Chinese name"),
        "country": shown.get("Country"),
        "papers": int(figure(item["weights"]["Papers"], "papers")),
    } | placed


def vosviewer_graph(items, links, about, total):
    """Checks what concerns the whole. `total` names the weight that is the total link strength."""
    require(len(items) >= 3, "VOSviewer wants three items")
    keys, nodes = {}, []
    for item in items:
        number, key, node = vosviewer_item(item, keys)
        keys[number] = key
        nodes.append((key, node))
    placed = [("x" in item, "y" in item) for item in items]
    require(len(set(placed)) == 1 and placed[0][0] == placed[0][1], "x and y stand in some items only")
    if placed[0][0]:
        require(len({(float(i["x"]), float(i["y"])) for i in items}) > 1, "all items at one place")
    else:
        require(links, "neither coordinates nor links")
    edges, strengths = [], dict.fromkeys(keys, 0.0)
    for a, b, strength in links:
        require(a in keys and b in keys, f"a link to no item: {a}, {b}")
        strength = figure(strength, "strength", 0)
        strengths[a] += strength
        strengths[b] += strength
        edges.append((keys[a], keys[b], {"weight": strength}))
    for item in items:
        stated, summed = float(item["weights"][total]), strengths[int(item["id"])]
        require(math.isclose(stated, summed, rel_tol=1e-9), f"{total} of {item['id']}: {stated}, not {summed}")
    return graph(nodes, edges, about)


def counting(about):
    """How the column of the total link strength must be called, by the facts."""
    weight = about["weight"].split(":")[0].strip()
    normalisation = about.get("normalisation", "none").split(":")[0].strip()
    return weight if normalisation == "none" else f"{weight} {normalisation}"


def total_link_strength(item, about):
    found = [name for name in item["weights"] if name.startswith("Total link strength (")]
    require(len(found) == 1, f"weights {list(item['weights'])}")
    require(found[0] == f"Total link strength ({counting(about)})", f"{found[0]} does not name {counting(about)}")
    return found[0]


def tabs(path):
    """Lines of cells: tabs between, a cell in quotes if it begins with one. Only \\n ends a line."""
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    require(text.endswith("\n") or not text, f"{path}: the last line does not end")
    require("\r" not in text, f"{path}: a carriage return")
    for line in text.split("\n")[:-1]:
        (cells,) = csv.reader([line], delimiter="\t", doublequote=True, strict=True)
        yield line, cells


def vosviewer_map(path):
    lines = tabs(path)
    header = next(lines)[1]
    require(len(set(header)) == len(header), f"a column twice: {header}")
    plain = [name for name in header if "<" not in name]
    require(set(plain) <= {"id", "label", "description", "url", "x", "y", "cluster"}, f"columns {plain}")
    for line, cells in lines:
        require(len(cells) == len(header), f"{len(cells)} cells of {len(header)}: {line!r}")
        item = {"weights": {}, "scores": {}}
        for name, cell in zip(header, cells):
            kind, _, rest = name.partition("<")
            require(not rest or (kind in {"weight", "score"} and rest.endswith(">")), f"column {name}")
            if rest:
                item[f"{kind}s"][rest[:-1]] = cell
            else:
                item[name] = cell
                bare = line.split("\t")[header.index(name)]
                quoted = bare.startswith('"') and bare.endswith('"')
                require(quoted or not re.search('[,;"]', cell), f"{name} {cell!r} must be in quotes")
        yield item


def vosviewer(parts):
    about = load(parts["metadata"])["about"]
    items = list(vosviewer_map(parts["map"]))
    links = []
    for line, cells in tabs(parts["network"]):
        require(len(cells) == 3 and '"' not in line, f"a link of {len(cells)} cells: {line!r}")
        require(cells[0].isdigit() and cells[1].isdigit(), f"ids {cells[:2]}")
        links.append((int(cells[0]), int(cells[1]), cells[2]))
    return vosviewer_graph(items, links, about, total_link_strength(items[0], about))


def vosviewer_json(parts):
    file = load(parts["graph"])
    require(set(file) <= {"network", "config", "info", "about"}, f"members {list(file)}")
    require(set(file["network"]) <= {"items", "links", "clusters"}, f"members {list(file['network'])}")
    known = {"id", "label", "description", "x", "y", "cluster", "weights", "scores"}
    items = file["network"]["items"]
    require(all(set(item) <= known for item in items), "an item with another member")
    require(all(isinstance(item["label"], str) for item in items), "a label that is no text")
    links = file["network"]["links"]
    require(all(set(link) == {"source_id", "target_id", "strength"} for link in links), "a link with another member")
    total = total_link_strength(items[0], file["about"])
    require(file["config"]["terminology"]["total_link_strength"] == total, "the terms name another counting")
    clusters = [cluster["cluster"] for cluster in file["network"].get("clusters", [])]
    require(len(set(clusters)) == len(clusters), "a cluster twice")
    require({item["cluster"] for item in items if "cluster" in item} == set(clusters), "clusters of items differ")
    shown = described(file["info"]["description"])
    stated = [value.replace("\0", "\ufffd") for value in file["about"].values() if value]
    require(list(shown.values()) == stated, "info differs from the facts")
    ends = [(link["source_id"], link["target_id"], link["strength"]) for link in links]
    return vosviewer_graph(items, ends, file["about"], total)


# --------------------------------------------------------------------------------------------------- other formats


def node_link(parts):
    import networkx

    file = load(parts["graph"])
    made = networkx.node_link_graph(file, edges="edges")
    require(type(made) is networkx.Graph, f"a {type(made).__name__}")
    require(len(made) == len(file["nodes"]) and made.size() == len(file["edges"]), "a node or edge twice")
    columns = {column["name"] for column in made.graph["edge_columns"]}
    require(all(set(data) <= columns for _, _, data in made.edges(data=True)), "an attribute that is not described")
    nodes = ((key, picked(data, OF_NODES)) for key, data in made.nodes(data=True))
    edges = ((a, b, picked(data, OF_EDGES)) for a, b, data in made.edges(data=True))
    return graph(nodes, edges, made.graph["about"])


def cytoscape(parts):
    modules = Path(os.environ.get("AICITY_JS", Path.home() / ".cache/aicity/js"))
    script = modules / "cytoscape.mjs"
    program = ["node", str(script if script.is_file() else ROOT / "tests/js/cytoscape.mjs"), str(parts["graph"])]
    done = subprocess.run(program, check=True, capture_output=True, timeout=600, encoding="utf-8")
    found = json.loads(done.stdout)
    require(not found["warnings"] and not done.stderr, f"Cytoscape.js warns: {found['warnings']} {done.stderr}")
    for node in found["nodes"]:
        place = node["position"]
        require((place is None) == ("latitude" not in node), f"position of {node['id']}")
        if place:
            for axis, value in (("x", 10 * node["longitude"]), ("y", -10 * node["latitude"])):
                require(math.isclose(place[axis], value, abs_tol=1e-9), f"{axis} of {node['id']}")
    nodes = ((node["id"], picked(node, OF_NODES)) for node in found["nodes"])
    edges = ((*edge["joins"], picked(edge, OF_EDGES)) for edge in found["edges"])
    about = {name: value for name, value in found["data"].items() if name not in {"name", "id"}}
    return graph(nodes, edges, about)


def kilometres(a, b):
    """Great-circle distance of two (longitude, latitude), by vectors: another formula than the program's."""

    def vector(place):
        east, north = map(math.radians, place)
        return (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north))

    (ax, ay, az), (bx, by, bz) = vector(a), vector(b)
    cross = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return EARTH_RADIUS * math.atan2(cross, ax * bx + ay * by + az * bz)


def same_place(a, b):
    turned = abs(a[0]) == 180 and abs(b[0]) == 180
    return a[1] == b[1] and (a[0] == b[0] or turned)


def check_arc(lines, start, end, stated):
    """An arc goes from node to node, does not jump over the antimeridian, and is as long as the distance."""
    require(same_place(lines[0][0], start) and same_place(lines[-1][-1], end), f"an arc from {start} ends elsewhere")
    for before, after in zip(lines, lines[1:]):
        cut, begun = before[-1], after[0]
        require(abs(cut[0]) == 180 and begun[0] == -cut[0] and begun[1] == cut[1], f"a line ends at {cut}")
    length = 0
    for line in lines:
        require(len(line) > 1 and all(abs(x) <= 180 and abs(y) <= 90 for x, y in line), f"a line {line}")
        for a, b in zip(line, line[1:]):
            require(abs(a[0] - b[0]) <= 180, f"a jump from {a} to {b}")
            length += kilometres(a, b)
    require(math.isclose(length, stated, rel_tol=1e-3, abs_tol=0.5), f"{length} km of line for {stated} km")


def geojson(parts):
    from shapely.geometry import shape

    file = load(parts["graph"])
    require(file["type"] == "FeatureCollection" and "crs" not in file, "no FeatureCollection of RFC 7946")
    nodes, places, edges = [], {}, []
    for feature in file["features"]:
        require(feature["type"] == "Feature" and {"geometry", "properties"} <= set(feature), "no feature")
        data, drawn = feature["properties"], feature["geometry"]
        form = shape(drawn) if drawn else None
        if data["kind"] == "node":
            require((form is None) == ("latitude" not in data), f"geometry of {data['key']}")
            if form is not None:
                require(form.geom_type == "Point" and form.is_valid, f"{form} for a node")
                require((form.x, form.y) == (data["longitude"], data["latitude"]), f"{data['key']} lies elsewhere")
                places[data["key"]] = (form.x, form.y)
            nodes.append((data["key"], picked(data, OF_NODES)))
            continue
        a, b = data["source"], data["target"]
        require((form is None) == (a not in places or b not in places), f"geometry of {a}, {b}")
        require((form is None) == ("kilometres" not in data), f"distance of {a}, {b}")
        if form is not None:
            require(form.geom_type in {"LineString", "MultiLineString"}, f"{form.geom_type} for an edge")
            lines = [list(line.coords) for line in getattr(form, "geoms", [form])]
            check_arc(lines, places[a], places[b], data["kilometres"])
        edges.append((a, b, picked(data, OF_EDGES)))
    return graph(nodes, edges, file["about"])


def geopandas(parts):
    """The same by GDAL's reader, which makes a table of all features."""
    import geopandas as gpd

    about = load(parts["graph"])["about"]
    table = gpd.read_file(parts["graph"])
    require(table.crs is not None and table.crs.to_epsg() == 4326, f"crs {table.crs}")
    rows = [{k: v for k, v in row.items() if not missing(v)} for row in table.drop(columns="geometry").to_dict("records")]
    nodes = [(row["key"], typed(row, OF_NODES)) for row in rows if row["kind"] == "node"]
    edges = [(row["source"], row["target"], typed(row, OF_EDGES)) for row in rows if row["kind"] == "edge"]
    return graph(nodes, edges, about)


def missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {"<NA>", "NaT"}


def typed(row, names):
    """Values of a table whose columns were widened because others of their rows are empty."""
    kinds = {"papers": int, "international": bool, "weight": float, "latitude": float, "longitude": float}
    return {name: None if missing(row.get(name)) else kinds.get(name, str)(row[name]) for name in names}


DTYPES = {"string": "string", "integer": "Int64", "double": "float64", "boolean": "boolean"}


def tables(parts):
    """By pandas, with the types that the W3C description states; it is checked against the header of the tables."""
    import pandas

    described = load(parts["metadata"])
    require(described["@context"] == "http://www.w3.org/ns/csvw", "no description of CSV on the web")
    frames = []
    for table, part in zip(described["tables"], ("edges", "nodes"), strict=True):
        columns = table["tableSchema"]["columns"]
        types = {column["name"]: DTYPES[column["datatype"]] for column in columns}
        with open(parts[part], encoding="utf-8", newline="") as file:
            frame = pandas.read_csv(
                file, dtype=types, keep_default_na=False, na_values=[""], float_precision="round_trip"
            )
        require(list(frame.columns) == list(types), f"{part}: columns {list(frame.columns)}, described {list(types)}")
        require(all(column["name"] in column["titles"]["en"] for column in columns), "a title is not the header's")
        required = [column["name"] for column in columns if column["required"]]
        require(not frame[required].isna().any().any(), f"{part}: a required cell is empty")
        key = table["tableSchema"]["primaryKey"]
        require(not frame.duplicated(subset=key if isinstance(key, list) else [key]).any(), f"{part}: a key twice")
        frames.append(frame)
    facts = {fact["schema:name"]: fact["schema:value"] for fact in described["schema:additionalProperty"]}
    return framed(*frames, facts)


def framed(edges, nodes, about):
    names = dict(zip(nodes["key"], nodes["name"]))
    for end in ("source", "target"):
        require(all(names.get(key) == name for key, name in zip(edges[end], edges[f"{end}_name"])), f"names of {end}")
    rows = ((row["key"], typed(row, OF_NODES)) for row in nodes.to_dict("records"))
    pairs = ((row["source"], row["target"], typed(row, OF_EDGES)) for row in edges.to_dict("records"))
    return graph(rows, pairs, about)


def parquet(parts):
    """By pyarrow and pandas; the facts are the metadata of both files."""
    import pandas
    import pyarrow.parquet

    abouts, frames = [], []
    for part in ("edges", "nodes"):
        file = pyarrow.parquet.ParquetFile(parts[part])
        table = file.read()
        table.validate(full=True)
        kept = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
        columns = json.loads(kept.pop("columns"))
        arrow = {"text": "string", "integer": "int64", "number": "double", "boolean": "bool"}
        stated = [(column["name"], arrow[column["type"]]) for column in columns]
        require(stated == [(field.name, str(field.type)) for field in table.schema], f"{part}: {table.schema}")
        for group in range(file.num_row_groups):
            chunk = file.metadata.row_group(group).column(0)
            require(chunk.compression == "ZSTD", f"{part}: {chunk.compression}")
        abouts.append({name: value for name, value in kept.items() if not name.startswith("ARROW:")})
        frames.append(table.to_pandas(types_mapper={pyarrow.int64(): pandas.Int64Dtype()}.get))
    require(abouts[0] == abouts[1], "the files state other facts")
    return framed(*frames, abouts[0])


BASE = "https://aicity.example/"
CANONICAL_DOUBLE = re.compile(r"-?([0-9]\.[0-9]*[1-9]|[0-9]\.0)E(0|-?[1-9][0-9]*)")


def rdf(parts):
    """By rdflib; pySHACL holds it against the project's shapes."""
    import rdflib
    from pyshacl import validate
    from rdflib import RDF, SKOS, XSD, URIRef
    from urllib.parse import unquote

    rdflib.NORMALIZE_LITERALS = False
    ours = rdflib.Namespace(BASE + "ontology#")
    geo = rdflib.Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
    made = rdflib.Graph().parse(parts["graph"], format="nt")
    shapes = rdflib.Graph().parse(ROOT / "ontology/shapes.ttl")
    ontology = rdflib.Graph().parse(ROOT / "ontology/aicity.ttl")
    used = {t for triple in made for t in triple if isinstance(t, URIRef) and str(t).startswith(str(ours))}
    require(used <= set(ontology.subjects(RDF.type, None)), f"not declared: {used - set(ontology.subjects())}")
    conforms, _, text = validate(made, shacl_graph=shapes, inference="none")
    require(conforms, text)
    measures = set(made.subjects(RDF.type, ours.NetworkMeasure))
    others = {p for p in made.predicates() if str(p).startswith(BASE + "measure/")}
    require(others <= measures, f"measures without a description: {others - measures}")
    for literal in (o for o in made.objects() if isinstance(o, rdflib.Literal) and o.datatype == XSD.double):
        require(CANONICAL_DOUBLE.fullmatch(str(literal)), f"{literal} is not canonical")

    def value(subject, *properties, convert=str):
        found = list(made.objects(subject, properties[0]))
        require(len(found) <= 1, f"{subject} {properties[0]}: {found}")
        return convert(str(found[0])) if found else None

    def key(unit):
        return unquote(str(unit).removeprefix(BASE).split("/", 1)[1])

    (network,) = made.subjects(RDF.type, ours.Network)
    about = {value(fact, ours.factName): value(fact, ours.factValue) for fact in made.objects(network, ours.fact)}
    nodes, edges = [], []
    for node in made.subjects(RDF.type, ours.NetworkNode):
        names = {name.language: str(name) for name in made.objects(node, SKOS.prefLabel)}
        nodes.append((key(made.value(node, ours.ofUnit)), {
            "name": names["en"],
            "name_zh": names.get("zh"),
            "country": value(node, ours.countryCode),
            "latitude": value(node, geo.lat, convert=float),
            "longitude": value(node, geo.long, convert=float),
            "papers": value(node, ours.papers, convert=int),
        }))
    for edge in made.subjects(RDF.type, ours.NetworkEdge):
        a, b = map(key, made.objects(edge, ours.joins))
        edges.append((a, b, {
            "weight": value(edge, ours.weight, convert=float),
            "papers": value(edge, ours.papers, convert=int),
            "international": value(edge, ours.crossesBorder) == "true",
        }))
    return graph(nodes, edges, about)


READERS = {
    "csv": [tables],
    "cytoscape": [cytoscape],
    "geojson": [geojson, geopandas],
    "node-link": [node_link],
    "parquet": [parquet],
    "rdf": [rdf],
    "vosviewer": [vosviewer],
    "vosviewer-json": [vosviewer_json],
}
