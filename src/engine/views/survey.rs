//! Looking at many units of one ranking: what each look would find again in all papers is found once.

use super::Focus;
use super::series::{self, Point};
use crate::engine::Ranked;
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::csr::Csr;

/// The selected papers of every unit, and the years of all. Memory: 4 bytes for a paper of a unit.
#[derive(Debug)]
pub struct Survey<'a> {
    ranked: &'a Ranked,
    units: Units<'a>,
    /// Unit → its selected papers, ascending.
    papers: Csr,
    span: series::Span,
}

impl<'a> Survey<'a> {
    /// Walks all papers once. O(affiliations).
    pub fn new(ranked: &'a Ranked) -> Self {
        let (corpus, units) = (&ranked.corpus, ranked.units());
        let mut walker = Walker::new(corpus, &units);
        let mut touched = Csr::default();
        for paper in 0..corpus.papers.len() {
            if ranked.selection.has(corpus, paper) {
                walker.visit(paper);
                touched.push(walker.on_paper.iter().copied());
            } else {
                touched.push([]);
            }
        }
        let papers = touched.transposed(units.len());
        Self { ranked, units, papers, span: series::span(ranked) }
    }

    /// Looks at a unit by number: the same as [`Focus::new`]. O(affiliations of its papers), and the square of the units on each.
    pub fn focus(&self, unit: u32) -> Focus<'a> {
        let papers = self.papers.row(unit as usize).iter().map(|&paper| paper as usize);
        Focus::of_papers(self.ranked, self.units.clone(), unit, papers)
    }

    /// A unit's indicators year by year: the same as [`series::series`]. O(authorships of its papers + scholars).
    pub fn series(&self, focus: &Focus<'_>) -> Vec<Point> {
        series::over(focus, self.span)
    }
}
