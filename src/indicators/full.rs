//! Full counting by traversal: each unit gets every paper, scholar and institution whole.

use super::count::CollaborationRule;
use super::{Sum, Tallies, Tally};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::csr::Csr;
use rayon::prelude::*;

/// Papers to a task at least: integer sums make the split invisible.
const CHUNK: usize = 8192;

/// Papers of more authors are sorted to find who signs twice; with fewer, looking at all before is quicker.
const FEW: usize = 64;

/// Per unit and per institution, plain integers.
#[derive(Debug, Clone, Default)]
struct Counts {
    papers: Vec<u64>,
    paper_citations: Vec<u64>,
    collaborations: Vec<u64>,
    institution_papers: Vec<u64>,
    institution_citations: Vec<u64>,
    scholars: Vec<u64>,
    scholar_citations: Vec<u64>,
}

impl Counts {
    fn new(units: &Units<'_>) -> Self {
        let (units, institutions) = (units.len(), units.of_institution.len());
        Self {
            papers: vec![0; units],
            paper_citations: vec![0; units],
            collaborations: vec![0; units],
            institution_papers: vec![0; institutions],
            institution_citations: vec![0; institutions],
            scholars: vec![0; units],
            scholar_citations: vec![0; units],
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        let pairs = [
            (&mut self.papers, &other.papers),
            (&mut self.paper_citations, &other.paper_citations),
            (&mut self.collaborations, &other.collaborations),
            (&mut self.institution_papers, &other.institution_papers),
            (&mut self.institution_citations, &other.institution_citations),
            (&mut self.scholars, &other.scholars),
            (&mut self.scholar_citations, &other.scholar_citations),
        ];
        for (own, other) in pairs {
            own.iter_mut().zip(other).for_each(|(a, b)| *a += b);
        }
        self
    }
}

pub(super) fn count(corpus: &Corpus, units: &Units<'_>, mask: &[bool], rule: CollaborationRule) -> Tallies {
    let papers: Vec<usize> = (0..mask.len()).filter(|&paper| mask[paper]).collect();
    let by_paper = || count_papers(corpus, units, &papers, rule);
    let by_scholar = || count_scholars(corpus, units, &papers);
    let (works, people) = rayon::join(by_paper, by_scholar);
    tallies(units, &works.merge(&people))
}

fn count_papers(corpus: &Corpus, units: &Units<'_>, papers: &[usize], rule: CollaborationRule) -> Counts {
    let part = |papers: &[usize]| {
        let (mut counts, mut walker) = (Counts::new(units), Walker::new(corpus, units));
        for &paper in papers {
            walker.visit(paper);
            count_paper(&mut counts, &walker, corpus.papers.citations(paper).unwrap_or(0), rule);
        }
        counts
    };
    let parts = papers.par_chunks(part_of(papers)).map(part);
    parts.reduce_with(|a, b| a.merge(&b)).unwrap_or_else(|| Counts::new(units))
}

/// Papers to a task: one task for each thread, as each has counts of its own to begin and to end with.
fn part_of(papers: &[usize]) -> usize {
    papers.len().div_ceil(rayon::current_num_threads()).max(CHUNK)
}

fn count_paper(counts: &mut Counts, walker: &Walker<'_>, citations: u64, rule: CollaborationRule) {
    for &institution in &walker.institutions {
        counts.institution_papers[institution as usize] += 1;
        counts.institution_citations[institution as usize] += citations;
    }
    for (index, &unit) in walker.on_paper.iter().enumerate() {
        counts.papers[unit as usize] += 1;
        counts.paper_citations[unit as usize] += citations;
        counts.collaborations[unit as usize] += collaborations(walker, index, rule);
    }
}

/// International collaborations of unit `index` of the paper that a walker is at.
pub(super) fn collaborations(walker: &Walker<'_>, index: usize, rule: CollaborationRule) -> u64 {
    let foreign = walker.foreign(index);
    match rule {
        CollaborationRule::Incidences => foreign.units,
        CollaborationRule::Papers => u64::from(foreign.units > 0),
        CollaborationRule::Countries => foreign.countries,
    }
}

/// Authorship → its paper.
pub fn papers_of_authorships(corpus: &Corpus) -> Vec<u32> {
    let mut papers = vec![0; corpus.authorships.scholar.len()];
    for paper in 0..corpus.papers.len() {
        papers[corpus.papers.authorships(paper)].fill(paper as u32);
    }
    papers
}

/// Scholar → authorships, ascending.
pub fn authorships_of_scholars(corpus: &Corpus) -> Csr {
    let count = corpus.authorships.scholar.len() as u32;
    let scholars = Csr { offsets: (0..=count).collect(), targets: corpus.authorships.scholar.clone() };
    scholars.transposed(corpus.scholars as usize)
}

/// Paper after paper, as the columns lie: a walk by scholar would fetch every authorship from somewhere else. One part for each
/// thread: each holds 4 bytes a scholar. Whether somebody signs a paper twice is looked up among the authors before: papers have
/// few, and a list of all scholars is far away in memory.
fn count_scholars(corpus: &Corpus, units: &Units<'_>, papers: &[usize]) -> Counts {
    let parts = papers.par_chunks(part_of(papers)).map(|papers| sign(corpus, units, papers));
    let joined =
        parts.reduce_with(|(counts, signed), (other, theirs)| (counts.merge(&other), signed.join(&theirs)));
    let Some((mut counts, signed)) = joined else { return Counts::new(units) };
    signed.count(&mut counts.scholars);
    counts
}

/// Who signed some papers from where, and the citations that this brings.
fn sign(corpus: &Corpus, units: &Units<'_>, papers: &[usize]) -> (Counts, SignedFrom) {
    let mut counts = Counts::new(units);
    let mut signed_from = SignedFrom::new(corpus.scholars as usize);
    for &paper in papers {
        let citations = corpus.papers.citations(paper).unwrap_or(0);
        let authors = corpus.papers.authorships(paper);
        let mut credit = |scholar, unit| {
            counts.scholar_citations[unit as usize] += citations;
            signed_from.add(scholar, unit);
        };
        let scholars = &corpus.authorships.scholar[authors.clone()];
        let repeated = (scholars.len() > FEW).then(|| repeated(scholars));
        for (i, &scholar) in scholars.iter().enumerate() {
            let authorship = authors.start + i;
            let row = corpus.authorships.institutions.row(authorship);
            let before = authors.start..authorship;
            let signs_again = match &repeated {
                Some(repeated) => repeated.binary_search(&scholar).is_ok(),
                None => scholars[..i].contains(&scholar),
            };
            // Nearly all authors have one affiliation and sign once.
            if let [institution] = row
                && !signs_again
            {
                let unit = units.of_institution[*institution as usize];
                if unit != NONE {
                    credit(scholar, unit);
                }
                continue;
            }
            for (k, unit) in units_of(units, row).enumerate().filter(|&(_, unit)| unit != NONE) {
                let again = units_of(units, &row[..k]).any(|before| before == unit)
                    || (signs_again && signed_before(corpus, units, before.clone(), (scholar, unit)));
                if !again {
                    credit(scholar, unit);
                }
            }
        }
    }
    (counts, signed_from)
}

/// Scholars that sign more than once, ascending.
fn repeated(scholars: &[u32]) -> Vec<u32> {
    let mut sorted = scholars.to_vec();
    sorted.sort_unstable();
    let mut repeated: Vec<u32> =
        sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    repeated.dedup();
    repeated
}

fn units_of<'a>(units: &'a Units<'_>, institutions: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    institutions.iter().map(|&i| units.of_institution[i as usize])
}

/// Whether a scholar signed from a unit at one of these authorships.
fn signed_before(
    corpus: &Corpus,
    units: &Units<'_>,
    authorships: std::ops::Range<usize>,
    (scholar, unit): (u32, u32),
) -> bool {
    let rows = &corpus.authorships.institutions;
    authorships
        .filter(|&a| corpus.authorships.scholar[a] == scholar)
        .any(|a| units_of(units, rows.row(a)).any(|before| before == unit))
}

/// The distinct units that each scholar signed from. Most sign from one: that one has a column, the others a list.
struct SignedFrom {
    first: Vec<u32>,
    /// Scholar and unit as one number.
    others: Vec<u64>,
}

impl SignedFrom {
    fn new(scholars: usize) -> Self {
        Self { first: vec![NONE; scholars], others: Vec::new() }
    }

    fn add(&mut self, scholar: u32, unit: u32) {
        let first = &mut self.first[scholar as usize];
        if *first == NONE {
            *first = unit;
        } else if *first != unit {
            self.others.push(u64::from(scholar) << 32 | u64::from(unit));
        }
    }

    /// With the units from other papers. O(scholars).
    fn join(mut self, other: &Self) -> Self {
        for (scholar, &unit) in (0_u32..).zip(&other.first).filter(|(_, unit)| **unit != NONE) {
            self.add(scholar, unit);
        }
        // One of theirs may be the first unit here.
        other.others.iter().for_each(|&pair| self.add((pair >> 32) as u32, pair as u32));
        self
    }

    /// Adds each scholar to each unit. O(others log others).
    fn count(mut self, scholars: &mut [u64]) {
        self.others.par_sort_unstable();
        self.others.dedup();
        let others = self.others.iter().map(|&pair| pair as u32);
        let first = self.first.iter().copied().filter(|&unit| unit != NONE);
        first.chain(others).for_each(|unit| scholars[unit as usize] += 1);
    }
}

fn tallies(units: &Units<'_>, counts: &Counts) -> Tallies {
    let mut institutions = vec![(0, 0); units.len()];
    for (institution, &unit) in units.of_institution.iter().enumerate() {
        if unit != NONE && counts.institution_papers[institution] > 0 {
            institutions[unit as usize].0 += 1;
            institutions[unit as usize].1 += counts.institution_citations[institution];
        }
    }
    let tally = |unit: usize| Tally {
        papers: Sum::whole(counts.papers[unit]),
        paper_citations: Sum::whole(counts.paper_citations[unit]),
        scholars: Sum::whole(counts.scholars[unit]),
        scholar_citations: Sum::whole(counts.scholar_citations[unit]),
        institutions: Sum::whole(institutions[unit].0),
        institution_citations: Sum::whole(institutions[unit].1),
        collaborations: Sum::whole(counts.collaborations[unit]),
    };
    Tallies { units: (0..units.len()).map(tally).collect(), unresolved: Sum::default() }
}
