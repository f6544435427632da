//! Communities by the Leiden algorithm.

mod level;
mod moving;
mod refinement;

use super::components::{connected, numbered};
use super::modularity;
use crate::base::random::Random;
use crate::graph::adjacency::Adjacency;
use level::{Level, without_gaps};
use rayon::prelude::*;

/// Iterations without gain after which a run ends.
const PATIENCE: u32 = 8;

/// Share of communities that is shaken where an iteration has gained nothing. On networks of collaborating metros, cities
/// and institutions, eight tries with a quarter found as much as sixteen with a tenth.
const SHAKEN: f64 = 0.25;

/// Gain of modularity below which an iteration has changed nothing.
const GAIN: f64 = 1e-12;

/// How communities are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leiden {
    /// Weight of the expected edges in the modularity: above 1 communities become smaller. Finite and at least 0.
    pub resolution: f64,
    /// What all random choices depend on.
    pub seed: u64,
    /// Independent runs, of which the best counts; 0 is taken as 1.
    pub restarts: u32,
}

impl Default for Leiden {
    fn default() -> Self {
        Self { resolution: 1.0, seed: 0, restarts: 10 }
    }
}

/// Community of each node by the Leiden algorithm (Traag, Waltman & van Eck 2019), for [`modularity`] with a resolution.
/// Communities are numbered from 0, larger ones first and by their smallest node where as large. Each is connected; a node
/// without an edge is one of its own.
///
/// A run iterates until nothing is gained, and then from partitions of which a quarter of the communities is shaken, until
/// eight iterations in a row have gained nothing. Of all runs the partition of the highest modularity counts, the first of
/// equals. The same seed gives the same answer with any number of threads. About O(m log n) an iteration, of which a run takes some twenty; 24 bytes an edge a thread.
pub fn leiden(graph: &Adjacency, how: &Leiden) -> Vec<u32> {
    let level = Level::new(graph);
    let run = |run: u32| {
        let (quality, parts) = best_of_run(graph, &level, how, Random::new(how.seed, run.into()));
        (quality, run, parts)
    };
    let better = |a: Run, b: Run| if b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).is_gt() { b } else { a };
    let best = (0..how.restarts.max(1)).into_par_iter().map(run).reduce_with(better);
    best.map(|(_, _, parts)| parts).unwrap_or_default()
}

/// Modularity, number of the run, communities.
type Run = (f64, u32, Vec<u32>);

/// Iterates until nothing is gained any more, not even from where some communities are shaken: a partition from which no
/// iteration gains anything is seldom the best (iterated local search: Lourenço, Martin & Stützle 2003).
fn best_of_run(graph: &Adjacency, level: &Level, how: &Leiden, mut random: Random) -> (f64, Vec<u32>) {
    let mut parts: Vec<u32> = (0..graph.len() as u32).collect();
    let mut quality = modularity(graph, &parts, how.resolution);
    let mut failures = 0;
    while failures < PATIENCE {
        let start = if failures == 0 { parts.clone() } else { kicked(level, &parts, &mut random) };
        let next = in_pieces(graph, &iteration(level, start, how.resolution, &mut random));
        let reached = modularity(graph, &next, how.resolution);
        failures = if reached > quality + GAIN { 0 } else { failures + 1 };
        if reached > quality {
            (quality, parts) = (reached, next);
        }
    }
    (quality, numbered(&parts))
}

/// The partition with some communities shaken: each of their nodes is left alone or joins a neighbour, at random.
fn kicked(level: &Level, parts: &[u32], random: &mut Random) -> Vec<u32> {
    let communities = parts.iter().max().map_or(0, |&last| last as usize + 1);
    let shaken: Vec<bool> = (0..communities).map(|_| random.unit() < SHAKEN).collect();
    let mut go = |node: u32| {
        let (part, arcs) = (parts[node as usize], level.arcs(node));
        if !shaken[part as usize] {
            return part;
        }
        // One of twice as many places as there are neighbours: in half of the cases none.
        arcs.get(random.below(2 * arcs.len() as u64) as usize)
            .map_or(level.len() as u32 + node, |arc| parts[arc.0 as usize])
    };
    without_gaps((0..level.len() as u32).map(&mut go).collect())
}

/// One iteration: nodes move, communities are refined, and the same is done with the refined ones as nodes until they are
/// the communities.
fn iteration(base: &Level, mut parts: Vec<u32>, resolution: f64, random: &mut Random) -> Vec<u32> {
    // Of each node of the network, the node of the level that it has become part of.
    let mut inside: Vec<u32> = (0..base.len() as u32).collect();
    let mut aggregate: Option<Level> = None;
    loop {
        let level = aggregate.as_ref().unwrap_or(base);
        moving::move_nodes(level, &mut parts, resolution, random);
        let refined = refinement::refine(level, &parts, resolution, random);
        let next = level.aggregate(&refined);
        if next.len() == level.len() {
            return inside.iter().map(|&node| parts[node as usize]).collect();
        }
        parts = of_groups(&parts, &refined, next.len());
        inside.iter_mut().for_each(|node| *node = refined[*node as usize]);
        aggregate = Some(next);
    }
}

/// Communities of refined groups, all nodes of which are in one.
fn of_groups(parts: &[u32], refined: &[u32], groups: usize) -> Vec<u32> {
    let parts = numbered(parts);
    let mut of = vec![0; groups];
    refined.iter().zip(parts).for_each(|(&group, part)| of[group as usize] = part);
    of
}

/// Cuts communities that are not connected into their components: moves can take away the node that held one together.
/// Never loses modularity, since no edge is cut.
fn in_pieces(graph: &Adjacency, parts: &[u32]) -> Vec<u32> {
    let nodes = 0..graph.len() as u32;
    let pairs = nodes.flat_map(|a| graph.neighbours(a).iter().map(move |&b| (a, b)));
    connected(graph.len(), pairs.filter(|&(a, b)| parts[a as usize] == parts[b as usize]))
}
