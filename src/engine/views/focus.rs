//! One unit under a ranking: its papers, and what it is credited with for each. What all views of a unit start from.

use crate::base::{Error, Result};
use crate::engine::Ranked;
use crate::graph::Units;
use crate::graph::traverse::{Foreign, Walker};
use crate::indicators::credit::{self, Credit};
use crate::indicators::{Counting, Sum};
use crate::model::Corpus;
use std::collections::BTreeMap;

/// A paper of the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Paper, by corpus index.
    pub paper: u32,
    /// What the unit gets for it.
    pub credit: Credit,
    /// Foreign units and countries on it.
    pub foreign: Foreign,
}

/// A unit and its selected papers.
#[derive(Debug)]
pub struct Focus<'a> {
    /// The ranking.
    pub ranked: &'a Ranked,
    /// Units of its level.
    pub units: Units<'a>,
    /// The unit.
    pub unit: u32,
    /// Its papers, by corpus index ascending.
    pub papers: Vec<Touched>,
}

impl<'a> Focus<'a> {
    /// Looks at a unit by number. O(affiliations), and the square of the units on each of its papers.
    pub fn new(ranked: &'a Ranked, unit: u32) -> Self {
        let (corpus, units) = (&ranked.corpus, ranked.units());
        let is_own = |&paper: &usize| {
            credit::is_on(corpus, &units, paper, unit) && ranked.selection.has(corpus, paper)
        };
        let papers: Vec<usize> = (0..corpus.papers.len()).filter(is_own).collect();
        Self::of_papers(ranked, units, unit, papers)
    }

    /// Looks at a unit whose selected papers are known.
    pub(super) fn of_papers(
        ranked: &'a Ranked,
        units: Units<'a>,
        unit: u32,
        papers: impl IntoIterator<Item = usize>,
    ) -> Self {
        let papers = touched(ranked, &units, unit, papers);
        Self { ranked, units, unit, papers }
    }

    /// Looks at a unit by key.
    ///
    /// # Errors
    /// Not found: the corpus has no such unit at the ranked level.
    pub fn of_key(ranked: &'a Ranked, key: &str) -> Result<Self> {
        Ok(Self::new(ranked, Self::number(ranked, key)?))
    }

    /// Number of a unit by key. O(units).
    ///
    /// # Errors
    /// Not found: the corpus has no such unit at the ranked level.
    pub fn number(ranked: &Ranked, key: &str) -> Result<u32> {
        ranked.units().find(key).ok_or_else(|| {
            let shown: String = key.chars().take(100).collect();
            let message = format!("no {} {shown:?}", ranked.profile.unit.name());
            Error::not_found(message, "search by name for its key")
        })
    }

    /// The corpus.
    pub fn corpus(&self) -> &'a Corpus {
        &self.ranked.corpus
    }

    /// Year of a paper.
    pub fn year(&self, paper: u32) -> Option<u32> {
        self.ranked.corpus.papers.year(paper as usize)
    }

    /// Citations of a paper as they are counted: what is not known is 0.
    pub fn citations(&self, paper: u32) -> u64 {
        self.ranked.corpus.papers.citations(paper as usize).unwrap_or(0)
    }

    /// Distinct institutions of the unit on a paper, ascending.
    pub fn institutions_on(&self, paper: u32) -> Vec<u32> {
        let corpus = self.corpus();
        let authorships = corpus.papers.authorships(paper as usize);
        let signed = authorships.flat_map(|a| corpus.authorships.institutions.row(a)).copied();
        let mut own: Vec<u32> =
            signed.filter(|&i| self.units.of_institution[i as usize] == self.unit).collect();
        own.sort_unstable();
        own.dedup();
        own
    }

    /// Authorships of a paper that were signed from the unit: authorship, all its affiliations, those in the unit.
    pub fn signed_on(&self, paper: u32) -> impl Iterator<Item = (usize, u64, u64)> + '_ {
        let authorships = self.corpus().papers.authorships(paper as usize);
        authorships.filter_map(|authorship| {
            let (all, own) = credit::affiliations(self.corpus(), &self.units, authorship, self.unit);
            (own > 0).then_some((authorship, all, own))
        })
    }

    /// The share of each of its scholars that the unit is credited with, by groups of papers: 1 by full counting, else the
    /// share of the affiliations that the scholar signed with in the group. O(authorships).
    pub fn scholar_shares<K: Ord + Copy>(&self, group: impl Fn(u32) -> K) -> BTreeMap<(K, u32), Sum> {
        let corpus = self.corpus();
        let mut own: BTreeMap<(K, u32), (u64, u64)> = BTreeMap::new();
        let mut is_own = vec![false; corpus.scholars as usize];
        for touched in &self.papers {
            for (authorship, _, signed) in self.signed_on(touched.paper) {
                let scholar = corpus.authorships.scholar[authorship];
                is_own[scholar as usize] = true;
                own.entry((group(touched.paper), scholar)).or_default().0 += signed;
            }
        }
        if self.ranked.profile.counting == Counting::Full {
            return own.into_keys().map(|key| (key, Sum::whole(1))).collect();
        }
        for paper in (0..corpus.papers.len()).filter(|&paper| self.ranked.selection.has(corpus, paper)) {
            for authorship in corpus.papers.authorships(paper) {
                let scholar = corpus.authorships.scholar[authorship];
                if is_own[scholar as usize]
                    && let Some(counts) = own.get_mut(&(group(paper as u32), scholar))
                {
                    counts.1 += credit::affiliations(corpus, &self.units, authorship, self.unit).0;
                }
            }
        }
        own.into_iter().map(|(key, (own, all))| (key, part(own, all))).collect()
    }
}

fn part(own: u64, all: u64) -> Sum {
    let mut sum = Sum::default();
    sum.add(all, own);
    sum
}

fn touched(
    ranked: &Ranked,
    units: &Units<'_>,
    unit: u32,
    papers: impl IntoIterator<Item = usize>,
) -> Vec<Touched> {
    let corpus = &ranked.corpus;
    let rules = (ranked.profile.counting, ranked.profile.collaboration);
    let mut walker = Walker::new(corpus, units);
    let visit = |paper: usize| {
        walker.visit(paper);
        let index = walker.on_paper.iter().position(|&one| one == unit)?;
        let credit = credit::of_paper(corpus, units, rules, paper, (&walker, index));
        Some(Touched { paper: paper as u32, credit, foreign: walker.foreign(index) })
    };
    papers.into_iter().filter_map(visit).collect()
}
