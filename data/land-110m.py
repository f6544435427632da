"""Makes land-110m.txt from land-110m.json of the npm package world-atlas 2.0.2 (Natural Earth 1:110m land).

One ring a line, `lon lat,lon lat,...` in degrees with two decimals, the first point not repeated. Rings never cross the
antimeridian: what does is cut there, and what goes round a pole is led along the antimeridian to it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 land-110m.py package/land-110m.json > land-110m.txt
"""

import json
import sys


def arcs_of(topology):
    """Arcs in degrees: TopoJSON writes quantised differences."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        yield points


def rings_of(topology):
    arcs = list(arcs_of(topology))

    def polygons(geometry):
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from polygons(part)
        elif geometry["type"] == "Polygon":
            yield geometry["arcs"]
        else:
            yield from geometry["arcs"]

    for polygon in polygons(topology["objects"]["land"]):
        for ring in polygon:
            points = []
            for index in ring:
                # A negative number is the complement of an arc that is walked backwards.
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points.extend(arc[1:] if points else arc)
            yield points[:-1] if points[0] == points[-1] else points


def unwrapped(ring):
    """Longitudes without leaps, so that a ring across the antimeridian leaves [-180, 180]; and how far it goes round."""
    points = [ring[0]]
    for lon, lat in ring[1:] + ring[:1]:
        before = points[-1][0]
        points.append((lon + 360 * round((before - lon) / 360), lat))
    return points[:-1], round((points[-1][0] - points[0][0]) / 360)


def clipped(ring, border, keep_below):
    """Sutherland and Hodgman against one meridian."""
    inside = (lambda p: p[0] <= border) if keep_below else (lambda p: p[0] >= border)
    result = []
    for a, b in zip(ring[-1:] + ring[:-1], ring):
        if inside(a) != inside(b):
            share = (border - a[0]) / (b[0] - a[0])
            result.append((border, a[1] + share * (b[1] - a[1])))
        if inside(b):
            result.append(b)
    return result


def cut(ring):
    points, turns = unwrapped(ring)
    if turns:
        pole = -90.0 if sum(lat for _, lat in points) < 0 else 90.0
        # Three turns side by side cover the window wherever the ring begins; the ends go to the pole far outside.
        row = [(lon + 360 * turns * k, lat) for k in (-1, 0, 1) for lon, lat in points]
        points = row + [(row[-1][0], pole), (row[0][0], pole)]
    for shift in (-360, 0, 360):
        moved = [(lon + shift, lat) for lon, lat in points] if not turns or shift == 0 else []
        part = clipped(clipped(moved, 180.0, True), -180.0, False) if moved else []
        if len(part) >= 3:
            yield part


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    for ring in rings_of(topology):
        for part in cut(ring):
            texts = []
            for lon, lat in part:
                text = f"{lon + 0.0:.2f} {lat + 0.0:.2f}".replace("-0.00", "0.00")
                if not texts or texts[-1] != text:
                    texts.append(text)
            if len(texts) >= 3:
                print(",".join(texts))


main()
