//! What each selected paper gives each unit, compactly: with it, counts can be made again for any other set of the same
//! papers, with some of them several times or not at all, without looking at the corpus.
//!
//! Linear in the papers are papers, citations and collaborations: a paper adds what it adds, however the others are.
//! Scholars and institutions are not: they count once, as long as one paper is left that shows them. For them there are
//! groups: the papers that a scholar signed from a unit, and those of an institution.

mod find;

use crate::base::{Error, Result};
use crate::graph::Units;
use crate::indicators::{Counting, Request, Sum, Tallies, Tally};
use crate::model::Corpus;
use crate::model::csr::Csr;
use std::ops::Range;

/// What papers give units. A paper is named by its place in `papers`, a unit by its place in `units`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contributions {
    /// The selected papers, by their number in the corpus; in the order of the city that each signs from first, then of the
    /// number.
    pub papers: Vec<u32>,
    /// The units that get something, by their number, ascending.
    pub units: Vec<u32>,
    /// Credits of unit `u` are `first[u]..first[u + 1]`.
    pub first: Vec<u32>,
    /// What a paper gives a unit; by unit, then paper.
    pub credits: Vec<Credit>,
    /// For each credit the weight of the unit on the paper: 1 by full counting.
    pub weights: Fractions,
    /// For each credit the international collaborations.
    pub collaborations: Fractions,
    /// For each scholar of a unit the papers signed from it.
    pub scholars: Groups,
    /// For each institution of a unit its papers.
    pub institutions: Groups,
    /// What scholars are shared by; only by fractional counting.
    pub shares: Option<Shares>,
}

/// What a paper gives a unit, beside weight and collaborations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Credit {
    /// The paper.
    pub paper: u32,
    /// Its distinct scholars who signed from the unit.
    pub scholars: u32,
    /// Its distinct institutions in the unit.
    pub institutions: u32,
    /// Its citations; 0 where not known.
    pub citations: u64,
}

/// A sum of fractions for each credit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fractions {
    first: Vec<u32>,
    parts: Vec<(u64, u64)>,
}

/// Things of units that count once, however many papers show them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// Groups of unit `u` are `first[u]..first[u + 1]`.
    pub first: Vec<u32>,
    /// The scholar or institution of each group, by its number in the corpus; ascending inside a unit.
    pub of: Vec<u32>,
    /// The papers of each group, ascending.
    pub papers: Csr,
}

/// What a scholar is shared by: affiliations in the unit over all affiliations, summed over the papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// Affiliations in the unit, for each paper of each group of [`Contributions::scholars`].
    pub inside: Vec<u32>,
    /// The scholars of some group, by their number, ascending.
    pub scholars: Vec<u32>,
    /// Their papers, from whatever unit they signed; ascending.
    pub papers: Csr,
    /// All affiliations of the scholar, for each of these papers; an author without any has one.
    pub all: Vec<u32>,
}

impl Contributions {
    /// Contributions of the selected papers. Cost: that of counting, and a sort of the (scholar, unit, paper) triples.
    pub fn new(corpus: &Corpus, units: &Units<'_>, request: &Request) -> Self {
        find::contributions(corpus, units, request)
    }

    /// Credits of a unit.
    pub fn of_unit(&self, unit: usize) -> Range<usize> {
        self.first[unit] as usize..self.first[unit + 1] as usize
    }

    /// The place of a unit in the list of those that get something. O(log units).
    pub fn place(&self, unit: u32) -> Option<usize> {
        self.units.binary_search(&unit).ok()
    }

    /// Whether papers are credited in full.
    pub fn counting(&self) -> Counting {
        if self.shares.is_some() { Counting::Fractional } else { Counting::Full }
    }

    /// The counts of a unit with every paper once. O(its credits and groups).
    pub fn tally(&self, unit: usize) -> Tally {
        let mut tally = Tally::default();
        let (mut by_scholar, mut by_institution) = (0, 0);
        for at in self.of_unit(unit) {
            let credit = &self.credits[at];
            by_scholar += credit.citations * u64::from(credit.scholars);
            by_institution += credit.citations * u64::from(credit.institutions);
            for &(denominator, numerator) in self.weights.of(at) {
                tally.papers.add(denominator, numerator);
                tally.paper_citations.add(denominator, numerator * credit.citations);
            }
            self.collaborations.of(at).iter().for_each(|&(d, n)| tally.collaborations.add(d, n));
        }
        tally.institutions = Sum::whole(self.institutions.of_unit(unit).len() as u64);
        if let Some(shares) = &self.shares {
            tally.scholars = shares.of_unit(&self.scholars, unit);
            tally.scholar_citations = tally.paper_citations.clone();
            tally.institution_citations = tally.paper_citations.clone();
        } else {
            tally.scholars = Sum::whole(self.scholars.of_unit(unit).len() as u64);
            tally.scholar_citations = Sum::whole(by_scholar);
            tally.institution_citations = Sum::whole(by_institution);
        }
        tally
    }

    /// Makes sure that the contributions add up to what was counted, to the last integer.
    ///
    /// # Errors
    /// [`Error::Bug`] where they do not.
    pub fn check(&self, tallies: &Tallies) -> Result<()> {
        let nothing = Tally::default();
        let mut places = self.units.iter().enumerate().peekable();
        for (unit, counted) in tallies.units.iter().enumerate() {
            let own = places.next_if(|(_, own)| **own as usize == unit).map(|(place, _)| self.tally(place));
            if own.as_ref().unwrap_or(&nothing) != counted {
                return Err(Error::Bug(format!(
                    "contributions of unit {unit} add up to {own:?}, not {counted:?}"
                )));
            }
        }
        Ok(())
    }
}

impl Fractions {
    /// Numerators by denominator of a credit, ascending.
    pub fn of(&self, credit: usize) -> &[(u64, u64)] {
        &self.parts[self.first[credit] as usize..self.first[credit + 1] as usize]
    }
}

impl Groups {
    /// Groups of a unit.
    pub fn of_unit(&self, unit: usize) -> Range<usize> {
        self.first[unit] as usize..self.first[unit + 1] as usize
    }
}

impl Shares {
    /// All affiliations of a scholar on the selected papers.
    fn total(&self, scholar: u32) -> u64 {
        let range = self.range(scholar);
        self.all[range].iter().map(|&count| u64::from(count)).sum()
    }

    /// Where the papers of a scholar stand in `papers.targets` and `all`.
    pub(super) fn range(&self, scholar: u32) -> Range<usize> {
        let place = self.scholars.partition_point(|&other| other < scholar);
        self.papers.offsets[place] as usize..self.papers.offsets[place + 1] as usize
    }

    fn of_unit(&self, groups: &Groups, unit: usize) -> Sum {
        let mut sum = Sum::default();
        for group in groups.of_unit(unit) {
            let range = groups.papers.offsets[group] as usize..groups.papers.offsets[group + 1] as usize;
            let inside = self.inside[range].iter().map(|&count| u64::from(count)).sum();
            sum.add(self.total(groups.of[group]), inside);
        }
        sum
    }
}
