//! GeoNames places and their other names as tab-separated tables with a header: the tables of a prepared folder.

use super::lines::{Lines, quoted_fields, width};
use super::model::Place;
use super::part::{Feed, NameZh, geonames_id, position};
use crate::base::{Error, Result};
use crate::sources::cells::{self, Refused};
use std::borrow::Cow;
use std::io::Read;

/// Columns of a table of places; the first nine are read.
pub(super) const PLACES: [&str; 10] = [
    "geonameid",
    "name",
    "ascii_name",
    "name_zh",
    "country_code",
    "admin1_code",
    "lat",
    "lon",
    "population",
    "timezone",
];

/// Columns of a table of other names.
pub(super) const NAMES: [&str; 2] = ["geonameid", "alternatename"];

/// Weight of a Chinese name that a table states.
const STATED: u8 = 0;

/// A row by the columns asked for.
struct Row<'a> {
    fields: Vec<Cow<'a, str>>,
    columns: &'a [usize],
}

impl Row<'_> {
    fn get(&self, index: usize) -> &str {
        self.columns.get(index).and_then(|column| self.fields.get(*column)).map_or("", |field| field)
    }
}

/// Reads a table of places.
pub(super) fn read_places(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    rows(reader, feed, &PLACES, |line, row, feed| {
        let place = place(line, row, feed)?;
        if feed.wanted.takes(&place) {
            let name_zh = feed.part.name(line, "name_zh", row.get(3));
            if !name_zh.is_empty() {
                feed.part.names_zh.push(NameZh { place: place.id, weight: STATED, name: name_zh });
            }
            feed.part.places.push((line, place));
        }
        Ok(())
    })
}

fn place(line: u64, row: &Row<'_>, feed: &mut Feed<'_>) -> std::result::Result<Place, Refused> {
    Ok(Place {
        id: geonames_id("geonameid", row.get(0))?,
        name: cells::key("name", &feed.part.name(line, "name", row.get(1)))?.into_owned(),
        ascii_name: feed.part.name(line, "ascii_name", row.get(2)),
        name_zh: String::new(),
        country: row.get(4).to_owned(),
        admin1: row.get(5).to_owned(),
        coordinates: position(row.get(6), row.get(7))?,
        population: cells::count("population", row.get(8))?.unwrap_or(0),
        alternate_names: Vec::new(),
    })
}

/// Reads a table of other names; those of places that were not taken are passed over.
pub(super) fn read_names(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    rows(reader, feed, &NAMES, |line, row, feed| {
        let id = geonames_id("geonameid", row.get(0))?;
        if feed.wanted.kept.contains(&id) {
            let name = feed.part.name(line, "alternatename", row.get(1));
            feed.part.alternate_names.push((id, name));
        }
        Ok(())
    })
}

/// Hands over every row; what is refused becomes a rejection.
fn rows(
    reader: &mut dyn Read,
    feed: &mut Feed<'_>,
    columns: &[&'static str],
    mut take: impl FnMut(u64, &Row<'_>, &mut Feed<'_>) -> std::result::Result<(), Refused>,
) -> Result<()> {
    let mut lines = Lines::new(reader, feed.name);
    let Some((_, header)) = lines.next_line()? else { return Ok(()) };
    let names: Vec<String> = header.unwrap_or_default().split('\t').map(str::to_owned).collect();
    let columns = find(&names, columns, feed.name)?;
    while let Some((line, text)) = lines.next_line()? {
        let row = text.and_then(quoted_fields).and_then(|fields| match fields.len() {
            found if found == names.len() => Ok(Row { fields, columns: &columns }),
            found => Err(width(found, names.len())),
        });
        if let Err(refused) = row.and_then(|row| take(line, &row, feed)) {
            feed.part.reject(line, refused);
        }
    }
    Ok(())
}

/// Where the columns stand. All but the time zone must be there.
fn find(names: &[String], columns: &[&str], file: &str) -> Result<Vec<usize>> {
    let position = |column: &&str| {
        let found: Vec<usize> = (0..names.len()).filter(|at| names[*at] == **column).collect();
        match found[..] {
            [at] => Ok(at),
            [] if *column == "timezone" => Ok(usize::MAX),
            _ => {
                let what = if found.is_empty() { "is missing" } else { "stands twice" };
                let (expected, found) = (columns.join(", "), names.join(", "));
                let message = format!("column {column:?} {what}; expected {expected}; found {found}");
                Err(Error::input(file, 1, message, ""))
            }
        }
    };
    columns.iter().map(position).collect()
}
