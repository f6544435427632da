//! Fields: a subfield in a year, and how often its papers are cited. What a paper's citations are compared with.
//!
//! A paper of k subfields counts 1/k in each of them. All is held as integers in units of 1/[`Fields::scale`], so the share of
//! a field that is among its most cited p is p to the last digit.

use crate::base::{Error, Result};
use crate::graph::Selection;
use crate::model::Corpus;
use std::collections::BTreeMap;

/// Shares of a field that count as its most cited, in percent: the top 1, 5, 10 and 50 %.
pub const TOPS: [u32; 4] = [1, 5, 10, 50];

/// Where the most cited share of a field begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Threshold {
    /// Citations of the papers at the border. More citations count whole, fewer do not count.
    pub citations: u64,
    /// What of a paper at the border counts: numerator, in lowest terms.
    pub numerator: u128,
    /// And denominator.
    pub denominator: u128,
}

impl Threshold {
    /// What of a paper at the border counts, from 0 to 1.
    pub fn at_border(&self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// A subfield in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Subfield, by corpus index.
    pub subfield: u32,
    /// Year of publication.
    pub year: u32,
    /// Papers, in units of 1/scale.
    pub papers: u128,
    /// Citations, in units of 1/scale.
    pub citations: u128,
    /// For each of [`TOPS`].
    pub thresholds: [Threshold; TOPS.len()],
}

impl Field {
    /// Citations divided by this are normalised ones, in units of the field's mean: papers/citations. `None` where nothing
    /// in the field was ever cited: there each paper counts 1 (CWTS).
    pub fn inverse_mean(&self) -> Option<f64> {
        (self.citations > 0).then(|| self.papers as f64 / self.citations as f64)
    }
}

/// The fields of a corpus, and what is known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// Fields, by subfield, then year.
    pub all: Vec<Field>,
    /// Papers of the reference set that are in a field and whose citations are known.
    pub papers: u64,
    /// A paper counts `scale` in all of its fields together.
    pub scale: u128,
    number: BTreeMap<(u32, u32), u32>,
}

impl Fields {
    /// The fields of the selected papers, whatever their subfield: of which papers a ranking shows must not change what they
    /// are compared with. Papers whose citations are not known are left out of it: nobody says that they are 0.
    /// O(papers log papers).
    ///
    /// # Errors
    /// A limit, where the numbers of subfields of papers have no common multiple below 2^64.
    pub fn new(corpus: &Corpus, selection: &Selection) -> Result<Self> {
        let reference = selection.of_any_subfield();
        let known = |&paper: &usize| reference.has(corpus, paper) && place(corpus, paper).is_some();
        let papers: Vec<usize> = (0..corpus.papers.len()).filter(known).collect();
        let scale = common_multiple(papers.iter().map(|&paper| corpus.papers.subfields.row(paper).len()))?;
        let mut entries = Vec::new();
        for &paper in &papers {
            if let Some((year, citations, subfields)) = place(corpus, paper) {
                let weight = scale / subfields.len() as u128;
                entries.extend(subfields.iter().map(|&subfield| ((subfield, year), citations, weight)));
            }
        }
        entries.sort_unstable();
        let all: Vec<Field> = entries.chunk_by(|a, b| a.0 == b.0).map(field).collect();
        let number = (0..).zip(&all).map(|(i, field)| ((field.subfield, field.year), i)).collect();
        Ok(Self { all, papers: papers.len() as u64, scale, number })
    }

    /// Citations of a paper and the numbers of its fields. Nothing for one that is in no field, or whose citations are not
    /// known.
    pub fn of(&self, corpus: &Corpus, paper: usize) -> Option<(u64, Vec<u32>)> {
        let (year, citations, subfields) = place(corpus, paper)?;
        let fields = subfields.iter().map(|&subfield| self.number.get(&(subfield, year)).copied());
        Some((citations, fields.collect::<Option<_>>()?))
    }
}

/// Year, citations and subfields of a paper that has all three.
fn place(corpus: &Corpus, paper: usize) -> Option<(u32, u64, &[u32])> {
    let subfields = corpus.papers.subfields.row(paper);
    let (year, citations) = (corpus.papers.year(paper)?, corpus.papers.citations(paper)?);
    (!subfields.is_empty()).then_some((year, citations, subfields))
}

fn common_multiple(numbers: impl Iterator<Item = usize>) -> Result<u128> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().try_fold(1, |multiple: u128, number| {
        let number = number as u128;
        let next = multiple / gcd(multiple, number) * number;
        u64::try_from(next).map(u128::from).map_err(|_| {
            let message =
                format!("papers of up to {number} subfields have no common part of a paper below 2^64");
            Error::limit(message, "a paper with so many subfields must be wrong")
        })
    })
}

const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A field of its papers, fewest citations first.
fn field(entries: &[((u32, u32), u64, u128)]) -> Field {
    let ((subfield, year), ..) = entries[0];
    let papers = entries.iter().map(|entry| entry.2).sum();
    let citations = entries.iter().map(|entry| u128::from(entry.1) * entry.2).sum();
    Field { subfield, year, papers, citations, thresholds: TOPS.map(|top| threshold(entries, papers, top)) }
}

/// The smallest number of citations such that at least 1 − p of the field has no more, and what of the papers that have
/// just so many belongs to the rest (CWTS).
fn threshold(entries: &[((u32, u32), u64, u128)], papers: u128, percent: u32) -> Threshold {
    let below = u128::from(100 - percent) * papers;
    let mut so_far = 0;
    for tied in entries.chunk_by(|a, b| a.1 == b.1) {
        let here: u128 = tied.iter().map(|entry| entry.2).sum();
        so_far += here;
        if 100 * so_far >= below {
            let (numerator, denominator) = (100 * so_far - below, 100 * here);
            let common = gcd(numerator, denominator);
            let (numerator, denominator) = (numerator / common, denominator / common);
            return Threshold { citations: tied[0].1, numerator, denominator };
        }
    }
    Threshold { citations: u64::MAX, numerator: 0, denominator: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Papers of one field with these citations, each once.
    fn entries(citations: &[u64]) -> Vec<((u32, u32), u64, u128)> {
        let mut all: Vec<_> = citations.iter().map(|&c| ((0, 2020), c, 1)).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn papers_at_the_border_share_what_is_left() {
        // Ten papers: half of them are five. 9 8 7 count whole, 5 5 5 5 share two places.
        let half = threshold(&entries(&[9, 8, 7, 5, 5, 5, 5, 2, 1, 0]), 10, 50);
        assert_eq!(half, Threshold { citations: 5, numerator: 1, denominator: 2 });
        // A tenth is one paper: the border is just below it, and nothing of the papers at the border counts.
        let tenth = threshold(&entries(&[9, 8, 7, 5, 5, 5, 5, 2, 1, 0]), 10, 10);
        assert_eq!(tenth, Threshold { citations: 8, numerator: 0, denominator: 1 });
        // One hundredth of three papers that nobody cites: each a hundredth.
        let uncited = threshold(&entries(&[0, 0, 0]), 3, 1);
        assert_eq!(uncited, Threshold { citations: 0, numerator: 1, denominator: 100 });
    }

    #[test]
    fn common_multiples_have_a_limit() {
        assert_eq!(common_multiple([1, 2, 3, 2].into_iter()).unwrap(), 6);
        assert_eq!(common_multiple(std::iter::empty()).unwrap(), 1);
        assert!(common_multiple(1..60).is_err());
    }
}
