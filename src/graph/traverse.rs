//! The traversal paper → affiliations → units → countries.

use super::Units;
use crate::model::Corpus;
use crate::model::corpus::NONE;

/// Walks papers and answers what each touches, without sorting: a stamp on each unit says whether it was seen.
#[derive(Debug, Clone)]
pub struct Walker<'a> {
    corpus: &'a Corpus,
    units: &'a Units<'a>,
    unit_seen: Vec<u32>,
    institution_seen: Vec<u32>,
    stamp: u32,
    /// Distinct units of the last paper, in order of first appearance.
    pub on_paper: Vec<u32>,
    /// Their ranked countries, or [`NONE`].
    pub countries: Vec<u32>,
    /// Distinct institutions of the last paper, in order of first appearance.
    pub institutions: Vec<u32>,
}

impl<'a> Walker<'a> {
    /// A walker. Memory: 4 bytes a unit and an institution.
    pub fn new(corpus: &'a Corpus, units: &'a Units<'a>) -> Self {
        Self {
            corpus,
            units,
            unit_seen: vec![0; units.len()],
            institution_seen: vec![0; units.of_institution.len()],
            stamp: 0,
            on_paper: Vec::new(),
            countries: Vec::new(),
            institutions: Vec::new(),
        }
    }

    /// Visits a paper. O(its affiliations).
    pub fn visit(&mut self, paper: usize) {
        self.on_paper.clear();
        self.countries.clear();
        self.institutions.clear();
        self.stamp += 1;
        let range = self.corpus.papers.authorships(paper);
        let rows = &self.corpus.authorships.institutions;
        let affiliations = rows.offsets[range.start] as usize..rows.offsets[range.end] as usize;
        for &institution in &rows.targets[affiliations] {
            let seen = &mut self.institution_seen[institution as usize];
            if *seen == self.stamp {
                continue;
            }
            *seen = self.stamp;
            self.institutions.push(institution);
            let unit = self.units.of_institution[institution as usize];
            if unit != NONE && self.unit_seen[unit as usize] != self.stamp {
                self.unit_seen[unit as usize] = self.stamp;
                self.on_paper.push(unit);
                self.countries.push(self.units.country[unit as usize]);
            }
        }
    }

    /// For unit `index` of the last paper: foreign units, and distinct foreign countries. A unit whose country is not
    /// known is foreign to none. O(units of the paper), squared for countries.
    pub fn foreign(&self, index: usize) -> Foreign {
        let countries = &self.countries;
        Foreign { units: foreign_units(countries, index), countries: foreign_countries(countries, index) }
    }

    /// Distinct known countries on the last paper.
    pub fn countries(&self) -> u64 {
        let known: std::collections::BTreeSet<u32> =
            self.countries.iter().copied().filter(|&c| c != NONE).collect();
        known.len() as u64
    }
}

/// What is foreign to one unit on one paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Other units whose ranked country differs.
    pub units: u64,
    /// Distinct other countries.
    pub countries: u64,
}

/// How many of a paper's units, which have these countries, are foreign to unit `index`. O(units).
#[inline]
pub fn foreign_units(countries: &[u32], index: usize) -> u64 {
    let own = countries[index];
    let foreign = countries.iter().map(|&theirs| u64::from(is_foreign(own, theirs)));
    foreign.sum()
}

/// How many distinct countries these are. O(units squared).
pub fn foreign_countries(countries: &[u32], index: usize) -> u64 {
    let own = countries[index];
    let foreign = countries.iter().enumerate().filter(|&(_, &theirs)| is_foreign(own, theirs));
    foreign.filter(|&(other, theirs)| !countries[..other].contains(theirs)).count() as u64
}

/// A country that is not known is foreign to none.
const fn is_foreign(own: u32, theirs: u32) -> bool {
    theirs != own && theirs != NONE && own != NONE
}
