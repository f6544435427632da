//! The dump files of GeoNames: tab-separated, without header and without quoting (download.geonames.org/export/dump/readme.txt).

use super::han;
use super::lines::{Line, Lines, fields, width};
use super::lists::country_code;
use super::model::{Country, Division, Place};
use super::part::{Feed, NameZh, add, geonames_id, position};
use crate::base::Result;
use crate::sources::cells::{self, Refused};
use std::io::Read;

/// Feature codes of populated places that are no more: historical, abandoned, destroyed.
const GONE: [&str; 3] = ["PPLH", "PPLQ", "PPLW"];
/// Feature code of the capital of a country.
const CAPITAL: &str = "PPLC";

type Taken = std::result::Result<(), Refused>;

/// Places: `cities500.txt` and its like, or `allCountries.txt`, of which the populated places are taken that still are.
pub(super) fn read_places(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, text, feed| {
        let columns: [&str; 19] = fields(text)?;
        let (class, code) = (columns[6], columns[7]);
        if !matches!(class, "P" | "") || GONE.contains(&code) {
            return Ok(());
        }
        let place = place(line, &columns, feed)?;
        if code == CAPITAL || feed.wanted.takes(&place) {
            feed.part.places.push((line, place));
        }
        Ok(())
    })
}

fn place(line: u64, columns: &[&str; 19], feed: &mut Feed<'_>) -> std::result::Result<Place, Refused> {
    let [id, name, ascii_name, others, lat, lon, ..] = columns;
    let mut alternate_names = Vec::new();
    for other in others.split(',') {
        add(&mut alternate_names, feed.part.name(line, "alternatenames", other));
    }
    Ok(Place {
        id: geonames_id("geonameid", id)?,
        name: cells::key("name", &feed.part.name(line, "name", name))?.into_owned(),
        ascii_name: feed.part.name(line, "asciiname", ascii_name),
        name_zh: String::new(),
        country: columns[8].to_owned(),
        admin1: columns[10].to_owned(),
        coordinates: position(lat, lon)?,
        population: cells::count("population", columns[14])?.unwrap_or(0),
        alternate_names,
    })
}

/// Other names: `alternateNamesV2.txt`. Codes are no names; colloquial and historical names are left out.
pub(super) fn read_names(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, text, feed| {
        let columns: Vec<&str> = text.split('\t').collect();
        if !(8..=10).contains(&columns.len()) {
            return Err(width(columns.len(), 10));
        }
        let is_set = |column: usize| columns[column] == "1";
        let (language, is_preferred) = (columns[2], is_set(4));
        let id = geonames_id("geonameid", columns[1])?;
        if !feed.wanted.kept.contains(&id) || !is_language(language) || is_set(6) || is_set(7) {
            return Ok(());
        }
        let name = feed.part.name(line, "alternate name", columns[3]);
        if let Some(weight) = weight(language, is_preferred, &name) {
            feed.part.names_zh.push(NameZh { place: id, weight, name: han::simplified(&name) });
        }
        feed.part.alternate_names.push((id, name));
        Ok(())
    })
}

/// Languages have codes of two or three letters, also with a region; `piny` is Chinese in Latin letters. Everything else,
/// such as `link`, `post` or `iata`, is no name.
fn is_language(code: &str) -> bool {
    let language = code.split('-').next().unwrap_or_default();
    language.is_empty() || language == "piny" || (language.len() <= 3 && !language.contains('_'))
}

/// How much a Chinese name is to be preferred, lowest first: written in simplified characters, said to be so, preferred by
/// GeoNames. `None` when it is no Chinese name. Names that a table states come before (weight 0).
fn weight(language: &str, is_preferred: bool, name: &str) -> Option<u8> {
    let variant = match language {
        "zh-Hans" | "zh-CN" | "zh-SG" => 0,
        "zh" | "cmn" => 1,
        _ => return None,
    };
    let is_simplified = han::simplified(name) == name;
    han::is_han(name).then(|| 8 + (u8::from(!is_simplified) << 2 | variant << 1 | u8::from(!is_preferred)))
}

/// First-level divisions: `admin1CodesASCII.txt`.
pub(super) fn read_divisions(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, text, feed| {
        let [key, name, ascii_name, _] = fields(text)?;
        let (country, code) = key.split_once('.').unwrap_or((key, ""));
        let mut division = Division {
            country: country_code("code", country)?,
            code: cells::key("code", code)?.into_owned(),
            names: Vec::new(),
        };
        for name in [name, ascii_name] {
            add(&mut division.names, feed.part.name(line, "name", name));
        }
        feed.part.divisions.push(division);
        Ok(())
    })
}

/// Countries: `countryInfo.txt`.
pub(super) fn read_countries(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    each(reader, feed, |line, text, feed| {
        let mut columns = text.split('\t');
        let [code, alpha3, _, _, name, capital] = std::array::from_fn(|_| columns.next().unwrap_or_default());
        if text.starts_with('#') {
            return Ok(());
        }
        country(line, [code, alpha3, name, capital], feed)
    })
}

/// A country and its capital.
pub(super) fn country(line: u64, [code, alpha3, name, capital]: [&str; 4], feed: &mut Feed<'_>) -> Taken {
    let code = country_code("iso", code)?;
    let name = cells::key("name", &feed.part.name(line, "name", name))?.into_owned();
    if !capital.is_empty() {
        feed.part.capitals.push((code.clone(), capital.to_lowercase()));
    }
    feed.part.countries.push(Country { code, alpha3: alpha3.to_owned(), name, ..Country::default() });
    Ok(())
}

/// Hands over every line; what is refused becomes a rejection.
fn each(
    reader: &mut dyn Read,
    feed: &mut Feed<'_>,
    mut take: impl FnMut(u64, &str, &mut Feed<'_>) -> Taken,
) -> Result<()> {
    let mut lines = Lines::new(reader, feed.name);
    while let Some((line, text)) = lines.next_line()? as Option<Line<'_>> {
        if let Err(refused) = text.and_then(|text| take(line, text, feed)) {
            feed.part.reject(line, refused);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
