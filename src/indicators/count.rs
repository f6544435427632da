//! What to count, and the graph engine's entry.

use super::{Tallies, fractional, full};
use crate::base::{Error, Result};
use crate::graph::{Selection, Units};
use crate::model::Corpus;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Papers to a task.
const CHUNK: usize = 8192;

/// How a paper with several units is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    /// Each unit gets the whole paper.
    #[default]
    Full,
    /// An affiliation weighs 1/(authors of the paper · affiliations of the author).
    Fractional,
}

/// What one international collaboration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum CollaborationRule {
    /// A (paper, foreign unit) pair.
    #[default]
    Incidences,
    /// A paper with at least one foreign unit.
    Papers,
    /// A (paper, foreign country) pair.
    Countries,
}

/// What to count.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Counting scheme.
    pub counting: Counting,
    /// Collaboration rule.
    pub collaboration: CollaborationRule,
    /// Papers that count.
    pub selection: Selection,
}

/// Counts by traversal of the columns. Cost: linear in affiliations of the selected papers, plus the square of the units
/// on each paper.
pub fn count(corpus: &Corpus, units: &Units<'_>, request: &Request) -> Result<Tallies> {
    let rules = (request.counting, request.collaboration);
    count_papers(corpus, units, &request.selection.mask(corpus), rules)
}

/// Counts the papers of a mask, which holds for each paper whether it counts; costs as [`count`] does.
pub fn count_papers(
    corpus: &Corpus,
    units: &Units<'_>,
    mask: &[bool],
    (counting, collaboration): (Counting, CollaborationRule),
) -> Result<Tallies> {
    check_range(corpus)?;
    Ok(match counting {
        Counting::Full => full::count(corpus, units, mask, collaboration),
        Counting::Fractional => fractional::count(corpus, units, mask, collaboration),
    })
}

/// Refuses a corpus whose sums could leave the range that both engines count in (SPARQL's `SUM` overflows silently).
pub fn check_range(corpus: &Corpus) -> Result<()> {
    let rows = |paper: usize| {
        let range = corpus.papers.authorships(paper);
        let offsets = &corpus.authorships.institutions.offsets;
        1 + u128::from(offsets[range.end] - offsets[range.start])
    };
    let most = |paper: usize| u128::from(corpus.papers.citations(paper).unwrap_or(0)) * rows(paper);
    let total: u128 = (0..corpus.papers.len()).into_par_iter().with_min_len(CHUNK).map(most).sum();
    if total <= i64::MAX as u128 {
        return Ok(());
    }
    let message = format!("citations add up to {total}, more than 2^63 - 1");
    Err(Error::input("corpus", 0, message, "a paper's citation count must be wrong"))
}
