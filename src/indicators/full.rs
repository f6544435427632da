//! Full counting by traversal: each unit gets every paper, scholar and institution whole.

mod part;
mod signed;

use super::count::CollaborationRule;
use super::{Sum, Tallies, Tally};
use crate::graph::Units;
use crate::graph::traverse;
use crate::model::Corpus;
use crate::model::csr::Csr;
use part::{Part, Places};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Papers that a thread takes at a time. Sums are of integers, so nobody sees who took which.
const CHUNK: usize = 4096;

/// Paper after paper, as the columns lie, each read once: a walk by scholar would fetch every authorship from somewhere else.
/// A thread takes papers as long as there are any, and has counts of its own, which are added in the end.
pub(super) fn count(corpus: &Corpus, units: &Units<'_>, mask: &[bool], rule: CollaborationRule) -> Tallies {
    let (places, next) = (Places::new(units), AtomicUsize::new(0));
    let take = |_| {
        let mut part = None;
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            if start >= mask.len() {
                part.iter_mut().for_each(|part: &mut Part| part.signed.finish());
                return part;
            }
            let papers = start..mask.len().min(start + CHUNK);
            let part = part.get_or_insert_with(|| Part::new(corpus, units, &places));
            part.add(corpus, &places, (papers, mask), rule);
        }
    };
    let parts = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).filter_map(take);
    let counted = parts.reduce_with(|a, b| a.and(&b)).unwrap_or_else(|| Part::new(corpus, units, &places));
    tallies(units, counted)
}

/// International collaborations of unit `index` among those of a paper, which have these countries.
#[inline]
pub(super) fn collaborations(countries: &[u32], index: usize, rule: CollaborationRule) -> u64 {
    match rule {
        CollaborationRule::Incidences => traverse::foreign_units(countries, index),
        CollaborationRule::Papers => u64::from(traverse::foreign_units(countries, index) > 0),
        CollaborationRule::Countries => traverse::foreign_countries(countries, index),
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

fn tallies(units: &Units<'_>, counted: Part) -> Tallies {
    let mut institutions = vec![(0, 0); units.len()];
    let by_institution = counted.institutions.iter().zip(&units.of_institution);
    for (own, &unit) in by_institution.filter(|(own, _)| own.has_papers()) {
        if let Some((count, citations)) = institutions.get_mut(unit as usize) {
            *count += 1;
            *citations += own.citations;
        }
    }
    let scholars = counted.signed.count(units.len());
    let tally = |unit: usize| {
        let own = &counted.units[unit];
        Tally {
            papers: Sum::whole(own.papers),
            paper_citations: Sum::whole(own.citations),
            scholars: Sum::whole(scholars[unit]),
            scholar_citations: Sum::whole(own.scholar_citations),
            institutions: Sum::whole(institutions[unit].0),
            institution_citations: Sum::whole(institutions[unit].1),
            collaborations: Sum::whole(own.collaborations),
        }
    };
    Tallies { units: (0..units.len()).map(tally).collect(), unresolved: Sum::default() }
}
