//! What a unit specialises in: its share of a subfield beside that of all papers.

use super::credit;
use super::{Request, Sum};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::Corpus;
use crate::model::corpus::NONE;

/// Papers of one unit, or of all, by subfield. A paper of k subfields counts 1/k in each, so that the subfields add up to the
/// papers that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BySubfield {
    /// By subfield, by corpus index.
    pub subfields: Vec<Sum>,
    /// Of all subfields.
    pub all: Sum,
}

impl BySubfield {
    fn new(subfields: usize) -> Self {
        Self { subfields: vec![Sum::default(); subfields], all: Sum::default() }
    }

    fn add(&mut self, subfields: &[u32], denominator: u64, numerator: u64) {
        if !subfields.is_empty() {
            self.all.add(denominator, numerator);
        }
        for &subfield in subfields {
            self.subfields[subfield as usize].add(denominator * subfields.len() as u64, numerator);
        }
    }
}

/// The selected papers by subfield.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subfields {
    /// All of them, each once, whoever signed them.
    pub world: BySubfield,
    /// By subfield: how many are of it, a paper of two subfields in both.
    pub papers: Vec<u64>,
    /// Those of each unit asked for, as the request counts.
    pub units: Vec<BySubfield>,
}

/// Revealed comparative advantage, in papers the activity index: (unit's papers in a subfield / unit's papers) /
/// (all papers in the subfield / all papers). Above 1 the unit does more of it than all do. Nothing where there is nothing to
/// divide by. (Balassa 1965, The Manchester School 33(2) 99-123; Schubert and Braun 1986, Scientometrics 9, 281-291.)
pub fn rca(unit: &BySubfield, world: &BySubfield, subfield: u32) -> Option<f64> {
    let (own, all) = (&unit.subfields[subfield as usize], &world.subfields[subfield as usize]);
    let divides = !unit.all.is_zero() && !all.is_zero();
    divides.then(|| (own.value() * world.all.value()) / (unit.all.value() * all.value()))
}

/// The symmetric form (RCA − 1)/(RCA + 1), from −1 to 1 (Laursen 1998, DRUID working paper 98-30).
pub fn symmetric(rca: f64) -> f64 {
    (rca - 1.0) / (rca + 1.0)
}

/// The selected papers by subfield, and what of them some units have.
/// O(affiliations).
pub fn by_subfield(corpus: &Corpus, units: &Units<'_>, request: &Request, chosen: &[u32]) -> Subfields {
    let subfields = corpus.subfields.len();
    let mut made = Subfields {
        world: BySubfield::new(subfields),
        papers: vec![0; subfields],
        units: vec![BySubfield::new(subfields); chosen.len()],
    };
    let mut place = vec![NONE; units.len()];
    for (i, &unit) in (0..).zip(chosen) {
        place[unit as usize] = i;
    }
    let mut walker = Walker::new(corpus, units);
    let mut shares = Vec::new();
    for paper in (0..corpus.papers.len()).filter(|&paper| request.selection.has(corpus, paper)) {
        let row = corpus.papers.subfields.row(paper);
        made.world.add(row, 1, 1);
        row.iter().for_each(|&subfield| made.papers[subfield as usize] += 1);
        walker.visit(paper);
        credit::shares((corpus, units), request.counting, paper, &walker, &mut shares);
        for share in shares.iter().filter(|share| share.unit != NONE) {
            if let Some(own) = made.units.get_mut(place[share.unit as usize] as usize) {
                own.add(row, share.denominator, share.numerator);
            }
        }
    }
    made
}
