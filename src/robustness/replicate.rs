//! The counts of every unit in the replicates of a block, and what is made of them: indicators, indices and places.

use super::contributions::Contributions;
use super::distinct::{Counter, any};
use super::linear::{Lanes, Linear};
use super::multiplicity::{Block, LANES};
use super::shares::Divided;
use crate::index::{Profile, ranking};
use crate::indicators::Numbers;
use crate::indicators::catalogue::INDICATORS;

/// Contributions, prepared for counting block after block.
#[derive(Debug)]
pub struct Counts<'a> {
    all: &'a Contributions,
    rule: Rule,
}

/// How linear sums and scholars are made.
#[derive(Debug)]
enum Rule {
    /// Papers, their citations, citations by scholar, citations by institution, collaborations.
    Full(Linear<5>),
    /// Papers, their citations; collaborations; scholars.
    Fractional(Linear<2>, Linear<1>, Divided),
}

/// What a unit is in one replicate; nothing where it is not ranked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Place; one after the last ranked unit for those that are not ranked.
    pub rank: u32,
    /// Seven indicators and five indices.
    pub figures: Option<([Option<f64>; 7], [f64; 5])>,
}

impl<'a> Counts<'a> {
    /// Prepares contributions. O(contributions), with a sort by fractional counting.
    pub fn new(all: &'a Contributions) -> Self {
        let rule = match &all.shares {
            None => Rule::Full(Linear::new(all, |at, terms| terms.push((1, whole(all, at))))),
            Some(shares) => {
                let papers = Linear::new(all, |at, terms| {
                    let cited = all.credits[at].citations as f64;
                    let parts = all.weights.of(at).iter();
                    terms.extend(parts.map(|&(d, n)| (d, [n as f64, n as f64 * cited])));
                });
                let collaborations = Linear::new(all, |at, terms| {
                    terms.extend(all.collaborations.of(at).iter().map(|&(d, n)| (d, [n as f64])));
                });
                Rule::Fractional(papers, collaborations, Divided::new(all, shares))
            }
        };
        Self { all, rule }
    }

    /// The counts of every unit in every replicate of a block, unit after unit. What `numbers` held is written over.
    pub fn count(&self, block: &Block, numbers: &mut Vec<[Numbers; LANES]>) {
        numbers.resize(self.all.units.len(), [Numbers::default(); LANES]);
        for (unit, numbers) in numbers.iter_mut().enumerate() {
            match &self.rule {
                Rule::Full(linear) => self.full(linear, unit, block, numbers),
                Rule::Fractional(papers, collaborations, scholars) => {
                    self.fractional((papers, collaborations, scholars), unit, block, numbers);
                }
            }
        }
        if let (Rule::Fractional(_, _, scholars), Some(shares)) = (&self.rule, &self.all.shares) {
            scholars.share(self.all, shares, block, |unit, shares| {
                let pairs = numbers[unit].iter_mut().zip(shares);
                pairs.for_each(|(numbers, share)| numbers.scholars += share);
            });
        }
    }

    fn full(&self, linear: &Linear<5>, unit: usize, block: &Block, numbers: &mut [Numbers; LANES]) {
        let [papers, cited, by_scholar, by_institution, collaborations] = linear.sums(unit, block);
        let scholars = self.scholars(unit, block);
        let institutions = self.institutions(unit, block);
        for (lane, numbers) in numbers.iter_mut().enumerate() {
            *numbers = Numbers {
                papers: papers[lane],
                paper_citations: cited[lane],
                scholars: scholars[lane],
                scholar_citations: by_scholar[lane],
                institutions: institutions[lane],
                institution_citations: by_institution[lane],
                collaborations: collaborations[lane],
            };
        }
    }

    /// Counts of a unit by fractional counting, without the scholars that are divided.
    fn fractional(
        &self,
        (papers, collaborations, scholars): (&Linear<2>, &Linear<1>, &Divided),
        unit: usize,
        block: &Block,
        numbers: &mut [Numbers; LANES],
    ) {
        let [papers, cited] = papers.sums(unit, block);
        let [collaborations] = collaborations.sums(unit, block);
        let whole = scholars.whole(self.all, unit, block);
        let institutions = self.institutions(unit, block);
        for (lane, numbers) in numbers.iter_mut().enumerate() {
            *numbers = Numbers {
                papers: papers[lane],
                paper_citations: cited[lane],
                scholars: whole[lane],
                scholar_citations: cited[lane],
                institutions: institutions[lane],
                institution_citations: cited[lane],
                collaborations: collaborations[lane],
            };
        }
    }

    fn scholars(&self, unit: usize, block: &Block) -> Lanes {
        let mut counter = Counter::default();
        for group in self.all.scholars.of_unit(unit) {
            counter.add(any(self.all.scholars.papers.row(group), &block.present));
        }
        counter.counts()
    }

    fn institutions(&self, unit: usize, block: &Block) -> Lanes {
        let mut counter = Counter::default();
        for group in self.all.institutions.of_unit(unit) {
            counter.add(any(self.all.institutions.papers.row(group), &block.present));
        }
        counter.counts()
    }
}

/// What a credit adds by full counting.
fn whole(all: &Contributions, at: usize) -> [f64; 5] {
    let credit = &all.credits[at];
    let cited = credit.citations as f64;
    let collaborations: u64 = all.collaborations.of(at).iter().map(|&(_, numerator)| numerator).sum();
    let (scholars, institutions) = (f64::from(credit.scholars), f64::from(credit.institutions));
    [1.0, cited, cited * scholars, cited * institutions, collaborations as f64]
}

/// Ranks the units of one replicate as [`ranking::rank`] does, by the same functions. O(units log units).
pub fn rank(numbers: &[[Numbers; LANES]], lane: usize, profile: &Profile) -> Vec<Outcome> {
    let enough = |numbers: &Numbers| profile.ranks(numbers.papers);
    let own = || numbers.iter().map(|unit| &unit[lane]);
    let values: Vec<[Option<f64>; 7]> = own()
        .filter(|numbers| enough(numbers))
        .map(|numbers| INDICATORS.each_ref().map(|indicator| (indicator.value)(numbers)))
        .collect();
    let (_, indices) = ranking::evaluate(&values, profile);
    let innovation: Vec<f64> = indices.iter().map(|indices| indices[4]).collect();
    let last = innovation.len() as u32;
    let mut ranked = ranking::places(&innovation).into_iter().zip(values.into_iter().zip(indices));
    let outcome = |numbers: &Numbers| match enough(numbers).then(|| ranked.next()).flatten() {
        Some((rank, figures)) => Outcome { rank, figures: Some(figures) },
        None => Outcome { rank: last + 1, figures: None },
    };
    own().map(outcome).collect()
}
