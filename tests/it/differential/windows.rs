//! Citation windows: a ranking with a window is the ranking of the corpus in which each paper has the citations of its
//! window, counted here from the lists one year after the other.

use super::runner;
use crate::support::corpus::{corpora, image};
use aicity::engine::diff::{Ask, Edition, diff};
use aicity::engine::rank::{Engine, rank, rank_corpus};
use aicity::engine::{Ranked, Source};
use aicity::graph::units::LEVELS;
use aicity::graph::windows::CitationWindow;
use aicity::index::Profile;
use aicity::index::profile::Years;
use aicity::indicators::Counting;
use aicity::model::Corpus;
use aicity::model::builder::Built;
use aicity::model::corpus::NO_CITATIONS;
use aicity::robustness::sensitivity::{Options, Study};
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Citations of each paper in its window, by a plain reading of docs/METHOD.md.
fn by_hand(corpus: &Corpus, window: u32) -> Vec<Option<u64>> {
    let papers = 0..corpus.papers.len();
    let lists: Vec<Option<BTreeMap<u32, u64>>> =
        papers.clone().map(|p| corpus.papers.cited_in.of(p).map(Iterator::collect)).collect();
    let counter = |p: usize| corpus.papers.citation_source[p];
    let of_counter = |p: usize| -> Vec<&BTreeMap<u32, u64>> {
        papers.clone().filter(|&q| counter(q) == counter(p)).filter_map(|q| lists[q].as_ref()).collect()
    };
    let known = |p: usize| {
        let (list, year) = (lists[p].as_ref()?, corpus.papers.year(p)?);
        let all = of_counter(p);
        let years: BTreeSet<u32> = all.iter().flat_map(|list| list.keys().copied()).collect();
        let together = |year: &u32| all.iter().filter_map(|list| list.get(year)).sum::<u64>();
        let fullest = years.iter().map(together).max()?;
        let unfinished = *years.iter().filter(|year| together(year) * 100 >= fullest).max()?;
        let first = *years.iter().min()?;
        let mut sum = 0;
        for year in year..=year + window {
            if year < first || year >= unfinished {
                return None;
            }
            sum += list.get(&year).copied().unwrap_or(0);
        }
        let lists_none = list.values().all(|&count| count == 0);
        (!lists_none || corpus.papers.citations(p) == Some(0)).then_some(sum)
    };
    papers.clone().map(known).collect()
}

/// The corpus with other citations.
fn replaced(corpus: &Corpus, citations: &[Option<u64>]) -> Arc<Corpus> {
    let mut other = corpus.clone();
    other.papers.cited = citations.iter().map(|count| count.unwrap_or(NO_CITATIONS)).collect();
    Arc::new(other)
}

fn profiles() -> impl Strategy<Value = (Profile, u32)> {
    let counting = select(&[Counting::Full, Counting::Fractional][..]);
    (select(&LEVELS[..]), counting, 0u32..3).prop_map(|(unit, counting, window)| {
        (Profile { unit, counting, years: Years(None), ..Profile::default() }, window)
    })
}

fn windowed(profile: &Profile, window: u32) -> Profile {
    Profile { citation_window: CitationWindow(Some(window)), ..profile.clone() }
}

fn same(ours: &Ranked, expected: &Ranked) -> Result<(), TestCaseError> {
    prop_assert_eq!(&ours.corpus.papers.cited, &expected.corpus.papers.cited);
    prop_assert_eq!(&ours.tallies, &expected.tallies);
    prop_assert_eq!(&ours.ranking, &expected.ranking);
    prop_assert_eq!(ours.coverage, expected.coverage);
    Ok(())
}

/// Runs a check on random corpora of which some papers have complete windows; others must be refused.
fn on_windows(cases: u32, check: impl Fn(&Built, &Profile, u32, &Arc<Corpus>) -> Result<(), TestCaseError>) {
    let known = Cell::new(0);
    let each = |(built, (profile, window)): (Built, (Profile, u32))| {
        let citations = by_hand(&built.corpus, window);
        if citations.iter().all(Option::is_none) {
            let refused = rank_corpus(built.corpus, &windowed(&profile, window)).unwrap_err();
            prop_assert_eq!(refused.kind(), aicity::base::Kind::Usage);
            return Ok(());
        }
        known.set(known.get() + 1);
        check(&built, &profile, window, &replaced(&built.corpus, &citations))
    };
    runner(cases).run(&(corpora(), profiles()), each).unwrap();
    assert!(known.get() >= cases / 8, "{} of {cases} corpora have windows", known.get());
}

#[test]
fn a_window_is_other_citations() {
    on_windows(512, |built, profile, window, other| {
        let ours = rank_corpus(built.corpus.clone(), &windowed(profile, window)).unwrap();
        same(&ours, &rank_corpus(Arc::clone(other), profile).unwrap())
    });
}

#[test]
fn both_engines_count_in_windows() {
    on_windows(24, |built, profile, window, _| {
        let dir = tempfile::tempdir().unwrap();
        let mut written = (built.corpus.clone(), built.texts.clone(), built.statements.clone());
        let mut contents = aicity::store::generations::Contents {
            holds: aicity::rdf::dump::Holds::Corpus,
            corpus: &mut written.0,
            texts: &mut written.1,
            statements: &mut written.2,
            image: &image(built),
            rejections: BTreeMap::new(),
            skipped: BTreeMap::new(),
        };
        let store = aicity::store::generations::Store::at(dir.path());
        store.writer().unwrap().publish(&mut contents).unwrap();
        let source = Source::store(dir.path()).unwrap();
        prop_assert_eq!(&source.corpus().unwrap(), &built.corpus, "a store is not what was written");
        let [walked, asked] = [Engine::Graph, Engine::Sparql]
            .map(|engine| rank(&source, &windowed(profile, window), engine).unwrap());
        same(&asked, &walked)
    });
}

#[test]
fn sensitivity_varies_the_rest_within_the_window() {
    on_windows(48, |built, profile, window, other| {
        let effects = |corpus: Arc<Corpus>, profile: &Profile| {
            let study = Study::new(corpus, profile, Options::default());
            study.and_then(|mut study| study.tornado()).map(|effects| format!("{effects:?}")).ok()
        };
        let ours = effects(Arc::new(built.corpus.clone()), &windowed(profile, window));
        prop_assert_eq!(ours, effects(Arc::clone(other), profile));
        Ok(())
    });
}

#[test]
fn a_window_in_one_edition_is_a_difference_of_citations() {
    on_windows(64, |built, profile, window, other| {
        let texts = Arc::new(built.texts.clone());
        let edition = |corpus: &Arc<Corpus>, profile: &Profile| Edition {
            corpus: Arc::clone(corpus),
            texts: Arc::clone(&texts),
            profile: profile.clone(),
        };
        let whole = Arc::new(built.corpus.clone());
        let (a, ask) = (edition(&whole, profile), Ask { force: true, ..Ask::default() });
        let ours = diff(&a, &edition(&whole, &windowed(profile, window)), &ask);
        let theirs = diff(&a, &edition(other, profile), &ask);
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else {
            return Err(TestCaseError::fail("editions that cannot be compared"));
        };
        prop_assert_eq!(&ours.units, &theirs.units);
        prop_assert_eq!(ours.edits.citations, theirs.edits.citations);
        prop_assert_eq!(ours.edits.rules.len(), 1);
        prop_assert_eq!(&ours.edits.rules[0].key, "citation_window");
        Ok(())
    });
}
