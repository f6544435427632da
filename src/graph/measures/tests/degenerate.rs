//! Networks at the edge: nothing, one node, no edge, one edge, weights far apart.

use super::*;

#[test]
fn nothing_has_no_measures() {
    let graph = network(0, &[]);
    assert!(degree(&graph).is_empty() && strength(&graph).is_empty() && closeness(&graph).is_empty());
    assert_eq!(betweenness(&graph), Betweenness { nodes: vec![], edges: vec![] });
    assert!(eigenvector(&graph).unwrap().is_empty() && pagerank(&graph).is_empty());
    assert!(core_numbers(&graph).is_empty() && clustering(&graph).is_empty());
    assert!(weighted_clustering(&graph).is_empty() && components(&graph).is_empty());
    assert!(leiden(&graph, &Leiden::default()).is_empty() && disparity(&graph).is_empty());
}

#[test]
fn nodes_without_edges() {
    for nodes in [1, 2, 5] {
        let graph = network(nodes, &[]);
        let none = vec![0.0; nodes];
        assert_eq!((degree(&graph), core_numbers(&graph)), (vec![0; nodes], vec![0; nodes]));
        assert_eq!(bits(&strength(&graph)), bits(&none));
        let Paths { betweenness, closeness } = paths(&graph);
        assert_eq!((bits(&betweenness.nodes), betweenness.edges.len()), (bits(&none), 0));
        assert_eq!(bits(&closeness), bits(&none));
        assert_eq!(bits(&eigenvector(&graph).unwrap()), bits(&none));
        near(&pagerank(&graph), &vec![1.0 / nodes as f64; nodes], 1e-15);
        assert_eq!(
            (bits(&clustering(&graph)), bits(&weighted_clustering(&graph))),
            (bits(&none), bits(&none))
        );
        let own: Vec<u32> = (0..nodes as u32).collect();
        assert_eq!((components(&graph), leiden(&graph, &Leiden::default())), (own.clone(), own));
    }
}

#[test]
fn one_edge() {
    let graph = network(2, &[(0, 1, 4.0)]);
    assert_eq!(betweenness(&graph), Betweenness { nodes: vec![0.0; 2], edges: vec![1.0] });
    assert_eq!(closeness(&graph), [4.0; 2]);
    near(&eigenvector(&graph).unwrap(), &[0.5_f64.sqrt(); 2], 1e-15);
    near(&pagerank(&graph), &[0.5; 2], 1e-15);
    assert_eq!((core_numbers(&graph), components(&graph)), (vec![1; 2], vec![0; 2]));
    assert_eq!(leiden(&graph, &Leiden::default()), [0, 0]);
    assert_eq!((clustering(&graph), disparity(&graph)), (vec![0.0; 2], vec![1.0]));
}

#[test]
fn a_path_and_a_node_on_its_own() {
    // Lengths 1 and 2: node 1 lies between the others of its part.
    let graph = network(4, &[(0, 1, 1.0), (1, 2, 0.5)]);
    let Paths { betweenness, closeness } = paths(&graph);
    near(&betweenness.nodes, &[0.0, 1.0 / 3.0, 0.0, 0.0], 1e-15);
    near(&betweenness.edges, &[2.0 / 6.0, 2.0 / 6.0], 1e-15);
    near(&closeness, &[2.0 / 4.0 * 2.0 / 3.0, 2.0 / 3.0 * 2.0 / 3.0, 2.0 / 5.0 * 2.0 / 3.0, 0.0], 1e-15);
    // The eigenvalue is √(1 + 1/4), the vector (1, √1.25, 0.5) over √2.5.
    let vector = [1.0, 1.25_f64.sqrt(), 0.5, 0.0].map(|value| value / 2.5_f64.sqrt());
    near(&eigenvector(&graph).unwrap(), &vector, 1e-13);
}

#[test]
fn a_long_path_is_its_sine() {
    // Its eigenvalues are so close that rounding keeps the error of any method near 1e-12.
    let edges: Edges = (0..99).map(|node| (node, node + 1, 3.0)).collect();
    let sine = |node: i32| (2.0_f64 / 101.0).sqrt() * (std::f64::consts::PI * f64::from(node) / 101.0).sin();
    near(&eigenvector(&network(100, &edges)).unwrap(), &(1..=100).map(sine).collect::<Vec<_>>(), 1e-11);
}

#[test]
fn components_with_the_same_eigenvalue_share_the_vector() {
    let graph = network(5, &[(0, 1, 2.0), (2, 3, 2.0)]);
    near(&eigenvector(&graph).unwrap(), &[0.5, 0.5, 0.5, 0.5, 0.0], 1e-13);
    // One millionth more and the vector is in one of them.
    let graph = network(4, &[(0, 1, 2.0), (2, 3, 2.001)]);
    near(&eigenvector(&graph).unwrap(), &[0.0, 0.0, 0.5_f64.sqrt(), 0.5_f64.sqrt()], 1e-10);
}

#[test]
fn eigenvalues_that_cannot_be_told_apart_give_nothing() {
    let graph = network(4, &[(0, 1, 2.0), (2, 3, 2.0 + 1e-9)]);
    assert_eq!(eigenvector(&graph), None);
}

#[test]
fn weights_far_apart() {
    let edges = [(0, 1, 1e12), (1, 2, 1e-12), (2, 3, 1.0), (0, 3, 1e12), (1, 3, 1e-12)];
    let graph = network(5, &edges);
    let Paths { betweenness, closeness } = paths(&graph);
    // From 2 all go by the edge to 3; between 1 and 3 the way is by 0.
    near(&betweenness.nodes, &[2.0 / 6.0, 0.0, 0.0, 2.0 / 6.0, 0.0], 1e-15);
    near(&betweenness.edges, &[0.3, 0.0, 0.3, 0.4, 0.0], 1e-15);
    assert!(closeness.iter().all(|value| value.is_finite()) && closeness[0] > closeness[2]);
    near(&eigenvector(&graph).unwrap(), &[0.5_f64.sqrt(), 0.5, 0.0, 0.5, 0.0], 1e-12);
    let ranks = pagerank(&graph);
    assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12 && ranks.iter().all(|&rank| rank > 0.0));
    assert!(weighted_clustering(&graph).iter().all(|value| value.is_finite()));
    assert!(disparity(&graph).iter().all(|value| (0.0..=1.0).contains(value)));
    assert_eq!(core_numbers(&graph), [2, 2, 2, 2, 0]);
}

/// Where an edge vanishes in a sum of lengths, its ends are as far as each other: no path may lead back.
#[test]
fn lengths_that_vanish_make_no_circle() {
    let edges = [(0, 1, 1e-12), (0, 2, 1e-12), (1, 2, 1e12), (2, 3, 1e12), (1, 3, 1e12)];
    let Paths { betweenness, closeness } = paths(&network(4, &edges));
    let values = betweenness.nodes.iter().chain(&betweenness.edges);
    assert!(values.copied().all(|value| (0.0..=1.0).contains(&value)), "{betweenness:?}");
    // Every pair is joined: its paths have together at least one edge.
    assert!(betweenness.edges.iter().sum::<f64>() >= 1.0 - 1e-12);
    assert!(closeness.iter().all(|value| value.is_finite() && *value > 0.0));
}

/// A length of 1 / 5e-324 is no finite double.
#[test]
fn edges_of_no_finite_length_join_nothing() {
    let graph = network(3, &[(0, 1, f64::from_bits(1)), (1, 2, 2.0)]);
    let Paths { betweenness, closeness } = paths(&graph);
    assert_eq!(betweenness, Betweenness { nodes: vec![0.0; 3], edges: vec![0.0, 1.0 / 3.0] });
    assert_eq!(closeness, [0.0, 1.0, 1.0]);
}
