//! Tables as RFC 4180 has them, for whatever reads CSV: edges, nodes, and a description of both by the W3C's vocabulary for CSV
//! on the web. A missing value is an empty cell, and no other text means one: `NA` is Namibia.

use super::json::{self, Object};
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::base::records::{Column, Kind, csv_failed};
use crate::network::{Network, Value};
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "csv",
    title_en: "CSV edge list",
    title_zh: "CSV 边列表",
    about: "any program that reads tables; described by CSV on the web (W3C); empty cells are missing values",
    by_year: false,
    parts: &[
        Part { id: "edges", ending: ".csv", media: "text/csv", write: edges },
        Part { id: "nodes", ending: "_nodes.csv", media: "text/csv", write: nodes },
        Part {
            id: "metadata",
            ending: ".csv-metadata.json",
            media: "application/csvm+json",
            write: metadata,
        },
    ],
};

/// Columns of an edge before those of [`Network::edge_columns`].
pub(super) const ENDS: [Column; 4] = [
    Column::new("source", Kind::Text, ["one node", "一方"], "key of one node"),
    Column::new("target", Kind::Text, ["other node", "另一方"], "key of the other node"),
    Column::new("source_name", Kind::Text, ["name of one node", "一方名称"], "English name of one node"),
    Column::new(
        "target_name",
        Kind::Text,
        ["name of the other node", "另一方名称"],
        "English name of the other node",
    ),
];

/// Column of a node before those of [`Network::node_columns`].
pub(super) const KEY: Column = Column::new("key", Kind::Text, ["key", "键"], "key of the node");

/// Columns of the table of edges.
pub(super) fn edge_columns(network: &Network<'_>) -> Vec<Column> {
    ENDS.into_iter().chain(network.edge_columns()).collect()
}

/// Columns of the table of nodes.
pub(super) fn node_columns(network: &Network<'_>) -> Vec<Column> {
    std::iter::once(KEY).chain(network.node_columns()).collect()
}

/// A row of the table of edges.
pub(super) fn edge<'a>(network: &'a Network<'_>, index: usize) -> impl Iterator<Item = Value<'a>> {
    let edge = &network.edges[index];
    let (a, b) = (&network.nodes[edge.a as usize], &network.nodes[edge.b as usize]);
    [a.key, b.key, a.name, b.name].map(Value::Text).into_iter().chain(network.edge(index))
}

/// A row of the table of nodes.
pub(super) fn node<'a>(network: &'a Network<'_>, index: usize) -> impl Iterator<Item = Value<'a>> {
    std::iter::once(Value::Text(network.nodes[index].key)).chain(network.node(index))
}

fn edges(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let rows = (0..network.edges.len()).map(|index| edge(network, index));
    table(&edge_columns(network), rows, out)
}

fn nodes(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let rows = (0..network.nodes.len()).map(|index| node(network, index));
    table(&node_columns(network), rows, out)
}

fn table<'a, R: Iterator<Item = Value<'a>>>(
    columns: &[Column],
    rows: impl Iterator<Item = R>,
    out: &mut dyn Write,
) -> Result<Lost> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|column| column.name)).map_err(csv_failed)?;
    let mut cell = Vec::new();
    for row in rows {
        for value in row {
            cell.clear();
            match value {
                Value::Missing => {}
                Value::Text(text) => cell.extend_from_slice(text.as_bytes()),
                figure => json::value(&mut cell, &figure)?,
            }
            writer.write_field(&cell).map_err(csv_failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(csv_failed)?;
    }
    writer.flush()?;
    Ok(Lost::default())
}

/// What the tables are called if the caller's name for the network is `network`: the vocabulary wants names, and a part does
/// not know what it is called.
const FILES: [&str; 2] = ["network.csv", "network_nodes.csv"];

fn metadata(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut object = Object::begin(out)?;
    object.member("@context", "http://www.w3.org/ns/csvw")?;
    json::list(object.name("schema:additionalProperty")?, &network.about, |out, fact| {
        let mut object = Object::begin(out)?;
        object.member("@type", "schema:PropertyValue")?;
        object.member("schema:name", fact.name)?;
        object.member("schema:value", &fact.value)?;
        object.end()
    })?;
    let columns = [edge_columns(network), node_columns(network)];
    let tables = FILES.iter().zip(&columns).zip([false, true]);
    json::list(object.name("tables")?, tables, |out, ((file, columns), of_nodes)| {
        let mut object = Object::begin(out)?;
        object.member("url", file)?;
        schema(object.name("tableSchema")?, columns, of_nodes)?;
        object.end()
    })?;
    object.end()?;
    out.write_all(b"\n")?;
    Ok(Lost::default())
}

/// The columns of a table, what tells its rows apart, and where its keys lead.
fn schema(out: &mut dyn Write, columns: &[Column], of_nodes: bool) -> Result<()> {
    let mut object = Object::begin(out)?;
    json::list(object.name("columns")?, columns, described)?;
    if of_nodes {
        object.member("primaryKey", KEY.name)?;
    } else {
        let ends = [ENDS[0].name, ENDS[1].name];
        object.member("primaryKey", &ends)?;
        json::list(object.name("foreignKeys")?, ends, |out, end| {
            let mut object = Object::begin(out)?;
            object.member("columnReference", end)?;
            let mut reference = Object::begin(object.name("reference")?)?;
            reference.member("resource", FILES[1])?;
            reference.member("columnReference", KEY.name)?;
            reference.end()?;
            object.end()
        })?;
    }
    object.end()
}

/// A column. Its name is among the English titles, because titles are what headers are held against.
fn described(out: &mut dyn Write, column: &Column) -> Result<()> {
    let mut object = Object::begin(out)?;
    object.member("name", column.name)?;
    let mut titles = Object::begin(object.name("titles")?)?;
    titles.member("en", &[column.name, column.title_en])?;
    titles.member("zh", column.title_zh)?;
    titles.end()?;
    object.member("dc:description", column.description)?;
    if !column.unit.is_empty() {
        object.member("schema:unitText", column.unit)?;
    }
    object.member("datatype", datatype(column.kind))?;
    object.member("required", &["source", "target", "key"].contains(&column.name))?;
    object.end()
}

const fn datatype(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Texts => "string",
        Kind::Integer => "integer",
        Kind::Number => "double",
        Kind::Boolean => "boolean",
    }
}
