//! `GraphML`: one graph, undirected, without nested graphs, hyperedges or ports, which Gephi does not read.
//!
//! A node's id is its key; its data are `label` (its name, for programs that look there) and every column under the column's
//! name. An edge's data are its columns, the first of which is `weight`. The facts are data of the graph. A missing value is
//! a missing `data` element. Nothing is lost but characters that XML 1.0 cannot have.

use super::{Export, Lost, Part, xml};
use crate::base::Result;
use crate::base::records::{Column, Kind};
use crate::network::{Network, Value};
use std::io::Write;

/// `GraphML`.
pub const EXPORT: Export = Export {
    id: "graphml",
    title_en: "GraphML",
    title_zh: "GraphML 图文件",
    about: "Gephi, Cytoscape, yEd, networkx, igraph: typed keys, the edge weight under the key `weight`, the facts as data of \
            the graph",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".graphml", media: "application/graphml+xml", write }],
};

/// Where many programs look for what they show beside a node.
const LABEL: Column =
    Column::new("label", Kind::Text, ["label", "标签"], "name, for programs that look for a label");

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut lost = Lost::default();
    let mut line = String::new();
    let [nodes, edges] = [network.node_columns(), network.edge_columns()];
    head(&mut line, network, [&[&[LABEL], &nodes[..]].concat(), &edges], &mut lost);
    out.write_all(line.as_bytes())?;
    let [of_node, of_edge] = [data_of("n_", &nodes), data_of("e_", &edges)];
    for (i, node) in network.nodes.iter().enumerate() {
        line.clear();
        line.push_str("    <node id=\"");
        xml::key(&mut line, node.key)?;
        line.push_str("\"><data key=\"n_label\">");
        // What the label loses is counted with the name.
        xml::escape(&mut line, node.name, &mut Lost::default());
        line.push_str("</data>");
        data(&mut line, &of_node, &network.node(i), &mut lost);
        line.push_str("</node>\n");
        out.write_all(line.as_bytes())?;
    }
    for (i, edge) in network.edges.iter().enumerate() {
        line.clear();
        line.push_str("    <edge source=\"");
        xml::key(&mut line, network.nodes[edge.a as usize].key)?;
        line.push_str("\" target=\"");
        xml::key(&mut line, network.nodes[edge.b as usize].key)?;
        line.push_str("\">");
        data(&mut line, &of_edge, &network.edge(i), &mut lost);
        line.push_str("</edge>\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"  </graph>\n</graphml>\n")?;
    Ok(lost)
}

/// Everything before the first node: what the keys are, and the facts.
fn head(line: &mut String, network: &Network<'_>, [nodes, edges]: [&[Column]; 2], lost: &mut Lost) {
    line.push_str(xml::DECLARATION);
    line.push_str("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"");
    line.push_str(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
    line.push_str(" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns");
    line.push_str(" http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
    for fact in &network.about {
        key(line, ["g_", "graph", fact.name, "string"]);
        line.push_str("/>\n");
    }
    for (prefix, of, columns) in [("n_", "node", nodes), ("e_", "edge", edges)] {
        for column in columns {
            key(line, [prefix, of, column.name, xml::kind(column.kind)]);
            described(line, column, lost);
        }
    }
    line.push_str("  <graph edgedefault=\"undirected\">\n");
    for fact in &network.about {
        line.push_str("    <data key=\"g_");
        line.push_str(fact.name);
        line.push_str("\">");
        xml::escape(line, &fact.value, lost);
        line.push_str("</data>\n");
    }
}

/// The begin of a key's element. Ids are of the name with a prefix, since nodes and edges have columns of one name.
fn key(line: &mut String, [prefix, of, name, kind]: [&str; 4]) {
    line.push_str("  <key id=\"");
    line.push_str(prefix);
    for (text, after) in [(name, "\" for=\""), (of, "\" attr.name=\""), (name, "\" attr.type=\"")] {
        line.push_str(text);
        line.push_str(after);
    }
    line.push_str(kind);
    line.push('"');
}

/// Titles and definition of a column, in its key.
fn described(line: &mut String, column: &Column, lost: &mut Lost) {
    line.push_str("><desc>");
    xml::escape(line, column.title_en, lost);
    line.push_str(" | ");
    xml::escape(line, column.title_zh, lost);
    line.push_str(": ");
    xml::escape(line, column.description, lost);
    if !column.unit.is_empty() {
        line.push_str(" [");
        xml::escape(line, column.unit, lost);
        line.push(']');
    }
    line.push_str("</desc></key>\n");
}

/// What stands before the value of each column.
fn data_of(prefix: &str, columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| format!("<data key=\"{prefix}{}\">", column.name)).collect()
}

fn data(line: &mut String, columns: &[String], values: &[Value<'_>], lost: &mut Lost) {
    for (begin, value) in columns.iter().zip(values).filter(|(_, value)| **value != Value::Missing) {
        line.push_str(begin);
        xml::value(line, *value, lost);
        line.push_str("</data>");
    }
}
