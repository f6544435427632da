//! The counts of every unit in the replicates of a block.

use super::board::Counted;
use super::contributions::Contributions;
use super::distinct::Distinct;
use super::linear::{Lanes, Linear, Room};
use super::multiplicity::{Block, LANES};
use super::shares::Divided;

/// Contributions, prepared for counting block after block.
#[derive(Debug)]
pub struct Counts<'a> {
    all: &'a Contributions,
    institutions: Distinct,
    rule: Rule,
}

/// How linear sums and scholars are made.
#[derive(Debug)]
enum Rule {
    /// Papers, their citations, citations by scholar, collaborations; what institutions beside the first add to the
    /// citations, which is nothing on most papers; scholars.
    Full(Linear<4>, Linear<1>, Distinct),
    /// Papers, their citations; collaborations; scholars.
    Fractional(Linear<2>, Linear<1>, Divided),
}

/// Room for counting, to be used again.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Scholars of each unit, where they are divided.
    scholars: Vec<Lanes>,
    room: Room,
}

impl<'a> Counts<'a> {
    /// Prepares contributions. O(contributions), with sorts inside each unit.
    pub fn new(all: &'a Contributions) -> Self {
        let units = all.units.len();
        let groups = |groups| Distinct::new(groups, units, |_| true);
        let rule = || match &all.shares {
            None => {
                let linear = || {
                    let linear = Linear::new(all, |at, terms| terms.push((1, whole(all, at))));
                    let several = Linear::new(all, |at, terms| {
                        let credit = &all.credits[at];
                        let further = credit.citations * u64::from(credit.institutions.saturating_sub(1));
                        terms.extend((further > 0).then_some((1, [further as f64])));
                    });
                    (linear, several)
                };
                let ((linear, several), scholars) = rayon::join(linear, || groups(&all.scholars));
                Rule::Full(linear, several, scholars)
            }
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
        let (rule, institutions) = rayon::join(rule, || groups(&all.institutions));
        Self { all, institutions, rule }
    }

    /// The counts of every unit in every replicate of a block, unit after unit. What `counted` held is written over.
    pub fn count(&self, block: &Block, space: &mut Workspace, counted: &mut Vec<Counted>) {
        counted.resize(self.all.units.len(), [[0.0; LANES]; 7]);
        self.divide(block, &mut space.scholars);
        let (mut two, mut four, mut one) = ([[0.0; LANES]; 2], [[0.0; LANES]; 4], [[0.0; LANES]; 1]);
        for (unit, counted) in counted.iter_mut().enumerate() {
            let room = &mut space.room;
            match &self.rule {
                Rule::Full(linear, several, scholars) => {
                    linear.sums(unit, block, room, &mut four);
                    several.sums(unit, block, room, &mut one);
                    let ([papers, cited, by_scholar, collaborations], [by_institution]) = (&four, &mut one);
                    by_institution.iter_mut().zip(cited).for_each(|(sum, cited)| *sum += cited);
                    counted[2] = scholars.count(unit, &block.present);
                    (counted[0], counted[1], counted[3]) = (*papers, *cited, *by_scholar);
                    (counted[5], counted[6]) = (*by_institution, *collaborations);
                }
                Rule::Fractional(papers, collaborations, _) => {
                    papers.sums(unit, block, room, &mut two);
                    collaborations.sums(unit, block, room, &mut one);
                    let ([papers, cited], [collaborations]) = (&two, &one);
                    (counted[0], counted[2], counted[6]) = (*papers, space.scholars[unit], *collaborations);
                    (counted[1], counted[3], counted[5]) = (*cited, *cited, *cited);
                }
            }
            counted[4] = self.institutions.count(unit, &block.present);
        }
    }

    /// Scholars of each unit by fractional counting; nothing by full counting.
    fn divide(&self, block: &Block, scholars: &mut Vec<Lanes>) {
        if let (Rule::Fractional(_, _, divided), Some(shares)) = (&self.rule, &self.all.shares) {
            scholars.clear();
            scholars.extend((0..self.all.units.len()).map(|unit| divided.whole(unit, block)));
            divided.share(self.all, shares, block, |unit, shares| {
                scholars[unit].iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
            });
        }
    }
}

/// What a credit adds by full counting.
fn whole(all: &Contributions, at: usize) -> [f64; 4] {
    let credit = &all.credits[at];
    let cited = credit.citations as f64;
    let collaborations: u64 = all.collaborations.of(at).iter().map(|&(_, numerator)| numerator).sum();
    [1.0, cited, cited * f64::from(credit.scholars), collaborations as f64]
}
