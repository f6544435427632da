//! The difference of two editions on random edits of random corpora: parts add up exactly, both ends are the rankings of
//! the editions, edits of one sort have effects of that sort only, and stages are what hybrids made from records give.

use super::runner;
use crate::support::corpus::{Record, build, corpora, records};
use aicity::engine::Ranked;
use aicity::engine::diff::{Ask, Difference, Edition, UnitChange, diff};
use aicity::engine::rank::rank_corpus;
use aicity::graph::rules::{CountryScheme, Metros};
use aicity::graph::units::LEVELS;
use aicity::graph::{Level, Units};
use aicity::index::profile::Years;
use aicity::index::standardise::{Scale, ZeroRule};
use aicity::index::{Profile, ranking};
use aicity::indicators::{CollaborationRule, Counting, Tallies};
use aicity::model::builder::Built;
use aicity::model::record::{Affiliation, Authorship, City, Institution, Paper};
use aicity::robustness::difference::{
    Change, MEASURES, Measures, RULES, STAGES, Step, billionths, decompose,
};
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which sorts of edits are made, in the order of the stages of data.
type Sorts = [bool; RULES];

const ALL: Sorts = [true; RULES];

/// A profile without names of venues: both editions understand it.
fn profile(unit: Level) -> impl Strategy<Value = Profile> {
    let years =
        prop_oneof![1 => Just(None), 1 => (2012u32..2015, 0u32..3).prop_map(|(a, n)| Some((a, a + n)))];
    let rules = [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];
    let zero = [ZeroRule::Epsilon(1e-10), ZeroRule::Log1p, ZeroRule::Drop];
    let scales = [Scale::Minmax, Scale::Minmax, Scale::Zscore, Scale::Percentile];
    let index = (select(zero.to_vec()), select(scales.to_vec()), select(vec![0.0, 0.0, 2.0]));
    let counts = (select(vec![Counting::Full, Counting::Fractional]), select(rules.to_vec()), years);
    let places = (select(vec![Metros::Corpus, Metros::Corpus, Metros::None]), any::<bool>());
    (index, counts, places).prop_map(move |(index, counts, (metros, iso))| {
        let ((zero, scale, minimum_papers), (counting, collaboration, years)) = (index, counts);
        let country_scheme = if iso { CountryScheme::Iso } else { CountryScheme::Study };
        let years = Years(years);
        let name = "random".to_owned();
        let rules = Profile { name, zero, scale, counting, collaboration, years, ..Profile::default() };
        Profile { unit, metros, country_scheme, minimum_papers, ..rules }
    })
}

/// Profiles of A and of B.
fn profiles() -> impl Strategy<Value = (Profile, Profile)> {
    let pair = |unit| (profile(unit), prop_oneof![Just(None), profile(unit).prop_map(Some)]);
    select(&LEVELS[..]).prop_flat_map(pair).prop_map(|(a, b)| {
        let b = b.unwrap_or_else(|| a.clone());
        (a, b)
    })
}

/// The records with one for each paper (of two, an edit could change which is kept), and with some cities and institutions
/// that most authors name, so that there is something to rank.
fn grounded(records: Vec<Record>) -> Vec<Record> {
    let mut seen = BTreeSet::new();
    let is_first =
        |record: &Record| !matches!(record, Record::Paper(paper) if !seen.insert(paper.id.to_string()));
    let mut all: Vec<Record> = records.into_iter().filter(is_first).collect();
    let cities: BTreeSet<String> = all.iter().filter_map(city_of).collect();
    let institutions: BTreeSet<String> = all.iter().filter_map(institution_of).collect();
    for (city, country, institution) in [("1", "US", "I1"), ("2", "CN", "I2"), ("10", "FR", "I10")] {
        if !cities.contains(city) {
            all.push(Record::City(City { id: city.into(), country: country.into(), ..City::default() }));
        }
        if !institutions.contains(institution) {
            let (id, city) = (institution.into(), city.into());
            all.push(Record::Institution(Institution { id, city, ..Institution::default() }));
        }
    }
    all
}

fn city_of(record: &Record) -> Option<String> {
    if let Record::City(city) = record { Some(city.id.to_string()) } else { None }
}

fn institution_of(record: &Record) -> Option<String> {
    if let Record::Institution(institution) = record { Some(institution.id.to_string()) } else { None }
}

/// A number for a key, and for each sort of edit another one: `splitmix64` over the bytes.
fn chance(key: &str, salt: u64, sort: u64) -> u64 {
    let mix = |state: u64, byte: u64| {
        let z = (state ^ byte).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    key.bytes().map(u64::from).chain([sort]).fold(salt, mix)
}

fn paper_of(record: &Record) -> Option<&str> {
    match record {
        Record::Paper(paper) => Some(&paper.id),
        Record::Authorship(row) => Some(&row.paper),
        _ => None,
    }
}

/// The records of A and of B.
fn editions(records: &[Record], sorts: Sorts, salt: u64) -> (Vec<Record>, Vec<Record>) {
    let lacks = |sort: usize| {
        move |record: &&Record| {
            !(sorts[sort]
                && paper_of(record).is_some_and(|key| chance(key, salt, 9).is_multiple_of(4))
                && paper_of(record).is_some_and(|key| chance(key, salt, 8) % 2 == sort as u64))
        }
    };
    let a = records.iter().filter(lacks(1)).cloned().collect();
    let b = records.iter().filter(lacks(0)).map(|record| edited(record, sorts, salt)).collect();
    (a, b)
}

fn one_of(list: &[&'static str], n: u64) -> std::borrow::Cow<'static, str> {
    list[n as usize % list.len()].into()
}

fn edited(record: &Record, sorts: Sorts, salt: u64) -> Record {
    let draw = |key: &str, sort: usize| {
        let n = chance(key, salt, sort as u64);
        (sorts[sort] && n.is_multiple_of(3)).then_some(n / 3)
    };
    match record.clone() {
        Record::Paper(mut paper) => {
            edit_paper(&mut paper, draw(&record_key(record), 2), draw(&record_key(record), 3));
            Record::Paper(paper)
        }
        Record::Authorship(mut row) => {
            if let Some(n) = draw(&record_key(record), 4) {
                edit_author(&mut row, n);
            }
            Record::Authorship(row)
        }
        Record::Institution(institution) => match draw(&institution.id, 5) {
            Some(n) => {
                Record::Institution(Institution { city: one_of(&["1", "2", "10", ""], n), ..institution })
            }
            None => Record::Institution(institution),
        },
        Record::City(city) => match draw(&city.id, 5) {
            Some(n) => {
                let (metro, country) = (one_of(&["", "bay", "1"], n), one_of(&["US", "CN", "HK", ""], n / 3));
                Record::City(City { metro, country, ..city })
            }
            None => Record::City(city),
        },
        other => other,
    }
}

fn record_key(record: &Record) -> String {
    match record {
        Record::Authorship(row) => format!("{} {}", row.paper, row.position),
        other => paper_of(other).unwrap_or_default().to_owned(),
    }
}

fn edit_paper(paper: &mut Paper<'static>, facts: Option<u64>, citations: Option<u64>) {
    if let Some(n) = facts {
        paper.year = Some(2012 + (n % 5) as u16);
        paper.venue = one_of(&["", "neurips", "new"], n / 5);
    }
    if let Some(n) = citations {
        paper.citations = Some(n % 700).filter(|n| !n.is_multiple_of(7));
    }
}

fn edit_author(row: &mut Authorship<'static>, n: u64) {
    if n.is_multiple_of(2) {
        row.scholar = one_of(&["A1", "A10", "new"], n / 2);
    } else {
        row.affiliation = Affiliation::Institution(one_of(&["I1", "I2", "I10", "nowhere"], n / 2));
    }
}

/// Two editions, built from records.
struct Case {
    a: Edition,
    b: Edition,
}

fn edition(built: Built, profile: Profile) -> Edition {
    Edition { corpus: Arc::new(built.corpus), texts: Arc::new(built.texts), profile }
}

fn case((records, profiles, salt): (Vec<Record>, (Profile, Profile), u64), sorts: Sorts) -> Case {
    let (a, b) = editions(&grounded(records), sorts, salt);
    Case { a: edition(build(&a), profiles.0), b: edition(build(&b), profiles.1) }
}

const FORCED: Ask = Ask { force: true, papers_of: Vec::new() };

/// The difference; `None` where the editions share nothing and are refused.
fn compared(case: &Case) -> Option<Difference> {
    match diff(&case.a, &case.b, &FORCED) {
        Ok(found) => Some(found),
        Err(error) => {
            assert_eq!(error.kind(), aicity::base::Kind::Usage, "{error}");
            None
        }
    }
}

/// Runs a check on random editions, and makes sure that most were comparable.
fn check(cases: u32, sorts: Sorts, check: impl Fn(&Case, &Difference) -> Result<(), TestCaseError>) {
    let (tried, done) = (Cell::new(0), Cell::new(0));
    let each = |given| {
        let case = case(given, sorts);
        tried.set(tried.get() + 1);
        compared(&case).map_or(Ok(()), |found| {
            done.set(done.get() + 1);
            check(&case, &found)
        })
    };
    runner(cases).run(&(records(), profiles(), any::<u64>()), each).unwrap();
    assert!(done.get() * 2 > tried.get(), "{} of {} editions were comparable", done.get(), tried.get());
}

fn sum(parts: impl Iterator<Item = Measures>) -> Measures {
    parts.fold([0; MEASURES], |sum, part| std::array::from_fn(|i| sum[i] + part[i]))
}

/// Measures of the ranked units of a ranking, computed from its rows.
fn measures(ranked: &Ranked) -> BTreeMap<(String, bool), Measures> {
    let units = ranked.units();
    let of = |row: &ranking::Row| {
        let values = row.values.map(|value| value.unwrap_or(0.0));
        let figures: Vec<f64> = row.indices.iter().chain(&values).copied().collect();
        let all = std::array::from_fn(|i| match i {
            0 => i128::from(row.rank),
            _ => (figures[i - 1] * 1e9).round() as i128,
        });
        ((units.key(row.unit).to_owned(), is_city(&units, row.unit)), all)
    };
    ranked.ranking.rows.iter().map(of).collect()
}

fn is_city(units: &Units<'_>, unit: u32) -> bool {
    format!("{:?}", units.kind(unit)) == "City"
}

fn identity(unit: &UnitChange) -> (String, bool) {
    (unit.key.clone(), format!("{:?}", unit.kind) == "City")
}

#[test]
fn causes_add_up_to_the_change() {
    let moved = Cell::new(0);
    check(768, ALL, |case, found| {
        let ends = [&case.a, &case.b].map(|e| rank_corpus(Arc::clone(&e.corpus), &e.profile).unwrap());
        let [a, b] = ends.each_ref().map(measures);
        let known: BTreeSet<_> = a.keys().chain(b.keys()).cloned().collect();
        prop_assert_eq!(found.units.len(), known.len());
        for unit in &found.units {
            let change = &unit.change;
            prop_assert_eq!(change.a, a.get(&identity(unit)).copied());
            prop_assert_eq!(change.b, b.get(&identity(unit)).copied());
            prop_assert_eq!(change.turned.is_some(), change.observed().is_none());
            if let Some(observed) = change.observed() {
                moved.set(moved.get() + usize::from(observed[0] != 0));
                let parts = sum(change.own.iter().chain(&change.others).copied());
                prop_assert_eq!(parts, observed, "{:?}", unit);
                prop_assert_eq!(sum(change.own.iter().copied().chain([change.all_others()])), observed);
            }
            prop_assert_eq!(change.others[RULES], [0; MEASURES]);
        }
        Ok(())
    });
    assert!(moved.get() > 100, "{} units changed their rank", moved.get());
}

#[test]
fn edits_of_one_sort_have_effects_of_that_sort() {
    for (sort, stage) in STAGES.iter().enumerate().take(RULES) {
        let sorts = std::array::from_fn(|i| i == sort);
        let touched = Cell::new(0);
        check(256, sorts, |case, found| {
            for change in found.units.iter().map(|unit| &unit.change) {
                for other in (0..RULES).filter(|&other| other != sort) {
                    prop_assert_eq!(change.own[other], [0; MEASURES], "{} by {}", stage.id, STAGES[other].id);
                    prop_assert_eq!(change.others[other], [0; MEASURES]);
                }
                if case.a.profile == case.b.profile {
                    prop_assert_eq!(change.own[RULES], [0; MEASURES]);
                }
                touched.set(touched.get() + usize::from(change.own[sort] != [0; MEASURES]));
            }
            let e = &found.edits;
            let counts =
                [e.removed, e.added, e.facts, e.citations, e.affiliations, e.institutions + e.cities];
            let others = (0..RULES).filter(|&other| other != sort);
            prop_assert!(others.clone().all(|other| counts[other] == 0), "{:?}", counts);
            Ok(())
        });
        assert!(touched.get() > 10, "{} changed {} units", stage.id, touched.get());
    }
}

#[test]
fn an_edition_does_not_differ_from_itself() {
    check(128, [false; RULES], |case, found| {
        prop_assert_eq!(&found.edits.rules.is_empty(), &(case.a.profile == case.b.profile));
        if case.a.profile == case.b.profile {
            let nothing = [[0; MEASURES]; STAGES.len()];
            prop_assert!(found.units.iter().all(|u| (u.change.own, u.change.others) == (nothing, nothing)));
            prop_assert!(found.units.iter().all(|unit| unit.change.a == unit.change.b));
        }
        Ok(())
    });
}

/// What a unit has after the first so many stages.
fn after(change: &Change, stages: usize) -> Option<Measures> {
    Some(sum([change.a?]
        .into_iter()
        .chain(change.own[..stages].iter().chain(&change.others[..stages]).copied())))
}

#[test]
fn hybrids_are_what_records_give() {
    let each = |(records, profiles, salt): (Vec<Record>, (Profile, Profile), u64)| {
        let (a, b) = editions(&grounded(records), ALL, salt);
        let papers: BTreeSet<String> = build(&b).texts.paper_id.iter().map(str::to_owned).collect();
        let left = |record: &&Record| paper_of(record).is_none_or(|key| papers.contains(key));
        let removed: Vec<Record> = a.iter().filter(left).cloned().collect();
        let case = Case { a: edition(build(&a), profiles.0), b: edition(build(&b), profiles.1) };
        let Some(found) = compared(&case) else { return Ok(()) };
        // After the first stage: A without the papers that B lacks. Before the last: B by the rules of A.
        let hybrids = [(1, Arc::new(build(&removed).corpus)), (RULES, Arc::clone(&case.b.corpus))];
        for (stages, corpus) in hybrids {
            let hybrid = measures(&rank_corpus(corpus, &case.a.profile).unwrap());
            for unit in &found.units {
                let (Some(expected), Some(here)) = (hybrid.get(&identity(unit)), after(&unit.change, stages))
                else {
                    continue;
                };
                prop_assert_eq!(&here, expected, "after {} stages: {:?}", stages, unit);
            }
        }
        Ok(())
    };
    runner(256).run(&(records(), profiles(), any::<u64>()), each).unwrap();
}

/// The ranking with the counts of one unit replaced.
fn replaced(
    units: &Units<'_>,
    before: &Tallies,
    after: &Tallies,
    unit: u32,
    profile: &Profile,
) -> ranking::Ranking {
    let mut tallies = before.clone();
    tallies.units[unit as usize] = after.units[unit as usize].clone();
    ranking::rank(units, &tallies, profile)
}

#[test]
fn own_changes_are_rankings_with_one_unit_replaced() {
    let compared = Cell::new(0);
    let each = |(built, profile, window): (Built, Profile, (u32, u32))| {
        let corpus = Arc::new(built.corpus);
        let windows = [Years(None), Years(Some(window))];
        let [one, two] = windows
            .map(|years| rank_corpus(Arc::clone(&corpus), &Profile { years, ..profile.clone() }).unwrap());
        let units = one.units();
        let step = |ranked: &Ranked| Step::of(&ranked.ranking, units.len(), |unit| unit as usize);
        // The window is the first stage; the others do nothing.
        let path = std::array::from_fn(|i| step(if i == 0 { &one } else { &two }));
        let changes = decompose(&path, &profile);
        for (unit, change) in (0..).zip(&changes) {
            let Some(change) = change else { continue };
            let alone = replaced(&units, &one.tallies, &two.tallies, unit, &profile);
            let row = alone.rows.iter().find(|row| row.unit == unit);
            let (Some(a), Some(row)) = (change.a, row) else { continue };
            compared.set(compared.get() + 1);
            prop_assert_eq!(a[0] + change.own[0][0], i128::from(row.rank));
            for (i, index) in (1..).zip(row.indices) {
                // A unit in its old place: sums over all units keep their order, so the bits are the same.
                prop_assert_eq!(a[i] + change.own[0][i], billionths(index));
            }
        }
        Ok(())
    };
    let profiles = select(&LEVELS[..]).prop_flat_map(profile);
    let windows = (2012u32..2016, 0u32..4).prop_map(|(from, more)| (from, from + more));
    runner(768).run(&(corpora(), profiles, windows), each).unwrap();
    assert!(compared.get() > 100, "{} units", compared.get());
}

#[test]
fn listed_papers_make_up_the_change_of_counts() {
    let seen = Cell::new(0);
    check(256, ALL, |case, found| {
        let keys: Vec<&String> = found.units.iter().map(|unit| &unit.key).collect();
        // A key that a city and a metro have in these corpora may stand for either, also where one of them has no papers.
        let corpora = || [&case.a.corpus, &case.b.corpus].into_iter();
        let of_city = |key: &str| corpora().any(|corpus| corpus.cities.labels.id.iter().any(|id| id == key));
        let of_metro = |key: &str| corpora().any(|corpus| corpus.metros.id.iter().any(|id| id == key));
        let is_sole = |unit: &&UnitChange| {
            keys.iter().filter(|key| ***key == unit.key).count() == 1
                && !(of_city(&unit.key) && of_metro(&unit.key))
        };
        let simple = [&case.a, &case.b].iter().all(|e| e.profile.minimum_papers == 0.0);
        let whole = [&case.a, &case.b].iter().all(|e| e.profile.counting == Counting::Full);
        for unit in found.units.iter().filter(is_sole).filter(|_| simple && whole) {
            let ask = Ask { force: true, papers_of: vec![unit.key.clone()] };
            let Ok(with) = diff(&case.a, &case.b, &ask) else { continue };
            for (stage, cause) in STAGES.iter().enumerate() {
                let listed = with.papers.iter().filter(|paper| paper.stage == stage);
                let count = |get: fn(&aicity::engine::diff::Had) -> i128| -> i128 {
                    let of = |had: &Option<aicity::engine::diff::Had>| had.as_ref().map_or(0, get);
                    listed.clone().map(|paper| of(&paper.after) - of(&paper.before)).sum()
                };
                let expected = unit.change.own[stage];
                prop_assert_eq!(
                    count(|_| 1_000_000_000),
                    expected[6],
                    "papers of {} by {}",
                    unit.key,
                    cause.id
                );
                let collaborations = count(|had| billionths(had.credit.collaborations.value()));
                prop_assert_eq!(collaborations, expected[12]);
                seen.set(seen.get() + usize::from(expected[6] != 0));
            }
        }
        Ok(())
    });
    assert!(seen.get() > 10, "{} changes", seen.get());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let tables = || crate::golden::tables();
    let usual = || edition(tables(), Profile::default());
    let refused = |a: &Edition, b: &Edition| diff(a, b, &Ask::default()).unwrap_err().to_string();
    let cities = usual().under(Profile { unit: Level::City, ..Profile::default() });
    assert!(refused(&usual(), &cities).contains("A ranks by metro, B by city"));
    assert!(refused(&usual(), &edition(build(&[]), Profile::default())).contains("B has no paper"));
    let mut other = tables();
    let rename = |key: &str| format!("W{}", key.bytes().map(u32::from).sum::<u32>());
    other.texts.paper_id = other.texts.paper_id.iter().map(rename).collect();
    let text = refused(&usual(), &edition(other, Profile::default()));
    assert!(text.contains("share no paper") && text.contains("OpenAlex ids"), "{text}");
    let mut other = tables();
    other.corpus.citation_sources.push("synthetic");
    assert!(refused(&usual(), &edition(other, Profile::default())).contains("B is synthetic, A is not"));
    let mut other = tables();
    let prefixed = |key: &str| format!("x{key}");
    for labels in [&mut other.corpus.cities.labels, &mut other.corpus.metros] {
        labels.id = labels.id.iter().map(prefixed).collect();
    }
    assert!(refused(&usual(), &edition(other, Profile::default())).contains("no metro is ranked in both"));
    let mut other = tables();
    other.corpus.data_sources.push("another");
    let found = diff(&usual(), &edition(other, Profile::default()), &Ask::default()).unwrap();
    assert!(found.warnings.iter().any(|text| text.contains("another in B")), "{:?}", found.warnings);
    let mut other = tables();
    other.texts.scholar_id = other.texts.scholar_id.iter().map(|key| format!("name:{key}")).collect();
    let other = edition(other, Profile::default());
    assert!(refused(&usual(), &other).contains("share no scholar"));
    assert!(
        diff(&usual(), &other, &FORCED)
            .unwrap()
            .warnings
            .iter()
            .any(|text| text.contains("share no scholar"))
    );
}
