//! GeoJSON (RFC 7946): a point for each node, the great circle between its nodes for each edge. Properties are the attributes,
//! with `key`, or `source` and `target`; what lies nowhere has a null geometry, so that nothing is lost. The foreign member
//! `about` holds the facts. Positions of nodes are exact, points between them are rounded to 10⁻⁴ degrees (11 m). An arc
//! that crosses the antimeridian is cut there (§3.1.9).

use super::great_circle::{Arc, Point};
use super::json::{self, Object};
use super::node_link::ends;
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::Network;
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "geojson",
    title_en: "GeoJSON points and arcs",
    title_zh: "GeoJSON 点与弧线",
    about: "QGIS, Leaflet, kepler.gl, geopandas; edges are great circles, cut at the antimeridian",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".geojson", media: "application/geo+json", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"about\":")?;
    json::about(out, &network.about)?;
    out.write_all(b",\n\"features\":")?;
    let mut features = Features::new(network);
    let nodes = (0..network.nodes.len()).map(Feature::Node);
    let edges = (0..network.edges.len()).map(Feature::Edge);
    json::list(out, nodes.chain(edges), |out, feature| features.write(feature, out))?;
    out.write_all(b"}\n")?;
    Ok(Lost::default())
}

#[derive(Clone, Copy)]
enum Feature {
    Node(usize),
    Edge(usize),
}

/// What is the same for every feature, and room to work in.
struct Features<'a> {
    network: &'a Network<'a>,
    of_nodes: Vec<crate::base::records::Column>,
    of_edges: Vec<crate::base::records::Column>,
    arc: Arc,
    text: Vec<u8>,
}

impl<'a> Features<'a> {
    fn new(network: &'a Network<'a>) -> Self {
        let (of_nodes, of_edges) = (network.node_columns(), network.edge_columns());
        Self { network, of_nodes, of_edges, arc: Arc::default(), text: Vec::new() }
    }

    fn write(&mut self, feature: Feature, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
        match feature {
            Feature::Node(node) => self.node(node, out),
            Feature::Edge(edge) => self.edge(edge, out),
        }
    }

    fn node(&self, index: usize, out: &mut dyn Write) -> Result<()> {
        let node = &self.network.nodes[index];
        match node.position {
            Some((latitude, longitude)) => {
                out.write_all(b"{\"type\":\"Point\",\"coordinates\":")?;
                json::value(out, &[longitude, latitude])?;
                out.write_all(b"}")?;
            }
            None => out.write_all(b"null")?,
        }
        out.write_all(b",\"properties\":")?;
        let mut properties = Object::begin(out)?;
        properties.member("kind", "node")?;
        properties.member("key", node.key)?;
        properties.members(&self.of_nodes, &self.network.node(index))?;
        properties.end()?;
        Ok(out.write_all(b"}")?)
    }

    fn edge(&mut self, index: usize, out: &mut dyn Write) -> Result<()> {
        let edge = &self.network.edges[index];
        let position = |node: u32| self.network.nodes[node as usize].position;
        match (position(edge.a), position(edge.b)) {
            (Some(a), Some(b)) => {
                self.arc.draw(a, b);
                self.text.clear();
                geometry(&self.arc, &mut self.text)?;
                out.write_all(&self.text)?;
            }
            _ => out.write_all(b"null")?,
        }
        out.write_all(b",\"properties\":")?;
        let mut properties = Object::begin(out)?;
        properties.member("kind", "edge")?;
        ends(self.network, index, &mut properties)?;
        properties.members(&self.of_edges, &self.network.edge(index))?;
        properties.end()?;
        Ok(out.write_all(b"}")?)
    }
}

fn geometry(arc: &Arc, out: &mut Vec<u8>) -> Result<()> {
    let several = arc.lines().count() > 1;
    let (opening, closing): (&[u8], &[u8]) = if several {
        (b"{\"type\":\"MultiLineString\",\"coordinates\":[", b"]}")
    } else {
        (b"{\"type\":\"LineString\",\"coordinates\":", b"}")
    };
    out.extend_from_slice(opening);
    for (index, line) in arc.lines().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        coordinates(line, out)?;
    }
    out.extend_from_slice(closing);
    Ok(())
}

fn coordinates(line: &[Point], out: &mut Vec<u8>) -> Result<()> {
    for (index, point) in line.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"[[" } else { b",[" });
        if point.exact {
            json::value(out, &point.longitude)?;
            out.push(b',');
            json::value(out, &point.latitude)?;
        } else {
            rounded(point.longitude, out);
            out.push(b',');
            rounded(point.latitude, out);
        }
        out.push(b']');
    }
    out.push(b']');
    Ok(())
}

/// Degrees with up to four decimals. Half of the time of this format goes into these, so they are made of integers.
fn rounded(degrees: f64, out: &mut Vec<u8>) {
    let units = (degrees * 1e4).round() as i32;
    if units < 0 {
        out.push(b'-');
    }
    let (whole, mut fraction) = (units.unsigned_abs() / 10_000, units.unsigned_abs() % 10_000);
    let digit = |value: u32| b'0' + (value % 10) as u8;
    for power in [100, 10].into_iter().filter(|&power| whole >= power) {
        out.push(digit(whole / power));
    }
    out.push(digit(whole));
    if fraction > 0 {
        out.push(b'.');
    }
    while fraction > 0 {
        out.push(digit(fraction / 1000));
        fraction = fraction % 1000 * 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_degrees_are_those_of_the_formatter() {
        for degrees in
            [0.0, -0.00001, 0.00005, 1.5, -9.99999, 10.0, 99.0001, 100.1, -123.4567, 180.0, -179.99996]
        {
            let mut out = Vec::new();
            rounded(degrees, &mut out);
            let read: f64 = String::from_utf8(out.clone()).unwrap().parse().unwrap();
            assert!((read - degrees).abs() <= 0.5e-4 + 1e-12, "{degrees}: {}", String::from_utf8_lossy(&out));
            let expected: f64 = format!("{degrees:.4}").parse().unwrap();
            assert!((read - expected).abs() < 1.01e-4, "{degrees}");
        }
    }
}
