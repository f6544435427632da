//! The collaboration network: as one document for a picture, or as tables of all nodes and edges.

use super::catalogue::answer;
use super::parameter::{Kind, Parameter, Values, query};
use super::rankings::ranked;
use super::route::{Answer, Call, Route};
use super::schema::{count, document, list, one_of, row, said};
use super::switches::{AT_LEVEL, COMPOSITION, COUNTING, PROFILE, SELECTION, level};
use crate::base::Result;
use crate::base::records::{Record, Table};
use crate::engine::views::network::{Edge, Filter, Network, Node, network};
use serde_json::{Value, json};

const FILTERS: &[Parameter] = &[
    query(
        "country",
        Kind::Text(10),
        "Only units of this ranked country, by code; may be given several times.",
    )
    .many(),
    query("international", Kind::Boolean, "Only edges between units of different ranked countries.")
        .or("false"),
    query("minimum", Kind::Integer { min: 1, max: 1_000_000_000 }, "Only edges of so many shared papers.")
        .or("1"),
    query("connected", Kind::Boolean, "Only units that an edge is left of.").or("false"),
];

const TOP: Parameter =
    query("top", Kind::Integer { min: 1, max: 1_000_000_000 }, "Only so many units, those of most papers.");
const OF_TABLE: &[Parameter] = &[TOP];
const OF_PICTURE: &[Parameter] = &[
    Parameter { kind: Kind::Integer { min: 1, max: 2000 }, ..TOP }.or("200"),
    query(
        "edges",
        Kind::Integer { min: 0, max: 50_000 },
        "At most so many edges, those of most shared papers.",
    )
    .or("2500"),
];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/network/{level}",
        id: "network",
        title: "The collaboration network, for a picture",
        description: "Nodes are units with selected papers, an edge joins two units on one paper. `total_edges` says how many \
                      edges the nodes have when `edges` leaves out some; degree and strength stand on all of them. All \
                      nodes and edges: the tables beneath.",
        parameters: &[AT_LEVEL, FILTERS, OF_PICTURE, PROFILE, SELECTION, COUNTING, COMPOSITION],
        body: None,
        answer: Answer::Document { schema, make: picture },
    },
    Route {
        path: "/api/v1/network/{level}/nodes",
        id: "network_nodes",
        title: "Units of the collaboration network",
        description: "Most papers first, then by key.",
        parameters: &[AT_LEVEL, FILTERS, OF_TABLE, PROFILE, SELECTION, COUNTING, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Node::COLUMNS, make: nodes },
    },
    Route {
        path: "/api/v1/network/{level}/edges",
        id: "network_edges",
        title: "Edges of the collaboration network",
        description: "Most shared papers first, then in the order of their nodes.",
        parameters: &[AT_LEVEL, FILTERS, OF_TABLE, PROFILE, SELECTION, COUNTING, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Edge::COLUMNS, make: edges },
    },
];

fn filter(values: &Values) -> Filter {
    Filter {
        countries: values.texts("country").to_vec(),
        top: values.get("top"),
        international: values.flag("international"),
        minimum: values.get("minimum").unwrap_or(1),
        connected: values.flag("connected"),
    }
}

fn made(call: &Call<'_>) -> Result<Network> {
    Ok(network(&*ranked(call)?, &filter(call.values)))
}

fn schema() -> Value {
    document([
        ("level", one_of(&["metro", "city", "country", "institution"])),
        ("nodes", list(row(Node::COLUMNS))),
        ("edges", list(row(Edge::COLUMNS))),
        ("total_edges", said(count(), "edges of these nodes, with those that `edges` leaves out")),
    ])
}

fn picture(call: &Call<'_>) -> Result<Value> {
    let Network { nodes, mut edges } = made(call)?;
    let total = edges.len();
    edges.truncate(call.values.get("edges").unwrap_or(usize::MAX));
    answer(
        call,
        json!({
            "level": level(call.values), "nodes": Table::of(&nodes), "edges": Table::of(&edges), "total_edges": total,
        }),
    )
}

fn nodes(call: &Call<'_>) -> Result<Table> {
    Ok(Table::of(&made(call)?.nodes))
}

fn edges(call: &Call<'_>) -> Result<Table> {
    Ok(Table::of(&made(call)?.edges))
}
