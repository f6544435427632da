//! Cytoscape JSON (`.cyjs`), which both Cytoscape Desktop and Cytoscape.js load. Facts are members of the network's `data`, where
//! Desktop makes columns of its network table of them. A node lies where it is on a map: x is ten times its longitude, y ten
//! times its latitude downwards, an equirectangular map of 3600 by 1800; nodes of unknown position have none.

use super::json::{self, Object};
use super::node_link::ends;
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::{Network, Node};
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "cytoscape",
    title_en: "Cytoscape JSON",
    title_zh: "Cytoscape JSON",
    about: "Cytoscape Desktop, Cytoscape.js; nodes lie on an equirectangular map",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".cyjs", media: "application/json", write }],
};

/// Units of the drawing for each degree.
const SCALE: f64 = 10.0;

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let generated = concat!("aicity-", env!("CARGO_PKG_VERSION"));
    write!(out, "{{\"format_version\":\"1.0\",\"generated_by\":\"{generated}\",")?;
    out.write_all(b"\"target_cytoscapejs_version\":\"~3\",\n\"data\":")?;
    data(network, out)?;
    out.write_all(b",\n\"elements\":{\"nodes\":")?;
    let columns = network.node_columns();
    json::list(out, 0..network.nodes.len(), |out, index| {
        let node = &network.nodes[index];
        let mut object = Object::begin(out)?;
        let mut data = Object::begin(object.name("data")?)?;
        data.member("id", node.key)?;
        data.members(&columns, &network.node(index))?;
        data.end()?;
        position(node, &mut object)?;
        object.end()
    })?;
    out.write_all(b",\n\"edges\":")?;
    edges(network, out)?;
    out.write_all(b"}}\n")?;
    Ok(Lost::default())
}

/// The network's own attributes. `name` is what Desktop calls it in its lists.
fn data(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    let mut data = Object::begin(out)?;
    data.member("name", &format_args!("collaboration network, level {}", network.fact("level")))?;
    let facts = network.about.iter().filter(|fact| fact.name != "name");
    facts.into_iter().try_for_each(|fact| data.member(fact.name, &fact.value))?;
    data.end()
}

fn position(node: &Node<'_>, object: &mut Object<'_>) -> Result<()> {
    let Some((latitude, longitude)) = node.position else { return Ok(()) };
    let mut position = Object::begin(object.name("position")?)?;
    position.member("x", &(SCALE * longitude))?;
    position.member("y", &(-SCALE * latitude))?;
    position.end()
}

/// The edges. Nodes and edges share one space of ids, so those of edges begin as no key does.
fn edges(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    let columns = network.edge_columns();
    let mut prefix = "e".to_owned();
    while network.nodes.iter().any(|node| node.key.starts_with(&prefix)) {
        prefix.push('e');
    }
    json::list(out, 0..network.edges.len(), |out, edge| {
        let mut object = Object::begin(out)?;
        let mut data = Object::begin(object.name("data")?)?;
        data.member("id", &format_args!("{prefix}{edge}"))?;
        ends(network, edge, &mut data)?;
        data.members(&columns, &network.edge(edge))?;
        data.end()?;
        object.end()
    })
}
