//! Lists that ship with the program and complete every gazetteer: names of countries and divisions, Chinese names of some
//! places, and the study's metros where no input lists metros. Sources: `data/README.md`.

use super::lists::{COUNTRIES, COUNTRY_NAMES, DIVISIONS, List, METROS, PLACE_NAMES};
use super::part::{Feed, Part, Wanted};
use super::sorts::{GEONAMES, SORTS};
use crate::base::Result;
use crate::model::labels::SHIPPED_METROS;
use crate::sources::SourceFile;
use crate::sources::decode::{Input, UNWATCHED};
use std::io::Cursor;

struct Shipped {
    name: &'static str,
    sort: &'static str,
    list: &'static List,
    text: &'static str,
}

const COUNTRY_LIST: Shipped = Shipped {
    name: "countries.csv",
    sort: "countries",
    list: &COUNTRIES,
    text: include_str!("../../data/countries.csv"),
};
const COUNTRY_NAME_LIST: Shipped = Shipped {
    name: "country-names.csv",
    sort: "country-names",
    list: &COUNTRY_NAMES,
    text: include_str!("../../data/country-names.csv"),
};
const DIVISION_LIST: Shipped = Shipped {
    name: "divisions.csv",
    sort: "divisions",
    list: &DIVISIONS,
    text: include_str!("../../data/divisions.csv"),
};
const PLACE_NAME_LIST: Shipped = Shipped {
    name: "place-names.csv",
    sort: "place-names",
    list: &PLACE_NAMES,
    text: include_str!("../../data/place-names.csv"),
};
const METRO_LIST: Shipped =
    Shipped { name: "metros.csv", sort: "metros", list: &METROS, text: SHIPPED_METROS };

/// The lists that ship, as parts that come after all others; without metros when there are some already.
pub(super) fn parts(with_metros: bool) -> Result<Vec<Part>> {
    let lists = [COUNTRY_LIST, COUNTRY_NAME_LIST, DIVISION_LIST, PLACE_NAME_LIST];
    lists.iter().chain(with_metros.then_some(&METRO_LIST)).map(part).collect()
}

fn part(shipped: &Shipped) -> Result<Part> {
    let rank = SORTS.iter().position(|sort| sort.id == shipped.sort).unwrap_or_default();
    let mut part = Part { rank, shipped: true, ..Part::default() };
    let mut input = Input::from_reader(shipped.name, Cursor::new(shipped.text), UNWATCHED)?;
    let wanted = Wanted::default();
    let mut feed = Feed { part: &mut part, name: shipped.name, wanted: &wanted };
    shipped.list.read(&mut input, &mut feed)?;
    let SourceFile { sha256, .. } = SourceFile::new(String::new(), "", input.finish()?);
    part.source = SORTS[rank].source(shipped.name.to_owned(), sha256, part.records());
    GEONAMES.name.clone_into(&mut part.source.licence);
    GEONAMES.attribution.clone_into(&mut part.source.attribution);
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_shipped_lists_is_read() {
        for part in parts(true).unwrap() {
            assert_eq!(part.rejections, [], "{}", part.source.name);
            assert!(part.source.records > 30, "{}", part.source.name);
            assert_eq!(SORTS[part.rank].id, part.source.format);
        }
    }
}
