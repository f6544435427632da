//! Rankings of periods against rankings of their years, and against the series of each unit.

use super::runner;
use crate::support::corpus::corpora;
use aicity::base::records::Cell;
use aicity::engine::history::{Periods, history};
use aicity::engine::rank::rank_corpus;
use aicity::engine::views::{Focus, series};
use aicity::graph::units::LEVELS;
use aicity::index::Profile;
use aicity::index::profile::Years;
use aicity::indicators::Counting;
use aicity::model::builder::Built;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

fn profiles() -> impl Strategy<Value = Profile> {
    let years =
        prop_oneof![1 => Just(None), 3 => (2011u32..2015, 0u32..5).prop_map(|(a, n)| Some((a, a + n)))];
    let rules = (select(&LEVELS[..]), select(&[Counting::Full, Counting::Fractional][..]), years);
    rules.prop_map(|(unit, counting, years)| Profile {
        unit,
        counting,
        years: Years(years),
        ..Profile::default()
    })
}

#[test]
fn a_period_is_a_ranking_of_its_years() {
    let check = |(built, profile, length): (Built, Profile, u32)| {
        let corpus = Arc::new(built.corpus);
        let periods = if length == 0 { Periods::Year } else { Periods::Window(length) };
        let Ok(found) = history(Arc::clone(&corpus), &profile, periods) else {
            // Only a window that is too long is refused.
            let dated = corpus.papers.years.iter().filter(|&&year| year != 0);
            let span = profile.years.0.or(dated.clone().min().copied().zip(dated.max().copied()));
            prop_assert!(span.is_some_and(|(first, last)| last - first + 1 < length));
            return Ok(());
        };
        let span = profile.years.0.or_else(|| {
            let years = || corpus.papers.years.iter().copied().filter(|&year| year != 0);
            years().min().zip(years().max())
        });
        let number = span.map_or(0, |(first, last)| last + 2 - first - length.max(1));
        prop_assert_eq!(found.periods.len() as u32, number);
        let mut rows = 0;
        for (i, (years, ranked)) in found.periods.iter().enumerate() {
            let (from, to) = years.0.unwrap();
            prop_assert_eq!(to - from + 1, length.max(1));
            prop_assert!(i == 0 || found.periods[i - 1].0.0.unwrap().0 + 1 == from);
            let alone =
                rank_corpus(Arc::clone(&corpus), &Profile { years: *years, ..profile.clone() }).unwrap();
            prop_assert_eq!(&alone.ranking, &ranked.ranking);
            prop_assert_eq!(&alone.tallies, &ranked.tallies);
            rows += alone.ranking.rows.len();
        }
        let table = found.table(usize::MAX);
        prop_assert_eq!(table.rows.len(), rows);
        prop_assert!(
            table.rows.iter().all(|row| matches!(&row[0], Cell::Text(_)) && row.len() == table.columns.len())
        );
        Ok(())
    };
    runner(128).run(&(corpora(), profiles(), 0u32..5), check).unwrap();
}

#[test]
fn the_indicators_of_a_year_are_those_of_the_series() {
    let check = |(built, profile): (Built, Profile)| {
        let found = history(built.corpus, &profile, Periods::Year).unwrap();
        for unit in 0..found.whole.units().len() as u32 {
            for point in
                series::series(&Focus::new(&found.whole, unit)).iter().filter(|point| point.year.is_some())
            {
                let year = point.year.unwrap();
                let period = found.periods.iter().find(|(years, _)| years.0 == Some((year, year)));
                let row =
                    period.and_then(|(_, ranked)| ranked.ranking.rows.iter().find(|row| row.unit == unit));
                let papers = point.indicators.0[0];
                prop_assert_eq!(row.is_some(), papers.is_some_and(|papers| papers > 0.0));
                if let Some(row) = row {
                    prop_assert_eq!(row.values, point.indicators.0);
                }
            }
        }
        Ok(())
    };
    runner(128).run(&(corpora(), profiles()), check).unwrap();
}

#[test]
fn kept_units_keep_their_ranks() {
    let check = |(built, profile): (Built, Profile)| {
        let all = history(built.corpus, &profile, Periods::Year).unwrap();
        let Some(unit) = all.whole.ranking.rows.first().map(|row| row.unit) else { return Ok(()) };
        let mut one = all.clone();
        one.keep(&[unit]);
        let [(only, rows)] = &one.by_unit()[..] else { panic!("one unit is kept") };
        prop_assert_eq!(*only, unit);
        let of_all = all.by_unit();
        prop_assert_eq!(&of_all.iter().find(|(other, _)| *other == unit).unwrap().1, rows);
        Ok(())
    };
    let profiles = profiles().prop_map(|profile| Profile { years: Years(None), ..profile });
    let dated = corpora().prop_map(|mut built| {
        built.corpus.papers.years.iter_mut().filter(|year| **year == 0).for_each(|year| *year = 2014);
        built
    });
    runner(64).run(&(dated, profiles), check).unwrap();
}
