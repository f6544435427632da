//! Measures against their definitions, and against themselves on other numbers of threads.

mod communities;
mod definitions;
mod degenerate;

use super::*;
use crate::graph::adjacency::Adjacency;
use proptest::prelude::*;

/// Edges of a network: pairs of nodes, the smaller one first, with a weight.
type Edges = Vec<(u32, u32, f64)>;

fn network(nodes: usize, edges: &[(u32, u32, f64)]) -> Adjacency {
    Adjacency::undirected(nodes, edges.iter().copied())
}

fn near(values: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(values.len(), expected.len());
    for (place, (value, expected)) in values.iter().zip(expected).enumerate() {
        assert!((value - expected).abs() <= tolerance, "{place}: {value} instead of {expected}");
    }
}

/// Networks of up to 12 nodes, in any number of components, with edges of the weights.
fn networks(weights: &'static [f64]) -> impl Strategy<Value = (usize, Edges)> {
    (1_usize..=12).prop_flat_map(move |nodes| {
        let pairs: Vec<(u32, u32)> =
            (0..nodes as u32).flat_map(|a| (a + 1..nodes as u32).map(move |b| (a, b))).collect();
        let weight = prop::sample::select(weights);
        let edges = prop::collection::vec((prop::bool::weighted(0.35), weight), pairs.len());
        edges.prop_map(move |chosen| {
            let chosen = pairs.iter().zip(chosen).filter(|(_, (chosen, _))| *chosen);
            (nodes, chosen.map(|(&(a, b), (_, weight))| (a, b, weight)).collect())
        })
    })
}

/// A network with communities of 40 nodes, with the probabilities of an edge inside and between, and weights from 1 to 9.
fn planted(nodes: u32, inside: f64, between: f64, seed: u64) -> Adjacency {
    let mut random = crate::base::random::Random::new(seed, 0);
    let mut edges = Edges::new();
    for a in 0..nodes {
        for b in a + 1..nodes {
            let chance = if a / 40 == b / 40 { inside } else { between };
            if random.unit() < chance {
                edges.push((a, b, (1.0 + 9.0 * random.unit()).floor()));
            }
        }
    }
    network(nodes as usize, &edges)
}

/// What `work` gives on one thread, on two and on eight.
fn on_threads<T: Send>(work: impl Fn() -> T + Sync) -> [T; 3] {
    [1, 2, 8]
        .map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&work))
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn threads_change_no_bit() {
    // Uneven weights, whose sums depend on the order of addition.
    let even = planted(200, 0.3, 0.02, 1);
    let edges: Edges = (0..200)
        .flat_map(|a| {
            even.neighbours(a).iter().zip(even.weights(a)).map(move |(&b, w)| (a, b, w / 7.0 + 0.1))
        })
        .filter(|(a, b, _)| a < b)
        .collect();
    let graph = network(200, &edges);
    let all = || {
        let Paths { betweenness, closeness } = paths(&graph);
        let spectral = [eigenvector(&graph).unwrap(), pagerank(&graph)];
        let local = [clustering(&graph), weighted_clustering(&graph), disparity(&graph)];
        let numbers =
            [betweenness.nodes, betweenness.edges, closeness].into_iter().chain(spectral).chain(local);
        (numbers.map(|values| bits(&values)).collect::<Vec<_>>(), leiden(&graph, &Leiden::default()))
    };
    let [one, two, eight] = on_threads(all);
    assert!(one == two && one == eight);
}

/// Above the number of edges from which products are parallel.
#[test]
fn threads_change_no_bit_of_a_large_product() {
    let mut random = crate::base::random::Random::new(4, 4);
    let edges: Edges = (0..600_u32)
        .flat_map(|a| (a + 1..600).map(move |b| (a, b)))
        .map(|(a, b)| (a, b, random.unit() + 1e-3))
        .filter(|edge| edge.2 < 0.3)
        .collect();
    let graph = network(600, &edges);
    assert!(edges.len() > 1 << 15);
    let [one, two, eight] = on_threads(|| (bits(&eigenvector(&graph).unwrap()), bits(&pagerank(&graph))));
    assert!(one == two && one == eight);
    let total: f64 = pagerank(&graph).iter().sum();
    assert!((total - 1.0).abs() < 1e-12, "{total}");
}

#[test]
fn both_ways_to_the_measures_of_paths_agree() {
    let graph = planted(120, 0.3, 0.02, 9);
    let both = paths(&graph);
    assert_eq!(both.betweenness, betweenness(&graph));
    assert_eq!(bits(&both.closeness), bits(&closeness(&graph)));
}
