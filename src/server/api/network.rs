//! The collaboration network: as one document for a picture, as tables of nodes and edges, as files for other programs, and
//! what is asked about it. The same code as `aicity network`.

use super::catalogue::answer;
use super::network_parameters::{
    self as parameters, COMMUNITIES, COUNTED, LEFT, MEASURED, MOST_MISSING, OF_FILE, OF_PICTURE, TOP, WINDOWS,
};
use super::parameter::Parameter;
use super::rankings::ranked;
use super::route::{Answer, Attachment, Call, Route};
use super::schema::{count, document, list, object, one_of, row, said, text};
use super::switches::{AT_LEVEL, PROFILE, RULES, SELECTION};
use crate::base::records::{Cell, Column, Kind, Record, Table};
use crate::base::{Error, Result, limits};
use crate::engine::network::{Ask, Material, network};
use crate::network::change::{Changed, change};
use crate::network::formats::{EXPORTS, Export, Part};
use crate::network::measures::MEASURES;
use crate::network::missing::{Missing, missing};
use crate::network::model::{OF_EDGES, OF_NODES, RAW};
use crate::network::{Derived, Measured, Network, Value as Attribute};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::sync::LazyLock;

/// What every network has: which papers, which edges, what is left in.
macro_rules! with {
    ($($more:expr),*) => {
        &[AT_LEVEL, COUNTED, LEFT, $($more,)* PROFILE, SELECTION, RULES]
    };
}

const NONE: &[Parameter] = &[];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/network/{level}",
        id: "network",
        title: "The collaboration network, for a picture",
        description: "Nodes are units with selected papers, an edge joins two units on one paper. `total_edges` says how many \
                      edges the nodes have when `edges` leaves out some; measures stand on all of them. `about` says how \
                      edges were counted. All nodes and edges: the tables and files beneath.",
        parameters: with!(OF_PICTURE, MEASURED, COMMUNITIES),
        body: None,
        answer: Answer::Document { schema, make: picture },
    },
    Route {
        path: "/api/v1/network/{level}/nodes",
        id: "network_nodes",
        title: "Nodes of the collaboration network",
        description: "Most papers first, then by key. Measures that were not asked for are null.",
        parameters: with!(TOP, MEASURED, COMMUNITIES),
        body: None,
        answer: Answer::Table { columns: || &NODE_COLUMNS, make: nodes },
    },
    Route {
        path: "/api/v1/network/{level}/edges",
        id: "network_edges",
        title: "Edges of the collaboration network",
        description: "Greatest weight first, then in the order of their nodes. Measures that were not asked for are null.",
        parameters: with!(TOP, MEASURED, COMMUNITIES),
        body: None,
        answer: Answer::Table { columns: || &EDGE_COLUMNS, make: edges },
    },
    Route {
        path: "/api/v1/network/{level}/files/{file}",
        id: "network_file",
        title: "The collaboration network as a file",
        description: "For the programs that draw and measure networks, with names, positions and how edges were counted. \
                      A format of several files is asked for part by part; the first is the default.",
        parameters: with!(OF_FILE, TOP, MEASURED, COMMUNITIES),
        body: None,
        answer: Answer::File { media, make: file },
    },
    Route {
        path: "/api/v1/network/{level}/missing",
        id: "network_missing",
        title: "Missing partners: pairs that collaborate less than their strengths let expect",
        description: "Expected is s(i)·s(j)/W of the whole network of the scope; the pair that misses most first.",
        parameters: with!(TOP, MOST_MISSING),
        body: None,
        answer: Answer::Table { columns: || Missing::COLUMNS, make: missing_pairs },
    },
    Route {
        path: "/api/v1/network/{level}/changes",
        id: "network_changes",
        title: "Edges that are new, lost, growing or shrinking between two windows of years",
        description: "The greatest change first. Sums are divided by the years of their window; normalised weights are not. \
                      The parameter years is not looked at.",
        parameters: with!(TOP, WINDOWS),
        body: None,
        answer: Answer::Table { columns: || Changed::COLUMNS, make: changes },
    },
    Route {
        path: "/api/v1/network",
        id: "networks",
        title: "What networks there are: weights, normalisations, measures and file formats",
        description: "",
        parameters: &[NONE],
        body: None,
        answer: Answer::Document { schema: lists_schema, make: lists },
    },
];

const KEY: Column = Column::new("key", Kind::Text, ["key", "键"], "key");
const A: Column = Column::new("a", Kind::Text, ["one node", "节点甲"], "key of the node that stands first");
const B: Column = Column::new("b", Kind::Text, ["other node", "节点乙"], "key of the other node");

/// Columns of nodes, with those of every measure.
static NODE_COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let measures = MEASURES.iter().flat_map(|measure| measure.of_nodes);
    std::iter::once(KEY).chain(OF_NODES).chain(measures.copied()).collect()
});

/// Columns of edges, with those of every measure.
static EDGE_COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let measures = MEASURES.iter().flat_map(|measure| measure.of_edges);
    [A, B].into_iter().chain(OF_EDGES).chain([RAW]).chain(measures.copied()).collect()
});

/// Makes the network that a call asks for, and hands it on.
fn made<T>(call: &Call<'_>, ask: &Ask, then: impl FnOnce(&Network<'_>) -> Result<T>) -> Result<T> {
    let material = Material::of_ranked(&*ranked(call)?);
    then(&network(&material, &material.nodes(ask.level), ask)?)
}

fn schema() -> Value {
    let fact = object([("name", text()), ("value", text())]);
    document([
        ("level", one_of(&["metro", "city", "country", "institution"])),
        ("about", said(list(fact), "how the network was made")),
        ("nodes", list(row(&NODE_COLUMNS))),
        ("edges", list(row(&EDGE_COLUMNS))),
        ("total_edges", said(count(), "edges of these nodes, with those that `edges` leaves out")),
    ])
}

fn picture(call: &Call<'_>) -> Result<Value> {
    let ask = parameters::ask(call.values)?;
    let document = made(call, &ask, |network| {
        let mut edges = edge_table(network);
        edges.rows.truncate(call.values.get("edges").unwrap_or(usize::MAX));
        let about: Vec<Value> =
            network.about.iter().map(|fact| json!({"name": fact.name, "value": fact.value})).collect();
        Ok(json!({
            "level": ask.level.name(), "about": about, "nodes": node_table(network), "edges": edges,
            "total_edges": network.edges.len(),
        }))
    })?;
    answer(call, document)
}

fn nodes(call: &Call<'_>) -> Result<Table> {
    made(call, &parameters::ask(call.values)?, |network| Ok(node_table(network)))
}

fn edges(call: &Call<'_>) -> Result<Table> {
    made(call, &parameters::ask(call.values)?, |network| Ok(edge_table(network)))
}

fn node_table(network: &Network<'_>) -> Table {
    let row = |(at, node): (usize, &crate::network::Node<'_>)| {
        let fixed = network.node(at).into_iter().take(OF_NODES.len()).map(cell);
        let measures = NODE_COLUMNS[1 + OF_NODES.len()..].iter();
        let measures = measures.map(|column| measured(&network.of_nodes, column, at));
        std::iter::once(node.key.into()).chain(fixed).chain(measures).collect()
    };
    Table {
        columns: NODE_COLUMNS.as_slice().into(),
        rows: network.nodes.iter().enumerate().map(row).collect(),
    }
}

/// Greatest weight first.
fn edge_table(network: &Network<'_>) -> Table {
    let mut order: Vec<usize> = (0..network.edges.len()).collect();
    order.sort_by(|&x, &y| network.edges[y].weight.total_cmp(&network.edges[x].weight).then(x.cmp(&y)));
    let row = |at: usize| {
        let edge = &network.edges[at];
        let ends = [edge.a, edge.b].map(|node| Cell::from(network.nodes[node as usize].key));
        let fixed = network.edge(at).into_iter().take(OF_EDGES.len()).map(cell);
        let measures = EDGE_COLUMNS[3 + OF_EDGES.len()..].iter();
        let measures = measures.map(|column| measured(&network.of_edges, column, at));
        ends.into_iter().chain(fixed).chain([Cell::Number(edge.raw)]).chain(measures).collect()
    };
    Table { columns: EDGE_COLUMNS.as_slice().into(), rows: order.into_iter().map(row).collect() }
}

/// The cell of a measure; null where it was not asked for.
fn measured(all: &[Measured], column: &Column, at: usize) -> Cell {
    let one = all.iter().find(|measured| measured.column.name == column.name);
    one.map_or(Cell::Null, |measured| cell(measured.value(at)))
}

fn cell(value: Attribute<'_>) -> Cell {
    match value {
        Attribute::Missing => Cell::Null,
        Attribute::Text(text) => text.into(),
        Attribute::Integer(value) => value.into(),
        Attribute::Number(value) => value.into(),
        Attribute::Boolean(value) => value.into(),
    }
}

fn missing_pairs(call: &Call<'_>) -> Result<Table> {
    let ask = parameters::ask(call.values)?;
    let material = Material::of_ranked(&*ranked(call)?);
    let nodes = material.nodes(ask.level);
    let derived = Derived::new(&nodes, &material.selection, ask.counting)?;
    Ok(Table::of(&missing(&derived, &ask.thresholds, call.values.get("most").unwrap_or(1000))))
}

fn changes(call: &Call<'_>) -> Result<Table> {
    let ask = parameters::ask(call.values)?;
    let windows = parameters::windows(call.values)?;
    let material = Material::of_ranked(&*ranked(call)?);
    let nodes = material.nodes(ask.level);
    Ok(Table::of(&change(&nodes, &material.selection, ask.counting, &ask.thresholds, windows)?))
}

/// Media types of all files, each once.
fn media() -> Vec<&'static str> {
    let all = EXPORTS.iter().flat_map(|export| export.parts).map(|part| part.media);
    let distinct: std::collections::BTreeSet<&str> = all.collect();
    distinct.into_iter().collect()
}

fn file(call: &Call<'_>) -> Result<Attachment> {
    let mut ask = parameters::ask(call.values)?;
    let id = call.values.text("file").unwrap_or_default();
    let (export, part) = part(id, call.values.text("part"))?;
    ask.by_year = export.by_year;
    let bytes = made(call, &ask, |network| {
        let mut out = Bounded::default();
        let written = (part.write)(network, &mut out);
        if out.is_full {
            let message = format!("the file is larger than {} MiB", limits::RESULT_BYTES >> 20);
            return Err(Error::limit(message, "leave out nodes or edges, or write it with `aicity network`"));
        }
        written.map(|_| out.bytes)
    })?;
    let name = format!("network-{}{}", ask.level.name(), part.ending);
    Ok(Attachment { bytes, media: part.media, name })
}

/// A part of a format; the first one where none is named.
fn part(id: &str, part: Option<&str>) -> Result<(&'static Export, &'static Part)> {
    let export = EXPORTS.iter().find(|export| export.id == id);
    let export = export.ok_or_else(|| Error::Bug(format!("no format {id:?}")))?;
    let wanted = |one: &&Part| part.is_none_or(|id| one.id == id);
    export.parts.iter().find(wanted).map(|part| (export, part)).ok_or_else(|| {
        let all: Vec<&str> = export.parts.iter().map(|part| part.id).collect();
        let message = format!("format {id} has no part {:?}", part.unwrap_or_default());
        Error::usage(message, format!("it has: {}", all.join(", ")))
    })
}

/// Bytes of a file, as many as an answer may have.
#[derive(Debug, Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full |= (self.bytes.len() + bytes.len()) as u64 > limits::RESULT_BYTES;
        if self.is_full {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lists_schema() -> Value {
    let entry = |more: &[&'static str]| {
        let names = ["id", "title_en", "title_zh"].iter().chain(more).copied();
        list(object(names.map(|name| (name, text()))))
    };
    let column = |of: &str| list(said(text(), of));
    document([
        ("weights", entry(&["formula", "source"])),
        ("normalisations", entry(&["formula", "source"])),
        ("formats", {
            let names = [("id", text()), ("title_en", text()), ("title_zh", text()), ("about", text())];
            list(object(names.into_iter().chain([("parts", list(text()))])))
        }),
        (
            "measures",
            list(object([
                ("id", text()),
                ("cost", text()),
                ("source", text()),
                ("of_nodes", column("column of nodes")),
                ("of_edges", column("column of edges")),
            ])),
        ),
    ])
}

fn lists(call: &Call<'_>) -> Result<Value> {
    use crate::network::normalisation::NORMALISATIONS;
    use crate::network::weight::WEIGHTINGS;
    let entry = |id: &str, titles: [&str; 2], formula: &str, source: &str| {
        json!({
            "id": id, "title_en": titles[0], "title_zh": titles[1], "formula": formula, "source": source,
        })
    };
    let weights = WEIGHTINGS.iter().map(|w| entry(w.id, [w.title_en, w.title_zh], w.formula, w.source));
    let normalisations =
        NORMALISATIONS.iter().map(|n| entry(n.id, [n.title_en, n.title_zh], n.formula, n.source));
    let formats = EXPORTS.iter().map(|e| {
        let parts: Vec<&str> = e.parts.iter().map(|part| part.id).collect();
        json!({
            "id": e.id, "title_en": e.title_en, "title_zh": e.title_zh, "about": e.about, "parts": parts,
        })
    });
    let names = |columns: &[Column]| columns.iter().map(|column| column.name).collect::<Vec<_>>();
    let measures = MEASURES.iter().map(|m| {
        json!({
            "id": m.id, "cost": m.cost, "source": m.source, "of_nodes": names(m.of_nodes),
            "of_edges": names(m.of_edges),
        })
    });
    answer(
        call,
        json!({
            "weights": weights.collect::<Vec<_>>(), "normalisations": normalisations.collect::<Vec<_>>(),
            "formats": formats.collect::<Vec<_>>(), "measures": measures.collect::<Vec<_>>(),
        }),
    )
}
