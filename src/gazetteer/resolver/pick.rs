//! Which of the places that share a name is meant.

use super::facts::{Coordinates, Country, PlaceFacts, kilometres};
use super::index::Index;
use super::names::Bearer;

/// Within so many kilometres a place and an institution are in the same region.
const REGION: f64 = 60.0;
/// A place of that size may be meant without anything that speaks for it.
const WELL_KNOWN: u32 = 200_000;
/// How much more a usual name says than another name of a place.
const USUAL: u64 = 20;

/// What is known about the place that is meant.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The country that the text names.
    pub country: Option<Country>,
    /// The divisions that the text names.
    pub divisions: Vec<u32>,
    /// The country that the source states.
    pub hint: Country,
    /// Where the institution is.
    pub near: Vec<Coordinates>,
    /// The country of the institution.
    pub home: Country,
    /// Whether every place of the name will do, for audits.
    pub loose: bool,
    /// Smallest number of inhabitants of a place that nothing else speaks for.
    pub least: u32,
}

/// The place that is meant by a name, by index.
pub fn pick(index: &Index, node: u32, ask: &Ask) -> Option<u32> {
    let mut candidates = named(index, node, ask);
    let in_division: Vec<(u32, bool)> = candidates
        .iter()
        .copied()
        .filter(|&(at, _)| ask.divisions.contains(&index.places[at as usize].admin1))
        .collect();
    let divided = !in_division.is_empty();
    if divided {
        candidates = in_division;
    } else if !ask.divisions.is_empty() {
        // A town of that name elsewhere is not the town that the text means.
        return None;
    }
    let near = candidates.iter().copied().filter(|&(at, _)| is_near(&index.places[at as usize], ask));
    if let Some(best) = largest(index, near) {
        return Some(best);
    }
    let sure = ask.country.is_some() || divided;
    let in_country = |country: Country| {
        let inside = move |&(at, _): &(u32, bool)| {
            country.is_known() && country.may_mean(index.places[at as usize].country)
        };
        candidates.iter().copied().filter(inside)
    };
    let best = largest(index, in_country(ask.hint)).or_else(|| largest(index, in_country(ask.home)));
    let population = |at: u32| index.places[at as usize].population;
    if let Some(best) = best.filter(|&best| sure || population(best) >= ask.least) {
        return Some(best);
    }
    largest(index, candidates.into_iter()).filter(|&best| sure || ask.loose || population(best) >= WELL_KNOWN)
}

fn named(index: &Index, node: u32, ask: &Ask) -> Vec<(u32, bool)> {
    let places = index.names.bearers(node).iter().filter_map(|bearer| match *bearer {
        Bearer::Place(at) => Some((at, true)),
        Bearer::PlaceAlias(at) => Some((at, false)),
        _ => None,
    });
    let meant =
        |&(at, _): &(u32, bool)| ask.country.is_none_or(|c| c.may_mean(index.places[at as usize].country));
    places.filter(meant).collect()
}

fn is_near(place: &PlaceFacts, ask: &Ask) -> bool {
    ask.near.iter().any(|&at| kilometres(at, place.at) <= REGION)
}

fn largest(index: &Index, candidates: impl Iterator<Item = (u32, bool)>) -> Option<u32> {
    let size = |&(at, usual): &(u32, bool)| {
        let place = &index.places[at as usize];
        let weight = (u64::from(place.population) + 1) * if usual { USUAL } else { 1 };
        (weight, std::cmp::Reverse(place.id))
    };
    candidates.max_by_key(size).map(|(at, _)| at)
}

/// Divisions of a name.
pub fn divisions(index: &Index, node: u32) -> impl Iterator<Item = u32> + '_ {
    index.names.bearers(node).iter().filter_map(|bearer| match *bearer {
        Bearer::Division(at) => Some(at),
        _ => None,
    })
}

/// The populated place nearest to a point within some kilometres; of equally near ones the larger.
pub fn nearest(index: &Index, at: Coordinates, within: f64, population: u32) -> Option<u32> {
    let (lat, lon) = super::index::cell(at);
    let around = (-1..=1).flat_map(|i| (-2..=2).map(move |j| (lat + i, lon + j)));
    let places = around.filter_map(|cell| index.cells.get(&cell)).flatten().copied();
    let distance = |place: u32| kilometres(at, index.places[place as usize].at);
    let large = places.filter(|&place| index.places[place as usize].population >= population);
    let nearest = large.min_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)))?;
    (distance(nearest) <= within).then_some(nearest)
}
