//! What of a network is left out: nodes first, then edges, each step on what the one before it left.

use super::model::Edge;
use crate::graph::adjacency::Adjacency;
use crate::graph::measures::disparity;

/// What is left in. The default is everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Thresholds {
    /// Only nodes of these ranked countries, by code; empty: all.
    pub countries: Vec<String>,
    /// Only so many nodes, those of most papers (ties by key), of the countries that are left in.
    pub top: Option<usize>,
    /// Only edges of so many shared papers.
    pub minimum_shared: u32,
    /// Only edges of at least this weight, after normalisation.
    pub minimum_weight: f64,
    /// Only edges that the disparity filter holds for significant at this level, at one of their ends.
    pub backbone: Option<f64>,
    /// Only edges that are among so many strongest ones of one of their ends.
    pub edges_per_node: Option<usize>,
    /// Only nodes that an edge is left of.
    pub connected: bool,
}

/// Edges that are left of a network of so many nodes, in their order. O(edges log edges).
pub fn keep(thresholds: &Thresholds, nodes: usize, mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.retain(|e| e.papers >= thresholds.minimum_shared && e.weight >= thresholds.minimum_weight);
    if let Some(alpha) = thresholds.backbone {
        let levels = disparity(&graph(nodes, &edges));
        retain(&mut edges, |edge| levels[edge] < alpha);
    }
    if let Some(most) = thresholds.edges_per_node {
        let strongest = strongest(&graph(nodes, &edges), most, edges.len());
        retain(&mut edges, |edge| strongest[edge]);
    }
    edges
}

/// The edges as adjacency, by their weights.
pub fn graph(nodes: usize, edges: &[Edge]) -> Adjacency {
    Adjacency::undirected(nodes, edges.iter().map(|edge| (edge.a, edge.b, edge.weight)))
}

fn retain(edges: &mut Vec<Edge>, is_left: impl Fn(usize) -> bool) {
    let mut edge = 0..;
    edges.retain(|_| edge.next().is_some_and(&is_left));
}

/// For each edge whether it is among the `most` strongest of one of its ends; of equal weights those to the nodes that stand
/// first.
fn strongest(graph: &Adjacency, most: usize, edges: usize) -> Vec<bool> {
    let mut left = vec![false; edges];
    let mut order: Vec<usize> = Vec::new();
    for node in 0..graph.len() as u32 {
        let weights = graph.weights(node);
        order.clear();
        order.extend(0..weights.len());
        order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
        order.iter().take(most).for_each(|&place| left[graph.edges_of(node)[place] as usize] = true);
    }
    left
}
