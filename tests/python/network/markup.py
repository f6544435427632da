"""Readers of network files by programs that are not ours: GraphML, GEXF, Pajek, DOT and Gephi's tables.

`READERS` is as in data.py. networkx and igraph read GraphML and Pajek, networkx and a schema (xmllint) GEXF, Graphviz DOT, and
pandas Gephi's tables. The dynamic GEXF answers "years" besides: {frozenset((key, key)): {year: weight}}.
"""

import json
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

import igraph
import networkx
import pandas
from data import graph, picked, require

OF_NODES = ("name", "name_zh", "country", "latitude", "longitude", "papers")
OF_EDGES = ("weight", "papers", "international")
SCHEMA = Path(__file__).resolve().parents[2] / "data" / "gexf" / "gexf.xsd"
GEXF = "{http://gexf.net/1.3}"
# Where the Web Mercator map ends.
MAP_END = 85.05


def run(*command):
    """What an independent program says; it may warn of nothing."""
    done = subprocess.run([str(word) for word in command], capture_output=True)
    require(done.returncode == 0, f"{command[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode(), done.stderr.decode()


def plain(network):
    """A graph without parallel edges or directions."""
    require(not network.is_directed() and not network.is_multigraph(), "directed, or parallel edges")
    return network


# ------------------------------------------------------------------------------------------------------------------ GraphML


def graphml_by_networkx(parts):
    found = plain(networkx.read_graphml(parts["graph"]))
    for key, node in found.nodes(data=True):
        require(node["label"] == node["name"], f"{key!r} has another label than its name")
    about = {name: value for name, value in found.graph.items() if not name.endswith("_default")}
    return graph(((key, picked(node, OF_NODES)) for key, node in found.nodes(data=True)),
                 ((a, b, picked(edge, OF_EDGES)) for a, b, edge in found.edges(data=True)), about)


def graphml_by_igraph(parts):
    """igraph has no missing values: a missing text is empty, a missing number NaN. It leaves `&` of ids as `&#38;`."""
    found = igraph.Graph.Read_GraphML(str(parts["graph"]))
    require(not found.is_directed() and found.is_simple(), "directed, or parallel edges")

    def known(attributes):
        return {name: None if value in ("", None) or value != value else value for name, value in attributes.items()}

    ids = [key.replace("&#38;", "&") for key in found.vs["id"]]
    return graph(((key, picked(known(node.attributes()), OF_NODES)) for key, node in zip(ids, found.vs)),
                 ((ids[edge.source], ids[edge.target], picked(known(edge.attributes()), OF_EDGES)) for edge in found.es),
                 {name: found[name] for name in found.attributes()})


# --------------------------------------------------------------------------------------------------------------------- GEXF


def gexf_by_networkx(parts):
    run("xmllint", "--noout", "--nonet", "--huge", "--schema", SCHEMA, parts["graph"])
    found = plain(networkx.read_gexf(parts["graph"], version="1.3"))
    nodes = []
    for key, node in found.nodes(data=True):
        looks_right(key, node)
        nodes.append((key, picked({**node, "name": node["label"]}, OF_NODES)))
    return graph(nodes, ((a, b, picked(edge, OF_EDGES)) for a, b, edge in found.edges(data=True)), facts(parts["graph"]))


def looks_right(key, node):
    """Positions are longitude and latitude, within the map; sizes grow with papers."""
    position, latitude = node["viz"].get("position"), node.get("latitude")
    require((position is None) == (latitude is None), f"{key!r} has a latitude or a position, but not both")
    if position is not None:
        require(position["x"] == node["longitude"], f"x of {key!r} is not its longitude")
        require(position["y"] == max(-MAP_END, min(MAP_END, latitude)), f"y of {key!r} is not its latitude")
    require(4 <= node["viz"]["size"] <= 40, f"size of {key!r}")


def facts(path):
    """The lines of the description, which networkx does not keep."""
    tree = ElementTree.parse(path)
    require(tree.findtext(f"{GEXF}meta/{GEXF}creator", "").startswith("aicity"), "no creator")
    return dict(line.split(": ", 1) for line in tree.findtext(f"{GEXF}meta/{GEXF}description", "").split("\n") if line)


def gexf_dynamic_by_networkx(parts):
    made = gexf_by_networkx(parts)
    tree = ElementTree.parse(parts["graph"])
    window = tree.getroot().find(f"{GEXF}graph")
    first, last = int(window.get("start")), int(window.get("end"))
    # networkx takes the id `weight` for a weight that does not change, whatever the file says of it: another id for its eyes.
    for element in tree.iter():
        for name in ("id", "title", "for"):
            if element.tag in (f"{GEXF}attribute", f"{GEXF}attvalue") and element.get(name) == "weight":
                element.set(name, "weight_by_year")
    with tempfile.NamedTemporaryFile(suffix=".gexf") as file:
        tree.write(file, encoding="utf-8", xml_declaration=True)
        file.flush()
        found = plain(networkx.read_gexf(file.name, version="1.3"))
    require(found.graph["mode"] == "dynamic", "no dynamic graph")
    for key, node in found.nodes(data=True):
        papers = by_year(key, node, "papers_by_year", first, last)
        require(sum(papers.values()) == node["papers"], f"papers of {key!r} are not those of its years")
    made["years"] = {}
    for a, b, edge in found.edges(data=True):
        papers = by_year((a, b), edge, "papers_by_year", first, last)
        require(sum(papers.values()) == edge["papers"], f"papers of {a!r}, {b!r} are not those of its years")
        require(edge["weight_total"] == edge["weight"], f"two weights of {a!r}, {b!r}")
        weights = by_year((a, b), edge, "weight_by_year", first, last)
        require(set(weights) == set(papers), f"years of {a!r}, {b!r}")
        for node in (a, b):
            require(set(weights) <= spelled(found.nodes[node]), f"an edge in years in which {node!r} is not there")
        made["years"][frozenset((a, b))] = weights
    return made


def spelled(attributes):
    """Years that the spells hold; runs of years are one spell."""
    spells = attributes.get("spells", [])
    require(all(one[1] + 1 < next_[0] for one, next_ in zip(spells, spells[1:])), f"spells touch: {spells}")
    return {year for first, last in spells for year in range(first, last + 1)}


def by_year(of, attributes, name, first, last):
    """Values by year; the years are those of the spells, and within the window."""
    years = {}
    for value, start, end in attributes.get(name, []):
        require(start == end and first <= start <= last and start not in years, f"{name} of {of!r}: {start} to {end}")
        years[start] = value
    require(set(years) == spelled(attributes), f"{name} of {of!r} is of other years than its spells")
    return years


# -------------------------------------------------------------------------------------------------------------------- Pajek


def pajek_by_networkx(parts):
    found = networkx.read_pajek(parts["net"])
    order = [label for label, node in sorted(found.nodes(data=True), key=lambda item: int(item[1]["id"]))]
    require(not found.is_directed(), "directed")
    return pajek(parts, order, ((a, b, edge["weight"]) for a, b, edge in found.edges(data=True)))


def pajek_by_igraph(parts):
    found = igraph.Graph.Read_Pajek(str(parts["net"]))
    require(not found.is_directed() and found.is_simple(), "directed, or parallel edges")
    order = found.vs["name"]
    for node in found.vs if "x" in found.vs.attributes() else ():
        require(not node["x"] < 0 and not node["x"] > 1 and not node["y"] < 0 and not node["y"] > 1, "a place off the map")
    return pajek(parts, order, ((order[edge.source], order[edge.target], edge["weight"]) for edge in found.es))


def pajek(parts, order, edges):
    """Names and keys from labels; papers and countries from the vector and the partition."""
    comments = [line[2:] for line in parts["net"].read_text().split("\n") if line.startswith("% ")]
    about = dict(line.split(": ", 1) for line in comments)
    papers, clusters = column(parts["vec"], len(order)), column(parts["clu"], len(order))
    key_of, nodes = {}, []
    for label, papers_of, cluster in zip(order, papers, clusters):
        name, rest = label.rsplit(" [", 1)
        require(rest.endswith("]"), f"no key in {label!r}")
        key_of[label] = unquote(rest[:-1], errors="strict")
        node = {"name": name, "papers": papers_of}
        if about["clusters"] == "country":
            node["country"] = about[f"cluster_{cluster}"] if cluster else None
        nodes.append((key_of[label], node))
    return graph(nodes, ((key_of[a], key_of[b], {"weight": weight}) for a, b, weight in edges), about)


def column(path, count):
    """A partition or vector: as many whole numbers as there are vertices."""
    first, *rest = path.read_text().splitlines()
    require(first == f"*Vertices {count}" and len(rest) == count, f"{path} is of other vertices")
    return [int(number) for number in rest]


# ---------------------------------------------------------------------------------------------------------------------- DOT

# Attributes with the ASCII separators between them, which no text of the file has.
GVPR = r"""
BEG_G { string a; a = fstAttr($G, "G");
  while (a != "") { printf("G\037%s\037%s\036", a, aget($G, a)); a = nxtAttr($G, "G", a); } }
N { a = fstAttr($G, "N"); printf("N\037%s", $.name);
  while (a != "") { printf("\037%s\037%s", a, aget($, a)); a = nxtAttr($G, "N", a); } printf("\036"); }
E { a = fstAttr($G, "E"); printf("E\037%s\037%s", $.tail.name, $.head.name);
  while (a != "") { printf("\037%s\037%s", a, aget($, a)); a = nxtAttr($G, "E", a); } printf("\036"); }
"""
ESCAPED = {"n": "\n", "\\": "\\", '"': '"'}


def dot_by_graphviz(parts):
    said, warned = run("gvpr", GVPR, parts["graph"])
    require(not warned, f"gvpr: {warned}")
    nodes, edges, about = [], [], {}
    for record in said.split("\x1e")[:-1]:
        kind, *fields = map(unescaped, record.split("\x1f"))
        if kind == "G":
            about[fields[0].removeprefix("about_")] = fields[1]
        elif kind == "N":
            values = typed(dict(zip(fields[1::2], fields[2::2])))
            place = values.get("pos")
            wanted = None if values["latitude"] is None else f"{values['longitude']},{values['latitude']}"
            require(place is None or [float(x) for x in place.rstrip("!").split(",")] == [
                values["longitude"], values["latitude"]], f"place of {fields[0]!r}: {place}, not {wanted}")
            nodes.append((fields[0], picked(values, OF_NODES)))
        else:
            edges.append((fields[0], fields[1], picked(typed(dict(zip(fields[2::2], fields[3::2]))), OF_EDGES)))
    drawn(parts["graph"], len(nodes), len(edges))
    return graph(nodes, edges, about)


def drawn(path, nodes, edges):
    """Graphviz lays it out, every node and edge; not where that takes minutes."""
    if path.stat().st_size < 100_000:
        said, _ = run("neato", "-Tjson", path)
        made = json.loads(said)
        require(len(made["objects"]) == nodes and len(made["edges"]) == edges, "neato leaves something out")


def unescaped(text):
    made, chars = [], iter(text)
    for char in chars:
        made.append(ESCAPED[next(chars)] if char == "\\" else char)
    return "".join(made)


def typed(values):
    """Texts of Graphviz as what they say; an attribute that is not there is empty."""
    kinds = {"latitude": float, "longitude": float, "papers": int, "weight": float, "international": json.loads}
    return {name: kinds.get(name, str)(text) if text else None for name, text in values.items()}


# -------------------------------------------------------------------------------------------------------------------- Gephi


def gephi_by_pandas(parts):
    described = json.loads(parts["about"].read_text())
    texts = {column["name"]: str for column in described["nodes"] if column["type"] == "text"}
    ids = {"Id": str, "Label": str, "Source": str, "Target": str}

    def table(part, begins, columns):
        # A country may be NA: only what is empty is missing. The quick parser of doubles is not exact.
        read = pandas.read_csv(parts[part], dtype={**ids, **texts}, keep_default_na=False, na_values=[""],
                               float_precision="round_trip")
        wanted = begins + [column["name"] for column in described[columns]][1:]
        require(list(read.columns) == wanted, f"{part} has the columns {list(read.columns)}, not {wanted}")
        rows = read.astype(object).where(read.notna(), None).to_dict("records")
        return [{name: value.item() if hasattr(value, "item") else value for name, value in row.items()} for row in rows]

    nodes, edges = table("nodes", ["Id", "Label"], "nodes"), table("edges", ["Source", "Target", "Type", "Weight"], "edges")
    require(all(edge["Type"] == "Undirected" for edge in edges), "an edge of another type")
    return graph(((node["Id"], picked({**node, "name": node["Label"]}, OF_NODES)) for node in nodes),
                 ((edge["Source"], edge["Target"], picked({**edge, "weight": edge["Weight"]}, OF_EDGES)) for edge in edges),
                 described["about"])


READERS = {
    "dot": [dot_by_graphviz],
    "gephi": [gephi_by_pandas],
    "gexf": [gexf_by_networkx],
    "gexf-dynamic": [gexf_dynamic_by_networkx],
    "graphml": [graphml_by_networkx, graphml_by_igraph],
    "pajek": [pajek_by_networkx, pajek_by_igraph],
}
