//! The counts of some papers, by one thread. Each array is written for every affiliation whether it changes or not: which
//! institutions and units share a paper is nothing that a processor could foresee, and guessing wrong costs more than writing.

use super::signed::SignedFrom;
use super::{CollaborationRule, collaborations};
use crate::graph::Units;
use crate::model::Corpus;
use crate::model::corpus::NONE;
use std::ops::Range;

/// Papers of more authors are sorted to find who signs twice; with fewer, comparing all pairs is quicker.
const FEW: usize = 64;

/// Where institutions are, with a number for those that are in no unit.
#[derive(Debug)]
pub(super) struct Places {
    /// Institution → unit or `nowhere`.
    unit: Vec<u32>,
    /// The number of units.
    nowhere: u32,
}

impl Places {
    pub(super) fn new(units: &Units<'_>) -> Self {
        let nowhere = units.len() as u32;
        let unit = units.of_institution.iter().map(|&unit| if unit == NONE { nowhere } else { unit });
        Self { unit: unit.collect(), nowhere }
    }
}

/// Counts of a unit.
#[derive(Debug, Clone, Default)]
pub(super) struct OfUnit {
    /// Ranked country, or [`NONE`].
    country: u32,
    /// The last paper that it was seen on, numbered as they are visited, from 1.
    seen: u32,
    pub(super) papers: u64,
    pub(super) citations: u64,
    pub(super) collaborations: u64,
    pub(super) scholar_citations: u64,
}

/// Counts of an institution.
#[derive(Debug, Clone, Default)]
pub(super) struct OfInstitution {
    /// As [`OfUnit::seen`].
    seen: u32,
    papers: u32,
    pub(super) citations: u64,
}

impl OfInstitution {
    pub(super) const fn has_papers(&self) -> bool {
        self.papers > 0
    }
}

/// Counts of papers.
#[derive(Debug)]
pub(super) struct Part {
    /// By unit number; one more for what is nowhere.
    pub(super) units: Vec<OfUnit>,
    pub(super) institutions: Vec<OfInstitution>,
    pub(super) signed: SignedFrom,
    visited: u32,
    /// Distinct units of the paper at hand and their countries: as many as it has, then room.
    on_paper: Vec<u32>,
    countries: Vec<u32>,
    /// Scholars of the paper at hand with their units.
    signatures: Vec<(u32, u32)>,
}

impl Part {
    /// Memory: 4 bytes a scholar, 40 a unit, 16 an institution.
    pub(super) fn new(corpus: &Corpus, units: &Units<'_>, places: &Places) -> Self {
        let of_unit = |&country: &u32| OfUnit { country, ..OfUnit::default() };
        Self {
            units: units.country.iter().chain([&NONE]).map(of_unit).collect(),
            institutions: vec![OfInstitution::default(); places.unit.len()],
            signed: SignedFrom::new(corpus.scholars as usize, places.nowhere),
            visited: 0,
            on_paper: Vec::new(),
            countries: Vec::new(),
            signatures: Vec::new(),
        }
    }

    /// Adds the papers of a range that a mask lets through.
    pub(super) fn add(
        &mut self,
        corpus: &Corpus,
        places: &Places,
        (papers, mask): (Range<usize>, &[bool]),
        rule: CollaborationRule,
    ) {
        for paper in papers.filter(|&paper| mask[paper]) {
            let citations = corpus.papers.citations(paper).unwrap_or(0);
            let authors = corpus.papers.authorships(paper);
            self.add_paper(corpus, places, authors.clone(), citations);
            self.collaborate(rule);
            self.sign(corpus, places, authors, citations);
        }
    }

    /// Credits the distinct institutions and units of a paper, and lists the units.
    fn add_paper(&mut self, corpus: &Corpus, places: &Places, authors: Range<usize>, citations: u64) {
        let rows = &corpus.authorships.institutions;
        let affiliations = rows.offsets[authors.start] as usize..rows.offsets[authors.end] as usize;
        self.visited += 1;
        self.on_paper.resize(affiliations.len(), NONE);
        self.countries.resize(affiliations.len(), NONE);
        // What is nowhere counts as seen already.
        self.units[places.nowhere as usize].seen = self.visited;
        let mut listed = 0;
        for &institution in &rows.targets[affiliations] {
            let own = &mut self.institutions[institution as usize];
            let is_new = own.seen != self.visited;
            own.seen = self.visited;
            own.papers += u32::from(is_new);
            own.citations += if is_new { citations } else { 0 };
            let unit = places.unit[institution as usize];
            let own = &mut self.units[unit as usize];
            let is_new = own.seen != self.visited;
            own.seen = self.visited;
            own.papers += u64::from(is_new);
            own.citations += if is_new { citations } else { 0 };
            self.on_paper[listed] = unit;
            self.countries[listed] = own.country;
            listed += usize::from(is_new);
        }
        self.on_paper.truncate(listed);
        self.countries.truncate(listed);
    }

    fn collaborate(&mut self, rule: CollaborationRule) {
        if let [_, _, ..] = self.on_paper[..] {
            for (index, &unit) in self.on_paper.iter().enumerate() {
                self.units[unit as usize].collaborations += collaborations(&self.countries, index, rule);
            }
        }
    }

    /// Credits each distinct pair of a scholar and a unit.
    fn sign(&mut self, corpus: &Corpus, places: &Places, authors: Range<usize>, citations: u64) {
        let scholars = &corpus.authorships.scholar[authors.clone()];
        let rows = &corpus.authorships.institutions;
        let offsets = &rows.offsets[authors.start..=authors.end];
        if may_repeat(scholars) {
            return self.sign_again(corpus, places, authors, citations);
        }
        for (&scholar, bounds) in scholars.iter().zip(offsets.windows(2)) {
            let row = &rows.targets[bounds[0] as usize..bounds[1] as usize];
            // Nearly all authors have one affiliation or none.
            let first = row.first().map_or(places.nowhere, |&institution| places.unit[institution as usize]);
            self.credit(scholar, first, citations);
            for (k, &institution) in row.iter().enumerate().skip(1) {
                let unit = places.unit[institution as usize];
                if row[..k].iter().all(|&before| places.unit[before as usize] != unit) {
                    self.credit(scholar, unit, citations);
                }
            }
        }
    }

    /// As [`Part::sign`] for a paper that somebody signs more than once.
    fn sign_again(&mut self, corpus: &Corpus, places: &Places, authors: Range<usize>, citations: u64) {
        let mut signatures = std::mem::take(&mut self.signatures);
        signatures.clear();
        for authorship in authors {
            let scholar = corpus.authorships.scholar[authorship];
            let row = corpus.authorships.institutions.row(authorship);
            signatures.extend(row.iter().map(|&i| (scholar, places.unit[i as usize])));
        }
        signatures.sort_unstable();
        signatures.dedup();
        signatures.iter().for_each(|&(scholar, unit)| self.credit(scholar, unit, citations));
        self.signatures = signatures;
    }

    #[inline]
    fn credit(&mut self, scholar: u32, unit: u32, citations: u64) {
        self.units[unit as usize].scholar_citations += citations;
        self.signed.add(scholar, unit);
    }

    /// With the counts of other papers.
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (own, other) in self.units.iter_mut().zip(&other.units) {
            own.papers += other.papers;
            own.citations += other.citations;
            own.collaborations += other.collaborations;
            own.scholar_citations += other.scholar_citations;
        }
        for (own, other) in self.institutions.iter_mut().zip(&other.institutions) {
            own.papers += other.papers;
            own.citations += other.citations;
        }
        self.signed = self.signed.join(&other.signed);
        self
    }
}

/// Whether a scholar signs twice, or there are too many to tell at a glance. Counts all pairs: stopping at the first would be
/// one more guess.
fn may_repeat(scholars: &[u32]) -> bool {
    let before = |(i, scholar)| scholars[..i].iter().filter(|&before| before == scholar).count();
    scholars.len() > FEW || scholars.iter().enumerate().map(before).sum::<usize>() > 0
}
