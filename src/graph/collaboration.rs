//! Collaboration edges: two nodes on one paper, with every weight that an edge can have (METHOD §6).

use super::incidence::Incidence;
use crate::model::csr::Csr;
use rayon::prelude::*;
use std::ops::Range;

/// An edge between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The node with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Papers they share: the weight `full`.
    pub papers: u32,
    /// Σ aᵢ·aⱼ, where a is the number of authors of the paper that name the node: the weight `authorships`.
    pub authorships: u64,
    /// Σ 1/(n − 1), where n is the number of nodes on the paper: the weight `fractional` (Perianes-Rodríguez, Waltman & van
    /// Eck 2016).
    pub fractional: f64,
    /// Σ 2/(n(n − 1)): the weight `refined` (Leydesdorff & Park 2017). Over all edges it adds up to the papers of several nodes.
    pub refined: f64,
    /// Σ wᵢ·wⱼ, where w is the share of the paper under fractional counting: the weight `share`.
    pub share: f64,
}

/// What a pair has gathered so far.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    papers: u32,
    authorships: u64,
    fractional: f64,
    refined: f64,
    share: f64,
}

/// Pieces of the nodes that are worked on side by side; their number does not depend on that of the threads.
const PIECES: usize = 64;

/// All edges, ordered by their nodes. Each node gathers from its own papers, in their order, so that sums have the same
/// bits for any number of threads. O(Σ over papers of n²), and a sort of each node's neighbours; memory: 48 bytes an edge,
/// and 40 bytes a node for each thread.
pub fn edges(incidence: &Incidence) -> Vec<Edge> {
    let places = places(incidence);
    let rows = row_of_place(incidence);
    let piece = incidence.nodes.div_ceil(PIECES).max(1);
    let pieces: Vec<Range<usize>> = (0..incidence.nodes)
        .step_by(piece)
        .map(|start| start..(start + piece).min(incidence.nodes))
        .collect();
    let workspace = || (vec![Pair::default(); incidence.nodes], Vec::new());
    let gathered: Vec<Vec<Edge>> = pieces
        .into_par_iter()
        .map_init(workspace, |(pairs, touched), nodes| {
            let mut edges = Vec::new();
            for node in nodes {
                gather(incidence, (&rows, places.row(node)), pairs, touched);
                finish(node as u32, pairs, touched, &mut edges);
            }
            edges
        })
        .collect();
    gathered.concat()
}

/// Node → its places in the rows, ascending.
fn places(incidence: &Incidence) -> Csr {
    let targets = incidence.papers.targets();
    let mut offsets = vec![0_u32; incidence.nodes + 1];
    targets.iter().for_each(|&node| offsets[node as usize + 1] += 1);
    for node in 0..incidence.nodes {
        offsets[node + 1] += offsets[node];
    }
    let mut next = offsets.clone();
    let mut places = vec![0; targets.len()];
    for (place, &node) in (0..).zip(targets) {
        places[next[node as usize] as usize] = place;
        next[node as usize] += 1;
    }
    Csr { offsets, targets: places }
}

/// Place → its row.
fn row_of_place(incidence: &Incidence) -> Vec<u32> {
    let rows = (0..).zip(incidence.papers.rows());
    rows.flat_map(|(row, nodes): (u32, _)| std::iter::repeat_n(row, nodes.len())).collect()
}

/// Gathers the pairs of a node with those of a greater number.
fn gather(
    incidence: &Incidence,
    (rows, places): (&[u32], &[u32]),
    pairs: &mut [Pair],
    touched: &mut Vec<u32>,
) {
    for &place in places {
        let row = rows[place as usize] as usize;
        let end = incidence.papers.offsets[row + 1];
        let on_paper = f64::from(end - incidence.papers.offsets[row]);
        let (fractional, refined) = (1.0 / (on_paper - 1.0), 2.0 / (on_paper * (on_paper - 1.0)));
        let own = place as usize;
        for other in own + 1..end as usize {
            let node = incidence.papers.targets[other];
            let pair = &mut pairs[node as usize];
            if pair.papers == 0 {
                touched.push(node);
            }
            pair.papers += 1;
            pair.authorships +=
                u64::from(incidence.authorships[own]) * u64::from(incidence.authorships[other]);
            pair.fractional += fractional;
            pair.refined += refined;
            pair.share += incidence.share[own] * incidence.share[other];
        }
    }
}

/// Turns what a node has gathered into edges, and clears the pairs for the next one.
fn finish(a: u32, pairs: &mut [Pair], touched: &mut Vec<u32>, edges: &mut Vec<Edge>) {
    touched.sort_unstable();
    for b in touched.drain(..) {
        let Pair { papers, authorships, fractional, refined, share } = std::mem::take(&mut pairs[b as usize]);
        edges.push(Edge { a, b, papers, authorships, fractional, refined, share });
    }
}
