//! Citations against those of the field: what each unit has in each field, as exact sums.

use super::credit::{self, Share};
use super::fields::{Fields, TOPS};
use super::{Request, Sum};
use crate::base::Result;
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::Corpus;
use rustc_hash::FxHashMap;

/// What a unit has in a field, as the counting scheme credits it; a paper of k subfields counts 1/k in each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InField {
    /// Papers.
    pub papers: Sum,
    /// Citations of them.
    pub citations: Sum,
    /// For each of [`TOPS`]: papers above the border.
    pub above: [Sum; TOPS.len()],
    /// For each of [`TOPS`]: papers at the border.
    pub border: [Sum; TOPS.len()],
}

/// All units in all fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The fields.
    pub fields: Fields,
    /// Unit, field and what it has there, ascending; the unit [`crate::model::corpus::NONE`] is what nobody is credited with.
    pub cells: Vec<(u32, u32, InField)>,
    /// Selected papers without normalised citations: in no field, or of unknown citations.
    pub without: u64,
}

impl Normalised {
    /// Adds up the selected papers. O(affiliations · subfields of a paper), and the papers sorted.
    ///
    /// # Errors
    /// As [`Fields::new`] and [`super::count::check_range`].
    pub fn new(corpus: &Corpus, units: &Units<'_>, request: &Request) -> Result<Self> {
        super::count::check_range(corpus)?;
        let mut adding = Adding {
            fields: Fields::new(corpus, &request.selection)?,
            place: FxHashMap::default(),
            cells: Vec::new(),
        };
        let mut walker = Walker::new(corpus, units);
        let mut shares = Vec::new();
        let mut without = 0;
        for paper in (0..corpus.papers.len()).filter(|&paper| request.selection.has(corpus, paper)) {
            let Some((citations, fields)) = adding.fields.of(corpus, paper) else {
                without += 1;
                continue;
            };
            walker.visit(paper);
            credit::shares((corpus, units), request.counting, paper, &walker, &mut shares);
            shares.iter().for_each(|share| adding.add(share, citations, &fields));
        }
        let Adding { fields, mut cells, .. } = adding;
        cells.sort_unstable_by_key(|&(unit, field, _)| (unit, field));
        Ok(Self { fields, cells, without })
    }

    /// For each of so many units the sum over its fields, in their order.
    pub fn sums(&self, units: usize, of: impl Fn(&super::fields::Field, &InField) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; units];
        for (unit, field, cell) in &self.cells {
            if let Some(sum) = sums.get_mut(*unit as usize) {
                *sum += of(&self.fields.all[*field as usize], cell);
            }
        }
        sums
    }

    /// For each of so many units its papers with normalised citations, as they are credited.
    pub fn papers(&self, units: usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); units];
        for (unit, _, cell) in &self.cells {
            if let Some(sum) = sums.get_mut(*unit as usize) {
                sum.add_all(&cell.papers);
            }
        }
        sums
    }
}

/// Cells while they are filled.
struct Adding {
    fields: Fields,
    place: FxHashMap<(u32, u32), usize>,
    cells: Vec<(u32, u32, InField)>,
}

impl Adding {
    fn add(&mut self, share: &Share, citations: u64, fields: &[u32]) {
        let denominator = share.denominator * fields.len() as u64;
        for &field in fields {
            let next = self.cells.len();
            let at = *self.place.entry((share.unit, field)).or_insert(next);
            if at == next {
                self.cells.push((share.unit, field, InField::default()));
            }
            let cell = &mut self.cells[at].2;
            cell.papers.add(denominator, share.numerator);
            cell.citations.add(denominator, share.numerator * citations);
            for (i, threshold) in self.fields.all[field as usize].thresholds.iter().enumerate() {
                match citations.cmp(&threshold.citations) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal => cell.border[i].add(denominator, share.numerator),
                    std::cmp::Ordering::Greater => cell.above[i].add(denominator, share.numerator),
                }
            }
        }
    }
}
