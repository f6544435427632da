//! A unit's profile: who it is, its place in the ranking, its figures and how they come about.

use super::coordinates;
use super::figures::{Indicators, Indices, number, optional};
use crate::engine::Ranked;
use crate::engine::explain::{self, Term};
use crate::graph::{Level, Units};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use serde::Serialize;

/// Who a unit is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identity {
    /// Level.
    pub level: Level,
    /// Key at its level.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Code of the ranked country; empty where not known.
    pub country: String,
    /// Degrees north, where known.
    pub latitude: Option<f64>,
    /// Degrees east, where known.
    pub longitude: Option<f64>,
}

/// One indicator on its way into the innovation index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Name of the indicator.
    pub indicator: &'static str,
    /// Its value; `None`: nothing to divide by.
    #[serde(serialize_with = "optional")]
    pub value: Option<f64>,
    /// Its logarithm under the zero rule; `None` where the rule leaves it out.
    #[serde(serialize_with = "optional")]
    pub ln: Option<f64>,
    /// Smallest logarithm over all ranked units.
    #[serde(serialize_with = "optional")]
    pub min: Option<f64>,
    /// Largest logarithm over all ranked units.
    #[serde(serialize_with = "optional")]
    pub max: Option<f64>,
    /// On the common scale.
    #[serde(serialize_with = "number")]
    pub score: f64,
    /// Weight in the innovation index.
    #[serde(serialize_with = "number")]
    pub weight: f64,
    /// What it adds to the innovation index: score · weight.
    #[serde(serialize_with = "number")]
    pub points: f64,
}

impl Step {
    fn of(term: &Term) -> Self {
        Self {
            indicator: term.indicator,
            value: term.value,
            ln: term.log,
            min: term.range.map(|range| range.0),
            max: term.range.map(|range| range.1),
            score: term.score,
            weight: term.weight,
            points: term.score * term.weight,
        }
    }
}

/// How much lies in a unit, whether it published or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Members {
    /// Cities of the corpus: of a metro or country; 1 for a city, and where an institution has one.
    pub cities: u64,
    /// Institutions of the corpus.
    pub institutions: u64,
}

/// A unit's profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitProfile {
    /// Who it is.
    #[serde(flatten)]
    pub identity: Identity,
    /// Place in the ranking; `None`: it has too few papers, or none.
    pub rank: Option<u32>,
    /// How many units are ranked.
    pub ranked: u64,
    /// Its indicators.
    pub indicators: Indicators,
    /// Its indices, if it is ranked.
    pub indices: Option<Indices>,
    /// Every step from indicator to innovation index; empty if it is not ranked.
    pub terms: Vec<Step>,
    /// How much lies in it.
    pub members: Members,
}

/// Who a unit is, by number. O(cities) for a metro.
pub fn identity(corpus: &Corpus, units: &Units<'_>, unit: u32) -> Identity {
    let place = coordinates(corpus, units.level(), unit);
    Identity {
        level: units.level(),
        key: units.key(unit).to_owned(),
        name: units.name(unit).to_owned(),
        name_zh: units.name_zh(unit).to_owned(),
        country: units.country_code(unit).to_owned(),
        latitude: place.map(|pair| pair.0),
        longitude: place.map(|pair| pair.1),
    }
}

/// Profile of a unit, by number. O(units + institutions + cities): no paper is looked at.
pub fn profile(ranked: &Ranked, unit: u32) -> UnitProfile {
    let units = ranked.units();
    let row = ranked.ranking.rows.iter().find(|row| row.unit == unit);
    UnitProfile {
        identity: identity(&ranked.corpus, &units, unit),
        rank: row.map(|row| row.rank),
        ranked: ranked.ranking.rows.len() as u64,
        indicators: Indicators::of(&ranked.tallies.units[unit as usize]),
        indices: row.map(|row| Indices(row.indices)),
        terms: row.map(|row| explain::terms(ranked, row).iter().map(Step::of).collect()).unwrap_or_default(),
        members: members(&ranked.corpus, &units, unit),
    }
}

fn members(corpus: &Corpus, units: &Units<'_>, unit: u32) -> Members {
    let institutions = units.of_institution.iter().filter(|&&one| one == unit).count() as u64;
    let cities = if units.level() == Level::Institution {
        u64::from(corpus.institutions.city[unit as usize] != NONE)
    } else {
        let in_unit = |&city: &u32| units.of_city(city) == unit;
        (0..corpus.cities.labels.len() as u32).filter(in_unit).count() as u64
    };
    Members { cities, institutions }
}
