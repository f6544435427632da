//! Node-link JSON, as `networkx.node_link_graph` (3.4 and later) reads it and as D3's force layout takes it. Nodes have `id` (the
//! key), edges `source` and `target`; `graph` holds the facts and what each attribute means. A missing value is left out.

use super::json::{self, Object};
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::Network;
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "node-link",
    title_en: "node-link JSON",
    title_zh: "节点–链接 JSON",
    about: "networkx (node_link_graph), D3; undirected, no parallel edges",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".json", media: "application/json", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    out.write_all(b"{\"directed\":false,\"multigraph\":false,\"graph\":")?;
    json::metadata(network, out)?;
    out.write_all(b",\"nodes\":")?;
    let columns = network.node_columns();
    json::list(out, 0..network.nodes.len(), |out, node| {
        let mut object = Object::begin(out)?;
        object.member("id", network.nodes[node].key)?;
        object.members(&columns, &network.node(node))?;
        object.end()
    })?;
    out.write_all(b",\n\"edges\":")?;
    let columns = network.edge_columns();
    json::list(out, 0..network.edges.len(), |out, edge| {
        let mut object = Object::begin(out)?;
        ends(network, edge, &mut object)?;
        object.members(&columns, &network.edge(edge))?;
        object.end()
    })?;
    out.write_all(b"}\n")?;
    Ok(Lost::default())
}

/// The keys of both nodes, as `source` and `target`.
pub(super) fn ends(network: &Network<'_>, edge: usize, object: &mut Object<'_>) -> Result<()> {
    let edge = &network.edges[edge];
    object.member("source", network.nodes[edge.a as usize].key)?;
    object.member("target", network.nodes[edge.b as usize].key)
}
