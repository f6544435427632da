//! Measures, countries and specialisation against papers spelled out as lists: on random corpora, under every rule.

use super::brute::{Fraction, Model, Paper, sum};
use super::runner;
use crate::support::corpus::corpora;
use aicity::engine::Ranked;
use aicity::engine::added::Added;
use aicity::engine::rank::rank_corpus;
use aicity::engine::views::compare::compare;
use aicity::engine::views::countries::countries;
use aicity::engine::views::together::{self, Together};
use aicity::engine::views::tops::tops;
use aicity::graph::units::LEVELS;
use aicity::graph::{Level, Selection, Units};
use aicity::index::Profile;
use aicity::index::profile::{MaximumAuthors, Years};
use aicity::indicators::fields::{Fields, TOPS};
use aicity::indicators::measures;
use aicity::indicators::normalised::Normalised;
use aicity::indicators::{CollaborationRule, Counting};
use aicity::model::Texts;
use aicity::model::builder::Built;
use aicity::model::corpus::NONE;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A profile, before the corpus is known.
#[derive(Debug, Clone)]
struct Choice {
    profile: Profile,
    venues: Vec<Index>,
    subfields: Vec<Index>,
}

fn choices() -> impl Strategy<Value = Choice> {
    let rules = (select(&LEVELS[..]), select(&[Counting::Full, Counting::Fractional][..]));
    let years =
        prop::option::weighted(0.3, (2011u32..2015, 0u32..5).prop_map(|(from, more)| (from, from + more)));
    let some = || prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any::<Index>(), 1..3)];
    let authors = prop::option::weighted(0.3, 1u32..4);
    (rules, years, some(), some(), authors).prop_map(|((unit, counting), years, venues, subfields, most)| {
        let (years, maximum_authors) = (Years(years), MaximumAuthors(most));
        let profile = Profile { unit, counting, years, maximum_authors, ..Profile::default() };
        Choice { profile, venues, subfields }
    })
}

/// A ranking beside its papers, and those that they are compared with.
struct Case {
    ranked: Ranked,
    texts: Texts,
    model: Model,
    reference: Model,
}

impl Case {
    fn new((built, choice): (Built, Choice)) -> Self {
        let keys = |list: &[Index], labels: &aicity::model::corpus::Labels| {
            let all: Vec<&str> = labels.id.iter().collect();
            list.iter()
                .filter(|_| !all.is_empty())
                .map(|i| (*i.get(&all)).to_owned())
                .collect::<Vec<String>>()
        };
        let venues = keys(&choice.venues, &built.corpus.venues);
        let subfields = keys(&choice.subfields, &built.corpus.subfields);
        let profile = Profile { venues, subfields, ..choice.profile };
        let ranked = rank_corpus(Arc::new(built.corpus), &profile).unwrap();
        let model = |selection: &Selection| {
            let rules = (profile.counting, CollaborationRule::Papers);
            Model::new((&ranked.corpus, &built.texts), profile.unit, selection, rules)
        };
        let reference = Selection { subfields: Vec::new(), ..ranked.selection.clone() };
        let (model, reference) = (model(&ranked.selection), model(&reference));
        Self { model, reference, texts: built.texts, ranked }
    }

    fn at(&self, level: Level, counting: Counting) -> Model {
        let rules = (counting, CollaborationRule::Papers);
        Model::new((&self.ranked.corpus, &self.texts), level, &self.ranked.selection, rules)
    }

    fn number_of_units(&self) -> u32 {
        self.ranked.units().len() as u32
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Papers of a field with known citations: those, and the part of the paper that the field has.
fn field(papers: &[Paper], subfield: &str, year: u32) -> Vec<(u64, Fraction)> {
    let of_field = |paper: &&Paper| paper.year == Some(year) && paper.subfields.iter().any(|s| s == subfield);
    let part = |paper: &Paper| Some((paper.citations?, Fraction::new(1_u64, paper.subfields.len() as u64)));
    papers.iter().filter(of_field).filter_map(part).collect()
}

/// The part of a paper that is among the top of a field: what the papers with more citations leave of it, shared among
/// those with as many.
fn among(field: &[(u64, Fraction)], citations: u64, percent: u32) -> Fraction {
    let weight = |test: &dyn Fn(u64) -> bool| sum(field.iter().filter(|one| test(one.0)).map(|one| one.1));
    let (more, tied) = (weight(&|c| c > citations), weight(&|c| c == citations));
    let all = weight(&|_| true);
    let top = Fraction::new(all.0 * u128::from(percent), all.1 * 100);
    // (top − more) / tied, kept between 0 and 1.
    let (left, taken) = (top.0 * more.1, more.0 * top.1);
    if left <= taken {
        return Fraction(0, 1);
    }
    let share = Fraction::new((left - taken) * tied.1, top.1 * more.1 * tied.0);
    if share.0 >= share.1 { Fraction(1, 1) } else { share }
}

/// Normalised citations of a paper, and its part among each top; nothing for a paper in no field.
fn normalised(reference: &[Paper], paper: &Paper) -> Option<(f64, Vec<f64>)> {
    let (year, citations) = (paper.year?, paper.citations?);
    let fields: Vec<_> = paper.subfields.iter().map(|subfield| field(reference, subfield, year)).collect();
    let mean_of = |list: Vec<f64>| list.iter().sum::<f64>() / list.len() as f64;
    let score = |field: &Vec<(u64, Fraction)>| {
        let cited: f64 = field.iter().map(|(c, part)| *c as f64 * part.value()).sum();
        let papers: f64 = field.iter().map(|(_, part)| part.value()).sum();
        if cited == 0.0 { 1.0 } else { citations as f64 / (cited / papers) }
    };
    let parts =
        TOPS.iter().map(|&p| mean_of(fields.iter().map(|f| among(f, citations, p).value()).collect()));
    (!fields.is_empty()).then(|| (mean_of(fields.iter().map(score).collect()), parts.collect()))
}

/// Every measure of a unit, by its name.
fn expected(case: &Case, unit: u32) -> BTreeMap<String, Option<f64>> {
    let model = &case.model;
    let full = Model { counting: Counting::Full, ..model.clone() };
    let parts = Model { counting: Counting::Fractional, ..model.clone() };
    let papers = model.of(unit);
    let credit = |test: &dyn Fn(&Paper) -> bool| {
        sum(papers.iter().filter(|paper| test(paper)).map(|paper| model.credit(paper, unit))).value()
    };
    let weighed = |model: &Model, value: &dyn Fn(&Paper) -> f64| -> f64 {
        papers.iter().map(|paper| model.credit(paper, unit).value() * value(paper)).sum()
    };
    let all = credit(&|_| true);
    let cited = |paper: &Paper| paper.citations.unwrap_or(0) as f64;
    let ncs = |paper: &Paper| normalised(&case.reference.papers, paper);
    let based = credit(&|paper| ncs(paper).is_some());
    let total = weighed(model, &|paper| ncs(paper).map_or(0.0, |one| one.0));
    let foreign = |paper: &Paper| paper.units().iter().any(|&other| model.crosses(unit, other));
    let institutions = |paper: &Paper| -> BTreeSet<String> {
        paper.authors.iter().flat_map(|a| &a.institutions).map(|(key, _)| key.clone()).collect()
    };
    let corpus = &case.ranked.corpus;
    let is_company = |key: &String| {
        let place = corpus.institutions.labels.find(key).unwrap();
        corpus.institutions.kind.get(place as usize) == "company"
    };
    let mut citations: Vec<u64> = papers.iter().map(|paper| paper.citations.unwrap_or(0)).collect();
    citations.sort_unstable();
    let h = (0..=papers.len()).filter(|&h| citations.iter().filter(|&&c| c >= h as u64).count() >= h).max();
    let known = credit(&|paper| paper.citations.is_some());
    let mut found: BTreeMap<String, Option<f64>> = [
        ("papers_full", Some(papers.len() as f64)),
        ("papers_fractional", Some(weighed(&parts, &|_| 1.0))),
        ("citations_full", Some(weighed(&full, &cited))),
        ("citations_fractional", Some(weighed(&parts, &cited))),
        ("mean_share_of_paper", ratio(weighed(&parts, &|_| 1.0), papers.len() as f64)),
        ("papers_normalised", Some(based)),
        ("tncs", Some(total)),
        ("mncs", ratio(total, based)),
        ("h_index", h.map(|h| h as f64)),
        ("uncited_share", ratio(credit(&|paper| paper.citations == Some(0)), known)),
        ("unknown_citations_share", ratio(credit(&|paper| paper.citations.is_none()), all)),
        ("collaborative_papers", Some(credit(&|paper| institutions(paper).len() > 1))),
        ("collaborative_share", ratio(credit(&|paper| institutions(paper).len() > 1), all)),
        ("international_papers", Some(credit(&foreign))),
        ("international_share", ratio(credit(&foreign), all)),
        ("industry_papers", Some(credit(&|paper| institutions(paper).iter().any(is_company)))),
        ("industry_share", ratio(credit(&|paper| institutions(paper).iter().any(is_company)), all)),
        ("authors_per_paper", ratio(weighed(model, &|paper| paper.authors.len() as f64), all)),
        ("mega_author_share", ratio(credit(&|paper| paper.authors.len() > 100), all)),
        ("papers_per_scholar", ratio(all, sum(model.scholars(unit).into_values()).value())),
    ]
    .map(|(id, value)| (id.to_owned(), value))
    .into();
    for (i, top) in TOPS.iter().enumerate() {
        let part = weighed(model, &|paper| ncs(paper).map_or(0.0, |one| one.1[i]));
        found.insert(format!("p_top{top}"), Some(part));
        found.insert(format!("pp_top{top}"), ratio(part, based));
    }
    found
}

#[test]
fn every_measure_is_what_its_words_say() {
    let check = |given| {
        let case = Case::new(given);
        let added = Added::new(&case.ranked, measures::all().collect()).unwrap();
        let without =
            case.model.papers.iter().filter(|p| normalised(&case.reference.papers, p).is_none()).count();
        prop_assert_eq!(added.not_normalised, Some(without as u64));
        for unit in 0..case.number_of_units() {
            let expected = expected(&case, unit);
            prop_assert_eq!(expected.len(), added.measures.len());
            for (measure, value) in added.measures.iter().zip(added.of(unit)) {
                let wanted = expected[measure.id];
                let same = match (value, wanted) {
                    (Some(a), Some(b)) => near(a, b),
                    (a, b) => a == b,
                };
                prop_assert!(same, "{} of {}: {:?}, not {:?}", measure.id, unit, value, wanted);
            }
        }
        Ok(())
    };
    runner(96).run(&(corpora(), choices()), check).unwrap();
}

/// A sum of parts as an exact fraction.
fn exact(parts: &aicity::indicators::Sum) -> Fraction {
    sum(parts.parts().iter().map(|&(denominator, numerator)| Fraction::new(numerator, denominator)))
}

#[test]
fn the_top_of_each_field_is_exactly_its_share() {
    let check = |given| {
        let case = Case::new(given);
        let corpus = &case.ranked.corpus;
        let fields = Fields::new(corpus, &case.ranked.selection).unwrap();
        for (number, of) in (0..).zip(&fields.all) {
            for (i, &top) in TOPS.iter().enumerate() {
                let border = Fraction::new(of.thresholds[i].numerator, of.thresholds[i].denominator);
                let mut total = Fraction(0, 1);
                for paper in 0..corpus.papers.len() {
                    let Some((citations, own)) = fields.of(corpus, paper) else { continue };
                    if !case.ranked.selection.of_any_subfield().has(corpus, paper) || !own.contains(&number) {
                        continue;
                    }
                    let part = Fraction::new(1_u64, own.len() as u64);
                    if citations > of.thresholds[i].citations {
                        total = total + part;
                    } else if citations == of.thresholds[i].citations {
                        total = total + Fraction::new(part.0 * border.0, part.1 * border.1);
                    }
                }
                prop_assert_eq!(total, Fraction::new(of.papers * u128::from(top), fields.scale * 100));
            }
        }
        Ok(())
    };
    runner(256).run(&(corpora(), choices()), check).unwrap();
}

#[test]
fn fractional_credit_and_what_nobody_gets_are_all_there_is() {
    let check = |(built, mut choice): (Built, Choice)| {
        choice.subfields.clear();
        choice.profile.counting = Counting::Fractional;
        let case = Case::new((built, choice));
        let (corpus, units) = (&case.ranked.corpus, case.ranked.units());
        let all = Normalised::new(corpus, &units, &case.ranked.request()).unwrap();
        // Nobody signed a paper without authors: it has no weights that could add up.
        let unsigned = (0..corpus.papers.len()).any(|p| corpus.papers.authorships(p).is_empty());
        for (number, of) in (0..).zip(&all.fields.all).filter(|_| !unsigned) {
            let cells = || all.cells.iter().filter(|cell| cell.1 == number).map(|cell| &cell.2);
            let papers = sum(cells().map(|cell| exact(&cell.papers)));
            prop_assert_eq!(papers, Fraction::new(of.papers, all.fields.scale));
            let citations = sum(cells().map(|cell| exact(&cell.citations)));
            prop_assert_eq!(citations, Fraction::new(of.citations, all.fields.scale));
            for (i, &top) in TOPS.iter().enumerate() {
                let (numerator, denominator) = (of.thresholds[i].numerator, of.thresholds[i].denominator);
                let border = sum(cells().map(|cell| exact(&cell.border[i])));
                let above = sum(cells().map(|cell| exact(&cell.above[i])));
                let total = above + Fraction::new(border.0 * numerator, border.1 * denominator);
                prop_assert_eq!(total, Fraction::new(of.papers * u128::from(top), all.fields.scale * 100));
            }
        }
        prop_assert!(all.cells.iter().all(|cell| cell.0 == NONE || cell.0 < case.number_of_units()));
        Ok(())
    };
    runner(256).run(&(corpora(), choices()), check).unwrap();
}

#[test]
fn countries_and_tops_count_what_lies_in_them() {
    let check = |(given, n): ((Built, Choice), usize)| {
        let case = Case::new(given);
        let (ranked, rows) = (&case.ranked, &case.ranked.ranking.rows);
        if ranked.profile.unit == Level::Country {
            prop_assert!(countries(ranked, n).is_err());
            return Ok(());
        }
        let units = ranked.units();
        let selected = case.model.papers.len() as f64;
        let summed = |unit: u32| case.model.of(unit).len() as u64;
        let all_summed: u64 = rows.iter().map(|row| summed(row.unit)).sum();
        let found = countries(ranked, n).unwrap();
        let by_country =
            [Counting::Full, Counting::Fractional].map(|counting| case.at(Level::Country, counting));
        let places = Units::new(&ranked.corpus, Level::Country);
        for country in (0..places.len() as u32).chain([NONE]) {
            let own: Vec<usize> =
                (0..rows.len()).filter(|&i| units.country[rows[i].unit as usize] == country).collect();
            let key = if country == NONE { "" } else { places.key(country) };
            let [full, parts] = by_country.each_ref().map(|model| model.indicators(country));
            let Some(row) = found.rows.iter().find(|row| row.key == key) else {
                prop_assert!(own.is_empty() && (country == NONE || full[0] == Some(0.0)));
                continue;
            };
            let in_top = own.iter().filter(|&&i| i < n).count();
            prop_assert_eq!(row.units_in_top, in_top as u64);
            prop_assert_eq!(row.share_of_top, ratio(in_top as f64, n.min(rows.len()) as f64));
            prop_assert_eq!(
                (row.best_rank, row.units),
                (own.first().map(|&i| rows[i].rank), own.len() as u64)
            );
            let sum: u64 = own.iter().map(|&i| summed(rows[i].unit)).sum();
            prop_assert_eq!(row.papers_summed, sum);
            prop_assert_eq!(row.share_of_papers_summed, ratio(sum as f64, selected));
            prop_assert_eq!(row.share_of_summed, ratio(sum as f64, all_summed as f64));
            if country == NONE {
                prop_assert_eq!((row.papers, row.papers_fractional, row.scholars), (None, None, None));
                continue;
            }
            prop_assert_eq!(row.papers.map(|papers| papers as f64), full[0]);
            prop_assert_eq!(row.share_of_papers, ratio(full[0].unwrap(), selected));
            prop_assert!(near(row.papers_fractional.unwrap(), parts[0].unwrap()));
            prop_assert_eq!(row.scholars.map(|scholars| scholars as f64), full[2]);
            prop_assert_eq!(row.institutions.map(|institutions| institutions as f64), full[4]);
            let cited: u64 = by_country[0].of(country).iter().map(|paper| paper.citations.unwrap_or(0)).sum();
            prop_assert_eq!(row.citations, Some(cited));
        }
        let order = |row: &aicity::engine::views::countries::Country| {
            (std::cmp::Reverse(row.units_in_top), row.best_rank.unwrap_or(u32::MAX))
        };
        prop_assert!(found.rows.is_sorted_by_key(order));
        check_tops(&case, selected)
    };
    runner(96).run(&((corpora(), choices()), 0usize..6), check).unwrap();
}

fn check_tops(case: &Case, selected: f64) -> Result<(), TestCaseError> {
    let (ranked, rows) = (&case.ranked, &case.ranked.ranking.rows);
    let full = Model { counting: Counting::Full, ..case.model.clone() };
    let found = tops(ranked).unwrap();
    prop_assert_eq!(found.last().map(|top| top.top), Some(rows.len() as u64));
    for top in found {
        let first: BTreeSet<u32> = rows[..top.top as usize].iter().map(|row| row.unit).collect();
        let papers = full.papers.iter().filter(|paper| !paper.units().is_disjoint(&first)).count();
        prop_assert_eq!(top.papers, papers as u64);
        prop_assert_eq!(top.share_of_papers, ratio(papers as f64, selected));
        let summed = |of: &dyn Fn(u32) -> usize| first.iter().map(|&unit| of(unit)).sum::<usize>() as u64;
        prop_assert_eq!(top.papers_summed, summed(&|unit| full.of(unit).len()));
        prop_assert_eq!(top.scholars_summed, summed(&|unit| full.scholars(unit).len()));
        let scholars: BTreeSet<String> =
            first.iter().flat_map(|&unit| full.scholars(unit).into_keys()).collect();
        prop_assert_eq!(top.scholars, scholars.len() as u64);
        let all: BTreeSet<&str> =
            full.papers.iter().flat_map(|p| &p.authors).map(|a| a.scholar.as_str()).collect();
        prop_assert_eq!(top.share_of_scholars, ratio(scholars.len() as f64, all.len() as f64));
        let institutions: BTreeSet<String> = first.iter().flat_map(|&unit| full.institutions(unit)).collect();
        prop_assert_eq!(top.institutions, institutions.len() as u64);
        let units: Vec<u32> = first.iter().copied().collect();
        let both = Together { papers: top.papers, scholars: top.scholars, institutions: top.institutions };
        prop_assert_eq!(together::together(ranked, &units), both);
        prop_assert_eq!(together::all(ranked).scholars, all.len() as u64);
        prop_assert_eq!(together::all(ranked).papers, ranked.coverage.papers);
        let countries: BTreeSet<u32> = first.iter().filter_map(|unit| full.country[unit]).collect();
        prop_assert_eq!(top.countries, countries.len() as u64);
        let parts =
            full.papers.iter().map(|paper| paper.weight(|(_, of)| of.is_some_and(|of| first.contains(&of))));
        prop_assert!(near(top.papers_fractional, sum(parts).value()));
    }
    Ok(())
}

#[test]
fn specialisation_is_the_share_beside_that_of_all() {
    let check = |given| {
        let case = Case::new(given);
        let (ranked, units) = (&case.ranked, case.ranked.units());
        let mut numbers: Vec<u32> =
            (0..units.len() as u32).filter(|&u| units.find(units.key(u)) == Some(u)).collect();
        numbers.truncate(4);
        let keys: Vec<String> = numbers.iter().map(|&unit| units.key(unit).to_owned()).collect();
        if keys.len() < 2 {
            return Ok(());
        }
        let found = compare(ranked, &keys).unwrap();
        let found = found.with_measures(ranked, measures::named(&["h_index".to_owned()]).unwrap()).unwrap();
        let part = |paper: &Paper, subfield: &str| {
            let has = paper.subfields.iter().any(|one| one == subfield);
            if has { 1.0 / paper.subfields.len() as f64 } else { 0.0 }
        };
        let has_any = |paper: &Paper| f64::from(u8::from(!paper.subfields.is_empty()));
        let world: f64 = case.model.papers.iter().map(has_any).sum();
        for row in &found.subfields {
            let here: f64 = case.model.papers.iter().map(|paper| part(paper, &row.key)).sum();
            prop_assert!(near(row.share.unwrap(), here / world));
            let distinct =
                case.model.papers.iter().filter(|paper| paper.subfields.contains(&row.key)).count();
            prop_assert_eq!(row.papers, distinct as u64);
            for (cell, &unit) in row.units.iter().zip(&numbers) {
                let papers = case.model.of(unit);
                let credit = |paper: &&&Paper| case.model.credit(paper, unit).value();
                let own: f64 = papers.iter().map(|paper| credit(&paper) * part(paper, &row.key)).sum();
                let total: f64 = papers.iter().map(|paper| credit(&paper) * has_any(paper)).sum();
                let rca = ratio(own, total).map(|share| share / (here / world));
                prop_assert_eq!(cell.rca.is_some(), rca.is_some());
                if let (Some(rca), Some(found)) = (rca, cell.rca) {
                    prop_assert!(near(found, rca), "{} {}", found, rca);
                    prop_assert!(near(cell.symmetric_rca.unwrap(), (rca - 1.0) / (rca + 1.0)));
                }
            }
        }
        let full = Model { counting: Counting::Full, ..case.model.clone() };
        let all: usize = ranked.ranking.rows.iter().map(|row| full.of(row.unit).len()).sum();
        for (compared, &unit) in found.units.iter().zip(&numbers) {
            prop_assert_eq!(compared.share_of_full_counts, ratio(full.of(unit).len() as f64, all as f64));
            prop_assert_eq!(compared.measures.0.len(), 1);
        }
        Ok(())
    };
    runner(96).run(&(corpora(), choices()), check).unwrap();
}
