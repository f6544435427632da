//! A replicate of the bootstrap against the whole way on a corpus in which each paper stands as often as it was drawn.

use super::runner;
use crate::support::corpus::corpora;
use aicity::graph::units::LEVELS;
use aicity::graph::{Selection, Units};
use aicity::index::standardise::{Scale, ZeroRule};
use aicity::index::{Profile, ranking};
use aicity::indicators::{CollaborationRule, Counting, Numbers, Request, Tallies, count};
use aicity::model::Corpus;
use aicity::model::builder::Built;
use aicity::model::corpus::{Authorships, NO_CITATIONS, Papers};
use aicity::robustness::contributions::Contributions;
use aicity::robustness::multiplicity::{Block, LANES, draw};
use aicity::robustness::replicate::{Counts, Outcome, rank};
use proptest::prelude::*;
use proptest::sample::select;

const COUNTINGS: [Counting; 2] = [Counting::Full, Counting::Fractional];
const RULES: [CollaborationRule; 3] =
    [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];

/// The corpus with paper `p` standing `times(p)` times; scholars, institutions and places are the same ones.
fn resampled(corpus: &Corpus, times: impl Fn(usize) -> u8) -> Corpus {
    let mut papers = Papers { first: vec![0], ..Papers::default() };
    let mut authorships = Authorships::default();
    for p in (0..corpus.papers.len()).flat_map(|p| std::iter::repeat_n(p, times(p).into())) {
        papers.years.push(corpus.papers.years[p]);
        papers.cited.push(corpus.papers.cited[p]);
        papers.cited_in.push(corpus.papers.cited_in.of(p));
        papers.venue.push(corpus.papers.venue[p]);
        papers.citation_source.push(corpus.papers.citation_source[p]);
        papers.data_source.push(corpus.papers.data_source[p]);
        papers.subfields.push(corpus.papers.subfields.row(p).iter().copied());
        for a in corpus.papers.authorships(p) {
            authorships.scholar.push(corpus.authorships.scholar[a]);
            authorships.position.push(corpus.authorships.position[a]);
            authorships.unresolved.push(corpus.authorships.unresolved[a]);
            authorships.institutions.push(corpus.authorships.institutions.row(a).iter().copied());
        }
        papers.first.push(authorships.scholar.len() as u32);
    }
    Corpus { papers, authorships, ..corpus.clone() }
}

fn selections() -> impl Strategy<Value = Selection> {
    let years = prop::option::of((2011u32..2014, 2014u32..2018));
    years.prop_map(|years| Selection { years, ..Selection::default() })
}

fn profiles() -> impl Strategy<Value = Profile> {
    let zero = select(vec![ZeroRule::default(), ZeroRule::Log1p, ZeroRule::Drop]);
    let scale = select(vec![Scale::Minmax, Scale::Zscore, Scale::Percentile]);
    (zero, scale, select(vec![0.0, 0.5, 2.0])).prop_map(|(zero, scale, minimum_papers)| Profile {
        zero,
        scale,
        minimum_papers,
        ..Profile::default()
    })
}

fn list(n: &Numbers) -> [f64; 7] {
    [
        n.papers,
        n.paper_citations,
        n.scholars,
        n.scholar_citations,
        n.institutions,
        n.institution_citations,
        n.collaborations,
    ]
}

/// The same bits; but shares of scholars are added in another order by fractional counting.
fn alike(counting: Counting, ours: &Numbers, theirs: &Numbers) -> bool {
    list(ours).into_iter().zip(list(theirs)).enumerate().all(|(k, (a, b))| {
        let shared = counting == Counting::Fractional && k == 2;
        a.to_bits() == b.to_bits() || (shared && (a - b).abs() < 1e-12)
    })
}

/// Counts of one replicate, unit by unit; units without contributions have none in the resampled corpus either.
fn same_counts(
    counting: Counting,
    all: &Contributions,
    (numbers, lane): (&[[Numbers; LANES]], usize),
    tallies: &Tallies,
) -> Result<(), TestCaseError> {
    for (unit, tally) in tallies.units.iter().enumerate() {
        let ours = all.place(unit as u32).map(|place| numbers[place][lane]).unwrap_or_default();
        prop_assert!(alike(counting, &ours, &tally.numbers()), "unit {unit}: {ours:?} is not {tally:?}");
    }
    Ok(())
}

/// Places and figures of one replicate, by the ranking of the resampled corpus.
fn same_ranking(
    all: &Contributions,
    ours: &[Outcome],
    (units, tallies, profile): (&Units<'_>, &Tallies, &Profile),
) -> Result<(), TestCaseError> {
    let ranking = ranking::rank(units, tallies, profile);
    for (place, outcome) in ours.iter().enumerate() {
        match ranking.rows.iter().find(|row| row.unit == all.units[place]) {
            None => {
                let missing = Outcome { rank: ranking.rows.len() as u32 + 1, figures: None };
                prop_assert_eq!(outcome, &missing);
            }
            Some(row) => {
                prop_assert_eq!(
                    outcome,
                    &Outcome { rank: row.rank, figures: Some((row.values, row.indices)) }
                );
            }
        }
    }
    let ranked = ours.iter().filter(|outcome| outcome.figures.is_some()).count();
    prop_assert_eq!(ranked, ranking.rows.len());
    Ok(())
}

#[test]
fn a_replicate_is_the_ranking_of_the_resampled_corpus() {
    let check = |(mut built, selection, (profile, times), seed): (Built, Selection, (Profile, u64), u64)| {
        // Citations from small ones to those that single precision does not hold.
        built
            .corpus
            .papers
            .cited
            .iter_mut()
            .filter(|cited| **cited != NO_CITATIONS)
            .for_each(|cited| *cited *= times);
        let corpus = &built.corpus;
        for level in LEVELS {
            let units = Units::new(corpus, level);
            for (counting, collaboration) in COUNTINGS.into_iter().flat_map(|c| RULES.map(|rule| (c, rule))) {
                let request = Request { counting, collaboration, selection: selection.clone() };
                let all = Contributions::new(corpus, &units, &request);
                all.check(&count::count(corpus, &units, &request).unwrap()).unwrap();
                let mut block = Block::new(all.papers.len());
                block.draw(seed, 60, 9).unwrap();
                let mut numbers = Vec::new();
                Counts::new(&all).count(&block, &mut numbers);
                for lane in [0, 8] {
                    let mut drawn = vec![0; all.papers.len()];
                    draw(seed, 60 + lane as u32, &mut drawn).unwrap();
                    let place = |paper: usize| all.papers.iter().position(|&own| own as usize == paper);
                    let again = resampled(corpus, |paper| place(paper).map_or(0, |place| drawn[place]));
                    prop_assert_eq!(again.papers.len(), all.papers.len());
                    let others = Units::new(&again, level);
                    let tallies = count::count(&again, &others, &request).unwrap();
                    same_counts(counting, &all, (&numbers, lane), &tallies)?;
                    if counting == Counting::Full {
                        same_ranking(&all, &rank(&numbers, lane, &profile), (&others, &tallies, &profile))?;
                    }
                }
            }
        }
        Ok(())
    };
    let scaled = (profiles(), select(vec![1, 30, 1_000_003]));
    runner(256).run(&(corpora(), selections(), scaled, any::<u64>()), check).unwrap();
}
