//! Two or more units side by side, as the study puts China beside the United States: figures, ranks, years, shares of
//! subfields, common papers.

use super::Focus;
use super::figures::{number, optional};
use super::members::{self, Member, Sort};
use super::series::{self, Point};
use super::unit::{self, UnitProfile};
use crate::base::{Error, Result};
use crate::engine::Ranked;
use serde::Serialize;
use std::collections::BTreeMap;

/// One unit of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Its profile.
    pub profile: UnitProfile,
    /// Share of all selected papers that it is on, from 0 to 1. Shares of two units overlap in their common papers.
    #[serde(serialize_with = "optional")]
    pub share_of_papers: Option<f64>,
    /// Year by year: the same years for all units.
    pub series: Vec<Point>,
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
        subfields: subfields(&all),
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
        series: series::series(focus),
    }
}

fn subfields(all: &[Focus<'_>]) -> Vec<Subfield> {
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
            let row = row.or_insert_with(|| Subfield { key, name, name_zh, units: empty.clone() });
            let credit = credit.value();
            row.units[i] = InSubfield { papers, citations, credit, share: share(credit, total(focus)) };
        }
    }
    rows.into_values().collect()
}
