//! How deep in the network a node sits.

use super::degree;
use crate::graph::adjacency::Adjacency;

/// Core number of each node: the largest k of which it is in the k-core, the largest part of the network whose nodes all
/// have k neighbours inside. Weights play no part. Nodes are peeled in the order of their remaining degree, kept sorted by
/// buckets (Batagelj & Zaveršnik 2003). O(n + m).
pub fn core_numbers(graph: &Adjacency) -> Vec<u32> {
    let mut cores = degree(graph);
    let mut sorted = Sorted::new(&cores);
    for place in 0..cores.len() {
        let node = sorted.nodes[place];
        for &other in graph.neighbours(node) {
            if cores[other as usize] > cores[node as usize] {
                sorted.lower(other, cores[other as usize]);
                cores[other as usize] -= 1;
            }
        }
    }
    cores
}

/// Nodes sorted by degree, where each bucket of equals is known by its first place.
struct Sorted {
    nodes: Vec<u32>,
    places: Vec<usize>,
    starts: Vec<usize>,
}

impl Sorted {
    fn new(degrees: &[u32]) -> Self {
        let largest = degrees.iter().copied().max().unwrap_or(0) as usize;
        let mut starts = vec![0; largest + 2];
        degrees.iter().for_each(|&degree| starts[degree as usize + 1] += 1);
        (0..=largest).for_each(|degree| starts[degree + 1] += starts[degree]);
        let mut next = starts.clone();
        let (mut nodes, mut places) = (vec![0; degrees.len()], vec![0; degrees.len()]);
        for (node, &degree) in (0..).zip(degrees) {
            places[node as usize] = next[degree as usize];
            nodes[next[degree as usize]] = node;
            next[degree as usize] += 1;
        }
        Self { nodes, places, starts }
    }

    /// Moves a node to the bucket below its own: it changes places with the first of its bucket, which then begins later.
    fn lower(&mut self, node: u32, degree: u32) {
        let (place, first) = (self.places[node as usize], self.starts[degree as usize]);
        let other = self.nodes[first];
        self.nodes.swap(place, first);
        self.places[node as usize] = first;
        self.places[other as usize] = place;
        self.starts[degree as usize] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clique_with_a_tail() {
        // Four nodes all joined, a triangle hanging at one of them, a tail at the triangle, a node on its own.
        let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (5, 3), (5, 6)];
        let graph = Adjacency::undirected(8, pairs.into_iter().map(|(a, b)| (a, b, 7.0)));
        assert_eq!(core_numbers(&graph), [3, 3, 3, 3, 2, 2, 1, 0]);
    }
}
