//! What the study published, as the generator needs it: every city of its tables with all that is printed of it.

use crate::base::{Error, Result};
use crate::edition::reproduce::reproduce;
use crate::edition::reproduction::Constant;
use crate::edition::table::Row;
use crate::edition::{Edition, Table};
use serde::Deserialize;

const CITIES: &str = include_str!("../../data/edition-2023/cities.csv");

/// A printed figure with the half of its last decimal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Printed {
    pub(super) value: f64,
    pub(super) half: f64,
}

/// A printed count with the printed average of its citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) count: u64,
    pub(super) average: u64,
}

/// A sub-index of a count and an average: as the index table prints it, or else as the table of all does.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dimension {
    pub(super) index: Option<Printed>,
    pub(super) counted: Option<Counted>,
    /// In place of printed counts: how many share the largest average of all.
    pub(super) largest: Option<u64>,
}

/// A city of the tables.
#[derive(Debug, Clone)]
pub(super) struct City {
    pub(super) rank: u32,
    pub(super) name: String,
    pub(super) country: String,
    /// Index of innovation; of a row that is missing, the middle between its neighbours.
    pub(super) innovation: Printed,
    /// Where it is to lie: within the rounding, and in the printed order where others print the same.
    pub(super) aim: f64,
    /// Papers, scholars, institutions.
    pub(super) dimensions: [Dimension; 3],
    /// Whether the scholar index of the table of all, which the innovation index was made from, is another than that of
    /// table 7.
    pub(super) disagrees: bool,
    pub(super) collaboration: Option<Printed>,
    pub(super) collaborations: Option<u64>,
    pub(super) places: Vec<Place>,
}

/// A place of a city: a metro has several.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    rank: u32,
    ranked_as: String,
    city: String,
    pub(super) city_id: String,
    pub(super) name: String,
    pub(super) name_zh: String,
    pub(super) country_code: String,
    pub(super) admin1_code: String,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) population: u64,
    pub(super) metro_id: String,
    /// Whether no other city of the tables has this name.
    #[serde(skip)]
    only: bool,
}

impl Place {
    /// One that no table names and that does not exist; its name says so.
    pub(super) fn invented(number: usize, country: &str, lat: f64, lon: f64, population: u64) -> Self {
        let id = number + 1;
        Self {
            rank: 0,
            ranked_as: country.to_owned(),
            city: String::new(),
            city_id: format!("syn-city-{id:04}"),
            name: format!("Synthetic City {id} ({country})"),
            name_zh: format!("合成城市{id}"),
            country_code: country.to_owned(),
            admin1_code: String::new(),
            lat,
            lon,
            population,
            metro_id: String::new(),
            only: true,
        }
    }
}

/// Everything that was published.
#[derive(Debug, Clone)]
pub(super) struct Published {
    pub(super) edition: Edition,
    pub(super) cities: Vec<City>,
    /// The largest averages of any city, which no table prints: the room that the tables leave.
    pub(super) unseen: [Printed; 3],
}

/// The tables of the three indices of two parts, with the columns of count and average, and the index.
pub(super) const DIMENSIONS: [(&str, &str, &str, &str); 3] = [
    ("5", "papers", "citations_per_paper", "paper_index"),
    ("7", "scholars", "citations_per_scholar", "scholar_index"),
    ("9", "institutions", "citations_per_institution", "institution_index"),
];

impl Published {
    /// The built-in edition of 2023.
    pub(super) fn load() -> Result<Self> {
        let edition = Edition::load("2023")?;
        let constants = reproduce(&edition)?.constants;
        let unseen = DIMENSIONS.map(|(_, _, average, _)| room(&constants, average));
        let places: Vec<Place> = csv::Reader::from_reader(CITIES.as_bytes())
            .deserialize()
            .collect::<std::result::Result<_, _>>()
            .map_err(|e| Error::Bug(format!("cities.csv: {e}")))?;
        let namesakes = |place: &Place| places.iter().any(|p| p.city == place.city && p.rank != place.rank);
        let only: Vec<bool> = places.iter().map(|place| !namesakes(place)).collect();
        let mut cities: Vec<City> = Vec::new();
        for (place, only) in places.into_iter().zip(only) {
            let place = Place { only, ..place };
            match cities.last_mut().filter(|city| city.rank == place.rank) {
                Some(city) => city.places.push(place),
                None => cities.push(Self::city(&edition, place)?),
            }
        }
        part_ties(&mut cities);
        Ok(Self { edition, cities, unseen })
    }

    fn city(edition: &Edition, place: Place) -> Result<City> {
        let all = table(edition, "4")?;
        let row = find(all, &place);
        let innovation = match row {
            Some(row) => printed(all, row, "innovation_index"),
            None => between(all, place.rank),
        };
        let innovation =
            innovation.ok_or_else(|| Error::Bug(format!("no rank {} in table 4", place.rank)))?;
        let summary = table(edition, "1")?;
        // The summary has two decimals. Its scholar indices do not follow from table 7, so they do not bind more than
        // one.
        let finer = |index| find(summary, &place).and_then(|row| printed(summary, row, index));
        let coarser = |index| row.and_then(|row| printed(all, row, index));
        let mut dimensions = [Dimension::default(); 3];
        for (dimension, (id, count, average, index)) in dimensions.iter_mut().zip(DIMENSIONS) {
            let own = table(edition, id)?;
            let listed = find(own, &place);
            let listed_index = listed.and_then(|row| printed(own, row, index));
            let finer = finer(index).filter(|_| index != "scholar_index");
            let figure = |name| Some(own.cell(listed?, name)?.value as u64);
            dimension.index = listed_index.or(finer).or_else(|| coarser(index));
            dimension.counted =
                figure(count).zip(figure(average)).map(|(count, average)| Counted { count, average });
            dimension.largest = edition
                .spec
                .predictions
                .iter()
                .filter(|p| p.column == index && p.city.ends_with(&format!("]{}", place.city)))
                .find_map(|p| p.counts.get(count).copied().map(u64::from));
        }
        let own = table(edition, "11")?;
        let listed = find(own, &place);
        let index = listed.and_then(|row| printed(own, row, "collaboration_index"));
        let count = listed.and_then(|row| own.cell(row, "international_collaborations"));
        Ok(City {
            rank: place.rank,
            name: place.city.clone(),
            country: place.ranked_as.clone(),
            innovation,
            aim: innovation.value,
            disagrees: dimensions[1].counted.is_some()
                && dimensions[1]
                    .index
                    .zip(coarser("scholar_index"))
                    .is_some_and(|(own, all)| (own.value - all.value).abs() > own.half.max(all.half) / 2.0),
            dimensions,
            collaboration: index
                .or_else(|| finer("collaboration_index"))
                .or_else(|| coarser("collaboration_index")),
            collaborations: count.map(|figure| figure.value as u64),
            places: vec![place],
        })
    }

    /// A number that the text states: of a subject in a scope, such as the cities of a country in the first 500.
    pub(super) fn claim(&self, subject: &str, metric: &str, scope: &str) -> Result<f64> {
        let is_meant = |c: &&crate::edition::Claim| {
            c.subject == subject
                && c.metric == metric
                && c.scope == scope
                && c.unit != crate::edition::claim::Unit::Percent
        };
        let found = self.edition.claims.iter().find(is_meant).map(|claim| claim.figure.value);
        found.ok_or_else(|| Error::Bug(format!("nothing is claimed of {subject}: {metric}, {scope}")))
    }

    /// A total of the corpus.
    pub(super) fn total(&self, of: &str) -> Result<u64> {
        let total = self.edition.spec.corpus.get(of).copied();
        total.ok_or_else(|| Error::Bug(format!("the edition states no total of {of}")))
    }
}

/// A table of the edition.
pub(super) fn table<'a>(edition: &'a Edition, id: &str) -> Result<&'a Table> {
    edition.table(id).ok_or_else(|| Error::Bug(format!("the edition has no table {id}")))
}

/// The row of a place: of its city in its country, or, where the table has another label for the country, of the only
/// city of that name.
fn find<'a>(table: &'a Table, place: &Place) -> Option<&'a Row> {
    let named = || table.rows.iter().filter(|row| row.city == place.city);
    let exact = named().find(|row| row.country == place.ranked_as);
    exact.or_else(|| named().next().filter(|_| place.only))
}

fn printed(table: &Table, row: &Row, column: &str) -> Option<Printed> {
    let figure = table.cell(row, column)?;
    let interval = figure.rounded();
    Some(Printed { value: figure.value, half: (interval.high - interval.low) / 2.0 })
}

/// Of a rank that a table lacks: between the one before and the one after.
fn between(table: &Table, rank: u32) -> Option<Printed> {
    let of = |rank| table.rows.iter().find(|row| row.rank == rank);
    let value = |row| Some(table.cell(row, "innovation_index")?.value);
    let (above, below) = (value(of(rank - 1)?)?, value(of(rank + 1)?)?);
    Some(Printed { value: f64::midpoint(above, below), half: (above - below) / 2.0 })
}

/// Cities that print the same index stand in an order all the same: their aims are parted within the rounding.
fn part_ties(cities: &mut [City]) {
    for tied in cities.chunk_by_mut(|a, b| a.innovation.value.total_cmp(&b.innovation.value).is_eq()) {
        let parts = tied.len() as f64 + 1.0;
        for (i, city) in (1_u32..).zip(tied) {
            let Printed { value, half } = city.innovation;
            city.aim = value + half * (1.0 - 2.0 * f64::from(i) / parts);
        }
    }
}

/// What the tables leave to a constant.
fn room(constants: &[Constant], column: &str) -> Printed {
    let found = constants.iter().find(|constant| constant.column == column);
    found.map_or(Printed { value: f64::NAN, half: 0.0 }, |constant| Printed {
        value: f64::midpoint(constant.low, constant.high),
        half: (constant.high - constant.low) / 2.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_city_has_what_is_printed_of_it() {
        let published = Published::load().unwrap();
        assert_eq!(published.cities.len(), 100);
        let find = |name: &str, country: &str| {
            published.cities.iter().find(|c| c.name == name && c.country == country).unwrap()
        };
        let singapore = find("新加坡", "SG");
        assert_eq!(singapore.collaborations, Some(3_283));
        assert_eq!(singapore.dimensions[2].counted, Some(Counted { count: 47, average: 5_767 }));
        let missing = find("厄巴纳", "US");
        assert_eq!((missing.rank, missing.collaboration), (54, None));
        assert!((missing.innovation.value - 78.91).abs() < 1e-9);
        assert_eq!(find("剑桥", "GB").dimensions[0].counted, None);
        assert_eq!(find("雷德蒙德", "US").dimensions[2].largest, Some(3));
        assert!(find("巴黎", "FR").dimensions[0].index.unwrap().half < 0.0051);
        assert_eq!(find("湾区", "US").places.len(), 7);
        assert_eq!(published.claim("中 计算机视觉", "papers", "corpus").unwrap() as u64, 6_255);
        assert!((published.unseen[0].value - 787.45).abs() < 0.1);
    }
}
