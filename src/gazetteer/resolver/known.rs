//! What a source says of its own institutions, so that statements can refer to them by key.

use super::facts::{Coordinates, Country, InstitutionFacts, Origin};
use super::index::Index;
use super::normalise::Text;
use super::pick;
use super::{Resolver, Seated};
use rustc_hash::FxHashSet;

/// Within so many kilometres of its coordinates an institution of the source is in a city.
const NEAR: f64 = 30.0;

/// An institution as its source has it. Empty text means "not given".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Its key, as statements refer to it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// ROR id, with or without resolver prefix.
    pub ror: String,
    /// GeoNames id of its city; 0: not given.
    pub city: u32,
    /// Degrees north and east, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
}

/// The id in an IRI or short form of ROR: `https://ror.org/042nb2s44`, `ror:042nb2s44`, `042nb2s44`.
pub fn ror_id(text: &str) -> &str {
    let text = text.trim().trim_end_matches('/');
    text.rsplit(['/', ':']).next().unwrap_or(text)
}

impl Resolver {
    /// Adds what the source says of its institutions. One that ROR knows stays the institution of ROR.
    #[must_use]
    pub fn with_known(mut self, known: impl Iterator<Item = Known>) -> Self {
        let mut seated = FxHashSet::default();
        for one in known {
            let number = self.known_institution(&one, &mut seated);
            let name = Text::read(&one.name).joined();
            self.by_key.insert(one.key, Seated { institution: number, city: one.city });
            if !name.is_empty() {
                let entry = self.by_name.entry(name).or_insert(Some(number));
                if *entry != Some(number) {
                    *entry = None;
                }
            }
        }
        self
    }

    /// Number of an institution. Where the source has its city, that is its seat, whatever the gazetteer says: the first
    /// key of the source decides, others are campuses.
    fn known_institution(&mut self, one: &Known, seated: &mut FxHashSet<u32>) -> u32 {
        if let Some(&at) = self.index.by_ror.get(ror_id(&one.ror)).filter(|_| !one.ror.is_empty()) {
            let location = location(&self.index, one);
            let facts = &mut self.index.institutions[at as usize];
            if let Some(location) = location
                && ((one.city > 0 && seated.insert(at)) || facts.locations.is_empty())
            {
                facts.locations = vec![location];
            }
            return at;
        }
        let ror = ror_id(&one.ror);
        let (origin, key) = if ror.is_empty() { (Origin::Source, &*one.key) } else { (Origin::Ror, ror) };
        let facts = InstitutionFacts {
            key: key.to_owned(),
            origin,
            name: one.name.clone(),
            country: Country::new(&one.country),
            locations: location(&self.index, one).into_iter().collect(),
            active: true,
            ..InstitutionFacts::default()
        };
        let number = self.index.institutions.len() as u32;
        self.index.institutions.push(facts);
        if origin == Origin::Ror {
            self.index.by_ror.insert(ror.to_owned(), number);
        }
        number
    }
}

/// Where an institution is by its city or by its coordinates; `None` where neither is given.
fn location(index: &Index, one: &Known) -> Option<(u32, Option<Coordinates>)> {
    let given = one.coordinates.map(|(lat, lon)| (lat as f32, lon as f32));
    let at = given.or_else(|| index.place(one.city).map(|place| place.at));
    if one.city > 0 {
        return Some((one.city, at));
    }
    // The id of a place is left open, so that the answer says that it was found by coordinates.
    at.filter(|&at| pick::nearest(index, at, NEAR, 1000).is_some()).map(|at| (0, Some(at)))
}
