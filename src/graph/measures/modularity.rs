//! How much more weight is inside the parts of a partition than chance would put there.

use super::strength;
use crate::graph::adjacency::Adjacency;

/// Modularity of a partition: Σ over its parts of L/m - γ (K/2m)², with L the weight of the edges inside a part, K the
/// strength of its nodes, m the weight of all edges and γ the resolution (Newman & Girvan 2004; Reichardt & Bornholdt
/// 2006). 0 where there is no edge. `parts` has a label for each node; any numbers will do. O(n log n + m).
pub fn modularity(graph: &Adjacency, parts: &[u32], resolution: f64) -> f64 {
    let mut labels = parts.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let place = |node: u32| labels.partition_point(|&label| label < parts[node as usize]);
    let mut inside = vec![0.0; labels.len()];
    let mut strengths = vec![0.0; labels.len()];
    let mut total = 0.0;
    for (node, strength) in (0..).zip(strength(graph)) {
        let part = place(node);
        strengths[part] += strength;
        total += strength;
        for (&other, weight) in graph.neighbours(node).iter().zip(graph.weights(node)) {
            if parts[other as usize] == parts[node as usize] {
                inside[part] += weight;
            }
        }
    }
    if total <= 0.0 {
        return 0.0;
    }
    let share = |strength: f64| strength / total;
    inside.iter().zip(strengths).map(|(&l, k)| share(l) - resolution * share(k) * share(k)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_joined_by_an_edge() {
        let pairs = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)];
        let graph = Adjacency::undirected(6, pairs.into_iter().map(|(a, b)| (a, b, 3.0)));
        // Of 7 edges 3 are in each triangle, whose nodes have half of the strength.
        for resolution in [0.0, 0.5, 1.0, 2.0] {
            let expected = 2.0 * (3.0 / 7.0 - resolution / 4.0);
            let value = modularity(&graph, &[9, 9, 9, 4, 4, 4], resolution);
            assert!((value - expected).abs() < 1e-15, "{value} {expected}");
        }
        assert!(modularity(&graph, &[0; 6], 1.0).abs() < 1e-15);
        let alone = -(4.0 * 4.0 + 2.0 * 9.0) / 196.0;
        assert!((modularity(&graph, &[5, 4, 3, 2, 1, 0], 1.0) - alone).abs() < 1e-15);
    }

    #[test]
    fn no_edge_no_modularity() {
        assert!(
            modularity(&Adjacency::undirected(3, std::iter::empty()), &[0, 1, 1], 1.0).abs()
                < f64::MIN_POSITIVE
        );
        assert!(modularity(&Adjacency::default(), &[], 1.0).abs() < f64::MIN_POSITIVE);
    }
}
