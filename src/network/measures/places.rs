//! Measures that look at more than the graph: distances, borders, and what was expected.

use super::{Context, Values};
use crate::network::model::{Edge, Fact};

/// From this distance on a collaboration is long-distance, in km (CWTS Leiden Ranking).
pub const LONG_DISTANCE: f64 = 5000.0;

/// Weights of edges of known distance: all, those that span a long distance, and weight · kilometres.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    known: f64,
    long: f64,
    kilometres: f64,
}

impl Reach {
    fn add(&mut self, weight: f64, kilometres: f64) {
        self.known += weight;
        self.kilometres += weight * kilometres;
        if kilometres >= LONG_DISTANCE {
            self.long += weight;
        }
    }
}

pub fn distance(context: &Context<'_>) -> Values {
    let mut nodes = vec![Reach::default(); context.graph.len()];
    let mut all = Reach::default();
    for edge in &context.network.edges {
        let Some(kilometres) = edge.kilometres else { continue };
        for node in [edge.a, edge.b] {
            nodes[node as usize].add(edge.weight, kilometres);
        }
        all.add(edge.weight, kilometres);
    }
    // Nothing to divide by is no distance: 0/0 is NaN.
    let mean = nodes.iter().map(|reach| reach.kilometres / reach.known).collect();
    let long = nodes.iter().map(|reach| reach.long / reach.known).collect();
    let fact = |name, value: f64| Fact { name, value: value.to_string() };
    let mut facts = Vec::new();
    if all.known > 0.0 {
        facts.push(fact("mean_kilometres", all.kilometres / all.known));
        facts.push(fact("long_distance", all.long / all.known));
    }
    Values { of_nodes: vec![mean, long], of_edges: Vec::new(), facts }
}

pub fn border(context: &Context<'_>) -> Values {
    let nodes = context.graph.len();
    let (mut papers, mut weights) = (vec![0.0; nodes], vec![(0.0, 0.0); nodes]);
    for edge in &context.network.edges {
        let crosses = f64::from(u8::from(edge.international));
        for node in [edge.a as usize, edge.b as usize] {
            papers[node] += crosses * f64::from(edge.papers);
            weights[node] = (weights[node].0 + crosses * edge.weight, weights[node].1 + edge.weight);
        }
    }
    // No edge has no share: 0/0 is NaN.
    let share = weights.into_iter().map(|(international, all)| international / all).collect();
    Values { of_nodes: vec![papers, share], ..Values::default() }
}

pub fn expected(context: &Context<'_>) -> Values {
    let derived = context.derived;
    let strength = |node: u32| derived.strength[context.chosen[node as usize] as usize];
    let expected = |edge: &Edge| strength(edge.a) * strength(edge.b) / derived.total;
    let edges = &context.network.edges;
    let ratio = |edge: &Edge| edge.raw / expected(edge);
    Values {
        of_edges: vec![edges.iter().map(expected).collect(), edges.iter().map(ratio).collect()],
        ..Values::default()
    }
}
