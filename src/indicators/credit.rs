//! Credit one by one: what a unit gets for a single paper, and what share of a single author's affiliations it is. Summed
//! over the selected papers these are the counts of `full` and `fractional`.

use super::count::{CollaborationRule, Counting};
use super::{Sum, Tally, fractional, full};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::Corpus;
use crate::model::corpus::NONE;

/// What a unit gets for one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit {
    /// Of the paper.
    pub paper: Sum,
    /// Of its international collaborations.
    pub collaborations: Sum,
}

/// Credit of unit `index` of the paper that a walker is at. O(affiliations of the paper).
pub fn of_paper(
    corpus: &Corpus,
    units: &Units<'_>,
    (counting, rule): (Counting, CollaborationRule),
    paper: usize,
    (walker, index): (&Walker<'_>, usize),
) -> Credit {
    let mut credit = Credit::default();
    match counting {
        Counting::Full => {
            credit.paper.add(1, 1);
            credit.collaborations.add(1, full::collaborations(&walker.countries, index, rule));
        }
        Counting::Fractional => {
            fractional::own_weight(corpus, units, paper, walker.on_paper[index], &mut credit.paper);
            let at = (walker, index);
            fractional::weigh_collaboration(corpus, units, paper, rule, at, &mut credit.collaborations);
        }
    }
    credit
}

/// Adds to a tally what the credit for a paper is, with its citations: by full counting each of the unit's scholars and
/// institutions on it gets all of them, by fractional counting both get those that the paper's weight gives. Scholars and
/// institutions themselves are not added: they count once however many papers they have.
pub fn add_paper(
    tally: &mut Tally,
    counting: Counting,
    credit: &Credit,
    citations: u64,
    (scholars, institutions): (u64, u64),
) {
    let weighted = credit.paper.times(citations);
    let (of_scholars, of_institutions) = match counting {
        Counting::Full => (weighted.times(scholars), weighted.times(institutions)),
        Counting::Fractional => (weighted.clone(), weighted.clone()),
    };
    tally.papers.add_all(&credit.paper);
    tally.collaborations.add_all(&credit.collaborations);
    tally.paper_citations.add_all(&weighted);
    tally.scholar_citations.add_all(&of_scholars);
    tally.institution_citations.add_all(&of_institutions);
}

/// Affiliations of an authorship: how many (an author without affiliation has one that nobody gets), and of each the unit.
pub fn of_author<'a>(
    corpus: &'a Corpus,
    units: &'a Units<'a>,
    authorship: usize,
) -> (u64, impl Iterator<Item = Option<u32>> + 'a) {
    fractional::affiliations(corpus, units, authorship)
}

/// A unit's credit for a paper: `numerator / denominator`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The unit; [`NONE`] for what nobody is credited with.
    pub unit: u32,
    /// Denominator.
    pub denominator: u64,
    /// Numerator.
    pub numerator: u64,
}

/// Credit of every unit of the paper that a walker is at, by unit: under full counting 1 for each; under fractional counting
/// one entry for each denominator, which add up to 1 with those of [`NONE`]. O(affiliations of the paper, sorted).
pub fn shares(
    (corpus, units): (&Corpus, &Units<'_>),
    counting: Counting,
    paper: usize,
    walker: &Walker<'_>,
    into: &mut Vec<Share>,
) {
    into.clear();
    match counting {
        Counting::Full => {
            into.extend(walker.on_paper.iter().map(|&unit| Share { unit, denominator: 1, numerator: 1 }));
        }
        Counting::Fractional => {
            let authors = corpus.papers.authorships(paper);
            let number = authors.len() as u64;
            for authorship in authors {
                let (all, list) = of_author(corpus, units, authorship);
                let share = |unit: Option<u32>| Share {
                    unit: unit.unwrap_or(NONE),
                    denominator: number * all,
                    numerator: 1,
                };
                into.extend(list.map(share));
            }
        }
    }
    into.sort_unstable();
    into.dedup_by(|next, kept| {
        let same = (next.unit, next.denominator) == (kept.unit, kept.denominator);
        kept.numerator += if same { next.numerator } else { 0 };
        same
    });
}

/// Affiliations of an authorship: all of them (an author without affiliation has one that nobody gets), and those in a
/// unit.
pub fn affiliations(corpus: &Corpus, units: &Units<'_>, authorship: usize, unit: u32) -> (u64, u64) {
    let (all, list) = fractional::affiliations(corpus, units, authorship);
    (all, list.filter(|&one| one == Some(unit)).count() as u64)
}

/// Whether an author of a paper signed from a unit. O(affiliations of the paper).
pub fn is_on(corpus: &Corpus, units: &Units<'_>, paper: usize, unit: u32) -> bool {
    debug_assert_ne!(unit, NONE);
    let range = corpus.papers.authorships(paper);
    let rows = &corpus.authorships.institutions;
    let affiliations = rows.offsets[range.start] as usize..rows.offsets[range.end] as usize;
    rows.targets[affiliations].iter().any(|&institution| units.of_institution[institution as usize] == unit)
}
