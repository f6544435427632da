//! GEXF 1.3, static: the network as a whole, for Gephi and Gephi Lite. What an element holds: `gexf_elements.rs`.

use super::gexf_elements::Elements;
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::Network;
use std::io::Write;

/// GEXF 1.3.
pub const EXPORT: Export = Export {
    id: "gexf",
    title_en: "GEXF 1.3",
    title_zh: "GEXF 1.3 图文件",
    about: "Gephi, Gephi Lite, networkx: latitude and longitude as doubles, map positions, sizes by papers, colours by \
            community where communities were asked for",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".gexf", media: "application/gexf+xml", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut elements = Elements::new(network);
    elements.begin(" mode=\"static\"");
    elements.columns_of("node", &elements.node_columns());
    elements.columns_of("edge", &elements.edge_columns());
    elements.begin_nodes(out)?;
    for node in 0..network.nodes.len() {
        elements.node(node)?;
        elements.end_values();
        elements.end_node(node, out)?;
    }
    elements.begin_edges(out)?;
    for edge in 0..network.edges.len() {
        elements.edge(edge)?;
        elements.end_values();
        elements.end_edge(out)?;
    }
    elements.end(out)
}
