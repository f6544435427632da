//! How many of a node's collaborators collaborate with each other.

use super::{chunks, degree};
use crate::graph::adjacency::Adjacency;
use std::ops::Range;

/// Local clustering of each node: triangles through it over pairs of its neighbours (Watts & Strogatz 1998), and 0 below
/// two neighbours. O(m √m).
pub fn clustering(graph: &Adjacency) -> Vec<f64> {
    per_pair(graph, Forward::new(graph, 1.0).triangles(&|_| 1.0))
}

/// The same with each triangle counted as the geometric mean of its weights over the largest weight of the network
/// (Onnela et al. 2005). O(m √m).
pub fn weighted_clustering(graph: &Adjacency) -> Vec<f64> {
    let weights = (0..graph.len() as u32).flat_map(|node| graph.weights(node));
    let largest = weights.copied().fold(0.0, f64::max);
    per_pair(graph, Forward::new(graph, largest).triangles(&|[a, b, c]| (a * b * c).cbrt()))
}

fn per_pair(graph: &Adjacency, mut triangles: Vec<f64>) -> Vec<f64> {
    for (value, degree) in triangles.iter_mut().zip(degree(graph)) {
        *value = if degree < 2 { 0.0 } else { *value / (f64::from(degree) * f64::from(degree - 1) / 2.0) };
    }
    triangles
}

/// Nodes ranked by degree, each with its neighbours of higher rank: at most √(2m) of them, and each triangle is met once,
/// from its lowest node (Schank & Wagner 2005, "forward").
struct Forward {
    /// Nodes by rank.
    nodes: Vec<u32>,
    offsets: Vec<usize>,
    /// Rank of a neighbour, ascending in a row, and the weight of the edge to it.
    later: Vec<(u32, f64)>,
}

impl Forward {
    fn new(graph: &Adjacency, unit: f64) -> Self {
        let mut nodes: Vec<u32> = (0..graph.len() as u32).collect();
        nodes.sort_by_key(|&node| graph.neighbours(node).len());
        let mut ranks = vec![0; nodes.len()];
        (0..).zip(&nodes).for_each(|(rank, &node)| ranks[node as usize] = rank);
        let (mut offsets, mut later) = (vec![0], Vec::new());
        for (rank, &node) in (0..).zip(&nodes) {
            let start = later.len();
            let row = graph.neighbours(node).iter().zip(graph.weights(node));
            later.extend(
                row.map(|(&to, weight)| (ranks[to as usize], weight / unit)).filter(|&(to, _)| to > rank),
            );
            later[start..].sort_unstable_by_key(|&(to, _)| to);
            offsets.push(later.len());
        }
        Self { nodes, offsets, later }
    }

    fn row(&self, rank: usize) -> &[(u32, f64)] {
        &self.later[self.offsets[rank]..self.offsets[rank + 1]]
    }

    /// For each node the sum of `value` of the three weights of each triangle through it.
    fn triangles(&self, value: &(impl Fn([f64; 3]) -> f64 + Sync)) -> Vec<f64> {
        let part = |ranks: Range<usize>| {
            let mut sums = vec![0.0; self.nodes.len()];
            ranks.for_each(|rank| self.triangles_from(rank, value, &mut sums));
            sums
        };
        let by_rank = chunks::sum(self.nodes.len(), &part, &|to, from| chunks::add_to(to, &from));
        let mut by_node = vec![0.0; by_rank.len()];
        self.nodes.iter().zip(by_rank).for_each(|(&node, sum)| by_node[node as usize] = sum);
        by_node
    }

    fn triangles_from(&self, rank: usize, value: &impl Fn([f64; 3]) -> f64, sums: &mut [f64]) {
        for (place, &(middle, first)) in self.row(rank).iter().enumerate() {
            let (mut own, mut others) = (&self.row(rank)[place + 1..], self.row(middle as usize));
            while let ([(a, across), rest @ ..], [(b, second), more @ ..]) = (own, others) {
                if a == b {
                    let value = value([first, *second, *across]);
                    [rank, middle as usize, *a as usize].into_iter().for_each(|corner| sums[corner] += value);
                }
                (own, others) = (if a <= b { rest } else { own }, if b <= a { more } else { others });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_with_a_tail() {
        let edges = [(0, 1, 8.0), (1, 2, 4.0), (0, 2, 2.0), (2, 3, 1.0)];
        let graph = Adjacency::undirected(5, edges.into_iter());
        assert_eq!(clustering(&graph), [1.0, 1.0, 1.0 / 3.0, 0.0, 0.0]);
        // The cube root of 1 · 1/2 · 1/4 is 1/2.
        let weighted = weighted_clustering(&graph);
        for (value, expected) in weighted.iter().zip([0.5, 0.5, 0.5 / 3.0, 0.0, 0.0]) {
            assert!((value - expected).abs() < 1e-15, "{weighted:?}");
        }
    }
}
