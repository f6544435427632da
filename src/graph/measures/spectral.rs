//! Measures by which a node is important where important nodes collaborate with it.

use super::strength;
use crate::graph::adjacency::Adjacency;
use rayon::prelude::*;

/// Probability that [`pagerank`]'s walk goes on along an edge.
const DAMPING: f64 = 0.85;

/// Rounds of [`pagerank`] at most. Each brings the vector closer by the damping: after 240 its error is below
/// 2 · 0.85^240 = 2.4e-17 whatever the network is.
const PAGERANK_ROUNDS: usize = 240;

/// Change of a round, in the sum over nodes, at which [`pagerank`] ends: the error is at most 0.85/0.15 times that.
const PAGERANK_CHANGE: f64 = 1e-15;

/// Rounds of [`eigenvector`] at most, and additions in all of them: seconds, not hours.
const EIGENVECTOR_ROUNDS: usize = 1_000_000;
const EIGENVECTOR_WORK: usize = 2_000_000_000;

/// Entries of the matrix, two an edge, above which rows are shared among threads; for fewer that costs more than it saves.
const PARALLEL: usize = 1 << 16;

/// Each row of the weights times a vector. By row, so that threads change no order of addition.
fn product(graph: &Adjacency, arcs: usize, vector: &[f64]) -> Vec<f64> {
    let row = |node: u32| {
        let pairs = graph.neighbours(node).iter().zip(graph.weights(node));
        pairs.fold(0.0, |sum, (&to, weight)| sum + weight * vector[to as usize])
    };
    let nodes = 0..graph.len() as u32;
    if arcs < PARALLEL {
        nodes.map(row).collect()
    } else {
        nodes.into_par_iter().with_min_len(64).map(row).collect()
    }
}

fn arcs(graph: &Adjacency) -> usize {
    (0..graph.len() as u32).map(|node| graph.neighbours(node).len()).sum()
}

/// `PageRank` of each node, with damping 0.85 and steps by weight (Brin & Page 1998); a walk at a node without an edge goes
/// on anywhere. Sums to 1. Rounds end where the sum of changes is below 1e-15, and after 240 at the latest, which is enough
/// for any network. O(rounds (n + m)).
pub fn pagerank(graph: &Adjacency) -> Vec<f64> {
    let (n, arcs) = (graph.len() as f64, arcs(graph));
    let strengths = strength(graph);
    let mut ranks = vec![1.0 / n; graph.len()];
    for _ in 0..PAGERANK_ROUNDS {
        let next = pagerank_step(graph, arcs, &strengths, &ranks);
        let change: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if change <= PAGERANK_CHANGE {
            break;
        }
    }
    let total: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= total);
    ranks
}

fn pagerank_step(graph: &Adjacency, arcs: usize, strengths: &[f64], ranks: &[f64]) -> Vec<f64> {
    let mut stuck = 0.0;
    let per_weight = |(&rank, &strength): (&f64, &f64)| {
        if strength > 0.0 {
            return rank / strength;
        }
        stuck += rank;
        0.0
    };
    let per_weight: Vec<f64> = ranks.iter().zip(strengths).map(per_weight).collect();
    let n = ranks.len() as f64;
    let everywhere = (1.0 - DAMPING) / n + DAMPING * stuck / n;
    let mut next = product(graph, arcs, &per_weight);
    next.iter_mut().for_each(|value| *value = DAMPING * *value + everywhere);
    next
}

/// Eigenvector centrality of each node: the eigenvector of the weights to the largest eigenvalue (Bonacich 1972), not
/// negative, of Euclidean length 1; all 0 where there is no edge. Where several components have that eigenvalue, or it
/// differs from the next by less than 1e-13 of it, the part of the even vector that lies in their space.
///
/// By power iteration from the even vector, shifted by a quarter of the eigenvalue so that bipartite networks converge too.
/// Ends where the error of a component, judged by the change of a round and the rate at which changes shrink, is below
/// 1e-13, or where changes are at the limit of doubles and the error is below 1e-10. `None` where that does not happen in
/// a million rounds and 2·10^9 additions: two eigenvalues are too close to each other. O(rounds (n + m)).
pub fn eigenvector(graph: &Adjacency) -> Option<Vec<f64>> {
    let (n, arcs) = (graph.len(), arcs(graph));
    if arcs == 0 {
        return Some(vec![0.0; n]);
    }
    let mut vector = vec![1.0 / (n as f64).sqrt(); n];
    let mut convergence = Convergence::default();
    for _ in 0..(EIGENVECTOR_WORK / (n + arcs)).min(EIGENVECTOR_ROUNDS) {
        let next = eigenvector_step(graph, arcs, &vector);
        let change = next.iter().zip(&vector).fold(0.0, |most: f64, (a, b)| most.max((a - b).abs()));
        vector = next;
        match convergence.after(change) {
            State::Running => {}
            State::Converged => return Some(vector),
            State::Stuck => return None,
        }
    }
    None
}

fn eigenvector_step(graph: &Adjacency, arcs: usize, vector: &[f64]) -> Vec<f64> {
    let mut next = product(graph, arcs, vector);
    let eigenvalue: f64 = next.iter().zip(vector).map(|(a, b)| a * b).sum();
    next.iter_mut().zip(vector).for_each(|(value, old)| *value += eigenvalue / 4.0 * old);
    let length = next.iter().map(|value| value * value).sum::<f64>().sqrt();
    next.iter_mut().for_each(|value| *value /= length);
    next
}

/// What the changes of rounds say about the error that is left.
#[derive(Default)]
struct Convergence {
    /// The last changes, the oldest at `rounds` modulo their number.
    changes: [f64; Self::WINDOW],
    rounds: usize,
    rate: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Converged,
    Stuck,
}

impl Convergence {
    const WINDOW: usize = 16;
    const ERROR: f64 = 1e-13;
    /// Changes below this are rounding for a good part, and say nothing about the rate.
    const NOISE: f64 = 1e-14;
    /// Changes do not become smaller than this for certain.
    const LIMIT: f64 = 2.0 * f64::EPSILON;
    const ERROR_AT_LIMIT: f64 = 1e-10;

    fn after(&mut self, change: f64) -> State {
        let place = self.rounds % Self::WINDOW;
        let old = std::mem::replace(&mut self.changes[place], change);
        self.rounds += 1;
        if self.rounds <= Self::WINDOW {
            return State::Running;
        }
        if change > Self::NOISE {
            self.rate = (change / old).powf(1.0 / Self::WINDOW as f64);
        }
        // Changes that shrink by a rate add up to that of a geometric series.
        let error = if self.rate < 1.0 { change * self.rate / (1.0 - self.rate) } else { f64::INFINITY };
        match change <= Self::LIMIT {
            _ if error <= Self::ERROR => State::Converged,
            true if error <= Self::ERROR_AT_LIMIT => State::Converged,
            true => State::Stuck,
            false => State::Running,
        }
    }
}
