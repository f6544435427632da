//! The network as the Leiden algorithm sees it on one level: nodes are groups of nodes.

use super::super::strength;
use crate::graph::adjacency::Adjacency;

/// A network whose nodes have strengths of their own, since edges inside a group are no longer there.
pub(super) struct Level {
    offsets: Vec<usize>,
    arcs: Vec<(u32, f64)>,
    /// Strength of each node: the weight of its edges, those inside it twice.
    pub(super) strengths: Vec<f64>,
    /// Sum of all strengths: the same on each level.
    pub(super) total: f64,
    /// Number of edges of the network below.
    pub(super) edges: usize,
}

impl Level {
    /// The network itself.
    pub(super) fn new(graph: &Adjacency) -> Self {
        let (mut offsets, mut arcs) = (vec![0], Vec::new());
        for node in 0..graph.len() as u32 {
            arcs.extend(graph.neighbours(node).iter().copied().zip(graph.weights(node).iter().copied()));
            offsets.push(arcs.len());
        }
        let strengths = strength(graph);
        Self { offsets, total: strengths.iter().sum(), edges: arcs.len() / 2, arcs, strengths }
    }

    pub(super) fn len(&self) -> usize {
        self.strengths.len()
    }

    /// Neighbours of a node with the weight to each.
    pub(super) fn arcs(&self, node: u32) -> &[(u32, f64)] {
        &self.arcs[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }

    /// Sum of the strengths of each part's nodes. Labels are below the number of nodes.
    pub(super) fn strengths_of(&self, parts: &[u32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        parts.iter().zip(&self.strengths).for_each(|(&part, strength)| sums[part as usize] += strength);
        sums
    }

    /// The network of groups, which are numbered from 0 without a gap. O(n + m).
    pub(super) fn aggregate(&self, groups: &[u32]) -> Self {
        let count = groups.iter().max().map_or(0, |&last| last as usize + 1);
        let mut members: Vec<u32> = (0..self.len() as u32).collect();
        members.sort_by_key(|&node| groups[node as usize]);
        let mut tally = Tally::new(count);
        let (mut offsets, mut arcs) = (vec![0], Vec::new());
        for same in members.chunk_by(|&a, &b| groups[a as usize] == groups[b as usize]) {
            let own = groups[same[0] as usize];
            for &(to, weight) in same.iter().flat_map(|&node| self.arcs(node)) {
                tally.add(groups[to as usize], weight);
            }
            arcs.extend(tally.drain().filter(|&(group, _)| group != own));
            offsets.push(arcs.len());
        }
        let mut strengths = self.strengths_of(groups);
        strengths.truncate(count);
        Self { offsets, arcs, strengths, total: self.total, edges: self.edges }
    }
}

/// Weights by label, of which few are met at a time.
pub(super) struct Tally {
    sums: Vec<f64>,
    met: Vec<u32>,
}

impl Tally {
    pub(super) fn new(labels: usize) -> Self {
        Self { sums: vec![0.0; labels], met: Vec::new() }
    }

    /// Adds a weight, which is above 0.
    pub(super) fn add(&mut self, label: u32, weight: f64) {
        if self.sums[label as usize] <= 0.0 {
            self.met.push(label);
        }
        self.sums[label as usize] += weight;
    }

    /// Weight of a label.
    pub(super) fn of(&self, label: u32) -> f64 {
        self.sums[label as usize]
    }

    /// Labels met, with their weights, in the order in which they were met.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.met.iter().map(|&label| (label, self.of(label)))
    }

    /// The same, and forgets them.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = (u32, f64)> + '_ {
        let sums = &mut self.sums;
        self.met.drain(..).map(|label| (label, std::mem::take(&mut sums[label as usize])))
    }

    pub(super) fn clear(&mut self) {
        self.drain().for_each(drop);
    }
}

/// The same partition with its parts numbered from 0 as they are met.
pub(super) fn without_gaps(mut labels: Vec<u32>) -> Vec<u32> {
    let mut numbers = vec![u32::MAX; labels.iter().max().map_or(0, |&last| last as usize + 1)];
    let mut next = 0;
    for label in &mut labels {
        let number = &mut numbers[*label as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *label = *number;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_as_they_are_met() {
        assert_eq!(without_gaps(vec![3, 3, 0, 12, 0]), [0, 0, 1, 2, 1]);
        assert!(without_gaps(vec![]).is_empty());
    }

    /// Two pairs of nodes with edges inside and between: what is inside goes, what is between adds up, strengths stay.
    #[test]
    fn groups_keep_their_strengths() {
        let edges = [(0, 1, 5.0), (2, 3, 7.0), (0, 2, 1.0), (1, 3, 2.0), (3, 4, 4.0)];
        let level = Level::new(&Adjacency::undirected(5, edges.into_iter())).aggregate(&[1, 1, 0, 0, 2]);
        assert_eq!(
            (level.arcs(0), level.arcs(1), level.arcs(2)),
            (&[(1, 3.0), (2, 4.0)][..], &[(0, 3.0)][..], &[(0, 4.0)][..])
        );
        assert_eq!((&level.strengths[..], level.total), (&[21.0, 13.0, 4.0][..], 38.0));
    }
}
