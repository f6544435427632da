//! Connected parts of a network, and the numbering of parts.

use crate::graph::adjacency::Adjacency;
use petgraph::unionfind::UnionFind;
use std::cmp::Reverse;

/// Number of each node's connected component: the largest is 0; of two as large, the one with the smallest node comes
/// first. O(n log n + m α(n)).
pub fn components(graph: &Adjacency) -> Vec<u32> {
    let nodes = graph.len() as u32;
    connected(graph.len(), (0..nodes).flat_map(|a| graph.neighbours(a).iter().map(move |&b| (a, b))))
}

/// Components of the graph of these pairs of nodes, numbered.
pub(super) fn connected(nodes: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut sets = UnionFind::new(nodes);
    for (a, b) in pairs {
        sets.union(a, b);
    }
    numbered(&sets.into_labeling())
}

/// The same partition with its parts numbered from 0: larger ones first, and by their smallest node where as large.
/// Labels are below the number of nodes. O(n log n).
pub(super) fn numbered(labels: &[u32]) -> Vec<u32> {
    let mut parts: Vec<(Reverse<u32>, usize, usize)> =
        (0..labels.len()).map(|label| (Reverse(0), labels.len(), label)).collect();
    for (node, &label) in labels.iter().enumerate() {
        let (size, first, _) = &mut parts[label as usize];
        size.0 += 1;
        *first = node.min(*first);
    }
    parts.sort_unstable();
    let mut numbers = vec![0; labels.len()];
    (0..).zip(&parts).for_each(|(number, part)| numbers[part.2] = number);
    labels.iter().map(|&label| numbers[label as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_comes_first_then_the_one_with_the_smallest_node() {
        let pairs = [(6, 1), (2, 3), (3, 8), (8, 4), (0, 7)];
        let graph = Adjacency::undirected(9, pairs.into_iter().map(|(a, b)| (a, b, 1.0)));
        assert_eq!(components(&graph), [1, 2, 0, 0, 0, 3, 2, 1, 0]);
    }

    #[test]
    fn labels_need_not_be_dense() {
        assert_eq!(numbered(&[4, 2, 2, 4, 0]), [0, 1, 1, 0, 2]);
        assert!(numbered(&[]).is_empty());
    }
}
