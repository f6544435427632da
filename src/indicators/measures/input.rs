//! What measures are computed from. What several of them need is computed once.

use crate::base::Result;
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::indicators::count::{self, CollaborationRule};
use crate::indicators::credit;
use crate::indicators::normalised::Normalised;
use crate::indicators::{Counting, Request, Sum, Tallies};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use std::cell::OnceCell;

/// A corpus, its units, and which papers count how.
#[derive(Debug)]
pub struct Input<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The units that are measured.
    pub units: &'a Units<'a>,
    /// Counting scheme and selected papers.
    pub request: &'a Request,
    full: OnceCell<Tallies>,
    fractional: OnceCell<Tallies>,
    normalised: OnceCell<Normalised>,
}

impl<'a> Input<'a> {
    /// Nothing is computed yet.
    pub fn new(corpus: &'a Corpus, units: &'a Units<'a>, request: &'a Request) -> Self {
        let (full, fractional, normalised) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { corpus, units, request, full, fractional, normalised }
    }

    /// Indicators by a counting scheme, whatever the request's.
    ///
    /// # Errors
    /// As [`count::count`].
    pub fn tallies(&self, counting: Counting) -> Result<&Tallies> {
        let cell = match counting {
            Counting::Full => &self.full,
            Counting::Fractional => &self.fractional,
        };
        let selection = self.request.selection.clone();
        let request = Request { counting, collaboration: CollaborationRule::default(), selection };
        once(cell, || count::count(self.corpus, self.units, &request))
    }

    /// Citations against those of the fields.
    ///
    /// # Errors
    /// As [`Normalised::new`].
    pub fn normalised(&self) -> Result<&Normalised> {
        once(&self.normalised, || Normalised::new(self.corpus, self.units, self.request))
    }

    /// The same, if some measure has asked for it.
    pub fn normalised_if_used(&self) -> Option<&Normalised> {
        self.normalised.get()
    }

    /// For each unit the papers that are credited to it, each so many times. O(affiliations), and what `times` costs.
    pub fn papers(&self, times: impl Fn(usize, &Walker<'_>, u32) -> u64) -> Vec<Sum> {
        let (corpus, units) = (self.corpus, self.units);
        let mut sums = vec![Sum::default(); units.len()];
        let mut walker = Walker::new(corpus, units);
        let mut shares = Vec::new();
        for paper in (0..corpus.papers.len()).filter(|&paper| self.request.selection.has(corpus, paper)) {
            walker.visit(paper);
            credit::shares((corpus, units), self.request.counting, paper, &walker, &mut shares);
            for share in shares.iter().filter(|share| share.unit != NONE) {
                let times = times(paper, &walker, share.unit);
                sums[share.unit as usize].add(share.denominator, share.numerator * times);
            }
        }
        sums
    }

    /// Share of each unit's papers, as they are credited, for which a test holds.
    ///
    /// # Errors
    /// As [`Self::tallies`].
    pub fn share(&self, test: impl Fn(usize, &Walker<'_>, u32) -> bool) -> Result<Vec<Option<f64>>> {
        let all = self.tallies(self.request.counting)?;
        let parts = self.papers(|paper, walker, unit| u64::from(test(paper, walker, unit)));
        let share = |(part, tally): (Sum, &crate::indicators::Tally)| quotient(part.value(), &tally.papers);
        Ok(parts.into_iter().zip(&all.units).map(share).collect())
    }
}

fn once<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(made) = cell.get() {
        return Ok(made);
    }
    let value = make()?;
    Ok(cell.get_or_init(|| value))
}

/// A part of a sum; nothing where the sum is 0.
pub(super) fn quotient(part: f64, whole: &Sum) -> Option<f64> {
    (!whole.is_zero()).then(|| part / whole.value())
}

/// Values of sums, all there.
pub(super) fn values(sums: impl IntoIterator<Item = Sum>) -> Vec<Option<f64>> {
    sums.into_iter().map(|sum| Some(sum.value())).collect()
}
