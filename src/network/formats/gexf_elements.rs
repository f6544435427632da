//! What the static and the dynamic GEXF 1.3 share: elements of nodes and edges.
//!
//! A node's id is its key and its label its name; `attvalues` has every other column, under the column's name as id and
//! title. With a known position it has `viz:position`: x is the longitude and y the latitude in degrees, kept within ±85.05°,
//! where the Web Mercator map ends. `viz:size` is 4 + 36·√(papers / most papers of a node), so that areas compare. With a
//! measure named `community`, `viz:color` is a colour of that community: hues a golden angle apart. An edge has its weight as
//! the attribute `weight` and every other column as an `attvalue`. The facts are lines of `meta/description`. Gephi keeps the
//! weight of a static edge in single precision; the file has it in full.

use super::{Lost, text, xml};
use crate::base::Result;
use crate::base::records::Column;
use crate::network::{Network, Value};
use std::io::Write;

/// Where the Web Mercator map ends, in degrees.
const MAP_END: f64 = 85.05;

/// Smallest size of a node, and how much the largest is larger.
const SIZES: (f64, f64) = (4.0, 36.0);

/// Turn between the hues of neighbouring communities, in degrees: neighbours differ much, and no two coincide soon.
const GOLDEN_ANGLE: f64 = 137.508;

/// Writes elements, through one line that is used again and again.
pub struct Elements<'a> {
    network: &'a Network<'a>,
    of_node: Vec<String>,
    of_edge: Vec<String>,
    most: f64,
    community: Option<usize>,
    line: String,
    lost: Lost,
}

impl<'a> Elements<'a> {
    /// For a network.
    pub fn new(network: &'a Network<'a>) -> Self {
        let begin = |column: &Column| format!("<attvalue for=\"{}\" value=\"", column.name);
        let most = network.nodes.iter().map(|node| node.papers).max().unwrap_or(0);
        Self {
            network,
            of_node: network.node_columns().iter().map(begin).collect(),
            of_edge: network.edge_columns().iter().map(begin).collect(),
            most: most.max(1) as f64,
            community: network.of_nodes.iter().position(|measured| measured.column.name == "community"),
            line: String::new(),
            lost: Lost::default(),
        }
    }

    /// Columns of nodes but the name, which is the label.
    pub fn node_columns(&self) -> Vec<Column> {
        self.network.node_columns().split_off(1)
    }

    /// Columns of edges but the weight, which is an attribute.
    pub fn edge_columns(&self) -> Vec<Column> {
        self.network.edge_columns().split_off(1)
    }

    /// The line that is being made, for what is special to a file.
    pub fn line(&mut self) -> &mut String {
        &mut self.line
    }

    fn flush(&mut self, out: &mut dyn Write) -> Result<()> {
        out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }

    /// The begin of the file, with the attributes of the graph that are special to it.
    pub fn begin(&mut self, attributes: &str) {
        let (line, lost) = (&mut self.line, &mut self.lost);
        line.push_str(xml::DECLARATION);
        line.push_str(
            "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n",
        );
        line.push_str("  <meta>\n    <creator>");
        xml::escape(line, self.network.fact("program"), lost);
        line.push_str("</creator>\n    <description>");
        for (at, fact) in self.network.about.iter().enumerate() {
            line.push_str(if at == 0 { "" } else { "\n" });
            line.push_str(fact.name);
            line.push_str(": ");
            // A line each, so a value must not break its line.
            xml::escape(line, &fact.value.replace(char::is_control, " "), lost);
        }
        line.push_str("</description>\n  </meta>\n  <graph defaultedgetype=\"undirected\" idtype=\"string\"");
        line.push_str(attributes);
        line.push_str(">\n");
    }

    /// What attributes `class` has, each with one value.
    pub fn columns_of(&mut self, class: &str, columns: &[Column]) {
        self.columns(class, "static", columns);
    }

    /// What attributes `class` has, in a mode.
    pub fn columns(&mut self, class: &str, mode: &str, columns: &[Column]) {
        let line = &mut self.line;
        for (before, text) in [("    <attributes class=\"", class), ("\" mode=\"", mode)] {
            line.push_str(before);
            line.push_str(text);
        }
        line.push_str("\">\n");
        for column in columns {
            for before in ["      <attribute id=\"", "\" title=\""] {
                line.push_str(before);
                line.push_str(column.name);
            }
            line.push_str("\" type=\"");
            line.push_str(xml::kind(column.kind));
            line.push_str("\"/>\n");
        }
        line.push_str("    </attributes>\n");
    }

    /// The begin of the nodes.
    pub fn begin_nodes(&mut self, out: &mut dyn Write) -> Result<()> {
        self.line.push_str("    <nodes count=\"");
        text::integer(&mut self.line, self.network.nodes.len() as u64);
        self.line.push_str("\">\n");
        self.flush(out)
    }

    /// A node up to its last value.
    ///
    /// # Errors
    /// Its key cannot be written.
    pub fn node(&mut self, node: usize) -> Result<()> {
        let (line, lost) = (&mut self.line, &mut self.lost);
        let it = &self.network.nodes[node];
        line.push_str("      <node id=\"");
        xml::key(line, it.key)?;
        line.push_str("\" label=\"");
        xml::escape(line, it.name, lost);
        line.push_str("\"><attvalues>");
        values(line, &self.of_node, &self.network.node(node), lost);
        Ok(())
    }

    /// The end of the values of a node or edge, and the line that it is on.
    pub fn end_values(&mut self) -> &mut String {
        self.line.push_str("</attvalues>");
        &mut self.line
    }

    /// How a node looks, and its end.
    pub fn end_node(&mut self, node: usize, out: &mut dyn Write) -> Result<()> {
        let it = &self.network.nodes[node];
        self.colour(node);
        if let Some((latitude, longitude)) = it.position {
            let y = latitude.clamp(-MAP_END, MAP_END);
            self.numbers([("<viz:position x=\"", longitude), ("\" y=\"", y), ("\" z=\"", 0.0)]);
        }
        let size = SIZES.0 + SIZES.1 * (it.papers as f64 / self.most).sqrt();
        self.numbers([("<viz:size value=\"", size)]);
        self.line.push_str("</node>\n");
        self.flush(out)
    }

    fn colour(&mut self, node: usize) {
        let Some(measured) = self.community.map(|at| &self.network.of_nodes[at]) else { return };
        let community = measured.values[node];
        if community.is_finite() {
            let [r, g, b] = colour(community);
            self.numbers([("<viz:color r=\"", r), ("\" g=\"", g), ("\" b=\"", b)]);
        }
    }

    /// An empty element with numbers, each with what stands before it.
    fn numbers<const N: usize>(&mut self, numbers: [(&str, f64); N]) {
        for (before, number) in numbers {
            self.line.push_str(before);
            text::number(&mut self.line, number);
        }
        self.line.push_str("\"/>");
    }

    /// The end of the nodes and the begin of the edges.
    pub fn begin_edges(&mut self, out: &mut dyn Write) -> Result<()> {
        self.line.push_str("    </nodes>\n    <edges count=\"");
        text::integer(&mut self.line, self.network.edges.len() as u64);
        self.line.push_str("\">\n");
        self.flush(out)
    }

    /// An edge up to its last value.
    ///
    /// # Errors
    /// A key cannot be written.
    pub fn edge(&mut self, edge: usize) -> Result<()> {
        let (line, nodes) = (&mut self.line, &self.network.nodes);
        let it = &self.network.edges[edge];
        line.push_str("      <edge id=\"");
        text::integer(line, edge as u64);
        for (before, node) in [("\" source=\"", it.a), ("\" target=\"", it.b)] {
            line.push_str(before);
            xml::key(line, nodes[node as usize].key)?;
        }
        line.push_str("\" weight=\"");
        text::number(line, it.weight);
        line.push_str("\"><attvalues>");
        values(line, &self.of_edge, &self.network.edge(edge), &mut self.lost);
        Ok(())
    }

    /// The end of an edge.
    pub fn end_edge(&mut self, out: &mut dyn Write) -> Result<()> {
        self.line.push_str("</edge>\n");
        self.flush(out)
    }

    /// The end of the file, and what was lost.
    pub fn end(mut self, out: &mut dyn Write) -> Result<Lost> {
        self.line.push_str("    </edges>\n  </graph>\n</gexf>\n");
        self.flush(out)?;
        Ok(self.lost)
    }
}

/// Values of a node or edge but the first, which stands elsewhere.
fn values(line: &mut String, columns: &[String], values: &[Value<'_>], lost: &mut Lost) {
    let known = columns.iter().zip(values).skip(1).filter(|(_, value)| **value != Value::Missing);
    for (begin, value) in known {
        line.push_str(begin);
        xml::value(line, *value, lost);
        line.push_str("\"/>");
    }
}

/// Red, green and blue, 0 to 255, of a community: its hue, with saturation 0.6 and value 0.85.
fn colour(community: f64) -> [f64; 3] {
    let sixth = (community * GOLDEN_ANGLE).rem_euclid(360.0) / 60.0;
    let channel = |shift: f64| {
        let k = (shift + sixth).rem_euclid(6.0);
        (255.0 * 0.85 * (1.0 - 0.6 * k.min(4.0 - k).clamp(0.0, 1.0))).round()
    };
    [channel(5.0), channel(3.0), channel(1.0)]
}
