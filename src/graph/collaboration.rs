//! Collaboration edges: two units on one paper, derived by traversal.

use super::traverse::Walker;
use super::{Selection, Units};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use std::collections::BTreeMap;

/// An edge between two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The unit with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Papers they share.
    pub papers: u64,
    /// Whether their ranked countries are known and differ.
    pub international: bool,
}

/// All edges of the selected papers, ordered by their units. O(Σ units of a paper, squared).
pub fn edges(corpus: &Corpus, units: &Units<'_>, selection: &Selection) -> Vec<Edge> {
    let mut shared: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut walker = Walker::new(corpus, units);
    for paper in (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper)) {
        walker.visit(paper);
        walker.on_paper.sort_unstable();
        for (i, &a) in walker.on_paper.iter().enumerate() {
            for &b in &walker.on_paper[i + 1..] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let crosses = |a: u32, b: u32| {
        let [a, b] = [a, b].map(|unit| units.country[unit as usize]);
        a != b && a != NONE && b != NONE
    };
    shared.into_iter().map(|((a, b), papers)| Edge { a, b, papers, international: crosses(a, b) }).collect()
}
