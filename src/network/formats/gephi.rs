//! Gephi's pair of CSV files, as its spreadsheet import takes them, and a JSON file of what they have no place for.
//!
//! `_nodes.csv`: `Id` (key), `Label` (name), every other column of nodes. `_edges.csv`: `Source`, `Target`, `Type`
//! (`Undirected`), `Weight`, every other column of edges. RFC 4180 with a header, UTF-8, a missing value is empty; texts are
//! as they are, nothing is lost. `_about.json`: the facts, and the columns with titles, units and definitions.

use super::{Export, Lost, Part, text};
use crate::base::Result;
use crate::base::records::Column;
use crate::network::{Network, Value};
use serde::{Serialize, Serializer};
use std::io::Write;

/// Gephi's CSV files.
pub const EXPORT: Export = Export {
    id: "gephi",
    title_en: "Gephi node and edge tables (CSV)",
    title_zh: "Gephi 节点表与边表（CSV）",
    about: "Gephi's import of spreadsheets, pandas: Id, Label, … and Source, Target, Type, Weight, …; the facts in a JSON file",
    by_year: false,
    parts: &[
        Part {
            id: "nodes",
            ending: "_nodes.csv",
            media: "text/csv; charset=utf-8; header=present",
            write: nodes,
        },
        Part {
            id: "edges",
            ending: "_edges.csv",
            media: "text/csv; charset=utf-8; header=present",
            write: edges,
        },
        Part { id: "about", ending: "_about.json", media: "application/json", write: about },
    ],
};

fn nodes(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut line = String::new();
    header(&mut line, "Id,Label", &network.node_columns());
    out.write_all(line.as_bytes())?;
    for (i, node) in network.nodes.iter().enumerate() {
        line.clear();
        field(&mut line, node.key);
        line.push(',');
        field(&mut line, node.name);
        rest(&mut line, &network.node(i));
        out.write_all(line.as_bytes())?;
    }
    Ok(Lost::default())
}

fn edges(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut line = String::new();
    header(&mut line, "Source,Target,Type,Weight", &network.edge_columns());
    out.write_all(line.as_bytes())?;
    for (i, edge) in network.edges.iter().enumerate() {
        line.clear();
        for node in [edge.a, edge.b] {
            field(&mut line, network.nodes[node as usize].key);
            line.push(',');
        }
        line.push_str("Undirected,");
        text::number(&mut line, edge.weight);
        rest(&mut line, &network.edge(i));
        out.write_all(line.as_bytes())?;
    }
    Ok(Lost::default())
}

/// The first line: columns by which Gephi knows a table, then ours but the first, which is among them.
fn header(line: &mut String, known: &str, columns: &[Column]) {
    line.push_str(known);
    for column in &columns[1..] {
        line.push(',');
        field(line, column.name);
    }
    line.push('\n');
}

/// Values but the first, and the end of the line.
fn rest(line: &mut String, values: &[Value<'_>]) {
    for value in &values[1..] {
        line.push(',');
        match *value {
            Value::Missing => {}
            Value::Text(text) => field(line, text),
            Value::Integer(value) => text::integer(line, value),
            Value::Number(value) => text::number(line, value),
            Value::Boolean(value) => line.push_str(if value { "true" } else { "false" }),
        }
    }
    line.push('\n');
}

/// A text, quoted where it must be, or where a program that guesses separators might split it.
fn field(line: &mut String, text: &str) {
    if !text.contains([',', '"', '\n', '\r', ';', '\t', '|']) && text.trim() == text {
        return line.push_str(text);
    }
    line.push('"');
    text::replaced(line, text, |c| (c == '"').then_some("\"\""));
    line.push('"');
}

fn about(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let [nodes, edges] = [network.node_columns(), network.edge_columns()];
    let described = Described { about: Facts(network), nodes, edges };
    serde_json::to_writer_pretty(&mut *out, &described).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(Lost::default())
}

/// The JSON file. The first column of nodes is `Label` in its table, the first of edges `Weight`.
#[derive(Serialize)]
struct Described<'a> {
    about: Facts<'a>,
    nodes: Vec<Column>,
    edges: Vec<Column>,
}

/// The facts as members of an object.
struct Facts<'a>(&'a Network<'a>);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_map(self.0.about.iter().map(|fact| (fact.name, &fact.value)))
    }
}
