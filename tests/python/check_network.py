"""Other programs read the network files that aicity writes, and find the nodes, edges and weights that networkx derives.

    check_network.py AICITY WORK

A small corpus with names that are hard to write goes through every format of `aicity network`; the readers of network/ open the
files with the programs they are for. What a file says is compared with the network that networkx derives from the tables.
"""

import csv
import itertools
import math
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import networkx

sys.path.insert(0, str(Path(__file__).parent / "network"))
import data  # noqa: E402
import markup  # noqa: E402

READERS = data.READERS | markup.READERS

# English name, Chinese name, latitude, longitude, country, metro. The last two lie on either side of the date line.
CITIES = {
    "1": ("Plain", "北京", 39.9075, 116.39723, "CN", None),
    "2": ("A & B <i>\"x\"</i> 'y', z; w", "甲 & 乙 <“丙”>；丁", 51.50853, -0.12574, "GB", None),
    "3": ("line\nbreak\n\nand\ttab", "换\n行", 48.85341, 2.3488, "FR", None),
    # C0 characters are refused when they are loaded; these are not, and XML has no U+FFFE.
    "4": ("control \x7f\x85\ufffe characters", "控\x85制", -33.86785, 151.20732, "AU", None),
    "5": ("emoji 🏙️👩‍👩‍👧 flag 🇨🇭", "表情🏙️", 47.36667, 8.55, "CH", None),
    "6": ("]]> &amp; &#10; \\n \\\" %22 {x}", "]]>", 40.71427, -74.00597, "US", "metro:m & m"),
    "7": ("=1+1", "'", None, None, "US", "metro:m & m"),
    "8": ("\u202eright to left\u202c", "\u2028", -17.55, -149.6, "PF", None),
    "9": ("Auckland", "奥克兰", -36.84853, 174.76349, "NZ", None),
    "a b/c:d@e~%25\"'<>&;,é": ("the key is the hard part", "键", 0.5, 0.25, "GB", None),
    "10": (" spaces around ", " 空 ", 35.6895, 139.69171, "JP", None),
    "11": ("alone", "", -1.0, 36.0, "KE", None),
}

# Year, and the authors of each paper as lists of cities.
PAPERS = [
    (2013, [["1"], ["2"], ["2", "3"]]),
    (2013, [["1"], ["2"]]),
    (2014, [["1", "4"], ["5"], ["6"], ["7"]]),
    (2014, [["8"], ["9"], ["10"]]),
    (2015, [["6"], ["3"], ["a b/c:d@e~%25\"'<>&;,é"]]),
    (2015, [[], ["1"], ["a b/c:d@e~%25\"'<>&;,é"]]),
    (2017, [["1"], ["2"], ["3"], ["4"], ["5"]]),
    (2018, [["7"], ["9"]]),
    (2018, [["8"], ["9"]]),
    (2019, [["1"], ["1"], ["2"]]),
    (2020, [["11"]]),
    (2022, [["1"], ["2"], ["10"], ["9"], ["6"]]),
]


def write_tables(folder: Path):
    """The four tables of the corpus."""
    folder.mkdir(parents=True)

    def table(name, header, rows):
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header.split(","))
            writer.writerows(rows)

    table("papers", "paper_id,title,venue,field,year,citations", [
        (f"p{at}", f"Paper {at}", "nips", "ml", year, at) for at, (year, _) in enumerate(PAPERS)])
    rows = []
    for at, (_, authors) in enumerate(PAPERS):
        for position, cities in enumerate(authors, 1):
            rows += [(f"p{at}", position, f"s{at}-{position}", "Somebody", f"i{city}") for city in cities] or [
                (f"p{at}", position, f"s{at}-{position}", "Somebody", "")]
    table("authorships", "paper_id,position,scholar_id,name,institution_id", rows)
    table("institutions", "institution_id,name,city_id,country_code", [
        (f"i{key}", f"Institute {key}", key, city[4]) for key, city in CITIES.items()])
    table("cities", "city_id,name,name_zh,country_code,lat,lon,report_country,metro_id", [
        (key, en, zh, country, "" if lat is None else lat, "" if lon is None else lon, country, metro or "")
        for key, (en, zh, lat, lon, country, metro) in CITIES.items()])


def metro(city):
    return CITIES[city][5] or city


def expected():
    """Nodes and edges as networkx has them, and papers of each edge by year."""
    graph, years = networkx.Graph(), defaultdict(Counter)
    for year, authors in PAPERS:
        places = sorted({metro(city) for cities in authors for city in cities})
        for place in places:
            papers = graph.nodes[place]["papers"] if place in graph else 0
            graph.add_node(place, papers=papers + 1)
        for a, b in itertools.combinations(places, 2):
            weight = graph.edges[a, b]["weight"] if graph.has_edge(a, b) else 0
            graph.add_edge(a, b, weight=weight + 1)
            years[frozenset((a, b))][year] += 1
    return graph, years


def country(key):
    return "US" if key.startswith("metro:") else CITIES[key][4]


def check(name, found, graph, years, replaced):
    """What a reader found against what networkx derived; answers how many values were compared."""
    compared = 0

    def same(what, got, wanted):
        nonlocal compared
        compared += 1
        assert got == wanted, f"{name}: {what} is {got!r}, not {wanted!r}"

    same("the set of nodes", set(found["nodes"]), set(graph.nodes))
    for key, node in found["nodes"].items():
        en, zh, lat, lon, *_ = CITIES.get(key) or (key, "", *CITIES["6"][2:4])
        wanted = {"name": en, "name_zh": zh, "latitude": lat, "longitude": lon, "papers": graph.nodes[key]["papers"],
                  "country": country(key)}
        for what, value in node.items():
            if what in ("name", "name_zh"):
                value, text = value or "", wanted[what]
                if value != text:
                    # What the format cannot have is replaced, character by character or run by run, and nothing else changes.
                    assert replaced, f"{name}: {what} of {key!r} is {value!r}, not {text!r}, and nothing was said to be replaced"
                    same(f"{what} of {key!r}", plain(value), plain(text))
                    continue
                same(f"{what} of {key!r}", value, text)
            elif what in wanted:
                same(f"{what} of {key!r}", value, wanted[what])
    same("the set of edges", set(found["edges"]), {frozenset(edge) for edge in graph.edges})
    for edge, values in found["edges"].items():
        a, b = edge
        wanted = {"weight": float(graph.edges[a, b]["weight"]), "papers": graph.edges[a, b]["weight"],
                  "international": country(a) != country(b)}
        for what, value in values.items():
            if what in wanted:
                same(f"{what} of {sorted(edge)}", value, wanted[what])
    for edge, by_year in found.get("years", {}).items():
        same(f"years of {sorted(edge)}", {y: float(w) for y, w in by_year.items()},
             {y: float(w) for y, w in years[edge].items()})
    about = found.get("about")
    if about is not None:
        for what, begins in {"weight": "full: 1 for each shared paper", "edition": "sources ", "level": "metro"}.items():
            same(f"about {what}", str(about.get(what, ""))[:len(begins)], begins)
    return compared


def plain(text):
    """A name without what some format cannot have: letters and digits alone."""
    return "".join(char for char in text if char.isalnum())


def main():
    aicity, work = sys.argv[1], Path(sys.argv[2]) / "network"
    write_tables(work / "tables")
    run = [aicity, "load", "--format", "tables", str(work / "tables"), "--store", str(work / "store")]
    subprocess.run(run, check=True, capture_output=True)
    graph, years = expected()
    assert graph.number_of_edges() > 20 and math.isclose(sum(dict(graph.degree()).values()), 2 * graph.number_of_edges())
    listed = subprocess.run([aicity, "list", "exports"], check=True, capture_output=True, text=True).stdout
    formats = [line.split()[0] for line in listed.splitlines() if line and not line.startswith(" ")]
    assert set(formats) == set(READERS), f"formats without a reader, or readers without a format: {set(formats) ^ set(READERS)}"
    total = 0
    for format in formats:
        parts = written(aicity, work, format, listed)
        again = {part: path.read_bytes() for part, path in parts[0].items()}
        twice = written(aicity, work, format, listed)[0]
        assert again == {part: path.read_bytes() for part, path in twice.items()}, f"{format}: another file on the second run"
        readers = READERS[format] if isinstance(READERS[format], list) else [READERS[format]]
        for reader in readers:
            found = reader(parts[0])
            assert found["nodes"] and found["edges"], f"{format}: {reader.__name__} found nothing"
            total += check(f"{format} by {reader.__name__}", found, graph, years, parts[1])
    print(f"network files: {total} values of {len(formats)} formats agree")


def written(aicity, work, format, listed):
    """The files of a format by part, and whether characters were said to be replaced."""
    lines = listed.splitlines()
    start = next(at for at, line in enumerate(lines) if line.split(" ")[0] == format)
    files = next(line for line in lines[start:] if line.strip().startswith("files: "))
    parts = {}
    for part in files.strip().removeprefix("files: ").split(", "):
        name, ending = part.split(" (NAME")
        parts[name] = work / f"out-{format}{ending.rstrip(')')}"
    first = next(iter(parts.values()))
    run = [aicity, "network", "--store", str(work / "store"), "--level", "metro", "--weight", "full", "--measures", "all",
           "--format", format, "-o", str(first)]
    said = subprocess.run(run, check=True, capture_output=True, text=True).stderr
    missing = [str(path) for path in parts.values() if not path.is_file()]
    assert not missing, f"{format}: not written: {missing}"
    return parts, "were replaced" in said


main()
