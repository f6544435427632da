//! A network ready to be written: nodes, edges, what was measured, and how it was made.

use crate::base::records::{Column, Kind};
use crate::rdf::iri;

/// A network. Whoever writes it needs nothing else.
#[derive(Debug, Clone, Default)]
pub struct Network<'a> {
    /// How it was made, for the metadata of every file: in a fixed order, without time or place of the run.
    pub about: Vec<Fact>,
    /// Nodes: most papers first, then by key. Keys are distinct and not empty.
    pub nodes: Vec<Node<'a>>,
    /// Edges, ordered by their nodes: each pair at most once, `a < b`.
    pub edges: Vec<Edge>,
    /// Measures of nodes, each with a value for each node.
    pub of_nodes: Vec<Measured>,
    /// Measures of edges, each with a value for each edge.
    pub of_edges: Vec<Measured>,
    /// The years of its papers one by one, where they were asked for.
    pub times: Option<Times>,
    /// Name of the edge's weight before it was normalised, where it was: a further column `raw` of edges.
    pub normalised: bool,
}

/// One thing to know about how a network was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Name, such as `weight`: letters, digits and underscores.
    pub name: &'static str,
    /// What holds, as text.
    pub value: String,
}

/// A node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node<'a> {
    /// Kind of its entity in the graph.
    pub kind: iri::Kind,
    /// Key: GeoNames id, `metro:<id>`, country code, institution or scholar id.
    pub key: &'a str,
    /// English name, or its key where there is none.
    pub name: &'a str,
    /// Chinese name; may be empty.
    pub name_zh: &'a str,
    /// Code of the ranked country; empty where not known.
    pub country: &'a str,
    /// Degrees north and east, where known.
    pub position: Option<(f64, f64)>,
    /// Selected papers.
    pub papers: u64,
}

/// An edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The node that stands first, by place among the nodes.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Weight as asked for, after normalisation. Finite and above 0.
    pub weight: f64,
    /// Weight before normalisation.
    pub raw: f64,
    /// Papers that both are on.
    pub papers: u32,
    /// Whether the ranked countries are known and differ.
    pub international: bool,
    /// Great-circle distance between the nodes, where both positions are known.
    pub kilometres: Option<f64>,
}

/// A measure with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What it is, with name, titles and definition.
    pub column: Column,
    /// A value for each node or edge; NaN where there is none. Whole numbers where the column's kind is so.
    pub values: Vec<f64>,
}

/// What happened in which year. An entry is there only for years with a paper.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Times {
    /// First and last year of the window.
    pub window: (u32, u32),
    /// For each node: years with the papers of each, ascending.
    pub nodes: Vec<Vec<(u32, u64)>>,
    /// For each edge: years with the weight of each (before normalisation) and its papers, ascending.
    pub edges: Vec<Vec<(u32, f64, u32)>>,
}

/// A value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Not known, or there is none.
    Missing,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(u64),
    /// A finite double.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
}

impl<'a> Value<'a> {
    fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }

    fn number(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Missing }
    }
}

/// What is said of every node beside its key.
pub const OF_NODES: [Column; 6] = [
    Column::new("name", Kind::Text, ["name", "名称"], "English name, or the key where there is none"),
    Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
    Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
    Column::new("latitude", Kind::Number, ["latitude", "纬度"], "degrees north").in_unit("°"),
    Column::new("longitude", Kind::Number, ["longitude", "经度"], "degrees east").in_unit("°"),
    Column::new("papers", Kind::Integer, ["papers", "论文量"], "selected papers, by full counting"),
];

/// What is said of every edge beside its nodes.
pub const OF_EDGES: [Column; 4] = [
    Column::new(
        "weight",
        Kind::Number,
        ["weight", "权重"],
        "weight under the counting and normalisation that the file names",
    ),
    Column::new("papers", Kind::Integer, ["shared papers", "合作论文量"], "selected papers that both are on"),
    Column::new(
        "international",
        Kind::Boolean,
        ["international", "跨国"],
        "whether the ranked countries are known and differ",
    ),
    Column::new("kilometres", Kind::Number, ["distance", "距离"], "great-circle distance between the nodes")
        .in_unit("km"),
];

/// What is said of the edges of a normalised network as well.
pub const RAW: Column = Column::new(
    "raw",
    Kind::Number,
    ["weight before normalisation", "标准化前权重"],
    "weight before normalisation",
);

impl Network<'_> {
    /// What is said of each node beside its key, in the order of [`Network::node`].
    pub fn node_columns(&self) -> Vec<Column> {
        OF_NODES.into_iter().chain(self.of_nodes.iter().map(|m| m.column)).collect()
    }

    /// Values of a node, one for each of [`Network::node_columns`].
    pub fn node(&self, node: usize) -> Vec<Value<'_>> {
        let it = &self.nodes[node];
        let degrees =
            |pick: fn((f64, f64)) -> f64| it.position.map_or(Value::Missing, |p| Value::number(pick(p)));
        let mut values = vec![
            Value::text(it.name),
            Value::text(it.name_zh),
            Value::text(it.country),
            degrees(|p| p.0),
            degrees(|p| p.1),
            Value::Integer(it.papers),
        ];
        values.extend(self.of_nodes.iter().map(|measured| measured.value(node)));
        values
    }

    /// What is said of each edge beside its nodes, in the order of [`Network::edge`].
    pub fn edge_columns(&self) -> Vec<Column> {
        let raw = self.normalised.then_some(RAW);
        OF_EDGES.into_iter().chain(raw).chain(self.of_edges.iter().map(|m| m.column)).collect()
    }

    /// Values of an edge, one for each of [`Network::edge_columns`]. The first is its weight.
    pub fn edge(&self, edge: usize) -> Vec<Value<'_>> {
        let it = &self.edges[edge];
        let mut values = vec![
            Value::Number(it.weight),
            Value::Integer(it.papers.into()),
            Value::Boolean(it.international),
            it.kilometres.map_or(Value::Missing, Value::number),
        ];
        values.extend(self.normalised.then_some(Value::Number(it.raw)));
        values.extend(self.of_edges.iter().map(|measured| measured.value(edge)));
        values
    }

    /// The value of a fact; empty where it is not stated.
    pub fn fact(&self, name: &str) -> &str {
        self.about.iter().find(|fact| fact.name == name).map_or("", |fact| fact.value.as_str())
    }
}

impl Measured {
    /// The value of a node or edge.
    pub fn value(&self, index: usize) -> Value<'static> {
        let value = self.values[index];
        // A count, by the contract of the column.
        #[allow(clippy::cast_sign_loss)]
        match self.column.kind {
            Kind::Integer if value.is_finite() => Value::Integer(value as u64),
            _ => Value::number(value),
        }
    }
}
