//! Questions to a gazetteer.

use super::model::{Country, Division, Gazetteer, Institution, Metro, Place};
use crate::base::formula::EARTH_RADIUS;

pub use crate::base::formula::great_circle as distance;

/// Kilometres of a degree of latitude.
const DEGREE: f64 = EARTH_RADIUS * std::f64::consts::PI / 180.0;

impl Gazetteer {
    /// The place with a GeoNames id.
    pub fn place(&self, id: u32) -> Option<&Place> {
        self.places.binary_search_by_key(&id, |place| place.id).ok().map(|at| &self.places[at])
    }

    /// The place that a place counts as: itself unless it is merged into another.
    pub fn canonical(&self, id: u32) -> u32 {
        self.merges.binary_search_by_key(&id, |(from, _)| *from).map_or(id, |at| self.merges[at].1)
    }

    /// The metro that a place, or the one it counts as, belongs to.
    pub fn metro_of(&self, id: u32) -> Option<&Metro> {
        let of = |id: u32| self.metros.iter().find(|metro| metro.members.binary_search(&id).is_ok());
        of(id).or_else(|| of(self.canonical(id)))
    }

    /// The institution with a ROR id, without prefix.
    pub fn institution(&self, ror: &str) -> Option<&Institution> {
        let found = self.institutions.binary_search_by(|institution| institution.ror.as_str().cmp(ror));
        found.ok().map(|at| &self.institutions[at])
    }

    /// The first-level division with a GeoNames code.
    pub fn division(&self, country: &str, code: &str) -> Option<&Division> {
        let key = |d: &Division| (d.country.as_str(), d.code.as_str()).cmp(&(country, code));
        self.divisions.binary_search_by(key).ok().map(|at| &self.divisions[at])
    }

    /// The country with a code of two letters.
    pub fn country_by_code(&self, code: &str) -> Option<&Country> {
        self.countries.binary_search_by(|c| c.code.as_str().cmp(code)).ok().map(|at| &self.countries[at])
    }

    /// Code of the country that a text names: by code of two or three letters, or by any of its names. Case, full stops,
    /// spaces around it and a leading "the" do not matter. Looks through all names: some microseconds.
    pub fn country(&self, text: &str) -> Option<&str> {
        let wanted = folded(text);
        if wanted.is_empty() {
            return None;
        }
        let is_code =
            |c: &&Country| c.code.eq_ignore_ascii_case(&wanted) || c.alpha3.eq_ignore_ascii_case(&wanted);
        let names = |c: &Country| {
            let others = c.alternate_names.iter();
            [&c.name, &c.name_zh].into_iter().chain(others).any(|name| folded(name) == wanted)
        };
        let found = self.countries.iter().find(is_code).or_else(|| self.countries.iter().find(|c| names(c)));
        found.map(|country| country.code.as_str())
    }

    /// The nearest place with at least so many inhabitants within so many kilometres, and its distance. Of places equally
    /// near the smaller id. Looks through all places: use [`Nearby`] to ask often.
    pub fn nearest(&self, lat: f64, lon: f64, max_km: f64, min_population: u64) -> Option<(&Place, f64)> {
        let places = self.places.iter().filter(|place| place.population >= min_population);
        closest(places.filter(|place| in_band(place, lat, max_km)), lat, lon, max_km)
    }

    /// The lines that licences ask to be shown, once each.
    pub fn attributions(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self
            .sources
            .iter()
            .map(|source| source.attribution.as_str())
            .filter(|line| !line.is_empty())
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// Places by latitude, for asking many times which is nearest.
#[derive(Debug)]
pub struct Nearby<'a> {
    by_latitude: Vec<&'a Place>,
}

impl<'a> Nearby<'a> {
    /// Of the places with at least so many inhabitants.
    pub fn new(gazetteer: &'a Gazetteer, min_population: u64) -> Self {
        let mut by_latitude: Vec<&Place> =
            gazetteer.places.iter().filter(|place| place.population >= min_population).collect();
        by_latitude.sort_by(|a, b| a.coordinates.0.total_cmp(&b.coordinates.0).then(a.id.cmp(&b.id)));
        Self { by_latitude }
    }

    /// As [`Gazetteer::nearest`].
    pub fn nearest(&self, lat: f64, lon: f64, max_km: f64) -> Option<(&'a Place, f64)> {
        let band = max_km / DEGREE;
        let start = self.by_latitude.partition_point(|place| place.coordinates.0 < lat - band);
        let near = self.by_latitude[start..].iter().take_while(|place| place.coordinates.0 <= lat + band);
        closest(near.copied(), lat, lon, max_km)
    }
}

fn in_band(place: &Place, lat: f64, max_km: f64) -> bool {
    (place.coordinates.0 - lat).abs() <= max_km / DEGREE
}

fn closest<'a>(
    places: impl Iterator<Item = &'a Place>,
    lat: f64,
    lon: f64,
    max_km: f64,
) -> Option<(&'a Place, f64)> {
    let measured = places.map(|place| (place, distance((lat, lon), place.coordinates)));
    measured.filter(|(_, km)| *km <= max_km).min_by(|(a, x), (b, y)| x.total_cmp(y).then(a.id.cmp(&b.id)))
}

/// A name of a country without what does not matter in it.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('.', "").replace('’', "'");
    let text = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    text.strip_prefix("the ").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
