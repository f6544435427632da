//! The views of a ranking against papers spelled out as lists: on random corpora, under every rule.

use super::brute::{Fraction, Model, Paper, sum};
use super::runner;
use crate::support::corpus::corpora;
use aicity::engine::rank::rank_corpus;
use aicity::engine::views::behind::{self, OfMembers, OfPapers};
use aicity::engine::views::members::{self, Member, Sort};
use aicity::engine::views::survey::Survey;
use aicity::engine::views::{Focus, compare, edition, find, partners, series, unit};
use aicity::engine::{Ranked, ranking_table};
use aicity::graph::Level;
use aicity::graph::units::LEVELS;
use aicity::index::Profile;
use aicity::index::profile::Years;
use aicity::index::standardise::{Scale, ZeroRule};
use aicity::indicators::{CollaborationRule, Counting};
use aicity::model::builder::Built;
use aicity::model::{Corpus, Texts};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const RULES: [CollaborationRule; 3] =
    [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];

/// A profile, before the corpus is known.
#[derive(Debug, Clone)]
pub struct Choice {
    profile: Profile,
    venues: Vec<Index>,
    subfields: Vec<Index>,
}

pub fn choices() -> impl Strategy<Value = Choice> {
    let rules =
        (select(&LEVELS[..]), select(&[Counting::Full, Counting::Fractional][..]), select(&RULES[..]));
    let years = prop::option::of((2011u32..2015, 0u32..5).prop_map(|(from, more)| (from, from + more)));
    let some = || prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any::<Index>(), 1..3)];
    (rules, years, some(), some()).prop_map(|((unit, counting, collaboration), years, venues, subfields)| {
        let years = Years(years);
        let profile = Profile { unit, counting, collaboration, years, ..Profile::default() };
        Choice { profile, venues, subfields }
    })
}

impl Choice {
    fn of(&self, corpus: &Corpus) -> Profile {
        let pick = |list: &[Index], labels: &aicity::model::corpus::Labels| {
            let all: Vec<&str> = labels.id.iter().collect();
            let some = list.iter().filter(|_| !all.is_empty());
            some.map(|i| (*i.get(&all)).to_owned()).collect::<Vec<String>>()
        };
        let venues = pick(&self.venues, &corpus.venues);
        Profile { venues, subfields: pick(&self.subfields, &corpus.subfields), ..self.profile.clone() }
    }
}

/// The profile that a choice is on a corpus.
pub fn profile_of(choice: &Choice, corpus: &Corpus) -> Profile {
    choice.of(corpus)
}

/// A ranking beside its papers.
struct Case {
    ranked: Ranked,
    texts: Texts,
    model: Model,
}

fn case((built, choice): (Built, Choice)) -> Case {
    let profile = choice.of(&built.corpus);
    let corpus = Arc::new(built.corpus);
    let ranked = rank_corpus(Arc::clone(&corpus), &profile).unwrap();
    let rules = (profile.counting, profile.collaboration);
    let model = Model::new((&ranked.corpus, &built.texts), profile.unit, &ranked.selection, rules);
    Case { ranked, texts: built.texts, model }
}

fn check(cases: u32, check: impl Fn(&Case, u32) -> Result<(), TestCaseError>) {
    let each = |given| {
        let case = case(given);
        (0..case.ranked.units().len() as u32).try_for_each(|unit| check(&case, unit))
    };
    runner(cases).run(&(corpora(), choices()), each).unwrap();
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
        (a, b) => a == b,
    }
}

/// What a unit gets for a paper.
type Of<'a> = &'a dyn Fn(&Paper) -> Fraction;

#[test]
fn the_papers_behind_a_number_add_up_to_it() {
    check(96, |case, unit| {
        let focus = Focus::new(&case.ranked, unit);
        let (model, tally) = (&case.model, &case.ranked.tallies.units[unit as usize]);
        let citations = |paper: &Paper| paper.citations.unwrap_or(0);
        let numbers: [(OfPapers, Of<'_>); 3] = [
            (OfPapers::Papers, &|paper| model.credit(paper, unit)),
            (OfPapers::Citations, &|paper| model.credit(paper, unit).times(citations(paper))),
            (OfPapers::InternationalCollaborations, &|paper| model.collaborations(paper, unit)),
        ];
        for (of, credit) in numbers {
            let rows = behind::papers(&focus, &case.texts, of);
            let mut expected: Vec<&Paper> = model.of(unit);
            expected.retain(|paper| credit(paper).0 > 0);
            expected.sort_by(|a, b| (b.citations, &a.id).cmp(&(a.citations, &b.id)));
            let wanted: Vec<_> =
                expected.iter().map(|paper| (paper.id.clone(), credit(paper).text())).collect();
            let found: Vec<_> = rows.iter().map(|row| (row.paper_id.clone(), row.credit.exact())).collect();
            prop_assert_eq!(found, wanted, "{:?}", of);
            let total = sum(expected.iter().map(|paper| credit(paper)));
            prop_assert_eq!(of.total(tally).to_string(), total.text());
            let foreign =
                |paper: &Paper| paper.units().iter().filter(|&&other| model.crosses(unit, other)).count();
            for (row, paper) in rows.iter().zip(expected) {
                prop_assert_eq!(row.foreign_units, foreign(paper) as u64);
                prop_assert_eq!((row.year, row.citations), (paper.year, paper.citations));
                prop_assert_eq!(&row.venue, paper.venue.as_deref().unwrap_or(""));
                prop_assert!((row.credit.value() - credit(paper).value()).abs() < 1e-9);
            }
        }
        Ok(())
    });
}

#[test]
fn the_scholars_and_institutions_behind_a_number_add_up_to_it() {
    check(96, |case, unit| {
        let focus = Focus::new(&case.ranked, unit);
        let tally = &case.ranked.tallies.units[unit as usize];
        let institutions = case.model.institutions(unit).into_iter().map(|key| (key, Fraction(1, 1)));
        let expected = [
            (OfMembers::Scholars, case.model.scholars(unit)),
            (OfMembers::Institutions, institutions.collect()),
        ];
        for (of, expected) in expected {
            let rows = behind::members(&focus, &case.texts, of, Sort::Citations);
            let found: BTreeMap<String, String> =
                rows.iter().map(|row| (row.member.key.clone(), row.credit.exact())).collect();
            let total = sum(expected.values().copied());
            let wanted = expected.into_iter().map(|(key, credit)| (key, credit.text())).collect();
            prop_assert_eq!(rows.len(), found.len());
            prop_assert_eq!(found, wanted, "{:?}", of);
            prop_assert_eq!(of.total(tally).to_string(), total.text());
            prop_assert!(rows.is_sorted_by(|a, b| Sort::Citations.compare(&a.member, &b.member).is_lt()));
        }
        Ok(())
    });
}

#[test]
fn a_survey_finds_for_every_unit_what_a_look_at_it_alone_finds() {
    check(64, |case, _| {
        let survey = Survey::new(&case.ranked);
        for unit in 0..case.ranked.units().len() as u32 {
            let (alone, surveyed) = (Focus::new(&case.ranked, unit), survey.focus(unit));
            prop_assert_eq!(&alone.papers, &surveyed.papers);
            prop_assert_eq!(series::series(&alone), survey.series(&surveyed));
        }
        Ok(())
    });
}

#[test]
fn a_year_is_what_a_ranking_of_it_alone_counts() {
    check(64, |case, unit| {
        let focus = Focus::new(&case.ranked, unit);
        let points = series::series(&focus);
        let years: Vec<Option<u32>> = points.iter().map(|point| point.year).collect();
        let all: BTreeSet<Option<u32>> = case.model.papers.iter().map(|paper| paper.year).collect();
        let (first, last) = (all.iter().flatten().min(), all.iter().flatten().max());
        let mut expected: Vec<Option<u32>> = match (first, last) {
            (Some(&first), Some(&last)) => (first..=last).map(Some).collect(),
            _ => Vec::new(),
        };
        expected.extend(all.contains(&None).then_some(None));
        prop_assert_eq!(years, expected);
        for point in points {
            let wanted = case.model.only(|paper| paper.year == point.year).indicators(unit);
            let same = point.indicators.0.iter().zip(wanted).all(|(&found, wanted)| near(found, wanted));
            prop_assert!(same, "{:?}: {:?}, not {:?}", point.year, point.indicators, wanted);
            if let Some(year) = point.year {
                let profile = Profile { years: Years(Some((year, year))), ..case.ranked.profile.clone() };
                let alone = rank_corpus(Arc::clone(&case.ranked.corpus), &profile).unwrap();
                let tallies = series::tallies(&focus);
                let own = tallies.get(&Some(year)).cloned().unwrap_or_default();
                prop_assert_eq!(&own, &alone.tallies.units[unit as usize]);
            }
        }
        Ok(())
    });
}

/// Key → papers, citations, credit.
type Counts = BTreeMap<String, (u64, u64, f64)>;

fn counts(members: &[Member], sort: Sort) -> Result<Counts, TestCaseError> {
    let order = |member: &Member| {
        let (papers, citations) = (member.papers, member.citations);
        let counts = if sort == Sort::Papers { (papers, citations) } else { (citations, papers) };
        (std::cmp::Reverse(counts), member.key.clone())
    };
    prop_assert!(members.is_sorted_by_key(order));
    Ok(members.iter().map(|m| (m.key.clone(), (m.papers, m.citations, m.credit.value()))).collect())
}

fn same_counts(found: &Counts, wanted: &Counts) -> bool {
    let same = |(key, counts): (&String, &(u64, u64, f64))| {
        let wanted = wanted.get(key).copied().unwrap_or_default();
        (counts.0, counts.1) == (wanted.0, wanted.1) && near(Some(counts.2), Some(wanted.2))
    };
    found.len() == wanted.len() && found.iter().all(same)
}

#[test]
fn members_have_what_their_papers_have() {
    check(64, |case, unit| {
        let focus = Focus::new(&case.ranked, unit);
        let (model, texts) = (&case.model, &case.texts);
        let own = model.only(|paper| paper.units().contains(&unit));
        let scholars: Counts = model
            .scholars(unit)
            .into_keys()
            .map(|key| {
                let counted =
                    own.counted(|p| p.scholars(unit).contains(key.as_str()), |p| p.weight_of(&key, unit));
                (key, counted)
            })
            .collect();
        let institutions: Counts = model
            .institutions(unit)
            .into_iter()
            .map(|key| {
                let weight = |paper: &Paper| paper.weight(|(institution, _)| *institution == key);
                (key.clone(), own.counted(|p| p.institutions(unit).contains(key.as_str()), weight))
            })
            .collect();
        let topics = |of: &dyn Fn(&Paper) -> Vec<String>| -> Counts {
            let all: BTreeSet<String> = own.papers.iter().flat_map(of).collect();
            let count =
                |key: String| (key.clone(), own.counted(|p| of(p).contains(&key), |p| model.credit(p, unit)));
            all.into_iter().map(count).collect()
        };
        for sort in [Sort::Papers, Sort::Citations] {
            let found = [
                (members::scholars(&focus, texts, sort), scholars.clone()),
                (members::institutions(&focus, sort), institutions.clone()),
                (members::venues(&focus, sort), topics(&|paper| paper.venue.iter().cloned().collect())),
                (members::subfields(&focus, sort), topics(&|paper| paper.subfields.clone())),
            ];
            for (found, wanted) in found {
                let found = counts(&found, sort)?;
                prop_assert!(same_counts(&found, &wanted), "{:?}, not {:?}", found, wanted);
            }
        }
        // Weights of scholars add up to the unit's, and so do those of institutions.
        if model.counting == Counting::Fractional {
            let papers = sum(model.of(unit).into_iter().map(|paper| model.credit(paper, unit))).value();
            for all in [scholars, institutions] {
                prop_assert!(near(Some(all.values().map(|counts| counts.2).sum()), Some(papers)));
            }
        }
        Ok(())
    });
}

#[test]
fn partners_together_have_the_unit_s_collaborations() {
    check(96, |case, unit| {
        let focus = Focus::new(&case.ranked, unit);
        let (model, units) = (&case.model, case.ranked.units());
        let found = partners::partners(&focus);
        let own = model.of(unit);
        let others: BTreeSet<u32> =
            own.iter().flat_map(|paper| paper.units()).filter(|&other| other != unit).collect();
        let mut wanted: Vec<_> = others
            .into_iter()
            .map(|other| {
                let both: Vec<_> = own.iter().filter(|paper| paper.units().contains(&other)).collect();
                let citations: u64 = both.iter().map(|paper| paper.citations.unwrap_or(0)).sum();
                let key = units.key(other).to_owned();
                (std::cmp::Reverse(both.len() as u64), key, other, citations, model.crosses(unit, other))
            })
            .collect();
        wanted.sort();
        let wanted: Vec<_> =
            wanted.into_iter().map(|(papers, key, _, cited, far)| (key, papers.0, cited, far)).collect();
        let rows = found.iter().map(|p| (p.key.clone(), p.papers, p.citations, p.international));
        prop_assert_eq!(rows.collect::<Vec<_>>(), wanted);
        let mut total = aicity::indicators::Sum::default();
        found.iter().for_each(|partner| total.add_all(&partner.collaborations.0));
        let number = sum(own.iter().map(|paper| model.collaborations(paper, unit)));
        prop_assert_eq!(total.to_string(), number.text());
        prop_assert!(found.iter().all(|p| p.international || p.collaborations.0.is_zero()));
        if (model.rule, model.counting) == (CollaborationRule::Incidences, Counting::Full) {
            prop_assert!(
                found
                    .iter()
                    .filter(|p| p.international)
                    .all(|p| p.collaborations.exact() == p.papers.to_string())
            );
        }
        Ok(())
    });
}

#[test]
fn a_profile_is_the_row_of_the_ranking() {
    check(64, |case, number| {
        let (ranked, model) = (&case.ranked, &case.model);
        let found = unit::profile(ranked, number);
        let row = ranked.ranking.rows.iter().find(|row| row.unit == number);
        prop_assert_eq!(found.rank, row.map(|row| row.rank));
        prop_assert_eq!(found.indices.map(|indices| indices.0), row.map(|row| row.indices));
        let wanted = model.indicators(number);
        let same = found.indicators.0.iter().zip(wanted).all(|(&found, wanted)| near(found, wanted));
        prop_assert!(same, "{:?}, not {:?}", found.indicators, wanted);
        let points: f64 = found.terms.iter().map(|step| step.points).sum();
        prop_assert!(near(row.map(|row| row.indices[4]), row.map(|_| points)));
        let (corpus, level) = (&ranked.corpus, ranked.profile.unit);
        let everything =
            Model::new((corpus, &case.texts), level, &ranked.selection, (model.counting, model.rule));
        prop_assert_eq!(
            found.identity.country.is_empty(),
            everything.country.get(&number).copied().flatten().is_none()
        );
        if level == Level::City {
            let inside = corpus.institutions.city.iter().filter(|&&city| city == number).count() as u64;
            prop_assert_eq!((found.members.cities, found.members.institutions), (1, inside));
            let here = corpus.cities.coordinates.get(number as usize);
            prop_assert_eq!(found.identity.latitude.zip(found.identity.longitude), here);
        }
        Ok(())
    });
}

#[test]
fn units_side_by_side_share_the_papers_that_both_are_on() {
    let each = |given| {
        let Case { ranked, model, .. } = &case(given);
        let units = ranked.units();
        // Keys of a metro and a city may be the same here; the first one is meant.
        let mut numbers: Vec<u32> =
            (0..units.len() as u32).filter(|&u| units.find(units.key(u)) == Some(u)).collect();
        numbers.truncate(4);
        let keys: Vec<String> = numbers.iter().map(|&unit| units.key(unit).to_owned()).collect();
        let found = compare::compare(ranked, &keys);
        if keys.len() < 2 {
            prop_assert!(found.is_err());
            return Ok(());
        }
        let found = found.unwrap();
        for (compared, &number) in found.units.iter().zip(&numbers) {
            prop_assert_eq!(&compared.profile, &unit::profile(ranked, number));
            let share = model.of(number).len() as f64 / model.papers.len() as f64;
            prop_assert_eq!(compared.share_of_papers, (!model.papers.is_empty()).then_some(share));
            prop_assert_eq!(&compared.series, &series::series(&Focus::new(ranked, number)));
        }
        for shared in &found.shared {
            let ends = [&shared.a, &shared.b].map(|key| units.find(key).unwrap());
            let both = model.papers.iter().filter(|paper| ends.iter().all(|end| paper.units().contains(end)));
            prop_assert_eq!(shared.papers, both.count() as u64);
        }
        prop_assert_eq!(found.shared.len(), keys.len() * (keys.len() - 1) / 2);
        let all = model.papers.iter().filter(|paper| numbers.iter().all(|one| paper.units().contains(one)));
        prop_assert_eq!(found.papers_of_all, all.count() as u64);
        for row in &found.subfields {
            for (cell, &number) in row.units.iter().zip(&numbers) {
                let own = model.only(|paper| paper.units().contains(&number));
                let fits = |paper: &Paper| paper.subfields.contains(&row.key);
                let (papers, citations, credit) = own.counted(fits, |paper| model.credit(paper, number));
                prop_assert_eq!((cell.papers, cell.citations), (papers, citations));
                let total = model.indicators(number)[0].unwrap();
                let share = (total > 0.0).then(|| credit / total);
                prop_assert!(near(cell.share, share), "{:?} {:?} {:?}", row.key, cell, share);
            }
        }
        Ok(())
    };
    runner(64).run(&(corpora(), choices()), each).unwrap();
}

#[test]
fn a_unit_is_found_by_any_piece_of_its_name() {
    check(64, |case, number| {
        let units = case.ranked.units();
        let of = |unit: u32| [units.key(unit), units.name(unit), units.name_zh(unit)].map(find::folded);
        for text in of(number) {
            let piece: String = text.chars().skip(text.chars().count() / 3).take(3).collect();
            for wanted in [text.to_uppercase(), piece] {
                let found = find::find(&case.ranked, &wanted);
                let wanted = find::folded(wanted.trim());
                let fits = |&unit: &u32| of(unit).iter().any(|name| name.contains(&wanted));
                let expected = (0..units.len() as u32).filter(fits).count();
                prop_assert_eq!(found.len(), expected, "{:?}", wanted);
                prop_assert!(found.iter().any(|one| one.key == units.key(number)));
                let order = |one: &find::Found| {
                    (one.matched, std::cmp::Reverse(one.papers.to_bits()), one.key.clone())
                };
                prop_assert!(found.is_sorted_by_key(order));
            }
        }
        Ok(())
    });
}

#[test]
fn a_ranking_asked_again_is_the_ranking() {
    let rules =
        (select(&[ZeroRule::Log1p, ZeroRule::Drop][..]), select(&[Scale::Zscore, Scale::Percentile][..]));
    let each = |(given, (zero, scale), paper, minimum): ((Built, Choice), _, u32, u32)| {
        let ranked = case(given).ranked;
        let mut profile = ranked.profile.clone();
        (profile.zero, profile.scale, profile.minimum_papers) = (zero, scale, f64::from(minimum));
        (profile.weights.paper, profile.weights.scholar) =
            (f64::from(paper) / 10.0, 0.6 - f64::from(paper) / 10.0);
        let again = ranked.again(&profile).unwrap();
        let fresh = rank_corpus(Arc::clone(&ranked.corpus), &profile).unwrap();
        prop_assert!(
            Arc::ptr_eq(&ranked.corpus, &fresh.corpus) && Arc::ptr_eq(&ranked.corpus, &again.corpus)
        );
        prop_assert_eq!(&again.ranking, &fresh.ranking);
        prop_assert_eq!((again.coverage, again.left_out), (fresh.coverage, fresh.left_out));
        let other = Profile { unit: Level::Country, years: Years(Some((1999, 1999))), ..profile };
        prop_assert!(ranked.again(&other).is_err());
        let units = again.units();
        let all = ranking_table::table(&again, &units, 0..usize::MAX);
        let part = ranking_table::table(&again, &units, 1..3);
        prop_assert_eq!(&part.rows[..], &all.rows[1.min(all.rows.len())..3.min(all.rows.len())]);
        Ok(())
    };
    runner(64).run(&((corpora(), choices()), rules, 0u32..=6, 0u32..3), each).unwrap();
}

#[test]
fn an_edition_says_what_it_holds() {
    let each = |built: Built| {
        let manifest = aicity::store::generations::Manifest {
            layout: 3,
            program: "x".to_owned(),
            holds: aicity::rdf::dump::Holds::Corpus,
            counts: built.corpus.counts(),
            rejections: BTreeMap::from([("r".to_owned(), 1)]),
            skipped: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        let found = edition::edition(&built.corpus, &manifest);
        let everything = aicity::graph::Selection::default();
        let rules = (Counting::Full, CollaborationRule::Papers);
        let papers = Model::new((&built.corpus, &built.texts), Level::City, &everything, rules).papers;
        let years: BTreeSet<u32> = papers.iter().filter_map(|paper| paper.year).collect();
        prop_assert_eq!(
            found.years.map(|span| (span.first, span.last)),
            years.first().copied().zip(years.last().copied())
        );
        for venue in &found.venues {
            let with = papers.iter().filter(|paper| paper.venue.as_ref() == Some(&venue.key)).count();
            prop_assert_eq!(venue.papers, with as u64);
        }
        for subfield in &found.subfields {
            let with = papers.iter().filter(|paper| paper.subfields.contains(&subfield.key)).count();
            prop_assert_eq!(subfield.papers, with as u64);
        }
        prop_assert_eq!(found.coverage.papers, papers.len() as u64);
        prop_assert_eq!((found.sources.len(), found.sources[0].bytes), (1, 17));
        prop_assert_eq!(&found.rejections, &manifest.rejections);
        Ok(())
    };
    runner(64).run(&corpora(), each).unwrap();
}
