//! What the two formats of VOSviewer share: cluster, weights, scores, position and description of an item.

use crate::base::{Error, Result, escape};
use crate::network::{Measured, Network, Node};
use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// The greatest cluster that VOSviewer knows.
const CLUSTERS: i32 = 1000;

/// The items of a network as VOSviewer has them.
pub(super) struct Items<'a> {
    /// The network.
    pub network: &'a Network<'a>,
    /// Whether x is the longitude and y the latitude: all are known, and not all the same.
    pub placed: bool,
    /// Communities, and the number of the first one.
    communities: Option<(&'a Measured, f64)>,
    /// Names and values of weights: numbers that are 0 or more for each node.
    pub weights: [(String, Vec<f64>); 2],
    /// Names and values of scores; NaN where there is none.
    pub scores: Vec<(String, Vec<f64>)>,
}

impl<'a> Items<'a> {
    /// # Errors
    /// Wrong use: fewer than three nodes, or neither edges nor positions; VOSviewer opens no such file.
    pub(super) fn new(network: &'a Network<'a>) -> Result<Self> {
        let placed = placed(network);
        if network.nodes.len() < 3 || (network.edges.is_empty() && !placed) {
            let (nodes, edges) = (network.nodes.len(), network.edges.len());
            let message = format!("VOSviewer opens no network of {nodes} nodes and {edges} edges");
            let hint = "it needs three nodes, and edges or positions: select more, or take another format";
            return Err(Error::usage(message, hint));
        }
        let communities = network.of_nodes.iter().find(|measured| measured.column.name == "community");
        let first = |measured: &Measured| measured.values.iter().copied().fold(f64::INFINITY, f64::min);
        Ok(Self {
            network,
            placed,
            communities: communities.map(|measured| (measured, first(measured))),
            weights: weights(network),
            scores: scores(network, placed),
        })
    }

    /// Whether there are communities.
    pub(super) const fn has_clusters(&self) -> bool {
        self.communities.is_some()
    }

    /// The cluster of a node, from 1. Communities beyond the thousandth are none.
    pub(super) fn cluster(&self, node: usize) -> Option<i32> {
        let (communities, first) = self.communities?;
        let cluster = communities.values[node] - first + 1.0;
        (cluster <= f64::from(CLUSTERS)).then_some(cluster as i32)
    }
}

/// A number; without a fraction where it is whole, because VOSviewer shows it as it stands.
pub(super) struct Figure(pub f64);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let is_whole = self.0.fract() == 0.0 && self.0.abs() < 9e15;
        if is_whole { to.serialize_i64(self.0 as i64) } else { to.serialize_f64(self.0) }
    }
}

/// What the weight is called: as it is counted, and how it was normalised if it was.
pub(super) fn counting(network: &Network<'_>) -> String {
    let id = |fact: &str| network.fact(fact).split(':').next().unwrap_or_default().trim().to_owned();
    match (id("weight"), network.normalised) {
        (weight, true) => format!("{weight} {}", id("normalisation")).trim_end().to_owned(),
        (weight, false) => weight,
    }
}

fn placed(network: &Network<'_>) -> bool {
    let first = network.nodes.first().and_then(|node| node.position);
    let known = network.nodes.iter().all(|node| node.position.is_some());
    known && network.nodes.iter().any(|node| node.position != first)
}

fn weights(network: &Network<'_>) -> [(String, Vec<f64>); 2] {
    let mut strengths = vec![0.0; network.nodes.len()];
    for edge in &network.edges {
        strengths[edge.a as usize] += edge.weight;
        strengths[edge.b as usize] += edge.weight;
    }
    let papers = network.nodes.iter().map(|node| node.papers as f64).collect();
    let strength = heading(&format!("Total link strength ({})", counting(network)));
    [("Papers".to_owned(), papers), (strength, strengths)]
}

/// Measures, and positions if they are not x and y. Titles that are alike are told apart by the name of their column.
fn scores(network: &Network<'_>, placed: bool) -> Vec<(String, Vec<f64>)> {
    let measures = network.of_nodes.iter().filter(|measured| measured.column.name != "community");
    let mut scores: Vec<(String, Vec<f64>)> = Vec::new();
    for measured in measures {
        let mut title = heading(measured.column.title_en);
        if scores.iter().any(|(other, _)| *other == title) {
            title = heading(&format!("{} {}", measured.column.title_en, measured.column.name));
        }
        scores.push((title, measured.values.clone()));
    }
    if !placed {
        let degrees = |pick: fn((f64, f64)) -> f64| {
            network.nodes.iter().map(|node| node.position.map_or(f64::NAN, pick)).collect()
        };
        scores.push(("Latitude".to_owned(), degrees(|position| position.0)));
        scores.push(("Longitude".to_owned(), degrees(|position| position.1)));
    }
    scores
}

/// A name of a weight or score. VOSviewer Online takes whatever has `weight`, `score` or `cluster` in its name for one of these;
/// in capitals it does not.
fn heading(title: &str) -> String {
    let mut title = title.replace(['\t', '\n', '\r', '<', '>', '"', ',', ';'], " ");
    for word in ["weight", "score", "cluster"] {
        let capital = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
        title = title.replace(word, &word.to_uppercase()).replace(&capital, &word.to_uppercase());
    }
    title
}

/// What is shown of an item: HTML without attributes, in one line. The name is said again where the label cannot be it.
pub(super) fn description(node: &Node<'_>, label: &str, out: &mut String) {
    out.push_str("<table>");
    row("Key", node.key, out);
    if label != node.name {
        row("Name", node.name, out);
    }
    row("Chinese name", node.name_zh, out);
    row("Country", node.country, out);
    out.push_str("</table>");
}

/// A row of a description, unless the text is empty.
pub(super) fn row(title: &str, text: &str, out: &mut String) {
    if text.is_empty() {
        return;
    }
    let _ = write!(out, "<tr><td>{title}:</td><td>");
    inside(text, out);
    out.push_str("</td></tr>");
}

/// Text in HTML. Line breaks and tabs are references; NUL, which HTML cannot have, is U+FFFD. After `{` comes a place where the
/// line may break: VOSviewer takes `{name}` for a place to put an attribute in.
fn inside(text: &str, out: &mut String) {
    for c in escape::html(text).chars() {
        match c {
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            '{' => out.push_str("{<wbr>"),
            _ => out.push(c),
        }
    }
}
