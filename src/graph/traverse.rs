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
            institutions: Vec::new(),
        }
    }

    /// Visits a paper. O(its affiliations).
    pub fn visit(&mut self, paper: usize) {
        self.on_paper.clear();
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
            }
        }
    }

    /// For unit `index` of the last paper: foreign units, and distinct foreign countries. A unit whose country is not
    /// known is foreign to none. O(units of the paper).
    pub fn foreign(&self, index: usize) -> Foreign {
        let country = |unit: u32| self.units.country[unit as usize];
        let own = country(self.on_paper[index]);
        let mut foreign = Foreign::default();
        if own == NONE {
            return foreign;
        }
        for (other, &unit) in self.on_paper.iter().enumerate() {
            let theirs = country(unit);
            if theirs != own && theirs != NONE {
                foreign.units += 1;
                let first = self.on_paper[..other].iter().all(|&before| country(before) != theirs);
                foreign.countries += u64::from(first);
            }
        }
        foreign
    }

    /// Distinct known countries on the last paper.
    pub fn countries(&self) -> u64 {
        let countries = self.on_paper.iter().map(|&unit| self.units.country[unit as usize]);
        let known: std::collections::BTreeSet<u32> = countries.filter(|&c| c != NONE).collect();
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
