//! What a whole list of statements teaches: where institutions are that no gazetteer places.

use super::Resolver;
use super::answer::{Finding, Identity, InstitutionKey, Method, Resolution, Step};
use super::facts::Country;
use super::index::Index;
use super::{city, confidence, statement};
use crate::model::record::Statement;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many mentions must name an institution and its city together before others are concluded from them.
const MENTIONS: u64 = 2;
/// The share of them that must name the same city.
const SHARE: f64 = 0.5;

/// A statement read by itself.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Who is meant, and how that was found.
    pub institution: Option<(Identity, Method)>,
    /// Name to show.
    pub name: String,
    /// The city that the text names; like all places here a canonical GeoNames id.
    pub named: Option<(u32, Method)>,
    /// The place that the alias list has for this name.
    pub campus: Option<(u32, Method)>,
    /// The city that the source gives beside the text.
    pub asked: Option<(u32, Method)>,
    /// The seat of the institution.
    pub home: Option<(u32, Method)>,
    /// The country that is stated.
    pub country: Country,
    /// The country of the seat.
    pub home_country: Country,
    /// Whether the institution is a company.
    pub company: bool,
}

/// Where institutions are, by the statements that name both: in all, and by stated country.
#[derive(Debug, Default)]
pub struct Learned {
    homes: BTreeMap<(Identity, Country), u32>,
}

impl Learned {
    fn home(&self, identity: &Identity, country: Country) -> Option<u32> {
        self.homes.get(&(identity.clone(), country)).copied()
    }
}

/// Resolves a list in two passes.
pub fn resolve_all(resolver: &Resolver, statements: &[(Statement<'_>, u64)]) -> Vec<Resolution> {
    let drafts: Vec<Draft> =
        statements.par_iter().map(|(one, _)| statement::read(resolver, one, None)).collect();
    let index = &resolver.index;
    let learned = learn(index, drafts.iter().zip(statements.iter().map(|(_, mentions)| *mentions)));
    drafts.into_par_iter().map(|draft| draft.resolution(index, Some(&learned))).collect()
}

/// The city that most mentions have for each institution, overall and for each stated country.
fn learn<'d>(index: &Index, drafts: impl Iterator<Item = (&'d Draft, u64)>) -> Learned {
    let mut cities: BTreeMap<(Identity, Country), BTreeMap<u32, u64>> = BTreeMap::new();
    for (draft, mentions) in drafts {
        let (Some((identity, _)), Some((place, _))) = (&draft.institution, draft.named.or(draft.campus))
        else {
            continue;
        };
        let country = index.place(place).map_or_else(Country::default, |place| place.country);
        for country in [Country::default(), country] {
            *cities.entry((identity.clone(), country)).or_default().entry(place).or_default() += mentions;
        }
    }
    let homes = cities.into_iter().filter_map(|(key, places)| Some((key, modal(&places)?)));
    Learned { homes: homes.collect() }
}

fn modal(places: &BTreeMap<u32, u64>) -> Option<u32> {
    let all: u64 = places.values().sum();
    let (&place, &mentions) =
        places.iter().max_by_key(|&(place, mentions)| (*mentions, std::cmp::Reverse(*place)))?;
    (all >= MENTIONS && mentions as f64 >= SHARE * all as f64).then_some(place)
}

impl Draft {
    /// The answer, with what the list teaches.
    pub fn resolution(self, index: &Index, learned: Option<&Learned>) -> Resolution {
        let place = self.place(index, learned);
        let home = self.home.map(|(home, _)| home).or_else(|| {
            let (identity, _) = self.institution.as_ref()?;
            learned?.home(identity, Country::default())
        });
        let place = place.map(|(at, method)| match home.filter(|&home| city::is_at(index, at, home)) {
            Some(home) => (home, method),
            None => (at, method),
        });
        let institution = self.key(place.map(|(at, _)| at), home);
        let country = place.and_then(|(at, _)| index.place(at)).map_or(self.country, |place| place.country);
        Resolution {
            institution: institution.map(|(value, method)| finding(value, method)),
            name: self.name,
            place: place.map(|(value, method)| finding(value, method)),
            country: country.to_string(),
        }
    }

    /// The city: as named, as that laboratory has it, as stated beside, the seat, as learned.
    fn place(&self, index: &Index, learned: Option<&Learned>) -> Option<(u32, Method)> {
        let stated = self.named.filter(|named| named.1 != Method::NamedInName).or(self.campus).or(self.asked);
        let abroad = self.home.is_some() && !self.country.may_mean(self.home_country);
        let identity = self.institution.as_ref().map(|(identity, _)| identity);
        let by_country = || {
            let place = learned?.home(identity?, self.country).filter(|_| self.country.is_known());
            place.map(|place| (place, Method::Learned))
        };
        let overall = || learned?.home(identity?, Country::default()).map(|place| (place, Method::Learned));
        let state = || city::city_state(index, self.country).map(|place| (place, Method::CityState));
        let abroad_first = || abroad.then(|| by_country().or_else(state)).flatten();
        stated
            .or_else(|| self.named.filter(|_| self.company || self.home.is_none()))
            .or_else(abroad_first)
            .or(self.home)
            .or(self.named)
            .or_else(by_country)
            .or_else(state)
            .or_else(overall)
    }

    /// The key of the institution: apart from its seat it is another one.
    fn key(&self, place: Option<u32>, home: Option<u32>) -> Option<(InstitutionKey, Method)> {
        match (&self.institution, place) {
            (Some((identity, method)), place) => {
                let campus = place.filter(|&place| home != Some(place));
                Some((InstitutionKey { identity: identity.clone(), campus }, *method))
            }
            (None, Some(place)) => {
                Some((InstitutionKey { identity: Identity::Place(place), campus: None }, Method::PlaceOnly))
            }
            (None, None) => None,
        }
    }
}

fn finding<T>(value: T, method: Method) -> Finding<T> {
    Finding { value, method, confidence: confidence::of(method) }
}

impl Resolution {
    /// The answer as steps.
    pub(super) fn steps(&self) -> Vec<Step> {
        let institution = self.institution.as_ref().map(|found| Step {
            text: self.name.clone(),
            gave: format!("{} ({}, {:.2})", found.value, found.method.code(), found.confidence),
        });
        let place = self.place.as_ref().map(|found| Step {
            text: self.country.clone(),
            gave: format!("city {} ({}, {:.2})", found.value, found.method.code(), found.confidence),
        });
        institution.into_iter().chain(place).collect()
    }
}
