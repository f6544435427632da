//! Where a unit lies on the map.

use super::Level;
use crate::model::Corpus;
use crate::model::corpus::NONE;
use std::cmp::Reverse;

/// Latitude and longitude of a unit in degrees, where the corpus has them. A metro or a country lies where its
/// city of most inhabitants with a known position does; an institution at its own position, or in its city. O(cities) for a
/// metro or country.
pub fn coordinates(corpus: &Corpus, level: Level, unit: u32) -> Option<(f64, f64)> {
    let unit = unit as usize;
    let metros = corpus.metros.len();
    let city = |city: usize| corpus.cities.coordinates.get(city);
    match level {
        Level::Country => {
            let ranked =
                |country: u32| if country == NONE { NONE } else { corpus.ranked_as[country as usize] };
            city(seat(corpus, |city| ranked(corpus.cities.country[city]) == unit as u32)?)
        }
        Level::City => city(unit),
        Level::Metro if unit >= metros => city(unit - metros),
        Level::Metro => city(seat(corpus, |city| corpus.cities.metro[city] == unit as u32)?),
        Level::Institution => {
            let own = corpus.institutions.coordinates.get(unit);
            let of_city = || Some(corpus.institutions.city[unit]).filter(|&city| city != NONE);
            own.or_else(|| city(of_city()? as usize))
        }
    }
}

/// The city of most inhabitants among those that belong; of two the first.
fn seat(corpus: &Corpus, belongs: impl Fn(usize) -> bool) -> Option<usize> {
    let cities = &corpus.cities;
    let known = |&city: &usize| belongs(city) && cities.coordinates.get(city).is_some();
    let inhabitants = |city: &usize| match cities.population[*city] {
        u64::MAX => 0,
        known => known,
    };
    (0..cities.labels.len()).filter(known).min_by_key(|city| Reverse(inhabitants(city)))
}
