//! Two or more units side by side, as the study puts China beside the United States: figures, ranks, years, shares of
//! subfields, common papers.

use super::Focus;
use super::countries::{Countries, countries};
use super::figures::{number, optional};
use super::members::{self, Member, Sort};
use super::series::{self, Point};
use super::unit::{self, UnitProfile};
use crate::base::records::Cell;
use crate::base::{Error, Result};
use crate::engine::Ranked;
use crate::engine::added::Added;
use crate::graph::Level;
use crate::indicators::Counting;
use crate::indicators::measures::{Input, Measure};
use crate::indicators::specialisation::{Subfields, by_subfield, rca, symmetric};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The first so many of a ranking, among which units of a country are counted.
const TOPS: [usize; 3] = [20, 100, 500];

/// One unit of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Its profile.
    pub profile: UnitProfile,
    /// Share of all selected papers that it is on, from 0 to 1. Shares of two units overlap in their common papers.
    #[serde(serialize_with = "optional")]
    pub share_of_papers: Option<f64>,
    /// Its papers by full counting / the sum over all units: shares of all units add up to 1.
    #[serde(serialize_with = "optional")]
    pub share_of_full_counts: Option<f64>,
    /// Measures that were asked for, by their ids.
    pub measures: Measured,
    /// Of a country: where its cities or metros stand.
    pub places: Option<Places>,
    /// Year by year: the same years for all units.
    pub series: Vec<Point>,
}

/// Values of measures; serialised as an object by their ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured(pub Vec<(&'static str, Option<f64>)>);

impl Serialize for Measured {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|&(id, value)| (id, Cell::from(value))))
    }
}

/// Where the units of a country stand in a ranking of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Places {
    /// Level of that ranking.
    pub level: Level,
    /// Units of the country that are ranked.
    pub units: u64,
    /// Rank of the best one.
    pub best_rank: Option<u32>,
    /// Among the first 20, 100 and 500, as far as there are so many.
    pub tops: Vec<InTop>,
    /// Full counts of these units added up: a paper of two of them counts twice.
    pub papers_summed: u64,
    /// That sum / all selected papers: what the study calls a share.
    #[serde(serialize_with = "optional")]
    pub share_of_papers_summed: Option<f64>,
    /// That sum / the sum of all units of that ranking.
    #[serde(serialize_with = "optional")]
    pub share_of_summed: Option<f64>,
}

/// Units among the first of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct InTop {
    /// The first so many.
    pub top: u64,
    /// Of the country.
    pub units: u64,
    /// Share of the first so many.
    #[serde(serialize_with = "optional")]
    pub share: Option<f64>,
}

/// What one unit has in a subfield.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct InSubfield {
    /// Distinct papers.
    pub papers: u64,
    /// Citations of those papers; what is not known is 0.
    pub citations: u64,
    /// Papers as the ranking counts them: whole, or by weight.
    #[serde(serialize_with = "number")]
    pub credit: f64,
    /// Share of the unit's papers, as the ranking counts them, from 0 to 1. A paper of two subfields is in both, so shares
    /// may add up to more than 1. `None` for a unit without papers.
    #[serde(serialize_with = "optional")]
    pub share: Option<f64>,
    /// Revealed comparative advantage: the share of the unit's papers / the share of all selected papers, a paper of k
    /// subfields counting 1/k in each. Above 1 the unit does more of it than all do.
    #[serde(serialize_with = "optional")]
    pub rca: Option<f64>,
    /// The symmetric form, from −1 to 1: (rca − 1)/(rca + 1).
    #[serde(serialize_with = "optional")]
    pub symmetric_rca: Option<f64>,
}

/// A subfield across the units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subfield {
    /// Key.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Selected papers of it, whoever signed them.
    pub papers: u64,
    /// Their share of all selected papers that have a subfield, a paper of k subfields counting 1/k in each.
    #[serde(serialize_with = "optional")]
    pub share: Option<f64>,
    /// One for each unit, in their order.
    pub units: Vec<InSubfield>,
}

/// Papers that two units share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// Key of one.
    pub a: String,
    /// Key of the other.
    pub b: String,
    /// Distinct papers that both are on.
    pub papers: u64,
}

/// Units side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The units, in the order in which they were named.
    pub units: Vec<Compared>,
    /// Every subfield that one of them publishes in, by key.
    pub subfields: Vec<Subfield>,
    /// Every pair of them, in their order.
    pub shared: Vec<Shared>,
    /// Distinct papers that all of them are on.
    pub papers_of_all: u64,
}

/// Puts units side by side, by key. O(units · affiliations).
///
/// # Errors
/// Not found: no such unit. Wrong use: fewer than two units, or one of them twice.
pub fn compare(ranked: &Ranked, keys: &[String]) -> Result<Comparison> {
    let twice = (1..keys.len()).find(|&i| keys[..i].contains(&keys[i]));
    if keys.len() < 2 || twice.is_some() {
        let message =
            twice.map_or("fewer than two units".to_owned(), |i| format!("unit {:?} is named twice", keys[i]));
        return Err(Error::usage(message, "name two different units or more"));
    }
    let all: Vec<Focus<'_>> = keys.iter().map(|key| Focus::of_key(ranked, key)).collect::<Result<_>>()?;
    let papers = |focus: &Focus<'_>| focus.papers.iter().map(|touched| touched.paper).collect::<Vec<u32>>();
    let of_each: Vec<Vec<u32>> = all.iter().map(papers).collect();
    let pairs = (0..all.len()).flat_map(|a| (a + 1..all.len()).map(move |b| (a, b)));
    let shared = |(a, b): (usize, usize)| Shared {
        a: keys[a].clone(),
        b: keys[b].clone(),
        papers: common(&of_each[a], &of_each[b]).len() as u64,
    };
    let together = of_each.iter().skip(1).fold(of_each[0].clone(), |all, one| common(&all, one));
    Ok(Comparison {
        units: all.iter().map(compared).collect(),
        subfields: subfields(ranked, &all),
        shared: pairs.map(shared).collect(),
        papers_of_all: together.len() as u64,
    })
}

/// What two ascending lists have in common.
fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().filter(|one| b.binary_search(one).is_ok()).copied().collect()
}

fn compared(focus: &Focus<'_>) -> Compared {
    let all = focus.ranked.coverage.papers;
    Compared {
        profile: unit::profile(focus.ranked, focus.unit),
        share_of_papers: (all > 0).then(|| focus.papers.len() as f64 / all as f64),
        share_of_full_counts: None,
        measures: Measured::default(),
        places: None,
        series: series::series(focus),
    }
}

fn subfields(ranked: &Ranked, all: &[Focus<'_>]) -> Vec<Subfield> {
    let chosen: Vec<u32> = all.iter().map(|focus| focus.unit).collect();
    let of_all = by_subfield(&ranked.corpus, &ranked.units(), &ranked.request(), &chosen);
    let total = |focus: &Focus<'_>| focus.ranked.tallies.units[focus.unit as usize].papers.value();
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    let nothing = |focus: &Focus<'_>| InSubfield { share: share(0.0, total(focus)), ..InSubfield::default() };
    let empty: Vec<InSubfield> = all.iter().map(nothing).collect();
    let mut rows: BTreeMap<String, Subfield> = BTreeMap::new();
    for (i, focus) in all.iter().enumerate() {
        for Member { key, name, name_zh, papers, citations, credit } in
            members::subfields(focus, Sort::Papers)
        {
            let row = rows.entry(key.clone());
            let row = row.or_insert_with(|| Subfield {
                key,
                name,
                name_zh,
                papers: 0,
                share: None,
                units: empty.clone(),
            });
            let (credit, share) = (credit.value(), share(credit.value(), total(focus)));
            row.units[i] = InSubfield { papers, citations, credit, share, ..InSubfield::default() };
        }
    }
    let mut rows: Vec<Subfield> = rows.into_values().collect();
    rows.iter_mut().for_each(|row| specialise(ranked, row, &of_all));
    rows
}

/// Fills in what a subfield is to all, and to each unit beside that.
fn specialise(ranked: &Ranked, row: &mut Subfield, of_all: &Subfields) {
    let Some(subfield) = ranked.corpus.subfields.find(&row.key) else { return };
    let world = &of_all.world;
    let here = &world.subfields[subfield as usize];
    row.papers = of_all.papers[subfield as usize];
    row.share = (!world.all.is_zero()).then(|| here.value() / world.all.value());
    for (cell, own) in row.units.iter_mut().zip(&of_all.units) {
        cell.rca = rca(own, world, subfield);
        cell.symmetric_rca = cell.rca.map(symmetric);
    }
}

impl Comparison {
    /// With measures of each unit, and its share of the sum of full counts.
    ///
    /// # Errors
    /// As the measures.
    pub fn with_measures(mut self, ranked: &Ranked, measures: Vec<&'static Measure>) -> Result<Self> {
        let (units, request) = (ranked.units(), ranked.request());
        let input = Input::new(&ranked.corpus, &units, &request);
        let full = input.tallies(Counting::Full)?;
        let sum =
            ranked.ranking.rows.iter().map(|row| full.units[row.unit as usize].papers.value()).sum::<f64>();
        let added = Added::new(ranked, measures)?;
        for compared in &mut self.units {
            let unit = Focus::number(ranked, &compared.profile.identity.key)?;
            let papers = full.units[unit as usize].papers.value();
            compared.share_of_full_counts = (sum > 0.0).then(|| papers / sum);
            compared.measures = Measured(added.measures.iter().map(|m| m.id).zip(added.of(unit)).collect());
        }
        Ok(self)
    }

    /// With the places of each country's units in a ranking of these.
    ///
    /// # Errors
    /// As [`countries`].
    pub fn with_places(mut self, ranked: &Ranked) -> Result<Self> {
        let sizes = TOPS.into_iter().filter(|&n| n <= ranked.ranking.rows.len());
        let tables: Vec<Countries> = sizes.map(|n| countries(ranked, n)).collect::<Result<_>>()?;
        let all = countries(ranked, usize::MAX)?;
        for compared in &mut self.units {
            let key = &compared.profile.identity.key;
            let row = |table: &Countries| table.rows.iter().find(|row| row.key == *key).cloned();
            let in_top = |table: &Countries| {
                let row = row(table);
                let (units, share) = row.map_or((0, None), |row| (row.units_in_top, row.share_of_top));
                InTop { top: table.top, units, share }
            };
            compared.places = row(&all).map(|own| Places {
                level: ranked.profile.unit,
                units: own.units,
                best_rank: own.best_rank,
                tops: tables.iter().map(in_top).collect(),
                papers_summed: own.papers_summed,
                share_of_papers_summed: own.share_of_papers_summed,
                share_of_summed: own.share_of_summed,
            });
        }
        Ok(self)
    }
}
