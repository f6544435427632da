//! How many collaborators a node has, and how much it shares with them.

use crate::graph::adjacency::Adjacency;

/// Number of neighbours of each node. O(n).
pub fn degree(graph: &Adjacency) -> Vec<u32> {
    (0..graph.len() as u32).map(|node| graph.neighbours(node).len() as u32).collect()
}

/// Sum of the weights of each node's edges (Barrat et al. 2004). O(n + m).
pub fn strength(graph: &Adjacency) -> Vec<f64> {
    // From +0, since the sum of no floats is -0.
    (0..graph.len() as u32)
        .map(|node| graph.weights(node).iter().fold(0.0, |sum, weight| sum + weight))
        .collect()
}
