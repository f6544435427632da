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
use aicity::robustness::board::{Board, Counted, Detail, FIGURES, Kept};
use aicity::robustness::bootstrap::MISSING;
use aicity::robustness::contributions::Contributions;
use aicity::robustness::multiplicity::Block;
use aicity::robustness::replicate::{Counts, Workspace};
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
fn alike(counting: Counting, ours: [f64; 7], theirs: &Numbers) -> bool {
    ours.into_iter().zip(list(theirs)).enumerate().all(|(k, (a, b))| {
        let shared = counting == Counting::Fractional && k == 2;
        a.to_bits() == b.to_bits() || (shared && (a - b).abs() < 1e-12)
    })
}

/// Counts of one replicate, unit by unit; units without contributions have none in the resampled corpus either.
fn same_counts(
    counting: Counting,
    all: &Contributions,
    (counted, lane): (&[Counted], usize),
    tallies: &Tallies,
) -> Result<(), TestCaseError> {
    for (unit, tally) in tallies.units.iter().enumerate() {
        let of_place = |place: usize| counted[place].map(|lanes| lanes[lane]);
        let ours = all.place(unit as u32).map(of_place).unwrap_or_default();
        prop_assert!(alike(counting, ours, &tally.numbers()), "unit {unit}: {ours:?} is not {tally:?}");
    }
    Ok(())
}

/// Places and figures of one replicate, by the ranking of the resampled corpus.
fn same_ranking(
    all: &Contributions,
    (kept, lane): (&Kept, usize),
    (units, tallies, profile): (&Units<'_>, &Tallies, &Profile),
) -> Result<(), TestCaseError> {
    let ranking = ranking::rank(units, tallies, profile);
    let mut ranked = 0;
    for (place, unit) in all.units.iter().enumerate() {
        let figure = |k: usize| kept.figures[(place * FIGURES + k) * kept.lanes + lane];
        let ours: Vec<u64> = (0..FIGURES).map(|k| figure(k).to_bits()).collect();
        let (mut rank, mut figures) = (ranking.rows.len() as u32 + 1, [MISSING; FIGURES]);
        if let Some(row) = ranking.rows.iter().find(|row| row.unit == *unit) {
            rank = row.rank;
            let values = row.values.iter().map(|value| value.unwrap_or(MISSING)).chain(row.indices);
            figures.iter_mut().zip(values).for_each(|(to, value)| *to = value);
            ranked += 1;
        }
        prop_assert_eq!(kept.ranks[place * kept.lanes + lane], rank);
        prop_assert_eq!(kept.innovation[place * kept.lanes + lane].to_bits(), figures[11].to_bits());
        prop_assert_eq!(ours, figures.map(f64::to_bits));
    }
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
                block.draw(seed, 7).unwrap();
                let mut counted = Vec::new();
                Counts::new(&all).count(&block, &mut Workspace::default(), &mut counted);
                // Ranking twice, and fewer replicates after more: what was before must not matter.
                let mut board = Board::new(&profile);
                board.rank(&mut counted.clone(), 64, &Detail::None);
                let kept = board.rank(&mut counted.clone(), 9, &Detail::All);
                for lane in [0, 8] {
                    let place = |paper: usize| all.papers.iter().position(|&own| own as usize == paper);
                    let again =
                        resampled(corpus, |paper| place(paper).map_or(0, |place| block.times[place].0[lane]));
                    prop_assert_eq!(again.papers.len(), all.papers.len());
                    let others = Units::new(&again, level);
                    let tallies = count::count(&again, &others, &request).unwrap();
                    same_counts(counting, &all, (&counted, lane), &tallies)?;
                    if counting == Counting::Full {
                        same_ranking(&all, (&kept, lane), (&others, &tallies, &profile))?;
                    }
                }
            }
        }
        Ok(())
    };
    let scaled = (profiles(), select(vec![1, 30, 1_000_003]));
    runner(256).run(&(corpora(), selections(), scaled, any::<u64>()), check).unwrap();
}
