//! The disparity filter: which edges carry more than chance would give them.

use super::strength;
use crate::graph::adjacency::Adjacency;

/// For each edge, by its number, the smaller of its two ends' (1 - w/s)^(k-1), with w the weight of the edge, s the
/// strength and k the degree of the end: the probability that an edge of that end is at least as heavy where s is dealt to
/// its k edges at random (Serrano, Boguñá & Vespignani 2009, equation 2). An end of degree 1 says nothing and counts as 1.
/// The backbone at the level α is made of the edges below α. O(n + m).
pub fn disparity(graph: &Adjacency) -> Vec<f64> {
    let strengths = strength(graph);
    let places: usize = (0..graph.len() as u32).map(|node| graph.neighbours(node).len()).sum();
    let mut values = vec![1.0_f64; places / 2];
    for (node, strength) in (0..).zip(strengths) {
        let others = graph.neighbours(node).len().saturating_sub(1);
        for (&edge, weight) in graph.edges_of(node).iter().zip(graph.weights(node)) {
            let value = (1.0 - weight / strength).powf(others as f64);
            values[edge as usize] = values[edge as usize].min(value);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_an_edge_is_to_one_of_its_ends_the_smaller_the_value() {
        // A star with weights 6, 3 and 1, whose first leaf has an edge of weight 2 to a further node.
        let edges = [(0, 1, 6.0), (0, 2, 3.0), (3, 0, 1.0), (1, 4, 2.0)];
        let graph = Adjacency::undirected(6, edges.into_iter());
        // From the hub (s = 10, k = 3): 0.4² , 0.7², 0.9²; from node 1 (s = 8, k = 2): 0.25 and 0.75; leaves say 1.
        let expected = [0.4_f64 * 0.4, 0.7 * 0.7, 0.9 * 0.9, 0.75];
        let values = disparity(&graph);
        assert_eq!(values.len(), 4);
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-15, "{values:?}");
        }
    }

    #[test]
    fn a_lone_edge_is_never_in_the_backbone() {
        assert_eq!(disparity(&Adjacency::undirected(2, [(0, 1, 5.0)].into_iter())), [1.0]);
        assert!(disparity(&Adjacency::undirected(3, std::iter::empty())).is_empty());
    }

    #[test]
    fn an_edge_that_is_all_of_its_node_has_the_value_0() {
        let graph = Adjacency::undirected(3, [(0, 1, 1e12), (0, 2, 1e-12)].into_iter());
        assert_eq!(disparity(&graph), [0.0, 1.0]);
    }
}
