//! What a place rests on, and what would gain one, against the whole way: the papers are taken out of the corpus, or the
//! figures put into the counts, and everything is counted and ranked again.

use super::runner;
use super::views::{choices, profile_of};
use crate::support::corpus::corpora;
use aicity::engine::explain::rests_on::{self, Part};
use aicity::engine::rank::rank_corpus;
use aicity::engine::views::Focus;
use aicity::index::Profile;
use aicity::index::profile::Years;
use aicity::index::standardise::{Scale, ZeroRule};
use aicity::model::by_year::CitedIn;
use aicity::model::corpus::Corpus;
use aicity::model::csr::Csr;
use aicity::robustness::gain::{self, WAYS};
use aicity::robustness::what_if::WhatIf;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The corpus without some papers, column by column.
fn without(corpus: &Corpus, gone: &BTreeSet<u32>) -> Corpus {
    let mut left = corpus.clone();
    let papers = &mut left.papers;
    let stays: Vec<usize> = (0..corpus.papers.len()).filter(|&p| !gone.contains(&(p as u32))).collect();
    let keep = |column: &[u32]| stays.iter().map(|&p| column[p]).collect::<Vec<u32>>();
    papers.years = keep(&corpus.papers.years);
    papers.venue = keep(&corpus.papers.venue);
    papers.citation_source = keep(&corpus.papers.citation_source);
    papers.data_source = keep(&corpus.papers.data_source);
    papers.cited_in = CitedIn::default();
    stays.iter().for_each(|&p| papers.cited_in.push(corpus.papers.cited_in.of(p)));
    papers.cited = stays.iter().map(|&p| corpus.papers.cited[p]).collect();
    (papers.subfields, papers.first) = (Csr::default(), vec![0]);
    let (of, to) = (&corpus.authorships, &mut left.authorships);
    (to.institutions, to.scholar, to.position, to.unresolved) = <_>::default();
    for &paper in &stays {
        papers.subfields.push(corpus.papers.subfields.row(paper).iter().copied());
        for authorship in corpus.papers.authorships(paper) {
            to.scholar.push(of.scholar[authorship]);
            to.position.push(of.position[authorship]);
            to.unresolved.push(of.unresolved[authorship]);
            to.institutions.push(of.institutions.row(authorship).iter().copied());
        }
        papers.first.push(to.scholar.len() as u32);
    }
    assert!(left.is_consistent());
    left
}

fn profiles() -> impl Strategy<Value = Profile> {
    let scale = select(&[Scale::Minmax, Scale::Zscore, Scale::Percentile][..]);
    let zero = select(vec![ZeroRule::default(), ZeroRule::Log1p, ZeroRule::Drop]);
    (scale, zero, select(&[0.0, 1.0, 2.0][..])).prop_map(|(scale, zero, minimum_papers)| Profile {
        scale,
        zero,
        minimum_papers,
        years: Years(None),
        ..Profile::default()
    })
}

#[test]
fn a_unit_without_papers_is_what_is_ranked_without_them() {
    let each = |(built, choice, composition): (_, _, Profile)| {
        let built: aicity::model::builder::Built = built;
        let counted = profile_of(&choice, &built.corpus);
        let profile = Profile {
            scale: composition.scale,
            zero: composition.zero,
            minimum_papers: composition.minimum_papers,
            ..counted
        };
        let ranked = rank_corpus(Arc::new(built.corpus.clone()), &profile).unwrap();
        for row in &ranked.ranking.rows {
            let focus = Focus::new(&ranked, row.unit);
            let all = rests_on::rests_on(&focus, &built.texts, usize::MAX);
            for left in &all {
                let gone = papers_of(&focus, &built, left.part, &left.key);
                prop_assert_eq!(gone.len() as u64, left.papers);
                let again = rank_corpus(Arc::new(without(&built.corpus, &gone)), &profile).unwrap();
                let wanted = again.ranking.rows.iter().find(|other| other.unit == row.unit);
                let wanted = wanted.map(|row| (row.rank, row.indices.map(f64::to_bits)));
                let found = left.outcome.map(|o| (o.rank, o.indices.map(f64::to_bits)));
                prop_assert_eq!(found, wanted, "{:?} {}", left.part, &left.key);
            }
            prop_assert_eq!(all.iter().filter(|left| left.part == Part::Paper).count(), focus.papers.len());
        }
        Ok(())
    };
    runner(48).run(&(corpora(), choices(), profiles()), each).unwrap();
}

/// The unit's papers that a thing is on, from the authorships of the corpus.
fn papers_of(
    focus: &Focus<'_>,
    built: &aicity::model::builder::Built,
    part: Part,
    key: &str,
) -> BTreeSet<u32> {
    let corpus = focus.corpus();
    let is_here = |i: u32| focus.units.of_institution[i as usize] == focus.unit;
    let has = |paper: u32| {
        corpus.papers.authorships(paper as usize).any(|authorship| {
            let own = corpus.authorships.institutions.row(authorship);
            let scholar = corpus.authorships.scholar[authorship] as usize;
            match part {
                Part::Paper => built.texts.paper_id.get(paper as usize) == key,
                Part::Scholar => {
                    built.texts.scholar_id.get(scholar) == key && own.iter().any(|&i| is_here(i))
                }
                Part::Institution => {
                    own.iter().any(|&i| corpus.institutions.labels.id.get(i as usize) == key)
                }
            }
        })
    };
    focus.papers.iter().map(|touched| touched.paper).filter(|&paper| has(paper)).collect()
}

#[test]
fn what_gains_a_place_is_the_least_that_does() {
    let each = |(built, profile): (aicity::model::builder::Built, Profile)| {
        let ranked = rank_corpus(Arc::new(built.corpus), &profile).unwrap();
        let units = ranked.units();
        let what_if = WhatIf::new(&units, &ranked.ranking, &profile);
        for row in &ranked.ranking.rows {
            let needed = gain::needed(&what_if, row.unit, &row.values, row.rank);
            for (way, needed) in WAYS.iter().zip(needed) {
                let rank = |n: u64| {
                    let changes = [(row.unit, way.more(&row.values, n as f64))].into();
                    what_if.outcome(&changes, row.unit).unwrap().rank
                };
                match needed {
                    Some(n) => {
                        prop_assert!(rank(n) < row.rank && (n == 1 || rank(n - 1) >= row.rank), "{}", way.id);
                    }
                    None => prop_assert!(rank(1_000_000) >= row.rank, "{}", way.id),
                }
            }
        }
        Ok(())
    };
    runner(48).run(&(corpora(), profiles()), each).unwrap();
}
