//! All shortest paths from one node, with how many there are.

use super::queue::Queue;
use crate::graph::adjacency::Adjacency;

const NONE: u32 = u32::MAX;

/// Part of their length by which two paths may differ and still count as equally long: sums of reciprocals that are equal as
/// fractions differ as doubles by less, and otherwise by more. igraph has the same.
const TIE: f64 = 1e-10;

/// A network with the lengths of its edges instead of their weights.
pub(super) struct Lengths {
    offsets: Vec<usize>,
    arcs: Vec<Arc>,
    /// Number of edges.
    pub(super) edges: usize,
}

#[derive(Clone, Copy)]
struct Arc {
    to: u32,
    edge: u32,
    length: f64,
}

impl Lengths {
    pub(super) fn new(graph: &Adjacency) -> Self {
        let (mut offsets, mut arcs) = (vec![0], Vec::new());
        for node in 0..graph.len() as u32 {
            let edges = graph.edges_of(node).iter().zip(graph.weights(node));
            arcs.extend(graph.neighbours(node).iter().zip(edges).map(|(&to, (&edge, weight))| Arc {
                to,
                edge,
                length: 1.0 / weight,
            }));
            offsets.push(arcs.len());
        }
        Self { offsets, edges: arcs.len() / 2, arcs }
    }

    pub(super) fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    fn arcs(&self, node: u32) -> &[Arc] {
        &self.arcs[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }
}

/// A step by which shortest paths come to a node: a list for each node, the last one first.
struct Link {
    from: u32,
    edge: u32,
    before: u32,
}

/// Dijkstra's search that keeps all ties. Two paths are as long as each other where their lengths differ by less than
/// [`TIE`] of them: rounding must not choose one of them, and from either end the same ones are the shortest.
pub(super) struct Search<'a> {
    lengths: &'a Lengths,
    queue: Queue,
    distances: Vec<f64>,
    /// Number of shortest paths from the source to each node. Doubles: they outgrow any integer.
    paths: Vec<f64>,
    last: Vec<u32>,
    links: Vec<Link>,
    /// Nodes reached, the source first, by distance.
    reached: Vec<u32>,
    dependencies: Vec<f64>,
}

impl<'a> Search<'a> {
    pub(super) fn new(lengths: &'a Lengths) -> Self {
        let n = lengths.nodes();
        Self {
            lengths,
            queue: Queue::new(n),
            distances: vec![0.0; n],
            paths: vec![0.0; n],
            last: vec![NONE; n],
            links: Vec::new(),
            reached: Vec::with_capacity(n),
            dependencies: vec![0.0; n],
        }
    }

    /// Searches from a source. O(m + n log n).
    pub(super) fn run(&mut self, source: u32) {
        self.queue.clear();
        self.distances.fill(f64::INFINITY);
        self.last.fill(NONE);
        self.links.clear();
        self.reached.clear();
        self.distances[source as usize] = 0.0;
        self.paths[source as usize] = 1.0;
        self.queue.lower(source, 0.0);
        while let Some((node, distance)) = self.queue.pop() {
            self.reached.push(node);
            self.leave(node, distance);
        }
    }

    fn leave(&mut self, from: u32, distance: f64) {
        let paths = self.paths[from as usize];
        for &Arc { to, edge, length } in self.lengths.arcs(from) {
            let (target, length) = (to as usize, distance + length);
            let known = self.distances[target];
            // No path is known yet, or a longer one.
            if length < known - TIE * length {
                self.distances[target] = length;
                self.paths[target] = paths;
                self.last[target] = self.links.len() as u32;
                self.links.push(Link { from, edge, before: NONE });
                self.queue.lower(to, length);
            } else if length <= known + TIE * known && self.queue.holds(to) {
                // A node that is settled takes no more paths: an edge so short that it vanishes in the sum would
                // otherwise lead back.
                self.paths[target] += paths;
                self.links.push(Link { from, edge, before: self.last[target] });
                self.last[target] = self.links.len() as u32 - 1;
            }
        }
    }

    /// How close the source is to the others: (r/Σd) · (r/(n-1)), with r the number of other nodes reached and d their
    /// distances (Wasserman & Faust 1994, equation 5.22).
    pub(super) fn closeness(&self) -> f64 {
        let total = self.reached.iter().fold(0.0, |sum, &node| sum + self.distances[node as usize]);
        let reached = self.reached.len() as f64 - 1.0;
        if reached > 0.0 { reached / total * (reached / (self.distances.len() as f64 - 1.0)) } else { 0.0 }
    }

    /// Adds what the paths from the source give to each node and edge they pass: from the farthest node back, each node
    /// hands what it got and one path of its own to the nodes before it, by their numbers of paths (Brandes 2001, 2008).
    pub(super) fn add_dependencies(&mut self, nodes: &mut [f64], edges: &mut [f64]) {
        self.dependencies.fill(0.0);
        for &node in self.reached.iter().skip(1).rev() {
            let dependency = self.dependencies[node as usize];
            nodes[node as usize] += dependency;
            let each = (1.0 + dependency) / self.paths[node as usize];
            let mut link = self.last[node as usize];
            while let Some(&Link { from, edge, before }) = self.links.get(link as usize) {
                let part = self.paths[from as usize] * each;
                edges[edge as usize] += part;
                self.dependencies[from as usize] += part;
                link = before;
            }
        }
    }
}
