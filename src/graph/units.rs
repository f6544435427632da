//! What is ranked: metros, cities, countries or institutions, as one column of unit numbers over the institutions.

use crate::model::Corpus;
use crate::model::corpus::{Labels, NONE};
use crate::rdf::iri::Kind;
use crate::rdf::vocabulary as v;
use serde::{Deserialize, Serialize};

/// The sort of unit that is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Metros; a city in no metro is its own.
    #[default]
    Metro,
    /// Cities.
    City,
    /// Ranked countries, by the city of the institution.
    Country,
    /// Institutions.
    Institution,
}

/// Every level, as help and queries list them.
pub const LEVELS: [Level; 4] = [Level::Metro, Level::City, Level::Country, Level::Institution];

impl Level {
    /// Its name, as options and addresses have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Metro => "metro",
            Self::City => "city",
            Self::Country => "country",
            Self::Institution => "institution",
        }
    }

    /// The derived property from an institution to its unit.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Metro => v::IN_METRO,
            Self::City => v::IN_CITY,
            Self::Country => v::IN_RANKED_COUNTRY,
            Self::Institution => v::IN_INSTITUTION,
        }
    }
}

/// The units of one level. Metros are numbered before the cities that are their own metro.
#[derive(Debug, Clone)]
pub struct Units<'a> {
    corpus: &'a Corpus,
    level: Level,
    /// Institution → unit or [`NONE`].
    pub of_institution: Vec<u32>,
    /// Unit → ranked country or [`NONE`].
    pub country: Vec<u32>,
}

impl<'a> Units<'a> {
    /// Units of a level. O(institutions + cities).
    pub fn new(corpus: &'a Corpus, level: Level) -> Self {
        let city_unit = |city: u32| unit_of_city(corpus, level, city);
        let of_institution: Vec<u32> = match level {
            Level::Institution => (0..corpus.institutions.labels.len() as u32).collect(),
            _ => corpus
                .institutions
                .city
                .iter()
                .map(|&city| if city == NONE { NONE } else { city_unit(city) })
                .collect(),
        };
        let country = countries(corpus, level);
        Self { corpus, level, of_institution, country }
    }

    /// Number of units, whether they have papers or not.
    pub fn len(&self) -> usize {
        self.country.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.country.is_empty()
    }

    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Unit that a city belongs to, or [`NONE`]; of institutions none does.
    pub fn of_city(&self, city: u32) -> u32 {
        match self.level {
            Level::Institution => NONE,
            level => unit_of_city(self.corpus, level, city),
        }
    }

    fn place(&self, unit: u32) -> (Kind, &'a Labels, usize) {
        let unit = unit as usize;
        let metros = self.corpus.metros.len();
        match self.level {
            Level::Metro if unit < metros => (Kind::Metro, &self.corpus.metros, unit),
            Level::Metro => (Kind::City, &self.corpus.cities.labels, unit - metros),
            Level::City => (Kind::City, &self.corpus.cities.labels, unit),
            Level::Country => (Kind::Country, &self.corpus.countries, unit),
            Level::Institution => (Kind::Institution, &self.corpus.institutions.labels, unit),
        }
    }

    /// Key of a unit: GeoNames id, metro id, country code or institution id.
    pub fn key(&self, unit: u32) -> &'a str {
        let (_, labels, index) = self.place(unit);
        labels.id.get(index)
    }

    /// English name, or its key where there is none.
    pub fn name(&self, unit: u32) -> &'a str {
        let (_, labels, index) = self.place(unit);
        Some(labels.name.get(index)).filter(|name| !name.is_empty()).unwrap_or(labels.id.get(index))
    }

    /// Chinese name; may be empty.
    pub fn name_zh(&self, unit: u32) -> &'a str {
        let (_, labels, index) = self.place(unit);
        labels.name_zh.get(index)
    }

    /// Code of the ranked country; empty where not known.
    pub fn country_code(&self, unit: u32) -> &'a str {
        match self.country[unit as usize] {
            NONE => "",
            country => self.corpus.countries.id.get(country as usize),
        }
    }

    /// Kind of the unit's entity in the graph.
    pub fn kind(&self, unit: u32) -> Kind {
        self.place(unit).0
    }

    /// Unit by kind and key of its entity. O(units).
    pub fn find(&self, key: &str) -> Option<u32> {
        (0..self.len() as u32).find(|&unit| self.key(unit) == key)
    }
}

fn unit_of_city(corpus: &Corpus, level: Level, city: u32) -> u32 {
    let metro = corpus.cities.metro[city as usize];
    match level {
        Level::Metro if metro == NONE => corpus.metros.len() as u32 + city,
        Level::Metro => metro,
        Level::Country => ranked_country(corpus, corpus.cities.country[city as usize]),
        _ => city,
    }
}

fn ranked_country(corpus: &Corpus, country: u32) -> u32 {
    if country == NONE { NONE } else { corpus.ranked_as[country as usize] }
}

/// Ranked country of every unit. A metro has that of its first city: one that spans two is for the linter.
fn countries(corpus: &Corpus, level: Level) -> Vec<u32> {
    let of_city = |city: usize| ranked_country(corpus, corpus.cities.country[city]);
    let cities = corpus.cities.labels.len();
    match level {
        Level::City => (0..cities).map(of_city).collect(),
        Level::Country => (0..corpus.countries.len() as u32).collect(),
        Level::Institution => (0..corpus.institutions.city.len())
            .map(|i| match corpus.institutions.city[i] {
                NONE => ranked_country(corpus, corpus.institutions.country[i]),
                city => of_city(city as usize),
            })
            .collect(),
        Level::Metro => {
            let mut countries = vec![NONE; corpus.metros.len() + cities];
            for city in (0..cities).rev().filter(|&city| of_city(city) != NONE) {
                countries[unit_of_city(corpus, level, city as u32) as usize] = of_city(city);
            }
            countries
        }
    }
}
