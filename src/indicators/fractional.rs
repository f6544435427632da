//! Fractional counting by traversal (CWTS Leiden, author level): an affiliation weighs
//! 1/(authors of the paper · affiliations of that author), so the weights of a paper add up to 1.
//!
//! Papers and citations are summed with these weights. A scholar is shared among units in proportion to the affiliations
//! signed with (an authorship without affiliation counts as one that no unit gets). An institution lies in one place, so
//! it counts whole; its citations are the weighted ones. A collaboration weighs 1/(units on the paper − 1); by the rule
//! `countries` 1/(countries on the paper − 1); by the rule `papers` the unit's own weight on the paper.

use super::count::CollaborationRule;
use super::full::authorships_of_scholars;
use super::{Sum, Tallies};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::model::Corpus;
use crate::model::corpus::NONE;

pub(super) fn count(corpus: &Corpus, units: &Units<'_>, mask: &[bool], rule: CollaborationRule) -> Tallies {
    let mut tallies = Tallies::new(units.len());
    let mut walker = Walker::new(corpus, units);
    let mut has_paper = vec![false; units.of_institution.len()];
    for paper in (0..mask.len()).filter(|&paper| mask[paper]) {
        walker.visit(paper);
        walker.institutions.iter().for_each(|&i| has_paper[i as usize] = true);
        weigh_paper(corpus, units, paper, &mut tallies);
        weigh_collaborations(corpus, units, paper, rule, &walker, &mut tallies);
    }
    for (institution, &unit) in units.of_institution.iter().enumerate() {
        if unit != NONE && has_paper[institution] {
            tallies.units[unit as usize].institutions.add(1, 1);
        }
    }
    share_scholars(corpus, units, mask, &mut tallies);
    for tally in &mut tallies.units {
        tally.scholar_citations = tally.paper_citations.clone();
        tally.institution_citations = tally.paper_citations.clone();
    }
    tallies
}

/// Affiliations of an authorship, with and without a unit, and how many there are.
pub(super) fn affiliations<'a>(
    corpus: &'a Corpus,
    units: &'a Units<'_>,
    authorship: usize,
) -> (u64, impl Iterator<Item = Option<u32>> + 'a) {
    let institutions = corpus.authorships.institutions.row(authorship);
    let known = institutions.iter().map(|&i| Some(units.of_institution[i as usize]).filter(|&u| u != NONE));
    let unknown = u64::from(corpus.authorships.unresolved[authorship]);
    // An author without affiliation is one affiliation that nobody gets.
    let unknown = if institutions.is_empty() { unknown.max(1) } else { unknown };
    (institutions.len() as u64 + unknown, known.chain((0..unknown).map(|_| None)))
}

fn weigh_paper(corpus: &Corpus, units: &Units<'_>, paper: usize, tallies: &mut Tallies) {
    let authors = corpus.papers.authorships(paper);
    let citations = corpus.papers.citations(paper).unwrap_or(0);
    let number = authors.len() as u64;
    for authorship in authors {
        let (count, list) = affiliations(corpus, units, authorship);
        for unit in list {
            match unit {
                None => tallies.unresolved.add(number * count, 1),
                Some(unit) => {
                    let tally = &mut tallies.units[unit as usize];
                    tally.papers.add(number * count, 1);
                    tally.paper_citations.add(number * count, citations);
                }
            }
        }
    }
}

fn weigh_collaborations(
    corpus: &Corpus,
    units: &Units<'_>,
    paper: usize,
    rule: CollaborationRule,
    walker: &Walker<'_>,
    tallies: &mut Tallies,
) {
    for (index, &unit) in walker.on_paper.iter().enumerate() {
        let sum = &mut tallies.units[unit as usize].collaborations;
        weigh_collaboration(corpus, units, paper, rule, (walker, index), sum);
    }
}

/// Adds what unit `index` of the paper that a walker is at gets for collaborations.
pub(super) fn weigh_collaboration(
    corpus: &Corpus,
    units: &Units<'_>,
    paper: usize,
    rule: CollaborationRule,
    (walker, index): (&Walker<'_>, usize),
    sum: &mut Sum,
) {
    let foreign = walker.foreign(index);
    if foreign.units == 0 {
        return;
    }
    match rule {
        CollaborationRule::Incidences => sum.add(walker.on_paper.len() as u64 - 1, foreign.units),
        CollaborationRule::Countries => sum.add(walker.countries() - 1, foreign.countries),
        CollaborationRule::Papers => own_weight(corpus, units, paper, walker.on_paper[index], sum),
    }
}

/// Adds the weight of a unit on a paper.
pub(super) fn own_weight(corpus: &Corpus, units: &Units<'_>, paper: usize, unit: u32, sum: &mut Sum) {
    let authors = corpus.papers.authorships(paper);
    let number = authors.len() as u64;
    for authorship in authors {
        let (count, list) = affiliations(corpus, units, authorship);
        sum.add(number * count, list.filter(|&u| u == Some(unit)).count() as u64);
    }
}

fn share_scholars(corpus: &Corpus, units: &Units<'_>, mask: &[bool], tallies: &mut Tallies) {
    let papers = super::full::papers_of_authorships(corpus);
    for rows in authorships_of_scholars(corpus).rows() {
        let signed = || rows.iter().map(|&a| a as usize).filter(|&a| mask[papers[a] as usize]);
        let total = signed().map(|a| affiliations(corpus, units, a).0).sum();
        for authorship in signed() {
            for unit in affiliations(corpus, units, authorship).1.flatten() {
                tallies.units[unit as usize].scholars.add(total, 1);
            }
        }
    }
}
