//! Measures of shortest paths, where an edge is 1 / weight long: who lies between others, and who is close to them.

use super::chunks;
use super::search::{Lengths, Search};
use crate::graph::adjacency::Adjacency;
use std::ops::Range;

/// Shares of the shortest paths between two other nodes that pass a node or an edge, as a mean over all pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// By node: over the (n-1)(n-2)/2 pairs of other nodes; all 0 below three nodes.
    pub nodes: Vec<f64>,
    /// By edge number: over all n(n-1)/2 pairs of nodes.
    pub edges: Vec<f64>,
}

/// All measures of shortest paths.
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// What [`betweenness`] gives.
    pub betweenness: Betweenness,
    /// What [`closeness`] gives.
    pub closeness: Vec<f64>,
}

/// Betweenness of nodes and edges (Freeman 1977; Brandes 2001, 2008), normalised to 0 ..= 1. Where several paths are the
/// shortest, each has an equal share; paths are as long as each other where their lengths differ by less than 10^-10 of
/// them. Pairs that no path joins count as passing nothing. O(n (m + n log n)), and a few arrays of n + m
/// numbers a thread. Edges whose length is not a finite double join nothing, and a pair with more than 10^308 shortest paths
/// makes values NaN.
pub fn betweenness(graph: &Adjacency) -> Betweenness {
    paths(graph).betweenness
}

/// Closeness of each node: the inverse of its mean distance to the nodes it reaches, times the share of the other nodes
/// that they are (Wasserman & Faust 1994); 0 where it reaches none. O(n (m + n log n)).
pub fn closeness(graph: &Adjacency) -> Vec<f64> {
    let lengths = Lengths::new(graph);
    let part = |sources: Range<usize>| {
        let mut search = Search::new(&lengths);
        let measure = |source| {
            search.run(source as u32);
            search.closeness()
        };
        sources.map(measure).collect()
    };
    chunks::sum(graph.len(), &part, &|left: Vec<f64>, right| [left, right].concat())
}

/// [`betweenness`] and [`closeness`] by one search from each node instead of two.
pub fn paths(graph: &Adjacency) -> Paths {
    let lengths = Lengths::new(graph);
    let n = graph.len();
    let mut paths = chunks::sum(n, &|sources| from(&lengths, sources), &together);
    // Searches run from both ends of each pair, hence ordered pairs.
    let pairs = |a: usize, b: usize| a as f64 * b as f64;
    if n > 2 {
        paths.betweenness.nodes.iter_mut().for_each(|value| *value /= pairs(n - 1, n - 2));
    }
    paths.betweenness.edges.iter_mut().for_each(|value| *value /= pairs(n, n - 1));
    paths
}

fn from(lengths: &Lengths, sources: Range<usize>) -> Paths {
    let (mut nodes, mut edges) = (vec![0.0; lengths.nodes()], vec![0.0; lengths.edges]);
    let mut search = Search::new(lengths);
    let measure = |source| {
        search.run(source as u32);
        search.add_dependencies(&mut nodes, &mut edges);
        search.closeness()
    };
    let closeness = sources.map(measure).collect();
    Paths { betweenness: Betweenness { nodes, edges }, closeness }
}

fn together(left: Paths, right: Paths) -> Paths {
    let nodes = chunks::add_to(left.betweenness.nodes, &right.betweenness.nodes);
    let edges = chunks::add_to(left.betweenness.edges, &right.betweenness.edges);
    let closeness = [left.closeness, right.closeness].concat();
    Paths { betweenness: Betweenness { nodes, edges }, closeness }
}
